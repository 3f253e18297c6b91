"""Long tables: sorted and filtered with mouse and keyboard, on a loaded page and after instant navigation."""

import pytest
from playwright.sync_api import Page

from tests.browser.reader import WIDE, Site, Visit

FILES = "details.abstract"
BOX = "p.filter input"
TOLD = "p.filter output"


@pytest.fixture(params=["loaded", "navigated"])
def matrix(request: pytest.FixtureRequest, visit: Visit, many_wheels: Site) -> Page:
    """The page with 106 wheels."""
    page = visit.page
    page.set_viewport_size(WIDE)
    address = f"{many_wheels.url}compliance/matrix/"
    if request.param == "loaded":
        visit.open(address)
    else:
        visit.open(f"{many_wheels.url}compliance/")
        page.locator(".md-nav--primary a[href$='matrix/']").click()
        page.wait_for_url(address)
    page.wait_for_selector(BOX)
    return page


def column(page: Page, number: int) -> list[str]:
    """The texts of a column of the first table, without the row of totals."""
    cells = page.locator("article table").first.locator(f"tbody tr td:nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()][:-1]


def test_a_heading_sorts_by_mouse_and_keyboard(matrix: Page) -> None:
    heading = matrix.locator("article table").first.locator("th").nth(1)
    as_written = column(matrix, 2)
    assert heading.get_attribute("aria-sort") == "none"
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert column(matrix, 2) == sorted(as_written, key=int)
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert column(matrix, 2) == sorted(as_written, key=int, reverse=True)
    heading.get_by_role("button").press(" ")
    assert heading.get_attribute("aria-sort") == "none"
    assert column(matrix, 2) == as_written


def test_a_row_of_totals_stays_last(matrix: Page) -> None:
    table = matrix.locator("article table").first
    table.locator("th").first.get_by_role("button").click()
    assert table.locator("tbody tr").last.inner_text().startswith("Total")


def test_a_filter_opens_the_groups_that_hold_what_is_sought(matrix: Page) -> None:
    assert matrix.locator(f"{FILES}[open]").count() == 0
    matrix.locator(BOX).press_sequentially("cp313 win")
    assert matrix.locator(TOLD).inner_text() == "3 of 106 rows"
    assert [text.partition(":")[0] for text in matrix.locator(f"{FILES}:visible > summary").all_inner_texts()] == [
        "Windows x86_64",
        "Windows arm64",
        "Windows x86",
    ]
    assert matrix.locator(f"{FILES} tbody tr:visible").count() == 3
    matrix.locator(BOX).fill("")
    assert matrix.locator(TOLD).inner_text() == ""
    assert matrix.locator(f"{FILES}[open]").count() == 0
    assert matrix.locator(f"{FILES}:visible").count() == 16


def test_a_short_table_has_no_filter(visit: Visit, small_abi3: Site) -> None:
    visit.open(f"{small_abi3.url}compliance/matrix/")
    visit.page.wait_for_selector("th[aria-sort]")
    assert visit.page.locator(BOX).count() == 0
