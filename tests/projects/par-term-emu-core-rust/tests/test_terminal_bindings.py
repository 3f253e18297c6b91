"""Each property that can be set can be read."""

import pytest
from par_term_emu_core_rust import Terminal


def fed(text):
    term = Terminal(40, 2)
    term.process_str(text)
    return term


class TestConstruction:
    def test_size(self):
        assert Terminal(80, 24).size() == (80, 24)

    def test_no_columns(self):
        with pytest.raises(ValueError):
            Terminal(0, 24)

    def test_no_rows(self):
        with pytest.raises(ValueError):
            Terminal(80, 0)

    def test_repr(self):
        assert repr(Terminal(80, 24)).startswith("Terminal(")

    def test_str(self):
        assert "hello" in str(fed("hello"))


class TestColours:
    def test_default_fg(self):
        term = Terminal(10, 2)
        term.set_default_fg(1, 2, 3)
        assert term.default_fg() == (1, 2, 3)

    def test_default_bg(self):
        term = Terminal(10, 2)
        term.set_default_bg(1, 2, 3)
        assert term.default_bg() == (1, 2, 3)

    def test_cursor_color(self):
        term = Terminal(10, 2)
        term.set_cursor_color(1, 2, 3)
        assert term.cursor_color() == (1, 2, 3)

    def test_link_color(self):
        term = Terminal(10, 2)
        term.set_link_color(1, 2, 3)
        assert term.link_color() == (1, 2, 3)

    def test_bold_color(self):
        term = Terminal(10, 2)
        term.set_bold_color(1, 2, 3)
        assert term.bold_color() == (1, 2, 3)

    def test_cursor_guide_color(self):
        term = Terminal(10, 2)
        term.set_cursor_guide_color(1, 2, 3)
        assert term.cursor_guide_color() == (1, 2, 3)

    def test_badge_color(self):
        term = Terminal(10, 2)
        term.set_badge_color(1, 2, 3)
        assert term.badge_color() == (1, 2, 3)

    def test_match_color(self):
        term = Terminal(10, 2)
        term.set_match_color(1, 2, 3)
        assert term.match_color() == (1, 2, 3)

    def test_selection_bg_color(self):
        term = Terminal(10, 2)
        term.set_selection_bg_color(1, 2, 3)
        assert term.selection_bg_color() == (1, 2, 3)

    def test_selection_fg_color(self):
        term = Terminal(10, 2)
        term.set_selection_fg_color(1, 2, 3)
        assert term.selection_fg_color() == (1, 2, 3)


class TestSwitches:
    def test_use_bold_color_on(self):
        term = Terminal(10, 2)
        term.set_use_bold_color(True)
        assert term.use_bold_color() is True

    def test_use_bold_color_off(self):
        term = Terminal(10, 2)
        term.set_use_bold_color(False)
        assert term.use_bold_color() is False

    def test_use_underline_color_on(self):
        term = Terminal(10, 2)
        term.set_use_underline_color(True)
        assert term.use_underline_color() is True

    def test_use_underline_color_off(self):
        term = Terminal(10, 2)
        term.set_use_underline_color(False)
        assert term.use_underline_color() is False

    def test_bold_brightening_on(self):
        term = Terminal(10, 2)
        term.set_bold_brightening(True)
        assert term.bold_brightening() is True

    def test_bold_brightening_off(self):
        term = Terminal(10, 2)
        term.set_bold_brightening(False)
        assert term.bold_brightening() is False

    def test_allow_clipboard_read_on(self):
        term = Terminal(10, 2)
        term.set_allow_clipboard_read(True)
        assert term.allow_clipboard_read() is True

    def test_allow_clipboard_read_off(self):
        term = Terminal(10, 2)
        term.set_allow_clipboard_read(False)
        assert term.allow_clipboard_read() is False

    def test_focus_tracking_on(self):
        term = Terminal(10, 2)
        term.set_focus_tracking(True)
        assert term.focus_tracking() is True

    def test_focus_tracking_off(self):
        term = Terminal(10, 2)
        term.set_focus_tracking(False)
        assert term.focus_tracking() is False

    def test_bracketed_paste_on(self):
        term = Terminal(10, 2)
        term.set_bracketed_paste(True)
        assert term.bracketed_paste() is True

    def test_bracketed_paste_off(self):
        term = Terminal(10, 2)
        term.set_bracketed_paste(False)
        assert term.bracketed_paste() is False

    def test_accept_osc7_on(self):
        term = Terminal(10, 2)
        term.set_accept_osc7(True)
        assert term.accept_osc7() is True

    def test_accept_osc7_off(self):
        term = Terminal(10, 2)
        term.set_accept_osc7(False)
        assert term.accept_osc7() is False

    def test_disable_insecure_sequences_on(self):
        term = Terminal(10, 2)
        term.set_disable_insecure_sequences(True)
        assert term.disable_insecure_sequences() is True

    def test_disable_insecure_sequences_off(self):
        term = Terminal(10, 2)
        term.set_disable_insecure_sequences(False)
        assert term.disable_insecure_sequences() is False


class TestLimits:
    def test_max_mouse_history(self):
        term = Terminal(10, 2)
        term.set_max_mouse_history(7)
        assert term.get_max_mouse_history() == 7

    def test_max_clipboard_sync_events(self):
        term = Terminal(10, 2)
        term.set_max_clipboard_sync_events(7)
        assert term.get_max_clipboard_sync_events() == 7

    def test_max_clipboard_event_bytes(self):
        term = Terminal(10, 2)
        term.set_max_clipboard_event_bytes(7)
        assert term.get_max_clipboard_event_bytes() == 7

    def test_max_notifications(self):
        term = Terminal(10, 2)
        term.set_max_notifications(7)
        assert term.get_max_notifications() == 7

    def test_sixel_graphics_limit(self):
        term = Terminal(10, 2)
        term.set_sixel_graphics_limit(7)
        assert term.get_sixel_graphics_limit() == 7


class TestLevels:
    def test_warning_bell(self):
        term = Terminal(10, 2)
        term.set_warning_bell_volume(3)
        assert term.warning_bell_volume() == 3

    def test_margin_bell(self):
        term = Terminal(10, 2)
        term.set_margin_bell_volume(5)
        assert term.margin_bell_volume() == 5

    def test_conformance_number(self):
        assert 1 <= Terminal(10, 2).conformance_level() <= 5

    def test_conformance_name(self):
        assert Terminal(10, 2).conformance_level_name().startswith("VT")


class TestScrollback:
    def test_scrollback_initial_empty(self):
        assert Terminal(10, 2).scrollback() == []

    def test_scrollback_grows(self):
        assert fed("a\r\nb\r\nc").scrollback_len() == 1

    def test_scrollback_text(self):
        assert fed("a\r\nb\r\nc").scrollback()[0].startswith("a")


class TestHyperlinks:
    def test_hyperlink_none_when_empty(self):
        assert Terminal(10, 2).get_hyperlink(0, 0) is None

    def test_hyperlink_text(self):
        term = fed("\x1b]8;;https://a.example\x07a")
        assert term.get_hyperlink(0, 0) == "https://a.example"

    def test_plain_address(self):
        assert fed("https://b.example").get_url_at(0, 0) == "https://b.example"
