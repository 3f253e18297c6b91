"""Commands that set another version before a build."""

from pathlib import Path

import pytest

from maturin_compliance.expand.release import Build
from tests.expand.support import FILES, expanded, of_kind, run, steps

BUILD = run("maturin build -i 3.12 --target x86_64-pc-windows-msvc --sdist --out dist")
TAIL = "cp312-cp312-win_amd64.whl"


@pytest.mark.parametrize(
    ("script", "version", "reason", "assumed"),
    [
        ("true", "1.0.0", None, False),
        ("cargo set-version 1.1.0", "1.1.0", "`cargo set-version 1.1.0` sets the version 1.1.0", False),
        ("cargo set-version 1.1.0-rc.1", "1.1.0rc1",
         "`cargo set-version 1.1.0-rc.1` sets the version 1.1.0rc1", False),
        ("cargo set-version --bump minor", "1.0.0",
         "`cargo set-version --bump minor` may set another version", True),
        ("uv version", "1.0.0", None, False),
        ("uv version --short", "1.0.0", None, False),
        ("uv version 1.0.0", "1.0.0", None, False),
        ("""sed -i 's/^version = .*/version = "1.2.0"/' Cargo.toml""", "1.2.0",
         """`sed -i s/^version = .*/version = "1.2.0"/ Cargo.toml` sets the version 1.2.0""", False),
        ("""sed -i "s/^version = .*/version = \\"${GITHUB_REF_NAME#v}\\"/" Cargo.toml""", "1.0.0", None, False),
        ("""sed -i "s/^version = .*/version = \\"$(git describe)\\"/" Cargo.toml""", "1.0.0",
         """`sed -i s/^version = .*/version = "$git_describe"/ Cargo.toml` may set another version""", True),
        ("sed -i 's/^name = .*/name = \"other\"/' Cargo.toml", "1.0.0", None, False),
        ("sed -i 's/version/x/' README.md", "1.0.0", None, False),
        ("python ci/set_version.py ${GITHUB_REF_NAME#v}", "1.0.0", None, False),
        ("python ci/set_version.py --get", "1.0.0", None, False),
        ("python ci/set_local_version.py full", "1.0.0",
         "`python ci/set_local_version.py full` may set another version", True),
        ("python ci/bump_version.py --target Cargo.toml 1.3.0", "1.3.0",
         "`python ci/bump_version.py --target Cargo.toml` sets the version 1.3.0", True),
        ("python ci/check_version.py 2.0.0", "1.0.0", None, False),
    ],
)  # fmt: skip
def test_the_version_of_what_is_built(
    tmp_path: Path, script: str, version: str, reason: str | None, assumed: bool
) -> None:
    (build,) = of_kind(expanded(tmp_path, steps(run(script), BUILD)).activities, Build)
    (wheel,) = build.wheels
    assert (wheel.filename, build.sdist) == (f"demo-{version}-{TAIL}", f"demo-{version}.tar.gz")
    told = [(one.text, one.assumed) for one in wheel.because if one.location and "version" in one.text]
    assert [one for one in told if "sets the version" in one[0] or "may set" in one[0]] == (
        [] if reason is None else [(reason, assumed)]
    )


def test_a_version_set_after_the_build_says_nothing_of_it(tmp_path: Path) -> None:
    (build,) = of_kind(
        expanded(tmp_path, {**FILES, **steps(BUILD, run("cargo set-version 2.0.0"))}).activities, Build
    )
    assert build.sdist == "demo-1.0.0.tar.gz"
