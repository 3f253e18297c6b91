"""Which Pythons find no wheel of a release, and what would build one."""

from collections.abc import Collection, Iterator, Sequence

from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms.interpreters import (
    adding,
    asked,
    dropping,
    for_targets,
    makes,
    of_minors,
    places,
    spoken,
)
from maturin_compliance.checks.evidence.platforms.served import gaps, is_stable, minor, serves, unsupported
from maturin_compliance.checks.evidence.testing.wheels import architecture, runner_for, system
from maturin_compliance.checks.evidence.workflows import rows
from maturin_compliance.checks.evidence.workflows.pipeline import released_builds
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Build, Certainty
from maturin_compliance.facts import Facts, PyO3
from maturin_compliance.location import Location


def with_a_gil(subject: Subject) -> Iterator[Problem]:
    """Supported CPythons without a wheel, on some platform or at all: a problem for those with one fix."""
    wheels, python = need.wheels(subject), need.admitted(subject)
    admitted = [m for m in need.supported_pythons(subject) if python is None or python.contains(f"3.{m}.99")]
    groups: dict[tuple[bool, tuple[str, ...], bool], list[int]] = {}
    for absent in admitted:
        lacking = gaps(subject.facts, wheels, absent)
        if lacking:
            none = not any(serves(wheel, absent) for wheel in wheels)
            groups.setdefault((none, lacking, _refusal(subject, absent) is None), []).append(absent)
    for (none, lacking, _), minors in groups.items():
        need.all_followed(subject, f"a wheel for Python {spoken(of_minors(minors))}", lacking.__contains__)
        names = of_minors(minors)
        builds = _to_change(subject, lacking, threads=False)
        verb = "finds" if len(names) == 1 else "find"
        message = f"Python {spoken(names)} {verb} no wheel for {codes(lacking)}"
        sure = any(w.certainty is Certainty.CERTAIN for w in wheels if (w.target or w.platform) in lacking)
        message = f"no wheel serves Python {spoken(names)}" if none else message
        fix = _raise_first(subject, minors) + adding(subject, builds, names)
        yield Problem.at(places(subject, builds), message + told(sure), fix, warned=not none or not sure)


def told(sure: bool) -> str:
    """What a message adds where the files alone do not tell the Pythons of a machine."""
    return "" if sure else ", as far as the Pythons of its runners and containers are known"


def _refusal(subject: Subject, minor: int) -> str | None:
    """Why pyo3 does not build for a Python; None where it does, or the crate has none."""
    try:
        pyo3 = crate.extension(subject)
        known = subject.facts.pyo3(pyo3.known)
    except Skip:
        return None
    supports = unsupported(f"3.{minor}", known, stable=bool(pyo3.stable))
    if supports is not None:
        return f"{pyo3.version} supports {supports}"
    python = subject.facts.python(f"3.{minor}")
    older = python is not None and known.release.cpython_max is None and known.release.released < python.frozen
    return f"{pyo3.version} is older than Python 3.{minor}" if older else None


def _raise_first(subject: Subject, minors: Sequence[int]) -> str:
    """What to do before some Pythons can be built for: raise pyo3; "" where it takes them."""
    why = next((text for minor in minors if (text := _refusal(subject, minor)) is not None), None)
    if why is None:
        return ""
    known = subject.facts.pyo3(crate.extension(subject).known)
    newer = [first_that_takes(subject.facts, f"3.{minor}", known) for minor in minors]
    to = f", to {max(filter(None, newer), key=Version)}" if any(newer) else ""
    return f"Raise pyo3 first{to}: {why}. Then:\n\n"


def first_that_takes(facts: Facts, name: str, above: PyO3) -> str | None:
    """Give the lowest minor version of pyo3 that supports a Python, None where none does."""
    newer = (r.version for r in facts.pyo3_releases if r.version > above.version and r.cpython_max is not None)
    found = next((v for v in newer if unsupported(name, facts.pyo3(v), stable=False) is None), None)
    return f"{found.major}.{found.minor}" if found else None


