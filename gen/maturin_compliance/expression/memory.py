"""The memory GitHub allows one evaluation, counted as GitHub counts it.

It also bounds what hostile input can make us do: ``format`` of ``format`` of ``format`` grows
without end otherwise. Rules: EvaluationMemory.cs and MemoryCounter.cs of
https://github.com/actions/runner.
"""

from dataclasses import dataclass, field

from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.values import Unknown, Value, is_primitive

MAX_BYTES = 1 << 20
"""The most bytes that the values of one evaluation may take, by GitHub's estimate."""

_STRING_BYTES = 26  # a string without characters; each character takes 2 more
_OBJECT_BYTES = 24


def string_bytes(value: str) -> int:
    """Estimate what a string takes."""
    return _STRING_BYTES + 2 * len(value)


@dataclass(slots=True)
class Budget:
    """Bytes spent while one result is put together."""

    spent: int = 0

    def spend(self, part: str) -> str:
        """Count one part of a result and give it back; raises ExpressionError beyond the limit."""
        self.spent += string_bytes(part)
        if self.spent > MAX_BYTES:
            raise ExpressionError(f"the result takes more than {MAX_BYTES} bytes of memory")
        return part


@dataclass(slots=True)
class Memory:
    """Bytes held by the results at each depth of the tree while it is evaluated."""

    held: list[int] = field(default_factory=list)

    def hold(self, depth: int, value: Value) -> None:
        """Count a result at a depth; a primitive one lets go of all below it."""
        if isinstance(value, Unknown) or is_primitive(value):
            del self.held[depth + 1 :]
        self.held.extend([0] * (depth + 1 - len(self.held)))
        self.held[depth] += string_bytes(value) if isinstance(value, str) else _OBJECT_BYTES
        if sum(self.held) > MAX_BYTES:
            raise ExpressionError(f"the evaluation takes more than {MAX_BYTES} bytes of memory")
