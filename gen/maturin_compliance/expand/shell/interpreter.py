"""Follow a Bash script from command to command.

Tree-sitter gives the syntax tree. What a program prints or returns is only known where the host says so; a
test that cannot be decided makes the commands of both branches uncertain.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from posixpath import join, normpath
from typing import Protocol

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from maturin_compliance.expand.filters import braces, path_pattern
from maturin_compliance.expand.shell.words import UNKNOWN, known, parameter, unknown

MOST_COMMANDS = 2000
DEEPEST = 200

Variables = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A simple command with what surrounds it.

    ``words`` may hold UNKNOWN marks; ``line`` counts from 0 in the script; ``input`` is what a pipe or here
    document feeds it, None where that is not known; ``certain`` is False inside a branch that may not run.
    """

    words: tuple[str, ...]
    env: Variables
    folder: str
    line: int
    input: str | None
    certain: bool


class Host(Protocol):
    """What surrounds a script: its files and the programs it calls."""

    def call(self, invocation: Invocation) -> str | None:
        """Take note of a command; gives what it prints, None where that is not known."""

    def write(self, path: str, text: str | None, *, append: bool) -> None:
        """Take what is redirected to a file, None where the text is not known."""

    def read(self, path: str) -> str | None:
        """The text of a file, None where it is not known."""

    def glob(self, pattern: str) -> list[str]:
        """The paths that a pattern of the shell names; none where they are not known."""


class _Exit(Exception):  # noqa: N818 - control flow of the followed script
    """The script ends here."""


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def follow(script: str, host: Host, variables: Variables, folder: str, *, certain: bool = True) -> None:
    """Follow a script; ``variables`` are its environment and hold what it has set when it ends.

    ``folder`` is the working directory. Scripts that nest deeper than 200 or run more than 2,000 commands
    are left where they reach that bound.
    """
    tree = _parser().parse(script.encode())
    try:
        _Walk(host, variables, folder, certain).block(tree.root_node)
    except _Exit:
        return


