"""Quotes: with which consent they may be printed, and how they are released."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.quotes import QuoteConsent, Release, may_be_quoted, may_follow, released

_ALLOWED = {
    (Release.OPEN, Release.SENT),
    (Release.OPEN, Release.REFUSED),
    (Release.SENT, Release.APPROVED),
    (Release.SENT, Release.CHANGED),
    (Release.SENT, Release.REFUSED),
    (Release.APPROVED, Release.REFUSED),
    (Release.CHANGED, Release.REFUSED),
}


@pytest.mark.parametrize("now", Release)
@pytest.mark.parametrize("wanted", Release)
def test_a_quote_goes_the_way_from_sending_to_an_answer(now: Release, wanted: Release) -> None:
    if (now, wanted) in _ALLOWED:
        assert wanted is released(now, wanted, QuoteConsent.AFTER_READING)
        return
    with pytest.raises(RuleViolation) as refused:
        released(now, wanted, QuoteConsent.AFTER_READING)

    assert ("quote_order", {"now": now.value, "wanted": wanted.value}) == (refused.value.code, refused.value.context)


@pytest.mark.parametrize("consent", [None, QuoteConsent.NO])
def test_without_consent_a_quote_is_neither_sent_nor_released_but_may_be_refused(consent: QuoteConsent | None) -> None:
    for wanted in (Release.SENT, Release.APPROVED, Release.CHANGED):
        with pytest.raises(RuleViolation) as refused:
            released(Release.SENT, wanted, consent)
        assert "quotes_not_allowed" == refused.value.code
    assert Release.REFUSED is released(Release.OPEN, Release.REFUSED, consent)


def test_what_may_be_printed_follows_from_consent_and_release() -> None:
    after, released_states = QuoteConsent.AFTER_READING, {Release.APPROVED, Release.CHANGED}
    for state in Release:
        assert (state is not Release.REFUSED) is may_be_quoted(state, QuoteConsent.YES)
        assert (state in released_states) is may_be_quoted(state, after)
        assert not may_be_quoted(state, QuoteConsent.NO)
        assert not may_be_quoted(state, None)


def test_what_may_follow_is_what_the_order_and_the_consent_allow() -> None:
    after_reading = QuoteConsent.AFTER_READING
    assert (Release.SENT, Release.REFUSED) == may_follow(Release.OPEN, after_reading)
    assert (Release.APPROVED, Release.CHANGED, Release.REFUSED) == may_follow(Release.SENT, QuoteConsent.YES)
    assert (Release.REFUSED,) == may_follow(Release.OPEN, QuoteConsent.NO) == may_follow(Release.SENT, None)
    assert () == may_follow(Release.REFUSED, after_reading)
