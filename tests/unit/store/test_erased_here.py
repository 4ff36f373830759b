"""On one machine data are erased at once, for good and whatever comes between: nothing brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.station.inspection import inspect
from cati_app.store.log_check import check_chain
from cati_app.store.opening import open_database
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import PASSWORD, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, cell, finish, refused
from tests.unit.store.test_erasures import _TOLD as TOLD
from tests.unit.store.test_restore import LATER, SETTINGS, backed_up, restored

FIRST = CaseId("case-1")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


def sue(site: Site) -> HeldKeys:
    signed_in = site.station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    return signed_in[1]


def interviewed(site: Site, result: str = "complete") -> None:
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        unit.access_codes.of(interview.id)
        unit.commit()
    finish(site, offer, interview, result)


def told(site: Site) -> list[object]:
    return [site.sql(statement)[0][0] for statement in (*TOLD, "SELECT count(*) FROM code_entry")]


@pytest.mark.parametrize("result", ["complete", "break_off", "interview_suspended"])
def test_nothing_tells_of_the_person_and_the_place_is_free_again(site: Site, result: str) -> None:
    interviewed(site, result)
    erased = site.station.erase_case(site.sue, sue(site), FIRST, "asked for it")

    assert (None, True) == (erased.at_hub, erased.is_swept)
    assert [0] * len(told(site)) == told(site)
    assert (0, 0) == cell(site)[:2]
    assert (CaseState.CLOSED, None) == (site.case(1).state, site.case(1).locked_by)
    assert [result] == site.results()[:1], "that somebody called stays, and with which result"
    assert [(0,)] == site.sql("PRAGMA freelist_count")
    assert {FIRST} == site.station.database.state.erased()
    assert ["erasure_declared", "case_erased"] == [kind for kind in site.kinds() if "eras" in kind]
    database, keys = site.station.database, sue(site)
    assert not check_chain(database, keys.opened.boxes)
    assert inspect(database).agrees


def test_whoever_is_in_a_conversation_is_not_erased(site: Site) -> None:
    begun(site, YOUNG_MAN)
    with refused("case_in_hand"):
        site.station.erase_case(site.sue, sue(site), FIRST, "asked for it")

    assert (frozenset(), 1) == (site.station.database.state.erased(), told(site)[0])


def test_without_a_reason_nothing_is_erased(site: Site) -> None:
    interviewed(site)
    with refused("reason_needed"):
        site.station.erase_case(site.sue, sue(site), FIRST, "  ")

    assert (frozenset(), 1) == (site.station.database.state.erased(), told(site)[0])


def test_a_backup_from_before_brings_back_nothing_and_one_made_after_knows_of_it(site: Site, tmp_path: Path) -> None:
    interviewed(site)
    before = backed_up(site)
    erased = site.station.erase_case(site.sue, sue(site), FIRST, "asked for it")
    assert (before.path.name,) == erased.backups
    after = backed_up(site, LATER)
    assert {FIRST} == after.erased
    site.station.database.close()
    restored(before, site.path, set_aside=True, settings=SETTINGS)
    site.station = site._open(create=False)

    assert [0] * 3 == told(site)[1:4], "before anybody signs in no key of it is here, no answer and no address"
    assert (0, 0) == (told(site)[5], told(site)[-1]), "and neither number nor code"
    assert 1 == cell(site)[0]
    site.station.prepare(sue(site))
    assert [0] * len(told(site)) == told(site)
    assert ((0, 0), CaseState.CLOSED) == (cell(site)[:2], site.case(1).state)
    assert inspect(site.station.database).agrees


def test_what_somebody_reads_just_then_leaves_the_journal_at_the_next_sign_in(site: Site) -> None:
    interviewed(site)
    with open_database(site.path, SETTINGS, create=False, writable=False) as beside:
        beside.driver().execute("BEGIN")
        beside.driver().execute("SELECT count(*) FROM event").fetchone()
        site.station.database.driver().execute("PRAGMA busy_timeout=0")  # else it waits for the reader
        assert not site.station.erase_case(site.sue, sue(site), FIRST, "asked for it").is_swept
    assert "1" == site.station.database.kept("erasing_owes_sweeping")
    site.station.prepare(sue(site))

    assert "" == site.station.database.kept("erasing_owes_sweeping")
    assert [(0,)] == site.sql("PRAGMA freelist_count")


def test_exports_since_the_first_call_are_told_with_who_made_them(site: Site) -> None:
    note = site.station.note_export()
    note(site.eve, 0, ("csv",))
    site.clock.move(60)
    interviewed(site)
    site.clock.move(60)
    note(site.eve, 1, ("sav", "csv"))
    exports = site.station.read_exports()

    (made,) = exports.since_first_call(site.sue, FIRST)
    assert ("eve", ("sav", "csv"), 1) == (made.by, made.formats, made.rows)
    assert () == exports.since_first_call(site.sue, CaseId("case-2"))
