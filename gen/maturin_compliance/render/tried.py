"""How the wheels of a release are tried: tested or only imported, wholly or on one of two architectures."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maturin_compliance.coverage import platform
from maturin_compliance.expand.release import Test, Wheel
from maturin_compliance.render.view import View
from maturin_compliance.trials import Trial

_HALVES = {"x64": "x86_64", "arm64": "arm64"}
"""The half of a fat wheel that a runner of an architecture runs."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The trials of one wheel; ``half`` is the architecture that runs of a fat one, None where both may."""

    trials: tuple[Trial, ...]
    half: str | None

    @property
    def imported(self) -> bool:
        """Whether nothing is run but an import."""
        return bool(self.trials) and all(imports(trial.test) for trial in self.trials)


def tried(view: View, wheel: Wheel) -> Tried:
    """Tell how a wheel is tried before it is uploaded."""
    found = view.trials.get(wheel.filename, ())
    fat = platform(wheel).architecture == "universal2"
    halves = {_HALVES.get(trial.job.architecture or "") for trial in found} if fat else set()
    return Tried(found, halves.pop() if len(halves) == 1 else None)


def counted(view: View, wheels: Sequence[Wheel]) -> str:
    """Give how many wheels are tried, and how: "9 of 15 tested, 3 of them on one of two architectures"."""
    every = [one for wheel in wheels if (one := tried(view, wheel)).trials]
    imported = sum(one.imported for one in every)
    half = sum(one.half is not None for one in every)
    tested = len(every) - imported
    if not tested and imported:
        told = f"{imported} of {len(wheels)} imported"
    else:
        told = f"{tested} of {len(wheels)} tested" + (f", {imported} more imported" if imported else "")
    return told + (f", {half} of these on one of two architectures" if half else "")


def way(found: Iterable[Tried]) -> str:
    """Give what a cell adds: "imported", "arm64 half only", empty where nothing is to be said."""
    every = [one for one in found if one.trials]
    halves = {one.half for one in every}
    parts = ["imported"] if every and all(one.imported for one in every) else []
    if len(halves) == 1 and (half := halves.pop()):
        parts.append(f"{half} half only")
    elif any(halves):
        parts.append("some on one half only")
    return ", ".join(parts)


def imports(test: Test) -> bool:
    """Whether a test is a line of Python that imports, and prints at most."""
    if test.tool != "python -c" or "-c" not in test.words[:-1]:
        return False
    try:
        body = ast.parse(test.words[test.words.index("-c") + 1]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(body) and all(map(_harmless, body))


def _harmless(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
