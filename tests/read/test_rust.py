"""``#[pymodule]`` in Rust sources."""

from pathlib import Path

import pytest

from maturin_compliance.read.rust import blank, find_pymodules
from tests.read.support import CARGO, read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#[pymodule]\nfn demo() {}", [("demo", None, 1)]),
        ("\n\n#[pymodule]\n\npub mod demo {}", [("demo", None, 3)]),
        ("#[pyo3::pymodule]\npub(crate) unsafe fn demo() {}", [("demo", None, 1)]),
        ("#[pymodule]\nfn r#try() {}", [("try", None, 1)]),
        ('#[pymodule]\n#[pyo3(name = "_core")]\nfn demo() {}', [("_core", None, 1)]),
        ('#[pyo3(name = "_core")]\n#[pymodule]\nfn demo() {}', [("_core", None, 2)]),
        ('#[pymodule(name = "_core", gil_used = false)]\nmod demo {}', [("_core", False, 1)]),
        ("#[pymodule(gil_used=true)] mod demo {}", [("demo", True, 1)]),
        ('#[cfg_attr(feature = "python", pymodule)]\nfn demo() {}', [("demo", None, 1)]),
        ("#[allow(x)]\n// why\n/// doc\n#[pymodule] /* a */\n/* b */ fn demo() {}", [("demo", None, 4)]),
        ('#[doc = "#[pymodule]"]\nfn demo() {}', []),
        ("// #[pymodule]\nfn demo() {}", []),
        ("/* /* */ #[pymodule] */ fn demo() {}", []),
        ('let x = "\n#[pymodule]\nfn no() {}\\"";\n#[pymodule]\nfn yes() {}', [("yes", None, 4)]),
        ('let x = r##"\n"#\n#[pymodule]\nfn no() {}"##;\n#[pymodule]\nfn yes() {}', [("yes", None, 5)]),
        ("let c = '\"'; let l: &'static str;\n#[pymodule]\nfn demo() {}", [("demo", None, 2)]),
        ("let c = '\\''; let d = b'\"';\n#[pymodule]\nfn demo() {}", [("demo", None, 2)]),
        ("#[pymodule_init]\nfn demo() {}", []),
        ("#[pymodule]\nstruct Demo;", []),
        ("#[pymodule]\nmod a {\n  #[pymodule]\n  mod b {}\n}", [("a", None, 1), ("b", None, 3)]),
        ('#[cfg(name = "x")]\n#[pymodule]\nfn demo() {}', [("demo", None, 2)]),
        ("#[pymodule", []),
        ("#![pymodule]", []),
    ],
)
def test_modules_with_name_line_and_gil(text: str, found: list[tuple[str, bool | None, int]]) -> None:
    modules = find_pymodules(text, "src/lib.rs")
    assert [(m.name, m.gil_used, m.location.line) for m in modules] == found


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ('a "b" c', 'a " " c'),
        ('a "\\"\n" c', 'a "  \n" c'),
        ('r#"x"y"# z', '  "   "  z'),
        ("b'\"' c", " ' ' c"),
        ("a // b\nc", "a     \nc"),
        ("/* a\n b */c", "    \n     c"),
        ("/* open", "       "),
        ('a "open', "a      "),
        ('a r#"open', "a        "),
    ],
)
def test_blanking_keeps_every_place(text: str, blanked: str) -> None:
    assert blank(text) == blanked


def test_only_the_sources_of_the_crate_count(tmp_path: Path) -> None:
    module = "#[pymodule]\nfn {}() {{}}\n"
    project = read(
        tmp_path,
        {
            "Cargo.toml": CARGO,
            "src/lib.rs": module.format("demo"),
            "src/inner/more.rs": module.format("more"),
            "tests/x.rs": module.format("no"),
            "src/latin.rs": b"#[pymodule]\xe9",
        },
    )
    assert [(m.name, str(m.location)) for m in project.package.pymodules] == [
        ("more", "src/inner/more.rs:1"),
        ("demo", "src/lib.rs:1"),
    ]
    assert [str(fault.location) for fault in project.unread] == ["src/latin.rs:1"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("fn a() {}\n\n#[test]\nfn b() {}\n#[test]\nfn c() {}\n", 3),
        ('#[tokio::test(flavor = "current_thread")]\nasync fn a() {}\n', 1),
        ("#[cfg(test)]\nmod tests {\n    #[rstest]\n    fn a() {}\n}\n", 3),
        ('// #[test]\nconst A: &str = "#[test]";\n#[cfg(test)]\nmod tests {}\n', None),
    ],
)
def test_the_first_test_of_a_source(tmp_path: Path, source: str, line: int | None) -> None:
    project = read(tmp_path, {"Cargo.toml": CARGO, "src/lib.rs": source})
    assert [place.line for place in project.package.rust_tests] == ([] if line is None else [line])


def test_the_tests_beside_the_library_count(tmp_path: Path) -> None:
    files = {"Cargo.toml": CARGO, "src/lib.rs": "fn a() {}\n", "tests/whole.rs": "#[test]\nfn a() {}\n"}
    assert [str(place) for place in read(tmp_path, files).package.rust_tests] == ["tests/whole.rs:1"]
