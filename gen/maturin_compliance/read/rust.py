"""What a crate's Rust sources tell: Python modules (``#[pymodule]``), tests (``#[test]``), what of C they use."""

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.project import PyModule, Tree
from maturin_compliance.read.files import Files

MAX_SOURCES = 2_000
MAX_ATTRIBUTE = 2_000
"""Characters of an attribute."""

_TOKEN = re.compile(
    r"//[^\n]*"
    r"|/\*|\*/"
    r'|[bc]?r(?P<hashes>#*)"'
    r'|[bc]?"(?:[^"\\]++|\\.)*+"?'
    r"|b?'(?:[^'\\\n]|\\[^\n][^'\n]{0,10})'",
    re.DOTALL,
)
_COMMENT_MARK = re.compile(r"/\*|\*/")
_NOT_LINE_END = re.compile(r"[^\n]")
_ITEM = re.compile(
    r"(?:pub\s*(?:\([^()]*\)\s*)?)?(?:unsafe\s+)?(?:fn|mod)\s+(?:r#)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
)
_BUFFER = re.compile(r"\b(?:PyBuffer|__getbuffer__|Py_buffer|PyObject_GetBuffer)\b")
_UNSTABLE = re.compile(
    r"\b(?:Py(?:ASCII|CompactUnicode|Unicode|Bytes|ByteArray|List|Tuple|Dict|Long|Float|Set)Object"
    r"|PyUnicode_(?:New|DATA|KIND|[124]BYTE_DATA|IS_(?:ASCII|COMPACT|COMPACT_ASCII|READY))"
    r"|Py(?:Tuple|List)_(?:GET|SET)_(?:ITEM|SIZE)|PySet_GET_SIZE|PyBytes_(?:AS_STRING|GET_SIZE)"
    r"|PyDateTime_(?:DATE_|TIME_|DELTA_)?GET_\w+|tp_(?:dict|flags|alloc|basicsize|itemsize|dictoffset|mro)"
    r"|_Py(?:Bytes_Resize|Dict_\w+|Long_\w+|Unicode_\w+))\b"
)
"""Names of CPython's headers that the limited API does not have."""
_IMPLEMENTATION = re.compile(r"\b(PyPy|GraalPy)\b")
_EXPORT = re.compile(r"\bfn\s+PyInit_(\w+)\s*\(")
_EITHER = re.compile(r"\bPy_LIMITED_API\b|\bfeature\s*=\s*\"abi3")
_MARK = re.compile(r"\bpymodule\b")
_MODULE = re.compile(
    r"pymodule|PyInit_|\binclude!"
    # A macro between the items may stand for a module.
    r"|^(?!(?:\w+::)*(?:create_exception|import_exception|macro_rules|thread_local|lazy_static)!)(?:\w+::)*\w+!",
    re.MULTILINE,
)
_NAME = re.compile(r"\bname\s*=\s*\"")
_TEST = re.compile(r"#\[\s*(?:\w+\s*::\s*)*(?:test|rstest|test_case)\b")
_GIL_USED = re.compile(r"\bgil_used\s*=\s*(true|false)\b")


def read_pymodules(manifest: Manifest, tree: Tree, files: Files) -> tuple[PyModule, ...]:
    """Every ``#[pymodule]`` of a crate's library sources, by file and line."""
    found: list[PyModule] = []
    for path in _sources(manifest, tree):
        found.extend(files.parsed(path, _pymodules) or ())
    return tuple(found)


def says_module(manifest: Manifest, tree: Tree, files: Files) -> bool:
    """Whether a library source speaks of a module at all: an attribute, a macro, a function by hand."""
    return any(files.parsed(path, _says_module) for path in _sources(manifest, tree))


def _says_module(text: str, path: str) -> bool:
    del path
    return _MODULE.search(text) is not None


def read_buffers(manifest: Manifest, tree: Tree, files: Files) -> Location | None:
    """Where a crate's library sources first use Python's buffer protocol."""
    places = (files.parsed(path, _buffers) for path in _sources(manifest, tree))
    return next((place for found in places if found for place in found), None)


def read_exports(manifest: Manifest, tree: Tree, files: Files) -> tuple[Located[str], ...]:
    """The names of the modules that library sources export by a ``PyInit_`` function of their own."""
    found = (files.parsed(path, _exports) for path in _sources(manifest, tree))
    return tuple(export for each in found for export in each or ())


def read_implementations(manifest: Manifest, tree: Tree, files: Files) -> frozenset[str]:
    """The implementations of Python, other than CPython, that library sources have code of their own for."""
    found = (files.parsed(path, _implementations) for path in _sources(manifest, tree))
    return frozenset(name for each in found for name in each or ())


def _implementations(text: str, path: str) -> tuple[str, ...]:
    del path
    return tuple(set(_IMPLEMENTATION.findall(blank(text)))) if "Py" in text else ()


def _exports(text: str, path: str) -> tuple[Located[str], ...]:
    found = _EXPORT.finditer(blank(text)) if "PyInit_" in text else ()
    return tuple(Located(each[1], Location(path, text.count("\n", 0, each.start()) + 1)) for each in found)


def _sources(manifest: Manifest, tree: Tree) -> list[str]:
    if manifest.lib is None:
        return []
    folder = posixpath.dirname(manifest.lib.path)
    return [path for path in tree.under(folder or ".") if path.endswith(".rs")][:MAX_SOURCES]


