"""Every table loads, says where it stands, and tells nothing before its day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from maturin_compliance.facts import Facts, load, shipped
from maturin_compliance.facts.table import FOLDER, document, tables

DATES = [date(2022, 1, 1), date(2023, 2, 20), date(2025, 12, 3), date(2026, 11, 22), date(2030, 1, 1)]
ANNOUNCED = {"deprecated", "retired", "ends", "extended", "base_ends", "security", "candidate", "until"}
HOSTS = re.compile("|".join(("p" + "ypi[.]org", "crates[.]" + "io", "n" + "pmjs")))


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    for table in tables():
        content = document(table)
        for array, found in content.items():
            if isinstance(found, list):
                shared = content.get("about", {}).get(array, {})
                yield from ((f"{table}.{array}", {**shared, **row}) for row in found)


def test_every_row_says_where_and_when_it_was_read() -> None:
    def sound(row: dict[str, Any]) -> bool:
        return row["source"].startswith("https://") and isinstance(row["seen"], date)

    assert [row for row in rows() if not sound(row[1])] == []


def test_nothing_was_read_after_the_day_of_the_facts() -> None:
    assert [row for row in rows() if row[1]["seen"] > shipped()] == []


def test_only_what_was_announced_lies_ahead() -> None:
    ahead = [
        (where, name, value.isoformat())
        for where, row in rows()
        for name, value in row.items()
        if isinstance(value, date) and value > shipped() and name not in ANNOUNCED
    ]
    assert ahead == [  # CPython 3.16 as planned by PEP 826
        ("pythons.cpython", "frozen", "2027-05-04"),
        ("pythons.cpython", "released", "2027-10-06"),
    ]


@pytest.mark.parametrize("table", tables())
def test_no_table_names_the_host_of_a_registry(table: str) -> None:
    assert HOSTS.search((FOLDER / f"{table}.toml").read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("on", DATES)
def test_every_table_loads(on: date) -> None:
    facts = load(on)
    names = [name for name in vars(Facts) if not name.startswith("_") and name != "as_of"]
    whole = {name: getattr(facts, name) for name in names if not callable(getattr(Facts, name))}
    empty = {name for name, table in whole.items() if not table}
    assert empty == ({"graalpys"} if on < date(2024, 3, 19) else set())


@pytest.mark.parametrize(
    ("array", "keys"),
    [
        ("maturin.release", ("version",)),
        ("maturin.change", ("name", "since")),
        ("maturin.key", ("name",)),
        ("maturin.option", ("name",)),
        ("maturin.command", ("name",)),
        ("maturin.removed", ("name",)),
        ("licenses.classifier", ("name",)),
        ("licenses.text", ("license",)),
        ("pyo3.family", ("crate",)),
        ("pyo3.feature", ("feature",)),
        ("rust.lockfile", ("version",)),
        ("maturin_action.release", ("version",)),
        ("maturin_action.alias", ("family", "name", "since")),
        ("maturin_action.container", ("host", "target", "key", "since")),
        ("actions.version", ("action", "version")),
        ("actions.archived", ("action",)),
        ("actions.exact", ("action",)),
        ("actions.closed", ("action",)),
        ("images.image", ("name",)),
        ("images.contents", ("contents", "since")),
        ("rights.action", ("action",)),
        ("rights.command", ("words",)),
        ("runners.image", ("name",)),
        ("runners.label", ("label", "since")),
        ("runners.pythons", ("image", "since")),
        ("policies.policy", ("name",)),
        ("pythons.cpython", ("minor",)),
        ("pyo3.release", ("version",)),
        ("rust.release", ("version",)),
        ("rust.target", ("triple",)),
        ("systems.system", ("id",)),
        ("peps.pep", ("number",)),
        ("syntax.event", ("name",)),
        ("syntax.permission", ("name",)),
        ("syntax.context", ("place",)),
        ("cibuildwheel.build", ("identifier", "since")),
    ],
)
def test_no_fact_stands_twice(array: str, keys: tuple[str, ...]) -> None:
    found = [tuple(row[key] for key in keys) for where, row in rows() if where == array]
    assert found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("array", "subject"),
    [("images.contents", "contents"), ("runners.pythons", "image")],
)
def test_spans_follow_on_each_other(array: str, subject: str) -> None:
    spans: dict[str, list[dict[str, Any]]] = {}
    for where, row in rows():
        if where == array:
            spans.setdefault(row[subject], []).append(row)
    broken = [
        (name, earlier["since"])
        for name, found in spans.items()
        for earlier, later in pairwise(found)
        if earlier.get("until") != later["since"] or earlier["since"] >= later["since"]
    ]
    assert spans
    assert broken == []


def test_labels_name_images_that_exist() -> None:
    images = {row["name"] for where, row in rows() if where == "runners.image"}
    named = {row["image"] for where, row in rows() if where in {"runners.label", "runners.pythons"}}
    assert named <= images


def test_every_default_container_is_a_known_image() -> None:
    facts = load()
    named = {row["image"] for where, row in rows() if where == "maturin_action.container"}
    assert len(named) > 60
    assert [image for image in sorted(named) if facts.image(image) is None] == []


def test_every_target_named_is_known() -> None:
    facts = load()
    named = {row["target"] for where, row in rows() if "target" in row}
    assert [target for target in sorted(named) if facts.target(target) is None] == []


def test_the_facts_shipped_are_the_default_and_shared() -> None:
    assert load() is load(shipped())
    assert load() is not load(shipped() - timedelta(1))


def test_every_source_is_listed_with_its_tables() -> None:
    listed = {source.url: source for source in load().sources}
    assert {row["source"] for _, row in rows()} == set(listed)
    assert listed["https://github.com/PyO3/maturin/pull/3315"].tables == ("maturin",)
