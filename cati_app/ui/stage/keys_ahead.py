"""Keys struck ahead: while an answer waits for the disk they are meant for the question after it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

from cati_app.ui.stage.commands import COMMANDS, Command

K = TypeVar("K")


class KeyDoes(StrEnum):
    """What a key is for, as far as it matters while an answer waits."""

    TYPES = "types"  # types, picks, moves or confirms: kept in its order
    LEADS_AWAY = "leads_away"  # a command: kept, and nothing after it, for nobody has seen where it leads
    ANSWERS_FOR_GOOD = "answers_for_good"  # is never given to a question that was not seen: don't know, refused, pasted
    ENDS = "ends"  # is done at once, and nothing waits any longer: Esc, hanging up
    STAYS_BESIDE = "stays_beside"  # is done at once, and everything waits on: the size of the text


class Fate(StrEnum):
    """What becomes of a key."""

    NOW = "now"  # it is for the screen in sight
    KEPT = "kept"
    LOST = "lost"  # and that is told


_BESIDE = frozenset({"larger", "smaller", "normal_size", "scroll_up", "scroll_down", "fold"})
_ENDS = frozenset({"hang_up", "close_panel", "stop_waiting"})
_SPECIAL = frozenset({"dont_know", "refused", "not_applicable"})
_OF_SCREENS = frozenset({"pick", "go_on", "back", "pick_result", "confirm"})  # heard by the screens as any key


def key_does(name: str) -> KeyDoes:
    """What the key of a command is for."""
    if name in _BESIDE:
        return KeyDoes.STAYS_BESIDE
    if name in _ENDS:
        return KeyDoes.ENDS
    if name in _SPECIAL:
        return KeyDoes.ANSWERS_FOR_GOOD
    return KeyDoes.TYPES if name in _OF_SCREENS else KeyDoes.LEADS_AWAY


class KeysAhead(Generic[K]):
    """The keys of one window that wait for the next question, in the order in which they were struck.

    A run of keys that broke off is let go of to its end: what follows within a moment was meant for a question
    further on, and would answer the one in sight.

    Args:
        lost: Called whenever a key is let go of.
    """

    MOST = 64
    REST_MS = 300

    def __init__(self, lost: Callable[[], None]) -> None:
        self._lost = lost
        self._kept: deque[K] = deque()
        self._waits = self._is_full = False
        self._quiet_from: int | None = None  # hands have rested then
        self.minds = False
        """Whether the next key has to be asked about; most have not."""

    @property
    def waits(self) -> bool:
        """Whether the next question is still to come."""
        return self._waits

    @property
    def holds_any(self) -> bool:
        """Whether keys wait."""
        return bool(self._kept)

    def fate(self, does: KeyDoes, at_ms: int, *, elsewhere: bool = False) -> Fate:
        """What would become of a key that is struck.

        Args:
            at_ms: When it was struck.
            elsewhere: A panel is open, and the key is for that.
        """
        if does in (KeyDoes.ENDS, KeyDoes.STAYS_BESIDE):
            return Fate.NOW
        if self._quiet_from is not None and at_ms < self._quiet_from:
            return Fate.LOST
        if elsewhere or not (self._waits or self._kept):
            return Fate.NOW
        if does is KeyDoes.ANSWERS_FOR_GOOD or self._is_full:
            return Fate.LOST
        return Fate.KEPT

    def strike(self, key: K, does: KeyDoes, at_ms: int, *, elsewhere: bool = False) -> Fate:
        """A key is struck; its fate."""
        fate = self.fate(does, at_ms, elsewhere=elsewhere)
        if fate is Fate.KEPT:
            self._kept.append(key)
            self._is_full = does is KeyDoes.LEADS_AWAY or len(self._kept) >= self.MOST
        elif fate is Fate.LOST:
            self._is_full = bool(self._kept)  # those before it were meant for what they will meet
            self._quiet_from = at_ms + self.REST_MS
            self._lost()
        else:
            self._quiet_from = self._quiet_from if does is KeyDoes.STAYS_BESIDE else None
            if does is KeyDoes.ENDS:
                self.drop(at_ms)
        self._mind()
        return fate

    def wait(self) -> None:
        """From now on keys are meant for the question that follows."""
        self._waits = self.minds = True

    def arrive(self) -> None:
        """What was waited for is there."""
        self._waits = False
        self._is_full = self._is_full and bool(self._kept)
        self._mind()

    def drop(self, at_ms: int, *, until_rest: bool = False) -> None:
        """Something else is there, and nothing of what waits is meant for it.

        Args:
            at_ms: When it came.
            until_rest: Nor is what follows at once, even where nothing waits.
        """
        dropped = bool(self._kept)
        self._kept.clear()
        if dropped or until_rest:
            self._quiet_from = at_ms + self.REST_MS
        self._is_full = False
        if dropped:
            self._lost()
        self._mind()

    def take(self) -> K | None:
        """The next key for the question in sight; None where none waits, or that question is still to come."""
        if self._waits or not self._kept:
            return None
        key = self._kept.popleft()
        if not self._kept:
            self._is_full = False
        self._mind()
        return key

    def _mind(self) -> None:
        self.minds = self._waits or bool(self._kept) or self._quiet_from is not None


def commands_of(sequence: str) -> tuple[Command, ...]:
    """The commands that a key gives, as a portable key sequence; most keys give none."""
    return tuple(command for command in COMMANDS if sequence in command.keys)
