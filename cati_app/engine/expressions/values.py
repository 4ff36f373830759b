"""Text, numbers and truth as XForms sees them: every value is stored as text, typed views are derived."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal
from functools import lru_cache

from cati_app.engine.expressions.dates import days_of, localized

NAN = math.nan
_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*\Z", re.ASCII)
_PLAIN_BELOW = 1e21


@lru_cache(maxsize=4096)
def to_number(text: str) -> float:
    """The number a text stands for; a date or time counts in days since 1970-01-01, anything else is not a number.

    The offset of a moment is ignored; where the zone of the interview is known, `number_in` heeds it.
    """
    if _NUMBER.match(text):
        return float(text)
    days = days_of(text)
    return NAN if days is None else days


@lru_cache(maxsize=16)
def number_in(zone: tzinfo) -> Callable[[str], float]:
    """As `to_number`; a moment with an offset counts by the clocks of `zone`."""

    @lru_cache(maxsize=4096)
    def number(text: str) -> float:
        return to_number(localized(text, zone))

    return number


def to_text(number: float) -> str:
    """A number as text: shortest digits that read back the same, no exponent below 1e21, NaN is blank."""
    if number != number:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _PLAIN_BELOW:
        return str(int(number))
    shortest = repr(float(number))
    if "e" not in shortest:
        return shortest
    return format(Decimal(shortest), "f") if abs(number) < _PLAIN_BELOW else shortest.replace("e+", "e")


def truth_text(value: bool) -> str:
    """A truth value as text."""
    return "true" if value else "false"


def number_truth(number: float) -> bool:
    """Zero and NaN are false."""
    return number == number and number != 0  # noqa: PLR0124


def divide(left: float, right: float) -> float:
    """Division by zero gives an infinity or NaN, never an error."""
    if right:
        return left / right
    if left != left or right != right or left == 0:  # noqa: PLR0124
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """The remainder with the sign of the dividend."""
    if left != left or right != right or right == 0 or math.isinf(left):  # noqa: PLR0124
        return NAN
    return math.fmod(left, right)
