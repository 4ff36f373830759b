"""Functions over several values: node-sets, and texts that hold a list of items between marks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from cati_app.engine.expressions.values import NAN, to_number

LONGEST_TEXT = 100_000  # characters an expression may build up; more would let a few calculations fill the memory
UNRANKED = 999.0  # SurveyCTO's rank of a value that has none


def bounded(text: str) -> str:
    """A text an expression has built, cut beyond the length of any answer."""
    return text[:LONGEST_TEXT]


def total(values: Sequence[str]) -> float:
    """The sum, added up from left to right; blanks are skipped."""
    sum_so_far = 0.0
    for value in values:
        if value:
            sum_so_far += to_number(value)
    return sum_so_far


def smallest(values: Sequence[str]) -> float:
    """The smallest; blanks are skipped, NaN when nothing is left."""
    return _extreme(values, min)


def largest(values: Sequence[str]) -> float:
    """The largest; blanks are skipped, NaN when nothing is left."""
    return _extreme(values, max)


def _extreme(values: Sequence[str], choose: Callable[[list[float]], float]) -> float:
    numbers = [to_number(value) for value in values if value]
    if not numbers or any(map(math.isnan, numbers)):
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
    return bounded(mark.join(values))


def any_pair(left: Sequence[str], right: Sequence[str], equal: bool) -> bool:
    """XPath's existential comparison of two node-sets as texts."""
    if equal:
        return not set(left).isdisjoint(right)
    return bool(left) and bool(right) and len({*left, *right}) > 1


def any_order(left: Sequence[str], right: Sequence[str], sign: str, number_of: Callable[[str], float]) -> bool:
    """XPath's existential `<`, `<=`, `>` and `>=` of two node-sets: only their extremes matter."""
    ones = [number for number in map(number_of, left) if number == number]  # noqa: PLR0124
    others = [number for number in map(number_of, right) if number == number]  # noqa: PLR0124
    if not ones or not others:
        return False
    if sign[0] == ">":
        ones, others = others, ones
    return min(ones) < max(others) or (len(sign) == 2 and min(ones) == max(others))


def checklist(low: float, high: float, answers: Sequence[bool]) -> bool:
    """Whether the number of true answers lies between two bounds; -1 leaves a bound open."""
    return weighted_checklist(low, high, answers, [1.0] * len(answers))


def weighted_checklist(low: float, high: float, answers: Sequence[bool], weights: Sequence[float]) -> bool:
    """Whether the weights of the true answers sum up to something between two bounds."""
    weight = sum(number for answer, number in zip(answers, weights, strict=False) if answer)
    return (low == -1 or weight >= low) and (high == -1 or weight <= high)


def said_yes(value: str) -> bool:
    """Whether a stored value counts in a checklist: not blank, and not the number 0."""
    return bool(value) and to_number(value) != 0


def items_of(mark: str, text: str) -> list[str]:
    """The items between marks; a blank text holds none, a blank mark separates nothing."""
    if not text:
        return []
    return text.split(mark) if mark else [text]


def count_items(mark: str, text: str) -> float:
    """How many items a list holds, blank ones included."""
    return float(len(items_of(mark, text)))


def item_at(mark: str, text: str, index: float) -> str:
    """The item at an index from 0, blank beyond the ends."""
    items = items_of(mark, text)
    return items[int(index)] if math.isfinite(index) and 0 <= index < len(items) else ""


def item_index(mark: str, text: str, value: str) -> float:
    """The index of the first item that equals a value, -1 without one."""
    items = items_of(mark, text)
    return float(items.index(value)) if value in items else -1.0


def item_present(mark: str, text: str, value: str) -> bool:
    """Whether an item equals a value."""
    return value in items_of(mark, text)


def de_duplicate(mark: str, text: str) -> str:
    """The list without repeated items, each where it stood first."""
    return mark.join(dict.fromkeys(items_of(mark, text)))


def rank_value(value: float, text: str) -> float:
    """The rank of a number in a list between spaces, 1 for the highest; 999 when it is no number of the list."""
    numbers = [to_number(item) for item in text.split()]
    if math.isnan(value) or value not in numbers:
        return UNRANKED
    return 1.0 + sum(1 for number in numbers if number > value)


def rank_index(position: float, values: Sequence[str], counted: Sequence[bool] | None = None) -> float:
    """Rank of the value at a position from 1, 1 for the highest; ties in the order of the rows; 999 without a rank."""
    if not math.isfinite(position) or position != int(position) or not 1 <= position <= len(values):
        return UNRANKED
    counts = [True] * len(values) if counted is None else counted
    numbers = [to_number(value) if count else NAN for value, count in zip(values, counts, strict=True)]
    mine, before = numbers[int(position) - 1], numbers[: int(position) - 1]
    if math.isnan(mine):
        return UNRANKED
    return 1.0 + sum(1 for number in numbers if number > mine) + before.count(mine)
