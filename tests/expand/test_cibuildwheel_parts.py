"""Parts of cibuildwheel's rules, by its own sources: patterns, architectures, options, commands."""

from collections.abc import Mapping

import pytest
from packaging.version import Version

from maturin_compliance.expand.cibuildwheel.architectures import architectures, is_of
from maturin_compliance.expand.cibuildwheel.environment import assignments
from maturin_compliance.expand.cibuildwheel.repair import command_of
from maturin_compliance.expand.cibuildwheel.selection import admits
from maturin_compliance.expand.cibuildwheel.settings import Setting, Settings, selects
from maturin_compliance.expand.cibuildwheel.tests import commands, tool_of
from maturin_compliance.expression import Unknown
from maturin_compliance.facts.cibuildwheel import Cibuildwheel, Platform
from maturin_compliance.location import Location
from maturin_compliance.read.toml import parse_toml

FILE = """\
[tool.cibuildwheel]
build = ["cp311-*", "cp312-*"]
skip = "*-win32"
test-command = ["a", "b"]
environment = { A = "1" }

[tool.cibuildwheel.linux]
skip = "*-musllinux_*"

[[tool.cibuildwheel.overrides]]
select = ["cp312-*", "pp*"]
test-command = "c"
inherit.test-command = "append"
environment = { B = "2" }
inherit.environment = "prepend"

[[tool.cibuildwheel.overrides]]
select = "*-musllinux*"
test-command = ""
"""


@pytest.mark.parametrize(
    ("patterns", "identifier", "selected"),
    [
        ("*", "cp314-manylinux_x86_64", True),
        ("cp3{9,10}-*", "cp310-win32", True),
        ("cp3{9,10}-*", "cp311-win32", False),
        ("cp312-* pp*", "pp311-macosx_arm64", True),
        ("cp31?-*", "cp313t-win_amd64", False),
        ("cp31?t-*", "cp313t-win_amd64", True),
        ("*-manylinux_{x86_64,aarch64}", "cp312-manylinux_aarch64", True),
        ("cp3[!9]*-*", "cp39-win32", False),
        ("*-WIN_AMD64", "cp312-win_amd64", True),
        ("*-MANYLINUX_x86_64", "cp312-manylinux_x86_64", False),
        ("", "cp312-win32", False),
    ],
)
def test_patterns(patterns: str, identifier: str, selected: bool) -> None:
    assert selects(patterns, identifier) is selected


@pytest.mark.parametrize(
    ("text", "platform", "machine", "version", "expected"),
    [
        ("", "linux", "x64", "3.0.0", ("x86_64",)),
        ("auto", "linux", "x64", "2.23.3", ("x86_64", "i686")),
        ("auto", "linux", "arm64", "3.0.0", ("aarch64",)),
        ("auto", "windows", "x64", "3.0.0", ("AMD64", "x86")),
        ("auto", "windows", "arm64", "3.0.0", ("ARM64",)),
        ("auto", "macos", "arm64", "2.8.1", ("arm64", "universal2")),
        ("auto", "macos", "arm64", "2.9.0", ("arm64",)),
        ("auto", "pyodide", None, "3.0.0", ("wasm32",)),
        ("auto64", "linux", "x64", "2.23.3", ("x86_64",)),
        ("auto32", "linux", "x64", "2.23.3", ("i686",)),
        ("auto32", "windows", "x64", "3.0.0", ("x86",)),
        ("auto32", "macos", "x64", "3.0.0", ()),
        ("native, i686", "linux", "x64", "3.0.0", ("x86_64", "i686")),
        ("amd64 arm64", "windows", "x64", "4.1.1", ("AMD64", "ARM64")),
        ("all", "macos", None, "3.0.0", ("x86_64", "arm64", "universal2")),
        ("native", "linux", None, "3.0.0", None),
    ],
)
def test_architectures(
    text: str, platform: Platform, machine: str | None, version: str, expected: tuple[str, ...] | None
) -> None:
    assert architectures(text, platform, machine, Cibuildwheel(Version(version))) == expected


@pytest.mark.parametrize(
    ("identifier", "architecture", "expected"),
    [
        ("cp312-win32", "x86", True),
        ("cp312-manylinux_x86_64", "x86", False),
        ("cp312-win_amd64", "AMD64", True),
        ("cp312-macosx_arm64", "arm64", True),
        ("cp312-win_arm64", "AMD64", False),
        ("cp312-pyodide_wasm32", "wasm32", True),
    ],
)
def test_architecture_of_a_build(identifier: str, architecture: str, expected: bool) -> None:
    assert is_of(identifier, architecture) is expected


