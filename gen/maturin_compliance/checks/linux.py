"""Wheels for Linux."""

from collections.abc import Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.platforms import architectures, hosted, musl, platforms, policy_lines
from maturin_compliance.checks.evidence.testing.wheels import architecture, runner_for
from maturin_compliance.checks.evidence.workflows.pipeline import in_job
from maturin_compliance.checks.text import code, codes, fence


@check(Severity.CRITICAL)
def linux_wheels_built_in_container(subject: Subject) -> Iterator[Problem]:
    """Linux wheels are built in a manylinux container or with zig.

    ## What it wants

    A build of the release for `linux-gnu` runs in a container (`manylinux` or `container` of the action, or
    `container:` of the job), or links with `--zig`.

    ## Why

    A build on the runner itself links its glibc. On `ubuntu-24.04` the wheel asks for 2.39 at worst, and
    installs on no older system; where no policy fits it is tagged `linux_x86_64`, which the index refuses.

    ## How to fix

    ```yaml
    with:
      manylinux: "2_28"
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

    - [maturin guide: build wheels for Linux](https://www.maturin.rs/distribution.html#build-wheels)
    - [maturin-action: manylinux Docker container](https://github.com/PyO3/maturin-action#manylinux-docker-container)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    yield from hosted.on_runner(subject)


@check(Severity.MEDIUM)
def linux_policy_explicit(subject: Subject) -> Iterator[Problem]:
    """The manylinux policy of a release is written down.

    ## What it wants

    Each build of the release for Linux names a policy: `manylinux: "2_28"`, `--compatibility 2_28` or
    `[tool.maturin] compatibility`, and not `auto`.

    ## Why

    `auto` chooses a container, since maturin-action 1.30 that of manylinux2014 where there is one, but tells
    maturin no policy: it gives the wheel the oldest tag that its symbols happen to allow. A newer dependency or
    compiler raises the tag, and who runs an older system gets no wheel any more; no job fails.

    ## How to fix

    Name the policy where it is written: in the matrix, if the input takes it from there. maturin then fails
    when the wheel does not keep it. Where `linux-policy-maintained` has a line to change, that fix names it too.

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
              manylinux: auto
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
              target: aarch64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [maturin-action: hardening release pipelines](https://github.com/PyO3/maturin-action#hardening-release-pipelines)

    ## Reads

    `.github/workflows/*.yml`: builds of the release. `pyproject.toml`: `[tool.maturin] compatibility`.
    """
    problems = tuple(policy_lines.left_unnamed(subject))
    if policy_lines.unnamed(subject) and not problems:
        raise Skip("`linux-policy-maintained` has the policy to write on the same lines")
    yield from problems


@check(Severity.CRITICAL)
def container_fits_target(subject: Subject) -> Iterator[Problem]:
    """maturin-action has a container for what is asked.

    ## What it wants

    For the runner, the target and the policy of each build there is a container that builds for that target.

    ## Why

    Where maturin-action has none for the three, it takes the one of the runner's architecture, whose linker
    refuses the objects; and where the policy is not known at all, it builds on the runner without a word, for
    the runner's glibc. A musllinux policy without a musl target is such a case.

    ## How to fix

    Take a policy that exists for the target, or a runner of the target's architecture.

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
              manylinux: "2_34"
              args: --release --out dist -i python3.14
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
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              manylinux: "2_34"
              args: --release --out dist -i python3.14
    ```

    ## Sources

    - [maturin-action: manylinux Docker container](https://github.com/PyO3/maturin-action#manylinux-docker-container)
    - [maturin-action: default containers](https://github.com/PyO3/maturin-action/blob/main/src/index.ts)

    ## Reads

    `.github/workflows/*.yml`: `manylinux`, `container` and `target` of builds, and the runner.
    """
    builds = [b for b in platforms.linux_builds(subject) if b.tool == "maturin-action"]
    if not builds:
        raise Skip("maturin-action builds no Linux wheels of the release")
    for build in builds:
        fault = platforms.container_fault(subject, build)
        if fault:
            yield Problem(fault, build.origin.location, platforms.other_container(subject, build))


@check(Severity.MEDIUM)
def linux_policy_maintained(subject: Subject) -> Iterator[Problem]:
    """Linux wheels are built for a policy whose image is maintained.

    ## What it wants

    Each build is for a policy that is still maintained. The image of one whose system has ended, though it is
    still made (manylinux2014), is a warning; the cross compilers that maturin-action takes for other
    architectures are not made from that system.

    ## Why

    An image that nobody maintains gets no newer Pythons, no newer compilers and no security fixes; what it
    links statically into the wheel is as old as it is.

    ## How to fix

    Build for `2_28` (AlmaLinux 8, maintained until 2029), or `musllinux_1_2`. Of the systems that are still
    supported by their makers, next to none has an older glibc.

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

    - [pypa/manylinux](https://github.com/pypa/manylinux)
    - [pep600_compliance](https://github.com/mayeut/pep600_compliance)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    yield from policy_lines.one_a_line(policy_lines.unmaintained(subject))


@check(Severity.MEDIUM)
def linux_architectures_covered(subject: Subject) -> Iterator[Problem]:
    """There are Linux wheels for x86_64 and aarch64.

    ## What it wants

    A release has manylinux wheels for `x86_64` (without them a failure) and for `aarch64` (a warning).

    ## Why

    These two are most servers, laptops and containers, among them every container on a Mac. Whoever gets no
    wheel needs a Rust toolchain to install.

    ## How to fix

    Add the target to the matrix, on a runner of its own architecture.

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
        runs-on: ${{ matrix.runner }}
        strategy:
          matrix:
            include:
              - { runner: ubuntu-24.04, target: x86_64 }
              - { runner: ubuntu-24.04-arm, target: aarch64 }
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: ${{ matrix.target }}
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [maturin-action: examples](https://github.com/PyO3/maturin-action#examples)
    - [GitHub: partner runner images for arm64](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    built = architectures.machines(subject, "manylinux")
    yield from architectures.uncovered(subject, "linux", "Linux (glibc)", ("x86_64", "aarch64"), built)


@check(Severity.MEDIUM)
def musllinux_wheels_built(subject: Subject) -> Iterator[Problem]:
    """There are wheels for Alpine and other systems with musl.

    ## What it wants

    For `x86_64` and `aarch64`, where there is a manylinux wheel there is a musllinux wheel too.

    ## Why

    Most small containers are made from Alpine. It has no glibc, so that no manylinux wheel fits: `pip
    install` downloads the sdist and needs a Rust toolchain.

    ## How to fix

    Build with `manylinux: musllinux_1_2`, in the same matrix.

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
        strategy:
          matrix:
            manylinux: ["2_28", musllinux_1_2]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              target: x86_64
              manylinux: ${{ matrix.manylinux }}
              args: --release --out dist
    ```

    ## Sources

    - [PEP 656: platform tag for Linux distributions using musl](https://peps.python.org/pep-0656/)

    ## Reads

    `.github/workflows/*.yml`: builds of the release.
    """
    gnu, alpine = architectures.machines(subject, "manylinux"), architectures.machines(subject, "musllinux")
    wanted = [machine for machine in ("x86_64", "aarch64") if machine in gnu]
    if not wanted:
        raise Skip("the release has no manylinux wheels for x86_64 or aarch64")
    missing = [machine for machine in wanted if machine not in alpine]
    if missing:
        need.all_followed(subject, "a musllinux wheel", lambda target: "linux" in target)
        edit = musl.added(subject, missing)
        yield Problem(
            f"there is no musllinux wheel for {codes(missing)}: Alpine falls back to the sdist",
            edit.location,
            edit.fix,
            warned=True,
        )


@check(Severity.MEDIUM)
def arm_wheels_built_on_arm(subject: Subject) -> Iterator[Problem]:
    """Linux wheels for aarch64 are built where they can be tested.

    ## What it wants

    A build for `aarch64` runs on an arm64 runner, once GitHub offers them.

    ## Why

    On an x64 runner the wheel comes from a cross compiler, and nothing can load it there: whether it works is
    found out by those who install it. With emulation it takes many times as long.

    ## How to fix

    ```yaml
    runs-on: ubuntu-24.04-arm
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
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [GitHub-hosted runners](https://docs.github.com/en/actions/reference/runners/github-hosted-runners)
    - [maturin-action: default containers](https://github.com/PyO3/maturin-action/blob/main/src/index.ts)

    ## Reads

    `.github/workflows/*.yml`: runners of the builds for aarch64.
    """
    arm = runner_for(subject, "linux", "arm64")
    builds = [b for b in platforms.linux_wheels(subject) if architecture(b.target or "") == "arm64"]
    if arm is None or not builds:
        raise Skip("no arm64 runner was offered on that date" if builds else "no Linux wheel is for aarch64")
    yield from architectures.crossed(subject, builds, arm.label)


@check(Severity.LOW)
def emulation_used(subject: Subject) -> Iterator[Problem]:
    """QEMU is set up only where something runs under it.

    ## What it wants

    A job with `docker/setup-qemu-action` runs a container of another architecture than its runner.

    ## Why

    The containers that maturin-action takes for a foreign target on an x64 runner are cross compilers that
    run on x64: QEMU does nothing for them. The step costs time, and lets readers believe that the wheel was
    run.

    ## How to fix

    Delete the step.

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
          - uses: docker/setup-qemu-action@v4
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
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: docker/setup-qemu-action@v4
          - uses: PyO3/maturin-action@v1
            with:
              target: aarch64
              container: quay.io/pypa/manylinux_2_28_aarch64
              manylinux: "2_28"
              args: --release --out dist
    ```

    ## Sources

    - [maturin-action: manylinux Docker container](https://github.com/PyO3/maturin-action#manylinux-docker-container)
    - [rust-cross/manylinux-cross](https://github.com/rust-cross/manylinux-cross)

    ## Reads

    `.github/workflows/*.yml`: jobs with `docker/setup-qemu-action`.
    """
    found = platforms.emulations(subject)
    if not found:
        raise Skip("no job sets up QEMU")
    for job, step, used in found:
        if not used:
            yield Problem(
                f"job {code(job.name)} sets up QEMU, but runs nothing under it: its containers are of "
                "the runner's own "
                "architecture",
                step.step.location,
                "Delete the step. To test the wheel, use an arm64 runner.",
                warned=True,
            )


@check(Severity.MEDIUM)
def container_interpreters_named(subject: Subject) -> Iterator[Problem]:
    """A build in a container says which Pythons it builds for.

    ## What it wants

    Without the stable ABI, a build in a container has `--interpreter` or `--find-interpreter`.

    ## Why

    Without either, maturin takes the `python3` that comes first on the container's `PATH`, which is none that
    the workflow chose and changes with the image; a cross build fails, having none at all.

    ## How to fix

    ```yaml
    args: --release --out dist -i python3.13 python3.14
    ```

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
    pyo3 = "0.29.2"
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

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.29.2"
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
              args: --release --out dist -i python3.13 python3.14
    ```

    ## Sources

    - [maturin guide: Python interpreters](https://www.maturin.rs/bindings.html)

    ## Reads

    `.github/workflows/*.yml`: arguments of the builds. `Cargo.toml`: features of PyO3.
    """
    builds = platforms.contained(subject)
    if not builds and any(build.tool == "cibuildwheel" for build in subject.expansion.release.builds):
        raise Skip("cibuildwheel names the interpreters")
    if not builds:
        raise Skip("no wheel that is bound to one Python is built in a container")
    for build in builds:
        if not platforms.names_interpreters(build):
            yield Problem(
                f"{in_job(build.origin)} takes the first Python of the container {code(build.image)}",
                build.origin.location,
                f"Name the interpreters:\n\n{fence('-i python3.13 python3.14', 'sh')}",
                warned=True,
            )
