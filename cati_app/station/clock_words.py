"""The two times of a doubtful clock, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.texts import say

if TYPE_CHECKING:
    from cati_app.fieldwork.monitor.check_clock import ClockDoubt


def clock_times(doubt: ClockDoubt) -> tuple[str, str]:
    """The last event and now, on the clock of this machine."""
    return f"{doubt.last_at.astimezone():%Y-%m-%d %H:%M}", f"{doubt.now.astimezone():%Y-%m-%d %H:%M}"


def clock_question(doubt: ClockDoubt) -> str:
    """What the first screen asks."""
    last_at, now = clock_times(doubt)
    return say(
        "The clock of this machine says {now}, and the last event in the database is of {last_at}. Is the clock right?"
        " If it is not, close the window and set it.",
        now=now,
        last_at=last_at,
    )
