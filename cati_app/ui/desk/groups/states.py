"""What the tab of focus groups renders: the groups, and everybody in the draw of the one selected."""

from __future__ import annotations

from enum import StrEnum

from cati_app.ui.desk.states import TableState
from cati_app.values import dataclass


class GroupsStep(StrEnum):
    """The page in front; there is one."""

    LIST = "list"


@dataclass(frozen=True, slots=True)
class FocusGroupsState:
    """Groups and people.

    Args:
        figures: How many people may be invited, in one line.
        news: Whether the selected group can be filled, or why not.
        draw: What the key of the draw does to it, in words.
    """

    groups: TableState
    people: TableState
    figures: str = ""
    news: str = ""
    draw: str = ""
    can_draw: bool = False
    has_person: bool = False
