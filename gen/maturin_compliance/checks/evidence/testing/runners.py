"""Steps that run tests: one answer for all checks."""

from maturin_compliance.expand.release import StepRun, Test


def runs_tests(step: StepRun) -> bool:
    """Whether a step runs tests: itself, by another program, or in the ``run`` input of an action.

    ``python -c`` tries an import, which is no test here.
    """
    return any(isinstance(a, Test) and a.tool != "python -c" for a in step.activities)