def _to_change(subject: Subject, targets: Sequence[str], *, threads: bool) -> list[Build]:
    """The builds of some targets: those that make such wheels already, else those with a GIL."""
    mine = list(for_targets(released_builds(subject), targets))
    found: list[Build] = []
    for target in dict.fromkeys(build.target for build in mine):
        own = [build for build in mine if build.target == target]
        alike = [build for build in own if makes(build, threads=threads)]
        found += alike or [build for build in own if makes(build, threads=False)] or own
    return found or list(released_builds(subject))


def without_a_gil(subject: Subject) -> Iterator[Problem]:
    """Free-threaded CPythons without a wheel: a problem for those with one fix."""
    pyo3, wheels = crate.extension(subject), need.wheels(subject)
    wanted = _supported(subject, subject.facts.pyo3(pyo3.known))
    if not wanted:
        raise Skip(f"pyo3 {pyo3.version} knows no Python whose free-threaded build is supported")
    groups: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
    for absent in wanted:
        lacking = gaps(subject.facts, wheels, absent, threads=True)
        if lacking:
            none = not any(serves(wheel, absent, threads=True) for wheel in wheels)
            groups.setdefault((none, lacking), []).append(absent)
    for (none, lacking), minors in groups.items():
        names = of_minors(minors, threads=True)
        what = f"a wheel for free-threaded Python {spoken(of_minors(minors))}"
        need.all_followed(subject, what, lacking.__contains__)
        on = "any platform" if none else codes(lacking)
        verb = "finds" if len(names) == 1 else "find"
        where, fix = _threads(subject, lacking, names)
        message = f"free-threaded Python {spoken(of_minors(minors))} {verb} no wheel for {on}"
        yield Problem.at(where, message, fix + _gil(subject, pyo3.known), warned=True)


def _supported(subject: Subject, pyo3: PyO3) -> list[int]:
    python, newest = need.admitted(subject), pyo3.release.cpython_max or 99
    return [
        p.minor
        for p in subject.facts.pythons
        if p.supported(subject.facts.as_of)
        and p.free_threaded == "supported"
        and pyo3.free_threaded_min <= p.minor <= newest
        and (python is None or python.contains(f"{p.version}.99"))
    ]


def _threads(subject: Subject, lacking: Sequence[str], names: Sequence[str]) -> tuple[list[Location], str]:
    """The lines to edit, and how. A job apart that makes such wheels for other targets gets the target."""
    builds = released_builds(subject)
    makers = [b for b in builds if makes(b, threads=True)]
    apart = [b for b in makers if not makes(b, threads=False)]
    for target in lacking if len(lacking) == 1 else ():
        label = runner_for(subject, system(target), architecture(target))
        for build in apart if label else ():
            if system(build.target or "") == system(target) and not any(b.target == target for b in makers):
                machine = target.partition("-")[0]
                edit = rows.architecture_added(subject, build, label.label if label else "", machine)
                if edit is not None:
                    return [edit.location], edit.fix
    mine = _to_change(subject, lacking, threads=True)
    return places(subject, mine), adding(subject, mine, names)


def _gil(subject: Subject, version: Version) -> str:
    """What such a wheel needs besides with a pyo3 that takes modules to need the GIL."""
    if subject.facts.pyo3(version).gil_not_used_by_default:
        return ""
    name = crate.module_name(subject).value.rpartition(".")[2]
    module = next((m for m in subject.project.package.pymodules if m.name == name), None)
    if module is None or module.gil_used is not None:
        return ""
    line = fence("#[pymodule(gil_used = false)]", "rust", module.location.path)
    return f"\n\nWith pyo3 {version} the module has to say that it does without the GIL:\n\n{line}"


def places_of(subject: Subject, tags: Collection[str]) -> list[Location]:
    """Give the lines that tell builds the Pythons of some interpreter tags."""
    builds = (b for b in released_builds(subject) if any(wheel.interpreter in tags for wheel in b.wheels))
    return places(subject, builds)


