"""The job that tests wheels which no job tests: its rows, its steps, and who has to wait for it."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.machines import Row, Wanted, row_of
from maturin_compliance.checks.evidence.pipeline import active, job_of, references, run_of
from maturin_compliance.checks.evidence.suite import Suite, suite
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Upload, WorkflowRun

REGISTRY = "quay.io/pypa"
ELSEWHERE = {
    "emscripten": "in Pyodide, in an environment that `pyodide venv` makes, in the job that builds them",
    "android": "in an emulator, as cibuildwheel does for Android",
    "ios": "in a simulator, as cibuildwheel does for iOS",
}


def how_to_test(subject: Subject, wanted: Sequence[Wanted]) -> str:
    """What to do so that wheels are tested: a job for those that are handed on, else steps in those that build."""
    wanted = tuple(_merged(wanted))
    rows = {one.build.target: row_of(subject, one) for one in wanted}
    able = [one for one in wanted if rows[one.build.target] is not None]
    parts = []
    if able:
        made = list(dict.fromkeys(row for one in able if (row := rows[one.build.target])))
        artifacts = _artifacts(subject, able)
        parts.append(_job(subject, able, made, artifacts) if artifacts else _steps(subject, able, made))
    parts += _others([one for one in wanted if rows[one.build.target] is None], also=bool(able))
    return "\n\n".join(parts)


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


def _artifacts(subject: Subject, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The names of the artifacts that hold wheels, where each is in one whose name is known, in one workflow."""
    runs = {id(run): run for one in wanted if (run := run_of(subject, one.build.origin))}
    if len(runs) != 1 or len({one.build.origin.workflow for one in wanted}) != 1:
        return ()
    run = next(iter(runs.values()))
    uploads = [a for job in active([run]) for a in job.activities if isinstance(a, Upload) and a.name]
    found: list[str] = []
    for one in wanted:
        names = {wheel.filename for wheel in one.wheels}
        held = [upload.name for upload in uploads if upload.name and names.intersection(upload.files)]
        if not held:
            return ()
        found += held
    return tuple(dict.fromkeys(found))


def _job(subject: Subject, wanted: Sequence[Wanted], rows: Sequence[Row], artifacts: Sequence[str]) -> str:
    """A job of its own between the builds and what publishes them."""
    run = run_of(subject, wanted[0].build.origin)
    builders = list(dict.fromkeys(_caller(one.build.origin.job) for one in wanted))
    tests = suite(subject)
    plain, boxed = [r for r in rows if not r.image], [r for r in rows if r.image]
    jobs = [
        (_free(run, "test-wheels"), plain, _on_runner),
        (_free(run, "test-wheels-in-containers"), boxed, _in_box),
    ]
    texts = [
        "\n".join((*_head(name, builders, mine), *_fetch(subject, artifacts), *steps(subject, tests, mine)))
        for name, mine, steps in jobs
        if mine
    ]
    names = [name for name, mine, _ in jobs if mine]
    which = many(names, "Test them in a job of its own", "Test them in jobs of their own")
    return f"{which}:\n\n{fence(chr(10).join(texts), 'yaml', wanted[0].build.origin.workflow)}" + _waiting(
        subject, run, names
    )


def _caller(job: str) -> str:
    return job.partition(" / ")[0]


def _free(run: WorkflowRun | None, name: str) -> str:
    """A name that no job of the workflow has."""
    return name if run is None or name not in run.workflow.jobs else f"{name}-again"


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
    yield f"    - uses: {uses(subject, 'actions/checkout')}"
    yield "      with:"
    yield "        persist-credentials: false"
    yield f"    - uses: {uses(subject, 'actions/download-artifact')}"
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
    yield f"    - uses: {uses(subject, 'actions/setup-python')}"
    yield "      with:"
    yield "        python-version: ${{ matrix.python }}"
    yield from ["        architecture: ${{ matrix.architecture }}"] * _name_architectures(rows)
    yield from (f"    {line}" for line in steps(subject, tests, "dist"))


