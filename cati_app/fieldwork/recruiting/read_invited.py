"""What came of calls in the study in which a focus group's people are invited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OutcomeClass
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import needs

_MEANS = (
    (OutcomeClass.REFUSAL, InvitationStanding.DECLINED),
    (OutcomeClass.INTERVIEW, InvitationStanding.ACCEPTED),  # whoever said no first and yes later comes
)
"""By results of attempts: what a closed case is counted as depends on a screening that this study has not."""


class ReadInvited:
    """For supervisors of that study.

    Args:
        units: Of that study; keys that open contact data, as its cases are named by consents.
    """

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, consents: Sequence[str]) -> Mapping[str, InvitationStanding]:
        """Who has accepted, and who has declined for good; the others are still to be called, or were not reached."""
        told: dict[str, InvitationStanding] = {}
        with self._units() as unit:
            for consent, known in unit.sample.named(consents).items():
                if unit.cases.get(known.id).state is CaseState.CLOSED:
                    results = [each.result for each in unit.histories.of_case(known.id).outcomes]
                    classes = [DISPOSITIONS[result].outcome_class for result in results]
                    for each, standing in _MEANS:
                        if each in classes:
                            told[consent] = standing
        return told
