"""Bounds that simple constraints state, and the name=value pairs of the parameters column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cati_app.engine.expressions.tree import Binary, Chain, Expression, Negative, Number, Path

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_PAIR = re.compile(r"([A-Za-z][\w-]*)\s*=\s*(\$\{[^}]*\}|[^\s;,]+)")


def parameters_of(text: str) -> Mapping[str, str] | None:
    """The pairs of a parameters cell, None when it holds something else."""
    if not text:
        return {}
    if re.sub(r"[\s;,]+", "", _PAIR.sub("", text)):
        return None
    return {match[1].lower(): match[2] for match in _PAIR.finditer(text)}


def limits_of(tree: Expression | None, whole: bool) -> tuple[float | None, float | None]:
    """Lowest and highest number allowed by comparisons of `.` with numbers that are joined by `and`."""
    low: float | None = None
    high: float | None = None
    for part in conjuncts(tree):
        bound = _bound(part)
        if bound is None:
            continue
        sign, number = bound
        strict = 1.0 if whole and sign in "<>" else 0.0
        if sign.startswith(">"):
            low = max(number + strict, low if low is not None else number + strict)
        else:
            high = min(number - strict, high if high is not None else number - strict)
    return low, high


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


def _bound(tree: Expression) -> tuple[str, float] | None:
    if not isinstance(tree, Binary) or tree.operator not in _FLIPPED:
        return None
    left, right = number_of(tree.left), number_of(tree.right)
    if _is_dot(tree.left) and right is not None:
        return tree.operator, right
    if _is_dot(tree.right) and left is not None:
        return _FLIPPED[tree.operator], left
    return None


def _is_dot(tree: Expression) -> bool:
    return isinstance(tree, Path) and tree.base == "" and [step.name for step in tree.steps] == ["."]
