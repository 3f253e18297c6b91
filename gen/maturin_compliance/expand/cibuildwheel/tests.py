"""The tests that cibuildwheel runs on each wheel. Source: ``platforms/*.py`` of cibuildwheel."""

import re
import shlex
from collections.abc import Iterator

from maturin_compliance.expand.cibuildwheel.order import Order
from maturin_compliance.expand.cibuildwheel.settings import Settings, selects
from maturin_compliance.expand.release import Install, Test, Wheel
from maturin_compliance.expand.tools.deselected import deselected

NO_TESTS = frozenset({"cd", "export", "set", "echo", "pip", "mkdir", "cp", "ls", "rm", "uv pip", "source", "."})


def note_tests(order: Order, settings: Settings, identifier: str, wheel: Wheel) -> None:
    """Note that a wheel is installed and tested, where a test command is set and the machine can run it."""
    command = settings.get("test-command", identifier, separator=" && ")
    skip = settings.get("test-skip", by_platform=False)
    if not command.text or selects(skip.text, identifier) or not runs(order, identifier):
        return
    found = list(commands(command.text))
    origin = order.job.origin(order.location)
    if found:
        order.job.activities.append(Install(origin=origin, source="folder", isolated=True, wheel=wheel.filename))
    for words in found:
        order.job.activities.append(
            Test(
                origin=order.job.origin(command.location or order.location),
                tool=tool_of(words),
                words=words,
                wheel=wheel.filename,
                deselected=tuple(deselected(words)),
            )
        )


def runs(order: Order, identifier: str) -> bool:
    """Whether the machine can run what it built: x64 cannot run Arm outside a container."""
    foreign = identifier.endswith(("-macosx_arm64", "-win_arm64"))
    return not (foreign and order.job.machine.architecture == "x64")


def commands(text: str) -> Iterator[tuple[str, ...]]:
    """The commands of a text that test something, paths of the project as they stand in it."""
    text = re.sub(r"\{(?:project|package)\}", ".", text)
    for part in re.split(r"&&|;|\n", text):
        try:
            words = tuple(shlex.split(part))
        except ValueError:
            words = tuple(part.split())
        if (
            words
            and words[0] not in NO_TESTS
            and " ".join(words[:2]) not in NO_TESTS
            and "install" not in words[:4]
        ):
            yield from_pytest(words)


def from_pytest(words: tuple[str, ...]) -> tuple[str, ...]:
    """A call without what stands before pytest: ``python -m``, ``uv run``."""
    at = next((i for i, word in enumerate(words) if word.rpartition("/")[2] in ("pytest", "py.test")), 0)
    return words[at:]


def tool_of(words: tuple[str, ...]) -> str:
    """The program that tests: pytest however it is called, else the first word."""
    names = [word.rpartition("/")[2] for word in words]
    for tool in ("pytest", "unittest", "nose2", "tox", "nox"):
        if tool in names or (tool == "pytest" and "py.test" in names):
            return tool
    if names[:2] == ["cargo", "test"]:
        return "cargo test"
    return "python -c" if "-c" in names[1:3] and names[0].startswith("python") else names[0]
