"""From a run of cibuildwheel to the builds that it makes with maturin.

Sources: ``platforms/*.py`` of cibuildwheel (``build``), maturin's PEP 517 backend (``maturin/__init__.py``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maturin_compliance.expand.cibuildwheel.environment import Surroundings, assignments, surroundings
from maturin_compliance.expand.cibuildwheel.images import Container, container, triple
from maturin_compliance.expand.cibuildwheel.order import Order
from maturin_compliance.expand.cibuildwheel.repair import command_of, linux_tag, macos_tag
from maturin_compliance.expand.cibuildwheel.reuse import compatible
from maturin_compliance.expand.cibuildwheel.settings import Settings
from maturin_compliance.expand.cibuildwheel.tests import note_tests
from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.build import build
from maturin_compliance.expand.maturin.crate import crate
from maturin_compliance.expand.maturin.interpreters import Interpreter, Pythons
from maturin_compliance.expand.maturin.options import Options, parse
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.expand.maturin.tags import PlatformTag
from maturin_compliance.expand.release import Build, NotModelled, Reason, Wheel
from maturin_compliance.expand.tools.machine import maturin_version
from maturin_compliance.facts.cibuildwheel import Platform
from maturin_compliance.facts.linked import threading
from maturin_compliance.model.project import Package

IMPLEMENTATIONS = {"cp": "cpython", "pp": "pypy", "gp": "graalpy"}
TARGETS = {
    "macosx_x86_64": "x86_64-apple-darwin",
    "macosx_arm64": "aarch64-apple-darwin",
    "macosx_universal2": "universal2-apple-darwin",
    "win32": "i686-pc-windows-msvc",
    "win_amd64": "x86_64-pc-windows-msvc",
    "win_arm64": "aarch64-pc-windows-msvc",
    "pyodide_wasm32": "wasm32-unknown-emscripten",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What all builds of a run share."""

    order: Order
    settings: Settings
    platform: Platform
    package: Package
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Builds that one machine or container makes, where a wheel for several Pythons is made once."""

    identifiers: tuple[str, ...]
    container: Container | None


def make(work: Work, identifiers: Sequence[str]) -> None:
    """Make the builds of a run: their wheels lie in the output folder, their tests are noted."""
    for step in steps(work, identifiers):
        made: list[Build] = []
        tested: list[tuple[str, Wheel]] = []
        for identifier in step.identifiers:
            wheels = [wheel for one in made for wheel in one.wheels]
            found = compatible(wheels, identifier)
            if found is None:
                one = make_one(work, step, identifier)
                made += [one] if one else []
                found = one.wheels[0] if one and one.wheels else None
            if found is not None:
                tested.append((identifier, found))
        if made:
            put(work, merged(made, tuple(str(interpreter(i)) for i in step.identifiers)))
        for identifier, wheel in tested:
            note_tests(work.order, work.settings, identifier, wheel)


def steps(work: Work, identifiers: Sequence[str]) -> Iterator[Step]:
    """The builds by what they run in: a container for each platform and image, else one for each target."""
    found: dict[tuple[str, str], Step] = {}
    for identifier in identifiers:
        box = container(work.order, work.settings, identifier) if work.platform == "linux" else None
        if isinstance(box, NotModelled):
            work.order.job.run.miss(box.message, box.location)
            continue
        key = identifier.partition("-")[2], box.image if box else ""
        before = found.get(key, Step((), box))
        found[key] = replace(before, identifiers=(*before.identifiers, identifier))
    yield from found.values()


def interpreter(identifier: str) -> Interpreter:
    """The Python of a build: ``cp314t``, ``pp311``, ``gp312_250``."""
    match = re.match(r"(cp|pp|gp)3(\d+)(t?)", identifier)
    if match is None:
        raise ValueError(identifier)
    return Interpreter(IMPLEMENTATIONS[match[1]], int(match[2]), bool(match[3]))


def make_one(work: Work, step: Step, identifier: str) -> Build | None:
    """Build and repair one wheel; None where nothing can be said of it."""
    version, pinned, why = maturin_version(work.order.job, None, work.package)
    seen = surroundings(work.order, work.settings, identifier, version)
    request = request_of(work, step, identifier, seen)
    request = replace(request, maturin=version, pinned=pinned, because=(*request.because, *why))
    outcome = build(request, work.order.job.run.project, work.order.job.run.facts)
    for note in outcome.not_modelled:
        work.order.job.run.miss(note.message, note.location)
    if outcome.build is None:
        return None
    platform = platform_tag(work, step, identifier, request, seen)
    if isinstance(platform, NotModelled):
        work.order.job.run.miss(platform.message, platform.location)
        return None
    wheels = tuple(pinned_pypy(work, wheel, identifier) for wheel in outcome.build.wheels)
    if platform is not None:
        wheels = tuple(repaired(wheel, platform) for wheel in wheels)
    return replace(outcome.build, wheels=wheels, cibuildwheel=str(work.order.tool.version))


def pinned_pypy(work: Work, wheel: Wheel, identifier: str) -> Wheel:
    """A wheel of PyPy under the abi of the PyPy that cibuildwheel pins."""
    python = interpreter(identifier)
    if python.implementation != "pypy" or not wheel.interpreter.startswith("pp"):
        return wheel
    return replace(wheel, abi=work.order.tool.pypy_abi(python.minor))


def request_of(work: Work, step: Step, identifier: str, seen: Surroundings) -> Request:
    """The call of maturin that the build front end makes."""
    order = work.order
    where = f"cibuildwheel {order.tool.version} builds `{identifier}`"
    because = [*order.because, *work.because, Reason(where, order.location)]
    if step.container:
        because.append(step.container.because)
    because += [*seen.because, *conditions(order)]
    python = interpreter(identifier)
    return Request(
        options=options(work, identifier, seen),
        tag=order.job.run.tag,
        arguments=order.arguments,
        tool="cibuildwheel",
        os="linux" if work.platform == "pyodide" else work.platform,
        architecture=order.job.machine.architecture,
        image=step.container.image if step.container else None,
        env=host_env(work, identifier, seen),
        folder=work.package.folder,
        pythons=Pythons(default=python, visible=(), certain=True, described=f"Python {python}"),
        manylinux=None,
        maturin=order.tool.version,
        pinned=False,
        toolchain=order.job.toolchain,
        glibc=None,
        origin=order.job.origin(order.location),
        because=tuple(because),
        certain=order.view.certain and not order.job.tolerated,
        places=order.places,
    )


def conditions(order: Order) -> Iterator[Reason]:
    """Why the builds may be absent."""
    if not order.view.certain:
        yield Reason("the build runs only on a condition", order.location, assumed=True)
    if order.job.tolerated:
        tolerance = order.job.job.continue_on_error
        text = f"job {order.job.name} may fail without stopping the release (`continue-on-error`)"
        yield Reason(text, tolerance.location if tolerance else None, assumed=True)


def options(work: Work, identifier: str, seen: Surroundings) -> Options:
    """What maturin's backend passes: one interpreter, no policy, and the arguments of the build settings."""
    setting = work.settings.get("config-settings", identifier)
    given = dict(assignments(setting.text))
    text = given.get("maturin.build-args", given.get("build-args", seen.env.get("MATURIN_PEP517_ARGS", "")))
    tail = identifier.partition("-")[2]
    target = triple(identifier) if work.platform == "linux" else TARGETS[tail]
    words = ["build", "-i", str(interpreter(identifier)), "--compatibility", "off", "--target", target]
    found = parse([*words, *text.split()])
    return replace(found, release=True, compatibility=("off",), interpreters=(words[2],), target=target, out=None)


