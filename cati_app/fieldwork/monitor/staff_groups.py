"""The groups of people whose figures are told together: everybody, and those who speak a language."""

from __future__ import annotations

from collections.abc import Iterable

from cati_app.domain.people.shown_groups import Group
from cati_app.domain.people.users import Role, User


def groups_of(people: Iterable[User]) -> list[Group]:
    """Everybody, with a blank name, then by language; interviewers alone."""
    interviewers = [person for person in people if person.role is Role.INTERVIEWER]
    languages = sorted({language for person in interviewers for language in person.languages})
    everybody = Group("", frozenset(person.id for person in interviewers))
    return [
        everybody,
        *(
            Group(code, frozenset(person.id for person in interviewers if code in person.languages))
            for code in languages
        ),
    ]
