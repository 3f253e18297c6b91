"""GitHub's own cases for the language, as its language server publishes them.

They are read from the folder that EXPRESSION_TESTDATA names (``expressions/testdata`` of
https://github.com/actions/languageservices), and are no part of this repository.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from maturin_compliance.expression import ExpressionError, evaluate

FOLDER = os.environ.get("EXPRESSION_TESTDATA", "")
POSITION = re.compile(r"Located at position (\d+) within")
KINDS = {
    type(None): "Null",
    bool: "Boolean",
    float: "Number",
    str: "String",
    list: "Array",
    dict: "Object",
}


def cases() -> Iterator[Any]:
    """Give each case of each file, those that the language server skips for itself included."""
    for path in sorted(Path(FOLDER).glob("*.json")) if FOLDER else ():
        for name, group in json.loads(path.read_text(encoding="utf-8")).items():
            for index, case in enumerate(group):
                yield pytest.param(case, id=f"{path.stem}: {name} {index}")


@pytest.mark.skipif(not FOLDER, reason="EXPRESSION_TESTDATA names no folder of published cases")
def test_the_folder_holds_all_published_cases() -> None:
    assert len(list(cases())) >= 1020


@pytest.mark.parametrize("case", list(cases()))
def test_a_published_case_gives_the_published_outcome(case: dict[str, Any]) -> None:
    contexts = case.get("contexts", {})
    if "err" not in case:
        value = evaluate(case["expr"], contexts)
        assert value == case["result"]["value"]
        assert KINDS[type(value)] == case["result"]["kind"]
        return
    with pytest.raises(ExpressionError) as caught:
        evaluate(case["expr"], contexts)
    published = POSITION.search(case["err"]["value"])
    if published is not None:
        assert caught.value.position == int(published[1])
