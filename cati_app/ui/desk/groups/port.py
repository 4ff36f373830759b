"""What the desk needs of focus groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cati_app.domain.focus_groups.group_plan import Shortfall
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.fieldwork.recruiting.read_groups import GroupsNow
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """What somebody left to be invited.

    Args:
        details: Answers by the name of their question.
        numbers: Of the case, in E.164.
    """

    details: Mapping[str, str]
    numbers: tuple[str, ...]


class FocusGroupsDesk(Protocol):
    """For who has signed in, in the store's lane; each raises RuleViolation as its use case does."""

    def read(self) -> GroupsNow:
        """The groups as they stand. EnvironmentProblem: `focus_groups_errors`, `focus_groups_missing`."""
        ...

    def draw(self, group: str) -> Shortfall | None:
        """Draw a group, or replace whoever dropped out of it; why not, where it cannot be filled."""
        ...

    def note(self, group: str, consent: str, standing: InvitationStanding) -> None:
        """What became of somebody."""
        ...

    def contact(self, consent: str) -> PersonLeft:
        """Name and numbers; that they were shown stands in the log."""
        ...

    def withdraw(self, consent: str) -> None:
        """A person takes the consent back."""
        ...

    def feature(self, name: str) -> str:
        """The word of what tells people apart."""
        ...

    def value(self, name: str, code: str) -> str:
        """The word of one of its values."""
        ...
