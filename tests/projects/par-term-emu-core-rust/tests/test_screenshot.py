"""Pictures of the screen."""

import pytest
from par_term_emu_core_rust import PtyTerminal, Terminal


def screen(text):
    term = Terminal(10, 2, 20)
    term.process_str(text)
    return term


class TestFormats:
    def test_png(self):
        assert screen("text").screenshot(format="png").startswith(b"\x89PNG")

    def test_jpeg(self):
        assert screen("text").screenshot(format="jpeg").startswith(b"\xff\xd8")

    def test_jpg(self):
        assert screen("text").screenshot(format="jpg").startswith(b"\xff\xd8")

    def test_bmp(self):
        assert screen("text").screenshot(format="bmp").startswith(b"BM")

    def test_svg(self):
        assert screen("text").screenshot(format="svg").startswith(b"<")

    def test_unknown_format(self):
        with pytest.raises(ValueError):
            screen("text").screenshot(format="tga")


class TestFiles:
    def test_png_file(self, tmp_path):
        path = tmp_path / "screen.png"
        screen("text").screenshot_to_file(str(path))
        assert path.read_bytes().startswith(b"\x89PNG")

    def test_jpeg_file(self, tmp_path):
        path = tmp_path / "screen.jpeg"
        screen("text").screenshot_to_file(str(path))
        assert path.read_bytes().startswith(b"\xff\xd8")

    def test_jpg_file(self, tmp_path):
        path = tmp_path / "screen.jpg"
        screen("text").screenshot_to_file(str(path))
        assert path.read_bytes().startswith(b"\xff\xd8")

    def test_bmp_file(self, tmp_path):
        path = tmp_path / "screen.bmp"
        screen("text").screenshot_to_file(str(path))
        assert path.read_bytes().startswith(b"BM")

    def test_svg_file(self, tmp_path):
        path = tmp_path / "screen.svg"
        screen("text").screenshot_to_file(str(path))
        assert path.read_bytes().startswith(b"<")


class TestScreenshotContent:
    def test_empty_terminal(self):
        assert screen("").screenshot(format="png")

    def test_bold(self):
        assert screen("\x1b[1mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_dim(self):
        assert screen("\x1b[2mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_italic(self):
        assert screen("\x1b[3mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_underline(self):
        assert screen("\x1b[4mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_blink(self):
        assert screen("\x1b[5mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_reverse(self):
        assert screen("\x1b[7mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_hidden(self):
        assert screen("\x1b[8mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_strikethrough(self):
        assert screen("\x1b[9mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_red(self):
        assert screen("\x1b[41mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_green(self):
        assert screen("\x1b[42mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_yellow(self):
        assert screen("\x1b[43mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_blue(self):
        assert screen("\x1b[44mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_magenta(self):
        assert screen("\x1b[45mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_cyan(self):
        assert screen("\x1b[46mX").screenshot(format="svg") != screen("X").screenshot(format="svg")

    def test_colour_white(self):
        assert screen("\x1b[47mX").screenshot(format="svg") != screen("X").screenshot(format="svg")


class TestPtyTerminalScreenshot:
    def test_bytes(self):
        assert PtyTerminal(10, 2).screenshot(format="png")

    def test_file(self, tmp_path):
        path = tmp_path / "screen.png"
        PtyTerminal(10, 2).screenshot_to_file(str(path))
        assert path.exists()


class TestOptions:
    def test_larger_font(self):
        assert len(screen("X").screenshot(format="bmp", font_size=28.0)) > len(
            screen("X").screenshot(format="bmp", font_size=14.0)
        )

    def test_padding(self):
        assert len(screen("X").screenshot(format="bmp", padding=20)) > len(
            screen("X").screenshot(format="bmp", padding=0)
        )

    def test_quality(self):
        assert screen("X").screenshot(format="jpeg", quality=10)

    def test_offset(self):
        assert screen("x\r\n" * 9).screenshot(format="png", scrollback_offset=2)


class TestEmoji:
    def test_one(self):
        assert screen("🙂").screenshot(format="png")

    def test_beside_text(self):
        assert screen("a🙂b").screenshot(format="png")

    def test_flag(self):
        assert screen("🇨🇭").screenshot(format="png")

    def test_family(self):
        assert screen("👨‍👩‍👧").screenshot(format="png")

    def test_tone(self):
        assert screen("👋🏽").screenshot(format="png")
