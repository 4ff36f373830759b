"""What becomes of somebody who was drawn: contact data shown, the answer noted, the consent taken back."""

from __future__ import annotations

import json

from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.focus_groups.consents import Consent
from cati_app.domain.focus_groups.invitations import ANSWERED, WITHDRAWN, InvitationStanding
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.take_case import CONTACT_SHOWN
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.recruiting.read_groups import CONSENT, ReadGroups
from cati_app.fieldwork.rights import needs


class KeepInvitations:
    """For supervisors; each step is a fact of the log.

    Args:
        units: Where it is written; keys that open contact data.
    """

    def __init__(self, units: CallingUnits, read: ReadGroups, clock: Clock) -> None:
        self._units = units
        self._read = read
        self._clock = clock

    @needs(Right.SUPERVISE)
    def show(self, user: User, consent_id: str) -> tuple[Consent, Case]:
        """What the person left, and the case with its numbers; that it was shown stands in the log.

        Raises:
            RuleViolation: `no_consent`.
        """
        consent, case = self._read.consent(user, consent_id)
        with self._units() as unit:
            unit.log.append([moment(self._clock, user).fact(CONTACT_SHOWN, case.id)])
            unit.commit()
        return consent, case

    @needs(Right.SUPERVISE)
    def note(self, user: User, group: str, consent_id: str, standing: InvitationStanding) -> None:
        """What became of somebody.

        Raises:
            RuleViolation: `group_unknown`, `not_in_group`, `invitation_is`.
        """
        self._read(user).group(group).record.answered(consent_id, standing)
        sealed = {CONSENT: json.dumps({"id": consent_id})}
        with self._units() as unit:
            fact = moment(self._clock, user).fact(ANSWERED, contact=sealed, group=group, standing=standing.value)
            unit.log.append([fact])
            unit.commit()

    @needs(Right.SUPERVISE)
    def withdraw(self, user: User, consent_id: str) -> None:
        """Take a consent back: from now on nobody is drawn, called or written to by it, and its data are deleted here.

        The fact tells when it was given, by which wording, and that it is over.

        Raises:
            RuleViolation: `no_consent`.
        """
        consent, _ = self._read.consent(user, consent_id)
        terms = consent.terms
        told = {
            "id": consent.id,
            "given_on": consent.given_on.isoformat(),
            "question": terms.question,
            "form": terms.form_hash,
            "language": terms.language,
        }
        with self._units() as unit:
            unit.contacts.forget_recontact(consent.case_id)
            unit.log.append([moment(self._clock, user).fact(WITHDRAWN, contact={CONSENT: json.dumps(told)})])
            unit.commit()
