"""Files that more than one build of a release makes."""

from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import hands_on, takes
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    in_job,
    is_of_job,
    job_of,
    released_builds,
    text_of,
)
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.release import Build, Certainty, Origin, Publish


def released(subject: Subject) -> tuple[Build, ...]:
    """The builds of a release that make wheels or its sdist. Raises Skip where none makes wheels."""
    wheels = released_builds(subject)
    folder = subject.project.package.folder
    release = subject.expansion.release
    ours = (b for b in release.builds if b in wheels or (b.sdist in release.sdists and b.package == folder))
    return tuple(build for build in ours if _is_shipped(subject, build))


def _is_shipped(subject: Subject, build: Build) -> bool:
    """Whether a build is for the release, not for tests or another channel.

    Where nothing publishes, it is one whose files are kept; any where none are.
    """
    publishing = subject.expansion.release.publishes
    job = job_of(subject, build.origin)
    if job is None:
        return True
    if not publishing:
        return hands_on(job) or not any(map(hands_on, active(subject.expansion.release.runs)))
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


def once(names: tuple[str, ...], builds: tuple[Build, ...], released: tuple[Build, ...]) -> str:
    """What to do about several builds that make one file."""
    if all(name.endswith(".tar.gz") for name in names):
        return f"Build the sdist in one job of its own, and leave it out of {_others(builds)}."
    first, last = builds[0].origin.combination or {}, builds[-1].origin.combination or {}
    axes = [axis for axis, value in first.items() if last.get(axis) != value]
    if builds[0].origin.job == builds[-1].origin.job and axes:
        job = in_job(builds[0].origin)
        if matter(axes, builds[0].origin, released):
            return f"Leave out of the matrix of {job} the combination that repeats it: {row(builds[-1].origin)}."
        return f"Take {codes(axes)} out of the matrix of {job}: it does not change the file."
    return "Build the file in one of the jobs only, or give each of them interpreters or targets of its own."


def matter(axes: Sequence[str], origin: Origin, builds: Sequence[Build]) -> bool:
    """Whether some file of the job of a build would be lost without these axes of its matrix."""
    made: dict[str, set[frozenset[str]]] = {}
    for build in builds:
        if is_of_job(build.origin, origin):
            rest = sorted((k, text_of(v)) for k, v in (build.origin.combination or {}).items() if k not in axes)
            files = frozenset(wheel.filename for wheel in build.wheels)
            made.setdefault(f"{build.origin.location} {rest}", set()).add(files)
    return any(len(different) > 1 for different in made.values())


def row(origin: Origin) -> str:
    """The combination of a matrix that something is of, as a message names it."""
    found = (origin.combination or {}).items()
    return code(", ".join(f"{key}: {text_of(value)}" for key, value in found if text_of(value)))


def _others(builds: tuple[Build, ...]) -> str:
    """The jobs that have to give up the sdist: all but one that builds nothing else."""
    jobs = list(dict.fromkeys(build.origin.job for build in builds))
    own = next((build.origin.job for build in builds if build.command == "sdist"), "")
    return codes([job for job in jobs if job != own] or jobs)
