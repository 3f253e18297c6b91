"""Values that no person writes: told as results or as unread, never a traceback, and the release as it was."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from maturin_compliance.command import main
from tests.hostile.base import CARGO, PYPROJECT, WHEELS, write

LONG = "9" * 5_000
DIGITS = "holds a number of more than 1,000 digits"
MANY = "holds more than 100,000 keys and elements"
EACH = ",".join(f'"f{number}"' for number in range(150))
Make = Callable[[], Mapping[str, str | bytes]]


def crate(old: str, new: str) -> Mapping[str, str]:
    return {"Cargo.toml": CARGO.replace(old, new)}


def package(old: str, new: str) -> Mapping[str, str]:
    return {"pyproject.toml": PYPROJECT.replace(old, new)}


UNREAD: dict[str, tuple[Make, str, str]] = {
    "crate-version": (lambda: crate('"1.0.0"', f'"{LONG}"'), "Cargo.toml", DIGITS),
    "escaped-digits": (lambda: crate('"1.0.0"', '"' + "\\u0039" * 5_000 + '"'), "Cargo.toml", DIGITS),
    "rust-version": (lambda: crate("edition", f'rust-version = "{LONG}"\nedition'), "Cargo.toml", DIGITS),
    "pyo3-version": (lambda: crate('"0.25"', f'"{LONG}"'), "Cargo.toml", DIGITS),
    "abi3-feature": (lambda: crate('"extension-module"', f'"abi3-py3{LONG}"'), "Cargo.toml", DIGITS),
    "integer": (
        lambda: {"Cargo.toml": f"{CARGO}[profile.release]\ncodegen-units = 0x{'f' * 5_000}\n"},
        "Cargo.toml",
        "holds an integer beyond 64 bits",
    ),
    "requires-python": (lambda: package(">=3.9", f">={LONG}"), "pyproject.toml", DIGITS),
    "classifier": (
        lambda: package(
            "requires-python", f'classifiers = ["Programming Language :: Python :: 3.{LONG}"]\nrequires-python'
        ),
        "pyproject.toml",
        DIGITS,
    ),
    "lock": (
        lambda: {"Cargo.lock": f'version = 4\n[[package]]\nname = "pyo3"\nversion = "{LONG}"\n'},
        "Cargo.lock",
        DIGITS,
    ),
    "toolchain": (lambda: {"rust-toolchain": f"1.{LONG}\n"}, "rust-toolchain", DIGITS),
    "ini": (lambda: {"tox.ini": f"[pytest]\nminversion = {LONG}\n"}, "tox.ini", DIGITS),
    "dunder-version": (
        lambda: {"python/demo/__init__.py": f"__version__ = '{LONG}'\n"},
        "python/demo/__init__.py",
        DIGITS,
    ),
    "lock-of-many": (
        lambda: {
            "Cargo.lock": "".join(
                f'[[package]]\nname = "d{n}"\nversion = "1"\nsource = "x"\n' for n in range(30_000)
            )
        },
        "Cargo.lock",
        MANY,
    ),
    "array": (lambda: {"Cargo.toml": f"{CARGO}a = [{'0,' * 900_000}]\n"}, "Cargo.toml", MANY),
    "dotted": (
        lambda: {"Cargo.toml": CARGO + "".join(f"[a{n}.{'b.' * 90}c]\n" for n in range(3_000))},
        "Cargo.toml",
        MANY,
    ),
    "long-lock": (lambda: {"Cargo.lock": "#" * 3_000_000}, "Cargo.lock", "is longer than 2,097,152 characters"),
    "long-source": (
        lambda: {"tests/test_many.py": "def test_a(): ...\n" * 100_000},
        "tests/test_many.py",
        "is longer than 1,048,576 characters",
    ),
    "backward-range": (lambda: {".gitignore": "[z-a]\n"}, ".gitignore", "holds a pattern that git does not take"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_goes_beyond_a_bound_is_unread(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, path, message = UNREAD[name]
    root = write(tmp_path / "project", make())
    assert main(["check", str(root), "--format", "json"]) == 0
    unread = [one for one in json.loads(capsys.readouterr().out)["unread"] if one["path"] == path]
    assert [one["message"] for one in unread] == [message]
    assert main(["render", str(root), "--out", str(tmp_path / "pages")]) == 0


TAKEN: dict[str, Make] = {
    "brackets-of-a-marker": lambda: package(
        '"maturin>=1.9.4,<2"', f'"maturin>=1.9.4,<2", "a ; {"(" * 9_000}python_version > \'3\'"'
    ),
    "features-in-a-row": lambda: {
        "Cargo.toml": f"{CARGO}[features]\ndefault = ['f0']\n"
        + "".join(f"f{n} = ['f{n + 1}']\n" for n in range(9_000))
    },
    "features-of-each-other": lambda: {
        "Cargo.toml": f"{CARGO}[features]\ndefault = ['f0']\n" + "".join(f"f{n} = [{EACH}]\n" for n in range(150))
    },
    "crates-in-a-row": lambda: {
        "Cargo.toml": f"{CARGO}c0 = {{ path = 'c0' }}\n",
        **{
            f"c{n}/Cargo.toml": f"[package]\nname = 'c{n}'\n[dependencies]\nc = {{ path = '../c{n + 1}' }}\n"
            for n in range(700)
        },
    },
    "crates-in-a-circle": lambda: {
        "Cargo.toml": f"{CARGO}a = {{ path = 'a' }}\n",
        "a/Cargo.toml": "[package]\nname = 'a'\n[dependencies]\ndemo = { path = '..' }\na = { path = '.' }\n",
    },
    "deep-names-in-the-index": lambda: {".git/index": index("a/" * 1_500, 1_000)},
    "count-of-the-index": lambda: {".git/index": b"DIRC\0\0\0\2\xff\xff\xff\xff" + b"\0" * 60 + b"a\0" * 1_000},
    "short-index": lambda: {".git/index": b"DIRC\0\0"},
}


def index(above: str, count: int) -> bytes:
    """An index of git, version 2, of as many files in as many folders of their own."""
    entries = []
    for number in range(count):
        entry = b"\0" * 60 + b"\x0f\xff" + f"{number}/{above}x".encode()
        entries.append(entry + b"\0" * (8 - len(entry) % 8))
    return b"DIRC\0\0\0\2" + count.to_bytes(4, "big") + b"".join(entries)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_within_bounds_changes_no_wheel(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, TAKEN[name]())
    assert main(["wheels", str(root)]) == 0
    assert capsys.readouterr().out == WHEELS
    assert main(["check", str(root)]) == 0
