"""What a stranger could change on the way to the index."""

from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.publishing import audits, caches, rights, trust
from maturin_compliance.checks.evidence.workflows.pipeline import (
    publishes,
    references,
    released_builds,
)
from maturin_compliance.checks.text import code, fence, listed, plural


@check(Severity.HIGH)
def actions_pinned(subject: Subject) -> Iterator[Problem]:
    """Actions are used at a commit.

    ## What it wants

    Every `uses:` of another repository names a commit by its 40 hex digits. A version tag is a warning, a
    branch a failure.

    ## Why

    A tag or a branch of an action can be moved by whoever gets into its repository; the next run then
    executes their code with the rights of the job, which in a release is the right to publish.

    ## How to fix

    Write the commit, with the version beside it, and let Dependabot or Renovate move both:

    ```yaml
    - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@main
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
          - run: cargo test
    ```

    ## Sources

    - [zizmor: unpinned-uses](https://docs.zizmor.sh/audits/#unpinned-uses)
    - [GitHub: secure use reference](https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `uses:`.
    """
    found = tuple(references(subject.project))
    if not found:
        raise Skip("no workflow uses an action of another repository")
    loose = [use for use in found if not use.is_commit]
    tags = [use for use in loose if trust.is_tag(use)]
    branches = [use for use in loose if not trust.is_tag(use)]
    for uses, kind in ((branches, "a branch"), (tags, "a version's tag or branch")):
        if uses:
            yield Problem(
                f"{plural(len(uses), 'use')} of an action at {kind}: {trust.named(uses)}",
                uses[0].location,
                trust.pin(subject, uses),
                warned=uses is tags,
                also=tuple(dict.fromkeys(use.location for use in uses[1:])),
            )


@check(Severity.HIGH)
def actions_maintained(subject: Subject) -> Iterator[Problem]:
    """No action is archived.

    ## What it wants

    No `uses:` names a repository that its owner has archived.

    ## Why

    An archived action gets no fixes, neither for faults of its own nor for those of what it bundles, and it
    stays on the Node version it was written for until runners drop that.

    ## How to fix

    Use the one that took its place, or run the command itself.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: actions-rs/toolchain@v1
            with:
              toolchain: stable
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
          - run: rustup toolchain install stable
          - run: cargo test
    ```

    ## Sources

    - [zizmor: archived-uses](https://docs.zizmor.sh/audits/#archived-uses)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `uses:`.
    """
    found = tuple(references(subject.project))
    if not found:
        raise Skip("no workflow uses an action of another repository")
    for use in found:
        known = subject.facts.action(str(use))
        if known and known.archived:
            instead = known.archived.instead
            yield Problem(
                f"{code(use.repository)} is archived",
                use.location,
                f"Use {code(instead)} instead." if instead else "Run the command itself in a `run:` step.",
            )


