"""Who works with the application, and what their role may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cati_app.domain.ids import UserId
from cati_app.values import dataclass

NOBODY: Final = UserId("")
"""In place of somebody of whom nobody knows any more who it was."""


class Role(StrEnum):
    """Roles of a study; only the first two may see contact data."""

    INTERVIEWER = "interviewer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"

    @property
    def sees_contact_data(self) -> bool:
        """Whether people of this role hold the contact key."""
        return self is not Role.ANALYST

    @property
    def exports_data(self) -> bool:
        """Whether the data set may be taken out of the house."""
        return self is not Role.INTERVIEWER


@dataclass(frozen=True, slots=True)
class User:
    """A person with a login; `number` is what exports and screens show."""

    id: UserId
    login: str
    name: str
    role: Role
    number: int
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()  # what the person was trained for, for instance `conversion`
    active: bool = True  # False for who has left
