"""Every key, and the edges of playback."""

from par_term_emu_core_rust import Macro, PtyTerminal


def keyed(*keys):
    macro = Macro("m")
    for key in keys:
        macro.add_key(key)
    return macro


def test_macro_empty_creation():
    assert Macro("m").events == []


def test_macro_screenshot_empty_label():
    assert keyed().add_screenshot("") is None


def test_yaml_serialization_empty_macro():
    assert Macro.from_yaml(Macro("m").to_yaml()).event_count == 0


def test_macro_playback_empty_macro():
    term = PtyTerminal(80, 24)
    term.load_macro("m", Macro("m"))
    term.play_macro("m")
    assert not term.tick_macro()


def test_recording_to_macro_empty_recording():
    term = PtyTerminal(80, 24)
    term.start_recording("r")
    assert term.recording_to_macro(term.stop_recording(), "m").event_count == 0


def test_control_a():
    assert keyed("ctrl+a").events[0].key == "ctrl+a"


def test_control_b():
    assert keyed("ctrl+b").events[0].key == "ctrl+b"


def test_control_c():
    assert keyed("ctrl+c").events[0].key == "ctrl+c"


def test_control_d():
    assert keyed("ctrl+d").events[0].key == "ctrl+d"


def test_control_e():
    assert keyed("ctrl+e").events[0].key == "ctrl+e"


def test_control_f():
    assert keyed("ctrl+f").events[0].key == "ctrl+f"


def test_control_g():
    assert keyed("ctrl+g").events[0].key == "ctrl+g"


def test_control_h():
    assert keyed("ctrl+h").events[0].key == "ctrl+h"


def test_control_i():
    assert keyed("ctrl+i").events[0].key == "ctrl+i"


def test_control_j():
    assert keyed("ctrl+j").events[0].key == "ctrl+j"


def test_control_k():
    assert keyed("ctrl+k").events[0].key == "ctrl+k"


def test_control_l():
    assert keyed("ctrl+l").events[0].key == "ctrl+l"


def test_control_m():
    assert keyed("ctrl+m").events[0].key == "ctrl+m"


def test_control_n():
    assert keyed("ctrl+n").events[0].key == "ctrl+n"


def test_control_o():
    assert keyed("ctrl+o").events[0].key == "ctrl+o"


def test_control_p():
    assert keyed("ctrl+p").events[0].key == "ctrl+p"


def test_control_q():
    assert keyed("ctrl+q").events[0].key == "ctrl+q"


def test_control_r():
    assert keyed("ctrl+r").events[0].key == "ctrl+r"


def test_control_s():
    assert keyed("ctrl+s").events[0].key == "ctrl+s"


def test_control_t():
    assert keyed("ctrl+t").events[0].key == "ctrl+t"


def test_control_u():
    assert keyed("ctrl+u").events[0].key == "ctrl+u"


def test_control_v():
    assert keyed("ctrl+v").events[0].key == "ctrl+v"


def test_control_w():
    assert keyed("ctrl+w").events[0].key == "ctrl+w"


def test_control_x():
    assert keyed("ctrl+x").events[0].key == "ctrl+x"


def test_control_y():
    assert keyed("ctrl+y").events[0].key == "ctrl+y"


def test_control_z():
    assert keyed("ctrl+z").events[0].key == "ctrl+z"


def test_function_key_1():
    assert keyed("f1").events[0].key == "f1"


def test_function_key_2():
    assert keyed("f2").events[0].key == "f2"


def test_function_key_3():
    assert keyed("f3").events[0].key == "f3"


def test_function_key_4():
    assert keyed("f4").events[0].key == "f4"


def test_function_key_5():
    assert keyed("f5").events[0].key == "f5"


def test_function_key_6():
    assert keyed("f6").events[0].key == "f6"


def test_function_key_7():
    assert keyed("f7").events[0].key == "f7"


def test_function_key_8():
    assert keyed("f8").events[0].key == "f8"


def test_function_key_9():
    assert keyed("f9").events[0].key == "f9"


def test_function_key_10():
    assert keyed("f10").events[0].key == "f10"


def test_function_key_11():
    assert keyed("f11").events[0].key == "f11"


def test_function_key_12():
    assert keyed("f12").events[0].key == "f12"


def test_long_name():
    assert Macro("m" * 1000).name == "m" * 1000
