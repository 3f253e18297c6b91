"""YAML 1.2 as nodes that know their lines, built from parse events so that depth and size are bounded."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import yaml
from yaml._yaml import Mark as CMark
from yaml.error import Mark

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.read.bounds import checked
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.yaml_schema import resolve, resolve_tagged

MAX_CHARACTERS = 1024 * 1024
"""GitHub's own bound of a workflow (actions/runner, WorkflowParser/ParseOptions.cs, MaxFileSize)."""
MAX_EVENTS = 50_000
"""GitHub's own bound, aliases expanded (actions/runner, YamlObjectReader.cs, c_maxYamlNodes)."""
MAX_DEPTH = 100
"""Levels of mappings and sequences; GitHub stops at 50."""
_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says where it stops at 1,000 levels, before it has told of the first (since PyYAML 6.0.4)."""

_DEEPER = f"is nested deeper than {MAX_DEPTH} levels"

_Mark = Mark | CMark
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+|#[^\n]*\n\s*)*")
_COMMENT = re.compile(r"[ \t]+#[ \t]*(?P<said>[^\r\n]*)")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")


def parse_yaml(text: str, path: str, *, github: bool = False) -> Node:
    """The only document of ``text``; ``path`` is what its locations name. An empty text is null.

    ``github`` refuses what GitHub refuses in a workflow: keys that differ only in case, merge keys.
    Raises ReadError, with a line where one is known, for what is not YAML or goes beyond a bound.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"is longer than {MAX_CHARACTERS:,} characters, the most that GitHub reads")
    builder = _Builder(path, _Source(text), github)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = builder.source.line(mark) if mark else None
        if error.problem == _TOO_DEEP:
            raise ReadError(_DEEPER, line) from None
        raise ReadError(f"is not YAML: {error.problem or error.context}", line) from None
    except yaml.reader.ReaderError as error:
        line = _line_of(text, error.character)
        raise ReadError(f"is not YAML: {error.reason}", line) from None
    return builder.document or Node(None, Location(path, 1), 1, "")


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=_PARSER))


def _line_of(text: str, character: int | str) -> int | None:
    found = text.find(chr(character) if isinstance(character, int) else character)
    return text.count("\n", 0, found) + 1 if found >= 0 else None


@dataclass(frozen=True)
class _Source:
    text: str

    def line(self, mark: _Mark | None) -> int:
        """A mark's line. The parser takes the line breaks of YAML 1.1, which 1.2 and editors do not."""
        if mark is None:
            return 1
        if self._has_other_breaks:
            return bisect_right(self._starts, mark.index)
        return int(mark.line) + 1

    def content_line(self, event: yaml.ScalarEvent) -> int:
        """The line of a scalar's first own character: a block scalar's text starts below its header."""
        line = self.line(event.start_mark)
        if event.start_mark and (event.anchor or event.tag):
            properties = _PROPERTIES.match(self.text, event.start_mark.index)
            line += properties[0].count("\n") if properties else 0
        return line + 1 if event.style in {"|", ">"} else line

    def comment(self, event: yaml.ScalarEvent) -> str:
        """What a comment behind a scalar says; a block scalar has none."""
        if event.end_mark is None or event.style in {"|", ">"}:
            return ""
        found = _COMMENT.match(self.text, event.end_mark.index)
        return found["said"].rstrip() if found else ""

    @cached_property
    def _has_other_breaks(self) -> bool:
        return _OTHER_BREAKS.search(self.text) is not None

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not come yet."""

    location: Location
    anchor: str | None
    started: int
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] | None = None
    key: Node | None = None
    folded: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Builder:
    path: str
    source: _Source
    github: bool
    document: Node | None = None
    waiting: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    events: int = 0

    def take(self, event: yaml.Event) -> None:
        """Add what an event says."""
        self.count(1, event)
        match event:
            case yaml.ScalarEvent():
                self.place(self.scalar(event), event.anchor, self.events - 1)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self.open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.close()
            case yaml.AliasEvent():
                self.alias(event)
            case yaml.DocumentStartEvent() if self.document is not None:
                raise ReadError("holds more than one document", self.source.line(event.start_mark))

    def count(self, events: int, event: yaml.Event) -> None:
        """Bound the work, what aliases repeat included."""
        self.events += events
        if self.events > MAX_EVENTS:
            message = f"holds more than {MAX_EVENTS:,} YAML nodes, aliases repeated, the most that GitHub reads"
            raise ReadError(message, self.source.line(event.start_mark))

    def open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        """Start a mapping or sequence."""
        if len(self.waiting) >= MAX_DEPTH:
            raise ReadError(_DEEPER, self.source.line(event.start_mark))
        opened = _Open(self.location(event), event.anchor, self.events - 1)
        if isinstance(event, yaml.MappingStartEvent):
            opened.entries = {}
        self.waiting.append(opened)

    def close(self) -> None:
        """End the innermost mapping or sequence."""
        opened = self.waiting.pop()
        value = tuple(opened.items) if opened.entries is None else opened.entries
        self.place(Node(value, opened.location), opened.anchor, opened.started)

    def location(self, event: yaml.Event) -> Location:
        """The line of the key for a value of a mapping, else the event's own."""
        key = self.waiting[-1].key if self.waiting else None
        return key.location if key else Location(self.path, self.source.line(event.start_mark))

    def scalar(self, event: yaml.ScalarEvent) -> Node:
        """A scalar with its value by the core schema."""
        location, text = self.location(event), checked(event.value, self.source.line(event.start_mark))
        if event.tag and not event.implicit[1]:
            value = resolve_tagged(text, event.tag, self.source.line(event.start_mark))
        else:
            value = resolve(text) if event.implicit[0] else text
        return Node(value, location, self.source.content_line(event), text, self.source.comment(event))

    def alias(self, event: yaml.AliasEvent) -> None:
        """Repeat an anchored node; its parts keep the lines where they are written."""
        found = self.anchors.get(event.anchor or "")
        if found is None:
            raise ReadError(f"uses the anchor `{event.anchor}` before its end", self.source.line(event.start_mark))
        node, size = found
        self.count(size, event)
        self.place(replace(node, location=self.location(event)), None, self.events)

    def place(self, node: Node, anchor: str | None, started: int) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self.anchors[anchor] = (node, self.events - started)
        if not self.waiting:
            self.document = node
            return
        opened = self.waiting[-1]
        if opened.entries is None:
            opened.items.append(node)
        elif opened.key is None:
            opened.key = node
            self.check_key(opened, node)
        else:
            opened.entries[_key_text(opened.key)] = node
            opened.key = None

    def check_key(self, opened: _Open, key: Node) -> None:
        """Refuse a key that is no scalar, comes twice, or that GitHub does not take."""
        if not key.is_scalar:
            raise ReadError("has a mapping or sequence as a key", key.location.line)
        text = _key_text(key)
        same = text.casefold() if self.github else text
        if same in opened.folded:
            raise ReadError(f"has the key `{text}` twice", key.location.line)
        if self.github and text == "<<" and key.text == "<<":
            raise ReadError("has a merge key `<<`, which GitHub does not know", key.location.line)
        opened.folded.add(same)


def _key_text(key: Node) -> str:
    """A key as GitHub turns it into a string: ``3.10:`` is "3.1", ``true:`` is "true"."""
    match key.value:
        case None:
            return ""
        case bool():
            return "true" if key.value else "false"
        case float() if key.value.is_integer():
            return str(int(key.value))
        case _:
            return str(key.value)
