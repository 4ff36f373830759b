"""What changes in a study at a hub is numbered, told in pages, and makes a reading copy that is what the hub has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.changes import ChangeMark, PageLimits, StudyChanges
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.fieldwork.sharing.admit_cases import AdmitCases
from cati_app.fieldwork.sharing.lend_case import LendCase, RenewLease
from cati_app.fieldwork.sharing.tell_changes import TellChanges
from cati_app.store.event_rows import COLUMNS, digested, row_told
from cati_app.store.hub.changes import IN_FILES, ON_A_SERVER
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.schema import bring_up_to_date
from cati_app.store.reading_copy import copy_units, open_copy, take_people
from tests.hub_site import StudyAtTheHub
from tests.hub_storages import ENGINES
from tests.hubs import row_of
from tests.served_site import _PERSON as ADD_PERSON
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

DEVICE = "abcd1234"


class AdoptedStudy:
    """A study whose cases have come to a hub, and the station that had them."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.station = Site(folder)
        offer, interview = begun(self.station, YOUNG_MAN)
        finish(self.station, offer, interview, "complete")
        (folder / "hub").mkdir()
        self.hub = StudyAtTheHub(engine, folder / "hub")
        self.units = self.hub.units(None)
        people = (self.station.ann, self.station.bob, self.station.sue, self.station.eve)
        with self.hub.transaction() as statements:
            rows = [(user.id, user.login, user.name, user.role.value, user.number) for user in people]
            statements.many(ADD_PERSON, rows)
            statements.commit()
        rules = self.station.station.rules
        assert rules.quota is not None
        with self.units() as unit:
            unit.quota.set_targets(rules.quota.all_targets())
            unit.commit()
        with self.station.units()() as unit:
            bundles = unit.bundles.after(0, 100)
        AdmitCases(self.units, self.station.clock)(self.station.sue, DEVICE, bundles)  # type: ignore[arg-type]
        self.push(1, 3)

    def push(self, first: int, last: int, device: str = DEVICE) -> None:
        """Events of a device arrive."""
        rows = [row_of(n, device, '{"told":"x"}') for n in range(first, last + 1)]
        with self.units() as unit:
            unit.inbox.push(device, first, last, [Arrived(row.row, row.digest) for row in rows])  # type: ignore[attr-defined]
            unit.commit()

    def lend(self, request: str = "r") -> LentCase:
        """A case to Ann."""
        lend = LendCase(self.units, self.station.clock, self.station.station.rules)  # type: ignore[arg-type]
        lent = lend(self.station.ann, CaseRequest(1, DEVICE, request))
        assert isinstance(lent, LentCase)
        return lent

    def told(self, mark: ChangeMark, limits: PageLimits | None = None, user: User | None = None) -> StudyChanges:
        """What changed."""
        return TellChanges(self.units, limits)(user or self.station.sue, mark)  # type: ignore[arg-type]

    def pages(self, mark: ChangeMark, limits: PageLimits) -> Iterator[StudyChanges]:
        """Until there is no more."""
        while True:
            page = self.told(mark, limits)
            yield page
            mark = page.mark
            if not page.more:
                return

    def close(self) -> None:
        """Both."""
        self.hub.remove()
        self.station.close()


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AdoptedStudy]:
    with closing(AdoptedStudy(request.param, tmp_path)) as made:
        yield made


@pytest.fixture
def of_files(tmp_path: Path) -> Iterator[AdoptedStudy]:
    with closing(AdoptedStudy("files", tmp_path)) as made:
        yield made


def test_everything_is_told_once_in_pages_of_any_size(study: AdoptedStudy) -> None:
    for limits in (PageLimits(), PageLimits(things=2), PageLimits(characters=1), PageLimits(values=1)):
        pages = list(study.pages(ChangeMark(), limits))
        cases = [case.bundle.case_id for page in pages for case in page.cases]
        assert sorted(f"case-{n}" for n in range(1, 6)) == sorted(cases)
        assert ["1", "2", "3"] == [row.split("\x1f")[0] for page in pages for row in page.log if DEVICE in row]
        assert "cell" in pages[0].whole, "cells come before the cases that name them"
        assert not study.told(pages[-1].mark).cases
        assert not study.told(pages[-1].mark).more


