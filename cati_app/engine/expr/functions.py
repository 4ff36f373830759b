"""The functions expressions call, on plain Python values.

Source of the rules: ODK XForms specification, section Functions, and XPath 1.0; where engines differ the choice is
documented in docs/engine.md.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from cati_app.engine.expr.dates import day_fraction, parse_time
from cati_app.engine.expr.values import NAN, to_number, to_text

_LONGEST_PATTERN_INPUT = 2_000
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def selected(values: str, value: str) -> bool:
    """Whether a choice is among the chosen."""
    wanted = value.strip()
    return bool(wanted) and wanted in values.split()


def selected_at(values: str, place: float) -> str:
    """The chosen value at a place from 0, blank beyond the end."""
    chosen = values.split()
    return chosen[int(place)] if math.isfinite(place) and 0 <= place < len(chosen) else ""


def count_selected(values: str) -> float:
    """How many were chosen."""
    return float(len(values.split()))


def round_half_up(number: float, digits: float = 0.0) -> float:
    """Round half towards positive infinity, at a number of decimal places."""
    if not math.isfinite(number) or not math.isfinite(digits):
        return number
    if digits == 0:
        return float(math.floor(number + 0.5))
    scale = 10.0 ** int(digits)
    return math.floor(number * scale + 0.5) / scale


def truncate(number: float) -> float:
    """The whole part."""
    return float(math.trunc(number)) if math.isfinite(number) else number


def floor(number: float) -> float:
    """The next whole number below."""
    return float(math.floor(number)) if math.isfinite(number) else number


def ceiling(number: float) -> float:
    """The next whole number above."""
    return float(math.ceil(number)) if math.isfinite(number) else number


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
    """Characters from `start` (from 0) up to, not including, `end`; negative places count from the end."""
    if start != start or end != end:  # noqa: PLR0124
        return ""
    first = int(max(-len(text), min(start, len(text))))
    last = int(max(-len(text), min(end, len(text))))
    return text[first if first >= 0 else first + len(text) : last if last >= 0 else last + len(text)]


def substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath's substring: places count from 1 and are rounded."""
    first = round_half_up(start)
    beyond = first + round_half_up(length)
    return "".join(letter for place, letter in enumerate(text, 1) if place >= first and place < beyond)


def substring_before(text: str, mark: str) -> str:
    """What stands before the first mark, blank without one."""
    before, found, _ = text.partition(mark) if mark else ("", "", "")
    return before if found else ""


def substring_after(text: str, mark: str) -> str:
    """What stands after the first mark, blank without one."""
    if not mark:
        return text
    return text.partition(mark)[2]


def translate(text: str, old: str, new: str) -> str:
    """Letters replaced one by one; a letter of `old` without partner in `new` is dropped."""
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return text.translate(table)


def normalize_space(text: str) -> str:
    """Single spaces, none at the ends."""
    return " ".join(text.split())


@lru_cache(maxsize=512)
def compiled_pattern(pattern: str) -> re.Pattern[str] | None:
    """A pattern as Java and JavaScript read it, None when Python cannot."""
    escaped = False
    in_set = False
    parts = []
    for letter in pattern:
        if not escaped and letter == "[":
            in_set = True
        elif not escaped and letter == "]":
            in_set = False
        parts.append(r"\Z" if letter == "$" and not escaped and not in_set else letter)
        escaped = letter == "\\" and not escaped
    try:
        return re.compile("".join(parts), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern is found in the text (anchor it to match the whole)."""
    expression = compiled_pattern(pattern)
    return expression is not None and expression.search(text[:_LONGEST_PATTERN_INPUT]) is not None


def total(values: Sequence[str]) -> float:
    """The sum; blanks are skipped."""
    return math.fsum(to_number(value) for value in values if value) if values else 0.0


def smallest(values: Sequence[str]) -> float:
    """The smallest; blanks are skipped, NaN when nothing is left."""
    return _extreme(values, min)


def largest(values: Sequence[str]) -> float:
    """The largest; blanks are skipped, NaN when nothing is left."""
    return _extreme(values, max)


def _extreme(values: Sequence[str], choose: Callable[[list[float]], float]) -> float:
    numbers = [to_number(value) for value in values if value]
    if not numbers or any(number != number for number in numbers):  # noqa: PLR0124
        return NAN
    return choose(numbers)


def filled(values: Sequence[str]) -> float:
    """How many are not blank."""
    return float(sum(1 for value in values if value))


def first(values: Sequence[str]) -> str:
    """The first of a node-set, blank when it is empty."""
    return values[0] if values else ""


def joined(mark: str, values: Sequence[str]) -> str:
    """Texts in one, with a mark between."""
    return mark.join(values)


def any_pair(left: Sequence[str], right: Sequence[str], equal: bool) -> bool:
    """XPath's existential comparison of two node-sets."""
    if equal:
        return not set(left).isdisjoint(right)
    return any(one != other for one in left for other in right)


def checklist(low: float, high: float, answers: Sequence[bool]) -> bool:
    """Whether the number of true answers lies between two bounds; -1 leaves a bound open."""
    return weighted_checklist(low, high, [(answer, 1.0) for answer in answers])


def weighted_checklist(low: float, high: float, answers: Sequence[tuple[bool, float]]) -> bool:
    """Whether the weights of the true answers sum up to something between two bounds."""
    weight = sum(number for answer, number in answers if answer)
    return (low == -1 or weight >= low) and (high == -1 or weight <= high)


def truth_of_text(text: str) -> bool:
    """`boolean-from-string`: 1 and true are true."""
    return text in ("1", "true")


def decimal_time(text: str) -> float:
    """The share of the day gone at a time of day."""
    clock = parse_time(text)
    return NAN if clock is None else day_fraction(clock)


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """A hash of a text, in base64 or hex; blank for an unknown algorithm."""
    name = _HASHES.get(algorithm.upper())
    if name is None:
        return ""
    raw = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
    return raw.hex() if encoding == "hex" else base64.b64encode(raw).decode()


def base64_decode(text: str) -> str:
    """The text behind a base64 text, blank when there is none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (ValueError, UnicodeDecodeError):
        return ""


def number_text(number: float) -> str:
    """A number inside a text expression."""
    return to_text(number)


_MODULUS = 2_147_483_647


def seed_of(text: str) -> int:
    """The seed a text stands for: its number, 0 when blank, else the first eight bytes of its SHA-256."""
    if not text:
        return 0
    number = to_number(text)
    if math.isfinite(number):
        return int(number)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)


def shuffled(items: Sequence[str], seed: int) -> list[str]:
    """The order of `randomize(…, seed)`: inside-out Fisher-Yates driven by Park-Miller."""
    state = math.fmod(seed, _MODULUS)
    state = int(state) if state > 0 else int(state) + _MODULUS - 1
    order: list[str] = []
    for place, item in enumerate(items):
        state = state * 16_807 % _MODULUS
        other = math.floor((state - 1) / (_MODULUS - 1) * (place + 1))
        if other == place:
            order.append(item)
        else:
            order.append(order[other])
            order[other] = item
    return order
