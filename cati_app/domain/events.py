"""The one log: every local fact is an event with a number of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime

from cati_app.domain.ids import InterviewId, UserId
from cati_app.values import dataclass

OF_INTERVIEW = "interview."
"""Begins the kinds of facts that tell what was said and done in an interview."""
OF_SITTING = OF_INTERVIEW + "sitting."
"""Begins those of them that happened in a sitting by a topic guide, and not at a question."""


AT_HUB, NOT_AT_HUB = "signed_in_at_hub", "sign_in_at_hub_failed"
"""Facts of a hub: somebody who has signed in at a station did so there, too, or was not let in."""
PASSWORD_AT_HUB = "password_changed_at_hub"
"""Fact of a hub: somebody has chosen another password, at whatever station."""
TRACES = frozenset(
    (
        *("database_restored", "signed_in", "sign_in_failed", "signed_out", "data_exported", "backup_begun"),
        *(AT_HUB, NOT_AT_HUB, PASSWORD_AT_HUB),
    )
)
"""Facts that a command leaves as well, whose clock nobody has looked at: they say nothing of when fieldwork went on."""


ON_INTERVIEW = "interview"
"""Names the interview in the payload of a fact that is about one, and no part of it."""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """Words about the answers of an interview, sealed with its own key: whoever erases it erases them, everywhere.

    Args:
        key: The interview's key, sealed, from where the interview is read: the log may be another station's.
        words: By name; the log shows each as `NAME_sealed` in the payload, and the interview as `ON_INTERVIEW`.
    """

    interview: InterviewId
    key: bytes = field(repr=False)
    words: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A fact to be written; the log gives it its number.

    Args:
        payload: JSON-able, without contact data.
        contact: Contact data of the fact by name; the log seals each, and shows it as `NAME_sealed` in the payload.
        remarks: Words of analysts, sealed in the same way with the key of answers.
        on_answers: Words that go with the interview they are about.
    """

    kind: str
    at: datetime  # aware UTC
    mono_ms: int
    user_id: str | None = None
    case_id: str | None = None
    interview_id: str | None = None
    payload: Mapping[str, object] | None = None
    contact: Mapping[str, str] | None = None
    remarks: Mapping[str, str] | None = None
    on_answers: AnswerWords | None = None

    @property
    def tells_answers(self) -> bool:
        """Whether its payload is a part of an interview, which is sealed with the interview's own key."""
        return self.interview_id is not None and self.kind.startswith(OF_INTERVIEW)


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A fact as it stands in the log; `seq` has no holes within a device."""

    device: str
    seq: int
    event: NewEvent

    @property
    def in_time(self) -> tuple[datetime, str, int]:
        """Its place among what several stations may say: by time, then by device and number."""
        return self.event.at, self.device, self.seq


def told_once(*logs: Iterable[LoggedEvent]) -> list[LoggedEvent]:
    """Facts of several logs that may tell the same ones: each once, in the order of their times."""
    known = {(logged.device, logged.seq): logged for log in logs for logged in log}
    return sorted(known.values(), key=lambda logged: logged.in_time)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens and by whom: what a fact needs beside itself."""

    at: datetime  # aware UTC
    mono_ms: int
    by: UserId | None = None  # None: nobody in particular

    def fact(
        self,
        kind: str,
        case_id: str | None = None,
        interview_id: str | None = None,
        contact: Mapping[str, str] | None = None,
        **payload: object,
    ) -> NewEvent:
        """A fact of this moment; the payload holds ids, codes and figures only, words of people are `contact`."""
        return NewEvent(kind, self.at, self.mono_ms, self.by, case_id, interview_id, payload or None, contact)
