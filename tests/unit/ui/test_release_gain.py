"""What a release gains is told beside its question, when it is worked out."""

from __future__ import annotations

from typing import Any, cast

from cati_app.texts import words_of
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.sample.gain import ReleaseGain, gain_text
from cati_app.ui.stage.stage import Stage
from tests.unit.ui.test_outlook import Lane

WORDS = words_of("en")


def _gain(lane: Lane, gained: tuple[float, ...] | None, shown: list[str]) -> ReleaseGain:
    services = OutlookServices(*(cast(Any, None),) * 5, cast(Any, lambda by: gained), cast(Any, None))
    gain = ReleaseGain(cast(Stage, lane), services, lambda: shown.append(gain.text))
    return gain


def test_it_is_told_when_it_is_worked_out_and_asked_once_at_a_time() -> None:
    lane, shown = Lane(), list[str]()
    gain = _gain(lane, (2.04, 3.5), shown)
    gain.ask()
    gain.ask()
    assert "What it gains is worked out …" == gain.text
    assert 1 == len(lane.waiting)
    lane.let_go()
    assert ["Days of work gained: 2.0 with 1 portion, 3.5 with 2 portions."] == shown


def test_nothing_is_told_where_it_is_too_early_or_could_not_be_read() -> None:
    lane = Lane()
    early, broken = _gain(lane, None, []), _gain(lane, (1.0,), [])
    early.ask()
    lane.let_go()
    lane.fails = True
    broken.ask()
    lane.let_go()
    assert ("", "") == (early.text, broken.text)


def test_portions_that_bring_nothing_are_told_as_such() -> None:
    told = gain_text(WORDS, (0.0, 0.02))
    assert told.startswith("It gains no day: the open numbers last for now, and the forecast counts on this portion")
