"""What a release changed, in sentences: Markdown, losses marked."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from maturin_compliance.history import Changes, FloorChange
from maturin_compliance.render import markdown, state

Title = Callable[[str], str]
"""Gives a check's name as Markdown."""


def sentences(changes: Changes, title: Title) -> tuple[str, ...]:
    """Tell all that changed, those who install first."""
    return (*installs(changes), *checks(changes, title))


def installs(changes: Changes) -> tuple[str, ...]:
    """Tell what changed for those who install."""
    return (*_platforms(changes), *_pythons(changes), *_rest(changes))


def checks(changes: Changes, title: Title) -> tuple[str, ...]:
    """Tell which checks were won and lost."""
    won = (state.yes(f"won: {title(name)}") for name in changes.won)
    lost = (state.no(f"lost: {title(name)}") for name in changes.lost)
    return (*lost, *won)


def _platforms(changes: Changes) -> Iterator[str]:
    if changes.platforms_lost:
        yield state.no(f"no more wheels for {_listed(changes.platforms_lost)}")
    if changes.platforms_gained:
        word = "adds" if changes.wheels[0] else "first"
        yield state.yes(f"{word} wheels for {_listed(changes.platforms_gained)}")


def _pythons(changes: Changes) -> Iterator[str]:
    if not (changes.wheels[0] and changes.wheels[1]):
        return
    if changes.pythons_lost:
        yield state.no(f"drops {_named(changes.pythons_lost)}")
    if changes.pythons_gained:
        yield state.yes(f"adds {_named(changes.pythons_gained)}")
    yield from (state.no(told) for told in _on(changes.pythons_lost_on, "drops"))
    yield from (state.yes(told) for told in _on(changes.pythons_gained_on, "adds"))


def _on(found: Mapping[str, tuple[str, ...]], verb: str) -> Iterator[str]:
    """Join platforms of which the same is to be told."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for platform, labels in found.items():
        groups.setdefault(labels, []).append(platform)
    for labels, platforms in groups.items():
        yield f"{verb} {_named(labels)} on {_listed(platforms)}"


def _rest(changes: Changes) -> Iterator[str]:
    yield from (_floor(floor) for floor in changes.floors)
    if changes.requires_python:
        before, after = (markdown.code(text) if text else "nothing" for text in changes.requires_python)
        yield f"`requires-python` is {after}, was {before}"
    if changes.sdist:
        yield state.yes("adds an sdist") if changes.sdist[1] else state.no("no more sdist")


def _floor(floor: FloorChange) -> str:
    library = next((name for name in ("glibc", "musl") if f"({name})" in floor.platform), "macOS")
    told = f"wheels for {markdown.text(floor.platform)} need {library} {floor.after}, needed {floor.before}"
    return state.no(told) if floor.higher else state.yes(told)


def _listed(names: Sequence[str]) -> str:
    return markdown.listed([markdown.text(name) for name in names])


def _named(labels: Sequence[str]) -> str:
    """Name Pythons: "Python 3.8 and 3.9, PyPy 3.10"."""
    plain = [markdown.text(label) for label in labels if label[:1].isdigit()]
    others = [markdown.text(label) for label in labels if not label[:1].isdigit()]
    return ", ".join([*([f"Python {markdown.listed(plain)}"] if plain else []), *others])
