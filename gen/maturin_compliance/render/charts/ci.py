"""From the workflow of a release over its jobs to the platforms of its wheels."""

from collections.abc import Mapping

from maturin_compliance.coverage import Platform
from maturin_compliance.expand.release import JobRun, Release, State, Wheel
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render.mermaid import Diagram, Edge, Kind, Vertex
from maturin_compliance.render.view import View

Groups = Mapping[Platform, tuple[Wheel, ...]]
_SINGLE = 8
"""Platforms up to which each has a box of its own."""
_KINDS: Mapping[str, Kind] = {"Linux": "linux", "macOS": "macos", "Windows": "windows"}


def chart(view: View, groups: Groups) -> Diagram:
    """Draw workflow, jobs and platforms; the Pythons of a platform stand in its box."""
    release = view.release
    jobs = _builders(view)
    workflows = list(dict.fromkeys(runs[0].workflow.path for runs in jobs.values()))
    vertices = [
        Vertex((_started(release, path), path), "config", view.evidence.address(Location(path)))
        for path in workflows
    ]
    edges: list[Edge] = []
    for runs in jobs.values():
        edges.append(Edge(workflows.index(runs[0].workflow.path), len(vertices)))
        vertices.append(_job(view, runs))
    first = len(vertices)
    for index, alike in enumerate(_boxes(view, groups)):
        vertices.append(_box(view, alike))
        for number, name in enumerate(jobs):
            if any(wheel.origin.job == name for wheels in alike.values() for wheel in wheels):
                edges.append(Edge(len(workflows) + number, first + index))
    total = sum(len(wheels) for wheels in groups.values())
    return Diagram(
        title="From the release workflow to the wheels",
        description=f"{plural(len(jobs), 'job')}, {plural(total, 'wheel')}, {plural(len(groups), 'platform')}.",
        vertices=tuple(vertices),
        edges=tuple(edges),
    )


def _started(release: Release, path: str) -> str:
    event = next((run.event for run in release.runs if run.workflow.path == path), None)
    return f"on {event}" if event else "called by another workflow"


def _builders(view: View) -> Mapping[str, tuple[JobRun, ...]]:
    """Give the runs of each job that builds a wheel of the release, by the job's name."""
    names = dict.fromkeys(wheel.origin.job for build in view.release.builds for wheel in build.wheels)
    found = {
        name: tuple(job for run in view.release.runs for job in run.jobs if job.name == name) for name in names
    }
    known = sorted((pair for pair in found.items() if pair[1]), key=lambda pair: _at(pair[1]))
    return dict(known)


def _at(runs: tuple[JobRun, ...]) -> tuple[str, int]:
    place = runs[0].job.location
    return place.path, place.line or 0


def _job(view: View, runs: tuple[JobRun, ...]) -> Vertex:
    live = [run for run in runs if run.state is not State.SKIPPED]
    labels = list(dict.fromkeys(run.runner or "runner not known" for run in live))
    shown = ", ".join(labels[:2]) + (f" and {len(labels) - 2} more" if len(labels) > 2 else "")
    lines = (runs[0].name, shown, plural(len(live), "run"))
    return Vertex(lines, "tool", view.evidence.address(runs[0].job.location))


def _boxes(view: View, groups: Groups) -> tuple[Groups, ...]:
    """Give a box a platform; of many platforms, those from the same jobs for the same Pythons share one."""
    if len(groups) <= _SINGLE:
        return tuple({platform: wheels} for platform, wheels in groups.items())
    boxes: dict[object, dict[Platform, tuple[Wheel, ...]]] = {}
    for platform, wheels in groups.items():
        jobs = frozenset(wheel.origin.job for wheel in wheels)
        key = platform.system, platform.libc, jobs, view.pythons(wheels)
        boxes.setdefault(key, {})[platform] = wheels
    return tuple(boxes.values())


def _box(view: View, alike: Groups) -> Vertex:
    first, count = next(iter(alike)), sum(len(wheels) for wheels in alike.values())
    pythons = ", ".join(view.pythons(wheel for wheels in alike.values() for wheel in wheels))
    kind = _KINDS.get(first.system, "other")
    if len(alike) == 1:
        return Vertex((str(first), plural(count, "wheel"), pythons), kind)
    name = f"{first.system} ({first.libc})" if first.libc else first.system
    architectures = ", ".join(platform.architecture for platform in alike)
    return Vertex((name, architectures, f"{len(alike)} platforms, {plural(count, 'wheel')}", pythons), kind)
