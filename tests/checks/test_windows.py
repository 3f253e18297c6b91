"""Wheels for Windows: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, windows
from tests.checks.flows import CI, RELEASE, ci, job, release, run, wheel
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
            [f"{R}:8 there is no wheel for Windows on `aarch64` (warned)"],
        ),
        (
            windows.windows_architectures_covered,
            release(job("wheels", wheel("aarch64"), runner="windows-11-arm")),
            [f"{R}:8 there is no wheel for Windows on `x86_64`"],
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
        (windows.windows_failures_seen, tried("pip install pytest\npytest"), []),
        (windows.windows_failures_seen, tried("pytest\npip list", shell="bash"), []),
        (windows.windows_failures_seen, tried("pytest\nif ($LASTEXITCODE) { exit 1 }\npip list"), []),
        (windows.windows_failures_seen, tried("pytest\nWrite-Output done"), []),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


def test_bash_on_linux_is_not_asked(tmp_path: Path) -> None:
    assert found(tmp_path, windows.windows_failures_seen, tried("pytest\npip list", runner="ubuntu-24.04")) == []


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
