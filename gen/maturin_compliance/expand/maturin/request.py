"""One call of maturin with all that its outcome depends on."""

from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import Version

from maturin_compliance.expand.maturin.interpreters import Pythons
from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.expand.release import Origin, Reason
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call of maturin.

    ``tag`` is the tag of the release, which gives the version where the files hold a placeholder.

    ``os`` and ``architecture`` are the machine's ("linux", "x64"), None where they are not known; ``image`` the
    container it runs in. ``env`` holds the variables that are known. ``folder`` is the working directory.
    ``manylinux`` is maturin-action's input as it stands. ``toolchain`` is a Rust version where one is fixed,
    ``glibc`` the version of a Linux runner's own.
    ``because`` are the reasons that led here; ``certain`` is False where the call may not happen.
    ``places`` are the lines of its arguments ("args"), of the policy that it asks for ("manylinux") and of
    variables, by name, where those are not the call's own.
    """

    options: Options
    tag: str
    arguments: tuple[str, ...]
    tool: str
    os: str | None
    architecture: str | None
    image: str | None
    env: Mapping[str, str]
    folder: str
    pythons: Pythons
    manylinux: str | None
    maturin: Version
    pinned: bool
    toolchain: str | None
    glibc: str | None
    origin: Origin
    because: tuple[Reason, ...]
    certain: bool
    places: Mapping[str, Location]

    def place(self, name: str) -> Location:
        """The line of what the call is given, its own where that has none."""
        return self.places.get(name, self.origin.location)
