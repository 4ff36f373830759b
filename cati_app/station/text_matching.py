"""Looks for what in texts may tell who somebody is, with the first names that come with the program."""

from __future__ import annotations

from cati_app.domain.release.identifying_texts import IdentifyingSpan, KnownIdentifiers, identifying_spans
from cati_app.resources import shipped
from cati_app.station.loading import LoadedStudy


class TextMatcher:
    """Finds what in texts may tell who somebody is; a text is looked through once.

    Args:
        country: Region of telephone numbers without country code.
    """

    def __init__(self, known: KnownIdentifiers, country: str) -> None:
        self._known = known
        self._country = country
        self._seen: dict[str, tuple[IdentifyingSpan, ...]] = {}

    def spans(self, text: str) -> tuple[IdentifyingSpan, ...]:
        """Places in a text, in order."""
        if text not in self._seen:
            self._seen[text] = identifying_spans(text, self._known, self._country)
        return self._seen[text]

    def tells(self, text: str) -> bool:
        """Whether there is any."""
        return bool(self.spans(text))


def text_matcher(loaded: LoadedStudy) -> TextMatcher:
    """With the first names that come with the program."""
    names = (shipped("resources") / "first_names.txt").read_text(encoding="utf-8").split()
    return TextMatcher(KnownIdentifiers(first_names=frozenset(names)), loaded.study.calling.country)
