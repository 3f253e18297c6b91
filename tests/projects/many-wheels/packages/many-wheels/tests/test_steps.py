from many_wheels import steps


def test_only_straight_steps_count() -> None:
    assert steps((0, 0), (3, 4)) == 7


def test_no_way_to_go() -> None:
    assert steps((1, 1), (1, 1)) == 0
