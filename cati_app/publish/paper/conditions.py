"""Conditions, checks and formulas in words: numbers for names, answers in quotation marks for codes."""

from __future__ import annotations

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
from cati_app.publish.paper.naming import Naming
from cati_app.publish.paper.source import Source, names_in
from cati_app.texts import Terms

_SIGNS = {"=": "is", "!=": "is_not", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_OPPOSITE = {"=": "!=", "!=": "="}
_AS_IT_IS = frozenset({"number", "string", "once", "boolean", "jr:choice-name", "choice-label", "jr:itext"})
_LOOKED_UP = frozenset({"instance", "pulldata", "search"})
_RANK = {"+": 1, "-": 1, "*": 2, "div": 2, "mod": 2}
_OF_ONE = {"sum": "sum_of", "int": "whole_of", "floor": "whole_of", "string-length": "length_of"}
_DATES = {"%Y": "year_of", "%m": "month_of", "%n": "month_of"}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Teller:
    """Puts expressions of a questionnaire into words of one language."""

    source: Source
    words: Terms
    naming: Naming
    brief: bool = False  # values by their numbers alone, where their labels stand above

    def tell(self, node: Node, text: str) -> str:
        """An expression of a node in words; as written, but for the names, when it cannot be read."""
        try:
            return self.say(parse(text), node)
        except ExpressionError:
            for name in names_in(text):
                text = text.replace(f"${{{name}}}", self.named(name, node))
            return text

    def read(self, node: Node, text: str) -> str:
        """What an expression reads, as a list; blank where it reads nothing that stands on paper."""
        return ", ".join(dict.fromkeys(self.named(name, node) for name in names_in(text)))

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

    def named(self, name: str, at: Node) -> str:
        """What `${name}` means at a node."""
        known = self.source.resolve(name, at)
        return self.naming.of(known, brief=self.brief) if known else self.words("looked_up")

    def say(self, tree: Expression, node: Node) -> str:
        """A part of an expression in words."""
        if isinstance(tree, Chain):
            word = f" {self.words(tree.operator)} " if tree.operator in ("and", "or") else " | "
            return word.join(self.inner(part, node) for part in tree.operands)
        if isinstance(tree, Binary) and tree.operator in _SIGNS:
            return self.comparison(tree, node)
        if isinstance(tree, Binary):
            left, right = self.operand(tree, tree.left, node), self.operand(tree, tree.right, node)
            return f"{left} {_arithmetic(tree.operator)} {right}"
        if isinstance(tree, FunctionCall):
            return self.call(tree, node)
        if isinstance(tree, Reference):
            return self.named(tree.name, node)
        if isinstance(tree, Path):
            return self.path(tree, node)
        if isinstance(tree, Negative):
            return f"−{self.inner(tree.operand, node)}"
        return to_text(tree.value) if isinstance(tree, Number) else self.words("quoted", a=tree.value)

    def inner(self, tree: Expression, node: Node) -> str:
        """A part within another, in brackets where it could be misread."""
        said = self.say(tree, node)
        joined = isinstance(tree, Chain) or (isinstance(tree, FunctionCall) and tree.name == "if")
        return f"({said})" if joined else said

    def operand(self, whole: Binary, part: Expression, node: Node) -> str:
        """One side of an arithmetic operation, in brackets where the other order of operations would be read."""
        looser = isinstance(part, Binary) and (
            _RANK.get(part.operator, 0) < _RANK[whole.operator]
            or (part is whole.right and _RANK.get(part.operator, 0) == _RANK[whole.operator])
        )
        return f"({self.say(part, node)})" if looser else self.inner(part, node)

    def whole(self, part: Expression, node: Node) -> str:
        """What a function is applied to, in brackets where it is more than one value."""
        return f"({self.say(part, node)})" if isinstance(part, Binary) else self.inner(part, node)

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
            value = self.naming.answer(about, constant)
        return self.words(_SIGNS[sign], a=self.inner(left, node), b=value)

    def about(self, tree: Expression, node: Node) -> Node | None:
        if isinstance(tree, Path) and _is_dot(tree):
            return node
        if isinstance(tree, Path) and tree.steps and not _is_lookup(tree):
            return self.source.resolve(tree.steps[-1].name, node)
        return self.source.resolve(tree.name, node) if isinstance(tree, Reference) else None

    def call(self, tree: FunctionCall, node: Node) -> str:
        if tree.name == "selected" and len(tree.arguments) == 2:
            subject, other = tree.arguments
            about = self.about(subject, node)
            constant = other.value if isinstance(other, Text) else None
            value = self.naming.answer(about, constant) if about and constant is not None else self.inner(other, node)
            single = about is not None and about.choosing is Choosing.ONE
            return self.words("is" if single else "includes", a=self.inner(subject, node), b=value)
        if tree.name == "not" and len(tree.arguments) == 1:
            inside = tree.arguments[0]
            if isinstance(inside, Binary) and inside.operator in _OPPOSITE:
                return self.comparison(replace(inside, operator=_OPPOSITE[inside.operator]), node)
            return self.words("not", a=self.inner(inside, node))
        if tree.name in ("today", "now") and not tree.arguments:
            return self.words("today")
        if tree.name in ("true", "false") and not tree.arguments:
            return self.words("always" if tree.name == "true" else "never")
        if tree.name == "if" and len(tree.arguments) == 3:
            return self.cases(tree, node)
        said = [self.say(part, node) for part in tree.arguments]
        return self.plain_call(tree, said, node) or f"{tree.name}({', '.join(said)})"

    def plain_call(self, tree: FunctionCall, said: list[str], node: Node) -> str:
        """A function that has words of its own, blank for others."""
        name = tree.name
        if name in _LOOKED_UP:
            return self.words("looked_up")
        if name in _AS_IT_IS and said:
            return said[0]
        if name in ("position", "index"):
            return self.words("row_number")
        if name == "coalesce":
            return self.words("first_known", what=", ".join(said))
        if name == "concat":
            return " + ".join(said)
        if name == "indexed-repeat" and len(said) > 2:
            return self.words("in_row", a=said[0], n=said[2])
        if name in ("count", "count-selected", "count-non-empty") and len(said) == 1:
            about = self.about(tree.arguments[0], node)
            rows = about is not None and about.kind is NodeKind.REPEAT
            return self.words("rows_of" if rows else "answers_of", a=said[0])
        if name in _OF_ONE and len(said) == 1:
            return self.words(_OF_ONE[name], a=self.whole(tree.arguments[0], node))
        part = tree.arguments[1] if name.startswith("format-date") and len(said) == 2 else None
        term = _DATES.get(part.value) if isinstance(part, Text) else None
        return self.words(term, a=said[0]) if term else ""

    def cases(self, tree: FunctionCall, node: Node) -> str:
        """Values with the conditions on which they hold, one after the other however deep they are nested."""
        said: list[str] = []
        rest: Expression = tree
        while isinstance(rest, FunctionCall) and rest.name == "if" and len(rest.arguments) == 3:
            condition, value, rest = rest.arguments
            said.append(self.words("value_if", a=self.result(value, node), b=self.say(condition, node)))
        return "; ".join([*said, self.words("otherwise", a=self.result(rest, node))])

    def result(self, tree: Expression, node: Node) -> str:
        """A value that a formula gives."""
        if isinstance(tree, Text):
            return self.naming.answer(node, tree.value) if tree.value else self.words("nothing")
        return self.inner(tree, node)

    def path(self, tree: Path, node: Node) -> str:
        if _is_dot(tree):
            return self.words("the_answer")
        if not isinstance(tree.base, str) and not tree.steps:
            return self.say(tree.base, node)
        known = self.about(tree, node)
        return self.naming.of(known, brief=self.brief) if known else self.words("looked_up")


def _is_lookup(tree: Path) -> bool:
    """Whether a path leads through a list beside the questionnaire, whose columns may be called like questions."""
    return isinstance(tree.base, FunctionCall) and tree.base.name in _LOOKED_UP


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
