"""The manylinux and musllinux policies that a release asks for, and the lines that ask for better ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import given, job_of
from maturin_compliance.checks.evidence.platforms import linux_builds, linux_wheels, on_host
from maturin_compliance.checks.evidence.rows import Edit, names_artifact_by, row_for_musl
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.checks.evidence.written import Written, compared, of_input
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Build
from maturin_compliance.facts import Image, Policy
from maturin_compliance.location import Location

RUNS = {"x64": ("x86_64", "i686"), "arm64": ("aarch64", "armv7l")}
"""The architectures of images that a runner runs."""

TAG = re.compile(r"manylinux_\d+_\d+")


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
        return _machine(build) in policy.image_architectures
    return _container(subject, build, _key(policy)) is not None


def _container(subject: Subject, build: Build, key: str) -> Image | None:
    """The image that maturin-action has for a policy's key, where the runner runs it without emulation."""
    job = job_of(subject, build.origin)
    host = job.architecture if job and job.architecture else "x64"
    found = subject.facts.maturin_action(None).container(host, build.target or "", key)
    image = subject.facts.image(found.image) if found else None
    return image if image and (image.host is None or image.host in RUNS[host]) else None


def _key(policy: Policy) -> str:
    return policy.name.removeprefix("manylinux_")


def name_to_write(subject: Subject, build: Build) -> str:
    """The policy that a build should name: its own where that is maintained, else the best that it can have."""
    mine = policies(subject, build)
    newer = next((p for old in mine if _stale(subject, old, build) and (p := better(subject, old, build))), None)
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


def _stale(subject: Subject, policy: Policy, build: Build) -> bool:
    """Whether a policy has ended; or the system of its image has, the build runs in that, and there is a newer
    one. The images of rust-cross are not made from the system that a policy is named after.
    """
    on = subject.facts.as_of
    image = subject.facts.image(build.image) if build.image else None
    based = image is not None and image.host is not None and image.policy == policy.name
    return policy.ended(on) or (based and policy.base_ended(on) and better(subject, policy, build) is not None)


def unmaintained(subject: Subject) -> Iterator[Problem]:
    """What is built for policies that have ended, or in images whose system has: a problem a fix."""
    found: dict[tuple[str, str], tuple[Policy, list[Build]]] = {}
    for build in linux_wheels(subject):
        for policy in policies(subject, build):
            if _stale(subject, policy, build):
                fix = _fix(subject, build)
                found.setdefault((policy.name, fix), (policy, []))[1].append(build)
    for (_, fix), (policy, builds) in found.items():
        ended = policy.ended(subject.facts.as_of)
        what = f"in the image of {code(policy.name)}, whose {policy.base} ended on {policy.base_ends}"
        if ended:
            what = f"for {code(policy.name)}, which is not maintained since {policy.image_ended}"
        message = f"{_jobs(builds, 'builds', 'build')} {what}: {_targets(builds)}"
        yield Problem.at(_places(subject, builds), message, fix, warned=not ended)


