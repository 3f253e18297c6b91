"""How Cargo is told to optimise: what the examples on the pages do not show."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, profile
from maturin_compliance.checks.evidence.builds.profiles import released
from tests.checks import flows
from tests.checks.support import Overlay, found, healthy, healthy_with, result, subject

HEAD = """\
[package]
name = "orchard"
version = "1.2.0"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.30"
"""


def profiles(text: str) -> dict[str, str | None]:
    return {"Cargo.toml": f"{HEAD}\n{text}"}


def wheel(name: str) -> dict[str, str | None]:
    tool = f'[tool.maturin]\nmodule-name = "orchard._native"\nprofile = "{name}"'
    return healthy_with("pyproject.toml", '[tool.maturin]\nmodule-name = "orchard._native"', tool)


WHEEL = '[profile.wheel]\ninherits = "release"\nstrip = "symbols"\n\n[profile.release]\nlto = "fat"\ndebug = 1\n'
ARGUMENTS = healthy_with(".github/workflows/release.yml", "--release --locked", "--profile wheel --locked")
STRIPPED = flows.release(
    flows.job(
        "wheels",
        flows.run("maturin build"),
        flows.wheel(arguments="--release --strip --out dist -i 3.13"),
        flows.kept(),
    ),
    flows.publish(),
)
"""A release whose build without ``--strip`` is not published."""

NATIVE = "`target-cpu=native` builds for the processor of the machine that builds, and no other"


@pytest.mark.parametrize(
    ("overlay", "name", "setting", "wanted"),
    [
        ({}, "release", "lto", True),
        (profiles(""), "release", "codegen-units", 16),
        (profiles(WHEEL) | wheel("wheel") | ARGUMENTS, "wheel", "lto", "fat"),
        (profiles(WHEEL) | ARGUMENTS, "wheel", "strip", "symbols"),
        (profiles(WHEEL) | ARGUMENTS, "wheel", "opt-level", 3),
        (
            profiles('[profile.a]\ninherits = "b"\n[profile.b]\ninherits = "a"\n') | ARGUMENTS,
            "wheel",
            "lto",
            False,
        ),
    ],
    ids=["set", "default", "both", "of the build", "inherited default", "unknown"],
)
def test_the_settings_that_hold(overlay: Overlay, name: str, setting: str, wanted: object, tmp_path: Path) -> None:
    assert [(p.name, p.value(setting)) for p in released(subject(tmp_path, overlay))] == [(name, wanted)]


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (
            profile.unwinds_on_panic,
            profiles('[profile.wheel]\ninherits = "release"\n\n[profile.release]\npanic = "abort"\n') | ARGUMENTS,
            ['Cargo.toml:15 the profile `wheel` sets `panic = "abort"`, so a panic ends Python'],
        ),
        (
            profile.compiles_each_crate_whole,
            profiles("[profile.release]\ncodegen-units = 4\n"),
            ["Cargo.toml:12 the profile `release` splits each crate into 4 parts (warned)"],
        ),
        (
            profile.optimises_across_crates,
            profiles('[profile.release]\nlto = "off"\n'),
            ["Cargo.toml:12 the profile `release` does not optimise across crates (warned)"],
        ),
        (
            profile.strips_symbols,
            profiles('[profile.release]\nstrip = "debuginfo"\n'),
            ["Cargo.toml:12 the profile `release` leaves the symbols in the library (warned)"],
        ),
        (
            profile.ships_no_debug_information,
            profiles('[profile.release]\ndebug = "line-tables-only"\n'),
            ["Cargo.toml:12 the profile `release` leaves debug information in the library (warned)"],
        ),
        (
            profile.sets_values_that_cargo_knows,
            profiles('[profile.release]\nopt-level = "fast"\ncodegen-units = 0\n'),
            [
                "Cargo.toml:12 the profile `release` sets `opt-level` to `fast`, which Cargo does not know",
                "Cargo.toml:13 the profile `release` sets `codegen-units` to `0`",
            ],
        ),
        (
            profile.runs_on_any_processor,
            healthy_with(
                ".github/workflows/release.yml",
                "          args: --release --locked",
                "          args: --release --locked -- -C target-cpu=native",
            ),
            [f".github/workflows/release.yml:50 {NATIVE}"],
        ),
    ],
)
def test_finds(check: Check, overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == wanted


@pytest.mark.parametrize(
    ("check", "overlay"),
    [
        (
            profile.strips_symbols,
            profiles("") | healthy_with("pyproject.toml", "[tool.maturin]", "[tool.maturin]\nstrip = true"),
        ),
        (profile.strips_symbols, profiles("") | STRIPPED),
        (profile.optimises_at_all, profiles('[profile.release]\nopt-level = "z"\n')),
        (profile.optimises_across_crates, profiles('[profile.release]\nlto = "thin"\n')),
        (
            profile.ships_no_debug_information,
            profiles('[profile.release]\ndebug = 2\nsplit-debuginfo = "packed"\n'),
        ),
        (profile.unwinds_on_panic, profiles('[profile.dev]\npanic = "abort"\n')),
    ],
)
def test_passes(check: Check, overlay: Overlay, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay).outcome) == "passed"


@pytest.mark.parametrize(
    ("more", "reason"),
    [("", "the crate is in no workspace"), ("\n[workspace]\n", "the crate is the root of its workspace")],
)
def test_the_root_of_a_workspace_keeps_its_profiles(tmp_path: Path, more: str, reason: str) -> None:
    overlay = {"Cargo.toml": healthy()["Cargo.toml"] + more}
    told = result(tmp_path, profile.keeps_profiles_in_the_root, overlay)
    assert told.reason == reason


@pytest.mark.parametrize(
    ("check", "line"),
    [(profile.strips_symbols, "strip = true"), (profile.optimises_across_crates, 'lto = "thin"')],
)
def test_a_line_to_add_repeats_no_table(check: Check, line: str, tmp_path: Path) -> None:
    told = result(tmp_path, check, profiles("[profile.release]\n"))
    wanted = f'In `[profile.release]`:\n\n```toml title="Cargo.toml"\n{line}\n```'
    assert [problem.fix for problem in told.problems] == [wanted]


def test_a_line_for_no_table_brings_its_header(tmp_path: Path) -> None:
    [told] = result(tmp_path, profile.strips_symbols, profiles("")).problems
    assert told.fix == (
        "Add, with one header for all that is set there:\n\n"
        '```toml title="Cargo.toml"\n[profile.release]\nstrip = true\n```'
    )
