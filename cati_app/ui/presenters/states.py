"""What screens render: frozen values, worded by the presenters, without Qt.

Texts are ready to be shown in the language of the interface. Durations are whole seconds at the moment of
rendering; where `running` is true the view counts on by itself, so that nobody renders once a second.
What the board and the export page render stands in `desk_states.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from cati_app.engine.screen import OutlineSection, ScreenView


class Tone(StrEnum):
    """How a word stands out. Views add an icon, so that colour never speaks alone."""

    PLAIN = "plain"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


class ScreenName(StrEnum):
    """The screens the shell can show."""

    LOGIN = "login"
    DIAL = "dial"
    CONSOLE = "console"
    BOARD = "board"
    DESK = "desk"


class StoredState(StrEnum):
    """Whether the last answer is safe; the views word it."""

    STORED = "stored"
    STORING = "storing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class HeaderState:
    """The line at the top of the window. Blank texts hide their place."""

    study_title: str = ""
    wave: str = ""
    stored: StoredState = StoredState.STORED
    stored_at: str = ""  # time of the last acknowledgement, for the footer: "18:42:11"
    station: str = ""  # "Station 12 · Int. 04"
    language: str = ""  # language of the script; blank: only one
    can_pause: bool = False
    footer: str = ""  # right end of the footer: "Today: 9 interviews · 61 attempts · 4 h 12 min"


@dataclass(frozen=True, slots=True)
class MessageState:
    """A calm line at the top of the window: what happened, what is safe, what to do next."""

    text: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One earlier attempt or note."""

    when: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultOption:
    """A result, or a choice in a panel. With `options` it opens a short list instead of being chosen."""

    code: str
    label: str
    consequence: str = ""  # what will happen next
    options: tuple[ResultOption, ...] = ()
    confirm: str = ""  # asked again before it is chosen; blank: not asked
    enabled: bool = True
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class UndoState:
    """The last result, while it can be taken back."""

    text: str  # "Case 004 217: no answer"
    seconds: int  # left


class LinePhase(StrEnum):
    """What the line does."""

    IDLE = "idle"
    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CallState:
    """The line and its clock."""

    phase: LinePhase = LinePhase.IDLE
    seconds: int = 0
    running: bool = False
    text: str = ""  # "Talking", "Dial by hand: …"
    recording: str = ""  # "Recording: no (no consent)"
    muted: bool = False
    can_dial: bool = False
    can_hang_up: bool = False
    can_mute: bool = False


