"""How a cell of a quota stands, in words."""

from __future__ import annotations

from cati_app.domain.quota.cells import CellCount, CellState, QuotaMode
from cati_app.texts import Words


def state_words(words: Words, count: CellCount) -> str:
    """What a cell can take, in words."""
    if count.mode in (QuotaMode.SOFT, QuotaMode.COUNTER) and not count.closed and not count.paused:
        above = count.mode is QuotaMode.SOFT and count.taken > count.target
        return words.say("above the target") if above else words.say("open")
    match count.state:
        case CellState.OPEN:
            return words.say("open")
        case CellState.RESERVED_OUT:
            return words.say("all places reserved")
        case CellState.FULL:
            return words.say("full")
        case CellState.PAUSED:
            return words.say("paused")
        case CellState.CLOSED:
            return words.say_in("cell", "closed")
