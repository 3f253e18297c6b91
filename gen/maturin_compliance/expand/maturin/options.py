"""The command line of maturin.

Sources: maturin's build_options.rs, cargo_options.rs and commands/mod.rs (1.14); older spellings stay accepted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SHORT = {
    "i": "interpreter",
    "f": "find-interpreter",
    "b": "bindings",
    "o": "out",
    "m": "manifest-path",
    "r": "release",
    "F": "features",
    "j": "jobs",
    "q": "quiet",
    "v": "verbose",
    "Z": "unstable",
    "h": "help",
    "p": "password",
    "u": "username",
    "V": "version",
}
_ONE = frozenset(
    [
        "auditwheel",
        "bindings",
        "out",
        "manifest-path",
        "features",
        "jobs",
        "profile",
        "target",
        "target-dir",
        "color",
        "config",
        "compression-method",
        "compression-level",
        "password",
        "username",
        "repository",
        "repository-url",
        "unstable",
        "cargo-extra-args",
        "rustc-extra-args",
    ]
)
_MANY = frozenset({"interpreter", "compatibility", "manylinux", "sbom-include"})
_FLAGS = frozenset(
    [
        "release",
        "find-interpreter",
        "skip-auditwheel",
        "zig",
        "quiet",
        "verbose",
        "strip",
        "all-features",
        "no-default-features",
        "frozen",
        "locked",
        "offline",
        "sdist",
        "no-sdist",
        "universal2",
        "ignore-rust-version",
        "timings",
        "future-incompat-report",
        "pgo",
        "generate-stubs",
        "help",
        "version",
        "skip-existing",
        "non-interactive",
        "no-strip",
    ]
)
_ALIASES = {"manylinux": "compatibility", "cargo-profile": "profile"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a maturin command line asks for.

    ``interpreters`` is None without ``-i``; ``features`` the names after splitting at commas and spaces;
    ``files`` the words that belong to no option; ``unknown`` the options that no version is known to take;
    ``rest`` what follows ``--``.
    """

    command: str
    interpreters: tuple[str, ...] | None = None
    find_interpreter: bool = False
    bindings: str | None = None
    compatibility: tuple[str, ...] = ()
    auditwheel: str | None = None
    features: tuple[str, ...] = ()
    all_features: bool = False
    no_default_features: bool = False
    target: str | None = None
    profile: str | None = None
    release: bool = False
    locked: bool = False
    zig: bool = False
    strip: bool = False
    sdist: bool = False
    no_sdist: bool = False
    out: str | None = None
    target_dir: str | None = None
    manifest_path: str | None = None
    skip_existing: bool = False
    password: bool = False
    files: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def parse(words: Sequence[str]) -> Options:
    """Read the words after ``maturin``: the sub-command and its options.

    ``-i`` and ``--compatibility`` take every word up to the next option, as clap reads them.
    """
    command, arguments = (words[0], words[1:]) if words else ("", ())
    values: dict[str, list[str]] = {}
    unknown: list[str] = []
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    for name, found in _pairs(list(arguments[:cut]), unknown):
        values.setdefault(_ALIASES.get(name, name), []).extend(found)
    return Options(
        command=command,
        interpreters=tuple(values["interpreter"]) if "interpreter" in values else None,
        find_interpreter="find-interpreter" in values,
        bindings=_last(values, "bindings"),
        compatibility=_split(values.get("compatibility", [])),
        auditwheel="skip" if "skip-auditwheel" in values else _last(values, "auditwheel"),
        features=_split(values.get("features", [])),
        all_features="all-features" in values,
        no_default_features="no-default-features" in values,
        target="universal2-apple-darwin" if "universal2" in values else _last(values, "target"),
        profile=_last(values, "profile"),
        release="release" in values,
        locked="locked" in values or "frozen" in values,
        zig="zig" in values,
        strip="strip" in values,
        sdist="sdist" in values,
        no_sdist="no-sdist" in values,
        out=_last(values, "out"),
        target_dir=_last(values, "target-dir"),
        manifest_path=_last(values, "manifest-path"),
        skip_existing="skip-existing" in values,
        password="password" in values,
        files=tuple(values.get("", ())),
        unknown=tuple(unknown),
        rest=tuple(arguments[cut + 1 :]),
    )


def _pairs(words: list[str], unknown: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The options in order with their values; words that belong to none stand under ""."""
    while words:
        word = words.pop(0)
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            yield name, _values(name, [value] if equals else None, words)
            if name not in _ONE | _MANY | _FLAGS and name not in _ALIASES:
                unknown.append(f"--{name}")
        elif word.startswith("-") and len(word) > 1:
            yield from _shorts(word[1:], words, unknown)
        else:
            yield "", [word]


def _shorts(letters: str, words: list[str], unknown: list[str]) -> Iterator[tuple[str, list[str]]]:
    """``-rf``, ``-ipython3.12``, ``-o dist``, ``-o=dist``."""
    for index, letter in enumerate(letters):
        name = _SHORT.get(letter)
        if name is None:
            unknown.append(f"-{letter}")
            continue
        rest = letters[index + 1 :]
        if name in _ONE | _MANY:
            yield name, _values(name, [rest.removeprefix("=")] if rest else None, words)
            return
        yield name, []


def _values(name: str, given: list[str] | None, words: list[str]) -> list[str]:
    if name in _MANY:
        found = given if given is not None else []
        while given is None and words and not words[0].startswith("-"):
            found.append(words.pop(0))
        return found
    if name in _ONE:
        if given is not None:
            return given
        return [words.pop(0)] if words and not words[0].startswith("-") else []
    if name == "strip" and given is None and words and words[0] in ("true", "false"):
        words.pop(0)
    return []


def _split(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for value in values for part in value.replace(",", " ").split())


def _last(values: dict[str, list[str]], name: str) -> str | None:
    found = values.get(name)
    return found[-1] if found else None
