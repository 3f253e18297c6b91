"""Caches that the jobs which build a release restore, and the lines that leave them out of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import hands_on
from maturin_compliance.checks.evidence.publishing.tagging import bare
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, given, name_of
from maturin_compliance.checks.text import code, fence, many
from maturin_compliance.expand.release import Build, JobRun, StepRun
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template

CACHES: Mapping[str, str] = {
    "swatinem/rust-cache": "lookup-only",
    "actions/cache": "",
    "actions/cache/restore": "",
    "mozilla-actions/sccache-action": "",
}
"""Actions that restore a cache, and the input that stops them, where there is one."""

INPUTS: Mapping[str, str] = {
    "pyo3/maturin-action": "sccache",
    "messense/maturin-action": "sccache",
    "astral-sh/setup-uv": "enable-cache",
}
"""Actions that restore a cache where an input is true."""

UNTAGGED = "!startsWith(github.ref, 'refs/tags/')"


@dataclass(frozen=True, slots=True)
class _Cache:
    """What restores a cache: as a message names it, where it is asked for, and the line that leaves it out."""

    cause: str
    location: Location
    line: str


def shared(subject: Subject) -> Iterator[Problem]:
    """The caches of jobs that build what a release publishes, jobs of one cause together."""
    found: dict[tuple[str, str], list[tuple[JobRun, Location]]] = {}
    building = [
        job
        for job in active(subject.expansion.release.runs)
        if any(isinstance(activity, Build) and activity.wheels for activity in job.activities)
    ]
    for job in building:
        if hands_on(job) or not any(map(hands_on, building)):
            for cache in filter(None, map(_cache, active_steps(job))):
                found.setdefault((cache.cause, cache.line), []).append((job, cache.location))
    for (cause, line), unsorted in found.items():
        places = sorted(unsorted, key=lambda pair: pair[1])
        yield Problem.at(
            (place for _, place in places),
            many(
                (job.name for job, _ in places),
                f"job {{}} builds the release with a shared cache ({cause})",
                f"the jobs {{}} build the release with a shared cache ({cause})",
            ),
            f"Leave it out where a tag is built:\n\n{fence(line, 'yaml')}",
            warned=True,
        )


def _cache(step: StepRun) -> _Cache | None:
    name = name_of(step)
    written = {key.lower(): value for key, value in step.step.inputs.items()}
    wanted = INPUTS.get(name, "")
    if wanted and given(step, wanted) == "true":
        place = written.get(wanted)
        cause = f"`{wanted}: true`" if wanted == "sccache" else f"`{wanted}: true` of {code(name)}"
        return _Cache(cause, place.location if place else step.step.location, _untagged(wanted, place))
    if name in CACHES:
        stop = CACHES[name]
        stopped = bool(stop) and given(step, stop) == "true"
        line = _untagged("if", step.step.condition)
        return None if stopped else _Cache(code(name), step.step.location, line)
    if name == "actions/setup-python" and given(step, "cache"):
        kind = given(step, "cache")
        line = f"cache: ${{{{ {UNTAGGED} && '{kind}' || '' }}}}"
        return _Cache(f"{code(f'cache: {kind}')} of `actions/setup-python`", written["cache"].location, line)
    return None


def _untagged(key: str, before: Template | None) -> str:
    """A setting that holds only where no tag is built, and what it depended on before."""
    text = bare(before) if before is not None else "true"
    other = "" if text.lower() == "true" else f" && ({text})"
    return f"{key}: ${{{{ {UNTAGGED}{other} }}}}"
