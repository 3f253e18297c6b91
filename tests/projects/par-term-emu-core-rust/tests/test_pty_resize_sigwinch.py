"""A process hears of each new size."""

import sys
import time

import pytest
from par_term_emu_core_rust import PtyTerminal

pytestmark = pytest.mark.skip(reason="hangs on hosted runners")

REPORT = "trap 'stty size' WINCH; while :; do sleep 0.1; done"


def seen_after(*sizes):
    with PtyTerminal(80, 24) as term:
        term.spawn("/bin/sh", ["-c", REPORT])
        for cols, rows in sizes:
            term.resize(cols, rows)
            time.sleep(0.3)
        return term.content()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_one_resize():
    assert "30 100" in seen_after((100, 30))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_two_resizes():
    assert "40 90" in seen_after((100, 30), (90, 40))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_same_size_again():
    assert "30 100" in seen_after((100, 30), (100, 30))
