"""What is tested before it is published."""

import shlex
from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.publishing.unawaited import unawaited
from maturin_compliance.checks.evidence.testing import tried
from maturin_compliance.checks.evidence.testing.apart import differences
from maturin_compliance.checks.evidence.testing.cases import cases
from maturin_compliance.checks.evidence.testing.excluded import accidents, never_run
from maturin_compliance.checks.evidence.testing.installed import (
    Late,
    alike,
    from_folder,
    installs,
    late,
    of_the_wheel,
    sources_tested,
)
from maturin_compliance.checks.evidence.testing.machines import Wanted
from maturin_compliance.checks.evidence.testing.proposed_job import how_to_test, would_be_tested
from maturin_compliance.checks.evidence.testing.python_axis import overridden, where_to_add
from maturin_compliance.checks.evidence.testing.refused import left_by_install, refused, told
from maturin_compliance.checks.evidence.testing.runners import runs_tests
from maturin_compliance.checks.evidence.testing.rust_tests import rust_tests, unlinkable
from maturin_compliance.checks.evidence.testing.sdists import (
    builds_from_sdist,
    install_sdist,
    installs_sdist,
    runs_sessions,
)
from maturin_compliance.checks.evidence.testing.shadowed import shadowed
from maturin_compliance.checks.evidence.testing.skipped import Skipped, skipped
from maturin_compliance.checks.evidence.testing.tested_pythons import named, untested_pythons
from maturin_compliance.checks.evidence.testing.toolchains import how_to_try, names_toolchain
from maturin_compliance.checks.evidence.testing.wheels import system
from maturin_compliance.checks.evidence.workflows import limits
from maturin_compliance.checks.evidence.workflows.pipeline import in_job, released_builds
from maturin_compliance.checks.evidence.workflows.scripts import swallowed
from maturin_compliance.checks.pinning import spelled
from maturin_compliance.checks.text import code, codes, fence, many, plural, quoted
from maturin_compliance.expand.release import Build, Install, Test, Wheel


@check(Severity.HIGH)
def wheels_installed_from_the_build(subject: Subject) -> Iterator[Problem]:
    """Tests install the wheel that was just built, and nothing else.

    ## What it wants

    A job of the release that installs the package names the file itself, or gives the installer only the
    folder of wheels to choose from (`--no-index --find-links`), or the exact version, which no index has yet. A
    job that has the wheels at hand tests them, not the sources: it installs them before it tests, on a machine
    that takes one of them. Neither `PYTHONPATH` nor `pythonpath` of pytest, in any workflow, names the
    folder of the sources.

    ## Why

    `--find-links` adds a folder to the index, it does not replace it. Where the index has a version that is
    as new or newer, or where no wheel in the folder fits the machine, the installer takes the file from the
    index, and the tests pass or fail on a package that is not the one about to be published.

    `uv sync` and `uv run` take it for the dependencies only: the project itself is built from its sources, anew.

    Folders of `PYTHONPATH` come before all that is installed. Where no file in the folder fits, an installer that
    is left no other choice ends with an error, and so does the release.

    ## How to fix

    Install the package with `--no-index`, then its dependencies and those of the tests:

    ```yaml
    - run: python -m pip install --no-index --no-deps --find-links dist orchard
    - run: python -m pip install orchard pytest
    ```

    With uv, leave the project out of the environment, and the environment as it is:

    ```yaml
    - run: uv sync --no-install-project
    - run: uv pip install --no-index --no-deps --find-links dist orchard
    - run: uv run --no-sync pytest
    ```

    ## Wrong

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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - run: pip install pytest
          - run: pip install --find-links dist orchard
          - run: pytest
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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - run: pip install pytest
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
    ```

    ## Sources

    - [pip install, --find-links and --no-index](https://pip.pypa.io/en/stable/cli/pip_install/#finding-packages)
    - [uv, find-links and no-index](https://docs.astral.sh/uv/reference/settings/#find-links)

    ## Reads

    `.github/workflows/*.yml`: every command that installs or tests the package. The configuration of pytest.
    """
    released_builds(subject)
    found, instead = installs(subject), tuple(sources_tested(subject))
    shadows = tuple(shadowed(subject))
    if not found and not instead and not shadows:
        raise Skip("no job of the release installs a wheel that it built")
    yield from shadows
    yield from (told(subject, one) for one in refused(subject))
    yield from _late(tuple(late(subject)))
    loose = sorted((one for one in found if not one.isolated), key=_line)
    if loose:
        yield Problem.at(
            (install.origin.location for install in loose),
            many((i.origin.job for i in loose), "job {} lets", "the jobs {} let")
            + f" the index serve {code(subject.project.name)} beside the wheels built "
            "(`--find-links` without `--no-index`)",
            "Leave the installer nothing but the folder; its dependencies come after it:\n\n"
            + from_folder(subject, loose[0]),
            warned=True,
        )
    for several in alike(instead):
        yield Problem.at(
            (one.install.origin.location for one in several),
            many((one.job for one in several), "job {} tests", "the jobs {} test")
            + f" {_INSTEAD[several[0].install.source]}, not the wheels at hand",
            of_the_wheel(subject, several[0]),
            warned=True,
        )


