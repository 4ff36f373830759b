"""Who may touch the block list: one person puts numbers on, two together with a written reason take one off."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import require

SHORTEST_REASON = 10  # characters
_MOST_DIGITS = 5  # more would be a telephone number


def written_reason(text: str) -> str:
    """The reason, which is kept for ever. RuleViolation: `block_reason_needed`, `reason_holds_number`."""
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        raise RuleViolation("block_reason_needed")
    if sum(letter.isdecimal() for letter in reason) > _MOST_DIGITS:
        raise RuleViolation("reason_holds_number")
    return reason


def two_people(person: User, second: User | None) -> str:
    """Both logins, when the second person is somebody else and one of the two is a supervisor.

    Args:
        second: Who signed in beside the person; None when name or password were wrong.

    Raises:
        RuleViolation: `wrong_second_login`, `no_contact_access`, `two_people_needed`.
    """
    if second is None:
        raise RuleViolation("wrong_second_login")
    with_contact_access(second)
    if second.id == person.id or Role.SUPERVISOR not in (person.role, second.role):
        raise RuleViolation("two_people_needed")
    return f"{person.login}, {second.login}"


def with_contact_access(person: User) -> User:
    """The person, who sees contact data; else RuleViolation `no_contact_access`."""
    return require(person, Right.KEEP_BLOCK_LIST)
