"""The three tags of a wheel's name.

Sources: maturin's python_interpreter/mod.rs (python and abi tags), target/platform_tag.rs, auditwheel/linux.rs
and builder.rs (platform tags); the compressed set is sorted from 1.16.0 on.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.expand.maturin.crate import StableAbi
from maturin_compliance.expand.maturin.interpreters import Interpreter, qualifies
from maturin_compliance.expand.release import Reason
from maturin_compliance.facts import Facts, GraalPyVersion, PyPyVersion
from maturin_compliance.facts.maturin import Maturin


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonTag:
    """The first two tags of a wheel, with the Python that it was built with (None for none)."""

    interpreter: str
    abi: str
    because: tuple[Reason, ...] = ()


def python_tags(
    interpreters: Sequence[Interpreter],
    stable: Sequence[StableAbi],
    *,
    installed: Collection[Interpreter],
    windows: bool,
    facts: Facts,
    maturin: Maturin,
) -> tuple[PythonTag, ...]:
    """The wheels that one build makes: a stable one for all that can load it, one for each of the others.

    ``installed`` are the interpreters that a setup step or the runner brings, which tell their own ABI.
    """
    chosen = choose_stable(interpreters, stable)
    qualifying = [python for python in interpreters if chosen and qualifies(python, chosen)]
    found: list[PythonTag] = []
    if chosen and (qualifying or not interpreters):
        found.append(stable_tag(chosen, qualifying))
    for python in interpreters:
        if python.implementation == "pypy":
            found.append(pypy_tag(python, installed=python in installed, facts=facts, maturin=maturin))
        elif python not in qualifying:
            found.append(version_tag(python, windows=windows, facts=facts, maturin=maturin))
    return tuple(found)


def choose_stable(interpreters: Sequence[Interpreter], stable: Sequence[StableAbi]) -> StableAbi | None:
    """One family a build: abi3t where both are enabled and some Python is new enough for it."""
    by_kind = {abi.kind: abi for abi in stable}
    newer = any(python.implementation == "cpython" and python.minor >= 15 for python in interpreters)
    if "abi3t" in by_kind and ("abi3" not in by_kind or newer):
        return by_kind["abi3t"]
    return by_kind.get("abi3")


def stable_tag(stable: StableAbi, qualifying: Sequence[Interpreter]) -> PythonTag:
    """``cp39-abi3``, or ``cp315-abi3.abi3t``; without a minimum the lowest Python gives it."""
    minimum = stable.minimum
    reasons = [Reason(f"the feature `{stable.kind}` of pyo3 is active", stable.location)]
    if minimum is None:
        minimum = min((python.minor for python in qualifying), default=None)
        if minimum is None:
            minimum = 7
            reasons.append(Reason("the feature names no lowest Python and none is known", assumed=True))
    if stable.kind == "abi3t":
        return PythonTag(interpreter=f"cp3{max(15, minimum)}", abi="abi3.abi3t", because=tuple(reasons))
    return PythonTag(interpreter=f"cp3{minimum}", abi="abi3", because=tuple(reasons))


def pypy_tag(python: Interpreter, *, installed: bool, facts: Facts, maturin: Maturin) -> PythonTag:
    """The tags of a PyPy: the installed one's own, else as maturin describes it."""
    number = f"3{python.minor}"
    described = maturin.pypy312_abi if python.minor == 12 else _abi(python, facts.pypys)
    described = described or f"pypy{number}_pp73"
    own = facts.installed_pypy_abi(python.minor) if installed else None
    if own in {None, described}:
        return PythonTag(interpreter=f"pp{number}", abi=described)
    reason = Reason(f"the newest PyPy for Python 3.{python.minor} has the abi `{own}`", assumed=True)
    return PythonTag(interpreter=f"pp{number}", abi=own or described, because=(reason,))


def version_tag(python: Interpreter, *, windows: bool, facts: Facts, maturin: Maturin) -> PythonTag:
    """The tags of the own ABI of a CPython or GraalPy."""
    number = f"3{python.minor}"
    if python.implementation == "graalpy":
        return PythonTag(
            interpreter=f"graalpy{number}", abi=_abi(python, facts.graalpys) or f"graalpy_{number}_native"
        )
    if windows and maturin.windows_abi_none and not python.free_threaded:
        reason = Reason(f"maturin {maturin.version} gives CPython on Windows the abi tag `none`")
        return PythonTag(interpreter=f"cp{number}", abi="none", because=(reason,))
    suffix = "t" if python.free_threaded else "m" if python.minor == 7 else ""
    return PythonTag(interpreter=f"cp{number}", abi=f"cp{number}{suffix}")


