"""Ours against GitHub's own implementation for editors, on expressions drawn from the grammar."""

import json
import math
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from maturin_compliance.expression import ExpressionError, Value, evaluate, parse
from tests.expression import grammar

PACKAGE = "@actions/expressions@0.3.61"
SCRIPT = Path(__file__).with_name("oracle.mjs")


def missing(reason: str) -> NoReturn:
    """Skip, but never in CI: there the comparison has to take place."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the oracle is installed in."""
    folder = tmp_path_factory.mktemp("oracle")
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        missing("node and npm are not installed")
    command = [
        npm,
        "install",
        "--prefix",
        str(folder),
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        PACKAGE,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        missing(f"npm cannot install {PACKAGE}: {done.stderr.strip()[-200:]}")
    set_hypothesis_home_dir(folder / "hypothesis")
    return folder


def drawn(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """Give the same expressions on each run, without those on which the oracle differs."""
    found: dict[str, None] = {}

    @settings(
        derandomize=True,
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(expression: str) -> None:
        if not grammar.DIFFERS.search(expression):
            found[expression] = None

    keep()
    return list(found)


def outcomes(folder: Path, expressions: list[str]) -> list[dict[str, Any]]:
    """Give what the oracle makes of each expression, in one call."""
    cases = [{"expression": expression, "contexts": grammar.CONTEXTS} for expression in expressions]
    command = [shutil.which("node") or "node", str(SCRIPT), str(folder)]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def theirs(value: Any) -> Any:
    """Give a value of the oracle in a form that compares: numbers as text, NaN among them."""
    if not isinstance(value, dict):
        return value
    if "number" in value:
        return written(float(value["number"]))
    if "array" in value:
        return [theirs(item) for item in value["array"]]
    return [(key, theirs(item)) for key, item in value["object"]]


def ours(value: Value) -> Any:
    """Give a value of ours in the same form."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return written(float(value))
    if isinstance(value, Mapping):
        return [(key, ours(item)) for key, item in value.items()]
    return [ours(item) for item in value] if isinstance(value, list) else value


def written(value: float) -> tuple[str, str]:
    return ("number", "NaN" if math.isnan(value) else repr(value or 0.0))


def our_outcome(expression: str) -> dict[str, Any]:
    try:
        parse(expression, contexts=grammar.CONTEXTS.keys())
    except ExpressionError:
        return {"refused": True}
    try:
        return {"value": ours(evaluate(expression, grammar.CONTEXTS))}
    except ExpressionError:
        return {"failed": True}


def their_outcome(outcome: dict[str, Any]) -> dict[str, Any]:
    return {key: theirs(value) if key == "value" else True for key, value in outcome.items()}


@pytest.mark.parametrize(
    ("strategy", "count"),
    [
        pytest.param(grammar.expressions, 2500, id="sound"),
        pytest.param(grammar.failing, 1000, id="failing"),
    ],
)
def test_values_and_failures_are_those_of_the_oracle(
    installed: Path, strategy: st.SearchStrategy[str], count: int
) -> None:
    expressions = drawn(strategy, count)
    assert len(expressions) > count / 3
    differing = [
        (expression, our_outcome(expression), outcome)
        for expression, outcome in zip(expressions, outcomes(installed, expressions), strict=True)
        if our_outcome(expression) != their_outcome(outcome)
    ]
    assert sorted(differing, key=lambda entry: len(entry[0]))[:5] == []


def test_what_is_no_expression_is_none_to_the_oracle(installed: Path) -> None:
    expressions = drawn(grammar.written, 2000)
    assert len(expressions) > 800
    refused = [("refused" in our_outcome(expression)) for expression in expressions]
    assert min(sum(refused), len(refused) - sum(refused)) > 300
    differing = [
        (expression, outcome)
        for expression, mine, outcome in zip(expressions, refused, outcomes(installed, expressions), strict=True)
        if mine != ("refused" in outcome)
    ]
    assert sorted(differing, key=lambda entry: len(entry[0]))[:5] == []
