"""Rows for the matrix of a job, in its own keys: another architecture, or another runner for one it has."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.wheels import architecture, system
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, is_of_job, job_of, name_of
from maturin_compliance.checks.evidence.workflows.written import (
    Written,
    candidates,
    follow,
    matrix_of,
    of_input,
    of_runner,
)
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build, JobRun
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

SETUP = {"aarch64": "arm64", "x86_64": "x64"}
"""What setup-python calls the architectures."""

PLAIN = re.compile(r"[A-Za-z_/.][\w./+-]*")


@dataclass(frozen=True, slots=True)
class Edit:
    """What to do, and on which line."""

    location: Location
    fix: str


@dataclass(frozen=True, slots=True)
class _Job:
    """A job that builds, with the places of its runner and of its target."""

    run: JobRun
    build: Build
    runner: Written
    target: Written

    def row(self) -> Node | None:
        """The mapping of the matrix that holds the target, or the runner where no target is given."""
        path = self.target.path or self.runner.path
        found = next(candidates(self.run, path.partition(".")[0]), None) if path else None
        return found.node if found and found.mapping else None


def architecture_added(subject: Subject, build: Build, label: str, machine: str) -> Edit | None:
    """Give what adds an architecture to the job of a build, on a runner of its own."""
    run = job_of(subject, build.origin)
    if run is None:
        return None
    job = _Job(run, build, of_runner(run), of_input(subject, build.origin, "target"))
    edit = _edit(job, label, machine)
    if edit is None:
        return None
    notes = "".join(
        f"\n\n{note}" for note in (*_architecture_line(job, machine), *_older(subject, build, machine))
    )
    return Edit(edit.location, edit.fix + notes)


def _edit(job: _Job, label: str, machine: str) -> Edit | None:
    runner, target = job.runner, job.target
    text = _spelled(target.text, machine)
    beside = f"and write:\n\n{_runs_on(job, label, text)}" if target.path and _fixed(runner) else ""
    if target.path and target.listed:
        add = f"Add {code(text)} to the list {code(target.key)} of the matrix, {beside}"
        return Edit(target.location, add) if beside else None
    node = job.row()
    if node is None:
        return _without_matrix(job, label, machine)
    changes = {target.path: text} if target.path else {}
    if runner.path and not runner.listed:
        row = _row(job, node, {**changes, runner.path: label}, machine)
        return Edit(node.location, f"Add the row to the matrix:\n\n{row}")
    if not beside:
        return None
    return Edit(node.location, f"Add the row to the matrix:\n\n{_row(job, node, changes, machine)}\n\n{beside}")


def _without_matrix(job: _Job, label: str, machine: str) -> Edit | None:
    """A job that builds on one runner, or on a list of them without naming a target."""
    if job.runner.listed and job.target.text is None:
        add = f"Add {code(label)} to the list {code(job.runner.key)} of the matrix."
        return Edit(job.runner.location, add)
    if not _fixed(job.runner) or job.build.tool != "maturin-action":
        return None
    if job.run.combination is not None:
        return _axis_of_runners(job, label)
    own = job.target.text or (job.build.target or "").partition("-")[0]
    rows = [f"- {{ runner: {job.runner.text}, target: {own} }}"]
    rows.append(f"- {{ runner: {label}, target: {_spelled(job.target.text, machine)} }}")
    lines = ["runs-on: ${{ matrix.runner }}", "strategy:", "  matrix:", "    include:"]
    lines += [f"      {row}" for row in rows]
    given = fence("target: ${{ matrix.target }}", "yaml")
    where = f"Build both in {code(job.run.name)}:\n\n{fence(chr(10).join(lines), 'yaml')}"
    return Edit(job.runner.location, f"{where}\n\nwith, in the step that builds:\n\n{given}")


def _axis_of_runners(job: _Job, label: str) -> Edit | None:
    """A second runner for a job that builds for what its runner is, over other axes."""
    if job.target.text is not None or not matrix_of(job.run) or "include" in matrix_of(job.run):
        return None
    axis = fence(f"runner: [{job.runner.text}, {label}]", "yaml")
    name = "`${{ matrix.runner }}`"
    lines = f"Add to the matrix:\n\n{axis}\n\nand write:\n\n{fence('runs-on: ${{ matrix.runner }}', 'yaml')}"
    return Edit(job.runner.location, f"{lines}\n\nThe name of an artifact has to tell the two apart: add {name}.")


def _fixed(runner: Written) -> bool:
    return not runner.path and runner.text is not None and "${{" not in runner.text


def _runs_on(job: _Job, label: str, *texts: str) -> str:
    either = " || ".join(f"matrix.{job.target.path} == '{text}'" for text in texts)
    chosen = f"{either if len(texts) == 1 else f'({either})'} && '{label}' || '{job.runner.text}'"
    return fence(f"runs-on: ${{{{ {chosen} }}}}", "yaml")


def _spelled(written: str | None, machine: str) -> str:
    """A target in the spelling of another one: the triple where that is one."""
    return f"{machine}-{written.partition('-')[2]}" if written and "-" in written else machine


def _row(job: _Job, node: Node, changes: Mapping[str, str], machine: str) -> str:
    """The row of a job with other values, as an item of the list that holds it."""
    axis = (job.target.path or job.runner.path).partition(".")[0]
    inside = axis in matrix_of(job.run) and node in matrix_of(job.run)[axis].items
    own = {path.partition(".")[2] if inside else path: value for path, value in changes.items()}
    setup = _setup_architecture(job)
    if setup and setup.path and setup.path != job.target.path:
        own[setup.path.partition(".")[2] if inside else setup.path] = SETUP[machine]
    return fence("\n".join(_item(node, {**_of_machine(job, node, machine), **own})), "yaml")


def row_for_musl(subject: Subject, build: Build, place: Written, policy: str) -> str | None:
    """Give the row of a build for glibc as it is for musl, None where no row holds the policy."""
    run = job_of(subject, build.origin)
    axis, _, below = place.path.partition(".")
    found = next(candidates(run, axis), None) if run and axis else None
    if found is None or not found.mapping or place.listed:
        return None
    triples = (key for key, value in found.mapping.items() if value.value == build.target)
    musl = {key: (build.target or "").replace("-gnu", "-musl") for key in triples}
    return "\n".join(_item(found.node, {**musl, (place.path if found.is_row else below): policy}))


def names_artifact_by(subject: Subject, build: Build, path: str) -> bool:
    """Tell whether the artifacts of a build's job are named by a key of its matrix, or by none at all."""
    run = job_of(subject, build.origin)
    uploads = [s for s in active_steps(run) if name_of(s) == "actions/upload-artifact"] if run else []
    names = [str(step.step.inputs["name"].value) for step in uploads if "name" in step.step.inputs]
    return all(f"matrix.{path}" in name for name in names)


