"""Consents to be contacted again: when given, by which wording, until when, and the categories a draw knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cati_app.domain.focus_groups.group_plan import Invitee
from cati_app.domain.ids import CaseId
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """What a person said yes to.

    Args:
        question: That was asked; blank: not known, as of consents that an older version kept.
        form_hash: Version of the questionnaire that has its wording.
        language: Of the interview.
        features: Categories by variable of the quota, of those alone that the wording names.
        until: Last day on which the consent may be used; None: it is bound to no day.
    """

    question: str = ""
    form_hash: str = ""
    language: str = ""
    features: Mapping[str, str] = field(default_factory=dict, repr=False)
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it may still be used on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that was given and not withdrawn.

    Args:
        id: Random; the draw of a group knows a person by it alone.
        case_id: Of the person, as long as contact data and answers of the study are joined.
        given_on: A date without a time, in coordinated universal time.
        details: What the person left, by question.
    """

    id: str
    case_id: CaseId
    given_on: date
    terms: ConsentTerms
    details: Mapping[str, str] = field(repr=False)

    @property
    def invitee(self) -> Invitee:
        """The person as a draw sees them."""
        return Invitee(self.id, self.terms.features)