def _late(found: Sequence[Late]) -> Iterator[Problem]:
    for words in dict.fromkeys(one.test.words for one in found):
        mine = [one for one in found if one.test.words == words]
        yield Problem.at(
            (place for one in mine for place in (one.test.origin.location, one.install.origin.location)),
            many((one.job.name for one in mine), "job {} runs", "the jobs {} run")
            + f" {code(shlex.join(words))} before the wheel is installed, and nothing after it",
            "Install the wheel first: move the line with the tests behind it.",
        )


def _line(install: Install) -> tuple[str, int]:
    return install.origin.location.path, install.origin.location.line or 0


_INSTEAD = {
    "tree": "what is built anew from the sources",
    "editable": "an editable installation of the sources",
    "index": "the version of the index",
}


@check(Severity.MEDIUM)
def wheels_tested(subject: Subject) -> Iterator[Problem]:
    """Wheels for every platform are installed and tested before they are published.

    ## What it wants

    For each platform of the release there is a job that can run its wheels, in which the installer picks one of
    them, and which runs the tests on it. Some platforms untested is a warning, all of them a failure. One Python
    of each is enough here: `every-python-tested` looks at those. Where some wheel for macOS is tested, the others
    are left to `macos-wheels-tested-on-their-architecture`.

    Left out are platforms of which the files do not tell: a container or another program that runs tests there
    may install any of the wheels at hand.

    ## Why

    A wheel that nobody loaded may miss a symbol, hold code of another architecture, or carry a tag that no
    installer picks. It cannot be replaced once it is on the index, only withdrawn.

    An installer that finds two wheels that fit takes the one with the more specific tag: on an arm64 runner a
    `universal2` wheel is tested, an `x86_64` wheel beside it never.

    ## How to fix

    Run the tests on a machine of each platform that is shipped: in the job that builds, or in one of its own
    that fetches the wheels. Install the wheel alone, then what the tests need. Mind what lies beside the tests:
    in a checkout with the package in its root they import that folder, which has no compiled module.

    ## Wrong

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
              target: aarch64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04-arm
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: "3.14"
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              manylinux: "2_28"
              args: --release --out dist
          - run: pip install pytest
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
    ```

    ## Sources

    - [Platform compatibility tags](https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/)
    - [GitHub-hosted runners](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)

    ## Reads

    `.github/workflows/*.yml`: builds, artifacts, installs and test commands of the release. `pyproject.toml`: what
    the tests need, and `[tool.cibuildwheel] test-skip`.
    """
    state = tried.state(subject)
    left = [one for one in state.untested if not (state.on_macos and system(one[0].target or "") == "macos")]
    decided = state.tested or state.untested
    if not decided:
        raise Skip("could not be decided from the files: which wheel the tests run on is not written there")
    skips = skipped(subject, left)
    yield from (_left_by_setting(subject, one) for one in skips)
    rest = [found for found in left if not any(found in one.left for one in skips)]
    some = bool(state.tested or state.unclear or skips)
    rows, installed_wrongly = [Wanted(*found) for found in rest], left_by_install(subject)
    mended = [one for one in rows if would_be_tested([one], installed_wrongly)]
    for several in (mended, [one for one in rows if one not in mended]):
        if several:
            left = [(one.build, one.wheels) for one in several]
            yield Problem.at(
                (build.origin.location for build, _ in left),
                f"no job tests {_untested(left) if some or len(several) < len(rows) else _all(left)}",
                how_to_test(subject, several),
                warned=some,
            )