@dataclass(slots=True)
class _Walk:
    host: Host
    variables: Variables
    folder: str
    certain: bool
    functions: dict[str, Node] = field(default_factory=dict)
    commands: int = 0
    depth: int = 0
    printed: list[str | None] | None = None
    feed: str | None = ""

    def block(self, node: Node) -> bool | None:
        status: bool | None = True
        for child in node.named_children:
            status = self.statement(child)
        return status

    def statement(self, node: Node) -> bool | None:
        """Follow a statement; gives its status: True, False, or None where it is not known."""
        handler = _STATEMENTS.get(node.type)
        if handler is None:
            return True
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Exit
        try:
            return handler(self, node)
        finally:
            self.depth -= 1

    @contextmanager
    def uncertain(self) -> Iterator[None]:
        before, self.certain = self.certain, False
        try:
            yield
        finally:
            self.certain = before

    def maybe(self, branches: Sequence[Callable[[], object]]) -> None:
        """Follow branches of which one may run; a variable that they leave different is unknown after."""
        start = dict(self.variables)
        ends: list[Variables] = [start]
        for branch in branches:
            self.variables.clear()
            self.variables.update(start)
            with self.uncertain():
                try:
                    branch()
                except _Exit:
                    continue
            ends.append(dict(self.variables))
        names = {name for end in ends for name in end}
        self.variables.clear()
        for name in sorted(names):
            values = [end.get(name) for end in ends]
            same = all(value == values[0] for value in values) and values[0] is not None
            self.variables[name] = values[0] if same and values[0] is not None else unknown(name)

    # statements

    def list_(self, node: Node) -> bool | None:
        left, right = node.named_children[0], node.named_children[-1]
        operator = _operator(node)
        status = self.statement(left)
        if status is None:
            with self.uncertain():
                self.statement(right)
            return None
        if status is (operator == "&&"):
            return self.statement(right)
        return status

    def if_(self, node: Node) -> bool | None:
        clauses = _clauses(node)
        for index, (condition, body) in enumerate(clauses):
            decided = True if condition is None else self.conditions(condition)
            if decided is None:
                rest = clauses[index:]
                self.maybe([partial(self.all, body) for _, body in rest])
                return None
            if decided:
                return self.all(body)
        return True

    def conditions(self, nodes: list[Node]) -> bool | None:
        status: bool | None = True
        for node in nodes:
            status = self.statement(node)
        if nodes and nodes[-1].type in ("command", "pipeline", "redirected_statement", "negated_command"):
            return self.decided(nodes[-1], status)
        return status

    def decided(self, node: Node, status: bool | None) -> bool | None:
        """A program's status is not known, but for ``true``, ``false`` and ``test``."""
        inner = node.named_children[0] if node.type == "negated_command" else node
        name = _text(inner.child_by_field_name("name")) if inner.type == "command" else ""
        if inner.type == "test_command" or name in ("true", "false", "test", "[", ":"):
            return status
        return None

    def all(self, nodes: list[Node]) -> bool | None:
        status: bool | None = True
        for node in nodes:
            status = self.statement(node)
        return status

    def for_(self, node: Node) -> bool | None:
        variable = _text(node.child_by_field_name("variable"))
        body = node.child_by_field_name("body")
        values = [
            word
            for child in node.named_children
            if child not in (node.child_by_field_name("variable"), body)
            for word in self.fields(child)
        ]
        for value in values:
            self.variables[variable] = value
            if body is not None:
                self.block(body)
        return True

    def while_(self, node: Node) -> bool | None:
        body = node.child_by_field_name("body")
        if body is not None:
            self.maybe([lambda: self.block(body)])
        return None

    def case(self, node: Node) -> bool | None:
        value = node.child_by_field_name("value")
        subject = self.word(value) if value is not None else ""
        items = [child for child in node.named_children if child.type == "case_item"]
        if not known(subject):
            self.maybe([partial(self.all, _after_values(item)) for item in items])
            return None
        for item in items:
            patterns = [self.word(p, keep=True) for p in item.children_by_field_name("value")]
            if any(path_pattern(p).fullmatch(subject) for p in patterns):
                return self.all(_after_values(item))
        return True

    def subshell(self, node: Node) -> bool | None:
        variables, folder = dict(self.variables), self.folder
        try:
            return self.block(node)
        except _Exit:
            return None
        finally:
            self.variables.clear()
            self.variables.update(variables)
            self.folder = folder

    def negated(self, node: Node) -> bool | None:
        status = self.statement(node.named_children[0])
        return None if status is None else not status

    def function(self, node: Node) -> bool | None:
        body = node.child_by_field_name("body")
        if body is not None:
            self.functions[_text(node.child_by_field_name("name"))] = body
        return True

    def pipeline(self, node: Node) -> bool | None:
        feed, status = self.feed, None
        for child in node.named_children:
            outer, self.printed = self.printed, []
            try:
                status = self.statement(child)
                out = self.printed
            finally:
                self.printed = outer
            self.feed = _joined(out)
        last, self.feed = self.feed, feed
        self.print(last)
        return status

    def redirected(self, node: Node) -> bool | None:
        feed = self.feed
        outer, self.printed = self.printed, []
        try:
            self.feed = self.here(node, feed)
            body = node.child_by_field_name("body")
            status = self.statement(body) if body is not None else True
            out = _joined(self.printed)
        finally:
            self.printed, self.feed = outer, feed
        if not self.write(node, out):
            self.print(out)
        return status

    def here(self, node: Node, feed: str | None) -> str | None:
        """What ``<<EOF``, ``<<<`` and ``<`` feed to a command."""
        for child in node.named_children:
            if child.type == "heredoc_redirect":
                raw = "'" in _text(_first(child, "heredoc_start")) or '"' in _text(_first(child, "heredoc_start"))
                body = _first(child, "heredoc_body")
                if body is None:
                    return ""
                return _text(body) if raw else self.expanded(body)
            if child.type == "herestring_redirect":
                return self.word(child.named_children[0]) + "\n"
            if child.type == "file_redirect" and _operator(child) == "<":
                return self.host.read(self.word(child.named_children[-1]))
        return feed

    def write(self, node: Node, out: str | None) -> bool:
        """Send what was printed to the file of a redirect; tells whether there was one for standard output."""
        waiting = list(node.named_children)
        found = False
        while waiting:
            child = waiting.pop(0)
            if child.type == "heredoc_redirect":
                waiting.extend(child.named_children)
            if child.type != "file_redirect" or _operator(child) not in (">", ">>", "&>", "&>>", ">|"):
                continue
            descriptor = child.child_by_field_name("descriptor")
            if descriptor is not None and _text(descriptor) != "1":
                continue
            target = child.child_by_field_name("destination") or child.named_children[-1]
            text = out if self.certain else None
            self.host.write(self.word(target), text, append=_operator(child).endswith(">>"))
            found = True
        return found

    def print(self, text: str | None) -> None:
        if self.printed is not None:
            self.printed.append(text)

    def assignment(self, node: Node) -> bool | None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None:
            return True
        before = self.variables.get(_text(name))
        if value is not None and value.type == "array":
            items = [word for child in value.named_children for word in self.fields(child)]
            appended = _operator(node) == "+=" and isinstance(before, list)
            self.variables[_text(name)] = [*before, *items] if appended and isinstance(before, list) else items
        else:
            text = self.word(value) if value is not None else ""
            appended = _operator(node) == "+=" and isinstance(before, str)
            self.variables[_text(name)] = f"{before}{text}" if appended else text
        return True

    def declaration(self, node: Node) -> bool | None:
        for child in node.named_children:
            if child.type == "variable_assignment":
                self.assignment(child)
        return True

    def test(self, node: Node) -> bool | None:
        return self.condition(node.named_children[0]) if node.named_children else False

    def command(self, node: Node) -> bool | None:
        self.commands += 1
        if self.commands > MOST_COMMANDS:
            raise _Exit
        local: Variables = {}
        words: list[str] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                value = child.child_by_field_name("value")
                name = _text(child.child_by_field_name("name"))
                local[name] = self.word(value) if value is not None else ""
            elif child.type == "herestring_redirect":
                self.feed = self.word(child.named_children[0]) + "\n"
            elif child.type != "file_redirect":
                words += self.fields(child)
        if not words:
            return True
        return self.dispatch(words, local, node.start_point[0])

    def dispatch(self, words: list[str], local: Variables, line: int) -> bool | None:
        name = words[0]
        if name in self.functions:
            return self.call_function(words)
        if name == "exit":
            raise _Exit
        if name in ("true", ":"):
            return True
        if name == "false":
            return False
        if name == "cd":
            self.folder = _below(self.folder, words[1]) if len(words) > 1 else self.folder
            return True
        if name in ("test", "["):
            return simple_test([w for w in words[1:] if w != "]"])
        if name in ("source", ".", "eval"):
            return None
        invocation = Invocation(tuple(words), self.variables | local, self.folder, line, self.feed, self.certain)
        self.print(self.host.call(invocation))
        return True

    def call_function(self, words: list[str]) -> bool | None:
        self.depth += 10
        if self.depth > DEEPEST:
            raise _Exit
        outer = {name: self.variables.get(name) for name in map(str, range(1, 10))}
        try:
            self.variables |= {str(i): word for i, word in enumerate(words[1:10], 1)}
            return self.statement(self.functions[words[0]])
        finally:
            self.depth -= 10
            for key, value in outer.items():
                if value is None:
                    self.variables.pop(key, None)
                else:
                    self.variables[key] = value

    # conditions of [[ ]]

    def condition(self, node: Node) -> bool | None:
        if node.type == "parenthesized_expression":
            return self.condition(node.named_children[0])
        if node.type == "unary_expression":
            operator = _text(node.child_by_field_name("operator")) or _operator(node)
            operand = node.named_children[-1]
            if operator == "!":
                decided = self.condition(operand)
                return None if decided is None else not decided
            return simple_test([operator, self.word(operand)])
        if node.type == "binary_expression":
            return self.binary(node)
        return simple_test([self.word(node)])

    def binary(self, node: Node) -> bool | None:
        operator = _operator(node)
        left, right = node.named_children[0], node.named_children[-1]
        if operator in ("&&", "||"):
            first = self.condition(left)
            if first is (operator == "||"):
                return first
            second = self.condition(right)
            if first is None:
                return second if second is (operator == "||") else None
            return second
        return compare(self.word(left), operator, self.word(right, keep=True), raw=_text(right))

    # words

    def fields(self, node: Node) -> list[str]:
        """The words that a node becomes: arrays and unquoted variables may be several, braces and globs too."""
        if node.type == "string" and len(node.named_children) == 1:
            array = self.array(node.named_children[0])
            if array is not None:
                return array
        if node.type in ("simple_expansion", "expansion"):
            array = self.array(node)
            return array if array is not None else self.word(node).split()
        if node.type == "command_substitution":
            return self.word(node).split()
        text = self.word(node)
        if node.type in ("word", "concatenation", "number", "brace_expression") or node.type == "command_name":
            return [found for part in braces(text) for found in self.globbed(node, part)]
        return [text]

    def globbed(self, node: Node, text: str) -> list[str]:
        if not known(text) or not any(c in text for c in "*?["):
            return [text]
        quoted = {"string", "raw_string", "command_name"} & {c.type for c in (node, *node.named_children)}
        if quoted and not any(c in _unquoted(node) for c in "*?["):
            return [text]
        return self.host.glob(text) or [text]

    def array(self, node: Node) -> list[str] | None:
        """The items of ``${name[@]}`` and ``$@``, None for anything else."""
        subscript = _first(node, "subscript")
        if subscript is not None and subscript.named_children[-1:]:
            if _text(subscript.named_children[-1]) not in ("@", "*"):
                return None
            value = self.variables.get(_text(subscript.named_children[0]))
            return list(value) if isinstance(value, list) else [value] if value else []
        if node.type == "simple_expansion" and _text(node) in ("$@", "$*"):
            return [v for i in range(1, 10) if isinstance(v := self.variables.get(str(i)), str)]
        return None

    def word(self, node: Node | None, *, keep: bool = False) -> str:
        """The text that a node becomes; ``keep`` leaves quoted glob characters as they are."""
        if node is None:
            return ""
        handler = _WORDS.get(node.type)
        if handler is not None:
            return handler(self, node)
        if node.type in ("concatenation", "command_name"):
            return "".join(self.word(child, keep=keep) for child in node.children)
        return _unescaped(_text(node))

    def expanded(self, node: Node) -> str:
        """The text of a string or here document with its expansions done."""
        source = node.text or b""
        text, at = "", node.start_byte
        for child in node.named_children:
            if child.type in ("string_content", "heredoc_content"):
                continue
            text += source[at - node.start_byte : child.start_byte - node.start_byte].decode()
            text += self.word(child)
            at = child.end_byte
        text += source[at - node.start_byte :].decode()
        return text

    def string(self, node: Node) -> str:
        text = self.expanded(node)
        inner = text[1:-1] if len(text) > 1 else ""
        return inner.replace('\\"', '"').replace("\\\n", "").replace("\\\\", "\\").replace("\\$", "$")

    def simple(self, node: Node) -> str:
        return self.value(_text(node).lstrip("$"))

    def value(self, name: str) -> str:
        found = self.variables.get(name)
        if isinstance(found, list):
            return found[0] if found else ""
        return unknown(name) if found is None else found

    def expansion(self, node: Node) -> str:
        text = _text(node)[2:-1]
        subscript = _first(node, "subscript")
        if subscript is not None:
            return self.item(subscript)
        name_node = _first(node, "variable_name")
        if name_node is None or not text.startswith(_text(name_node)):
            return unknown(text)
        name, rest = _text(name_node), text[len(_text(name_node)) :]
        if not rest:
            return self.value(name)
        operator = next((o for o in _OPERATORS if rest.startswith(o)), "")
        found = self.variables.get(name)
        value = " ".join(found) if isinstance(found, list) else found
        argument_nodes = [c for c in node.named_children if c is not name_node and c != name_node]
        argument = "".join(self.word(c) for c in argument_nodes) if argument_nodes else rest[len(operator) :]
        return parameter(name, value, operator, argument)

    def item(self, subscript: Node) -> str:
        value = self.variables.get(_text(subscript.named_children[0]))
        index = _text(subscript.named_children[-1])
        if isinstance(value, list) and index.isdecimal() and int(index) < len(value):
            return value[int(index)]
        if isinstance(value, list) and index in ("@", "*"):
            return " ".join(value)
        return unknown(_text(subscript))

    def substitution(self, node: Node) -> str:
        outer, self.printed = self.printed, []
        variables, folder = dict(self.variables), self.folder
        try:
            self.block(node)
            out = _joined(self.printed)
        except _Exit:
            out = None
        finally:
            self.printed, self.folder = outer, folder
            self.variables.clear()
            self.variables.update(variables)
        return unknown(_text(node)[2:-1][:40]) if out is None else out.rstrip("\n")


