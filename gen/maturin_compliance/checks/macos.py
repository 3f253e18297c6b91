"""Wheels for macOS."""

import re
from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.platforms import architectures, platforms, universal
from maturin_compliance.checks.evidence.testing import tried
from maturin_compliance.checks.evidence.testing.halves import missing
from maturin_compliance.checks.evidence.testing.proposed_job import how_to_test
from maturin_compliance.checks.evidence.workflows import conduct
from maturin_compliance.checks.evidence.workflows.pipeline import in_job, some
from maturin_compliance.checks.text import code, fence, plural


@check(Severity.HIGH)
def macos_architectures_covered(subject: Subject) -> Iterator[Problem]:
    """There are macOS wheels for arm64 and x86_64.

    ## What it wants

    A release has wheels for `arm64` (without them a failure) and for `x86_64` (a warning), each of its own or
    as `universal2`.

    ## Why

    Macs sold since 2020 are arm64. The older ones still run, and x86_64 Pythons run on the new ones under
    Rosetta. Whoever gets no wheel needs a Rust toolchain to install.

    ## How to fix

    Add the target to the matrix.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15-intel
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              args: --release --out dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ${{ matrix.runner }}
        strategy:
          matrix:
            include:
              - { runner: macos-15, target: aarch64 }
              - { runner: macos-15-intel, target: x86_64 }
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              args: --release --out dist
    ```

    ## Sources

    - [Platform compatibility tags: macOS](https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/#macos)
    - [rustc: platform support](https://doc.rust-lang.org/rustc/platform-support.html)

    ## Reads

    `.github/workflows/*.yml`: builds of the release. `pyproject.toml`: classifiers.
    """
    built = architectures.machines(subject, "macosx")
    yield from architectures.uncovered(subject, "macos", "macOS", ("aarch64", "x86_64"), built)


