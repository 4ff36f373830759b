"""Messages to the team, as they are kept: a text only whoever holds the contact key reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from cati_app.domain.people.team_messages import Envelope, SealedMessage, TeamMessage


class TeamMessages(Protocol):
    """Messages of a study; each is there once, however often it comes."""

    def send(self, envelope: Envelope, text: str) -> None:
        """Keep a message, sealed; nothing where it is there. RuleViolation: `no_contact_access`."""
        ...

    def all(self) -> Sequence[TeamMessage]:
        """Every message, the oldest first; without its text for whoever holds no key."""
        ...

    def sealed(self) -> Sequence[SealedMessage]:
        """Every message as it travels, the oldest first."""
        ...

    def take_in(self, message: SealedMessage) -> None:
        """One that came from elsewhere; of one that is there, its readers are added."""
        ...

    def save(self, envelope: Envelope) -> None:
        """Who has it read by now."""
        ...

    def drop(self, ids: Collection[str]) -> None:
        """Forget messages for good."""
        ...
