"""Bounds that simple constraints state, and the name=value pairs of the parameters column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import NamedTuple

from cati_app.engine.expressions.tree import Binary, Chain, Expression, FunctionCall, Negative, Number, Path
from cati_app.engine.kinds.facts import KindFacts, Limits
from cati_app.engine.xlsform.survey import Item

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
_BELOW, _ABOVE = {"<", "<="}, {">", ">="}
_STEP_LABELS = "tick_labelset"
_PAIR = re.compile(r"([A-Za-z][\w-]*)\s*=\s*(\$\{[^}]*\}|[^\s;,]+)")


class Range(NamedTuple):
    """What an answer may be: a number from low to high, in steps; or so many choices."""

    low: float | None = None
    high: float | None = None
    step: float | None = None
    above: bool = False  # low itself is not allowed
    below: bool = False  # high itself is not allowed
    least: int | None = None  # choices
    most: int | None = None


def parameters_of(text: str) -> Mapping[str, str] | None:
    """The pairs of a parameters cell, None when it holds something else."""
    if not text:
        return {}
    if re.sub(r"[\s;,]+", "", _PAIR.sub("", text)):
        return None
    return {match[1].lower(): match[2] for match in _PAIR.finditer(text)}


def limits_of(tree: Expression | None, whole: bool) -> tuple[float | None, float | None]:
    """Lowest and highest number allowed by comparisons of `.` with numbers that are joined by `and`."""
    return _limits(_comparisons(tree), whole)


def step_labels_of(item: Item) -> str:
    """The choice list that names some numbers of a scale; blank: none."""
    scale = item.type.question is not None and item.type.question.facts.limits is Limits.PARAMETERS
    return (parameters_of(item.row.get("parameters")) or {}).get(_STEP_LABELS, "") if scale else ""


def range_of(tree: Expression | None, facts: KindFacts) -> Range:
    """What a constraint says of the answers to a kind of question."""
    if facts.limits is Limits.COUNT:
        least, most = counts_of(tree)
        return Range(least=least, most=most)
    low, high = limits_of(tree, facts.whole)
    above, below = (False, False) if facts.whole else open_ends(tree)
    return Range(low, high, above=above, below=below)


def open_ends(tree: Expression | None) -> tuple[bool, bool]:
    """Whether the limits of a number with decimals are not allowed themselves: `. > 0 and . < 500`."""
    bounds = _comparisons(tree)
    low, high = _limits(bounds, whole=False)
    return (">", low) in bounds, ("<", high) in bounds


def counts_of(tree: Expression | None) -> tuple[int | None, int | None]:
    """How many choices are to be chosen at least and at most, by comparisons of `count-selected(.)` with numbers."""
    low, high = _limits(_bounds(tree, _is_count), whole=True)
    return None if low is None else int(low), None if high is None else int(high)


def _limits(bounds: list[tuple[str, float]], whole: bool) -> tuple[float | None, float | None]:
    lows = [_lowest(number, sign == ">", whole) for sign, number in bounds if sign not in _BELOW]
    highs = [-_lowest(-number, sign == "<", whole) for sign, number in bounds if sign not in _ABOVE]
    return max(lows, default=None), min(highs, default=None)


def _lowest(number: float, strict: bool, whole: bool) -> float:
    """The lowest number that is not below another, of whole ones the next."""
    if not whole:
        return number
    return float(floor(number) + 1) if strict else float(ceil(number))


def conjuncts(tree: Expression | None) -> tuple[Expression, ...]:
    """The parts of an expression that must all be true."""
    if tree is None:
        return ()
    if isinstance(tree, Chain) and tree.operator == "and":
        return tuple(part for operand in tree.operands for part in conjuncts(operand))
    return (tree,)


def number_of(tree: Expression) -> float | None:
    """The number a tree stands for on its own."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Negative) and isinstance(tree.operand, Number):
        return -tree.operand.value
    return None


def _comparisons(tree: Expression | None) -> list[tuple[str, float]]:
    """Those that leave a range of numbers."""
    return [bound for bound in _bounds(tree, _is_dot) if bound[0] != "="]


def _bounds(tree: Expression | None, is_subject: Callable[[Expression], bool]) -> list[tuple[str, float]]:
    """The comparisons of a subject with numbers, each as if the subject stood on the left."""
    bounds = (_bound(part, is_subject) for part in conjuncts(tree))
    return [bound for bound in bounds if bound is not None]


def _bound(tree: Expression, is_subject: Callable[[Expression], bool]) -> tuple[str, float] | None:
    if not isinstance(tree, Binary) or tree.operator not in _FLIPPED:
        return None
    left, right = number_of(tree.left), number_of(tree.right)
    if is_subject(tree.left) and right is not None:
        return tree.operator, right
    if is_subject(tree.right) and left is not None:
        return _FLIPPED[tree.operator], left
    return None


def _is_dot(tree: Expression) -> bool:
    return isinstance(tree, Path) and tree.base == "" and [step.name for step in tree.steps] == ["."]


def _is_count(tree: Expression) -> bool:
    return (
        isinstance(tree, FunctionCall)
        and tree.name == "count-selected"
        and len(tree.arguments) == 1
        and _is_dot(tree.arguments[0])
    )
