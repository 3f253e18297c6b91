"""Pythons as they are made for systems, and as a reader is told of them."""

import pytest

from maturin_compliance.coverage import Platform
from maturin_compliance.facts import load
from maturin_compliance.install import Interpreter
from maturin_compliance.render.machines import exists, named

GLIBC, MUSL, MACOS, WINDOWS = ("Linux", "glibc"), ("Linux", "musl"), ("macOS", ""), ("Windows", "")
OLD, NEW = (Interpreter(implementation="pp", version=(3, 11), abi=f"pypy311_pp{number}") for number in (73, 80))
NEXT = Interpreter(implementation="pp", version=(3, 12), abi="pypy312_pp80")


def cpython(minor: int) -> Interpreter:
    return Interpreter(implementation="cp", version=(3, minor), abi=f"cp3{minor}")


@pytest.mark.parametrize(
    ("python", "kind", "architecture", "expected"),
    [
        (OLD, GLIBC, "x86_64", True),
        (OLD, GLIBC, "aarch64", True),
        (OLD, GLIBC, "s390x", False),
        (OLD, MUSL, "x86_64", False),
        (OLD, MACOS, "arm64", True),
        (OLD, WINDOWS, "x86_64", True),
        (OLD, WINDOWS, "x86", False),
        (NEXT, WINDOWS, "arm64", False),
        (cpython(10), WINDOWS, "arm64", False),
        (cpython(11), WINDOWS, "arm64", True),
        (cpython(11), MUSL, "riscv64", True),
    ],
)
def test_exists(python: Interpreter, kind: tuple[str, str], architecture: str, expected: bool) -> None:
    assert exists(python, Platform(*kind, architecture), load()) is expected


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ((OLD, NEW, NEXT), ("PyPy 3.11", "PyPy 3.12")),
        ((NEW, NEXT), ("PyPy 3.11 (8.0)", "PyPy 3.12")),
        ((cpython(11), cpython(12), OLD), ("3.11", "3.12", "PyPy 3.11 (7.3)")),
    ],
)
def test_named(some: tuple[Interpreter, ...], expected: tuple[str, ...]) -> None:
    assert named(some, (cpython(11), cpython(12), OLD, NEW, NEXT)) == expected
