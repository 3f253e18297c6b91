"""The repository as a whole: packages, the choice of one, manifests, lockfiles, other files."""

from pathlib import Path

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.read import read_project
from tests.read.support import CARGO, PYPROJECT, at, plain, posix, read, unread, write


def _pyproject(name: str, backend: str = "maturin") -> str:
    return PYPROJECT.replace('"demo"', f'"{name}"').replace(
        'build-backend = "maturin"', f'build-backend = "{backend}"'
    )


def _cargo(name: str) -> str:
    return CARGO.replace('name = "demo"', f'name = "{name}"')


NAMELESS = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n'


@pytest.mark.parametrize(
    ("files", "package", "chosen"),
    [
        ({"pyproject.toml": _pyproject("a")}, None, (".", "a")),
        ({"pyproject.toml": _pyproject("a"), "b/pyproject.toml": _pyproject("b")}, None, (".", "a")),
        ({"pyproject.toml": _pyproject("a"), "b/pyproject.toml": _pyproject("b")}, "b", ("b", "b")),
        (
            {"pyproject.toml": _pyproject("x", "hatchling.build"), "b/pyproject.toml": _pyproject("b")},
            None,
            ("b", "b"),
        ),
        ({"py/pyproject.toml": _pyproject("My_Pkg.x")}, "my-pkg-X", ("py", "My_Pkg.x")),
        ({"py/pyproject.toml": NAMELESS, "py/Cargo.toml": _cargo("crate")}, "crate", ("py", "crate")),
        ({"py/pyproject.toml": NAMELESS}, None, ("py", "py")),
        ({"a/pyproject.toml": _pyproject("a"), "tests/x/pyproject.toml": _pyproject("x")}, None, ("a", "a")),
        ({"a/pyproject.toml": _pyproject("a"), "tests/x/pyproject.toml": _pyproject("x")}, "x", ("tests/x", "x")),
        ({"a/pyproject.toml": _pyproject("a"), "tests/x/pyproject.toml": _pyproject("a")}, "a", ("a", "a")),
        ({"examples/x/pyproject.toml": _pyproject("x")}, None, ("examples/x", "x")),
        ({"Cargo.toml": _cargo("crate")}, None, (".", "crate")),
        ({"crates/py/Cargo.toml": _cargo("crate")}, None, ("crates/py", "crate")),
        ({"pyproject.toml": _pyproject("a", "setuptools.build_meta")}, None, (".", "a")),
        (
            {"pyproject.toml": _pyproject("a", "maturin_bootstrap"), "b/pyproject.toml": _pyproject("b")},
            None,
            ("b", "b"),
        ),
        (
            {"pyproject.toml": '[project]\nname = "a"\n[tool.maturin]\n', "b/Cargo.toml": _cargo("b")},
            None,
            (".", "a"),
        ),
        ({"pyproject.toml": "broken =", "Cargo.toml": _cargo("crate")}, None, (".", "crate")),
        ({"pyproject.toml": ""}, None, (".", "root")),
    ],
)
def test_the_package_that_is_looked_at(
    tmp_path: Path, files: dict[str, str | bytes], package: str | None, chosen: tuple[str, str]
) -> None:
    project = read_project(write(tmp_path / "root", files), package=package)
    assert (project.package.folder, project.name) == chosen
    assert project.package in project.packages


@pytest.mark.parametrize(
    ("files", "package", "message"),
    [
        ({"README.md": ""}, None, "holds neither pyproject.toml nor Cargo.toml; give the root of a repository"),
        (
            {"lib/Cargo.toml": '[package]\nname = "x"\n'},
            None,
            "holds neither pyproject.toml nor Cargo.toml; give the root of a repository",
        ),
        (
            {
                "z/pyproject.toml": _pyproject("b"),
                "y/pyproject.toml": _pyproject("a"),
                "tests/pyproject.toml": _pyproject("t"),
            },
            None,
            "holds several packages, choose one with --package: a (y), b (z), t (tests)",
        ),
        (
            {"pyproject.toml": _pyproject("a"), "b/pyproject.toml": _pyproject("b")},
            "c",
            "no package `c`; name one of: a (.), b (b)",
        ),
    ],
)
def test_what_cannot_be_chosen_is_a_fault_of_usage(
    tmp_path: Path, files: dict[str, str | bytes], package: str | None, message: str
) -> None:
    root = write(tmp_path, files)
    with pytest.raises(UsageError) as caught:
        read_project(root, package=package)
    assert str(caught.value) == f"{root}: {message}"


FLOW = "on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: %s}]}}\n"
MESON = '[build-system]\nrequires = ["meson-python"]\nbuild-backend = "mesonpy"\n'


