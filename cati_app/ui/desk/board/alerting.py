"""A: every alert with its figure, since when it is true and what could be done; one of them may rest for everybody.

Shift+A: whoever sits here has seen them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.alerts import AlertKey, AlertKind, AlertReading, WatchedAlert, alert_key
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.fieldwork.monitor.rest_alerts import LONGEST, AlertRest
from cati_app.texts import Words
from cati_app.texts.alerts import alert_name, alert_text
from cati_app.ui.desk.board.outlook import FieldOutlook
from cati_app.ui.desk.board.steering_words import cell_name, which_quota
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    ExplanationState,
    PanelKind,
    ReasonLine,
    ResultOption,
    SteeringPanelState,
)
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import nothing_text, rule_text, when_exactly

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_MOST_HOURS = LONGEST // timedelta(hours=1)


class Alerting:
    """Shows what the outlook watches.

    Args:
        because: Why an idle seat has nothing to call; None: it is not known.
    """

    def __init__(
        self,
        stage: Stage,
        services: SupervisorServices,
        outlook: FieldOutlook,
        because: Callable[[], Nothing | None] = lambda: None,
    ) -> None:
        self._because = because
        self._stage = stage
        self._services = services
        self._outlook = outlook
        self._listed: list[AlertReading] = []
        self._resting: AlertReading | None = None
        self._asked = 0

    def open(self) -> None:
        """All of them, worst first."""
        words, raised, resting = self._stage.words, self._outlook.raised, self._outlook.resting
        doubtful = self._outlook.doubtful
        if not raised and not resting:
            lines = tuple(ReasonLine(self._name(reading), self._text(reading)) for reading in doubtful)
            self._stage.panel(ExplanationState(words.say("Alerts"), lines, self._quiet(bool(doubtful))))
            return
        self._listed = [alert.reading for alert in raised]
        options = tuple(
            ResultOption(str(number), self._name(alert.reading), self._told(alert))
            for number, alert in enumerate(raised)
        )
        text = words.say(
            "Each is raised when it is true twice, a minute apart, and gone at 80 % of its threshold. Its number and"
            " Enter let one rest for everybody."
        )
        rests = (self._rest_line(alert, rest) for alert, rest in resting)
        once = (HistoryLine(self._name(each), words.say("true once, looked at again soon")) for each in doubtful)
        self._stage.panel(ChoicePanelState(PanelKind.ALERTS, words.say("Alerts"), options, text, (*rests, *once)))

    def _quiet(self, is_doubtful: bool) -> str:
        """Why no alert is raised."""
        words, looked_at = self._stage.words, self._outlook.looked_at
        if is_doubtful:
            return words.say(
                "True at the last look. What is still true a minute later is raised, and stands on the board."
            )
        if looked_at is None:
            return words.say("The board has not looked yet; it does so within a minute.")
        return words.say(
            "Nothing is broken that the board could tell, as of {time}; it looks every ten minutes.",
            time=self._when(looked_at),
        )

    def see(self) -> None:
        """Whoever sits here has seen them."""
        if self._outlook.raised:
            self._outlook.see()
            self._stage.say(
                self._stage.words.say("Seen: what is raised now comes back here when it is gone and true again.")
            )

    # -- rest -------------------------------------------------------------------------------------------------------

    def chosen(self, code: str) -> None:
        """One of the list."""
        if code.isdecimal() and int(code) < len(self._listed):
            self._resting = self._listed[int(code)]
            self._asked += 1
            self._ask()

    def rest_given(self, until: str, reason: str) -> None:
        """Enter in the panel."""
        reading, outlook = self._resting, self._services.outlook
        if reading is None or outlook is None:
            return
        at = until_typed(until, self._services.rules.calendar.local(self._services.clock.now()))
        if at is None:
            self._ask(until, reason, self._stage.words.say("Please type a time, 18:30, or hours, for instance 24."))
            return
        work = partial(outlook.rests, self._services.user, alert_key(reading), at, reason)
        done = partial(self._rests, alert_key(reading), AlertRest(at, reason.strip()))
        self._stage.run(work, done, partial(self._refused, until, reason))

    def _ask(self, until: str = "", reason: str = "", message: str = "") -> None:
        reading, words = self._resting, self._stage.words
        if reading is None:
            return
        self._stage.panel(
            SteeringPanelState(
                f"rest {self._asked}",
                words.say("Let it rest: {alert}", alert=self._name(reading)),
                words.say("Let it rest"),
                notes=(
                    ReasonLine("", self._text(reading)),
                    ReasonLine("", words.say("Until then no supervisor is told; it stands in the shift log.")),
                ),
                target=until,
                reason=reason,
                message=message,
                asked=words.say("Until, or hours"),
                kind=PanelKind.ALERT_REST,
                example=words.say("18:30, or hours: 24"),
            )
        )

    def _rests(self, key: AlertKey, rest: AlertRest, _: None) -> None:
        words = self._stage.words
        self._resting = None
        self._stage.shell.hide_panel()
        self._stage.say(words.say("It rests until {time}, for everybody.", time=self._when(rest.until)), tone=Tone.OK)
        self._outlook.rests_now(key, rest)

    def _refused(self, until: str, reason: str, error: Exception) -> bool:
        if not isinstance(error, RuleViolation):
            return False
        self._ask(until, reason, rule_text(self._stage.words, error))
        return True

    # -- in words ---------------------------------------------------------------------------------------------------

    def _when(self, at: datetime) -> str:
        services = self._services
        return when_exactly(self._stage.words, services.rules.calendar, at, services.clock.now())

    def _told(self, alert: WatchedAlert) -> str:
        since = self._stage.words.say("since {time}", time=self._when(alert.since))
        return f"{since} · {self._text(alert.reading)}"

    def _rest_line(self, alert: WatchedAlert, rest: AlertRest) -> HistoryLine:
        words = self._stage.words
        until = words.say("rests until {time}: {reason}", time=self._when(rest.until), reason=rest.reason)
        return HistoryLine(self._name(alert.reading), until)

    def _name(self, reading: AlertReading) -> str:
        return alert_name(self._stage.words, reading, self._subject(reading))

    def _text(self, reading: AlertReading) -> str:
        words = self._stage.words
        if reading.kind is AlertKind.IDLE_SEAT and (because := self._because()) is not None:
            calendar, now = self._services.rules.calendar, self._services.clock.now()
            return f"{alert_text(words, reading)} {nothing_text(words, because, calendar, now)}"
        if reading.kind is not AlertKind.CELL_LATE:
            return alert_text(words, reading, self._subject(reading))
        return words.say(
            "{cell} will be late with a chance of {chance:.0%}. W tells what could be done.",
            cell=self._subject(reading),
            chance=reading.figure,
        )

    def _subject(self, reading: AlertReading) -> str:
        return about(self._stage.words, self._services, reading)


def about(words: Words, services: SupervisorServices, reading: AlertReading) -> str:
    """What an alert is about, in words; of persons without a cell the quota, where there are several."""
    if reading.kind is AlertKind.CELL_LATE:
        return cell_name(words, services, CellId(reading.subject))
    if reading.kind is AlertKind.UNCLASSIFIED:
        return which_quota(services, CellId(reading.subject))
    return reading.subject


def until_typed(text: str, now: datetime) -> datetime | None:
    """A time on the study's clock, of today or else of tomorrow, or so many hours; None: neither.

    Args:
        now: On that clock, aware.
    """
    typed = text.strip()
    clock = _CLOCK.fullmatch(typed)
    if clock is not None:
        hour, minute = int(clock[1]), int(clock[2])
        if hour > time.max.hour or minute > time.max.minute:
            return None
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return at if at > now else at + timedelta(days=1)
    if typed.isdecimal() and 0 < int(typed) <= _MOST_HOURS:
        return now + timedelta(hours=int(typed))
    return None
