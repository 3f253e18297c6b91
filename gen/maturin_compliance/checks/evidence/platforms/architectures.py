"""The architectures that the wheels of a release are for, and what adds one."""

from collections.abc import Collection, Iterator, Sequence

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.testing.wheels import runner_for, system
from maturin_compliance.checks.evidence.workflows import rows
from maturin_compliance.checks.evidence.workflows.pipeline import (
    in_job,
    job_of,
    released_builds,
)
from maturin_compliance.checks.text import code, codes, many
from maturin_compliance.expand.release import Build, JobRun
from maturin_compliance.location import Location

MACHINES = {"arm64": "aarch64", "amd64": "x86_64", "universal2": "universal2", "win32": "x86"}


def machines(subject: Subject, family: str) -> frozenset[str]:
    """The architectures of the wheels of a family of platform tags (manylinux, macosx, win)."""
    return frozenset(
        machine
        for wheel in subject.expansion.release.wheels
        for tag in wheel.platforms
        if tag.startswith(family)
        for machine in _machines_of(tag)
    )


def _machines_of(tag: str) -> tuple[str, ...]:
    if tag == "win32":
        return ("x86",)
    for machine in ("x86_64", "aarch64", "arm64", "universal2", "amd64", "i686", "armv7l", "ppc64le", "s390x"):
        if tag.endswith(f"_{machine}"):
            name = MACHINES.get(machine, machine)
            return ("x86_64", "aarch64") if name == "universal2" else (name,)
    return (tag.rpartition("_")[2],)


def uncovered(
    subject: Subject, os: str, shown: str, wanted: Sequence[str], built: Collection[str]
) -> Iterator[Problem]:
    """The architectures of a system without a wheel: the first one fails, others warn.

    Raises Skip where the release builds nothing, or the classifiers leave the system out.
    """
    builds = released_builds(subject)
    pure = all(tag == "any" for w in subject.expansion.release.wheels for tag in w.platforms)
    if pure or leaves_out(subject, os):
        raise Skip(f"the classifiers name other systems than {shown}" if not pure else "the wheels fit any system")
    mine = [b for b in builds if system(b.target or "") == os]
    for machine in wanted:
        if machine not in built:
            need.all_followed(subject, f"a wheel for {shown} on {code(machine)}", lambda t: system(t) == os)
            label = runner_for(subject, os, {"x86_64": "x64", "aarch64": "arm64"}[machine])
            edit = _added(subject, mine or builds, label.label if label else None, machine, here=bool(mine))
            yield Problem(
                f"there is no wheel for {shown} on {code(machine)}",
                edit.location,
                edit.fix,
                warned=machine != wanted[0],
            )


def _added(subject: Subject, builds: Sequence[Build], label: str | None, machine: str, *, here: bool) -> rows.Edit:
    """What adds an architecture to the builds; ``here`` tells that they are for its system."""
    first = builds[0]
    for build in builds if here and label else ():
        edit = rows.architecture_added(subject, build, label or "", machine)
        if edit is not None:
            return edit
    on = f" on {code(label)}" if label else ""
    like = f", as the {in_job(first.origin)} builds for {code(first.target)}" if first.target else ""
    return rows.Edit(first.origin.location, f"Build for {code(machine)}{on}{like}.")


def crossed(subject: Subject, builds: Sequence[Build], label: str) -> Iterator[Problem]:
    """Builds for arm64 on x64 runners, a problem for each fix."""
    found: dict[str, list[tuple[Build, JobRun, Location]]] = {}
    for build in builds:
        job = job_of(subject, build.origin)
        if job and job.architecture == "x64":
            edit = rows.own_runner(subject, build, label, builds)
            found.setdefault(edit.fix, []).append((build, job, edit.location))
    for fix, group in found.items():
        jobs = many((b.origin.job for b, _, _ in group), "job {} builds", "the jobs {} build")
        runners = dict.fromkeys(job.runner for _, job, _ in group)
        one = "the x64 runner" if len(runners) == 1 else "the x64 runners"
        yield Problem.at(
            [place for _, _, place in group],
            f"{jobs} for {codes(dict.fromkeys(b.target for b, _, _ in group))} on {one} {codes(runners)}, "
            "where the wheel runs under emulation only",
            fix,
            warned=True,
        )


CLASSIFIERS = {"linux": ("POSIX", "Linux", "Unix"), "macos": ("MacOS", "Unix"), "windows": ("Microsoft",)}


def leaves_out(subject: Subject, os: str) -> bool:
    """Whether the classifiers name operating systems, and this one is not among them."""
    pyproject = subject.project.package.pyproject
    metadata = pyproject.project if pyproject else None
    head = "Operating System :: "
    named = [
        c.value.removeprefix(head) for c in (metadata.classifiers if metadata else ()) if c.value.startswith(head)
    ]
    return bool(named) and not any(
        name == "OS Independent" or any(word in name for word in CLASSIFIERS[os]) for name in named
    )
