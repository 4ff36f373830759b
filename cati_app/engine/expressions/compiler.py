"""Turns the tree of an expression into Python source, and notes what it reads.

Only numbers, quoted literals and generated names reach the source: no text of a form is ever spliced into it.
A generated expression sees `r` (the row of its node), `c` (the runtime) and `d` (the candidate answer).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions import calls, paths
from cati_app.engine.expressions.catalogue import MANY, OWN, PLAIN, REFUSED, Plain, known_functions
from cati_app.engine.expressions.code import Code, Scope
from cati_app.engine.expressions.dates import instant
from cati_app.engine.expressions.depth import deep_calls
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.nearest import Nearest
from cati_app.engine.expressions.places import Places
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

_ORDER = ("<", "<=", ">", ">=")
_DEEPEST = 700
_LEVELS = 25  # of nesting that one piece of Python holds; its own parser gives up at 200 open brackets


@dataclass(slots=True)
class Compiler:
    """Compiles the expressions of one form; after each, what it read stands in the attributes."""

    places: Places
    columns: Mapping[str, Mapping[str, int]]  # columns of each choice list and file, with their numbers
    version: str = ""
    absent: frozenset[str] = frozenset()  # files the form names that were not handed in
    piped: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)  # labels with references
    own_lists: Collection[str] = ()  # choice lists of the form itself, whose labels have identifiers
    itexts: Mapping[str, Mapping[str, str] | None] = field(default_factory=dict)  # labels by identifier, see `itext`
    previous: set[str] = field(default_factory=set)  # names read from the interview saved last, by all expressions
    nearest: Nearest = field(default_factory=Nearest)
    own: int = -1  # compiling a choice filter: the question whose stored value `${own}` reads
    handed: frozenset[int] = (
        frozenset()
    )  # compiling the relevance of a group: values handed in within it, read as stored
    reads: set[tuple[int, int]] = field(default_factory=set)  # (place, frame where its row and ours meet)
    lints: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    volatile: bool = False
    language_bound: bool = False
    asked_relevance: set[int] = field(default_factory=set)  # of the whole form: nodes `relevant(…)` asks for
    _names: int = 0
    _depth: int = 0
    _deepest: int = 0
    _parts: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Forget what the last expression read."""
        self.reads = set()
        self.lints = []
        self.volatile = self.language_bound = False
        self._names = 0
        self._depth = self._deepest = 0
        self._parts = []

    def fresh(self, prefix: str) -> str:
        """A name that no other part of the expression uses."""
        self._names += 1
        return f"{prefix}{self._names}"

    def lint(self, code: str, **fields: object) -> None:
        """Note something that works but is probably not meant."""
        if (code, fields) not in self.lints:
            self.lints.append((code, fields))

    def whole(self, source: str) -> str:
        """A finished expression with the parts that were set apart because it nests deeply."""
        if not self._parts:
            return source
        parts, self._parts = self._parts, []
        return f"[{', '.join([*parts, source])}][-1]"

    def text(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as text."""
        return self.emit(tree, scope).text()

    def number(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as a number."""
        return self.emit(tree, scope).number()

    def truth(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as a condition."""
        if isinstance(tree, FunctionCall) and tree.name == "if" and len(tree.arguments) == 3:
            return self._at_depth(self._if_truth, tree, scope).source
        code = self.emit(tree, scope)
        if isinstance(tree, Text):
            self.lint("text-as-condition", text=tree.value)
        if code.kind == "v":
            self.lint("node-as-condition", node=code.label)
        return code.truth()

    def emit(self, tree: Expression, scope: Scope) -> Code:
        """Source of the expression in its own kind."""
        return self._at_depth(self._emit, tree, scope)

    def _at_depth(self, make: Callable[[Expression, Scope], Code], tree: Expression, scope: Scope) -> Code:
        if self._depth == 0:
            with deep_calls():
                return self._nested(make, tree, scope)
        return self._nested(make, tree, scope)

    def _if_truth(self, tree: Expression, scope: Scope) -> Code:
        """An `if` as a condition; those in its last argument continue without brackets."""
        source = ""
        while isinstance(tree, FunctionCall) and tree.name == "if" and len(tree.arguments) == 3:
            test, yes = (self.truth(part, scope) for part in tree.arguments[:2])
            source += f"{yes} if {test} else "
            tree = tree.arguments[2]
        return Code(f"({source}{self.truth(tree, scope)})", "b")

    def _nested(self, make: Callable[[Expression, Scope], Code], tree: Expression, scope: Scope) -> Code:
        if self._depth > _DEEPEST:
            raise ExpressionError("expression-too-deep")
        self._depth += 1
        self._deepest = max(self._deepest, self._depth)
        try:
            code = make(tree, scope)
        finally:
            self._depth -= 1
        if self._depth == 0:
            self._deepest = 0
        elif self._deepest - self._depth >= _LEVELS:
            code = self._set_apart(code, scope)
            self._deepest = self._depth
        return code

    def _set_apart(self, code: Code, scope: Scope) -> Code:
        """A part that nests deeply becomes a function beside the others, called where it stood."""
        if scope.outer is not None:
            raise ExpressionError("expression-too-deep")
        name = self.fresh("t")
        self._parts.append(f"{name} := lambda: {code.source}")
        return replace(code, source=f"{name}()")

    def _emit(self, tree: Expression, scope: Scope) -> Code:
        if isinstance(tree, Text):
            return Code(repr(tree.value), "s")
        if isinstance(tree, Number):
            return Code(repr(tree.value) if tree.value < math.inf else "INF", "n")
        if isinstance(tree, Negative):
            return Code(f"(-{self.number(tree.operand, scope)})", "n")
        if isinstance(tree, Chain):
            return self._chain(tree, scope)
        if isinstance(tree, Binary):
            return self._binary(tree, scope)
        if isinstance(tree, Path | Reference):
            return paths.emit(self, tree, scope)
        return self._call(tree, scope)

    def _chain(self, tree: Chain, scope: Scope) -> Code:
        if tree.operator == "|":
            parts = paths.in_order(self, tree.operands, scope)
            lists = dict.fromkeys(f"*{self.emit(part, scope).values()}" for part in parts)
            return Code(f"[{', '.join(lists)}]", "l")
        mark = f" {tree.operator} "
        return Code("(" + mark.join(self.truth(part, scope) for part in tree.operands) + ")", "b")

    def _binary(self, tree: Binary, scope: Scope) -> Code:
        if tree.operator in ("+", "-"):
            return self._sum(tree, scope)
        left, right = self.emit(tree.left, scope), self.emit(tree.right, scope)
        if tree.operator in ("=", "!="):
            equal = tree.operator == "="
            return self._equality(left.compared(), right.compared(), equal, moments=_may_be_moments(tree))
        if tree.operator in _ORDER:
            return self._order(left, right, tree)
        first, second = left.number(), right.number()
        if tree.operator in ("div", "mod"):
            return Code(f"{tree.operator}({first}, {second})", "n")
        return Code(f"({first} {tree.operator} {second})", "n")

    def _sum(self, tree: Binary, scope: Scope) -> Code:
        """Additions and subtractions in a row, without brackets in between."""
        rest: list[Binary] = []
        left: Expression = tree
        while isinstance(left, Binary) and left.operator in ("+", "-"):
            rest.append(left)
            left = left.left
        source = self.number(left, scope)
        source += "".join(f" {part.operator} {self.number(part.right, scope)}" for part in reversed(rest))
        return Code(f"({source})", "n")

    def _equality(self, left: Code, right: Code, equal: bool, *, moments: bool) -> Code:
        """A comparison with = or !=; `moments`: both sides may be moments, which have more than one way of writing."""
        sign = "==" if equal else "!="
        if "b" in (left.kind, right.kind):
            for side in (left, right):
                if side.kind == "v":
                    self.lint("node-compared-with-truth", node=side.label)
            return Code(f"({left.truth()} {sign} {right.truth()})", "b")
        as_number = "n" in (left.kind, right.kind)
        if left.kind == "l" and right.kind == "l":
            return Code(f"any_pair({left.source}, {right.source}, {equal})", "b")
        if "l" in (left.kind, right.kind):
            many, single = (left, right) if left.kind == "l" else (right, left)
            name = self.fresh("x")
            if as_number:
                test = f"c.num({name}) {sign} {single.number()}"
            else:
                test = _same(name, single.text(), equal, moments=moments)
            return Code(f"any({test} for {name} in {many.source})", "b")
        if as_number:
            return Code(f"({left.number()} {sign} {right.number()})", "b")
        return Code(_same(left.text(), right.text(), equal, moments=moments), "b")

    def _order(self, left: Code, right: Code, tree: Binary) -> Code:
        if (isinstance(tree.left, Text) and not tree.left.value) or (
            isinstance(tree.right, Text) and not tree.right.value
        ):
            self.lint("order-with-blank")
        sign = tree.operator
        if left.kind == "l" and right.kind == "l":
            return Code(f"any_order({left.source}, {right.source}, {sign!r}, c.num)", "b")
        as_number = left.kind in "nb" or right.kind in "nb" or not _may_be_moments(tree)
        if "l" in (left.kind, right.kind):
            name = self.fresh("x")
            many, member = (left, right) if left.kind == "l" else (right, left)
            each = Code(name, "s")
            sides = (each, member) if left.kind == "l" else (member, each)
            return Code(f"any({_ordered(*sides, sign, as_number=as_number)} for {name} in {many.source})", "b")
        return Code(_ordered(left, right, sign, as_number=as_number), "b")

    def _call(self, tree: FunctionCall, scope: Scope) -> Code:
        given = len(tree.arguments)
        if tree.doubled:
            self.lint("comma-doubled", function=tree.name)
        plain = PLAIN.get(tree.name)
        if plain is not None:
            self._check_arity(tree.name, given, plain.least, plain.most)
            return self._plain(tree, scope, plain)
        own = OWN.get(tree.name)
        if own is None:
            if tree.name in REFUSED:
                raise ExpressionError("function-unsupported", function=tree.name, reason=Phrase(REFUSED[tree.name]))
            near = self.nearest(tree.name, known_functions())
            raise ExpressionError("function-unknown", function=tree.name, suggestion=near)
        self._check_arity(tree.name, given, own.least, own.most)
        return calls.emit(self, tree, scope)

    @staticmethod
    def _check_arity(name: str, given: int, least: int, most: int) -> None:
        if not least <= given <= most:
            expected = (
                str(least)
                if least == most
                else Phrase("{least} to {most}", least=least, most=most)
                if most < MANY
                else Phrase("at least {least}", least=least)
            )
            raise ExpressionError("function-arity", function=name, expected=expected, given=given)

    def _plain(self, tree: FunctionCall, scope: Scope, plain: Plain) -> Code:
        if tree.name == "regex":
            calls.check_pattern(self, tree)
        elif tree.name == "digest":
            calls.check_digest(tree)
        bare = tree.name in ("selected", "is-selected", "regex") and not isinstance(tree.arguments[1], Text)
        if bare and not scope.item:
            calls.check_quoted(self, tree)
        takes = plain.takes.replace("*", plain.takes[-2:-1] * len(tree.arguments))
        sources = []
        for kind, argument in zip(takes, tree.arguments, strict=False):
            code = self.emit(argument, scope)
            sources.append(code.number() if kind == "n" else code.text())
        return Code(f"f_{tree.name.replace('-', '_')}({', '.join(sources)})", plain.gives)


def _may_be_moments(tree: Binary) -> bool:
    """Whether no side of a comparison is a literal that names no moment."""
    literals = (part.value for part in (tree.left, tree.right) if isinstance(part, Text))
    return all(instant(text, UTC) is not None for text in literals)


def _same(left: str, right: str, equal: bool, *, moments: bool) -> str:
    """Source of a comparison of two texts with = or !=."""
    if moments:
        return f"c.same({left}, {right})" if equal else f"(not c.same({left}, {right}))"
    return f"({left} {'==' if equal else '!='} {right})"


def _ordered(left: Code, right: Code, sign: str, *, as_number: bool) -> str:
    """Source of a comparison by order."""
    if as_number:
        return f"({left.number()} {sign} {right.number()})"
    return f"c.ordered({left.text()}, {right.text()}, {sign!r})"
