"""``sed`` with one substitution, its pattern kept to what can be matched in little time."""

import re
from dataclasses import dataclass

from maturin_compliance.expand.github.workspace import Text
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.call import Call

MOST_WORK = 2_000_000
"""A bound on the steps of matching: a line's length to the power of what repeats in the pattern, and one."""

_SUBSTITUTE = re.compile(
    r"s(?P<mark>[/|#,@])(?P<old>(?:\\.|(?!(?P=mark))[^\\])*)(?P=mark)"
    r"(?P<new>(?:\\.|(?!(?P=mark))[^\\])*)(?P=mark)(?P<flags>[gi]*)",
    re.DOTALL,
)
_TOKEN = re.compile(r"\\(?P<quoted>.)|(?P<set>\[\^?(?:\w-\w|[\w .,:;/@#\x22\x27+=])+-?\])|(?P<char>.)", re.DOTALL)
_FLAGS = ("-e", "-E", "-r", "-u", "-i", "--in-place", "--expression")


@dataclass(frozen=True, slots=True)
class Substitution:
    """``s/old/new/``: the pattern, how often it repeats something, the plain text that replaces it."""

    pattern: re.Pattern[str]
    repeats: int
    new: str
    count: int

    def apply(self, text: str) -> str | None:
        """The text with the substitution done line by line, None where that could take long."""
        lines = text.splitlines(keepends=True)
        if sum(len(line) ** (self.repeats + 1) for line in lines) > MOST_WORK:
            return None
        return "".join(self._line(line) for line in lines)

    def _line(self, line: str) -> str:
        text = line.rstrip("\n")
        return self.pattern.sub(lambda _: self.new, text, count=self.count) + line[len(text) :]


def sed(call: Call) -> str | None:
    """``sed 's/old/new/g'`` on a file or what it is fed; other programs of sed are not followed."""
    words = [word for word in call.words[1:] if word not in _FLAGS]
    if not words or words[0].startswith("-"):
        return None
    extended = bool({"-E", "-r"} & set(call.words))
    change = substitution(words[0].strip(), extended=extended) if known(words[0]) else None
    text = call.shell.read(call.path(words[1])) if len(words) > 1 else call.invocation.input
    changed = change.apply(text) if change and text is not None else None
    if not {"-i", "--in-place"} & set(call.words):
        return changed
    for name in words[1:2]:
        rewrite(call, call.path(name), changed)
    return ""


def rewrite(call: Call, path: str, text: str | None) -> None:
    """``sed -i``: put the changed text in the place of a file; one that is not known is taken away."""
    files = call.job.files.files
    if text is not None and call.invocation.certain:
        files[path] = Text(text)
    elif isinstance(files.get(path), Text):
        del files[path]


def substitution(program: str, *, extended: bool) -> Substitution | None:
    """Read ``s/old/new/flags``; None where groups, alternatives or references come in."""
    match = _SUBSTITUTE.fullmatch(program)
    if match is None:
        return None
    mark = match["mark"]
    new = match["new"].replace("\\" + mark, mark)
    found = translated(match["old"].replace("\\" + mark, mark), extended=extended)
    if found is None or re.search(r"(?<!\\)&|\\\d", new):
        return None
    source, repeats = found
    flags = re.IGNORECASE if "i" in match["flags"] else re.NOFLAG
    try:
        pattern = re.compile(source, flags)
    except re.error:  # a range that runs backwards
        return None
    return Substitution(pattern, repeats, new.replace("\\&", "&"), 0 if "g" in match["flags"] else 1)


def translated(source: str, *, extended: bool) -> tuple[str, int] | None:
    """A regular expression of sed as one of Python, and how many of its parts repeat.

    Plain characters, ``.``, sets, ``^``, ``$`` and what repeats one character are covered. Groups and
    alternatives are not: with them a pattern could take for ever.
    """
    parts: list[str] = []
    repeats = 0
    for match in _TOKEN.finditer(source):
        quoted, character = match["quoted"], match["char"]
        operator = (quoted if not extended else character) if (quoted or character) in tuple("+?") else None
        if quoted and (quoted.isalnum() or quoted in "<>`'" or (not extended and quoted in "(){}|")):
            return None
        if character and (character == "[" or (extended and character in "(){}|")):
            return None
        if character == "*" or operator:
            if not parts or parts[-1] in "*+?^":
                return None
            repeats += 1
            parts.append(character if character == "*" else str(operator))
        elif match["set"] or character in (".", "^", "$"):
            parts.append(match[0] if match["set"] else str(character))
        else:
            parts.append(re.escape(str(quoted or character)))
    return ("".join(parts), repeats) if source else None