@pytest.mark.parametrize(
    ("files", "backend"),
    [
        ({"pyproject.toml": MESON}, "mesonpy"),
        ({"pyproject.toml": MESON, ".github/workflows/a.yml": FLOW % "python -m build"}, "mesonpy"),
        ({"pyproject.toml": MESON, "tests/oracle/Cargo.toml": CARGO}, "mesonpy"),
        ({"pyproject.toml": MESON, "Cargo.toml": CARGO}, "mesonpy"),
        ({"pyproject.toml": MESON, ".github/workflows/a.yml": FLOW % "maturin build"}, None),
        ({"pyproject.toml": MESON, "ci/build.sh": "maturin build\n"}, None),
        ({"pyproject.toml": MESON + "[tool.maturin]\n"}, None),
        ({"pyproject.toml": MESON.replace('"meson-python"', '"maturin"')}, None),
        ({"pyproject.toml": PYPROJECT}, None),
        ({"pyproject.toml": '[project]\nname = "a"\n'}, None),
        ({"Cargo.toml": CARGO}, None),
    ],
)
def test_a_backend_that_is_not_maturin(tmp_path: Path, files: dict[str, str | bytes], backend: str | None) -> None:
    found = read_project(write(tmp_path, files)).other_backend
    assert (found.value if found else None) == backend


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"CHANGELOG.md": "# 1.0\n"}, "# 1.0\n"),
        ({"docs/CHANGELOG.md": "# 1.0\n"}, ""),
        ({"HISTORY.rst": "1.0\n", "README.md": "x"}, "1.0\n"),
        ({"CHANGELOG.md": b"\xff"}, ""),
    ],
)
def test_the_changelog_is_read_where_it_can_be(tmp_path: Path, files: dict[str, str | bytes], text: str) -> None:
    project = read(tmp_path, files)
    assert (project.changelog, unread(project)) == (text, [])


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_root_that_is_no_folder(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file": ""})
    with pytest.raises(UsageError) as caught:
        read_project(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: is no folder; give the root of a repository"


def test_nothing_above_the_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"Cargo.toml": "[workspace]\n", ".gitignore": "*\n", "Cargo.lock": ""})
    project = read(tmp_path / "root", {"Cargo.toml": CARGO})
    assert project.manifests["Cargo.toml"].workspace_path is None
    assert project.package.lockfile is None
    assert project.tree.files == ("Cargo.toml", "pyproject.toml")


@pytest.mark.parametrize(
    ("maturin", "files", "manifest"),
    [
        ("", ["Cargo.toml"], "Cargo.toml"),
        ("", ["rust/Cargo.toml"], None),
        ("", ["rust/Cargo.toml", "src/demo/__init__.py"], "rust/Cargo.toml"),
        ('python-source = "python"', ["Cargo.toml", "rust/Cargo.toml"], "rust/Cargo.toml"),
        ('manifest-path = "native/Cargo.toml"', ["Cargo.toml", "native/Cargo.toml"], "native/Cargo.toml"),
        ('manifest-path = "./native/../Cargo.toml"', ["Cargo.toml"], "Cargo.toml"),
    ],
)
def test_the_crate_that_is_built(tmp_path: Path, maturin: str, files: list[str], manifest: str | None) -> None:
    contents = {path: CARGO if path.endswith("Cargo.toml") else "" for path in files}
    project = read(tmp_path, {"pyproject.toml": f"{PYPROJECT}[tool.maturin]\n{maturin}\n", **contents})
    assert (project.package.manifest and project.package.manifest.path) == manifest


@pytest.mark.parametrize("path", ["gone/Cargo.toml", "../Cargo.toml", "/etc/passwd"])
def test_a_manifest_path_that_leads_nowhere_is_told(tmp_path: Path, path: str) -> None:
    (tmp_path / "Cargo.toml").write_text(CARGO)
    maturin = f'[tool.maturin]\nmanifest-path = "{path}"\n'
    project = read(tmp_path / "root", {"pyproject.toml": PYPROJECT + maturin, "Cargo.toml": CARGO})
    assert project.package.manifest is None
    assert unread(project) == [
        f"pyproject.toml:9 tool.maturin.manifest-path: `{path}` is no file of the repository"
    ]


def test_a_version_of_the_crate_where_python_says_dynamic(tmp_path: Path) -> None:
    pyproject = PYPROJECT.replace('version = "1.0.0"', 'dynamic = ["version"]')
    project = read(tmp_path, {"pyproject.toml": pyproject, "Cargo.toml": CARGO})
    assert at(project.version) == ("1.0.0", "Cargo.toml:3")


