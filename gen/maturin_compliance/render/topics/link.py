"""The page with the badges to paste."""

import re

from maturin_compliance.model.project import Project
from maturin_compliance.render import markdown
from maturin_compliance.render.badge import LABEL, message
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View

_REPOSITORY = re.compile(r"https://github\.com/(?P<owner>[A-Za-z0-9-]+)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?")

_LABELS = frozenset({"repository", "source", "source code", "github", "homepage"})
"""Labels of links, in lower case, that usually lead to the repository."""


def link(view: View) -> Page:
    """Give the page."""
    site = address(view.analysis.project)
    base = f"{site}compliance/"
    shown = f"{LABEL}: {message(view.analysis.score.overall)}"
    body = markdown.join(
        "# Link to these pages",
        f"![{markdown.text(shown)}](badge.svg)",
        _whence(view.analysis.project),
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


def _whence(project: Project) -> str:
    """Tell where the address comes from."""
    found = repository(project)
    if found is None:
        return (
            "Three ways to lead a reader here, to paste. No file names a repository on GitHub: write your own "
            "for `OWNER` and `REPOSITORY`."
        )
    return (
        "Three ways to lead a reader here, to paste. The address is the one that GitHub Pages gives "
        f"{markdown.code(f'{found[0]}/{found[1]}')}: if your site has another, write that."
    )


def repository(project: Project) -> tuple[str, str] | None:
    """Give owner and name of the project's repository on GitHub: the checkout's, else what its metadata links."""
    pyproject = project.package.pyproject
    urls = pyproject.project.urls if pyproject and pyproject.project else {}
    linked = sorted(urls.items(), key=lambda pair: pair[0].casefold() not in _LABELS)
    given = [project.checkout.repository if project.checkout else None, *(url.value for _, url in linked)]
    found = next((match for text in given if (match := _REPOSITORY.fullmatch(text or ""))), None)
    return (found["owner"], found["name"]) if found else None


def address(project: Project) -> str:
    """Give the address of the project's site on GitHub Pages, in capitals where it is unknown."""
    found = repository(project)
    if found is None:
        return "https://OWNER.github.io/REPOSITORY/"
    owner, name = found
    base = f"https://{owner.lower()}.github.io/"
    return base if name.lower() == f"{owner.lower()}.github.io" else f"{base}{name}/"
