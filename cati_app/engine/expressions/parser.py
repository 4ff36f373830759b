"""Parses an expression by precedence climbing (Pratt) into its tree."""

from __future__ import annotations

from functools import lru_cache

from cati_app.engine.expressions.depth import deep_calls
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.tokens import Token, tokenize
from cati_app.engine.expressions.tree import (
    Binary,
    Chain,
    Expression,
    FunctionCall,
    Negative,
    Number,
    Path,
    PathStep,
    Reference,
    Text,
)

_RANK = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_UNARY_RANK = 7
_CHAINED = frozenset({"or", "and", "|"})
_DEEPEST = 500
_LONGEST = 2_000  # operators of one rank in a row
_AXES = {"child": "", "self": ".", "parent": ".."}


@lru_cache(maxsize=8192)
def parse(source: str) -> Expression:
    """The tree of an expression.

    Raises:
        ExpressionError: the text is no expression, or it nests too deeply.
    """
    parser = _Parser(tokenize(source))
    with deep_calls():
        tree = parser.expression(0)
    token = parser.peek()
    if token.kind != "end":
        raise parser.unexpected(token)
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _at(self, symbol: str) -> bool:
        token = self.peek()
        return token.kind == "symbol" and token.text == symbol

    def _expect(self, symbol: str) -> None:
        token = self.peek()
        if not self._at(symbol):
            if token.kind == "end":
                raise ExpressionError("expression-unclosed", symbol=symbol)
            raise self.unexpected(token)
        self._next += 1

    @staticmethod
    def unexpected(token: Token) -> ExpressionError:
        if token.kind == "end":
            return ExpressionError("expression-ends-early")
        special = {"@": "attribute-unsupported", "//": "search-unsupported"}.get(token.text)
        if special and token.kind == "symbol":
            return ExpressionError(special, at=token.at)
        return ExpressionError("expression-syntax", found=token.text, at=token.at)

    def expression(self, floor: int) -> Expression:
        """Everything that binds tighter than `floor`."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("expression-too-deep")
        left = self._unary()
        for _ in range(_LONGEST):
            token = self.peek()
            rank = _RANK.get(token.text, 0) if token.kind == "operator" else 0
            if rank <= floor:
                self._depth -= 1
                return left
            self._next += 1
            left = self._joined(token.text, left, self.expression(rank))
        raise ExpressionError("expression-too-deep")

    @staticmethod
    def _joined(operator: str, left: Expression, right: Expression) -> Expression:
        if operator not in _CHAINED:
            return Binary(operator, left, right)
        if isinstance(left, Chain) and left.operator == operator:
            return Chain(operator, (*left.operands, right))
        return Chain(operator, (left, right))

    def _unary(self) -> Expression:
        token = self.peek()
        if token.kind == "operator" and token.text == "-":
            self._next += 1
            return Negative(self.expression(_UNARY_RANK))
        return self._path()

    def _path(self) -> Expression:
        token = self.peek()
        if self._at("/") or self._at("//"):
            base = self._take().text
            if self.peek().kind != "name":
                raise self.unexpected(self.peek())
            return Path(base, self._steps())
        if self._is_step(token):
            return Path("", self._steps())
        primary = self._primary()
        if isinstance(primary, Reference | FunctionCall) and self._at("["):
            predicates = self._predicates()
            if isinstance(primary, Reference):
                primary = Reference(primary.name, predicates)
            else:
                return Path(primary, (PathStep(".", predicates), *self._more_steps()))
        if isinstance(primary, Reference | FunctionCall) and self._at("/"):
            return Path(primary, self._more_steps())
        return primary

    def _is_step(self, token: Token) -> bool:
        if token.kind == "symbol":
            return token.text in (".", "..", "*")
        if token.kind != "name":
            return False
        after = self._tokens[self._next + 1]
        return not (after.kind == "symbol" and after.text == "(")

    def _more_steps(self) -> tuple[PathStep, ...]:
        if not self._at("/"):
            return ()
        self._next += 1
        return self._steps()

    def _steps(self) -> tuple[PathStep, ...]:
        steps = []
        while True:
            steps.append(PathStep(self._step(), self._predicates()))
            if not self._at("/"):
                return tuple(steps)
            self._next += 1

    def _step(self) -> str:
        """The name of a step; the axes child, parent and self are those the short forms stand for."""
        token = self._take()
        if token.kind == "name" and self._at("::"):
            if token.text not in _AXES:
                raise ExpressionError("path-unsupported", path=token.text + "::")
            self._next += 1
            named = self._take()
            short = _AXES[token.text]
            if named.text == "node" and self._at("("):
                self._next += 1
                self._expect(")")
                return short or "*"
            if short or (named.kind != "name" and named.text != "*"):
                raise ExpressionError("path-unsupported", path=f"{token.text}::{named.text}")
            return named.text
        if token.kind != "name" and token.text not in (".", "..", "*"):
            raise self.unexpected(token)
        return token.text

    def _predicates(self) -> tuple[Expression, ...]:
        predicates = []
        while self._at("["):
            self._next += 1
            predicates.append(self.expression(0))
            self._expect("]")
        return tuple(predicates)

    def _primary(self) -> Expression:
        token = self._take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Text(token.text)
        if token.kind == "reference":
            return Reference(token.text)
        if token.kind == "name":
            return self._call(token.text)
        if token.kind == "symbol" and token.text == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        raise self.unexpected(token)

    def _call(self, name: str) -> FunctionCall:
        self._expect("(")
        arguments: list[Expression] = []
        doubled = False
        if not self._at(")"):
            arguments.append(self.expression(0))
            while self._at(","):
                self._next += 1
                while self._at(","):  # SurveyCTO lets it pass
                    self._next += 1
                    doubled = True
                arguments.append(self.expression(0))
        self._expect(")")
        return FunctionCall(name, tuple(arguments), doubled)
