"""What the index holds, on the matrix page: declared, built, published side by side."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.published import Published, PublishedFile
from maturin_compliance.render import pages
from maturin_compliance.render.markdown import NOTHING

PROJECT = Path(__file__).parent.parent / "projects/small-abi3"
NAME = "small_abi3-1.4.0-cp311-abi3-{}.whl"


def file(filename: str, *, size: int | None, attestations: bool | None, yanked: bool = False) -> PublishedFile:
    uploaded = datetime(2026, 11, 20, 12, 30, tzinfo=UTC) if size else None
    return PublishedFile(
        filename=filename,
        size=size,
        uploaded=uploaded,
        requires_python=None,
        yanked=yanked,
        attestations=attestations,
        sha256=None,
    )


FILES = (
    file(NAME.format("macosx_11_0_arm64"), size=1_250_000, attestations=True),
    file(NAME.format("manylinux_2_34_aarch64"), size=1_000_000, attestations=False),
    file(NAME.format("win_amd64"), size=None, attestations=None, yanked=True),
    file(NAME.format("win32"), size=900_000, attestations=True),
    file("small_abi3-1.4.0.tar.gz", size=40_000, attestations=True),
)


@pytest.fixture(scope="module")
def page() -> str:
    held = Published(name="small-abi3", version="1.4.0", as_of=date(2026, 11, 22), files=FILES)
    analysis = replace(analyse(PROJECT, as_of=date(2026, 11, 22)), published=held)
    content = next(one.content for one in pages(analysis) if one.path == "compliance/matrix.md")
    return content.replace("\N{NO-BREAK SPACE}", " ")


SAME, NEAR, GONE = ":material-check: as worked out", ":material-alert-outline: another name", ":material-close:"
TOLD = (
    (
        "On 2026-11-22 the index held 4 wheels and 1 source distribution of version 1.4.0. Of the wheels, "
        "2 as worked out, 1 under another name, 5 not published and 1 published but not foreseen."
    ),
    f"| 3.11 and newer | {SAME} | 1.25 MB | 2026-11-20 12:30 | :material-check: yes | {NOTHING} |",
    (
        f"| 3.11 and newer | {NEAR} | 1.00 MB | 2026-11-20 12:30 | :material-close: no | the published wheel is "
        "for glibc 2.34, predicted was 2.28: the image and the symbols that are linked decide |"
    ),
    (
        f"| 3.11 and newer | {SAME} | not told | not told, withdrawn | "
        f":material-help: the index does not tell | {NOTHING} |"
    ),
    "| 3.11 and newer | :material-alert-outline: not foreseen | 0.90 MB |",
    f"| 3.11 and newer | {GONE} not published | {NOTHING} | {NOTHING} | {NOTHING} | {NOTHING} |",
    "| `small_abi3-1.4.0.tar.gz` | 0.04 MB | 2026-11-20 12:30 | :material-check: yes |",
    (
        "| 3.11 | :material-check: yes (`pyproject.toml:21`) | :material-check: 8 of 8 platforms | "
        ":material-check: 4 of 4 platforms |"
    ),
    '??? abstract "Linux aarch64 (glibc): 1 wheel, 1 differs"',
)


@pytest.mark.parametrize("told", TOLD)
def test_the_matrix_holds_the_release_against_the_index(told: str, page: str) -> None:
    assert told in page


def test_without_an_index_nothing_is_said_of_one() -> None:
    found = pages(analyse(PROJECT, as_of=date(2026, 11, 22)))
    assert not [one.path for one in found if "the index held" in one.content]
