"""What panels show and what is typed in them."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.engine.form.screen import OutlineSection
    from cati_app.ui.stage.chart_states import FanState


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
class ObjectionState:
    """An objection and what may be answered."""

    objection: str
    answer: str


class PanelKind(StrEnum):
    """The panels that lie over a screen; Esc closes each."""

    RESULT = "result"
    LANGUAGE = "language"
    OTHER = "other"
    NOTE = "note"
    REMARK = "remark"
    APPOINTMENT = "appointment"
    OUTLINE = "outline"
    SITTING_END = "sitting_end"
    SKIP_TOPIC = "skip_topic"
    CARD_TEXT = "card_text"
    CARD_REASON = "card_reason"
    QUOTE_LISTED = "quote_listed"
    QUOTE_STEP = "quote_step"
    QUOTE_WORDS = "quote_words"
    HELP = "help"
    EXPLANATION = "explanation"
    WRAP_UP = "wrap_up"
    PAUSE = "pause"
    CASE_STANDING = "case_standing"
    CASE_RESULT = "case_result"
    CORRECT_ATTEMPT = "correct_attempt"
    CORRECT_RESULT = "correct_result"
    CORRECT_REASON = "correct_reason"
    CLOSE_UNCLASSIFIED = "close_unclassified"
    STEERING = "steering"
    SETTING = "setting"
    SHIFT_NOTE = "shift_note"
    PUBLISH = "publish"
    MOVE_TO = "move_to"
    PLAN = "plan"
    PLAN_QUOTA = "plan_quota"
    AT_HUB = "at_hub"
    SILENT_SINCE = "silent_since"
    SETTLE_ASIDE = "settle_aside"
    PROMOTE = "promote"
    FOCUS_GROUP_DRAW = "focus_group_draw"
    FOCUS_GROUP_PERSON = "focus_group_person"
    HUB = "hub"
    ALONG = "along"
    OUTCOME_FRAME = "outcome_frame"
    OUTCOME_GROUP = "outcome_group"
    OUTCOME_DAY = "outcome_day"
    OUTCOME_METHOD = "outcome_method"
    OUTCOME_TABLE = "outcome_table"
    OPEN_FIGURES = "open_figures"
    TEAM_GROUP = "team_group"
    TEAM_MESSAGE = "team_message"
    TEAM_URGENT = "team_urgent"
    MESSAGES = "messages"
    REVIEW = "review"
    REVIEW_REASON = "review_reason"
    PROPOSE_WHAT = "propose_what"
    PROPOSE_QUESTION = "propose_question"
    PROPOSE_ANSWER = "propose_answer"
    PROPOSE_REVIEW = "propose_review"
    REVIEW_LISTED = "review_listed"
    REVIEW_FIND = "review_find"
    ALERTS = "alerts"
    APPOINTMENT_DAY = "appointment_day"
    APPOINTMENT_CASE = "appointment_case"
    ALERT_REST = "alert_rest"
    AGREE_CASE = "agree_case"
    AGREE_OWNER = "agree_owner"
    AGREE_REASON = "agree_reason"
    CALLER = "caller"
    CALLER_ANSWER = "caller_answer"
    CALLER_WORD = "caller_word"
    TABLE_COLUMNS = "table_columns"
    TABLE_FILTER = "table_filter"
    TABLE_FILES = "table_files"
    REPORT_FILES = "report_files"
    CODING_REASON = "coding_reason"
    CODING_ALIKE = "coding_alike"
    NEW_CODE = "new_code"
    RELATION = "relation"
    DOSSIER_FILES = "dossier_files"
    WEIGHTS_BASE = "weights_base"
    WEIGHTS_METHOD = "weights_method"
    WEIGHTS_CHOOSE = "weights_choose"
    WEIGHTS_NONE = "weights_none"
    WEIGHTS_FILES = "weights_files"


@dataclass(frozen=True, slots=True)
class ChoicePanelState:
    """A list to choose from: F8, F7, kinds of pause. Answered by `panel_choice_made(kind, code)`."""

    kind: PanelKind
    title: str
    options: tuple[ResultOption, ...]
    text: str = ""
    lines: tuple[HistoryLine, ...] = ()  # read before it is chosen
    selected: str = ""  # from the beginning, where Enter alone may do it; blank: nothing


@dataclass(frozen=True, slots=True)
class AlongPanelState:
    """What is taken along for work without a line. Answered by `text_saved(kind, "", cases, date, time)`,
    a line each."""

    title: str
    today: date  # a date typed without a year is the next one from here
    text: str = ""
    cases: str = ""
    on: date | None = None
    message: str = ""  # why the last try was not possible


@dataclass(frozen=True, slots=True)
class TextPanelState:
    """A note on a case, a remark on a question, a reason. Answered by `text_saved(kind, ref, text)`."""

    kind: PanelKind
    title: str
    text: str = ""
    ref: str = ""  # the question of a remark
    earlier: tuple[HistoryLine, ...] = ()
    message: str = ""  # why the last try was not possible
    action: str = ""  # what Enter does; blank: "Save"


@dataclass(frozen=True, slots=True)
class SteeringPanelState:
    """What a change of a quota cell or of a setting will do, and why it is made. Answered by `text_saved(kind, target,
    reason)`; `figure_typed(kind, target)` asks for the same panel with what another target will do.

    Args:
        ref: Of the change: another one begins with blank fields.
        columns: Heads of the figures.
        rows: Name and figures, each before → after.
        notes: What else comes with it.
        target: As the field holds it at first; None: no number is asked for.
        asked: What the number is.
        example: What may be typed there; blank: that of a target.
    """

    ref: str
    title: str
    action: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[ReasonLine, ...] = ()
    target: str | None = None
    reason: str = ""
    message: str = ""  # why the last try was not possible
    asked: str = ""
    kind: PanelKind = PanelKind.STEERING
    example: str = ""


@dataclass(frozen=True, slots=True)
class PlanPanelState:
    """Targets planned from published tables, beside those that stand. Answered by `text_saved(PLAN, fields, reason)`;
    `figure_typed(PLAN, fields)` asks for the same panel with what other figures come to.

    Args:
        ref: Of the plan: another one begins with its own fields.
        fields: As they are typed, a line each.
        columns: Heads of the figures; none: the plan is not worked out.
        rows: Name and figures of categories and cells.
        notes: What comes with it, and what it rests on.
    """

    ref: str
    title: str
    text: str = ""
    fields: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[ReasonLine, ...] = ()
    reason: str = ""
    message: str = ""  # why the last try was not possible


@dataclass(frozen=True, slots=True)
class FormPanelState:
    """Several fields, of which some may be passwords. Answered by `text_saved(kind, form.key, texts)`, a line each."""

    kind: PanelKind
    form: FormState


@dataclass(frozen=True, slots=True)
class AppointmentPanelState:
    """When to call again. Answered by `appointment_made(AppointmentInput)`; shown again with a message if refused."""

    title: str
    today: date  # in the respondent's zone: a date typed without a year is the next one from here
    zone_line: str = ""  # "Local time of the respondent, now 18:47"
    zone: str = ""  # IANA, of the respondent; blank: no clock is shown
    allowed_line: str = ""  # "Mon–Sat 9:00–20:00"
    on: date | None = None
    at: time | None = None
    firm: bool = True
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
    """Jump to a question already reached, or to a topic of a guide. Answered by `jump_chosen(ref)`.

    Args:
        hint: What can be searched for; blank: questions already reached.
    """

    sections: tuple[OutlineSection, ...]
    current: str = ""  # ref of the question now asked
    apart: tuple[str, ...] = ()  # answers of an earlier version of the questionnaire without a place in this one
    hint: str = ""
    title: str = ""  # blank: “Outline”
    action: str = ""  # what Enter does; blank: it jumps there


@dataclass(frozen=True, slots=True)
class HelpState:
    """F1. The keys come from the command table: those of `commands`, by name."""

    objections: tuple[ObjectionState, ...] = ()
    probes: str = ""  # help of the question
    commands: frozenset[str] = frozenset()  # what can be done now


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason with its value: "Priority" – "appointment due 18:45"."""

    name: str
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class ExplanationState:
    """F12: what the scheduler returned, worded; of a quota cell with the curve ahead."""

    title: str
    lines: tuple[ReasonLine, ...] = ()
    text: str = ""
    fan: FanState | None = None


@dataclass(frozen=True, slots=True)
class WrapUpState:
    """After the interview. Answered by `wrap_up_confirmed(code, note)`."""

    title: str
    facts: tuple[ReasonLine, ...]  # duration, answers, quota place …
    options: tuple[ResultOption, ...]
    proposed: str  # code of the disposition that follows from the interview
    note: str = ""
    message: str = ""  # what is missing; the note then has the focus
    read_aloud: str = ""  # said before the call ends, in the interview language


@dataclass(frozen=True, slots=True)
class PauseState:
    """A timed pause; covers the window. Answered by `pause_ended()`."""

    title: str
    text: str = ""
    seconds: int = 0


PanelState = (
    ChoicePanelState
    | TextPanelState
    | AlongPanelState
    | SteeringPanelState
    | PlanPanelState
    | FormPanelState
    | AppointmentPanelState
    | OutlinePanelState
    | HelpState
    | ExplanationState
    | WrapUpState
    | PauseState
)
