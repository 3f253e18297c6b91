"""The job that tests wheels which no job tests: its rows, its steps, and who has to wait for it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.machines import Row, Wanted, row_of, row_on
from maturin_compliance.checks.evidence.testing.proposed_steps import boxed, steps
from maturin_compliance.checks.evidence.testing.refused import left_by_install
from maturin_compliance.checks.evidence.testing.suite import Suite, suite
from maturin_compliance.checks.evidence.workflows.pipeline import active, needed, released_builds, run_of
from maturin_compliance.checks.pinning import spelled
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Upload, WorkflowRun

ELSEWHERE = {
    "emscripten": "in Pyodide, in an environment that `pyodide venv` makes, in the job that builds them",
    "android": "in an emulator, as cibuildwheel does for Android",
    "ios": "in a simulator, as cibuildwheel does for iOS",
}


def how_to_test(subject: Subject, wanted: Sequence[Wanted], name: str = "test-wheels") -> str:
    """What to do so that wheels are tested: a job for those that are handed on, else steps in those that build.

    ``name`` is that of the job.
    """
    wanted = tuple(_merged(wanted))
    if would_be_tested(wanted, left_by_install(subject)):
        jobs = many((one.build.origin.job for one in wanted), "job {}", "the jobs {}")
        return f"Install the wheels of {jobs} as `wheels-installed-from-the-build` says: the tests there try them."
    rows = {one.build.target: row_of(subject, one) for one in wanted}
    able = [one for one in wanted if rows[one.build.target] is not None]
    parts = []
    if able:
        made = list(dict.fromkeys(row for one in able if (row := rows[one.build.target])))
        parts.append(_job(subject, able, made, name) or _steps(subject, able, made))
    parts += _others([one for one in wanted if rows[one.build.target] is None], also=bool(able))
    return "\n\n".join(parts)


def would_be_tested(wanted: Sequence[Wanted], left: AbstractSet[str]) -> bool:
    """Whether tests that are there would try a wheel of each build, did they not install something else."""
    return all(any(wheel.filename in left for wheel in one.wheels) for one in wanted)


def on_pythons(subject: Subject, names: Sequence[str]) -> str | None:
    """A job that tests wheels of the release on some Pythons; None where it cannot be made."""
    found: list[tuple[Wanted, Row]] = []
    builds = sorted(released_builds(subject), key=lambda build: build.target != "x86_64-unknown-linux-gnu")
    for name in names:
        tried = (Wanted(build, build.wheels) for build in builds)
        rows = ((one, row) for one in tried if (row := row_on(subject, one, name)) is not None)
        if (first := next(rows, None)) is None:
            return None
        found.append(first)
    return _job(subject, [one for one, _ in found], [row for _, row in found], "test-pythons")


def _merged(wanted: Sequence[Wanted]) -> Iterator[Wanted]:
    """The wheels for one target together: one machine is enough for them."""
    groups: dict[tuple[str, str | None, str], list[Wanted]] = {}
    for one in wanted:
        groups.setdefault((one.build.origin.job, one.build.target, one.machine), []).append(one)
    for several in groups.values():
        yield replace(several[0], wheels=tuple(wheel for one in several for wheel in one.wheels))


def _others(wanted: Sequence[Wanted], *, also: bool) -> Iterator[str]:
    """What is to be done about wheels that neither a runner nor an image of manylinux runs."""
    found: dict[str, list[str]] = {}
    for one in wanted:
        where = next(
            (text for part, text in ELSEWHERE.items() if part in one.target),
            "under emulation: no hosted runner and no image of manylinux runs them",
        )
        found.setdefault(where, []).append(one.target or one.build.origin.job)
    for where, targets in found.items():
        yield f"Test {'also ' if also else ''}the wheels for {codes(dict.fromkeys(targets))} {where}."


def _run(subject: Subject, wanted: Sequence[Wanted]) -> WorkflowRun | None:
    """The run of which all building jobs are, or are called by, jobs of its own file; None for others."""
    runs = [run_of(subject, one.build.origin) for one in wanted]
    run = runs[0]
    mine = run is not None and all(_caller(one.build.origin.job) in run.workflow.jobs for one in wanted)
    return run if mine and all(other is run for other in runs) else None


def _artifacts(run: WorkflowRun, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The names of the artifacts that hold wheels; none where one of them is in none whose name is known."""
    uploads = [a for job in active([run]) for a in job.activities if isinstance(a, Upload) and a.name]
    found: list[str] = []
    for one in wanted:
        names = {wheel.filename for wheel in one.wheels}
        held = [upload.name for upload in uploads if upload.name and names.intersection(upload.files)]
        if not held:
            return ()
        found += held
    return tuple(dict.fromkeys(found))


