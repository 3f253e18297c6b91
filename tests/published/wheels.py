"""Wheels and index answers to compare, made by hand."""

from datetime import date

from maturin_compliance.expand.release import Origin, Reason, Wheel
from maturin_compliance.location import Location
from maturin_compliance.published import Published, PublishedFile


def wheel(
    filename: str,
    *,
    alternatives: tuple[str, ...] = (),
    may_be_absent: bool = False,
    because: tuple[Reason, ...] = (),
) -> Wheel:
    """A predicted wheel of this name."""
    distribution, version, interpreter, abi, platform = filename.removesuffix(".whl").split("-")
    place = Location(".github/workflows/release.yml", 9)
    return Wheel(
        distribution=distribution,
        version=version,
        interpreter=interpreter,
        abi=abi,
        platform=platform,
        target=None,
        alternatives=alternatives,
        may_be_absent=may_be_absent,
        because=because,
        origin=Origin(workflow=place.path, job="wheels", combination=None, location=place),
    )


def file(filename: str, *, attestations: bool | None = None) -> PublishedFile:
    """A file of the index, of which nothing else is known."""
    return PublishedFile(
        filename=filename,
        size=None,
        uploaded=None,
        requires_python=None,
        yanked=False,
        attestations=attestations,
        sha256=None,
    )


def holding(*filenames: str) -> Published:
    """An index that holds these files of demo 1.0."""
    files = tuple(file(name) for name in sorted(filenames))
    return Published(name="demo", version="1.0", as_of=date(2026, 11, 22), files=files)
