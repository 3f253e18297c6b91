"""Python sources, parsed and never run: the package's folder, ``__version__``, the tests."""

import ast
import posixpath
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.project import TestFile, Tree
from maturin_compliance.model.pyproject import Pyproject
from maturin_compliance.read.bounds import checked
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import Files

MAX_TEST_FILES = 2_000
MAX_SOURCE = 1024 * 1024
"""Characters of a source: its syntax tree takes some hundred times the room."""

_MAKERS = frozenset({"*", "__getattr__", "globals", "exec", "setattr"})
"""Names whose use tells that a module may have names that are not written in it."""

_TEST_FILE = re.compile(r"(?:test_[^/]*|[^/]*_test)\.py")


def find_module_dir(folder: str, pyproject: Pyproject | None, manifest: Manifest | None, tree: Tree) -> str | None:
    """The folder of the Python package by the rules of maturin 1.14 (project_layout.rs), None without one.

    The first part of the module's name (``module-name``, the library's, the project's, the crate's) under
    ``python-source``, else under src/ beside a rust/Cargo.toml, else in the package's folder.
    """
    name = module_name(pyproject, manifest)
    if name is None:
        return None
    source = python_source(folder, pyproject, tree)
    found = posixpath.normpath(posixpath.join(source, name.partition(".")[0]))
    if not tree.under(found) or found in {".", folder}:
        return None
    is_crate = f"{found}/Cargo.toml" in tree and f"{found}/__init__.py" not in tree
    return None if is_crate else found


def module_name(pyproject: Pyproject | None, manifest: Manifest | None) -> str | None:
    """The name that the extension module is built under, dots included."""
    maturin, project = (pyproject.maturin, pyproject.project) if pyproject else (None, None)
    if maturin and maturin.module_name:
        return maturin.module_name.value
    # [lib] without a name does not count for maturin, and a found src/lib.rs has the crate's name.
    library = manifest.document.mapping.get("lib") if manifest else None
    named = library.mapping.get("name") if library else None
    if named and isinstance(named.value, str):
        return named.value
    if project and project.name:
        return project.name.value
    return manifest.name.value if manifest and manifest.name else None


def python_source(folder: str, pyproject: Pyproject | None, tree: Tree) -> str:
    """Where Python packages lie: ``python-source``, src/ beside a rust/Cargo.toml, or here."""
    maturin = pyproject.maturin if pyproject else None
    if maturin and maturin.python_source:
        return posixpath.normpath(posixpath.join(folder, maturin.python_source.value))
    return posixpath.join(folder, "src") if is_python_first(folder, pyproject, tree) else folder


def is_python_first(folder: str, pyproject: Pyproject | None, tree: Tree) -> bool:
    """Whether rust/Cargo.toml and src/<package>/__init__.py are both there."""
    if pyproject is None or posixpath.normpath(posixpath.join(folder, "rust/Cargo.toml")) not in tree:
        return False
    project, maturin = pyproject.project, pyproject.maturin
    names = [name.value for name in maturin.python_packages] if maturin else []
    if project and project.name:
        names.append(project.name.value.replace("-", "_"))
        paths = (posixpath.join(folder, "src", name, "__init__.py") for name in names)
        return any(posixpath.normpath(path) in tree for path in paths)
    return False


def read_dunder_version(module_dir: str, tree: Tree, files: Files) -> Located[str] | None:
    """``__version__`` of the package's ``__init__.py``, where it is a string literal."""
    path = f"{module_dir}/__init__.py"
    return files.parsed(path, _dunder_version) if path in tree else None


def _dunder_version(text: str, path: str) -> Located[str] | None:
    for statement in parse_python(text).body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name("__version__")], value=ast.Constant(str(version)))
                | ast.AnnAssign(target=ast.Name("__version__"), value=ast.Constant(str(version)))
            ):
                return Located(checked(version, statement.lineno), Location(path, statement.lineno))
    return None


