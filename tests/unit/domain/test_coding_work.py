"""The coding of a study: two blind coders, a decision where they differ, then the rest; who follows whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.coding.code_frame import Axis, CodeFrame, UnitCodes
from cati_app.domain.coding.coded_units import Adjudication, CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import CodingUnit, UnitSource, unit_id
from cati_app.domain.coding.coding_work import CodingStage, CodingWork
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from tests.code_frames import MOOD, RENT, axis, frame

_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
_ANN, _BOB, _EVE = UserId("ann"), UserId("bob"), UserId("eve")


FRAME = frame("2", "mood rent")


def work(double: str = "ab", single: str = "cd") -> CodingWork:
    units = {
        known: CodedUnit(CodingUnit(known, UnitSource.ANSWER, "open", "de", ""), known in double)
        for known in double + single
    }
    return CodingWork(FRAME, "2026-1", units).joined(_ANN, 0).joined(_BOB, 1)


def gave(coder: UserId, codes: UnitCodes = MOOD, version: str = "2") -> UnitCoding:
    return UnitCoding(coder, version, codes, False, _AT)


def decided(codes: UnitCodes = MOOD) -> Adjudication:
    return Adjudication(_EVE, "2", codes, _AT)


def coded(now: CodingWork, coder: UserId, units: str, codes: UnitCodes = MOOD) -> CodingWork:
    for unit in units:
        now = now.code(unit, gave(coder, codes))
    return now


def refusal(rule: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda error: error.code == rule)


def test_nothing_of_the_double_part_is_seen_before_both_have_coded_all_of_it() -> None:
    now = coded(coded(work(), _ANN, "ab"), _BOB, "a", RENT)

    assert CodingStage.DOUBLE == now.stage
    assert ((_BOB,), ()) == (tuple(each.coder for each in now.seen_by(_BOB, "a")), now.seen_by(_BOB, "b"))
    assert () == now.to_decide
    with refusal("unit_still_blind"):
        now.adjudicate("a", decided())

    now = coded(now, _BOB, "b")
    assert (CodingStage.DECIDING, ("a",), 2) == (now.stage, now.to_decide, len(now.seen_by(_BOB, "a")))
    with refusal("unit_closed"):
        now.code("b", gave(_ANN, RENT))
    with refusal("unit_closed"):
        now.take_back("a", _ANN)


def test_the_rest_waits_for_the_decisions_and_then_one_codes_it_with_repeats_behind() -> None:
    now = coded(coded(work(), _ANN, "ab"), _BOB, "ab", RENT)
    with refusal("unit_rest_waits"):
        now.code("c", gave(_ANN))
    assert (("a", False), ("b", False)) == now.list_of(_ANN)
    for unit in "ab":
        now = now.adjudicate(unit, decided())

    assert CodingStage.REST == now.stage
    *rest, (again, repeated) = now.list_of(_ANN)
    assert ([("c", False), ("d", False)], True) == (rest, repeated)
    now = now.code("c", gave(_ANN)).code("d", gave(_ANN))
    assert [False, True] == [now.waits_for(_ANN, again, repeat=repeat) for repeat in (False, True)]
    assert () == now.list_of(_BOB), "each unit of the rest has one coder"
    with refusal("unit_has_coders"):
        now.code("c", gave(_BOB))
    assert CodingStage.REST == now.stage
    now = now.code(again, gave(_ANN, RENT), repeat=True)
    assert (MOOD, RENT) == (now.coded_units[again].codes, now.coded_units[again].repeat.codes)  # type: ignore[union-attr]
    assert CodingStage.DONE == now.stage
    with refusal("unit_gone"):
        now.code("d" if again == "c" else "c", gave(_ANN), repeat=True)
    assert CodingStage.REST == now.take_back(again, _ANN, repeat=True).stage


def test_whoever_follows_a_coder_who_left_goes_on_where_they_stopped() -> None:
    now = coded(coded(work("abc", ""), _ANN, "ab"), _BOB, "abc").left(_ANN)
    with refusal("coder_none"):
        now.code("c", gave(_ANN))
    with refusal("coder_there"):
        now.free_seat(_BOB)
    with refusal("coder_knows"):
        now.left(_BOB).joined(_EVE, 1).free_seat(_BOB)

    now = now.joined(_EVE, now.free_seat(_EVE))
    assert ["c"] == [unit for unit, _ in now.list_of(_EVE) if now.waits_for(_EVE, unit)]
    assert 0 == now.left(_EVE).free_seat(_ANN), "who comes back gets the seat they had"
    with refusal("coder_seats_taken"):
        now.free_seat(UserId("sue"))
    assert now.code("c", gave(_EVE)).is_double_done
    assert now == now.left(UserId("sue"))


def test_codes_that_the_frame_has_not_and_units_that_are_not_there_are_refused() -> None:
    for codes, version, rule in (
        (UnitCodes.of({Axis.FIELD: ["social", "housing"]}), "2", "unit_codes"),
        (UnitCodes.of({Axis.STANCE: ["no such"]}), "2", "unit_codes"),
        (MOOD, "1", "unit_codes_of_before"),
    ):
        with refusal(rule):
            work().code("a", gave(_ANN, codes, version))
    with refusal("unit_gone"):
        work().code("z", gave(_ANN))


def test_a_code_that_went_is_told_and_comes_back_to_its_coder_or_to_who_decides() -> None:
    gone = UnitCodes.of({Axis.THEME: ["gone", "mood"], Axis.FIELD: ["social"]})
    before = gave(_ANN, gone, "1").carried(FRAME)
    assert (MOOD, ["gone"]) == (before.codes, [each.code for each in before.removed])
    unit = CodedUnit(CodingUnit("a", UnitSource.ANSWER, "open", "de", ""), True, (before, gave(_BOB)))
    now = CodingWork(FRAME, "s", {"a": unit}).joined(_ANN, 0).joined(_BOB, 1)

    assert (CodingStage.DOUBLE, True, False) == (now.stage, now.waits_for(_ANN, "a"), now.waits_for(_BOB, "a"))
    followed = now.left(_ANN).joined(_EVE, 0).code("a", gave(_EVE))
    assert (MOOD, {_EVE, _BOB}) == (
        followed.coded_units["a"].codes,
        {each.coder for each in followed.coded_units["a"].codings},
    )

    decision = Adjudication(_EVE, "1", gone, _AT).carried(FRAME)
    unit = CodedUnit(unit.unit, True, (gave(_ANN), gave(_BOB)), decision)
    now = CodingWork(FRAME, "s", {"a": unit})
    assert (None, ("a",)) == (unit.codes, now.to_decide)
    assert RENT == now.adjudicate("a", decided(RENT)).coded_units["a"].codes


def test_another_text_at_a_place_is_another_unit_and_a_frame_with_other_codes_another_frame() -> None:
    assert unit_id("i:/q", "text") != unit_id("i:/q", "texts")
    assert unit_id("i:/q", "text") != unit_id("j:/q", "text")
    assert 32 == len(unit_id("i:/q", "text"))
    other = CodeFrame("2", {}, {**FRAME.axes, Axis.THEME: axis("mood")})
    assert FRAME.fingerprint != other.fingerprint
    assert FRAME.fingerprint == CodeFrame("3", {"de": "Anderes"}, FRAME.axes).fingerprint


def test_without_units_there_is_nothing() -> None:
    assert (CodingStage.NOTHING, ()) == (CodingWork(FRAME).stage, CodingWork(FRAME).list_of(_ANN))
