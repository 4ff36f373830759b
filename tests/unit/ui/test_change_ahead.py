"""What a change is worth is worked out beside the panel, and the newest that was typed is told at last."""

from __future__ import annotations

from typing import Any, cast

from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import CellEdit
from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.fieldwork.monitor.read_what_if import ChangeAhead
from cati_app.texts import words_of
from cati_app.ui.desk.ahead_words import gained_text, rows_with, short_texts
from cati_app.ui.desk.board.change_ahead import AheadOfChange
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.stage.stage import Stage
from tests.unit.ui.test_outlook import DONE, SOON, UNSEEN, Lane

WORDS = words_of("en")
_CELL = CellId("old")


def told(gained: float, after: FullOn = SOON) -> ChangeAhead:
    return ChangeAhead((UNSEEN, after), (UNSEEN, after), gained)


class Panel:
    """Asks for what is worth, as the panel does whenever it is shown."""

    def __init__(self) -> None:
        self.lane, self.shown = Lane(), 0
        self.asked: list[int | None] = []
        services = OutlookServices(*(cast(Any, None),) * 4, cast(Any, self._what_if), *(cast(Any, None),) * 2)
        self.ahead = AheadOfChange(cast(Stage, self.lane), services, self._show)

    def _what_if(self, by: object, edit: CellEdit) -> ChangeAhead:
        self.asked.append(edit.target)
        return told(float(edit.target or 0))

    def _show(self) -> None:
        self.shown += 1


def _edit(target: int) -> CellEdit:
    return CellEdit(f"change {target}", _CELL, target)


def test_one_is_worked_out_at_a_time_and_then_the_newest() -> None:
    panel = Panel()
    for target in (4, 41, 12):
        assert panel.ahead.of(_edit(target)) is None
    assert 1 == len(panel.lane.waiting)
    panel.lane.let_go()
    assert [4, 12] == panel.asked
    known = panel.ahead.of(_edit(12))
    assert known is not None
    assert 12 == known.days_gained
    assert 2 == panel.shown


def test_what_could_not_be_read_leaves_the_change_as_it_is() -> None:
    panel = Panel()
    panel.lane.fails = True
    panel.ahead.of(_edit(4))
    panel.lane.let_go()
    assert not panel.ahead.is_known(_edit(4))


def test_days_are_told_before_and_after() -> None:
    rows = (("old", "8", "12"), ("all cells", "82", "240"))
    waiting = rows_with(WORDS, rows, None, is_open=True)
    assert ("old", "8", "12", "…", "…") == waiting[0]
    assert rows == rows_with(WORDS, rows, None, is_open=False)
    (_, *figures), _ = rows_with(WORDS, rows, told(2.0), is_open=True)
    assert ["8", "12", "\u2066from 2026-12-01 on → 2026-11-06\u2069", "\u206670% → 2%\u2069"] == figures


def test_days_gained_are_told_as_sooner_or_later() -> None:
    assert "2.0 days of work sooner" == gained_text(WORDS, told(2.0))
    assert "1.5 days of work later" == gained_text(WORDS, told(-1.5))
    assert "no day of work sooner or later" == gained_text(WORDS, told(0.01))


def test_a_cell_tells_its_day_in_the_form_that_there_is_room_for() -> None:
    assert ("11-06 · late: 2%", "late: 2%", "11-06") == short_texts(WORDS, SOON)
    assert () == short_texts(WORDS, DONE)
