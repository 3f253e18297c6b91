"""The lines with which this project publishes by trusted publishing, with attestations, in one job."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence import rights, shipping
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    as_used,
    given,
    job_of,
    name_of,
    reference,
    run_of,
    some,
)
from maturin_compliance.checks.evidence.tagging import bare
from maturin_compliance.checks.text import code, codes, fence, listed, many, plural
from maturin_compliance.expand.release import Build, Download, JobRun, Publish, StepRun, Upload
from maturin_compliance.facts.maturin import MaturinChange
from maturin_compliance.model.workflow import Job, Workflow

DEPRECATED = ("maturin upload", "maturin publish", "maturin-action")
"""Methods of publishing that call maturin's own uploader."""

ACTION = ("pypa/gh-action-pypi-publish", "release/v1")
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)([A-Za-z_]\w*)")
FOLDERS = re.compile(r"(?<![\w./-])([\w.-]*\*[\w.*-]*)/\*")
"""A glob for the files in folders that a glob names, such as ``wheels-*/*``."""

STEPS_ONLY = re.compile(r"\b(matrix|steps|env|runner|job|strategy|secrets)\.")
"""Contexts that the condition of a step has and that of a job has not."""

ATTESTERS = frozenset({"actions/attest", "actions/attest-build-provenance"})
MERGES_SINCE = 4
"""The major version from which actions/download-artifact can merge what it downloads."""


def owner(subject: Subject, publish: Publish) -> str:
    """The check that prints how to publish; the others of the same cause point to it."""
    if publish in split(subject, shipping.ours(subject)):
        return "published-in-one-step"
    if publish.trusted is False:
        return "published-without-a-token"
    if publish.method in DEPRECATED and deprecation(subject) is not None:
        return "maturin-does-not-upload"
    return "files-attested"


def deprecation(subject: Subject) -> MaturinChange | None:
    """The change of maturin that calls its uploader deprecated; None on a day before its release."""
    change = next((c for c in subject.facts.maturin_changes("upload_deprecated") if c.value), None)
    newest = subject.facts.newest_maturin()
    return change if change and newest and newest >= change.since else None


def mended(subject: Subject, publish: Publish, name: str, why: str) -> str:
    """How to publish, where the check of this name prints it; else where it stands, and why that mends this."""
    first = owner(subject, publish)
    if first == name:
        return one_job(subject) if name == "published-in-one-step" else in_place(subject, publish)
    return f"Mended with {code(first)}: {why}."


def split(subject: Subject, publishes: Sequence[Publish]) -> tuple[Publish, ...]:
    """The uploads of one workflow that publish parts of a release: of a matrix's combinations, or of several jobs.

    One that uploads what the files do not tell counts only beside a matrix.
    """
    found: list[Publish] = []
    for workflow in dict.fromkeys(publish.origin.workflow for publish in publishes):
        mine = [publish for publish in publishes if publish.origin.workflow == workflow]
        apart = {publish.origin.job for publish in mine if not publish.in_matrix and publish.files}
        if any(True for _ in shipping.in_matrix(subject, tuple(mine))) or len(apart) > 1:
            found += mine
    return tuple(found)


def in_place(subject: Subject, publish: Publish) -> str:
    """The job that publishes, with the action in place of what it uses now."""
    job, step = job_of(subject, publish.origin), shipping.step_of(subject, publish.origin)
    if job is None or step is None:
        return "Publish with `pypa/gh-action-pypi-publish` by trusted publishing."
    files = _files(subject, job, step)
    lines = [*_head(subject, job, publish), "  steps:", *files.downloads, *_step(subject, job, step, files.folder)]
    text = f"{_trust(subject, (publish,))}\n\n{fence(_job(job, lines), 'yaml', job.workflow.path)}"
    return f"{text}\n\n{files.after}" if files.after else text


def _job(job: JobRun, lines: list[str]) -> str:
    return "\n".join([f"{job.job.id}:", *lines])


def _trust(subject: Subject, publishes: Sequence[Publish]) -> str:
    """What to do before the lines are pasted: what the index has to know, which secret to delete."""
    jobs = codes(dict.fromkeys(publish.origin.job.rpartition(" / ")[2] for publish in publishes))
    if all(publish.trusted for publish in publishes):
        return f"Publish with the action that makes attestations; all else in {jobs} stays:"
    file = publishes[0].origin.workflow.rpartition("/")[2]
    environment = next((p.environment for p in publishes if p.environment), "pypi")
    secrets = _secrets(subject, publishes)
    delete = f" The secret{'s' * (len(secrets) > 1)} {codes(secrets)} can be deleted then." if secrets else ""
    return (
        f"Add {code(file)} with the environment {code(environment)} as a trusted publisher of the project on the "
        f"index, and publish without a token.{delete} All else in {jobs} stays:"
    )


