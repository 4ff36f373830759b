"""Conditions and checks in words: question numbers for names, answers in quotation marks for codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.tree import (
    Binary,
    Chain,
    Expression,
    FunctionCall,
    Negative,
    Number,
    Path,
    Reference,
    Text,
)
from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.kinds.facts import Choosing
from cati_app.engine.xlsform.limits import conjuncts, limits_of, number_of
from cati_app.publish.paper.source import Source
from cati_app.texts import Terms

_SIGNS = {"=": "is", "!=": "is_not", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_OPPOSITE = {"=": "!=", "!=": "="}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Teller:
    """Puts expressions of a questionnaire into words of one language."""

    source: Source
    language: str
    words: Terms
    numbers: Mapping[int, int]  # numbers of questions, by node

    def tell(self, node: Node, text: str) -> str:
        """An expression of a node in words; as written when it cannot be read."""
        try:
            return self.say(parse(text), node)
        except ExpressionError:
            return text

    def check(self, node: Node, text: str) -> str:
        """A check of an answer in words; blank when words would not be clearer than the author's message."""
        try:
            tree = parse(text)
        except ExpressionError:
            return ""
        whole = node.whole
        low, high = limits_of(tree, whole)
        parts = conjuncts(tree)
        closed = whole or all(isinstance(part, Binary) and part.operator in ("<=", ">=") for part in parts)
        if low is not None and high is not None and len(parts) == 2 and closed:
            return self.words("within", a=self.words("the_answer"), low=to_text(low), high=to_text(high))
        return "" if _is_technical(tree) else self.say(tree, node)

    def name(self, node: Node) -> str:
        """How a node is referred to: by its number, else by its name."""
        number = self.numbers.get(node.index)
        return self.words("question_n", n=number) if number else node.name

    def say(self, tree: Expression, node: Node) -> str:
        """A part of an expression in words."""
        if isinstance(tree, Chain):
            word = f" {self.words(tree.operator)} " if tree.operator in ("and", "or") else " | "
            return word.join(self.inner(part, node) for part in tree.operands)
        if isinstance(tree, Binary) and tree.operator in _SIGNS:
            return self.comparison(tree, node)
        if isinstance(tree, Binary):
            return f"{self.inner(tree.left, node)} {_arithmetic(tree.operator)} {self.inner(tree.right, node)}"
        if isinstance(tree, FunctionCall):
            return self.call(tree, node)
        if isinstance(tree, Reference):
            known = self.source.resolve(tree.name, node)
            return self.name(known) if known else tree.name
        if isinstance(tree, Path):
            return self.path(tree, node)
        if isinstance(tree, Negative):
            return f"−{self.inner(tree.operand, node)}"
        return to_text(tree.value) if isinstance(tree, Number) else self.words("quoted", a=tree.value)

    def inner(self, tree: Expression, node: Node) -> str:
        """A part within another, in brackets where it could be misread."""
        said = self.say(tree, node)
        return f"({said})" if isinstance(tree, Chain) else said

    def comparison(self, tree: Binary, node: Node) -> str:
        left, right, sign = tree.left, tree.right, tree.operator
        if isinstance(left, Text | Number) and not isinstance(right, Text | Number):
            left, right, sign = right, left, _FLIPPED[sign]
        about = self.about(left, node)
        if isinstance(right, Text) and right.value == "" and sign in ("=", "!="):
            asked = about is not None and about.kind is NodeKind.QUESTION
            term = ("answered" if asked else "known") if sign == "!=" else ("unanswered" if asked else "unknown")
            return self.words(term, a=self.inner(left, node))
        value = self.inner(right, node)
        constant = (
            right.value
            if isinstance(right, Text)
            else to_text(number)
            if (number := number_of(right)) is not None
            else None
        )
        if about is not None and constant is not None and sign in ("=", "!="):
            value = self.answer(about, constant)
        return self.words(_SIGNS[sign], a=self.inner(left, node), b=value)

    def about(self, tree: Expression, node: Node) -> Node | None:
        if isinstance(tree, Path) and _is_dot(tree):
            return node
        if isinstance(tree, Path) and tree.steps:
            return self.source.resolve(tree.steps[-1].name, node)
        return self.source.resolve(tree.name, node) if isinstance(tree, Reference) else None

    def answer(self, node: Node, value: str) -> str:
        """A value of a node: the label of the choice, else the value."""
        choice = self.source.form.choices_by_name.get(node.choices, {}).get(value)
        if choice is None:
            return value if value.replace(".", "", 1).isdigit() else self.words("quoted", a=value)
        label = choice.label.get(self.language) or choice.label.get(self.source.form.default_language) or (value,)
        return self.words("quoted", a="".join(str(part) for part in label).strip())

    def call(self, tree: FunctionCall, node: Node) -> str:
        if tree.name == "selected" and len(tree.arguments) == 2:
            subject, other = tree.arguments
            about = self.about(subject, node)
            constant = other.value if isinstance(other, Text) else None
            value = self.answer(about, constant) if about and constant is not None else self.inner(other, node)
            single = about is not None and about.choosing is Choosing.ONE
            return self.words("is" if single else "includes", a=self.inner(subject, node), b=value)
        if tree.name == "not" and len(tree.arguments) == 1:
            inside = tree.arguments[0]
            if isinstance(inside, Binary) and inside.operator in _OPPOSITE:
                return self.comparison(replace(inside, operator=_OPPOSITE[inside.operator]), node)
            return self.words("not", a=self.inner(inside, node))
        if tree.name in ("today", "now") and not tree.arguments:
            return self.words("today")
        if tree.name == "false" and not tree.arguments:
            return self.words("never")
        return f"{tree.name}({', '.join(self.say(part, node) for part in tree.arguments)})"

    def path(self, tree: Path, node: Node) -> str:
        if _is_dot(tree):
            return self.words("the_answer")
        known = self.about(tree, node)
        base = tree.base if isinstance(tree.base, str) else ""
        return self.name(known) if known else base + "/".join(step.name for step in tree.steps)


def _is_dot(tree: Path) -> bool:
    return tree.base == "" and [step.name for step in tree.steps] == ["."]


def _arithmetic(operator: str) -> str:
    return {"*": "×", "div": "÷", "-": "−"}.get(operator, operator)


def _is_technical(tree: Expression) -> bool:
    """Whether an expression calls functions that words do not make clearer."""
    if isinstance(tree, FunctionCall):
        plain = tree.name in ("selected", "not", "today", "now")
        return not plain or any(_is_technical(part) for part in tree.arguments)
    if isinstance(tree, Chain):
        return any(_is_technical(part) for part in tree.operands)
    if isinstance(tree, Binary):
        return _is_technical(tree.left) or _is_technical(tree.right)
    return isinstance(tree, Negative) and _is_technical(tree.operand)
