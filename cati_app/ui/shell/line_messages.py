"""Messages in sight that tell of the line to a hub, or of what that says: gone or replaced once they hold no more."""

from __future__ import annotations

from datetime import datetime

from cati_app.ui.stage.connection import StandingAtHub
from cati_app.ui.stage.stage import Stage

_SILENCE = frozenset(
    ("hub_unreachable", "hub_unanswered", "hub_not_confirmed", "hub_place_unknown", "hub_contact_needed")
)
"""The hub did not answer."""
_SAID = frozenset(
    (
        "hub_other",
        "hub_other_certificate",
        "hub_certificate_time",
        "hub_withdrew_device",
        "hub_forgot_device",
        "hub_too_different",
    )
)
"""Somebody else answered, or the hub did not take the station."""
_HALTED = frozenset(("hub_paused", "hub_written_off"))
ANSWERS_AGAIN = "hub_answers_again"


class LineMessages:
    """Looks at the message in sight whenever it is known anew how the station stands with its hub."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._text = ""  # which is bound to the line
        self._heard_at: datetime | None = None  # the hub's last answer as that came

    def look(self, connection: StandingAtHub) -> None:
        """Take the message away, or say what holds in place of it."""
        stage, of = self._stage, self._stage.said_of
        if not of:
            self._text = ""
            return
        if stage.said != self._text:
            self._text, self._heard_at = stage.said, connection.heard_at if connection.connected else None
        if of == ANSWERS_AGAIN:
            if not connection.connected:
                stage.say("")
        elif of in _HALTED:
            if connection.halt is None and self._answered(connection):
                stage.say("")
        elif of in _SILENCE | _SAID and connection.problem is None and self._answered(connection):
            self._say_that_it_answers()

    def _answered(self, connection: StandingAtHub) -> bool:
        """Whether the hub has answered since the message came."""
        return bool(connection.connected) and connection.heard_at != self._heard_at

    def _say_that_it_answers(self) -> None:
        words = self._stage.words
        self._stage.say(
            words.say("The hub answers again."),
            words.say("What could not be done before can be done now, with the same key."),
            of=ANSWERS_AGAIN,
        )