def _secrets(subject: Subject, publishes: Sequence[Publish]) -> tuple[str, ...]:
    """The secrets that the steps which publish with a token are given."""
    found: dict[str, None] = {}
    for publish in publishes:
        job, step = job_of(subject, publish.origin), shipping.step_of(subject, publish.origin)
        if publish.trusted is False and job and step:
            given_to = (*job.job.env.values(), *step.step.env.values(), *step.step.inputs.values())
            texts = [str(value.value) for value in given_to]
            texts += [step.step.run.text] if step.step.run else []
            found |= dict.fromkeys(name for text in texts for name in SECRET.findall(text))
    return tuple(found)


def _head(subject: Subject, job: JobRun, publish: Publish) -> Iterator[str]:
    """The environment and the permissions of a job, where they have to change."""
    if publish.environment is None:
        yield "  environment: pypi"
    permissions = job.job.permissions or job.workflow.permissions
    if permissions is not None and permissions.allows("id-token", "write"):
        return
    yield "  permissions:"
    for scope, level in _kept(subject, job.job, job.workflow).items():
        yield f"    {scope}: {level}"
    yield "    id-token: write"


def _kept(subject: Subject, job: Job, workflow: Workflow) -> Mapping[str, str]:
    """What the job may do now, or what its steps are known to need where nothing says it."""
    permissions = job.permissions or workflow.permissions
    if permissions is not None:
        return {scope: level.value for scope, level in permissions.scopes.items()}
    needs = dict.fromkeys(sorted(rights.needs_of(subject, job).scopes - {"id-token"}), "write")
    return {"contents": "read", **needs} if rights.checks_out(job) and "contents" not in needs else needs


def _step(subject: Subject, job: JobRun, step: StepRun, folder: str) -> Iterator[str]:
    """The step that publishes: its own condition, the folder where that is not the usual one."""
    written = step.caller or step.step
    yield f"    # in place of the step in line {written.location.line}"
    start = "- "
    if written.condition is not None:
        yield f"    - if: {_quoted(bare(written.condition))}"
        start = "  "
    yield f"    {start}uses: {as_used(subject.project, *ACTION)}"
    if folder != "dist":
        yield f"      with:\n        packages-dir: {folder}"
    del job


def _quoted(condition: str) -> str:
    """A condition as a YAML scalar: in ``${{ }}`` where it could not stand plainly."""
    return f"${{{{ {condition} }}}}" if condition.startswith(("!", "'", '"')) or ": " in condition else condition


@dataclass(frozen=True, slots=True)
class _Files:
    """Where the files to publish lie: the folder, the steps that bring them there, what else names the old one."""

    folder: str
    downloads: tuple[str, ...] = ()
    after: str = ""


def _files(subject: Subject, job: JobRun, upload: StepRun) -> _Files:
    steps = [s for s in active_steps(job) if any(isinstance(a, Download) for a in s.activities)]
    if not steps:
        built = dict.fromkeys(a.out for a in job.activities if isinstance(a, Build))
        folder = next(iter(built), "dist")
        unsure = "" if len(built) == 1 else "The action takes the files from `dist/`: bring them there."
        return _Files(folder, after=unsure)
    folders = dict.fromkeys(given(step, "path") or "." for step in steps)
    if len(folders) == 1 and all(map(_merges, steps)):
        return _Files(next(iter(folders)).rstrip("/").removeprefix("./") or ".")
    glob = _glob(upload)
    if any(not _merges(step) and _old(subject, step) for step in steps):
        return _Files("dist", after="The action takes the files from one folder: move them into `dist/` before.")
    lines = tuple(line for step in steps for line in _download(step, glob))
    return _Files("dist", lines, _elsewhere(job, upload, glob))


def _merges(step: StepRun) -> bool:
    return bool(given(step, "name")) or given(step, "merge-multiple") == "true"


def _old(subject: Subject, step: StepRun) -> bool:
    used = reference(step.step.uses)
    action = subject.facts.action(used.repository) if used else None
    known = action.at(used.ref) if action and used else None
    return known is not None and known.version.major < MERGES_SINCE