_OPERATORS = (":-", ":=", ":+", ":?", "##", "%%", "//", ",,", "^^", "-", "=", "+", "#", "%", "/")

_STATEMENTS: dict[str, Callable[[_Walk, Node], bool | None]] = {
    "program": _Walk.block,
    "list": _Walk.list_,
    "if_statement": _Walk.if_,
    "for_statement": _Walk.for_,
    "while_statement": _Walk.while_,
    "case_statement": _Walk.case,
    "subshell": _Walk.subshell,
    "compound_statement": _Walk.block,
    "do_group": _Walk.block,
    "negated_command": _Walk.negated,
    "function_definition": _Walk.function,
    "pipeline": _Walk.pipeline,
    "redirected_statement": _Walk.redirected,
    "variable_assignment": _Walk.assignment,
    "variable_assignments": _Walk.declaration,
    "declaration_command": _Walk.declaration,
    "test_command": _Walk.test,
    "command": _Walk.command,
}

_WORDS: dict[str, Callable[[_Walk, Node], str]] = {
    "string": _Walk.string,
    "raw_string": lambda _, node: _text(node)[1:-1],
    "ansi_c_string": lambda _, node: _text(node)[2:-1],
    "simple_expansion": _Walk.simple,
    "expansion": _Walk.expansion,
    "command_substitution": _Walk.substitution,
    "arithmetic_expansion": lambda _, node: unknown(_text(node)[:20]),
    "process_substitution": lambda _, node: unknown(_text(node)[:20]),
}


