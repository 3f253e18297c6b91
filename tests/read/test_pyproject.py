"""pyproject.toml into its model."""

import pytest

from maturin_compliance.location import Location
from maturin_compliance.model.pyproject import ConditionalFeature, IncludePattern, Pyproject
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.pyproject import read_pyproject
from maturin_compliance.read.toml import parse_toml
from tests.read.support import at

FULL = """\
[build-system]
requires = ["maturin>=1.9,<2", "not a requirement!"]
build-backend = "maturin"
backend-path = ["."]

[project]
name = "Demo.Pkg"
version = "1.0"
description = "d"
readme = "README.md"
requires-python = ">=3.9"
license = "MIT"
license-files = ["LICENSE"]
classifiers = [
  "Programming Language :: Rust",
]
dynamic = ["urls"]
dependencies = ["numpy>=2"]

[project.urls]
Homepage = "https://example.org"

[project.optional-dependencies]
extra = ["rich"]

[project.scripts]
demo = "demo:main"

[dependency-groups]
dev = ["pytest", {include-group = "lint"}]

[tool.maturin]
module-name = "demo._core"
bindings = "pyo3"
manylinux = "2_28"
auditwheel = "check"
strip = true
python-source = "python"
python-packages = ["demo"]
profile = "dist"
features = ["a", {feature = "pyo3/abi3-py311", python-version = ">=3.11", python-implementation = "cpython"}]
no-default-features = true
manifest-path = "rust/Cargo.toml"
locked = true
include = ["x/*", {path = "y", format = "sdist"}, {path = "z", format = ["sdist", "wheel"]}]
exclude = [{path = "w"}]
sbom = {rust = false}
target.aarch64-apple-darwin.macos-deployment-target = "11.0"
target.x86_64-apple-darwin.macosx-deployment-target = "10.13"
unheard = 1

[tool.ruff]
"""


def _read(text: str) -> tuple[Pyproject, list[str]]:
    faults = Faults()
    pyproject = read_pyproject("pyproject.toml", parse_toml(text, "pyproject.toml"), faults)
    return pyproject, [f"{fault.location.line}: {fault.message}" for fault in faults.sorted()]


def test_build_system() -> None:
    system = _read(FULL)[0].build_system
    assert system is not None
    assert [(d.text, d.requirement is not None, d.location.line) for d in system.requires] == [
        ("maturin>=1.9,<2", True, 2),
        ("not a requirement!", False, 2),
    ]
    assert at(system.build_backend) == ("maturin", "pyproject.toml:3")
    assert [at(path) for path in system.backend_path] == [(".", "pyproject.toml:4")]
    assert system.maturin is system.requires[0]


def test_project_metadata() -> None:
    project = _read(FULL)[0].project
    assert project is not None
    assert at(project.name) == ("Demo.Pkg", "pyproject.toml:7")
    assert at(project.version) == ("1.0", "pyproject.toml:8")
    assert at(project.readme) == ("README.md", "pyproject.toml:10")
    assert str(project.python) == ">=3.9"
    assert project.license is not None
    assert (project.license.expression, project.license.location.line) == ("MIT", 12)
    assert project.license_files is not None
    assert [at(file) for file in project.license_files] == [("LICENSE", "pyproject.toml:13")]
    assert [at(item) for item in project.classifiers] == [("Programming Language :: Rust", "pyproject.toml:15")]
    assert [item.value for item in project.dynamic] == ["urls"]
    assert at(project.urls["Homepage"]) == ("https://example.org", "pyproject.toml:21")
    assert [d.text for d in project.dependencies] == ["numpy>=2"]
    assert [d.text for d in project.optional_dependencies["extra"]] == ["rich"]
    assert at(project.scripts["demo"]) == ("demo:main", "pyproject.toml:27")


def test_dependency_groups_and_tools() -> None:
    pyproject, faults = _read(FULL)
    assert [d.text for d in pyproject.dependency_groups["dev"]] == ["pytest"]
    assert sorted(pyproject.tools) == ["maturin", "ruff"]
    assert faults == []


