"""What a machine keeps beside the tables of a study, in memory: facts about the database, the shared block list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from cati_app.domain.people.block_list import ProtocolLine
from cati_app.store.times import utc_text


class SharedBlockList:
    """The block list of all studies, and what was done to it."""

    path = Path("nowhere", "blocklist.db")

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        self._lines: list[ProtocolLine] = []

    def holding(self, numbers: Iterable[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        return frozenset(self._numbers.intersection(numbers))

    def add(self, numbers: Sequence[str], at: datetime, people: str, reason: str = "") -> int:
        """Put numbers on it for ever; how many were new."""
        new = set(numbers) - self._numbers
        self._numbers |= new
        if new:
            self._lines.append(ProtocolLine(utc_text(at), "added", "", people, reason, len(new)))
        return len(new)

    def remove(self, number: str, at: datetime, people: str, reason: str) -> bool:
        """Take one number off; False when it was not there."""
        if number not in self._numbers:
            return False
        self._numbers.remove(number)
        self._lines.append(ProtocolLine(utc_text(at), "removed", "", people, reason, 1))
        return True

    def take_out(self, peppers: Collection[str]) -> None:
        """There is no older version of a list in memory."""

    def peppers_held(self) -> Mapping[str, str]:
        """Nothing is sealed in memory."""
        return {}

    def begin_anew(self, at: datetime, people: str, reason: str) -> bool:
        """It is never lost."""
        return False

    def count(self) -> int:
        """How many numbers are on it."""
        return len(self._numbers)

    def protocol(self) -> tuple[ProtocolLine, ...]:
        """What was done to it, oldest first."""
        return tuple(self._lines)


class NothingErased:
    """The state folder of a machine on which nobody's data were erased."""

    def erased(self) -> frozenset[str]:
        """Ids of what was erased."""
        return frozenset()


class MemoryDatabase:
    """As much of an open database as a station asks for past its units of work."""

    path = Path("nowhere", "memory.db")
    rehearses = True
    head_n = 0
    state = NothingErased()

    def __init__(self, kept: dict[str, str], blocklist: SharedBlockList) -> None:
        self._kept = kept
        self.blocklist = blocklist

    def kept(self, key: str) -> str | None:
        """A fact about the database; None for one that was never kept."""
        return self._kept.get(key)

    def keep(self, key: str, value: str) -> None:
        """Keep a fact about it."""
        self._kept[key] = value

    def tidy(self) -> None:
        """Nothing grows."""

    def close(self) -> None:
        """Nothing is held."""
