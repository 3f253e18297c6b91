"""The likely cause of a difference between a predicted and a published wheel, in words.

A cause is told only where the two names, or the reasons that led to the predicted one, bear it.
"""

from collections.abc import Collection, Sequence

from maturin_compliance.coverage import Platform
from maturin_compliance.expand.release import Wheel
from maturin_compliance.published.names import WheelName


def order(one: WheelName, other: WheelName) -> str | None:
    """Tell that two names with the same tags differ in the tags' order alone."""
    if one.filename == other.filename:
        return None
    return "only the order of the compressed platform tags differs; maturin sorts them since 1.16.0"


def alternative(wheel: Wheel) -> str:
    """Tell why a wheel has another of its possible names."""
    return "; ".join(["one of the names that the files allow", *_assumed(wheel)])


def renamed(one: WheelName, other: WheelName, wheel: Wheel) -> str:
    """Tell what differs between two wheels of one cell, and what decides it."""
    if one.floors == other.floors:
        parts = [f"the file is called {other.distribution}-{other.version} there, with the same tags"]
    else:
        parts = [_floors(one, other)]
    return "; ".join([*parts, *_assumed(wheel)])


def _floors(one: WheelName, other: WheelName) -> str:
    system = min(one.platforms, default=Platform("", "", ""))
    word, what = _DECIDED.get((system.system, system.libc), ("system", "the environment of the build decides"))
    return f"the published wheel is for {word} {_versions(other)}, predicted was {_versions(one)}: {what}"


_DECIDED = {
    ("Linux", "glibc"): ("glibc", "the image and the symbols that are linked decide"),
    ("Linux", "musl"): ("musl", "the requested policy decides"),
    ("macOS", ""): ("macOS", "MACOSX_DEPLOYMENT_TARGET, the Rust release or the interpreter decides"),
}


def _versions(name: WheelName) -> str:
    return " and ".join(f"{major}.{minor}" for major, minor in name.floors) or "any version"


def missing(wheel: Wheel, published: Collection[WheelName]) -> str | None:
    """Tell why a predicted wheel may not have been published."""
    if not published:
        return "the index holds no wheel of this version"
    parts = ["it is built only if something holds that the files do not tell"] if wheel.may_be_absent else []
    parts += _assumed(wheel)
    if not any(one.interpreter == wheel.interpreter and one.abi == wheel.abi for one in published):
        parts.append(f"nothing is published for {wheel.interpreter}-{wheel.abi}")
    return "; ".join(parts) or None


def unpredicted(one: WheelName, predicted: Sequence[WheelName]) -> str:
    """Tell which part of a published wheel no build was predicted for."""
    if not predicted:
        return "no wheel is predicted at all"
    if all((one.distribution, one.version) != (other.distribution, other.version) for other in predicted):
        return f"no wheel called {one.distribution}-{one.version} is predicted"
    lacking = []
    if all((one.interpreter, one.abi) != (other.interpreter, other.abi) for other in predicted):
        lacking.append(f"{one.interpreter}-{one.abi}")
    if all(one.platforms != other.platforms for other in predicted):
        lacking.append(_platforms(one))
    if lacking:
        return f"no wheel is predicted for {', nor for '.join(lacking)}"
    return f"no build is known that makes {one.interpreter}-{one.abi} for {_platforms(one)}"


def _platforms(name: WheelName) -> str:
    return " and ".join(map(str, sorted(name.platforms)))


def _assumed(wheel: Wheel) -> list[str]:
    return [f"assumed: {reason.text}" for reason in wheel.because if reason.assumed]
