"""How many published wheels are predicted, release by release.

    python -m benchmarks.accuracy RELEASES [--cache DIR] [--projects DIR] [--clones DIR] [--only NAME] [--json]

RELEASES is a JSON list of releases (see ``read_releases``). Their files come from a folder that has them laid
out (``--projects``), from their sdists, or from bare clones (``--clones``).
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.layout import NotLaidOutError, lay_out
from benchmarks.releases import KnownRelease, expansion, newest, read_releases
from maturin_compliance.errors import UsageError
from maturin_compliance.expand.release import Certainty, Release
from maturin_compliance.published import Difference, Published, Status, compare
from maturin_compliance.published.names import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of wheels.

    ``exact``: the whole name, platform tags as a set; ``allowed``: exact, or among the alternatives; ``letters``:
    exact to the letter; ``but_versions``: right but for the version of glibc, musl or macOS (exact ones
    included); ``sure`` and ``sure_wrong``: those predicted as certain that are exact, and that are not.
    """

    published: int = 0
    predicted: int = 0
    exact: int = 0
    allowed: int = 0
    letters: int = 0
    but_versions: int = 0
    sure: int = 0
    sure_wrong: int = 0
    not_modelled: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A release with its tally, how it differs, and why it could not be looked at, if so."""

    release: KnownRelease
    tally: Tally
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str | None = None


def tally(predicted: Release, published: Published, differences: Sequence[Difference]) -> Tally:
    """Count how a release's predicted wheels and the published ones agree."""
    exact = {one.predicted for one in differences if _exact(one)}
    sure = {wheel.filename for wheel in predicted.wheels if wheel.certainty is Certainty.CERTAIN}
    return Tally(
        published=len(published.wheels),
        predicted=len({wheel.filename for wheel in predicted.wheels}),
        exact=len(exact),
        allowed=sum(one.status is Status.SAME for one in differences),
        letters=sum(one.predicted == one.published for one in differences),
        but_versions=sum(one.status in {Status.SAME, Status.RENAMED} for one in differences),
        sure=len(sure & exact),
        sure_wrong=len(sure - exact),
        not_modelled=len(predicted.not_modelled),
    )


def _exact(difference: Difference) -> bool:
    one, other = parse(difference.predicted or ""), parse(difference.published or "")
    return one is not None and other is not None and one.identity == other.identity


def judge(release: KnownRelease, root: Path) -> Outcome:
    """Predict a release's wheels from its files and hold them against the published ones."""
    published = release.published
    try:
        predicted = expansion(release, root).release
    except UsageError as error:
        return Outcome(release=release, tally=Tally(published=len(published.wheels)), reason=str(error))
    differences = compare(predicted.wheels, published)
    return Outcome(
        release=release,
        tally=tally(predicted, published, differences),
        differences=differences,
        notes=tuple(f"{one.location}: {one.message}" for one in predicted.not_modelled),
    )


def outcomes(options: argparse.Namespace) -> Iterable[Outcome]:
    """Judge the releases that are asked for, in the file's order."""
    for release in read_releases(options.releases):
        if options.only and release.name not in options.only and release.folder not in options.only:
            continue
        try:
            ready = options.projects and (options.projects / release.folder)
            root = ready if ready and ready.is_dir() else lay_out(release, options.cache, options.clones)
        except NotLaidOutError as error:
            yield Outcome(release=release, tally=Tally(published=len(release.wheels)), reason=str(error))
        else:
            yield judge(release, root)


_COUNTS = tuple(one.name for one in fields(Tally))


def table(found: Sequence[Outcome]) -> str:
    """Give the outcomes as a table with totals: newest releases, older ones, all."""
    rows = [(one.release.folder, *_counts(one.tally), one.release.tool) for one in found]
    totals = [(name, *_counts(total), "") for name, total in _totals(found)]
    shares = [f"{name}: {_shares(total)}" for name, total in _totals(found) if total.published]
    head = ("release", *(name.replace("_", " ") for name in _COUNTS), "tool")
    return "\n".join([*_aligned([head, *rows, *totals]), "", *shares])


def _totals(found: Sequence[Outcome]) -> Iterable[tuple[str, Tally]]:
    first = newest(one.release for one in found)
    kinds = {
        "newest": [one.tally for one in found if one.release in first],
        "older": [one.tally for one in found if one.release not in first],
        "all": [one.tally for one in found],
    }
    return ((f"{name} ({len(tallies)})", sum(tallies, Tally())) for name, tallies in kinds.items())


def _counts(counts: Tally) -> tuple[str, ...]:
    return tuple(str(getattr(counts, name)) for name in _COUNTS)


def _shares(counts: Tally) -> str:
    said = counts.sure + counts.sure_wrong
    return (
        f"{_percent(counts.exact, counts.published)} exact, "
        f"{_percent(counts.allowed, counts.published)} with alternatives, "
        f"{_percent(counts.but_versions, counts.published)} but for versions; "
        f"{_percent(counts.sure, said)} of {said} certain ones exact"
    )


def _percent(part: int, whole: int) -> str:
    """Give a share rounded down, so that only the whole is 100 %."""
    return f"{1000 * part // whole / 10} %" if whole else "-"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *counts, tool in rows:
        cells = (cell.rjust(width) for cell, width in zip(counts, widths[1:], strict=False))
        yield "  ".join([name.ljust(widths[0]), *cells, tool]).rstrip()


def details(found: Iterable[Outcome]) -> str:
    """Give everything that is not the same to the letter, release by release."""
    lines = []
    for one in found:
        lines += ["", one.release.folder, *([f"  ! {one.reason}"] if one.reason else [])]
        lines += [f"  ? {note}" for note in one.notes]
        lines += [_difference(each) for each in one.differences if each.predicted != each.published]
    return "\n".join(lines)


def _difference(one: Difference) -> str:
    return f"  {one.status:8} {one.predicted or '-'}  {one.published or '-'}  {one.cause or ''}".rstrip()


def document(found: Iterable[Outcome]) -> list[dict[str, object]]:
    """Give the outcomes as JSON values."""
    return [
        {
            "name": one.release.name,
            "version": one.release.version,
            "tally": asdict(one.tally),
            "differences": [asdict(difference) for difference in one.differences],
            "not_modelled": list(one.notes),
            "reason": one.reason,
        }
        for one in found
    ]


def main() -> None:
    """Print the table, the details with ``--differences``, or all of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", type=Path, metavar="RELEASES", help="a JSON list of releases")
    parser.add_argument("--cache", type=Path, metavar="DIR", default=Path.home() / ".cache/maturin-compliance")
    parser.add_argument("--projects", type=Path, metavar="DIR", help="folder with laid out releases")
    parser.add_argument("--clones", type=Path, metavar="DIR", help="folder with bare clones")
    parser.add_argument("--only", action="append", metavar="NAME", help="a project or a release (NAME-VERSION)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--differences", action="store_true", help="print what differs, too")
    options = parser.parse_args()
    found = tuple(outcomes(options))
    if options.json:
        print(json.dumps(document(found), indent=2))
    else:
        print(table(found))
        print(details(found) if options.differences else "")


if __name__ == "__main__":
    main()
