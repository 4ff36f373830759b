"""Messages to the team on one machine."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.people.team_messages import Envelope, TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.team_messages import NewMessage, ReadSentMessages, SendMessage


class MessagesHere:
    """Everybody it goes to sits at this machine, now or later."""

    def __init__(self, send: SendMessage, sent: ReadSentMessages) -> None:
        self._send = send
        self._sent = sent

    def send(self, user: User, message: NewMessage) -> Envelope:
        """Keep it for whom it goes to."""
        return self._send(user, message)

    def sent(self, user: User) -> Sequence[TeamMessage]:
        """What was sent."""
        return self._sent(user)
