"""Messages of supervisors to the team: short, read between calls, gone after a week.

What is known of reading belongs to the message: so many of those it went to have it read. No time of reading is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.values import dataclass

TEXT_AT_MOST = 240
KEPT_FOR = timedelta(days=7)
MESSAGES_AT_MOST = 200
"""Kept of a study at once; the oldest go first."""
PEOPLE_AT_MOST = 500
"""To whom one message goes."""
ONE, ALL, GROUP = "one", "all", "group:"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a message without its text.

    Args:
        addressed: As its sender addressed it: one person, `group:` and a language, all.
        people: To whom it went, in the order of their numbers.
        read: Who of them has it read.
    """

    id: str
    at: datetime
    by: UserId
    addressed: str
    people: tuple[UserId, ...]
    urgent: bool = False
    read: frozenset[UserId] = frozenset()

    def read_by(self, user_id: UserId) -> Envelope:
        """With one reader more; somebody it never went to is none."""
        return replace(self, read=self.read | {user_id}) if user_id in self.people else self

    def joined_with(self, other: Envelope) -> Envelope:
        """The same message as two machines know it: whoever is a reader at one of them is a reader."""
        return replace(self, read=self.read | (other.read & frozenset(self.people)))

    def is_kept(self, now: datetime) -> bool:
        """Whether it is young enough to be kept."""
        return now - self.at < KEPT_FOR


@dataclass(frozen=True, slots=True)
class TeamMessage:
    """A message with its text; None for whoever may not read it."""

    envelope: Envelope
    text: str | None


@dataclass(frozen=True, slots=True)
class SealedMessage:
    """A message as it is kept and travels."""

    envelope: Envelope
    sealed: bytes


def checked_text(text: str) -> str:
    """As it may be sent: blanks at its ends gone. RuleViolation: `message_empty`, `message_long`."""
    text = text.strip()
    if not text:
        raise RuleViolation("message_empty")
    if len(text) > TEXT_AT_MOST:
        raise RuleViolation("message_long", most=TEXT_AT_MOST, count=len(text))
    return text


def to_be_dropped(envelopes: Iterable[Envelope], now: datetime) -> frozenset[str]:
    """Ids of those that are too old, or too many; the oldest go first."""
    newest_first = sorted(envelopes, key=lambda each: (each.at, each.id), reverse=True)
    return frozenset(
        each.id for index, each in enumerate(newest_first) if index >= MESSAGES_AT_MOST or not each.is_kept(now)
    )
