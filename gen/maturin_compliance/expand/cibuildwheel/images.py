"""The container that a Linux build runs in. Source: ``options.py`` and ``platforms/linux.py`` of cibuildwheel."""

import re
from dataclasses import dataclass

from maturin_compliance.expand.cibuildwheel.order import Order
from maturin_compliance.expand.cibuildwheel.settings import Settings
from maturin_compliance.expand.release import NotModelled, Reason

REGISTRY = "quay.io/pypa/"
TRIPLES = {
    "x86_64": "x86_64-unknown-linux-{}",
    "i686": "i686-unknown-linux-{}",
    "aarch64": "aarch64-unknown-linux-{}",
    "ppc64le": "powerpc64le-unknown-linux-{}",
    "s390x": "s390x-unknown-linux-{}",
    "armv7l": "armv7-unknown-linux-{}eabihf",
    "riscv64": "riscv64gc-unknown-linux-{}",
}


@dataclass(frozen=True, slots=True)
class Container:
    """The image of a build, the policy that its libc stands for ("manylinux_2_28"), and why it is this one."""

    image: str
    policy: str
    because: Reason


def architecture(identifier: str) -> str:
    """``x86_64`` of ``cp314-manylinux_x86_64``."""
    return identifier.partition("-")[2].partition("_")[2]


def triple(identifier: str) -> str:
    """The Rust target of the Python in a build's container."""
    libc = "musl" if "-musllinux_" in identifier else "gnu"
    return TRIPLES[architecture(identifier)].format(libc)


def container(order: Order, settings: Settings, identifier: str) -> "Container | NotModelled":
    """The image of a build: that of its option, else the version's default."""
    family = identifier.partition("-")[2].partition("_")[0]
    arch = architecture(identifier)
    option = f"{family}-{arch}-image"
    setting = settings.get(option, identifier, skip_empty=True)
    place = setting.location or order.location
    if not setting.known:
        return NotModelled(f"`{option}` of cibuildwheel is not known before the workflow runs", place)
    default = order.tool.image(identifier)
    name = setting.text or default
    if name is None:
        return NotModelled(f"cibuildwheel {order.tool.version} has no image for `{identifier}`", place)
    image = f"{REGISTRY}{name}_{arch}" if re.fullmatch(r"m\w+linux_?[\d_]+", name) else name
    whence = "is set" if setting.text else f"is the default of cibuildwheel {order.tool.version}"
    known = order.job.run.facts.image(image)
    if known is not None:
        return Container(image, known.policy, Reason(f"the image `{name}` {whence}", place))
    policy = guessed(order, image)
    if policy is None:
        return NotModelled(f"which libc the image `{image}` has is not known", place)
    text = f"the image `{name}` {whence}; its name tells the policy `{policy}`"
    return Container(image, policy, Reason(text, place, assumed=True))


def guessed(order: Order, image: str) -> str | None:
    """The policy that the name of somebody's own image contains."""
    found = re.search(r"manylinux(?:1|2010|2014|_\d+_\d+)(?!\d)|musllinux_\d+_\d+", image)
    policy = order.job.run.facts.policy(found[0]) if found else None
    return policy.name if policy else None
