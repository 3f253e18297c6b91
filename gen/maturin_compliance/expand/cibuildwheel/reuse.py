"""Wheels that serve several Pythons. Source: ``find_compatible_wheel`` of cibuildwheel."""

from collections.abc import Sequence

from maturin_compliance.expand.release import Wheel


def compatible(wheels: Sequence[Wheel], identifier: str) -> Wheel | None:
    """The wheel, among those made before in the same step, that a build takes instead of making its own."""
    python = identifier.partition("-")[0].partition("_")[0]
    return next((wheel for wheel in wheels if serves(wheel, python)), None)


def serves(wheel: Wheel, python: str) -> bool:
    """Whether a wheel serves a Python (``cp314``, ``pp311``): a stable ABI from its lowest version on, or none."""
    free_threaded, name = python.endswith("t"), python.removesuffix("t")
    if "abi3" in wheel.abi.split(".") and not free_threaded:
        return name.startswith("cp3") and int(wheel.interpreter[3:]) <= int(name[3:])
    return wheel.abi == "none" and wheel.interpreter == "py3"