def _left_by_setting(subject: Subject, one: Skipped) -> Problem:
    emulator = code(spelled(subject.project, subject.facts, "docker/setup-qemu-action"))
    return Problem.at(
        (one.location, *(build.origin.location for build, _ in one.left)),
        f"`test-skip` of cibuildwheel leaves {_untested(one.left)}, untested",
        f"Take {codes(one.patterns)} out of it. What the runner of the job does not run by itself needs a runner "
        f"of its own, or (on Linux) {emulator} before cibuildwheel.",
        warned=True,
    )


def _all(left: Sequence[tuple[Build, tuple[Wheel, ...]]]) -> str:
    return f"any of the {plural(_number(left), 'wheel')} of the release"


def _untested(left: Sequence[tuple[Build, tuple[Wheel, ...]]]) -> str:
    targets = many((build.target or build.origin.job for build, _ in left), "{}", "{}", most=6)
    which = "that" if _number(left) == 1 else "those"
    return f"{plural(_number(left), 'wheel')} of the release, {which} for {targets}"


def _number(left: Sequence[tuple[Build, tuple[Wheel, ...]]]) -> int:
    return len({wheel.filename for _, wheels in left for wheel in wheels})


@check(Severity.MEDIUM)
def publish_waits_for_tests(subject: Subject) -> Iterator[Problem]:
    """Publishing waits for the tests of the release.

    ## What it wants

    The job that uploads to the package index comes after every job of its run that tests the package: it names
    them under `needs`, or jobs that do.

    ## Why

    Jobs that do not need each other run side by side. The upload is over before the tests are, and a file on the
    index cannot be replaced, only withdrawn.

    ## How to fix

    Name the jobs that test under `needs` of the one that publishes.

    ## Wrong

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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
      test:
        needs: wheels
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: actions/download-artifact@v8
            with:
              name: wheels
              path: dist
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
      publish:
        needs: wheels
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              path: dist
              merge-multiple: true
          - uses: pypa/gh-action-pypi-publish@release/v1
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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
      test:
        needs: wheels
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: actions/download-artifact@v8
            with:
              name: wheels
              path: dist
          - run: pip install --no-index --find-links dist orchard
          - run: pytest
      publish:
        needs: [wheels, test]
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              path: dist
              merge-multiple: true
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [Workflow syntax: needs](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds)

    ## Reads

    `.github/workflows/*.yml`: jobs of the release, what they test, and which wait for which.
    """
    for one in unawaited(subject):
        yield Problem.at(
            (one.place, *(job.job.location for job in one.tests)),
            f"job {code(one.publisher)} publishes without waiting for the tests of "
            + many((job.name for job in one.tests), "job {}", "the jobs {}"),
            f"Add {codes(one.needs)} to `needs` of job {code(one.editable)}.",
            warned=True,
        )


@check(Severity.LOW)
def every_python_tested(subject: Subject) -> Iterator[Problem]:
    """Each Python that the wheels are for is tested on.

    ## What it wants

    Some job, of any workflow, runs the tests on each supported Python that the release has wheels for: each that
    a wheel is bound to, and of a stable ABI the oldest that it admits and the newest that the classifiers name.
    One system is enough.

    ## Why

    Pythons differ in what they refuse, in reference counting and in threads; a free-threaded build or PyPy differs
    most. A wheel for one that nobody tried is a claim, and it is on the index for good.

    A matrix does not decide where a tool has its own say: `python` of a hatch environment comes before the Python
    that a job sets up.

    ## How to fix

    Name the Pythons in the matrix of the job that runs the tests, or build no wheels for those that are not meant.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            python: ["3.12", "3.13"]
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: ${{ matrix.python }}
          - run: pip install --group test .
          - run: pytest
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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist -i 3.14t
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            python: ["3.12", "3.13", "3.14t"]
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: ${{ matrix.python }}
          - run: pip install --group test .
          - run: pytest
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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist -i 3.14t
    ```

    ## Sources

    - [Platform compatibility tags](https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/)
    - [hatch: the Python of an environment](https://hatch.pypa.io/latest/config/environment/overview/#python-version)

    ## Reads

    `.github/workflows/*.yml`: builds and tests, and the Pythons that they run on. `pyproject.toml`: classifiers
    and the environments of hatch.
    """
    decided = tuple(overridden(subject))
    for one in decided:
        yield Problem(one.message, one.location, one.fix, warned=True, also=(one.matrix,))
    missing = untested_pythons(subject)
    if missing:
        place, fix = where_to_add(subject, missing)
        shown = codes(named(name) for name in missing)
        yield Problem(f"no job tests on {shown}, which the release has wheels for", place, fix, warned=True)


