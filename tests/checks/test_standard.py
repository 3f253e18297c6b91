"""What PyPA's library says of ``[project]``, with its place, and none of what other checks say."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Outcome, metadata
from tests.checks.support import found, result

HEAD = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\n'
TYPE = "has an invalid type, expecting"


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ('name = "a"\nversion = "1"', []),
        ('name = "a b"', ["5 project.name Invalid project name 'a b'."]),
        ('version = "1"', ['4 project.name is required if "project" is present']),
        ("name = 3", [f"5 project.name {TYPE} str (got int)"]),
        ('name = "a"\nkeywords = "b"', [f"6 project.keywords {TYPE} list[str] (got str)"]),
        (
            'name = "a"\nkeywords = [\n  "b",\n  1,\n  2,\n]',
            [f"8 project.keywords[1] {TYPE} str (got int)", f"9 project.keywords[2] {TYPE} str (got int)"],
        ),
        (
            'name = "a"\nauthors = [{ e = "b" }]',
            [
                '6 project.authors[0] must have at least one of "name" or "email" keys',
                '6 project.authors[0] contains unexpected keys: "e"',
            ],
        ),
        (
            'name = "a"\nauthors = [{ name = "Ada <ada@example.org>" }]',
            ["6 project.authors[0].name holds an address, which belongs in email"],
        ),
        (
            'name = "a"\ndescription = "b"\ndynamic = ["description"]',
            ['6 project.description declared as dynamic in "project.dynamic" but is defined'],
        ),
        (
            'name = "a"\nimport-names = ["b c"]',
            ["6 import-names \"import-names\" contains 'b c', which is not a valid identifier"],
        ),
        (
            'name = "a"\nlicense = {}\nreadme = { file = "a" }',
            [
                '6 project.license must have exactly one of "text" or "file" keys',
                '7 project.readme is missing required key "content-type"',
            ],
        ),
        # Other checks look for these files, and say these things.
        ('name = "a"\nlicense = { file = "/etc/hosts" }\nreadme = "/etc/hosts"\nlicense-files = ["../*"]', []),
        ('name = "a"\nversion = "one"\nrequires-python = "x"\ndependencies = ["=>"]', []),
        ('name = "a"\nversion = "1"\ndynamic = ["version"]', []),
        ('name = "a"\ndependencies = "b"', [f"6 project.dependencies {TYPE} list[str] (got str)"]),
    ],
)
def test_a_value_against_the_standard_is_told(table: str, wanted: list[str], tmp_path: Path) -> None:
    told = found(tmp_path, metadata.keeps_to_the_standard, {"pyproject.toml": f"{HEAD}{table}\n"})
    plain = [
        one.removeprefix("pyproject.toml:").replace("`", "").replace(" is against the standard:", "")
        for one in told
    ]
    assert [one.partition(" A valid")[0] for one in plain] == wanted


def test_an_error_of_the_library_is_a_reason(tmp_path: Path) -> None:
    told = result(tmp_path, metadata.keeps_to_the_standard, {"pyproject.toml": f'{HEAD}name = "a"\ndynamic = 3\n'})
    assert told.outcome is Outcome.SKIPPED
    assert told.reason == "PyPA's library ends with an error of its own: `AttributeError`"
