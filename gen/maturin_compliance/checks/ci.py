"""How the workflows are put together."""

from collections.abc import Iterator
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.builds import alike, calls, maturins, targets
from maturin_compliance.checks.evidence.publishing import tags
from maturin_compliance.checks.evidence.testing.wheels import tries_out
from maturin_compliance.checks.evidence.workflows import (
    artifacts,
    cancelling,
    conduct,
    expressions,
    local,
    matrices,
    quoting,
    setups,
    triggers,
    undefined,
    unrunnable,
    upgrades,
    upkeep,
    used,
)
from maturin_compliance.checks.evidence.workflows.pipeline import has_others, job_of, released_builds
from maturin_compliance.checks.text import code, codes, fence, many


@check(Severity.HIGH)
def tests_run_on_changes(subject: Subject) -> Iterator[Problem]:
    """Tests run on every push and every pull request.

    ## What it wants

    A workflow that runs tests starts on pushes to a branch and on pull requests (or `merge_group`), whatever
    source of the package they change. One of them only, or a path filter that leaves sources out, is a
    warning; a schedule or a button is none.

    ## Why

    Tests that somebody has to start by hand tell of a fault weeks after the change that brought it, or on the
    day of a release.

    ## How to fix

    ```yaml
    on:
      push:
        branches: [main]
      pull_request:
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: workflow_dispatch
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [Events that trigger workflows](https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows)

    ## Reads

    `.github/workflows/*.yml`: triggers of the workflows that run tests.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    testing = triggers.testing_workflows(subject)
    if not testing:
        lines = f"on:\n{triggers.NEW['push']}\n{triggers.NEW['pull_request']}"
        yield Problem(
            "no workflow runs tests",
            subject.project.workflows[0].location,
            f"Add a workflow that runs them on these events:\n\n{fence(lines, 'yaml')}\n\n{triggers.MAIN}",
        )
        return
    yield from triggers.untested(subject, testing)
    yield from triggers.filtered(subject, testing)


@check(Severity.MEDIUM)
def wheels_built_alike(subject: Subject) -> Iterator[Problem]:
    """All workflows build wheels with the same tool.

    ## What it wants

    A workflow that builds wheels outside the release does so as the release does: with the same tool, and the
    same version of the action and of maturin. A wheel that a job makes only to run its tests on need not be
    alike. One release is built by one version of cibuildwheel.

    ## Why

    CI that builds with whatever maturin is newest, on the host, tries another wheel than the one that is
    published: another platform tag, other flags, another order of tags in its name.

    ## How to fix

    Call the build of the release from CI (a reusable workflow), or use the same action with the same inputs.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      build:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install maturin
          - run: maturin build --release
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      build:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@e83996d129638aa358a18fbd1dfb82f0b0fb5d3b # v1.51.0
            with:
              maturin-version: v1.16.0
              manylinux: "2_28"
              args: --release --locked --out dist
    ```

    ## Sources

    - [GitHub: reusing workflows](https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows)
    - [maturin-action: hardening release pipelines](https://github.com/PyO3/maturin-action#hardening-release-pipelines)

    ## Reads

    `.github/workflows/*.yml`: every build.
    """
    released = released_builds(subject)
    yield from alike.several_cibuildwheels(released)
    yield from alike.other_builds(subject, released)


@check(Severity.MEDIUM)
def maturin_version_fixed(subject: Subject) -> Iterator[Problem]:
    """The release names the maturin that builds it.

    ## What it wants

    Every build of the release, that of the sdist too, fixes the version of maturin: `maturin-version` of the
    action, or an exact requirement where maturin is installed by hand. A requirement that ends below the newest
    maturin, such as `~=1.8.0`, keeps it as well.

    ## Why

    Versions differ in what they make: 1.16 sorts the parts of a platform tag, which changes the name of the
    file; 1.12 added a list of crates. A release that is repeated a month later should make the same files.

    ## How to fix

    ```yaml
    with:
      maturin-version: v1.16.0
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
              maturin-version: v1.16.0
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [maturin-action: hardening release pipelines](https://github.com/PyO3/maturin-action#hardening-release-pipelines)
    - [maturin changelog](https://github.com/PyO3/maturin/blob/main/Changelog.md)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    builds = [build for build in maturins.released(subject) if build.tool.startswith("maturin")]
    if not builds:
        raise Skip("the release is not built by calling maturin")
    builds = [build for build in builds if not tries_out(subject, build)] or builds
    yield from maturins.unfixed(subject, builds)


@check(Severity.HIGH)
def maturin_calls_valid(subject: Subject) -> Iterator[Problem]:
    """Calls of maturin ask for what it can do.

    ## What it wants

    Every call of maturin, by its action or in a script, names a command and options that maturin has, and each
    interpreter as a word of its own. The action gets a target that it knows on the runner's system, or a whole
    Rust target, and a folder and a manifest that are in the repository.

    ## Why

    maturin stops at a name that it does not know, and the release with it. The short names differ from those
    of other tools: `arm64` and `amd64` are none, and each system has its own.

    ## How to fix

    Write the name as maturin has it.

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
          - uses: PyO3/maturin-action@v1
            with:
              target: arm64
              args: --relase --out dist -i 3.13,3.14
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              args: --release --out dist -i 3.13 3.14
    ```

    ## Sources

    - [maturin-action: inputs](https://github.com/PyO3/maturin-action#inputs)
    - [maturin: build and publish](https://www.maturin.rs/distribution.html)

    ## Reads

    `.github/workflows/*.yml`: calls of maturin, with the values of each combination.
    """
    found = calls.calls(subject)
    if not found:
        raise Skip("no job calls maturin")
    for call in found:
        yield from calls.strange(subject, call)
        if call.action:
            action = subject.facts.maturin_action((call.step.uses or "").partition("@")[2])
            yield from targets.strange_target(subject, call, action)
            yield from targets.missing_files(subject, call)


@check(Severity.HIGH)
def runners_available(subject: Subject) -> Iterator[Problem]:
    """Jobs run on Linux and Windows runners that GitHub still offers.

    ## What it wants

    No job names a hosted Linux or Windows runner that is retired (a failure) or announced to be (a warning), or
    that GitHub never had (a warning: it may be one of your own).

    ## Why

    A job on a retired label waits for a runner that never comes, and is cancelled after a day: the release
    stops on the day it is needed.

    ## How to fix

    Name a newer label.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-20.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [actions/runner-images](https://github.com/actions/runner-images)
    - [GitHub-hosted runners](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)

    ## Reads

    `.github/workflows/*.yml`: `runs-on` and matrices.
    """
    yield from conduct.ending_runners(subject, ("linux", "windows"))
    yield from conduct.unknown_runners(subject, ("linux", "windows"))


@check(Severity.HIGH)
def artifact_names_unique(subject: Subject) -> Iterator[Problem]:
    """Every upload of a run has an artifact name of its own.

    ## What it wants

    No two jobs, and no two combinations of a matrix, upload an artifact of the same name.

    ## Why

    From version 4 of `actions/upload-artifact` on, an artifact cannot be changed: the second upload of a name
    fails its job. (With `overwrite: true` it replaces the first, whose wheels are then lost.)

    ## How to fix

    Put what differs into the name:

    ```yaml
    name: wheels-${{ matrix.target }}
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64, i686]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64, i686]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels-${{ matrix.target }}
              path: dist
    ```

    ## Sources

    - [actions/upload-artifact: not uploading to the same artifact](https://github.com/actions/upload-artifact#not-uploading-to-the-same-artifact)

    ## Reads

    `.github/workflows/*.yml`: uploads of artifacts.
    """
    uploads = artifacts.uploads(subject)
    if not uploads:
        raise Skip("no workflow uploads an artifact")
    yield from artifacts.clashes(uploads)


@check(Severity.HIGH)
def versions_kept_by_yaml(subject: Subject) -> Iterator[Problem]:
    """YAML does not change a version.

    ## What it wants

    Versions in workflows that end in a zero are quoted: `"3.10"`, not `3.10`.

    ## Why

    Without quotes YAML reads a number, and the number 3.10 is 3.1. `actions/setup-python` then looks for
    Python 3.1, a toolchain `1.80` becomes `1.8`, and a name that holds the value says so too.

    ## How to fix

    Quote it.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            python-version: [3.10, 3.14]
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: ${{ matrix.python-version }}
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            python-version: ["3.10", "3.14"]
        steps:
          - uses: actions/checkout@v7
          - uses: actions/setup-python@v7
            with:
              python-version: ${{ matrix.python-version }}
          - run: cargo test
    ```

    ## Sources

    - [actions/setup-python: quote version numbers](https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md#using-the-python-version-input)
    - [YAML 1.2: floating point](https://yaml.org/spec/1.2.2/#10214-floating-point)

    ## Reads

    `.github/workflows/*.yml`: matrices, inputs and environment variables.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    for workflow in subject.project.workflows:
        for text, value, place in conduct.changed_numbers(workflow):
            yield Problem(
                f"{code(text)} is the number {code(value)} to YAML",
                place,
                f"Quote it: {code(chr(34) + text + chr(34))}.",
            )


@check(Severity.LOW)
def setup_python_takes_effect(subject: Subject) -> Iterator[Problem]:
    """`actions/setup-python` is used by a later step.

    ## What it wants

    A job that sets up a Python has a step that runs on it. A build in a container is none, nor are tests
    there: the container brings its own interpreters. `maturin sdist` needs none either.

    ## Why

    A matrix over Python versions seems to choose what the wheel is built for, but maturin in the container
    never sees that Python. Whoever changes the version later changes nothing.

    ## How to fix

    Delete the step, and name the interpreters in the arguments: `-i python3.13 python3.14`.

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
          - uses: actions/setup-python@v7
            with:
              python-version: "3.14"
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              manylinux: "2_28"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
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
          - uses: actions/setup-python@v7
            with:
              python-version: "3.14"
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - run: pip install --no-index --find-links dist orchard
    ```

    ## Sources

    - [maturin-action: manylinux Docker container](https://github.com/PyO3/maturin-action#manylinux-docker-container)

    ## Reads

    `.github/workflows/*.yml`: steps after `actions/setup-python`.
    """
    found = setups.python_setups(subject)
    if not found:
        raise Skip("no job sets up Python")
    yield from setups.idle(found)


@check(Severity.INFO)
def build_matrix_finishes(subject: Subject) -> Iterator[Problem]:
    """A failed build does not cancel the others.

    ## What it wants

    A matrix that builds wheels sets `fail-fast: false`.

    ## Why

    By default the first combination that fails cancels all others: which platforms are broken comes out one
    run at a time.

    ## How to fix

    ```yaml
    strategy:
      fail-fast: false
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64, i686]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              manylinux: "2014"
              args: --release --out dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        strategy:
          fail-fast: false
          matrix:
            target: [x86_64, i686]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              manylinux: "2014"
              args: --release --out dist
    ```

    ## Sources

    - [Workflow syntax: fail-fast](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategyfail-fast)

    ## Reads

    `.github/workflows/*.yml`: matrices of the jobs that build.
    """
    matrices = [b for b in released_builds(subject) if has_others(subject, b.origin)]
    if not matrices:
        raise Skip("no matrix of several combinations builds wheels")
    found = {
        strategy.location: build.origin.job
        for build in matrices
        if (job := job_of(subject, build.origin)) is not None
        and (strategy := job.job.strategy) is not None
        and (strategy.fail_fast is None or str(strategy.fail_fast.value).lower() == "true")
    }
    if found:
        yield Problem.at(
            sorted(found),
            many(
                (found[place] for place in sorted(found)),
                "the first failure cancels the other combinations of job {}",
                "in the jobs {} the first failure cancels the other combinations",
            ),
            f"Let the others finish, under `strategy`:\n\n{fence('fail-fast: false', 'yaml')}",
            warned=True,
        )


@check(Severity.LOW)
def updates_automated(subject: Subject) -> Iterator[Problem]:
    """Updates of actions and crates arrive as pull requests.

    ## What it wants

    Dependabot or Renovate is set up for `github-actions`, and for `cargo` in the folder of Cargo.lock. The file
    of Dependabot has version 2, and the folders that it names for crates hold a Cargo.toml.

    ## Why

    Actions end with the Node version they run on, PyO3 with the Python it knows. A pull request for each step
    is cheaper than one for all of them on the day that the release stops.

    ## How to fix

    ```yaml title=".github/dependabot.yml"
    version: 2
    updates:
      - package-ecosystem: github-actions
        directory: /
        schedule:
          interval: weekly
      - package-ecosystem: cargo
        directory: /
        schedule:
          interval: weekly
    ```

    ## Wrong

    ```deleted title=".github/dependabot.yml"
    ```

    ## Right

    ```yaml title=".github/dependabot.yml"
    version: 2
    updates:
      - package-ecosystem: github-actions
        directory: /
        schedule:
          interval: weekly
      - package-ecosystem: cargo
        directory: /
        schedule:
          interval: weekly
    ```

    ## Sources

    - [Dependabot options reference](https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference)
    - [Renovate: automatic detection](https://docs.renovatebot.com/modules/manager/)

    ## Reads

    `.github/dependabot.yml`, `renovate.json` and its other places.
    """
    yield from upkeep.idle(subject)
    yield from upkeep.unwatched(subject)


@check(Severity.HIGH)
def actions_run_on_supported_node(subject: Subject) -> Iterator[Problem]:
    """Actions run on a Node version that runners still have.

    ## What it wants

    No action is used at a version whose Node runtime GitHub has removed from its runners (a failure), or
    replaces by a newer one until it does (a warning); nor one that uses such an action inside. Of a commit the
    version is the one that its comment names. Archived actions are left to the check for those. An
    action whose versions the checker does not know is not looked at.

    ## Why

    An action brings no Node of its own: it names one (`node20`), and the runner must have it. After the day
    of removal it runs on another one, on which nobody tried it, or not at all.

    ## How to fix

    Use the newest major version. Read its notes: inputs may have changed.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v4
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [GitHub changelog: deprecation of Node 20](https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `uses:`.
    """
    known = used.known_versions(subject)
    if not known:
        raise Skip("no workflow uses a version of an action whose runtime is known")
    yield from upgrades.old_runtimes(subject, known)


@check(Severity.MEDIUM)
def action_inputs_known(subject: Subject) -> Iterator[Problem]:
    """Actions and called workflows are given inputs that they have.

    ## What it wants

    Every key under `with:` is an input of the action at the version used, or of the project's own action or
    workflow that is called. What these say is required is given.

    ## Why

    GitHub warns about an input that an action does not have, and goes on without it: `python_version`,
    `manylinux-version` or an option of an older major version change nothing, and the job is green. A call of a
    workflow with such an input, or without a required one, does not run at all.

    ## How to fix

    Write the input as the action's `action.yml` names it.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
            with:
              persist-credential: false
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
            with:
              persist-credentials: false
          - run: cargo test
    ```

    ## Sources

    - [Metadata syntax: inputs](https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `with:`.
    """
    found = tuple(used.given_inputs(subject))
    lacking = tuple(local.without_required(subject.project))
    if not found and not lacking:
        raise Skip("no workflow gives inputs to an action that is known")
    for use, name, place, inputs in found:
        if name.lower() not in {known.lower() for known in inputs}:
            near = get_close_matches(name, inputs, n=1)
            meant = f"Write {code(near[0])}." if near else f"Delete it; the inputs are {codes(inputs)}."
            yield Problem(f"{code(use)} has no input {code(name)}", place, meant if inputs else "Delete it.")
    for uses, names in lacking:
        lines = "\n".join(("with:", *(f"  {name}:" for name in names)))
        message = f"{code(uses.value)} is not given {codes(names)}, which it requires"
        fix = f"Give it, with a value:\n\n{fence(lines, 'yaml', uses.location.path)}"
        yield Problem(message, uses.location, fix, warned=not uses.value.endswith((".yml", ".yaml")))


@check(Severity.LOW)
def releases_run_to_their_end(subject: Subject) -> Iterator[Problem]:
    """A run that publishes is not cancelled by a later one.

    ## What it wants

    A workflow that publishes, and its jobs, set `cancel-in-progress: true` for pull requests and branches
    only.

    ## Why

    An index takes each file once. A release that is cancelled between two uploads leaves some wheels
    published and others not, and only a new version repairs that.

    ## How to fix

    ```yaml
    concurrency:
      group: ${{ github.workflow }}-${{ github.ref }}
      cancel-in-progress: ${{ !startsWith(github.ref, 'refs/tags/') }}
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    concurrency:
      group: ${{ github.workflow }}
      cancel-in-progress: true
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    concurrency:
      group: ${{ github.workflow }}
      cancel-in-progress: ${{ !startsWith(github.ref, 'refs/tags/') }}
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [Control the concurrency of workflows and jobs](https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency)

    ## Reads

    `.github/workflows/*.yml`: `concurrency` of the workflows and jobs of a release.
    """
    yield from cancelling.cancelled(subject)


@check(Severity.HIGH)
def workflows_accepted(subject: Subject) -> Iterator[Problem]:
    """GitHub accepts every workflow.

    ## What it wants

    Each workflow and each local action is YAML, lies where GitHub looks for it, and says only what its syntax
    knows: keys, events and their types, glob patterns, permissions. Every job has a runner and needs jobs that
    exist, every step either uses an action or runs a script, every expression can be read.

    ## Why

    GitHub refuses the whole file for one such line. Nothing in it runs, neither tests nor a release, and no
    event says so: a run that nobody looks for is missing, or ends at once without a job.

    ## How to fix

    Correct the line. [actionlint](https://github.com/rhysd/actionlint) finds such lines before a commit.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on:
      push:
        tag: ["v*"]
    jobs:
      test:
        runs-on: ubuntu-24.04
        if: github.event_name == "push"
        needs: build
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      test:
        runs-on: ubuntu-24.04
        if: github.event_name == 'push'
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [Workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax)
    - [Contexts: availability](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability)
    - [Metadata syntax for actions](https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax)

    ## Reads

    `.github/**/*.yml` and the project's own actions.
    """
    if not subject.project.workflows and not subject.project.refused:
        raise Skip("the project has no workflows")
    yield from unrunnable.unread(subject)
    yield from unrunnable.jobs(subject)
    yield from unrunnable.steps(subject)
    yield from expressions.refused(subject)


@check(Severity.MEDIUM)
def references_exist(subject: Subject) -> Iterator[Problem]:
    """Workflows refer only to what exists.

    ## What it wants

    Every `matrix`, `inputs`, `env`, `needs` and `steps` that an expression asks for is defined: an axis of the
    job's matrix, an input, a variable, a job that is needed and its output, a step with that `id`. Rows of a
    matrix name axes and values that it has. Every workflow and action of the repository that is used is among
    its files, and the job has checked them out.

    ## Why

    GitHub takes a value that is not there for an empty text and says nothing: a condition is never met, an
    input is as if it were not given, a file name ends early. A file that is not there ends the run.

    ## How to fix

    Write the name as it is defined, or define it.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64-unknown-linux-gnu]
        steps:
          - uses: actions/checkout@v7
          - run: cargo test --target ${{ matrix.targets }}
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64-unknown-linux-gnu]
        steps:
          - uses: actions/checkout@v7
          - run: cargo test --target ${{ matrix.target }}
    ```

    ## Sources

    - [Contexts](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts)
    - [Expressions: literals](https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#literals)
    - [Reusing workflows](https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: expressions, matrices, `uses`.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    yield from undefined.undefined(subject)
    yield from matrices.missing_rows(subject)
    yield from local.missing_files(subject)
    yield from local.not_checked_out(subject)


@check(Severity.HIGH)
def tags_compared_as_pushed(subject: Subject) -> Iterator[Problem]:
    """A release compares its tag with what the tag can be.

    ## What it wants

    Where a script compares the tag with the version that the package's files name, with or without a `v`
    before it, some tag that the workflow's filter admits is equal to that.

    ## Why

    A comparison that no tag meets stops every release, and shows only on the day of one.

    ## How to fix

    ```sh
    test "$GITHUB_REF_NAME" = "v$version"  # with `tags: ["v*"]`
    ```

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      version:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: |
              version=$(cargo pkgid | sed 's/.*[#@]//')
              test "$GITHUB_REF_NAME" = "$version"
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      version:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: |
              version=$(cargo pkgid | sed 's/.*[#@]//')
              test "$GITHUB_REF_NAME" = "v$version"
    ```

    ## Sources

    - [Workflow syntax: tags](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore)
    - [Default variables](https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables)

    ## Reads

    `.github/workflows/*.yml`: `tags` and scripts; the package's version.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    version = subject.project.version
    compared = tags.comparisons(subject)
    if version is None or not compared:
        raise Skip("no script compares a tag with the package's version")
    for one in compared:
        yield from tags.never_equal(one, version.value)


@check(Severity.MEDIUM)
def requirements_quoted(subject: Subject) -> Iterator[Problem]:
    """Bounds of versions are quoted in scripts.

    ## What it wants

    A requirement with `>` on an installer's command line stands in quotes.

    ## Why

    The shell takes `pip>=26.1` for the word `pip` and an order to write the output to a file `=26.1`. The
    installer is given no bound, and takes whatever is newest, or keeps the older one that is there.

    ## How to fix

    ```sh
    pip install "pip>=26.1"
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --upgrade pip>=26.1
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: pip install --upgrade "pip>=26.1"
          - run: cargo test
    ```

    ## Sources

    - [pip: requirement specifiers in a shell](https://pip.pypa.io/en/stable/cli/pip_install/#examples)
    - [Bash: redirections](https://www.gnu.org/software/bash/manual/html_node/Redirections.html)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: scripts.
    """
    for requirement, file, place in quoting.redirected(subject):
        yield Problem(
            f"the shell takes the bound of {code(requirement)} for a file {code(file)} to write to",
            place,
            f"Quote it: {code(chr(34) + requirement + chr(34))}.",
        )