def _job(subject: Subject, wanted: Sequence[Wanted], rows: Sequence[Row], name: str) -> str | None:
    """Jobs of their own between the builds and what publishes them; None where the wheels are not handed on."""
    run = _run(subject, wanted)
    artifacts = _artifacts(run, wanted) if run else ()
    if run is None or not artifacts:
        return None
    builders = list(dict.fromkeys(_caller(one.build.origin.job) for one in wanted))
    tests = suite(subject)
    jobs = [
        (_free(run, name), [row for row in rows if not row.image], _on_runner),
        (_free(run, f"{name}-in-containers"), [row for row in rows if row.image], _in_box),
    ]
    texts = [
        "\n".join((*_head(called, builders, mine), *_fetch(subject, artifacts), *steps(subject, tests, mine)))
        for called, mine, steps in jobs
        if mine
    ]
    names = [called for called, mine, _ in jobs if mine]
    which = many(names, "Test them in a job of its own", "Test them in jobs of their own")
    lines = fence("\n".join(texts), "yaml", run.workflow.path)
    files = {wheel.filename for one in wanted for wheel in one.wheels}
    return f"{which}:\n\n{lines}" + "".join(_waiting(subject, run, builders, names, files))


def _caller(job: str) -> str:
    return job.partition(" / ")[0]


def _free(run: WorkflowRun, name: str) -> str:
    """A name that no job of the workflow has."""
    return name if name not in run.workflow.jobs else f"{name}-again"


