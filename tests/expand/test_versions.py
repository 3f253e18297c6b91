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


def _edit(command: str, what: str = "changes") -> str:
    return f"`{command}` {what} `Cargo.toml`, so that the wheels may differ"


@pytest.mark.parametrize(
    ("script", "told", "other"),
    [
        ("""sed -i 's/^name = .*/name = "other-name"/' Cargo.toml""",
         _edit("""sed -i s/^name = .*/name = "other-name"/ Cargo.toml""", "writes the name `other-name` into"),
         f"other_name-1.0.0-{TAIL}"),
        ("""new=a-b; new=${new//-/_}; sed -i.bak 's%^name = ".*$%name = "'$new'"%' ./Cargo.toml""",
         _edit("""sed -i.bak s%^name = ".*$%name = "a_b"% ./Cargo.toml""", "writes the name `a_b` into"),
         f"a_b-1.0.0-{TAIL}"),
        ("""sed -i "s/^name = .*/name = \\"$(cat x)\\"/" Cargo.toml""",
         _edit("""sed -i s/^name = .*/name = "$cat_x"/ Cargo.toml"""), None),
        ("perl -pi -e 's/lto = true//' Cargo.toml", _edit("perl -pi -e s/lto = true//"), None),
        ("sed --in-place '/^lto/d' Cargo.toml", _edit("sed --in-place /^lto/d Cargo.toml"), None),
        ("sed -n '/^lto/p' Cargo.toml", None, None),
        ("sed -i '/^lto/d' other/Cargo.toml", None, None),
        ("sed -i 's/a/b/' README.md", None, None),
        ("""sed -i 's/^version = .*/version = "1.0.0"/' Cargo.toml""", None, None),
    ],
)  # fmt: skip
def test_a_manifest_that_is_changed_in_its_place(
    tmp_path: Path, script: str, told: str | None, other: str | None
) -> None:
    expansion = expanded(tmp_path, steps(run(script), BUILD))
    (build,) = of_kind(expansion.activities, Build)
    (wheel,) = build.wheels
    assert wheel.filename == f"demo-1.0.0-{TAIL}"
    assert wheel.alternatives == (() if other is None else (other,))
    assert [one.text for one in wheel.because if "may differ" in one.text] == ([] if told is None else [told])
    assert [n.message for n in expansion.release.not_modelled if "differ" in n.message] == (
        [] if told is None else [told]
    )
