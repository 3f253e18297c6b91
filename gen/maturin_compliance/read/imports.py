"""What the Python files of a package import, as far as it runs when they are imported themselves."""

import ast
import posixpath
from collections.abc import Iterable, Iterator

from maturin_compliance.location import Location
from maturin_compliance.model.project import Import, Tree, VersionTest
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import Files
from maturin_compliance.read.python import parse_python

MAX_FILES = 300

_OPERATORS: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def read_imports(module_dir: str, tree: Tree, files: Files) -> tuple[Import, ...]:
    """The imports of all files below a package's folder, names relative to the package made absolute."""
    paths = [path for path in tree.under(module_dir) if path.endswith(".py")][:MAX_FILES]
    above = posixpath.dirname(module_dir)
    found: list[Import] = []
    for path in paths:
        below = path.removeprefix(f"{above}/")
        found.extend(_absolute(each, below) for each in files.parsed(path, _imports) or ())
    return tuple(found)


def _imports(text: str, path: str) -> tuple[Import, ...]:
    """The imports of one file; one that cannot be parsed has none that could be told."""
    try:
        return tuple(_of(parse_python(text).body, path, ()))
    except ReadError:
        return ()


def _of(body: Iterable[ast.stmt], path: str, when: tuple[VersionTest, ...]) -> Iterator[Import]:
    for statement in body:
        match statement:
            case ast.Import(names=names):
                for name in names:
                    yield Import(name.name, (), Location(path, statement.lineno), when)
            case ast.ImportFrom(module=module, names=names, level=dots):
                target = "." * dots + (module or "")
                yield Import(target, tuple(n.name for n in names), Location(path, statement.lineno), when)
            case ast.If() if test := _version_test(statement.test):
                yield from _of(statement.body, path, (*when, test))
                opposite = VersionTest(_OPPOSITE[test.operator], test.version)
                yield from _of(statement.orelse, path, (*when, opposite))


def _version_test(test: ast.expr) -> VersionTest | None:
    """``sys.version_info >= (3, 11)`` as a test; None for any other condition."""
    match test:
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id="sys"), attr="version_info"),
            ops=[operator],
            comparators=[ast.Tuple(elts=parts)],
        ) if type(operator) in _OPERATORS:
            numbers = tuple(p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, int))
            return VersionTest(_OPERATORS[type(operator)], numbers) if len(numbers) == len(parts) else None
    return None


def _absolute(found: Import, below: str) -> Import:
    """An import with its dots resolved by the place of its file, ``below`` what the packages lie in."""
    dots = len(found.module) - len(found.module.lstrip("."))
    if not dots:
        return found
    package = below.removesuffix("/__init__.py") if below.endswith("/__init__.py") else posixpath.dirname(below)
    parts = package.split("/")
    kept = parts[: len(parts) - (dots - 1)]
    rest = found.module.lstrip(".")
    return Import(".".join([*kept, *([rest] if rest else [])]), found.names, found.location, found.when)
