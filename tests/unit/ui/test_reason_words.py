"""The chain of reasons in words, as F12 shows it."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.explain import Explanation, Reason
from cati_app.texts import words_of
from cati_app.ui.stage.reason_words import reason_lines


def told(part: str, calls: int, best: str) -> list[tuple[str, str]]:
    facts: dict[str, str | int] = {"part": part, "of_100": 13, "calls": calls, "best_part": best, "best_of_100": 19}
    lines = reason_lines(words_of("en"), Explanation(1, (Reason("chance", True, facts),)))
    return [(line.name, line.text) for line in lines]


@pytest.mark.parametrize(
    ("best", "text"),
    [
        ("morning", "best in the morning: 19"),
        ("evening", "best in the evening: 19"),
        ("weekend", "best at the weekend: 19"),
    ],
)
def test_the_chance_now_is_told_with_the_time_that_is_best(best: str, text: str) -> None:
    assert [("Chance of reaching somebody", f"13 of 100 calls now · {text}")] == told("afternoon", 200, best)


def test_at_the_best_time_nothing_is_told_of_others() -> None:
    assert [("Chance of reaching somebody", "13 of 100 calls now")] == told("evening", 200, "evening")


def test_without_calls_at_this_time_nothing_is_claimed() -> None:
    assert [] == told("evening", 0, "morning")
