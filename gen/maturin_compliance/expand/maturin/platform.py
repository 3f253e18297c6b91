"""The platform tag of a build: asked for, found by auditing the library, or given by the target."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from maturin_compliance.expand.maturin.emscripten import emscripten_tag
from maturin_compliance.expand.maturin.interpreters import Interpreter
from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.expand.maturin.tags import (
    PlatformTag,
    Policy,
    join_tags,
    macos_tags,
    parse_policy,
    policy_tags,
)
from maturin_compliance.expand.release import Reason
from maturin_compliance.facts import Facts
from maturin_compliance.facts.linked import linked
from maturin_compliance.facts.maturin import Maturin
from maturin_compliance.facts.rust import Target
from maturin_compliance.location import Location
from maturin_compliance.model.pyproject import ToolMaturin

DEPLOYMENT = "MACOSX_DEPLOYMENT_TARGET"
WINDOWS = {"amd64": "win_amd64", "x86": "win32", "arm64": "win_arm64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a build runs in, as far as the tag depends on it.

    ``floor`` is the policy that the libc of the image allows ("manylinux_2_17"), None on a host; ``glibc`` the
    host's version ("2.39"). ``env`` are the variables that are known. ``threads`` is a crate that starts
    threads, None where none is known. ``interpreters`` are those that the build is for. ``location`` is the
    call's line, ``places`` those of what it is given (see Request).
    """

    image: str | None
    floor: str | None
    glibc: str | None
    env: Mapping[str, str]
    rust: Mapping[str, str]
    threads: str | None
    location: Location
    interpreters: tuple[Interpreter, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)

    def place(self, name: str) -> Location:
        """The line of what the call is given."""
        return self.places.get(name, self.location)


def platform_tag(
    target: Target,
    triple: str,
    options: Options,
    tool: ToolMaturin | None,
    surroundings: Surroundings,
    *,
    binary: bool,
    facts: Facts,
    maturin: Maturin,
) -> PlatformTag | None:
    """The platform part of the name; None for a target whose tag these rules do not know."""
    override = surroundings.env.get("_PYTHON_HOST_PLATFORM")
    if override and target.os != "windows":
        tag = override.replace("-", "_").replace(".", "_")
        reason = Reason("`_PYTHON_HOST_PLATFORM` gives the platform", surroundings.place("_PYTHON_HOST_PLATFORM"))
        return PlatformTag(platform=tag, because=(reason,))
    if target.os == "linux":
        return linux_tag(target, options, tool, surroundings, binary=binary, facts=facts, maturin=maturin)
    if target.os == "macos":
        return macos_tag(triple, tool, surroundings, maturin)
    if target.os == "windows":
        return PlatformTag(platform=WINDOWS[target.architecture])
    if target.os == "android":
        return android_tag(target, surroundings)
    if target.os == "ios":
        return ios_tag(triple, target, surroundings)
    if target.os == "emscripten":
        return emscripten_tag(surroundings.env, surroundings.interpreters, surroundings.location, maturin)
    return None


def android_tag(target: Target, surroundings: Surroundings) -> PlatformTag:
    """An Android target: the API level of ANDROID_API_LEVEL, else maturin-action's own (index.ts)."""
    level = surroundings.env.get("ANDROID_API_LEVEL", "")
    known = level.isdecimal()
    text = (
        f"`ANDROID_API_LEVEL` is {level}" if known else "`ANDROID_API_LEVEL` is not set; maturin-action takes 24"
    )
    reason = Reason(text, surroundings.place("ANDROID_API_LEVEL"), assumed=not known)
    return PlatformTag(platform=f"android_{level if known else 24}_{target.architecture}", because=(reason,))


def ios_tag(triple: str, target: Target, surroundings: Surroundings) -> PlatformTag:
    """An iOS target: 13.0 or IPHONEOS_DEPLOYMENT_TARGET, for a device or a simulator (platform_tag.rs)."""
    given = surroundings.env.get("IPHONEOS_DEPLOYMENT_TARGET", "")
    major, minor = _pair(given if re.fullmatch(r"\d+(\.\d+)?", given) else "13.0")
    simulated = triple.endswith("-sim") or triple.startswith("x86_64")
    kind = "iphonesimulator" if simulated else "iphoneos"
    text = f"`IPHONEOS_DEPLOYMENT_TARGET` is {given}" if given else "maturin builds for iOS 13.0 by default"
    reason = Reason(text, surroundings.place("IPHONEOS_DEPLOYMENT_TARGET"))
    return PlatformTag(platform=f"ios_{major}_{minor}_{target.architecture}_{kind}", because=(reason,))


def macos_tag(triple: str, tool: ToolMaturin | None, surroundings: Surroundings, maturin: Maturin) -> PlatformTag:
    """An Apple target: the lowest macOS of the toolchain or of maturin, raised by MACOSX_DEPLOYMENT_TARGET."""
    deployment = surroundings.env.get(DEPLOYMENT)
    configured = {k: v.value for k, v in tool.deployment_targets.items()} if tool else {}
    tags = macos_tags(triple, deployment, configured, surroundings.rust)
    because = tuple(deployment_reasons(triple, tool, surroundings, maturin))
    return PlatformTag(platform=join_tags(tags, maturin), because=because)


