"""A snapshot stays what it was."""

from par_term_emu_core_rust import Terminal


def shot(text):
    term = Terminal(10, 2)
    term.process_str(text)
    return term, term.create_snapshot()


def test_size():
    assert shot("")[1].size == (10, 2)


def test_cursor():
    assert shot("ab")[1].cursor_pos == (2, 0)


def test_visible_cursor():
    assert shot("")[1].cursor_visible


def test_hidden_cursor():
    assert not shot("\x1b[?25l")[1].cursor_visible


def test_later_text_is_not_in_it():
    term, snapshot = shot("a")
    before = snapshot.get_line(0)
    term.process_str("b")
    assert snapshot.get_line(0) == before


def test_later_resize_is_not_in_it():
    term, snapshot = shot("a")
    term.resize(20, 4)
    assert snapshot.size == (10, 2)


def test_screen_of_that_time():
    assert shot("\x1b[?1049h")[1].is_alt_screen


def test_repr():
    assert repr(shot("")[1]).startswith("ScreenSnapshot(")