def _of_machine(job: _Job, node: Node, machine: str) -> Mapping[str, str]:
    """The other values of a row that are the target's triple."""
    own = job.build.target or ""
    return {key: _spelled(own, machine) for key, value in node.mapping.items() if value.value == own}


def _item(node: Node, changes: Mapping[str, str]) -> Iterator[str]:
    head = "- "
    for key, value in node.mapping.items():
        yield f"{head}{key}: {scalar(changes[key]) if key in changes else _flow(value)}"
        head = "  "


def _flow(node: Node) -> str:
    if node.mapping:
        return "{ " + ", ".join(f"{key}: {_flow(value)}" for key, value in node.mapping.items()) + " }"
    if node.items:
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    if isinstance(node.value, str):
        return scalar(node.value)
    return node.text if node.text is not None else json.dumps(None)


def scalar(text: str) -> str:
    """Give a string as YAML, in quotes where it would be something else without."""
    special = text.lower() in {"true", "false", "null", "yes", "no", "on", "off"}
    return text if PLAIN.fullmatch(text) and not special else json.dumps(text, ensure_ascii=False)


def _setup_architecture(job: _Job) -> Written | None:
    for step in active_steps(job.run):
        value = step.step.inputs.get("architecture")
        if name_of(step) == "actions/setup-python" and value is not None:
            return follow(job.run, step, Written(value.location, "architecture", "", str(value.value)))
    return None


