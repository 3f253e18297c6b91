"""Calls of ``cargo test`` that link no libpython: what turns ``extension-module`` on, and what leaves it off."""

import re
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from posixpath import normpath

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.builds.floor import since
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.testing.suite import folder_of
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Test
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest

TURNS_ON = frozenset({"pyo3/extension-module", "pyo3?/extension-module"})


@dataclass(frozen=True, slots=True)
class Unlinkable:
    """A ``cargo test`` with ``extension-module``; ``cause`` is the line that turns it on, ``fix`` what helps."""

    test: Test
    cause: Location
    fix: str


def rust_tests(subject: Subject) -> tuple[Test, ...]:
    """Every ``cargo test`` of all workflows."""
    return tuple(a for a in subject.expansion.activities if isinstance(a, Test) and a.tool.startswith("cargo"))


def unlinkable(subject: Subject) -> Iterator[Unlinkable]:
    """The calls of ``cargo test`` whose programs link no libpython."""
    manifest = subject.project.package.manifest
    for test in rust_tests(subject) if manifest else ():
        if manifest and _tests_crate(subject, manifest, test):
            if (cause := _in_dependency(manifest)) is not None:
                yield Unlinkable(test, cause, _move(subject, manifest))
            elif (cause := _reaches(manifest, _turned_on(manifest, test.words))) is not None:
                yield Unlinkable(test, cause, _turn_off(manifest, test.words))


def _in_dependency(manifest: Manifest) -> Location | None:
    """The feature where the dependency itself asks for it, so that no option turns it off."""
    for dependency in manifest.dependencies:
        if dependency.package == "pyo3" and dependency.kind == "normal":
            for feature in dependency.features:
                if feature.value == "extension-module":
                    return feature.location
    return None


def _move(subject: Subject, manifest: Manifest) -> str:
    line = f"Delete `extension-module` from the features of pyo3 in {code(manifest.path)}"
    try:
        pyo3 = crate.pyo3(subject)
    except Skip:
        return f"{line}."
    if subject.facts.pyo3(pyo3.known).build_extension_module:
        first = since(subject.facts, "build_extension_module")
        return f"{line}: maturin {first} and newer tells pyo3 itself when it builds an extension."
    pyproject = subject.project.package.pyproject
    asked = [one.feature for one in pyproject.maturin.features] if pyproject and pyproject.maturin else []
    features = ", ".join(f'"{name}"' for name in (*asked, "pyo3/extension-module"))
    return f"{line}, and let maturin alone turn it on:\n\n" + fence(
        f"[tool.maturin]\nfeatures = [{features}]", "toml", pyproject.path if pyproject else "pyproject.toml"
    )


def _turn_off(manifest: Manifest, words: tuple[str, ...]) -> str:
    """The same call without the features that reach it."""
    named = _asked(words) - ({"default"} if "--no-default-features" in words else set())
    wanted = set(manifest.features) - {"default"} if "--all-features" in words else named
    defaults = {feature.value for feature in manifest.features.get("default", ())}
    wanted |= set() if "--no-default-features" in words else defaults
    kept = sorted(name for name in wanted if name in manifest.features and _reaches(manifest, {name}) is None)
    others = [word for word in _without_features(words) if word != "--no-default-features"]
    at = others.index("--") if "--" in others else len(others)
    more = ["--no-default-features", *(["--features", ",".join(kept)] if kept else [])]
    call = shlex.join((*others[:at], *more, *others[at:]))
    return f"Leave it off for the tests:\n\n{fence(call, 'sh')}"


def _without_features(words: tuple[str, ...]) -> Iterator[str]:
    skip = False
    for word in words:
        name, equals, _ = word.partition("=")
        if not skip and name not in {"--features", "-F", "--all-features"}:
            yield word
        skip = not skip and name in {"--features", "-F"} and not equals


def _tests_crate(subject: Subject, manifest: Manifest, test: Test) -> bool:
    """Whether a ``cargo test`` is sure to test this crate: started in its folder, for no other package."""
    lib = manifest.document.mapping.get("lib")
    switched_off = lib is not None and "test" in lib.mapping and lib.mapping["test"].value is False
    others = {"-p", "--package", "--manifest-path", "--exclude"}
    if switched_off or any(word.partition("=")[0] in others or "wasm" in word for word in test.words):
        return False
    return normpath(folder_of(subject, test)) == manifest.folder


def _turned_on(manifest: Manifest, words: tuple[str, ...]) -> set[str]:
    if "--all-features" in words:
        return set(manifest.features)
    return _asked(words) | (set() if "--no-default-features" in words else {"default"})


def _asked(words: tuple[str, ...]) -> set[str]:
    asked: set[str] = set()
    for word, following in zip(words, (*words[1:], ""), strict=True):
        name, found, value = word.partition("=")
        if name in {"--features", "-F"}:
            asked.update(re.split(r"[ ,]+", value if found else following))
    return asked


def _reaches(manifest: Manifest, features: Collection[str]) -> Location | None:
    waiting, seen = list(features), set[str]()
    while waiting:
        name = waiting.pop()
        for feature in manifest.features.get(name, ()):
            if feature.value in TURNS_ON:
                return feature.location
            if feature.value not in seen:
                seen.add(feature.value)
                waiting.append(feature.value)
    return None
