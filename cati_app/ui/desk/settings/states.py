"""What the tab of settings shows."""

from __future__ import annotations

from enum import StrEnum

from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.values import dataclass

_NOTHING = TableState("", "", (), ())


class SettingsStep(StrEnum):
    """The pages of the tab."""

    LIST = "list"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class SettingsState:
    """The settings of one part of the study, and the one selected.

    Args:
        groups: Parts, with how many settings each has.
        settings: Name, value, where it comes from.
        lines: Of the setting selected: what it is for, what it may be, its default, its law.
        notice: What keeps settings from being changed, or what was changed by hand; blank: nothing.
        undo: What can be taken back, and until when.
    """

    title: str = ""
    about: str = ""
    version: str = ""
    groups: TableState = _NOTHING
    settings: TableState = _NOTHING
    name: str = ""
    path: str = ""
    lines: tuple[ReasonLine, ...] = ()
    notice: str = ""
    undo: str = ""
    publishes: bool = False  # it can be brought to a hub from here
    in_force: bool = True  # False: something was changed by hand, and can be put in force
    foot: str = ""


@dataclass(frozen=True, slots=True)
class ShiftLogState:
    """What happened today."""

    summary: str = ""
    entries: TableState = _NOTHING
