"""The list of all checks."""

from maturin_compliance.borrowed import borrowed
from maturin_compliance.checks import CHECKS
from maturin_compliance.site.catalogue import catalogue_page


def test_every_check_is_listed_once_with_its_page() -> None:
    rows = [line for line in catalogue_page().splitlines() if line.startswith("| [")]
    own = rows[: len(CHECKS)]
    for check, row in zip(CHECKS, own, strict=True):
        assert f"](../compliance/checks/{check.name}.md) | `{check.name}` |" in row
        assert row.endswith(f"| {check.severity} |")
    assert [row.rpartition("`")[0].rpartition("`")[2] for row in rows[len(CHECKS) :]] == [
        check.name for check in borrowed()
    ]


def test_the_page_says_how_many_there_are() -> None:
    assert f"\n{len(CHECKS)} checks in 12 categories.\n" in catalogue_page()
