"""A unit on its way to its codes: two who do not see each other, a decision where they differ."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.coded_units import Adjudication, CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import CodingUnit, UnitSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId

_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
_UNIT = CodingUnit("u1", UnitSource.ANSWER, "open_good", "de", "00")
_DOUBLE, _SINGLE = CodedUnit(_UNIT, double=True), CodedUnit(_UNIT, double=False)
_MOOD = UnitCodes.of({Axis.THEME: ["mood"], Axis.FIELD: ["social"]})
_RENT = UnitCodes.of({Axis.THEME: ["rent"], Axis.FIELD: ["social"]})


def _coding(coder: str, codes: UnitCodes = _MOOD, suggested: bool = False) -> UnitCoding:
    return UnitCoding(UserId(coder), "1", codes, suggested, _AT)


def _decision(codes: UnitCodes = _RENT) -> Adjudication:
    return Adjudication(UserId("chief"), "1", codes, _AT)


def test_one_coder_is_enough_outside_the_double_part() -> None:
    coded = _SINGLE.code(_coding("a", suggested=True))

    assert coded.is_coded
    assert _MOOD == coded.codes
    assert () == coded.differs_on


def test_two_code_blind_and_see_each_other_afterwards() -> None:
    once = _DOUBLE.code(_coding("a"))

    assert (once.is_coded, once.codes, once.differs_on) == (False, None, ())
    assert (_coding("a"),) == once.seen_by(UserId("a"))
    assert () == once.seen_by(UserId("b"))

    twice = once.code(_coding("b"))

    assert 2 == len(twice.seen_by(UserId("a")))
    assert _MOOD == twice.codes


def test_a_difference_waits_for_a_decision() -> None:
    differing = _DOUBLE.code(_coding("a")).code(_coding("b", _RENT))

    assert (Axis.THEME,) == differing.differs_on
    assert differing.codes is None
    assert _RENT == differing.adjudicate(_decision()).codes
    again = differing.adjudicate(_decision()).adjudicate(_decision(UnitCodes()))
    assert UnitCodes() == again.codes


def test_nothing_fits_is_a_code_of_its_own() -> None:
    differing = _DOUBLE.code(_coding("a", UnitCodes())).code(_coding("b"))

    assert (Axis.FIELD, Axis.THEME) == differing.differs_on


def test_a_coder_may_code_again_until_it_is_decided() -> None:
    differing = _DOUBLE.code(_coding("a")).code(_coding("b", _RENT))

    alike = differing.code(_coding("b"))

    assert ("a", "b") == tuple(coding.coder for coding in alike.codings)
    assert _MOOD == alike.codes
    with pytest.raises(RuleViolation, match="unit_adjudicated"):
        differing.adjudicate(_decision()).code(_coding("b"))


def test_what_was_given_is_taken_back() -> None:
    twice = _DOUBLE.code(_coding("a")).code(_coding("b", _RENT))

    assert (_coding("b", _RENT),) == twice.take_back(UserId("a")).codings
    assert twice == twice.take_back(UserId("c"))
    with pytest.raises(RuleViolation, match="unit_adjudicated"):
        twice.adjudicate(_decision()).take_back(UserId("a"))


@pytest.mark.parametrize("unit", [_DOUBLE.code(_coding("a")).code(_coding("b")), _SINGLE.code(_coding("a"))])
def test_nobody_codes_after_those_who_were_to(unit: CodedUnit) -> None:
    with pytest.raises(RuleViolation, match="unit_has_coders"):
        unit.code(_coding("c"))


def test_nothing_is_suggested_in_the_double_part() -> None:
    with pytest.raises(RuleViolation, match="unit_coded_blind"):
        _DOUBLE.code(_coding("a", suggested=True))


@pytest.mark.parametrize(
    "unit", [_DOUBLE, _DOUBLE.code(_coding("a")), _DOUBLE.code(_coding("a")).code(_coding("b")), _SINGLE]
)
def test_there_is_nothing_to_decide_without_a_difference(unit: CodedUnit) -> None:
    with pytest.raises(RuleViolation, match="unit_not_differing"):
        unit.adjudicate(_decision())
