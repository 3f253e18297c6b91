"""The part of the page on Linux on policies: what each asks for, and whom a move to it would leave behind."""

from collections.abc import Iterator, Mapping

from maturin_compliance.coverage import Platform, floor
from maturin_compliance.expand.release import Wheel
from maturin_compliance.facts import Policy, System
from maturin_compliance.plain import plural
from maturin_compliance.render import machines, markdown
from maturin_compliance.render.view import View

Groups = Mapping[Platform, tuple[Wheel, ...]]


def policies(view: View, linux: Groups) -> Iterator[str]:
    """Give the section."""
    day = view.analysis.facts.as_of
    yield "## Policies"
    yield (
        "A policy names the oldest C library that a wheel may need, and the oldest pip that knows the tag; "
        f"it says nothing about a Python version. Images as of {day}. The last column names the systems that get "
        "a wheel now, and would get none if all wheels for that C library were built for the policy."
    )
    used = {
        policy.name: sum(_meets(wheel, policy) for wheels in linux.values() for wheel in wheels)
        for policy in view.analysis.facts.policies
    }
    rows = [
        (*_policy(view, policy, used[policy.name]), _losers(view, policy, linux))
        for policy in view.analysis.facts.policies
        if policy.base or used[policy.name]
    ]
    header = (
        "Policy",
        "C library",
        "pip",
        "Image made from",
        "Image",
        "Wheels with this tag",
        "Would lose their wheel",
    )
    yield markdown.table(header, rows, right=(5,))


def _losers(view: View, policy: Policy, linux: Groups) -> str:
    """Name the systems that a move of all wheels to a policy would leave without one."""
    if not any(platform.libc == policy.libc for platform in linux):
        return markdown.NOTHING
    found = [
        one
        for one in view.analysis.facts.systems
        if one.libc == policy.libc
        and machines.maintained(one, view.analysis.facts.as_of)
        and one.libc_key < policy.key
        if any(fitting(one, architecture, linux) for architecture in one.architectures)
    ]
    return markdown.text(machines.joined(found)) or "none"


def _meets(wheel: Wheel, policy: Policy) -> bool:
    return any(tag.startswith((f"{policy.name}_", f"{policy.alias or policy.name}_")) for tag in wheel.platforms)


def _policy(view: View, policy: Policy, wheels: int) -> tuple[str, ...]:
    day = view.analysis.facts.as_of
    alias = f" ({markdown.code(policy.alias)})" if policy.alias else ""
    standing = policy.image_status if policy.base else "none"
    status = f"ended {policy.image_ended}" if policy.ended(day) else standing
    base = markdown.text(policy.base) or markdown.NOTHING
    return (
        f"{markdown.code(policy.name)}{alias}",
        f"{policy.libc} {policy.version}",
        f"{policy.pip} or newer",
        f"{base}, ended {policy.base_ends}" if policy.base_ended(day) else base,
        status,
        plural(wheels, "wheel") if wheels else "none",
    )


def fitting(system: System, architecture: str, linux: Groups) -> list[Wheel]:
    """Give the wheels for an architecture that a system takes."""
    wheels = linux.get(Platform("Linux", system.libc, architecture), ())
    return [wheel for wheel in wheels if (lowest := floor(wheel)) and lowest <= system.libc_key]
