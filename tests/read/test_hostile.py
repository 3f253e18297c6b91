"""Bad and huge input: listed as unread, the rest read, at little cost, never an exception."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.support import CARGO, read, unread

BOUND = 40
"""Times a fixed piece of work. Each of these inputs takes other tools hundreds of it, or crashes them."""

WORKFLOW = ".github/workflows/x.yml"


def _fixed_work() -> int:
    return sum(number % 7 for number in range(1_000_000))


def _costs(work: Callable[[], object]) -> float:
    """Give the processor time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


def _steps(count: int) -> str:
    step = (
        "      - name: a step with a name of some length\n        run: |\n          echo one\n          echo two\n"
    )
    return "on: push\njobs:\n  a:\n    steps:\n" + step * count


NODES = "holds more than 50,000 YAML nodes, aliases repeated, the most that GitHub reads"
DEEP = "is nested deeper than 100 levels"

INPUTS: dict[str, tuple[str, Callable[[], str | bytes], str]] = {
    "toml-syntax": ("sub/Cargo.toml", lambda: "[package\n", ":1 is not TOML: "),
    "toml-latin-1": ("sub/Cargo.toml", lambda: b'a = "\xe9"', ":1 is not UTF-8 text: byte 0xe9"),
    "toml-utf-16": ("sub/Cargo.toml", lambda: "a = 1".encode("utf-16"), ":1 is not UTF-8 text"),
    "toml-types": ("sub/Cargo.toml", lambda: "package = 3\ntarget = []", ":1 package: expected a table"),
    "toml-huge": (
        "sub/Cargo.toml",
        lambda: "".join(f'key{n} = "{"v" * 30}"\n' for n in range(400_000)),
        " is larger than 4,194,304 bytes",
    ),
    "toml-arrays": ("sub/Cargo.toml", lambda: "a = " + "[" * 30_000, f":1 {DEEP}"),
    "toml-keys": ("sub/Cargo.toml", lambda: ".".join("a" * 1_000_000) + " = 1", f":1 {DEEP}"),
    "toml-strings": ("sub/Cargo.toml", lambda: 'a = """' + '\\"' * 1_000_000, ":1 is not TOML: "),
    "yaml-syntax": (WORKFLOW, lambda: "on: [push\njobs: {}\n", ":2 is not YAML: "),
    "yaml-latin-1": (WORKFLOW, lambda: b"on: push # \xe9", ":1 is not UTF-8 text: byte 0xe9"),
    "yaml-empty": (WORKFLOW, lambda: "", ":1 is no workflow"),
    "yaml-list": (WORKFLOW, lambda: "- a\n", ":1 is no workflow"),
    "yaml-types": (WORKFLOW, lambda: "on: 1\njobs: 2\n", ":1 on: expected a mapping, found an integer"),
    "yaml-twice": (WORKFLOW, lambda: "on: push\njobs: {}\non: push\n", ":3 has the key `on` twice"),
    "yaml-object": (
        WORKFLOW,
        lambda: "on: !!python/object/apply:os.system [ls]\njobs: !!python/name:x y\n",
        ":2 has the tag `tag:yaml.org,2002:python/name:x`",
    ),
    "yaml-flow": (WORKFLOW, lambda: "[" * 30_000, f":1 {DEEP}"),
    "yaml-pairs": (WORKFLOW, lambda: "{a: " * 30_000, f":1 {DEEP}"),
    "yaml-dashes": (WORKFLOW, lambda: "- " * 30_000, f":1 {DEEP}"),
    "yaml-keys": (WORKFLOW, lambda: "? " * 30_000, f":1 {DEEP}"),
    "yaml-bomb": (WORKFLOW, _bomb, f":5 {NODES}"),
    "yaml-long": (WORKFLOW, lambda: _steps(40_000), " is longer than 1,048,576 characters"),
    "yaml-many": (WORKFLOW, lambda: _steps(9_000), f" {NODES}"),
    "yaml-nul": (WORKFLOW, lambda: "on: push\0", ":1 holds a NUL character"),
    "yaml-controls": (WORKFLOW, lambda: "on: push\n# \x1b[31m\n", ":2 is not YAML"),
    "python-deep": ("tests/test_x.py", lambda: "x" + ".x" * 300_000, " is not Python that can be parsed"),
    "python-types": ("tests/test_x.py", lambda: "x = 'a' 1", ":1 is not Python that can be parsed"),
    "ignore-stars": (".gitignore", lambda: "*a" * 40 + "\n", ":1 holds a pattern too costly to match"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_files_are_listed_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    path, content, fault = INPUTS[name]
    files = {"Cargo.toml": CARGO, "src/lib.rs": "#[pymodule]\nfn demo() {}", path: content()}
    assert _costs(lambda: read(tmp_path, files)) < BOUND * _costs(_fixed_work)
    project = read(tmp_path, files)
    listed = [line for line in unread(project) if line.startswith(path)]
    assert any(fault in line for line in listed)
    assert len(listed) == len(unread(project))
    assert all("\n" not in line for line in listed)
    assert [module.name for module in project.package.pymodules] == ["demo"]


@pytest.mark.parametrize(
    "source",
    [
        "#[" * 500_000,
        "#[pymodule]\n" * 100_000,
        "#[pymodule]\nfn a() {}\n" * 50_000,
        "/*" * 500_000,
        "/**/" * 500_000,
        'r#"' * 300_000,
        "r" + "#" * 1_000_000,
        "'" * 1_000_000,
        '"\\' * 500_000,
        "#[pymodule]" + " " * 1_000_000 + "pub" + " " * 1_000_000,
    ],
    ids=["open", "bare", "modules", "comments", "empty", "raw", "hashes", "quotes", "escapes", "spaces"],
)
def test_hostile_rust_costs_little(tmp_path: Path, source: str) -> None:
    files = {"Cargo.toml": CARGO, "src/lib.rs": f"// pymodule\n{source}"}
    assert _costs(lambda: read(tmp_path, files)) < BOUND * _costs(_fixed_work)
    assert unread(read(tmp_path, files)) == []


def test_a_matrix_of_any_width_is_only_read(tmp_path: Path) -> None:
    row = ", ".join(str(n) for n in range(100))
    matrix = f"{{a: [{row}], b: [{row}], c: [{row}]}}"
    text = f"on: push\njobs:\n  x:\n    strategy: {{matrix: {matrix}}}\n    steps: []\n"
    project = read(tmp_path, {WORKFLOW: text})
    strategy = project.workflows[0].jobs["x"].strategy
    assert strategy is not None
    assert strategy.matrix is not None
    assert [len(axis.items) for axis in strategy.matrix.mapping.values()] == [100, 100, 100]
