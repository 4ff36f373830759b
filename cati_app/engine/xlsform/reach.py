"""Finds questions that can provably never be asked, and the values a calculation can yield."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.places import Places
from cati_app.engine.expressions.tree import Binary, Chain, Expression, FunctionCall, Number, Reference, Text
from cati_app.engine.expressions.values import to_number, to_text
from cati_app.engine.form.nodes import Choice
from cati_app.engine.sheets.codes import finding
from cati_app.engine.xlsform.limits import conjuncts, number_of
from cati_app.engine.xlsform.survey import Item

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_PASSES = 50  # how far “never asked” is followed from question to question
_NEVER = Phrase("the condition is never true")


@dataclass(slots=True)
class Reach:
    """Simple reasoning about conditions; what it cannot follow counts as possible."""

    items: Sequence[Item]
    places: Places
    lists: Mapping[str, tuple[Choice, ...]]
    dead: dict[int, str] = field(default_factory=dict)

    def findings(self, header: str) -> list[Finding]:
        """One finding for each item whose own condition can never be true."""
        for _ in range(_PASSES):
            changed = False
            for item in self.items[1:]:
                if item.index not in self.dead and (reason := self.reason(item)):
                    self.dead[item.index] = reason
                    changed = True
            if not changed:
                break
        return [
            finding("unreachable", "survey", item.row.number, header, name=item.name, reason=self.dead[item.index])
            for item in self.items[1:]
            if self.dead.get(item.index) and item.parent not in self.dead
        ]

    def reason(self, item: Item) -> str:
        """Why an item can never be relevant, blank when it can."""
        if item.parent in self.dead:
            return self.dead[item.parent]
        own = item.row.get("relevant")
        if own.lower() in ("no", "false", "false()"):
            return _NEVER
        parts: list[Expression] = []
        above = item
        while above.index:
            parts += conjuncts(_tree(above.row.get("relevant")))
            above = self.items[above.parent]
        return (self.impossible(parts, item) or self.contradiction(parts, item)) if own else ""

    def impossible(self, parts: Sequence[Expression], item: Item) -> str:
        """Why one of the parts can never be true."""
        for part in parts:
            if isinstance(part, Chain) and part.operator == "or":
                reasons = [self.impossible(conjuncts(option), item) for option in part.operands]
                if all(reasons):
                    return reasons[0]
            elif isinstance(part, FunctionCall) and part.name == "false":
                return _NEVER
            elif (reason := self.comparison(part, item)) is not None:
                return reason
        return ""

    def comparison(self, part: Expression, item: Item) -> str | None:
        test = test_of(part)
        if test is None:
            constant = constant_of(part)
            return _NEVER if constant is False else None
        name, sign, value = test
        position = self.places.named(name, item.index)
        if position is None or sign == "!=" or value == "":
            return None
        if position.index in self.dead:
            return Phrase("“{name}” is never asked", name=name)
        known = self.values(position.index)
        if sign not in ("=", "selected") or known is None:
            return None
        same = value in known or any(to_number(value) == to_number(other) for other in known)
        return None if same else f"“{value}” is no possible value of “{name}”"

    def values(self, index: int) -> set[str] | None:
        """The values a node can have, None when they cannot be told."""
        item = self.items[index]
        if item.type.list_name:
            choices = self.lists.get(item.type.list_name)
            return None if choices is None else {choice.name for choice in choices}
        if item.type.word == "calculate" and not item.row.get("default"):
            return self.yields(_tree(item.row.get("calculation")), index, 20)
        return None

    def yields(self, tree: Expression | None, index: int, depth: int) -> set[str] | None:
        """The values an expression can yield, None when they cannot be told."""
        if isinstance(tree, Text):
            return {tree.value}
        number = number_of(tree) if tree is not None else None
        if number is not None:
            return {to_text(number)}
        if not isinstance(tree, FunctionCall | Reference) or depth == 0:
            return None
        if isinstance(tree, Reference):
            position = self.places.named(tree.name, index)
            alone = position is not None and self.items[position.index].type.one_choice
            values = self.values(position.index) if position is not None and alone else None
            return None if values is None else {*values, ""}
        if tree.name not in ("if", "coalesce", "once"):
            return None
        branches = tree.arguments[1:] if tree.name == "if" else tree.arguments
        parts = [self.yields(branch, index, depth - 1) for branch in branches]
        return None if any(part is None for part in parts) else {value for part in parts for value in part or ()}

    def contradiction(self, parts: Sequence[Expression], item: Item) -> str:
        """Two demands on one question that cannot both be met."""
        wanted: dict[int, str] = {}
        bounds: dict[int, list[tuple[str, float]]] = {}
        for name, sign, value in _tests(parts):
            position = self.places.named(name, item.index)
            if position is None:
                continue
            if sign == "=" and value:
                before = wanted.setdefault(position.index, value)
                if before != value and to_number(before) != to_number(value):
                    return Phrase(
                        "“{name}” cannot be both “{before}” and “{value}”", name=name, before=before, value=value
                    )
            if sign in ("<", "<=", ">", ">=", "="):
                bounds.setdefault(position.index, []).append((sign, to_number(value)))
        for index, demands in bounds.items():
            if _is_empty(demands):
                return Phrase("no number meets all conditions on “{name}”", name=self.items[index].name)
        return ""


def _tests(parts: Sequence[Expression]) -> Iterator[tuple[str, str, str]]:
    for part in parts:
        test = test_of(part)
        if test is not None:
            yield test


def test_of(part: Expression) -> tuple[str, str, str] | None:
    """Name, sign and value of a comparison of one question with a constant; `selected` counts as a sign."""
    if isinstance(part, FunctionCall) and part.name == "selected" and len(part.arguments) == 2:
        first, other = part.arguments
        if isinstance(first, Reference) and isinstance(other, Text) and not first.predicates:
            return first.name, "selected", other.value.strip()
    if not isinstance(part, Binary) or part.operator not in _FLIPPED:
        return None
    for first, other, sign in (
        (part.left, part.right, part.operator),
        (part.right, part.left, _FLIPPED[part.operator]),
    ):
        value = _constant(other)
        if isinstance(first, Reference) and not first.predicates and value is not None:
            return first.name, sign, value
    return None


def constant_of(part: Expression) -> bool | None:
    """The truth of a comparison of two constants, None for anything else."""
    if not isinstance(part, Binary) or part.operator not in _FLIPPED:
        return None
    left, right = _constant(part.left), _constant(part.right)
    if left is None or right is None:
        return None
    if part.operator in ("=", "!="):
        numeric = isinstance(part.left, Number) or isinstance(part.right, Number)
        same = to_number(left) == to_number(right) if numeric else left == right
        return same == (part.operator == "=")
    return not _is_empty([(part.operator, to_number(right)), ("=", to_number(left))])


def _constant(tree: Expression) -> str | None:
    if isinstance(tree, Text):
        return tree.value
    number = number_of(tree)
    return None if number is None else to_text(number)


def _is_empty(demands: Sequence[tuple[str, float]]) -> bool:
    """Whether no number meets all demands."""
    low, high = float("-inf"), float("inf")
    open_low = open_high = False
    for sign, number in demands:
        if number != number:  # noqa: PLR0124 - a demand on a text
            continue
        if sign in (">", ">=", "=") and (number > low or (number == low and sign == ">")):
            low, open_low = number, sign == ">"
        if sign in ("<", "<=", "=") and (number < high or (number == high and sign == "<")):
            high, open_high = number, sign == "<"
    return low > high or (low == high and (open_low or open_high))


def _tree(text: str) -> Expression | None:
    try:
        return parse(text) if text else None
    except ExpressionError:
        return None