@dataclass(frozen=True, slots=True)
class NumberOption:
    """Another number of the case."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class DialState:
    """Between calls: the next case."""

    case_line: str  # "Case 004 218 · call 3 of at most 10"
    number: str
    number_line: str  # "Landline · local time 18:47 · allowed until 19:40"
    reason: str  # why this case came
    history: tuple[HistoryLine, ...] = ()
    call: CallState = CallState()
    results: tuple[ResultOption, ...] = ()
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


@dataclass(frozen=True, slots=True)
class QuotaPlace:
    """The cell this person belongs to."""

    label: str
    count_text: str  # "41 of 62"
    state_text: str  # "place reserved"
    share: float  # 0 to 1
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CaseState:
    """The left column during an interview."""

    case_line: str = ""
    number: str = ""
    number_line: str = ""
    call: CallState = CallState()
    quota: QuotaPlace | None = None
    history: tuple[HistoryLine, ...] = ()
    note: str = ""  # note to the case, shown under its button


@dataclass(frozen=True, slots=True)
class ObjectionState:
    """An objection and what may be answered."""

    objection: str
    answer: str


@dataclass(frozen=True, slots=True)
class AskRules:
    """Settings of the study that change how keys answer."""

    auto_advance: bool = False
    not_applicable: bool = False
    can_go_back: bool = True


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """The interview. Parts that are the same object as before are not drawn again."""

    screen: ScreenView
    second: ScreenView | None = None  # the same screen in the second language, for an interpreter
    case: CaseState = CaseState()
    outline: tuple[OutlineSection, ...] = ()
    objections: tuple[ObjectionState, ...] = ()
    rules: AskRules = AskRules()


class PanelKind(StrEnum):
    """The panels that lie over a screen; Esc closes each."""

    RESULT = "result"
    LANGUAGE = "language"
    PAUSE_KIND = "pause_kind"
    RETURN_CASE = "return_case"
    OTHER = "other"
    NOTE = "note"
    REMARK = "remark"
    APPOINTMENT = "appointment"
    OUTLINE = "outline"
    HELP = "help"
    EXPLANATION = "explanation"
    WRAP_UP = "wrap_up"
    PAUSE = "pause"
    CASE_STANDING = "case_standing"
    CASE_RESULT = "case_result"
    CORRECT_ATTEMPT = "correct_attempt"
    CORRECT_RESULT = "correct_result"
    CORRECT_REASON = "correct_reason"


@dataclass(frozen=True, slots=True)
class ChoicePanelState:
    """A list to choose from: F8, F7, kinds of pause. Answered by `panel_choice_made(kind, code)`."""

    kind: PanelKind
    title: str
    options: tuple[ResultOption, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class TextPanelState:
    """A note to the case, a remark to a question, a reason. Answered by `text_saved(kind, ref, text)`."""

    kind: PanelKind
    title: str
    text: str = ""
    ref: str = ""  # the question of a remark
    earlier: tuple[HistoryLine, ...] = ()
    message: str = ""  # why the last try was not possible
    action: str = ""  # what Enter does; blank: "Save"


@dataclass(frozen=True, slots=True)
class AppointmentPanelState:
    """When to call again. Answered by `appointment_made(AppointmentInput)`; shown again with a message if refused."""

    title: str
    today: date  # in the respondent's zone: a date typed without a year is the next one from here
    zone_line: str = ""  # "Local time of the respondent, now 18:47"
    allowed_line: str = ""  # "Mon–Sat 9:00–20:00"
    on: date | None = None
    at: time | None = None
    firm: bool = True
    firm_allowed: bool = True
    note: str = ""
    message: str = ""  # why the last try was not possible
    suggestions: tuple[str, ...] = ()  # worded free slots, to read aloud


@dataclass(frozen=True, slots=True)
class AppointmentInput:
    """What was typed in the appointment panel; local time of the respondent."""

    on: date
    at: time
    firm: bool
    note: str


@dataclass(frozen=True, slots=True)
class OutlinePanelState:
    """Jump to a question already reached. Answered by `jump_chosen(ref)`."""

    sections: tuple[OutlineSection, ...]
    current: str = ""  # ref of the question now asked


@dataclass(frozen=True, slots=True)
class HelpState:
    """F1. The keys come from the command table."""

    objections: tuple[ObjectionState, ...] = ()
    probes: str = ""  # help of the question


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason with its value: "Priority" – "appointment due 18:45"."""

    name: str
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class ExplanationState:
    """F12: what the scheduler returned, worded."""

    title: str
    lines: tuple[ReasonLine, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class WrapUpState:
    """After the interview. Answered by `wrap_up_confirmed(code, note)`."""

    title: str
    facts: tuple[ReasonLine, ...]  # duration, answers, quota place …
    options: tuple[ResultOption, ...]
    proposed: str  # code of the disposition that follows from the interview
    note: str = ""
    message: str = ""  # what is missing; the note then has the focus


@dataclass(frozen=True, slots=True)
class PauseState:
    """A timed pause; covers the window. Answered by `pause_ended()`."""

    title: str
    text: str = ""
    seconds: int = 0


PanelState = (
    ChoicePanelState
    | TextPanelState
    | AppointmentPanelState
    | OutlinePanelState
    | HelpState
    | ExplanationState
    | WrapUpState
    | PauseState
)


@dataclass(frozen=True, slots=True)
class UserOption:
    """Somebody who may sign in at this station."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class LoginState:
    """Signing in, or changing the user."""

    study_title: str = ""
    users: tuple[UserOption, ...] = ()  # empty: the name is typed
    user: str = ""
    asks_passphrase: bool = False  # the store is still locked
    message: str = ""
    tone: Tone = Tone.PLAIN
    busy: bool = False
