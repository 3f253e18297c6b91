"""Which lines of Python are no more than an import."""

import pytest

from maturin_compliance.expand.release import Test
from maturin_compliance.render.tried import imports
from tests.report.support import WHEEL


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("python", "-c", "import orchard"), True),
        (("python", "-I", "-c", "from orchard import grow; import os"), True),
        (("python", "-c", "import orchard; print(orchard.__version__)"), True),
        (("python", "-c", "import orchard; assert orchard.grow() == 1"), False),
        (("python", "-c", "import orchard; orchard.test()"), False),
        (("python", "-c", "import"), False),
        (("python", "-c", ""), False),
        (("python", "-c"), False),
    ],
)
def test_imports(words: tuple[str, ...], expected: bool) -> None:
    test = Test(origin=WHEEL.origin, tool="python -c", words=words, wheel=None, deselected=())
    assert imports(test) is expected


def test_tests_are_no_imports() -> None:
    words = ("pytest", "-c", "import orchard")
    assert not imports(Test(origin=WHEEL.origin, tool="pytest", words=words, wheel=None, deselected=()))
