"""Finding entries of a long list while typing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import compress, repeat
from operator import contains, gt, not_, or_

from cati_app.engine.form.screen import ChoiceView
from cati_app.texts.countries import are_countries, country_names

_SHORT = 2  # letters
_ALIKE: dict[int, int | str | None] = {
    # Letters that Unicode does not take apart, as they are typed on a keyboard without them.
    **str.maketrans("ıøłđðħ", "iolddh"),
    ord("þ"): "th",
    ord("æ"): "ae",
    ord("œ"): "oe",
    # Arabic letters that are written one for the other, and those of its neighbours for the same sound.
    **str.maketrans("ٱىیېےةہھەک", "اييييههههك"),
    **dict.fromkeys(map(ord, "ءـ")),  # a hamza of its own, and the stroke that only makes a word longer
    **dict.fromkeys(map(ord, "‘’ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013"), "-"),
}
_FORMAT = "Cf"  # joiners and signs of direction
_TYPED_APART = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def folded(text: str) -> str:
    """Text without case, accents and variants of letters, so that `munch` finds `München`; `ß` becomes `ss`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    plain = (sign for sign in apart if not (unicodedata.combining(sign) or unicodedata.category(sign) == _FORMAT))
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def also_called(choices: Sequence[ChoiceView]) -> tuple[tuple[str, ...], ...]:
    """What else each choice is found by: its labels in the other languages, and the program's names of countries."""
    if are_countries([choice.name for choice in choices]):
        return tuple((*choice.also, *country_names(choice.name)) for choice in choices)
    return tuple(choice.also for choice in choices)


class Typeahead:
    """Finds entries by their labels, then by what else they are called. Made once for a list, asked at every key."""

    def __init__(self, labels: Sequence[str], also: Sequence[tuple[str, ...]] = ()) -> None:
        """Labels of the entries, and for each, or for none, what else it is called."""
        self._own = _Index([folded(label) for label in labels])
        self._others = list(map(_spellings, labels, also or repeat(())))
        self._named = [index for index, names in enumerate(self._others) if names]
        self._other = _Index([_BREAK.join(folded(name) for name in self._others[index]) for index in self._named])

    def find(self, query: str) -> list[int]:
        """Indexes of the entries that contain every word of the query.

        Entries whose label begins with the query come first, then those where a word of it begins with it, then the
        others; each in the order of the list. What is found by another name only comes after all that. A blank query
        finds everything; one or two letters find the words that begin with them, and only where there are none,
        whatever holds them.
        """
        words = folded(query).split()
        if not words:
            return self._own.everything()
        whole = " ".join(words)
        if len(whole) <= _SHORT:
            matching = self._both(self._own.beginning(whole), self._other.beginning(whole))
            if matching:
                return matching
        return self._both(self._own.holding(whole, words), self._other.holding(whole, words))

    def _both(self, own: list[int], other: list[int]) -> list[int]:
        if not other:
            return own
        return list(dict.fromkeys([*own, *map(self._named.__getitem__, other)]))

    def called(self, index: int, query: str) -> str:
        """The other name by which the query finds an entry; blank where its label has every word of it."""
        words = folded(query).split()
        if self._own.holds(index, words):
            return ""
        return next((name for name in self._others[index] if all(word in folded(name) for word in words)), "")


_BREAK = "\n "  # between names: nothing that is typed goes across, and each begins a word


def _spellings(label: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Other names, and all of them with umlauts typed apart, without those that add nothing."""
    if label.isascii() and not names:
        return ()
    apart = (name.translate(_TYPED_APART) for name in map(str.casefold, (label, *names)))
    known, kept = {folded(label)}, []
    for name in (*names, *apart):
        if folded(name) not in known:
            known.add(folded(name))
            kept.append(name)
    return tuple(kept)


class _Index:
    """Entries by their folded text. A longer query looks through the last matches."""

    def __init__(self, texts: list[str]) -> None:
        self._places = list(range(len(texts)))
        self._texts = texts
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

    def everything(self) -> list[int]:
        """All entries."""
        return list(self._places)

    def holds(self, index: int, words: list[str]) -> bool:
        """Whether an entry has all these words."""
        return all(word in self._texts[index] for word in words)

    def holding(self, whole: str, words: list[str]) -> list[int]:
        """Entries with all words of a query; see `Typeahead.find` for their order."""
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

    def beginning(self, letters: str) -> list[int]:
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
