"""Codes by which respondents ask for what is stored about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.ids import InterviewId


class AccessCodes(Protocol):
    """Codes of interviews. None is kept: whoever sees contact data makes it again, and finds by it.

    Every method is refused without contact data (RuleViolation: `no_contact_access`).
    """

    def of(self, interview_id: InterviewId) -> AccessCode | None:
        """The code of an interview, from now on if it had none; None where what makes codes is not here."""
        ...

    def interviews_with(self, code: AccessCode) -> Sequence[InterviewId]:
        """The interviews that have it: one, none, or two that were given the same at two stations; by their ids."""
        ...
