"""Cases that share a number: both are kept where the study says so, and the number's limits hold for both together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.promise import Doubt
from cati_app.domain.calling.queue import Nothing, Waits
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Call
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CallId
from cati_app.domain.sampling.sample import RowNote, SampledNumber, SampledUnit
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions, ImportSample
from tests.casework import alter
from tests.stations import Site, fiction

KEEP = ImportOptions(share_numbers=True)


def _unit(row: int, name: str, *numbers: int) -> SampledUnit:
    return SampledUnit(row, name, "landline", None, tuple(SampledNumber(fiction(n), "phone") for n in numbers))


def _import(site: Site, *units: SampledUnit, options: ImportOptions = KEEP) -> list[RowNote]:
    notes: list[RowNote] = []
    imports = ImportSample(site.units(), site.station.clock, site.station._ids)
    imports(PROGRAM, units, options, on_note=notes.append)
    return notes


def _cases(site: Site) -> list[tuple[str, int]]:
    """Named cases, with how many numbers they have."""
    with site.units()() as unit:
        named = unit.sample.named(["A", "B", "C"])
    return sorted((name, len(unit.numbers)) for name, unit in named.items())


def test_without_the_setting_the_first_keeps_it_and_the_other_keeps_its_other_number(site: Site) -> None:
    rows = (_unit(2, "A", 500), _unit(3, "B", 500, 501), _unit(4, "C", 500))

    notes = _import(site, *rows, options=ImportOptions())

    assert [
        RowNote(3, "number_of_other_row", "phone", 2),
        RowNote(4, "number_of_other_row", "phone", 2),
        RowNote(4, "number_missing"),
    ] == notes
    assert [("A", 1), ("B", 1)] == _cases(site)


def test_with_the_setting_both_keep_it_each_time(site: Site) -> None:
    rows = (_unit(2, "A", 500), _unit(3, "B", 500, 501))

    assert [RowNote(3, "number_shared", "phone", 2)] == _import(site, *rows)
    assert [RowNote(3, "number_shared", "phone", 2)] == _import(site, *rows)
    assert [RowNote(9, "number_shared", "phone")] == _import(site, _unit(9, "C", 500))

    assert [("A", 1), ("B", 2), ("C", 1)] == _cases(site)


def test_a_shared_number_is_no_reason_to_lose_it_when_the_setting_is_taken_back(site: Site) -> None:
    rows = (_unit(2, "A", 500), _unit(3, "B", 500))
    _import(site, *rows)

    _import(site, *rows, options=ImportOptions())

    assert [("A", 1), ("B", 1)] == _cases(site)


def _only_shared(site: Site) -> None:
    _import(site, _unit(2, "A", 500), _unit(3, "B", 500))
    _close_others(site)


def _close_others(site: Site) -> None:
    with site.units()() as unit:
        for case_no in range(1, 6):
            case_id = unit.cases.id_of(case_no)
            assert case_id is not None
            alter(unit, case_id, state="closed")
        unit.commit()


def _call(site: Site, offer: Offer, result: str = "busy") -> None:
    place = site.place()
    place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    place.record_result(site.ann, offer.attempt, result)


def test_the_days_limit_of_a_number_holds_across_its_cases(site: Site) -> None:
    _only_shared(site)
    called = []
    for _ in range(3):
        offer = site.offered()
        called.append(offer.case.case_no)
        _call(site, offer)
        site.clock.move(40 * 60)

    nothing = site.place().take_case(site.ann)

    assert {6, 7} == set(called)
    assert isinstance(nothing, Nothing)
    assert 2 == nothing.waiting[Waits.DAY_LIMIT]


def test_the_whole_limit_of_a_number_closes_its_other_case(site: Site) -> None:
    _only_shared(site)
    first = site.offered()
    number = first.case.numbers[0].id
    with site.units()() as unit:
        for day in range(1, 10):  # earlier ones
            at = datetime(2026, 11, day, 10, tzinfo=UTC)
            unit.calls.add_call(Call(CallId(f"old-{day}"), first.attempt.id, number, at))
        unit.commit()
    _call(site, first)

    assert isinstance(site.place().take_case(site.ann), Nothing)

    other = 13 - first.case.case_no
    assert ("closed", "not_attempted") == (site.case(other).state, site.case(other).disposition)


def test_the_limit_is_asked_again_at_dialling(site: Site) -> None:
    _only_shared(site)
    mine, others = site.offered(site.ann), site.offered(site.bob)
    for _ in range(3):
        site.place().start_call(site.ann, mine.attempt, mine.case.numbers[0])

    with pytest.raises(RuleViolation) as blocked:
        site.place(site.bob).start_call(site.bob, others.attempt, others.case.numbers[0])

    assert "day_limit_reached" == blocked.value.code
    assert "call_blocked" in site.kinds()
    case = site.case(others.case.case_no)
    assert ("open", "day_limit", None) == (case.state, case.rest, case.locked_by)
    assert isinstance(site.place(site.bob).take_case(site.bob), Nothing)


def test_the_number_proposed_is_not_the_one_called_enough_in_another_case(site: Site) -> None:
    _import(site, _unit(2, "A", 500), _unit(3, "B", 500, 501))
    _close_others(site)
    one, other = sorted((site.offered(site.ann), site.offered(site.bob)), key=lambda offer: len(offer.case.numbers))
    user = site.ann if one.attempt.user_id == site.ann.id else site.bob
    colleague = site.bob if user is site.ann else site.ann
    for _ in range(3):
        site.place(user).start_call(user, one.attempt, one.case.numbers[0])

    again = site.offered(colleague)

    assert (other.case.id, 1) == (again.case.id, again.number)
    with pytest.raises(RuleViolation) as spent:
        site.place(colleague).start_call(colleague, again.attempt, again.case.numbers[0])
    assert ("day_limit_reached", None) == (spent.value.code, spent.value.context.get("settled"))
    assert site.place(colleague).start_call(colleague, again.attempt, again.case.numbers[1])


def test_an_appointment_whose_number_was_called_enough_elsewhere_comes_to_nobody(site: Site) -> None:
    _only_shared(site)
    at = site.clock.now() + timedelta(minutes=30)
    mine = site.dialled()
    site.place().record_result(site.ann, mine.attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    other = site.offered()
    for _ in range(2):
        site.place().start_call(site.ann, other.attempt, other.case.numbers[0])
    site.place().record_result(site.ann, other.attempt, "busy")
    promise = site.place().promise(site.ann, mine.case.id, at)
    site.clock.move_to(at)
    told = site.place().explain_case(site.ann, mine.case.id)

    assert (Doubt.DAY_LIMIT,) == promise.doubts
    assert {"day_limit"} == {reason.rule for reason in told.reasons if not reason.holds}
    assert isinstance(site.place().take_case(site.ann), Nothing)
    case = site.case(mine.case.case_no)
    assert ("day_limit", None) == (case.rest, case.appointment)
    assert "appointment_missed" in site.kinds()


def test_the_ledger_counts_a_shared_number_as_one(site: Site) -> None:
    _only_shared(site)
    for user in (site.ann, site.bob):
        offer = site.offered(user)
        site.place(user).start_call(user, offer.attempt, offer.case.numbers[0])

    with site.units()() as unit:
        facts = list(unit.histories.calls())

    assert (2, 1) == (len({fact.case_no for fact in facts}), len({fact.number for fact in facts}))


def test_a_blocked_number_stops_every_case_that_has_it(site: Site) -> None:
    _only_shared(site)
    with site.units()() as unit:
        unit.blocklist.add([fiction(500).e164], site.clock.now(), "sue")

    assert isinstance(site.place().take_case(site.ann), Nothing)
    assert ["closed"] * 2 == [site.case(number).state for number in (6, 7)]


def test_units_without_a_name_never_share(site: Site) -> None:
    rows = [_unit(2, "A", 500), replace(_unit(3, "", 500), sample_id=None)]

    assert ["number_of_other_row"] == [note.reason for note in _import(site, *rows)][:1]
