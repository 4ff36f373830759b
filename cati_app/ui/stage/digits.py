"""Codes typed with digits: when one digit is enough and when digits collect."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from cati_app.values import dataclass


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


def digit_of(text: str) -> str:
    """The digit a key types, of any script, as 0 to 9; blank for every other key."""
    return str(unicodedata.decimal(text)) if len(text) == 1 and text.isdecimal() else ""


class KeyGuard:
    """Ignores a key that went on, while it is held or bounces: no question is skipped or answered by accident.

    Another key in between makes the next stroke of the same key count. Strokes are as far apart as the window system
    says where it was told (`stroke_came`), not as they are handled: on a busy machine they wait, and two that were
    meant come at once, or a bounce long after the stroke it belongs to.

    Args:
        now_ms: Milliseconds that never run backwards.
    """

    WAIT_MS = 250
    _APART_MS = 60_000
    """No stroke waits so long: the window system has begun to count anew."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._spent: int | str | None = None
        self._at = 0
        self._behind = 0
        self._least: int | None = (
            None  # how far our clock is before the strokes': as of the one that was handled soonest
        )

    def follow(self, now_ms: Callable[[], int]) -> None:
        """Measure by another clock."""
        self._now_ms, self._behind, self._least = now_ms, 0, None

    def stroke_came(self, at_ms: int) -> None:
        """What is handled from now on follows from a key or button pressed then, by the window system's own clock."""
        self._behind = behind = self._now_ms() - at_ms
        least = self._least
        if least is None or behind < least or behind - least > self._APART_MS:
            self._least = behind

    def is_echo(self, key: int | str, *, repeated: bool = False) -> bool:
        """Whether a stroke is only the key that went on, still held or bouncing.

        Args:
            key: Qt's number of a key, or the name of the command it gives.
            repeated: The keyboard repeats the key because it is held.
        """
        if key != self._spent:
            self._spent = None
            return False
        return repeated or 0 <= self.stroke_ms() - self._at < self.WAIT_MS

    def spend(self, key: int | str) -> None:
        """The key went on: what follows from it at once is its echo."""
        self._spent, self._at = key, self.stroke_ms()

    def accepts(self, key: int | str, *, repeated: bool = False) -> bool:
        """Whether the stroke of a key that goes on counts; remembers it if so."""
        if repeated or self.is_echo(key):
            return False
        self.spend(key)
        return True

    def now_ms(self) -> int:
        """What the clock says by which strokes are told."""
        return self._now_ms() - (self._least or 0)

    def stroke_ms(self) -> int:
        """When the stroke was made that is handled now, by that clock."""
        return self._now_ms() - self._behind
