"""What a job's machine offers: its Pythons, its known variables, the version of maturin."""

from collections.abc import Mapping

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.maturin.interpreters import Interpreter, Pythons, parse_name
from maturin_compliance.expand.release import Reason
from maturin_compliance.expression import Unknown, Value, as_text
from maturin_compliance.facts import Runner
from maturin_compliance.location import Location
from maturin_compliance.model.project import Package


def known_env(env: Mapping[str, Value]) -> dict[str, str]:
    """The variables whose value is known, as text."""
    return {
        name: "" if value is None else as_text(value)
        for name, value in env.items()
        if not isinstance(value, Unknown)
    }


def places_of(job: JobState, view: StepView) -> dict[str, Location]:
    """Where variables are set: in the workflow, its job, or the step, the nearest counts."""
    levels = (job.workflow.env, job.job.env, view.step.env)
    return {name: template.location for level in levels for name, template in level.items()}


def host_pythons(job: JobState, *, tool_cache: bool, target: str | None = None) -> Pythons:
    """The Pythons of the runner: those that setup steps chose, else what its image has.

    ``tool_cache`` tells that every Python of the tool cache is on the path, as maturin-action puts it there on
    macOS where no setup step ran. ``target`` is the Rust target, None for the machine's own.
    """
    runner = job.run.facts.runner(job.machine.label or "")
    cached = cached_pythons(runner, target) if runner else ()
    if job.pythons:
        found = tuple(python for python in cached if python not in job.pythons and registered(job, python))
        return Pythons(
            default=job.pythons[-1],
            visible=(*found, *job.pythons),
            certain=not job.pythons_unknown,
            described=f"what the setup step provides ({', '.join(map(str, job.pythons))})"
            + (" and the runner has installed" if found else ""),
        )
    if runner is None or job.pythons_unknown:
        why = "a Python that is chosen while the job runs" if job.pythons_unknown else "an unknown Python"
        return Pythons(default=None, visible=(), certain=False, described=why)
    system = parse_name(runner.system_python) if runner.system_python else None
    visible = cached if tool_cache or system is None else (system,)
    return Pythons(
        default=system,
        visible=visible,
        certain=False,
        described=f"what the image of `{job.machine.label}` has on the day",
    )


def cached_pythons(runner: Runner, target: str | None) -> tuple[Interpreter, ...]:
    """The Pythons of the tool cache that a target's architecture can use: for x86 only some images have any."""
    found = tuple(python for name in runner.pythons if (python := parse_name(name)))
    if target is None or not target.startswith(("i686-pc-windows", "i586-pc-windows")):
        return found
    newest = parse_name(runner.x86_python) if runner.x86_python else None
    return tuple(python for python in found if newest and python.minor <= newest.minor)


def registered(job: JobState, python: Interpreter) -> bool:
    """Whether a Python of the tool cache is installed for the whole system, too, so that a search finds it.

    On Windows each is, by python.org's installer, which the py launcher knows; on macOS those from python.org's
    packages, which link python3.X into /usr/local/bin: all on arm64, 3.11 and newer on x64
    (actions/python-versions, win-setup-template.ps1 and macos-python-builder.psm1).
    """
    if python.implementation != "cpython" or python.free_threaded:
        return False
    if job.machine.os == "windows":
        return True
    return job.machine.os == "macos" and (job.machine.architecture == "arm64" or python.minor >= 11)


def image_pythons(job: JobState, image: str) -> Pythons:
    """The Pythons of a container image on the date."""
    found = job.run.facts.image(image)
    names = found.pythons if found else ()
    visible = tuple(python for name in names if (python := parse_name(name)))
    return Pythons(default=None, visible=visible, certain=False, described=f"the Pythons in `{image}` on the day")


def maturin_version(
    job: JobState, wanted: str | None, package: Package | None, place: Location | None = None
) -> tuple[Version, bool, tuple[Reason, ...]]:
    """The version of maturin that runs, whether it is fixed, and why.

    ``wanted`` is a version ("1.9.4", "v1.9.4") or specifier (">=1.7,<2"); without one the build
    requirement of the package bounds the newest version of the date. ``place`` is the line that asks for it.
    """
    facts = job.run.facts
    newest = facts.newest_maturin(None) or Version("1.0")
    if wanted and wanted.lower() != "latest":
        try:
            return Version(wanted.removeprefix("v")), True, (Reason(f"maturin {wanted} is asked for", place),)
        except InvalidVersion:
            specifier = _specifier(wanted)
            found = facts.newest_maturin(specifier) if specifier is not None else None
            chosen = found or newest
            return chosen, False, (Reason(f"`{wanted}` gave maturin {chosen} on {facts.as_of}", place),)
    build = package.pyproject.build_system if package and package.pyproject else None
    requirement = build.maturin if build else None
    if wanted is None and requirement and requirement.requirement:
        specifier = requirement.requirement.specifier
        found = facts.newest_maturin(specifier) or newest
        reason = Reason(f"`{requirement.text}` gave maturin {found} on {facts.as_of}", requirement.location)
        return found, False, (reason,)
    return newest, False, (Reason(f"maturin {newest} was the newest on {facts.as_of}"),)


def _specifier(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def add_pythons(job: JobState, names: list[str], *, replace: bool) -> list[Interpreter]:
    """Put Pythons on the path of a job; names that are not known make the path unknown."""
    found: list[Interpreter] = []
    for name in names:
        python = parse_name(name)
        if python is None:
            job.pythons_unknown = True
        else:
            found.append(python)
    if replace and found:
        job.pythons_unknown = len(found) != len(names)
    job.pythons = [*(p for p in job.pythons if p not in found), *found]
    return found
