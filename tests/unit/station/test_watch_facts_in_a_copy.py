"""What was asked for in review and which alerts rest comes to every station with the logs, reasons sealed."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import cast

from cati_app.domain.casework.alerts import AlertKind
from cati_app.domain.casework.watch_facts import PASSED, PROPOSED
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.domain.weighting.recipe import Margin, Recipe
from cati_app.fieldwork.monitor.rest_alerts import AlertRest, RestAlerts
from cati_app.fieldwork.monitor.weightings import ChooseWeighting, ReadWeightings
from cati_app.fieldwork.people.team import ReadTeam
from cati_app.fieldwork.quota.look_at_interview import looks
from cati_app.station.catching_up import catch_up
from cati_app.store.event_rows import COLUMNS, digested
from cati_app.store.reading_copy import open_copy, take_people
from cati_app.store.reading_rows import STAFF
from cati_app.store.unit_of_work import SqlUnits
from cati_app.sync.change_client import ChangeClient
from tests.stations import QUICK, TUESDAY, Site

UNTIL = TUESDAY + timedelta(hours=2)


class _Hub:
    """Tells the log of a station, as it is sealed there."""

    def __init__(self, site: Site) -> None:
        rows = site.sql(f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY seq")
        log = tuple(digested(row).decode() for row in rows)
        whole = {STAFF.name: site.sql(STAFF.read)}
        self._page = StudyChanges(ChangeMark(1), more=False, whole=whole, log=log)

    def after(self, life: str, mark: ChangeMark) -> tuple[str, StudyChanges]:
        return "1.a", self._page


def test_who_signed_in_at_another_station_is_known_by_when(tmp_path: Path) -> None:
    """The latest counts, wherever it was; what happened here is known before the hub tells it."""
    with closing(Site(tmp_path)) as site:
        here, there, later = (TUESDAY + timedelta(hours=hours) for hours in (1, 2, 3))

        def noted(*signed_in: tuple[User, datetime]) -> None:
            with site.units()() as unit:
                unit.log.append([NewEvent("signed_in", at, 0, user.id) for user, at in signed_in])
                unit.commit()

        with open_copy(site.station.database, site.keys, writable=True) as copy:
            noted((site.sue, here), (site.ann, there))
            hub = _Hub(site)
            site.sql("DROP TRIGGER event_is_never_deleted")
            site.sql("DELETE FROM event WHERE kind = 'signed_in'")
            noted((site.sue, later), (site.eve, here))
            take_people(copy, site.station.database)
            catch_up(copy, cast("ChangeClient", hub), site.clock)

            read = partial(ReadTeam, site.units())
            whole = SqlUnits(copy, site.keys, QUICK)
            team = {member.user.login: member.last_sign_in for member in read(whole)(site.sue)}
            assert (later, there, here, None) == tuple(team[login] for login in ("sue", "ann", "eve", "bob"))
            alone = {member.user.login: member.last_sign_in for member in read()(site.sue)}
            assert (later, None) == (alone["sue"], alone["ann"])


def test_a_proposal_a_weighting_and_a_rest_are_read_from_the_copy_with_their_reasons(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        told = [{"interview": name, "case": "c"} for name in ("i1", "i2")]
        with site.units()() as unit:
            facts = [
                NewEvent(PROPOSED, TUESDAY, n, site.eve.id, payload=payload, remarks={"reason": "42 rooms"})
                for n, payload in enumerate(told)
            ]
            unit.log.append([*facts, NewEvent(PASSED, TUESDAY, 2, site.sue.id, payload=told[1])])
            unit.commit()
        people = Recipe((Margin(("sex",), {"1": Decimal(49), "2": Decimal(51)}),))
        ChooseWeighting(site.units(), site.units(), site.clock)(site.eve, people, "census")
        RestAlerts(site.units(), site.units(), site.clock)(site.sue, (AlertKind.IDLE_SEAT, ""), UNTIL, "a pause")

        with open_copy(site.station.database, site.keys, writable=True) as copy:
            take_people(copy, site.station.database)
            catch_up(copy, cast("ChangeClient", _Hub(site)), site.clock)
            whole = SqlUnits(copy, site.keys, QUICK)
            with whole() as unit:
                known = looks(unit.log.of_watch())
                assert frozenset({"i2"}) == known.passed
                assert "42 rooms" == unit.contacts.of_fact(known.proposed[InterviewId("i1")], "reason")
            chosen = ReadWeightings(whole).in_force(site.eve)
            assert chosen is not None
            assert (people, site.eve.number, "census") == (chosen.recipe, chosen.by, chosen.reason)
            rests = RestAlerts(site.units(), whole, site.clock)
            assert {(AlertKind.IDLE_SEAT, ""): AlertRest(UNTIL, "a pause")} == rests.now(site.sue)
