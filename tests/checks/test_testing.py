"""What is tested before it is published: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, testing
from tests.checks.flows import CI, RELEASE, SDIST, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, healthy, healthy_with, result

R = RELEASE
PYTHON = use("actions/setup-python@v7", python_version='"3.14"')
ANTS: dict[str, str | None] = {
    "tests/test_trees.py": "def test_ant_climbs(): ...\ndef test_wanting(): ...\ndef test_Want_more(): ...\n"
}
EXTENSION: dict[str, str] = {
    "Cargo.toml": """[package]
name = "orchard"
version = "1.2.0"

[lib]
name = "_native"
crate-type = ["cdylib"]

[dependencies]
pyo3 = { version = "0.29.2", features = ["abi3-py311"] }

[features]
default = ["python"]
python = ["pyo3/extension-module"]
""",
    "src/lib.rs": "#[test]\nfn counts() {}\n",
}
LINKS = "which leaves libpython out of the test program: a test that reaches PyO3 does not link (warned)"


TESTED_HERE = (run("pip install --no-index --find-links dist orchard"), run("pytest"))


SHADOW = (
    "`{}` lets the tests of job `test` import `python/orchard/` of the sources, not the wheel that is installed "
    "(warned)"
)


CIBUILDWHEEL = """[tool.cibuildwheel]
build = "cp314-*linux_x86_64"
test-command = "pytest"
test-skip = "*-musllinux*"

[tool.maturin]"""


def arch(machine: str, distro: str = "ubuntu24.04") -> str:
    script = "pip3 install --no-index --find-links dist orchard && pytest"
    return use("uraimo/run-on-arch-action@v3", arch=machine, distro=distro, run=script)


SLOW = """import pytest


@pytest.mark.slow
def test_climbs(): ...


def test_rests(): ...


@pytest.mark.slow(reason="heights")
class TestTop:
    def test_view(self): ...
