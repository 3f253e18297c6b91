"""Values written as TOML on one line, for display."""

import json
from collections.abc import Iterable

from maturin_compliance.model.node import Node


def string(text: str) -> str:
    """Give a text as a basic string."""
    return json.dumps(text, ensure_ascii=False)


def strings(texts: Iterable[str]) -> str:
    """Give texts as an array."""
    return f"[{', '.join(string(text) for text in texts)}]"


def value(node: Node) -> str:
    """Give any value."""
    if node.items or node.value == ():
        return f"[{', '.join(value(item) for item in node.items)}]"
    if not node.is_scalar:
        return f"{{{', '.join(f'{key} = {value(item)}' for key, item in node.mapping.items())}}}"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return string(node.value) if isinstance(node.value, str) else str(node.value)
