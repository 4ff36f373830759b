"""Numbers never to be called again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.people.block_list import ProtocolLine


class BlockList(Protocol):
    """Numbers never to be called again."""

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        ...

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on it at once, whatever happens to this unit of work; how many were new."""
        ...

    def join(self, peppers: Sequence[str]) -> int:
        """Keep what opens a list that other studies made; how many were new.

        Raises:
            RuleViolation: `no_contact_access`.
            EnvironmentProblem: `blocklist_none`, `blocklist_foreign`.
        """
        ...


class SharedBlockList(Protocol):
    """The list itself, which all studies of a machine share; what was done to it is kept there, without numbers."""

    def holding(self, numbers: Iterable[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        ...

    def add(self, numbers: Sequence[str], at: datetime, people: str, reason: str = "") -> int:
        """Put numbers on it; how many were new."""
        ...

    def remove(self, number: str, at: datetime, people: str, reason: str) -> bool:
        """Take one off; False when it was not there."""
        ...

    def begin_anew(self, at: datetime, people: str, reason: str) -> bool:
        """An empty one in place of one that is lost; False when there is nothing to replace."""
        ...

    def protocol(self) -> Sequence[ProtocolLine]:
        """What was done to it, oldest first."""
        ...

    def count(self) -> int:
        """How many numbers are on it."""
        ...
