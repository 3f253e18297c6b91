"""The size that the system call gives."""

import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_ioctl_gives_the_new_size():
    from par_term_emu_core_rust import PtyTerminal

    term = PtyTerminal(80, 24)
    term.resize(100, 30)
    term.spawn("/bin/stty", ["size"])
    term.wait()
    assert "30 100" in term.content()
