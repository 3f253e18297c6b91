"""How the workflows are put together: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check
from maturin_compliance.checks import ci as checks
from tests.checks.flows import CI, RELEASE, SDIST, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, healthy_with, result

R = RELEASE
CARGO = job("test", run("cargo test"))
ALONE = {RELEASE: None}
NO_CRATE = "there is no Cargo.toml in `/elsewhere`, where Dependabot looks for crates"
OWN = "unless one of your own bears the label, the job never starts"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
CANCELS = "concurrency:\n  group: {1}\n  cancel-in-progress: {0}"
DEPENDABOT = """version: 2
updates:
  - {{ package-ecosystem: github-actions, directory: / }}
  - {{ package-ecosystem: cargo, directory: "{}" }}
"""
EXACT, SERIES = (("maturin>=1.14,<2", f"maturin{bound}") for bound in ("==1.16.0", ">=1.8,<1.9"))
OLD_UPLOAD = use("actions/upload-artifact@v3", name="wheels", path="dist")
ROWS = """strategy:
  matrix:
    at:
      - os: ubuntu-22.04
      - os: windows-2025
      - { os: ubuntu-22.04 }"""


def compared(other: str, tags: str) -> dict[str, str | None]:
    """A release that compares its tag with something."""
    script = f"version=$(cargo pkgid)\ntest {other} = $GITHUB_REF_NAME"
    return {
        path: (text or "").replace("v*", tags)
        for path, text in release(job("version", run("ls"), run(script))).items()
    }


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (checks.tests_run_on_changes, ci(CARGO), []),
        (
            checks.tests_run_on_changes,
            ci(CARGO, on="{push: {branches-ignore: [wip], tags: [v1]}, pull_request: }"),
            [],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="{push: {tags: [v1]}, pull_request: }"), **ALONE},
            [
                (
                    f"{CI}:1 tests do not run on pushes to a branch: `{CI}` starts on `push` of tags and "
                    "`pull_request` (warned)"
                )
            ],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="workflow_dispatch"), **ALONE},
            [
                (
                    f"{CI}:1 tests do not run on pushes to a branch and pull requests: `{CI}` starts on "
                    "`workflow_dispatch`"
                )
            ],
        ),
        (checks.tests_run_on_changes, ci(job("test", run("./pw uv run coverage run -m pytest"))), []),
        (checks.tests_run_on_changes, ci(job("test", run("make test"))), []),
        (checks.tests_run_on_changes, ci(job("test", run("uv run task test:unit"))), []),
        (checks.tests_run_on_changes, ci(job("test", use("CodSpeedHQ/action@v4", run="pytest benches"))), []),
        (
            checks.tests_run_on_changes,
            {**ci(job("test", run("python -c 'import orchard'"), use("a/b@v1", run="ls"))), **ALONE},
            [f"{CI} no workflow runs tests"],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(job("lint", run("cargo fmt"))), **ALONE},
            [f"{CI} no workflow runs tests"],
        ),
        (
            checks.maturin_version_fixed,
            release(job("wheels", wheel())),
            [f"{R}:8 the release is built with whatever maturin is newest on the day (warned)"],
        ),
        (
            checks.runners_available,
            ci(job("test", run("cargo test"), runner="ubuntu-22.04")),
            [f"{CI}:4 the runner `ubuntu-22.04` is announced to end on 2027-04-17 (warned)"],
        ),
        (
            checks.artifact_names_unique,
            release(job("one", wheel(), kept()), job("two", wheel("i686"), kept())),
            [f"{R}:13 2 uploads of jobs `one` and `two` share the artifact name `wheels`: the second one fails"],
        ),
        (
            checks.artifact_names_unique,
            release(job("one", wheel(), kept()), job("two", wheel("i686"), kept("more"))),
            [],
        ),
        (
            checks.versions_kept_by_yaml,
            ci(job("test", run("cargo test"), keys='strategy:\n  matrix:\n    python: [3.10, "3.20", 3.9]')),
            [f"{CI}:7 `3.10` is the number `3.1` to YAML"],
        ),
        (checks.versions_kept_by_yaml, ci(job("test", run("cargo test"), keys="timeout-minutes: 1.50")), []),
        (
            checks.setup_python_takes_effect,
            release(job("wheels", use("actions/setup-python@v7"), wheel(), kept())),
            [
                (
                    f"{R}:8 no step of job `wheels` runs on the Python that it sets up: the container "
                    "that builds brings "
                    "its own (warned)"
                )
            ],
        ),
        (
            checks.setup_python_takes_effect,
            release(job("wheels", use("actions/setup-python@v7"), wheel(), run("ls"))),
            [],
        ),
        (
            checks.build_matrix_finishes,
            release(
                job(
                    "wheels",
                    wheel("${{ matrix.target }}"),
                    keys="strategy:\n  matrix:\n    target: [x86_64, i686]",
                )
            ),
            [f"{R}:7 the first failure cancels the other combinations of job `wheels` (warned)"],
        ),
        (
            checks.build_matrix_finishes,
            release(
                job("wheels", wheel("${{ matrix.target }}"), keys="strategy:\n  matrix:\n    target: [x86_64]")
            ),
            [],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: cargo\n"},
            [".github/dependabot.yml:1 nothing proposes updates of `github-actions` (warned)"],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": None, "renovate.json": '{"extends": ["config:recommended"]}\n'},
            [],
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/checkout@v4"), use("actions/setup-python@v7"))),
            [f"{CI}:6 `actions/checkout@v4` runs on `node20`, which was removed from runners on 2026-09-23"],
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use(f"actions/checkout@{COMMIT} # v4.1.1"), use(f"actions/checkout@{COMMIT}"))),
            [
                (
                    f"{CI}:6 `actions/checkout@{COMMIT[:7]}… # v4.1.1` runs on `node20`, which was removed from "
                    "runners on 2026-09-23"
                )
            ],
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/attest-build-provenance@v2"), use("wntrblm/nox@2026.08.17"))),
            [
                (
                    f"{CI}:6 `actions/attest-build-provenance@v2` uses `actions/attest@v2.4.0`, whose `node20` "
                    "was removed from runners on 2026-09-23"
                )
            ],
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/upload-artifact@v3", path="dist"))),
            [
                (
                    f"{CI}:6 `actions/upload-artifact@v3` runs on `node16`, which was removed from runners on "
                    "2024-11-12; the artifact service that it needs was closed on 2025-01-30"
                )
            ],
        ),
        (
            checks.action_inputs_known,
            ci(job("test", use(f"actions/setup-python@{COMMIT} # v7.0.0", python_versions='"3.14"'))),
            [f"{CI}:8 `actions/setup-python@{COMMIT[:7]}… # v7.0.0` has no input `python-versions`"],
        ),
        (
            checks.runners_available,
            ci(
                job("lint", run("ls"), runner="ubuntu-22.04", keys="if: github.event_name == 'pull_request'"),
                job("test", run("cargo test"), runner="${{ matrix.at.os }}", keys=ROWS),
                job("old", run("cargo test"), runner="${{ matrix.os || 'Ubuntu-22.04' }}"),
            ),
            [f"{CI}:4 the runner `ubuntu-22.04` is announced to end on 2027-04-17 (warned)"],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="{push: , pull_request: {paths-ignore: ['src/**']}}"), **ALONE},
            [
                (
                    f"{CI}:1 a pull request that changes `src/lib.rs` starts no tests: `paths-ignore` "
                    "leaves it out "
                    "(warned)"
                )
            ],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="{push: , pull_request: {paths: ['src/**', '**.py']}}"), **ALONE},
            [],
        ),
        (
            checks.maturin_version_fixed,
            release(WHEELS.replace("args:", "maturin-version: v1.16.0\n          args:"), SDIST),
            [f"{R}:21 the release is built with whatever maturin is newest on the day (warned)"],
        ),
        (
            checks.maturin_version_fixed,
            {**release(job("wheels", wheel())), **healthy_with("pyproject.toml", *SERIES)},
            [],
        ),
        (
            checks.maturin_version_fixed,
            {**release(job("wheels", wheel())), **healthy_with("pyproject.toml", *EXACT)},
            [],
        ),
        (
            checks.wheels_built_alike,
            {
                **release(WHEELS, publish()),
                **ci(
                    job(
                        "test",
                        run("pip install maturin"),
                        run("maturin build --release --out dist"),
                        run("pip install --no-index --find-links dist orchard"),
                        run("pytest"),
                    )
                ),
            },
            [],
        ),
        (
            checks.setup_python_takes_effect,
            release(
                job(
                    "wheels",
                    use("actions/setup-python@v7"),
                    wheel("aarch64"),
                    use("uraimo/run-on-arch-action@v3", arch="aarch64", distro="ubuntu24.04", run="pytest"),
                ),
                job("sdist", use("actions/setup-python@v7"), use("PyO3/maturin-action@v1", command="sdist")),
            ),
            [
                (
                    f"{R}:8 no step of job `wheels` runs on the Python that it sets up: the container that builds "
                    "brings its own (warned)"
                ),
                (
                    f"{R}:22 no step of job `sdist` runs on the Python that it sets up: an sdist is "
                    "made without one "
                    "(warned)"
                ),
            ],
        ),
        (
            checks.build_matrix_finishes,
            release(
                job("gnu", wheel("${{ matrix.to }}"), keys="strategy:\n  matrix:\n    to: [x86_64, i686]"),
                job(
                    "musl",
                    wheel("${{ matrix.to }}", "musllinux_1_2"),
                    keys="strategy:\n  matrix:\n    to: [x86_64, i686]",
                ),
            ),
            [f"{R}:7 in the jobs `gnu` and `musl` the first failure cancels the other combinations (warned)"],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": DEPENDABOT.format("/elsewhere")},
            [
                f".github/dependabot.yml:4 {NO_CRATE} (warned)",
            ],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: github_actions\n"},
            [
                ".github/dependabot.yml:3 Dependabot has no ecosystem `github_actions` (warned)",
                ".github/dependabot.yml:1 nothing proposes updates of `cargo` (warned)",
            ],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": DEPENDABOT.format("/").replace("version: 2\n", "")},
            [".github/dependabot.yml:1 Dependabot reads a file of version 2 only: `version` is missing"],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": DEPENDABOT.format("/").replace("version: 2", "version: 1")},
            [".github/dependabot.yml:1 Dependabot reads a file of version 2 only: `version` is `1`"],
        ),
        (
            checks.runners_available,
            ci(
                job("a", run("ls"), runner="ubuntu-24.04-arm64"),
                job("b", run("ls"), runner="windows-2024"),
                job("c", run("ls"), runner="[self-hosted, ubuntu-23.04]"),
                job("d", run("ls"), runner="{group: big, labels: ubuntu-20.04}"),
                job("e", run("ls"), runner="ubuntu-24.04-16core"),
            ),
            [
                f"{CI}:4 GitHub has no runner `ubuntu-24.04-arm64`: {OWN} (warned)",
                f"{CI}:8 GitHub has no runner `windows-2024`: {OWN} (warned)",
            ],
        ),
        (checks.updates_automated, {".github/dependabot.yml": DEPENDABOT.format("/")}, []),
        (checks.updates_automated, {".github/dependabot.yml": DEPENDABOT.format("/**/*")}, []),
        (
            checks.updates_automated,
            {
                ".github/dependabot.yml": DEPENDABOT.format("/").replace("cargo", "github-actions"),
                **ci(
                    job("bump", run("cargo update"), use("peter-evans/create-pull-request@v8")),
                    on="{schedule: [{cron: 0 8 1 * *}]}",
                ),
            },
            [],
        ),
        (
            checks.releases_run_to_their_end,
            release(WHEELS, publish(keys=CANCELS.format("true", "x"))),
            [f"{R}:24 a second run in the group `x` cancels a release that is under way (warned)"],
        ),
        (checks.releases_run_to_their_end, release(WHEELS, publish(keys=CANCELS.format("false", "x"))), []),
        (
            checks.releases_run_to_their_end,
            release(WHEELS, publish(keys=CANCELS.format("true", "${{ github.run_id }}"))),
            [],
        ),
        (
            checks.requirements_quoted,
            ci(job("test", run("pip install pip>=26.1 'a>=1'\nuv pip install \"b>=2\" > log\necho a>=1"))),
            [f"{CI}:7 the shell takes the bound of `pip>=26.1` for a file `=26.1` to write to"],
        ),
        (
            checks.action_inputs_known,
            ci(job("test", use("actions/setup-python@v7", python_versions='"3.14"'))),
            [f"{CI}:8 `actions/setup-python@v7` has no input `python-versions`"],
        ),
        (checks.tags_compared_as_pushed, compared('"v$version"', "v*"), []),
        (checks.tags_compared_as_pushed, compared('"v$other"', "[0-9]*"), []),
        (
            checks.tags_compared_as_pushed,
            compared('"v$version"', "[0-9]*"),
            [f"{R}:11 no tag that starts the workflow is `v$version`: they match `[0-9]*`"],
        ),
        (
            checks.tags_compared_as_pushed,
            compared("${version}", "v*"),
            [f"{R}:11 no tag that starts the workflow is `$version`: they match `v*`"],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


def test_wheels_are_built_alike(tmp_path: Path) -> None:
    overlay = {
        **release(WHEELS, publish()),
        **ci(job("build", run("pip install maturin"), run("maturin build --release"))),
    }
    assert found(tmp_path, checks.wheels_built_alike, overlay) == [
        f"{CI}:7 job `build` of `{CI}` builds wheels with `maturin`, the release with `maturin-action`"
    ]


NESTED = (
    "strategy:\n  matrix:\n    at:\n      - { target: x86_64, libc: gnu }\n      - { target: i686, libc: gnu }"
)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("strategy:\n  matrix:\n    target: [x86_64, i686]", "wheels-${{ matrix.target }}"),
        (NESTED, "wheels-${{ matrix.at.target }}"),
    ],
)
def test_names_artifacts_by_what_differs(keys: str, name: str, tmp_path: Path) -> None:
    overlay = release(job("wheels", wheel(), kept("wheels-"), keys=keys))
    (problem,) = result(tmp_path, checks.artifact_names_unique, overlay).problems
    assert problem.fix == f"Put what differs into the name:\n\n```yaml\nname: {name}\n```"


def test_the_unfixed_maturin_is_told_where_the_release_is_built(tmp_path: Path) -> None:
    tries = job("try", wheel(), run("pip install --no-index --find-links dist orchard"), run("pytest"))
    wheels = job("wheels", wheel("i686"), kept(), keys="needs: try")
    assert found(tmp_path, checks.maturin_version_fixed, release(tries, wheels, publish())) == [
        f"{R}:19 the release is built with whatever maturin is newest on the day (warned)"
    ]


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("astral-sh/setup-uv@v6"))),
            (
                "Use the newest version (none of its tags moves with the major):\n\n"
                "```yaml\nuses: astral-sh/setup-uv@v10.0.1\n```"
            ),
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/setup-java@v1"))),
            "Use the newest major version:\n\n```yaml\nuses: actions/setup-java@v5\n```",
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("astral-sh/setup-uv@v6"), use("astral-sh/setup-uv@v10.3.0"))),
            f"Use the version that `{CI}:7` has:\n\n```yaml\nuses: astral-sh/setup-uv@v10.3.0\n```",
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use(f"uraimo/run-on-arch-action@{COMMIT} # v3.0.1"))),
            (
                "Use the newest version:\n\n```yaml\nuses: uraimo/run-on-arch-action@<commit> # v3\n```\n\n"
                "`<commit>` stands for the commit of that tag (`git ls-remote`)."
            ),
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/checkout@v4"), use(f"actions/checkout@{COMMIT} # v7.0.1"))),
            f"Use the version that `{CI}:7` has:\n\n```yaml\nuses: actions/checkout@{COMMIT} # v7.0.1\n```",
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("KyleMayes/install-llvm-action@v2"))),
            "Use a version on a newer Node, should there be one, or run the command itself in a `run:` step.",
        ),
        (
            checks.actions_run_on_supported_node,
            {CI: None}
            | release(
                job(
                    "linux",
                    wheel("${{ matrix.to }}"),
                    OLD_UPLOAD,
                    keys="strategy:\n  matrix:\n    to: [x86_64, i686]",
                ),
                job("macos", wheel(), OLD_UPLOAD, runner="macos-26"),
            ),
            (
                "Use the newest major version:\n\n```yaml\nuses: actions/upload-artifact@v7\n```\n\n"
                "From version 4 on an upload cannot add to an artifact. Give each its own name:\n\n```yaml\n"
                "# job linux\nname: wheels-linux-${{ matrix.to }}\n# job macos\nname: wheels-macos\n```\n\n"
                "Where `wheels` is downloaded, take them all instead of the one `name`:\n\n"
                "```yaml\npattern: wheels-*\nmerge-multiple: true\n```"
            ),
        ),
        (
            checks.runners_available,
            ci(job("test", run("ls"), runner="${{ matrix.at.os }}", keys=ROWS)),
            "Write `ubuntu-26.04` instead at each of these lines (`matrix.at.os`).",
        ),
        (
            checks.tests_run_on_changes,
            ci(
                CARGO,
                on="{push: {tags: ['v*']}, pull_request: {paths: [a]}, workflow_dispatch: {inputs: {a: {}}}}",
            ),
            (
                f'Add what is missing, and keep the rest:\n\n```yaml title="{CI}"\non:\n  push:\n    '
                "branches: [main]\n"
                '    tags: ["v*"]\n  pull_request:\n    paths: ["a"]\n  workflow_dispatch:  # as it is\n```\n\n'
                "`main` stands for the default branch."
            ),
        ),
        (
            checks.maturin_version_fixed,
            release(job("wheels", run("pip install twine maturin"), run("maturin build"))),
            "Name the version:\n\n```sh\npip install twine maturin==1.16.0\n```",
        ),
        (
            checks.maturin_version_fixed,
            release(
                job(
                    "wheels",
                    run("uv pip install -r tools.txt 'maturin>=1.10,<2' -r more.txt"),
                    run("maturin build -i 3.14 --compatibility 2_28"),
                    keys="container: fedora:rawhide",
                )
            ),
            "Name the version:\n\n```sh\nuv pip install -r tools.txt maturin==1.16.0 -r more.txt\n```",
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": DEPENDABOT.format("/").rpartition("  - ")[0]},
            (
                "Add to `.github/dependabot.yml`, under `updates`:\n\n"
                '```yaml title=".github/dependabot.yml"\n  - package-ecosystem: cargo\n    directory: /\n'
                "    schedule:\n      interval: weekly\n```"
            ),
        ),
        (
            checks.runners_available,
            ci(
                job(
                    "test",
                    run("ls", **{"if": "matrix.os == 'Ubuntu-22.04'"}),
                    runner="${{ matrix.os }}",
                    keys="strategy:\n  matrix:\n    os: [ubuntu-22.04]\n    exclude:\n      - os: ubuntu-22.04",
                )
            ),
            (
                f"Write `ubuntu-26.04` instead there (`matrix.os`). Change `{CI}:9` and `{CI}:12` "
                "with it, where the "
                "label is compared."
            ),
        ),
        (
            checks.runners_available,
            ci(job("test", run("ls"), runner="ubuntu-22.04")),
            "Take a newer one:\n\n```yaml\nruns-on: ubuntu-26.04\n```",
        ),
        (
            checks.tags_compared_as_pushed,
            compared("$version", "v*"),
            'Compare it with `"v$version"`, or change the filter under `tags`.',
        ),
    ],
)
def test_fix(check: Check, overlay: dict[str, str | None], fix: str, tmp_path: Path) -> None:
    assert result(tmp_path, check, ALONE | overlay).problems[0].fix == fix


def test_every_line_that_names_a_runner(tmp_path: Path) -> None:
    jobs = (
        job("test", run("ls"), runner="${{ matrix.at.os }}", keys=ROWS),
        job("one", run("ls"), runner="ubuntu-22.04"),
    )
    (problem,) = result(tmp_path, checks.runners_available, {**ALONE, **ci(*jobs)}).problems
    assert [str(place) for place in (problem.location, *problem.also)] == [f"{CI}:8", f"{CI}:10", f"{CI}:14"]
