"""The variables that a build sees. Sources: ``environment.py`` and ``platforms/macos.py`` of cibuildwheel."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.cibuildwheel.order import Order, Variables
from maturin_compliance.expand.cibuildwheel.settings import Settings
from maturin_compliance.expand.release import Reason
from maturin_compliance.expression import Unknown
from maturin_compliance.facts.cibuildwheel import is_read

TARGET = "MACOSX_DEPLOYMENT_TARGET"
PLATFORM = "_PYTHON_HOST_PLATFORM"
HOSTS = {"arm64": "macosx-11.0-arm64", "universal2": "macosx-10.9-universal2", "x86_64": "macosx-10.9-x86_64"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Variables by name, and why they are what they are.

    ``target_open``: MACOSX_DEPLOYMENT_TARGET is set to something that the files do not tell.
    """

    env: Mapping[str, str]
    because: tuple[Reason, ...] = ()
    target_open: bool = False


def surroundings(order: Order, settings: Settings, identifier: str, maturin: Version) -> Surroundings:
    """The variables of a build: of the machine (not in a container), then those of ``environment``."""
    setting = settings.get("environment", identifier)
    reaching = passed(order, settings, identifier)
    env = {name: value for name, value in reaching.items() if isinstance(value, str)}
    unknown = {name for name, value in reaching.items() if isinstance(value, Unknown)}
    for name, value in assignments(setting.text):
        if "$" in value or not setting.known:
            unknown.add(name)
        else:
            env[name] = value
            unknown.discard(name)
    if settings.platform != "macos":
        return Surroundings(env)
    is_open = TARGET in unknown or not setting.known
    env, reason = raised(order, identifier, env, known=not is_open)
    if is_read(PLATFORM, maturin):
        env.setdefault(PLATFORM, HOSTS[identifier.rpartition("macosx_")[2]])
    else:
        env.pop(PLATFORM, None)
    return Surroundings(env, (reason,), target_open=is_open)


def passed(order: Order, settings: Settings, identifier: str) -> Variables:
    """The machine's variables that reach a build: all, in a container those of ``environment-pass``."""
    if settings.platform != "linux":
        return order.env
    names = settings.get("environment-pass", identifier).text.split()
    return {name: order.env[name] for name in names if name in order.env}


def assignments(text: str) -> list[tuple[str, str]]:
    """``A=b C="d e"``, as a shell reads it; one that a shell refuses gives nothing."""
    try:
        words = shlex.split(text.replace("\n", " "))
    except ValueError:
        return []
    pairs = (word.partition("=") for word in words)
    return [(name, value) for name, equals, value in pairs if equals]


def raised(order: Order, identifier: str, env: Mapping[str, str], *, known: bool) -> tuple[dict[str, str], Reason]:
    """The variables with MACOSX_DEPLOYMENT_TARGET: cibuildwheel's lowest, raised by what is set."""
    lowest = order.tool.macos_target(identifier)
    given = _version(env.get(TARGET))
    where = f"for `{identifier}`"
    if not known:
        text = f"what `{TARGET}` is set to {where} is not known; cibuildwheel asks for at least {lowest}"
        return {**env, TARGET: str(lowest)}, Reason(text, order.location, assumed=True)
    if given is None:
        text = f"cibuildwheel {order.tool.version} sets `{TARGET}` to {lowest} {where}"
        return {**env, TARGET: str(lowest)}, Reason(text, order.location)
    if given < lowest and order.tool.does("deployment-target-is-raised"):
        text = f"cibuildwheel {order.tool.version} raises `{TARGET}` from {given} to {lowest} {where}"
        return {**env, TARGET: str(lowest)}, Reason(text, order.location)
    return dict(env), Reason(f"`{TARGET}` is {given} {where}", order.location)


def _version(text: str | None) -> Version | None:
    try:
        return Version(text) if text else None
    except InvalidVersion:
        return None
