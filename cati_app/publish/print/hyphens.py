"""Where a word may be cut at the end of a line: by the patterns of its language, where there are any.

The patterns are those of LibreOffice, which pyphen brings along. They are read here and not by pyphen, because German
ones have two levels: first a compound is taken apart into its words, then each word into syllables as if it stood
alone. pyphen throws both into one, and cuts "Mita-rbeiter" and "Prozen-tanteil".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyphen

from cati_app.values import dataclass

_FILES = {"de": "de_DE", "en": "en_GB", "es": "es", "fr": "fr", "it": "it_IT", "pl": "pl_PL", "ru": "ru_RU"}
_COMPOUNDS = {"de": ("befragungs1", "diskriminierungs1", "mehr1fach1", "voll1erhebung", "weiter1arbeite")}
"""Of the trade, and unknown to the patterns."""
_BEFORE, _BEHIND = 2, 3  # letters at least
_SHORTEST = 6
_NEXT_LEVEL = "NEXTLEVEL"
_SETTING = re.compile(r"[A-Z]{4,}\b")
_DIGIT = re.compile(r"\d")

Patterns = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a word may be cut.

    Args:
        after: So many letters stand before it.
        mark: What is put there.
        is_seam: Whether parts of a compound meet there: words, or a word and its prefix.
    """

    after: int
    mark: str = "-"
    is_seam: bool = True


@dataclass(frozen=True, slots=True)
class Hyphens:
    """The patterns of one language: words in compounds first, then syllables; of many languages these alone.

    Args:
        levels: Patterns by their letters, `.` for the edge of a word, with a weight before and behind each letter.
    """

    levels: tuple[Patterns, ...]

    def cuts(self, word: str) -> tuple[Cut, ...]:
        """Where the word may be cut, in order; nowhere what is no word of small letters.

        Codes, logins and addresses hold other signs than letters, abbreviations capitals in their midst.
        """
        if len(word) < _SHORTEST or not word.isalpha() or not word[1:].islower():
            return ()
        seams = _where_odd(self.levels[0], word.lower())
        edges = [0, *seams, len(word)]
        syllables = [
            begin + at
            for begin, end in pairwise(edges)
            for level in self.levels[1:]
            for at in _where_odd(level, word[begin:end].lower())
        ]
        cuts = sorted({*seams, *syllables})
        apart = [at for at, following in pairwise([*cuts, len(word)]) if following - at > 1]
        return tuple(Cut(at, is_seam=at in seams) for at in apart if _BEFORE <= at <= len(word) - _BEHIND)


@cache
def hyphens_of(language: str) -> Hyphens | None:
    """The patterns of a language; None where there are none, as of Turkish and of Arabic, which is not cut at all.

    Args:
        language: Its code, with a country or without: `de`, `de-AT`.
    """
    short = re.split("[-_]", language.lower())[0]
    file = _FILES.get(short)
    if file is None:
        return None
    first, *others = _read(pyphen.LANGUAGES[file])
    return Hyphens((first | dict(map(_pattern, _COMPOUNDS.get(short, ()))), *others))


def _read(file: Path) -> Iterator[Patterns]:
    """The levels of a file of patterns: its encoding in the first line, then a pattern in each."""
    encoding, _, content = file.read_bytes().partition(b"\n")
    named = encoding.decode().strip().lower().removeprefix("microsoft-")
    level: Patterns = {}
    for line in map(str.strip, content.decode(named).splitlines()):
        if line == _NEXT_LEVEL and level:
            yield level
            level = {}
        elif line and line[0] not in "%#" and "/" not in line and not _SETTING.match(line):
            letters, weights = _pattern(line)
            level[letters] = weights
    yield level


def _pattern(written: str) -> tuple[str, tuple[int, ...]]:
    """Its letters, and the weight before and behind each: `mit1ar` is `mitar` with 0 0 0 1 0 0."""
    letters = _DIGIT.sub("", written)
    weights = [0] * (len(letters) + 1)
    at = 0
    for sign in written:
        if sign.isdigit():
            weights[at] = int(sign)
        else:
            at += 1
    return letters, tuple(weights)


def _where_odd(patterns: Patterns, word: str) -> list[int]:
    """Where the greatest weight is odd (Liang 1983), two letters from the edges at least."""
    edged = f".{word}."
    weights = [0] * (len(edged) + 1)
    for begin in range(len(edged)):
        for end in range(begin + 1, len(edged) + 1):
            for at, weight in enumerate(patterns.get(edged[begin:end], ()), begin):
                weights[at] = max(weights[at], weight)
    return [at - 1 for at, weight in enumerate(weights) if weight % 2 and 2 <= at - 1 <= len(word) - 2]
