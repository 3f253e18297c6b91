"""What a build is told on its command line, and where that is written."""

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.expand.maturin.options import parse
from maturin_compliance.expand.release import Build
from maturin_compliance.expand.shell.words import known
from maturin_compliance.location import Location


def place(subject: Subject, build: Build) -> Location:
    """Give the line of the arguments: the step's input ``args``, else the command."""
    step = step_of(subject, build.origin)
    written = step.step.inputs.get("args") if step else None
    return written.location if written else build.origin.location


def features(build: Build) -> tuple[str, ...]:
    """Give the Cargo features that the arguments ask for."""
    return parse(("build", *build.arguments)).features if all(map(known, build.arguments)) else ()
