import pytest

from maturin_compliance.install import Interpreter, Libc, Machine, chosen, platform_tags, serves

WHEELS = (
    "x-1-cp312-cp312-macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2.whl",
    "x-1-cp312-cp312-macosx_10_12_x86_64.whl",
    "x-1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "x-1-cp312-cp312-manylinux_2_28_x86_64.whl",
    "x-1-cp314-cp314t-manylinux_2_28_x86_64.whl",
    "x-1-cp39-abi3-manylinux_2_5_i686.manylinux1_i686.whl",
    "x-1-cp39-abi3-musllinux_1_2_aarch64.whl",
    "x-1-cp39-abi3-win32.whl",
    "x-1-cp39-abi3-win_amd64.whl",
    "x-1-pp311-pypy311_pp73-manylinux_2_28_x86_64.whl",
)
PYTHONS = {
    "3.8": Interpreter(implementation="cp", version=(3, 8), abi="cp38"),
    "3.12": Interpreter(implementation="cp", version=(3, 12), abi="cp312"),
    "3.14": Interpreter(implementation="cp", version=(3, 14), abi="cp314"),
    "3.14t": Interpreter(implementation="cp", version=(3, 14), abi="cp314t"),
    "PyPy 3.11": Interpreter(implementation="pp", version=(3, 11), abi="pypy311_pp73"),
}


@pytest.mark.parametrize(
    ("kind", "version", "architecture", "python", "index"),
    [
        ("glibc", (2, 16), "x86_64", "3.12", None),
        ("glibc", (2, 17), "x86_64", "3.12", 2),
        ("glibc", (2, 27), "x86_64", "3.12", 2),
        ("glibc", (2, 28), "x86_64", "3.12", 3),
        ("glibc", (2, 39), "x86_64", "3.12", 3),
        ("glibc", (2, 39), "x86_64", "3.14", None),
        ("glibc", (2, 39), "x86_64", "3.14t", 4),
        ("glibc", (2, 39), "x86_64", "PyPy 3.11", 9),
        ("glibc", (2, 39), "aarch64", "3.12", None),
        ("glibc", (2, 36), "i686", "3.14", 5),
        ("glibc", (2, 36), "i686", "3.14t", None),
        ("glibc", (2, 36), "i686", "3.8", None),
        ("musl", (1, 2), "aarch64", "3.12", 6),
        ("musl", (1, 1), "aarch64", "3.12", None),
        ("musl", (1, 2), "x86_64", "3.12", None),
        ("macos", (14, 0), "arm64", "3.12", 0),
        ("macos", (14, 0), "x86_64", "3.12", 1),
        ("macos", (10, 11), "x86_64", "3.12", None),
        ("windows", (0, 0), "amd64", "3.14", 8),
        ("windows", (0, 0), "x86", "3.14", 7),
        ("windows", (0, 0), "arm64", "3.14", None),
    ],
)
def test_pip_takes(
    kind: Libc, version: tuple[int, int], architecture: str, python: str, index: int | None
) -> None:
    machine = Machine(kind=kind, version=version, architecture=architecture)
    assert chosen(WHEELS, machine, PYTHONS[python]) == (None if index is None else WHEELS[index])


def test_pure_wheels_run_everywhere() -> None:
    machine = Machine(kind="musl", version=(1, 2), architecture="s390x")
    assert chosen(("x-1-py3-none-any.whl",), machine, PYTHONS["3.8"]) == "x-1-py3-none-any.whl"


def test_legacy_tags_stand_behind_those_of_pep_600() -> None:
    machine = Machine(kind="glibc", version=(2, 18), architecture="ppc64le")
    assert platform_tags(machine) == (
        "manylinux_2_18_ppc64le",
        "manylinux_2_17_ppc64le",
        "manylinux2014_ppc64le",
        "linux_ppc64le",
    )


@pytest.mark.parametrize(("name", "interpreter"), PYTHONS.items())
def test_pythons_are_named_as_people_do(name: str, interpreter: Interpreter) -> None:
    shown = {"PyPy 3.11": "PyPy 3.11 (7.3)"}  # releases of PyPy for one Python differ in their abi
    assert str(interpreter) == shown.get(name, name)


@pytest.mark.parametrize(
    ("interpreter", "abi", "served"),
    [
        ("cp312", "cp312", {"3.12"}),
        ("cp39", "abi3", {"3.12", "3.14"}),
        ("cp314", "cp314t", {"3.14t"}),
        ("cp315", "abi3.abi3t", set()),
        ("pp311", "pypy311_pp73", {"PyPy 3.11"}),
        ("py3", "none", set(PYTHONS)),
        ("py2.py3", "none", set(PYTHONS)),
        ("cp312", "none", {"3.12"}),
    ],
)
def test_a_wheel_serves_the_pythons_of_its_tags(interpreter: str, abi: str, served: set[str]) -> None:
    assert {name for name, python in PYTHONS.items() if serves(interpreter, abi, python)} == served
