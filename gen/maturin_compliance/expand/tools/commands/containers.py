"""Programs that run other scripts: shells, and ``docker run``."""

import shlex

from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.call import Call

_FLAGS = frozenset(
    {"--rm", "-i", "-t", "-it", "-ti", "--init", "--privileged", "-d", "--detach", "--interactive", "--tty"}
)


def shell(call: Call) -> str | None:
    """``bash script.sh``, ``bash -c '…'``."""
    words = list(call.words[1:])
    while words and words[0].startswith("-") and "c" not in words[0].lstrip("-")[:6]:
        words.pop(0)
    if not words:
        return None
    if words[0].startswith("-"):
        text, path, rest = (words[1] if len(words) > 1 else ""), None, words[2:]
    else:
        path = call.path(words[0])
        found = call.shell.read(path)
        if found is None:
            return None
        text, rest = found, words[1:]
    positional = {str(index): word for index, word in enumerate(rest[:9], 1)}
    call.shell.run_below(
        text,
        call.with_words(*call.words, env=positional),
        path=path,
        image=call.shell.image,
        mounts=call.shell.mounts,
        folder=call.invocation.folder,
    )
    return None


def script(call: Call) -> str | None:
    """``./script.sh``."""
    return shell(call.with_words("bash", *call.words))


def docker(call: Call) -> str | None:
    """``docker run``: image, mounted folders, variables, and the script that runs inside."""
    words = list(call.words[1:])
    if words[:1] != ["run"] and words[:2] != ["container", "run"]:
        return None
    words = words[words.index("run") + 1 :]
    mounts: dict[str, str] = {}
    env: dict[str, str] = {}
    folder: str | None = None
    while words and words[0].startswith("-"):
        name, equals, value = words.pop(0).partition("=")
        if name in _FLAGS:
            continue
        if not equals:
            value = words.pop(0) if words else ""
        if name in ("-v", "--volume"):
            outer, _, inner = value.partition(":")
            mounts[inner.partition(":")[0]] = host_folder(call, outer)
        elif name in ("-e", "--env"):
            variable, given, text = value.partition("=")
            env[variable] = text if given else call.variable(variable) or ""
        elif name in ("-w", "--workdir"):
            folder = value
    if not words or not known(words[0]):
        return None
    folder = folder or start(call, words[0], mounts)
    run_inside(call.with_words(*call.words, env=env), words[0], words[1:], mounts, folder)
    return None


def start(call: Call, image: str, mounts: dict[str, str]) -> str:
    """The folder that a container starts in by itself: that of its image, else where the workspace is mounted."""
    found = call.job.run.facts.image(image)
    if found is not None:
        return found.workdir
    return next((inner for inner, outer in mounts.items() if outer == "."), "/")


def host_folder(call: Call, path: str) -> str:
    """A folder of the runner that is mounted: the workspace where it is not known.

    Docker takes absolute paths: one that starts with a name is what ``$PWD`` gives, from the workspace on.
    """
    if not known(path):
        return "."
    return call.path(path) if path.startswith((".", "/")) else join(".", path)


def run_inside(call: Call, image: str, command: list[str], mounts: dict[str, str], folder: str) -> None:
    """Follow the command of a container."""
    start = folder
    for mount, outer in mounts.items():
        if folder == mount or folder.startswith(mount.rstrip("/") + "/"):
            start = join(outer, folder[len(mount) :].lstrip("/") or ".")
    text = " ".join(word if not known(word) else shlex.quote(word) for word in command)
    call.shell.run_below(text, call, path=None, image=image, mounts=mounts, folder=start)
