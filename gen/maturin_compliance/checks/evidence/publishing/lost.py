"""What a release builds and does not publish, and the lines that carry it on."""

import re
from collections.abc import Iterable, Iterator
from posixpath import normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import makes_files, ours
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    job_of,
    name_of,
    some,
)
from maturin_compliance.checks.text import code, codes, fence, plural
from maturin_compliance.expand.release import Build, Upload


def groups(subject: Subject, builds: Iterable[tuple[Build, Iterable[str]]]) -> Iterator[Problem]:
    """The wheels that never reach the step that publishes, those of one job together."""
    found: dict[tuple[str, str], tuple[list[Build], list[str]]] = {}
    for build, names in builds:
        several = found.setdefault((in_job(build.origin), carry(subject, build)), ([], []))
        several[0].append(build)
        several[1].extend(names)
    for (job, fix), (makers, every) in found.items():
        names = list(dict.fromkeys(every))
        reach = "reaches" if len(names) == 1 else "reach"
        yield Problem.at(
            (build.origin.location for build in makers),
            f"{plural(len(names), 'wheel')} of {job} never {reach} the step that publishes: {some(names)}",
            fix,
        )


def carry(subject: Subject, build: Build) -> str:
    """The lines that bring what a build makes to the job that publishes."""
    job = build.origin.job.rpartition(" / ")[2]
    each = "-${{ strategy.job-index }}" if build.origin.combination else ""
    lines = (
        f"- uses: actions/upload-artifact@v7\n  with:\n"
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
    return job if job.startswith("wheel") else f"wheels-{job}"


def sdist_job(subject: Subject) -> str:
    """A job that builds the sdist and keeps it where the job that publishes finds it."""
    project = subject.project
    manifest = project.package.manifest
    away = manifest is not None and manifest.path != "Cargo.toml" and project.package.folder != "."
    path = f" --manifest-path {manifest.path}" if away and manifest else ""
    return (
        f"sdist:\n  runs-on: ubuntu-latest\n  steps:\n"
        f"    - uses: actions/checkout@v7\n"
        "      with:\n        persist-credentials: false\n"
        f"    - uses: PyO3/maturin-action@v1\n"
        f"      with:\n        command: sdist\n        args: --out dist{path}\n"
        f"    - uses: actions/upload-artifact@v7\n"
        f"      with:\n        name: {artifact(subject, 'sdist')}\n        path: dist"
    )


def may_build_sdist(subject: Subject) -> bool:
    """Whether a script of the release calls a build tool that can make an sdist."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if any("--sdist" in c.words or c.words[:2] == ("uv", "build") for c in step.commands):
                return True
    return False


def builds_and_uploads(subject: Subject) -> Iterator[tuple[tuple[Build, ...], tuple[Upload, ...]]]:
    """The builds of each job with the uploads of artifacts that follow."""
    for job in active(subject.expansion.runs):
        made: list[Build] = []
        uploads: list[Upload] = []
        for activity in job.activities:
            if isinstance(activity, Build) and makes_files(activity) and activity.tool != "build":
                made.append(activity)
            elif isinstance(activity, Upload) and made:
                uploads.append(activity)
        if uploads:
            yield tuple(made), tuple(uploads)


def missed_folder(builds: tuple[Build, ...], uploads: tuple[Upload, ...]) -> Iterator[Problem]:
    """The folders of a job's builds where its uploads take none of them."""
    paths = tuple(dict.fromkeys(path for upload in uploads for path in upload.paths))
    if not paths or any("${{" in path for path in paths):
        return
    if any(_takes(uploads, paths, build) for build in builds):
        return
    for build in builds:
        yield Problem(
            f"{in_job(build.origin)} builds into {code(build.out)} and uploads {codes(paths)}: nothing of the "
            "build is in there",
            uploads[0].origin.location,
            f"Upload the folder that the build writes:\n\n{fence(f'path: {build.out}', 'yaml')}",
            also=(build.origin.location,),
        )


def _takes(uploads: tuple[Upload, ...], paths: tuple[str, ...], build: Build) -> bool:
    names = {wheel.filename for wheel in build.wheels} | ({build.sdist} if build.sdist else set())
    return any(names & set(upload.files) for upload in uploads) or any(_covers(p, build.out) for p in paths)


def is_passing(subject: Subject, build: Build) -> bool:
    """Whether a build is a step on the way, not one of the release: without optimisation, in a job that hands on
    what it builds besides.
    """
    job = job_of(subject, build.origin)
    handed = {name for a in job.activities if isinstance(a, Upload) for name in a.files} if job else set()
    return not build.release and bool(handed) and handed.isdisjoint(wheel.filename for wheel in build.wheels)


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