@pytest.mark.parametrize(
    ("requirement", "identifier", "expected"),
    [
        ("", "cp38-win32", True),
        (">=3.9", "cp38-win32", False),
        (">=3.9.2", "cp39-win32", True),
        (">=3.9,<3.13", "cp313t-win32", False),
        (">=3.11", "pp310-win_amd64", False),
        (">=3.12", "gp312_250-win_amd64", True),
        ("no version", "cp38-win32", True),
    ],
)
def test_requires_python(requirement: str, identifier: str, expected: bool) -> None:
    assert admits(requirement, identifier) is expected


def settings(env: Mapping[str, "str | Unknown"], platform: str = "linux") -> Settings:
    document = parse_toml(FILE, "pyproject.toml")
    table = document.mapping["tool"].mapping["cibuildwheel"]
    return Settings(table=table, platform=platform, env=env, places={"CIBW_SKIP": Location("ci.yml", 7)})


@pytest.mark.parametrize(
    ("name", "identifier", "env", "expected"),
    [
        ("build", "", {}, "cp311-* cp312-*"),
        ("build", "", {"CIBW_BUILD": "cp313-*"}, "cp313-*"),
        ("build", "", {"CIBW_BUILD": ""}, ""),
        ("skip", "", {}, "*-musllinux_*"),
        ("skip", "", {"CIBW_SKIP": "pp*", "CIBW_SKIP_LINUX": "cp*"}, "cp*"),
        ("skip", "", {"CIBW_SKIP_WINDOWS": "cp*"}, "*-musllinux_*"),
        ("test-command", "cp311-manylinux_x86_64", {}, "a && b"),
        ("test-command", "cp312-manylinux_x86_64", {}, "a && b && c"),
        ("test-command", "cp312-musllinux_x86_64", {}, ""),
        ("test-command", "cp312-musllinux_x86_64", {"CIBW_TEST_COMMAND": "d"}, "d"),
        ("environment", "cp311-win32", {}, "A=1"),
        ("environment", "pp311-win_amd64", {}, "B=2 A=1"),
        ("archs", "", {}, ""),
    ],
)
def test_options(name: str, identifier: str, env: dict[str, str], expected: str) -> None:
    assert settings(env).get(name, identifier, separator=" && " if "command" in name else " ").text == expected


def test_an_option_of_a_variable_has_its_line() -> None:
    assert settings({"CIBW_SKIP": "pp*"}).get("skip") == Setting("pp*", Location("ci.yml", 7))
    assert settings({}).get("build").location == Location("pyproject.toml", 2)


def test_a_variable_of_unknown_value_makes_an_option_unknown() -> None:
    assert settings({"CIBW_BUILD": Unknown("a secret")}).get("build").known is False
    assert settings({"CIBW_BUILD": Unknown("a secret")}).get("skip").known is True


def test_a_variable_adds_to_the_groups_of_the_file() -> None:
    found = settings({"CIBW_BUILD": "pp*"}).get("build", adds=True)
    assert found.text == "cp311-* cp312-* pp*"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ('A="b c" D=$E', [("A", "b c"), ("D", "$E")]),
        ("A=1\nB=2", [("A", "1"), ("B", "2")]),
        ("word A=1", [("A", "1")]),
        ('A="open', []),
    ],
)
def test_assignments(text: str, expected: list[tuple[str, str]]) -> None:
    assert assignments(text) == expected


@pytest.mark.parametrize(
    ("text", "platform", "expected", "assumed"),
    [
        ("auditwheel repair -w {dest_dir} {wheel}", "linux", "default", False),
        (
            "auditwheel repair --plat manylinux_2_31_x86_64 -w {dest_dir} {wheel}",
            "linux",
            "manylinux_2_31_x86_64",
            False,
        ),
        ("auditwheel repair --plat $AUDITWHEEL_PLAT -w {dest_dir} {wheel}", "linux", "default", False),
        ("", "linux", "none", False),
        ("cp {wheel} {dest_dir}", "macos", "none", False),
        ("delocate-wheel -w {dest_dir} {wheel}", "macos", "default", False),
        ("python tools/repair.py {wheel} {dest_dir}", "linux", "default", True),
    ],
)
def test_repair_commands(text: str, platform: str, expected: str, assumed: bool) -> None:
    found, reason = command_of(Setting(text, Location("pyproject.toml", 1)), platform)
    assert found == expected
    assert reason is not None
    assert reason.assumed is assumed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pytest {project}/tests", [("pytest", ("pytest", "./tests"))]),
        ("pip install x && python -m pytest -k slow", [("pytest", ("pytest", "-k", "slow"))]),
        ("cd {package} && python -m unittest", [("unittest", ("python", "-m", "unittest"))]),
        ('python -c "import demo"', [("python -c", ("python", "-c", "import demo"))]),
        ("python smoke.py\nbash more.sh", [("python", ("python", "smoke.py")), ("bash", ("bash", "more.sh"))]),
        ("", []),
    ],
)
def test_test_commands(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(tool_of(words), words) for words in commands(text)] == expected
