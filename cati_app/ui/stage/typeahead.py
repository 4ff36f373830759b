"""Finding entries of a long list while typing."""

from __future__ import annotations

import unicodedata
from itertools import compress, repeat
from operator import contains, gt, not_, or_

_SHORT = 2  # letters


def folded(text: str) -> str:
    """Text without case and accents, so that `munch` finds `München`; `ß` becomes `ss`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Typeahead:
    """An index over labels; made once for a list, asked at every key. A longer query looks through the last matches."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._places = list(range(len(labels)))
        self._texts = [folded(label) for label in labels]
        self._last = ("", self._places, self._texts)
        self._first: dict[str, list[int]] = {}  # by letter: entries that begin with it, then those with such a word
        later: dict[str, list[int]] = {}
        for index, text in enumerate(self._texts):
            self._first.setdefault(text[:1], []).append(index)
            if " " in text:
                for letter in {word[0] for word in text.split()} - {text[:1]}:
                    later.setdefault(letter, []).append(index)
        for letter, places in later.items():
            self._first.setdefault(letter, []).extend(places)

    def find(self, query: str) -> list[int]:
        """Indexes of the entries that contain every word of the query.

        Entries that begin with the query come first, then those where a word begins with it, then the others;
        each in the order of the list. A blank query finds everything; one or two letters find the words that begin
        with them, and only where there are none, whatever holds them.
        """
        words = folded(query).split()
        if not words:
            return list(self._places)
        whole = " ".join(words)
        if len(whole) <= _SHORT:
            matching = self._beginning(whole)
            if matching:
                return matching
        places, texts = self._matches(whole, words)
        begin = list(map(str.startswith, texts, repeat(whole)))
        if all(begin):
            return list(places)
        within = list(map(contains, texts, repeat(f" {whole}")))
        first = list(compress(places, begin))
        if first or not all(within):
            first += compress(places, map(gt, within, begin))  # a word begins with it, the label does not
            first += compress(places, map(not_, map(or_, within, begin)))
            return first
        return list(places)

    def _beginning(self, letters: str) -> list[int]:
        """Entries that begin with one or two letters, then those with a word that does."""
        places = self._first.get(letters[0], [])
        if len(letters) == 1:
            return list(places)
        texts = list(map(self._texts.__getitem__, places))
        begin = list(map(str.startswith, texts, repeat(letters)))
        within = map(contains, texts, repeat(f" {letters}"))
        return [*compress(places, begin), *compress(places, map(gt, within, begin))]

    def _matches(self, whole: str, words: list[str]) -> tuple[list[int], list[str]]:
        before, places, texts = self._last
        if not whole.startswith(before):
            places, texts = self._places, self._texts
        for word in words:
            hits = list(map(contains, texts, repeat(word)))
            if not all(hits):
                places, texts = list(compress(places, hits)), list(compress(texts, hits))
        self._last = (whole, places, texts)
        return places, texts