@check(Severity.HIGH)
def test_failures_count(subject: Subject) -> Iterator[Problem]:
    """A failing test fails its job.

    ## What it wants

    No command that runs tests has its failure taken away: by `continue-on-error`, by `|| true` (or another
    command after `||`), or by a pipe in a shell without `pipefail`.

    ## Why

    GitHub runs a script without `shell:` as `bash -e`, in which a pipe ends with the status of its last
    command: `pytest | tee log` is green whatever pytest found. `continue-on-error: true` makes the job green
    as well, so that a release goes out over failing tests.

    ## How to fix

    Take the operator or the key away; for a pipe, write `shell: bash`, which sets `-o pipefail`.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest -v | tee pytest.log
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest -v | tee pytest.log
            shell: bash
    ```

    ## Sources

    - [Workflow syntax: exit codes and error action preference](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference)
    - [Workflow syntax: continue-on-error](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error)

    ## Reads

    `.github/workflows/*.yml`: every command that runs tests, its step, its job and its shell.
    """
    runs = [t for t in subject.expansion.activities if isinstance(t, Test)]
    if not runs:
        raise Skip("no workflow runs tests")
    for test in runs:
        cause = swallowed(subject, test)
        if cause is not None:
            yield Problem(
                f"a failure of {code(test.tool)} in {in_job(test.origin)} fails nothing: {cause.text}",
                cause.location,
                cause.fix,
            )


@check(Severity.MEDIUM)
def test_names_deselected_on_purpose(subject: Subject) -> Iterator[Problem]:
    """`-k` leaves out only tests that its words name.

    ## What it wants

    No test is left out by `pytest -k "not …"` only because the word happens to be a part of a longer word.

    ## Why

    `-k` looks for its words anywhere in the names of a test, its class, its file and the folders above it, in
    any case. `-k "not pty"` leaves out `test_empty_screen` too, and nothing in the output says so but a
    number.

    ## How to fix

    Name the tests exactly, or mark them and select by mark:

    ```python
    pytestmark = pytest.mark.pty
    ```

    ```sh
    pytest -m "not pty"
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest -k "not ant"
    ```

    ```python title="tests/test_trees.py"
    def test_ant_climbs() -> None: ...
    def test_wanting_apples() -> None: ...
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: windows-2025
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest -k "not _ant"
    ```

    ```python title="tests/test_trees.py"
    def test_ant_climbs() -> None: ...
    def test_wanting_apples() -> None: ...
    ```

    ## Sources

    - [pytest: -k, select tests by name](https://docs.pytest.org/en/stable/example/markers.html#using-k-expr-to-select-tests-based-on-their-name)
    - [pytest: KeywordMatcher](https://github.com/pytest-dev/pytest/blob/main/src/_pytest/mark/__init__.py)

    ## Reads

    `.github/workflows/*.yml`: arguments of pytest, and its `addopts`. The test files: names and marks of
    functions and classes.
    """
    found = accidents(subject)
    if found is None:
        raise Skip("no test is selected by `-k`")
    for accident in found:
        yield Problem(
            f"{code(f'-k {quoted(accident.expression)}')} in {in_job(accident.origin)} leaves out "
            f"{plural(accident.total, 'test')}, {len(accident.cases)} of them only because a longer word holds "
            f"{codes(accident.words)}: {codes(case.name for case in accident.cases[:3])}"
            + (" and others" if len(accident.cases) > 3 else ""),
            accident.place,
            accident.fix,
            also=tuple(case.location for case in accident.cases),
        )


@check(Severity.MEDIUM)
def every_test_runs_somewhere(subject: Subject) -> Iterator[Problem]:
    """Every test runs in at least one job.

    ## What it wants

    No test is left out by all jobs of all workflows that run pytest.

    ## Why

    A test that no job runs does not protect anything: it goes stale, and the number of tests that a project
    tells no longer says what was tried. Leaving tests out on one system is fine where another runs them.

    ## How to fix

    Run the tests that were left out in one job of their own, with what they need (a terminal, more time), or
    delete them.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest --ignore=tests/test_ants.py
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs: {}
    ```

    ```python title="tests/test_ants.py"
    def test_ant_climbs() -> None: ...
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest
    ```

    ```python title="tests/test_ants.py"
    def test_ant_climbs() -> None: ...
    ```

    ## Sources

    - [pytest: ignore paths during collection](https://docs.pytest.org/en/stable/example/pythoncollection.html)

    ## Reads

    `.github/workflows/*.yml`: arguments of pytest, and its `addopts`. The test files: names and marks of
    functions and classes.
    """
    left = never_run(subject)
    number, known = sum(len(one.cases) for one in left), len(cases(subject.project.package).every)
    for one in left:
        yield Problem(
            f"no job runs {plural(len(one.cases), 'test')} of {code(one.path)} ({number} of "
            f"{plural(known, 'test')} in all): every call of pytest leaves them out by {one.by}",
            one.places[0],
            one.fix,
            warned=True,
            also=one.places[1:],
        )