def _glob(step: StepRun) -> str:
    """The folders that the step which publishes takes files from ("wheels-*"), "" where it names none so."""
    texts = [str(value.value) for value in step.step.inputs.values()]
    texts += [" ".join(command.words) for command in step.commands]
    found = (FOLDERS.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _download(step: StepRun, glob: str) -> Iterator[str]:
    """A step that downloads, told to lay all files into one folder."""
    inputs = {name: str(value.value) for name, value in step.step.inputs.items()}
    if not {"name", "pattern", "artifact-ids"} & inputs.keys() and glob:
        inputs["pattern"] = glob
    inputs["path"] = "dist"
    if "name" not in inputs:
        inputs["merge-multiple"] = "true"
    yield f"    - uses: {step.uses}"
    yield "      with:"
    yield from (f"        {name}: {value}" for name, value in inputs.items())


def _elsewhere(job: JobRun, upload: StepRun, glob: str) -> str:
    """Which other lines of the job name the folders that are no more."""
    lines = [
        value.location.line
        for step in job.job.steps
        if step is not upload.step and glob
        for value in step.inputs.values()
        if f"{glob}/*" in str(value.value)
    ]
    if not lines:
        return ""
    where = f"line{'s' * (len(lines) > 1)} {' and '.join(map(str, lines))}"
    return f"The files then lie in `dist/`: write `dist/*` for {code(f'{glob}/*')} in {where}."


def one_job(subject: Subject) -> str:
    """The jobs that build with an upload in place of their publishing, and one job that publishes for all."""
    publishes = split(subject, shipping.ours(subject))
    workflow = publishes[0].origin.workflow
    publishes = tuple(p for p in publishes if p.origin.workflow == workflow)
    run = run_of(subject, publishes[0].origin)
    builders = tuple(shipping.shippers(run)) if run else ()
    uploads = "\n".join(line for job in builders for line in _upload(subject, job, publishes))
    kept = (
        f"Keep the files as artifacts where they are built:\n\n{fence(uploads, 'yaml', workflow)}\n\n"
        if uploads
        else ""
    )
    return (
        f"{kept}{_opening(subject, publishes)}\n\n"
        f"{fence(_publishing(subject, publishes, builders), 'yaml', workflow)}{_superfluous(publishes, builders)}"
    )


def _opening(subject: Subject, publishes: Sequence[Publish]) -> str:
    first = "Publish all of them in one job"
    if all(publish.trusted for publish in publishes):
        return f"{first}:"
    return f"{first}. {_trust(subject, publishes).partition(' All else')[0]}"


def _upload(subject: Subject, job: JobRun, publishes: Sequence[Publish]) -> Iterator[str]:
    if any(isinstance(activity, Upload) for activity in job.activities):
        return
    mine = next((p for p in publishes if p.origin.job == job.name), None)
    step = shipping.step_of(subject, mine.origin) if mine else None
    out = next((a.out for a in job.activities if isinstance(a, Build)), "dist")
    each = "" if job.combination is None else "-${{ strategy.job-index }}"
    place = f", in place of the step in line {step.step.location.line}" if step else ""
    yield f"# in job {job.job.id}{place}"
    yield f"- uses: {as_used(subject.project, 'actions/upload-artifact', 'v7')}"
    yield f"  with:\n    name: dist-{job.job.id}{each}\n    path: {out}\n    if-no-files-found: error"


def _publishing(subject: Subject, publishes: Sequence[Publish], builders: Sequence[JobRun]) -> str:
    workflow = builders[0].workflow if builders else None
    taken = workflow.jobs if workflow else {}
    name = next(n for n in ("publish", "release", "upload", "publish-all") if n not in taken or n == "publish-all")
    lines = [
        f"{name}:",
        f"  needs: [{', '.join(dict.fromkeys(job.name.partition(' / ')[0] for job in builders))}]",
        *_condition(subject, publishes, workflow),
        "  runs-on: ubuntu-latest",
        f"  environment: {next((p.environment for p in publishes if p.environment), 'pypi')}",
        "  permissions:",
        "    id-token: write",
        "  steps:",
        f"    - uses: {as_used(subject.project, 'actions/download-artifact', 'v8')}",
        "      with:",
        *(["        pattern: dist-*"] if not any(map(_keeps, builders)) else []),
        "        path: dist",
        "        merge-multiple: true",
        f"    - uses: {as_used(subject.project, *ACTION)}",
    ]
    return "\n".join(lines)


def _keeps(job: JobRun) -> bool:
    return any(isinstance(activity, Upload) for activity in job.activities)


def _condition(subject: Subject, publishes: Sequence[Publish], workflow: Workflow | None) -> Iterator[str]:
    """The condition under which the steps that publish do so now; that on a tag where it cannot be taken over."""
    found: dict[str, None] = {}
    for publish in publishes:
        job, step = job_of(subject, publish.origin), shipping.step_of(subject, publish.origin)
        written = (job.job.condition if job else None, step.step.condition if step else None)
        found |= dict.fromkeys(bare(condition) for condition in written if condition is not None)
    usable = [text for text in found if not STEPS_ONLY.search(text)]
    if len(found) == 1 and usable:
        yield f"  if: {_quoted(usable[0])}"
    elif found or (workflow is not None and _starts_without_a_tag(workflow)):
        yield "  if: github.ref_type == 'tag'"


def _starts_without_a_tag(workflow: Workflow) -> bool:
    """Whether something else than a pushed tag or a release starts a workflow."""
    for trigger in workflow.triggers:
        if trigger.event == "push" and (trigger.tags is None or trigger.branches is not None):
            return True
        if trigger.event not in {"push", "release", "workflow_call"}:
            return True
    return False


def _superfluous(publishes: Sequence[Publish], builders: Sequence[JobRun]) -> str:
    """Which jobs have nothing left to do."""
    building = {job.name for job in builders}
    left = dict.fromkeys(p.origin.job for p in publishes if p.origin.job not in building)
    keeping = {job.name for job in builders if _keeps(job)}
    steps = [
        f"the step of {code(p.origin.job)} that publishes (line {p.origin.location.line})"
        for p in publishes
        if p.origin.job in keeping
    ]
    gone = [f"{codes(left)} with the `needs` that name {'it' if len(left) == 1 else 'them'}"] if left else []
    return f"\n\nThen delete {listed([*gone, *steps])}." if gone or steps else ""


def environment(subject: Subject, publishes: Sequence[Publish]) -> str:
    """How to give the jobs that publish an environment."""
    first = owner(subject, publishes[0])
    if first != "files-attested" or publishes[0].attestations is False:
        return f"Mended with {code(first)}: its lines name one."
    lines = "\n".join(
        f"{job}:\n  environment: pypi"
        for job in dict.fromkeys(p.origin.job.rpartition(" / ")[2] for p in publishes)
    )
    return f"Name one, here and in the trusted publisher:\n\n{fence(lines, 'yaml', publishes[0].origin.workflow)}"


def shared_environments(subject: Subject, publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Jobs that build in the environment of the job that publishes, and do not publish."""
    names = {publish.environment for publish in publishes if publish.environment}
    found = [
        (job, job.job.environment.location)
        for job in active(subject.expansion.release.runs)
        if job.environment in names and job.job.environment and any(map(shipping.makes_files, job.activities))
        if not any(isinstance(activity, Publish) for activity in job.activities)
    ]
    if found:
        yield Problem.at(
            (place for _, place in found),
            many(
                (job.name for job, _ in found),
                "job {} builds in the environment of the job that publishes",
                "the jobs {} build in the environment of the job that publishes",
            ),
            "Delete `environment` from jobs that do not publish: what they build could use its secrets.",
            warned=True,
        )


def apart(subject: Subject, publishes: Sequence[Publish]) -> Iterator[tuple[Publish, ...]]:
    """Several jobs of one workflow that each publish a part, one upload for each job."""
    for workflow in dict.fromkeys(publish.origin.workflow for publish in publishes):
        mine = {
            p.origin.job: p for p in publishes if p.origin.workflow == workflow and p.files and not p.in_matrix
        }
        if len(mine) > 1:
            yield tuple(mine.values())
    del subject


def published_twice(publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Two workflows that publish files of the same names."""
    files: dict[str, set[str]] = {}
    first: dict[str, Publish] = {}
    for publish in publishes:
        files.setdefault(publish.origin.workflow, set()).update(publish.files)
        first.setdefault(publish.origin.workflow, publish)
    for one, other in combinations(sorted(files, key=lambda path: len(files[path])), 2):
        same = files[one] & files[other]
        if same:
            yield Problem(
                f"{code(one)} and {code(other)} both publish {plural(len(same), 'file')} of this version: "
                f"{some(sorted(same))}",
                first[one].origin.location,
                f"Delete {code(one)}, or leave these files to one of the two.",
                also=(first[other].origin.location,),
            )


def attested_apart(subject: Subject, publishes: Sequence[Publish]) -> str:
    """What a message adds where the job makes attestations that only GitHub keeps."""
    jobs = [job_of(subject, publish.origin) for publish in publishes]
    names = [name_of(step) for job in jobs if job for step in job.steps]
    found = next((name for name in names if name in ATTESTERS), "")
    return f" for the index (those of {code(found)} stay with GitHub)" if found else ""


def together(
    subject: Subject, publishes: Sequence[Publish], name: str, why: str
) -> Iterator[tuple[tuple[Publish, ...], str]]:
    """The uploads that one fix mends for the check of this name, with the fix."""
    found: dict[tuple[str, str], list[Publish]] = {}
    for publish in publishes:
        found.setdefault((publish.method, mended(subject, publish, name, why)), []).append(publish)
    yield from ((tuple(several), fix) for (_, fix), several in found.items())


def tell(publishes: Sequence[Publish], one: str = "publishes", several: str = "publish") -> str:
    """How a message says that jobs publish by one method."""
    method = code(publishes[0].method)
    return many(
        (publish.origin.job for publish in publishes),
        f"job {{}} {one} with {method}",
        f"the jobs {{}} {several} with {method}",
    )