"""


def addopts(value: str) -> dict[str, str | None]:
    return healthy_with("pyproject.toml", "timeout = 60", f"timeout = 60\naddopts = {value}")


SETUP = use("actions/setup-python@v7", python_version="${{ matrix.python }}")
AXIS = "strategy:\n  matrix:\n    python: {}"


def matrix(pythons: str) -> dict[str, str | None]:
    return ci(job("test", SETUP, run("pip install .[test]"), run("pytest"), keys=AXIS.format(pythons)))


def tried(*scripts: str, runner: str = "ubuntu-24.04", keys: str = "") -> dict[str, str | None]:
    return {RELEASE: None, **ci(job("test", *(run(script) for script in scripts), runner=runner, keys=keys))}


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), run("pip install --find-links dist orchard"), run("pytest"))),
            [
                (
                    f"{R}:16 job `wheels` lets the index serve `orchard` beside the wheels built "
                    "(`--find-links` without `--no-index`) (warned)"
                )
            ],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job(
                    "wheels",
                    PYTHON,
                    wheel(),
                    run("pip install dist/orchard-1.2.0-cp311-abi3-manylinux_2_28_x86_64.whl"),
                )
            ),
            [],
        ),
        (
            testing.wheels_tested,
            release(WHEELS),
            [f"{R}:8 no job tests any of the 1 wheel of the release"],
        ),
        (
            testing.wheels_tested,
            release(
                job(
                    "wheels",
                    PYTHON,
                    wheel(),
                    run("pip install --no-index --find-links dist orchard"),
                    run("pytest"),
                ),
                job("more", wheel("i686")),
            ),
            [(f"{R}:21 no job tests 1 wheel of the release, that for `i686-unknown-linux-gnu` (warned)")],
        ),
        (
            testing.wheels_tested,
            release(job("wheels", wheel("aarch64"), arch("aarch64"))),
            [],
        ),
        (
            testing.wheels_tested,
            release(
                job(
                    "wheels",
                    wheel("armv7"),
                    use("uraimo/run-on-arch-action@v3", arch="armv7", run="pip install /artifacts/orchard*.whl"),
                )
            ),
            [],
        ),
        (
            testing.wheels_tested,
            {
                **release(job("wheels", wheel(), run("ci/box.sh dist"))),
                "ci/box.sh": 'docker run --rm -v "$PWD:/io" -w /io python:3.15 ci/pytest-all\n',
            },
            [],
        ),
        (
            testing.wheels_tested,
            {
                **release(job("wheels", wheel(), run("ci/box.sh dist"))),
                "ci/box.sh": 'docker run --rm -v "$PWD:/io" -w /io ubuntu:latest ci/check-links\n',
            },
            [f"{R}:8 no job tests any of the 1 wheel of the release"],
        ),
        (
            testing.wheels_tested,
            release(job("wheels", wheel("aarch64"), wheel("s390x"), arch("aarch64"))),
            [f"{R}:13 no job tests 1 wheel of the release, that for `s390x-unknown-linux-gnu` (warned)"],
        ),
        (
            testing.wheels_tested,
            release(
                job(
                    "wheels", wheel("aarch64"), wheel("aarch64", "musllinux_1_2"), arch("aarch64", "alpine_latest")
                )
            ),
            [f"{R}:8 no job tests 1 wheel of the release, that for `aarch64-unknown-linux-gnu` (warned)"],
        ),
        (
            testing.wheels_tested,
            release(
                job("wheels", PYTHON, wheel(), run("uv sync --find-links dist --reinstall"), run("uv run pytest"))
            ),
            [f"{R}:11 no job tests any of the 1 wheel of the release"],
        ),
        (
            # a machine whose glibc is older than the wheel's
            testing.wheels_tested,
            release(
                job(
                    "wheels",
                    PYTHON,
                    run("maturin build --release --out dist --compatibility manylinux_2_39"),
                    run("pip install --no-index --find-links dist orchard"),
                    run("pytest"),
                    runner="ubuntu-22.04",
                )
            ),
            [f"{R}:11 no job tests any of the 1 wheel of the release"],
        ),
        (
            testing.wheels_tested,
            release(job("wheels", PYTHON, wheel(), run("nox -s tests"))),
            [],
        ),
        (
            testing.wheels_tested,
            release(
                job("wheels", PYTHON, wheel(arguments="--release --out dist -i 3.13 3.14"), *TESTED_HERE),
            ),
            [],
        ),
        (
            testing.wheels_tested,
            {
                **healthy_with("pyproject.toml", "[tool.maturin]", CIBUILDWHEEL),
                **release(job("wheels", use("pypa/cibuildwheel@v3.3.0"), kept())),
            },
            [
                (
                    "pyproject.toml:35 `test-skip` of cibuildwheel leaves 1 wheel of the release, that for "
                    "`x86_64-unknown-linux-musl`, untested (warned)"
                )
            ],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job("wheels", PYTHON, wheel(), run("uv sync --find-links dist --reinstall"), run("uv run pytest"))
            ),
            [f"{R}:16 job `wheels` tests what is built anew from the sources, not the wheels at hand (warned)"],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), run("pip install dist/*.whl"), run("uv run pytest"))),
            [f"{R}:17 job `wheels` tests what is built anew from the sources, not the wheels at hand (warned)"],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), run("pip install -e .[test]"), run("pytest"))),
            [
                (
                    f"{R}:16 job `wheels` tests an editable installation of the sources, not the wheels at hand "
                    "(warned)"
                )
            ],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), run("pip install orchard"), run("pytest"))),
            [f"{R}:16 job `wheels` tests the version of the index, not the wheels at hand (warned)"],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job("wheels", PYTHON, wheel(), run("pip install --find-links dist orchard==1.2.0"), run("pytest"))
            ),
            [],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(manylinux=""), *TESTED_HERE, runner="macos-15")),
            [
                (
                    f"{R}:6 job `wheels` on `macos-15` installs what its machine does not take, "
                    "`orchard-1.2.0-cp311-abi3-macosx_10_12_x86_64.whl`, so the step fails"
                )
            ],
        ),
        (
            testing.wheels_tested,
            release(job("wheels", PYTHON, wheel("x86_64-pc-windows-msvc"), *TESTED_HERE, runner="windows-11-arm")),
            [f"{R}:11 no job tests any of the 1 wheel of the release"],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job(
                    "wheels",
                    PYTHON,
                    wheel(arguments="--out dist -i 3.14t"),
                    run("uv venv -p 3.14t"),
                    run("source .venv/bin/activate\npip install --no-index --find-links dist orchard\npytest"),
                )
            ),
            [],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job(
                    "wheels",
                    use("actions/setup-python@v7", python_version="pypy3.12"),
                    wheel(arguments="--out dist -i pypy3.12"),
                    *TESTED_HERE,
                )
            ),
            [],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), *reversed(TESTED_HERE))),
            [f"{R}:16 job `wheels` runs `pytest` before the wheel is installed, and nothing after it"],
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(), run("pytest tests/lint"), *TESTED_HERE)),
            [],
        ),
        (
            testing.wheels_installed_from_the_build,
            {
                RELEASE: None,
                **ci(job("test", PYTHON, wheel(), TESTED_HERE[0], run("pytest", env="{PYTHONPATH: python}"))),
            },
            [f"{CI}:15 {SHADOW.format('PYTHONPATH')}"],
        ),
        (
            testing.wheels_installed_from_the_build,
            {
                RELEASE: None,
                **healthy_with("pyproject.toml", "timeout = 60", 'timeout = 60\npythonpath = ["python"]'),
                **ci(job("test", PYTHON, wheel(), *TESTED_HERE)),
            },
            [f"pyproject.toml:39 {SHADOW.format('pythonpath')}"],
        ),
        (
            testing.publish_waits_for_tests,
            release(WHEELS, job("test", *TESTED_HERE), publish()),
            [f"{R}:24 job `publish` publishes without waiting for the tests of job `test` (warned)"],
        ),
        (
            testing.publish_waits_for_tests,
            release(WHEELS, job("test", *TESTED_HERE, keys="needs: wheels"), publish("[wheels, test]")),
            [],
        ),
        (
            testing.publish_waits_for_tests,
            release(
                WHEELS,
                job("test", *TESTED_HERE),
                job("check", run("true"), keys="needs: test"),
                publish("[wheels, check]"),
            ),
            [],
        ),
        (
            testing.publish_waits_for_tests,
            release(
                WHEELS,
                job("test", run("cargo test")),
                job("after", run("pytest"), keys="needs: publish"),
                publish(),
            ),
            [],
        ),
        (
            testing.publish_waits_for_tests,
            release(WHEELS, job("maybe", run("pytest"), keys="if: vars.TESTS == 'yes'"), publish()),
            [],
        ),
        (
            testing.publish_waits_for_tests,
            release(WHEELS, job("other", wheel("i686"), run("pytest")), publish()),
            [],
        ),
        (
            testing.every_python_tested,
            {
                **matrix('["3.13", "3.14"]'),
                **release(job("wheels", wheel(arguments="--out dist -i 3.14 3.14t"), kept())),
            },
            [f"{CI}:7 no job tests on `3.11`, `3.14t` and `3.15`, which the release has wheels for (warned)"],
        ),
        (
            testing.every_python_tested,
            {
                **matrix('["3.11", "3.14"]'),
                **release(
                    job(
                        "wheels",
                        wheel(),
                        run("docker run -v .:/io -w /io python:3.14-alpine sh -c pytest"),
                        kept(),
                    )
                ),
            },
            [f"{CI}:7 no job tests on `3.15`, which the release has wheels for (warned)"],
        ),
        (
            testing.every_python_tested,
            {
                **ci(job("test", run("nox -s tests"))),
                **release(job("wheels", wheel(arguments="--out dist -i 3.14t"), kept())),
            },
            [],
        ),
        (
            testing.every_python_tested,
            {
                **healthy_with(
                    "pyproject.toml",
                    "[tool.maturin]",
                    '[tool.hatch.envs.default]\npython = "3.11"\n\n[tool.maturin]',
                ),
                **ci(job("test", SETUP, run("hatch run test"), keys=AXIS.format('["3.11", "3.15"]'))),
                **release(WHEELS),
            },
            [
                (
                    "pyproject.toml:33 job `test` tests on `3.11` alone, whatever `matrix.python` is: the "
                    "environment of hatch says `python = 3.11` (warned)"
                )
            ],
        ),
        (
            testing.every_python_tested,
            {**matrix('["3.11", "3.14", "3.15"]'), **release(WHEELS)},
            [],
        ),
        (
            testing.test_failures_count,
            tried("pytest | tee log"),
            [
                (
                    f"{CI}:6 a failure of `pytest` in job `test` fails nothing: its pipe ends with the "
                    "status of the last "
                    "command, since the shell runs without `pipefail`"
                )
            ],
        ),
        (testing.test_failures_count, tried("set -o pipefail\npytest | tee log"), []),
        (
            testing.test_failures_count,
            tried("pytest || true"),
            [f"{CI}:6 a failure of `pytest` in job `test` fails nothing: what follows `||` (`true`) decides"],
        ),
        (testing.test_failures_count, tried("pytest || exit 1"), []),
        (
            testing.test_failures_count,
            tried("uvx nox -s tests || true"),
            [f"{CI}:6 a failure of `nox` in job `test` fails nothing: what follows `||` (`true`) decides"],
        ),
        (testing.test_failures_count, tried("pytest -k 'a|b'"), []),
        (
            testing.test_failures_count,
            tried("pytest", keys="continue-on-error: true"),
            [f"{CI}:5 a failure of `pytest` in job `test` fails nothing: `continue-on-error: true`"],
        ),
        (
            testing.test_names_deselected_on_purpose,
            {**tried('pytest -k "not ant"'), **ANTS},
            [
                (
                    f'{CI}:6 `-k "not ant"` in job `test` leaves out 3 tests, 2 of them only because a longer '
                    "word holds `ant`: `test_wanting` and `test_Want_more`"
                )
            ],
        ),
        (testing.test_names_deselected_on_purpose, {**tried('pytest -k "not _ant"'), **ANTS}, []),
        (
            testing.every_test_runs_somewhere,
            {**tried("pytest --ignore tests/test_trees.py"), **ANTS},
            [
                (
                    f"{CI}:6 no job runs 3 tests of `tests/test_trees.py` (3 of 5 tests in all): "
                    "every call of pytest "
                    "leaves them out by `--ignore=tests/test_trees.py` (warned)"
                )
            ],
        ),
        (
            testing.every_test_runs_somewhere,
            {**tried("pytest --ignore tests/test_trees.py", "pytest tests"), **ANTS},
            [],
        ),
        (testing.every_test_runs_somewhere, {**tried("cd elsewhere && pytest unit/test_a.py"), **ANTS}, []),
        (
            testing.every_test_runs_somewhere,
            {**tried("pytest"), **ANTS, **addopts('"-x --ignore=tests/test_trees.py"')},
            [
                (
                    "pyproject.toml:39 no job runs 3 tests of `tests/test_trees.py` (3 of 5 tests in all): every "
                    "call of pytest leaves them out by `--ignore=tests/test_trees.py` of `addopts` (warned)"
                )
            ],
        ),
        (
            testing.every_test_runs_somewhere,
            {
                **tried("pytest"),
                **ANTS,
                "pytest.ini": "[pytest]\naddopts =\n  -x\n  --ignore=tests/test_trees.py\n",
            },
            [
                (
                    "pytest.ini:2 no job runs 3 tests of `tests/test_trees.py` (3 of 5 tests in all): every "
                    "call of pytest leaves them out by `--ignore=tests/test_trees.py` of `addopts` (warned)"
                )
            ],
        ),
        (
            testing.every_test_runs_somewhere,
            {
                **tried("pytest"),
                **ANTS,
                **addopts('["--ignore=tests/test_trees.py"]'),
                "pytest.ini": "[pytest]\n",
                "setup.cfg": "[tool:pytest]\naddopts = --ignore=tests/test_trees.py\n",
            },
            [],
        ),
        (
            testing.every_test_runs_somewhere,
            {**tried("pytest", "pytest -o addopts="), **ANTS, **addopts('"--ignore=tests/test_trees.py"')},
            [],
        ),
        (
            testing.every_test_runs_somewhere,
            {**tried("pytest -k trees"), **ANTS, **addopts("\"-k 'not trees'\"")},
            [
                (
                    f"{CI}:6 no job runs 2 tests of `tests/test_orchard.py` (2 of 5 tests in all): every call of "
                    'pytest leaves them out by `-k "trees"` (warned)'
                )
            ],
        ),
        (testing.every_test_runs_somewhere, {**tried('pytest -m "not slow"'), **ANTS}, []),
        (
            testing.every_test_runs_somewhere,
            {**tried('pytest -m "not slow"'), "tests/test_trees.py": SLOW},
            [
                (
                    f"{CI}:6 no job runs 2 tests of `tests/test_trees.py` (2 of 5 tests in all): every call of "
                    'pytest leaves them out by `-m "not slow"` (warned)'
                )
            ],
        ),
        (
            testing.tests_left_out_alike,
            {
                **ANTS,
                **ci(job("test", run("pytest --ignore=tests/test_trees.py"))),
                **release(job("test", run('pytest -k "not test_trees"'))),
            },
            [],
        ),
        (
            testing.tests_left_out_alike,
            {
                **ANTS,
                **ci(job("test", run("pytest --ignore=tests/test_trees.py"))),
                **release(WHEELS, job("test", run("pytest"))),
            },
            [
                (
                    f"{CI}:6 on linux, `{CI}` leaves out 3 tests that `{R}` runs, by "
                    "`--ignore=tests/test_trees.py` (warned)"
                )
            ],
        ),
        (
            testing.tests_left_out_alike,
            {
                **ANTS,
                **ci(
                    job("test", run("pytest --ignore=tests/test_trees.py")),
                    job("mac", run("pytest --ignore=tests/test_trees.py"), runner="macos-15"),
                ),
                **release(WHEELS, job("test", run("pytest")), job("mac", run("pytest"), runner="macos-15")),
            },
            [
                (
                    f"{CI}:6 on linux and macos, `{CI}` leaves out 3 tests that `{R}` runs, by "
                    "`--ignore=tests/test_trees.py` (warned)"
                )
            ],
        ),
        (
            testing.tests_left_out_alike,
            {**ANTS, **ci(job("test", run("pytest -k nothing"))), **release(job("test", run("pytest")))},
            [
                (
                    f'{CI}:6 on linux, `{CI}` leaves out 5 tests that `{R}` runs, by `-k "nothing"`: all that are '
                    "known, and pytest fails where it finds none (warned)"
                )
            ],
        ),
        (
            testing.tests_left_out_alike,
            {
                **ANTS,
                **ci(
                    job(
                        "test",
                        run("pytest tests/test_counts.py --benchmark-only"),
                        run("pytest tests/test_counts.py"),
                    )
                ),
                **release(WHEELS, job("test", run("pytest"))),
            },
            [],
        ),
        (testing.rust_tests_link, {**tried("cargo test"), **EXTENSION, "src/lib.rs": "fn count() {}\n"}, []),
        (
            testing.rust_tests_link,
            {**tried("cargo test"), **EXTENSION},
            [f"{CI}:6 `cargo test` in job `test` runs with `pyo3/extension-module`, {LINKS}"],
        ),
        (testing.rust_tests_link, {**tried("cargo test --no-default-features"), **EXTENSION}, []),
        (
            testing.rust_tests_link,
            {**tried("cargo test --no-default-features --features python"), **EXTENSION},
            [
                (
                    f"{CI}:6 `cargo test --no-default-features --features python` in job `test` runs with "
                    f"`pyo3/extension-module`, {LINKS}"
                )
            ],
        ),
        (
            testing.minimum_rust_tested,
            tried("cargo +1.86 test"),
            ["Cargo.toml:5 no job builds with Rust `1.85`, the declared minimum (warned)"],
        ),
        (testing.minimum_rust_tested, tried("cargo +1.85.0 test"), []),
        (testing.minimum_rust_tested, ci(job("test", use("dtolnay/rust-toolchain@1.85"), run("cargo test"))), []),
        (testing.minimum_rust_tested, ci(job("test", run("cargo hack check --rust-version"))), []),
        (
            testing.sdist_tested,
            release(WHEELS, SDIST, publish("[wheels, sdist]")),
            [f"{R}:20 no job builds a wheel from the sdist that job `sdist` makes (warned)"],
        ),
        (
            testing.sdist_tested,
            release(SDIST, job("test", run("pip install .")), publish("[sdist, test]")),
            [f"{R}:8 no job builds a wheel from the sdist that job `sdist` makes (warned)"],
        ),
        (
            testing.sdist_tested,
            release(
                job(
                    "sdist",
                    use("PyO3/maturin-action@v1", command="sdist", args="--out dist"),
                    run("uv pip install (Get-ChildItem dist/*.tar.gz).FullName", shell="pwsh"),
                    kept(),
                ),
                publish("sdist"),
            ),
            [],
        ),
        (testing.sdist_tested, release(SDIST, job("test", run("nox -s build")), publish("[sdist, test]")), []),
        (
            testing.sdist_tested,
            release(
                job(
                    "sdist",
                    use("PyO3/maturin-action@v1", command="sdist", args="--out dist"),
                    run("pip install dist/*.tar.gz"),
                    kept(),
                ),
                publish("sdist"),
            ),
            [],
        ),
        (
            testing.tests_end_in_time,
            tried("cargo test"),
            [f"{CI}:3 job `test` runs tests without a time limit (warned)"],
        ),
        (
            testing.tests_end_in_time,
            {**ci(job("a", run("nox -s tests")), job("b", run("hatch run test")), job("c", run("make test")))},
            [f"{CI}:3 the jobs `a`, `b` and `c` run tests without a time limit (warned)"],
        ),
        (testing.tests_end_in_time, tried("pytest --timeout=5"), []),
        (testing.tests_end_in_time, ci(job("one", run("nox", **{"timeout-minutes": "9"}))), []),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


OLD = {
    "Cargo.toml": EXTENSION["Cargo.toml"]
    .partition("[features]")[0]
    .replace("0.29.2", "0.25.1")
    .replace('["abi3-py311"]', '["abi3-py311", "extension-module"]'),
    "src/lib.rs": EXTENSION["src/lib.rs"],
    "Cargo.lock": None,
}
MAYBE = {**EXTENSION, "Cargo.toml": EXTENSION["Cargo.toml"] + "fast = []\n"}


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            testing.rust_tests_link,
            {**tried("cargo test --release -- --nocapture"), **EXTENSION},
            "Leave it off for the tests:\n\n```sh\ncargo test --release --no-default-features -- --nocapture\n```",
        ),
        (
            testing.rust_tests_link,
            {**tried("cargo test --all-features"), **MAYBE},
            "Leave it off for the tests:\n\n```sh\ncargo test --no-default-features --features fast\n```",
        ),
        (
            testing.rust_tests_link,
            {**tried("cargo test"), **OLD},
            (
                "Delete `extension-module` from the features of pyo3 in `Cargo.toml`, and let maturin alone turn "
                'it on:\n\n```toml title="pyproject.toml"\n'
                '[tool.maturin]\nfeatures = ["pyo3/extension-module"]\n```'
            ),
        ),
        (
            testing.every_python_tested,
            {
                **matrix('["3.11", "3.15"]'),
                **release(job("wheels", wheel(arguments="--out dist -i 3.14t"), kept())),
            },
            'Add it to the matrix:\n\n```yaml\npython: ["3.11", "3.14t", "3.15"]\n```',
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job("wheels", PYTHON, wheel(), run("uv sync --group test --find-links dist"), run("uv run pytest"))
            ),
            (
                "`uv sync` and `uv run` build the project itself from its sources, whatever `--find-links` says. "
                "Leave it out there, and install the wheel:\n\n```sh\nuv sync --group test --no-install-project\n"
                "uv pip install --no-index --no-deps --find-links dist orchard\nuv run --no-sync pytest\n```"
            ),
        ),
        (
            testing.wheels_installed_from_the_build,
            release(job("wheels", PYTHON, wheel(manylinux=""), *TESTED_HERE, runner="macos-15")),
            "Write:\n\n```yaml\nruns-on: macos-26-intel\n```",
        ),
        (
            testing.wheels_installed_from_the_build,
            release(
                job(
                    "wheels",
                    PYTHON,
                    wheel("${{ matrix.target }}", ""),
                    *TESTED_HERE,
                    runner="${{ matrix.on }}",
                    keys="strategy:\n  matrix:\n    include:\n      - { on: macos-15, target: x86_64 }",
                )
            ),
            "In the matrix, write:\n\n```yaml\non: macos-26-intel\n```",
        ),
        (
            testing.wheels_tested,
            release(job("wheels", PYTHON, wheel(), run("pip install -e ."), run("pytest"), kept()), publish()),
            (
                "Install the wheels of job `wheels` as `wheels-installed-from-the-build` says: the tests there "
                "try them."
            ),
        ),
        (
            testing.publish_waits_for_tests,
            release(WHEELS, job("test", *TESTED_HERE), publish()),
            "Add `test` to `needs` of job `publish`.",
        ),
        (
            testing.minimum_rust_tested,
            {**tried("cargo test"), "Cargo.lock": None},
            (
                "Add a job that does:\n\n```yaml\nminimum-rust:\n  runs-on: ubuntu-latest\n  steps:\n"
                "    - uses: actions/checkout@v7\n      with:\n        persist-credentials: false\n"
                "    - run: rustup toolchain install --profile minimal 1.85\n    - run: cargo +1.85 check\n```"
            ),
        ),
        (
            testing.minimum_rust_tested,
            {
                **tried("cargo test"),
                **healthy_with("pyproject.toml", "[tool.maturin]\n", '[tool.maturin]\nfeatures = ["apples"]\n'),
                "Cargo.toml": healthy()["Cargo.toml"].replace('rust-version = "1.85"', 'rust-version = "1.70"'),
            },
            (
                "Declare `1.85` first, which edition 2024 needs (`declares-a-rust-that-suffices`), and add a job "
                "that builds with it:\n\n```yaml\nminimum-rust:\n  runs-on: ubuntu-latest\n  steps:\n"
                "    - uses: actions/checkout@v7\n      with:\n        persist-credentials: false\n"
                "    - run: rustup toolchain install --profile minimal 1.85\n"
                "    - run: cargo +1.85 check --features apples --locked\n```"
            ),
        ),
    ],
)
def test_tells_what_to_do(check: Check, overlay: dict[str, str | None], fix: str, tmp_path: Path) -> None:
    assert [p.fix for p in result(tmp_path, check, overlay).problems] == [fix]


@pytest.mark.parametrize(
    ("steps", "place", "fix"),
    [
        (("pytest",), 3, "Limit the job, with room for what its tests compile:\n\n{}30\n```"),
        (
            ("pip install maturin", "maturin build --out dist", "pytest"),
            8,
            "The job builds too, so limit the step that tests, with room for what it compiles:\n\n{}30\n```",
        ),
        (
            ("pip install maturin", "maturin build --out dist\npytest"),
            3,
            "One step builds and tests, so limit the job, with room for the slowest build:\n\n{}120\n```",
        ),
    ],
)
def test_a_time_limit_leaves_room_for_the_build(
    steps: tuple[str, ...], place: int, fix: str, tmp_path: Path
) -> None:
    overlay = ci(job("test", *map(run, steps)))
    (problem,) = result(tmp_path, testing.tests_end_in_time, overlay).problems
    told = (str(problem.location), problem.fix)
    assert told == (f"{CI}:{place}", fix.format("```yaml\ntimeout-minutes: "))


def test_a_minimum_that_is_too_low_is_tested_as_what_pyo3_needs(tmp_path: Path) -> None:
    overlay = {
        **healthy_with("Cargo.toml", 'rust-version = "1.85"', 'rust-version = "1.70"'),
        **tried("cargo test"),
    }
    [told] = result(tmp_path, testing.minimum_rust_tested, overlay).problems
    assert "cargo +1.85 check" in told.fix