def test_one_case_that_changes_is_told_alone_and_no_heartbeat_is(study: AdoptedStudy) -> None:
    (*_, last) = study.pages(ChangeMark(), PageLimits())
    lent = study.lend()
    page = study.told(last.mark)
    assert [lent.lease.case_id] == [case.bundle.case_id for case in page.cases]
    assert DEVICE == page.cases[0].beside["case_lease"][0][3]
    assert not page.whole, "no counter has changed"
    assert ["case_lent"] == [row_told(row)[4] for row in page.log]
    study.station.clock.move(300)
    renew = RenewLease(study.units, study.station.clock, study.station.station.rules)  # type: ignore[arg-type]
    renew(study.station.ann, DEVICE, lent.lease.token)
    assert page.mark == study.told(page.mark).mark
    assert not study.told(page.mark).cases


def test_a_long_log_comes_in_parts_and_none_of_it_twice(of_files: AdoptedStudy) -> None:
    (*_, last) = of_files.pages(ChangeMark(), PageLimits())
    of_files.push(4, 20)
    parts = list(of_files.pages(last.mark, PageLimits(values=5)))
    assert [5, 5, 5, 2] == [len(page.log) for page in parts]
    assert list(range(4, 21)) == [row_told(row)[0] for page in parts for row in page.log]
    assert parts[0].mark.within == 8


def test_whoever_sees_no_contact_data_gets_none_and_interviewers_nothing(of_files: AdoptedStudy) -> None:
    opened, closed = of_files.told(ChangeMark()), of_files.told(ChangeMark(), user=of_files.station.eve)
    assert [row[4] for case in opened.cases for row in case.bundle.rows["number"] if row[4]]
    for case in closed.cases:
        rows = case.bundle.rows
        assert not [row for row in rows["number"] if row[4] or row[6]]
        assert not [row for row in rows["case"] if row[-5] is not None or row[-4] is not None]
        assert not [row for row in rows["attempt"] if row[-2] is not None]
    assert [row for case in closed.cases for row in case.bundle.rows["interview_document"]], "answers go, sealed"
    with pytest.raises(RuleViolation) as refused:
        of_files.told(ChangeMark(), user=of_files.station.ann)
    assert "no_figures" == refused.value.code


def test_a_store_from_before_is_numbered_when_it_is_opened(study: AdoptedStudy) -> None:
    is_served = hasattr(study.hub.driver(), "connection")
    numbering = ON_A_SERVER if is_served else IN_FILES
    made = [line.split() for line in numbering]
    with study.hub.transaction() as statements:
        for _, what, name, *words in made:
            if what == "TRIGGER":
                on = f" ON {words[words.index('ON') + 1]}" if is_served else ""
                statements.execute(f"DROP TRIGGER {name}{on}")
        for _, what, name, *_ in made:
            if what in ("FUNCTION", "INDEX", "TABLE"):
                statements.execute(f"DROP {what} {name}")
        statements.execute("UPDATE hub_store SET form = '2'")
        statements.commit()
    with study.hub._store.transaction():
        bring_up_to_date(study.hub.driver(), numbering)
    pages = list(study.pages(ChangeMark(), PageLimits()))
    assert 5 == sum(len(page.cases) for page in pages)
    assert 3 <= sum(len(page.log) for page in pages)
    assert study.lend().lease.case_id in {case.bundle.case_id for case in study.told(pages[-1].mark).cases}


def test_a_reading_copy_is_what_the_hub_has_at_every_moment(study: AdoptedStudy) -> None:
    own = study.station.station.database
    with open_copy(own, writable=True) as copy:
        take_people(copy, own)

        def catch_up(limits: PageLimits) -> None:
            with copy_units(copy)() as unit:
                mark = unit.copy.standing().mark
            for page in study.pages(mark, limits):
                with copy_units(copy)() as unit:
                    unit.copy.put(page, study.station.clock.now())
                    unit.commit()

        for limits in (PageLimits(characters=1), PageLimits()):
            catch_up(limits)
            assert _facts(study, copy) == _facts(study, None)
            lent = study.lend(repr(limits))
            catch_up(limits)
            assert _facts(study, copy) == _facts(study, None)
            held = _sql(copy, f"SELECT locked_by FROM \"case\" WHERE id = '{lent.lease.case_id}'")
            assert [(study.station.ann.id,)] == held
        rows = _sql(copy, f"SELECT log_seq FROM event WHERE device = '{DEVICE}' ORDER BY seq")
        assert [(1,), (2,), (3,)] == rows


