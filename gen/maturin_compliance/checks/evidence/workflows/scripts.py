"""How a script's shell takes failures: which are seen and which are lost."""

import re
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, job_of
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import JobRun, StepRun, Test
from maturin_compliance.location import Location

OR = re.compile(r"\|\|\s*(?P<then>[^|&;]+)")
PIPE = re.compile(r"(?<!\|)\|(?!\|)")
ENDS = re.compile(r"^\s*(exit\s+[1-9]|return\s+[1-9]|false\b|\{|\()")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\$\([^)]*\)|\$\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Cause:
    """What takes a failure away, where, and what to do about it."""

    text: str
    location: Location
    fix: str


def swallowed(subject: Subject, test: Test) -> Cause | None:
    """What keeps the failure of a test command from failing its job; None where nothing does."""
    job = job_of(subject, test.origin)
    step = next((s for s in active_steps(job) if test in s.activities), None) if job else None
    if job is None or step is None:
        return None
    return _continued(job, step) or _lost_in_script(job, step, test)


def _continued(job: JobRun, step: StepRun) -> Cause | None:
    for setting in (step.step.continue_on_error, job.job.continue_on_error):
        if setting is not None and str(setting.value).lower() == "true":
            return Cause(
                "`continue-on-error: true`",
                setting.location,
                f"Delete the line:\n\n{fence('-  continue-on-error: true', 'diff')}",
            )
    return None


def _lost_in_script(job: JobRun, step: StepRun, test: Test) -> Cause | None:
    script = step.step.run
    if script is None:
        return None
    line = QUOTED.sub("", logical_line(script.text, test.origin.location, script.first_line))
    either = OR.search(line)
    if either is not None and not ENDS.match(either["then"]):
        shown = either["then"].strip()
        return Cause(
            f"what follows `||` ({code(shown)}) decides",
            test.origin.location,
            "Take `||` and what follows it away.",
        )
    if PIPE.search(line) and not stops_on_pipe(job, step):
        return Cause(
            "its pipe ends with the status of the last command, since the shell runs without `pipefail`",
            test.origin.location,
            f"Give the step the shell that sets it:\n\n{fence('shell: bash', 'yaml')}",
        )
    return None


def logical_line(text: str, place: Location, first_line: int) -> str:
    """The line of a script that holds a place, with the lines it continues on."""
    lines = text.splitlines()
    at = (place.line or first_line) - first_line
    if not 0 <= at < len(lines):
        return ""
    end = at
    while lines[end].rstrip().endswith(("\\", "|", "&&")) and end + 1 < len(lines):
        end += 1
    return " ".join(line.rstrip("\\ ") for line in lines[at : end + 1])


def shell_of(job: JobRun, step: StepRun) -> str:
    """The shell of a script as written, by step, job or workflow; "" where none is."""
    places = (step.step.shell, job.job.shell, job.workflow.shell)
    return next((str(place.value) for place in places if place is not None), "")


def stops_on_pipe(job: JobRun, step: StepRun) -> bool:
    """Whether a pipe fails with any of its commands.

    ``shell: bash`` runs ``bash --noprofile --norc -e -o pipefail``; without it, ``bash -e``
    (actions/runner, ScriptHandlerHelpers.cs and ScriptHandler.cs).
    """
    shell = shell_of(job, step)
    if "pipefail" in f"{shell} {step.step.run.text if step.step.run else ''}":
        return True
    return shell == "bash"


def is_powershell(job: JobRun, step: StepRun) -> bool:
    """Whether PowerShell runs a script: what Windows runners take without ``shell:``."""
    shell = shell_of(job, step)
    return shell in {"pwsh", "powershell"} or (not shell and job.os == "windows")
