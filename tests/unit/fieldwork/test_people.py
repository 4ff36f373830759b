"""Who works on a study: numbers of new people, and what takes two of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role
from cati_app.fieldwork.monitor.note_export import NoteExport
from cati_app.fieldwork.people.add_person import AddPerson
from cati_app.fieldwork.people.block_list_access import SHORTEST_REASON, two_people, with_contact_access, written_reason
from cati_app.fieldwork.people.keep_block_list import KeepBlockList
from cati_app.fieldwork.people.passwords import any_password
from cati_app.fieldwork.rights import PROGRAM
from tests.fakes.machine import SharedBlockList
from tests.stations import Site


class Ids:
    """Ids in a row."""

    def __init__(self) -> None:
        self.count = 0

    def new_id(self) -> str:
        """The next one."""
        self.count += 1
        return f"id-{self.count}"


def test_a_new_person_gets_the_number_after_the_highest(site: Site) -> None:
    with site.units()() as unit:
        unit.people.add(replace(site.ann, id=UserId("late"), login="late", number=40), "pw")
        unit.commit()

    add = AddPerson(site.units(), site.clock, Ids(), any_password)
    added = add(PROGRAM, "kim", "Kim", Role.INTERVIEWER, "pw", ["de", "tr"], ["conversion"])

    with site.units()() as unit:
        assert (41, "id-1", added) == (added.number, added.id, unit.people.all()[-1])
    assert (("de", "tr"), ("conversion",)) == (added.languages, added.skills)


def test_a_login_is_given_once(site: Site) -> None:
    with pytest.raises(RuleViolation) as refused:
        AddPerson(site.units(), site.clock, Ids(), any_password)(
            PROGRAM, site.ann.login, "Ann again", Role.ANALYST, "pw"
        )

    with site.units()() as unit:
        named = [person for person in unit.people.all() if person.login == site.ann.login]
        assert ("login_taken", [site.ann]) == (refused.value.code, named)


def test_who_is_not_signed_in_gives_nobody_a_login(site: Site) -> None:
    for role in Role:
        with pytest.raises(RuleViolation, match="supervisor_needed"):
            AddPerson(site.blind_units(), site.clock, Ids(), any_password)(PROGRAM, "kim", "Kim", role, "pw")


def test_two_people_are_two_and_one_is_a_supervisor(site: Site) -> None:
    assert "ann, sue" == two_people(site.ann, site.sue)
    assert "sue, ann" == two_people(site.sue, site.ann)
    refusals = []
    for first, second in ((site.sue, None), (site.sue, site.sue), (site.ann, site.bob), (site.sue, site.eve)):
        with pytest.raises(RuleViolation) as refused:
            two_people(first, second)
        refusals.append(refused.value.code)

    assert ["wrong_second_login", "two_people_needed", "two_people_needed", "no_contact_access"] == refusals


def test_who_sees_no_contact_data_stays_away_from_the_block_list(site: Site) -> None:
    assert site.ann == with_contact_access(site.ann)
    with pytest.raises(RuleViolation, match="no_contact_access"):
        with_contact_access(site.eve)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * (SHORTEST_REASON - 1), "block_reason_needed"),
        ("  a   b  c  ", "block_reason_needed"),
        ("the number is 030-123", "reason_holds_number"),
    ],
)
def test_a_reason_is_words(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        written_reason(text)

    assert code == refused.value.code


def test_a_reason_keeps_its_words_and_up_to_five_digits() -> None:
    assert "x" * SHORTEST_REASON == written_reason("x" * SHORTEST_REASON)
    assert "called on 12 of May 24" == written_reason(" called on  12 of May 24 ")


def test_an_export_is_a_fact_of_the_log_without_what_it_holds(site: Site) -> None:
    NoteExport(site.blind_units(), site.clock)(site.eve, 12, ["csv", "sav"])

    with site.units()() as unit:
        (logged,) = unit.log.of_kind("data_exported")
    assert (site.eve.id, {"rows": 12, "formats": "csv,sav", "also": ""}) == (
        logged.event.user_id,
        logged.event.payload,
    )


NUMBER, WHY = "+493023125001", "the line was given to another family"


def test_one_person_puts_a_number_on_the_block_list_and_two_take_it_off(site: Site) -> None:
    shared = SharedBlockList()
    keep = KeepBlockList(shared, site.clock)

    assert (1, 0) == (keep.block(site.ann, [NUMBER]), keep.block(site.sue, [NUMBER], "file"))
    assert keep.holds(site.ann, NUMBER)
    keep.unblock(site.ann, site.sue, NUMBER, f" {WHY} ")

    assert not keep.holds(site.ann, NUMBER)
    assert [("added", "ann", ""), ("removed", "ann, sue", WHY)] == [
        (line.what, line.people, line.reason) for line in shared.protocol()
    ]
    assert {site.clock.now().isoformat(timespec="seconds")[:19]} == {line.at[:19] for line in shared.protocol()}


def test_the_block_list_stays_as_it_is_when_somebody_may_not(site: Site) -> None:
    shared = SharedBlockList()
    keep = KeepBlockList(shared, site.clock)
    keep.block(site.ann, [NUMBER])
    refusals = []
    for act in (
        lambda: keep.block(site.eve, ["+493023125002"]),
        lambda: keep.holds(site.eve, NUMBER),
        lambda: keep.unblock(site.eve, site.sue, NUMBER, WHY),
        lambda: keep.unblock(site.sue, None, NUMBER, WHY),
        lambda: keep.unblock(site.sue, site.ann, NUMBER, "because"),
        lambda: keep.unblock(site.sue, site.ann, "+493023125002", WHY),
        lambda: keep.begin_anew(site.sue, site.ann, WHY),
    ):
        with pytest.raises(RuleViolation) as refused:
            act()
        refusals.append(refused.value.code)

    assert refusals == [
        *("no_contact_access", "no_contact_access", "no_contact_access", "wrong_second_login"),
        *("block_reason_needed", "not_on_blocklist", "blocklist_there"),
    ]
    assert (1, ["added"]) == (shared.count(), [line.what for line in shared.protocol()])
