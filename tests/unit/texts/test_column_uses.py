"""What columns of a sample are declared for, in the language of the reader."""

from __future__ import annotations

import pytest

from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.texts import words_of
from cati_app.texts.column_uses import use_word
from cati_app.ui.desk.sample.words import role_labels


@pytest.mark.parametrize("use", ColumnUse)
def test_every_use_has_a_word(use: ColumnUse) -> None:
    assert use_word(words_of("en"), use.value)
    assert use_word(words_of("de"), use.value) not in set(ColumnUse)


def test_the_window_words_a_use_in_its_language() -> None:
    assert dict(role_labels(words_of("de"), "quota"))["field"] == "Stichprobenfeld, offen: Quote"
