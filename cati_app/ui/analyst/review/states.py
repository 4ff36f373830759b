"""What the page of review shows."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.values import dataclass


class ReviewFilter(StrEnum):
    """Which interviews the list has."""

    WAITING = "waiting"
    ALL = "all"
    MINE = "mine"
    OPEN = "open"
    TAKEN_OVER = "taken_over"
    NOT_TAKEN_OVER = "not_taken_over"
    LOOKED_AT = "looked_at"
    REJECTED = "rejected"
    PACE = "pace"
    STRAIGHT_LINES = "straight_lines"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An interview of the list: `case_id` of data sets, and how it stands."""

    named: str
    standing: str


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The page.

    Args:
        listed: Which interviews these are, and how many.
        empty: Why there is no interview, and what fills the page; blank: there is one.
        facts: Of the interview selected.
        why: What stood out, or when that is told.
        proposals: What was proposed, and what became of it; oldest first.
        answers: In the order of the questionnaire, a line each.
        buttons: What each command does now, by its name.
        progress: 0 to 1 while interviews are read in sight.
    """

    lines: tuple[ReviewLine, ...] = ()
    selected: str = ""
    listed: str = ""
    empty: str = ""
    title: str = ""
    facts: tuple[HistoryLine, ...] = ()
    why: str = ""
    proposals: tuple[HistoryLine, ...] = field(default=(), repr=False)
    answers: tuple[HistoryLine, ...] = field(default=(), repr=False)
    buttons: tuple[tuple[str, str], ...] = ()
    progress: float | None = None
    message: str = ""
    tone: Tone = Tone.PLAIN
