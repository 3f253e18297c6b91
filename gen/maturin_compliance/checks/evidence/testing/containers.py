"""What a container runs on: the libc and the architecture of its system, as the step that starts it says."""

import re
from collections.abc import Iterator, Mapping

from maturin_compliance.checks.evidence.workflows.pipeline import given, name_of
from maturin_compliance.coverage import Platform
from maturin_compliance.expand.release import JobRun, StepRun

RUN_ON_ARCH = "uraimo/run-on-arch-action"
DOCKER_RUN = "addnab/docker-run-action"
CONTAINERS = frozenset({RUN_ON_ARCH, DOCKER_RUN})
"""Actions that run a script in a container of their own."""

_MACHINES: Mapping[str, str] = {
    "amd64": "x86_64",
    "x86_64": "x86_64",
    "386": "i686",
    "i386": "i686",
    "i686": "i686",
    "arm64": "aarch64",
    "arm64v8": "aarch64",
    "aarch64": "aarch64",
    "arm/v7": "armv7l",
    "arm32v7": "armv7l",
    "armv7": "armv7l",
    "armv7l": "armv7l",
    "arm/v6": "armv6l",
    "armv6": "armv6l",
    "ppc64le": "ppc64le",
    "s390x": "s390x",
    "riscv64": "riscv64",
}
"""Names of architectures, of Docker and of images, as wheel tags write them."""
_ASKED = re.compile(r"--platform[= ](?:linux/)?(?P<machine>[\w/]+)")
_NAMED = re.compile(
    r"(?:^|[\s/_])(?P<machine>arm64v8|arm32v7|i386|i686|aarch64|armv7l|ppc64le|s390x|riscv64)(?=[/:@\s]|$)"
)
_RUNNERS: Mapping[str | None, str] = {"x64": "x86_64", "arm64": "aarch64"}


def containers(job: JobRun, step: StepRun) -> tuple[Platform, ...]:
    """The systems of the containers that a step runs something in; none for a step that starts none."""
    return tuple(_system(text, job) for text in _written(step))


def of_job(job: JobRun) -> Platform | None:
    """The system of the container that all steps of a job run in, None where they run on the runner."""
    return _system(job.container, job) if job.container else None


def _written(step: StepRun) -> Iterator[str]:
    """What is written on each container of a step: architecture, image, options."""
    if name_of(step) == RUN_ON_ARCH:
        arch, distro = given(step, "arch"), given(step, "distro")
        yield f"{given(step, 'base_image')} " if arch == "none" else f"--platform {arch} {distro}"
    elif name_of(step) == DOCKER_RUN:
        yield f"{given(step, 'options')} {given(step, 'image')}"
    yield from (" ".join(words) for words in started(step))


def started(step: StepRun) -> Iterator[tuple[str, ...]]:
    """What follows ``docker run`` in each command of a step that starts a container."""
    for command in step.commands:
        if command.words[:2] in {("docker", "run"), ("podman", "run")}:
            yield command.words[2:]


def _system(text: str, job: JobRun) -> Platform:
    found = _ASKED.search(text) or _NAMED.search(text)
    machine = _MACHINES.get(found["machine"]) if found else None
    libc = "musl" if "alpine" in text or "musl" in text else "glibc"
    return Platform("Linux", libc, machine or _RUNNERS.get(job.architecture, ""))
