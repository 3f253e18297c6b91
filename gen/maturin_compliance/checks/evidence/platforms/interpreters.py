"""Where the Pythons of a build are written, and what adds some or drops some."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms.platforms import names_interpreters
from maturin_compliance.checks.evidence.platforms.served import unsupported
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, job_of, name_of
from maturin_compliance.checks.evidence.workflows.written import Written, follow, of_input
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.maturin.interpreters import parse_name
from maturin_compliance.expand.release import Build, JobRun, StepRun
from maturin_compliance.location import Location

Kind = Literal["named", "found", "none", "outputs", "cibuildwheel"]

OPTION = re.compile(r"(?:^|\s)(?:-i|--interpreter)[\s=]+(?P<rest>.*)", re.DOTALL)
ONE = re.compile(r"['\"]?(?:python|py|cp)?(\$\{\{\s*(?:matrix|env)\.[\w.-]+(?:\s*\|\|[^}]*)?\s*\}\})")
WHOLE = re.compile(r"\$\{\{\s*env\.[\w-]+\s*\}\}")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a build is told its Pythons.

    ``named`` in a list at ``place``; ``found`` with ``--find-interpreter``; ``none`` at all; by ``outputs`` of
    other steps; by the settings of ``cibuildwheel``.
    """

    kind: Kind
    place: Written


def asked(subject: Subject, build: Build) -> Asked:
    """Tell how a build is told its Pythons."""
    if build.tool == "cibuildwheel":
        return Asked("cibuildwheel", Written(_selection(subject, build), "skip", "", None))
    job, step = job_of(subject, build.origin), step_of(subject, build.origin)
    args = _arguments(subject, build, job, step)
    if any(word in {"-f", "--find-interpreter"} for word in build.arguments):
        return Asked("found", args)
    if not names_interpreters(build):
        setup = _setup(job) if job and build.image is None else None
        return Asked("named", setup) if setup and setup.path else Asked("none", args)
    option = OPTION.search(args.text or "")
    return Asked("named", args) if option is None or job is None else _named(job, step, args, option["rest"])


def _named(job: JobRun, step: StepRun | None, args: Written, rest: str) -> Asked:
    """Follow what stands behind ``-i``: to a matrix or an environment with a list, or to setup-python."""
    if rest.lstrip("'\"").startswith("${{ steps."):
        return Asked("outputs", args)
    one = ONE.match(rest)
    if one is not None:
        after = follow(job, step, Written(args.location, args.key, "", one[1]))
        alone = not after.path and parse_name((after.text or "").strip()) is not None
        return Asked("named", args if after.text == one[1] or alone else after)
    default = re.match(r"(?:python3?|py)(?:\.exe)?(?:\s|$)", rest)
    return Asked("named", (_setup(job) if default else None) or args)


def _arguments(subject: Subject, build: Build, job: JobRun | None, step: StepRun | None) -> Written:
    """The line with the arguments of the build: of the environment, where that holds the interpreters."""
    args = of_input(subject, build.origin, "args")
    for reference in WHOLE.findall(args.text or "") if job and not OPTION.search(args.text or "") else ():
        after = follow(job, step, Written(args.location, args.key, "", reference)) if job else args
        if OPTION.search(after.text or ""):
            return after
    return args


def _setup(job: JobRun) -> Written | None:
    """Where the version of the job's setup-python is written."""
    for step in active_steps(job):
        value = step.step.inputs.get("python-version")
        if name_of(step) == "actions/setup-python" and value is not None:
            return follow(job, step, Written(value.location, "python-version", "", str(value.value)))
    return None


def _selection(subject: Subject, build: Build) -> Location:
    """The line that leaves builds of cibuildwheel out, else its step."""
    pyproject = subject.project.package.pyproject
    table = pyproject.tools.get("cibuildwheel") if pyproject else None
    for name in ("skip", "build"):
        if table is not None and name in table.mapping:
            return table.mapping[name].location
    return build.origin.location


def places(subject: Subject, builds: Iterable[Build]) -> list[Location]:
    """Give the lines that tell builds their Pythons, in the order of the files, each once."""
    return sorted({asked(subject, build).place.location for build in builds})


def adding(subject: Subject, builds: Sequence[Build], names: Sequence[str]) -> str:
    """Tell how to add Pythons ("3.15", "3.14t") to builds, in the words of each place."""
    return "\n".join(dict.fromkeys(_adding(subject, build, names) for build in builds))


def _adding(subject: Subject, build: Build, names: Sequence[str]) -> str:
    how = asked(subject, build)
    threads = all(name.endswith("t") for name in names)
    if how.kind == "cibuildwheel":
        return f"Let `build`, `skip` and the version of cibuildwheel admit {codes(map(_identifiers, names))}."
    if how.kind == "outputs":
        return f"Set up Python {spoken(names)} in a step of its own, and add its path to the interpreters."
    if how.kind == "named" and _is_one(how.place):
        return f"Add rows to the matrix with {codes(names)} as {code(how.place.key)}."
    if how.kind == "named":
        return f"Add {codes(names)} to {_where(how.place)}."
    if how.kind == "found":
        return _in_place_of_search(worthwhile(subject, build, names))
    others = [names[0].removesuffix("t")] if threads else []
    return f"Add {code(' '.join(('-i', *others, *names)))} to the arguments of the build."


