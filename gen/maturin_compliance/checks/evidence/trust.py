"""Rights, refs, caches and templates: what workflows let others decide."""

import re
from collections.abc import Iterator, Mapping, Sequence

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import (
    Reference,
    active,
    active_steps,
    given,
    job_of,
    jobs,
    name_of,
    reference,
    references,
    some,
    steps,
)
from maturin_compliance.checks.evidence.upgrades import newer_tag
from maturin_compliance.checks.evidence.used import ends, known_versions
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build, Install, JobRun, Publish, StepRun, Test
from maturin_compliance.location import Location
from maturin_compliance.model.node import Script
from maturin_compliance.model.workflow import Permissions, Step, Workflow

EXPRESSION = re.compile(r"\$\{\{(?P<inside>.*?)\}\}", re.DOTALL)
HOSTILE = re.compile(
    r"github\.head_ref|github\.event\.(issue|pull_request|comment|review|review_comment|discussion|pages|"
    r"commits|head_commit|workflow_run)\b(?!\.(number|id|node_id|merged|draft)\b)[\w.\[\]*'-]*"
    r"(title|body|ref|label|name|email|message|page_name|head_branch)"
)
OUTSIDE = re.compile(r"\b(github\.(ref|ref_name|base_ref|event\.)|inputs\.|steps\.|needs\.)")
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)[A-Za-z_]\w*|\bsecrets\.GITHUB_TOKEN\b|\bgithub\.token\b")
HEAD = re.compile(r"head[._](sha|ref|branch)|\bhead_ref|refs/pull/|event\.number")
AFTER_PUSH = re.compile(r"workflow_run\.event\s*==\s*'(push|release|schedule)'")
QUIET = re.compile(r"^(needs|steps)\.[\w-]+\.(result|outcome|conclusion)$")

CACHES: Mapping[str, str] = {
    "swatinem/rust-cache": "lookup-only",
    "actions/cache": "",
    "actions/cache/restore": "",
    "mozilla-actions/sccache-action": "",
}
"""Actions that restore a cache, and the input that stops them, where there is one."""

AUDITS: tuple[tuple[str, frozenset[str], str], ...] = (
    (
        "the crates",
        frozenset(
            {"cargo-deny", "cargo-audit", "deny", "audit", "osv-scanner", "audit-check", "cargo-deny-action"}
        ),
        "- uses: actions/checkout@v7\n- uses: EmbarkStudios/cargo-deny-action@v2",
    ),
    (
        "the workflows",
        frozenset({"zizmor", "zizmor-action", "zizmor-pre-commit"}),
        "- uses: actions/checkout@v7\n- run: pipx run zizmor .",
    ),
)
"""What is scanned, the names of tools that do, and the steps that would."""


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
    before = "Upgrade first what runs on a Node that ends: its line here has the newer version. " if newer else ""
    return (
        f"{before}Write the commit that the ref stands for now (`git ls-remote`, or `pinact run` for all at "
        f"once), with the ref as a comment:\n\n{fence(chr(10).join(lines), 'yaml')}"
    )


def granted(workflow: Workflow) -> Iterator[Problem]:
    """What a workflow grants all its jobs."""
    own = [job for job in workflow.jobs.values() if job.permissions is None]
    if workflow.permissions is None:
        if own:
            yield Problem(
                f"{code(workflow.path)} sets no permissions for {codes(job.id for job in own)}: the "
                "settings of the "
                "repository decide",
                own[0].location,
                "Grant nothing, and let each job ask for what it needs:\n\n"
                + fence("permissions:\n  contents: read", "yaml", workflow.path),
                warned=True,
                also=tuple(job.location for job in own[1:]),
            )
        return
    written = writes(workflow.permissions)
    if written and own and len(workflow.jobs) > 1:
        yield Problem(
            f"{code(workflow.path)} grants {codes(f'{scope}: write' for scope in written)} to all of its jobs",
            workflow.permissions.location,
            "Grant reading at the top, and writing to the job that needs it:\n\n"
            + fence("permissions:\n  contents: read", "yaml", workflow.path),
        )


def writes(permissions: Permissions) -> tuple[str, ...]:
    """The scopes that are granted for writing."""
    if permissions.everything == "write-all":
        return ("write-all",)
    return tuple(scope for scope, level in permissions.scopes.items() if level.value == "write")


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
    return any(word in script for word in words) or (
        used is not None
        and re.search(r"commit|push|pages-deploy|gh-pages|create-pull-request", used.name) is not None
    )


