"""How the jobs of a release publish, and which check prints the lines that mend it."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing import shipping
from maturin_compliance.checks.evidence.publishing.one_job import one_job
from maturin_compliance.checks.evidence.publishing.signing_in import unable
from maturin_compliance.checks.evidence.publishing.trusted import in_place
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    job_of,
    name_of,
    some,
)
from maturin_compliance.checks.text import code, fence, many, plural
from maturin_compliance.expand.release import Publish
from maturin_compliance.facts.maturin import MaturinChange

DEPRECATED = ("maturin upload", "maturin publish", "maturin-action")
"""Methods of publishing that call maturin's own uploader."""

ATTESTERS = frozenset({"actions/attest", "actions/attest-build-provenance"})


def owner(subject: Subject, publish: Publish) -> str:
    """The check that prints how to publish; the others of the same cause point to it."""
    if publish in split(subject, shipping.ours(subject)):
        return "published-in-one-step"
    if publish.trusted is False:
        return "published-without-a-token"
    if publish.method in DEPRECATED and deprecation(subject) is not None:
        return "maturin-does-not-upload"
    return "files-attested"


def deprecation(subject: Subject) -> MaturinChange | None:
    """The change of maturin that calls its uploader deprecated; None on a day before its release."""
    change = next((c for c in subject.facts.maturin_changes("upload_deprecated") if c.value), None)
    newest = subject.facts.newest_maturin()
    return change if change and newest and newest >= change.since else None


def mended(subject: Subject, publish: Publish, name: str, why: str) -> str:
    """How to publish, where the check of this name prints it; else where it stands, and why that mends this."""
    first = owner(subject, publish)
    if first != name:
        return f"Mended with {code(first)}: {why}."
    return one_job(subject, (publish,)) if _builds_elsewhere(subject, publish) else in_place(subject, publish)


def unskipped(subject: Subject, publish: Publish, word: str) -> str:
    """How to let an upload fail on files that are there, where the step that publishes stays or is replaced."""
    first = owner(subject, publish)
    replaced = first != "files-attested" or (
        publish.attestations is False
        and not shipping.refuses_attestations(subject, publish)
        and publish not in unable(subject, (publish,))
    )
    return f"Mended with {code(first)}: its step has no {code(word)}." if replaced else f"Delete {code(word)}."


def _builds_elsewhere(subject: Subject, publish: Publish) -> bool:
    """Whether the job builds where the action that publishes, a container, does not run: not on Linux."""
    job = job_of(subject, publish.origin)
    return job is not None and job.os != "linux" and any(map(shipping.makes_files, job.activities))


def split(subject: Subject, publishes: Sequence[Publish]) -> tuple[Publish, ...]:
    """The uploads of one workflow that publish parts of a release: of a matrix's combinations, or of several jobs.

    One that uploads what the files do not tell counts only beside a matrix.
    """
    found: list[Publish] = []
    for workflow in dict.fromkeys(publish.origin.workflow for publish in publishes):
        mine = [publish for publish in publishes if publish.origin.workflow == workflow]
        apart = {publish.origin.job for publish in mine if not publish.in_matrix and publish.files}
        if any(True for _ in shipping.in_matrix(subject, tuple(mine))) or len(apart) > 1:
            found += mine
    return tuple(found)


def environment(subject: Subject, publishes: Sequence[Publish]) -> str:
    """How to give the jobs that publish an environment."""
    first = owner(subject, publishes[0])
    if first != "files-attested" or publishes[0].attestations is False:
        return f"Mended with {code(first)}: its lines name one."
    lines = "\n".join(
        f"{job}:\n  environment: pypi"
        for job in dict.fromkeys(p.origin.job.rpartition(" / ")[2] for p in publishes)
    )
    return f"Name one, here and in the trusted publisher:\n\n{fence(lines, 'yaml', publishes[0].origin.workflow)}"


def shared_environments(subject: Subject, publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Jobs that build in the environment of the job that publishes, and do not publish."""
    names = {publish.environment for publish in publishes if publish.environment}
    found = sorted(
        [
            (job, job.job.environment.location)
            for job in active(subject.expansion.release.runs)
            if job.environment in names and job.job.environment and any(map(shipping.makes_files, job.activities))
            if not any(isinstance(activity, Publish) for activity in job.activities)
        ],
        key=lambda pair: pair[1],
    )
    if found:
        yield Problem.at(
            (place for _, place in found),
            many(
                (job.name for job, _ in found),
                "job {} builds in the environment of the job that publishes",
                "the jobs {} build in the environment of the job that publishes",
            ),
            "Delete `environment` from jobs that do not publish: what they build could use its secrets.",
            warned=True,
        )


def apart(publishes: Sequence[Publish]) -> Iterator[tuple[Publish, ...]]:
    """Several jobs of one workflow that each publish a part, one upload for each job."""
    for workflow in dict.fromkeys(publish.origin.workflow for publish in publishes):
        mine = {
            p.origin.job: p for p in publishes if p.origin.workflow == workflow and p.files and not p.in_matrix
        }
        if len(mine) > 1:
            yield tuple(mine.values())


def published_twice(publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Two workflows that publish files of the same names."""
    files: dict[str, set[str]] = {}
    first: dict[str, Publish] = {}
    for publish in publishes:
        files.setdefault(publish.origin.workflow, set()).update(publish.files)
        first.setdefault(publish.origin.workflow, publish)
    for one, other in combinations(sorted(files, key=lambda path: len(files[path])), 2):
        same = files[one] & files[other]
        if same:
            yield Problem(
                f"{code(one)} and {code(other)} both publish {plural(len(same), 'file')} of this version: "
                f"{some(sorted(same))}",
                first[one].origin.location,
                f"Delete {code(one)}, or leave these files to one of the two.",
                also=(first[other].origin.location,),
            )


def attested_apart(subject: Subject, publishes: Sequence[Publish]) -> str:
    """What a message adds where the job makes attestations that only GitHub keeps."""
    jobs = [job_of(subject, publish.origin) for publish in publishes]
    names = [name_of(step) for job in jobs if job for step in job.steps]
    found = next((name for name in names if name in ATTESTERS), "")
    return f" for the index (those of {code(found)} stay with GitHub)" if found else ""


def together(
    subject: Subject, publishes: Sequence[Publish], name: str, why: str
) -> Iterator[tuple[tuple[Publish, ...], str]]:
    """The uploads that one fix mends for the check of this name, with the fix."""
    found: dict[tuple[str, str], list[Publish]] = {}
    for publish in publishes:
        found.setdefault((publish.method, mended(subject, publish, name, why)), []).append(publish)
    yield from ((tuple(several), fix) for (_, fix), several in found.items())


def tell(publishes: Sequence[Publish], one: str = "publishes", several: str = "publish") -> str:
    """How a message says that jobs publish by one method."""
    method = code(publishes[0].method)
    return many(
        (publish.origin.job for publish in publishes),
        f"job {{}} {one} with {method}",
        f"the jobs {{}} {several} with {method}",
    )
