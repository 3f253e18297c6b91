"""The platform tag of a wheel after it is repaired.

Sources: ``main_repair.py`` and ``wheeltools.py`` of auditwheel, ``delocating.py`` of delocate; the images set
AUDITWHEEL_PLAT to their own policy.
"""

import re
from collections.abc import Sequence

from packaging.version import Version

from maturin_compliance.expand.cibuildwheel.environment import TARGET
from maturin_compliance.expand.cibuildwheel.environment import Surroundings as Seen
from maturin_compliance.expand.cibuildwheel.images import Container, architecture
from maturin_compliance.expand.cibuildwheel.order import Order
from maturin_compliance.expand.cibuildwheel.settings import Setting
from maturin_compliance.expand.maturin.platform import Surroundings, audited
from maturin_compliance.expand.maturin.tags import PlatformTag, Policy, parse_policy, policy_tags
from maturin_compliance.expand.release import Reason
from maturin_compliance.facts.cibuildwheel import usually_found
from maturin_compliance.facts.maturin import Maturin

TOOLS = {"linux": "auditwheel", "macos": "delocate"}
COPIES = re.compile(r"\s*(?:|true|:|(?:cp|mv|copy|move)\s.*)\s*", re.DOTALL)


def command_of(setting: Setting, platform: str) -> "tuple[str, Reason | None]":
    """What repairs wheels: "default", "none" where they stay as built, or the policy of ``--plat``; and why."""
    if setting.location is None:
        return "default", None
    text, place = setting.text, setting.location
    if setting.known and COPIES.fullmatch(text):
        return "none", Reason("`repair-wheel-command` leaves the wheel as it is built", place)
    tool = TOOLS.get(platform, "")
    asked = re.search(r"--plat[ =]\"?((?:many|musl)linux\w+?)(?:_\$|_\{|\"|\s|$)", text)
    if tool == "auditwheel" and asked:
        return asked[1], Reason(f"`repair-wheel-command` asks auditwheel for `{asked[1]}`", place)
    if setting.known and tool and tool in text:
        return "default", Reason(f"`repair-wheel-command` runs {tool}", place)
    return "default", Reason("what `repair-wheel-command` does to the tag is not known", place, assumed=True)


def linux_tag(
    order: Order, container: Container, identifier: str, maturin: Maturin, repair: str, threads: str | None
) -> PlatformTag:
    """What auditwheel makes of a Linux wheel: the image's policy, with an older one that it finds to suffice."""
    arch = architecture(identifier)
    facts = order.job.run.facts
    wanted = parse_policy(re.sub(rf"_{arch}$", "", repair)) if repair != "default" else None
    requested = wanted or parse_policy(container.policy)
    if requested is None:
        return PlatformTag(platform=f"linux_{arch}")
    tags = policy_tags(requested, arch, facts, maturin)
    if requested.family == "musllinux":
        reason = Reason(f"auditwheel gives the policy of its image, `{requested}`", order.location)
        return PlatformTag(platform=_joined(order, tags), because=(reason,))
    surroundings = Surroundings(
        image=container.image,
        floor=str(requested),
        glibc=None,
        env={},
        threads=threads,
        rust={},
        location=order.location,
    )
    found = audited(arch, surroundings, facts=facts, maturin=maturin)
    return with_requested(order, found, tags, requested)


def with_requested(order: Order, found: PlatformTag, tags: Sequence[str], requested: Policy) -> PlatformTag:
    """The audit's possible results, the likeliest first, each with the tags that were requested."""
    usual = usually_found(str(requested))
    results = sorted((found.platform, *found.alternatives), key=lambda tag: not tag.startswith(f"{usual}_"))
    if usual == str(requested):
        results = [found.platform, *found.alternatives]
    names = list(dict.fromkeys(_joined(order, (*result.split("."), *tags)) for result in results))
    reason = Reason(f"auditwheel adds `{requested}`, the policy of its image, to what it finds", order.location)
    return PlatformTag(platform=names[0], alternatives=tuple(names[1:]), because=(*found.because, reason))


def _joined(order: Order, tags: Sequence[str]) -> str:
    unique = list(dict.fromkeys(tags))
    return ".".join(sorted(unique) if order.tool.does("auditwheel-sorts-tags") else unique)


def macos_tag(order: Order, identifier: str, seen: Seen) -> PlatformTag:
    """What delocate makes of a macOS wheel: the newest of the deployment target and the library's own lowest."""
    arch = identifier.rpartition("macosx_")[2]
    lowest = rust_minimum(order, "arm64" if arch == "arm64" else "x86_64")
    target = Version(seen.env[TARGET])
    refused = target < lowest and not (arch == "arm64" and target < Version("11.0"))
    version = max(target, lowest)
    minor = 0 if version.major >= 11 else version.minor
    text = f"delocate writes the lowest macOS of the library, {version.major}.{version.minor}"
    if refused:
        text += f", which it refuses for a target of {target}"
    reason = Reason(text, order.location, assumed=refused)
    newer = range(max(11, version.major + 1), newest_macos(order) + 1) if seen.target_open else ()
    return PlatformTag(
        platform=f"macosx_{version.major}_{minor}_{arch}",
        alternatives=tuple(f"macosx_{major}_0_{arch}" for major in newer),
        because=(reason,),
    )


def newest_macos(order: Order) -> int:
    """The runner's own macOS, which a script may take for the deployment target; 0 where it is not known."""
    runner = order.job.run.facts.runner(order.job.machine.label or "")
    return int(runner.version) if runner and runner.version.isdecimal() else 0


def rust_minimum(order: Order, arch: str) -> Version:
    """The lowest macOS that the toolchain supports."""
    toolchain = Version(order.job.toolchain) if order.job.toolchain else None
    row = order.job.run.facts.rust_minimum(f"macos_{arch}", toolchain)
    return Version(row.minimum if row else "11.0")
