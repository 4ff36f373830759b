"""Somebody rings back whose case is at the hub, or at another station: free, lent, closed, held, or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.casework.callers import LOOKED_UP, LOOKUPS_AT_MOST, CallerCase, CallerStanding
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.team_messages import ONE, Envelope, SealedMessage
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.leases import HoldWord
from cati_app.fieldwork.calling.leave_word import CallerWord
from cati_app.fieldwork.calling.ring_back import RungBack
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.caller_at_hub import LeaveLentWord, TakeLentRingBack
from cati_app.fieldwork.sharing.lend_to_caller import KeepWord, LendToCaller
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.word_again import WORD_HEARD, NoteWordHeard
from tests.casework import alter
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field
from tests.stations import fiction


class AtStation:
    """Somebody at a station of the field, whose telephone rings."""

    def __init__(self, field: Field, station: Borrower) -> None:
        self.field, self.station, self.user = field, station, station.user
        self.line = LineToField(field, station)
        self.place = station.site.place(station.user)
        clock, ids, rules = station.site.clock, ids_of(station), station.site.station.rules
        self.lent = LentCases(station.units, clock, ids, station.device, self.line)
        self.take = TakeLentRingBack(station.units, clock, ids, rules, self.lent)
        heard = NoteWordHeard(station.units, clock)
        self.leave_word = LeaveLentWord(self.place.leave_word, heard, station.units, self.lent)

    def rings(self, number: int) -> RungBack | CallerCase:
        return self.take.of_number(self.user, fiction(number))

    def told(self, number: int) -> CallerCase:
        answer = self.rings(number)
        assert isinstance(answer, CallerCase), answer
        return answer


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path)
    yield made
    made.close()


@pytest.fixture
def anns(field: Field) -> AtStation:
    return AtStation(field, field.stations[0])


def lookup(field: Field, number: int) -> str:
    with field.stations[0].units() as unit:
        return str(unit.sample.lookup(fiction(number)))


def test_a_free_case_is_lent_to_whoever_talks_to_the_person(field: Field, anns: AtStation) -> None:
    rung = anns.rings(3)

    assert isinstance(rung, RungBack)
    assert (3, True) == (rung.offer.case.case_no, rung.offer.attempt.rang_back)
    assert anns.user.id == field.hub.case(3).locked_by
    assert ["free"] == [one.payload and one.payload["standing"] for one in anns.station.site.facts(LOOKED_UP)]
    anns.place.record_result(anns.user, rung.offer.attempt, "refusal_respondent")
    anns.station.done()
    assert "closed" == field.hub.case(3).state
    assert [(field.hub.case(3).id, {"standing": "free"})] == [
        (one.case_id, one.payload) for one in field.hub.facts(LOOKED_UP)
    ]


def test_a_case_at_another_station_stays_there_and_word_goes_to_its_holder(field: Field, anns: AtStation) -> None:
    bobs = field.stations[1]
    lent = bobs.borrow()
    assert isinstance(lent, LentCase)
    number = field.hub.case(1).case_no
    answer = anns.told(number)
    assert (CallerStanding.IN_HAND, lent.lease.case_id, bobs.user.id) == (
        answer.standing,
        answer.case_id,
        answer.holder,
    )
    word = CallerWord("w1", lent.lease.case_id, bobs.user.id, "Case 1 rang back: after six")
    for _ in range(2):
        anns.leave_word(anns.user, word)

    with field.hub.blind_units()() as unit:
        (kept,) = unit.team_messages.sealed()
    assert (anns.user.id, (bobs.user.id,)) == (kept.envelope.by, kept.envelope.people)
    assert b"after six" not in kept.sealed
    (heard,) = anns.station.site.facts(WORD_HEARD)
    assert heard.payload == {"message": "w1", "vouched": "c0" * 32}


def test_closed_held_and_unknown_cases_are_told_and_lent_to_nobody(field: Field, anns: AtStation) -> None:
    bobs = field.stations[1]
    lent = bobs.borrow()
    assert isinstance(lent, LentCase)
    field.hold(PROGRAM, bobs.device, HoldWord(lent.lease.token, 1, held=True))
    with field.hub.units()() as unit:
        alter(unit, field.hub.case(2).id, state="closed", disposition="complete")
        unit.commit()

    assert [
        (CallerStanding.BLOCKED, ""),
        (CallerStanding.CLOSED, "complete"),
        (CallerStanding.UNKNOWN, ""),
    ] == [(answer.standing, answer.disposition) for answer in map(anns.told, (1, 2, 77))]
    assert () == tuple(field.hub.sql("SELECT 1 FROM case_lease WHERE device = 'aaaa0001' AND ended_at IS NULL"))


def test_a_request_that_is_repeated_lends_nothing_more(field: Field, anns: AtStation) -> None:
    lend = LendToCaller(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    asked = CaseRequest(field.epoch, "aaaa0001", "r1")
    first, again = (lend(anns.user, asked, lookup(field, 3)) for _ in range(2))
    assert isinstance(first, LentCase) and isinstance(again, LentCase)
    assert first.lease == again.lease

    nothing = CaseRequest(field.epoch, "aaaa0001", "r2")
    assert isinstance(lend(anns.user, nothing, lookup(field, 77)), CallerCase)
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "case_taken"):
        lend(anns.user, nothing, lookup(field, 4))


def test_without_a_line_nobody_knows_and_what_was_lent_goes_back(field: Field, anns: AtStation) -> None:
    anns.line.answers = False
    with pytest.RaisesExc(EnvironmentProblem):
        anns.rings(3)
    assert anns.user.id == field.hub.case(3).locked_by
    anns.line.answers = True

    assert isinstance(anns.rings(4), RungBack)
    assert field.hub.case(3).locked_by is None


def test_a_number_that_nobody_could_look_up_is_a_try_all_the_same(field: Field, anns: AtStation) -> None:
    anns.line.answers = False
    for _ in range(LOOKUPS_AT_MOST):
        with pytest.RaisesExc(EnvironmentProblem):
            anns.rings(3)

    assert ["unanswered"] * LOOKUPS_AT_MOST == [
        fact.payload and fact.payload["standing"] for fact in anns.station.site.facts(LOOKED_UP)
    ]
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "lookups_too_many"):
        anns.rings(4)


def test_a_case_that_waits_behind_somebodys_work_makes_way(field: Field, anns: AtStation) -> None:
    waits = field.lend(field.stations[1].user, CaseRequest(field.epoch, "bbbb0002", "w", waits=True))
    assert isinstance(waits, LentCase)

    assert isinstance(anns.rings(field.hub.case(1).case_no), RungBack)


def test_the_hub_counts_tries_whatever_a_station_says(field: Field, anns: AtStation) -> None:
    lend = LendToCaller(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    for n in range(LOOKUPS_AT_MOST):
        lend(anns.user, CaseRequest(field.epoch, "aaaa0001", f"r{n}"), lookup(field, 80 + n))
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "lookups_too_many"):
        lend(anns.user, CaseRequest(field.epoch, "aaaa0001", "more"), lookup(field, 1))


def test_word_goes_to_nobody_but_whoever_has_a_case_that_was_looked_up(field: Field, anns: AtStation) -> None:
    lent = field.stations[1].borrow()
    assert isinstance(lent, LentCase)
    keep = KeepWord(field.hub.blind_units(), field.hub.clock)
    bob, case_id = field.stations[1].user, lent.lease.case_id
    told = SealedMessage(Envelope("w", field.hub.clock.now(), anns.user.id, ONE, (bob.id,), urgent=True), b"x")
    to_herself = replace(told, envelope=replace(told.envelope, people=(anns.user.id,)))

    for message, code in ((told, "look_up_first"), (to_herself, "message_to_nobody")):
        with pytest.raises(RuleViolation) as refused:
            keep(anns.user, case_id, message)
        assert code == refused.value.code
    anns.told(1)
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "message_to_nobody"):
        keep(anns.user, case_id, to_herself)
    keep(anns.user, case_id, told)


def test_word_that_the_hub_refuses_is_not_at_the_station_either(field: Field, anns: AtStation) -> None:
    lent = field.stations[1].borrow()
    assert isinstance(lent, LentCase)
    anns.told(field.hub.case(1).case_no)
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "message_to_nobody"):
        anns.leave_word(anns.user, CallerWord("w9", lent.lease.case_id, anns.user.id, "after six"))
    with field.stations[0].units() as unit:
        assert [] == list(unit.team_messages.sealed())