@check(Severity.LOW)
def tests_left_out_alike(subject: Subject) -> Iterator[Problem]:
    """Workflows leave out the same tests on the same system.

    ## What it wants

    Where the tests run in several workflows, no option (`-k`, `--ignore`, `--deselect`) leaves out in one of them
    what another runs on the same operating system. A call on some files alone, or one that measures
    (`--benchmark-only`, `--codspeed`), leaves nothing out.

    ## Why

    Two lists of exceptions for one reason drift apart: a test that is left out in the release only is not
    tried where it matters, one that is left out in CI only fails on the day of the release.

    ## How to fix

    Keep the exceptions in one place: a mark in the test files, or `addopts` in `pyproject.toml`.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest --ignore=tests/test_ants.py
    ```

    ```python title="tests/test_ants.py"
    def test_ant_climbs() -> None: ...
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --group test .
          - run: pytest
    ```

    ```python title="tests/test_ants.py"
    def test_ant_climbs() -> None: ...
    ```

    ## Sources

    - [pytest: adding default options](https://docs.pytest.org/en/stable/example/simple.html#how-to-change-command-line-options-defaults)

    ## Reads

    `.github/workflows/*.yml`: arguments of pytest, and its `addopts`. The test files: names and marks of
    functions and classes.
    """
    for found in differences(subject):
        yield Problem.at(found.places, found.message, found.fix, warned=True)


@check(Severity.MEDIUM)
def rust_tests_link(subject: Subject) -> Iterator[Problem]:
    """`cargo test` runs without `extension-module`.

    ## What it wants

    A workflow that runs `cargo test` does so with features that leave `pyo3/extension-module` off. A crate without
    Rust tests has nothing to link.

    ## Why

    With `extension-module` PyO3 does not link libpython, since the interpreter that loads an extension brings
    it. A test is a program of its own: nothing brings it, and on Linux the linker ends with undefined
    symbols.

    ## How to fix

    With pyo3 0.26 and newer, delete the feature: maturin 1.9.4 and newer tells PyO3 itself when an extension is
    built. Before, let maturin alone turn it on (`[tool.maturin] features = ["pyo3/extension-module"]`). Where one
    of the crate's own features brings it, leave that out: `cargo test --no-default-features`.

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
    pyo3 = { version = "0.29.2", features = ["abi3-py311"] }

    [features]
    default = ["python"]
    python = ["pyo3/extension-module"]
    ```

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ```rust title="src/lib.rs"
    #[test]
    fn counts() {}
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ```rust title="src/lib.rs"
    #[test]
    fn counts() {}
    ```

    ## Sources

    - [PyO3 FAQ: I can't run cargo test](https://pyo3.rs/latest/faq.html)
    - [PyO3: building and distribution](https://pyo3.rs/latest/building-and-distribution.html)

    ## Reads

    `Cargo.toml`: features. `.github/workflows/*.yml`: calls of `cargo test`.
    """
    if not rust_tests(subject):
        raise Skip("no workflow runs `cargo test`")
    if not subject.project.package.rust_tests:
        raise Skip("the crate has no Rust tests")
    found = tuple(unlinkable(subject))
    for fix in dict.fromkeys(one.fix for one in found):
        alike = [one for one in found if one.fix == fix]
        where = many((one.test.origin.job for one in alike), "job {} runs", "the jobs {} run")
        yield Problem.at(
            (*(one.test.origin.location for one in alike), *(one.cause for one in alike)),
            f"{code(' '.join(alike[0].test.words))} in {where} with `pyo3/extension-module`, which leaves "
            "libpython out of the test program: a test that reaches PyO3 does not link",
            fix,
            warned=True,
        )


