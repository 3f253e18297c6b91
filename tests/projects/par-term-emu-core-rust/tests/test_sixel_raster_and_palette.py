"""Sixel pictures: their size, their colours, their limits."""

from par_term_emu_core_rust import Terminal


def test_raster_gives_the_size():
    term = Terminal(80, 24)
    term.process_str('\x1bPq"1;1;2;6#0;2;100;0;0#0~~\x1b\\')
    graphic = term.graphics_at_row(0)[0]
    assert (graphic.width, graphic.height) == (2, 6)


def test_limits_are_positive():
    assert all(limit > 0 for limit in Terminal(80, 24).get_sixel_limits())


def test_nothing_is_dropped_at_first():
    assert Terminal(80, 24).get_dropped_sixel_graphics() == 0
