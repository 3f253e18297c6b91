"""The parts of the matrix page on Pythons: declared, built, published; and on the cells without a wheel."""

from collections.abc import Sequence

from maturin_compliance.coverage import Platform, of_tags
from maturin_compliance.facts import Facts
from maturin_compliance.install import Interpreter, serves
from maturin_compliance.plain import plural
from maturin_compliance.published.names import WheelName, parsed
from maturin_compliance.render import machines, markdown, missing, state
from maturin_compliance.render.crate import built, supported
from maturin_compliance.render.view import View

_OPEN = 9
"""Rows of a matrix that are shown without being asked for."""
_MOST = 18
"""Rows of a matrix that are shown at all."""
_CLASSIFIER = "Programming Language :: Python :: "
_PYPY = f"{_CLASSIFIER}Implementation :: PyPy"
_THREADS = f"{_CLASSIFIER}Free Threading :: "


def declared(view: View) -> str:
    """Give for each Python whether the metadata declares it, and for how many platforms there is a wheel."""
    analysis = view.analysis
    pythons = machines.interpreters(analysis.project, analysis.facts)
    wheels = parsed(wheel.filename for wheel in view.release.wheels)
    if not pythons or not wheels:
        return ""
    columns = [wheels]
    if analysis.published is not None:
        columns.append(parsed(file.filename for file in analysis.published.wheels))
    header = ("Python", "Classifier", "Wheels built for", *(("Wheels published for",) if len(columns) > 1 else ()))
    rows = [
        (str(python), _classifier(view, python), *(_served(view, column, python) for column in columns))
        for python in pythons
    ]
    day = analysis.facts.as_of
    return markdown.join(
        "## Declared and built" if len(columns) == 1 else "## Declared, built, published",
        f"The Pythons that are supported on {day} and that `requires-python` admits"
        f"{_requires(view)}; a t marks the free-threaded build{_brackets(pythons)}.",
        markdown.table(header, rows),
    )


def _brackets(pythons: Sequence[Interpreter]) -> str:
    pypy = any(python.implementation == "pp" for python in pythons)
    return ", and brackets hold PyPy's own version" if pypy else ""


def _requires(view: View) -> str:
    pyproject = view.analysis.project.package.pyproject
    given = pyproject.project.requires_python if pyproject and pyproject.project else None
    return f" ({markdown.code(given.value)}, {view.at(given.location)})" if given else " (nothing is set)"


def _classifier(view: View, python: Interpreter) -> str:
    """Tell whether a classifier names a Python; those for PyPy and free-threaded builds name no version."""
    pyproject = view.analysis.project.package.pyproject
    given = pyproject.project.classifiers if pyproject and pyproject.project else ()
    if python.implementation == "pp":
        found = next((one for one in given if one.value == _PYPY), None)
    elif python.abi.endswith("t"):
        found = next((one for one in given if one.value.startswith(_THREADS)), None)
    else:
        found = next((one for one in given if one.value == f"{_CLASSIFIER}{python}"), None)
    if found:
        return f"{state.yes('yes')} ({view.at(found.location)})"
    own = python.implementation == "cp" and not python.abi.endswith("t")
    return state.no("no") if own else markdown.NOTHING


def _served(view: View, wheels: Sequence[WheelName], python: Interpreter) -> str:
    """Count the platforms with a wheel for a Python, of those that it is made for."""
    served = {_platform(wheel) for wheel in wheels if serves(wheel.interpreter, wheel.abi, python)}
    made = {one for wheel in wheels if _made(one := _platform(wheel), python, view.analysis.facts)}
    if not served:
        return state.no("none")
    told = f"{len(served)} of {plural(len(served | made), 'platform')}"
    return state.yes(told) if served >= made else state.partly(told)


def _made(platform: Platform, python: Interpreter, facts: Facts) -> bool:
    """Whether a Python is made for a platform; each version of Pyodide has one Python of its own."""
    return not platform.system.startswith("Pyodide") and machines.exists(python, platform, facts)


def _platform(wheel: WheelName) -> Platform:
    return of_tags(wheel.platform.split("."))


def lacking(view: View) -> str:
    """Give the cells that have no wheel, with the rows of a matrix that would build them."""
    if not view.release.wheels:
        return ""
    found = missing.cells(view.analysis)
    head = "## Cells without a wheel"
    told = _told(view)
    if not found:
        return markdown.join(head, f"None: every usual platform has a wheel for every Python. {told}")
    count = sum(len(one.pythons) for one in found)
    table = markdown.table(
        ("Platform", "No wheel for Python"),
        [(markdown.text(one.platform), _listed(one.pythons, one.pythons)) for one in found],
    )
    return markdown.join(
        head,
        f"{plural(count, 'cell')} of Python and platform {'has' if count == 1 else 'have'} no wheel. {told}",
        table,
        *_rows(view, missing.rows(view.analysis, found)),
    )


def _told(view: View) -> str:
    doubts = view.release.not_modelled
    more = " What is not modelled may build some of them." if doubts else ""
    return (
        "Looked at are Linux (with Alpine), macOS and Windows on x86_64 and arm64, and what else the release is "
        f"for.{_left_out(view)}{more}"
    )


def _left_out(view: View) -> str:
    """Name the Pythons that no cell is counted for, each kind with its reason."""
    every = machines.interpreters(view.analysis.project, view.analysis.facts)
    rest = [one for one in every if one not in missing.worthwhile(view.analysis)]
    made = built(view.analysis.project, view.analysis.facts)
    refused = [one for one in rest if not supported(one, made, view.analysis.facts)]
    others = [one for one in rest if one not in refused]
    told = []
    if refused and made.crate:
        told.append(f"{_listed(refused, every)}, which PyO3 {made.crate.pyo3} does not build for")
    if others:
        told.append(f"{_listed(others, every)}, as no wheel is for that kind of Python")
    return f" Left out: {'; '.join(told)}." if told else ""


def _listed(pythons: Sequence[Interpreter], every: Sequence[Interpreter]) -> str:
    return ", ".join(machines.named(pythons, every))


def _rows(view: View, found: Sequence[missing.Row]) -> list[str]:
    if not found:
        return []
    matrix = markdown.fence(missing.yaml(found[:_MOST]), "yaml")
    rest = len(found) - len(found[:_MOST])
    title = f"A matrix of {plural(len(found) - rest, 'row')}"
    return [
        f"A job with this matrix asks for them{f'; {rest} more rows would follow' if rest else ''}:",
        matrix if len(found) <= _OPEN else markdown.details("example", title, matrix),
        "Its step with maturin-action takes a row so; outside of containers a step before it sets up the Python:",
        markdown.fence(missing.step(view.analysis, found), "yaml"),
    ]
