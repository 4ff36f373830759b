"""A: every alert with its figure, since when it is true and what could be done; Shift+A: they were seen."""

from __future__ import annotations

from cati_app.domain.casework.alerts import AlertKind, WatchedAlert
from cati_app.domain.ids import CellId
from cati_app.texts.alerts import alert_text
from cati_app.ui.desk.board.outlook import FieldOutlook
from cati_app.ui.desk.board.steering_words import cell_name
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ExplanationState, ReasonLine
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.wording import when_exactly


class Alerting:
    """Shows what the outlook watches."""

    def __init__(self, stage: Stage, services: SupervisorServices, outlook: FieldOutlook) -> None:
        self._stage = stage
        self._services = services
        self._outlook = outlook

    def open(self) -> None:
        """All of them, worst first."""
        words, raised = self._stage.words, self._outlook.raised
        text = words.say("Each is raised when it is true twice, a minute apart, and gone at 80 % of its threshold.")
        if not raised:
            text = words.say("Nothing is broken that the board could tell; it looks every ten minutes.")
        self._stage.panel(ExplanationState(words.say("Alerts"), tuple(map(self._line, raised)), text))

    def see(self) -> None:
        """Whoever sits here has seen them."""
        if self._outlook.raised:
            self._outlook.see()
            self._stage.say(
                self._stage.words.say("Seen: what is raised now comes back here when it is gone and true again.")
            )

    def _line(self, alert: WatchedAlert) -> ReasonLine:
        services = self._services
        since = when_exactly(self._stage.words, services.rules.calendar, alert.since, services.clock.now())
        return ReasonLine(self._stage.words.say("since {time}", time=since), self._told(alert))

    def _told(self, alert: WatchedAlert) -> str:
        words, reading = self._stage.words, alert.reading
        if reading.kind is not AlertKind.CELL_LATE:
            return alert_text(words, reading)
        return words.say(
            "{cell} will be late with a chance of {chance:.0%}. W tells what could be done.",
            cell=cell_name(words, self._services, CellId(reading.subject)),
            chance=reading.figure,
        )
