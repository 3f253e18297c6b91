"""PowerShell put into Bash, as far as release scripts use it: variables, lists, foreach, GitHub's files.

What is not covered stays as it is and is followed as Bash reads it.
"""

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"`[ \t]*\r?\n", r"\\\n"),
        (r"\$env:(\w+)\s*=\s*", r"export \1="),
        (r"\$\{?env:(\w+)\}?", r"$\1"),
        (
            r"^([ \t]*)\$(\w+)\s*=\s*@?\(?((?:\"[^\"\n]*\"|'[^'\n]*')(?:\s*,\s*(?:\"[^\"\n]*\"|'[^'\n]*'))+)\)?",
            r"\1\2=(\3)",
        ),
        (r"^([ \t]*)\$(\w+)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')", r"\1\2=\3"),
        (r"foreach\s*\(\s*\$(\w+)\s+in\s+\$(\w+)\s*\)\s*\{", r'for \1 in "${\2[@]}"; do'),
        (r"foreach\s*\(\s*\$(\w+)\s+in\s+@?\(?([^){}]*)\)?\s*\)\s*\{", r"for \1 in \2; do"),
        (r"\|\s*Out-File\s+(?:-FilePath\s+)?(\S+).*-Append.*$", r">> \1"),
        (r"\|\s*Add-Content\s+(?:-Path\s+)?(\S+).*$", r">> \1"),
        (r"\bWrite-(?:Output|Host)\b", "echo"),
    )
)


def to_bash(script: str) -> str:
    """Translate a script; the number of lines stays."""
    text = script
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = re.sub(r"=\(([^)\n]*)\)", lambda m: f"=({m[1].replace(',', ' ')})", text)
    text = re.sub(r"(?m)^(\s*for \w+ in )([^;\n]*); do", lambda m: f"{m[1]}{m[2].replace(',', ' ')}; do", text)
    if "; do" in text:
        text = re.sub(r"(?m)^(\s*)\}\s*$", r"\1done", text)
    return text
