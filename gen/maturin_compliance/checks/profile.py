"""How Cargo is told to optimise."""

from collections.abc import Iterator, Mapping

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.builds import native
from maturin_compliance.checks.evidence.builds.profiles import Settings, released
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.workflows.pipeline import shipped_builds
from maturin_compliance.checks.text import code, codes, fence

VALUES: Mapping[str, tuple[bool | int | str, ...]] = {
    "lto": (True, False, "thin", "fat", "off"),
    "opt-level": (0, 1, 2, 3, "0", "1", "2", "3", "s", "z"),
    "panic": ("unwind", "abort"),
    "strip": (True, False, "none", "debuginfo", "symbols"),
}
"""What Cargo takes for a setting (Cargo's reference, "Profiles")."""


@check(Severity.HIGH)
def unwinds_on_panic(subject: Subject) -> Iterator[Problem]:
    """Unwinds on panic.

    ## What it wants

    The profile that the wheels are built with does not set `panic = "abort"`.

    ## Why

    pyo3 catches a Rust panic at the border and raises `PanicException`. With `abort` nothing is caught: a
    panic ends the whole Python process, without a traceback.

    ## How to fix

    Delete the setting.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    pyo3 = "0.30"

    [profile.release]
    panic = "abort"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    pyo3 = "0.30"

    [profile.release]
    panic = "unwind"
    ```

    ## Sources

    - [PyO3: panic.rs](https://github.com/PyO3/pyo3/blob/main/src/panic.rs)
    - [Cargo: profiles](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The root manifest of the workspace, `[tool.maturin] profile` and the builds of the release.
    """
    crate.extension(subject)
    for profile in released(subject):
        if profile.value("panic") == "abort":
            yield Problem(
                f'the profile {code(profile.name)} sets `panic = "abort"`, so a panic ends Python',
                profile.location("panic"),
                "Delete the line.",
            )


@check(Severity.MEDIUM)
def keeps_profiles_in_the_root(subject: Subject) -> Iterator[Problem]:
    """Keeps its profiles where Cargo reads them.

    ## What it wants

    `[profile]` stands in the root manifest of the workspace, not in the manifest of a member.

    ## Why

    Cargo ignores the profiles of a member, with a warning that scrolls by: the wheel is built with the
    defaults.

    ## How to fix

    Move the table.

    ## Wrong

    ```toml title="Cargo.toml"
    [workspace]
    members = ["crates/orchard"]
    ```

    ```toml title="crates/orchard/Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    lto = true
    ```

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    manifest-path = "crates/orchard/Cargo.toml"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [workspace]
    members = ["crates/orchard"]

    [profile.release]
    lto = true
    ```

    ```toml title="crates/orchard/Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    ```

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    manifest-path = "crates/orchard/Cargo.toml"
    ```

    ## Sources

    - [Cargo: profiles](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    `Cargo.toml` and the root manifest of its workspace.
    """
    manifest = need.manifest(subject)
    root = manifest.workspace_path
    if root is None:
        raise Skip("the crate is in no workspace")
    if root == manifest.path:
        raise Skip("the crate is the root of its workspace")
    for name, profile in manifest.profiles.items():
        yield Problem(
            f"Cargo ignores `[profile]` {code(name)} of a workspace's member",
            profile.location,
            f"Move the table to {code(root)}.",
        )