def _abi(python: Interpreter, versions: Sequence[PyPyVersion] | Sequence[GraalPyVersion]) -> str | None:
    return next((version.abi for version in versions if version.minor == python.minor), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTag:
    """The platform part of a name, with the other values it may take and why."""

    platform: str
    alternatives: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()


def join_tags(tags: Sequence[str], maturin: Maturin) -> str:
    """A compressed tag set, in the order of the maturin that writes it."""
    unique = list(dict.fromkeys(tags))
    return ".".join(sorted(unique) if maturin.sorted_tags else unique)


_POLICY = re.compile(r"(?P<family>manylinux|musllinux)?_?(?P<major>\d+)_(?P<minor>\d+)")
_LEGACY = {"1": (2, 5), "2010": (2, 12), "2014": (2, 17)}


@dataclass(frozen=True, slots=True, order=True)
class Policy:
    """A platform policy: family "manylinux", "musllinux" or "linux", and the version of the libc."""

    family: str
    version: tuple[int, int]

    def __str__(self) -> str:
        return self.family if self.family == "linux" else f"{self.family}_{self.version[0]}_{self.version[1]}"


def parse_policy(text: str) -> Policy | None:
    """A value of ``--compatibility`` ("2014", "manylinux_2_28", "musllinux_1_2", "off"); None for others."""
    name = text.lower().replace("-", "_")
    if name in ("off", "linux"):
        return Policy("linux", (0, 0))
    legacy = name.removeprefix("manylinux")
    if legacy in _LEGACY:
        return Policy("manylinux", _LEGACY[legacy])
    match = _POLICY.fullmatch(name)
    if not match:
        return None
    return Policy(match["family"] or "manylinux", (int(match["major"]), int(match["minor"])))


def policy_tags(policy: Policy, arch: str, facts: Facts, maturin: Maturin) -> tuple[str, ...]:
    """The tags of a policy for an architecture, the alias of an older name after it."""
    if policy.family == "linux":
        return (f"linux_{arch}",)
    tags = [f"{policy}_{arch}"]
    row = facts.policy(str(policy))
    if row and row.alias and (not maturin.aliases_by_index or arch in row.index_architectures):
        tags.append(f"{row.alias}_{arch}")
    return tuple(tags)


_UNIVERSAL2 = (10, 9)
"""The lowest macOS on x86_64 of a fat wheel (platform_tag.rs, macosx_deployment_target)."""


def macos_tags(
    target: str,
    deployment: str | None,
    configured: Mapping[str, str],
    rust_minimum: Mapping[str, str],
) -> tuple[str, ...]:
    """The tags of an Apple target.

    ``deployment`` is MACOSX_DEPLOYMENT_TARGET, which raises and never lowers; ``configured`` holds
    ``[tool.maturin.target.<triple>] macos-deployment-target``, which overrides it; ``rust_minimum`` the
    lowest version of the toolchain by architecture.
    """
    versions: dict[str, tuple[int, int]] = {}
    for arch, name in (("x86_64", "x86_64"), ("aarch64", "arm64")):
        version = _version(rust_minimum[arch])
        if arch == "x86_64" and target.startswith("universal2"):
            version = max(version, _UNIVERSAL2)
        if deployment:
            version = max(version, _version(deployment))
        if f"{arch}-apple-darwin" in configured:
            version = _version(configured[f"{arch}-apple-darwin"])
        versions[name] = version if version[0] < 11 else (version[0], 0)
    intel, arm = (f"macosx_{major}_{minor}" for major, minor in (versions["x86_64"], versions["arm64"]))
    if target.startswith("universal2"):
        return (f"{intel}_x86_64", f"{arm}_arm64", f"{intel}_universal2")
    return (f"{arm}_arm64",) if target.startswith("aarch64") else (f"{intel}_x86_64",)


def _version(text: str) -> tuple[int, int]:
    numbers = [int(part) for part in re.findall(r"\d+", text)[:2]]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0) if numbers else (0, 0)