_SEEN = (
    "SELECT id, case_no, state, disposition, attempts, dials, locked_by, due_s, hex(sealed_fields)"
    ' FROM "case" ORDER BY 1',
    "SELECT id, case_id, position, dials FROM number ORDER BY 1",
    "SELECT id, state, cell_id, usable FROM interview ORDER BY 1",
    "SELECT id, attempt_no, disposition FROM attempt ORDER BY 1",
    "SELECT id, target, achieved, in_progress FROM cell ORDER BY 1",
    "SELECT frame, part, calls, reached FROM part_count ORDER BY 1, 2",
    "SELECT id, state FROM place_grant ORDER BY 1",
    "SELECT state, n FROM interview_count WHERE n > 0 ORDER BY 1",
)


def _facts(study: AdoptedStudy, copy: object) -> list[list[tuple[object, ...]]]:
    if copy is not None:
        return [_sql(copy, each) for each in _SEEN]
    words = [each.replace("hex(sealed_fields)", "sealed_fields") for each in _SEEN]
    told = [[tuple(row) for row in study.hub.driver().execute(each).fetchall()] for each in words]
    told[0] = [(*row[:-1], bytes(row[-1] or b"").hex().upper()) for row in told[0]]
    return told


def _sql(database: object, statement: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.driver().execute(statement).fetchall()]  # type: ignore[attr-defined]


def test_a_copy_begun_anew_is_empty_and_fills_again(of_files: AdoptedStudy) -> None:
    own = of_files.station.station.database
    with open_copy(own, writable=True) as copy:
        take_people(copy, own)
        for _ in range(2):
            with copy_units(copy)() as unit:
                unit.copy.begin_anew("2.x")
                unit.commit()
            assert [(0,), (0,)] == _sql(copy, 'SELECT count(*) FROM "case" UNION ALL SELECT count(*) FROM event')
            for page in of_files.pages(ChangeMark(), PageLimits(things=3)):
                with copy_units(copy)() as unit:
                    unit.copy.put(page, of_files.station.clock.now())
                    unit.commit()
            assert [(5,)] == _sql(copy, 'SELECT count(*) FROM "case"')
        with copy_units(copy)() as unit:
            standing = unit.copy.standing()
        assert ("2.x", of_files.station.clock.now()) == (standing.life, standing.as_of)
        with pytest.raises(Exception, match="append-only"):
            copy.driver().execute("DELETE FROM event")


def test_a_case_that_is_gone_at_the_hub_is_gone_in_the_copy(of_files: AdoptedStudy) -> None:
    own = of_files.station.station.database
    with open_copy(own, writable=True) as copy:
        take_people(copy, own)
        mark = ChangeMark()
        for drops in (False, True):
            if drops:
                with of_files.units() as unit:
                    unit.bundles.drop(CaseId("case-2"))  # type: ignore[attr-defined]
                    unit.commit()
            page = of_files.told(mark)
            with copy_units(copy)() as unit:
                unit.copy.put(page, of_files.station.clock.now())
                unit.commit()
            mark = page.mark
        assert (CaseId("case-2"),) == page.gone
        assert [(0,)] == _sql(copy, "SELECT count(*) FROM \"case\" WHERE id = 'case-2'")


def test_a_copy_that_cannot_be_used_is_made_anew(of_files: AdoptedStudy) -> None:
    own = of_files.station.station.database
    open_copy(own, writable=True).close()
    path = own.path.with_name(f"{own.path.name}.whole")
    path.write_bytes(b"nothing of a database" * 1000)
    with open_copy(own, writable=True) as copy:
        assert [(0,)] == _sql(copy, 'SELECT count(*) FROM "case"')


@pytest.mark.parametrize("told", [(None, None), ('{"a":"1\x1f2"}', None), (None, b"\x01\x02sealed")])
def test_a_row_that_is_told_as_text_is_read_back(told: tuple[str | None, bytes | None]) -> None:
    row = (7, DEVICE, "2026-11-24T15:00:00.000000+00:00", 12, "answer", "u-1", None, "i-1", *told)
    assert len(COLUMNS) == len(row)
    assert row == row_told(digested(row).decode())
