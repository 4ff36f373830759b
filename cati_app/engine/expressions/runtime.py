"""What an expression may ask the interview for: time, language, random numbers, choice lists."""

from __future__ import annotations

import hashlib
import math
import operator
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

from cati_app.engine.expressions.dates import (
    date_of_days,
    date_time_of_days,
    day_fraction,
    format_moment,
    instant,
    local_time,
    localized,
    moment_text,
    months_between,
    padded,
    parse_date,
    parse_moment,
)
from cati_app.engine.expressions.functions import seed_of, shuffled
from cati_app.engine.expressions.geometry import scattered
from cati_app.engine.expressions.lists import bounded
from cati_app.engine.expressions.names import grouped
from cati_app.engine.expressions.values import NAN, number_in, to_text

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LONGEST_UUID = 10_000


class Items(Protocol):
    """The choice lists and files of a form, seen as secondary instances."""

    def itext(self, identifier: str, language: str) -> str:
        """The label of the choice that has an identifier, blank when there is none."""
        ...

    def records(self, name: str) -> Sequence[tuple[Any, ...]]:
        """Every record: its index, then its columns."""
        ...

    def where(self, name: str, columns: tuple[tuple[int, str], ...], value: object) -> Sequence[tuple[Any, ...]]:
        """The records whose columns hold a value."""
        ...

    def cell(self, name: str, columns: tuple[tuple[int, str], ...], value: object, column: int) -> str:
        """One column of the first record found, blank when there is none."""
        ...

    def pulled(self, name: str, column: str, key: str, value: str) -> str:
        """As `cell`, by the names of file and columns; blank where one does not exist."""
        ...

    def label(self, name: str, value: str, language: str) -> str:
        """The label of a choice, blank when there is none."""
        ...


