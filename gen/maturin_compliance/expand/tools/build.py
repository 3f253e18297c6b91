"""Put what maturin makes into a job: its files, its activity, and the upload that some commands end with."""

import re
from dataclasses import replace
from posixpath import dirname

from maturin_compliance.expand.github.state import JobState, Restated, StepView
from maturin_compliance.expand.github.workspace import Sdist, join
from maturin_compliance.expand.maturin.build import build
from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.expand.release import Build, Reason, Wheel
from maturin_compliance.expand.tools.publishing import has_value, publish_files, trusted_by_identity, writes_pypirc
from maturin_compliance.location import Location


def make_build(job: JobState, view: StepView, request: Request) -> Build | None:
    """Follow a call of maturin that builds; ``maturin publish`` uploads what it has built."""
    if job.tolerated:
        text = f"job {job.name} may fail without stopping the release (`continue-on-error`)"
        tolerance = job.job.continue_on_error
        reason = Reason(text, tolerance.location if tolerance else None, assumed=True)
        request = replace(request, because=(*request.because, reason), certain=False)
    if job.moving is not None:
        request = replace(request, because=(*request.because, job.moving))
    outcome = build(request, job.run.project, job.run.facts)
    for note in outcome.not_modelled:
        job.run.miss(note.message, note.location, note.target)
    if outcome.build is None:
        return None
    made = edited(restated(outcome.build, job.restated), job)
    for wheel in made.wheels:
        job.files.add(made.out, wheel.filename, wheel)
    if made.sdist:
        job.files.add(made.out, made.sdist, Sdist(made.sdist))
    job.activities.append(made)
    if made.command == "publish":
        place = made.origin.location
        upload_built(job, view, request.options, method="maturin publish", folder=made.out, location=place)
    return made


def restated(made: Build, by: Restated | None) -> Build:
    """A build under the version that a command before it has written."""
    if by is None:
        return made
    wheels = tuple(_restated(wheel, by) for wheel in made.wheels)
    sdist = made.sdist
    if sdist and by.version:
        sdist = f"{sdist.rpartition('-')[0]}-{by.version}.tar.gz"
    return replace(made, wheels=wheels, sdist=sdist)


def _restated(wheel: Wheel, by: Restated) -> Wheel:
    if by.version == wheel.version:
        return wheel
    new = by.version or wheel.version
    text = f"`{by.command}` sets the version {new}" if by.version else f"`{by.command}` may set another version"
    reason = Reason(text, by.location, assumed=by.version is None or not by.certain)
    others = tuple(name.replace(f"-{wheel.version}-", f"-{new}-", 1) for name in wheel.alternatives)
    return replace(wheel, version=new, alternatives=others, because=(*wheel.because, reason))


def edited(made: Build, job: JobState) -> Build:
    """A build after commands that have changed its manifests: what comes of that is not followed, but noted."""
    for edit in job.edited:
        if dirname(edit.path) in (made.package.removeprefix("."), ""):
            what = f"writes the name `{edit.name}` into" if edit.name else "changes"
            text = f"`{edit.command}` {what} `{edit.path}`, so that the wheels may differ"
            job.run.miss(text, edit.location)
            reason = Reason(text, edit.location, assumed=True)
            made = replace(made, wheels=tuple(_renamed(w, edit.name, reason) for w in made.wheels))
    return made


def _renamed(wheel: Wheel, name: str | None, reason: Reason) -> Wheel:
    """A wheel that may have another name, which then comes after its own."""
    name = re.sub(r"[-_.]+", "_", name).lower() if name else wheel.distribution
    other = replace(wheel, distribution=name).filename
    others = () if other == wheel.filename else (other,)
    return replace(wheel, alternatives=(*others, *wheel.alternatives), because=(*wheel.because, reason))


def upload_built(
    job: JobState, view: StepView, options: Options, *, method: str, folder: str, location: Location
) -> None:
    """``maturin upload FILE…`` and the end of ``maturin publish``."""
    patterns = [join(folder, name) for name in options.files] or [join(folder, "*")]
    token = any(has_value(view.env.get(name)) for name in ("MATURIN_PYPI_TOKEN", "MATURIN_PASSWORD"))
    token = token or options.password or writes_pypirc(job, view)
    publish_files(
        job,
        location,
        method=method,
        patterns=patterns,
        index=str(view.env.get("MATURIN_REPOSITORY") or view.env.get("MATURIN_REPOSITORY_URL") or ""),
        trusted=False if token else True if trusted_by_identity(job) else None,
        attestations=False,
        skip_existing=options.skip_existing,
        certain=view.certain,
    )
