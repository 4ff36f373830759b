"""A focus group as its study plans it, and who may be drawn for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from cati_app.domain.focus_groups.consents import Consent
from cati_app.domain.focus_groups.group_plan import UNKNOWN, GroupPlan, Invitee
from cati_app.values import dataclass, replace

LANGUAGE = "interview language"
"""The feature by which people are told apart beside those of the quota; no variable has a blank in its name."""


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """A group with its date.

    Args:
        plan: For the seats it has.
        invite: How many are invited; None: 1.3 for each seat, rounded up.
        least: With fewer it does not take place.
        at: When it begins, on the study's clock.
        language: Only people who were interviewed in it are invited, and those of whom that is not known.
    """

    plan: GroupPlan
    invite: int | None
    least: int
    on: date
    at: time
    language: str

    @property
    def id(self) -> str:
        """Of the group."""
        return self.plan.id

    @property
    def seated_by(self) -> GroupPlan:
        """The plan for its seats, language included."""
        only = {**self.plan.only, LANGUAGE: frozenset({self.language, UNKNOWN})}
        return replace(self.plan, only=only)

    @property
    def drawn_by(self) -> GroupPlan:
        """The same for as many as are invited."""
        return self.seated_by.for_invitations(self.invite)


def invitees(consents: Iterable[Consent], on: date) -> tuple[Invitee, ...]:
    """People whose consent may be used on a day, as a draw sees them, the language of their interview included."""
    return tuple(
        Invitee(each.id, {**each.terms.features, LANGUAGE: each.terms.language or UNKNOWN})
        for each in consents
        if each.terms.holds_on(on)
    )
