"""The lines that test a wheel: on a runner, or in a container of the wheel's own platform."""

import re
from collections.abc import Mapping

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.facts import Image

REGISTRY = "quay.io/pypa"
PLATFORMS: Mapping[str, str] = {
    "x86_64": "linux/amd64",
    "i686": "linux/386",
    "aarch64": "linux/arm64",
    "armv7l": "linux/arm/v7",
    "ppc64le": "linux/ppc64le",
    "s390x": "linux/s390x",
    "riscv64": "linux/riscv64",
}
"""Docker's names of the architectures in wheel tags."""
NATIVE = frozenset({"x86_64", "i686", "aarch64"})
"""Architectures whose containers some hosted runner runs without emulation."""


def elsewhere(subject: Subject, build: Build, runner: str | None) -> str | None:
    """How to test what no interpreter of a hosted runner can install; None where one can.

    ``runner`` is the label of the one that runs the target natively.
    """
    target = build.target or ""
    if "emscripten" in target:
        return "Run the tests in Pyodide, in an environment that `pyodide venv` makes, in the job that built them."
    if "android" in target:
        return "Run the tests in an emulator, as cibuildwheel does for Android."
    foreign = "linux" in target and target.partition("-")[0] not in {"x86_64", "aarch64"}
    if not foreign and "musl" not in target:
        return None
    image = _image(subject, target)
    if image is None:
        return "No hosted runner and no container image runs them: test them under emulation."
    lines = _contained(subject, build, image, runner)
    return f"Test them in a container of their platform:\n\n{fence(lines, 'yaml')}"


def setup(build: Build) -> list[str]:
    """The step that brings the interpreter, where the runner's own would pick another wheel."""
    wheel = build.wheels[0] if build.wheels else None
    narrow = build.target == "i686-pc-windows-msvc"
    free = wheel is not None and re.fullmatch(r"cp\d+t", wheel.abi) is not None
    if wheel is None or not (narrow or free):
        return []
    version = _version(wheel) if wheel.abi != "abi3" else "3.x"
    lines = ["  - uses: actions/setup-python@v7", "    with:", f"      python-version: {version}"]
    return [*lines, "      architecture: x86"] if narrow else lines


def steps(subject: Subject, build: Build) -> tuple[str, ...]:
    """The commands that install the wheel of a build and test it."""
    return (
        "python -m pip install pytest",
        f"python -m pip install --no-index --find-links {build.out} {subject.project.name}",
        "python -m pytest",
    )


def _image(subject: Subject, target: str) -> Image | None:
    fitting = [i for i in subject.facts.images if i.target == target and not i.cross and i.ended is None]
    return max(fitting, key=lambda i: tuple(map(int, re.findall(r"\d+", i.policy))), default=None)


def _contained(subject: Subject, build: Build, image: Image, runner: str | None) -> str:
    emulator = [] if image.architecture in NATIVE else ["  - uses: docker/setup-qemu-action@v4"]
    docker = f"docker run --rm --platform {PLATFORMS[image.architecture]} -v $PWD:/io -w /io"
    script = (f"PATH=/opt/python/{_folder(build, image)}/bin:$PATH", *steps(subject, build))
    return "\n".join(
        (
            *([f"runs-on: {runner}"] if runner else []),
            "steps:",
            "  # after the build",
            *emulator,
            "  - run: |",
            f"      {docker} {REGISTRY}/{image.name} sh -ec '",
            *(f"        {line}" for line in script),
            "      '",
        )
    )


def _folder(build: Build, image: Image) -> str:
    """The folder below /opt/python of an interpreter that the first wheel fits."""
    wheel = build.wheels[0] if build.wheels else None
    if wheel is not None and wheel.abi not in {"abi3", "none"}:
        return f"{wheel.interpreter}-{wheel.abi}"
    newest = max((p for p in image.pythons if re.fullmatch(r"3\.\d+", p)), key=lambda p: int(p[2:]))
    tag = f"cp{newest.replace('.', '')}"
    return f"{tag}-{tag}"


def _version(wheel: Wheel) -> str:
    found = re.fullmatch(r"cp(\d)(\d+)", wheel.interpreter)
    return f"{found[1]}.{found[2]}{'t' * wheel.abi.endswith('t')}" if found else "3.x"
