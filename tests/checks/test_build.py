"""How the wheel and the sdist are built: what the examples on the pages do not show."""

from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.checks import Check, build
from tests.checks.support import AS_OF, Overlay, found, healthy_with, result

LOW = "pyproject.toml:2 `maturin>=1.10,<2` admits maturin 1.10.0,"


def pyproject(text: str, requires: str = "maturin>=1.14,<2") -> dict[str, str | None]:
    system = f'[build-system]\nrequires = ["{requires}"]\nbuild-backend = "maturin"\n'
    return {"pyproject.toml": system + text}


def cargo(pyo3: str, rest: str = "") -> dict[str, str | None]:
    head = '[package]\nname = "orchard"\nversion = "1.2.0"\n\n[lib]\ncrate-type = ["cdylib"]\n'
    return {"Cargo.toml": f"{head}\n[dependencies]\npyo3 = {pyo3}\n{rest}", "Cargo.lock": None}


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (build.names_the_backend, {"pyproject.toml": None}, ["Cargo.toml there is no `pyproject.toml`"]),
        (
            build.names_the_backend,
            {"pyproject.toml": "[tool.maturin]\n"},
            ["pyproject.toml there is no `[build-system]`"],
        ),
        (
            build.names_the_backend,
            {"pyproject.toml": '[build-system]\nrequires = ["maturin"]\n[tool.maturin]\n'},
            ["pyproject.toml:1 `[build-system]` names no `build-backend`"],
        ),
        (
            build.bounds_maturin,
            pyproject("", "maturin>=1.9"),
            ["pyproject.toml:2 `maturin>=1.9` has no upper bound below maturin 2 (warned)"],
        ),
        (
            build.bounds_maturin,
            pyproject("", "maturin<2"),
            ["pyproject.toml:2 `maturin<2` has no lower bound (warned)"],
        ),
        (
            build.asks_for_a_new_enough_maturin,
            pyproject(
                '[tool.maturin]\nfeatures = [{ feature = "pyo3/abi3-py311", python-version = ">=3.11" }]\n'
                "[tool.maturin.sbom]\nrust = true\n",
                "maturin>=1.10,<2",
            ),
            [
                f"{LOW} but a feature with a condition needs 1.12.4 (warned)",
                f"{LOW} but the key `sbom` needs 1.12.0 (warned)",
            ],
        ),
        (
            build.leaves_linking_to_maturin,
            cargo('"0.25"'),
            ["Cargo.toml:9 pyo3 0.25.1 is built without its feature `extension-module`"],
        ),
        (
            build.leaves_linking_to_maturin,
            cargo('"0.28"', '\n[features]\npython = ["pyo3/extension-module"]\n')
            | pyproject('[tool.maturin]\nfeatures = ["python"]\n'),
            ["Cargo.toml:12 pyo3 0.28.3 does not need its feature `extension-module` (warned)"],
        ),
        (
            build.leaves_linking_to_maturin,
            cargo('"0.28"', '\n[features]\ndefault = ["python"]\npython = ["pyo3/extension-module"]\n'),
            [
                (
                    "Cargo.toml:13 pyo3 0.28.3 does not need its feature `extension-module`, "
                    "and plain `cargo test` does not link with it"
                )
            ],
        ),
        (
            build.keeps_up_with_pyo3,
            cargo('"0.28"'),
            ["Cargo.toml:9 pyo3 0.28.3 is 2 minor versions behind 0.30 (warned)"],
        ),
        (
            build.commits_the_lock_file,
            {"Cargo.lock": None},
            ["Cargo.toml `Cargo.lock` is not in the repository"],
        ),
        (
            build.audits_its_wheels,
            pyproject("[tool.maturin]\nskip-auditwheel = true\n"),
            ["pyproject.toml:5 `skip-auditwheel = true` leaves the wheels unaudited"],
        ),
        (
            build.uses_keys_that_maturin_knows,
            pyproject(
                "[tool.maturin]\nskip-auditwheel = false\nmanylinux = '2_28'\nstripp = true\n"
                "[tool.maturin.target.aarch64-apple-darwin]\nmacosx-deployment-target = '11.0'\nmacos = '11.0'\n"
            ),
            [
                "pyproject.toml:5 the key `skip-auditwheel` is deprecated since maturin 1.7.1 (warned)",
                "pyproject.toml:7 maturin knows no key `stripp`",
                "pyproject.toml:10 maturin knows no key `target.aarch64-apple-darwin.macos`",
            ],
        ),
        (
            build.asks_for_features_that_exist,
            pyproject('[tool.maturin]\nfeatures = ["pyo3/auto-initialize", "numpy/rayon", "default", "apples"]\n'),
            [
                "pyproject.toml:5 the crate has no feature `numpy/rayon`",
                "pyproject.toml:5 the crate has no feature `apples`",
            ],
        ),
        (
            build.states_the_pythons,
            pyproject('[project]\nname = "orchard"\nrequires-python = ">=3.11,<4"\n'),
            [
                "pyproject.toml:6 `requires-python` is `>=3.11,<4`: the upper bound does nothing good (warned)",
            ],
        ),
        (
            build.states_the_pythons,
            pyproject('[project]\nname = "orchard"\nrequires-python = ">=3.11,<3.15"\n'),
            ["pyproject.toml:6 `requires-python` is `>=3.11,<3.15`: it bars every newer Python (warned)"],
        ),
        (
            build.states_the_pythons,
            pyproject('[project]\nname = "orchard"\nrequires-python = "3.11+"\n'),
            ["pyproject.toml:6 `requires-python` is `3.11+`, no valid specifier"],
        ),
        (
            build.releases_optimised_wheels,
            healthy_with(".github/workflows/release.yml", "args: --release --locked", "args: --locked"),
            [".github/workflows/release.yml:45 the job `wheels` builds wheels without `--release`"],
        ),
        (
            build.builds_with_the_lock_file,
            healthy_with(".github/workflows/release.yml", "--release --locked --compat", "--release --compat"),
            [".github/workflows/release.yml:45 the job `wheels` builds wheels without `--locked` (warned)"],
        ),
    ],
)
def test_finds(check: Check, overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == wanted


@pytest.mark.parametrize(
    ("check", "overlay", "as_of"),
    [
        (build.keeps_up_with_pyo3, cargo('"0.27"'), date(2025, 12, 3)),
        (build.leaves_linking_to_maturin, cargo('{ version = "0.25", features = ["extension-module"] }'), AS_OF),
        (build.bounds_maturin, pyproject("", "maturin==1.16.0"), AS_OF),
        (build.builds_with_the_lock_file, pyproject("[tool.maturin]\nlocked = true\n"), AS_OF),
        (build.states_the_pythons, pyproject('[project]\nname = "a"\nrequires-python = "~=3.11"\n'), AS_OF),
    ],
)
def test_passes(check: Check, overlay: Overlay, as_of: date, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay, as_of).outcome) == "passed"


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            build.bounds_maturin,
            pyproject("", "maturin>=1.9.4"),
            '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=1.9.4,<2"]\n```',
        ),
        (
            build.uses_keys_that_maturin_knows,
            pyproject("[tool.maturin]\nmodule_name = 'orchard'\n"),
            "Write `module-name`.",
        ),
        (
            build.keeps_up_with_pyo3,
            cargo('"0.29"'),
            '```toml title="Cargo.toml"\n[dependencies]\npyo3 = "0.30"\n```',
        ),
        (
            build.keeps_up_with_pyo3,
            cargo('{ version = "0.29", features = ["abi3-py310"] }'),
            "Write `0.30` as its `version`, and leave the features as they are.",
        ),
        (
            build.asks_for_a_new_enough_maturin,
            {
                **pyproject("[tool.maturin]\nmodule-name = 'orchard'\n", "maturin>=0.14,<2.0"),
                **cargo('{ version = "0.25", features = ["extension-module"] }'),
            },
            '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=0.14.16,<2"]\n```',
        ),
    ],
)
def test_gives_lines_of_this_project(check: Check, overlay: Overlay, fix: str, tmp_path: Path) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == [fix]


def test_a_backend_of_its_own_stands_before_maturin(tmp_path: Path) -> None:
    text = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "own"\nbackend-path = ["."]\n[tool.maturin]\n'
    told = result(tmp_path, build.names_the_backend, {"pyproject.toml": text})
    assert told.reason == "a backend of the project's own (`backend-path`) stands before maturin"


def test_asks_for_no_lock_file_that_git_ignores(tmp_path: Path) -> None:
    told = result(tmp_path, build.builds_with_the_lock_file, {".gitignore": "Cargo.lock\n", **pyproject("")})
    assert told.reason == "`Cargo.lock` is ignored by git: a build with `--locked` fails"
