"""The Python package's folder, its version, its tests."""

from pathlib import Path

import pytest

from tests.read.support import CARGO, PYPROJECT, at, read, unread


@pytest.mark.parametrize(
    ("maturin", "files", "module_dir"),
    [
        ("", ["demo/__init__.py"], "demo"),
        ("", ["demo/x.pyi"], "demo"),
        ("", [], None),
        ("", ["demo/Cargo.toml"], None),
        ("", ["demo/Cargo.toml", "demo/__init__.py"], "demo"),
        ('python-source = "python"', ["python/demo/__init__.py"], "python/demo"),
        ('module-name = "pkg._core"', ["pkg/__init__.py"], "pkg"),
        ('python-source = "py"\nmodule-name = "a.b.c"', ["py/a/b/__init__.py"], "py/a"),
        ("", ["rust/Cargo.toml", "src/demo/__init__.py"], "src/demo"),
        ('python-packages = ["other"]', ["rust/Cargo.toml", "src/other/__init__.py", "src/demo/x"], "src/demo"),
        ("", ["src/demo/__init__.py"], None),
        ('python-source = "../out"', ["demo/__init__.py"], None),
    ],
)
def test_the_folder_of_the_python_package(
    tmp_path: Path, maturin: str, files: list[str], module_dir: str | None
) -> None:
    pyproject = f"{PYPROJECT}\n[tool.maturin]\n{maturin}\n"
    project = read(tmp_path, {"pyproject.toml": pyproject, **dict.fromkeys(files, "")}, package="demo")
    assert project.package.module_dir == module_dir


def test_the_library_names_the_module(tmp_path: Path) -> None:
    cargo = CARGO.replace("[lib]", '[lib]\nname = "lib_name"')
    project = read(tmp_path, {"Cargo.toml": cargo, "lib_name/__init__.py": "", "demo/__init__.py": ""})
    assert project.package.module_dir == "lib_name"


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ('"""Doc."""\n__version__ = "1.2"\n', ("1.2", "demo/__init__.py:2")),
        ('__version__: str = "1.2"\n', ("1.2", "demo/__init__.py:1")),
        ("__version__ = version()\n", None),
        ("__version__ = 3\n", None),
        ('def f():\n    __version__ = "1"\n', None),
        ('x = "\\d"\n__version__ = "1.2"\n', ("1.2", "demo/__init__.py:2")),
    ],
)
def test_the_version_of_the_module(tmp_path: Path, source: str, version: tuple[str, str] | None) -> None:
    project = read(tmp_path, {"demo/__init__.py": source})
    assert at(project.package.dunder_version) == version
    assert unread(project) == []


TESTS = """\
import pytest

def test_one(): pass
async def test_two(): pass
def helper(): pass

@pytest.mark.x
def test_marked(): pass

class TestA:
    def test_in(self): pass
    def other(self): pass
    class TestB:
        def test_deep(self): pass

class Other:
    def test_not(self): pass

class Case(unittest.TestCase):
    def test_case(self): pass

if True:
    def test_if(): pass
else:
    def test_else(): pass
try:
    import x
except ImportError:
    def test_except(): pass
"""


def test_test_functions(tmp_path: Path) -> None:
    files = {
        "tests/test_a.py": TESTS,
        "tests/b_test.py": "",
        "tests/helper.py": "def test_no(): pass",
        "conftest.py": "",
        "sub/pyproject.toml": PYPROJECT.replace("demo", "sub"),
        "sub/test_sub.py": "def test_sub(): pass",
    }
    package = read(tmp_path, files).package
    assert [test.path for test in package.tests] == ["tests/b_test.py", "tests/test_a.py"]
    assert [(f.value, f.location.line) for f in package.tests[1].functions] == [
        ("test_one", 3),
        ("test_two", 4),
        ("test_marked", 8),
        ("TestA::test_in", 11),
        ("TestA::TestB::test_deep", 14),
        ("Case::test_case", 20),
        ("test_if", 23),
        ("test_else", 25),
        ("test_except", 29),
    ]


MARKED = """
import pytest
from pytest import mark

pytestmark = [pytest.mark.file, mark.also(1)]

@mark.slow
@pytest.mark.parametrize("a", [1])
@unknown
def test_one(): pass

@pytest.mark.net("all")
class TestA:
    pytestmark = pytest.mark.inner
    def test_in(self): pass

def test_two(): pass
"""


def test_marks(tmp_path: Path) -> None:
    (file,) = read(tmp_path, {"tests/test_a.py": MARKED}).package.tests
    assert [(f.value, sorted(marks)) for f, marks in zip(file.functions, file.marks, strict=True)] == [
        ("test_one", ["also", "file", "parametrize", "slow"]),
        ("TestA::test_in", ["also", "file", "inner", "net"]),
        ("test_two", ["also", "file"]),
    ]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f(:\n", ":1 is not Python that can be parsed: invalid syntax"),
        ("\n\nx = (", ":3 is not Python that can be parsed: '(' was never closed"),
        ("x" + "+x" * 100_000, " is not Python that can be parsed: nested too deeply"),
        ("-" * 100_000 + "1", " is not Python that can be parsed: nested too deeply"),
        ("(" * 5_000, ":1 is not Python that can be parsed: too many nested parentheses"),
        (b"x = 1\n\xe9", ":2 is not UTF-8 text: byte 0xe9"),
        (b"\0", ":1 holds a NUL character, expected text"),
    ],
    ids=["syntax", "open", "long", "deep", "parentheses", "latin-1", "nul"],
)
def test_a_source_that_cannot_be_parsed_is_told(tmp_path: Path, source: str | bytes, fault: str) -> None:
    project = read(tmp_path, {"test_x.py": source})
    assert unread(project) == [f"test_x.py{fault}"]
    assert project.package.tests == ()
