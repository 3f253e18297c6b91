"""Wheels for Windows."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms import architectures
from maturin_compliance.checks.evidence.testing.wheels import runner_for, system
from maturin_compliance.checks.evidence.workflows import powershell
from maturin_compliance.checks.evidence.workflows.pipeline import in_job, released_builds
from maturin_compliance.checks.text import code, codes, fence, plural
from maturin_compliance.expand.release import JobRun
from maturin_compliance.location import Location


@check(Severity.MEDIUM)
def windows_architectures_covered(subject: Subject) -> Iterator[Problem]:
    """There are Windows wheels for x86_64 and arm64.

    ## What it wants

    A release has wheels for `win_amd64` (without them a failure) and, since GitHub offers a runner for it,
    for `win_arm64` (a warning).

    ## Why

    Few machines with Windows have a Rust toolchain and a linker, which an install from the sdist needs.

    ## How to fix

    Add the target to the matrix.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: windows-2025
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
              - { runner: windows-2025, target: x86_64 }
              - { runner: windows-11-arm, target: aarch64 }
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              args: --release --out dist
    ```

    ## Sources

    - [GitHub-hosted runners](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)
    - [rustc: platform support](https://doc.rust-lang.org/rustc/platform-support.html)

    ## Reads

    `.github/workflows/*.yml`: builds of the release. `pyproject.toml`: classifiers.
    """
    wanted = ("x86_64", "aarch64") if runner_for(subject, "windows", "arm64") else ("x86_64",)
    built = architectures.machines(subject, "win")
    yield from architectures.uncovered(subject, "windows", "Windows", wanted, built)


@check(Severity.MEDIUM)
def windows_cross_builds_link(subject: Subject) -> Iterator[Problem]:
    """A Windows wheel that is built elsewhere has something to link.

    ## What it wants

    A build for Windows on another system or architecture uses PyO3 0.29 or newer, or the feature
    `generate-import-lib`.

    ## Why

    An extension for Windows is linked with an import library of Python, which lies beside the interpreter. On
    another system there is none. PyO3 0.29 needs it no more; before, the feature made one.

    ## How to fix

    Use PyO3 0.29, or add the feature, or build on Windows.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = { version = "0.28", features = ["abi3-py311"] }
    ```

    ```deleted title="Cargo.lock"
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64-pc-windows-msvc
              args: --release --out dist -i python3.14
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64-pc-windows-msvc
              args: --release --out dist -i python3.14
    ```

    ## Sources

    - [PyO3: cross compiling to Windows](https://pyo3.rs/latest/building-and-distribution.html#cross-compiling)
    - [maturin: has_windows_import_lib_support](https://github.com/PyO3/maturin/blob/main/src/bridge/detection.rs)

    ## Reads

    `.github/workflows/*.yml`: builds for Windows. `Cargo.toml` and `Cargo.lock`: PyO3 and its features.
    """
    cross = [b for b in released_builds(subject) if b.cross and system(b.target or "") == "windows"]
    if not cross:
        raise Skip("no wheel for Windows is cross-built")
    fault = powershell.import_library(subject)
    for build in cross:
        if fault:
            yield Problem(
                f"{in_job(build.origin)} cross-builds for {code(build.target)} with {fault}: there is "
                "no import library "
                "to link",
                build.origin.location,
                "Use PyO3 0.29 or newer, or add its feature `generate-import-lib`.",
            )


@check(Severity.HIGH)
def windows_failures_seen(subject: Subject) -> Iterator[Problem]:
    """A failing command fails its step on Windows.

    ## What it wants

    In a script that PowerShell or cmd runs, a command that builds or tests is the last program that
    is called, or the next one installs the wheel that it builds.

    ## Why

    Windows runners run scripts with PowerShell. Unlike `bash -e` it does not stop at a program that fails:
    the step ends with the status of the last one. `pytest` before `python -m coverage xml` may fail unseen.

    ## How to fix

    Write each into a step of its own, or run the script with `shell: bash` where its words are those of bash.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: |
              pytest
              python -m pip list
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: python -m pip list
          - run: pytest
    ```

    ## Sources

    - [Workflow syntax: exit codes and error action preference](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference)
    - [actions/runner: how scripts are started](https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/ScriptHandlerHelpers.cs)

    ## Reads

    `.github/workflows/*.yml`: scripts of jobs on Windows.
    """
    found = tuple(powershell.scripts(subject))
    if not found:
        raise Skip("no job runs a script with PowerShell")
    for job, step in found:
        lost = tuple(powershell.unseen(step))
        if lost:
            command, after = next((pair for pair in lost if powershell.is_test(pair[0])), lost[0])
            more = f" (and {plural(len(lost) - 1, 'other command')})" if len(lost) > 1 else ""
            yield Problem(
                f"job {code(job.name)} does not see {code(' '.join(command.words))}{more} fail on Windows: "
                f"PowerShell goes on to {code(' '.join(after.words))}",
                command.location,
                powershell.in_steps_of_their_own(step),
                warned=not any(powershell.is_test(c) for c, _ in lost),
                also=tuple(dict.fromkeys(c.location for c, _ in lost if c.location != command.location)),
            )


@check(Severity.HIGH)
def windows_scripts_in_their_shell(subject: Subject) -> Iterator[Problem]:
    """Scripts that PowerShell runs are written for PowerShell.

    ## What it wants

    A script of a Windows job without `shell:` neither installs a file by a wildcard (`pip install dist/*.whl`) nor
    sets a variable with `export`.

    ## Why

    Windows runners run scripts with PowerShell. It hands a wildcard to a program as it is written, where bash
    puts the names of the files for it; pip and uv look for a file that is called `*.whl` and end with an error.
    `export` is a word of bash.

    ## How to fix

    Run the script with bash, which Windows runners have:

    ```yaml
    shell: bash
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: python -m pip install dist/*.whl
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: python -m pip install dist/*.whl
            shell: bash
    ```

    ## Sources

    - [Workflow syntax: the default shell](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell)
    - [pip: wildcards are the shell's](https://github.com/pypa/pip/issues/10808)

    ## Reads

    `.github/workflows/*.yml`: scripts of jobs on Windows.
    """
    found = tuple(powershell.scripts(subject))
    if not found:
        raise Skip("no job runs a script with PowerShell")
    for job, step in found:
        for line in powershell.foreign(job, step):
            yield Problem(
                f"job {code(job.name)} gives {code(line.text)} to PowerShell on Windows, which {line.why}",
                line.location,
                f"Give the step the shell that it is written for:\n\n{fence('shell: bash', 'yaml')}",
            )


@check(Severity.HIGH)
def windows_values_handed_on(subject: Subject) -> Iterator[Problem]:
    """Values for later steps are handed on by Windows jobs as well.

    ## What it wants

    A script that PowerShell runs writes to `$env:GITHUB_ENV`, `$env:GITHUB_OUTPUT` and `$env:GITHUB_PATH`, or
    has `shell: bash`.

    ## Why

    Windows runners run scripts with PowerShell, which looks for `$GITHUB_ENV` among its own variables and
    finds none. What bash would hand on is lost, the step is green, and the Windows wheel is built without
    the features or flags of the others.

    ## How to fix

    ```yaml
    - shell: bash
      run: echo "FEATURES=--features mimalloc" >> "$GITHUB_ENV"
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ${{ matrix.os }}
        strategy:
          matrix:
            os: [ubuntu-24.04, windows-2025]
        steps:
          - uses: actions/checkout@v7
          - run: echo "FEATURES=--all-features" >> $GITHUB_ENV
          - run: cargo test ${{ env.FEATURES }}
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ${{ matrix.os }}
        strategy:
          matrix:
            os: [ubuntu-24.04, windows-2025]
        steps:
          - uses: actions/checkout@v7
          - run: echo "FEATURES=--all-features" >> $GITHUB_ENV
            shell: bash
          - run: cargo test ${{ env.FEATURES }}
    ```

    ## Sources

    - [Workflow commands: environment files](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files)
    - [Workflow syntax: the default shell](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell)

    ## Reads

    `.github/workflows/*.yml`: scripts of jobs on Windows.
    """
    found = tuple(powershell.scripts(subject))
    if not found:
        raise Skip("no job runs a script with PowerShell")
    for job, step in found:
        lost = tuple(powershell.lost(job, step))
        files = tuple(dict.fromkeys(f"${one.file}" for one in lost))
        if lost:
            names = codes(dict.fromkeys(one.name for one in lost if one.name))
            what = names or f"what it writes to {codes(files)}"
            yield Problem.at(
                [one.location for one in lost],
                f"job {code(job.name)} loses {what} on Windows: PowerShell, which runs the step there, has no "
                f"variable {codes(files)}",
                _handed_on(subject, job, files),
            )


def _handed_on(subject: Subject, job: JobRun, files: tuple[str, ...]) -> str:
    if powershell.runs_elsewhere(subject, job):
        return f"Run the step with bash on every system:\n\n{fence('shell: bash', 'yaml')}"
    return f"Write {codes(name.replace('$', '$env:') for name in files)} instead."


@check(Severity.INFO)
def asks_for_no_import_library(subject: Subject) -> Iterator[Problem]:
    """Asks for no import library that pyo3 can do without.

    ## What it wants

    With pyo3 0.29 or newer the feature `generate-import-lib` is off.

    ## Why

    It made the library that a build for Windows on another system is linked with. pyo3 0.29 links without one:
    the feature does nothing, and readers take it for needed.

    ## How to fix

    Delete the feature.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = { version = "0.30.1", features = ["generate-import-lib"] }
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

    ## Sources

    - [PyO3: changelog](https://github.com/PyO3/pyo3/blob/main/CHANGELOG.md)
    - [maturin: no import library for pyo3 0.29](https://github.com/PyO3/maturin/pull/3145)

    ## Reads

    `Cargo.toml` and `Cargo.lock`: PyO3 and its features.
    """
    pyo3 = crate.extension(subject)
    asked: dict[str, list[Location]] = {}
    for feature in crate.binding_features(subject):
        if feature.value in powershell.IMPORT_LIBRARY:
            asked.setdefault(feature.value, []).append(feature.location)
    if subject.facts.pyo3(pyo3.known).windows_import_library != "unneeded":
        if not asked:
            raise Skip("nothing asks for an import library")
        raise Skip(f"pyo3 {pyo3.version} needs it to build for Windows on another system")
    for name, places in asked.items():
        message = f"the feature {code(name)} does nothing with pyo3 {pyo3.version}"
        fix = f"Delete {code(name)} from the `features` of {code(pyo3.dependency.key)}."
        yield Problem.at(places, message, fix, warned=True)
