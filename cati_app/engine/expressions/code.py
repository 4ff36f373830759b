"""A piece of generated Python and the kind of value it yields."""

from __future__ import annotations

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.values import dataclass

_DEEPEST_PREDICATE = 2  # predicates within predicates look at every row for every row


@dataclass(frozen=True, slots=True)
class Code:
    """Kinds: s text, n number, b truth, v the value of one existing node, l texts of a node-set, r rows."""

    source: str
    kind: str
    label: str = ""  # how the author wrote a node, for messages
    unnamed: bool = False  # a bare name that names nothing: no node, and a blank when it is compared

    def compared(self) -> Code:
        """As a side of a comparison with = or !=."""
        return Code("''", "s") if self.unnamed else self

    def text(self) -> str:
        """As text."""
        if self.kind == "n":
            return f"txt({self.source})"
        if self.kind == "b":
            return f"btx({self.source})"
        if self.kind == "l":
            return f"first({self.source})"
        return "''" if self.kind == "r" else self.source

    def number(self) -> str:
        """As a number."""
        if self.kind == "n":
            return self.source
        if self.kind == "b":
            return f"float({self.source})"
        return f"c.num({self.text()})"

    def truth(self) -> str:
        """As a condition: a node that exists is true, whatever it holds (XPath)."""
        if self.kind == "b":
            return self.source
        if self.kind == "n":
            return f"ntr({self.source})"
        return "True" if self.kind == "v" else f"bool({self.source})"

    def values(self) -> str:
        """As a sequence of texts."""
        if self.kind == "l":
            return self.source
        if self.kind == "r":
            return f"['' for _ in {self.source}]"
        return f"({self.text()},)"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: its node, the row that holds it, and what `.` and `position()` mean."""

    node: int
    frame: int
    row: str = "r"
    meet: int = -1  # outermost frame passed on the way to `row`; -1: none
    dot: str = ""  # source of `.`, blank: the node's stored value
    position: str = ""
    last: str = ""
    item: str = ""  # inside a predicate on choices: the name of the choice, a mapping
    items: str = ""  # and its list
    above: str | None = None  # in a file with groups: the way from a record to what the predicate stands on, `../../`
    outer: Scope | None = None  # where `current()` stands
    depth: int = 0  # predicates around it


def check_depth(scope: Scope) -> None:
    """Refuse a predicate within too many others: each looks at every row for every row of the one around it."""
    if scope.depth >= _DEEPEST_PREDICATE:
        raise ExpressionError("predicate-too-deep")
