import pytest

from maturin_compliance.location import Location
from maturin_compliance.model.project import Checkout
from maturin_compliance.render.evidence import Evidence, evidence

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BASE = f"https://github.com/owner/name/blob/{COMMIT}"


@pytest.mark.parametrize(
    ("repository", "commit", "base"),
    [
        ("https://github.com/owner/name", COMMIT, BASE),
        ("https://github.com/owner/name.git", COMMIT, BASE),
        ("https://github.com/owner/name/", COMMIT, BASE),
        ("https://github.com/owner/name", None, None),
        (None, COMMIT, None),
        ("https://example.org/owner/name", COMMIT, None),
        ("https://github.com/owner/na)me", COMMIT, None),
        ("https://github.com/owner/name", "HEAD", None),
    ],
)
def test_links_need_a_repository_on_github_and_a_commit(
    repository: str | None, commit: str | None, base: str | None
) -> None:
    assert evidence(Checkout(commit=commit, repository=repository, tags=())) == Evidence(base)


def test_without_a_checkout_places_are_words() -> None:
    assert evidence(None) == Evidence(None)


def test_another_address_serves_where_the_checkout_names_none() -> None:
    named = Checkout(commit=COMMIT, repository="https://github.com/owner/name", tags=())
    other = "https://github.com/a/b/blob/main/c"
    assert evidence(named, otherwise=other) == Evidence(BASE)
    assert evidence(Checkout(commit=None, repository=None, tags=()), otherwise=other) == Evidence(other)
    assert evidence(None, otherwise=other) == Evidence(other)


@pytest.mark.parametrize(
    ("base", "location", "shown"),
    [
        (None, Location("a/b.toml", 3), "`a/b.toml:3`"),
        (None, None, "\N{EN DASH}"),
        (BASE, Location("a/b.toml", 3), f"[`a/b.toml:3`]({BASE}/a/b.toml#L3)"),
        (BASE, Location("a/b.toml"), f"[`a/b.toml`]({BASE}/a/b.toml)"),
        (
            BASE,
            Location("a (b)#[c]|d", 1),
            f"[<code>a (b)&#35;&#91;c&#93;&#124;d&#58;1</code>]({BASE}/a%20%28b%29%23%5Bc%5D%7Cd#L1)",
        ),
    ],
)
def test_a_place_is_a_link_or_code(base: str | None, location: Location | None, shown: str) -> None:
    assert Evidence(base).at(location) == shown


@pytest.mark.parametrize(
    ("base", "shown"),
    [
        (None, "`a/b.toml:3`, `c:1`"),
        (BASE, f"[`b.toml:3`]({BASE}/a/b.toml#L3), [`c:1`]({BASE}/c#L1)"),
    ],
)
def test_a_link_in_a_narrow_cell_shows_the_name_of_the_file(base: str | None, shown: str) -> None:
    places = [Location("a/b.toml", 3), Location("c", 1), Location("a/b.toml", 3)]
    assert Evidence(base).brief(places) == shown
    assert Evidence(base).brief([]) == "\N{EN DASH}"


def test_places_stand_once() -> None:
    assert Evidence(None).all([Location("a", 1), Location("b", 2), Location("a", 1)]) == "`a:1`, `b:2`"
    assert Evidence(None).all([]) == "\N{EN DASH}"