def refused(subject: Subject) -> Iterator[Problem]:
    """Builds for Pythons that pyo3 refuses: one problem for those with one fix."""
    pyo3, builds = crate.extension(subject), need.builds(subject)
    known = subject.facts.pyo3(pyo3.known)
    forward = any("PYO3_USE_ABI3_FORWARD_COMPATIBILITY" in s.env for j in subject.expansion.jobs for s in j.steps)
    found: dict[tuple[tuple[str, ...], str], list[tuple[Build, list[str]]]] = {}
    for build in builds:
        stable = bool(pyo3.stable) or forward
        faults = {name: fault for name in build.interpreters if (fault := unsupported(name, known, stable=stable))}
        if faults:
            fix = _raise_or_drop(subject, build, list(faults), known)
            key = (tuple(dict.fromkeys(faults.values())), fix)
            found.setdefault(key, []).append((build, list(faults)))
    for (supports, fix), group in found.items():
        own = [build for build, _ in group]
        names = dict.fromkeys(name for _, mine in group for name in mine)
        sure = any(w.certainty is Certainty.CERTAIN for build in own for w in build.wheels)
        jobs = dict.fromkeys(build.origin.job for build in own)
        yield Problem.at(
            [*places(subject, own), pyo3.dependency.location],
            f"{many(jobs, 'the job {} builds', 'the jobs {} build')} {codes(names)} for "
            f"{codes(dict.fromkeys(b.target for b in own))}{told(sure)}, and pyo3 "
            f"{pyo3.version} ends that with an error: it supports {' and '.join(supports)}",
            fix,
            warned=not sure,
        )


def _raise_or_drop(subject: Subject, build: Build, names: Sequence[str], known: PyO3) -> str:
    newer = [first_that_takes(subject.facts, name, known) for name in names]
    raised = max((Version(v) for v in newer if v), default=None) if all(newer) else None
    drop = dropping(subject, [build], names)
    return f"Raise pyo3 to {raised} or newer, or: {drop[0].lower()}{drop[1:]}" if raised else drop


def ended(subject: Subject) -> Iterator[Problem]:
    """Wheels for Pythons that have ended: one problem for those that are told in one way."""
    ends = {p.minor: p.ends for p in subject.facts.pythons if p.ends <= subject.facts.as_of}
    found: dict[int, list[Build]] = {}
    for build in released_builds(subject):
        for over in _single(build) & set(ends):
            found.setdefault(over, []).append(build)
    if not found:
        return
    builds = [build for build in released_builds(subject) if _single(build) & set(found)]
    named = [build for build in builds if asked(subject, build).kind != "found"]
    names = of_minors(found)
    when = ", ".join(f"3.{over} on {ends[over]}" for over in sorted(found))
    message = f"the wheels for Python {spoken(names)} serve Pythons that ended: {when}"
    if len(names) == 1:
        message = f"the wheels for Python {names[0]} serve a Python that ended on {ends[min(found)]}"
    drop = f"{dropping(subject, named, names)}\n\n" if named else ""
    fix = drop + _requires(subject, found=len(named) < len(builds))
    yield Problem.at([*places(subject, named), *_requirement(subject)], message, fix, warned=True)


def _single(build: Build) -> set[int]:
    """The minors of CPython of which a build makes wheels for that one alone."""
    return {found for wheel in build.wheels if not is_stable(wheel) and (found := minor(wheel)) is not None}


def _requirement(subject: Subject) -> list[Location]:
    project = need.pyproject(subject).project
    return [project.requires_python.location] if project and project.requires_python else []


def _requires(subject: Subject, *, found: bool) -> str:
    """The lower bound to write; ``found`` tells that it is what leaves a Python out of some builds."""
    project, floor = need.pyproject(subject).project, need.supported_pythons(subject)[0]
    if project is None:
        return "Write `[project]` with `requires-python`: `--find-interpreter` leaves out what it does not admit."
    asks = project.requires_python
    line = f"Raise `requires-python` to {code(f'>=3.{floor}')}"
    if asks is None:
        line = f"Write {code(f'requires-python = {chr(34)}>=3.{floor}{chr(34)}')}"
    return f"{line}: `--find-interpreter` leaves out what it does not admit." if found else f"{line}."
