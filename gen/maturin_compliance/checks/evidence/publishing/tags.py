"""Scripts that compare the tag of a release with the package's version."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import jobs
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.github.filters import admits
from maturin_compliance.location import Location
from maturin_compliance.model.node import Script
from maturin_compliance.model.workflow import Workflow

NAME = r"\$GITHUB_REF_NAME|\$\{GITHUB_REF_NAME\}|\$\{GITHUB_REF#refs/tags/\}|\$\{\{\s*github\.ref_name\s*\}\}"
TAG = rf"""["']?(?:{NAME})["']?"""
VERSION = r"""["']?(?P<{0}>[\w./-]{{0,40}})\$\{{?(?P<{1}>\w+)\}}?["']?"""
EQUAL = r"\s*(?:==?|!=)\s*"
COMPARED = re.compile(
    rf"{TAG}{EQUAL}{VERSION.format('before', 'name')}|{VERSION.format('first', 'other')}{EQUAL}{TAG}"
)
READ = re.compile(r"cargo (?:metadata|pkgid|read-manifest)|Cargo\.toml|pyproject\.toml|hatch version|uv version")
"""Ways to ask for the version of a package, which has no prefix."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A tag compared with a prefix and a variable that holds the package's version."""

    prefix: str
    name: str
    location: Location
    filters: tuple[str, ...]


def comparisons(subject: Subject) -> tuple[Comparison, ...]:
    """The comparisons in workflows that only tags of some patterns start."""
    running = ((w, job) for w, job in jobs(subject.project) if w.path not in subject.project.refused)
    found = ((step.run, _filters(workflow)) for workflow, job in running for step in job.steps)
    return tuple(one for script, filters in found if script and filters for one in _in_script(script, filters))


def never_equal(compared: Comparison, version: str) -> Iterator[Problem]:
    """The fault that no tag which starts the workflow is what it is compared with."""
    if not admits(compared.filters, compared.prefix + version):
        other = code(f"{compared.prefix}${compared.name}")
        message = f"no tag that starts the workflow is {other}: they match {codes(compared.filters)}"
        yield Problem(message, compared.location, _mended(compared.name, version, compared.filters))


def _filters(workflow: Workflow) -> tuple[str, ...]:
    """The patterns that all tags meet which start a workflow; none where another event may start it at a tag."""
    push = workflow.trigger("push")
    if (
        push is None
        or push.tags is None
        or any(workflow.trigger(e) for e in ("release", "create", "workflow_call"))
    ):
        return ()
    return push.tags


def _in_script(script: Script, filters: tuple[str, ...]) -> Iterator[Comparison]:
    for number, line in enumerate(script.text.splitlines()):
        for found in COMPARED.finditer(line) if "ref" in line.lower() else ():
            prefix, name = found["before"] or found["first"] or "", found["name"] or found["other"]
            if _is_version(script.text, name):
                yield Comparison(prefix, name, script.line(number), filters)


def _is_version(text: str, name: str) -> bool:
    """Whether a variable of a script is given the version that the package's own files name."""
    set_by = re.findall(rf"^\s*{name}=(.+)$", text, re.MULTILINE)
    return bool(set_by) and all(READ.search(value) for value in set_by)


def _mended(name: str, version: str, filters: tuple[str, ...]) -> str:
    fitting = next((prefix for prefix in ("v", "") if admits(filters, prefix + version)), None)
    if fitting is None:
        return "Change the filter under `tags`, or what the tag is compared with."
    return f"Compare it with {code(chr(34) + fitting + '$' + name + chr(34))}, or change the filter under `tags`."
