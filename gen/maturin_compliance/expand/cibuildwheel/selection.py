"""Which builds cibuildwheel makes.

Sources: ``selector.py``, ``options.py`` and ``platforms/*.py`` (``get_python_configurations``) of cibuildwheel.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from maturin_compliance.expand.cibuildwheel.architectures import ALL, architectures, is_of
from maturin_compliance.expand.cibuildwheel.order import Order
from maturin_compliance.expand.cibuildwheel.settings import Setting, Settings, selects
from maturin_compliance.expand.release import NotModelled, Reason
from maturin_compliance.facts.cibuildwheel import Cibuildwheel, Platform
from maturin_compliance.model.project import Package

TRUE = frozenset({"y", "yes", "t", "true", "on", "1"})
EVERY = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The builds of a run by their identifiers, in cibuildwheel's order, and the options that chose them."""

    identifiers: tuple[str, ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What a run asks for: patterns, architectures, groups, and the options that say so."""

    build: str
    skip: str
    archs: tuple[str, ...]
    enabled: tuple[str, ...]
    because: tuple[Reason, ...]


def select(order: Order, settings: Settings, platform: Platform, package: Package) -> "Selection | NotModelled":
    """Choose the builds of a run; what cannot be known is told instead."""
    required = requires_python(settings, package)
    if not required.known:
        return unknown("requires-python", required, order)
    only = order.options.get("only", "")
    wanted = by_only(order, only, platform) if only else by_options(order, settings, platform)
    if isinstance(wanted, NotModelled):
        return wanted
    chosen = tuple(
        identifier
        for identifier in order.tool.builds(platform)
        if any(is_of(identifier, arch) for arch in wanted.archs)
        and admits(required.text, identifier)
        and not is_withheld(order.tool, identifier, wanted.enabled)
        and selects(wanted.build, identifier)
        and not selects(wanted.skip, identifier)
        and not beyond(order, platform, identifier)
    )
    return Selection(identifiers=chosen, because=wanted.because)


def by_only(order: Order, only: str, platform: Platform) -> _Wanted:
    """One build, whatever the options say."""
    reason = Reason(f"`only: {only}` names the build", order.view.place("only"))
    return _Wanted(build=only, skip="", archs=ALL[platform], enabled=(EVERY,), because=(reason,))


def by_options(order: Order, settings: Settings, platform: Platform) -> "_Wanted | NotModelled":
    """The builds that the options choose."""
    named = {name: settings.get(name, by_platform=False) for name in ("build", "skip")}
    named["archs"] = settings.get("archs", skip_empty=True)
    named["enable"] = settings.get("enable", by_platform=False, adds=True)
    for name, setting in named.items():
        if not setting.known:
            return unknown(name, setting, order)
    archs = wanted_archs(order, named["archs"], platform)
    if archs is None:
        runner = f"the architecture of the runner of job {order.job.name}"
        return NotModelled(f"{runner}, which cibuildwheel builds for, is not known", order.location)
    return _Wanted(
        build=named["build"].text or "*",
        skip=named["skip"].text,
        archs=archs,
        enabled=tuple(groups(order, settings, named["enable"])),
        because=tuple(reasons(named)),
    )


def unknown(name: str, setting: Setting, order: Order) -> NotModelled:
    """An option that a secret or another value of the run decides."""
    place = setting.location or order.location
    return NotModelled(f"`{name}` of cibuildwheel is not known before the workflow runs", place)


def wanted_archs(order: Order, setting: Setting, platform: Platform) -> tuple[str, ...] | None:
    """The architectures of the command line, else of the option."""
    text = order.options.get("archs") or setting.text
    return architectures(text, platform, order.job.machine.architecture, order.tool)


def groups(order: Order, settings: Settings, enable: Setting) -> list[str]:
    """The groups that are enabled: by ``enable``, by ``--enable``, by the older options."""
    found = [*enable.text.split(), *order.options.get("enable", "").split()]
    for switch in order.tool.switches():
        value = settings.variable(switch.variable)
        if value is None and switch.option:
            value = settings.get(switch.option, by_platform=False, skip_empty=True)
        if value and value.text.lower() in TRUE:
            found.append(switch.group)
    return found


def is_withheld(tool: Cibuildwheel, identifier: str, enabled: Collection[str]) -> bool:
    """Whether a build's group is not enabled."""
    if EVERY in enabled:
        return False
    return any(selects(group.builds, identifier) for group in tool.withheld(enabled))


def requires_python(settings: Settings, package: Package) -> Setting:
    """``CIBW_PROJECT_REQUIRES_PYTHON``, else what the package says."""
    variable = settings.variable("CIBW_PROJECT_REQUIRES_PYTHON")
    metadata = package.pyproject.project if package.pyproject else None
    written = metadata.requires_python if metadata else None
    return variable or (Setting(written.value, written.location) if written else Setting())


def admits(requirement: str, identifier: str) -> bool:
    """Whether ``requires-python`` admits a build: the last patch release of its Python counts."""
    match = re.match(r"[a-z]+(\d)(\d+)", identifier)
    if not requirement or match is None:
        return True
    try:
        return SpecifierSet(requirement).contains(Version(f"{match[1]}.{match[2]}.99"))
    except InvalidSpecifier:
        return True


def beyond(order: Order, platform: Platform, identifier: str) -> bool:
    """Whether a machine cannot make a build: PyPy for Apple silicon on an Intel Mac."""
    intel = platform == "macos" and order.job.machine.architecture == "x64"
    return intel and identifier.startswith(("pp", "gp")) and identifier.endswith("arm64")


def reasons(named: dict[str, Setting]) -> Iterator[Reason]:
    """The options that are set."""
    for name, setting in named.items():
        if setting.text and setting.location:
            yield Reason(f"`{name}` of cibuildwheel is `{setting.text}`", setting.location)
