"""Crates that workflows publish to the Rust registry."""

from collections.abc import Iterator
from itertools import pairwise

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing import rights
from maturin_compliance.checks.evidence.publishing.tagging import bare
from maturin_compliance.checks.evidence.publishing.trusted import quoted
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Command, JobRun, StepRun

LOGIN = "rust-lang/crates-io-auth-action"


def uploads(subject: Subject) -> Iterator[tuple[JobRun, StepRun, Command]]:
    """Commands that publish a crate in earnest."""
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            yield from ((job, step, command) for command in step.commands if publishes(command.words))


def publishes(words: tuple[str, ...]) -> bool:
    """Whether the words of a command publish a crate in earnest."""
    dry = {"--dry-run", "-n"} & set(words)
    return words[:1] == ("cargo",) and "publish" in words[1:3] and not dry


def by_identity(subject: Subject, job: JobRun, step: StepRun, command: Command) -> str:
    """The lines that publish a crate with a token that the registry hands out."""
    permissions = "".join(f"{line}\n" for line in rights.with_identity(subject, job.job, job.workflow))
    condition = step.step.condition
    asks = f"    if: {quoted(bare(condition))}\n" if condition else ""
    folder = step.step.working_directory
    place = f"    working-directory: {folder}\n" if folder else ""
    return fence(
        f"{permissions}steps:\n  # in place of `{_name(command)}` in line {command.location.line}\n"
        f"  - uses: {LOGIN}@v1\n    id: auth\n{asks}"
        f"  - run: {' '.join(_without_token(command.words))}\n{asks}{place}    env:\n"
        "      CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}",
        "yaml",
    )


def _name(command: Command) -> str:
    return " ".join(command.words[: command.words.index("publish") + 1])


def _without_token(words: tuple[str, ...]) -> Iterator[str]:
    """The words of a command but ``--token`` and its value."""
    for before, word in pairwise(("", *words)):
        if before != "--token" and word.partition("=")[0] != "--token":
            yield word
