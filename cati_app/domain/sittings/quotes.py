"""Whether the words of an expert may be quoted: the consent, and how a quote is released."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cati_app.domain.errors import RuleViolation


class QuoteConsent(StrEnum):
    """What a person said to being quoted; also the names of the choices of the question that asks."""

    YES = "yes"
    AFTER_READING = "after_reading"
    NO = "no"


class Release(StrEnum):
    """Where a quote stands: sent to be read, and what came back."""

    OPEN = "open"
    SENT = "sent"
    APPROVED = "approved"
    CHANGED = "changed"  # the person gave it other words
    REFUSED = "refused"


_STEPS: Mapping[Release, frozenset[Release]] = {
    Release.OPEN: frozenset((Release.SENT, Release.REFUSED)),
    Release.SENT: frozenset((Release.APPROVED, Release.CHANGED, Release.REFUSED)),
    Release.APPROVED: frozenset((Release.REFUSED,)),
    Release.CHANGED: frozenset((Release.REFUSED,)),
    Release.REFUSED: frozenset(),
}
"""What may follow; a person may take a release back, and a refusal stands."""
_NOTHING_ALLOWED = (None, QuoteConsent.NO)
"""Where nobody asked, as little is allowed as after a no."""
RELEASED = frozenset((Release.APPROVED, Release.CHANGED))


def released(now: Release, wanted: Release, consent: QuoteConsent | None) -> Release:
    """Where a quote stands next.

    Args:
        consent: What its person said; None: nobody asked, which allows as little as a no.

    Raises:
        RuleViolation: `quotes_not_allowed` where a quote would be sent or released without consent; `quote_order`
            where this does not follow on where it stands.
    """
    if wanted is not Release.REFUSED and consent in _NOTHING_ALLOWED:
        raise RuleViolation("quotes_not_allowed")
    if wanted not in _STEPS[now]:
        raise RuleViolation("quote_order", now=now.value, wanted=wanted.value)
    return wanted


def may_follow(now: Release, consent: QuoteConsent | None) -> tuple[Release, ...]:
    """Where a quote may stand next, in the order in which it does; none: where it stands it stays."""
    allowed = (Release.REFUSED,) if consent in _NOTHING_ALLOWED else tuple(Release)
    return tuple(each for each in allowed if each in _STEPS[now])


def may_be_quoted(state: Release, consent: QuoteConsent | None) -> bool:
    """Whether a quote may be printed: with a yes unless it was refused, else once its person has released it."""
    if consent is QuoteConsent.YES:
        return state is not Release.REFUSED
    return consent is QuoteConsent.AFTER_READING and state in RELEASED
