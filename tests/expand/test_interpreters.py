"""Which Pythons a build is for: names, ``--find-interpreter``, the machine's own."""

from pathlib import Path

import pytest

from maturin_compliance.expand.maturin.interpreters import parse_name
from tests.expand.support import CARGO, PYPROJECT, action, expanded, run, steps


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("3.12", "3.12"),
        ("python3.12", "3.12"),
        ("python3.14t", "3.14t"),
        ("3.13t", "3.13t"),
        ("3.13.2", "3.13"),
        ("3.15-dev", "3.15"),
        ("cp312", "3.12"),
        ("cpython-3.12", "3.12"),
        ("pypy3.11", "pypy3.11"),
        ("pypy-3.11", "pypy3.11"),
        ("pypy3.11-v7.3.20", "pypy3.11"),
        ("pp311", "pypy3.11"),
        ("graalpy3.12", "graalpy3.12"),
        ("/opt/python/cp313-cp313t/bin/python", "3.13t"),
        ("/opt/python/pp311-pypy311_pp73/bin/pypy", "pypy3.11"),
        ("/usr/bin/python3.11", "3.11"),
        ("C:\\hostedtoolcache\\python3.11.exe", "3.11"),
        ("python3", None),
        ("python", None),
        ("2.7", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_name(name: str, python: str | None) -> None:
    found = parse_name(name)
    assert (str(found) if found else None) == python


def pythons(root: Path, *lines: str, runner: str = "ubuntu-24.04", **files: str) -> list[str]:
    names = {name.replace("_", "."): text for name, text in files.items()}
    (build,) = expanded(root, {**steps(*lines, runner=runner), **names}).release.builds
    return list(build.interpreters)


SETUP = "- uses: actions/setup-python@v6\n  with:\n    python-version: |\n      3.11\n      3.13"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ("-i 3.9 3.14t", ["3.9", "3.14t"]),
        ("-i 3.12 python3.12", ["3.12"]),
        ("--interpreter python3.10 --interpreter pypy3.11", ["3.10", "pypy3.11"]),
    ],
)
def test_names_are_taken_whatever_the_project_requires(tmp_path: Path, args: str, expected: list[str]) -> None:
    assert pythons(tmp_path, action(args, target="x86_64", manylinux="2014")) == expected


@pytest.mark.parametrize(
    ("version", "requires", "expected"),
    [
        ("v1.9.4", ">=3.11", ["3.11", "3.12", "3.13", "3.13t", "pypy3.11"]),
        ("v1.10.2", ">=3.11", ["3.11", "3.12", "3.13", "3.14", "3.13t", "3.14t", "pypy3.11"]),
        ("v1.16.0", ">=3.13", ["3.13", "3.14", "3.15", "3.14t", "3.15t"]),
        ("v1.10.2", ">=3.10,<3.12", ["3.10", "3.11", "pypy3.10", "pypy3.11"]),
        ("v1.16.0", ">=3.13.1", ["3.14", "3.15", "3.14t", "3.15t"]),
    ],
)
def test_a_cross_build_finds_what_maturin_describes_itself(
    tmp_path: Path, version: str, requires: str, expected: list[str]
) -> None:
    step = action("-f", target="aarch64", manylinux="2014", maturin_version=version)
    pyproject = PYPROJECT.replace(">=3.10", requires)
    assert pythons(tmp_path, step, pyproject_toml=pyproject) == expected


@pytest.mark.parametrize(
    ("runner", "args", "expected"),
    [
        ("windows-2025", "", ["3.13"]),
        ("macos-15", "-i python3.11", ["3.11"]),
        ("macos-15", "-i python", ["3.13"]),
    ],
)
def test_a_setup_step_decides_what_a_runner_has(
    tmp_path: Path, runner: str, args: str, expected: list[str]
) -> None:
    assert pythons(tmp_path, SETUP, action(args), runner=runner) == expected


