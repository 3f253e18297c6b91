"""The parts of the matrix page on Pythons: declared, built, published; and on the cells without a wheel."""

from collections.abc import Iterable, Sequence

from maturin_compliance.coverage import Platform, of_tags
from maturin_compliance.install import Interpreter, serves
from maturin_compliance.plain import plural
from maturin_compliance.published.names import WheelName, parsed
from maturin_compliance.render import machines, markdown, missing, state
from maturin_compliance.render.view import View

_OPEN = 9
"""Rows of a matrix that are shown without being asked for."""
_CLASSIFIER = "Programming Language :: Python :: "


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
        (str(python), _classifier(view, python), *(_served(column, python) for column in columns))
        for python in pythons
    ]
    day = analysis.facts.as_of
    return markdown.join(
        "## Declared and built" if len(columns) == 1 else "## Declared, built, published",
        f"The Pythons that are supported on {day} and that `requires-python` admits"
        f"{_requires(view)}; a t marks the free-threaded build.",
        markdown.table(header, rows),
    )


def _requires(view: View) -> str:
    pyproject = view.analysis.project.package.pyproject
    given = pyproject.project.requires_python if pyproject and pyproject.project else None
    return f" ({markdown.code(given.value)}, {view.at(given.location)})" if given else " (nothing is set)"


def _classifier(view: View, python: Interpreter) -> str:
    """Tell whether a classifier names a version; there is none for one free-threaded or PyPy version."""
    if python.implementation != "cp" or python.abi.endswith("t"):
        return markdown.NOTHING
    pyproject = view.analysis.project.package.pyproject
    given = pyproject.project.classifiers if pyproject and pyproject.project else ()
    found = next((one for one in given if one.value == f"{_CLASSIFIER}{python}"), None)
    return f"{state.yes('yes')} ({view.at(found.location)})" if found else state.no("no")


def _served(wheels: Sequence[WheelName], python: Interpreter) -> str:
    everywhere = {_platform(wheel) for wheel in wheels}
    served = {_platform(wheel) for wheel in wheels if serves(wheel.interpreter, wheel.abi, python)}
    told = f"{len(served)} of {plural(len(everywhere), 'platform')}"
    if not served:
        return state.no("none")
    return state.yes(told) if served == everywhere else state.partly(told)


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
        [(markdown.text(one.platform), ", ".join(map(str, one.pythons))) for one in found],
    )
    return markdown.join(
        head,
        f"{plural(count, 'cell')} of Python and platform {'has' if count == 1 else 'have'} no wheel. {told}",
        table,
        *_rows(view, missing.rows(view.analysis, found)),
    )


def _told(view: View) -> str:
    doubts = view.release.not_modelled
    more = "; what is not modelled may build some of them" if doubts else ""
    return (
        "Looked at are Linux, macOS and Windows on x86_64 and arm64, Alpine among them, and what else the "
        f"release is for, with the Pythons that it could have wheels for{_left_out(view)}{more}."
    )


def _left_out(view: View) -> str:
    every = machines.interpreters(view.analysis.project, view.analysis.facts)
    rest = [one for one in every if one not in missing.worthwhile(view.analysis)]
    return f" (left out: {_listed(rest)}, as no wheel is for its kind or PyO3 does not know it)" if rest else ""


def _listed(pythons: Iterable[Interpreter]) -> str:
    return ", ".join(dict.fromkeys(map(str, pythons)))


def _rows(view: View, found: Sequence[missing.Row]) -> list[str]:
    if not found:
        return []
    matrix = markdown.fence(missing.yaml(found), "yaml")
    return [
        "A job with this matrix asks for them:",
        matrix if len(found) <= _OPEN else markdown.details("example", f"A matrix of {len(found)} rows", matrix),
        "Its step with maturin-action takes a row so; outside of containers a step before it sets up the Python:",
        markdown.fence(missing.step(view.analysis, found), "yaml"),
    ]