@check(Severity.LOW)
def macos_wheels_not_doubled(subject: Subject) -> Iterator[Problem]:
    """No universal2 wheel repeats a wheel of one architecture.

    ## What it wants

    For each interpreter a release has either a `universal2` wheel, or one for each architecture. Builds of
    `universal2` stay where a wheel beside them asks for a newer macOS, or one of theirs has none beside it.

    ## Why

    A `universal2` wheel holds both. Beside it, a wheel for `x86_64` is the same code a second time, and the
    fat one is twice the download for everybody. Installers take whichever tag comes first in their list.

    ## How to fix

    Build one wheel for each architecture; every installer today picks its own.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        strategy:
          matrix:
            target: [x86_64, universal2-apple-darwin]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              args: --release --out dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        strategy:
          matrix:
            target: [x86_64, aarch64]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              args: --release --out dist
    ```

    ## Sources

    - [maturin guide: cross compiling, universal2](https://www.maturin.rs/distribution.html#cross-compiling)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    for found in universal.doubled(platforms.mac_wheels(subject)):
        edit = universal.not_doubled(subject, found)
        yield Problem(
            f"{in_job(found.build.origin)} builds `universal2` beside a wheel of one architecture: "
            f"{some([*found.fat[:1], *found.slim[:1]])}"
            + (f" and {plural(len(found.fat) - 1, 'other pair')}" if len(found.fat) > 1 else ""),
            edit.location,
            edit.fix,
            warned=True,
        )


@check(Severity.HIGH)
def macos_runners_available(subject: Subject) -> Iterator[Problem]:
    """Jobs run on macOS runners that GitHub still offers.

    ## What it wants

    No job names a hosted macOS runner that is retired (a failure) or announced to be (a warning).

    ## Why

    GitHub keeps three versions of macOS. A job on a retired label waits for a runner that never comes, and is
    cancelled after a day: the release stops on the day it is needed.

    ## How to fix

    Name a newer label. `macos-…` alone is arm64, `macos-…-intel` is x86_64.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: macos-13
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: macos-15
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [actions/runner-images](https://github.com/actions/runner-images)
    - [GitHub changelog: macOS 13 is closing down](https://github.blog/changelog/2025-09-19-github-actions-macos-13-runner-image-is-closing-down/)

    ## Reads

    `.github/workflows/*.yml`: `runs-on` and matrices.
    """
    yield from conduct.ending_runners(subject, ("macos",))
    yield from conduct.unknown_runners(subject, ("macos",))


@check(Severity.HIGH)
def macos_wheels_tested_on_their_architecture(subject: Subject) -> Iterator[Problem]:
    """Each macOS wheel is tested on a Mac of its architecture.

    ## What it wants

    Where a release tests macOS wheels, it tests them on both architectures that it ships: one for `x86_64` on an
    Intel runner (or with an `x64` Python under Rosetta), one for `arm64` on an arm64 runner, and a wheel for
    `universal2` on both. One Python of each is enough here.

    ## Why

    `macos-latest` is arm64. An installer there never takes a wheel for `x86_64`: beside a `universal2` wheel
    it takes that one, and the tests of the job say nothing about the other. Of a `universal2` wheel, one half
    runs at a time.

    ## How to fix

    Build and test `x86_64` on an Intel runner.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: "3.14"
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              args: --release --out dist
          - uses: PyO3/maturin-action@v1
            with:
              target: universal2-apple-darwin
              args: --release --out dist
          - run: pip install pytest
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ${{ matrix.runner }}
        strategy:
          matrix:
            include:
              - { runner: macos-15, target: aarch64 }
              - { runner: macos-15-intel, target: x86_64 }
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: "3.14"
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              args: --release --out dist
          - run: pip install pytest
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
    ```

    ## Sources

    - [GitHub-hosted runners](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)
    - [Platform compatibility tags: macOS](https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/#macos)

    ## Reads

    `.github/workflows/*.yml`: builds, installs and tests of the release.
    """
    platforms.mac_wheels(subject)
    state = tried.state(subject)
    if not state.on_macos:
        raise Skip("no job of the release tests a wheel for macOS")
    for one in missing(subject, state):
        builds = [wanted.build for wanted in one.wanted]
        instead = tried.tested_instead(subject, builds[0]) if one.thin else ()
        yield Problem.at(
            (build.origin.location for build in builds),
            f"no job tests on an {'Intel' if one.architecture == 'x86_64' else 'arm64'} Mac: {one.shown}"
            + (f"; {in_job(builds[0].origin)} installs {some(instead)}" if instead else ""),
            how_to_test(subject, one.wanted, "test-wheels-on-macos"),
        )


@check(Severity.MEDIUM)
def deployment_target_readable(subject: Subject) -> Iterator[Problem]:
    """`MACOSX_DEPLOYMENT_TARGET` has a major and a minor number.

    ## What it wants

    Where a workflow sets the variable, its value is like `"11.0"`: two numbers, quoted.

    ## Why

    maturin reads both for the platform tag and ends with "MACOSX_DEPLOYMENT_TARGET is invalid" when the minor
    is missing. Without quotes YAML makes the number 10.1 of `10.10`.

    ## How to fix

    ```yaml
    env:
      MACOSX_DEPLOYMENT_TARGET: "11.0"
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        env:
          MACOSX_DEPLOYMENT_TARGET: 11
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              args: --release --out dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        env:
          MACOSX_DEPLOYMENT_TARGET: "11.0"
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              args: --release --out dist
    ```

    ## Sources

    - [maturin: platform_tag.rs](https://github.com/PyO3/maturin/blob/main/src/target/platform_tag.rs)

    ## Reads

    `.github/workflows/*.yml`: environment variables. `pyproject.toml`: `environment` of cibuildwheel.
    """
    name = "MACOSX_DEPLOYMENT_TARGET"
    found = (*conduct.environment(subject, name), *platforms.environment_of_cibuildwheel(subject, name))
    if not found:
        raise Skip("no workflow sets `MACOSX_DEPLOYMENT_TARGET`")
    for text, place in found:
        if "${{" not in text and not re.fullmatch(r"\d+\.\d+(\.\d+)?", text):
            yield Problem(
                f"maturin refuses {code('MACOSX_DEPLOYMENT_TARGET: ' + text)}: it has no minor number",
                place,
                "Write both, in quotes:\n\n"
                + fence(f'MACOSX_DEPLOYMENT_TARGET: "{text.split(".")[0]}.0"', "yaml"),
            )
