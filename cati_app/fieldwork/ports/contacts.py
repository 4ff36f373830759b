"""Contact data as use cases see them: sealed, opened by whoever has the key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from cati_app.domain.events import LoggedEvent
from cati_app.domain.focus_groups.consents import Consent, ConsentTerms
from cati_app.domain.ids import CaseId


class Contacts(Protocol):
    """Sealing of contact data, and the consent store."""

    @property
    def may_open(self) -> bool:
        """Whether the role may see contact data."""
        ...

    def of_fact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data of that name in a fact; RuleViolation `no_contact_access`."""
        ...

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        ...

    def keep_for_recontact(self, case_id: CaseId, on: date, terms: ConsentTerms, details: Mapping[str, str]) -> None:
        """Keep what a person left, by consent, to be contacted again; in place of what they left before."""
        ...

    def consents(self) -> tuple[Consent, ...]:
        """Every consent that is kept, by id, which is random; RuleViolation `no_contact_access`."""
        ...

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete what a person left to be contacted again."""
        ...