def one_a_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Join the problems that one change of the same lines mends."""
    found: dict[object, Problem] = {}
    for problem in problems:
        key = (problem.location, problem.also, problem.fix)
        seen = found.get(key)
        message = f"{seen.message}; {problem.message}" if seen else problem.message
        warned = problem.warned and (seen is None or seen.warned)
        found[key] = replace(problem, message=message, warned=warned)
    return tuple(found.values())


def unnamed(subject: Subject) -> tuple[Build, ...]:
    """The builds with maturin for glibc that ask for no policy, but those that get one by leaving the runner."""
    return tuple(
        b
        for b in linux_builds(subject)
        if b.tool.startswith("maturin")
        and not asked(b)
        and not (on_host(subject, b) and b.manylinux in {None, "", "off"})
    )


def left_unnamed(subject: Subject) -> Iterator[Problem]:
    """What asks for no policy, a problem a fix; lines that ``unmaintained`` has a fix for are left to that."""
    told = {place for problem in unmaintained(subject) for place in (problem.location, *problem.also)}
    found: dict[tuple[str | None, str], list[Build]] = {}
    for build in unnamed(subject):
        if place_of(subject, build).location not in told:
            found.setdefault((build.manylinux, _fix(subject, build)), []).append(build)
    for (written, fix), builds in found.items():
        names = f"{_jobs(builds, 'names', 'name')} no policy" + (
            f" ({code(f'manylinux: {written}')})" if written else ""
        )
        message = (
            f"{names}: the wheels get the oldest tag that their symbols allow{_today(builds)}: {_targets(builds)}"
        )
        yield Problem.at(_places(subject, builds), message, fix, warned=True)


def _today(builds: Sequence[Build]) -> str:
    tags = {tag[0] for b in builds for w in b.wheels if (tag := TAG.search(w.platform))}
    return f", now {codes(sorted(tags))}" if tags else ""


def _jobs(builds: Sequence[Build], one: str, several: str) -> str:
    """The jobs of some builds with the form of a verb that goes with their number."""
    return many((b.origin.job for b in builds), f"{{}} {one}", f"{{}} {several}")


def _targets(builds: Sequence[Build]) -> str:
    return codes(dict.fromkeys(b.target for b in builds))


def _places(subject: Subject, builds: Sequence[Build]) -> list[Location]:
    return sorted({place_of(subject, build).location for build in builds})


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
    return Written(place or build.origin.location, f"{libc}-{_machine(build)}-image", "", "" if place else None)


def _machine(build: Build) -> str:
    machine = (build.target or "").partition("-")[0]
    return {"armv7": "armv7l", "powerpc64le": "ppc64le", "riscv64gc": "riscv64"}.get(machine, machine)


def _fix(subject: Subject, build: Build) -> str:
    """The lines that ask for a maintained policy, where that of a build is written."""
    place = place_of(subject, build)
    if build.tool == "cibuildwheel":
        return _cibuildwheel(subject, place, name_to_write(subject, build))
    beside = [b for b in linux_wheels(subject) if place_of(subject, b).location == place.location]
    names = {b.target: name_to_write(subject, b) for b in beside}
    if len(set(names.values())) == 1:
        name = names[build.target]
        return _line(place, place.with_default(name) or f'"{name}"') + _compared(subject, build, place)
    value = _by_target(subject, beside, names) if place.key == "manylinux" and not place.path else None
    if value is not None:
        return _line(place, value)
    wanted = {name: [t for t, n in names.items() if n == name] for name in names.values()}
    return "Give each target its own value: " + ", ".join(
        f"{code(name)} for {codes(targets)}" for name, targets in wanted.items()
    )


def _compared(subject: Subject, build: Build, place: Written) -> str:
    """What else has to change with a value of the matrix."""
    job = job_of(subject, build.origin)
    lines = list(dict.fromkeys(compared(job, place))) if job else []
    told = many(lines, "{} compares", "{} compare") if lines else ""
    return f"\n\n{told} it with {code(place.text)}: change that too." if told else ""


def _cibuildwheel(subject: Subject, place: Written, name: str) -> str:
    policy = name if name.startswith("musllinux") else f"manylinux_{name}"
    if place.text is not None and not place.location.path.endswith(".toml"):
        variable = f"CIBW_{place.key.upper().replace('-', '_')}"
        return fence(f"{variable}: {policy}", "yaml", place.location.path)
    pyproject = subject.project.package.pyproject
    path = place.location.path if place.text is not None else pyproject.path if pyproject else "pyproject.toml"
    return fence(f'[tool.cibuildwheel]\n{place.key} = "{policy}"', "toml", path)


def _by_target(subject: Subject, builds: Sequence[Build], names: dict[str | None, str]) -> str | None:
    """An expression that gives each target of a matrix its policy; None where no key of it tells them apart."""
    places = {b.target: of_input(subject, b.origin, "target") for b in builds}
    if len({place.path for place in places.values()}) > 1 or any(
        not p.path or not p.text for p in places.values()
    ):
        return None
    usual = Counter(names.values()).most_common(1)[0][0]
    others = (
        f"matrix.{place.path} == '{place.text}' && '{names[target]}'"
        for target, place in places.items()
        if names[target] != usual
    )
    return f"${{{{ {' || '.join(others)} || '{usual}' }}}}"


def _line(place: Written, value: str) -> str:
    """The line with its new value, in words that fit where it stands."""
    if place.listed:
        return f"In the list {code(place.key)} of the matrix, write {code(value)} in place of {code(place.text)}."
    where = "Write" if place.text is not None else "Add"
    if place.path:
        where = "In the matrix, write"
    return f"{where}:\n\n" + fence(f"{place.key}: {value}", "yaml")


MUSL = "musllinux_1_2"


def musl_added(subject: Subject, machines: Sequence[str]) -> Edit:
    """What builds for musl beside a build for glibc: rows where the matrix holds the policy, else a job."""
    found = [b for b in linux_wheels(subject) if any("manylinux" in w.platform for w in b.wheels)]
    build = next((b for b in found if "musl" not in (b.target or "")), found[0])
    place = place_of(subject, build)
    if build.tool == "cibuildwheel":
        return Edit(build.origin.location, "Let `build` and `skip` of cibuildwheel admit `*-musllinux_*`.")
    if "musl" in (build.target or ""):
        tags = next((tag[0] for w in build.wheels if (tag := TAG.search(w.platform))), "manylinux_2_17")
        return Edit(build.origin.location, f"Ask for both tags: {code(f'--compatibility {tags} {MUSL}')}.")
    if build.tool != "maturin-action":
        return Edit(
            build.origin.location, f"Build for the musl target too, with {code(f'--compatibility {MUSL}')}."
        )
    return Edit(place.location, _musl_rows(subject, found, machines, place) + _without_yum(subject, build))


def _musl_rows(subject: Subject, builds: Sequence[Build], machines: Sequence[str], place: Written) -> str:
    """The rows of the machines as they are for glibc, with the other policy; without rows, what to copy."""
    mine = {_machine(b): b for b in reversed(builds) if b.origin.job == builds[0].origin.job}
    rows = [row_for_musl(subject, mine[m], place_of(subject, mine[m]), MUSL) for m in machines if m in mine]
    written = [row for row in rows if row is not None]
    if not written:
        copy = f"Copy the job {code(builds[0].origin.job)} for Linux, with an artifact name of its own"
        return f"{copy}, and write there:\n\n" + fence(f"manylinux: {MUSL}", "yaml")
    words = "Add to the matrix:\n\n" + fence("\n".join(written), "yaml")
    if names_artifact_by(subject, builds[0], place.path):
        return words
    key = code(f"${{{{ matrix.{place.path} }}}}")
    return f"{words}\n\nand {key} to the artifact's name, which would be there twice."


def _without_yum(subject: Subject, build: Build) -> str:
    step = step_of(subject, build.origin)
    yum = step is not None and "yum" in given(step, "before-script-linux")
    return "\n\nThe image has no `yum` for `before-script-linux`." if yum else ""
