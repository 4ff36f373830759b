"""What a study still keeps of people, in which phase it is, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from cati_app.values import dataclass


class Phase(StrEnum):
    """Where the life of a study's data stands."""

    FIELD = "field"  # people are called
    CHECKS = "checks"  # nobody is called any more; who is whom is still needed to check interviews
    CLOSED = "closed"  # nothing tells whom was called
    GONE = "gone"  # nor what anybody said


class Stock(StrEnum):
    """What is kept of people."""

    NUMBERS = "numbers"
    NAMES = "names"  # what the sample calls a case, and its sealed columns
    NOTES = "notes"
    CODES = "codes"  # what finds an interview by its access code
    CONSENTS = "consents"  # to be contacted again; each has its own end
    ANSWERS = "answers"
    BACKUPS = "backups"


LINK = (Stock.NUMBERS, Stock.NAMES, Stock.NOTES, Stock.CODES)
"""What ties answers to people."""
_UNTIL_CHECKED = frozenset((*LINK, Stock.BACKUPS))


class AccessRequest(StrEnum):
    """What somebody may ask for about their own data."""

    SHOW = "show"
    EXPORT = "export"
    CORRECT = "correct"
    RESTRICT = "restrict"
    OBJECT = "object"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class PrivacyDates:
    """Last days, local; None: none is set.

    Args:
        field: On which people are called.
        checks: Of checks; the link is due to be gone after it.
        answers: On which answers may be kept.
    """

    field: date | None = None
    checks: date | None = None
    answers: date | None = None


@dataclass(frozen=True, slots=True)
class StockLine:
    """How much is kept of one sort.

    Args:
        number: How many there are.
        since: Day of the oldest, local; None: there is none.
        due: Last day on which it may be kept; None: no day is set, or each has its own.
        is_overdue: It is kept although that day is over.
    """

    stock: Stock
    number: int
    since: date | None
    due: date | None
    is_overdue: bool


def stock_line(stock: Stock, number: int, since: date | None, dates: PrivacyDates, today: date) -> StockLine:
    """With its due day."""
    due = dates.answers if stock is Stock.ANSWERS else dates.checks if stock in _UNTIL_CHECKED else None
    return StockLine(stock, number, since, due, bool(number) and due is not None and due < today)


def phase_of(lines: Sequence[StockLine], dates: PrivacyDates, today: date) -> Phase:
    """From what is there; while people are known, from the calendar. A study without anybody yet is in the field."""
    kept = {line.stock: line.number for line in lines}
    has_link = any(kept.get(stock, 0) for stock in LINK)
    if not has_link and not kept.get(Stock.ANSWERS, 0):
        return Phase.FIELD if dates.field is None or today <= dates.field else Phase.GONE
    if not has_link:
        return Phase.CLOSED
    return Phase.CHECKS if dates.field is not None and dates.field < today else Phase.FIELD
