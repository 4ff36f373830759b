"""Days ahead in words: when something is full, and whether that is late."""

from __future__ import annotations

from datetime import date

from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.fieldwork.monitor.read_what_if import ChangeAhead
from cati_app.texts import Words

LATE = 0.5
"""Chance of being late from which something is said to be late."""
_NOTHING = 0.05
"""Days that are not worth telling."""


def day_text(words: Words, day: date | None) -> str:
    """A day; one that is not played is not in sight."""
    return words.say("not in sight") if day is None else words.say("{day:%Y-%m-%d}", day=day)


def middle_text(words: Words, full: FullOn) -> str:
    """The middle day; where that is not in sight and an earlier one is, from when on it may be.

    Half of the plays beyond what is played, or hardly fewer: it must not read as another field.
    """
    if full.median is None and full.low is not None:
        return words.say("from {day:%Y-%m-%d} on", day=full.low)
    return day_text(words, full.median)


def full_text(words: Words, full: FullOn) -> str:
    """The middle day, or that it is full."""
    return words.say("full") if full.is_full else middle_text(words, full)


def interval_text(words: Words, full: FullOn) -> str:
    """The middle day with its interval and the chance of being late."""
    if full.is_full:
        return words.say("full")
    told = middle_text(words, full)
    if full.median is not None and full.low != full.high:
        between = words.say("from {low} to {high}", low=day_text(words, full.low), high=day_text(words, full.high))
        told = f"{told} ({between})"
    return told if full.late is None else f"{told} · {late_text(words, full)}"


def late_text(words: Words, full: FullOn) -> str:
    """The chance of being late; blank where the field has no end, or nothing is left to do."""
    return "" if full.late is None or full.is_full else words.say("late: {chance:.0%}", chance=full.late)


def short_texts(words: Words, full: FullOn) -> tuple[str, ...]:
    """What stands in a cell, the longest first; nothing for one that is full."""
    if full.is_full:
        return ()
    day = words.say("not in sight") if full.median is None else words.say("{day:%m-%d}", day=full.median)
    if full.median is None and full.low is not None:
        day = words.say("from {day:%m-%d} on", day=full.low)
    late = late_text(words, full)
    return (f"{day} · {late}", late, day) if late else (day,)


def is_late(full: FullOn) -> bool:
    """Whether it is rather late than not."""
    return not full.is_full and (full.late or 0.0) >= LATE


def columns_of(words: Words) -> tuple[str, str]:
    """Heads of what a change is worth."""
    return words.say("Full on (forecast)"), words.say("late")


def figures_of(words: Words, both: tuple[FullOn, FullOn]) -> tuple[str, str]:
    """Day and chance of being late, before → after."""
    before, after = both
    return (
        _change(full_text(words, before), full_text(words, after)),
        _change(_chance(words, before), _chance(words, after)),
    )


def rows_with(
    words: Words, rows: tuple[tuple[str, ...], ...], told: ChangeAhead | None, *, is_open: bool
) -> tuple[tuple[str, ...], ...]:
    """Rows of the cell and of its quota, or of both cells of a move, with what the change is worth.

    Args:
        told: None: it is being worked out, or cannot be told.
        is_open: Whether there is something to tell, or may be.
    """
    if not is_open:
        return rows
    if told is None:
        return tuple((*row, "…", "…") for row in rows)
    parts = (told.cell, told.total if told.other is None else told.other)
    return tuple((*row, *figures_of(words, both)) for row, both in zip(rows, parts, strict=False))


def gained_text(words: Words, told: ChangeAhead) -> str:
    """Days that the quota is full sooner or later."""
    if abs(told.days_gained) < _NOTHING:
        return words.say("no day of work sooner or later")
    if told.days_gained > 0:
        return words.say("{days:.1f} days of work sooner", days=told.days_gained)
    return words.say("{days:.1f} days of work later", days=-told.days_gained)


def _chance(words: Words, full: FullOn) -> str:
    return "–" if full.late is None or full.is_full else words.say("{share:.0%}", share=full.late)


def _change(before: str, after: str) -> str:
    """Read from left to right in every script."""
    text = after if before == after else f"{before} → {after}"
    return f"\u2066{text}\u2069"
