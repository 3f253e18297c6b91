"""Which Pythons the wheels of a release serve."""

import re

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.release import Wheel

CPYTHON = re.compile(r"cp3(\d+)")


def minor(wheel: Wheel) -> int | None:
    """Give the minor of the CPython that a wheel is tagged with, None for another interpreter."""
    match = CPYTHON.fullmatch(wheel.interpreter)
    return int(match[1]) if match else None


def is_stable(wheel: Wheel) -> bool:
    """Tell whether a wheel serves its Python and all newer ones with a GIL."""
    return "abi3" in wheel.abi.split(".")


def is_free_threaded(wheel: Wheel) -> bool:
    """Tell whether a wheel is for Pythons without a GIL."""
    return re.fullmatch(r"cp3\d+t", wheel.abi) is not None or "abi3t" in wheel.abi.split(".")


def serves(wheel: Wheel, python: int) -> bool:
    """Tell whether a CPython of a minor, with a GIL, takes a wheel by its interpreter and abi."""
    lowest = minor(wheel)
    if wheel.abi == "none":
        return wheel.interpreter in {"py3", "py2.py3"} or lowest == python
    if lowest is None:
        return False
    return lowest <= python if is_stable(wheel) else wheel.abi == f"cp3{python}"


def served(subject: Subject) -> tuple[int, ...]:
    """Give the supported minors of CPython that some wheel of the release serves."""
    wheels = subject.expansion.release.wheels
    return tuple(m for m in need.supported_pythons(subject) if any(serves(w, m) for w in wheels))