@check(Severity.CRITICAL)
def sets_values_that_cargo_knows(subject: Subject) -> Iterator[Problem]:
    """Sets values in its profiles that Cargo knows.

    ## What it wants

    `lto` is a boolean, `"thin"`, `"fat"` or `"off"`; `opt-level` 0 to 3, `"s"` or `"z"`; `panic` `"unwind"` or
    `"abort"`; `strip` a boolean, `"none"`, `"debuginfo"` or `"symbols"`; `codegen-units` more than 0.

    ## Why

    Cargo or the compiler ends with an error for any other value, and with it every build with the profile.

    ## How to fix

    Take one of the values.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    lto = "full"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    lto = "fat"
    ```

    ## Sources

    - [Cargo: profiles](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The root manifest of the workspace, `[tool.maturin] profile` and the builds of the release.
    """
    for profile in released(subject):
        for setting, values in VALUES.items():
            value = profile.value(setting)
            if profile.has(setting) and not any(value == one and type(value) is type(one) for one in values):
                known = codes(str(one).lower() if isinstance(one, bool) else one for one in values)
                yield Problem(
                    f"the profile {code(profile.name)} sets {code(setting)} to {code(value)}, "
                    "which Cargo does not know",
                    profile.location(setting),
                    f"Take one of {known}.",
                )
        units = profile.value("codegen-units")
        if profile.has("codegen-units") and (not isinstance(units, int) or units < 1):
            message = f"the profile {code(profile.name)} sets `codegen-units` to {code(units)}"
            yield Problem(message, profile.location("codegen-units"), _line(profile, "codegen-units = 1"))


@check(Severity.CRITICAL)
def runs_on_any_processor(subject: Subject) -> Iterator[Problem]:
    """Runs on any processor of its architecture.

    ## What it wants

    Nothing that the release is built with asks for `target-cpu=native`.

    ## Why

    The compiler then uses every instruction of the machine that builds. On an older processor the module ends
    Python with "illegal instruction", and no name of a wheel tells of it.

    ## How to fix

    Delete the flag, or name a processor that all users have, such as `x86-64-v2`.

    ## Wrong

    ```toml title=".cargo/config.toml"
    [build]
    rustflags = ["-C", "target-cpu=native"]
    ```

    ## Right

    ```toml title=".cargo/config.toml"
    [build]
    rustflags = ["-C", "target-cpu=x86-64-v2"]
    ```

    ## Sources

    - [rustc: target-cpu](https://doc.rust-lang.org/rustc/codegen-options/index.html)
    - [Cargo: build.rustflags](https://doc.rust-lang.org/cargo/reference/config.html)

    ## Reads

    `.cargo/config.toml` above the crate, and the environment and arguments of the release's builds.
    """
    if places := [*native.configured(subject), *native.built(subject)]:
        yield Problem.at(
            places,
            "`target-cpu=native` builds for the processor of the machine that builds, and no other",
            "Delete the flag, or name a processor that all users have.",
        )


@check(Severity.LOW)
def optimises_across_crates(subject: Subject) -> Iterator[Problem]:
    """Optimises across crates.

    ## What it wants

    The profile of the release sets `lto` to `true`, `"fat"` or `"thin"`.

    ## Why

    Unset, Cargo optimises across the parts of a crate only. Across crates the linker can drop and inline
    more; what that is worth for a project, only a measurement tells. It costs time to build.

    ## How to fix

    Set it and measure size and speed.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    lto = "thin"
    ```

    ## Sources

    - [Cargo: lto](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The root manifest of the workspace, `[tool.maturin] profile` and the builds of the release.
    """
    for profile in released(subject):
        if profile.value("lto") in {False, "off", None}:
            yield _unset(profile, "lto", "does not optimise across crates", 'lto = "thin"')


@check(Severity.LOW)
def compiles_each_crate_whole(subject: Subject) -> Iterator[Problem]:
    """Compiles each crate as one unit.

    ## What it wants

    The profile of the release sets `codegen-units = 1`.

    ## Why

    By default a crate is split into 16 parts that are compiled at once, and optimised apart. One unit
    takes longer to build and may run faster; what it is worth, only a measurement tells.

    ## How to fix

    Set it and measure.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    codegen-units = 1
    ```

    ## Sources

    - [Cargo: codegen-units](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The root manifest of the workspace, `[tool.maturin] profile` and the builds of the release.
    """
    for profile in released(subject):
        units = profile.value("codegen-units")
        if units != 1:
            yield _unset(profile, "codegen-units", f"splits each crate into {units} parts", "codegen-units = 1")