def _head(name: str, builders: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    yield f"{name}:"
    yield f"  needs: {builders[0] if len(builders) == 1 else '[' + ', '.join(builders) + ']'}"
    yield "  runs-on: ${{ matrix.runner }}"
    yield "  strategy:"
    yield "    fail-fast: false"
    yield "    matrix:"
    yield "      include:"
    several = _name_architectures(rows)
    yield from (f"        {row.text(architectures=several)}" for row in rows)
    yield "  steps:"


def _name_architectures(rows: Sequence[Row]) -> bool:
    return any(row.architecture == "x86" for row in rows)


def _fetch(subject: Subject, artifacts: Sequence[str]) -> Iterator[str]:
    yield f"    - uses: {spelled(subject.project, subject.facts, 'actions/checkout')}"
    yield "      with:"
    yield "        persist-credentials: false"
    yield f"    - uses: {spelled(subject.project, subject.facts, 'actions/download-artifact')}"
    yield "      with:"
    one = f"name: {artifacts[0]}"
    yield f"        {one}" if len(artifacts) == 1 else f'        pattern: "{_stem(artifacts)}*"'
    yield "        path: dist"
    yield from ["        merge-multiple: true"] * (len(artifacts) > 1)


def _stem(names: Sequence[str]) -> str:
    """What all names start with."""
    low, high = min(names), max(names)
    return low[: next((i for i, letter in enumerate(low) if high[i : i + 1] != letter), len(low))]


def _on_runner(subject: Subject, tests: Suite, rows: Sequence[Row]) -> Iterator[str]:
    yield f"    - uses: {spelled(subject.project, subject.facts, 'actions/setup-python')}"
    yield "      with:"
    yield "        python-version: ${{ matrix.python }}"
    yield from ["        architecture: ${{ matrix.architecture }}"] * _name_architectures(rows)
    yield from (f"    {line}" for line in steps(subject, tests, "dist"))


def _in_box(subject: Subject, tests: Suite, rows: Sequence[Row]) -> Iterator[str]:
    if any(row.emulated for row in rows):
        yield f"    - uses: {spelled(subject.project, subject.facts, 'docker/setup-qemu-action')}"
    given = ("${{ matrix.platform }}", "${{ matrix.image }}", "${{ matrix.python }}")
    yield from (f"    {line}" for line in boxed(subject, tests, "dist", *given))


def _waiting(
    subject: Subject, run: WorkflowRun, builders: Sequence[str], names: Sequence[str], files: AbstractSet[str]
) -> Iterator[str]:
    """Who has to wait for the new jobs: those that publish what they test, and come after the builds."""
    before = {name for builder in builders for name in needed(run, builder)}
    publishers = [p for p in subject.expansion.release.publishes if not p.test_index]
    mine = [p for p in publishers if not p.files or not files.isdisjoint(p.files)]
    for name in dict.fromkeys(_caller(p.origin.job) for p in mine if run_of(subject, p.origin) is run):
        found = run.workflow.jobs.get(name)
        if found is not None and name not in (*builders, *before):
            yield _told_to_wait(name, [need.value for need in found.needs], names)


def _told_to_wait(name: str, before: Sequence[str], added: Sequence[str]) -> str:
    """In words where it waits for others already: other fixes may add to the same list."""
    if before:
        return f"\n\nand add {codes(added)} to `needs` of job {code(name)}."
    which = "it" if len(added) == 1 else "them"
    lines = fence(f"needs: [{', '.join(added)}]", "yaml")
    return f"\n\nand let job {code(name)} wait for {which}:\n\n{lines}"


def _steps(subject: Subject, wanted: Sequence[Wanted], rows: Sequence[Row]) -> str:
    """Steps for the jobs that build, where these hand nothing on."""
    tests = suite(subject)
    jobs = many(
        (one.build.origin.job for one in wanted), "job {}, which builds them", "the jobs {}, which build them"
    )
    parts = []
    plain = [row for row in rows if not row.image]
    if plain:
        lines = [*_setup(subject, plain), *steps(subject, tests, wanted[0].build.out)]
        parts.append(
            f"on {codes(dict.fromkeys(r.runner for r in plain))}:\n\n{fence(chr(10).join(lines), 'yaml')}"
        )
    contained = [row for row in rows if row.image]
    for row in contained[:1]:
        action = spelled(subject.project, subject.facts, "docker/setup-qemu-action")
        emulator = [f"- uses: {action}"] * any(r.emulated for r in contained)
        lines = [*emulator, *boxed(subject, tests, wanted[0].build.out, row.platform, row.image, row.python)]
        parts.append(f"in a container of their platform:\n\n{fence(chr(10).join(lines), 'yaml')}")
    others = [f"- {code(row.platform)}, {code(row.image)}, {code(row.python)}" for row in contained[1:]]
    likewise = "\n\nlikewise with\n\n" + "\n".join(others) if others else ""
    return f"Install and test them in {jobs}, after the build, " + "\n\nand ".join(parts) + likewise


def _setup(subject: Subject, rows: Sequence[Row]) -> Iterator[str]:
    """The step that brings the interpreter, where all of these rows need the same."""
    if len({(row.python, row.architecture == "x86") for row in rows}) == 1:
        yield f"- uses: {spelled(subject.project, subject.facts, 'actions/setup-python')}"
        yield "  with:"
        yield f'    python-version: "{rows[0].python}"'
        yield from ["    architecture: x86"] * (rows[0].architecture == "x86")
