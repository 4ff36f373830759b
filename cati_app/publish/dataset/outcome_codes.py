"""Results as codes of a data set: each with its text, under its name and under its AAPOR number."""

from __future__ import annotations

from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.table import Coded
from cati_app.texts import words_of
from cati_app.texts.outcomes import outcome_label


def disposition_codes(study: StudyFacts) -> tuple[Coded, ...]:
    """Every result by name, in the study's own words where it has some."""
    return tuple(Coded(name, name, _word(study, name)) for name in DISPOSITIONS)


def aapor_codes(study: StudyFacts) -> tuple[Coded, ...]:
    """Every final code by its number, in order; interim results have none."""
    numbers = sorted((row.aapor, name) for name, row in DISPOSITIONS.items() if row.aapor is not None)
    return tuple(Coded(number, number, _word(study, name)) for number, name in numbers)


def aapor_number(disposition: str) -> str:
    """The AAPOR number of a result; blank where it has none."""
    known = DISPOSITIONS.get(disposition)
    return (known.aapor or "") if known else ""


def _word(study: StudyFacts, name: str) -> str:
    return study.result_words.get(name) or outcome_label(words_of(study.language), name)
