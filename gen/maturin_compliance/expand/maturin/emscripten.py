"""The platform tag of a wheel for Emscripten (PEP 783)."""

from collections.abc import Collection, Mapping

from maturin_compliance.expand.maturin.interpreters import Interpreter
from maturin_compliance.expand.maturin.tags import PlatformTag
from maturin_compliance.expand.release import Reason
from maturin_compliance.facts.maturin import Maturin
from maturin_compliance.facts.pythons import pyemscripten
from maturin_compliance.location import Location

_VARIABLES = (
    "MATURIN_PYEMSCRIPTEN_PLATFORM_VERSION",
    "PYEMSCRIPTEN_PLATFORM_VERSION",
    "MATURIN_PYODIDE_ABI_VERSION",
    "PYODIDE_ABI_VERSION",
)
"""In this order (platform_tag.rs, emscripten_platform_tag)."""


def emscripten_tag(
    env: Mapping[str, str], interpreters: Collection[Interpreter], location: Location, maturin: Maturin
) -> PlatformTag | None:
    """Give the platform version that the environment names, else the one that Pyodide has for the Python.

    None where maturin does not follow PEP 783 yet, or the Pythons are of several platforms.
    """
    if not maturin.pyemscripten:
        return None
    given = next((value for name in _VARIABLES if (value := env.get(name, "").strip())), None)
    if given:
        reason = Reason(f"the environment names the platform {given}", location)
        return PlatformTag(platform=f"pyemscripten_{given}_wasm32", because=(reason,))
    found = {pyemscripten(python.minor) for python in interpreters}
    version = found.pop() if len(found) == 1 else None
    if version is None:
        return None
    reason = Reason(f"Pyodide's platform for this Python is {version}", location, assumed=True)
    return PlatformTag(platform=f"pyemscripten_{version}_wasm32", because=(reason,))
