"""What is tested before it is published: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, testing
from tests.checks.flows import CI, RELEASE, SDIST, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
PYTHON = use("actions/setup-python@v7", python_version='"3.14"')
ANTS: dict[str, str | None] = {
    "tests/test_trees.py": "def test_ant_climbs(): ...\ndef test_wanting(): ...\ndef test_Want_more(): ...\n"
}
EXTENSION: dict[str, str | None] = {
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
"""
}
LINKS = "which leaves libpython out of the test program: a test that reaches PyO3 does not link (warned)"


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
                    f"{R}:16 job `wheels` lets the index serve `orchard` beside the wheels it built "
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
            [
                (
                    f"{R}:21 no job tests 1 wheel of job `more` for `i686-unknown-linux-gnu`: "
                    "`orchard-1.2.0-cp311-abi3-manylinux_2_28_i686.whl` (warned)"
                )
            ],
        ),
        (
            testing.wheels_tested,
            release(job("wheels", wheel("aarch64"), use("uraimo/run-on-arch-action@v3", run="pytest"))),
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
                    f"{R}:20 on linux workflows leave out different tests: `{R}` leaves out 0 tests, "
                    f"`{CI}` leaves out "
                    "3 tests; they differ in 3 (warned)"
                )
            ],
        ),
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
        (testing.tests_end_in_time, tried("pytest --timeout=5"), []),
        (
            testing.tests_end_in_time,
            ci(job("one", run("uvx nox -e test")), job("two", run("pytest")), job("three", run("make test"))),
            [f"{CI}:3 the jobs `one`, `two` and `three` run tests without a time limit (warned)"],
        ),
        (testing.tests_end_in_time, ci(job("one", run("nox", **{"timeout-minutes": "9"}))), []),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


TESTED = (
    "python -m pip install pytest",
    "python -m pip install --no-index --find-links dist orchard",
    "python -m pytest",
)


def contained(platform: str, image: str, *before: str, runner: str = "") -> str:
    lines = (
        *([f"runs-on: {runner}"] if runner else []),
        "steps:",
        "  # after the build",
        *before,
        "  - run: |",
        f"      docker run --rm --platform {platform} -v $PWD:/io -w /io quay.io/pypa/{image} sh -ec '",
        "        PATH=/opt/python/cp315-cp315/bin:$PATH",
        *(f"        {line}" for line in TESTED),
        "      '",
    )
    return "\n".join(("Test them in a container of their platform:\n", "```yaml", *lines, "```"))


def plain(runner: str, *before: str) -> str:
    lines = (
        f"runs-on: {runner}",
        "steps:",
        "  # after the build",
        *before,
        *(f"  - run: {line}" for line in TESTED),
    )
    return "\n".join(("```yaml", *lines, "```"))


@pytest.mark.parametrize(
    ("built", "fix"),
    [
        (
            wheel("x86_64-unknown-linux-musl", "musllinux_1_2"),
            contained("linux/amd64", "musllinux_1_2_x86_64", runner="ubuntu-26.04"),
        ),
        (
            wheel("aarch64-unknown-linux-musl", "musllinux_1_2"),
            contained("linux/arm64", "musllinux_1_2_aarch64", runner="ubuntu-26.04-arm"),
        ),
        (wheel("i686"), contained("linux/386", "manylinux_2_34_i686", runner="ubuntu-26.04")),
        (
            wheel("s390x"),
            contained("linux/s390x", "manylinux_2_34_s390x", "  - uses: docker/setup-qemu-action@v4"),
        ),
        (
            wheel("powerpc64-unknown-linux-gnu", '"2_17"'),
            "No hosted runner and no container image runs them: test them under emulation.",
        ),
        (
            wheel(arguments="--release --out dist -i python3.14t"),
            "Install and test them in the job that built them:\n\n"
            + plain(
                "ubuntu-26.04", "  - uses: actions/setup-python@v7", "    with:", "      python-version: 3.14t"
            ),
        ),
    ],
)
def test_tells_how_to_test_on_a_machine_that_can(built: str, fix: str, tmp_path: Path) -> None:
    overlay = release(job("wheels", built, kept()), publish())
    assert [p.fix for p in result(tmp_path, testing.wheels_tested, overlay).problems] == [fix]


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
