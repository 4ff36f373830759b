"""What commands say of texts that may tell who somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cati_app.domain.release.identifying_texts import Identifier
from cati_app.station.text_matching import TextMatcher
from cati_app.texts import chosen, say, say_count
from cati_app.texts.identifier_words import identifier_word

IdentifiersByText = Mapping[str, Sequence[Identifier]]


def identifiers_of(texts: Iterable[str], matcher: TextMatcher) -> IdentifiersByText:
    """By text: what in it may tell who somebody is, each kind once, in its order."""
    return {text: tuple(dict.fromkeys(span.kind for span in matcher.spans(text))) for text in set(texts)}


def mark_of(kinds: Sequence[Identifier]) -> str:
    """A line below a text; blank where nothing in it tells who somebody is."""
    named = ", ".join(identifier_word(chosen(), kind) for kind in kinds)
    return say("may tell who somebody is: {kinds}", kinds=named) if kinds else ""


def warning_of(texts: Iterable[str], told_by: IdentifiersByText) -> str:
    """What whoever has written a sheet of texts is told, a line; blank where none tells who somebody is."""
    telling = sum(bool(told_by[text]) for text in texts)
    if not telling:
        return ""
    told = say_count(
        "{count} text may tell who somebody is; `cati code STUDY --texts --as LOGIN` marks it. See to it"
        " before the sheet leaves the house.",
        "{count} texts may tell who somebody is; `cati code STUDY --texts --as LOGIN` marks them. See to them"
        " before the sheet leaves the house.",
        telling,
    )
    return f"{told}\n"
