"""What the supervisor's board says: who is in an interview, who comes back, nothing in codes, nothing below nought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.casework.lengths import median_length
from cati_app.domain.changes import Topic
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, SUSPENDED
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.texts import say, words_of
from cati_app.ui.desk.board.matrix import cell_details
from cati_app.ui.desk.board.states import BoardState, MatrixCell, MatrixState
from cati_app.ui.desk.board.steering_words import cell_name, which_quota
from cati_app.ui.desk.settings.shift_log import ShiftLogPage
from cati_app.ui.stage.panel_states import PanelKind, TextPanelState
from cati_app.ui.stage.states import Tone
from tests.stations import FORM, Site, study_with, work_by
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk
from tests.unit.ui.stagehands import Window


def board(site: Site) -> BoardState:
    """The board as it stands, in English."""
    desk = Desk(site)
    desk.show("quotas")
    state = desk.window.views.board.states[-1]
    assert isinstance(state, BoardState)
    return state


def tile(state: BoardState, key: str) -> tuple[str, str]:
    """Value and detail."""
    return next((tile.value, tile.detail) for tile in state.tiles if tile.key == key)


def young_men(state: BoardState) -> MatrixCell:
    return next(cell for line in state.matrix.cells for cell in line if cell is not None and cell.key == "m/young")


def test_suspended_interviews_and_break_offs_stand_apart_from_those_under_way(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), SUSPENDED)
    finish(site, *begun(site, YOUNG_MAN), BREAK_OFF)
    begun(site, YOUNG_MAN)

    state = board(site)

    assert ("1", "suspended 1 · ended early 1") == tile(state, "running")
    assert (1, 1) == (young_men(state).in_interview, young_men(state).suspended)
    assert 1 == len(state.active)


def test_an_interview_that_is_in_no_cell_does_not_make_the_quota_look_done(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), "complete")
    target = sum(cell.target for line in board(site).matrix.cells for cell in line if cell is not None)
    assert (f"1 / {target}", f"{100 // target} % · today 1") == tile(board(site), "interviews")

    finish(site, *begun(site, WITHOUT_CELL), "complete")

    told = tile(board(site), "interviews")
    assert (f"1 / {target}", f"{100 // target} % · beside the targets 1 · today 2") == told


def test_without_a_quota_interviews_are_counted_and_held_against_nothing(without_quota: Window) -> None:
    assert ("0", "today 0") == tile(without_quota.views.board.states[-1], "interviews")


def test_a_place_that_a_station_of_a_hub_has_is_no_suspended_interview(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), SUSPENDED)
    with site.units()() as unit:
        unit.quota.hold(CellId("m/young"))
        unit.commit()

    state = board(site)

    cell = young_men(state)
    assert (0, 1, 1) == (cell.in_interview, cell.suspended, cell.reserved)
    assert cell_details(cell) == [say("{count} suspended", count=1), say("{count} reserved at stations", count=1)]


def test_the_quotas_are_known_to_be_in_front_from_the_first_moment(site: Site) -> None:
    window = Window(site).sign_in(site.sue)
    window.rest()

    assert "quotas" == window.stage.situation.tab


def test_an_interview_under_way_is_shown_with_its_cell_in_words(site: Site) -> None:
    begun(site, YOUNG_MAN)

    (active,) = board(site).active

    assert ("Int. 01", "M · jung · Deutsch") == (active.interviewer, active.detail)


QUOTA_SINCE = """\
further_quotas:
  - name: men
    label: {de: Männer}
    total: 4
    dimensions:
      - variable: sex
        label: {de: Geschlecht}
        categories:
          - {code: man, values: ["1"], label: {de: Mann}, share: 0.5}
          - {code: other, values: ["2"], label: {de: kein Mann}, share: 0.5}
