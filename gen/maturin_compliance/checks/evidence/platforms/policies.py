"""The manylinux and musllinux policies that a release asks for, and the lines that ask for better ones."""

from packaging.version import Version

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.platforms.platforms import machine
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.checks.evidence.workflows.written import Written, of_input
from maturin_compliance.expand.release import Build
from maturin_compliance.facts import Image, Policy

RUNS = {"x64": ("x86_64", "i686"), "arm64": ("aarch64", "armv7l")}
"""The architectures of images that a runner runs."""


def asked(build: Build) -> tuple[str, ...]:
    """The policies that a build asks for."""
    return tuple(value for value in build.compatibility if value not in {"pypi", "auto"})


def policies(subject: Subject, build: Build) -> tuple[Policy, ...]:
    """The policies that a build asks for, else that of its container."""
    names = asked(build)
    if not names and build.image:
        image = subject.facts.image(build.image)
        names = (image.policy,) if image else ()
    found = (_policy(subject, name) for name in names)
    return tuple(policy for policy in found if policy is not None)


def _policy(subject: Subject, name: str) -> Policy | None:
    for spelled in (name, f"manylinux_{name}", f"manylinux{name}"):
        policy = subject.facts.policy(spelled)
        if policy is not None:
            return policy
    return None


def maintained(subject: Subject, libc: str) -> tuple[Policy, ...]:
    """The policies whose image and system are maintained, lowest libc first."""
    on = subject.facts.as_of
    return tuple(
        p
        for p in subject.facts.policies
        if p.libc == libc
        and p.image_status == "maintained"
        and p.base
        and not p.ended(on)
        and not p.base_ended(on)
    )


def better(subject: Subject, old: Policy, build: Build) -> Policy | None:
    """The lowest maintained policy above one that there is a container for."""
    newer = (p for p in maintained(subject, old.libc) if p.key > old.key)
    return next((p for p in newer if _has_container(subject, build, p)), None)


def _has_container(subject: Subject, build: Build, policy: Policy) -> bool:
    if build.tool == "cibuildwheel":
        return machine(build.target or "") in policy.image_architectures
    return _container(subject, build, _key(policy)) is not None


def _container(subject: Subject, build: Build, key: str) -> Image | None:
    """The image that maturin-action has for a policy's key, where the runner runs it without emulation."""
    job = job_of(subject, build.origin)
    host = job.architecture if job and job.architecture else "x64"
    found = subject.facts.maturin_action(None).container(host, build.target or "", key)
    image = subject.facts.image(found.image) if found else None
    return image if image and (image.host is None or image.host in RUNS[host]) else None


def action_to_have(subject: Subject, build: Build, name: str) -> Version | None:
    """The version of maturin-action that first has the container of a policy, where the build's is older."""
    step = step_of(subject, build.origin)
    ref = (step.uses or "").partition("@")[2] if step else ""
    used, job = subject.facts.maturin_action(ref).version, job_of(subject, build.origin)
    host = job.architecture if job and job.architecture else "x64"
    found = subject.facts.maturin_action(None).container(host, build.target or "", name)
    return found.since if found and build.tool == "maturin-action" and found.since > used else None


def _key(policy: Policy) -> str:
    return policy.name.removeprefix("manylinux_")


def name_to_write(subject: Subject, build: Build) -> str:
    """The policy that a build should name: its own where that is maintained, else the best that it can have."""
    mine = policies(subject, build)
    newer = next((p for old in mine if stale(subject, old, build) and (p := better(subject, old, build))), None)
    if newer is None and (not asked(build) or not mine):
        libc = "musl" if "musl" in (build.target or "") else "glibc"
        newer = next((p for p in maintained(subject, libc) if _has_container(subject, build, p)), None)
    if newer is not None:
        return _key(newer)
    default = _container(subject, build, "auto")
    kept = [
        policy for policy in mine if _container(subject, build, _key(policy)) or build.tool != "maturin-action"
    ]
    return _key(kept[0]) if kept else (default.policy if default else "2_28").removeprefix("manylinux_")


def stale(subject: Subject, policy: Policy, build: Build) -> bool:
    """Whether a policy has ended; or the system of its image has, the build runs in that, and there is a newer
    one. The images of rust-cross are not made from the system that a policy is named after.
    """
    on = subject.facts.as_of
    image = subject.facts.image(build.image) if build.image else None
    based = image is not None and image.host is not None and image.policy == policy.name
    return policy.ended(on) or (based and policy.base_ended(on) and better(subject, policy, build) is not None)


def place_of(subject: Subject, build: Build) -> Written:
    """Where the policy of a build is written, or would be."""
    if build.tool == "cibuildwheel":
        return _image_setting(build)
    return of_input(subject, build.origin, "manylinux")


def _image_setting(build: Build) -> Written:
    """Where cibuildwheel's image is set; its step where it takes the default."""
    reasons = (reason for wheel in build.wheels for reason in wheel.because)
    place = next((r.location for r in reasons if r.location and r.text.endswith(" is set")), None)
    libc = "musllinux" if "musl" in (build.target or "") else "manylinux"
    return Written(
        place or build.origin.location, f"{libc}-{machine(build.target or '')}-image", "", "" if place else None
    )
