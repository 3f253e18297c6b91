"""Targets, policies, containers and architectures of the wheels of a release."""

import re
from collections.abc import Iterator

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.testing.wheels import architecture, runner_for, system
from maturin_compliance.checks.evidence.workflows import rows
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    in_job,
    job_of,
    name_of,
    released_builds,
    walk_keys,
)
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.release import Build, JobRun, StepRun, Wheel
from maturin_compliance.location import Location

EMULATED = frozenset(
    {"uraimo/run-on-arch-action", "addnab/docker-run-action", "docker/build-push-action", "docker/bake-action"}
)
NATIVE = re.compile(
    r"(?:many|musl)linux\w*?_(?P<machine>x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)(?:[:@]|$)"
)


def linux_wheels(subject: Subject) -> tuple[Build, ...]:
    """The builds of the release for Linux, glibc or musl. Raises Skip where there are none."""
    shipped = {wheel.filename for wheel in subject.expansion.release.wheels}
    found = tuple(
        build
        for build in released_builds(subject)
        if system(build.target or "") == "linux" and any(w.filename in shipped for w in build.wheels)
    )
    if not found:
        raise Skip("the release has no wheels for Linux")
    return found


def linux_builds(subject: Subject) -> tuple[Build, ...]:
    """The builds of the release for Linux with glibc. Raises Skip where there are none."""
    found = tuple(build for build in linux_wheels(subject) if "musl" not in (build.target or ""))
    if not found:
        raise Skip("the release has no wheels for Linux with glibc")
    return found


def on_host(subject: Subject, build: Build) -> bool:
    """Whether a build links the glibc of its runner."""
    job = job_of(subject, build.origin)
    contained = build.image is not None or (job is not None and job.container is not None)
    return not contained and build.tool != "cibuildwheel" and "--zig" not in build.arguments


def container_fault(subject: Subject, build: Build) -> str | None:
    """What is wrong with the container of a build; None where it fits."""
    asks = (build.manylinux or "").strip()
    native = NATIVE.search(build.image or "")
    wanted = machine(build.target or "")
    if build.image is None:
        if not asks or asks == "off" or "--zig" in build.arguments or not on_host(subject, build):
            return None
        if _container_off(subject, build):
            return None
        return (
            f"maturin-action has no container for {code(asks)} and {code(build.target)}: "
            f"{in_job(build.origin)} builds "
            "on the runner instead"
        )
    if native and wanted and native["machine"] != wanted:
        return (
            f"{in_job(build.origin)} builds for {code(build.target)} in {code(build.image)}, which "
            "holds no compiler "
            "for it"
        )
    return None


def _container_off(subject: Subject, build: Build) -> bool:
    step = step_of(subject, build.origin)
    return step is not None and str(step.inputs.get("container", "")).lower() in {"off", "false"}


def machine(target: str) -> str:
    """The architecture of a Linux target, as platform tags name it."""
    written = target.partition("-")[0]
    names = {"armv7": "armv7l", "powerpc64le": "ppc64le", "riscv64gc": "riscv64", "i586": "i686"}
    return names.get(written, written)


def other_container(subject: Subject, build: Build) -> str:
    """The keys of the containers that there are for a target, or the runner to take."""
    job = job_of(subject, build.origin)
    action = subject.facts.maturin_action(None)
    host = job.architecture if job and job.architecture else "x64"
    keys = action.container_keys(host, build.target or "")
    native = runner_for(subject, "linux", architecture(build.target or ""))
    if native and job and job.architecture != native.architecture:
        return rows.own_runner(subject, build, native.label, (build,)).fix
    if keys:
        return f"Ask for one that exists for {code(build.target)}: {codes(sorted(set(keys)))}."
    return "Name the target and an image that builds for it (`target`, `container`)."


def emulations(subject: Subject) -> tuple[tuple[JobRun, StepRun, bool], ...]:
    """Each step that sets up QEMU, once, and whether some combination may run something under it."""
    found: dict[Location, tuple[JobRun, StepRun, bool]] = {}
    for job in active((*subject.expansion.release.runs, *subject.expansion.runs)):
        steps = list(active_steps(job))
        for number, step in enumerate(steps):
            if name_of(step) == "docker/setup-qemu-action":
                before = found.get(step.step.location)
                used = any(map(_emulates, steps[number + 1 :])) or (before is not None and before[2])
                found[step.step.location] = (job, step, used)
    return tuple(found.values())


def _emulates(step: StepRun) -> bool:
    builds = [activity for activity in step.activities if isinstance(activity, Build)]
    if any(build.emulated or build.tool == "cibuildwheel" for build in builds):
        return True
    if name_of(step) == "pyo3/maturin-action":
        return not builds
    docker = any(command.words[:1] in {("docker",), ("podman",)} for command in step.commands)
    return docker or name_of(step) in EMULATED or name_of(step).startswith("pypa/cibuildwheel")


def contained(subject: Subject) -> tuple[Build, ...]:
    """The builds of the release in a container whose wheels are bound to one Python each.

    A build whose wheels cannot be told counts: the stable ABI would tell them.
    """
    return tuple(
        build
        for build in subject.expansion.release.builds
        if build.image and build.command != "sdist" and build.tool.startswith("maturin") and per_version(build)
    )


def per_version(build: Build) -> bool:
    """Whether the wheels are bound to one Python each, or cannot be told."""
    return not build.wheels or any(wheel.abi not in {"none", "abi3", "abi3.abi3t"} for wheel in build.wheels)


def names_interpreters(build: Build) -> bool:
    """Whether the arguments choose interpreters."""
    heads = ("-i", "--interpreter", "-f", "--find-interpreter")
    return any(word.partition("=")[0] in heads or re.match(r"-[a-z]*[if]", word) for word in build.arguments)


def mac_wheels(subject: Subject) -> tuple[tuple[Build, Wheel], ...]:
    """The macOS wheels of the release with their builds. Raises Skip where there are none."""
    found = tuple(
        (build, wheel)
        for build in released_builds(subject)
        for wheel in build.wheels
        if wheel.platform.startswith("macosx_")
    )
    if not found:
        raise Skip("the release has no wheels for macOS")
    return found


def environment_of_cibuildwheel(subject: Subject, name: str) -> Iterator[tuple[str, Location]]:
    """The values that ``environment`` in ``[tool.cibuildwheel]`` gives a variable, as written."""
    pyproject = subject.project.package.pyproject
    table = pyproject.tools.get("cibuildwheel") if pyproject else None
    for keys, node in walk_keys(table) if table else ():
        if keys[-1:] == ("environment",):
            for value in re.findall(rf"\b{name}=[\"']?([^\s\"']*)", str(node.value)):
                yield value, node.location
        elif keys[-2:] == ("environment", name):
            yield str(node.value), node.location