@check(Severity.LOW)
def strips_symbols(subject: Subject) -> Iterator[Problem]:
    """Strips symbols from what it ships.

    ## What it wants

    The profile of the release sets `strip` to `true` or `"symbols"`, or `[tool.maturin]` has `strip =
    true`, or each build of the release `--strip`.

    ## Why

    The names of a library's internal functions serve only debuggers. Every installation downloads them.

    ## How to fix

    Set one of the two; the profile's also holds for other tools.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    strip = true
    ```

    ## Sources

    - [Cargo: strip](https://doc.rust-lang.org/cargo/reference/profiles.html)
    - [maturin: configuration](https://www.maturin.rs/config.html)

    ## Reads

    `pyproject.toml`, the root manifest of the workspace and the builds of the release.
    """
    project = subject.project.package.pyproject
    tool = project.maturin if project else None
    builds = shipped_builds(subject)
    if tool and tool.strip and tool.strip.value:
        return
    if builds and all("--strip" in build.arguments for build in builds):
        return
    for profile in released(subject):
        if profile.value("strip") not in {True, "symbols"}:
            yield _unset(profile, "strip", "leaves the symbols in the library", "strip = true")


@check(Severity.LOW)
def optimises_at_all(subject: Subject) -> Iterator[Problem]:
    """Optimises what it ships.

    ## What it wants

    The profile of the release has `opt-level` 3, `"s"` or `"z"`. (`release` has 3 by default.)

    ## Why

    Lower levels are for quick builds; a project that is written in Rust for its speed loses much of it.

    ## How to fix

    Delete the setting, or raise it.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    opt-level = 1
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    opt-level = 3
    ```

    ## Sources

    - [Cargo: opt-level](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The root manifest of the workspace, `[tool.maturin] profile` and the builds of the release.
    """
    for profile in released(subject):
        level = profile.value("opt-level")
        if level not in {3, "3", "s", "z"}:
            yield _unset(profile, "opt-level", f"has the optimisation level {level}", "opt-level = 3")


@check(Severity.LOW)
def ships_no_debug_information(subject: Subject) -> Iterator[Problem]:
    """Ships no debug information.

    ## What it wants

    The profile of the release sets no `debug`, or strips what it makes, or puts it into files of its own
    (`split-debuginfo`).

    ## Why

    Debug information is often many times the size of the code, and lies in every wheel.

    ## How to fix

    Delete `debug`, or strip.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    debug = true
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [profile.release]
    debug = true
    strip = true
    ```

    ## Sources

    - [Cargo: debug](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    `pyproject.toml`, the root manifest of the workspace and the builds of the release.
    """
    project = subject.project.package.pyproject
    tool = project.maturin if project else None
    if tool and tool.strip and tool.strip.value:
        return
    for profile in released(subject):
        kept = profile.value("strip") not in {True, "symbols", "debuginfo"}
        split = profile.value("split-debuginfo") in {"packed", "unpacked"}
        if kept and not split and profile.value("debug") not in {False, "none", None}:
            yield Problem(
                f"the profile {code(profile.name)} leaves debug information in the library",
                profile.location("debug"),
                _line(profile, "strip = true"),
                warned=True,
            )


def _unset(profile: Settings, setting: str, what: str, line: str) -> Problem:
    """A setting with its default, or with a value that is not wanted."""
    default = "" if profile.has(setting) else f" ({code(setting)} is not set)"
    return Problem(
        f"the profile {code(profile.name)} {what}{default}",
        profile.location(setting),
        _line(profile, line),
        warned=True,
    )


def _line(profile: Settings, line: str) -> str:
    """A line of a profile's table, which several checks may add to and which may be there once."""
    header = f"[profile.{profile.name}]"
    if profile.name in profile.manifest.profiles:
        return f"In {code(header)}:\n\n{fence(line, 'toml', profile.path)}"
    lines = fence(f"{header}\n{line}", "toml", profile.path)
    return f"Add, with one header for all that is set there:\n\n{lines}"
