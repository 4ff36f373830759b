"""What an interview holds: rows of values. The form itself is one row, each row of a repeat another."""

from __future__ import annotations

from cati_app.engine.form.answers import Special


class RepeatRow:
    """Values of one row, by slot: effective text `v`, stored text `w`, special answers, relevance; rows within it."""

    __slots__ = ("aside", "c", "frame", "i", "k", "n", "p", "relevant", "serials", "spare", "specials", "v", "w")

    def __init__(
        self, frame: int, width: int, inner: tuple[int, ...], parent: RepeatRow | None, key: str, number: int
    ) -> None:
        self.frame = frame
        self.p = parent
        self.i = 1  # position among its rows, from 1
        self.k = key  # stays the same when rows before it are dropped
        self.n = number  # serial number within the interview
        self.v = [""] * width
        self.w = [""] * width
        self.specials: list[Special | None] = [None] * width
        self.relevant = [False] * width
        self.aside = [False] * width
        self.c: dict[int, list[RepeatRow]] = {frame: [] for frame in inner}
        self.spare: dict[int, list[RepeatRow]] = {frame: [] for frame in inner}
        self.serials: dict[int, int] = dict.fromkeys(inner, 0)

    def special(self, slot: int) -> str:
        """The special answer of a relevant question as text."""
        given = self.specials[slot]
        return given.value if given is not None and self.relevant[slot] else ""

    def line(self) -> tuple[int, ...]:
        """Positions of this row and those around it, outermost first."""
        places: list[int] = []
        row: RepeatRow | None = self
        while row is not None and row.p is not None:
            places.append(row.i)
            row = row.p
        return tuple(reversed(places))
