"""Will it install on my machine: what pip takes on each system, Pythons that get the same together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.coverage import tagged
from maturin_compliance.facts import Facts
from maturin_compliance.install import Interpreter
from maturin_compliance.render import machines, markdown, state
from maturin_compliance.render.crate import built, supported
from maturin_compliance.render.fallback import without_wheel
from maturin_compliance.render.view import View


def section(view: View) -> Iterator[str]:
    """Give the section; nothing where no wheel is known."""
    asked = _asked(view)
    if not asked.answers:
        return
    yield "## Will it install on my machine?"
    groups = _alike(view, asked)
    columns = 3 if any(cells.others for cells in groups) else 2
    header = ("System", "A wheel for Python", without_wheel(view).column)
    rows = [_row(answers, cells, asked)[:columns] for cells, answers in groups.items()]
    yield markdown.table(header[:columns], rows)
    yield " ".join(told for told in (_unsupported(view, asked), _pypy(view, asked)) if told)


def details(view: View) -> Iterator[str]:
    """Give what stands behind the table: how it is read, the systems and the tags."""
    asked = _asked(view)
    if not asked.answers:
        return
    fallback = without_wheel(view)
    rust = ", for which it needs a Rust toolchain" if fallback.builds else ""
    yield (
        f"The table shows what `pip install` takes on systems and Pythons supported as of "
        f"{view.analysis.facts.as_of}. Where no wheel fits, {fallback.clause}{rust}. A t marks the free-threaded "
        f"build{_brackets(asked)}."
    )
    yield markdown.details("info", "Which systems and platform tags these are", _systems(asked.answers))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The Pythons that are asked about, and what each system gets."""

    pythons: Sequence[Interpreter]
    answers: Sequence[machines.Answer]

    def names(self, some: Sequence[Interpreter]) -> str:
        return markdown.text(", ".join(machines.named(some, self.pythons)))


def _asked(view: View) -> _Asked:
    """Ask for every system and, where a wheel is for one, PyPy; nothing is asked where no wheel is known."""
    wheels = sorted({wheel.filename for wheel in view.release.wheels})
    pypy = any(wheel.interpreter.startswith("pp") for wheel in view.release.wheels)
    every = machines.interpreters(view.analysis.project, view.analysis.facts)
    found = tuple(one for one in every if pypy or one.implementation != "pp")
    return _Asked(found, machines.answers(view.analysis.facts, wheels, found) if wheels else ())


def _pypy(view: View, asked: _Asked) -> str:
    """Tell that PyPy, which is left out of the table then, gets no wheel."""
    every = machines.interpreters(view.analysis.project, view.analysis.facts)
    return "No wheel is for PyPy." if len(every) > len(asked.pythons) else ""


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row of the table: systems with the Pythons that get a wheel, and those that could get something."""

    label: str
    served: tuple[Interpreter, ...]
    others: tuple[Interpreter, ...]
    whole: bool
    """Whether nothing is served and the others are all that are made for the systems."""


def _alike(view: View, asked: _Asked) -> Mapping[_Cells, Sequence[machines.Answer]]:
    """Put the architectures of a system together that get a wheel for the same Pythons."""
    made, facts = built(view.analysis.project, view.analysis.facts), view.analysis.facts
    groups: dict[_Cells, list[machines.Answer]] = {}
    for answer in machines.merged(asked.answers):
        lacking = tuple(_lacking(answer, asked, facts))
        served = tuple(one for one, name in zip(asked.pythons, answer.files, strict=True) if name)
        others = tuple(one for one in lacking if supported(one, made, facts))
        cells = _Cells(answer.label, served, others, not served and others == lacking)
        groups.setdefault(cells, []).append(answer)
    return groups


def _lacking(answer: machines.Answer, asked: _Asked, facts: Facts) -> Iterator[Interpreter]:
    """Give the Pythons that are made for a system and that no wheel is for."""
    for python, name in zip(asked.pythons, answer.files, strict=True):
        if not name and machines.exists(python, answer.platform, facts):
            yield python


def _row(answers: Sequence[machines.Answer], cells: _Cells, asked: _Asked) -> tuple[str, ...]:
    return (
        f"{markdown.text(cells.label)}: {', '.join(map(_architecture, answers))}",
        state.yes(asked.names(cells.served)) if cells.served else state.no("none"),
        "every Python" if cells.whole else asked.names(cells.others) if cells.others else markdown.NOTHING,
    )


def _unsupported(view: View, asked: _Asked) -> str:
    """Name the Pythons without a wheel that the crate's PyO3 does not build for."""
    made, facts = built(view.analysis.project, view.analysis.facts), view.analysis.facts
    found = dict.fromkeys(
        one
        for answer in asked.answers
        for one in _lacking(answer, asked, facts)
        if not supported(one, made, facts)
    )
    if not found or made.crate is None:
        return ""
    pythons = [one for one in asked.pythons if one in found]
    place = f" ({view.at(made.pyo3)})" if made.pyo3 else ""
    names = asked.names(pythons)
    return f"PyO3 {made.crate.pyo3}{place} does not build for {names}: without a wheel, they get nothing."


def _brackets(asked: _Asked) -> str:
    """Explain the version of PyPy where it stands behind a Python."""
    minors = [one.version for one in asked.pythons if one.implementation == "pp"]
    if len(set(minors)) == len(minors):
        return ""
    return "; in brackets stands PyPy's own version, where wheels for one do not fit another"


def _systems(answers: Sequence[machines.Answer]) -> str:
    """Give the names of systems with the tags of what they take, architectures with the same ones together."""
    groups: dict[tuple[str, str], list[machines.Answer]] = {}
    for answer in answers:
        groups.setdefault((answer.label, answer.names), []).append(answer)
    return markdown.bullets(
        f"{markdown.text(label)} on {', '.join(map(_architecture, found))}: {markdown.text(names)}{_tags(found)}"
        for (label, names), found in groups.items()
    )


def _tags(answers: Sequence[machines.Answer]) -> str:
    tags = dict.fromkeys(_tag(name) for answer in answers for name in answer.files if name)
    return f" ({', '.join(tags)})" if tags else ""


def _architecture(answer: machines.Answer) -> str:
    return "x86_64" if answer.architecture == "amd64" else markdown.text(answer.architecture)


def _tag(filename: str) -> str:
    """Give one platform tag of a file."""
    tags = filename.removesuffix(".whl").rpartition("-")[2].split(".")
    return markdown.code(min(tags, key=_plainness))


def _plainness(tag: str) -> tuple[bool, tuple[int, int], bool, str]:
    """Put a tag for all architectures first, then the oldest, then one that names a version."""
    found = tagged(tag)
    return (
        found.platform.architecture != "universal2",
        found.floor or (0, 0),
        not tag.startswith("manylinux_"),
        tag,
    )
