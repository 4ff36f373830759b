"""The functions expressions call, on plain Python values.

Source of the rules: ODK XForms specification, section Functions, and XPath 1.0; where engines differ the choice is
documented in docs/engine.md.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence

from cati_app.engine.expressions.lists import bounded
from cati_app.engine.expressions.values import NAN, to_number

_SPACES = re.compile(r"[ \t\r\n]+")  # white space of XML; a non-breaking space is a letter like any other
_MOST_DIGITS = 15  # decimal places beyond which a float holds nothing


def selected(values: str, value: str) -> bool:
    """Whether a choice is among the chosen; what a row of a repeat is called stands there in one word."""
    wanted = one_word(value)
    return bool(wanted) and wanted in values.split()


def one_word(text: str) -> str:
    """A text as one word among several, its blanks as underscores."""
    return "_".join(text.split())


def selected_at(values: str, index: float) -> str:
    """The chosen value at an index from 0, blank beyond the end."""
    chosen = values.split()
    return chosen[int(index)] if math.isfinite(index) and 0 <= index < len(chosen) else ""


def count_selected(values: str) -> float:
    """How many were chosen."""
    return float(len(values.split()))


def round_half_up(number: float, digits: float = 0.0) -> float:
    """Round half towards positive infinity, at a number of decimal places."""
    if not math.isfinite(number) or digits > _MOST_DIGITS:
        return number
    if digits != digits:  # noqa: PLR0124
        return NAN
    if digits < -300:
        return 0.0
    if digits == 0:
        return float(math.floor(number + 0.5))
    scale = 10.0 ** int(digits)
    scaled = number * scale
    return math.floor(scaled + 0.5) / scale if math.isfinite(scaled) else number


def truncate(number: float) -> float:
    """The whole part."""
    return float(math.trunc(number)) if math.isfinite(number) else number


def floor(number: float) -> float:
    """The next whole number below."""
    return float(math.floor(number)) if math.isfinite(number) else number


def ceiling(number: float) -> float:
    """The next whole number above."""
    return float(math.ceil(number)) if math.isfinite(number) else number


def exponential(exponent: float) -> float:
    """The power of e, infinity where it is too great."""
    try:
        return math.exp(exponent)
    except OverflowError:
        return math.inf


def power(base: float, exponent: float) -> float:
    """A power; NaN where there is none, infinity where it is too great."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def guarded(function: Callable[..., float]) -> Callable[..., float]:
    """A function of the math module that gives NaN outside its domain."""

    def call(*numbers: float) -> float:
        try:
            return function(*numbers)
        except (ValueError, OverflowError):
            return NAN

    return call


def log(number: float) -> float:
    """Natural logarithm."""
    return -math.inf if number == 0 else guarded(math.log)(number)


def log10(number: float) -> float:
    """Decimal logarithm."""
    return -math.inf if number == 0 else guarded(math.log10)(number)


def substr(text: str, start: float, end: float = math.inf) -> str:
    """Characters from `start` (from 0) up to, not including, `end`; negative positions count from the end."""
    if start != start or end != end:  # noqa: PLR0124
        return ""
    first = int(max(-len(text), min(start, len(text))))
    last = int(max(-len(text), min(end, len(text))))
    return text[first if first >= 0 else first + len(text) : last if last >= 0 else last + len(text)]


def substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath's substring: positions count from 1 and are rounded."""
    first = round_half_up(start)
    beyond = first + round_half_up(length)
    return "".join(letter for position, letter in enumerate(text, 1) if position >= first and position < beyond)


def substring_before(text: str, mark: str) -> str:
    """What stands before the first mark, blank without one."""
    before, separator, _ = text.partition(mark) if mark else ("", "", "")
    return before if separator else ""


def substring_after(text: str, mark: str) -> str:
    """What stands after the first mark, blank without one."""
    if not mark:
        return text
    return text.partition(mark)[2]


def translate(text: str, old: str, new: str) -> str:
    """Letters replaced one by one; a letter of `old` without partner in `new` is dropped."""
    table: dict[int, str | None] = {}
    for index, letter in enumerate(old):
        table.setdefault(ord(letter), new[index] if index < len(new) else None)
    return text.translate(table)


def lower(text: str) -> str:
    """In lower case."""
    return bounded(text.lower())


def upper(text: str) -> str:
    """In upper case."""
    return bounded(text.upper())


def normalize_space(text: str) -> str:
    """Single spaces, none at the ends."""
    return _SPACES.sub(" ", text).strip(" ")


def truth_of_text(text: str) -> bool:
    """`boolean-from-string`: 1 and true are true."""
    return text in ("1", "true")


_MODULUS = 2_147_483_647


def seed_of(text: str) -> int:
    """The seed a text stands for: its number, 0 when blank, else the first eight bytes of its SHA-256."""
    if text in ("", "Infinity", "-Infinity"):
        return 0
    number = to_number(text)
    if math.isfinite(number):
        return int(number)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def shuffled(items: Sequence[str], seed: int) -> list[str]:
    """The order of `randomize(…, seed)`: inside-out Fisher-Yates driven by Park-Miller."""
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    state = state if state > 0 else state + _MODULUS - 1
    order: list[str] = []
    for index, item in enumerate(items):
        state = state * 16_807 % _MODULUS
        other = math.floor((state - 1) / (_MODULUS - 1) * (index + 1))
        if other == index:
            order.append(item)
        else:
            order.append(order[other])
            order[other] = item
    return order
