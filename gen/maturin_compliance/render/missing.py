"""The cells of Python and platform that a release has no wheel for, as rows of a matrix that builds them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.analysis import Analysis
from maturin_compliance.coverage import Platform, by_platform, floor
from maturin_compliance.expand.release import Wheel
from maturin_compliance.facts import Facts, Runner
from maturin_compliance.install import Interpreter
from maturin_compliance.render import machines
from maturin_compliance.render.crate import asked, built, supported

_TARGETS = {
    ("Linux", "glibc", "x86_64"): "x86_64-unknown-linux-gnu",
    ("Linux", "glibc", "aarch64"): "aarch64-unknown-linux-gnu",
    ("Linux", "musl", "x86_64"): "x86_64-unknown-linux-musl",
    ("Linux", "musl", "aarch64"): "aarch64-unknown-linux-musl",
    ("macOS", "", "x86_64"): "x86_64-apple-darwin",
    ("macOS", "", "arm64"): "aarch64-apple-darwin",
    ("Windows", "", "x86_64"): "x86_64-pc-windows-msvc",
    ("Windows", "", "x86"): "i686-pc-windows-msvc",
    ("Windows", "", "arm64"): "aarch64-pc-windows-msvc",
}
_OLDEST = (2, 17)
"""The oldest glibc that maturin-action has containers for; wheels from them may get older tags."""
_TARGET = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Cells:
    """A platform with the Pythons that have no wheel for it."""

    platform: Platform
    pythons: tuple[Interpreter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a matrix: ``manylinux`` is a policy on Linux, else empty.

    ``interpreter`` holds what ``maturin build -i`` is asked for, empty where the wheel is for any Python.
    """

    runner: str
    target: str
    manylinux: str
    interpreter: tuple[str, ...]


def cells(analysis: Analysis) -> tuple[Cells, ...]:
    """Give the platforms with Pythons without a wheel: usual platforms and those of the release.

    Pythons are those that are supported on the day, and that requires-python, PyO3 and the platform admit;
    PyPy and free-threaded ones only where the release has a wheel for one.
    """
    facts, wheels = analysis.facts, analysis.expansion.release.wheels
    names = sorted({wheel.filename for wheel in wheels})
    pythons = worthwhile(analysis)
    kinds = {asked(one): one for one in reversed(pythons)}
    got: dict[Platform, set[str]] = {}
    for answer in machines.answers(facts, names, pythons):
        served = got.setdefault(answer.platform, set())
        served |= {asked(python) for python, name in zip(pythons, answer.files, strict=True) if name}
    found = (
        Cells(
            platform,
            tuple(
                kinds[one]
                for one in reversed(kinds)
                if one not in served and machines.exists(kinds[one], platform, facts)
            ),
        )
        for platform, served in got.items()
    )
    return tuple(one for one in found if one.pythons)


def worthwhile(analysis: Analysis) -> tuple[Interpreter, ...]:
    """Give the Pythons that a release could be expected to have wheels for."""
    wheels = analysis.expansion.release.wheels
    threads = any(re.fullmatch(r"cp\d+t", wheel.abi) for wheel in wheels)
    pypy = any(wheel.interpreter.startswith("pp") for wheel in wheels)
    made = built(analysis.project, analysis.facts)
    return tuple(
        one
        for one in machines.interpreters(analysis.project, analysis.facts)
        if (threads or not one.abi.endswith("t"))
        and (pypy or one.implementation == "cp")
        and supported(one, made, analysis.facts)
    )


def rows(analysis: Analysis, found: Sequence[Cells]) -> tuple[Row, ...]:
    """Give the rows that build what is missing: several Pythons a row in containers, one elsewhere."""
    groups = by_platform(analysis.expansion.release.wheels)
    crate = built(analysis.project, analysis.facts).crate
    stable = crate is not None and bool(crate.stable)
    any_python = all(wheel.abi == "none" for wheel in analysis.expansion.release.wheels)
    made: list[Row] = []
    for one in found:
        wanted = () if any_python else tuple(map(asked, _folded(one.pythons) if stable else one.pythons))
        wheels = groups.get(one.platform, ())
        target, runner = _target(one.platform, wheels), _runner(analysis, one.platform)
        if target is None or runner is None:
            continue
        policy = _policy(analysis.facts, one.platform, wheels) if one.platform.libc else ""
        parts = [wanted] if one.platform.libc or not wanted else [(python,) for python in wanted]
        made += [Row(runner=runner, target=target, manylinux=policy, interpreter=part) for part in parts]
    return tuple(made)


