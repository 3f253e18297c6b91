"""Builds for Linux on the runner itself, and what makes them run in a container."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.platforms import platforms, policies
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, given, job_of, name_of
from maturin_compliance.checks.evidence.workflows.written import Written, of_input
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location


def on_runner(subject: Subject) -> Iterator[Problem]:
    """Builds that link the glibc of their runner: a problem for each job and fix."""
    found: dict[tuple[str, str | None, str], list[Build]] = {}
    for build in platforms.linux_builds(subject):
        if platforms.on_host(subject, build):
            job = job_of(subject, build.origin)
            key = (build.origin.job, job.runner if job else None, _fix(subject, build))
            found.setdefault(key, []).append(build)
    for (name, runner, fix), builds in found.items():
        yield Problem.at(
            [_place(subject, build) for build in builds],
            f"job {code(name)} builds wheels for {codes(dict.fromkeys(b.target for b in builds))} on the runner "
            f"{code(runner)} itself, with its glibc",
            fix,
        )


def _switch(subject: Subject, build: Build) -> Written | None:
    """The input that keeps a build of maturin-action out of its container."""
    for name in ("container", "manylinux"):
        place = of_input(subject, build.origin, name)
        step = step_of(subject, build.origin)
        value = next((str(v).lower() for k, v in step.inputs.items() if k.lower() == name), "") if step else ""
        if value in {"off", "false"}:
            return place
    return None


def _place(subject: Subject, build: Build) -> Location:
    switch = _switch(subject, build)
    return switch.location if switch else build.origin.location


def _fix(subject: Subject, build: Build) -> str:
    if build.tool != "maturin-action":
        return "Build with `--zig`, or in a manylinux container, as `PyO3/maturin-action` does."
    switch, name = _switch(subject, build), policies.name_to_write(subject, build)
    if switch is not None and switch.key != "manylinux" and build.manylinux not in {None, "", "off"}:
        delete = f"Delete {code(f'{switch.key}: {switch.text}')}"
        if policies.asked(build) and name not in policies.asked(build):
            delete += f" and write {code(f'manylinux: {chr(34)}{name}{chr(34)}')}"
        return f"{delete}, or link with `--zig`.{_beside(subject, build)}"
    text = f"Build in a container:\n\n{fence(f'manylinux: {chr(34)}{name}{chr(34)}', 'yaml')}"
    python = _python(subject, build)
    if python is not None and platforms.per_version(build) and not platforms.names_interpreters(build):
        text += f"\n\nThe container has Pythons of its own: add {code(f'-i {python}')} to `args`."
    return text


def _beside(subject: Subject, build: Build) -> str:
    """What of a step is for the runner, and would be wrong in a container."""
    step = step_of(subject, build.origin)
    script = given(step, "before-script-linux") if step else ""
    names = sorted(
        name for name in (step.env if step else {}) if name in {"CC", "CXX"} or name.endswith("_LINKER")
    )
    if names:
        return f" {codes(names)} name compilers of the runner: the container has its own."
    return " `before-script-linux` then runs in the container, which has its own compilers." if script else ""


def _python(subject: Subject, build: Build) -> str | None:
    """The version that the job's setup-python is given, as written; None where that is not one line."""
    job = job_of(subject, build.origin)
    for step in active_steps(job) if job else ():
        version = step.step.inputs.get("python-version")
        if name_of(step) == "actions/setup-python" and version and "\n" not in str(version.value):
            return str(version.value)
    return None
