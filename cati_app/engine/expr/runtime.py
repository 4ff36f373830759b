"""What an expression may ask the interview for: time, language, random numbers, choice lists."""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from cati_app.engine.expr.dates import (
    date_of_days,
    date_time_of_days,
    format_moment,
    moment_text,
    parse_date,
    parse_moment,
)
from cati_app.engine.expr.functions import seed_of, shuffled
from cati_app.engine.expr.values import to_number


class Items(Protocol):
    """The choice lists and files of a form, seen as secondary instances."""

    def records(self, name: str) -> Sequence[tuple[Any, ...]]:
        """Every record: its place, then its columns."""
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
    """Handed to every expression as `c`; the session sets time and language before it evaluates."""

    def __init__(self, items: Items, now: datetime, language: str, seed: int, default_language: str) -> None:
        self.items = items
        self.now = now
        self.started = now
        self.language = language
        self.default_language = default_language
        self.seed = seed
        self.previous: Mapping[str, str] = {}  # values of the interview saved last, by name

    def today(self) -> str:
        """The local date of the last event."""
        return self.now.date().isoformat()

    def now_text(self) -> str:
        """The local time of the last event, with its offset."""
        return moment_text(self.now)

    def start_text(self) -> str:
        """When the interview started."""
        return moment_text(self.started)

    def date(self, value: str | float) -> str:
        """`date(…)`: the date of a text or of a number of days, blank when it is none."""
        if isinstance(value, str):
            day = parse_date(value)
            if day is not None:
                return day.isoformat()
            value = to_number(value)
        return date_of_days(value)

    def date_time(self, value: str | float) -> str:
        """`date-time(…)`: the moment of a text or of a number of days, blank when it is none."""
        zone = self.now.tzinfo
        if isinstance(value, str) and zone is not None:
            moment = parse_moment(value, zone)
            if moment is not None:
                return moment_text(moment)
            value = to_number(value)
        return date_time_of_days(float(value), zone) if zone is not None else ""

    def decimal_date_time(self, value: str) -> float:
        """Days since 1970-01-01 with the time of day as a fraction."""
        return to_number(value)

    def format(self, value: str | float, pattern: str) -> str:
        """`format-date(…)`, blank when the value is no date."""
        text = value if isinstance(value, str) else self.date_time(value)
        zone = self.now.tzinfo
        moment = parse_moment(text, zone) if zone is not None else None
        return "" if moment is None else format_moment(moment, pattern, self.language)

    def fraction(self, key: str) -> float:
        """A random number from 0 up to 1, the same for the same interview and place."""
        return int.from_bytes(self._hash(key)[:7], "big") / (1 << 56)

    def uuid(self, key: str, length: float = math.nan) -> str:
        """A random identifier, the same for the same interview and place."""
        raw = self._hash(key)
        if length == length:  # noqa: PLR0124
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            return "".join(letters[raw[place % 32] % 62] for place in range(int(length)))
        return str(uuid.UUID(bytes=raw[:16], version=4))

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
        if not own:
            return self.items.label(name, value, self.language)
        text = own.get(self.language) or own.get(self.default_language)
        return text() if text else ""
