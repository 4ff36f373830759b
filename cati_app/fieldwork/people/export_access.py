"""Who may take the data out of the house: analysts and supervisors; an interviewer may not."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User


def may_export(person: User) -> User:
    """The person, whose role may export data; else RuleViolation `no_export`."""
    if not person.role.exports_data:
        raise RuleViolation("no_export")
    return person
