"""Escape sequences, one at a time."""

from par_term_emu_core_rust import Terminal


def after(*parts):
    term = Terminal(20, 10)
    for part in parts:
        term.process_str(part)
    return term


def centred(sequence):
    return after("\x1b[6;11H", sequence)


def test_foreground_black():
    term = after("\x1b[30mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(0)


def test_foreground_red():
    term = after("\x1b[31mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(1)


def test_foreground_green():
    term = after("\x1b[32mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(2)


def test_foreground_yellow():
    term = after("\x1b[33mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(3)


def test_foreground_blue():
    term = after("\x1b[34mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(4)


def test_foreground_magenta():
    term = after("\x1b[35mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(5)


def test_foreground_cyan():
    term = after("\x1b[36mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(6)


def test_foreground_white():
    term = after("\x1b[37mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(7)


def test_foreground_bright_black():
    term = after("\x1b[90mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(8)


def test_foreground_bright_red():
    term = after("\x1b[91mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(9)


def test_foreground_bright_green():
    term = after("\x1b[92mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(10)


def test_foreground_bright_yellow():
    term = after("\x1b[93mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(11)


def test_foreground_bright_blue():
    term = after("\x1b[94mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(12)


def test_foreground_bright_magenta():
    term = after("\x1b[95mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(13)


def test_foreground_bright_cyan():
    term = after("\x1b[96mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(14)


def test_foreground_bright_white():
    term = after("\x1b[97mX")
    assert term.get_fg_color(0, 0) == term.get_ansi_color(15)


def test_background_black():
    term = after("\x1b[40mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(0)


def test_background_red():
    term = after("\x1b[41mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(1)


def test_background_green():
    term = after("\x1b[42mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(2)


def test_background_yellow():
    term = after("\x1b[43mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(3)


def test_background_blue():
    term = after("\x1b[44mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(4)


def test_background_magenta():
    term = after("\x1b[45mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(5)


def test_background_cyan():
    term = after("\x1b[46mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(6)


def test_background_white():
    term = after("\x1b[47mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(7)


def test_background_bright_black():
    term = after("\x1b[100mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(8)


def test_background_bright_red():
    term = after("\x1b[101mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(9)


def test_background_bright_green():
    term = after("\x1b[102mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(10)


def test_background_bright_yellow():
    term = after("\x1b[103mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(11)


def test_background_bright_blue():
    term = after("\x1b[104mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(12)


def test_background_bright_magenta():
    term = after("\x1b[105mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(13)


def test_background_bright_cyan():
    term = after("\x1b[106mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(14)


def test_background_bright_white():
    term = after("\x1b[107mX")
    assert term.get_bg_color(0, 0) == term.get_ansi_color(15)


def test_bold_on():
    assert after("\x1b[1mX").get_attributes(0, 0).bold


def test_bold_off():
    assert not after("\x1b[1m\x1b[22mX").get_attributes(0, 0).bold


def test_dim_on():
    assert after("\x1b[2mX").get_attributes(0, 0).dim


def test_dim_off():
    assert not after("\x1b[2m\x1b[22mX").get_attributes(0, 0).dim


def test_italic_on():
    assert after("\x1b[3mX").get_attributes(0, 0).italic


def test_italic_off():
    assert not after("\x1b[3m\x1b[23mX").get_attributes(0, 0).italic


def test_underline_on():
    assert after("\x1b[4mX").get_attributes(0, 0).underline


def test_underline_off():
    assert not after("\x1b[4m\x1b[24mX").get_attributes(0, 0).underline


def test_blink_on():
    assert after("\x1b[5mX").get_attributes(0, 0).blink


def test_blink_off():
    assert not after("\x1b[5m\x1b[25mX").get_attributes(0, 0).blink


def test_reverse_on():
    assert after("\x1b[7mX").get_attributes(0, 0).reverse


def test_reverse_off():
    assert not after("\x1b[7m\x1b[27mX").get_attributes(0, 0).reverse


def test_hidden_on():
    assert after("\x1b[8mX").get_attributes(0, 0).hidden


def test_hidden_off():
    assert not after("\x1b[8m\x1b[28mX").get_attributes(0, 0).hidden


def test_strikethrough_on():
    assert after("\x1b[9mX").get_attributes(0, 0).strikethrough


def test_strikethrough_off():
    assert not after("\x1b[9m\x1b[29mX").get_attributes(0, 0).strikethrough


def test_cursor_up():
    assert centred("\x1b[A").cursor_position() == (10, 4)


def test_cursor_up_counted():
    assert centred("\x1b[3A").cursor_position() == (10, 2)


def test_cursor_up_stops_at_the_edge():
    assert centred("\x1b[999A").cursor_position() == (10, 0)


def test_cursor_down():
    assert centred("\x1b[B").cursor_position() == (10, 6)


def test_cursor_down_counted():
    assert centred("\x1b[3B").cursor_position() == (10, 8)


def test_cursor_down_stops_at_the_edge():
    assert centred("\x1b[999B").cursor_position() == (10, 9)


def test_cursor_right():
    assert centred("\x1b[C").cursor_position() == (11, 5)


def test_cursor_right_counted():
    assert centred("\x1b[3C").cursor_position() == (13, 5)


def test_cursor_right_stops_at_the_edge():
    assert centred("\x1b[999C").cursor_position() == (19, 5)


def test_cursor_left():
    assert centred("\x1b[D").cursor_position() == (9, 5)


def test_cursor_left_counted():
    assert centred("\x1b[3D").cursor_position() == (7, 5)


def test_cursor_left_stops_at_the_edge():
    assert centred("\x1b[999D").cursor_position() == (0, 5)


def test_cursor_next_line():
    assert centred("\x1b[E").cursor_position() == (0, 6)


def test_cursor_next_line_counted():
    assert centred("\x1b[3E").cursor_position() == (0, 8)


def test_cursor_next_line_stops_at_the_edge():
    assert centred("\x1b[999E").cursor_position() == (0, 9)


def test_cursor_previous_line():
    assert centred("\x1b[F").cursor_position() == (0, 4)


def test_cursor_previous_line_counted():
    assert centred("\x1b[3F").cursor_position() == (0, 2)


def test_cursor_previous_line_stops_at_the_edge():
    assert centred("\x1b[999F").cursor_position() == (0, 0)


def test_cursor_column():
    assert centred("\x1b[G").cursor_position() == (0, 5)


def test_cursor_column_counted():
    assert centred("\x1b[3G").cursor_position() == (2, 5)


def test_cursor_column_stops_at_the_edge():
    assert centred("\x1b[999G").cursor_position() == (19, 5)


def test_cursor_row():
    assert centred("\x1b[d").cursor_position() == (10, 0)


def test_cursor_row_counted():
    assert centred("\x1b[3d").cursor_position() == (10, 2)


def test_cursor_row_stops_at_the_edge():
    assert centred("\x1b[999d").cursor_position() == (10, 9)


def test_cursor_position():
    assert centred("\x1b[H").cursor_position() == (0, 0)


def test_cursor_position_counted():
    assert centred("\x1b[3H").cursor_position() == (0, 2)


def test_cursor_position_stops_at_the_edge():
    assert centred("\x1b[999H").cursor_position() == (0, 9)


def test_cursor_position_by_f():
    assert centred("\x1b[f").cursor_position() == (0, 0)


def test_cursor_position_by_f_counted():
    assert centred("\x1b[3f").cursor_position() == (0, 2)


def test_cursor_position_by_f_stops_at_the_edge():
    assert centred("\x1b[999f").cursor_position() == (0, 9)


def test_application_cursor_set():
    assert after("\x1b[?1h").application_cursor()


def test_application_cursor_reset():
    assert not after("\x1b[?1h", "\x1b[?1l").application_cursor()


def test_origin_mode_set():
    assert after("\x1b[?6h").origin_mode()


def test_origin_mode_reset():
    assert not after("\x1b[?6h", "\x1b[?6l").origin_mode()


def test_auto_wrap_mode_set():
    assert after("\x1b[?7h").auto_wrap_mode()


def test_auto_wrap_mode_reset():
    assert not after("\x1b[?7h", "\x1b[?7l").auto_wrap_mode()


def test_cursor_visible_set():
    assert after("\x1b[?25h").cursor_visible()


def test_cursor_visible_reset():
    assert not after("\x1b[?25h", "\x1b[?25l").cursor_visible()


def test_focus_tracking_set():
    assert after("\x1b[?1004h").focus_tracking()


def test_focus_tracking_reset():
    assert not after("\x1b[?1004h", "\x1b[?1004l").focus_tracking()


def test_bracketed_paste_set():
    assert after("\x1b[?2004h").bracketed_paste()


def test_bracketed_paste_reset():
    assert not after("\x1b[?2004h", "\x1b[?2004l").bracketed_paste()


def test_is_alt_screen_active_set():
    assert after("\x1b[?1049h").is_alt_screen_active()


def test_is_alt_screen_active_reset():
    assert not after("\x1b[?1049h", "\x1b[?1049l").is_alt_screen_active()


def test_synchronized_updates_set():
    assert after("\x1b[?2026h").synchronized_updates()


def test_synchronized_updates_reset():
    assert not after("\x1b[?2026h", "\x1b[?2026l").synchronized_updates()


def test_insert_mode_set():
    assert after("\x1b[4h").insert_mode()


def test_insert_mode_reset():
    assert not after("\x1b[4h", "\x1b[4l").insert_mode()


def test_line_feed_new_line_mode_set():
    assert after("\x1b[20h").line_feed_new_line_mode()


def test_line_feed_new_line_mode_reset():
    assert not after("\x1b[20h", "\x1b[20l").line_feed_new_line_mode()


def test_mouse_normal():
    assert after("\x1b[?1000h").mouse_mode() != Terminal(20, 10).mouse_mode()


def test_mouse_button():
    assert after("\x1b[?1002h").mouse_mode() != Terminal(20, 10).mouse_mode()


def test_mouse_any():
    assert after("\x1b[?1003h").mouse_mode() != Terminal(20, 10).mouse_mode()


def test_mouse_off():
    assert after("\x1b[?1003h", "\x1b[?1003l").mouse_mode() == Terminal(20, 10).mouse_mode()


def test_status_report():
    assert after("\x1b[5n").drain_responses() == b"\x1b[0n"


def test_position_report():
    assert centred("\x1b[6n").drain_responses() == b"\x1b[6;11R"


def test_primary_attributes():
    assert after("\x1b[c").drain_responses().startswith(b"\x1b[?")


def test_secondary_attributes():
    assert after("\x1b[>c").drain_responses().startswith(b"\x1b[>")


def test_mode_report_application_cursor():
    assert after("\x1b[?1h", "\x1b[?1$p").drain_responses() == b"\x1b[?1;1$y"


def test_mode_report_auto_wrap():
    assert after("\x1b[?7h", "\x1b[?7$p").drain_responses() == b"\x1b[?7;1$y"


def test_mode_report_cursor_visible():
    assert after("\x1b[?25h", "\x1b[?25$p").drain_responses() == b"\x1b[?25;1$y"


def test_mode_report_mouse():
    assert after("\x1b[?1000h", "\x1b[?1000$p").drain_responses() == b"\x1b[?1000;1$y"


def test_mode_report_alt_screen():
    assert after("\x1b[?1049h", "\x1b[?1049$p").drain_responses() == b"\x1b[?1049;1$y"


def test_mode_report_bracketed_paste():
    assert after("\x1b[?2004h", "\x1b[?2004$p").drain_responses() == b"\x1b[?2004;1$y"


def test_tab_stops_every_eight():
    assert Terminal(20, 5).get_tab_stops() == [0, 8, 16]


def test_tab_stop_set():
    assert after("\x1b[1;5H\x1bH\x1b[1;1H\t").cursor_position() == (4, 0)


def test_tab_stop_cleared():
    assert after("\x1b[1;9H\x1b[g\x1b[1;1H\t").cursor_position() == (16, 0)


def test_tab_stops_all_cleared():
    assert after("\x1b[3g").get_tab_stops() == []


def test_title_by_osc_0():
    assert after("\x1b]0;one\x07").title() == "one"


def test_title_by_osc_2():
    assert after("\x1b]2;two\x1b\\").title() == "two"


def test_hyperlink_on_its_text():
    assert after("\x1b]8;;https://a.example\x1b\\", "X").get_hyperlink(0, 0) == "https://a.example"


def test_hyperlink_ends():
    assert after("\x1b]8;;https://a.example\x1b\\", "X", "\x1b]8;;\x1b\\", "Y").get_hyperlink(1, 0) is None


def test_hyperlink_outside_the_grid():
    assert Terminal(20, 10).get_hyperlink(99, 0) is None


def test_hyperlinks_listed():
    assert len(after("\x1b]8;;https://a.example\x1b\\", "XY").get_all_hyperlinks()) == 1


def test_hyperlink_empty_cells():
    assert Terminal(20, 10).get_hyperlink(3, 3) is None


def test_notification_by_osc_9():
    assert after("\x1b]9;done\x07").take_notifications() == [("", "done")]


def test_notification_by_osc_777():
    assert after("\x1b]777;notify;Build;done\x07").take_notifications() == [("Build", "done")]


def test_notifications_are_taken_once():
    term = after("\x1b]9;done\x07")
    term.take_notifications()
    assert not term.has_notifications()


def test_notification_empty_message():
    assert after("\x1b]9;\x07").take_notifications() in ([], [("", "")])


def test_scrollback_of_full_lines():
    term = Terminal(4, 2, 10)
    term.process_str("a\r\nb\r\nc")
    assert term.scrollback_len() == 1


def test_scrollback_is_bounded():
    term = Terminal(4, 2, 3)
    term.process_str("x\r\n" * 50)
    assert term.scrollback_len() == 3


def test_scrollback_reflow_widens():
    term = Terminal(4, 2, 10)
    term.process_str("abcdefgh\r\n\r\n")
    term.resize(8, 2)
    assert "abcdefgh" in "".join(term.scrollback()) + term.content()


def test_scrollback_reflow_narrows():
    term = Terminal(8, 2, 10)
    term.process_str("abcdefgh\r\n\r\n")
    term.resize(4, 2)
    assert "abcd" in "".join(term.scrollback()) + term.content()


def test_scrollback_reflow_empty():
    term = Terminal(8, 2, 10)
    term.resize(4, 2)
    assert term.scrollback_len() == 0


def test_erase_below():
    row = after("abcde\x1b[1;3H\x1b[J").get_line(0)
    assert ("a" in row, "e" in row) == (True, False)


def test_erase_above():
    row = after("abcde\x1b[1;3H\x1b[1J").get_line(0)
    assert ("a" in row, "e" in row) == (False, True)


def test_erase_all():
    row = after("abcde\x1b[1;3H\x1b[2J").get_line(0)
    assert ("a" in row, "e" in row) == (False, False)


def test_erase_to_the_right():
    row = after("abcde\x1b[1;3H\x1b[K").get_line(0)
    assert ("a" in row, "e" in row) == (True, False)


def test_erase_to_the_left():
    row = after("abcde\x1b[1;3H\x1b[1K").get_line(0)
    assert ("a" in row, "e" in row) == (False, True)


def test_erase_line():
    row = after("abcde\x1b[1;3H\x1b[2K").get_line(0)
    assert ("a" in row, "e" in row) == (False, False)


def test_erase_characters():
    assert after("abcde\x1b[1;2H\x1b[2X").get_line(0).startswith("a  de")


def test_delete_characters():
    assert after("abcde\x1b[1;2H\x1b[2P").get_line(0).startswith("ade")


def test_insert_characters():
    assert after("abcde\x1b[1;2H\x1b[2@").get_line(0).startswith("a  bcde")
