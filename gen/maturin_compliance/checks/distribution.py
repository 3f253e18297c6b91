"""How a release reaches the package index."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.publishing import (
    announcing,
    crates,
    duplicates,
    failures,
    finding,
    index,
    lost,
    publishing,
    reaching,
    shipping,
    signing_in,
    tagging,
)
from maturin_compliance.checks.evidence.publishing.one_job import one_job
from maturin_compliance.checks.evidence.testing.wheels import tries_out
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    in_job,
    is_of_job,
    name_of,
    own_builds,
    publishes,
    released_builds,
    some,
)
from maturin_compliance.checks.text import code, codes, fence, many, plural
from maturin_compliance.location import Location


@check(Severity.HIGH)
def sdist_published(subject: Subject) -> Iterator[Problem]:
    """A release has a source distribution.

    ## What it wants

    A job of the release builds an sdist, and the step that publishes uploads it.

    ## Why

    Where no wheel fits (another architecture, a newer Python, a distribution that builds its own packages)
    the sdist is all that an installer can take. Without one it ends with "no matching distribution".

    ## How to fix

    Build it in a job of its own and upload it with the wheels.

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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
      sdist:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              command: sdist
              args: --out dist
    ```

    ## Sources

    - [Packaging guide: source distributions](https://packaging.python.org/en/latest/discussions/package-formats/)
    - [maturin guide: source distribution](https://www.maturin.rs/distribution.html#source-distribution)

    ## Reads

    `.github/workflows/*.yml`: what a release builds and uploads.
    """
    release = subject.expansion.release
    if release.sdists:
        return
    folder = subject.project.package.folder
    built = [build for build in release.builds if build.sdist and build.package == folder]
    if built and not release.publishes:
        return
    if release.publishes and not any(publish.files for publish in shipping.ours(subject)):
        raise Skip("could not be decided from the files: which files the upload finds is not written there")
    if built:
        yield Problem(
            f"the sdist that {in_job(built[0].origin)} builds is not among the files that are published",
            built[0].origin.location,
            lost.carry(subject, built[0]),
        )
        return
    first = released_builds(subject)[0]
    if lost.may_build_sdist(subject):
        raise Skip("could not be decided from the files: a script builds an sdist in a way that is not modelled")
    publishing_jobs = codes(dict.fromkeys(publish.origin.job for publish in release.publishes))
    wait = f", and name it under `needs` of {publishing_jobs}" if publishing_jobs else ""
    yield Problem(
        "the release has no sdist",
        first.origin.location,
        f"Add a job{wait}:\n\n{fence(lost.sdist_job(subject), 'yaml', first.origin.workflow)}",
    )


@check(Severity.CRITICAL)
def publish_is_reached(subject: Subject) -> Iterator[Problem]:
    """An event reaches the step that publishes.

    ## What it wants

    Where a workflow has a step that uploads to the package index, some event starts the workflow and meets every
    condition (`if:`) on the way to the step. A release does not end at a test index.

    ## Why

    A filter that no tag passes, or a condition that never holds, is no error: the job is shown as skipped, the run
    is green, and the version never appears on the index.

    ## How to fix

    Start the workflow on a pushed tag. A filter under `tags` is a glob (`v*`), no regular expression; a pushed tag
    is `refs/tags/v1.0.0` in `github.ref`, and its event is `push`.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        if: github.event_name == 'release'
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        if: github.ref_type == 'tag'
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [Workflow syntax: filter pattern cheat sheet](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet)
    - [Contexts: github](https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context)

    ## Reads

    `.github/workflows/*.yml`: triggers and conditions of workflows that publish.
    """
    if shipping.ours(subject):
        yield from reaching.barred(subject)  # what a start by hand reaches, and a tag does not
        return
    found = [*reaching.barred(subject)] or [*reaching.tried_only(subject)]
    if not found:
        raise Skip(reaching.why_none(subject))
    yield from found


@check(Severity.CRITICAL)
def publish_finds_files(subject: Subject) -> Iterator[Problem]:
    """The step that publishes finds the files of the release, and no others.

    ## What it wants

    The artifacts that the job downloads are some that jobs of the run upload, and the folder or glob that the
    upload to the index takes holds what the job has downloaded or built. `dist/*` names what lies in `dist`, not
    what lies in folders below it, which several artifacts get without `merge-multiple`. No artifact with a
    report, an SBOM or a program is downloaded into that folder.

    ## Why

    A download whose `pattern` matches no artifact is no error. The upload that follows fails after every platform
    was built, with the tag already pushed. It fails, too, at a file that is neither a wheel nor an sdist.

    ## How to fix

    Give artifacts names that begin alike, download them by that `pattern` with `merge-multiple: true`, and publish
    the folder that the download fills.

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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheel-linux
              path: dist
      publish:
        needs: wheels
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              pattern: wheels-*
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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels-linux
              path: dist
      publish:
        needs: wheels
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/download-artifact@v8
            with:
              pattern: wheels-*
              path: dist
              merge-multiple: true
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [actions/download-artifact: inputs](https://github.com/actions/download-artifact#inputs)
    - [gh-action-pypi-publish: usage](https://github.com/pypa/gh-action-pypi-publish#usage)

    ## Reads

    `.github/workflows/*.yml`: artifacts, folders and the steps that publish.
    """
    found = publishes(subject)
    problems = [problem for publish in found if not publish.files for problem in finding.nothing(subject, publish)]
    problems += [problem for publish in found for problem in finding.strays(subject, publish)]
    if not problems and not any(publish.files for publish in found):
        raise Skip("could not be decided from the files: which files the upload finds is not written there")
    yield from problems


@check(Severity.CRITICAL)
def publish_can_sign_in(subject: Subject) -> Iterator[Problem]:
    """The step that publishes can prove who it is.

    ## What it wants

    The job that publishes has `id-token: write`, or the step a token. By identity it publishes from a job of the
    workflow that the event starts, not of a reusable workflow that this one calls.

    ## Why

    Without either the index refuses the upload, after every platform was built and with the tag already pushed. A
    job has no `id-token` by default, and `permissions` of a job take the place of those of the workflow. In a
    reusable workflow the identity names the file that is called: the index does not support that as a trusted
    publisher, and the upload of attestations fails.

    ## How to fix

    ```yaml
    permissions:
      id-token: write
    ```

    in the job that publishes, in the workflow that is the trusted publisher of the project.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        permissions:
          contents: read
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        permissions:
          contents: read
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [gh-action-pypi-publish: trusted publishing](https://github.com/pypa/gh-action-pypi-publish#trusted-publishing)
    - [The index: reusable workflows are not supported](https://github.com/pypi/warehouse/issues/11096)
    - [Workflow syntax: permissions](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish, their inputs, environment and permissions.
    """
    found = publishes(subject)
    problems = [*signing_in.without_proof(subject, found), *signing_in.from_called(subject, found)]
    if not problems and all(publish.trusted is None for publish in found):
        raise Skip("could not be decided from the files: how the upload proves itself is not written there")
    yield from problems


@check(Severity.HIGH)
def published_without_a_token(subject: Subject) -> Iterator[Problem]:
    """The package index is reached by trusted publishing, not by a stored token.

    ## What it wants

    The job that publishes has `id-token: write` and no password or token: not `password:` of
    `gh-action-pypi-publish`, not `uv publish --token` or `UV_PUBLISH_TOKEN`, not `TWINE_PASSWORD`, not
    `MATURIN_PYPI_TOKEN`.

    ## Why

    A token is valid until somebody revokes it, and whoever reads it from a log, a dependency of the build or
    a laptop can publish. With trusted publishing the index trusts one workflow of one repository, and hands
    out a token that ends after minutes.

    ## How to fix

    Add the repository, the workflow's file and the environment as a trusted publisher in the settings of the
    project on the index, then give the job the permission and delete the secret.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              command: sdist
              args: --out dist
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              password: ${{ secrets.PYPI_API_TOKEN }}
    ```

    ## Right

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
              command: sdist
              args: --out dist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [gh-action-pypi-publish: trusted publishing](https://github.com/pypa/gh-action-pypi-publish#trusted-publishing)
    - [OpenSSF: trusted publishers for all package repositories](https://repos.openssf.org/trusted-publishers-for-all-package-repositories.html)
    - [zizmor: use-trusted-publishing](https://docs.zizmor.sh/audits/#use-trusted-publishing)
    - [uv: publishing a package](https://docs.astral.sh/uv/guides/package/#publishing-your-package)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish, their inputs, environment and permissions.
    """
    found = publishes(subject)
    if all(publish.trusted is None for publish in found):
        raise Skip("could not be decided from the files: how the upload proves itself is not written there")
    stored = [publish for publish in found if publish.trusted is False]
    for several, fix in publishing.together(
        subject, stored, "published-without-a-token", "its one job publishes without a token"
    ):
        yield Problem.at(
            (publish.origin.location for publish in several),
            f"{publishing.tell(several)} and a stored token",
            fix,
        )


@check(Severity.MEDIUM)
def publish_environment_set(subject: Subject) -> Iterator[Problem]:
    """The job that publishes runs in an environment of its own.

    ## What it wants

    A job that uploads to the index names an `environment`, and no job that builds names the same one.

    ## Why

    An environment can ask for an approval, wait, or admit only tags, and the trusted publisher on the index
    can be bound to it: then no other job or branch of the repository can publish, whatever its workflow says.

    ## How to fix

    Create the environment in the settings of the repository, name it in the job and in the trusted publisher.

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        environment: pypi
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [gh-action-pypi-publish: trusted publishing](https://github.com/pypa/gh-action-pypi-publish#trusted-publishing)
    - [GitHub: managing environments for deployment](https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments)

    ## Reads

    `.github/workflows/*.yml`: the jobs that publish.
    """
    found = publishes(subject)
    outside = tuple(publish for publish in found if publish.environment is None)
    if outside:
        yield Problem.at(
            (publish.origin.location for publish in outside),
            many(
                (publish.origin.job for publish in outside),
                "job {} publishes outside an environment",
                "the jobs {} publish outside an environment",
            ),
            publishing.environment(subject, outside),
            warned=True,
        )
    yield from publishing.shared_environments(subject, found)


@check(Severity.MEDIUM)
def files_attested(subject: Subject) -> Iterator[Problem]:
    """Published files carry attestations.

    ## What it wants

    The upload brings an attestation for each file: `gh-action-pypi-publish` with trusted publishing makes
    them unless `attestations: false` is set. `uv publish` uploads those that lie beside the files but makes
    none, and twine needs `--attestations`.

    ## Why

    An attestation is signed with the identity of the workflow and shown by the index: a reader can verify
    that the file came from this repository and this commit, and not from somebody's laptop.

    ## How to fix

    Publish with `pypa/gh-action-pypi-publish` by trusted publishing, and leave `attestations` at its default.

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              attestations: false
    ```

    ## Right

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [PEP 740: index support for digital attestations](https://peps.python.org/pep-0740/)
    - [gh-action-pypi-publish: generating and uploading attestations](https://github.com/pypa/gh-action-pypi-publish#generating-and-uploading-attestations)
    - [uv: uploading attestations](https://docs.astral.sh/uv/guides/package/#uploading-attestations-with-your-package)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish.
    """
    found = publishes(subject)
    if all(publish.attestations is None for publish in found):
        raise Skip("could not be decided from the files: the version of the uploader is not written there")
    unable = signing_in.unable(subject, found)
    bare = [publish for publish in found if publish.attestations is False and publish not in unable]
    refused = [publish for publish in bare if shipping.refuses_attestations(subject, publish)]
    for publish in refused:
        yield Problem(
            f"{in_job(publish.origin)} turns attestations off",
            publish.origin.location,
            "Delete the setting: attestations are made by default.",
        )
    without = [publish for publish in bare if publish not in refused]
    for several, fix in publishing.together(subject, without, "files-attested", "the action makes attestations"):
        yield Problem.at(
            (publish.origin.location for publish in several),
            f"{publishing.tell(several)}, without attestations{publishing.attested_apart(subject, several)}",
            fix,
            warned=True,
        )


@check(Severity.HIGH)
def maturin_does_not_upload(subject: Subject) -> Iterator[Problem]:
    """Files are not uploaded by maturin.

    ## What it wants

    No step of a release calls `maturin upload` or `maturin publish`, or gives the action one of these
    commands.

    ## Why

    Both are deprecated since maturin 1.11: they print a warning and are to be removed. `maturin publish` also
    builds in the job that holds the right to publish.

    ## How to fix

    Build with `maturin build`, pass the files on as artifacts, and publish them in one job of their own.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              command: publish
              args: --skip-existing
            env:
              MATURIN_PYPI_TOKEN: ${{ secrets.PYPI_API_TOKEN }}
    ```

    ## Right

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
              command: sdist
              args: --out dist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [maturin: deprecate the upload command](https://github.com/PyO3/maturin/issues/2334)
    - [maturin changelog, 1.11.0](https://github.com/PyO3/maturin/blob/main/Changelog.md)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish.
    """
    change = publishing.deprecation(subject)
    found = publishes(subject)
    if change is None:
        raise Skip("no release of maturin on that date calls its uploader deprecated")
    old = [publish for publish in found if publish.method in publishing.DEPRECATED]
    for several, fix in publishing.together(
        subject, old, "maturin-does-not-upload", "another action takes the place of maturin"
    ):
        yield Problem.at(
            (publish.origin.location for publish in several),
            f"{publishing.tell(several, 'uploads', 'upload')}, deprecated since maturin {change.since}",
            fix,
        )


@check(Severity.LOW)
def existing_files_refused(subject: Subject) -> Iterator[Problem]:
    """An upload of a file that exists already fails.

    ## What it wants

    The step that publishes to the index does not skip files that are there (`skip-existing`,
    `--skip-existing`). For a test index it may.

    ## Why

    It hides that a version was published before, or by two runs at once: the workflow is green, the index
    holds files of two commits under one version.

    ## How to fix

    Delete the setting. After an upload that broke half-way, set it for that one run.

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              skip-existing: true
    ```

    ## Right

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [gh-action-pypi-publish: tolerating release package file duplicates](https://github.com/pypa/gh-action-pypi-publish#tolerating-release-package-file-duplicates)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish.
    """
    found: dict[str, list[tuple[str, Location]]] = {}
    for publish in publishes(subject):
        if publish.skip_existing:
            place, word = shipping.skipping(subject, publish)
            fix = publishing.unskipped(subject, publish, word)
            found.setdefault(fix, []).append((publish.origin.job, place))
    for fix, places in found.items():
        yield Problem.at(
            (place for _, place in places),
            many(
                (job for job, _ in places),
                "job {} skips files that the index has already",
                "the jobs {} skip files that the index has already",
            ),
            fix,
            warned=True,
        )


@check(Severity.HIGH)
def published_in_one_step(subject: Subject) -> Iterator[Problem]:
    """One step uploads all files of a release.

    ## What it wants

    The files of a release are uploaded by one job, not by each combination of a matrix, not by several jobs, and
    not by two workflows.

    ## Why

    The jobs of a matrix upload as they finish. When one fails, or is merely slower, the index offers a
    version of which some wheels are missing, and installers take the sdist or an older file instead.

    ## How to fix

    Upload artifacts in the jobs that build, and publish in one job that needs them all.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      publish:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            target: [x86_64, i686]
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
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

    - [gh-action-pypi-publish: non-goals](https://github.com/pypa/gh-action-pypi-publish#non-goals)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish.
    """
    found = publishes(subject)
    parts = publishing.split(subject, found)
    fix = one_job(subject, parts) if parts else ""
    for publish in shipping.in_matrix(subject, found):
        yield Problem(
            f"{in_job(publish.origin)} publishes once for each combination of its matrix",
            publish.origin.location,
            fix,
        )
    for apart in publishing.apart(found):
        yield Problem.at(
            (publish.origin.location for publish in apart),
            f"{len(apart)} jobs publish parts of one release: {codes(publish.origin.job for publish in apart)}",
            fix,
            warned=True,
        )
    yield from publishing.published_twice(found)


@check(Severity.HIGH)
def publish_waits_for_builds(subject: Subject) -> Iterator[Problem]:
    """Publishing waits for every job that builds.

    ## What it wants

    The job that publishes needs, directly or through others, all jobs that build wheels or the sdist and upload
    them as artifacts that it downloads.

    ## Why

    A job starts when the jobs under its `needs` are done. One that is not named there may still run, or have
    failed, when the files are collected: its wheels are then missing from the release, and nothing says so.

    ## How to fix

    Name every job that builds under `needs` of the job that publishes.

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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
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

    - [Workflow syntax: needs](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds)
    - [gh-action-pypi-publish: non-goals](https://github.com/pypa/gh-action-pypi-publish#non-goals)

    ## Reads

    `.github/workflows/*.yml`: jobs that build, jobs that publish, `needs`.
    """
    found = publishes(subject)
    for publish in found:
        late = shipping.unawaited(subject, publish)
        if late:
            yield Problem.at(
                (shipping.needs_place(subject, publish), *(job.job.location for job in late)),
                f"{in_job(publish.origin)} publishes without waiting for "
                + many((job.name for job in late), "job {}, which builds", "the jobs {}, which build"),
                shipping.awaiting(subject, publish, late),
            )


@check(Severity.HIGH)
def failed_builds_stop_the_release(subject: Subject) -> Iterator[Problem]:
    """A build that fails stops the release.

    ## What it wants

    No job or step that builds has `continue-on-error`, a script of the project that builds ends with the first
    command that fails (`set -e`), and the job that publishes is not made to run over failures by `always()`,
    `failure()` or `!cancelled()` in its `if:`.

    ## Why

    A release is published for good. With a failed build in between, it lacks the wheels of one platform, and
    its users get the sdist, or an older version, without a word.

    ## How to fix

    Delete the setting, or test the result of each job that is needed.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        continue-on-error: true
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

    - [Workflow syntax: continue-on-error](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error)
    - [Expressions: status check functions](https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions)

    ## Reads

    `.github/workflows/*.yml`: jobs that build, jobs that publish.
    """
    failures.waits(subject, publishes(subject))
    yield from failures.tolerated_builds(subject)
    yield from failures.publishes_over_failures(subject)
    yield from failures.unheeded_builds(subject)


@check(Severity.HIGH)
def built_wheels_published(subject: Subject) -> Iterator[Problem]:
    """Every wheel that a release builds is published.

    ## What it wants

    The files that a job of the release builds are uploaded as an artifact, and the job that publishes
    downloads it.

    ## Why

    A folder that is written under one name and uploaded under another, an artifact that no pattern matches, a
    job without an upload: the build is green, its wheels never arrive. Uploading an empty path is a warning
    in the log, not an error.

    ## How to fix

    Upload the folder that the build writes, and set `if-no-files-found: error`.

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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: wheels
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
        needs: [wheels, sdist]
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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: dist
              if-no-files-found: error
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

    - [actions/upload-artifact: customization if no files are found](https://github.com/actions/upload-artifact#customization-if-no-files-are-found)

    ## Reads

    `.github/workflows/*.yml`: builds, artifacts and the steps that publish.
    """
    released_builds(subject)
    found = publishes(subject)
    arrived = {name for publish in found for name in publish.files}
    if not arrived:
        raise Skip("could not be decided from the files: which files the upload finds is not written there")
    missing = (
        (build, [wheel.filename for wheel in build.wheels if wheel.filename not in arrived])
        for build in own_builds(subject)
        if not tries_out(subject, build) and not lost.is_passing(subject, build)
    )
    yield from lost.groups(subject, ((build, names) for build, names in missing if names))


@check(Severity.HIGH)
def built_folder_uploaded(subject: Subject) -> Iterator[Problem]:
    """The folder that is uploaded is the one that was built into.

    ## What it wants

    In every job that builds and then uploads an artifact, at least one path of the upload holds the files
    that the build writes (`--out`, or `target/wheels` without it).

    ## Why

    `upload-artifact` warns about a path without files and goes on. The job is green, its artifact is missing.

    ## How to fix

    Give both the same folder, and set `if-no-files-found: error`.

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
              manylinux: "2014"
              args: --release --out dist
          - uses: actions/upload-artifact@v7
            with:
              name: wheels
              path: wheels
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
    ```

    ## Sources

    - [actions/upload-artifact: customization if no files are found](https://github.com/actions/upload-artifact#customization-if-no-files-are-found)

    ## Reads

    `.github/workflows/*.yml`: builds and uploads of artifacts.
    """
    made = tuple(lost.builds_and_uploads(subject))
    if not made:
        raise Skip("no job builds and uploads an artifact")
    for builds, uploads in made:
        yield from lost.missed_folder(builds, uploads)


@check(Severity.HIGH)
def every_wheel_built_once(subject: Subject) -> Iterator[Problem]:
    """No two jobs of a release build the same file.

    ## What it wants

    Each file name, of wheels and of the sdist, comes from one build of the release.

    ## Why

    Two files of one name overwrite each other when artifacts are merged: which one is published is chance,
    and the time for the other is lost. A matrix over Python versions with `abi3` is the common case, as are
    `--find-interpreter` in each combination, and two jobs for one target.

    ## How to fix

    Take the axis that does not change the file out of the matrix.

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
            python-version: ["3.13", "3.14"]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: "2014"
              args: --release --out dist -i python${{ matrix.python-version }}
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
              args: --release --out dist -i python3.14
    ```

    ## Sources

    - [maturin guide: bindings](https://www.maturin.rs/bindings.html)
    - [actions/download-artifact: merge-multiple](https://github.com/actions/download-artifact#inputs)

    ## Reads

    `.github/workflows/*.yml`: builds of the release. `Cargo.toml`: features of PyO3.
    """
    released = duplicates.released(subject)
    for names, builds in duplicates.twice(released):
        yield Problem(
            f"{plural(len(builds), 'build')} of {codes(dict.fromkeys(b.origin.job for b in builds))} "
            "make the same "
            f"{plural(len(names), 'file')}: {some(names)}",
            builds[0].origin.location,
            duplicates.once(names, builds, released),
            also=tuple(dict.fromkeys(b.origin.location for b in builds[1:] if b.origin != builds[0].origin)),
        )


@check(Severity.HIGH)
def platform_tags_accepted(subject: Subject) -> Iterator[Problem]:
    """The package index accepts the platform tag of every wheel.

    ## What it wants

    No wheel of a release has a platform tag that the index refuses, such as `linux_x86_64`,
    `manylinux_2_36_loongarch64` or `macosx_27_0_arm64`.

    ## Why

    The index refuses the upload, and uploads stop at the first refused file: those before it are published,
    those after it are not.

    ## How to fix

    Build in a manylinux container, or leave the platform out. `--compatibility pypi` (maturin 1.11 and newer)
    makes the build itself fail.

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
              manylinux: "off"
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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [The index's own rules](https://github.com/pypi/warehouse/blob/main/warehouse/forklift/legacy.py)
    - [maturin guide: --compatibility pypi](https://www.maturin.rs/distribution.html)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    for build in released_builds(subject):
        refused = [t for wheel in build.wheels for t in wheel.platforms if not index.accepted(subject, t)]
        if refused:
            yield Problem(
                f"the index refuses {some(refused)}, the platform of what {in_job(build.origin)} builds",
                build.origin.location,
                index.acceptable(build),
            )


@check(Severity.LOW)
def compatibility_with_index_checked(subject: Subject) -> Iterator[Problem]:
    """Builds of a release check that the index will accept the wheel.

    ## What it wants

    maturin is called with `--compatibility pypi`, alone or beside a policy.

    ## Why

    maturin then fails in the job that built the wheel, instead of the index in the middle of the upload.

    ## How to fix

    Add the option to `args`.

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
              target: x86_64
              manylinux: "2_28"
              args: --release --out dist --compatibility pypi
    ```

    ## Sources

    - [maturin-action: hardening release pipelines](https://github.com/PyO3/maturin-action#hardening-release-pipelines)

    ## Reads

    `.github/workflows/*.yml`: builds of the release. `pyproject.toml`: `[tool.maturin] compatibility`.
    """
    builds = [
        b
        for b in released_builds(subject)
        if b.tool.startswith("maturin") and index.knows_pypi(subject, b) and not tries_out(subject, b)
    ]
    if not builds:
        raise Skip("no build runs a maturin that knows `--compatibility pypi`")
    for build in builds:
        if not index.asks_pypi(subject, build):
            yield Problem(
                "builds of the release do not ask maturin whether the index accepts the wheel",
                build.origin.location,
                f"Add the option to the arguments:\n\n{fence('--compatibility pypi', 'sh')}",
                warned=True,
            )


@check(Severity.MEDIUM)
def crate_published_without_a_token(subject: Subject) -> Iterator[Problem]:
    """The Rust registry is reached by trusted publishing, not by a stored token.

    ## What it wants

    A job that runs `cargo publish` gets its token from `rust-lang/crates-io-auth-action`, not from a secret.

    ## Why

    The registry trusts a workflow as the package index does, and hands out a token that ends after minutes. A
    stored token is valid until somebody revokes it. On the command line it can also be read in the list of
    processes.

    ## How to fix

    Add the workflow as a trusted publisher of the crate, then:

    ```yaml
    permissions:
      id-token: write
    steps:
      - uses: rust-lang/crates-io-auth-action@v1
        id: auth
      - run: cargo publish
        env:
          CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}
    ```

    ## Wrong

    ```yaml title=".github/workflows/crate.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      crate:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: cargo publish
            env:
              CARGO_REGISTRY_TOKEN: ${{ secrets.CARGO_REGISTRY_TOKEN }}
    ```

    ## Right

    ```yaml title=".github/workflows/crate.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      crate:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - uses: rust-lang/crates-io-auth-action@v1
            id: auth
          - run: cargo publish
            env:
              CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}
    ```

    ## Sources

    - [crates-io-auth-action](https://github.com/rust-lang/crates-io-auth-action)
    - [zizmor: use-trusted-publishing](https://docs.zizmor.sh/audits/#use-trusted-publishing)

    ## Reads

    `.github/workflows/*.yml`: commands that publish a crate.
    """
    found = tuple(crates.uploads(subject))
    if not found:
        raise Skip("no workflow publishes a crate")
    for job, step, command in found:
        if not any(name_of(s) == crates.LOGIN for s in active_steps(job)):
            yield Problem(
                f"job {code(job.name)} runs `cargo publish` with a stored token",
                command.location,
                "Let the registry trust the workflow, and ask it for a token in this job:\n\n"
                + crates.by_identity(subject, job, step, command),
                warned=True,
            )


@check(Severity.HIGH)
def release_starts_from_a_tag(subject: Subject) -> Iterator[Problem]:
    r"""A release starts from a tag that names its version.

    ## What it wants

    The workflow that publishes starts on a pushed tag or a published release, and some step compares the tag
    with the version in the files (or the version comes from the tag). No other trigger of it (a start by hand, a
    push to a branch, a schedule) publishes from a branch. A run in which `release-please` makes the tag passes
    too: it tags the commit whose files it gave the version.

    ## Why

    A release that is started by hand publishes whatever the branch holds, and no commit in the repository
    says which one that was. With a tag, everybody can find and rebuild the source; but nothing makes the tag
    agree with the version, unless a step compares them.

    ## How to fix

    ```yaml
    on:
      push:
        tags: ["v*"]
    ```

    as a step before the builds, in a job that checks out:

    ```yaml
    - if: github.ref_type == 'tag'
      run: grep -qE "^version *= *\"${GITHUB_REF_NAME#v}\"" Cargo.toml
    ```

    and, where the workflow has other triggers, `if: github.ref_type == 'tag'` in the job that publishes.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      workflow_dispatch:
    jobs:
      publish:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

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
          - run: grep -qE "^version *= *\"${GITHUB_REF_NAME#v}\"" Cargo.toml
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [Packaging guide: publishing with GitHub Actions](https://packaging.python.org/en/latest/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/)
    - [Events that trigger workflows](https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows)

    ## Reads

    `.github/workflows/*.yml`: triggers and scripts of the release.
    """
    found = publishes(subject)
    yield from tagging.unbound(subject, found)


@check(Severity.HIGH)
def releases_never_deleted(subject: Subject) -> Iterator[Problem]:
    """No workflow deletes a release or moves a tag.

    ## What it wants

    No step runs `gh release delete`, deletes a tag on the remote, or pushes one by force.

    ## Why

    A release that is made again under the same version is another one: its files differ from those on the
    index and from those that somebody verified. The file on the index cannot be replaced.

    ## How to fix

    Publish a new version. To repeat a run that broke, upload to the release that exists
    (`gh release upload --clobber` of files that were not out yet).

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      release:
        runs-on: ubuntu-24.04
        permissions:
          contents: write
        steps:
          - uses: actions/checkout@v7
          - run: gh release delete "$GITHUB_REF_NAME" --yes
          - run: gh release create "$GITHUB_REF_NAME"
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      release:
        runs-on: ubuntu-24.04
        permissions:
          contents: write
        steps:
          - uses: actions/checkout@v7
          - run: gh release create "$GITHUB_REF_NAME"
    ```

    ## Sources

    - [gh release delete](https://cli.github.com/manual/gh_release_delete)
    - [GitHub: immutable releases](https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases)

    ## Reads

    `.github/workflows/*.yml`: scripts.
    """
    if not subject.project.workflows:
        raise Skip("the project has no workflows")
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            for command in step.commands:
                if shipping.deletes(command.words):
                    yield Problem(
                        f"job {code(job.name)} runs {code(' '.join(command.words[:3]))}",
                        command.location,
                        "Delete the command, and give what has to be published again a new version.",
                    )


@check(Severity.LOW)
def announced_after_upload(subject: Subject) -> Iterator[Problem]:
    """The release is announced after the index has it.

    ## What it wants

    A job that creates the GitHub release needs the job that uploads to the index; in one job, the upload comes
    first.

    ## Why

    If the upload fails, the release page offers a version that nobody can install.

    ## How to fix

    Let the job that creates the release need the one that publishes.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      announce:
        runs-on: ubuntu-24.04
        permissions:
          contents: write
        steps:
          - uses: actions/checkout@v7
          - run: gh release create "$GITHUB_REF_NAME"
      publish:
        needs: announce
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Right

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
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
      announce:
        needs: publish
        runs-on: ubuntu-24.04
        permissions:
          contents: write
        steps:
          - uses: actions/checkout@v7
          - run: gh release create "$GITHUB_REF_NAME"
    ```

    ## Sources

    - [Packaging guide: publishing with GitHub Actions](https://packaging.python.org/en/latest/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/)

    ## Reads

    `.github/workflows/*.yml`: jobs that create a release, jobs that publish.
    """
    found = publishes(subject)
    if subject.expansion.release.event == "release":
        raise Skip("the GitHub release itself starts the workflow")
    announcers = announcing.announcers(subject)
    if not announcers:
        raise Skip("no workflow creates a GitHub release by a step that is known")
    for publish in found:
        for announcer in announcers:
            yield from announcing.too_early(subject, announcer, publish)


@check(Severity.INFO)
def trial_upload_gates_release(subject: Subject) -> Iterator[Problem]:
    """A trial upload comes before the real one.

    ## What it wants

    Where a workflow uploads to a test index, the job that publishes needs that upload.

    ## Why

    A trial in a workflow of its own, started by hand, is not a condition of the release: it tries other
    files, of another commit, or is forgotten.

    ## How to fix

    Make the trial a job of the release, and let the job that publishes need it.

    ## Wrong

    ```yaml title=".github/workflows/trial.yml"
    on: workflow_dispatch
    jobs:
      trial:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - run: twine upload --repository testpypi dist/*
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      trial:
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - run: twine upload --repository testpypi dist/*
      publish:
        needs: trial
        runs-on: ubuntu-24.04
        permissions:
          id-token: write
        steps:
          - uses: actions/checkout@v7
          - run: uv build --sdist
          - uses: pypa/gh-action-pypi-publish@release/v1
    ```

    ## Sources

    - [Packaging guide: publishing with GitHub Actions](https://packaging.python.org/en/latest/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/)

    ## Reads

    `.github/workflows/*.yml`: the steps that publish.
    """
    found, trials = publishes(subject), shipping.trials(subject)
    if not trials:
        raise Skip("no workflow uploads to a test index")
    for trial in trials:
        if not any(shipping.awaits(subject, publish, trial.origin) for publish in found):
            same = any(is_of_job(publish.origin, trial.origin) for publish in found)
            yield Problem(
                f"{in_job(trial.origin)} uploads to a test index, but the release goes on whether "
                "that fails or not",
                trial.origin.location,
                "Delete `if: always()` of the step that publishes."
                if same
                else f"Make it a job of {code(found[0].origin.workflow)}, and name it under `needs` of "
                f"{in_job(found[0].origin)}.",
                warned=True,
            )