def deployment_reasons(
    triple: str, tool: ToolMaturin | None, surroundings: Surroundings, maturin: Maturin
) -> Iterator[Reason]:
    """What decides the lowest macOS: ``[tool.maturin]`` for a target, the variable, else a default."""
    targets = tool.deployment_targets if tool else {}
    halves = ("x86_64-apple-darwin", "aarch64-apple-darwin") if triple.startswith("universal2") else (triple,)
    given = [targets[half] for half in halves if half in targets]
    yield from (Reason(f"`macos-deployment-target` is {one.value}", one.location) for one in given)
    deployment = surroundings.env.get(DEPLOYMENT)
    if len(given) == len(halves):
        return
    if deployment:
        yield Reason(f"`{DEPLOYMENT}` is {deployment}", surroundings.place(DEPLOYMENT))
    else:
        owner = "the toolchain's" if maturin.macos_minimum_from_rust else f"maturin {maturin.version}'s own"
        yield Reason(f"{owner} lowest macOS, as nothing sets a deployment target")


def requested(options: Options, tool: ToolMaturin | None) -> tuple[str, ...]:
    """The policies asked for on the command line, else in ``[tool.maturin]``; ``pypi`` chooses none."""
    return tuple(value for value in asked_for(options, tool) if value.lower() != "pypi")


def asked_for(options: Options, tool: ToolMaturin | None) -> tuple[str, ...]:
    """The values of ``--compatibility`` if there are any, else those of ``[tool.maturin]``."""
    if options.compatibility or tool is None:
        return options.compatibility
    return tuple(value.value for value in tool.compatibility)


def asked_at(options: Options, tool: ToolMaturin | None, surroundings: Surroundings) -> Location:
    """The line that asks for a policy."""
    if options.compatibility or tool is None:
        return surroundings.place("manylinux")
    return tool.compatibility[0].location


def skipped_at(options: Options, tool: ToolMaturin | None, surroundings: Surroundings) -> Location | None:
    """The line that leaves the audit out, None where it takes place."""
    if options.auditwheel == "skip":
        return surroundings.place("args")
    if tool and tool.auditwheel and tool.auditwheel.value == "skip":
        return tool.auditwheel.location
    return tool.skip_auditwheel.location if tool and tool.skip_auditwheel and tool.skip_auditwheel.value else None


def linux_tag(
    target: Target,
    options: Options,
    tool: ToolMaturin | None,
    surroundings: Surroundings,
    *,
    binary: bool,
    facts: Facts,
    maturin: Maturin,
) -> PlatformTag:
    """A Linux target: auditwheel/linux.rs and builder.rs."""
    arch = target.architecture
    asked = [policy for text in requested(options, tool) if (policy := parse_policy(text))]
    if asked:
        line = asked_at(options, tool, surroundings)
        return explicit(asked, target, line, binary=binary, facts=facts, maturin=maturin)
    skipped = skipped_at(options, tool, surroundings)
    if target.libc == "musl" and (options.zig or not binary):
        return musl(target, arch, skipped=None if options.zig else skipped, facts=facts, maturin=maturin)
    if options.zig and asked_for(options, tool):
        return zig_default(arch, surroundings, facts=facts, maturin=maturin)
    if options.zig:
        floor = Policy("manylinux", _pair(target.minimum or "2.17"))
        reason = Reason("`--zig` links against the oldest glibc", surroundings.place("args"))
        return tagged([floor], arch, facts, maturin, reason)
    if skipped:
        return PlatformTag(platform=f"linux_{arch}", because=(Reason("the audit is skipped", skipped),))
    if target.libc == "musl":
        return static(target, surroundings, facts=facts, maturin=maturin)
    return audited(arch, surroundings, facts=facts, maturin=maturin)


def zig_default(arch: str, surroundings: Surroundings, *, facts: Facts, maturin: Maturin) -> PlatformTag:
    """``--compatibility pypi`` with zig: no policy names a glibc, so zig links its own default (compile.rs)."""
    default = Policy("manylinux", (2, 31))
    names = facts.policies_tried(arch, maturin.version)
    others = [p for name in names if (p := parse_policy(name)) and p.version >= (2, 17) and p != default]
    reason = Reason(
        "zig links the glibc that its version takes by default, as `pypi` names none",
        surroundings.location,
        assumed=True,
    )
    return with_alternatives([default, *others], arch, facts, maturin, reason)


def explicit(
    asked: Sequence[Policy], target: Target, line: Location, *, binary: bool, facts: Facts, maturin: Maturin
) -> PlatformTag:
    """The policy that is asked for; an extension takes the one of its libc, a binary may take several."""
    family = "musllinux" if target.libc == "musl" else "manylinux"
    fitting = [policy for policy in asked if policy.family in (family, "linux")] or list(asked)
    chosen = list(asked) if binary else fitting[:1]
    names = ", ".join(f"`{policy}`" for policy in chosen)
    return tagged(chosen, target.architecture, facts, maturin, Reason(f"the policy {names} is asked for", line))


