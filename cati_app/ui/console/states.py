"""What the interviewer's screens show."""

from __future__ import annotations

from dataclasses import field

from cati_app.engine.form.screen import OutlineSection, ScreenView
from cati_app.fieldwork.calling.call_run import CallPhase
from cati_app.ui.stage.panel_states import ObjectionState, ResultOption
from cati_app.ui.stage.states import AskRules, HistoryLine, Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class UndoState:
    """The last result, while it can be taken back."""

    text: str  # "Case 004 217: no answer"
    seconds: int  # left


@dataclass(frozen=True, slots=True)
class LineBarState:
    """The line and its clock."""

    phase: CallPhase = CallPhase.IDLE
    seconds: int = 0
    running: bool = False
    text: str = ""  # "Talking", "Dial by hand: …"
    recording: str = ""  # "Recording: no (no consent)"
    can_dial: bool = False
    can_hang_up: bool = False


@dataclass(frozen=True, slots=True)
class NumberOption:
    """Another number of the case."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class DialState:
    """Between calls: the next case."""

    case_line: str  # "Case 004 218 · attempt 3 of at most 10"
    number: str
    number_line: str  # "Landline · local time 18:47 · allowed until 19:40"
    reason: str  # why this case came
    history: tuple[HistoryLine, ...] = ()
    call: LineBarState = LineBarState()
    results: tuple[ResultOption, ...] = ()
    suggested: str = ""  # code of the result, or of the list of it, that is selected once the line suggests it
    results_title: str = ""
    results_enabled: bool = False  # never before dialling
    can_begin: bool = False  # somebody answered: Enter with no result selected begins the interview
    begin_text: str = ""  # blank: "Begin interview"
    can_return: bool = True
    undo: UndoState | None = None
    numbers: tuple[NumberOption, ...] = ()  # further numbers of the case
    warning: str = ""  # for instance why dialling is not allowed now


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """How many cases wait for one reason."""

    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class EmptyQueueState:
    """Nothing can be called now."""

    title: str
    next_due: str  # "Next case at 17:30 (appointment)"
    waiting: tuple[WaitingLine, ...] = ()
    undo: UndoState | None = None
    comes_by_itself: bool = True  # the next case; not where no call begins at this station


@dataclass(frozen=True, slots=True)
class QuotaPlace:
    """The cell this person belongs to."""

    label: str
    count_text: str  # "41 of 62"; blank where that is not known here
    state_text: str  # "place reserved"
    share: float  # 0 to 1
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CaseColumnState:
    """The left column during an interview."""

    case_line: str = ""
    number: str = ""
    number_line: str = ""
    call: LineBarState = LineBarState()
    quota: QuotaPlace | None = None
    history: tuple[HistoryLine, ...] = ()
    note: str = ""  # note on the case, shown under its button
    access_code: str = ""  # in groups; blank: none, or not known yet


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """The interview. Parts that are the same object as before are not drawn again."""

    screen: ScreenView
    second: ScreenView | None = None  # the same screen in the second language, for an interpreter
    case: CaseColumnState = CaseColumnState()
    outline: tuple[OutlineSection, ...] = ()
    objections: tuple[ObjectionState, ...] = ()
    rules: AskRules = field(default_factory=AskRules)
    interview: str = ""  # its id; with another one nothing stays of what was typed and not given
