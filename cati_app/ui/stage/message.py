"""A message and how it stands out: what every page shows, also those that load no screen of a study."""

from __future__ import annotations

from enum import StrEnum

from cati_app.values import dataclass


class Tone(StrEnum):
    """How a word stands out. Views add an icon, so that colour never speaks alone."""

    PLAIN = "plain"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class MessageState:
    """A calm line at the top of the window: what happened, what is safe, what to do next."""

    text: str
    detail: str = ""
    tone: Tone = Tone.PLAIN
