"""What is open before data become public, in its order; a decision holds for one wording of a text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from cati_app.domain.release.cleared_texts import Clearing, DecidedText, clearing_of, text_digest
from cati_app.domain.release.likeness import KnownValue
from cati_app.domain.release.release_check import ClearedVariable, SmallCells, release_check

_NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_ALIKE: list[Mapping[str, KnownValue]] = [{"age": 1, "sex": 1, "mood": mood} for mood in (1, 2, 1, 2, 1)]


def test_a_decision_holds_for_the_wording_it_was_made_about() -> None:
    decided = DecidedText(text_digest("das Bad"), Clearing.CLEARED, 4, _NOW)

    assert [Clearing.CLEARED, Clearing.OPEN, Clearing.OPEN] == [
        clearing_of("das Bad", decided),
        clearing_of("das Bad.", decided),
        clearing_of("das Bad", None),
    ]


def test_data_are_public_where_nothing_is_open() -> None:
    check = release_check(_ALIKE, ["age", "sex"], ["mood"], [ClearedVariable("t", cleared=2)], is_declared=True)

    assert check.is_public
    assert (5, (), 0) == (check.people, check.cells, check.open_texts)


def test_each_thing_that_is_open_keeps_data_back() -> None:
    settled = [ClearedVariable("t", cleared=1, withheld=1)]
    four = _ALIKE[:4]
    same: list[Mapping[str, KnownValue]] = [{"age": 1, "sex": 1, "mood": 1}] * 5
    open_text = release_check(_ALIKE, ["age"], [], [ClearedVariable("t", open=1)], is_declared=True)
    assert 1 == open_text.open_texts
    assert [False] * 4 == [
        check.is_public
        for check in (
            open_text,
            release_check(four, ["age"], [], settled, is_declared=True),
            release_check(same, ["age"], ["mood"], settled, is_declared=True),
            release_check(_ALIKE, [], [], settled, is_declared=False),
        )
    ]


def test_small_cells_are_told_by_quasi_identifier() -> None:
    rows: list[Mapping[str, KnownValue]] = [*_ALIKE, {"age": 2, "sex": 1}, {"age": None, "sex": 1}]

    check = release_check(rows, ["sex", "age"], [], [], is_declared=True)

    assert (SmallCells("age", 2),) == check.cells


def test_without_anybody_or_with_all_left_out_there_is_no_likeness() -> None:
    assert release_check([], ["age"], [], [], is_declared=True).alike is None
    check = release_check(_ALIKE, [], [], [], is_declared=True)
    assert check.alike is None
    assert check.is_public
