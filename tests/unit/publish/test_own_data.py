"""What is stored about somebody, as a page of its own: read from right to left where the language is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.publish.reports.own_data import ToldAnswer, ToldData, ToldInterview, own_data_html

AT = datetime(2026, 11, 24, 16, tzinfo=UTC)


def told(language: str, *, right_to_left: bool) -> ToldData:
    interview = ToldInterview(AT, AT, (ToldAnswer("a", "Anything <b>?", "a & b"),))
    calls, notes = ((AT, "complete"),), ("rings in the evening",)
    where = "Small", "City", "0"
    return ToldData(*where, AT, language, right_to_left, ("01", ""), ("street",), calls, notes, True, (interview,))


def test_dates_keep_their_order_in_a_page_from_right_to_left() -> None:
    page = own_data_html([told("ar", right_to_left=True)]).decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert "<h2>مقابلة بتاريخ \u20662026-11-24 16:00\u2069</h2>" in page
    assert "<bdi>2026-11-24 16:00</bdi>" in page


def test_what_people_said_is_text_and_nothing_else() -> None:
    page = own_data_html([told("de", right_to_left=False)]).decode()

    assert "<bdi>Anything &lt;b&gt;?</bdi>" in page
    assert "<bdi>a &amp; b</bdi>" in page
    assert "<script" not in page
    assert '<html lang="de" dir="ltr">' in page


def test_without_anybody_there_is_no_page() -> None:
    with pytest.raises(ValueError, match="nothing to tell"):
        own_data_html([])
