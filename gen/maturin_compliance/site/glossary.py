"""The packaging terms that the site explains where they stand."""

import tomllib
from importlib.resources import files

TERMS: dict[str, str] = tomllib.loads(files(__package__).joinpath("glossary.toml").read_text("utf-8"))
"""Term to its meaning in one sentence."""

ABBREVIATIONS = TERMS | {f"{term}s": meaning for term, meaning in TERMS.items()}
"""What mkdocs.yml hands to Markdown: it marks a term only as a whole word, so plurals are terms too."""


def glossary_page() -> str:
    """Return the page that lists every term, sorted without regard to case."""
    entries = (f"`{term}`\n:   {TERMS[term]}\n" for term in sorted(TERMS, key=str.casefold))
    return "\n".join(
        ("# Glossary", "", "The words of Rust and Python packaging, as this site uses them.", "", *entries)
    )
