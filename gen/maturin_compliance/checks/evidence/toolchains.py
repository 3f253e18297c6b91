"""Rust toolchains that workflows name, and the features that ``cargo test`` runs with."""

import re
from posixpath import normpath

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.pipeline import active, active_steps, given, job_of, name_of
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.expand.release import StepRun, Test
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest

TOOLCHAIN_INPUTS = ("toolchain", "rust-toolchain", "rust-version")
MINIMUM = re.compile(r"msrv|rust[-_]version|minimum|minimal", re.IGNORECASE)
MINIMUM_TOOLS = frozenset({"cargo-msrv", "msrv"})


def names_toolchain(subject: Subject, version: str) -> bool:
    """Whether a job uses a toolchain of a version: an input, a ref, rustup, ``cargo +…`` or cargo-msrv."""
    wanted = re.compile(rf"(?<![\d.]){re.escape(_minor(version))}(\.\d+)?(?![\d.])")
    config = subject.project.configs.get("rust-toolchain.toml")
    if config is not None and any(wanted.fullmatch(str(n.value)) for n in config.walk() if n.is_scalar):
        return True
    steps = [step for job in active(subject.expansion.runs) for step in active_steps(job)]
    return any(_names(step, wanted) or _reads_minimum(step) for step in steps)


def _reads_minimum(step: StepRun) -> bool:
    """Whether the toolchain of a step is what another one read from Cargo.toml: its name says so."""
    texts = (str(value.value) for value in step.step.inputs.values())
    return any("${{" in text and MINIMUM.search(text) for text in texts)


def _names(step: StepRun, wanted: re.Pattern[str]) -> bool:
    if any(wanted.fullmatch(given(step, name)) for name in TOOLCHAIN_INPUTS):
        return True
    if name_of(step).endswith("/rust-toolchain") and wanted.fullmatch((step.uses or "").rpartition("@")[2]):
        return True
    if wanted.fullmatch(str(step.env.get("RUSTUP_TOOLCHAIN", ""))):
        return True
    return any(_command_names(command.words, wanted) for command in step.commands)


def _command_names(words: tuple[str, ...], wanted: re.Pattern[str]) -> bool:
    if not words:
        return False
    if any(word in MINIMUM_TOOLS or word == "--rust-version" for word in words):
        return words[0].startswith("cargo")
    return words[0] in {"rustup", "cargo", "rustc"} and any(
        wanted.fullmatch(word.removeprefix("+").removeprefix("--toolchain=")) for word in words
    )


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def rust_tests(subject: Subject) -> tuple[Test, ...]:
    """Every ``cargo test`` of all workflows."""
    return tuple(a for a in subject.expansion.activities if isinstance(a, Test) and a.tool.startswith("cargo"))


def unlinkable(subject: Subject, test: Test) -> Location | None:
    """The line that turns ``extension-module`` on for a ``cargo test``; None where it stays off."""
    manifest = subject.project.package.manifest
    if manifest is None or not _tests_crate(subject, manifest, test):
        return None
    for dependency in manifest.dependencies:
        if dependency.package == "pyo3" and dependency.kind == "normal":
            for feature in dependency.features:
                if feature.value == "extension-module":
                    return feature.location
    features = _asked(test.words)
    if "--all-features" in test.words:
        features = set(manifest.features)
    elif "--no-default-features" not in test.words:
        features.add("default")
    return _reaches(manifest, features)


def _tests_crate(subject: Subject, manifest: Manifest, test: Test) -> bool:
    """Whether a ``cargo test`` is sure to test this crate: started in its folder, for no other package."""
    lib = manifest.document.mapping.get("lib")
    switched_off = lib is not None and "test" in lib.mapping and lib.mapping["test"].value is False
    others = {"-p", "--package", "--manifest-path", "--exclude"}
    if switched_off or any(word.partition("=")[0] in others or "wasm" in word for word in test.words):
        return False
    step = step_of(subject, test.origin)
    job = job_of(subject, test.origin)
    places = (step.step.working_directory if step else None, job.job.working_directory if job else None)
    folder = next((str(place.value) for place in places if place is not None), ".")
    return normpath(folder) == manifest.folder


def _asked(words: tuple[str, ...]) -> set[str]:
    asked: set[str] = set()
    for word, following in zip(words, (*words[1:], ""), strict=True):
        name, found, value = word.partition("=")
        if name in {"--features", "-F"}:
            asked.update(re.split(r"[ ,]+", value if found else following))
    return asked


def _reaches(manifest: Manifest, features: set[str]) -> Location | None:
    waiting, seen = list(features), set[str]()
    while waiting:
        name = waiting.pop()
        for feature in manifest.features.get(name, ()):
            if feature.value in {"pyo3/extension-module", "pyo3?/extension-module"}:
                return feature.location
            if feature.value not in seen:
                seen.add(feature.value)
                waiting.append(feature.value)
    return None
