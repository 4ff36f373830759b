"""The syntax tree of an expression."""

from __future__ import annotations

from typing import TypeAlias

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of a path: a name, `.`, `..` or `*`, narrowed by predicates."""

    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path. `base` is "" (relative), "/" (absolute), "//" (anywhere) or a primary such as a reference."""

    base: str | Reference | FunctionCall
    steps: tuple[PathStep, ...]

    @property
    def bare_name(self) -> str:
        """The name, where the path is nothing but one; else blank."""
        alone = self.base == "" and len(self.steps) == 1 and not self.steps[0].predicates
        return self.steps[0].name if alone and self.steps[0].name not in (".", "..", "*") else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`, perhaps narrowed by predicates."""

    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function call."""

    name: str
    arguments: tuple[Expression, ...]
    doubled: bool = False  # written with a comma too many, which was left out


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one repeated operator of equal rank: `and`, `or`, `|`; flat, so that long chains do not nest."""

    operator: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """A comparison or an arithmetic operation."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """Unary minus."""

    operand: Expression


Expression: TypeAlias = Text | Number | Path | Reference | FunctionCall | Chain | Binary | Negative
