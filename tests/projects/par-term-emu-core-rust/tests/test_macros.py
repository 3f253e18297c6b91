"""Keys that are recorded and played back."""

import pytest
from par_term_emu_core_rust import Macro, PtyTerminal


def test_name():
    assert Macro("deploy").name == "deploy"


def test_key_is_an_event():
    macro = Macro("m")
    macro.add_key("enter")
    assert macro.event_count == 1


def test_delay_is_an_event():
    macro = Macro("m")
    macro.add_delay(250)
    assert macro.event_count == 1


def test_delay_counts():
    macro = Macro("m")
    macro.add_delay(250)
    assert macro.duration == 250


def test_delays_add_up():
    macro = Macro("m")
    macro.add_delay(250)
    macro.add_delay(50)
    assert macro.duration == 300


def test_screenshot_is_an_event():
    macro = Macro("m")
    macro.add_screenshot("here")
    assert macro.event_count == 1


def test_order():
    macro = Macro("m")
    macro.add_key("a")
    macro.add_key("b")
    assert [event.key for event in macro.events] == ["a", "b"]


def test_description():
    macro = Macro("m")
    macro.set_description("why")
    assert macro.description == "why"


def test_yaml_names_the_macro():
    assert "deploy" in Macro("deploy").to_yaml()


def test_yaml_comes_back():
    macro = Macro("m")
    macro.add_key("tab")
    assert Macro.from_yaml(macro.to_yaml()).event_count == 1


def test_yaml_file(tmp_path):
    path = tmp_path / "m.yaml"
    Macro("m").save_yaml(str(path))
    assert Macro.load_yaml(str(path)).name == "m"


def test_yaml_file_that_is_not_there():
    with pytest.raises(OSError):
        Macro.load_yaml("nowhere.yaml")


def test_repr():
    assert "deploy" in repr(Macro("deploy"))


def test_pty_terminal_holds_macros():
    term = PtyTerminal(80, 24)
    term.load_macro("m", Macro("m"))
    assert term.list_macros() == ["m"]
