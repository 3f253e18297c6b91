"""The architectures that cibuildwheel builds for. Source: ``architecture.py`` of cibuildwheel."""

import re

from maturin_compliance.facts.cibuildwheel import Cibuildwheel, Platform

ALL: dict[Platform, tuple[str, ...]] = {
    "linux": ("x86_64", "i686", "aarch64", "ppc64le", "s390x", "armv7l", "riscv64"),
    "macos": ("x86_64", "arm64", "universal2"),
    "windows": ("x86", "AMD64", "ARM64"),
    "pyodide": ("wasm32",),
}
NATIVE: dict[tuple[Platform, str], str] = {
    ("linux", "x64"): "x86_64",
    ("linux", "arm64"): "aarch64",
    ("macos", "x64"): "x86_64",
    ("macos", "arm64"): "arm64",
    ("windows", "x64"): "AMD64",
    ("windows", "arm64"): "ARM64",
}
NARROW = {"x86_64": "i686", "AMD64": "x86"}
"""The 32-bit architecture that a machine of 64 bits runs; no hosted Arm machine runs armv7l."""
ENDINGS = {"x86": "win32", "AMD64": "win_amd64", "ARM64": "win_arm64"}


def architectures(
    text: str, platform: Platform, machine: str | None, tool: Cibuildwheel
) -> tuple[str, ...] | None:
    """The architectures of ``archs``, None where the machine's own is asked for and not known.

    ``machine`` is the runner's ("x64", "arm64"). A name that cibuildwheel refuses is left out.
    """
    found: list[str] = []
    for name in re.split(r"[\s,]+", text.strip() or "auto"):
        if name in ("auto", "native", "auto64", "auto32"):
            own = "wasm32" if platform == "pyodide" else NATIVE.get((platform, machine or ""))
            if own is None:
                return None
            found += _relative(name, own, platform, tool)
        elif name == "all":
            found += ALL[platform]
        else:
            found += [known for known in ALL[platform] if known.lower() == name.lower()]
    return tuple(dict.fromkeys(found))


def _relative(name: str, own: str, platform: Platform, tool: Cibuildwheel) -> tuple[str, ...]:
    """What ``auto``, ``native``, ``auto64`` and ``auto32`` mean on a machine."""
    narrow = NARROW.get(own)
    auto = tool.auto(platform, own)
    if name == "native":
        return (own,)
    if name == "auto":
        return auto
    if tool.does("auto32-by-pairs"):
        return (own,) if name == "auto64" else ((narrow,) if narrow and platform != "macos" else ())
    return tuple(one for one in auto if (one == narrow) is (name == "auto32"))


def is_of(identifier: str, architecture: str) -> bool:
    """Whether a build (``cp314-win_amd64``) is of an architecture (``AMD64``)."""
    return identifier.endswith(ENDINGS.get(architecture, f"_{architecture}"))
