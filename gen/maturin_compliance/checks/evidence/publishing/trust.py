"""Rights, refs, caches and templates: what workflows let others decide."""

import re
from collections.abc import Collection, Iterator, Sequence

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing import crates, publishing, shipping
from maturin_compliance.checks.evidence.workflows.pipeline import (
    Reference,
    active,
    active_steps,
    jobs,
    reference,
    run_of,
    some,
    steps,
)
from maturin_compliance.checks.evidence.workflows.upgrades import newer_tag
from maturin_compliance.checks.evidence.workflows.used import ends, known_versions
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build, Install, Publish, Test
from maturin_compliance.location import Location
from maturin_compliance.model.node import Script
from maturin_compliance.model.workflow import Step, Workflow

EXPRESSION = re.compile(r"\$\{\{(?P<inside>.*?)\}\}", re.DOTALL)
HOSTILE = re.compile(
    r"github\.head_ref|github\.event\.(issue|pull_request|comment|review|review_comment|discussion|pages|"
    r"commits|head_commit|workflow_run)\b(?!\.(number|id|node_id|merged|draft)\b)[\w.\[\]*'-]*"
    r"(title|body|ref|label|name|email|message|page_name|head_branch)"
)
OUTSIDE = re.compile(r"\b(github\.(ref|ref_name|base_ref|event\.)|inputs\.|steps\.|needs\.)")
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)[A-Za-z_]\w*|\bsecrets\.GITHUB_TOKEN\b|\bgithub\.token\b")
DOCUMENT = re.compile(
    r"<<-?[ \t]*(?P<quote>['\"]?)(?P<word>\w+)(?P=quote)[^\n]*\n(?P<body>.*?)^[ \t]*(?P=word)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
HEAD = re.compile(r"head[._](sha|ref|branch)|\bhead_ref|refs/pull/|event\.number")
AFTER_PUSH = re.compile(r"workflow_run\.event\s*==\s*'(push|release|schedule)'")
COMPILES = "compiles the crate (`cargo publish`)"
"""What a job does that publishes a crate, too: build scripts run before the upload."""

PUSHES = re.compile(r"(?<!pre-)commit|push|pages-deploy|gh-pages|create-pull-request")
"""What the name of an action holds that pushes; ``pre-commit`` checks."""

QUIET = re.compile(r"^(needs|steps)\.[\w-]+\.(result|outcome|conclusion)$|&&\s*'[^']*'\s*\|\|\s*'[^']*'$")
"""Values that the workflow itself spells out: how a step ended, one of two words."""


def is_tag(use: Reference) -> bool:
    """Whether a ref looks like a version's tag, or is the moving branch that stands for one (release/v1)."""
    return use.is_version or re.fullmatch(r".*\bv?\d+(\.\d+)*([-.]\w+)*", use.ref) is not None


def named(uses: Sequence[Reference]) -> str:
    """The actions as a message lists them."""
    return some(str(use) for use in uses)


def pin(subject: Subject, uses: Sequence[Reference]) -> str:
    """How to pin these actions: those on a Node that ends at the version that takes their place."""
    known = dict(known_versions(subject))
    old = [use for use in uses if use in known and ends(subject, known[use])]
    newer = {use: newer_tag(subject, use, known[use]) for use in old}
    action = subject.facts.action
    archived = [use for use in uses if (found := action(use.repository)) is not None and found.archived]
    lines = dict.fromkeys(
        f"- uses: {str(use).rpartition('@')[0]}@<commit> # {newer.get(use) or use.ref}"
        for use in uses
        if use not in archived and newer.get(use) != ""
    )
    if not lines:
        return "Replace them: there is no version of them to pin that runners still run."
    before = (
        "Upgrade first what runs on a Node that ends: its line here has the newer version. "
        if any(newer.values())
        else ""
    )
    return (
        f"{before}Write the commit that the ref stands for now (`git ls-remote`, or `pinact run` for all at "
        f"once), with the ref as a comment:\n\n{fence(chr(10).join(lines), 'yaml')}"
    )


def checkouts(subject: Subject) -> Iterator[tuple[Step, bool]]:
    """Every step that checks out, and whether its job pushes."""
    for _, job in jobs(subject.project):
        pushes = any(map(_pushes, job.steps))
        for step in job.steps:
            used = reference(step.uses)
            if used is not None and used.name == "actions/checkout":
                yield step, pushes


def _pushes(step: Step) -> bool:
    used = reference(step.uses)
    script = step.run.text if step.run else ""
    words = ("git push", "mkdocs gh-deploy", "mike deploy", "cargo release", "semantic-release", "submodule")
    return any(word in script for word in words) or (used is not None and PUSHES.search(used.name) is not None)


def drops_credentials(step: Step) -> bool:
    """Whether a checkout is told to keep no credentials."""
    setting = next((v for k, v in step.inputs.items() if k.lower() == "persist-credentials"), None)
    return setting is not None and str(setting.value).lower() == "false"


def scripts(subject: Subject) -> tuple[Script, ...]:
    """Every script of workflows and local actions."""
    return tuple(step.run for step in steps(subject.project) if step.run is not None)


def templates(subject: Subject) -> Iterator[tuple[Location, str, bool]]:
    """Templates in scripts whose value others decide: place, text, whether a stranger can write it."""
    publishing = frozenset(_publishing(subject))
    guarded = {w.path for w in subject.project.workflows if after_push_only(w)}
    for script in scripts(subject):
        for place, text in _expressions(script):
            inside = EXPRESSION.sub(lambda found: found["inside"], text).strip()
            hostile = HOSTILE.search(inside) is not None and place.path not in guarded
            decided = OUTSIDE.search(inside) is not None and not QUIET.search(inside)
            if hostile or (decided and place.path in publishing | guarded):
                yield place, text, hostile


def _publishing(subject: Subject) -> Iterator[str]:
    """The workflows that publish, and the local actions that they call."""
    for run in subject.expansion.release.runs:
        if any(isinstance(a, Publish) and not a.test_index for a in run.activities):
            yield run.workflow.path
            yield from (step.step.location.path for job in active([run]) for step in active_steps(job))


def where(subject: Subject, place: Location) -> str:
    """How a message names the file of a script that runs in a release."""
    if any(publish.origin.workflow == place.path for publish in subject.expansion.release.publishes):
        return "a workflow that publishes"
    called = place.path.startswith(".github/workflows/")
    return f"{'a workflow' if called else 'an action'} that a publishing workflow calls"


def _expressions(script: Script) -> Iterator[tuple[Location, str]]:
    for found in EXPRESSION.finditer(script.text):
        yield script.line(script.text.count("\n", 0, found.start())), " ".join(found[0].split())


def secrets(subject: Subject) -> Iterator[tuple[Location, str, str]]:
    """Secrets that scripts hold: place, text, how to hand it over."""
    for script in scripts(subject):
        for found in EXPRESSION.finditer(script.text):
            if SECRET.search(found[0]):
                text = " ".join(found[0].split())
                place = script.line(script.text.count("\n", 0, found.start()))
                yield place, text, by_environment(text, _document(script.text, found.start()))


def _document(script: str, offset: int) -> re.Match[str] | None:
    """The here-document that a place of a script lies in."""
    found = (m for m in DOCUMENT.finditer(script) if m.start("body") <= offset < m.end("body"))
    return next(found, None)


def by_environment(text: str, document: re.Match[str] | None = None) -> str:
    """The lines that hand a value to a script by its environment."""
    inside = text.removeprefix("${{").removesuffix("}}").strip()
    name = re.sub(r"\W+", "_", inside.rpartition(".")[2]).strip("_").upper() or "VALUE"
    return f"Hand it over by the environment, and {_written(name, document)}:\n\n" + fence(
        f"env:\n  {name}: {text}", "yaml"
    )


def _written(name: str, document: re.Match[str] | None) -> str:
    """How a script writes a variable: a here-document keeps quotes, and replaces nothing if its word has some."""
    if document is None:
        return f'write `"${name}"` in the script'
    if not document["quote"]:
        return f"write `${name}` in its place"
    word = f"{document['quote']}{document['word']}{document['quote']}"
    others = re.search(r"[$`\\]", EXPRESSION.sub("", document["body"]))
    kept = ", with a `\\` before each other `$`, `` ` `` and `\\` of the text" if others else ""
    return f"write `${name}` in its place and {code(document['word'])} for {code(word)}{kept}"


def after_push_only(workflow: Workflow) -> bool:
    """Whether a job of a workflow on ``workflow_run`` goes on only after a push: then no fork decides."""
    conditions = (str(job.condition.value) for job in workflow.jobs.values() if job.condition)
    return any(AFTER_PUSH.search(text) for text in conditions)


def heads(workflow: Workflow) -> Iterator[Location]:
    """The steps of a workflow that check out the head of a pull request."""
    for job in workflow.jobs.values():
        for step in job.steps:
            used = reference(step.uses)
            ref = step.inputs.get("ref")
            checks_out = used is not None and used.name == "actions/checkout"
            if checks_out and ref is not None and HEAD.search(str(ref.value)):
                yield ref.location


def beside_publishing(subject: Subject, publish: Publish) -> Iterator[tuple[str, Location]]:
    """What else the job that publishes does with code that others wrote."""
    run = run_of(subject, publish.origin)
    jobs = [job for job in run.jobs if job.name == publish.origin.job] if run else []
    for activity in (activity for job in jobs for activity in job.activities):
        if isinstance(activity, Build) and activity.command != "publish":
            yield "builds", activity.origin.location
        elif isinstance(activity, Test):
            yield f"runs {code(activity.tool)}", activity.origin.location
        elif isinstance(activity, Install):
            yield "installs the package", activity.origin.location
    for command in (command for job in jobs for step in active_steps(job) for command in step.commands):
        if crates.publishes(command.words) and "--no-verify" not in command.words:
            yield COMPILES, command.location


def apart(subject: Subject, publish: Publish, found: Collection[str]) -> str:
    """How to publish in a job that does nothing else than what was found beside it."""
    if set(found) == {COMPILES}:
        return "Publish the crate in a job of its own."
    if publish in publishing.split(subject, shipping.ours(subject)):
        return "Mended with `published-in-one-step`: one job of its own publishes."
    return "Move it into a job without that right, and pass the files on as artifacts."