def drops_credentials(step: Step) -> bool:
    """Whether a checkout is told to keep no credentials."""
    setting = next((v for k, v in step.inputs.items() if k.lower() == "persist-credentials"), None)
    return setting is not None and str(setting.value).lower() == "false"


def cached(subject: Subject) -> Iterator[tuple[JobRun, StepRun, str]]:
    """The steps of jobs that build the release which restore a shared cache, with what does."""
    for job in active(subject.expansion.release.runs):
        if not any(isinstance(a, Build) and a.wheels for a in job.activities):
            continue
        for step in active_steps(job):
            cause = _cache(step)
            if cause:
                yield job, step, cause


def _cache(step: StepRun) -> str:
    name = name_of(step)
    if name == "pyo3/maturin-action" and given(step, "sccache") == "true":
        return "`sccache: true`"
    if name in CACHES:
        stop = CACHES[name]
        return "" if stop and given(step, stop) == "true" else code(name)
    if name == "actions/setup-python" and given(step, "cache"):
        return f"{code('cache: ' + given(step, 'cache'))} of `actions/setup-python`"
    if name == "astral-sh/setup-uv" and given(step, "enable-cache") == "true":
        return "`enable-cache: true` of `astral-sh/setup-uv`"
    return ""


def without_cache(cause: str) -> str:
    """The lines that build a tag without the cache."""
    if "sccache: true" in cause:
        lines = "sccache: ${{ !startsWith(github.ref, 'refs/tags/') }}"
    elif "enable-cache" in cause:
        lines = "enable-cache: ${{ !startsWith(github.ref, 'refs/tags/') }}"
    else:
        lines = "if: ${{ !startsWith(github.ref, 'refs/tags/') }}"
    return f"Leave it out where a tag is built:\n\n{fence(lines, 'yaml')}"


def scripts(subject: Subject) -> tuple[Script, ...]:
    """Every script of workflows and local actions."""
    return tuple(step.run for step in steps(subject.project) if step.run is not None)


def templates(subject: Subject) -> Iterator[tuple[Location, str, bool]]:
    """Templates in scripts whose value others decide: place, text, whether a stranger can write it."""
    publishing = {p.origin.workflow for p in subject.expansion.release.publishes}
    guarded = {w.path for w in subject.project.workflows if after_push_only(w)}
    for script in scripts(subject):
        for place, text in _expressions(script):
            inside = EXPRESSION.sub(lambda found: found["inside"], text).strip()
            hostile = HOSTILE.search(inside) is not None and place.path not in guarded
            decided = OUTSIDE.search(inside) is not None and not QUIET.match(inside)
            if hostile or (decided and place.path in publishing | guarded):
                yield place, text, hostile


def _expressions(script: Script) -> Iterator[tuple[Location, str]]:
    for found in EXPRESSION.finditer(script.text):
        yield script.line(script.text.count("\n", 0, found.start())), " ".join(found[0].split())


def secrets(subject: Subject) -> Iterator[tuple[Location, str]]:
    """Secrets that scripts hold."""
    for script in scripts(subject):
        for place, text in _expressions(script):
            if SECRET.search(text):
                yield place, text


def by_environment(text: str) -> str:
    """The lines that hand a value to a script by its environment."""
    inside = text.removeprefix("${{").removesuffix("}}").strip()
    name = re.sub(r"\W+", "_", inside.rpartition(".")[2]).strip("_").upper() or "VALUE"
    return f'Hand it over by the environment, and write `"${name}"` in the script:\n\n' + fence(
        f"env:\n  {name}: {text}", "yaml"
    )


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
    job = job_of(subject, publish.origin)
    if job is None or publish.trusted is False:
        return
    for activity in job.activities:
        if isinstance(activity, Build) and activity.command != "publish":
            yield "builds", activity.origin.location
        elif isinstance(activity, Test):
            yield f"runs {code(activity.tool)}", activity.origin.location
        elif isinstance(activity, Install):
            yield "installs the package", activity.origin.location


def audited(subject: Subject, tools: frozenset[str]) -> bool:
    """Whether a workflow, a local action or pre-commit runs one of some tools."""
    if any(use.name.rpartition("/")[2] in tools for use in references(subject.project)):
        return True
    hooks = subject.project.configs.get(".pre-commit-config.yaml")
    texts = [script.text for script in scripts(subject)]
    texts += [str(node.value) for node in hooks.walk() if node.is_scalar] if hooks else []
    return any(re.search(rf"\b(cargo[ -])?{re.escape(tool)}\b", text) for text in texts for tool in _exact(tools))


def _exact(tools: frozenset[str]) -> Iterator[str]:
    for tool in sorted(tools):
        yield f"cargo {tool}" if tool in {"deny", "audit"} else tool
