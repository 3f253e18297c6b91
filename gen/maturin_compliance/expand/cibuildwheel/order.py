"""One run of cibuildwheel: what its inputs, its command line and its variables ask for.

Sources: action.yml and ``__main__.py`` of cibuildwheel.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.github.state import Installed, JobState, StepView
from maturin_compliance.expand.release import Reason
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.machine import places_of
from maturin_compliance.expression import Unknown, as_text
from maturin_compliance.facts import Facts
from maturin_compliance.facts.cibuildwheel import Cibuildwheel, at
from maturin_compliance.location import Location

VALUED = frozenset({"output-dir", "config-file", "only", "platform", "archs", "enable"})
Variables = Mapping[str, "str | Unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A run of cibuildwheel in a job; ``because`` tells its version.

    ``options`` holds those that are given, by name, the package under ``package-dir``; ``unknown`` names those
    whose value is not known. ``folder`` is the working directory. ``env`` holds the variables, ``places`` where
    they are set.
    """

    job: JobState
    view: StepView
    tool: Cibuildwheel
    because: tuple[Reason, ...]
    location: Location
    folder: str
    arguments: tuple[str, ...]
    options: Mapping[str, str]
    unknown: tuple[str, ...]
    env: Variables
    places: Mapping[str, Location]


def of_step(job: JobState, view: StepView, ref: str) -> Order:
    """The order of a step that uses the action."""
    given = {name: view.text(name) for name in ("package-dir", "output-dir", "config-file", "only")}
    options = {name: value for name, value in given.items() if isinstance(value, str) and value}
    tool, reason = version_of_ref(job.run.facts, ref, view.location)
    env = {n: v if isinstance(v, Unknown) else as_text(v) for n, v in view.env.items()}
    return Order(
        job=job,
        view=view,
        tool=tool,
        because=(reason,),
        location=view.location,
        folder=".",
        arguments=tuple(f"{name}={value}" for name, value in options.items()),
        options={"output-dir": "wheelhouse", **options},
        unknown=tuple(name for name, value in given.items() if isinstance(value, Unknown)),
        env=env,
        places=places_of(job, view),
    )


def of_command(call: Call) -> Order:
    """The order of a command: ``cibuildwheel --output-dir dist package``."""
    given = list(_given(call.words[1:]))
    enable = " ".join(value for name, value in given if name == "enable")
    options = {**dict(given), **({"enable": enable} if enable else {})}
    asked = call.variable("\ue001cibuildwheel")
    installed = Installed(asked, call.location) if asked else call.job.installed_tools.get("cibuildwheel")
    wanted, place = (installed.version, installed.location) if installed else ("", call.location)
    tool, reason = version_of_requirement(call.job.run.facts, wanted, place)
    env: dict[str, str | Unknown] = {}
    env |= {name: value for name, value in call.view.env.items() if isinstance(value, Unknown)}
    env |= {name: _value(name, value) for name, value in call.invocation.env.items() if isinstance(value, str)}
    output = env.get("CIBW_OUTPUT_DIR", "wheelhouse")
    return Order(
        job=call.job,
        view=call.view,
        tool=tool,
        because=(reason,),
        location=call.location,
        folder=call.path("."),
        arguments=call.words[1:],
        options={**({"output-dir": output} if isinstance(output, str) else {}), **options},
        unknown=tuple(name for name, value in options.items() if not known(value)),
        env=env,
        places=places_of(call.job, call.view),
    )


def _given(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options of a command line in order; the word that belongs to none is the package's folder."""
    waiting = list(words)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        if not name.startswith("-"):
            yield "package-dir", f"{name}{equals}{value}"
        elif name.removeprefix("--") in VALUED:
            yield name.removeprefix("--"), value if equals or not waiting else waiting.pop(0)


def _value(name: str, value: str) -> "str | Unknown":
    return value if known(value) else Unknown(f"{name} is computed by a script")


def version_of_ref(facts: Facts, ref: str, location: Location) -> tuple[Cibuildwheel, Reason]:
    """The version that the action's ref stands for, the newest of the date where that is not known."""
    found = at(facts.as_of, ref)
    if found is not None:
        return Cibuildwheel(found), Reason(f"`{ref}` is cibuildwheel {found}", location)
    return newest(facts, None, f"which release of cibuildwheel `{ref}` is cannot be told", location)


def version_of_requirement(facts: Facts, wanted: str, location: Location) -> tuple[Cibuildwheel, Reason]:
    """The version that an installer chooses: ``wanted`` is a version, a specifier, or empty."""
    try:
        exact = Version(wanted)
    except InvalidVersion:
        pass
    else:
        return Cibuildwheel(exact), Reason(f"cibuildwheel {wanted} is installed", location)
    try:
        specifier = SpecifierSet("" if wanted == "latest" else wanted)
    except InvalidSpecifier:
        specifier = None
    return newest(facts, specifier, "nothing fixes the version of cibuildwheel", location)


def newest(facts: Facts, wanted: SpecifierSet | None, why: str, location: Location) -> tuple[Cibuildwheel, Reason]:
    """The newest release of the date that a specifier admits."""
    first = Version("2.0.0")
    found = facts.newest_cibuildwheel(wanted) or facts.newest_cibuildwheel(None) or first
    return Cibuildwheel(found), Reason(f"{why}; it is taken for {found} of the date", location, assumed=True)
