"""What a column of the sample is declared for, in words."""

from __future__ import annotations

from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.texts.words import Words


def use_word(words: Words, use: str) -> str:
    """A use as readers call it.

    Args:
        use: As in `sample.clear` of study.yaml.
    """
    return {
        ColumnUse.QUOTA: words.say_in("sample column", "quota"),
        ColumnUse.WEIGHT: words.say_in("sample column", "weight"),
        ColumnUse.LANGUAGE: words.say_in("sample column", "language"),
        ColumnUse.STRATUM: words.say_in("sample column", "stratum"),
        ColumnUse.PLACE: words.say_in("sample column", "region"),
        ColumnUse.WINDOW: words.say_in("sample column", "calling window"),
    }[ColumnUse(use)]