def host_env(work: Work, identifier: str, seen: Surroundings) -> dict[str, str]:
    """The variables; Pyodide's build tells maturin its platform, and tags the wheel anew afterwards."""
    if work.platform != "pyodide":
        return dict(seen.env)
    platform = work.order.tool.pyodide(identifier)
    return {**seen.env, "_PYTHON_HOST_PLATFORM": platform or ""}


def platform_tag(
    work: Work, step: Step, identifier: str, request: Request, seen: Surroundings
) -> "PlatformTag | NotModelled | None":
    """The platform of the repaired wheel; None where it stays as maturin wrote it."""
    order = work.order
    if work.platform == "pyodide" and order.tool.pyodide(identifier) is None:
        return NotModelled(f"the platform of `{identifier}` is not known", order.location)
    setting = work.settings.get("repair-wheel-command", identifier, separator=" && ")
    repair, reason = command_of(setting, work.platform)
    because = (reason,) if reason else ()
    found: PlatformTag | None = None
    if step.container and repair != "none":
        made = crate(order.job.run.project, work.package, request.options, order.job.run.facts)
        threads = threading(made.crates) if made else None
        maturin = order.job.run.facts.maturin(request.maturin)
        found = linux_tag(order, step.container, identifier, maturin, repair, threads)
    elif work.platform == "macos" and repair != "none" and order.tool.does("delocate-writes-tag"):
        found = macos_tag(order, identifier, seen)
    return replace(found, because=(*because, *found.because)) if found else None


def repaired(wheel: Wheel, platform: PlatformTag) -> Wheel:
    """A wheel under its new platform."""
    new = replace(wheel, platform=platform.platform, because=(*wheel.because, *platform.because))
    others = tuple(replace(new, platform=other).filename for other in platform.alternatives)
    return replace(new, alternatives=others)


def merged(made: Sequence[Build], interpreters: tuple[str, ...]) -> Build:
    """The builds of one step as one; a wheel that is made twice replaces the first."""
    wheels = {wheel.filename: wheel for one in made for wheel in one.wheels}
    return replace(made[0], interpreters=interpreters, wheels=tuple(wheels.values()), compatibility=())


def put(work: Work, made: Build) -> None:
    """Lay the wheels into the output folder and note the build."""
    order = work.order
    out = join(order.folder, order.options["output-dir"])
    for wheel in made.wheels:
        order.job.files.add(out, wheel.filename, wheel)
    order.job.activities.append(replace(made, out=out))