def _in_place_of_search(names: Iterable[str]) -> str:
    option = code(" ".join(("-i", *names)))
    return (
        f"Write {option} in place of `--find-interpreter`, which takes what there is; "
        "a build on the runner itself needs them set up."
    )


def worthwhile(subject: Subject, build: Build, more: Sequence[str] = ()) -> list[str]:
    """Give the Pythons that a build should name: those that live, are admitted, and that pyo3 takes; of the
    free-threaded ones and PyPys those that it has already; and some more.
    """
    package = subject.project.package.pyproject
    python = package.project.python if package and package.project else None
    living = [m for m in need.supported_pythons(subject) if python is None or python.contains(f"3.{m}.99")]
    others = {name for name in build.interpreters if name.endswith("t") or name in _pypys(subject)}
    plain = of_minors(living[:1] if _is_stable(subject) else living)
    return sorted({name for name in (*plain, *others) if _taken(subject, name)} | set(more), key=_version)


def _is_stable(subject: Subject) -> bool:
    """Whether one wheel for the stable ABI serves all Pythons with a GIL, so that one is enough to build it."""
    try:
        return crate.extension(subject).abi3 is not None
    except Skip:
        return False


def _pypys(subject: Subject) -> set[str]:
    """The PyPys that every build has that has one."""
    found = [{n for n in b.interpreters if n.startswith("pypy")} for b in subject.expansion.release.builds]
    return set.intersection(*filter(None, found)) if any(found) else set()


def _taken(subject: Subject, name: str) -> bool:
    try:
        pyo3 = crate.extension(subject)
        known = subject.facts.pyo3(pyo3.known)
    except Skip:
        return True
    return unsupported(name, known, stable=bool(pyo3.stable)) is None


def _is_one(place: Written) -> bool:
    """Whether a row of the matrix holds one Python, not a list of them."""
    return bool(place.path) and not place.listed and parse_name((place.text or "").strip()) is not None


def _identifiers(name: str) -> str:
    """The builds of cibuildwheel for a Python: ``cp314t-*``."""
    return f"cp{name.replace('.', '')}-*"


def _where(place: Written) -> str:
    if place.text is None:
        return "the interpreters of the command"
    if place.listed:
        return f"the list {code(place.key)} of the matrix"
    return f"{code(place.key)} of the matrix" if place.path else f"the interpreters in {code(place.key)}"


def dropping(subject: Subject, builds: Sequence[Build], names: Sequence[str]) -> str:
    """Tell how to drop Pythons from builds that name their interpreters, in the words of each place."""
    return "\n".join(dict.fromkeys(_dropping(subject, build, names) for build in builds))


def _dropping(subject: Subject, build: Build, names: Sequence[str]) -> str:
    how = asked(subject, build)
    if how.kind == "cibuildwheel":
        return f"Add {codes(map(_identifiers, names))} to `skip`."
    if how.kind == "named" and _is_one(how.place):
        return f"Delete the rows of the matrix with {codes(names)} as {code(how.place.key)}."
    if how.kind == "named":
        return f"Drop {codes(names)} from {_where(how.place)}."
    if how.kind == "found":
        return _in_place_of_search(worthwhile(subject, build))
    return f"Drop {codes(names)} from the build."


def spoken(names: Iterable[str]) -> str:
    """Give versions as a sentence has them, lowest first: "3.9, 3.10 and 3.14t"."""
    shown = sorted(dict.fromkeys(names), key=_version)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _version(name: str) -> tuple[bool, int, bool]:
    found = re.search(r"3\.(\d+)", name)
    return (not name.startswith("3"), int(found[1]) if found else 0, name.endswith("t"))


def of_minors(minors: Iterable[int], *, threads: bool = False) -> list[str]:
    """Give minors of Python 3 as ``-i`` takes them."""
    return [f"3.{minor}{'t' * threads}" for minor in sorted(minors)]


def makes(build: Build, *, threads: bool) -> bool:
    """Tell whether a build makes wheels for Pythons without a GIL, or with one."""
    wanted = re.compile(r"cp\d+t" if threads else r"cp\d+m?|abi3(?:\.abi3t)?|none")
    return any(wanted.fullmatch(wheel.abi) for wheel in build.wheels)


def for_targets(builds: Iterable[Build], targets: Iterable[str]) -> Iterator[Build]:
    """Give the builds of some targets, those of one architecture for a wheel of both."""
    wanted = set(targets)
    for build in builds:
        if build.target in wanted or (
            build.target == "universal2-apple-darwin" and any("darwin" in t for t in wanted)
        ):
            yield build
