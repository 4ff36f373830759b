"""What screens render: frozen values, worded by the presenters, without Qt.

Texts are ready to be shown in the language of the interface. Durations are whole seconds at the moment of
rendering; where `running` is true the view keeps counting on its own, so that nobody renders once a second.
What only one room renders stands in the `states.py` of that room.
"""

from __future__ import annotations

from enum import StrEnum

# screens of a study take both from here; the start page, which loads none, from where they stand
from cati_app.ui.stage.message import MessageState as MessageState  # noqa: PLC0414
from cati_app.ui.stage.message import Tone as Tone  # noqa: PLC0414
from cati_app.values import dataclass


class ScreenName(StrEnum):
    """The screens the shell can show."""

    LOGIN = "login"
    DIAL = "dial"
    CONSOLE = "console"
    SITTING = "sitting"
    BOARD = "board"
    DESK = "desk"


class StoredState(StrEnum):
    """Whether the last answer is safe; the views word it."""

    STORED = "stored"
    STORING = "storing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HeaderState:
    """The line at the top of the window. Blank texts hide their part."""

    study_title: str = ""
    stored: StoredState = StoredState.STORED
    stored_at: str = ""  # time of the last acknowledgement, for the footer: "18:42:11"
    station: str = ""  # "Station 12 · Int. 04"
    hub: str = ""  # "● Hub: connected"; blank: the study is at none
    hub_short: str = ""  # the same where there is little room
    hub_means: str = ""  # what that means for whoever works
    hub_tone: Tone = Tone.PLAIN
    language: str = ""  # language of the script; blank: only one
    can_pause: bool = False
    notice: str = ""  # of a supervisor, in a line of its own
    notice_urgent: bool = False
    footer: str = ""  # right end of the footer: "Today: 9 interviews · 61 attempts · 4 h 12 min"


@dataclass(frozen=True, slots=True)
class TileState:
    """A figure, at the top of a tab."""

    key: str
    title: str
    value: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One earlier attempt or note."""

    when: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskRules:
    """Settings of the study that change how keys answer."""

    auto_advance: bool = False
    not_applicable: bool = False
    can_go_back: bool = True
