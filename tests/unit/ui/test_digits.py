"""Codes typed with digits."""

from __future__ import annotations

import pytest

from cati_app.ui.stage.digits import CodeEntry, KeyGuard, Typed, digit_of


def test_one_digit_picks_where_codes_are_short() -> None:
    assert CodeEntry(("1", "2")).type("2") == Typed(1)


def test_a_longer_code_replaces_the_shorter_pick() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(11)))
    assert entry.type("1") == Typed(1, more=True)
    assert entry.type("0") == Typed(10)


def test_an_impossible_continuation_starts_anew() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(11)))
    entry.type("1")
    assert entry.type("5") == Typed(5)


def test_digits_collect_in_a_multiple_choice_with_long_codes() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(1, 13)), multiple=True)
    assert entry.collects
    entry.type("1")
    entry.type("2")
    assert entry.apply() == Typed(11)
    assert entry.apply() is None


def test_short_codes_toggle_at_once_in_a_multiple_choice() -> None:
    entry = CodeEntry(("1", "2"), multiple=True)
    assert not entry.collects
    assert entry.type("1") == Typed(0)


def test_an_unknown_code_is_told() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(1, 13)), multiple=True)
    entry.type("9")
    entry.type("9")
    assert entry.apply() == Typed(unknown="99")


def test_a_beginning_of_a_code_alone_is_an_unknown_code() -> None:
    entry = CodeEntry(("11", "12"))
    assert entry.type("1") == Typed(None, more=True)
    assert entry.apply() == Typed(unknown="1")
    assert entry.apply() is None


def test_the_beginning_of_a_longer_code_is_no_unknown_one_where_it_is_a_code_itself() -> None:
    entry = CodeEntry(("1", "11"))
    assert entry.type("1") == Typed(0, more=True)
    assert entry.apply() is None


def test_all_digits_of_an_unknown_code_are_told() -> None:
    entry = CodeEntry(("11", "12"))
    entry.type("1")
    assert entry.type("9") == Typed(unknown="19")


def test_leading_zeros_are_understood() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(1, 13)), multiple=True)
    entry.type("0")
    entry.type("7")
    assert entry.apply() == Typed(6)


def test_pending_digits_can_be_taken_back() -> None:
    entry = CodeEntry(tuple(str(n) for n in range(1, 13)), multiple=True)
    entry.type("1")
    assert entry.take_back()
    assert not entry.take_back()


def test_negative_codes() -> None:
    entry = CodeEntry(("1", "-7"))
    assert entry.type("-") == Typed(None, more=True)
    assert entry.type("7") == Typed(1)


class _Time:
    now = 1000

    def __call__(self) -> int:
        return self.now


def test_the_same_key_within_a_quarter_second_is_ignored() -> None:
    time = _Time()
    guard = KeyGuard(time)
    assert guard.accepts("Return")
    time.now = 1249
    assert not guard.accepts("Return")
    time.now = 1250
    assert guard.accepts("Return")


def test_another_key_in_between_makes_the_next_enter_count() -> None:
    time = _Time()
    guard = KeyGuard(time)
    counted = []
    for key in ("Return", "3", "Return", "7", "Return"):
        time.now += 90
        counted.append(guard.accepts(key) if key == "Return" else guard.is_echo(key))
    assert counted == [True, False, True, False, True]


def test_a_key_that_went_on_says_nothing_more_while_it_is_held() -> None:
    time = _Time()
    guard = KeyGuard(time)
    guard.spend("2")
    time.now += 60
    assert guard.is_echo("2")  # a worn key bounces
    time.now += 5000
    assert guard.is_echo("2", repeated=True)
    assert not guard.is_echo("2")  # pressed again


def test_strokes_that_waited_to_be_handled_are_as_far_apart_as_they_were_made() -> None:
    time = _Time()
    guard = KeyGuard(time)
    counted = []
    for at, handled in ((50_000, 1000), (50_060, 2500), (50_400, 2501)):  # meant, a bounce, meant
        time.now = handled
        guard.stroke_came(at)
        counted.append(guard.accepts("Return"))
    assert [True, False, True] == counted


def test_it_is_as_late_for_strokes_as_for_the_one_that_was_handled_soonest() -> None:
    time = _Time()
    guard = KeyGuard(time)
    for at, handled in ((90_000, 1000), (90_060, 2500)):
        time.now = handled
        guard.stroke_came(at)
    assert (91_500, 90_060) == (guard.now_ms(), guard.stroke_ms())

    guard.stroke_came(100)  # the window system counts anew
    assert (100, 100) == (guard.now_ms(), guard.stroke_ms())


def test_what_no_key_gives_is_measured_from_the_last_stroke_on() -> None:
    time = _Time()
    guard = KeyGuard(time)
    guard.stroke_came(50_000)
    assert guard.accepts("refused")
    time.now += 240
    assert not guard.accepts("refused")
    time.now += 10
    assert guard.accepts("refused")


def test_a_held_enter_never_counts() -> None:
    assert not KeyGuard(_Time()).accepts("Return", repeated=True)


@pytest.mark.parametrize(("typed", "digit"), [("7", "7"), ("٧", "7"), ("۷", "7"), ("x", ""), ("²", ""), ("", "")])
def test_digits_of_every_keyboard(typed: str, digit: str) -> None:
    assert digit_of(typed) == digit
