"""From the workflow of a release over its jobs to the platforms of its wheels."""

from collections.abc import Mapping

from maturin_compliance.coverage import Platform, pythons
from maturin_compliance.expand.release import JobRun, State, Wheel
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render.mermaid import Diagram, Edge, Kind, Vertex
from maturin_compliance.render.view import View

_KINDS: Mapping[str, Kind] = {"Linux": "linux", "macOS": "macos", "Windows": "windows"}


def chart(view: View, groups: Mapping[Platform, tuple[Wheel, ...]]) -> Diagram:
    """Draw workflow, jobs and platforms; the Pythons of a platform stand in its box."""
    release = view.release
    jobs = _builders(view)
    workflows = list(dict.fromkeys(runs[0].workflow.path for runs in jobs.values()))
    vertices = [
        Vertex((f"on {release.event or 'no event'}", path), "config", view.evidence.address(Location(path)))
        for path in workflows
    ]
    edges: list[Edge] = []
    for runs in jobs.values():
        edges.append(Edge(workflows.index(runs[0].workflow.path), len(vertices)))
        vertices.append(_job(view, runs))
    first = len(vertices)
    for index, (platform, wheels) in enumerate(groups.items()):
        vertices.append(_platform(platform, wheels))
        for number, name in enumerate(jobs):
            if any(wheel.origin.job == name for wheel in wheels):
                edges.append(Edge(len(workflows) + number, first + index))
    total = sum(len(wheels) for wheels in groups.values())
    return Diagram(
        title="From the release workflow to the wheels",
        description=f"{plural(len(jobs), 'job')}, {plural(total, 'wheel')}, {plural(len(groups), 'platform')}.",
        vertices=tuple(vertices),
        edges=tuple(edges),
    )


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


def _platform(platform: Platform, wheels: tuple[Wheel, ...]) -> Vertex:
    lines = (str(platform), plural(len(wheels), "wheel"), ", ".join(pythons(wheels)))
    return Vertex(lines, _KINDS.get(platform.system, "other"))