@check(Severity.HIGH)
def permissions_least(subject: Subject) -> Iterator[Problem]:
    """Jobs get the permissions that they need, and no others.

    ## What it wants

    Each workflow sets `permissions` to nothing or to reading, and a job that must write asks for that itself.
    No `permissions` at all is a warning, as is `contents: write` for a job of which every step is known and none
    writes; writing for all jobs of several is a failure.

    ## Why

    What a workflow grants, every job and every action in it has: with `id-token: write` at the top, a test
    dependency can ask for the identity that publishes. Without `permissions`, the settings of the repository
    decide, which in older ones means writing everywhere.

    ## How to fix

    ```yaml
    permissions: {}
    jobs:
      build:
        permissions:
          contents: read
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    permissions:
      contents: write
      id-token: write
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
      lint:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo clippy
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    permissions: {}
    jobs:
      test:
        runs-on: ubuntu-24.04
        permissions:
          contents: read
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [zizmor: excessive-permissions](https://docs.zizmor.sh/audits/#excessive-permissions)
    - [Workflow syntax: permissions](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions)

    ## Reads

    `.github/workflows/*.yml`: `permissions` of workflows and jobs.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    yield from rights.granted(subject)
    yield from rights.unused(subject)


@check(Severity.LOW)
def credentials_not_persisted(subject: Subject) -> Iterator[Problem]:
    """Checking out leaves no credentials behind.

    ## What it wants

    `actions/checkout` is told `persist-credentials: false`, in every job that does not push.

    ## Why

    Otherwise the token of the job stays on the disk of the runner, where each later step can read it, and
    where it can end up in an artifact that holds the checked-out folder.

    ## How to fix

    ```yaml
    with:
      persist-credentials: false
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
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
            with:
              persist-credentials: false
          - run: cargo test
    ```

    ## Sources

    - [zizmor: artipacked](https://docs.zizmor.sh/audits/#artipacked)
    - [actions/checkout: usage](https://github.com/actions/checkout#usage)

    ## Reads

    `.github/workflows/*.yml`: steps that use `actions/checkout`.
    """
    found = tuple(trust.checkouts(subject))
    if not found:
        raise Skip("no workflow checks out the repository")
    loose = [step for step, pushes in found if not trust.drops_credentials(step) and not pushes]
    if loose:
        yield Problem(
            f"{plural(len(loose), 'step')} of {len(found)} that check out keep the token on disk",
            loose[0].location,
            "Tell the step not to:\n\n" + fence("with:\n  persist-credentials: false", "yaml"),
            warned=True,
            also=tuple(dict.fromkeys(step.location for step in loose[1:])),
        )


@check(Severity.MEDIUM)
def release_built_without_cache(subject: Subject) -> Iterator[Problem]:
    """A release is built without a shared cache.

    ## What it wants

    No job that builds what is published restores a cache: not `sccache` of maturin-action, not
    `Swatinem/rust-cache`, `actions/cache`, `mozilla-actions/sccache-action`, and not the cache of
    `actions/setup-python`.

    ## Why

    Workflows of a repository share one cache. Whoever can run code in one of them can put an object file
    there, which the release then links into its wheels: signed, attested, and from no commit.

    ## How to fix

    Turn the cache off where a tag is built:

    ```yaml
    sccache: ${{ !startsWith(github.ref, 'refs/tags/') }}
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
              sccache: "true"
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
              sccache: ${{ !startsWith(github.ref, 'refs/tags/') }}
    ```

    ## Sources

    - [zizmor: cache-poisoning](https://docs.zizmor.sh/audits/#cache-poisoning)

    ## Reads

    `.github/workflows/*.yml`: the jobs that build what a release publishes.
    """
    released_builds(subject)
    yield from caches.shared(subject)


@check(Severity.MEDIUM)
def scripts_take_no_templates(subject: Subject) -> Iterator[Problem]:
    """Scripts get values by the environment, not by templates.

    ## What it wants

    In the workflows that publish, and in the workflows and local actions that they call, `run:` holds no `${{ }}`
    whose value somebody outside the file decides: event payloads, branch names, inputs, outputs of steps and
    jobs. In the other workflows, none that a stranger can write, such as the title of an issue or the name of a
    pull request's branch (a failure).

    ## Why

    GitHub pastes the value into the script before a shell reads it. A value with a quote and a semicolon is
    then code, which runs with the rights of the job.

    ## How to fix

    ```yaml
    - run: echo "$VERSION"
      env:
        VERSION: ${{ steps.version.outputs.version }}
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      greet:
        runs-on: ubuntu-24.04
        steps:
          - run: echo "${{ github.event.pull_request.title }}"
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
    jobs:
      greet:
        runs-on: ubuntu-24.04
        steps:
          - run: echo "$TITLE"
            env:
              TITLE: ${{ github.event.pull_request.title }}
    ```

    ## Sources

    - [zizmor: template-injection](https://docs.zizmor.sh/audits/#template-injection)
    - [GitHub: script injections](https://docs.github.com/en/actions/concepts/security/script-injections)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `run:`.
    """
    found = tuple(trust.templates(subject))
    if not trust.scripts(subject):
        raise Skip("no workflow runs a script")
    for place, text, hostile in found:
        yield Problem(
            f"a script is put together with {code(text)}"
            + (", which a stranger can write" if hostile else f" in {trust.where(subject, place)}"),
            place,
            trust.by_environment(text),
            warned=not hostile,
        )


@check(Severity.HIGH)
def strangers_code_gets_no_rights(subject: Subject) -> Iterator[Problem]:
    """Code of a pull request never runs with the repository's rights.

    ## What it wants

    A workflow on `pull_request_target` or `workflow_run` does not check out the head of the pull request.

    ## Why

    These events run with the secrets and the writing token of the repository, also for a pull request from a
    fork. Checking out its head and building it hands both to whoever opened it.

    ## How to fix

    Use `pull_request`, which has neither.

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: pull_request_target
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
            with:
              ref: ${{ github.event.pull_request.head.sha }}
          - run: cargo test
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: pull_request
    jobs:
      test:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo test
    ```

    ## Sources

    - [zizmor: dangerous-triggers](https://docs.zizmor.sh/audits/#dangerous-triggers)
    - [GitHub Security Lab: preventing pwn requests](https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/)

    ## Reads

    `.github/workflows/*.yml`: triggers and steps that use `actions/checkout`.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    for workflow in subject.project.workflows:
        for event in ("pull_request_target", "workflow_run"):
            if workflow.trigger(event) is None or (event == "workflow_run" and trust.after_push_only(workflow)):
                continue
            for place in trust.heads(workflow):
                yield Problem(
                    f"{code(workflow.path)} runs on {code(event)} and checks out what the pull request brings",
                    place,
                    "Start it on `pull_request`, or do not check out the head of the pull request.",
                )


@check(Severity.MEDIUM)
def publishing_job_only_publishes(subject: Subject) -> Iterator[Problem]:
    """The job that publishes builds, tests and installs nothing.

    ## What it wants

    A job that uploads to the index, with `id-token: write` or with a token, builds nothing, runs no tests and
    installs nothing of the project: it downloads artifacts and uploads them. `cargo publish` builds too, to
    verify the crate, unless it is told `--no-verify`.

    ## Why

    Whatever runs in that job can ask for the identity that publishes, or find the token: a build script of a
    dependency, a test, a package that was just installed.

    ## How to fix

    Build in other jobs, pass the files on as artifacts.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: "2014"
              args: --release --out dist
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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
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

    ## Sources

    - [gh-action-pypi-publish: trusted publishing](https://github.com/pypa/gh-action-pypi-publish#trusted-publishing)

    ## Reads

    `.github/workflows/*.yml`: the jobs that publish.
    """
    each = {(publish.origin.workflow, publish.origin.job): publish for publish in publishes(subject)}
    for publish in each.values():
        found = dict(trust.beside_publishing(subject, publish))
        if found:
            right = "token that publishes" if publish.trusted is False else "right to publish"
            yield Problem.at(
                (*found.values(), publish.origin.location),
                f"job {code(publish.origin.job)} {listed(found)} with the {right}",
                trust.apart(subject, publish, found),
                warned=True,
            )


@check(Severity.MEDIUM)
def secrets_not_in_arguments(subject: Subject) -> Iterator[Problem]:
    """Secrets are not written into commands.

    ## What it wants

    No `run:` holds `${{ secrets.… }}`.

    ## Why

    The secret becomes a part of the script's file and of the command line, which every process of the machine
    can list. A character of it that the shell understands breaks the command or is run.

    ## How to fix

    ```yaml
    - run: cargo publish
      env:
        CARGO_REGISTRY_TOKEN: ${{ secrets.CARGO_REGISTRY_TOKEN }}
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: push
    jobs:
      report:
        runs-on: ubuntu-24.04
        steps:
          - run: ./report --token ${{ secrets.REPORT_TOKEN }}
    ```

    ## Right

    ```yaml title=".github/workflows/ci.yml"
    on: push
    jobs:
      report:
        runs-on: ubuntu-24.04
        steps:
          - run: ./report
            env:
              REPORT_TOKEN: ${{ secrets.REPORT_TOKEN }}
    ```

    ## Sources

    - [GitHub: using secrets in a workflow](https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets)

    ## Reads

    `.github/workflows/*.yml` and the project's own actions: `run:`.
    """
    if not trust.scripts(subject):
        raise Skip("no workflow runs a script")
    for place, text, fix in trust.secrets(subject):
        yield Problem(
            f"a script holds {code(text)}",
            place,
            fix,
            warned=True,
        )


@check(Severity.LOW)
def sbom_in_wheels(subject: Subject) -> Iterator[Problem]:
    """Wheels list the crates they were built from.

    ## What it wants

    The maturin that builds the release writes a software bill of materials into each wheel (1.12 and newer,
    on by default), and `[tool.maturin.sbom] rust` is not `false`.

    ## Why

    A scanner that looks at an installed package sees one shared library. With the list it sees the crates,
    and can tell whose vulnerability is in there.

    ## How to fix

    Build with maturin 1.12 or newer, and delete `rust = false`.

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
              maturin-version: v1.11.5
              target: x86_64
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
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              maturin-version: v1.16.0
              target: x86_64
              manylinux: "2014"
              args: --release --out dist
    ```

    ## Sources

    - [maturin guide: software bill of materials](https://www.maturin.rs/sbom.html)
    - [PEP 770](https://peps.python.org/pep-0770/)

    ## Reads

    `pyproject.toml`: `[tool.maturin.sbom]`. `.github/workflows/*.yml`: the version of maturin that builds.
    """
    builds = [build for build in released_builds(subject) if build.maturin]
    newest = subject.facts.newest_maturin()
    if newest is None or not subject.facts.maturin(newest).sbom:
        raise Skip("no maturin of that date writes a software bill of materials")
    pyproject = subject.project.package.pyproject
    setting = pyproject.maturin.sbom_rust if pyproject and pyproject.maturin else None
    if setting is not None and not setting.value:
        yield Problem(
            "`[tool.maturin.sbom]` turns the list of crates off",
            setting.location,
            "Delete `rust = false`.",
            warned=True,
        )
    for build in builds:
        try:
            known = subject.facts.maturin(Version(build.maturin or ""))
        except InvalidVersion:
            continue
        if not known.sbom:
            yield Problem(
                f"maturin {known.version}, which builds the release, writes no list of crates into wheels",
                build.origin.location,
                f"Build with a newer one:\n\n{fence(f'maturin-version: v{newest}', 'yaml')}",
                warned=True,
            )


@check(Severity.LOW)
def dependencies_audited(subject: Subject) -> Iterator[Problem]:
    """Crates and workflows are scanned for known faults.

    ## What it wants

    A workflow (or pre-commit) runs cargo-deny or cargo-audit on the crates, and zizmor on the workflows.

    ## Why

    An advisory about a crate that is linked into the wheel reaches nobody who installs it, unless the project
    hears of it first. Workflows have faults of their own, that no compiler tells.

    ## How to fix

    ```yaml
    audit:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v7
        - uses: EmbarkStudios/cargo-deny-action@v2
          with:
            command: check advisories
        - run: pipx run zizmor .
    ```

    ## Wrong

    ```yaml title=".github/workflows/ci.yml"
    on: [push, pull_request]
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
      audit:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: EmbarkStudios/cargo-deny-action@v2
            with:
              command: check advisories
          - run: pipx run zizmor .
    ```

    ## Sources

    - [cargo-deny](https://embarkstudios.github.io/cargo-deny/)
    - [zizmor](https://docs.zizmor.sh/)

    ## Reads

    `.github/workflows/*.yml` and `.pre-commit-config.yaml`: actions and commands. `Cargo.toml`: whether there is
    one.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    yield from audits.missing(subject)
