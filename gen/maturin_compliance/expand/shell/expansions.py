"""Words of Bash: quotes, variables, arrays, braces, globs, substitutions."""

import re
from collections.abc import Callable
from typing import TypeAlias

from tree_sitter import Node

from maturin_compliance.expand.shell.braces import braces
from maturin_compliance.expand.shell.nodes import first, text_of
from maturin_compliance.expand.shell.walk import Leave, Walk
from maturin_compliance.expand.shell.words import known, parameter, unknown

Bash: TypeAlias = Walk[Node]

_SPECIAL = "{},*?["
_QUOTED = {ord(character): chr(0xE100 + index) for index, character in enumerate(_SPECIAL)}
_BARE = {0xE100 + index: character for index, character in enumerate(_SPECIAL)}
_ESCAPED = {ord(character): f"[{character}]" for character in "*?["}
_OPERATORS = (":-", ":=", ":+", ":?", "##", "%%", "//", ",,", "^^", "-", "=", "+", "#", "%", "/")
_QUOTES = ("string", "raw_string", "ansi_c_string")


def fields(walk: Bash, node: Node) -> list[str]:
    """The words that a node becomes: arrays and unquoted variables may be several, braces and globs too."""
    if node.type == "string" and len(node.named_children) == 1:
        items = array(walk, node.named_children[0])
        if items is not None:
            return items
    if node.type in ("simple_expansion", "expansion", "command_substitution"):
        items = array(walk, node)
        return [part for item in ([word(walk, node)] if items is None else items) for part in item.split()]
    if node.type in (*_QUOTES, "variable_assignment"):
        return [word(walk, node)]
    return [found for part in braces(_marked(walk, node)) for found in _globbed(walk, part)]


def _marked(walk: Bash, node: Node) -> str:
    """A word whose quoted characters do not expand braces and globs."""
    if node.type in _QUOTES:
        return word(walk, node).translate(_QUOTED)
    if node.type == "command_substitution":
        return word(walk, node).translate({ord(c): _QUOTED[ord(c)] for c in "{},"})
    if node.type in ("concatenation", "command_name"):
        with walk.budget.deeper():
            return "".join(_marked(walk, child) for child in node.children)
    text = text_of(node)
    if node.type in ("word", "brace_expression") and "\\" in text:
        return re.sub(r"\\(.)", lambda m: m[1].translate(_QUOTED), text.replace("\\\n", ""))
    return word(walk, node)


def _globbed(walk: Bash, text: str) -> list[str]:
    plain = text.translate(_BARE)
    if not known(text) or not any(mark in text for mark in "*?["):
        return [walk.budget.text(plain)]
    return walk.host.glob(plain) or [plain]


def array(walk: Bash, node: Node) -> list[str] | None:
    """The items of ``${name[@]}`` and ``$@``, None for anything else."""
    subscript = first(node, "subscript")
    if subscript is not None and subscript.named_children[-1:]:
        if text_of(subscript.named_children[-1]) not in ("@", "*") or text_of(node)[:3] == "${#":
            return None
        value = walk.variables.get(text_of(subscript.named_children[0]))
        items = list(value) if isinstance(value, list) else [value] if value else []
        walk.budget.text("".join(items))
        return items
    if node.type == "simple_expansion" and text_of(node) in ("$@", "$*"):
        return [v for i in range(1, 10) if isinstance(v := walk.variables.get(str(i)), str)]
    return None


def pattern(walk: Bash, node: Node | None) -> str:
    """A pattern of ``case`` or ``[[ == ]]``: what is quoted stands for itself."""
    if node is None:
        return ""
    if node.type in _QUOTES:
        return word(walk, node).translate(_ESCAPED)
    if node.type == "concatenation":
        with walk.budget.deeper():
            return "".join(pattern(walk, child) for child in node.children)
    return word(walk, node)


def word(walk: Bash, node: Node | None) -> str:
    """The text that a node becomes."""
    if node is None:
        return ""
    with walk.budget.deeper():
        handler = _WORDS.get(node.type)
        if handler is not None:
            return walk.budget.text(handler(walk, node))
        if node.type in ("concatenation", "command_name"):
            return walk.budget.text("".join(word(walk, child) for child in node.children))
        text = text_of(node)
        return walk.budget.text(re.sub(r"\\(.)", r"\1", text.replace("\\\n", "")) if "\\" in text else text)


def expanded(walk: Bash, node: Node) -> str:
    """The text of a string or here document with its expansions done."""
    source = node.text or b""
    parts: list[str] = []
    at = node.start_byte
    for child in node.named_children:
        if child.type in ("string_content", "heredoc_content"):
            continue
        parts.append(source[at - node.start_byte : child.start_byte - node.start_byte].decode(errors="replace"))
        parts.append(word(walk, child))
        at = child.end_byte
    parts.append(source[at - node.start_byte :].decode(errors="replace"))
    return "".join(parts)


def _string(walk: Bash, node: Node) -> str:
    text = expanded(walk, node)
    inner = text[1:-1] if len(text) > 1 else ""
    return inner.replace('\\"', '"').replace("\\\n", "").replace("\\\\", "\\").replace("\\$", "$")


def _value(walk: Bash, name: str) -> str:
    found = walk.variables.get(name)
    if isinstance(found, list):
        return found[0] if found else ""
    return unknown(name) if found is None else found


def _expansion(walk: Bash, node: Node) -> str:
    text = text_of(node)[2:-1]
    subscript = first(node, "subscript")
    if subscript is not None:
        return _item(walk, subscript) if not text.startswith("#") else unknown(text)
    name_node = first(node, "variable_name")
    if name_node is None or not text.startswith(text_of(name_node)):
        return unknown(text)
    name, rest = text_of(name_node), text[len(text_of(name_node)) :]
    if not rest:
        return _value(walk, name)
    operator = next((o for o in _OPERATORS if rest.startswith(o)), "")
    found = walk.variables.get(name)
    value = " ".join(found) if isinstance(found, list) else found
    arguments = [child for child in node.named_children if child != name_node]
    between = "/" if operator in ("/", "//") else ""
    argument = between.join(word(walk, child) for child in arguments) if arguments else rest[len(operator) :]
    return parameter(name, value, operator, argument)


def _item(walk: Bash, subscript: Node) -> str:
    value = walk.variables.get(text_of(subscript.named_children[0]))
    index = text_of(subscript.named_children[-1])
    if isinstance(value, list) and index.isdecimal() and len(index) < 6 and int(index) < len(value):
        return value[int(index)]
    if isinstance(value, list) and index in ("@", "*"):
        return " ".join(value)
    return unknown(text_of(subscript))


def _substitution(walk: Bash, node: Node) -> str:
    out: str | None = None
    with walk.apart():
        try:
            _, out = walk.caught(lambda: walk.body(walk, node))
        except Leave:
            out = None
    return unknown(text_of(node)[2:-1]) if out is None else out.rstrip("\n")


def _opaque(walk: Bash, node: Node) -> str:
    del walk
    return unknown(text_of(node))


_WORDS: dict[str, Callable[[Bash, Node], str]] = {
    "string": _string,
    "raw_string": lambda _, node: text_of(node)[1:-1],
    "ansi_c_string": lambda _, node: text_of(node)[2:-1],
    "simple_expansion": lambda walk, node: _value(walk, text_of(node).lstrip("$")),
    "expansion": _expansion,
    "command_substitution": _substitution,
    "arithmetic_expansion": _opaque,
    "process_substitution": _opaque,
}
