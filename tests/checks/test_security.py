"""What a stranger could change: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, security
from tests.checks.flows import CI, RELEASE, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1"


NO_CRATE: dict[str, str | None] = {"Cargo.toml": None, "Cargo.lock": None, "src/lib.rs": None}
CACHED = """  {}:
    runs-on: ubuntu-24.04
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          args: --release --out dist
          manylinux: "2_28"
          target: x86_64
          sccache: "true"
      - uses: actions/upload-artifact@v7
        with:
          name: wheels
          path: dist
"""


def alone(*jobs: str, on: str = "[push, pull_request]", top: str = "") -> dict[str, str | None]:
    text = ci(*jobs, on=on)[CI] or ""
    return {RELEASE: None, CI: text.replace("\njobs:", f"\n{top}jobs:", 1)}


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (
            security.actions_pinned,
            alone(
                job(
                    "a",
                    use(f"actions/checkout@{SHA}"),
                    use("a/b@v1"),
                    use("a/c@main"),
                    use("./local"),
                    use("a/d/e@release/v1"),
                )
            ),
            [
                f"{CI}:8 1 use of an action at a branch: `a/c@main`",
                (
                    f"{CI}:7 2 uses of an action at a version's tag or branch: "
                    "`a/b@v1` and `a/d/e@release/v1` (warned)"
                ),
            ],
        ),
        (security.actions_pinned, alone(job("a", use(f"actions/checkout@{SHA}"))), []),
        (
            security.actions_maintained,
            alone(job("a", use("actions-rs/toolchain@v1"))),
            [f"{CI}:6 `actions-rs/toolchain` is archived"],
        ),
        (
            security.permissions_least,
            alone(job("a", run("ls")), job("b", run("ls")), top="permissions: write-all\n"),
            [f"{CI}:2 `{CI}` grants `write-all: write` to all of its jobs"],
        ),
        (
            security.permissions_least,
            alone(job("a", run("ls"))),
            [f"{CI}:3 `{CI}` sets no permissions for `a`: the settings of the repository decide (warned)"],
        ),
        (security.permissions_least, alone(job("a", run("ls")), top="permissions:\n  contents: read\n"), []),
        (
            security.permissions_least,
            alone(job("a", use("actions/checkout@v7"), run("ls"), keys="permissions:\n  contents: write")),
            [f"{CI}:6 job `a` has `contents: write`, and none of its steps writes to the repository (warned)"],
        ),
        (
            security.permissions_least,
            alone(job("a", run("gh release upload v1 dist/*"), keys="permissions:\n  contents: write")),
            [],
        ),
        (
            security.permissions_least,
            alone(job("a", use("somebody/pushes@v1"), keys="permissions:\n  contents: write")),
            [],
        ),
        (  # the permissions of who calls it count
            security.permissions_least,
            {**alone(job("a", run("ls")), on="workflow_call")},
            [],
        ),
        (security.permissions_least, alone(job("a", run("ls"), keys="permissions: {}")), []),
        (
            security.credentials_not_persisted,
            alone(
                job("a", use("actions/checkout@v7")),
                job("b", use("actions/checkout@v7", persist_credentials="false")),
            ),
            [f"{CI}:6 1 step of 2 that check out keep the token on disk (warned)"],
        ),
        (  # it runs the hooks of that name, and commits nothing
            security.credentials_not_persisted,
            alone(job("a", use("actions/checkout@v7"), use("pre-commit/action@v3.0.1"))),
            [f"{CI}:6 1 step of 1 that check out keep the token on disk (warned)"],
        ),
        (security.credentials_not_persisted, alone(job("a", use("actions/checkout@v7"), run("git push"))), []),
        (
            security.release_built_without_cache,
            release(job("wheels", use("Swatinem/rust-cache@v2"), wheel())),
            [f"{R}:8 job `wheels` builds the release with a shared cache (`swatinem/rust-cache`) (warned)"],
        ),
        (
            security.release_built_without_cache,
            release(
                job(
                    "wheels",
                    use(
                        "PyO3/maturin-action@v1",
                        target="x86_64",
                        manylinux='"2_28"',
                        args="--release",
                        sccache="${{ !startsWith(github.ref, 'refs/tags/') }}",
                    ),
                )
            ),
            [],
        ),
        (
            security.scripts_take_no_templates,
            alone(job("a", run("echo ${{ github.event.issue.title }}\necho ${{ github.sha }} ${{ matrix.os }}"))),
            [
                (
                    f"{CI}:7 a script is put together with `${{{{ github.event.issue.title }}}}`, which a "
                    "stranger can write"
                )
            ],
        ),
        (
            security.scripts_take_no_templates,
            release(
                WHEELS, job("name", run("echo ${{ steps.x.outputs.y }} ${{ needs.wheels.result }}")), publish()
            ),
            [
                (
                    f"{R}:20 a script is put together with `${{{{ steps.x.outputs.y }}}}` in a "
                    "workflow that publishes "
                    "(warned)"
                )
            ],
        ),
        (
            security.scripts_take_no_templates,
            {
                **release(job("wheels", use("./.github/actions/bump"), wheel(), kept()), publish()),
                ".github/actions/bump/action.yml": (
                    "runs:\n  using: composite\n  steps:\n    - run: echo ${{ github.ref }}\n      shell: bash\n"
                ),
            },
            [
                (
                    ".github/actions/bump/action.yml:4 a script is put together with `${{ github.ref }}` in an "
                    "action that a publishing workflow calls (warned)"
                )
            ],
        ),
        (
            security.scripts_take_no_templates,
            release(WHEELS, job("name", run("echo ${{ steps.x.outputs.y && 'a' || 'b' }}")), publish()),
            [],
        ),
        (
            security.strangers_code_gets_no_rights,
            alone(
                job("a", use("actions/checkout@v7", ref="${{ github.event.pull_request.head.sha }}")),
                on="pull_request_target",
            ),
            [f"{CI}:8 `{CI}` runs on `pull_request_target` and checks out what the pull request brings"],
        ),
        (
            security.strangers_code_gets_no_rights,
            alone(job("a", use("actions/checkout@v7")), on="pull_request_target"),
            [],
        ),
        (
            security.strangers_code_gets_no_rights,
            alone(
                job(
                    "a",
                    use("actions/checkout@v7", ref="${{ github.event.workflow_run.head_sha }}"),
                    keys="if: github.event.workflow_run.event == 'push'",
                ),
                on="{workflow_run: {workflows: [CI]}}",
            ),
            [],
        ),
        (
            security.publishing_job_only_publishes,
            release(
                job(
                    "publish",
                    wheel(),
                    run("pytest"),
                    use("pypa/gh-action-pypi-publish@release/v1"),
                    keys="permissions:\n  id-token: write",
                )
            ),
            [
                f"{R}:10 job `publish` builds and runs `pytest` with the right to publish (warned)",
            ],
        ),
        (
            security.publishing_job_only_publishes,
            release(job("publish", wheel(), run("twine upload dist/*"), keys="env: {TWINE_PASSWORD: x}")),
            [f"{R}:9 job `publish` builds with the token that publishes (warned)"],
        ),
        (  # what it compiles runs build scripts
            security.publishing_job_only_publishes,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
                    use("pypa/gh-action-pypi-publish@release/v1"),
                    run("cargo publish --dry-run"),
                    run("cargo publish --no-verify"),
                    run("cargo publish"),
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
            [f"{R}:30 job `publish` compiles the crate (`cargo publish`) with the right to publish (warned)"],
        ),
        (security.publishing_job_only_publishes, release(WHEELS, publish()), []),
        (
            security.secrets_not_in_arguments,
            alone(job("a", run("./report ${{ secrets.TOKEN }}"), run("./report $TOKEN"))),
            [f"{CI}:6 a script holds `${{{{ secrets.TOKEN }}}}` (warned)"],
        ),
        (
            security.sbom_in_wheels,
            release(
                job(
                    "wheels",
                    use("PyO3/maturin-action@v1", target="x86_64", manylinux='"2_28"', maturin_version="v1.9.6"),
                )
            ),
            [f"{R}:8 maturin 1.9.6, which builds the release, writes no list of crates into wheels (warned)"],
        ),
        (
            security.dependencies_audited,
            alone(job("a", run("cargo deny check"))),
            [f"{CI} nothing scans the workflows for known faults (warned)"],
        ),
        (security.dependencies_audited, alone(job("a", use("rustsec/audit-check@v2"), run("uvx zizmor ."))), []),
        (
            security.dependencies_audited,
            alone(job("a", run("uvx zizmor ."))),
            ["Cargo.lock nothing scans the crates for known faults (warned)"],
        ),
        (security.dependencies_audited, {**alone(job("a", run("uvx zizmor ."))), **NO_CRATE}, []),
        (  # one cause, one fix: the lines of the inputs
            security.release_built_without_cache,
            release(CACHED.format("linux"), CACHED.format("windows")),
            [
                (
                    f"{R}:13 the jobs `linux` and `windows` build the release with a shared cache "
                    "(`sccache: true`) (warned)"
                )
            ],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


@pytest.mark.parametrize(
    ("check", "overlay", "fixes"),
    [
        (
            security.permissions_least,
            alone(
                job("a", use("actions/checkout@v7"), run("ls")),
                top="permissions:\n  contents: write\n  pages: write\n",
            ),
            ["Write `contents: read`. Delete `pages: write`."],
        ),
        (  # it reads there, and may be told to write
            security.permissions_least,
            alone(
                job("a", use("release-drafter/release-drafter@v6")),
                top="permissions:\n  contents: write\n  pull-requests: write\n",
            ),
            [],
        ),
        (  # nobody knows what it writes
            security.permissions_least,
            alone(job("a", use("somebody/else@v1")), top="permissions:\n  contents: write\n"),
            [],
        ),
        (
            security.publishing_job_only_publishes,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
                    use("pypa/gh-action-pypi-publish@release/v1"),
                    run("cargo publish"),
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
            ["Publish the crate in a job of its own."],
        ),
        (
            security.permissions_least,
            alone(job("a", use("somebody/else@v1"), run("ls"))),
            [
                (
                    "Grant reading at the top, and writing only to the job that needs it (look up what "
                    f'`somebody/else` writes, it is not told here):\n\n```yaml title="{CI}"\n'
                    "permissions:\n  contents: read\n```"
                )
            ],
        ),
        (  # a text that keeps quotes, one in which nothing is replaced, one with more to replace
            security.secrets_not_in_arguments,
            alone(
                job(
                    "a",
                    run("cat << EOF > a\n${{ secrets.A }}\nEOF"),
                    run("cat << 'END' > b\n${{ secrets.B }}\nEND\n./report ${{ secrets.C }}"),
                    run('cat <<-"EOF" > d\ncost: $5 ${{ secrets.D }}\nEOF'),
                )
            ),
            [
                f"Hand it over by the environment, and {written}:\n\n"
                f"```yaml\nenv:\n  {name}: ${{{{ secrets.{name} }}}}\n```"
                for name, written in (
                    ("A", "write `$A` in its place"),
                    ("B", "write `$B` in its place and `END` for `'END'`"),
                    ("C", 'write `"$C"` in the script'),
                    (
                        "D",
                        (
                            'write `$D` in its place and `EOF` for `"EOF"`, with a `\\` before each other `$`, '
                            "`` ` `` and `\\` of the text"
                        ),
                    ),
                )
            ],
        ),
        (
            security.permissions_least,
            alone(
                job("build", use("actions/checkout@v7")),
                job("deploy", use("actions/deploy-pages@v4")),
                job("release", run("gh release create v1")),
            ),
            [
                (
                    "Grant reading at the top, and writing only to the job that needs it:\n\n"
                    f'```yaml title="{CI}"\npermissions:\n  contents: read\njobs:\n  deploy:\n    permissions:\n'
                    "      contents: read\n      id-token: write\n      pages: write\n  release:\n"
                    "    permissions:\n      contents: write\n```"
                )
            ],
        ),
        (
            security.permissions_least,
            alone(
                job("a", run("ls")),
                job("b", run("ls")),
                top="permissions:\n  contents: write\n  packages: write\n",
            ),
            [
                (
                    "Grant reading at the top, and writing only to the job that needs it. No step of these jobs "
                    f'writes `contents` and `packages`.\n\n```yaml title="{CI}"\n'
                    "permissions:\n  contents: read\n```"
                )
            ],
        ),
        (
            security.permissions_least,
            alone(job("a", use("somebody/else@v1")), job("b", run("ls")), top="permissions:\n  packages: write\n"),
            [
                (
                    "Grant reading at the top, and writing only to the job that needs it. Give `packages: write` "
                    "to the job whose steps ask for it.\n\n"
                    f'```yaml title="{CI}"\npermissions:\n  contents: read\n```'
                )
            ],
        ),
        (  # the job that writes says so itself
            security.permissions_least,
            alone(
                job("a", use("somebody/else@v1")),
                job("b", run("ls"), keys="permissions:\n  packages: write"),
                top="permissions:\n  packages: write\n",
            ),
            [
                (
                    "Grant reading at the top, and writing only to the job that needs it.\n\n"
                    f'```yaml title="{CI}"\npermissions:\n  contents: read\n```'
                )
            ],
        ),
        (
            security.release_built_without_cache,
            {RELEASE: (release(CACHED.format("a"))[RELEASE] or "").replace('"true"', "${{ github.ref != 'x' }}")},
            [
                (
                    "Leave it out where a tag is built:\n\n```yaml\nsccache: "
                    "${{ !startsWith(github.ref, 'refs/tags/') && (github.ref != 'x') }}\n```"
                )
            ],
        ),
        (
            security.dependencies_audited,
            alone(job("a", run("uvx zizmor ."))),
            [
                (
                    "Add a job with these steps to a workflow that runs on a schedule:\n\n```yaml\n"
                    "- uses: actions/checkout@v7\n  with:\n    persist-credentials: false\n"
                    "- uses: EmbarkStudios/cargo-deny-action@v2\n  with:\n    command: check advisories\n```"
                )
            ],
        ),
        (  # what runs on a Node that is gone is not pinned there; what is archived is not pinned at all
            security.actions_pinned,
            alone(job("a", use("actions/checkout@v3"), use("actions-rs/toolchain@v1"), use("a/b@v1"))),
            [
                (
                    "Upgrade first what runs on a Node that ends: its line here has the newer version. "
                    "Write the commit that the ref stands for now (`git ls-remote`, or `pinact run` for all at "
                    "once), with the ref as a comment:\n\n```yaml\n"
                    "- uses: actions/checkout@<commit> # v7\n- uses: a/b@<commit> # v1\n```"
                )
            ],
        ),
    ],
)
def test_gives_lines_to_paste(
    check: Check, overlay: dict[str, str | None], fixes: list[str], tmp_path: Path
) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == fixes
