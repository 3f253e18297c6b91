"""From build to index: which jobs hand on what they build, and who waits for whom."""

import re
from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    given,
    in_job,
    is_of,
    is_of_job,
    job_of,
    name_of,
    needed,
    publishes,
    run_of,
    within,
)
from maturin_compliance.checks.text import codes, fence
from maturin_compliance.expand.github.filters import path_pattern
from maturin_compliance.expand.release import (
    Build,
    JobRun,
    Origin,
    Publish,
    StepRun,
    Upload,
    WorkflowRun,
)
from maturin_compliance.location import Location

OVER_FAILURES = re.compile(r"\b(always|failure)\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")


def ours(subject: Subject) -> tuple[Publish, ...]:
    """The uploads of this package; none where there are none."""
    try:
        return publishes(subject)
    except Skip:
        return ()


def step_of(subject: Subject, origin: Origin) -> StepRun | None:
    """The step in which something happens."""
    job = job_of(subject, origin)
    for step in job.steps if job else ():
        if any(activity.origin == origin for activity in step.activities):
            return step
    return None


def skipping(subject: Subject, publish: Publish) -> tuple[Location, str]:
    """The line that tells a step to skip what the index has, and the word that does."""
    step = step_of(subject, publish.origin)
    for name, value in step.step.inputs.items() if step else ():
        if name.lower().replace("_", "-") == "skip-existing":
            return value.location, name
        if "--skip-existing" in str(value.value):
            return value.location, "--skip-existing"
    word = "--skip-existing" if publish.method.startswith(("maturin", "twine")) else "skip-existing"
    return publish.origin.location, word


def refuses_attestations(subject: Subject, publish: Publish) -> bool:
    """Whether a setting turns attestations off, rather than that nothing makes them."""
    step = step_of(subject, publish.origin)
    return step is not None and given(step, "attestations").lower() == "false"


def in_matrix(subject: Subject, found: tuple[Publish, ...]) -> Iterator[Publish]:
    """The steps that publish files of this package from several combinations of a matrix.

    A matrix over packages is none: all files of one come from one combination.
    """
    for publish in found:
        twins = [p for p in found if is_of_job(p.origin, publish.origin)]
        ours = [p for p in twins if set(p.files) & _files(subject)]
        told = any(p.files for p in twins)
        if publish.in_matrix and (len(ours) > 1 if told else len(twins) > 1):
            yield publish


def _files(subject: Subject) -> set[str]:
    release = subject.expansion.release
    return {wheel.filename for wheel in release.wheels} | set(release.sdists)


def shippers(run: WorkflowRun) -> Iterator[JobRun]:
    """The jobs of a run that build wheels or an sdist and hand them on or publish them, each once."""
    seen = set()
    for job in active([run]):
        if job.name not in seen and any(map(makes_files, job.activities)) and hands_on(job):
            seen.add(job.name)
            yield job


def hands_on(job: JobRun) -> bool:
    """Whether a job uploads an artifact or publishes; one that does neither builds for itself."""
    return any(isinstance(activity, (Upload, Publish)) for activity in job.activities)


def makes_files(activity: object) -> bool:
    """Whether an activity builds wheels or an sdist."""
    return isinstance(activity, Build) and bool(activity.wheels or activity.sdist)


def unawaited(subject: Subject, publish: Publish) -> tuple[JobRun, ...]:
    """The jobs of the same run that build for the job that publishes, and that it does not wait for.

    A job that publishes its files itself, or that waits for the one that publishes, builds for another.
    """
    run = run_of(subject, publish.origin)
    if run is None:
        return ()
    name = publish.origin.job
    done = needed(run, name) | {name}
    return tuple(
        job
        for job in shippers(run)
        if job.name not in done
        and not any(isinstance(activity, Publish) for activity in job.activities)
        and not any(within(name, need) for need in needed(run, job.name))
        and not _published_elsewhere(subject, publish, job)
        and takes(subject, publish, job)
    )


