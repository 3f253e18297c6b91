from maturin_compliance.render.tree import tree


def test_what_is_told_stands_beside_its_path_and_the_rest_is_counted() -> None:
    files = (
        "Cargo.toml",
        "README.md",
        "docs/a.md",
        "docs/b/c.md",
        "src/bin/x.rs",
        "src/lib.rs",
        "src/z.rs",
        "tests/t.py",
    )
    told = {"Cargo.toml": "the crate", "src/lib.rs": "library", "tests": "3 tests"}
    assert tree("name", files, told).split("\n") == [
        "name/",
        "├── src/",
        "│   ├── bin/    1 file",
        "│   ├── lib.rs  library",
        "│   └── (1 more file)",
        "├── tests/      3 tests",
        "├── docs/       2 files",
        "├── Cargo.toml  the crate",
        "└── (1 more file)",
    ]


def test_many_folders_are_counted_together() -> None:
    files = tuple(f"f{number:02}/x" for number in range(11))
    assert tree("name", files, {}).split("\n")[-2:] == [
        "├── f07/  1 file",
        "└── (3 more folders with 3 files)",
    ]


def test_names_cannot_act_on_a_terminal() -> None:
    assert tree("na\x1bme", ("a\nb\u202e.py",), {"a\nb\u202e.py": "x"}) == "na\ufffdme/\n└── a b\ufffd.py  x"
