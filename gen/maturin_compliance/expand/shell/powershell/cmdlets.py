"""PowerShell's own commands, as far as they move texts and files; others are programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from maturin_compliance.expand.shell.powershell.tree import Block
from maturin_compliance.expand.shell.powershell.values import Value
from maturin_compliance.expand.shell.walk import Walk
from maturin_compliance.expand.shell.words import known, unknown

_SWITCHES = frozenset(
    (
        "append",
        "nonewline",
        "recurse",
        "force",
        "file",
        "directory",
        "passthru",
        "raw",
        "name",
        "unique",
        "verbose",
    )
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a cmdlet is given: named parameters in lower case, the other words, what is piped into it."""

    named: Mapping[str, str]
    others: list[str]
    piped: Value
    line: int
    blocks: "tuple[Block, ...]" = field(default=())

    def get(self, *names: str, position: int | None = None) -> str | None:
        """A parameter by one of its names, else by its position among the other words."""
        found = next((self.named[name] for name in names if name in self.named), None)
        if found is None and position is not None and position < len(self.others):
            return self.others[position]
        return found


def arguments(words: list[str], piped: Value, line: int, blocks: "tuple[Block, ...]") -> Arguments:
    """Take the words of a cmdlet apart."""
    named: dict[str, str] = {}
    others: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("-") or len(word) < 2 or word[1].isdigit():
            others.append(word)
            continue
        name, colon, value = word[1:].lower().partition(":")
        if not colon and name not in _SWITCHES and waiting and not waiting[0].startswith("-"):
            value = waiting.pop(0)
        named[name] = value
    return Arguments(named, others, piped, line, blocks)


def text_of(items: Value) -> str | None:
    """What a value looks like in a file, None where it may be any text."""
    if any(item[:1] and not known(item[:1]) for item in items):
        return None
    return "".join(f"{item}\n" for item in items)


def send(walk: Walk[Block], path: str, items: Value, *, append: bool) -> None:
    """Write a value to a file."""
    walk.write(path.replace("\\", "/"), text_of(items), append=append)


def _out_file(walk: Walk[Block], given: Arguments) -> Value:
    """``Out-File``: what is piped in goes to a file."""
    path = given.get("filepath", "path", "literalpath", position=0)
    if path is not None:
        items = [given.named["inputobject"]] if "inputobject" in given.named else given.piped
        send(walk, path, items, append="append" in given.named)
    return []


def _set_content(walk: Walk[Block], given: Arguments, *, append: bool) -> Value:
    path = given.get("path", "literalpath", position=0)
    named = "path" in given.named or "literalpath" in given.named
    value = given.get("value", position=0 if named else 1)
    if path is not None:
        send(walk, path, given.piped if value is None else [value], append=append)
    return []


def _get_content(walk: Walk[Block], given: Arguments) -> Value:
    path = given.get("path", "literalpath", position=0)
    text = walk.read(path.replace("\\", "/")) if path else None
    if text is None:
        return [unknown("content")]
    return [text] if "raw" in given.named else text.splitlines()


def _children(walk: Walk[Block], given: Arguments) -> Value:
    """``Get-ChildItem``: the files that a pattern or folder has."""
    folder = (given.get("path", "literalpath", position=0) or "*").replace("\\", "/")
    pattern = given.get("filter", "include")
    if pattern is not None:
        folder = f"{folder.rstrip('/*')}/{'**/' if 'recurse' in given.named else ''}{pattern}"
    elif not any(mark in folder for mark in "*?["):
        folder = f"{folder.rstrip('/')}/*"
    return (walk.host.glob(folder) if known(folder) else []) or [unknown("files")]


def _select(_walk: Walk[Block], given: Arguments) -> Value:
    """``Select-Object -First n``; other forms keep what is piped in."""
    for name in ("first", "last"):
        count = given.named.get(name, "")
        if count.isdecimal() and len(count) < 6:
            return given.piped[: int(count)] if name == "first" else given.piped[-int(count) :]
    return given.piped


