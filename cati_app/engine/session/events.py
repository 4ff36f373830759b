"""What happened in an interview. The events are the only truth: the state can be built from them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import CheckView
from cati_app.values import dataclass

FORM_CHANGED = "form_changed"
"""The kind of event with which an interview goes on under another version of the questionnaire."""


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """One event. `data` can be written as JSON; answers stand in it, so it belongs in the encrypted store only.

    Kinds: started, shown, answered, cleared, moved, check, language, remark, hidden, paused, resumed, row_added,
    row_dropped, ended; form_changed, with which the interview goes on under another version of the questionnaire, and
    set_apart, an answer that has no place in it. What came before form_changed belongs to the version before.
    """

    kind: str
    ref: str
    at: datetime  # aware, UTC
    mono_ms: int
    data: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What an action did: its events, whether the screen changed, the check that stopped it."""

    events: tuple[SessionEvent, ...] = ()
    moved: bool = False
    check: CheckView | None = None


class Missing(StrEnum):
    """Why a variable has no value; the first three are special answers."""

    DONT_KNOW = "dont_know"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    FILTERED = "filtered"  # not relevant for this person
    NOT_REACHED = "not_reached"  # the interview ended before it
    BLANK = "blank"  # shown and left without an answer


@dataclass(frozen=True, slots=True)
class Datum:
    """A variable of one interview (of one row of a repeat): its value, or why there is none."""

    ref: str
    name: str
    rows: tuple[int, ...]  # positions of the rows around it, outermost first, from 1
    answer: Answer
    missing: Missing | None  # None exactly when there is a value
    remark: str = ""

    @property
    def text(self) -> str:
        """The value as XForms text, blank without one."""
        return self.answer.text


class WhyApart(StrEnum):
    """Why an answer given under another version of the questionnaire has no place in this one."""

    QUESTION_GONE = "question_gone"
    CHOICE_GONE = "choice_gone"
    OTHER_KIND = "other_kind"
    CHECK = "check"  # a check of this version refuses it
    OFF_PATH = "off_path"  # the question is there, but not for this person


@dataclass(frozen=True, slots=True)
class SetApart:
    """An answer given under another version of the questionnaire that has no place in this one."""

    version: str  # fingerprint it was given under
    ref: str  # there
    answer: Answer
    why: WhyApart
    label: str = ""  # the question as it read, names in brackets for what was filled in
    words: str = ""  # the choices that were the answer, as they read
    contact: bool = False

    @property
    def name(self) -> str:
        """Of the question."""
        return self.ref.rpartition("/")[2]


class LogDoesNotFit(Exception):
    """A log of events that cannot be replayed on this form; `index` is the index of the first event that fails."""

    def __init__(self, index: int, kind: str, ref: str) -> None:
        super().__init__(f"event {index} ({kind} {ref}) does not fit the questionnaire")
        self.index = index
        self.kind = kind
        self.ref = ref


class UnknownQuestion(LookupError):
    """A reference that leads to no question of this interview."""

    def __init__(self, ref: str) -> None:
        super().__init__(ref)
        self.ref = ref