def test_tool_maturin() -> None:
    maturin = _read(FULL)[0].maturin
    assert maturin is not None
    assert maturin.location == Location("pyproject.toml", 32)
    assert at(maturin.module_name) == ("demo._core", "pyproject.toml:33")
    assert [at(tag) for tag in maturin.compatibility] == [("2_28", "pyproject.toml:35")]
    assert maturin.strip is not None
    assert maturin.strip.value is True
    assert maturin.features == (
        ConditionalFeature(
            feature="a",
            python_version=None,
            python_implementation=None,
            location=Location("pyproject.toml", 41),
        ),
        ConditionalFeature(
            feature="pyo3/abi3-py311",
            python_version=">=3.11",
            python_implementation="cpython",
            location=Location("pyproject.toml", 41),
        ),
    )
    assert maturin.include == tuple(
        IncludePattern(path=path, formats=formats, location=Location("pyproject.toml", 45))
        for path, formats in (("x/*", ()), ("y", ("sdist",)), ("z", ("sdist", "wheel")))
    )
    assert [pattern.path for pattern in maturin.exclude] == ["w"]
    assert {triple: at(value) for triple, value in maturin.deployment_targets.items()} == {
        "aarch64-apple-darwin": ("11.0", "pyproject.toml:48"),
        "x86_64-apple-darwin": ("10.13", "pyproject.toml:49"),
    }
    assert maturin.sbom_rust is not None
    assert maturin.sbom_rust.value is False
    assert maturin.entries["unheard"].location.line == 50


@pytest.mark.parametrize(
    ("license_text", "expected"),
    [
        ('license = "MIT OR Apache-2.0"', ("MIT OR Apache-2.0", None, None)),
        ('license = {file = "LICENSE"}', (None, "LICENSE", None)),
        ('license = {text = "MIT"}', (None, None, "MIT")),
    ],
)
def test_forms_of_the_license(license_text: str, expected: tuple[str | None, ...]) -> None:
    project = _read(f"[project]\n{license_text}\n")[0].project
    assert project is not None
    assert project.license is not None
    assert (project.license.expression, project.license.file, project.license.text) == expected


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ('"R.md"', "R.md"),
        ('{file = "R.rst", content-type = "text/x-rst"}', "R.rst"),
        ('{text = "hello"}', None),
    ],
)
def test_forms_of_the_readme(readme: str, expected: str | None) -> None:
    project = _read(f"[project]\nreadme = {readme}\n")[0].project
    assert project is not None
    assert (project.readme and project.readme.value) == expected


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", []),
        ("project = 3\n", ["1: project: expected a table, found an integer"]),
        ("tool = []\n", ["1: tool: expected a table, found an array"]),
        ("[tool]\nmaturin = 1.5\n", ["2: tool.maturin: expected a table, found a float"]),
        ("[project]\nname = true\n", ["2: project.name: expected a string, found a boolean"]),
        (
            '[project]\nclassifiers = "x"\n',
            ["2: project.classifiers: expected an array of strings, found a string"],
        ),
        (
            '[project]\ndynamic = ["a",\n 2, {}]\n',
            [
                "3: project.dynamic[1]: expected a string, found an integer",
                "3: project.dynamic[2]: expected a string, found a table",
            ],
        ),
        ("[project]\nlicense = 1979-05-27\n", ["2: project.license: expected a table, found a date or time"]),
        ("[project.urls]\na = 1\n", ["2: project.urls.a: expected a string, found an integer"]),
        (
            "[project]\noptional-dependencies.x = 1\n",
            ["2: project.optional-dependencies.x: expected an array of strings, found an integer"],
        ),
        ("[dependency-groups]\ndev = 1\n", ["2: dependency-groups.dev: expected an array, found an integer"]),
        ('[tool.maturin]\nstrip = "yes"\n', ["2: tool.maturin.strip: expected a boolean, found a string"]),
        ("[tool.maturin]\nfeatures = {}\n", ["2: tool.maturin.features: expected an array, found a table"]),
        ("[tool.maturin]\nfeatures = [1]\n", ["2: tool.maturin.features[0]: expected a string, found an integer"]),
        ("[tool.maturin]\ninclude = 1\n", ["2: tool.maturin.include: expected an array, found an integer"]),
        (
            "[tool.maturin]\ninclude = [{path = 1}]\n",
            ["2: tool.maturin.include[0].path: expected a string, found an integer"],
        ),
        ("[tool.maturin]\ntarget = 1\n", ["2: tool.maturin.target: expected a table, found an integer"]),
        ("[tool.maturin]\ntarget.x = 1\n", ["2: tool.maturin.target.x: expected a table, found an integer"]),
    ],
)
def test_wrong_types_are_told_and_left_out(text: str, faults: list[str]) -> None:
    assert _read(text)[1] == faults


def test_what_is_beside_a_wrong_type_is_read() -> None:
    project = _read('[project]\nname = 1\nversion = "2"\n')[0].project
    assert project is not None
    assert (project.name, at(project.version)) == (None, ("2", "pyproject.toml:3"))
