"""Features that meet."""

from par_term_emu_core_rust import Terminal


def played(text):
    term = Terminal(20, 5)
    term.process_str(text)
    return term


class TestTogether:
    def test_colour_survives_a_move(self):
        term = played("\x1b[31m\x1b[2;2HX")
        assert term.get_fg_color(1, 1) == term.get_ansi_color(1)

    def test_bold_and_underline(self):
        attributes = played("\x1b[1;4mX").get_attributes(0, 0)
        assert attributes.bold and attributes.underline

    def test_saved_cursor(self):
        assert played("\x1b[3;3H\x1b7\x1b[H\x1b8").cursor_position() == (2, 2)

    def test_alternate_screen_hides_text(self):
        assert "seen" not in played("seen\x1b[?1049h").content()

    def test_alternate_screen_gives_text_back(self):
        assert "seen" in played("seen\x1b[?1049h\x1b[?1049l").content()

    def test_alternate_screen_keeps_no_history(self):
        term = played("\x1b[?1049h" + "x\r\n" * 50)
        assert term.scrollback_len() == 0

    def test_mouse_on_the_alternate_screen(self):
        term = played("\x1b[?1049h\x1b[?1000h")
        assert term.mouse_mode() != Terminal(20, 5).mouse_mode()

    def test_region_scrolls_alone(self):
        term = played("top\x1b[2;4r\x1b[4;1H\r\n\r\n")
        assert term.get_line(0).startswith("top")

    def test_title_and_text(self):
        term = played("\x1b]2;name\x07text")
        assert (term.title(), term.get_char(0, 0)) == ("name", "t")

    def test_clipboard(self):
        assert played("\x1b]52;c;aGk=\x07").clipboard() == "hi"

    def test_paste_is_bracketed(self):
        assert played("\x1b[?2004h").get_paste_start() == b"\x1b[200~"

    def test_focus_is_reported(self):
        assert played("\x1b[?1004h").get_focus_in_event() == b"\x1b[I"

    def test_prompt_marks(self):
        assert played("\x1b]133;A\x07$ ").shell_integration_state() is not None


class TestEdgeCases:
    def test_empty_terminal_operations(self):
        term = Terminal(20, 5)
        assert term.content().strip() == ""
        assert term.cursor_position() == (0, 0)

    def test_one_cell(self):
        assert Terminal(1, 1).size() == (1, 1)

    def test_resize_keeps_text(self):
        term = played("kept")
        term.resize(30, 8)
        assert "kept" in term.content()

    def test_wide_character(self):
        assert played("漢x").get_char(2, 0) == "x"

    def test_unknown_sequence_is_dropped(self):
        assert played("\x1b[987zok").get_line(0).startswith("ok")

    def test_unfinished_sequence_waits(self):
        term = played("\x1b[3")
        term.process_str("1mX")
        assert term.get_char(0, 0) == "X"

    def test_bytes_that_are_no_text(self):
        term = Terminal(20, 5)
        term.process(b"\xff\xfe")
        assert term.size() == (20, 5)


class TestMuch:
    def test_many_lines(self):
        term = played("line\r\n" * 10_000)
        assert term.cursor_position() == (0, 4)

    def test_one_long_line(self):
        term = played("x" * 10_000)
        assert term.is_line_wrapped(0)

    def test_many_colours(self):
        term = played("".join(f"\x1b[38;5;{n}mx" for n in range(256)))
        assert term.get_char(0, 0) == "x"

    def test_many_resizes(self):
        term = Terminal(20, 5)
        for width in range(1, 200):
            term.resize(width, 5)
        assert term.size() == (199, 5)
