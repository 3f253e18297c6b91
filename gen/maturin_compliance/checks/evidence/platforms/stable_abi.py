"""What one wheel for the stable ABI would save, from which Python on it could be."""

from collections.abc import Iterable, Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms.served import is_stable, minor
from maturin_compliance.checks.text import code, fence, listed, plural, quoted
from maturin_compliance.expand.release import Wheel

MANY = 3
"""Pythons from which on one wheel for all of them is advised."""


def advised(subject: Subject) -> Iterator[Problem]:
    """The wheels for one Python each that one wheel for the stable ABI would serve."""
    pyo3, wheels = crate.extension(subject), need.wheels(subject)
    _may_be_stable(subject, pyo3)
    stable = {wheel.platform for wheel in wheels if is_stable(wheel)}
    single = [wheel for wheel in wheels if wheel.platform not in stable and _of_one_python(subject, wheel)]
    if not single:
        return
    floor = _floor(subject, [found for wheel in single if (found := minor(wheel)) is not None], pyo3)
    served = {w.filename: w for w in single if (minor(w) or 0) >= floor}
    minors = {minor(wheel) for wheel in served.values()}
    if len(minors) < MANY:
        return
    platforms = {wheel.platform for wheel in served.values()}
    feature = f"abi3-py3{floor}"
    yield Problem(
        f"{plural(len(served), 'wheel')} serve {len(minors)} Pythons from 3.{floor} on; with {code(feature)} "
        f"{plural(len(platforms), 'wheel')} would",
        pyo3.dependency.location,
        _lines(subject, pyo3, feature) + _runs(single, served.values(), floor) + _buffers(subject, floor),
        warned=True,
    )


def _may_be_stable(subject: Subject, pyo3: crate.PyO3) -> None:
    """Ask that the crate uses nothing of Python that its stable ABI lacks, as far as its files tell."""
    unstable = subject.project.package.unstable
    if unstable is not None and not pyo3.stable:
        raise Skip(f"{code(unstable.location)} uses {code(unstable.value)}, which the stable ABI does not have")
    own = {each.package for each in need.manifest(subject).dependencies if each.kind == "normal"}
    if not pyo3.stable and "pyo3-ffi" in own:
        raise Skip("the crate calls Python's C API by pyo3-ffi, and not all of that is in the stable ABI")


def _runs(single: Iterable[Wheel], served: Iterable[Wheel], floor: int) -> str:
    """What becomes of the runs that build for one Python each."""
    older = sorted({found for wheel in single if (found := minor(wheel)) is not None and found < floor})
    text = ""
    if older:
        text = (
            f"\n\nWith it pyo3 ends builds for Python {listed(f'3.{m}' for m in older)} with an error: "
            f"stop building for {'it' if len(older) == 1 else 'them'} first."
        )
    runs = {(wheel.platform, wheel.origin.location, str(wheel.origin.combination)) for wheel in served}
    if len(runs) > len({platform for platform, *_ in runs}):
        text += "\n\nKeep one run of these for each platform: every other makes the same file again."
    return text


def _of_one_python(subject: Subject, wheel: Wheel) -> bool:
    """Whether a wheel is for one CPython with a GIL where another could be; old ones for Windows name no abi."""
    limit = subject.facts.python_limit(wheel.target or "")
    alone = wheel.abi in {wheel.interpreter, f"{wheel.interpreter}m", "none"}
    return minor(wheel) is not None and alone and not (limit and limit.single)


def _floor(subject: Subject, minors: list[int], pyo3: crate.PyO3) -> int:
    living = need.supported_pythons(subject)
    known = subject.facts.pyo3(pyo3.known).release.abi3_min
    buffers = subject.facts.in_stable_abi("buffers") if subject.project.package.buffers else 0
    return max(min(minors), living[0] if living else 0, known, buffers)


def _lines(subject: Subject, pyo3: crate.PyO3, feature: str) -> str:
    """The edit of the dependency, in the form in which it is written."""
    dependency = pyo3.dependency
    table = need.manifest(subject).document.mapping.get("dependencies")
    written = table.mapping.get(dependency.key) if table else None
    if written is None or not written.is_scalar:
        return f"Add {code(quoted(feature))} to the `features` of {code(dependency.key)}."
    value = f"{{ version = {quoted(dependency.requirement or '')}, features = [{quoted(feature)}] }}"
    return fence(f"[dependencies]\n{dependency.key} = {value}", "toml", dependency.location.path)


def _buffers(subject: Subject, floor: int) -> str:
    """Why older Pythons that live are left out."""
    used, living = subject.project.package.buffers, need.supported_pythons(subject)
    if used is None or not living or living[0] >= floor:
        return ""
    return f"\n\nOlder Pythons have no buffers in the stable ABI ({code(used)} uses them)."
