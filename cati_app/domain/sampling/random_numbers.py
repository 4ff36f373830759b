"""Random telephone numbers by the German design: blocks whose last digits are filled, drawn without replacement.

A listed number stands for its block of 100: cut the last two digits, fill 00 to 99, so unlisted numbers have the same
chance as listed ones.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from cati_app.domain.errors import RuleViolation

_CUT = 2
_FREE = "xX"
_MOST_FREE = 7
_SHUFFLED_UP_TO = 1_000_000


class NumberFrame:
    """All numbers of some blocks, each once, in a fixed order."""

    def __init__(self, stems: Iterable[tuple[str, int]]) -> None:
        """With stems in national digits without leading 0, each with the number of digits to fill."""
        wanted = set(stems)
        kept = sorted(
            (stem, free)
            for stem, free in wanted
            if not any((stem[:-cut], free + cut) in wanted for cut in range(1, min(len(stem), _MOST_FREE + 1)))
        )
        self.blocks = tuple(kept)
        self._ends = list(accumulate(10**free for _, free in kept))

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self._ends[-1] if self._ends else 0

    def number(self, index: int) -> str:
        """National digits of a number of the frame."""
        block = bisect_right(self._ends, index)
        stem, free = self.blocks[block]
        inside = index - (self._ends[block - 1] if block else 0)
        return f"{stem}{inside:0{free}d}"

    def draws(self, seed: int) -> Iterator[str]:
        """Every number of the frame in random order; the same for the same seed and the same blocks."""
        chance = random.Random(seed)
        if self.size <= _SHUFFLED_UP_TO:
            yield from map(self.number, chance.sample(range(self.size), self.size))
            return
        seen: set[int] = set()
        while len(seen) < self.size // 2:
            index = chance.randrange(self.size)
            if index not in seen:
                seen.add(index)
                yield self.number(index)


def block_of(national: str) -> tuple[str, int]:
    """The block of a listed number."""
    return national[:-_CUT], _CUT


def stem_of(prefix: str, country_code: str) -> tuple[str, int]:
    """A block as a person writes it: `04221 123xx`; without x, two digits are filled.

    Raises:
        RuleViolation: `prefix_unreadable`.
    """
    plain = "".join(letter for letter in prefix if letter not in " /-()")
    for start in (f"+{country_code}", f"00{country_code}", "0"):
        if plain.startswith(start):
            plain = plain.removeprefix(start)
            break
    stem = plain.rstrip(_FREE)
    free = len(plain) - len(stem) or _CUT
    if not (stem.isascii() and stem.isdecimal()) or len(stem) < 2 or stem[0] == "0" or free > _MOST_FREE:
        raise RuleViolation("prefix_unreadable")
    return stem, free