"""


def test_cells_of_a_quota_that_came_in_mid_field_are_called_by_their_words(site: Site) -> None:
    desk = Desk(site)
    site.station.renew(study_with(FORM, "hash", QUOTA_SINCE))
    site.station.prepare(site.keys, site.sue)
    begun(site, YOUNG_MAN)
    desk.show("quotas")
    assert desk.window.supervisor is not None
    desk.window.supervisor.board.refresh()
    desk.window.rest()
    state = desk.window.views.board.states[-1]
    assert isinstance(state, BoardState)

    (active,) = state.active
    assert "M · jung, Männer: Mann · Deutsch" == active.detail


def raised(window: Window, *cells: str) -> list[str]:
    """What the shift log says of an alert of persons without a cell in each of these quotas."""
    desk, at = window.site.desk(), window.site.clock.now()
    assert desk.outlook is not None
    for cell in cells:
        desk.outlook.rests.note_raised(window.site.sue, AlertReading(AlertKind.UNCLASSIFIED, 3, 2, 1.5, cell))
    log = ReadShiftLog(window.site.units(), window.site.clock, window.site.station.rules)(window.site.sue)
    called = partial(cell_name, words_of("en"), desk), partial(which_quota, desk)
    source = cast(Any, SimpleNamespace(shift_log=lambda: log))
    page = ShiftLogPage(window.stage, window.views.settings, source, lambda _: at, *called, {})
    page.read()
    window.rest()
    return [row[4] for row in window.views.settings.log.entries.rows if row[2] == "Alert raised"]


def test_of_one_quota_no_name_is_needed(site: Site) -> None:
    assert ["without a cell: 3"] == raised(Window(site).sign_in(site.sue), "unclassified")


@pytest.fixture
def without_quota(site: Site) -> Window:
    """A supervisor at a board of a study that has no quota yet; the quota comes with `renew`."""
    work_by(site.station, replace(site.station.rules, quota=None))
    window = Window(site).sign_in(site.sue)
    assert "Quotas" == window.views.board.states[-1].matrix.title
    return window


def renew(window: Window, settings: str = "") -> None:
    window.site.station.renew(study_with(FORM, "hash", settings))
    window.site.station.prepare(window.site.keys, window.site.sue)
    window.edition += 1


def look(window: Window) -> MatrixState:
    window.presenter.tick()
    window.rest()
    matrix = window.views.board.states[-1].matrix
    assert isinstance(matrix, MatrixState)
    return matrix


def test_of_several_quotas_log_and_list_say_who_is_without_a_cell_in_which(
    without_quota: Window,
) -> None:
    window = without_quota
    renew(window, QUOTA_SINCE)
    look(window)

    told = raised(window, "unclassified", "men:unclassified")

    assert ["Geschlecht × Alter, without a cell: 3", "Männer, without a cell: 3"] == sorted(told)
    for _ in range(2):
        window.press("quota_form")
        window.rest()
    names = [row[1] for row in window.views.board.states[-1].listing.rows]
    assert ["Geschlecht × Alter: not classified", "Männer: not classified"] == [n for n in names if "classified" in n]


def test_the_first_quota_stands_on_the_board_as_soon_as_it_came(site: Site, without_quota: Window) -> None:
    window, before = without_quota, without_quota.supervisor
    assert () == look(window).cells
    renew(window)
    assert 2 == len(look(window).cells)
    assert "from now on what is new holds at this desk" in window.told
    assert before is not window.supervisor

    assert before is not None
    states = len(window.views.board.states)
    before.board.refresh()
    window.rest()
    assert states == len(window.views.board.states), "whoever showed the board before shows nothing any more"
    begun(site, YOUNG_MAN)
    window.stage.changed(frozenset(Topic))
    window.rest()
    assert 1 == len(window.views.board.states[-1].active)


def test_whoever_types_at_a_board_without_a_quota_is_not_disturbed(site: Site, without_quota: Window) -> None:
    window = without_quota
    window.press("alerts")
    window.rest()
    renew(window)
    assert () == look(window).cells
    assert "as soon as somebody signs in again" in window.told
    window.shell.hide_panel()
    assert 2 == len(look(window).cells)


def test_a_board_with_a_quota_stays_until_somebody_signs_in(site: Site) -> None:
    window = Window(site).sign_in(site.sue)
    before = window.supervisor
    renew(window)
    look(window)
    assert before is window.supervisor
    assert "as soon as somebody signs in again" in window.told


def test_no_interview_has_run_for_less_than_no_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(site, YOUNG_MAN)
    an_hour_ago = site.clock.now() - timedelta(hours=1)
    monkeypatch.setattr(site.clock, "now", lambda: an_hour_ago)

    (active,) = board(site).active

    assert 0 == active.seconds


def test_a_clock_that_was_set_back_shows_no_length_below_nought() -> None:
    assert 0 == median_length({-3600: 3})


WITHOUT_CELL = {"sex": "", "age_group": "young"}


def more_than_expected(site: Site) -> Desk:
    """Two persons without a cell, where one is expected."""
    for _ in range(2):
        finish(site, *begun(site, WITHOUT_CELL), "complete")
    desk = Desk(site)
    desk.show("quotas")
    return desk


def shown(desk: Desk) -> tuple[str, str]:
    return tile(desk.window.views.board.states[-1], "unclassified")


def test_the_board_warns_of_more_persons_without_a_cell_than_expected(site: Site) -> None:
    finish(site, *begun(site, WITHOUT_CELL), "complete")
    assert ("1 of 1", "expected at most so many") == tile(board(site), "unclassified")
    finish(site, *begun(site, WITHOUT_CELL), "complete")

    state = board(site)
    assert ("2 of 1", "more than expected; Ctrl+L closes the counter") == tile(state, "unclassified")
    assert [Tone.WARN] == [tile.tone for tile in state.tiles if tile.key == "unclassified"]


def test_the_counter_is_closed_with_a_reason_and_opened_again(site: Site) -> None:
    desk = more_than_expected(site)
    desk.press("unclassified")
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert (PanelKind.CLOSE_UNCLASSIFIED, "Close the counter") == (panel.kind, panel.action)

    desk.window.shell.text_saved.emit(PanelKind.CLOSE_UNCLASSIFIED, "", " ")
    asked = desk.window.shell.panel
    assert isinstance(asked, TextPanelState)
    assert asked.message.startswith("Please say why")
    desk.window.shell.text_saved.emit(PanelKind.CLOSE_UNCLASSIFIED, "", "enough of them")
    desk.window.rest()
    assert ("2 of 1", "closed: thanked and told why") == shown(desk)
    assert "The counter of persons without a cell is closed." == desk.window.told

    desk.press("unclassified")
    desk.window.shell.text_saved.emit(PanelKind.CLOSE_UNCLASSIFIED, "", "not enough")
    desk.window.rest()
    assert ("2 of 1", "more than expected; Ctrl+L closes the counter") == shown(desk)
