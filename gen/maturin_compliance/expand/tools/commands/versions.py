"""Commands that write another version into the package's files than those that were read."""

import re
from collections.abc import Sequence

from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.github.state import Edited, Restated
from maturin_compliance.expand.shell import known, shown
from maturin_compliance.expand.tools.call import Call

MANIFESTS = ("Cargo.toml", "pyproject.toml")

_SCRIPT = re.compile(
    r"(?:set|bump|update|write|stamp|inject|change)[-_]?(?:\w*[-_])?version|version[-_](?:set|bump)"
)
_PRINTS = re.compile(r"--?(?:get|show|check|print|dry)\b")
_WRITTEN = re.compile(r"version\s*=\s*[\"']?([\w.+!-]+)[\"']?")
_NAMED = re.compile(r"\s*name\s*=\s*[\"']([\w.-]+)[\"']\s*")
_EDITORS = frozenset({"sed", "gsed", "perl", "tomlq"})
_IN_PLACE = re.compile(r"-[A-Za-z]*i.*|--in-?place(?:=.*)?")
_TOOLS = (("cargo", "set-version"), ("uv", "version"), ("poetry", "version"), ("hatch", "version"))


def note_version(call: Call) -> None:
    """Keep that a command sets the version, and which one where its words say so."""
    words = call.words
    if tuple(words[:2]) in _TOOLS:
        keep(call, words[2:], followed=True)
    elif words[0].rpartition("/")[2] in _EDITORS and any(map(_IN_PLACE.fullmatch, words[1:])):
        if not substituted(call):
            edited(call)
    elif not any(map(_PRINTS.match, words)) and any(is_script(word) for word in words[:3]):
        keep(call, words[1:], followed=False)


def is_script(word: str) -> bool:
    """Whether a word is a script whose name says that it sets the version."""
    name = word.replace("\\", "/").rpartition("/")[2]
    return name.endswith((".py", ".sh", ".js", ".mjs", ".ps1")) and _SCRIPT.search(name) is not None


def substituted(call: Call) -> bool:
    """``sed -i 's/^version = .*/version = "1.2.3"/' Cargo.toml``; False for what does not set the version."""
    program = next((word for word in call.words[1:] if "version" in word), None)
    if program is None or not call.words[-1].endswith(MANIFESTS):
        return False
    new = program.rstrip("gi/|#").rpartition(program[1:2] or "/")[2] if program.startswith("s") else ""
    match = _WRITTEN.search(new)
    keep(call, [match[1]] if match else ["?"], followed=match is not None)
    return True


def edited(call: Call) -> None:
    """``sed -i 's/^name = .*/name = "other"/' Cargo.toml``, and any other change of a manifest in its place."""
    command = " ".join(shown(word) for word in call.words[:4])
    name = next((found for word in call.words[1:] if (found := renamed(word))), None)
    for word in call.words[1:]:
        if known(word) and word.endswith(MANIFESTS):
            call.job.edited.append(Edited(command, call.path(word), name, call.location))


def renamed(program: str) -> str | None:
    """The name that ``s/^name = .*/name = "other"/`` writes; None where it writes another line."""
    parts = program.split(program[1:2] or "/")
    match = _NAMED.fullmatch(parts[2]) if len(parts) == 4 and parts[0] == "s" and known(program) else None
    return match[1] if match else None


def keep(call: Call, words: Sequence[str], *, followed: bool) -> None:
    """Note the version among the words; without any of them nothing is set."""
    if words and all(word.startswith("-") and word != "--bump" for word in words):
        return
    found = next((version for word in reversed(words) if (version := parsed(word))), None)
    if words:
        command = " ".join(shown(word) for word in call.words[:4])
        call.job.restated = Restated(command, found, call.location, certain=followed and call.invocation.certain)


def parsed(word: str) -> str | None:
    """A word as a version of Python, a leading "v" left away; None where it is none."""
    try:
        return str(Version(word)) if known(word) and "." in word else None
    except InvalidVersion:
        return None
