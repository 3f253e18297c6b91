"""Processes behind a terminal."""

import sys
import time

import pytest
from par_term_emu_core_rust import PtyTerminal

pytestmark = pytest.mark.skip(reason="hangs on hosted runners")


def output_of(command, *arguments, **options):
    term = PtyTerminal(80, 24)
    term.spawn(command, list(arguments), **options)
    term.wait()
    return term.content()


def status_of(command):
    term = PtyTerminal(80, 24)
    term.spawn(command)
    return term.wait()


def test_class_is_there():
    assert PtyTerminal is not None


def test_size():
    assert PtyTerminal(80, 24).size() == (80, 24)


def test_scrollback_is_blank():
    assert PtyTerminal(80, 24, 100).scrollback_len() == 0


def test_no_columns():
    with pytest.raises(ValueError):
        PtyTerminal(0, 24)


def test_no_rows():
    with pytest.raises(ValueError):
        PtyTerminal(80, 0)


def test_default_shell():
    assert PtyTerminal.get_default_shell()


def test_not_running_at_first():
    assert not PtyTerminal(80, 24).is_running()


def test_resize():
    term = PtyTerminal(80, 24)
    term.resize(100, 30)
    assert term.size() == (100, 30)


def test_resize_to_nothing():
    with pytest.raises(ValueError):
        PtyTerminal(80, 24).resize(0, 0)


def test_title_is_blank():
    assert PtyTerminal(80, 24).title() == ""


def test_cursor_at_the_origin():
    assert PtyTerminal(80, 24).cursor_position() == (0, 0)


def test_write_needs_a_process():
    with pytest.raises(RuntimeError):
        PtyTerminal(80, 24).write(b"x")


def test_wait_needs_a_process():
    with pytest.raises(RuntimeError):
        PtyTerminal(80, 24).wait()


def test_repr():
    assert repr(PtyTerminal(80, 24)).startswith("PtyTerminal(")


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows")
def test_spawn_on_windows():
    assert "hello" in output_of("cmd.exe", "/c", "echo hello")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_spawn():
    assert "hello" in output_of("/bin/echo", "hello")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_exit_status_of_true():
    assert status_of("/bin/true") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_exit_status_of_false():
    assert status_of("/bin/false") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_environment():
    assert "blue" in output_of("/bin/sh", "-c", "echo $SKY", env={"SKY": "blue"})


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_folder():
    assert "/usr" in output_of("/bin/pwd", cwd="/usr")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_colours():
    assert output_of("/usr/bin/printf", "\\033[31mred")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_columns_seen_by_the_process():
    assert "80" in output_of("/bin/sh", "-c", "stty size")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_kill():
    term = PtyTerminal(80, 24)
    term.spawn("/bin/sleep", ["60"])
    term.kill()
    assert not term.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_write_reaches_the_process():
    with PtyTerminal(80, 24) as term:
        term.spawn("/bin/cat")
        term.write(b"hello\n")
        time.sleep(0.2)
        assert "hello" in term.content()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_context_ends_the_process():
    with PtyTerminal(80, 24) as term:
        term.spawn("/bin/sleep", ["60"])
    assert not term.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_shell():
    with PtyTerminal(80, 24) as term:
        term.spawn_shell()
        assert term.is_running()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_generation_rises():
    term = PtyTerminal(80, 24)
    before = term.update_generation()
    term.spawn("/bin/echo", ["x"])
    term.wait()
    assert term.update_generation() > before
