"""What GitHub refuses of a workflow: the problem, its line and the repair."""

from pathlib import Path

import pytest

from maturin_compliance.checks.ci import workflows_accepted
from maturin_compliance.checks.linux import linux_policy_explicit
from tests.checks.flows import CI, RELEASE, WHEELS, ci, job, publish, release, run, use
from tests.checks.support import found, result

TEST = job("test", run("cargo test"))
ACTION = ".github/actions/try/action.yml"
STRAY = ".github/workflow/a.yml"
TAGGED = """A word that begins with `!` is a tag to YAML. Write it as an expression:

```yaml
if: ${{ !cancelled() }}
```"""
COMPOSITE = "runs:\n  using: composite\n  steps:\n    - run: cargo test\n"


def _unrecognized(name: str) -> str:
    return f"unrecognized named-value '{name}' at position 1"


@pytest.mark.parametrize(
    ("overlay", "problems"),
    [
        (ci(TEST), []),
        (ci(TEST, on="{push: {tag: v1}}"), [f"{CI}:1 GitHub does not run `{CI}`: `on.push.tag: {{unknown}}`"]),
        (
            ci(TEST, on="{release: {types: [publish]}}"),
            [f"{CI}:1 GitHub does not run `{CI}`: `on.release.types: GitHub knows no such type: 'publish'`"],
        ),
        (ci(TEST, on="pushes"), [f"{CI}:1 GitHub does not run `{CI}`: `on: GitHub knows no event 'pushes'`"]),
        (
            ci(job("test", run("cargo test"), keys="permissions:\n  id_token: write")),
            [f"{CI}:6 GitHub does not run `{CI}`: `jobs.test.permissions.id_token: {{unknown}}`"],
        ),
        (
            ci(job("test", run("cargo test", **{"if": "!cancelled()"}))),
            [f"{CI}:7 GitHub does not run `{CI}`: `has the tag '!cancelled()' on a value that it does not fit`"],
        ),
        (
            {CI: "version: 2\n"},
            [f"{CI}:1 GitHub does not run `{CI}`: `is no workflow: has neither 'on' nor 'jobs'`"],
        ),
        (
            {STRAY: ci(TEST)[CI], ".github/workflows-old/b.yml": ci(TEST)[CI]},
            [f"{STRAY} GitHub does not run `{STRAY}`: `lies where GitHub does not look for workflows: {{reads}}`"],
        ),
        (
            ci("  test:\n    steps:\n" + run("cargo test")),
            [f"{CI}:3 job `test` names no runner"],
        ),
        (
            ci(TEST, job("last", run("ls"), keys="needs: [Test, tests]")),
            [f"{CI}:9 job `last` needs `tests`, which is no job of the workflow"],
        ),
        (
            ci(job("test", use("actions/checkout@v7", keys="run: ls"), "      - name: nothing\n")),
            [f"{CI}:7 a step has both `uses` and `run`", f"{CI}:8 a step has neither `uses` nor `run`"],
        ),
        (
            {**ci(job("test", use("./.github/actions/try"))), ACTION: COMPOSITE},
            [f"{ACTION}:4 a script of a composite action names no shell"],
        ),
    ],
)
def test_tells(overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    said = {"unknown": "GitHub knows no such key here", "reads": "it reads those directly in .github/workflows"}
    assert found(tmp_path, workflows_accepted, overlay) == [problem.format(**said) for problem in problems]


@pytest.mark.parametrize(
    ("steps", "line", "expression", "error"),
    [
        (
            job("a", run("ls"), keys='if: github.ref == "x"'),
            5,
            'github.ref == "x"',
            "unexpected symbol '\"x\"' at position 15",
        ),
        (job("a", run("ls ${{ 'x' }}\nls ${{ secret.X }}")), 8, "secret.X", _unrecognized("secret")),
        (job("a", run("ls"), keys="if: env.X == 'a'"), 5, "env.X == 'a'", _unrecognized("env")),
        (job("a", run("ls", **{"if": "secrets.X == ''"})), 7, "secrets.X == ''", _unrecognized("secrets")),
        (
            job("a", run("ls"), keys="strategy:\n  matrix:\n    os: ['${{ matrix.os }}']"),
            7,
            "matrix.os",
            _unrecognized("matrix"),
        ),
    ],
)
def test_refused_expressions(steps: str, line: int, expression: str, error: str, tmp_path: Path) -> None:
    wanted = f"{CI}:{line} GitHub refuses the expression `{expression}`: `{error}`"
    assert found(tmp_path, workflows_accepted, ci(steps)) == [wanted]


def test_an_expression_without_an_end(tmp_path: Path) -> None:
    overlay = ci(job("a", run("ls ${{ github.sha"), runner="${{ matrix.os }}"))
    wanted = f"{CI}:6 GitHub refuses the text of `run`: `'${{{{' is not closed by '}}}}'`"
    assert found(tmp_path, workflows_accepted, overlay) == [wanted]


@pytest.mark.parametrize(
    ("overlay", "fix"),
    [
        (ci(TEST, on="{push: {tag: v1}}"), "Write `tags`."),
        (ci(TEST, on="{release: {types: [publish]}}"), "Write `published`."),
        (
            ci(TEST, on="{push: {tags: ['^v1']}}"),
            "Write a pattern, such as `v[0-9]*`: `*` stands for any text without `/`, `[0-9]` for a digit.",
        ),
        (
            ci(job("test", run("cargo test", **{"if": "!cancelled()"}))),
            TAGGED,
        ),
        ({CI: "on: push\njobs:\n\ttest:\n"}, "Indent with spaces: YAML takes no tab there."),
        ({CI: "on: push\non: push\njobs: {}\n"}, "Keep one of the two, with what both say."),
        ({CI: "on: push\nzzz: 1\njobs: {}\n"}, "Delete it, or write a name that GitHub knows here."),
        ({CI: "on: [\n"}, "Correct it at this line: until then no event starts the workflow."),
        ({".github/workflows/dependabot.yml": "version: 2\n"}, "Move it to `.github/dependabot.yml`."),
        ({".github/workflow/a.yml": ci(TEST)[CI]}, "Move it to `.github/workflows/a.yml`, or delete it."),
        (
            ci(TEST, "  last:\n    steps:\n" + run("ls")),
            f'Name one:\n\n```yaml title="{CI}"\nlast:\n  runs-on: ubuntu-24.04\n```',
        ),
        (ci(TEST, job("last", run("ls"), keys="needs: tests")), "Write `test`."),
        (
            ci(TEST, job("last", run("ls"), keys="needs: build")),
            "Delete it, or write one of the workflow's jobs: `test`.",
        ),
        (
            ci(job("test", run("ls"), keys='if: github.event_name == "push"')),
            "Strings stand in single quotes:\n\n```text\ngithub.event_name == 'push'\n```",
        ),
        (ci(job("test", run("ls ${{ secret.X }}"))), "Write `secrets`."),
        (
            ci(job("test", run("ls", **{"if": "secrets.X != ''"}))),
            "Give the value to a variable under `env` of the job, and compare `env` in the condition of a step.",
        ),
        (
            ci(job("test", run("ls"), keys="if: env.X == 'a'")),
            "`env` cannot be read at this place, only in steps: ask for it there.",
        ),
    ],
)
def test_fix(overlay: dict[str, str | None], fix: str, tmp_path: Path) -> None:
    assert [problem.fix for problem in result(tmp_path, workflows_accepted, overlay).problems] == [fix]


def test_a_refused_release_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    broken = {path: f"{text}\tx" for path, text in release(WHEELS, publish()).items()}
    got = result(tmp_path, linux_policy_explicit, {**broken, **ci(WHEELS)})
    assert (got.outcome, got.reason) == ("skipped", f"GitHub does not run `{RELEASE}` as it stands")