def musl(target: Target, arch: str, *, skipped: Location | None, facts: Facts, maturin: Maturin) -> PlatformTag:
    """A musl target that asks for nothing."""
    if skipped:
        return PlatformTag(platform=f"linux_{arch}", because=(Reason("the audit is skipped", skipped),))
    policy = parse_policy(maturin.musllinux_default) or Policy("musllinux", (1, 2))
    return tagged([policy], arch, facts, maturin, Reason(f"`{target.triple}` is a musl target: `{policy}`"))


def static(target: Target, surroundings: Surroundings, *, facts: Facts, maturin: Maturin) -> PlatformTag:
    """A binary for musl that asks for nothing: linked statically, so that the oldest glibc policy suffices.

    The audit looks at glibc policies wherever maturin itself runs on glibc (linux.rs,
    get_default_platform_policies).
    """
    arch = target.architecture
    names = facts.policies_tried(arch, maturin.version, "glibc")
    tried = [policy for name in names if (policy := parse_policy(name))]
    if not tried:
        reason = Reason(f"no policy covers {arch}", surroundings.location)
        return PlatformTag(platform=f"linux_{arch}", because=(reason,))
    reason = Reason("a static binary needs no libc at all", surroundings.location, assumed=True)
    return tagged(tried[:1], arch, facts, maturin, reason)


def audited(arch: str, surroundings: Surroundings, *, facts: Facts, maturin: Maturin) -> PlatformTag:
    """Nothing asked for: the oldest policy whose symbols suffice, which the libc that is linked decides."""
    names = facts.policies_tried(arch, maturin.version)
    tried = [policy for name in names if (policy := parse_policy(name))]
    if not tried:
        reason = Reason(f"no policy covers {arch}", surroundings.location)
        return PlatformTag(platform=f"linux_{arch}", because=(reason,))
    row = linked(arch)
    lowest = (parse_policy(row.lowest) if row else None) or tried[0]
    possible = [policy for policy in tried if policy >= lowest]
    if surroundings.floor:
        return in_image(arch, surroundings, possible, facts, maturin)
    return on_host(arch, surroundings, possible, facts, maturin)


def in_image(
    arch: str, surroundings: Surroundings, possible: Sequence[Policy], facts: Facts, maturin: Maturin
) -> PlatformTag:
    """An image of a policy: its libc bounds the symbols from above, what Rust links from below."""
    floor = parse_policy(surroundings.floor or "") or possible[0]
    within = [policy for policy in possible if policy <= floor] or [floor]
    row = linked(arch)
    threads = surroundings.threads if row and row.with_threads else None
    usual = parse_policy(row.with_threads if threads else row.usual) if row else None
    likeliest = usual if usual is not None and usual in within and floor.version <= (2, 17) else floor
    text = f"`{surroundings.image}` links against the glibc of `{floor}`"
    if within == [likeliest]:
        return tagged(within, arch, facts, maturin, Reason(text, surroundings.location))
    others = [policy for policy in within if policy != likeliest]
    reason = Reason(
        f"{text}; on {arch} the symbols that get linked decide the policy"
        + (f", and `{threads}` starts threads, which link newer ones" if threads else ""),
        surroundings.location,
        assumed=True,
    )
    return with_alternatives([likeliest, *others], arch, facts, maturin, reason)


def on_host(
    arch: str, surroundings: Surroundings, possible: Sequence[Policy], facts: Facts, maturin: Maturin
) -> PlatformTag:
    """A runner's own glibc: between the oldest policy that Rust links today and the runner's version."""
    glibc = _pair(surroundings.glibc or "2.39")
    usual = Policy("manylinux", min((2, 34), glibc))
    within = [policy for policy in possible if (2, 17) <= policy.version <= glibc]
    ordered = [usual, *(p for p in within if p > usual), *(p for p in reversed(within) if p < usual)]
    where = f"glibc {surroundings.glibc}" if surroundings.glibc else "an unknown glibc"
    reason = Reason(
        f"built on the runner itself, with {where}, and nothing asked for: the symbols decide",
        surroundings.location,
        assumed=True,
    )
    return with_alternatives(ordered, arch, facts, maturin, reason)


def with_alternatives(
    policies: Sequence[Policy], arch: str, facts: Facts, maturin: Maturin, reason: Reason
) -> PlatformTag:
    """The first policy, with the tags of the others as alternatives."""
    first = tagged(policies[:1], arch, facts, maturin, reason)
    others = [join_tags(policy_tags(p, arch, facts, maturin), maturin) for p in policies[1:]]
    return replace(first, alternatives=tuple(others))


def tagged(policies: Sequence[Policy], arch: str, facts: Facts, maturin: Maturin, reason: Reason) -> PlatformTag:
    """The tags of policies as one set."""
    tags = [tag for policy in policies for tag in policy_tags(policy, arch, facts, maturin)]
    return PlatformTag(platform=join_tags(tags, maturin), because=(reason,))


def _pair(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor or 0)
