"""The page with the badges to paste."""

import re

from maturin_compliance.model.project import Project
from maturin_compliance.render import markdown
from maturin_compliance.render.badge import LABEL, message
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View

_REPOSITORY = re.compile(r"https://github\.com/(?P<owner>[A-Za-z0-9-]+)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?")


def link(view: View) -> Page:
    """Give the page."""
    site = address(view.analysis.project)
    base = f"{site}compliance/"
    shown = f"{LABEL}: {message(view.analysis.score.overall)}"
    body = markdown.join(
        "# Link to these pages",
        f"![{markdown.text(shown)}](badge.svg)",
        "Three ways to lead a reader here, to paste. The address is a guess from the repository's, and where "
        "that is not known a place to fill in: write your site's own.",
        "## In the README",
        markdown.fence(f"[![{LABEL}]({base}badge.svg)]({base})", "markdown"),
        "## On the package index",
        "A line under `[project.urls]` in `pyproject.toml`; the index shows it beside the description.",
        markdown.fence(f'[project.urls]\nCompliance = "{base}"', "toml"),
        "## With shields",
        "`badge.json` is an endpoint for shields, which draws the badge in its own style.",
        markdown.fence(f"[![{LABEL}](https://img.shields.io/endpoint?url={base}badge.json)]({base})", "markdown"),
        "## As data",
        "`report.json` holds everything that the checks found.",
        markdown.fence(f"{base}report.json", "text"),
    )
    return page("compliance/link.md", title="Link", description="Badges and links to paste", body=body)


def address(project: Project) -> str:
    """Give the address of the project's site on GitHub Pages, in capitals where it is unknown."""
    repository = project.checkout.repository if project.checkout else None
    found = _REPOSITORY.fullmatch(repository or "")
    if found is None:
        return "https://OWNER.github.io/REPOSITORY/"
    return f"https://{found['owner'].lower()}.github.io/{found['name']}/"
