"""From build to index: who waits for whom, what gets lost on the way, and the lines that mend it."""

import re
from collections.abc import Iterator
from posixpath import normpath

from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    as_used,
    given,
    in_job,
    is_of,
    is_of_job,
    job_of,
    name_of,
    needed,
    publishes,
    released_builds,
    run_of,
    within,
)
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.github.filters import path_pattern
from maturin_compliance.expand.release import (
    Build,
    Certainty,
    JobRun,
    Origin,
    Publish,
    StepRun,
    Upload,
    WorkflowRun,
)
from maturin_compliance.location import Location

OVER_FAILURES = re.compile(r"\b(always|failure)\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")


def carry(subject: Subject, build: Build) -> str:
    """The lines that bring what a build makes to the job that publishes."""
    job = build.origin.job.rpartition(" / ")[2]
    each = "-${{ strategy.job-index }}" if build.origin.combination else ""
    lines = (
        f"- uses: {as_used(subject.project, 'actions/upload-artifact', 'v7')}\n  with:\n"
        f"    name: {artifact(subject, job)}{each}\n    path: {build.out}\n    if-no-files-found: error"
    )
    return (
        f"Upload the folder that the build writes ({code(build.out)}) under a name that the publishing job "
        f"downloads:\n\n{fence(lines, 'yaml', build.origin.workflow)}"
    )


def artifact(subject: Subject, job: str) -> str:
    """A name for the artifact of a job that the job which publishes downloads, by its pattern where it has one."""
    for publish in ours(subject):
        publishing = job_of(subject, publish.origin)
        for step in publishing.steps if publishing else ():
            pattern = given(step, "pattern")
            if pattern.count("*") == 1 and name_of(step) == "actions/download-artifact":
                return pattern.replace("*", job)
    return f"wheels-{job}"


def ours(subject: Subject) -> tuple[Publish, ...]:
    """The uploads of this package; none where there are none."""
    try:
        return publishes(subject)
    except Skip:
        return ()


def sdist_job(subject: Subject) -> str:
    """A job that builds the sdist and keeps it where the job that publishes finds it."""
    project = subject.project
    manifest = project.package.manifest
    away = manifest is not None and manifest.path != "Cargo.toml" and project.package.folder != "."
    path = f" --manifest-path {manifest.path}" if away and manifest else ""
    return (
        f"sdist:\n  runs-on: ubuntu-latest\n  steps:\n"
        f"    - uses: {as_used(project, 'actions/checkout', 'v7')}\n"
        "      with:\n        persist-credentials: false\n"
        f"    - uses: {as_used(project, 'PyO3/maturin-action', 'v1')}\n"
        f"      with:\n        command: sdist\n        args: --out dist{path}\n"
        f"    - uses: {as_used(project, 'actions/upload-artifact', 'v7')}\n"
        f"      with:\n        name: {artifact(subject, 'sdist')}\n        path: dist"
    )


