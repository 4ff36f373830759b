"""What a calculation can give, read off its expression without evaluating it.

The type of a calculated variable must not depend on the answers collected so far: an interim file and the final one
have the same variables. So the generated source of the expression is read: numbers, dates, or one of a known set of
texts; whatever cannot be decided is text.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind, Texts
from cati_app.engine.kinds.facts import Choosing, Exported
from cati_app.values import dataclass

_MOST_CATEGORIES = 50
_OF_KIND = {Exported.NUMBER: "number", Exported.DATE: "date", Exported.MOMENT: "moment"}
_OF_CALL = {"txt": "number", "today": "date", "now_text": "moment", "start_text": "moment"}


class CalculatedType(StrEnum):
    """Types of calculated variables."""

    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    CATEGORIES = "categories"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class CalculatedValues:
    """The type of a calculation, and its categories (name → label, perhaps none) in order of appearance."""

    result: CalculatedType
    categories: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    types: set[str] = field(default_factory=set)
    texts: dict[str, Texts] = field(default_factory=dict)

    def outcome(self) -> CalculatedValues:
        if self.texts and not self.types and all(_is_number(text) for text in self.texts):
            return CalculatedValues(CalculatedType.NUMBER)
        if self.texts and not self.types and 1 < len(self.texts) <= _MOST_CATEGORIES:
            return CalculatedValues(CalculatedType.CATEGORIES, self.texts)
        if not self.texts and len(self.types) == 1:
            return CalculatedValues(CalculatedType(next(iter(self.types))))
        return CalculatedValues(CalculatedType.TEXT)


def outcome_of(form: Form, node: Node) -> CalculatedValues:
    """What the calculation of a node can give; blank is always possible and not counted."""
    outcomes = _Found()
    _of_node(form, node, outcomes, {node.index})
    return outcomes.outcome()


def _of_node(form: Form, node: Node, outcomes: _Found, seen: set[int]) -> None:
    if node.rules.calculation < 0:
        outcomes.types.add("text")
        return
    tree = ast.parse(form.program[node.rules.calculation], mode="eval").body
    _walk(form, node, tree, outcomes, seen)


def _walk(form: Form, node: Node, tree: ast.expr, outcomes: _Found, seen: set[int]) -> None:
    if isinstance(tree, ast.IfExp):
        _walk(form, node, tree.body, outcomes, seen)
        _walk(form, node, tree.orelse, outcomes, seen)
    elif isinstance(tree, ast.BoolOp):
        for part in tree.values:
            _walk(form, node, part, outcomes, seen)
    elif isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        if tree.value:
            outcomes.texts.setdefault(tree.value, {})
    elif isinstance(tree, ast.Call):
        _called(tree, outcomes)
    elif isinstance(tree, ast.Subscript):
        _looked_up(form, node, tree, outcomes, seen)
    else:
        outcomes.types.add("text")


def _called(tree: ast.Call, outcomes: _Found) -> None:
    name = tree.func.id if isinstance(tree.func, ast.Name) else getattr(tree.func, "attr", "")
    if name == "btx":
        outcomes.texts.setdefault("true", {})
        outcomes.texts.setdefault("false", {})
    else:
        outcomes.types.add(_OF_CALL.get(name, "text"))


def _looked_up(form: Form, node: Node, tree: ast.Subscript, outcomes: _Found, seen: set[int]) -> None:
    """The value of another node: `r.v[7]`, `r.p.v[3]`; `r.w[7]` is the node's own earlier value."""
    target = target_of(form, node, tree)
    if target is None:
        outcomes.types.add("text")
    elif target.index not in seen:
        seen.add(target.index)
        _of_target(form, target, outcomes, seen)


def _of_target(form: Form, target: Node, outcomes: _Found, seen: set[int]) -> None:
    if target.kind is NodeKind.CALCULATION:
        _of_node(form, target, outcomes, seen)
    elif target.choosing is Choosing.ONE:
        for choice in form.lists[target.choices]:
            outcomes.texts.setdefault(choice.name, choice.label)
    else:
        outcomes.types.add(_OF_KIND.get(target.question.facts.exported, "text") if target.question else "text")


def target_of(form: Form, node: Node, tree: ast.expr) -> Node | None:
    """The node an expression like `r.v[7]` of `node` reads; None for anything else."""
    if not isinstance(tree, ast.Subscript) or not isinstance(tree.slice, ast.Constant):
        return None
    cell, slot = tree.value, tree.slice.value
    if not isinstance(cell, ast.Attribute) or cell.attr not in ("v", "w") or not isinstance(slot, int):
        return None
    row, frame = cell.value, node.frame
    while isinstance(row, ast.Attribute) and row.attr == "p":
        row, frame = row.value, form.frames[frame].parent
    if not isinstance(row, ast.Name) or row.id != "r":
        return None
    return form.nodes[form.frames[frame].nodes[slot]]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
