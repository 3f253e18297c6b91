"""Wheels that are built outside the release, or in several ways within it."""

from collections.abc import Iterator

from packaging.version import Version

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.testing.wheels import tries_out
from maturin_compliance.checks.evidence.workflows.pipeline import in_job, own_builds
from maturin_compliance.checks.text import code, many
from maturin_compliance.expand.release import Build


def other_builds(subject: Subject, released: tuple[Build, ...]) -> Iterator[Problem]:
    """Builds of other workflows with another tool or version; one that is made only to be tested is none."""
    wanted = {_tool(subject, build) for build in released}
    places = {build.origin.workflow for build in own_builds(subject)}
    for run in subject.expansion.runs:
        for activity in run.activities:
            if not isinstance(activity, Build) or activity.command == "sdist":
                continue
            if activity.origin.workflow not in places and not tries_out(subject, activity):
                yield from _unlike(subject, activity, released[0], wanted)


def _tool(subject: Subject, build: Build) -> tuple[str, str]:
    step = step_of(subject, build.origin)
    version = build.maturin if build.pinned else "newest"
    uses = (step.uses or "") if step else ""
    return build.tool, f"{uses.rpartition('@')[2] or 'no action'}, maturin {version}"


def _unlike(subject: Subject, build: Build, released: Build, wanted: set[tuple[str, str]]) -> Iterator[Problem]:
    tool, version = _tool(subject, build)
    if (tool, version) in wanted:
        return
    same_tool = [v for t, v in sorted(wanted) if t == tool]
    mine = f"{tool} ({version})" if same_tool else tool
    theirs = same_tool[0] if same_tool else min(wanted)[0]
    yield Problem(
        f"{in_job(build.origin)} of {code(build.origin.workflow)} builds wheels with {code(mine)}, "
        "the release with "
        f"{code(f'{tool} ({theirs})' if same_tool else theirs)}",
        build.origin.location,
        f"Build as the release does ({code(released.origin.location)}), or call its workflow from this one.",
        warned=bool(same_tool),
        also=(released.origin.location,),
    )


def several_cibuildwheels(released: tuple[Build, ...]) -> Iterator[Problem]:
    """Builds of one release by several versions of cibuildwheel."""
    by_version: dict[str, list[Build]] = {}
    for build in released:
        if build.cibuildwheel is not None:
            by_version.setdefault(build.cibuildwheel, []).append(build)
    if len(by_version) > 1:
        told = (
            many((b.origin.job for b in builds), "job {}", "the jobs {}") + f" with {version}"
            for version, builds in by_version.items()
        )
        yield Problem.at(
            [build.origin.location for builds in by_version.values() for build in builds],
            f"one release is built with {len(by_version)} versions of cibuildwheel: {', '.join(told)}",
            f"Build all of it with one version, {code(max(by_version, key=Version))} or newer.",
            warned=True,
        )
