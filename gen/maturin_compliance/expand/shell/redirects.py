"""What redirects feed to a command and where they send what it prints."""

from tree_sitter import Node

from maturin_compliance.expand.shell.expansions import Bash, expanded, word
from maturin_compliance.expand.shell.nodes import first, operator_of, text_of

_OUT = (">", ">>", "&>", "&>>", ">|")


def feed(walk: Bash, node: Node) -> str | None:
    """What ``<<EOF``, ``<<<`` and ``<`` feed to a command, else what it is fed already."""
    for child in node.named_children:
        if child.type == "heredoc_redirect":
            return _document(walk, child)
        if child.type == "herestring_redirect":
            return word(walk, child.named_children[0]) + "\n"
        if child.type == "file_redirect" and operator_of(child) == "<":
            return walk.read(word(walk, child.named_children[-1]))
    return walk.feed


def _document(walk: Bash, node: Node) -> str:
    """A here document; with its end quoted it stands as it is, ``<<-`` takes leading tabs off."""
    body = first(node, "heredoc_body")
    if body is None:
        return ""
    start = text_of(first(node, "heredoc_start"))
    text = text_of(body) if any(mark in start for mark in "'\"\\") else expanded(walk, body)
    if operator_of(node) == "<<-":
        text = "".join(line.lstrip("\t") for line in text.splitlines(keepends=True))
    return walk.budget.text(text)


def written(walk: Bash, node: Node, out: str | None) -> bool:
    """Send what was printed to the file of a redirect; tells whether there was one for standard output."""
    found = False
    for child in _redirects(node):
        descriptor = child.child_by_field_name("descriptor")
        if operator_of(child) not in _OUT or (descriptor is not None and text_of(descriptor) != "1"):
            continue
        target = child.child_by_field_name("destination") or child.named_children[-1]
        walk.write(word(walk, target), out, append=operator_of(child).endswith(">>"))
        found = True
    return found


def _redirects(node: Node) -> list[Node]:
    """The redirects to files, those on the line of a here document included."""
    found: list[Node] = []
    for child in node.named_children:
        if child.type == "file_redirect":
            found.append(child)
        elif child.type == "heredoc_redirect":
            found += [inner for inner in child.named_children if inner.type == "file_redirect"]
    return found
