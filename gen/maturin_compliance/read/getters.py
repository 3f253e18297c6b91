"""Values of a document with the type that their place asks for; another type is a fault, not an error."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType

from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node, Template
from maturin_compliance.read.faults import Faults


@dataclass(frozen=True, slots=True)
class Cursor:
    """A node, the dotted name of its place, and where faults go.

    Each getter gives None (or nothing) both for a key that is absent and, with a fault, for a wrong type.
    """

    node: Node
    name: str
    faults: Faults

    @property
    def location(self) -> Location:
        """The node's place."""
        return self.node.location

    def get(self, key: str) -> "Cursor | None":
        """The value of a key; YAML's null counts as absent."""
        found = self.node.mapping.get(key)
        if found is None or found.value is None:
            return None
        return Cursor(found, f"{self.name}.{key}" if self.name else key, self.faults)

    def first(self, *keys: str) -> "Cursor | None":
        """The value of the first key that is there."""
        return next((found for key in keys if (found := self.get(key))), None)

    def entries(self) -> "Iterator[tuple[str, Cursor]]":
        """The keys and values of a mapping, null values included."""
        for key, node in self.node.mapping.items():
            yield key, Cursor(node, f"{self.name}.{key}" if self.name else key, self.faults)

    def items(self) -> "Iterator[Cursor]":
        """The items of a sequence."""
        for index, node in enumerate(self.node.items):
            yield Cursor(node, f"{self.name}[{index}]", self.faults)

    def known(self, keys: Collection[str]) -> None:
        """Keep a fault for each key of a mapping that is none of ``keys``."""
        for key, entry in self.entries():
            if key not in keys:
                self.faults.unknown(entry.location, f"{entry.name}: GitHub knows no such key here", key, keys)

    def wrong(self, expected: str) -> None:
        """Keep the fault that the value is not what was expected."""
        self.faults.add(self.location, f"{self.name}: expected {expected}, found {describe(self.node)}")

    def as_table(self) -> "Cursor | None":
        """This value, if it is a mapping."""
        if isinstance(self.node.value, Mapping):
            return self
        self.wrong(_words(self.node)["mapping"])
        return None

    def as_string(self) -> Located[str] | None:
        """This value, if it is a string."""
        if isinstance(self.node.value, str):
            return Located(self.node.value, self.location, self.node.comment)
        self.wrong("a string")
        return None

    def as_strings(self) -> tuple[Located[str], ...]:
        """The strings of this array."""
        if not isinstance(self.node.value, tuple):
            self.wrong(f"{_words(self.node)['sequence']} of strings")
            return ()
        return tuple(found for item in self.items() if (found := item.as_string()))

    def as_template(self) -> Template | None:
        """This value, if it is a scalar of a workflow."""
        value = self.node.value
        if value is None or isinstance(value, bool | int | float | str):
            return Located(value, self.location)
        self.wrong("a scalar")
        return None

    def table(self, key: str) -> "Cursor | None":
        """The mapping at a key."""
        found = self.get(key)
        return found.as_table() if found else None

    def tables(self, key: str) -> "tuple[Cursor, ...]":
        """The mappings in the sequence at a key."""
        found = self.get(key)
        if found is None:
            return ()
        if not isinstance(found.node.value, tuple):
            found.wrong(_words(found.node)["sequence"])
            return ()
        return tuple(table for item in found.items() if (table := item.as_table()))

    def string(self, key: str) -> Located[str] | None:
        """The string at a key."""
        found = self.get(key)
        return found.as_string() if found else None

    def strings(self, key: str) -> tuple[Located[str], ...]:
        """The strings of the array at a key."""
        found = self.get(key)
        return found.as_strings() if found else ()

    def flag(self, key: str) -> Located[bool] | None:
        """The boolean at a key."""
        found = self.get(key)
        if found is None:
            return None
        if isinstance(found.node.value, bool):
            return Located(found.node.value, found.location)
        found.wrong("a boolean")
        return None

    def template(self, key: str) -> Template | None:
        """The scalar at a key of a workflow."""
        found = self.get(key)
        return found.as_template() if found else None

    def templates(self, key: str) -> dict[str, Template]:
        """The scalars of the mapping at a key of a workflow."""
        found = self.table(key)
        if found is None:
            return {}
        return {name: value for name, entry in found.entries() if (value := entry.as_template())}

    def variables(self) -> tuple[dict[str, Template], Template | None]:
        """``env``: the variables, or the expression that stands for them all."""
        found = self.get("env")
        whole = found.node.value if found else None
        if found and isinstance(whole, str) and whole.strip().startswith("${{"):
            return {}, found.as_template()
        return self.templates("env"), None

    def string_map(self, key: str) -> dict[str, Located[str]]:
        """The strings of the table at a key."""
        found = self.table(key)
        if found is None:
            return {}
        return {name: value for name, entry in found.entries() if (value := entry.as_string())}


def describe(node: Node) -> str:
    """What a value is, in the words of its format."""
    words = _words(node)
    names: tuple[tuple[type, str], ...] = (
        (NoneType, "nothing"),
        (bool, "a boolean"),
        (int, "an integer"),
        (float, "a float"),
        (str, "a string"),
        (tuple, words["sequence"]),
        (Mapping, words["mapping"]),
    )
    return next((name for kind, name in names if isinstance(node.value, kind)), "a date or time")


def _words(node: Node) -> dict[str, str]:
    if node.location.path.endswith(".toml"):
        return {"mapping": "a table", "sequence": "an array"}
    return {"mapping": "a mapping", "sequence": "a sequence"}
