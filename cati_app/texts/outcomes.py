"""Outcomes in words: one for each, wherever it is read; the English ones stand in the table of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, Person
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS
from cati_app.texts.words import Words


@lru_cache(maxsize=4)
def outcome_labels(words: Words) -> Mapping[str, str]:
    """Every result of the catalogue, who gave it included, by code; kept, for a window does not change its language."""
    by_person = {
        Person.HOUSEHOLD: lambda said: words.say("{result}: somebody of the household", result=said),
        Person.RESPONDENT: lambda said: words.say("{result}: the person to be asked", result=said),
    }
    labels = {}
    for code, result in STANDARD_RESULTS.results.items():
        said = words.say(DISPOSITIONS[result.disposition].label)
        labels[code] = by_person[result.person](said) if result.person is not None else said
    return labels


def outcome_label(words: Words, code: str) -> str:
    """A disposition, or a result of the catalogue; a code it does not have is told as it is."""
    return outcome_labels(words).get(code) or code.replace("_", " ")
