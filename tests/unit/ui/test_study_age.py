"""How old what is read of a study at a hub is: told from a second on, and a line is called cut where it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.texts import words_of
from cati_app.ui.stage.study_age import OLD_OF_SECONDS, Lateness, StudyAge, age_words

WORDS = words_of("en")
AT = datetime(2026, 11, 24, 14, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (StudyAge(AT, is_old=False), ""),
        (StudyAge(AT, is_old=True, seconds=1), "As of 14:03:07; nothing newer has come from the hub yet."),
        (StudyAge(AT, is_old=True, seconds=0), "As of 14:03:07."),
        (StudyAge(AT, is_old=True, is_cut=True, seconds=9), "As of 14:03:07: the line to the hub is cut."),
        (
            StudyAge(AT, is_old=True, is_today=False, seconds=90_000),
            "As of Tue 2026-11-24 14:03; nothing newer has come from the hub yet.",
        ),
    ],
)
def test_only_a_line_that_is_cut_is_called_so(age: StudyAge, told: str) -> None:
    assert told == age_words(WORDS, age)


@pytest.mark.parametrize(("lateness", "old"), [(Lateness(), 1), (Lateness(OLD_OF_SECONDS), 2)])
def test_it_is_told_once_it_is_old_and_until_it_has_been_new_for_a_while(lateness: Lateness, old: int) -> None:
    seen = [
        lateness.is_told(AT + timedelta(seconds=as_of), AT + timedelta(seconds=now))
        for as_of, now in [(0, old - 0.1), (0, old), (2, 2.1), (5.2, 5.9), (old + 5, old + 5), (8, 8)]
    ]
    assert [False, True, True, True, False, False] == seen


def test_a_clock_that_was_set_back_keeps_nothing_old() -> None:
    lateness = Lateness()
    assert lateness.is_told(AT, AT + timedelta(hours=1))
    assert not lateness.is_told(AT, AT)
