"""Experts and residents side by side: who leans where, what is proposed, what a person decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cati_app.domain.comparison.leanings import (
    ExpertLeaning,
    GroupShare,
    PersonCount,
    ResidentLeaning,
    groups_that_differ,
    sector_is_told,
)
from cati_app.domain.comparison.relations import (
    DecidedRelation,
    Relation,
    ThemeRelation,
    proposed_relation,
)
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId

_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
_VERDICT = ExpertLeaning(18, {"good": 14, "mixed": 3, "poor": 1}, 22)
_GOVERNANCE = ExpertLeaning(16, {"good": 4, "mixed": 3, "poor": 9}, 16)
_MOOD = ExpertLeaning(18, {"support": 6, "indifference": 5, "rejection": 5}, 20)
_GOOD = ResidentLeaning({"good": 63, "poor": 37}, 388)
_DIVIDED = ResidentLeaning({"support": 52, "indifference": 21, "rejection": 27}, 371)


@pytest.mark.parametrize(
    ("experts", "residents", "proposal"),
    [
        (_VERDICT, _GOOD, Relation.AGREEMENT),
        (_GOVERNANCE, ResidentLeaning({"good": 61}, 301), Relation.CONTRADICTION),
        (_MOOD, _DIVIDED, Relation.SHARED_AMBIVALENCE),
        (_VERDICT, _DIVIDED, Relation.PARTLY),
        (_MOOD, _GOOD, Relation.PARTLY),
        (_VERDICT, None, Relation.EXPERTS_ONLY),
        (ExpertLeaning(4, {"good": 4}, 4), _GOOD, Relation.RESIDENTS_ONLY),
        (ExpertLeaning(5, {"good": 5}, 5), _GOOD, Relation.AGREEMENT),
        (ExpertLeaning(4, {"good": 4}, 4), None, None),
    ],
)
def test_what_two_sides_amount_to(
    experts: ExpertLeaning, residents: ResidentLeaning | None, proposal: Relation | None
) -> None:
    assert proposal is proposed_relation(experts, residents)


@pytest.mark.parametrize(
    ("by_side", "leading"),
    [
        ({"good": 5, "poor": 5}, None),
        ({"good": 6, "poor": 5}, "good"),
        ({"good": 0}, None),
        ({}, None),
    ],
)
def test_experts_lean_where_more_than_half_of_those_with_a_stance_do(
    by_side: dict[str, int], leading: str | None
) -> None:
    assert leading == ExpertLeaning(18, by_side, 0).leading


@pytest.mark.parametrize(("percent", "base", "leading"), [(60, 50, "good"), (59.9, 50, None), (90, 49, None)])
def test_residents_lean_from_sixty_percent_of_fifty_on(percent: float, base: int, leading: str | None) -> None:
    assert leading == ResidentLeaning({"good": percent}, base).leading


@pytest.mark.parametrize(("base", "bracketed"), [(29, True), (30, False)])
def test_few_answers_stand_in_brackets(base: int, bracketed: bool) -> None:
    assert bracketed is ResidentLeaning({}, base).is_bracketed
    assert bracketed is GroupShare(1, base).is_bracketed


def test_experts_are_counted_and_never_a_share() -> None:
    count = _VERDICT.count("good")

    assert PersonCount(14, 18) == count
    assert "14 of 18 asked" == str(count) == f"{count}"
    for spec in (".0%", "d", ".1f", ">10"):
        with pytest.raises(TypeError):
            format(count, spec)
    untyped: Any = count
    for shared in (lambda: untyped / 18, lambda: float(untyped), lambda: int(untyped), lambda: 100 * untyped):
        with pytest.raises(TypeError):
            shared()
    assert PersonCount(0, 18) == _VERDICT.count("nobody's")


@pytest.mark.parametrize(("persons", "asked"), [(-1, 3), (4, 3)])
def test_persons_are_counted_among_those_asked(persons: int, asked: int) -> None:
    with pytest.raises(ValueError, match="counted among"):
        PersonCount(persons, asked)


@pytest.mark.parametrize("by_side", [{"good": 4}, {"good": 2, "poor": 2}, {"good": -1}])
def test_each_expert_takes_one_side_at_most(by_side: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one side"):
        ExpertLeaning(3, by_side, 3)


def test_groups_differ_from_fifteen_points_on() -> None:
    shares = {
        "16-29": GroupShare(64, 80),
        "30-44": GroupShare(52.3, 90),
        "45-64": GroupShare(49.0, 120),
        "65+": GroupShare(45, 70),
        "few": GroupShare(5, 29),
    }

    assert (("16-29", "45-64"), ("16-29", "65+")) == groups_that_differ(shares)
    assert () == groups_that_differ({})


@pytest.mark.parametrize(("experts", "told"), [(2, False), (3, True)])
def test_a_quote_names_a_sector_that_three_share(experts: int, told: bool) -> None:
    assert told is sector_is_told("association", ["association"] * experts + ["administration"] * 9)


def test_a_person_decides_with_a_sentence_and_the_proposal_stays() -> None:
    proposed = ThemeRelation("mood", Relation.PARTLY)
    by = UserId("u1")

    decided = proposed.decide(Relation.CONTRADICTION, " Sie sehen es anders. ", by, _AT)

    assert Relation.PARTLY is decided.proposal
    assert DecidedRelation(Relation.CONTRADICTION, "Sie sehen es anders.", by, _AT) == decided.decided
    assert decided.departs
    assert not proposed.departs
    assert not decided.decide(Relation.PARTLY, "Doch.", by, _AT).departs


@pytest.mark.parametrize("sentence", ["", " \n"])
def test_a_decision_needs_its_sentence(sentence: str) -> None:
    with pytest.raises(RuleViolation, match="relation_without_sentence"):
        ThemeRelation("mood", None).decide(Relation.PARTLY, sentence, UserId("u1"), _AT)
