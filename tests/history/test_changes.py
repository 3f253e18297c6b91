"""What differs between releases."""

from dataclasses import replace
from itertools import pairwise

import pytest

from maturin_compliance.history import FloorChange, Loss, Moment, changes, records
from maturin_compliance.history.settle import settled
from tests.history.moments import moment, with_floors

X86, ARM, FAT = "macOS x86_64", "macOS arm64", "macOS universal2"


@pytest.mark.parametrize(
    ("before", "after", "gained", "lost"),
    [
        ({"A": ("3.9",)}, {"A": ("3.9",), "B": ("3.9",)}, ("B",), ()),
        ({"A": ("3.9",)}, {"B": ("3.9",)}, ("B",), ("A",)),
        ({FAT: ("3.9",)}, {X86: ("3.9",), ARM: ("3.9",)}, (), ()),
        ({FAT: ("3.9",)}, {ARM: ("3.9",)}, (), (X86,)),
        ({X86: ("3.9",)}, {FAT: ("3.9",)}, (ARM,), ()),
    ],
)
def test_platforms(
    before: dict[str, tuple[str, ...]],
    after: dict[str, tuple[str, ...]],
    gained: tuple[str, ...],
    lost: tuple[str, ...],
) -> None:
    found = changes(moment("1.0", before), moment("1.1", after))
    assert (found.platforms_gained, found.platforms_lost) == (gained, lost)
    assert found.regressed == bool(lost)


def test_pythons_lost_on_one_platform_alone() -> None:
    before = moment("1.0", {"A": ("3.9", "3.10"), "B": ("3.9", "3.10")})
    after = moment("1.1", {"A": ("3.10",), "B": ("3.9", "3.10", "3.11")})
    found = changes(before, after)
    assert (found.pythons_lost, dict(found.pythons_lost_on)) == ((), {"A": ("3.9",)})
    assert (found.pythons_gained, dict(found.pythons_gained_on)) == (("3.11",), {})


@pytest.mark.parametrize(
    ("before", "after", "higher"), [("2.17", "2.28", True), ("2.5", "2.17", True), ("2.28", "2.17", False)]
)
def test_floors(before: str, after: str, higher: bool) -> None:
    found = changes(with_floors("1.0", {"A": before}), with_floors("1.1", {"A": after}))
    assert found.floors == (FloorChange("A", before, after),)
    assert (found.floors[0].higher, found.regressed) == (higher, higher)


def test_what_did_not_move_is_no_change() -> None:
    one = moment("1.0", {"A": ("3.9",)}, {"x": "failed"})
    found = changes(one, replace(one, version="1.1"))
    assert (found.installs_differ, found.regressed, found.won, found.lost) == (False, False, (), ())


def test_checks_won_and_lost() -> None:
    before = moment("1.0", outcomes={"a": "failed", "b": "passed", "c": "skipped", "d": "passed", "e": "warned"})
    after = moment("1.1", outcomes={"a": "passed", "b": "warned", "c": "failed", "d": "skipped", "f": "passed"})
    found = changes(before, after)
    assert (found.won, found.lost) == (("a",), ("b",))


@pytest.mark.parametrize(
    ("outcomes", "since", "always", "losses"),
    [
        ("pppp", "1.0", True, ()),
        ("fppp", "1.1", False, ()),
        ("pfpp", "1.2", False, (Loss("1.1", "1.2"),)),
        ("ppff", None, False, (Loss("1.2", None),)),
        ("pwpf", None, False, (Loss("1.1", "1.2"), Loss("1.3", None))),
        ("pssp", "1.0", True, ()),
        ("sspp", "1.2", True, ()),
        ("ffff", None, False, ()),
    ],
)
def test_records(outcomes: str, since: str | None, always: bool, losses: tuple[Loss, ...]) -> None:
    words = {"p": "passed", "f": "failed", "w": "warned", "s": "skipped"}
    moments = [moment(f"1.{n}", outcomes={"x": words[letter]}) for n, letter in enumerate(outcomes)]
    (record,) = records(moments)
    assert (record.since, record.always, record.losses) == (since, always, losses)


def test_a_check_that_does_not_apply_at_last_has_no_record() -> None:
    assert records([moment("1.0", outcomes={"x": "passed"}), moment("1.1", outcomes={"x": "skipped"})]) == ()


def _turns(*moments: Moment) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    ready = settled(moments)
    found = [changes(before, after) for before, after in pairwise(ready)]
    return [(one.after, one.platforms_lost, one.lost) for one in found]


@pytest.mark.parametrize(
    ("last", "turns"),
    [
        (("A", "B"), [("1.1", (), ()), ("1.2", (), ())]),
        (("A",), [("1.1", (), ()), ("1.2", ("B",), ())]),
    ],
)
def test_a_release_that_is_not_modelled_loses_what_the_next_confirms(
    last: tuple[str, ...], turns: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    one = moment("1.0", {"A": ("3.9",), "B": ("3.9",)}, {"x": "passed"})
    two = moment("1.1", {"A": ("3.9",)}, {"x": "failed"}, not_modelled=1)
    three = moment("1.2", dict.fromkeys(last, ("3.9",)), {"x": "passed"})
    assert _turns(one, two, three) == turns


def test_a_check_lost_there_and_still_lost_after_is_lost() -> None:
    one = moment("1.0", outcomes={"x": "passed"})
    two = moment("1.1", outcomes={"x": "failed"}, not_modelled=1)
    assert _turns(one, two, moment("1.2", outcomes={"x": "failed"})) == [("1.1", (), ("x",)), ("1.2", (), ())]
