import pytest
from small_abi3 import __version__, count


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("one", 1), ("one\n", 1), ("one\ntwo", 2)])
def test_count(text: str, expected: int) -> None:
    assert count(text) == expected


def test_version() -> None:
    assert __version__[0].isdigit()
