"""A supervisor counts an interview that had no place: where there is room, in every quota that counts it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.ui.desk.board.promoting import Promoting
from cati_app.ui.stage.panel_states import ChoicePanelState
from tests.stations import Site
from tests.unit.ui.test_stations import Tab

PLACE = "m/young town:north"


def offered(site: Site, place: str, *cells: CellCount) -> tuple[bool, str]:
    """Whether an interview of the place is offered, and what is said of it."""
    tab, desk = Tab(site), site.desk()
    tab.hub.now = replace(tab.hub.now, surplus={place: 1})
    figures = replace(desk.read_board(site.sue), cells=cells)
    services = replace(desk, read_board=lambda _: figures)  # type: ignore[arg-type] # of what it reads, the cells count
    Promoting(tab.stage, services, tab.services, tab.deciding).ask()
    tab.rest()
    assert isinstance(tab.shell.panel, ChoicePanelState)
    (option,) = tab.shell.panel.options
    return option.enabled, option.consequence if option.enabled else option.why_not


@pytest.mark.parametrize("mode", [QuotaMode.STRICT, QuotaMode.SOFT, QuotaMode.COUNTER])
def test_an_interview_counts_in_each_quota_and_is_offered_where_all_have_room(site: Site, mode: QuotaMode) -> None:
    main, town = CellCount(CellId("m/young"), 2, 1, 0), CellCount(CellId("town:north"), 9, 4, 0, mode=mode)
    assert (True, "without a place: 1, free: 1") == offered(site, PLACE, main, town)
    full = replace(town, achieved=9)
    takes = mode is not QuotaMode.STRICT
    assert takes == offered(site, PLACE, main, full)[0]
    assert (False, "no place of it is free") == offered(site, PLACE, replace(main, in_progress=1), town)


def test_a_place_of_a_cell_that_is_no_more_is_not_offered(site: Site) -> None:
    assert (False, "no place of it is free") == offered(site, PLACE, CellCount(CellId("m/young"), 2, 1, 0))


def test_of_a_cell_that_may_be_passed_by_those_in_progress_the_achieved_count(site: Site) -> None:
    cell = CellCount(CellId("m/young"), 2, 1, 1, mode=QuotaMode.OVERRUN)
    assert (True, "without a place: 1, free: 1") == offered(site, "m/young", cell)
