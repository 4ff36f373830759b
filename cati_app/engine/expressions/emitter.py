"""The compiler as seen by the modules that write the parts of an expression: calls, paths, look-ups, labels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from cati_app.engine.expressions.code import Code, Scope
from cati_app.engine.expressions.nearest import Nearest
from cati_app.engine.expressions.places import Places
from cati_app.engine.expressions.tree import Expression


class Emitter(Protocol):
    """What is known of the form, what the expression at hand reads, and the source of its parts."""

    places: Places
    columns: Mapping[str, Mapping[str, int]]
    own_lists: Collection[str]
    itexts: Mapping[str, Mapping[str, str] | None]
    version: str
    absent: frozenset[str]
    piped: Mapping[str, Mapping[str, Mapping[str, str]]]
    previous: set[str]
    nearest: Nearest
    own: int
    handed: frozenset[int]
    reads: set[tuple[int, int]]
    volatile: bool
    language_bound: bool
    asked_relevance: set[int]

    def fresh(self, prefix: str) -> str:
        """A name that no other part of the expression uses."""
        ...

    def lint(self, code: str, **fields: object) -> None:
        """Note something that works but is probably not meant."""
        ...

    def emit(self, tree: Expression, scope: Scope) -> Code:
        """Source of the expression in its own kind."""
        ...

    def text(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as text."""
        ...

    def number(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as a number."""
        ...

    def truth(self, tree: Expression, scope: Scope) -> str:
        """Source of the expression as a condition."""
        ...
