"""Units for coding: the same seed the same order, and how much two coders do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.coding.coding_units import (
    CodingUnit,
    UnitSource,
    double_part,
    hidden_repeats,
    shuffled,
    text_hash,
)


def _answers(question: str, count: int) -> list[CodingUnit]:
    return [
        CodingUnit(f"{question}{number}", UnitSource.ANSWER, question, "de", text_hash(str(number)))
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("answers", "double"), [(0, 0), (40, 40), (100, 100), (101, 100), (500, 100), (501, 101), (1000, 200)]
)
def test_a_fifth_of_a_question_and_at_least_a_hundred(answers: int, double: int) -> None:
    assert double == len(double_part(_answers("q", answers), "seed"))


def test_of_each_question_its_own_part_and_all_cards() -> None:
    cards = [CodingUnit(f"card{n}", UnitSource.CARD, "mood", "de", "") for n in range(300)]

    chosen = double_part([*_answers("a", 200), *cards, *_answers("b", 1000)], "seed")

    assert {card.id for card in cards} <= chosen
    assert (100, 200) == tuple(sum(each.startswith(question) for each in chosen) for question in ("a", "b"))


def test_another_seed_chooses_others() -> None:
    units = _answers("q", 1000)

    assert double_part(units, "one") == double_part(units[::-1], "one")
    assert double_part(units, "one") != double_part(units, "two")


@given(st.lists(st.text(), unique=True, max_size=20), st.randoms(use_true_random=False))
def test_a_seed_gives_one_order_whatever_order_came(ids: list[str], chance: object) -> None:
    ids = [each.encode("utf-8", "replace").decode() for each in ids]
    ids = list(dict.fromkeys(ids))
    moved = list(ids)
    chance.shuffle(moved)  # type: ignore[attr-defined]  # a random.Random

    assert shuffled(ids, "7") == shuffled(moved, "7")
    assert sorted(ids) == sorted(shuffled(ids, "7"))


def test_the_order_is_that_of_every_release() -> None:
    assert ("d", "a", "b", "c") == shuffled("abcd", "2026-1")


@pytest.mark.parametrize(("single", "repeats"), [(0, 0), (1, 1), (20, 1), (21, 2), (400, 20)])
def test_a_twentieth_comes_again(single: int, repeats: int) -> None:
    ids = [str(number) for number in range(single)]

    again = hidden_repeats(ids, "7")

    assert repeats == len(again)
    assert set(again) <= set(ids)


def test_a_text_that_changed_is_another_one() -> None:
    assert text_hash("so") != text_hash("so ")
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == text_hash("")
    assert 64 == len(text_hash("\ud800"))
