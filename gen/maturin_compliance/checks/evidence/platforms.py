"""Targets, policies, containers and architectures of the wheels of a release."""

import re
from collections.abc import Collection, Iterator, Sequence

from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence import rows
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    in_job,
    job_of,
    name_of,
    released_builds,
)
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.checks.evidence.wheels import architecture, runner_for, system
from maturin_compliance.checks.text import code, codes, fence, many, plural
from maturin_compliance.expand.release import Build, JobRun, StepRun, Wheel
from maturin_compliance.location import Location

MACHINES = {"arm64": "aarch64", "amd64": "x86_64", "universal2": "universal2", "win32": "x86"}
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
    machine = _machine(build.target or "")
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
    if native and machine and native["machine"] != machine:
        return (
            f"{in_job(build.origin)} builds for {code(build.target)} in {code(build.image)}, which "
            "holds no compiler "
            "for it"
        )
    return None


def _container_off(subject: Subject, build: Build) -> bool:
    step = step_of(subject, build.origin)
    return step is not None and str(step.inputs.get("container", "")).lower() in {"off", "false"}


def _machine(target: str) -> str:
    machine = target.partition("-")[0]
    names = {"armv7": "armv7l", "powerpc64le": "ppc64le", "riscv64gc": "riscv64", "i586": "i686"}
    return names.get(machine, machine)


def other_container(subject: Subject, build: Build) -> str:
    """The keys of the containers that there are for a target, or the runner to take."""
    job = job_of(subject, build.origin)
    action = subject.facts.maturin_action(None)
    host = job.architecture if job and job.architecture else "x64"
    keys = action.container_keys(host, build.target or "")
    native = runner_for(subject, "linux", architecture(build.target or ""))
    if native and job and job.architecture != native.architecture:
        return (
            f"Build on a runner of the target's own architecture:\n\n{fence(f'runs-on: {native.label}', 'yaml')}"
        )
    if keys:
        return f"Ask for one that exists for {code(build.target)}: {codes(sorted(set(keys)))}."
    return "Name the target and an image that builds for it (`target`, `container`)."


def machines(subject: Subject, family: str) -> frozenset[str]:
    """The architectures of the wheels of a family of platform tags (manylinux, macosx, win)."""
    return frozenset(
        machine
        for wheel in subject.expansion.release.wheels
        for tag in wheel.platforms
        if tag.startswith(family)
        for machine in _machines_of(tag)
    )


def _machines_of(tag: str) -> tuple[str, ...]:
    if tag == "win32":
        return ("x86",)
    for machine in ("x86_64", "aarch64", "arm64", "universal2", "amd64", "i686", "armv7l", "ppc64le", "s390x"):
        if tag.endswith(f"_{machine}"):
            name = MACHINES.get(machine, machine)
            return ("x86_64", "aarch64") if name == "universal2" else (name,)
    return (tag.rpartition("_")[2],)


def uncovered(
    subject: Subject, os: str, shown: str, wanted: Sequence[str], built: Collection[str]
) -> Iterator[Problem]:
    """The architectures of a system without a wheel: the first one fails, others warn.

    Raises Skip where the release builds nothing, or the classifiers leave the system out.
    """
    builds = released_builds(subject)
    pure = all(tag == "any" for w in subject.expansion.release.wheels for tag in w.platforms)
    if pure or leaves_out(subject, os):
        raise Skip(f"the classifiers name other systems than {shown}" if not pure else "the wheels fit any system")
    mine = [b for b in builds if system(b.target or "") == os]
    for machine in wanted:
        if machine not in built:
            label = runner_for(subject, os, {"x86_64": "x64", "aarch64": "arm64"}[machine])
            edit = _added(subject, mine or builds, label.label if label else None, machine, here=bool(mine))
            yield Problem(
                f"there is no wheel for {shown} on {code(machine)}",
                edit.location,
                edit.fix,
                warned=machine != wanted[0],
            )


def _added(subject: Subject, builds: Sequence[Build], label: str | None, machine: str, *, here: bool) -> rows.Edit:
    """What adds an architecture to the builds; ``here`` tells that they are for its system."""
    first = builds[0]
    for build in builds if here and label else ():
        edit = rows.architecture_added(subject, build, label or "", machine)
        if edit is not None:
            return edit
    on = f" on {code(label)}" if label else ""
    like = f", as {in_job(first.origin)} builds for {code(first.target)}" if first.target else ""
    return rows.Edit(first.origin.location, f"Build for {code(machine)}{on}{like}.")


def crossed(subject: Subject, builds: Sequence[Build], label: str) -> Iterator[Problem]:
    """Builds for arm64 on x64 runners, a problem for each fix."""
    found: dict[str, list[tuple[Build, JobRun, Location]]] = {}
    for build in builds:
        job = job_of(subject, build.origin)
        if job and job.architecture == "x64":
            edit = rows.own_runner(subject, build, label)
            found.setdefault(edit.fix, []).append((build, job, edit.location))
    for fix, group in found.items():
        jobs = many((b.origin.job for b, _, _ in group), "job {} builds", "the jobs {} build")
        runners = dict.fromkeys(job.runner for _, job, _ in group)
        one = "the x64 runner" if len(runners) == 1 else "the x64 runners"
        yield Problem.at(
            [place for _, _, place in group],
            f"{jobs} for {codes(dict.fromkeys(b.target for b, _, _ in group))} on {one} {codes(runners)}, "
            "where the wheel runs under emulation only",
            fix,
            warned=True,
        )


CLASSIFIERS = {"linux": ("POSIX", "Linux", "Unix"), "macos": ("MacOS", "Unix"), "windows": ("Microsoft",)}


def leaves_out(subject: Subject, os: str) -> bool:
    """Whether the classifiers name operating systems, and this one is not among them."""
    pyproject = subject.project.package.pyproject
    metadata = pyproject.project if pyproject else None
    head = "Operating System :: "
    named = [
        c.value.removeprefix(head) for c in (metadata.classifiers if metadata else ()) if c.value.startswith(head)
    ]
    return bool(named) and not any(
        name == "OS Independent" or any(word in name for word in CLASSIFIERS[os]) for name in named
    )


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


def doubled(found: Sequence[tuple[Build, Wheel]]) -> Iterator[tuple[Build, list[str], list[str]]]:
    """Builds of universal2 wheels whose interpreters also have a wheel of one architecture."""
    thin = {(w.interpreter, w.abi): w for _, w in found if w.target != "universal2-apple-darwin"}
    groups: dict[Location, tuple[Build, list[str], list[str]]] = {}
    for build, wheel in found:
        other = thin.get((wheel.interpreter, wheel.abi))
        if wheel.target == "universal2-apple-darwin" and other is not None:
            _, fat, slim = groups.setdefault(build.origin.location, (build, [], []))
            fat.append(wheel.filename)
            slim.append(other.filename)
    yield from groups.values()


def shown_count(names: Sequence[str]) -> str:
    """A number of wheels."""
    return plural(len(set(names)), "wheel")
