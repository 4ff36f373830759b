"""Who was drawn for a focus group comes to every station with the logs, and is opened by who sees contact data."""

from __future__ import annotations

from contextlib import closing
from datetime import date, time
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.focus_groups.group_plan import GroupPlan, Shortfall
from cati_app.domain.focus_groups.planned_group import PlannedGroup
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.recruiting.draw_groups import DrawGroups
from cati_app.fieldwork.recruiting.read_groups import ReadGroups
from cati_app.station.catching_up import catch_up
from cati_app.store.reading_copy import open_copy, take_people
from cati_app.store.unit_of_work import SqlUnits
from cati_app.sync.change_client import ChangeClient
from tests.stations import QUICK, Site
from tests.unit.station.test_watch_facts_in_a_copy import _Hub

GROUP = PlannedGroup(GroupPlan("g1", 3, {}, {}), 3, 2, date(2027, 2, 16), time(18), "de")


def test_a_draw_is_read_from_the_copy_of_what_a_hub_has(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        with site.units()() as unit:
            for number in range(1, 6):
                left = {"contact_name": "Mrs Brown"}
                unit.contacts.keep_for_recontact(CaseId(f"case-{number}"), date(2026, 11, 24), ConsentTerms(), left)
            unit.commit()
        here = ReadGroups(site.units(), None, site.clock, [GROUP], "2027-1")
        drawn = DrawGroups(site.units(), here, site.clock)(site.sue, "g1")
        assert not isinstance(drawn, Shortfall)

        with open_copy(site.station.database, site.keys, writable=True) as copy:
            take_people(copy, site.station.database)
            catch_up(copy, cast("ChangeClient", _Hub(site)), site.clock)
            whole = ReadGroups(SqlUnits(copy, site.keys, QUICK), site.units(), site.clock, [GROUP], "2027-1")
            record = whole(site.sue).group("g1").record

        assert (drawn["g1"], 1) == (record.draw, record.draws)
        blind = ReadGroups(site.station.units(None), None, site.clock, [GROUP], "2027-1")
        with pytest.raises(RuleViolation, match="no_contact_access"):
            blind(site.sue)