WORKSPACE = '[workspace]\nmembers = ["py"]\n'


@pytest.mark.parametrize(
    ("files", "lockfile"),
    [
        ({"Cargo.toml": WORKSPACE, "Cargo.lock": "version = 4\n", "py/Cargo.lock": ""}, "Cargo.lock"),
        ({"Cargo.toml": WORKSPACE, "py/Cargo.lock": ""}, "py/Cargo.lock"),
        ({"Cargo.toml": WORKSPACE}, None),
        ({"Cargo.lock": "", "py/Cargo.lock": ""}, "py/Cargo.lock"),
        ({"Cargo.toml": WORKSPACE, "Cargo.lock": "", ".gitignore": "Cargo.lock\n", ".git/HEAD": ""}, None),
        ({"Cargo.toml": WORKSPACE, "Cargo.lock": "", ".gitignore": "Cargo.lock\n"}, "Cargo.lock"),
    ],
)
def test_the_lockfile_is_that_of_the_workspace(
    tmp_path: Path, files: dict[str, str | bytes], lockfile: str | None
) -> None:
    project = read_project(write(tmp_path, {"py/pyproject.toml": PYPROJECT, "py/Cargo.toml": CARGO, **files}))
    assert (project.package.lockfile and project.package.lockfile.path) == lockfile


@posix
def test_workflows_are_the_files_directly_in_their_folder(tmp_path: Path) -> None:
    workflow = "on: push\njobs: {}\n"
    folder = ".github/workflows"
    files = {
        f"{folder}/b.yml": workflow,
        f"{folder}/a.yaml": workflow,
        f"{folder}/README.md": "",
        f"{folder}/deep/c.yml": workflow,
        f"{folder}/folder.yml/x": "",
        "py/.github/workflows/d.yml": workflow,
        f"{folder}/empty.yml": "",
    }
    write(tmp_path, files)
    (tmp_path / folder / "loop.yml").symlink_to("loop.yml")
    project = read(tmp_path, {})
    assert [found.path for found in project.workflows] == [f"{folder}/a.yaml", f"{folder}/b.yml"]
    assert unread(project) == [
        f"{folder}/empty.yml:1 is no workflow: expected a mapping with `on` and `jobs`",
        f"{folder}/folder.yml is a folder, expected a file",
        f"{folder}/loop.yml is a link that leads in a circle",
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".github/dependabot.yml", "version: 2\n", {"version": 2}),
        ("renovate.json", '{"extends":\n\t["x"]}\n', {"extends": ["x"]}),
        ("deny.toml", "[bans]\n", {"bans": {}}),
        ("rust-toolchain.toml", '[toolchain]\nchannel = "1.85"\n', {"toolchain": {"channel": "1.85"}}),
        ("rust-toolchain", "\n1.85\n", {"toolchain": {"channel": "1.85"}}),
        ("rust-toolchain", '[toolchain]\nchannel = "1.85"\n', {"toolchain": {"channel": "1.85"}}),
        (".cargo/config.toml", "[build]\n", {"build": {}}),
        (".gitignore", "# x\n\n*.so\n!a\n", ["*.so", "!a"]),
        (
            "pytest.ini",
            "[pytest]\n; note\naddopts = -ra\n  --strict\ntestpaths =\n    tests\n    more\n",
            {"pytest": {"addopts": "-ra\n--strict", "testpaths": "tests\nmore"}},
        ),
    ],
)
def test_other_files_that_checks_look_at(tmp_path: Path, path: str, text: str, expected: object) -> None:
    project = read(tmp_path, {path: text})
    assert plain(project.configs[path]) == expected
    assert unread(project) == []


def test_lines_of_an_ini_file(tmp_path: Path) -> None:
    text = "[pytest]\naddopts = -ra\n  --x\ntestpaths =\n    tests\n"
    section = read(tmp_path, {"pytest.ini": text}).configs["pytest.ini"].mapping["pytest"]
    assert section.location.line == 1
    assert [(node.location.line, node.first_line) for node in section.mapping.values()] == [(2, 2), (4, 5)]


def test_files_of_that_name_elsewhere_do_not_count(tmp_path: Path) -> None:
    project = read(tmp_path, {"config.toml": "", ".github/workflows/zizmor.yml": "on: push\njobs: {}\n"})
    assert project.configs == {}


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Cargo.toml": CARGO,
        ".github/workflows/a.yml": "on: push\njobs: {a: {steps: [{run: x}]}}\n",
        ".github/workflows/b.yml": "on: [",
        "src/lib.rs": "#[pymodule]\nfn demo() {}\n",
    }
    assert read(tmp_path, files) == read(tmp_path, files)
