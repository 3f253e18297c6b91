"""Steps and commands that run tests, also by way of another program."""

from maturin_compliance.checks.evidence.pipeline import given
from maturin_compliance.expand.release import StepRun, Test

TASKS = frozenset(
    {"make", "just", "task", "invoke", "inv", "poe", "hatch", "pixi", "pdm", "npm", "rye", "earthly", "docker"}
)
WRAPPERS = frozenset({"uv", "uvx", "poetry", "pipenv", "pdm", "rye", "hatch"})
"""Programs that run another one, which follows among their words."""
TESTERS = frozenset({"tox", "nox", "pytest", "py.test", "nosetests", "stestr"})


def runs_tests(step: StepRun) -> bool:
    """Whether a step runs tests: itself, by another program, or in the ``run`` input of an action.

    ``python -c`` tries an import, which is no test here.
    """
    if any(isinstance(a, Test) and a.tool != "python -c" for a in step.activities):
        return True
    handed_on = (tuple(line.split()) for line in given(step, "run").splitlines())
    return any(may_test(words) for words in (*(command.words for command in step.commands), *handed_on))


def may_test(words: tuple[str, ...]) -> bool:
    """Whether a command may run tests: it names a test runner, or a task with "test" in its name."""
    if not words or words[0] in {"pip", "echo", "#"} or "install" in words or "add" in words:
        return False
    starts = range(len(words)) if words[0] in WRAPPERS else (0,)
    if any(words[at] in TASKS and any("test" in word for word in words[at + 1 :]) for at in starts):
        return True
    return any(word.replace("\\", "/").rpartition("/")[2] in TESTERS for word in words)