def _in_box(subject: Subject, tests: Suite, rows: Sequence[Row]) -> Iterator[str]:
    if any(row.emulated for row in rows):
        yield f"    - uses: {uses(subject, 'docker/setup-qemu-action')}"
    given = ("${{ matrix.platform }}", "${{ matrix.image }}", "${{ matrix.python }}")
    yield from (f"    {line}" for line in boxed(subject, tests, "dist", *given))


def boxed(subject: Subject, tests: Suite, out: str, platform: str, image: str, python: str) -> Iterator[str]:
    """The step that installs and tests a wheel in a container."""
    yield "- run: |"
    yield f'    docker run --rm --platform {platform} -v "$PWD:/io" -w /io {REGISTRY}/{image} sh -ec \''
    yield f"      PATH=/opt/python/{python}/bin:$PATH"
    lines = commands(subject, tests, out)
    yield from (f"      {line.replace(chr(39), chr(34))}" for line in lines)
    yield "    '"


def commands(subject: Subject, tests: Suite, out: str) -> Iterator[str]:
    """The commands that install a wheel and test it."""
    yield install(subject, out)
    yield from tests.needs
    if tests.shadow:
        folder = tests.shadow if tests.folder == "." else f"{tests.folder}/{tests.shadow}"
        yield f"rm -r {shlex.quote(folder)}  # the tests would import it in place of the wheel"
    yield tests.command if tests.folder == "." else f"cd {shlex.quote(tests.folder)} && {tests.command}"


def install(subject: Subject, out: str) -> str:
    """The command that installs the wheel of a folder, and nothing else."""
    return (
        f"python -m pip install --no-index --no-deps --only-binary :all: --find-links {out} {subject.project.name}"
    )


def steps(subject: Subject, tests: Suite, out: str) -> Iterator[str]:
    """The same as steps on a runner."""
    for line in commands(subject, tests, out):
        text, _, comment = line.partition("  # ")
        if comment:
            yield f"# {comment}"
        yield f"- run: {text}"


def uses(subject: Subject, action: str) -> str:
    """How the project names an action where it pins it to a commit; else the newest major version."""
    pinned = next((r for r in references(subject.project) if r.name == action and r.is_commit), None)
    if pinned is not None:
        return str(pinned)
    known = subject.facts.action(action)
    return f"{action}@v{known.newest_major}" if known and known.newest_major else action


def _waiting(subject: Subject, run: WorkflowRun | None, names: Sequence[str]) -> str:
    """Who has to wait for the new jobs."""
    publishers = [p.origin for p in subject.expansion.release.publishes if not p.test_index]
    mine = [job_of(subject, origin) for origin in publishers if run and run_of(subject, origin) is run]
    found = next((job for job in mine if job is not None and " / " not in job.name), None)
    if found is None:
        return ""
    needs = ", ".join(dict.fromkeys([*(need.value for need in found.job.needs), *names]))
    return f"\n\nand let job {code(found.name)} wait for {'it' if len(names) == 1 else 'them'}:\n\n" + fence(
        f"needs: [{needs}]", "yaml"
    )


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
    for row in (row for row in rows if row.image):
        emulator = [f"- uses: {uses(subject, 'docker/setup-qemu-action')}"] * row.emulated
        lines = [*emulator, *boxed(subject, tests, wanted[0].build.out, row.platform, row.image, row.python)]
        parts.append(f"on {code(row.runner)}, in a container:\n\n{fence(chr(10).join(lines), 'yaml')}")
    return f"Install and test them in {jobs}, after the build, " + "\n\nand ".join(parts)


def _setup(subject: Subject, rows: Sequence[Row]) -> Iterator[str]:
    """The step that brings the interpreter, where all of these rows need the same."""
    if len({(row.python, row.architecture == "x86") for row in rows}) == 1:
        yield f"- uses: {uses(subject, 'actions/setup-python')}"
        yield "  with:"
        yield f'    python-version: "{rows[0].python}"'
        yield from ["    architecture: x86"] * (rows[0].architecture == "x86")
