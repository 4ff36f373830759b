"""Whose data are erased is erased at the hub and at every station, and no late hand-in brings anything back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.handing import LentCase, TakenAs
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.erase_case import EraseAtHub, EraseAtStation
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.erasing import checked, declared
from cati_app.store.trust.head import HeadRefused, SignedHead
from tests.many import Borrower, Field
from tests.stations import PASSWORD

MAN = {"sex": "1", "age_group": "young"}
_TOLD = (
    "SELECT count(*) FROM interview",
    "SELECT count(*) FROM interview_key",
    "SELECT count(*) FROM interview_document",
    "SELECT count(*) FROM recontact",
    "SELECT count(*) FROM attempt WHERE note_sealed IS NOT NULL",
    "SELECT count(*) FROM number WHERE case_id = 'case-1' AND (length(sealed) > 0 OR lookup IS NOT NULL)",
    "SELECT count(*) FROM \"case\" WHERE id = 'case-1' AND (sealed_fields IS NOT NULL OR sample_id IS NOT NULL)",
)
"""What tells of somebody."""


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def erasure(field: Field, case_id: CaseId) -> Erasure:
    return Erasure(case_id, UserId(field.hub.sue.id), f'{{"by":"{field.hub.sue.id}"}}', "00")


def erase_at_hub(field: Field, case_id: CaseId) -> bool:
    units, clock, rules = field.hub.blind_units(), field.hub.clock, field.hub.station.rules
    return EraseAtHub(units, clock, rules)(PROGRAM, erasure(field, case_id))


def erase_at(station: Borrower, case_id: CaseId) -> bool:
    return EraseAtStation(station.units, station.site.clock, station.device)(PROGRAM, erasure(station.field, case_id))


def told(field: Field) -> list[object]:
    return [field.hub.sql(statement)[0][0] for statement in _TOLD]


def test_at_the_hub_nothing_tells_of_the_person_and_the_place_is_free_again(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**MAN)
    one.done()
    assert (1, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)

    assert erase_at_hub(field, CaseId("case-1"))

    assert [0] * len(_TOLD) == told(field)
    assert (0, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)
    assert CaseState.CLOSED is field.hub.case(1).state
    assert ["complete"] == [attempt.disposition for attempt in field.hub.attempts(1)], "that somebody called stays"
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    assert "case-1" != lent.bundle.case_id
    assert not erase_at_hub(field, CaseId("case-1")), "said again it changes nothing"


def test_a_suspended_interview_gives_its_place_back(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(offer, interview, "interview_suspended")
    one.done()
    assert 1 == field.cell("m/young").in_progress
    erase_at_hub(field, CaseId("case-1"))
    assert 0 == field.cell("m/young").in_progress
    assert [0] * len(_TOLD) == told(field)


def test_what_is_handed_in_later_is_let_go(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**MAN)
    erase_at_hub(field, CaseId("case-1"))
    (taken,) = one.done()
    assert TakenAs.KNOWN is taken.taken_as
    assert [0] * len(_TOLD) == told(field)
    assert 0 == field.cell("m/young").achieved
    with two.units() as unit:
        assert not unit.leases.open_of(two.device)


def test_a_station_lets_go_of_what_it_has_packed(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    one.site.clock.move(11)
    one.pack()
    assert erase_at(one, CaseId("case-1"))
    assert [] == one.hand_in()
    assert [(0,)] == one.site.sql("SELECT count(*) FROM case_package")


def test_a_case_in_hand_is_finished_and_then_let_go(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    assert erase_at(one, CaseId("case-1"))
    assert [(1,)] == one.site.sql('SELECT count(*) FROM "case"'), "a conversation is never interrupted"
    one.give(offer, "no_answer")
    assert [] == one.done()
    assert [(0,), (0,)] == one.site.sql('SELECT count(*) FROM "case" UNION ALL SELECT count(*) FROM case_package')
    erase_at_hub(field, CaseId("case-1"))


def test_whoever_wanted_no_more_calls_gets_none_though_nothing_else_is_kept_of_them(field: Field) -> None:
    """Erased in the ten seconds in which the wish could have been taken back, or while the case is in hand."""
    one, two = field.stations
    for station, given_before in ((one, True), (two, False)):
        lent = station.borrow()
        assert isinstance(lent, LentCase)
        attempt = station.dialled().attempt
        give = station.site.place(station.user).record_result
        if given_before:
            give(station.user, attempt, "refusal_household", never_again=True)
        assert erase_at(station, lent.lease.case_id)
        if not given_before:
            give(station.user, attempt, "refusal_household", never_again=True)
            station.pack(leaves=True)
        assert [(0,)] == station.site.sql('SELECT count(*) FROM "case"')
        number = int(lent.lease.case_id.rpartition("-")[2])
        assert station.site.is_blocked(number)
        erase_at_hub(field, lent.lease.case_id)


def test_only_what_a_supervisor_of_the_study_signed_counts(field: Field) -> None:
    signed_in = field.hub.station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    keys, study = signed_in[1], field.hub.station.database.study
    with field.hub.station.database.transaction() as statements:
        heads = [SignedHead.from_json(row[0]) for row in statements.all("SELECT signed FROM head ORDER BY n")]
    made = declared(CaseId("case-1"), study, keys, field.hub.clock.now())
    assert CaseId("case-1") == checked(made.declared, made.signature, study.hex(), heads).case_id
    other = Declaration.signed(
        Declarable.OPENING, {"study": study.hex(), "by": keys.person, "case": "case-1"}, keys.needed_signing
    )
    for text, signature, of in (
        (made.declared.replace("case-1", "case-2"), made.signature, study.hex()),
        (made.declared, made.signature, "0" * 32),
        (other.text, other.signature.hex(), study.hex()),
        (made.declared, "zz", study.hex()),
    ):
        with pytest.raises(HeadRefused):
            checked(text, signature, of, heads)