@check(Severity.MEDIUM)
def minimum_rust_tested(subject: Subject) -> Iterator[Problem]:
    """The declared minimum Rust version is built in CI.

    ## What it wants

    Where `Cargo.toml` declares a `rust-version`, one job builds or tests the crate with that very toolchain.

    ## Why

    Nothing else keeps the promise: a dependency that raises its own minimum, or a newer function of the
    standard library, breaks it silently, and users who build from the sdist find out first.

    ## How to fix

    Add a job, or a row of the matrix, with that toolchain, and with the features that maturin builds with.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test --locked
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            toolchain: ["1.85", stable]
        steps:
          - uses: actions/checkout@v7
          - run: rustup toolchain install ${{ matrix.toolchain }}
          - run: cargo +${{ matrix.toolchain }} test --locked
    ```

    ## Sources

    - [The Cargo Book: the rust-version field](https://doc.rust-lang.org/cargo/reference/rust-version.html)

    ## Reads

    `Cargo.toml`: `rust-version`. `rust-toolchain.toml`. `.github/workflows/*.yml`: toolchains.
    """
    manifest = subject.project.package.manifest
    declared = manifest.rust_version if manifest else None
    if declared is None:
        raise Skip("Cargo.toml declares no `rust-version`")
    if not names_toolchain(subject, declared.value):
        yield Problem(
            f"no job builds with Rust {code(declared.value)}, the declared minimum",
            declared.location,
            how_to_try(subject, declared.value),
            warned=True,
        )


@check(Severity.MEDIUM)
def sdist_tested(subject: Subject) -> Iterator[Problem]:
    """A wheel is built from the sdist before it is published.

    ## What it wants

    Where a release has an sdist, a job builds or installs from it: `pip install dist/*.tar.gz`, `python -m build`,
    or `maturin build --sdist`, which builds the wheels from the sdist (maturin 1.12.3 and newer). `pip install .`
    builds from the checkout, which is no sdist.

    ## Why

    An sdist that lacks a file (a `build.rs` input, a workspace member, a license) builds nowhere, and those for
    whom no wheel fits get it. The tests of the repository cannot notice: the file is there.

    ## How to fix

    ```yaml
    - run: python -m pip install dist/*.tar.gz
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      sdist:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              command: sdist
              args: --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: sdist
              path: dist
      publish:
        needs: sdist
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              path: dist
              merge-multiple: true
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      sdist:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              command: sdist
              args: --out dist
          - run: pip install dist/*.tar.gz
          - uses: actions/upload-artifact@v7
            with:
              name: sdist
              path: dist
      publish:
        needs: sdist
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              path: dist
              merge-multiple: true
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [maturin guide: source distribution](https://www.maturin.rs/distribution.html#source-distribution)
    - [maturin 1.12.3: build wheels from the sdist](https://github.com/PyO3/maturin/blob/main/Changelog.md)

    ## Reads

    `.github/workflows/*.yml`: builds and installs.
    """
    release = subject.expansion.release
    sdists = [build for build in release.builds if build.sdist]
    if not sdists:
        raise Skip("the release has no sdist")
    if installs_sdist(subject) or any(builds_from_sdist(subject, build) for build in release.builds):
        return
    if (tool := runs_sessions(subject)) is not None:
        raise Skip(f"could not be decided from the files: {code(tool)} runs in the release by its own rules")
    yield Problem.at(
        (build.origin.location for build in sdists),
        "no job builds a wheel from the sdist that "
        + many((build.origin.job for build in sdists), "job {} makes", "the jobs {} make"),
        "Install it in the same job, after the step that makes it:\n\n"
        + fence(install_sdist(subject, sdists[0]), "yaml"),
        warned=True,
    )


@check(Severity.INFO)
def tests_end_in_time(subject: Subject) -> Iterator[Problem]:
    """Jobs that run tests have a time limit.

    ## What it wants

    A job that runs tests sets `timeout-minutes`, on itself or on the step, or gives pytest a timeout.

    ## Why

    Without one, a test that hangs keeps its runner for six hours, GitHub's own limit, and the release waits.

    ## How to fix

    ```yaml
    timeout-minutes: 30
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      rust:
        runs-on: ubuntu-24.04
        timeout-minutes: 30
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [Workflow syntax: timeout-minutes](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes)

    ## Reads

    `.github/workflows/*.yml`: jobs that run tests.
    """
    if not any(runs_tests(step) for job in subject.expansion.jobs for step in job.steps):
        raise Skip("no workflow runs tests")
    yield from limits.endless(subject)
