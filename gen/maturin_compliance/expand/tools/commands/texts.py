"""Programs that print and change texts and move files."""

import re

from maturin_compliance.expand.github.workspace import Text, join
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.call import Call


def echo(call: Call) -> str | None:
    """``echo``: its words and a line end."""
    words = list(call.words[1:])
    newline, escapes = True, False
    while words and re.fullmatch(r"-[neE]+", words[0]):
        newline = newline and "n" not in words[0]
        escapes = escapes or "e" in words[0]
        words.pop(0)
    text = " ".join(words)
    if escapes:
        text = text.replace("\\n", "\n").replace("\\t", "\t")
    return text + ("\n" if newline else "")


def printf(call: Call) -> str | None:
    """``printf`` with ``%s``."""
    words = call.words[1:]
    if not words:
        return ""
    values = iter(words[1:])
    text = re.sub(r"%s", lambda _: next(values, ""), words[0].replace("\\n", "\n"))
    return text if "%" not in text else None


def cat(call: Call) -> str | None:
    """``cat``: files that are known, else what it is fed."""
    names = [word for word in call.words[1:] if not word.startswith("-")]
    if not names:
        return call.invocation.input
    texts = [call.shell.read(call.path(name)) for name in names]
    return None if any(text is None for text in texts) else "".join(text for text in texts if text)


def pwd(call: Call) -> str | None:
    """``pwd``."""
    return call.invocation.folder + "\n"


def seq(call: Call) -> str | None:
    """``seq LAST``, ``seq FIRST LAST``."""
    words = call.words[1:]
    if len(words) not in (1, 2) or not all(re.fullmatch(r"\d{1,6}", word) for word in words):
        return None
    first, last = int(words[0]) if len(words) == 2 else 1, int(words[-1])
    return "".join(f"{number}\n" for number in range(first, last + 1)) if last - first < 1_000 else None


def cut(call: Call) -> str | None:
    """``cut -d X -f N``."""
    text = call.invocation.input
    line = " ".join(call.words[1:])
    match = re.fullmatch(r"-d ?['\"]?(.)['\"]? -f ?(\d+)(-?)|-f ?(\d+)(-?) -d ?['\"]?(.)['\"]?", line)
    if match is None or text is None or not known(text):
        return None
    mark, number, rest = match[1] or match[6], int(match[2] or match[4]), match[3] or match[5]
    found = []
    for row in text.splitlines():
        parts = row.split(mark)
        found.append(mark.join(parts[number - 1 :]) if rest else (parts[number - 1 : number] or [""])[0])
    return "\n".join(found) + "\n"


def tr(call: Call) -> str | None:
    """``tr -d X`` and ``tr A B`` for single characters."""
    text, words = call.invocation.input, call.words[1:]
    if text is None or len(words) != 2:
        return None
    if words[0] == "-d":
        return "".join(c for c in text if c not in words[1].replace("\\n", "\n"))
    if len(words[0]) == len(words[1]) == 1:
        return text.replace(words[0], words[1])
    if words in (("[:upper:]", "[:lower:]"), ("A-Z", "a-z")):
        return text.lower()
    return None


def which(call: Call) -> str | None:
    """``which python``: the program of that name on the path."""
    names = [word for word in call.words[1:] if not word.startswith("-")]
    return f"/usr/bin/{names[0]}\n" if names else None


def silent(call: Call) -> str | None:
    """A program that prints nothing of interest."""
    del call
    return ""


def move(call: Call) -> str | None:
    """``mv`` and ``cp`` of wheels: into a folder, or under another name."""
    names = [word for word in call.words[1:] if not word.startswith("-")]
    if len(names) < 2:
        return ""
    sources, target = names[:-1], call.path(names[-1])
    found = call.job.files.within([call.path(name) for name in sources])
    files = call.job.files
    for path, file in found.items():
        tail = path.rpartition("/")[2]
        into_folder = target.endswith("/") or not isinstance(file, Text) or len(found) > 1
        if names[-1].endswith(".whl") and not isinstance(file, Text):
            continue
        files.files[join(target, tail) if into_folder else target] = file
        if call.words[0] == "mv":
            del files.files[path]
    return ""


def remove(call: Call) -> str | None:
    """``rm``."""
    if call.invocation.certain:
        call.job.files.remove([call.path(word) for word in call.words[1:] if not word.startswith("-")])
    return ""