def may_build_sdist(subject: Subject) -> bool:
    """Whether a script of the release calls a build tool that can make an sdist."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if any("--sdist" in c.words or c.words[:2] == ("uv", "build") for c in step.commands):
                return True
    return False


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


def needs_with(subject: Subject, publish: Publish) -> list[str]:
    """What ``needs`` of the job that publishes should name."""
    job = job_of(subject, publish.origin)
    named = [need.value for need in job.job.needs] if job else []
    return list(dict.fromkeys([*named, *(j.name.partition(" / ")[0] for j in unawaited(subject, publish))]))


def builds_and_uploads(subject: Subject) -> Iterator[tuple[Build, tuple[Upload, ...]]]:
    """Each build with the uploads of artifacts that follow it in its job."""
    for job in active(subject.expansion.runs):
        made: list[Build] = []
        uploads: list[Upload] = []
        for activity in job.activities:
            if isinstance(activity, Build) and makes_files(activity) and activity.tool != "build":
                made.append(activity)
            elif isinstance(activity, Upload) and made:
                uploads.append(activity)
        if uploads:
            yield from ((build, tuple(uploads)) for build in made)


def missed_folder(build: Build, uploads: tuple[Upload, ...]) -> Iterator[Problem]:
    """The folder of a build where no upload of its job takes it."""
    names = {wheel.filename for wheel in build.wheels} | ({build.sdist} if build.sdist else set())
    paths = tuple(dict.fromkeys(path for upload in uploads for path in upload.paths))
    if not paths or any("${{" in path for path in paths):
        return
    if any(names & set(upload.files) for upload in uploads):
        return
    if any(_covers(path, build.out) for path in paths):
        return
    yield Problem(
        f"{in_job(build.origin)} builds into {code(build.out)} and uploads {codes(paths)}: nothing of the build "
        "is in there",
        uploads[0].origin.location,
        f"Upload the folder that the build writes:\n\n{fence(f'path: {build.out}', 'yaml')}",
        also=(build.origin.location,),
    )


def _covers(path: str, folder: str) -> bool:
    fixed = re.split(r"[*?\[]", path)[0]
    wanted, out = normpath(fixed or "."), normpath(folder)
    return (
        wanted == "."
        or "*" in path.partition("/")[0]
        or out == wanted
        or out.startswith(f"{wanted}/")
        or (wanted.startswith(f"{out}/") or wanted.endswith(f"/{out}") or fixed.startswith(("/", "~", "$")))
    )


def released(subject: Subject) -> tuple[Build, ...]:
    """The builds of a release that make wheels or its sdist. Raises Skip where none makes wheels."""
    wheels = released_builds(subject)
    folder = subject.project.package.folder
    release = subject.expansion.release
    ours = (b for b in release.builds if b in wheels or (b.sdist in release.sdists and b.package == folder))
    return tuple(build for build in ours if _is_shipped(subject, build))


def _is_shipped(subject: Subject, build: Build) -> bool:
    """Whether a build is for the release, not for tests or another channel; True where nothing publishes."""
    publishing = subject.expansion.release.publishes
    job = job_of(subject, build.origin)
    if not publishing or job is None:
        return True
    if any(isinstance(activity, Publish) for activity in job.activities):
        return True
    return hands_on(job) and any(takes(subject, publish, job) for publish in publishing)


def twice(builds: tuple[Build, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Build, ...]]]:
    """File names that builds of several job runs make, by the builds that make them.

    Within one job run the second replaces the first, as a build that is guided by a profile means it to.
    """
    makers: dict[str, list[int]] = {}
    for number, build in enumerate(builds):
        if not all(word.isprintable() for word in build.arguments):
            continue  # an argument that the files do not tell stands in them as a placeholder
        for name in dict.fromkeys(_certain(build)):
            makers.setdefault(name, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for name, numbers in makers.items():
        if len({_job_run(builds[number]) for number in numbers}) > 1:
            groups.setdefault(tuple(numbers), []).append(name)
    for several, names in groups.items():
        yield tuple(names), tuple(builds[number] for number in several)


def _certain(build: Build) -> Iterator[str]:
    yield from (wheel.filename for wheel in build.wheels if wheel.certainty is Certainty.CERTAIN)
    if build.sdist:
        yield build.sdist


def _job_run(build: Build) -> str:
    combination = sorted((build.origin.combination or {}).items(), key=lambda item: item[0])
    return f"{build.origin.workflow} {build.origin.job} {combination}"


def once(names: tuple[str, ...], builds: tuple[Build, ...]) -> str:
    """What to do about several builds that make one file."""
    if all(name.endswith(".tar.gz") for name in names):
        return f"Build the sdist in one job of its own, and leave it out of {_others(builds)}."
    first, last = builds[0].origin.combination or {}, builds[-1].origin.combination or {}
    axes = [axis for axis, value in first.items() if last.get(axis) != value]
    if builds[0].origin.job == builds[-1].origin.job and axes:
        return f"Take {codes(axes)} out of the matrix of {in_job(builds[0].origin)}: it does not change the file."
    return "Build the file in one of the jobs only, or give each of them interpreters or targets of its own."


def _others(builds: tuple[Build, ...]) -> str:
    """The jobs that have to give up the sdist: all but one that builds nothing else."""
    jobs = list(dict.fromkeys(build.origin.job for build in builds))
    own = next((build.origin.job for build in builds if build.command == "sdist"), "")
    return codes([job for job in jobs if job != own] or jobs)


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