@pytest.mark.parametrize("runner", ["macos-15", "windows-2025"])
def test_a_search_finds_what_a_setup_step_adds_to_the_runner(tmp_path: Path, runner: str) -> None:
    assert {"3.11", "3.13"} <= set(pythons(tmp_path, SETUP, action("-f"), runner=runner))


def test_without_a_setup_step_the_image_of_the_day_decides(tmp_path: Path) -> None:
    (build,) = expanded(tmp_path, steps(action("-f"), runner="windows-2025")).release.builds
    assert all(wheel.certainty.value == "assumed" for wheel in build.wheels)
    assert "3.12" in build.interpreters


@pytest.mark.parametrize(
    ("feature", "args", "expected"),
    [
        ("abi3-py310", "-f", ["cp310-abi3"]),
        ("abi3-py310", "", ["cp310-abi3"]),
        ("abi3-py310", "-i 3.12 3.13", ["cp310-abi3"]),
    ],
)
def test_a_stable_abi_needs_no_python(tmp_path: Path, feature: str, args: str, expected: list[str]) -> None:
    cargo = CARGO.replace('"0.26"', f'{{ version = "0.26", features = ["{feature}"] }}')
    step = action(args, target="aarch64", manylinux="2_28", maturin_version="v1.16.0")
    wheels = expanded(tmp_path, {**steps(step), "Cargo.toml": cargo}).release.wheels
    assert [f"{wheel.interpreter}-{wheel.abi}" for wheel in wheels] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("uvx --python 3.9 maturin build", ["3.9"]),
        ("uvx -p 3.14t maturin build", ["3.14t"]),
        ("uv run --python=3.12 maturin build", ["3.12"]),
        ("UV_PYTHON=3.12 uvx maturin build", ["3.12"]),
        ("UV_PYTHON=3.12 uvx --python 3.13 maturin build", ["3.13"]),
    ],
)
def test_a_runner_of_tools_brings_its_own_python(tmp_path: Path, script: str, expected: list[str]) -> None:
    pyproject = PYPROJECT.replace(">=3.10", ">=3.8")
    assert pythons(tmp_path, run(script), pyproject_toml=pyproject) == expected


NONE_OF_SETUP = "- uses: actions/setup-python@v6\n  with:\n    python-version: 3.13"
ONE_OF_SETUP = "- uses: actions/setup-python@v6\n  with:\n    python-version: |\n      3.13t\n      3.13"
NO_313T = (
    "`-i 3.13t` ends maturin {} with an error: it takes a free-threaded Python before 3.14 only where that can "
    "be run, and here none is"
)


@pytest.mark.parametrize(
    ("runner", "setup", "maturin", "given", "tags"),
    [
        ("ubuntu-24.04", "", "v1.16.0", {"target": "aarch64", "manylinux": "2014"}, ["cp313"]),
        ("ubuntu-24.04", "", "v1.16.0", {"target": "x86_64", "manylinux": "2014"}, ["cp313"]),
        ("ubuntu-24.04", "", "v1.13.3", {"target": "aarch64", "manylinux": "2014"}, ["cp313", "cp313t"]),
        ("macos-15", NONE_OF_SETUP, "v1.16.0", {}, ["cp313"]),
        ("macos-15", ONE_OF_SETUP, "v1.16.0", {}, ["cp313", "cp313t"]),
    ],
)
def test_a_free_threaded_python_that_maturin_describes_no_more_has_to_run(
    tmp_path: Path, runner: str, setup: str, maturin: str, given: dict[str, str], tags: list[str]
) -> None:
    step = action("-i 3.13 3.13t", maturin_version=maturin, **given)
    release = expanded(tmp_path, steps(*filter(None, [setup, step]), runner=runner)).release
    assert [wheel.abi for wheel in release.wheels] == tags
    refused = tags == ["cp313"]
    assert [any("ends maturin" in r.text for r in wheel.because) for wheel in release.wheels] == [refused] * len(
        tags
    )
    told = [note.message for note in release.not_modelled if "3.13t" in note.message]
    assert told == ([NO_313T.format(maturin.removeprefix("v"))] if refused else [])
