"""A matrix to its combinations. The first examples are those of GitHub's own documentation."""

from collections.abc import Mapping

import pytest

from maturin_compliance.expand.github.matrix import MatrixError, combinations
from maturin_compliance.expression import Unknown, Value

FRUIT: dict[str, Value] = {
    "fruit": ["apple", "pear"],
    "animal": ["cat", "dog"],
    "include": [
        {"color": "green"},
        {"color": "pink", "animal": "cat"},
        {"fruit": "apple", "shape": "circle"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ],
}


def flat(matrix: Mapping[str, Value]) -> list[str]:
    return [" ".join(f"{name}={value}" for name, value in row.items()) for row in combinations(matrix)]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (
            FRUIT,
            [
                "fruit=apple animal=cat color=pink shape=circle",
                "fruit=apple animal=dog color=green shape=circle",
                "fruit=pear animal=cat color=pink",
                "fruit=pear animal=dog color=green",
                "fruit=banana",
                "fruit=banana animal=cat",
            ],
        ),
        (
            {
                "os": ["windows-latest", "ubuntu-latest"],
                "node": [14, 16],
                "include": [{"os": "windows-latest", "node": 16, "npm": 6}],
            },
            [
                "os=windows-latest node=14",
                "os=windows-latest node=16 npm=6",
                "os=ubuntu-latest node=14",
                "os=ubuntu-latest node=16",
            ],
        ),
        (
            {
                "os": ["macos", "windows"],
                "version": [12, 14],
                "environment": ["staging", "production"],
                "exclude": [
                    {"os": "macos", "version": 12, "environment": "production"},
                    {"os": "windows", "version": 14},
                ],
            },
            [
                "os=macos version=12 environment=staging",
                "os=macos version=14 environment=staging",
                "os=macos version=14 environment=production",
                "os=windows version=12 environment=staging",
                "os=windows version=12 environment=production",
            ],
        ),
        # include alone makes a combination of each
        ({"include": [{"site": "a"}, {"site": "b", "x": 1}]}, ["site=a", "site=b x=1"]),
        # what exclude takes away, include can bring back
        ({"a": [1], "exclude": [{"a": 1}], "include": [{"a": 1, "b": 2}]}, ["a=1 b=2"]),
        # an include with other keys alone extends every combination
        ({"a": [1, 2], "include": [{"b": 3}]}, ["a=1 b=3", "a=2 b=3"]),
        # a later include overrules the addition of an earlier one, never a value of the product
        ({"a": [1], "include": [{"b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 3}]}, ["a=1 b=2", "a=2 b=3"]),
        # values compare as == compares: a number and its text, text without case
        ({"v": ["3.10", "X"], "exclude": [{"v": 3.1}, {"v": "x"}]}, []),
        ({"a": [1], "include": []}, ["a=1"]),
        ({"a": [], "include": [{"b": 1}]}, ["b=1"]),
        ({}, []),
    ],
)  # fmt: skip
def test_combinations(matrix: Mapping[str, Value], expected: list[str]) -> None:
    assert flat(matrix) == expected


def test_a_filter_may_name_a_part_of_an_object() -> None:
    linux: dict[str, Value] = {"os": "linux", "arch": "x64"}
    arm: dict[str, Value] = {"os": "linux", "arch": "arm64"}
    matrix: dict[str, Value] = {
        "platform": [linux, arm],
        "python": [3.12, 3.13],
        "exclude": [{"platform": {"arch": "arm64"}, "python": 3.12}],
        "include": [{"platform": {"arch": "x64"}, "extra": True}],
    }
    assert combinations(matrix) == (
        {"platform": linux, "python": 3.12, "extra": True},
        {"platform": linux, "python": 3.13, "extra": True},
        {"platform": arm, "python": 3.13},
    )


def test_items_of_a_list_compare_by_their_place() -> None:
    assert flat({"a": [[1, 2], [3, 4]], "exclude": [{"a": [3]}]}) == ["a=[1, 2]"]


def test_an_axis_that_is_not_known_stays_unknown() -> None:
    unknown = Unknown("made by a job")
    assert combinations({"a": unknown, "b": [1, 2], "exclude": [{"a": 1}]}) == (
        {"a": unknown, "b": 1},
        {"a": unknown, "b": 2},
    )


@pytest.mark.parametrize("size", [(256,), (16, 16)])
def test_as_many_combinations_as_github_allows(size: tuple[int, ...]) -> None:
    assert len(combinations({f"v{i}": list(range(n)) for i, n in enumerate(size)})) == 256


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ({"a": list(range(257))}, "the matrix has 257 combinations, GitHub allows 256"),
        ({f"v{i}": list(range(100)) for i in range(9)}, "the matrix has more than 256 combinations"),
        ({"a": [*range(256)], "include": [{"b": 1}] * 9_999}, "the matrix has more than 256 combinations"),
        ({"a": "x"}, "the matrix key a is not a list"),
        ({"a": [1], "include": {"a": 2}}, "include of the matrix is not a list of mappings"),
        ({"a": [1], "exclude": ["a"]}, "exclude of the matrix is not a list of mappings"),
        ({"a": [1], "exclude": [{"b": 1}]}, "exclude names b, which is no key of the matrix"),
        ({"a": [1], "exclude": [{}]}, "a filter under exclude is empty"),
    ],
)  # fmt: skip
def test_what_github_refuses(matrix: Mapping[str, Value], message: str) -> None:
    with pytest.raises(MatrixError) as caught:
        combinations(matrix)
    assert str(caught.value) == message
