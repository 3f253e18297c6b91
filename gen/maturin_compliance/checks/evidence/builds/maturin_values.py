"""The values of ``[tool.maturin]`` against those that maturin takes (pyproject_toml.rs, platform_tag.rs)."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.text import code, codes

CHOICES: Mapping[str, tuple[str, ...]] = {
    "bindings": ("pyo3", "pyo3-ffi", "cffi", "uniffi", "bin"),
    "auditwheel": ("repair", "check", "warn", "skip"),
    "sdist-generator": ("cargo", "git"),
}
FORMATS = ("sdist", "wheel")
POLICY = re.compile(
    r"auto|pypi|off|linux|(?:manylinux_?)?(?:1|2010|2014)|(?:manylinux_)?\d+_\d+|musllinux_\d+_\d+", re.IGNORECASE
)


def wrong_values(subject: Subject) -> Iterator[Problem]:
    """Give a problem for each value that maturin does not take."""
    yield from _choices(subject)
    yield from _types(subject)
    yield from _policies(subject)
    yield from _formats(subject)
    yield from _targets(subject)


def _choices(subject: Subject) -> Iterator[Problem]:
    entries = need.maturin(subject).entries
    for key, values in CHOICES.items():
        node = entries.get(key)
        if node is not None and node.value not in values:
            message = f"{code(key)} is {code(node.text or node.value)}, which maturin does not know"
            yield Problem(message, node.location, f"Take one of {codes(values)}.")


def _types(subject: Subject) -> Iterator[Problem]:
    """What has another type than maturin expects, as it was noted while reading."""
    path = need.pyproject(subject).path
    for each in subject.project.unread:
        key, _, what = each.message.partition(": ")
        if each.location.path == path and key.startswith("tool.maturin.") and what.startswith("expected "):
            name = key.removeprefix("tool.maturin.")
            yield Problem(f"maturin cannot read {code(name)}: {what}", each.location, _typed(what))


def _typed(what: str) -> str:
    return f"Write {what.removeprefix('expected ').partition(',')[0]}."


def _policies(subject: Subject) -> Iterator[Problem]:
    for policy in need.maturin(subject).compatibility:
        if not POLICY.fullmatch(policy.value):
            known = [one.name for one in subject.facts.policies]
            close = get_close_matches(policy.value, known, n=1)
            message = f"`compatibility` is {code(policy.value)}, which is no policy"
            yield Problem(
                message, policy.location, f"Write {code(close[0])}." if close else "Name a policy, or `pypi`."
            )


def _formats(subject: Subject) -> Iterator[Problem]:
    tool = need.maturin(subject)
    for pattern in (*tool.include, *tool.exclude):
        wrong = [each for each in pattern.formats if each not in FORMATS]
        if wrong:
            message = f"`format` of {code(pattern.path)} is {codes(wrong)}, which maturin does not know"
            yield Problem(message, pattern.location, f"Take {codes(FORMATS)}, or a list of both.")


def _targets(subject: Subject) -> Iterator[Problem]:
    table = need.maturin(subject).entries.get("target")
    for triple, node in (table.mapping if table else {}).items():
        if subject.facts.target(triple) is None and _is_read(triple):
            close = get_close_matches(triple, ["x86_64-apple-darwin", "aarch64-apple-darwin"], n=1)
            message = f"no build is for {code(triple)}, so that its table does nothing"
            fix = f"Write {code(f'[tool.maturin.target.{close[0]}]')}." if close else "Name a target of Rust."
            yield Problem(message, node.location, fix, warned=True)


def _is_read(triple: str) -> bool:
    """Whether the table is one that maturin would read: those of Apple's systems have keys."""
    return "apple" in triple or "darwin" in triple or "mac" in triple