def _architecture_line(job: _Job, machine: str) -> Iterator[str]:
    """The input of setup-python, which has names of its own, where no key of the row is only for it."""
    setup = _setup_architecture(job)
    if setup is None or (setup.path and setup.path != job.target.path) or not job.target.path:
        return
    other = f"matrix.{setup.path}" if setup.path else f"'{setup.text}'"
    if not setup.path and "${{" in (setup.text or ""):
        return
    text = _spelled(job.target.text, machine)
    line = f"architecture: ${{{{ matrix.{job.target.path} == '{text}' && '{SETUP[machine]}' || {other} }}}}"
    yield f"`actions/setup-python` calls it {code(SETUP[machine])}:\n\n{fence(line, 'yaml')}"


def _older(subject: Subject, build: Build, machine: str) -> Iterator[str]:
    """What to leave out where the job builds for Pythons that there never were for the new target."""
    limit = subject.facts.python_limit(_spelled(build.target, machine))
    minors = [int(name[2:]) for name in build.interpreters if re.fullmatch(r"3\.\d+", name)]
    if limit and build.tool != "cibuildwheel" and any(minor < limit.first for minor in minors):
        yield f"Leave out the Pythons before 3.{limit.first}: there are none for {code(limit.target)}."


def own_runner(subject: Subject, build: Build, label: str, beside: Sequence[Build]) -> Edit:
    """Give what moves the build of one target to a runner of its own, and leaves the other targets alone.

    ``beside`` are builds that are to move as well; those of the same job share its line.
    """
    run = job_of(subject, build.origin)
    if run is None:
        return Edit(build.origin.location, f"Build and test on {code(label)}.")
    job = _Job(run, build, of_runner(run), of_input(subject, build.origin, "target"))
    edit = _in_its_row(subject, job, label) or _in_runs_on(subject, job, label, beside)
    return edit or Edit(job.runner.location, f"Let `runs-on` be {code(label)} for aarch64.")


def _in_its_row(subject: Subject, job: _Job, label: str) -> Edit | None:
    """The row that names the runner, or that could (``matrix.runner || 'ubuntu-24.04'``)."""
    if job.runner.path and not _shared(subject, job.run, job.runner):
        line = fence(f"{job.runner.key}: {label}", "yaml")
        return Edit(job.runner.location, f"In the matrix, write:\n\n{line}")
    chosen = re.match(r"\s*\$\{\{\s*matrix\.([\w-]+)\s*\|\|", job.runner.text or "")
    row = next((found for found in candidates(job.run, "include") if found.mapping), None)
    if chosen is None or row is None:
        return None
    return Edit(row.node.location, f"Add to the row of the matrix:\n\n{fence(f'{chosen[1]}: {label}', 'yaml')}")


def _in_runs_on(subject: Subject, job: _Job, label: str, beside: Sequence[Build]) -> Edit | None:
    """The runner of the job: for all of it where it has one target, else chosen by the target."""
    if not _fixed(job.runner):
        return None
    if job.run.combination is None:
        line = fence(f"runs-on: {label}", "yaml")
        return Edit(job.runner.location, f"Build and test on an arm64 runner:\n\n{line}")
    if not job.target.path or not job.target.text:
        return None
    mine = (of_input(subject, b.origin, "target") for b in beside if is_of_job(b.origin, job.build.origin))
    texts = dict.fromkeys(place.text for place in mine if place.text)
    return Edit(job.runner.location, f"Write:\n\n{_runs_on(job, label, *texts)}")


def _shared(subject: Subject, run: JobRun, place: Written) -> bool:
    """Whether builds for another architecture get their runner from the same line."""
    others = (
        build
        for build in subject.expansion.release.builds
        if system(build.target or "") == "linux" and architecture(build.target or "") != "arm64"
    )
    jobs = (job for build in others if (job := job_of(subject, build.origin)) and job.name == run.name)
    return any(of_runner(job).location == place.location for job in jobs)
