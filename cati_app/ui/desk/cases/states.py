"""What the supervisor's list of cases and the story of one case render."""

from __future__ import annotations

from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseListRow:
    """A case in the list, worded by column."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseListState:
    """A stretch of the list. Rows known by their key keep selection and position; `current` selects another one."""

    columns: tuple[str, ...] = ()
    rows: tuple[CaseListRow, ...] = ()
    current: str = ""  # row to be selected; blank: as it was
    stretch: int = 0  # a different list begins when it changes: other filter, other position
    has_before: bool = False
    has_after: bool = False
    count_text: str = ""
    standing_text: str = ""  # what the filters say now
    result_text: str = ""
    order_text: str = ""
    empty_text: str = ""  # why there is nothing, and what fills it


@dataclass(frozen=True, slots=True)
class AttemptState:
    """One attempt in the story of a case."""

    key: str
    when: str
    result: str
    decides: str = ""  # "decides", where the final code rests on it
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseStoryState:
    """The story of one case."""

    key: str
    title: str
    verdict: str  # whether it can be called now, else until when it waits and why
    tone: Tone = Tone.PLAIN
    facts: tuple[ReasonLine, ...] = ()
    attempts: tuple[AttemptState, ...] = ()
    attempts_text: str = ""  # why there are none
    chain: tuple[ReasonLine, ...] = ()  # every rule; empty: folded
    hint: str = ""  # what Enter would open
