"""Wheels for Windows: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, windows
from maturin_compliance.checks.text import fence
from tests.checks.flows import CI, RELEASE, ci, job, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE


def tried(script: str, runner: str = "windows-2025", **keys: str) -> dict[str, str | None]:
    return ci(job("test", run(script, **keys), runner=runner))


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (
            windows.windows_architectures_covered,
            release(job("wheels", wheel("x86_64"), runner="windows-2025")),
            [f"{R}:6 there is no wheel for Windows on `aarch64` (warned)"],
        ),
        (
            windows.windows_architectures_covered,
            release(job("wheels", wheel("aarch64"), runner="windows-11-arm")),
            [f"{R}:6 there is no wheel for Windows on `x86_64`"],
        ),
        (
            windows.windows_failures_seen,
            tried("pytest\npip list"),
            [f"{CI}:7 job `test` does not see `pytest` fail on Windows: PowerShell goes on to `pip list`"],
        ),
        (
            windows.windows_failures_seen,
            tried("cargo build --release\npip list"),
            [
                (
                    f"{CI}:7 job `test` does not see `cargo build --release` fail on Windows: PowerShell "
                    "goes on to `pip list` (warned)"
                )
            ],
        ),
        (
            windows.windows_values_handed_on,
            tried('echo "FLAGS=-v" >> $GITHUB_ENV\necho "a=b" >> "$env:GITHUB_OUTPUT"'),
            [
                (
                    f"{CI}:7 job `test` loses `FLAGS` on Windows: PowerShell, which runs the step "
                    "there, has no variable "
                    "`$GITHUB_ENV`"
                )
            ],
        ),
        (
            windows.windows_values_handed_on,
            tried("python tool.py >> ${GITHUB_OUTPUT}"),
            [
                (
                    f"{CI}:6 job `test` loses what it writes to `$GITHUB_OUTPUT` on Windows: "
                    "PowerShell, which runs the "
                    "step there, has no variable `$GITHUB_OUTPUT`"
                )
            ],
        ),
        (windows.windows_values_handed_on, tried('echo "A=b" >> $GITHUB_ENV', shell="bash"), []),
        (windows.windows_values_handed_on, tried("$GITHUB_ENV = 'a'\necho b >> $GITHUB_ENV"), []),
        (
            windows.windows_scripts_in_their_shell,
            tried("export A=b\npython -m pip install dist/*.whl"),
            [
                (
                    f"{CI}:8 job `test` gives `python -m pip install dist/*.whl` to PowerShell on Windows, "
                    "which hands on `*` as it is: the installer finds no file of that name"
                ),
                f"{CI}:7 job `test` gives `export A=b` to PowerShell on Windows, which has no command `export`",
            ],
        ),
        (
            windows.windows_scripts_in_their_shell,
            tried("export A=b\nuv pip install dist/*.whl", shell="bash"),
            [],
        ),
        (windows.windows_scripts_in_their_shell, tried("uv pip install (Get-ChildItem dist/*.whl).FullName"), []),
        (windows.windows_scripts_in_their_shell, tried("twine check dist/*"), []),
        (windows.windows_failures_seen, tried("pip install pytest\npytest"), []),
        (windows.windows_failures_seen, tried("pytest\npip list", shell="bash"), []),
        (windows.windows_failures_seen, tried("pytest\nif ($LASTEXITCODE) { exit 1 }\npip list"), []),
        (windows.windows_failures_seen, tried("pytest\nWrite-Output done"), []),
        (
            windows.windows_failures_seen,
            tried("maturin build --release\npip install orchard --no-index --find-links target/wheels"),
            [],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


def test_bash_on_linux_is_not_asked(tmp_path: Path) -> None:
    assert found(tmp_path, windows.windows_failures_seen, tried("pytest\npip list", runner="ubuntu-24.04")) == []


@pytest.mark.parametrize(
    ("script", "fix"),
    [
        ("pytest\npip list", "Write the commands into steps of their own, or give the step `shell: bash`."),
        ("pytest tests\\unit\npip list", "Write the commands into steps of their own."),
        ("pytest $env:TESTS\npip list", "Write the commands into steps of their own."),
    ],
)
def test_how_a_failure_is_seen(script: str, fix: str, tmp_path: Path) -> None:
    (problem,) = result(tmp_path, windows.windows_failures_seen, tried(script)).problems
    assert (problem.fix, problem.also) == (fix, ())


@pytest.mark.parametrize(
    ("runner", "fix"),
    [
        ("windows-2025", "Write `$env:GITHUB_ENV` instead."),
        ("${{ matrix.os }}", "Run the step with bash on every system:\n\n```yaml\nshell: bash\n```"),
    ],
)
def test_how_a_value_is_handed_on(runner: str, fix: str, tmp_path: Path) -> None:
    keys = "strategy:\n  matrix:\n    os: [ubuntu-24.04, windows-2025]"
    overlay = ci(job("test", run('echo "A=b" >> $GITHUB_ENV'), runner=runner, keys=keys))
    (problem,) = result(tmp_path, windows.windows_values_handed_on, overlay).problems
    assert problem.fix == fix


def yaml(text: str) -> str:
    return fence(text, "yaml")


BUILD = use("PyO3/maturin-action@v1", target="${{ matrix.platform.target }}", args="--release -i 3.14")
SET_UP = use("actions/setup-python@v7", architecture="${{ matrix.platform.target }}")
PLATFORMS = "strategy:\n  matrix:\n    platform:\n      - runner: windows-2025\n        target: x64"
INCLUDE = "strategy:\n  matrix:\n    include:\n      - { os: windows-2025, target: x86_64, python: x64 }"
SETUP_NAME = "`actions/setup-python` calls it `arm64`:\n\n"


@pytest.mark.parametrize(
    ("overlay", "line", "fix"),
    [
        pytest.param(
            release(job("wheels", SET_UP, BUILD, runner="${{ matrix.platform.runner }}", keys=PLATFORMS)),
            10,
            "Add the row to the matrix:\n\n"
            + yaml("- runner: windows-11-arm\n  target: aarch64")
            + f"\n\n{SETUP_NAME}"
            + yaml(
                "architecture: ${{ matrix.platform.target == 'aarch64' && 'arm64' || matrix.platform.target }}"
            ),
            id="one key for maturin and setup-python",
        ),
        pytest.param(
            release(
                job(
                    "wheels",
                    use("actions/setup-python@v7", architecture="${{ matrix.python }}"),
                    use("PyO3/maturin-action@v1", target="${{ matrix.target }}", args="--release -i 3.10 3.14"),
                    runner="${{ matrix.os }}",
                    keys=INCLUDE,
                )
            ),
            10,
            "Add the row to the matrix:\n\n"
            + yaml("- os: windows-11-arm\n  target: aarch64\n  python: arm64")
            + "\n\nLeave out the Pythons before 3.11: there are none for `aarch64-pc-windows-msvc`.",
            id="a key of its own",
        ),
        pytest.param(
            release(
                job(
                    "wheels",
                    use("PyO3/maturin-action@v1", target="${{ matrix.target }}", args="--release -i 3.14"),
                    runner="windows-2025",
                    keys="strategy:\n  matrix:\n    target: [x64, x86]",
                )
            ),
            9,
            "Add `aarch64` to the list `target` of the matrix, and write:\n\n"
            + yaml("runs-on: ${{ matrix.target == 'aarch64' && 'windows-11-arm' || 'windows-2025' }}"),
            id="a list of targets on one runner",
        ),
        pytest.param(
            release(
                job(
                    "wheels",
                    use("PyO3/maturin-action@v1", args="--release -i ${{ matrix.python }}"),
                    runner="windows-2025",
                    keys="strategy:\n  matrix:\n    python: ['3.13', '3.14']",
                )
            ),
            6,
            "Add to the matrix:\n\n"
            + yaml("runner: [windows-2025, windows-11-arm]")
            + "\n\nand write:\n\n"
            + yaml("runs-on: ${{ matrix.runner }}")
            + "\n\nThe name of an artifact has to tell the two apart: add `${{ matrix.runner }}`.",
            id="a matrix of Pythons on one runner",
        ),
        pytest.param(
            release(job("wheels", wheel("x64"), runner="windows-2025")),
            6,
            "Build both in `wheels`:\n\n"
            + yaml(
                "runs-on: ${{ matrix.runner }}\nstrategy:\n  matrix:\n    include:\n"
                "      - { runner: windows-2025, target: x64 }\n"
                "      - { runner: windows-11-arm, target: aarch64 }"
            )
            + "\n\nwith, in the step that builds:\n\n"
            + yaml("target: ${{ matrix.target }}"),
            id="no matrix",
        ),
    ],
)
def test_what_adds_an_architecture(overlay: dict[str, str | None], line: int, fix: str, tmp_path: Path) -> None:
    problems = result(tmp_path, windows.windows_architectures_covered, overlay).problems
    assert [(str(p.location), p.fix) for p in problems] == [(f"{R}:{line}", fix)]
