"""Filters of branches and tags, and globs over paths. The table is GitHub's "Filter pattern cheat sheet"."""

import pytest

from maturin_compliance.expand.github.filters import admits, path_pattern, ref_pattern


@pytest.mark.parametrize(
    ("pattern", "admitted", "refused"),
    [
        ("feature/*", ["feature/my-branch", "feature/your-branch"], ["feature/a/b", "feature"]),
        ("feature/**", ["feature/beta-a/my-branch", "feature/your-branch", "feature/mona/the/octocat"], ["feat"]),
        ("main", ["main"], ["Main", "main2"]),
        ("releases/mona-the-octocat", ["releases/mona-the-octocat"], []),
        ("*", ["main", "releases"], ["all/the/branches", "/"]),
        ("**", ["all/the/branches", "every/tag"], []),
        ("*feature", ["mona-feature", "feature", "ver-10-feature"], ["a/feature"]),
        ("v2*", ["v2", "v2.0", "v2.9"], ["v1", "xv2"]),
        ("v[12].[0-9]+.[0-9]+", ["v1.10.1", "v2.0.0"], ["v3.0.0", "v1.1", "v1..1", "v1.10.1rc1"]),
        ("*.jsx?", ["page.js", "page.jsx"], ["page.jsxx", "page.j"]),
        ("v+", ["v", "vvv"], ["", "w"]),
        ("a?b", ["b", "ab"], ["aab"]),
        ("[CB]at", ["Cat", "Bat"], ["cat"]),
        ("[1-2]00", ["100", "200"], ["300"]),
        (r"\*", ["*"], ["x"]),
        ("v[0-9]+.[0-9]+.[0-9]+*", ["v1.2.3", "v1.2.3-rc1"], ["v1.2"]),
        ("1.0", ["1.0"], ["1x0"]),
        ("(a|b)", ["(a|b)"], ["a"]),
        ("[", ["["], ["a"]),
    ],
)  # fmt: skip
def test_a_filter(pattern: str, admitted: list[str], refused: list[str]) -> None:
    found = {name: ref_pattern(pattern).fullmatch(name) for name in (*admitted, *refused)}
    assert found == {name: name in admitted for name in (*admitted, *refused)}


@pytest.mark.parametrize(
    ("patterns", "name", "admitted"),
    [
        (["releases/**", "!releases/**-alpha"], "releases/10", True),
        (["releases/**", "!releases/**-alpha"], "releases/beta/3-alpha", False),
        (["!v*rc*", "v*"], "v1rc1", True),
        (["v*", "!v*rc*", "v1rc2"], "v1rc2", True),
        (["!main"], "other", False),
        ([], "main", False),
    ],
)
def test_a_later_pattern_overrules(patterns: list[str], name: str, admitted: bool) -> None:
    assert admits(patterns, name) is admitted


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("dist/*.whl", ["dist/a.whl"], ["dist/a/b.whl", "a.whl", "dist/a.whl2"]),
        ("dist/**", ["dist/a.whl", "dist/a/b.whl", "dist/"], ["dist", "adist/b"]),
        ("**/*.whl", ["a.whl", "a/b.whl", "a/b/c.whl"], ["a.tar.gz"]),
        ("dist/**/*.whl", ["dist/a.whl", "dist/x/y/a.whl"], ["dist//a.whl", "distx/a.whl"]),
        ("wheels-?", ["wheels-1"], ["wheels-", "wheels-12", "wheels-/"]),
        ("cp3[12]", ["cp31", "cp32"], ["cp33"]),
        ("cp3[!12]", ["cp33"], ["cp31"]),
        ("a.b", ["a.b"], ["axb"]),
        ("a[", ["a["], ["a"]),
    ],
)
def test_a_glob(pattern: str, matching: list[str], others: list[str]) -> None:
    found = {name: path_pattern(pattern).fullmatch(name) for name in (*matching, *others)}
    assert found == {name: name in matching for name in (*matching, *others)}


@pytest.mark.parametrize(
    "pattern", ["*a" * 249 + "b", "**a" * 166 + "b", "**/" * 166 + "b", "a+" * 250, "a?" * 249 + "b"]
)
def test_a_hostile_pattern_is_matched_in_time(pattern: str) -> None:
    text = "a" * 4_096
    assert not path_pattern(pattern).fullmatch(text)
    assert ref_pattern(pattern).fullmatch(text) is (pattern[:2] == "a+")


def test_a_pattern_that_is_too_long_matches_itself_alone() -> None:
    pattern = "*" * 501
    assert (ref_pattern(pattern).fullmatch(pattern), ref_pattern(pattern).fullmatch("a")) == (True, False)
    assert (path_pattern(pattern).fullmatch(pattern), path_pattern(pattern).fullmatch("a")) == (True, False)
