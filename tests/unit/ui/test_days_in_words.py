"""Days on screens and in commands are written as the language writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.texts.words import words_of
from cati_app.ui.stage.wording import with_date

_AT = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(("language", "written"), [("en", "Tue 11-24 17:30"), ("de", "Di 24.11. 17:30")])
def test_a_day_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert written == with_date(words_of(language), _AT)