def _buffers(text: str, path: str) -> tuple[Location, ...]:
    """The first use of the buffer protocol in a source; comments and strings are passed over."""
    found = _BUFFER.search(blank(text)) if _BUFFER.search(text) else None
    return (Location(path, text.count("\n", 0, found.start()) + 1),) if found else ()


def read_unstable(manifest: Manifest, tree: Tree, files: Files) -> Located[str] | None:
    """Where library sources first name what the limited API lacks; one with code for both does not count."""
    places = (files.parsed(path, _unstable) for path in _sources(manifest, tree))
    return next((place for found in places if found for place in found), None)


def _unstable(text: str, path: str) -> tuple[Located[str], ...]:
    named = ("Py" in text or "tp_" in text) and _UNSTABLE.search(text) and not _EITHER.search(text)
    found = _UNSTABLE.search(blank(text)) if named else None
    return (Located(found[0], Location(path, text.count("\n", 0, found.start()) + 1)),) if found else ()


def read_rust_tests(manifest: Manifest, tree: Tree, files: Files) -> tuple[Location, ...]:
    """The first test of each source of a crate that has one: those of the library, and those beside it."""
    if manifest.lib is None:
        return ()
    folders = (posixpath.dirname(manifest.lib.path) or ".", posixpath.normpath(f"{manifest.folder}/tests"))
    sources = [path for folder in folders for path in tree.under(folder) if path.endswith(".rs")]
    found = (files.parsed(path, _first_test) for path in dict.fromkeys(sources[:MAX_SOURCES]))
    return tuple(location for location in found if location is not None)


def _first_test(text: str, path: str) -> Location | None:
    found = _TEST.search(blank(text)) if "test" in text else None
    return Location(path, text.count("\n", 0, found.start()) + 1) if found else None


def _pymodules(text: str, path: str) -> tuple[PyModule, ...]:
    return tuple(find_pymodules(text, path)) if "pymodule" in text else ()


def find_pymodules(text: str, path: str) -> Iterator[PyModule]:
    """The ``#[pymodule]`` functions and modules of a source; comments and strings are passed over."""
    code = blank(text)
    at, counted, line = code.find("#["), 0, 1
    while at >= 0:
        spans, end = _attributes(code, at)
        item = _ITEM.match(code, end)
        marked = next((span for span in spans if _MARK.search(code, *span)), None)
        if item and marked:
            name = _given_name(text, code, spans) or item["name"]
            line += text.count("\n", counted, marked[0])
            counted = marked[0]
            yield PyModule(name, _gil_used(code, marked), Location(path, line))
        at = code.find("#[", end)


def _given_name(text: str, code: str, spans: list[tuple[int, int]]) -> str | None:
    """``name = "…"`` of ``#[pyo3(…)]`` or ``#[pymodule(…)]``; the string stands in ``text`` alone."""
    for start, end in spans:
        found = _NAME.search(code, start, end)
        if found and re.match(r"#\[\s*(?:cfg_attr|(?:pyo3\s*::\s*)?py(?:o3|module))\b", code[start:end]):
            return text[found.end() : text.index('"', found.end())]
    return None


def _gil_used(code: str, span: tuple[int, int]) -> bool | None:
    found = _GIL_USED.search(code, *span)
    return found[1] == "true" if found else None


def _attributes(code: str, at: int) -> tuple[list[tuple[int, int]], int]:
    """The attributes that follow each other from ``at``, and where what they stand on begins."""
    spans = []
    while code.startswith("#[", at):
        end = _closing(code, at + 1)
        spans.append((at, end))
        at = end
        while code[at : at + 1].isspace():
            at += 1
    return spans, at


def _closing(code: str, at: int) -> int:
    """Past the bracket that closes the one at ``at``; the end of the code where none does."""
    depth = 0
    for index in range(at, min(len(code), at + MAX_ATTRIBUTE)):
        depth += {"[": 1, "]": -1}.get(code[index], 0)
        if depth == 0:
            return index + 1
    return len(code)


class _Blanked(NamedTuple):
    text: str
    end: int


def blank(text: str) -> str:
    """``text`` of the same length with comments, and what is inside of string literals, as spaces."""
    parts, at = [], 0
    while token := _TOKEN.search(text, at):
        parts.append(text[at : token.start()])
        blanked = _blank_token(text, token)
        parts.append(blanked.text)
        at = blanked.end
    parts.append(text[at:])
    return "".join(parts)


def _blank_token(text: str, token: re.Match[str]) -> _Blanked:
    if token[0] == "/*":
        end = _comment_end(text, token.start())
        return _Blanked(_spaces(text[token.start() : end]), end)
    if token["hashes"] is not None:
        closing = '"' + token["hashes"]
        found = text.find(closing, token.end())
        end = found + len(closing) if found >= 0 else len(text)
        return _Blanked(_quoted(text[token.start() : end]), end)
    if token[0].startswith("//") or token[0] == "*/":
        return _Blanked(_spaces(token[0]), token.end())
    return _Blanked(_quoted(token[0]), token.end())


def _comment_end(text: str, at: int) -> int:
    """Past the end of a block comment, which in Rust may hold others."""
    depth = 0
    for mark in _COMMENT_MARK.finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def _quoted(literal: str) -> str:
    """A literal of which only the quotes are left; nothing of one that never ends."""
    opening = next(index for index, character in enumerate(literal) if character in "\"'")
    closing = literal.rfind(literal[opening])
    blanked = _spaces(literal)
    if closing == opening:
        return blanked
    quote = literal[opening]
    return blanked[:opening] + quote + blanked[opening + 1 : closing] + quote + blanked[closing + 1 :]


def _spaces(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)