def simple_test(words: list[str]) -> bool | None:
    """``test``: strings compared, ``-n``, ``-z``; None for files and whatever else cannot be known."""
    if len(words) == 1:
        return bool(words[0]) if known(words[0]) else None
    if words[:1] == ["!"]:
        decided = simple_test(words[1:])
        return None if decided is None else not decided
    if len(words) == 2 and words[0] in ("-n", "-z") and known(words[1]):
        return bool(words[1]) is (words[0] == "-n")
    if len(words) == 3:
        return compare(words[0], words[1], words[2], raw="''")
    return None


def compare(left: str, operator: str, right: str, *, raw: str) -> bool | None:
    """``==``, ``=``, ``!=`` of two words; the right one is a glob unless ``raw`` shows it quoted."""
    if operator not in ("==", "=", "!=") or not known(left) or not known(right):
        return None
    quoted = raw[:1] in "'\"" and raw[-1:] in "'\""
    equal = left == right if quoted else path_pattern(right.replace("*", "**")).fullmatch(left) is not None
    return equal is (operator != "!=")


def _clauses(node: Node) -> list[tuple[list[Node] | None, list[Node]]]:
    """The branches of an ``if``: condition (None for ``else``) and body."""
    found: list[tuple[list[Node] | None, list[Node]]] = []
    condition: list[Node] = []
    body: list[Node] = []
    seen_then = False
    for child in node.children:
        if child.type == "then":
            seen_then = True
        elif child.type == "elif_clause":
            found += _clauses(child)
        elif child.type == "else_clause":
            found.append((None, child.named_children))
        elif child.is_named and child.type != "comment":
            (body if seen_then else condition).append(child)
    return [(condition, body), *found]


def _after_values(item: Node) -> list[Node]:
    values = item.children_by_field_name("value")
    return [child for child in item.named_children if child not in values]


def _text(node: Node | None) -> str:
    return (node.text or b"").decode() if node is not None else ""


def _first(node: Node, kind: str) -> Node | None:
    return next((child for child in node.named_children if child.type == kind), None)


def _operator(node: Node) -> str:
    return next((_text(child) for child in node.children if not child.is_named and child.type not in "()[[]]"), "")


def _unquoted(node: Node) -> str:
    return "".join(_text(child) for child in (node.children or [node]) if "string" not in child.type)


def _unescaped(text: str) -> str:
    return text.replace("\\\n", "").replace("\\", "") if "\\" in text else text


def _joined(parts: list[str | None] | None) -> str | None:
    if parts is None or any(part is None for part in parts):
        return None
    return "".join(part for part in parts if part is not None)


def _below(folder: str, path: str) -> str:
    return path if UNKNOWN in path else normpath(join(folder, path))
