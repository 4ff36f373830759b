"""Results and dispositions in words: the study's own where it has them, else the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.texts import Words
from cati_app.texts.outcomes import outcome_label


def result_label(words: Words, labels: Mapping[str, str], code: str) -> str:
    """A result as this study calls it.

    Args:
        labels: The study's own words, by code.
        code: Of a result, or the name of a disposition.
    """
    return labels.get(code) or outcome_label(words, code)


def code_label(words: Words, labels: Mapping[str, str], name: str) -> str:
    """A final code with its number: `household refuses (2.111)`."""
    label, known = result_label(words, labels, name), DISPOSITIONS.get(name)
    return f"{label} ({known.aapor})" if known is not None and known.aapor else label
