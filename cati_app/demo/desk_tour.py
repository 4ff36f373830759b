"""After the shift: pictures of the supervisor's cases and appointments, a time that cannot be kept, an empty queue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.hands import Hands
from cati_app.demo.pictures import Pictures
from cati_app.station.desktop import Desktop
from cati_app.ui.panels.choices import ChoicePanel
from cati_app.ui.stage.panel_states import PanelKind

_CONTROL = Qt.KeyboardModifier.ControlModifier
_EVENING = time(20, 30)
_SUNDAY = 6
_REASON = "it was the neighbour"


class DeskTour:
    """By keys alone; changes nothing but that one more case is called."""

    def __init__(self, desktop: Desktop, clock: SimulatedClock, hands: Hands, pictures: Pictures) -> None:
        self._desktop = desktop
        self._clock = clock
        self._hands = hands
        self._pictures = pictures

    def refused_time(self) -> None:
        """With a case in hand: a Sunday is offered, which cannot be kept; the nearest good times show."""
        interviewer = self._desktop.first.roles.interviewing
        calling = interviewer.calling if interviewer is not None else None
        if calling is None or calling.offer is None or calling.run.is_dialled:
            return
        self._hands.press("F5")
        self._hands.press("F9")
        local = self._desktop.station.rules.calendar.local(self._clock.now())
        sunday = local + timedelta(days=(_SUNDAY - local.weekday()) % 7)
        self._hands.type(f"{sunday:%d.%m.%Y}")
        self._hands.press("Return")
        self._hands.type("1200")
        self._looks("appointment-refused")
        self._hands.press("Escape")
        self._make(local + timedelta(days=1))

    def _make(self, at: datetime) -> None:
        """An appointment that can be kept; where none can, nobody answered."""
        self._hands.press("F9")
        self._hands.type(f"{at:%d.%m.%Y}")
        self._hands.press("Return")
        self._hands.type("1800")
        for _ in range(2):
            self._hands.press("Return")
        if self._desktop.first.shell.open_panel() is not None:
            self._hands.press("Escape")
            self._hands.type("1")
            self._hands.press("Return")

    def at_the_desk(self) -> None:
        """With the supervisor signed in: the list, a case with its history, a correction in preparation."""
        self._hands.press("Tab", _CONTROL)
        self._looks("cases")
        self._hands.press("E", _CONTROL)
        self._choose("soft_refusal", "no_answer")
        self._hands.press("Return")
        self._looks("case-history")
        self._hands.press("F12")
        self._looks("case-why")
        self._hands.press("F12")
        self._correct()
        self._hands.press("S", _CONTROL)
        self._choose("unreleased")
        self._take("cases-empty")
        for _ in range(2):  # past the sample
            self._hands.press("Tab", _CONTROL)
        self._looks("appointments")

    def _correct(self) -> None:
        self._hands.press("F8")
        panel = self._desktop.first.shell.panels.panel
        if panel is not None and panel.kind is PanelKind.CORRECT_ATTEMPT:  # there are several
            self._hands.type("1")
            self._hands.press("Return")
        self._take("correction-results")
        self._hands.type("7")
        self._hands.press("Return")
        self._hands.type("2")
        self._hands.press("Return")
        self._hands.type(_REASON)
        self._looks("correction")
        self._hands.press("Escape")

    def in_the_evening(self) -> None:
        """With the interviewer signed in, after the last allowed hour: nothing to call, and why."""
        zone = ZoneInfo(self._desktop.station.rules.calendar.zone)
        local = self._clock.now().astimezone(zone)
        self._clock.move_to(datetime.combine(local.date(), _EVENING, tzinfo=zone))
        interviewer = self._desktop.first.roles.interviewing
        calling = interviewer.calling if interviewer is not None else None
        if calling is not None and calling.offer is not None:
            self._hands.press("R", _CONTROL)
        self._hands.press("Return")
        self._looks("empty")

    def _choose(self, *codes: str) -> None:
        """The first of these that the open panel offers."""
        panel = self._desktop.first.shell.panels.panel
        assert isinstance(panel, ChoicePanel)
        offered = [option.code for option in panel.results.options]
        code = next((code for code in codes if code in offered), offered[0])
        self._hands.type(str(offered.index(code) + 1))
        self._hands.press("Return")
        if len(offered) > 9 and self._desktop.first.shell.open_panel() is not None:
            self._hands.press("Return")  # digits collect where there are two of them

    def _looks(self, name: str) -> None:
        """Light, dark, and with the largest text."""
        self._take(name)
        self._pictures.looks(name, self._take)
        self._hands.rest()

    def _take(self, name: str) -> None:
        self._hands.rest()
        self._hands.rest()  # what the first rendering asked for
        self._pictures.take(name)