def takes(subject: Subject, publish: Publish, job: JobRun) -> bool:
    """Whether the job that publishes downloads what a job uploads, as far as the names tell."""
    publishing = job_of(subject, publish.origin)
    steps = publishing.steps if publishing else ()
    downloads = [step for step in steps if name_of(step) == "actions/download-artifact"]
    names = [name for step in job.steps for name in _uploaded(step)]
    return not downloads or any(_brings(step, name) for step in downloads for name in names)


def _uploaded(step: StepRun) -> Iterator[str]:
    """The names of the artifacts that a step uploads, as written where they are not known."""
    for activity in step.activities:
        if isinstance(activity, Upload):
            written = step.step.inputs.get("name")
            yield activity.name or (str(written.value) if written else "artifact")


def _brings(step: StepRun, name: str) -> bool:
    wanted, pattern = step.inputs.get("name"), given(step, "pattern")
    if not (wanted is None or isinstance(wanted, str)):
        return True
    if "${{" in name:
        start, other = name.partition("${{")[0], re.split(r"[*?\[{]", wanted or pattern)[0]
        return start.startswith(other) or other.startswith(start)
    if wanted:
        return name == wanted
    return not pattern or path_pattern(pattern).fullmatch(name)


def _published_elsewhere(subject: Subject, publish: Publish, job: JobRun) -> bool:
    builds = [a for a in job.activities if isinstance(a, Build)]
    made = {w.filename for b in builds for w in b.wheels} | {b.sdist for b in builds if b.sdist}
    others = (p for p in subject.expansion.release.publishes if not is_of_job(p.origin, publish.origin))
    return made <= {name for other in others for name in other.files}


def needs_place(subject: Subject, publish: Publish) -> Location:
    """The line of ``needs`` of the job that publishes; that of the job where it has none."""
    job = job_of(subject, publish.origin)
    if job is None:
        return publish.origin.location
    return job.job.needs[0].location if job.job.needs else job.job.location


def awaiting(subject: Subject, publish: Publish, late: Sequence[JobRun]) -> str:
    """How to let the job that publishes wait: the whole list only where names have to leave it, too."""
    job = job_of(subject, publish.origin)
    written = [need.value for need in job.job.needs] if job else []
    wanted = needs_with(subject, publish)
    if set(written) <= set(wanted):
        return (
            f"Add {codes(name for name in wanted if name not in written)} to `needs` of {in_job(publish.origin)}."
        )
    those = "it" if len(late) == 1 else "them"
    return f"Name {those} under `needs` of {in_job(publish.origin)}:\n\n" + fence(
        f"needs: [{', '.join(wanted)}]", "yaml"
    )


def needs_with(subject: Subject, publish: Publish) -> list[str]:
    """What ``needs`` of the job that publishes should name."""
    job = job_of(subject, publish.origin)
    named = [need.value for need in job.job.needs if need.value in job.workflow.jobs] if job else []
    return list(dict.fromkeys([*named, *(j.name.partition(" / ")[0] for j in unawaited(subject, publish))]))


def deletes(words: tuple[str, ...]) -> bool:
    """Whether a command deletes a release, or deletes or moves a tag on the remote."""
    if words[:3] == ("gh", "release", "delete"):
        return True
    if words[:2] != ("git", "push"):
        return False
    tags = any("refs/tags" in w or w in {"--tags", "tag"} for w in words)
    return tags and any(w in {"--delete", "-d", "--force", "-f"} or w.startswith((":", "+")) for w in words)


def trials(subject: Subject) -> tuple[Publish, ...]:
    """Uploads to a test index in any workflow, each once."""
    found: dict[Location, Publish] = {}
    for activity in subject.expansion.activities:
        if isinstance(activity, Publish) and activity.test_index:
            found.setdefault(activity.origin.location, activity)
    return tuple(found.values())


def awaits(subject: Subject, publish: Publish, origin: Origin) -> bool:
    """Whether a job that publishes waits for another activity's job."""
    run = run_of(subject, publish.origin)
    if run is None or not any(is_of(job, origin) for job in run.jobs):
        return False
    if is_of_job(publish.origin, origin):
        step = step_of(subject, publish.origin)
        condition = str(step.step.condition.value) if step and step.step.condition else ""
        return not OVER_FAILURES.search(condition)
    return origin.job in needed(run, publish.origin.job)
