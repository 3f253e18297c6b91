"""The page of the reference that lists every check there is, whatever project is shown."""

from maturin_compliance.borrowed import borrowed
from maturin_compliance.checks import CHECKS, Check
from maturin_compliance.render import markdown
from maturin_compliance.render.words import category

_INTRODUCTION = """\
Each check has a name, which `--select`, `--ignore` and `explain` take, and a page: what it wants, why, how to fix
it, a wrong and a right example, and its sources. The pages linked here also say what was found in the project that
this site shows."""

_BORROWED = """\
With the extra `security` the audits of [zizmor](https://docs.zizmor.sh/) that no check above covers count too,
under the category `security`. Each stands in the results only where it finds something, with the severity that
zizmor gives it."""


def catalogue_page() -> str:
    """Return the page."""
    own = [(_linked(one), markdown.code(one.name), category(one.category), str(one.severity)) for one in CHECKS]
    others = [(_external(one), markdown.code(one.name)) for one in borrowed() if one.url]
    return markdown.join(
        "# The checks",
        f"{len(CHECKS)} checks in {len({one.category for one in CHECKS})} categories.",
        _INTRODUCTION,
        markdown.table(("Wanted", "Name", "Category", "Severity"), own),
        "## Borrowed from zizmor",
        _BORROWED,
        markdown.table(("Wanted", "Name"), others),
    )


def _linked(check: Check) -> str:
    return markdown.link(markdown.inline(check.title), f"../compliance/checks/{check.name}.md")


def _external(check: Check) -> str:
    return markdown.external(markdown.inline(check.title), check.url or "")
