"""Finding entries of a long list while typing."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Text without case and accents, so that `munch` finds `München`; `ß` becomes `ss`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class Typeahead:
    """An index over labels; made once for a list, asked at every key."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._folded = [folded(label) for label in labels]

    def find(self, query: str) -> list[int]:
        """Places of the entries that contain every word of the query.

        Entries that begin with the query come first, then those where a word begins with it, then the others;
        each in the order of the list. A blank query finds everything.
        """
        words = folded(query).split()
        if not words:
            return list(range(len(self._folded)))
        first, rest = words[0], words[1:]
        found = [place for place, text in enumerate(self._folded) if first in text]
        for word in rest:
            found = [place for place in found if word in self._folded[place]]
        whole = " ".join(words)
        begins = [place for place in found if self._folded[place].startswith(whole)]
        taken = set(begins)
        inside = f" {whole}"
        word_begins = [place for place in found if place not in taken and inside in self._folded[place]]
        taken.update(word_begins)
        return begins + word_begins + [place for place in found if place not in taken]