def read_defined(module: str, source: str, tree: Tree, files: Files) -> frozenset[str] | None:
    """The names that a module below ``source`` may have; None where it is no file, or makes names as it runs."""
    stem = posixpath.normpath(posixpath.join(source, module.replace(".", "/")))
    path = next((path for path in (f"{stem}.py", f"{stem}/__init__.py") if path in tree), None)
    return files.parsed(path, _defined) if path else None


def _defined(text: str, path: str) -> frozenset[str] | None:
    """Every name that is bound anywhere in a source, so that none at its top is missed."""
    del path
    names: set[str] = set()
    try:
        nodes = list(ast.walk(parse_python(text)))
    except ReadError:
        return None
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=given):
                names.add(given or name.partition(".")[0])
            case ast.Name(id=name):
                names.add(name)
    return None if names & _MAKERS else frozenset(names)


def read_tests(paths: Iterable[str], files: Files) -> tuple[TestFile, ...]:
    """The test files among ``paths``, by pytest's default names, with their test functions."""
    named = [path for path in paths if _TEST_FILE.fullmatch(posixpath.basename(path))]
    found = (files.parsed(path, _test_file) for path in named[:MAX_TEST_FILES])
    return tuple(test_file for test_file in found if test_file)


def _test_file(text: str, path: str) -> TestFile:
    found = tuple(_functions(parse_python(text).body, path, "", frozenset()))
    return TestFile(path, tuple(name for name, _ in found), tuple(marks for _, marks in found))


def _functions(
    body: Sequence[ast.AST], path: str, prefix: str, above: frozenset[str]
) -> Iterator[tuple[Located[str], frozenset[str]]]:
    """The test functions of a body with their marks; ``above`` are those of the class and the file around it."""
    above |= frozenset(mark for statement in body for mark in _marks_of_all(statement))
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
                marks = above.union(*map(_marks, statement.decorator_list))
                yield Located(prefix + name, Location(path, statement.lineno)), marks
            case ast.ClassDef() if _holds_tests(statement):
                marks = above.union(*map(_marks, statement.decorator_list))
                yield from _functions(statement.body, path, f"{prefix}{statement.name}::", marks)
            case ast.If() | ast.Try() | ast.With():
                yield from _functions([*_branches(statement)], path, prefix, above)


def _marks_of_all(statement: ast.AST) -> Iterator[str]:
    """The marks that ``pytestmark = …`` gives to all tests of a file or a class."""
    match statement:
        case ast.Assign(targets=[ast.Name("pytestmark")], value=ast.List(given) | ast.Tuple(given)):
            yield from (mark for one in given for mark in _marks(one))
        case ast.Assign(targets=[ast.Name("pytestmark")], value=given):
            yield from _marks(given)


def _marks(expression: ast.expr) -> frozenset[str]:
    """The mark that an expression names: ``pytest.mark.slow``, ``mark.slow``, also with arguments."""
    match expression:
        case ast.Call(func=ast.Attribute() as named):
            return _marks(named)
        case ast.Attribute(
            value=ast.Name("mark") | ast.Attribute(value=ast.Name("pytest"), attr="mark"), attr=name
        ):
            return frozenset({name})
    return frozenset()


def _branches(statement: ast.If | ast.Try | ast.With) -> Iterator[ast.AST]:
    """The statements of all branches, as any of them may define a test."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, ast.ExceptHandler):
            yield from child.body


def _holds_tests(statement: ast.ClassDef) -> bool:
    """Pytest collects classes named ``Test*`` and those of unittest."""
    bases = (base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in statement.bases)
    return statement.name.startswith("Test") or any(base.endswith("TestCase") for base in bases)


def parse_python(text: str) -> ast.Module:
    """The syntax tree of a source. Raises ReadError where it cannot be parsed, or is too long."""
    if len(text) > MAX_SOURCE:
        raise ReadError(f"is longer than {MAX_SOURCE:,} characters")
    try:
        with warnings.catch_warnings():
            # Python's own warnings about a source (such as an unknown escape) are not for our user.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise ReadError(f"is not Python that can be parsed: {error.msg}", error.lineno) from None
    except (RecursionError, MemoryError, ValueError):
        raise ReadError("is not Python that can be parsed: nested too deeply") from None
