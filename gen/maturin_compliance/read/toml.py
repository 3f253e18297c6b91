"""TOML 1.1 as nodes that know their lines: values by tomli, positions by our own scanner."""

from collections.abc import Mapping

import tomli

from maturin_compliance.location import Location
from maturin_compliance.model.node import Moment, Node
from maturin_compliance.read.bounds import checked
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.toml_positions import KeyPath, Position, scan

MAX_CHARACTERS = 2 * 1024 * 1024
"""Lock files of the largest workspaces stay below a million."""
INTEGERS = range(-(2**63), 2**63)
"""Those that TOML has (https://toml.io/en/v1.1.0#integer)."""

_Value = None | bool | int | float | str | Moment | list["_Value"] | dict[str, "_Value"]


def parse_toml(text: str, path: str) -> Node:
    """The document as a mapping; ``path`` is what its locations name.

    Raises ReadError with a line for text that is not TOML, or that goes beyond a bound.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"is longer than {MAX_CHARACTERS:,} characters")
    text = text.replace("\r\n", "\n")
    positions = scan(text)
    try:
        document: _Value = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise ReadError(f"is not TOML: {error.msg}", error.lineno) from None
    except (RecursionError, ValueError) as error:
        raise ReadError(f"is not TOML that can be read: {error}") from None
    return _node(document, (), positions, Position(1, 1, None), path)


def _node(value: _Value, key: KeyPath, positions: Mapping[KeyPath, Position], above: Position, path: str) -> Node:
    """A node; one that the scanner did not place stands where what holds it stands."""
    position = positions.get(key, above)
    location = Location(path, position.line)
    if isinstance(value, dict):
        below = {
            checked(k, position.line): _node(v, (*key, k), positions, position, path) for k, v in value.items()
        }
        return Node(below, location)
    if isinstance(value, list):
        items = tuple(_node(v, (*key, i), positions, position, path) for i, v in enumerate(value))
        return Node(items, location)
    if isinstance(value, int) and value not in INTEGERS:
        raise ReadError("holds an integer beyond 64 bits", position.line)
    text = checked(value, position.line) if isinstance(value, str) else position.text
    return Node(value, location, position.first_line, text)
