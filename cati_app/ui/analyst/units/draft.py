"""The codes of one unit while somebody picks them, axis by axis: a digit for each, and on."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, UnitCodes, text_in
from cati_app.values import dataclass, replace

DIGITS = 9


@dataclass(frozen=True, slots=True)
class CodesDraft:
    """Codes picked so far.

    Args:
        language: Of the labels that letters are compared with.
        axes: That are picked, in order; others keep what they have.
        at: Which of them digits are for.
        adds: The next code comes to those that the axis has.
        typed: Letters that its codes are searched by.
        last: The code picked last, and its axis.
        is_touched: A key was struck on this unit.
    """

    frame: CodeFrame
    language: str
    axes: tuple[Axis, ...] = tuple(Axis)
    codes: UnitCodes = UnitCodes()
    at: int = 0
    adds: bool = False
    typed: str = ""
    last: tuple[Axis, str] | None = None
    is_touched: bool = False

    @property
    def axis(self) -> Axis | None:
        """The axis in hand; None behind the last one."""
        return self.axes[self.at] if self.at < len(self.axes) else None

    @property
    def is_complete(self) -> bool:
        """Whether each axis has had its turn."""
        return self.axis is None

    def offered(self, axis: Axis) -> Sequence[AxisCode]:
        """Its codes; of the axis in hand those that hold the letters typed."""
        codes = self.frame.axes[axis].codes
        if axis is not self.axis or not self.typed:
            return codes
        wanted = self.typed.casefold()
        return [code for code in codes if wanted in text_in(code.label, self.language).casefold()]

    def digit(self, digit: int) -> CodesDraft | None:
        """With the code of that digit, or 0: without any on this axis; None: no code has it."""
        axis = self.axis
        if axis is None:
            return None
        if digit == 0:
            return self._on(axis, ())
        offered = self.offered(axis)
        if not 0 < digit <= min(DIGITS, len(offered)):
            return None
        return self.pick(axis, offered[digit - 1].id)

    def pick(self, axis: Axis, code: str) -> CodesDraft:
        """With a code, and on to the axis behind it; one more where it is wanted and the axis takes several."""
        kept = sorted(self.codes.on(axis)) if axis.several and self.adds else ()
        return replace(self._on(axis, (*kept, code)), last=(axis, code))

    def _on(self, axis: Axis, ids: Sequence[str]) -> CodesDraft:
        pairs = frozenset(pair for pair in self.codes.pairs if pair[0] is not axis)
        codes = UnitCodes(pairs | {(axis, each) for each in ids})
        at = self.axes.index(axis) + 1 if axis in self.axes else self.at
        return replace(self, codes=codes, at=at, adds=False, typed="", is_touched=True)

    def more(self) -> CodesDraft:
        """Back to the axis that takes several, whose next code is one more."""
        several = [number for number, axis in enumerate(self.axes) if axis.several]
        return replace(self, at=several[0], adds=True, typed="", is_touched=True) if several else self

    def letter(self, letter: str) -> CodesDraft | None:
        """With a letter more to search by; None: no code of the axis holds it."""
        if self.axis is None:
            return None
        longer = replace(self, typed=self.typed + letter, is_touched=True)
        return longer if longer.offered(self.axis) else None

    def erase(self) -> CodesDraft:
        """A letter less; without any the axis before."""
        if self.typed:
            return replace(self, typed=self.typed[:-1])
        return replace(self, at=max(0, self.at - 1), adds=False)
