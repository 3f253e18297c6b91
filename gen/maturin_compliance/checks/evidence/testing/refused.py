"""Wheels that a job wants to install though its machine takes none of them: the step fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.installed import late, tested_instead
from maturin_compliance.checks.evidence.testing.machines import Wanted, row_of
from maturin_compliance.checks.evidence.testing.tried import holds, machines_of, runs
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, is_of, some
from maturin_compliance.checks.evidence.workflows.written import of_runner
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build, Install, JobRun, StepRun, Test, Wheel
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Refused:
    """An installation that takes none of the wheels of the release that it has before it."""

    install: Install
    job: JobRun
    step: StepRun
    build: Build
    wheels: tuple[Wheel, ...]


def refused(subject: Subject) -> Iterator[Refused]:
    """The installations of the release that take none of its wheels."""
    made = {wheel.filename: (build, wheel) for build in subject.expansion.release.builds for wheel in build.wheels}
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            for activity in step.activities:
                if isinstance(activity, Install):
                    mine = [made[name] for name in activity.refused if name in made]
                    if mine:
                        yield Refused(activity, job, step, mine[0][0], tuple(wheel for _, wheel in mine))


def told(subject: Subject, one: Refused) -> Problem:
    """The problem of such an installation."""
    where = f" on {code(one.job.runner)}" if one.job.runner else ""
    which = some(wheel.filename for wheel in one.wheels)
    ends = "so the step fails" if one.install.isolated else "so the installer asks the index for another"
    place, fix = _machine(subject, one)
    return Problem.at(
        (place, one.install.origin.location),
        f"job {code(one.job.name)}{where} installs what its machine does not take, {which}, {ends}",
        fix,
        warned=not one.install.isolated,
    )


def _machine(subject: Subject, one: Refused) -> tuple[Location, str]:
    """A runner that runs it, written where the job that builds and installs it gets its own."""
    row, place = row_of(subject, Wanted(one.build, one.wheels)), of_runner(one.job)
    target = code(one.build.target or one.build.origin.job)
    if row is None or row.image:
        return one.install.origin.location, f"Install the wheels for {target} in a container of their platform."
    own = is_of(one.job, one.build.origin)
    if own and place.path and not place.listed:
        return place.location, f"In the matrix, write:\n\n{fence(f'{place.key}: {row.runner}', 'yaml')}"
    if own and one.job.combination is None:
        return place.location, f"Write:\n\n{fence(f'runs-on: {row.runner}', 'yaml')}"
    return one.install.origin.location, f"Install the wheels for {target} on {code(row.runner)}, which runs them."


def left_by_install(subject: Subject) -> frozenset[str]:
    """The wheels that the tests of a job would run on, did the job install them as it should."""
    found = {wheel.filename for one in refused(subject) for wheel in one.wheels}
    made = {wheel.filename: wheel for wheel in subject.expansion.release.wheels}
    late_ones = {id(one.job) for one in late(subject)}
    for job in active(subject.expansion.release.runs):
        if id(job) in late_ones or tested_instead(job) is not None:
            found |= {name for name in holds(job) if name in made and _runs_tests_on(job, made[name])}
    return frozenset(found)


def _runs_tests_on(job: JobRun, wheel: Wheel) -> bool:
    steps = (step for step in active_steps(job) if any(isinstance(a, Test) for a in step.activities))
    return any(runs(machine, wheel) for step in steps for machine in machines_of(job, step))