def _join_path(_walk: Walk[Block], given: Arguments) -> Value:
    parts = [given.get("path", position=0), given.get("childpath", position=0 if "path" in given.named else 1)]
    return ["/".join(part.rstrip("\\/") for part in parts if part is not None)]


def _enter(walk: Walk[Block], given: Arguments) -> Value:
    path = given.get("path", "literalpath", position=0)
    if path is not None:
        walk.enter(path.replace("\\", "/"))
    return []


def _program(name: str) -> "Callable[[Walk[Block], Arguments], Value]":
    """A cmdlet that does what a program of Unix does, its parameters in the order of that."""

    def call(walk: Walk[Block], given: Arguments) -> Value:
        named = [given.named[key] for key in ("path", "literalpath", "destination") if key in given.named]
        piped = given.piped if not named and not given.others else []
        first = named[:1] if "path" in given.named or "literalpath" in given.named else []
        words = [name, *first, *given.others, *piped, *named[len(first) :]]
        _, text = walk.caught(lambda: walk.run([word.replace("\\", "/") for word in words], {}, given.line))
        return (text or "").splitlines()

    return call


def _print(walk: Walk[Block], given: Arguments) -> Value:
    """``Write-Output`` and ``echo``: what is given, item by item."""
    items = given.others or given.piped
    if "inputobject" in given.named:
        items = [given.named["inputobject"]]
    walk.caught(lambda: walk.run(["echo", *items], {}, given.line))
    return list(items)


def _say(walk: Walk[Block], given: Arguments) -> Value:
    """``Write-Host``: for the log alone."""
    _print(walk, given)
    return []


def _nothing(_walk: Walk[Block], _given: Arguments) -> Value:
    return []


def _opaque(_walk: Walk[Block], _given: Arguments) -> Value:
    return [unknown("value")]


Cmdlet = Callable[[Walk[Block], Arguments], Value]

CMDLETS: Mapping[str, Cmdlet] = {
    "write-output": _print,
    "echo": _print,
    "write": _print,
    "write-host": _say,
    "out-file": _out_file,
    "add-content": lambda walk, given: _set_content(walk, given, append=True),
    "ac": lambda walk, given: _set_content(walk, given, append=True),
    "set-content": lambda walk, given: _set_content(walk, given, append=False),
    "get-content": _get_content,
    "gc": _get_content,
    "cat": _get_content,
    "type": _get_content,
    "get-childitem": _children,
    "get-item": _children,
    "gci": _children,
    "ls": _children,
    "dir": _children,
    "select-object": _select,
    "select": _select,
    "sort-object": _select,
    "join-path": _join_path,
    "resolve-path": lambda _walk, given: given.others[:1] or given.piped,
    "set-location": _enter,
    "push-location": _enter,
    "cd": _enter,
    "pushd": _enter,
    "new-item": _program("mkdir"),
    "mkdir": _program("mkdir"),
    "copy-item": _program("cp"),
    "cp": _program("cp"),
    "copy": _program("cp"),
    "move-item": _program("mv"),
    "mv": _program("mv"),
    "move": _program("mv"),
    "rename-item": _program("mv"),
    "remove-item": _program("rm"),
    "rm": _program("rm"),
    "del": _program("rm"),
    "out-null": _nothing,
    "write-error": _nothing,
    "write-warning": _nothing,
    "write-verbose": _nothing,
    "set-strictmode": _nothing,
    "pop-location": _nothing,
    "popd": _nothing,
    "test-path": _opaque,
    "get-command": _opaque,
    "where-object": _opaque,
    "where": _opaque,
    "?": _opaque,
    "get-date": _opaque,
    "convertfrom-json": _opaque,
    "select-string": _opaque,
    "invoke-webrequest": _opaque,
    "iwr": _opaque,
}
