"""What a PowerShell script consists of, as far as release scripts use it."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A string or bare word: plain texts and what is put between them."""

    parts: "tuple[str | Expression, ...]"


@dataclass(frozen=True, slots=True)
class Variable:
    """``$name`` or ``$env:NAME``; the names of PowerShell's own variables are in lower case."""

    name: str
    environment: bool = False


@dataclass(frozen=True, slots=True)
class Array:
    """``a, b``."""

    items: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Group:
    """``( )``, ``$( )`` or (``array``) ``@( )``: what the statements inside give."""

    body: "Block"
    array: bool = False


@dataclass(frozen=True, slots=True)
class ScriptBlock:
    """``{ }`` as a value."""

    body: "Block"


@dataclass(frozen=True, slots=True)
class Unary:
    """An operator before its operand."""

    operator: str
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between its operands."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Member:
    """``value.Name``; ``called`` holds the arguments of a method."""

    value: "Expression"
    name: str
    called: "Block | None"


@dataclass(frozen=True, slots=True)
class Index:
    """``value[index]``."""

    value: "Expression"
    index: "Expression"


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something whose value is not followed."""

    source: str


Expression: TypeAlias = Text | Variable | Array | Group | ScriptBlock | Unary | Binary | Member | Index | Opaque


@dataclass(frozen=True, slots=True)
class Redirect:
    """``> file`` and ``>> file``."""

    target: Expression
    append: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A command by its words, or (``value``) an expression, with its line from 0."""

    words: tuple[Expression, ...]
    value: Expression | None
    redirects: tuple[Redirect, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """``a | b``, and further ones behind ``&&`` or ``||``."""

    stages: tuple[Stage, ...]
    tail: "tuple[tuple[str, Pipeline], ...]" = ()


@dataclass(frozen=True, slots=True)
class Assign:
    """``$name = value``; ``operator`` is ``=``, ``+=`` and so on."""

    target: Expression
    operator: str
    value: "Statement"


@dataclass(frozen=True, slots=True)
class If:
    """Conditions with their bodies; the condition of ``else`` is None."""

    clauses: "tuple[tuple[Pipeline | None, Block], ...]"


@dataclass(frozen=True, slots=True)
class Foreach:
    """``foreach ($name in values) { }``."""

    name: str
    values: Pipeline
    body: "Block"


@dataclass(frozen=True, slots=True)
class Loop:
    """``while``, ``for`` and ``do``; ``once`` where the body runs at least once."""

    body: "Block"
    once: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """``switch (subject) { value { } default { } }``; the value of ``default`` is None."""

    subject: Pipeline
    cases: "tuple[tuple[Expression | None, Block], ...]"


@dataclass(frozen=True, slots=True)
class Try:
    """``try { } catch { } finally { }``."""

    body: "Block"
    handlers: "tuple[Block, ...]"
    last: "Block | None"


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the names of its parameters, in lower case."""

    name: str
    parameters: tuple[str, ...]
    body: "Block"


@dataclass(frozen=True, slots=True)
class Leaving:
    """``exit``, ``return``, ``break``, ``continue``, ``throw``, with the value that ``return`` gives."""

    word: str
    value: Pipeline | None


Statement: TypeAlias = Pipeline | Assign | If | Foreach | Loop | Switch | Try | Function | Leaving


@dataclass(frozen=True, slots=True)
class Block:
    """Statements one after the other."""

    statements: tuple[Statement, ...]
