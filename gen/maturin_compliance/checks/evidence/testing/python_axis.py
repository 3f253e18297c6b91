"""Where the Pythons of the tests are named: a matrix, a setup step, or hatch."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.hatch import hatch_python
from maturin_compliance.checks.evidence.testing.proposed_job import on_pythons
from maturin_compliance.checks.evidence.testing.tested_pythons import tests_of
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, name_of
from maturin_compliance.checks.text import code, codes, fence, quoted
from maturin_compliance.expand.release import JobRun, Test, Upload
from maturin_compliance.location import Location

SETUPS = frozenset({"actions/setup-python", "astral-sh/setup-uv"})
AXIS = re.compile(r"\$\{\{\s*matrix\.(?P<key>[\w.-]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Overridden:
    """A matrix of Pythons that decides nothing, since hatch's environment names one."""

    message: str
    location: Location
    matrix: Location
    fix: str


def where_to_add(subject: Subject, missing: Sequence[str]) -> tuple[Location, str]:
    """The line that names the Pythons of the tests, and what to write there."""
    jobs: dict[Location, list[tuple[JobRun, Test]]] = {}
    for job, _, test in tests_of(subject):
        jobs.setdefault(job.job.location, []).append((job, test))
    several = max(jobs.values(), key=_rank)
    job, test = several[0]
    setup = _setup(job)
    if _builds(job) and (own := on_pythons(subject, missing)) is not None:
        return (setup[0] if setup else test.origin.location), own
    if setup is None:
        return test.origin.location, f"Set up {codes(missing)} for the tests of job {code(job.name)} too."
    location, key = setup
    known = [one.python for _, one in several if one.python]
    return _in_matrix(job, location, key, missing) if key else (location, _new_axis(job, known, missing))


def _rank(found: Sequence[tuple[JobRun, Test]]) -> tuple[bool, int, bool]:
    """Jobs that only test come first, then those with more Pythons, then those with a matrix of them."""
    job, setup = found[0][0], _setup(found[0][0])
    return not _builds(job), len({test.python for _, test in found if test.python}), bool(setup and setup[1])


def _builds(job: JobRun) -> bool:
    """Whether a job hands on wheels, so that another Python would build them twice."""
    return any(isinstance(activity, Upload) and activity.files for activity in job.activities)


def _setup(job: JobRun) -> tuple[Location, str] | None:
    """The input that names the Python of a job, and the matrix key that it takes it from ("" for none)."""
    for step in active_steps(job):
        given = step.step.inputs.get("python-version") if name_of(step) in SETUPS else None
        if given is not None:
            axis = AXIS.fullmatch(str(given.value).strip())
            return given.location, axis["key"] if axis else ""
    return None


def _in_matrix(job: JobRun, location: Location, key: str, missing: Sequence[str]) -> tuple[Location, str]:
    matrix = job.job.strategy.matrix if job.job.strategy else None
    node = matrix.mapping.get(key) if matrix else None
    if node is None or not node.items or not all(item.is_scalar for item in node.items):
        rows = matrix.mapping["include"].items if matrix and "include" in matrix.mapping else ()
        place = next((row.mapping[key].location for row in rows if key in row.mapping), location)
        matrix_of = f"the matrix of job {code(job.name)}"
        return place, f"Add a row for each to {matrix_of}, with {code(key)}: {codes(missing)}."
    written = [item.text or str(item.value) for item in node.items]
    which = "it" if len(missing) == 1 else "them"
    return node.location, f"Add {which} to the matrix:\n\n{fence(_list(key, [*written, *missing]), 'yaml')}"


def _list(key: str, names: Sequence[str]) -> str:
    return f"{key}: [{', '.join(map(quoted, sorted(dict.fromkeys(names), key=_order)))}]"


def _order(name: str) -> tuple[bool, bool, int, bool]:
    numbers = re.findall(r"\d+", name)
    return not numbers, "y" in name, int(numbers[1]) if len(numbers) > 1 else 0, name.endswith("t")


def _new_axis(job: JobRun, known: Sequence[str], missing: Sequence[str]) -> str:
    axis = _list("python", [*known, *missing])
    lines = f"strategy:\n  fail-fast: false\n  matrix:\n    {axis}"
    if job.job.strategy is not None:
        lines = f"strategy:\n  matrix:\n    # beside what is there\n    {axis}"
    taken = fence("python-version: ${{ matrix.python }}", "yaml")
    return (
        f"Name them in a matrix of job {code(job.name)}:\n\n{fence(lines, 'yaml')}\n\nand take the Python from it:"
        f"\n\n{taken}"
    )


def overridden(subject: Subject) -> Iterator[Overridden]:
    """The jobs whose matrix of Pythons decides nothing, since hatch names one."""
    seen: set[Location] = set()
    for job, _, test in tests_of(subject):
        node, setup = hatch_python(subject, test), _setup(job)
        if node is None or setup is None or not setup[1] or job.job.location in seen:
            continue
        seen.add(job.job.location)
        key = setup[1]
        yield Overridden(
            f"job {code(job.name)} tests on {code(node.value)} alone, whatever {code(f'matrix.{key}')} is: the "
            f"environment of hatch says `python = {code(node.value).strip('`')}`",
            node.location,
            setup[0],
            "Delete the line, so that hatch takes the Python that the job sets up, or let hatch run a matrix of "
            "its own (`[[tool.hatch.envs.test.matrix]]`).",
        )
