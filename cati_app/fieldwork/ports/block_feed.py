"""What use cases ask about block lists that are kept side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.sharing.blocks import BlockItem


class BlockFeed(Protocol):
    """At the hub: what all stations have told. At a station: what it has told and heard."""

    def add(self, items: Iterable[BlockItem], at: datetime) -> int:
        """At the hub, what a station tells, under numbers above all that were given before `at`; how much was new.

        An entry that was taken off counts again.
        """
        ...

    def take_off(self, hashes: Sequence[str], at: datetime) -> int:
        """At the hub: entries that two people have taken off, numbered likewise; how many stood there."""
        ...

    def after(self, n: int, limit: int) -> Sequence[tuple[int, BlockItem]]:
        """What changed behind a number, in order, each with its own."""
        ...

    def last(self) -> int:
        """Number of the last change; 0 before the first."""
        ...

    def keep(self, items: Iterable[BlockItem], *, told: bool) -> None:
        """At a station.

        Args:
            told: The hub has it; else it is to hear of it.
        """
        ...

    def untold(self, limit: int) -> Sequence[BlockItem]:
        """At a station: what the hub is to hear."""
        ...

    def tell_again(self) -> None:
        """At a station: the hub came back from a copy, and is to hear everything that counts."""
        ...

    def known(self) -> Mapping[tuple[str, str], str]:
        """At a station: kind and value of all items that count, each with what is sealed of it."""
        ...

    def peppers(self) -> Mapping[str, str]:
        """Of the study: sealed, in hexadecimal, by name."""
        ...

    def keep_peppers(self, sealed: Mapping[str, str]) -> None:
        """Peppers of other stations; those that are here stay."""
        ...


class ListOfMachine(Protocol):
    """The block list of a machine, as far as it can be read by nobody in particular: without its peppers."""

    def entries(self) -> Collection[str]:
        """Hashes."""
        ...

    def marks(self) -> Collection[int]:
        """All marks."""
        ...

    def changes(self) -> int:
        """How often it was changed; 0 where there is none."""
        ...

    def drop(self, hashes: Sequence[str], at: datetime) -> int:
        """Take off what two people have taken off at another station; how many stood there."""
        ...
