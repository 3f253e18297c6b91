"""The Markdown fence that holds a diagram."""

from html import escape


def fence_mermaid_custom(
    source: str, _language: str, css_class: str, *_superfences: object, **_attributes: object
) -> str:
    """Return the HTML of a Mermaid fence with its source escaped, for ``pymdownx.superfences``.

    The plugin mermaid2 knows its fence by this function's name. Its own formatter leaves ``<br/>``
    unescaped, so that the browser drops it and the lines of a label run together.
    """
    return f'<pre class="{css_class}"><code>{escape(source, quote=False)}</code></pre>'
