"""Codes typed with digits: when one digit is enough and when digits collect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What a key did.

    `picked` is the index of the choice it picked, `more` tells that a longer code may still follow,
    `unknown` the digits that no choice has.
    """

    picked: int | None = None
    more: bool = False
    unknown: str = ""


class CodeEntry:
    """Digits typed at a list of codes.

    Single choice: what was typed so far picks at once the choice with that code, and a digit that makes the code
    longer picks again; nothing needs to be applied. Multiple choice: where every code has one digit, a digit picks
    (toggles) at once; otherwise digits collect until `apply`.
    """

    def __init__(self, codes: tuple[str, ...] = (), multiple: bool = False) -> None:
        self._places = {code: index for index, code in enumerate(codes)}
        self._longest = max((len(code) for code in codes), default=1)
        self._multiple = multiple
        self.pending = ""

    @property
    def collects(self) -> bool:
        """True when a digit waits for the next one or for Space or Enter."""
        return self._multiple and self._longest > 1

    def clear(self) -> None:
        """Forget digits that were not applied."""
        self.pending = ""

    def take_back(self) -> bool:
        """Remove the last pending digit; False when there is none."""
        if not self.pending:
            return False
        self.pending = self.pending[:-1]
        return True

    def type(self, digit: str) -> Typed:
        """A digit (or the sign of a negative code) was typed."""
        if self.collects:
            self.pending = (self.pending + digit)[-self._longest :]
            return Typed(more=True)
        return self._type_single(digit)

    def apply(self) -> Typed | None:
        """Space or Enter: pick what was collected; None when nothing was, or when it picked already."""
        digits, self.pending = self.pending, ""
        if self.collects:
            return self._result(digits, more=False) if digits else None
        return Typed(unknown=digits) if digits and digits not in self._places else None

    def _type_single(self, digit: str) -> Typed:
        for digits in (self.pending + digit, digit):
            index = self._places.get(digits)
            more = any(code != digits and code.startswith(digits) for code in self._places)
            if index is not None or more:
                self.pending = digits if more else ""
                return Typed(index, more)
        digits, self.pending = self.pending + digit, ""
        return Typed(unknown=digits)

    def _result(self, digits: str, more: bool) -> Typed:
        index = self._places.get(digits)
        if index is None:
            index = self._places.get(digits.lstrip("0"))
        return Typed(unknown=digits) if index is None else Typed(index, more)


class EnterGuard:
    """Ignores a second Enter that follows within a short time: a bouncing key must not skip a question."""

    WAIT_MS = 250

    def __init__(self) -> None:
        self._last: int | None = None

    def accepts(self, now_ms: int) -> bool:
        """Whether an Enter at this time counts; remembers it if so."""
        if self._last is not None and 0 <= now_ms - self._last < self.WAIT_MS:
            return False
        self._last = now_ms
        return True
