"""The packaging terms that the site explains where they stand."""

import tomllib
from importlib.resources import files

TERMS: dict[str, str] = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text("utf-8"))
"""Term to its meaning in one sentence; mkdocs.yml hands it to Markdown's abbreviations."""


def glossary_page() -> str:
    """Return the page that lists every term, sorted without regard to case."""
    entries = (f"`{term}`\n:   {TERMS[term]}\n" for term in sorted(TERMS, key=str.casefold))
    return "\n".join(
        ("# Glossary", "", "The words of Rust and Python packaging, as this site uses them.", "", *entries)
    )
