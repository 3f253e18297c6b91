"""Rust toolchains that workflows name."""

import re
from collections.abc import Iterator

from packaging.version import Version

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, given, name_of
from maturin_compliance.checks.pinning import spelled
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build, StepRun
from maturin_compliance.location import Located, Location

TOOLCHAIN_INPUTS = ("toolchain", "rust-toolchain", "rust-version")
MINIMUM = re.compile(r"msrv|rust[-_]version|minimum|minimal", re.IGNORECASE)
EXACT = re.compile(r"\d+\.\d+(?:\.\d+)?")
MINIMUM_TOOLS = frozenset({"cargo-msrv", "msrv"})


def names_toolchain(subject: Subject, version: str) -> bool:
    """Whether a job uses a toolchain of a version: an input, a ref, rustup, ``cargo +…`` or cargo-msrv."""
    wanted = re.compile(rf"(?<![\d.]){re.escape(_minor(version))}(\.\d+)?(?![\d.])")
    config = subject.project.configs.get("rust-toolchain.toml")
    if config is not None and any(wanted.fullmatch(str(n.value)) for n in config.walk() if n.is_scalar):
        return True
    steps = [step for job in active(subject.expansion.runs) for step in active_steps(job)]
    return any(_names(step, wanted) or _reads_minimum(step) for step in steps)


def older(subject: Subject, declared: Located[str]) -> Iterator[Problem]:
    """The toolchains that the project builds with and that its own ``rust-version`` refuses."""
    lowest = Version(declared.value)
    for place, text in (*_of_file(subject), *_of_builds(subject)):
        if EXACT.fullmatch(text) and Version(text).release[:2] < lowest.release[:2]:
            yield Problem(
                f"the toolchain is Rust {text}, but `rust-version` is {code(declared.value)}: "
                "Cargo ends with an error",
                place,
                f"Name {code(declared.value)} or a newer one.",
                also=(declared.location,),
            )


def _of_file(subject: Subject) -> Iterator[tuple[Location, str]]:
    for name in ("rust-toolchain.toml", "rust-toolchain"):
        config = subject.project.configs.get(name)
        table = config.mapping.get("toolchain") if config else None
        channel = table.mapping.get("channel") if table else None
        if channel is not None:
            yield channel.location, str(channel.value)


def _of_builds(subject: Subject) -> Iterator[tuple[Location, str]]:
    """The versions that inputs of the release's building jobs name."""
    for job in active(subject.expansion.release.runs):
        if any(isinstance(each, Build) for each in job.activities):
            for step in active_steps(job):
                for name in TOOLCHAIN_INPUTS:
                    if text := given(step, name):
                        yield (
                            step.step.inputs[name].location if name in step.step.inputs else step.step.location,
                            text,
                        )


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


def how_to_try(subject: Subject, declared: str) -> str:
    """A job that builds with the declared Rust; with the lowest that is possible where that is higher."""
    needed = max(crate.rust_minima(subject), key=lambda part: part[0], default=None)
    if needed is None or needed[0] <= Version(declared):
        return f"Add a job that does:\n\n{fence(_job(subject, declared), 'yaml')}"
    version, what, _ = needed
    lowest = crate.short(version)
    return (
        f"Declare {code(lowest)} first, which {what} needs (`declares-a-rust-that-suffices`), and add a job that "
        f"builds with it:\n\n{fence(_job(subject, lowest), 'yaml')}"
    )


def _job(subject: Subject, version: str) -> str:
    """A job that checks the package's crate with one toolchain; ``--locked`` where a lock file is committed."""
    package = subject.project.package
    words = [f"cargo +{version} check"]
    if package.manifest and package.manifest.folder != ".":
        words.append(f"--manifest-path {package.manifest.path}")
    words += _features(subject)
    if package.lockfile and package.lockfile.path not in subject.project.tree.ignored:
        words.append("--locked")
    lines = (
        "minimum-rust:",
        "  runs-on: ubuntu-latest",
        "  steps:",
        f"    - uses: {spelled(subject.project, subject.facts, 'actions/checkout')}",
        "      with:",
        "        persist-credentials: false",
        f"    - run: rustup toolchain install --profile minimal {version}",
        f"    - run: {' '.join(words)}",
    )
    return "\n".join(lines)


def _features(subject: Subject) -> Iterator[str]:
    """The features that maturin builds with: without them, optional crates are not checked at all."""
    pyproject = subject.project.package.pyproject
    maturin = pyproject.maturin if pyproject else None
    if maturin and maturin.all_features and maturin.all_features.value:
        yield "--all-features"
        return
    if maturin and maturin.no_default_features and maturin.no_default_features.value:
        yield "--no-default-features"
    plain = (one for one in (maturin.features if maturin else ()) if not one.python_version)
    named = [one.feature for one in plain if not one.python_implementation]
    if named:
        yield f"--features {','.join(named)}"