class Runtime:
    """Handed to every expression as `c`; the session sets time, language and time spent before it evaluates.

    Attributes:
        given: What an interview is told about where it runs, by the name of the function that gives it:
            username, device-info, enumerator-name, enumerator-id, phone-call-log, phone-call-duration,
            collect-is-phone-app, and whatever `property(…)` asks for.
        spent_ms: Milliseconds the interview has run so far, pauses left out.
    """

    _ORDERS: ClassVar[Mapping[str, Callable[[Any, Any], bool]]] = {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }

    def __init__(self, items: Items, now: datetime, language: str, seed: int, default_language: str) -> None:
        self.items = items
        self.now = now
        self.started = now
        self.language = language
        self.default_language = default_language
        self.seed = seed
        self.zone = now.tzinfo or UTC  # of the study: what its clocks show
        self.num = number_in(self.zone)
        self.previous: Mapping[str, str] = {}  # values of the interview saved last, by name
        self.given: Mapping[str, str] = {}
        self.spent_ms = 0
        self.clock_ms = 0  # reading of the event before

    def told(self, name: str) -> str:
        """A value handed in at the start, blank when there is none."""
        return self.given.get(name, "")

    def pass_time(self, clock_ms: int, *, counts: bool) -> None:
        """The clock has moved on to the next event; one that was restarted in between tells nothing."""
        if counts:
            self.spent_ms += max(0, clock_ms - self.clock_ms)
        self.clock_ms = clock_ms

    def duration(self) -> float:
        """Whole seconds spent in the interview."""
        return float(self.spent_ms // 1000)

    def today(self) -> str:
        """The local date of the last event."""
        return self.now.date().isoformat()

    def now_text(self) -> str:
        """The local time of the last event, with its offset."""
        return moment_text(self.now)

    def start_text(self) -> str:
        """When the interview started."""
        return moment_text(self.started)

    def ordered(self, left: str, right: str, sign: str) -> bool:
        """A comparison of two texts by order: two moments as such, whatever their offsets, else two numbers."""
        order = self._ORDERS[sign]
        first, second = instant(left, self.zone), instant(right, self.zone)
        if first is not None and second is not None:
            return order(first, second)
        return order(self.num(left), self.num(right))

    def same(self, left: str, right: str) -> bool:
        """Whether two texts are equal, or name the same moment."""
        if left == right:
            return True
        moment = instant(left, self.zone)
        return moment is not None and moment == instant(right, self.zone)

    def date(self, value: str | float) -> str:
        """`date(…)`: the date of a text or of a number of days, blank when it is none."""
        if isinstance(value, str):
            value = localized(value, self.zone)
            day = parse_date(value) or parse_date(padded(value))
            if day is not None:
                return day.isoformat()
            value = self.num(value)
        return date_of_days(value)

    def date_time(self, value: str | float) -> str:
        """`date-time(…)`: the moment of a text or of a number of days, blank when it is none."""
        if isinstance(value, str):
            moment = parse_moment(value, self.zone)
            if moment is not None:
                return moment_text(moment)
            value = self.num(value)
        return date_time_of_days(float(value), self.zone)

    def decimal_date_time(self, value: str) -> float:
        """Days since 1970-01-01 with the time of day as a fraction."""
        return self.num(value)

    def format(self, value: str | float, pattern: str) -> str:
        """`format-date(…)`, blank when the value is no date."""
        text = value if isinstance(value, str) else self.date_time(value)
        moment = parse_moment(localized(text, self.zone), self.zone)
        return "" if moment is None else bounded(format_moment(moment, pattern, self.language))

    def decimal_time(self, value: str) -> float:
        """The share of the day gone at a time of day or at the time of a moment."""
        local = localized(value, self.zone)
        clock = local_time(local.partition("T")[2] if parse_date(local) else local, self.started)
        return NAN if clock is None else day_fraction(clock)

    def months(self, first: str | float, last: str | float) -> float:
        """Whole calendar months between two dates, NaN when one is none."""
        start, other = parse_date(self.date(first)), parse_date(self.date(last))
        return NAN if start is None or other is None else float(months_between(start, other))

    def number_text(self, number: float) -> str:
        """A number with marks between thousands, as the active language writes it."""
        return grouped(to_text(number), self.language)

    def scattered(self, point: str, metres: float, key: str) -> str:
        """A geopoint moved at random, the same for the same interview and place."""
        return scattered(point, metres, self.fraction(key + ".turn"), self.fraction(key + ".share"))

    def fraction(self, key: str) -> float:
        """A random number from 0 up to 1, the same for the same interview and place."""
        return int.from_bytes(self._hash(key)[:7], "big") / (1 << 56)

    def uuid(self, key: str) -> str:
        """A random identifier, the same for the same interview and place."""
        return str(uuid.UUID(bytes=self._hash(key)[:16], version=4))

    def letters(self, key: str, length: float) -> str:
        """So many random letters and digits, the same for the same interview and place; blank without a length."""
        if not math.isfinite(length) or length < 1:
            return ""
        wanted = min(int(length), _LONGEST_UUID)
        raw = b"".join(self._hash(f"{key}.{part}" if part else key) for part in range(wanted // 32 + 1))
        return "".join(_LETTERS[byte % 62] for byte in raw[:wanted])

    def _hash(self, key: str) -> bytes:
        return hashlib.sha256(f"{self.seed}:{key}".encode()).digest()

    def shuffled(self, values: Sequence[str], key: str, seed: str | None = None) -> list[str]:
        """`randomize(…)`: by its own seed, or by that of the interview."""
        number = seed_of(seed) if seed is not None else int.from_bytes(self._hash(key)[:4], "big")
        return shuffled(values, number)

    def choice_label(
        self, values: str, name: str, piped: Mapping[str, Mapping[str, Callable[[], str]]] | None = None
    ) -> str:
        """`jr:choice-name(…)` in the active language; several choices are listed. `piped`: labels with references."""
        return ", ".join(self._label(value, name, piped) or value for value in values.split())

    def _label(self, value: str, name: str, piped: Mapping[str, Mapping[str, Callable[[], str]]] | None) -> str:
        own = piped.get(value) if piped else None
        return self._filled(own) if own else self.items.label(name, value, self.language)

    def _filled(self, texts: Mapping[str, Callable[[], str]]) -> str:
        """A label with references in the active language."""
        text = texts.get(self.language) or texts.get(self.default_language)
        return text() if text else ""

    def itext(self, identifier: str, piped: Mapping[str, Mapping[str, Callable[[], str]]] | None = None) -> str:
        """`jr:itext(…)`: the label of a choice by its identifier, blank when there is none. `piped` as above."""
        own = piped.get(identifier) if piped else None
        return self._filled(own) if own else self.items.itext(identifier, self.language)
