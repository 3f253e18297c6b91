"""Failures of builds that a release goes on over."""

import re
from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.publishing.shipping import OVER_FAILURES, makes_files
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, in_job, job_of
from maturin_compliance.checks.evidence.workflows.scripts import logical_line
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build, Publish

STOPS = re.compile(r"\A#!.*\s-\w*e|^\s*set\s+(-\w*e|-o\s+errexit)", re.MULTILINE)
"""What makes a shell script end with the first command that fails."""

HEEDED = re.compile(r"\|\||&&|^\s*(if|while|until|exec)\b|^\s*!")
CLOSES = re.compile(r"\s*(#.*|\}|\)|fi|done|esac|;;)?\s*(;\s*)?")


def waits(subject: Subject, publishes: tuple[Publish, ...]) -> None:
    """Raise Skip where every job that publishes builds what it publishes: there is nothing it could wait for."""
    jobs = [job_of(subject, publish.origin) for publish in publishes]
    if len(jobs) > 1 and all(job is not None and any(map(makes_files, job.activities)) for job in jobs):
        raise Skip("each job that builds publishes for itself (`published-in-one-step`)")


def tolerated_builds(subject: Subject) -> Iterator[Problem]:
    """Builds of the release that may fail without failing their job."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if not any(makes_files(activity) for activity in step.activities):
                continue
            for setting in (step.step.continue_on_error, job.job.continue_on_error):
                if setting is not None and str(setting.value).lower() == "true":
                    yield Problem(
                        f"job {code(job.name)} builds with `continue-on-error: true`: a wheel that "
                        "fails to build is left out of the release",
                        setting.location,
                        f"Delete the line:\n\n{fence('-  continue-on-error: true', 'diff')}",
                    )


def publishes_over_failures(subject: Subject) -> Iterator[Problem]:
    """Jobs that publish although a job they need has failed."""
    for publish in subject.expansion.release.publishes:
        job = job_of(subject, publish.origin)
        condition = job.job.condition if job else None
        if job is None or condition is None or not job.job.needs or publish.test_index:
            continue
        text = str(condition.value)
        if OVER_FAILURES.search(text) and ".result" not in text:
            yield Problem(
                f"{in_job(publish.origin)} publishes even when a job that it needs has failed: {code(text)}",
                condition.location,
                "Leave the function out: without one, GitHub asks for the success of all jobs that are needed.",
            )


def unheeded_builds(subject: Subject) -> Iterator[Problem]:
    """Builds in a script of the project that goes on after a command has failed."""
    for job in active(subject.expansion.release.runs):
        for build in job.activities:
            path = build.origin.location.path
            text = subject.project.scripts.get(path)
            if isinstance(build, Build) and makes_files(build) and text is not None and _goes_on(text, build):
                stop = "set -e" if text.startswith("#!/bin/sh") else "set -eo pipefail"
                yield Problem(
                    f"{code(path)} goes on when a build fails, and ends with the status of its last command: "
                    f"job {code(job.name)} is green without the wheels",
                    build.origin.location,
                    f"Let the script stop at its second line:\n\n{fence(stop, 'sh', path)}",
                )


def _goes_on(text: str, build: Build) -> bool:
    """Whether a script takes no notice of the failure of a build, and has more to do after it."""
    if STOPS.search(text) or HEEDED.search(logical_line(text, build.origin.location, 1)):
        return False
    lines = text.splitlines()
    at = (build.origin.location.line or 1) - 1
    while at < len(lines) and lines[at].rstrip().endswith(("\\", "|")):
        at += 1
    return any(not CLOSES.fullmatch(line) for line in lines[at + 1 :])
