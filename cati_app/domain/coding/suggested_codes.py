"""Codes that units like this one have: suggested to a coder, from adjudicated units of the study alone.

Nothing is learnt elsewhere and nothing leaves the machine: likeness is counted in runs of three to five letters.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.values import dataclass

NEAREST = 10
"""Units that vote."""
MOST = 3
"""Codes that are suggested."""
_SHORTEST, _LONGEST = 3, 5
_EDGE = " "


@dataclass(frozen=True, slots=True)
class SuggestedCode:
    """A code with the share of the votes that fell to it, above 0 and at most 1."""

    code: str
    share: float


class Suggestions:
    """What adjudicated units say of a text: the ten most like it vote for their codes with likeness²."""

    def __init__(self, adjudicated: Iterable[tuple[str, UnitCodes]]) -> None:
        """Texts with the codes that were agreed on."""
        texts, codes = list[str](), list[UnitCodes]()
        for text, given in adjudicated:
            texts.append(text)
            codes.append(given)
        self._codes = codes
        counted = [_grams(text) for text in texts]
        holding = Counter(gram for grams in counted for gram in grams)
        self._rarity = {gram: log((1 + len(texts)) / (1 + units)) + 1 for gram, units in holding.items()}
        rows: dict[str, list[tuple[int, float]]] = {gram: [] for gram in holding}
        for row, grams in enumerate(counted):
            for gram, weight in self._weights(grams).items():
                rows[gram].append((row, weight))
        self._index = {
            gram: (np.array([row for row, _ in held], dtype=np.intp), np.array([weight for _, weight in held]))
            for gram, held in rows.items()
        }

    def of(self, text: str, axis: Axis) -> tuple[SuggestedCode, ...]:
        """Up to three codes of an axis, the likeliest first; none where no unit has a run of letters in common.

        Among codes with equal votes the one whose id comes first.
        """
        votes: dict[str, float] = {}
        for row, likeness in self._nearest(text):
            for code in self._codes[row].on(axis):
                votes[code] = votes.get(code, 0.0) + likeness**2
        every = sum(votes.values())
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return tuple(SuggestedCode(code, share / every) for code, share in ranked[:MOST])

    def _nearest(self, text: str) -> Sequence[tuple[int, float]]:
        """Rows of the units that are most like a text, with the cosine, above 0 and at most 1."""
        likeness: NDArray[np.float64] = np.zeros(len(self._codes))
        for gram, weight in self._weights(_grams(text)).items():
            if gram in self._index:
                rows, weights = self._index[gram]
                likeness[rows] += weight * weights
        nearest = np.argsort(-likeness, kind="stable")[:NEAREST]
        return [(int(row), float(likeness[row])) for row in nearest if likeness[row] > 0]

    def _weights(self, grams: Counter[str]) -> dict[str, float]:
        """(1 + ln tf)·idf of each run of letters, of length 1 in all; a run that no unit has is as rare as can be."""
        rarest = log(1 + len(self._codes)) + 1
        weights = {gram: (1 + log(times)) * self._rarity.get(gram, rarest) for gram, times in grams.items()}
        length = sum(weight**2 for weight in weights.values()) ** 0.5
        return {gram: weight / length for gram, weight in weights.items()}


def _grams(text: str) -> Counter[str]:
    """Runs of three to five letters inside words, whose edges count as a letter; never from one word into the next."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in folded).split()
    grams: Counter[str] = Counter()
    for word in words:
        edged = f"{_EDGE}{word}{_EDGE}"
        for length in range(_SHORTEST, _LONGEST + 1):
            grams.update(edged[start : start + length] for start in range(len(edged) - length + 1))
    return grams
