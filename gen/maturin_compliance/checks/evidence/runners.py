"""Commands that run tests by way of another program."""

TASKS = frozenset(
    {"make", "just", "task", "invoke", "inv", "poe", "hatch", "pixi", "pdm", "npm", "rye", "earthly", "docker"}
)
TESTERS = frozenset({"tox", "nox", "pytest", "py.test", "nosetests"})


def may_test(words: tuple[str, ...]) -> bool:
    """Whether a command may run tests: it names a test runner, or a task with "test" in its name."""
    if not words or words[0] in {"pip", "echo"} or "install" in words or "add" in words:
        return False
    if words[0] in TASKS and any("test" in word for word in words[1:]):
        return True
    return any(word.replace("\\", "/").rpartition("/")[2] in TESTERS for word in words)
