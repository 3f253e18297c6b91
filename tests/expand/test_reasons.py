"""The line that each reason of a wheel's name rests on: literal steps, the reasons with file and line."""

from pathlib import Path

import pytest

from tests.expand.support import PYPROJECT, expanded, run, steps

RELEASE = ".github/workflows/release.yml"
ACTION = """\
- uses: PyO3/maturin-action@v1.51.0
  env:
    MACOSX_DEPLOYMENT_TARGET: '10.13'
  with:
    maturin-version: v1.9.4
    target: {target}
    manylinux: '{manylinux}'
    args: --out dist {args}
"""


def action(args: str, *, target: str = "x86_64", manylinux: str = "2014") -> str:
    return ACTION.format(target=target, manylinux=manylinux, args=args)


def tool(keys: str) -> dict[str, str]:
    return {"pyproject.toml": f"{PYPROJECT}\n[tool.maturin]\n{keys}\n"}


@pytest.mark.parametrize(
    ("step", "files", "runner", "told"),
    [
        (
            action("-i 3.12"),
            {},
            "ubuntu-24.04",
            {
                "maturin v1.9.4 is asked for": f"{RELEASE}:10",
                "`-i 3.12` names the interpreters": f"{RELEASE}:13",
                "the policy `manylinux_2_17` is asked for": f"{RELEASE}:12",
            },
        ),
        (
            action("-i 3.12 --compatibility manylinux_2_28", manylinux="auto"),
            {},
            "ubuntu-24.04",
            {"the policy `manylinux_2_28` is asked for": f"{RELEASE}:13"},
        ),
        (
            action("-i 3.12", manylinux="auto"),
            tool('compatibility = "2_28"'),
            "ubuntu-24.04",
            {"the policy `manylinux_2_28` is asked for": "pyproject.toml:11"},
        ),
        (
            action("-i 3.12 --auditwheel skip", manylinux="auto"),
            {},
            "ubuntu-24.04",
            {"the audit is skipped": f"{RELEASE}:13"},
        ),
        (
            action("-i 3.12", manylinux="auto"),
            tool('auditwheel = "skip"'),
            "ubuntu-24.04",
            {"the audit is skipped": "pyproject.toml:11"},
        ),
        (
            action("-i 3.12"),
            {},
            "macos-15-intel",
            {"`MACOSX_DEPLOYMENT_TARGET` is 10.13": f"{RELEASE}:8"},
        ),
        (
            action("-i 3.12"),
            tool('target.x86_64-apple-darwin.macos-deployment-target = "10.14"'),
            "macos-15-intel",
            {"`macos-deployment-target` is 10.14": "pyproject.toml:11"},
        ),
        (
            run("pip install maturin==1.9.4\nmaturin build -i 3.12 --target x86_64-apple-darwin"),
            {},
            "macos-15",
            {
                "maturin 1.9.4 is asked for": f"{RELEASE}:7",
                "`-i 3.12` names the interpreters": f"{RELEASE}:8",
                "the toolchain's lowest macOS, as nothing sets a deployment target": f"{RELEASE}:8",
            },
        ),
        (
            run("uvx maturin@0.14.0 build -i 3.12 --target x86_64-apple-darwin"),
            {},
            "macos-15",
            {
                "maturin 0.14.0 is asked for": f"{RELEASE}:7",
                "maturin 0.14.0's own lowest macOS, as nothing sets a deployment target": f"{RELEASE}:7",
            },
        ),
    ],
)
def test_the_lines_that_reasons_rest_on(
    tmp_path: Path, step: str, files: dict[str, str], runner: str, told: dict[str, str]
) -> None:
    (wheel,) = expanded(tmp_path, {**files, **steps(step, runner=runner)}).release.wheels
    found = {reason.text: str(reason.location) for reason in wheel.because}
    assert {text: found.get(text) for text in told} == told