def _folded(pythons: Sequence[Interpreter]) -> Iterator[Interpreter]:
    """Leave the lowest of those that one wheel for the stable ABI serves."""
    plain = [one for one in pythons if one.implementation == "cp" and not one.abi.endswith("t")]
    yield from plain[:1]
    yield from (one for one in pythons if one not in plain)


def _target(platform: Platform, wheels: Sequence[Wheel]) -> str | None:
    given = next((wheel.target for wheel in wheels if wheel.target), None)
    target = given or _TARGETS.get((platform.system, platform.libc, platform.architecture))
    return target if target and _TARGET.fullmatch(target) else None


def _policy(facts: Facts, platform: Platform, wheels: Sequence[Wheel]) -> str:
    """Give the policy that the platform's wheels keep, else the oldest with a maintained image."""
    lowest = min((found for wheel in wheels if (found := floor(wheel))), default=None)
    if lowest is None:
        maintained = (
            policy
            for policy in facts.policies
            if policy.libc == platform.libc
            and policy.image_status == "maintained"
            and policy.base
            and not policy.ended(facts.as_of)
            and not policy.base_ended(facts.as_of)
        )
        lowest = min((policy.key for policy in maintained), default=(2, 28))
    if platform.libc == "musl":
        return f"musllinux_{lowest[0]}_{lowest[1]}"
    major, minor = max(lowest, _OLDEST)
    return f"{major}_{minor}"


def _runner(analysis: Analysis, platform: Platform) -> str | None:
    """Give a runner that can run the wheel where there is one: the release's own, else the newest known."""
    system = {"Linux": "linux", "macOS": "macos", "Windows": "windows"}.get(platform.system)
    wanted = "arm64" if platform.architecture in {"aarch64", "arm64"} else "x64"
    used = [job.runner for run in analysis.expansion.release.runs for job in run.jobs if job.runner]
    known = [one for one in analysis.facts.runners if one.os == system and _stays(one)]
    native = [one for one in known if one.architecture == wanted] or known
    best = max(native, key=lambda one: _rank(one, used), default=None)
    return best.label if best else None


def _stays(runner: Runner) -> bool:
    """Whether a runner is free to all public repositories, and not about to go."""
    other = runner.label.endswith(("-large", "-xlarge", "-slim"))
    return runner.status in {"available", "preview"} and runner.retired is None and not other


def _rank(runner: Runner, used: Collection[str]) -> tuple[bool, bool, list[int], bool, int]:
    """Put a runner that the release uses first, then the newest system that is no preview, by its own label."""
    version = [int(part) for part in re.findall(r"\d+", runner.version)]
    return runner.label in used, runner.status == "available", version, not runner.moves, -len(runner.label)


def yaml(found: Sequence[Row]) -> str:
    """Give rows as a job's strategy, with the runner beside it."""
    lines = ["strategy:", "  fail-fast: false", "  matrix:", "    include:"]
    for row in found:
        first, *others = (f"{key}: {value}" for key, value in _pairs(row).items())
        lines += [f"      - {first}", *(f"        {other}" for other in others)]
    return "\n".join([*lines, "runs-on: ${{ matrix.runner }}"])


def _pairs(row: Row) -> Mapping[str, str]:
    pairs = {"runner": row.runner, "target": row.target}
    if row.manylinux:
        pairs["manylinux"] = row.manylinux
    if row.interpreter:
        pairs["interpreter"] = f'"{" ".join(row.interpreter)}"'
    return pairs


def step(analysis: Analysis, found: Sequence[Row]) -> str:
    """Give the inputs of the step that builds a row with maturin-action."""
    folder = analysis.project.package.folder
    lines = ["with:"]
    if folder != "." and _TARGET.fullmatch(folder.replace("/", ".")):
        lines.append(f"  working-directory: {folder}")
    lines.append("  target: ${{ matrix.target }}")
    if any(row.manylinux for row in found):
        lines.append("  manylinux: ${{ matrix.manylinux }}")
    interpreters = " --interpreter ${{ matrix.interpreter }}" if any(row.interpreter for row in found) else ""
    return "\n".join([*lines, f"  args: --release --out dist{interpreters}"])
