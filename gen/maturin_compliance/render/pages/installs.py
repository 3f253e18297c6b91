"""Will it install on my machine: what pip takes on each system, Pythons that get the same together."""

from collections.abc import Iterator, Sequence

from maturin_compliance.coverage import shortened, tagged
from maturin_compliance.install import Interpreter
from maturin_compliance.render import machines, markdown, state
from maturin_compliance.render.view import View

_HEADER = ("System", "A wheel for Python", "Built from source")


def section(view: View) -> Iterator[str]:
    """Give the section; nothing where no wheel is known."""
    found, answers = _asked(view)
    if not answers:
        return
    yield "## Will it install on my machine?"
    yield markdown.table(_HEADER, [_row(rows, found) for rows in _alike(answers)])


def details(view: View) -> Iterator[str]:
    """Give what stands behind the table: how it is read, the systems and the tags."""
    _, answers = _asked(view)
    if not answers:
        return
    yield (
        f"The table shows what `pip install` takes on systems and Pythons supported as of "
        f"{view.analysis.facts.as_of}; a t marks the free-threaded build. To build from source pip needs a Rust "
        "toolchain."
    )
    yield markdown.details("info", "Which systems and platform tags these are", _systems(answers))


def _asked(view: View) -> tuple[Sequence[Interpreter], Sequence[machines.Answer]]:
    """Give the Pythons that are asked about, and what each system gets; none where no wheel is known."""
    wheels = sorted({wheel.filename for wheel in view.release.wheels})
    found = machines.interpreters(view.analysis.project, view.analysis.facts)
    return found, machines.answers(view.analysis.facts, wheels, found) if wheels else ()


def _alike(answers: Sequence[machines.Answer]) -> tuple[tuple[machines.Answer, ...], ...]:
    """Put the architectures of a system together that get a wheel for the same Pythons."""
    groups: dict[tuple[str, tuple[bool, ...]], list[machines.Answer]] = {}
    for answer in answers:
        key = (answer.label, tuple(name is not None for name in answer.files))
        groups.setdefault(key, []).append(answer)
    return tuple(map(tuple, groups.values()))


def _row(answers: Sequence[machines.Answer], pythons: Sequence[Interpreter]) -> tuple[str, ...]:
    first = answers[0]
    got = [str(one) for one, name in zip(pythons, first.files, strict=True) if name]
    built = [str(one) for one, name in zip(pythons, first.files, strict=True) if not name]
    return (
        f"{markdown.text(first.label)}: {', '.join(map(_architecture, answers))}",
        state.yes(_listed(got)) if got else state.no("none"),
        (_listed(built) if got else "every Python") if built else markdown.NOTHING,
    )


def _listed(pythons: Sequence[str]) -> str:
    return markdown.text(", ".join(shortened(pythons)))


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
