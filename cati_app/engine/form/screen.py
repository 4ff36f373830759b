"""What the engine shows its clients: the whole contract for asking a question.

Console, tests, demo and exports are equal clients. Widgets read these views and never a definition.
"""

from __future__ import annotations

from enum import StrEnum

from cati_app.engine.form.answers import BLANK, Answer
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.values import dataclass


class ScreenLayout(StrEnum):
    """How the questions of one screen stand together."""

    SINGLE = "single"  # one question
    LIST = "list"  # several short questions below one another (field-list)
    GRID = "grid"  # several questions that share their choices (table-list), one row at a time


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice as offered now: filtered, randomised and in the language asked for."""

    name: str
    label: str
    code: str  # what is typed: the name if it is a whole number, else the position in the list, from 1
    exclusive: bool = False  # choosing it clears the others
    also: tuple[str, ...] = ()  # its labels in the other languages of the form: a search finds it by these too


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check that fired: soft ones can be kept with a reason, hard ones must be changed."""

    ref: str
    hard: bool
    message: str
    code: str  # "constraint", "required", "type", "soft"
    reason: str | None = None  # why a soft check was kept


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as it stands now. Texts are plain, already piped, in the language asked for."""

    ref: str  # where it is in the questionnaire, for instance "/screener/birth_year" or "/roster[2]/age"
    name: str
    kind: QuestionKind
    label: str  # read aloud
    hint: str = ""  # interviewer instruction, never read aloud
    help: str = ""  # probes, shown on F1
    choices: tuple[ChoiceView, ...] = ()  # SCALE: what some of its numbers are called
    answer: Answer = BLANK
    required: bool = False
    read_only: bool = False
    unit: str = ""
    minimum: float | None = None  # SCALE: always; numbers: when a simple constraint says so
    maximum: float | None = None
    step: float | None = None
    above: bool = False  # the minimum itself is not allowed
    below: bool = False  # the maximum itself is not allowed
    least: int | None = None  # MULTIPLE: choices to be chosen, when a simple constraint says so
    most: int | None = None
    searchable: bool = False  # a long list: type ahead instead of digits
    date_parts: str = "day"  # DATE: "day", "month" (month and year) or "year"
    remark: str = ""
    check: CheckView | None = None
    kept_aside: bool = False  # an earlier answer stands here unconfirmed

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer; else the question is read aloud or for information only."""
        return self.kind.facts.asks and not self.read_only

    @property
    def takes_special(self) -> bool:
        """Whether don't know and refused are answers to it."""
        return self.asks and self.kind.facts.special


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What is asked on one screen."""

    layout: ScreenLayout
    title: str  # introduction of a list or grid, read aloud; blank for a single question
    hint: str
    section: str  # label of the top-level group, and the rows of repeats in it: "Home · Child 2/3"
    questions: tuple[QuestionView, ...]
    focus: int  # index of the question in focus
    number: int  # running number of the screen on the path, from 1
    progress: float  # 0 to 1, share of the way by reading time
    seconds_left: int  # estimated from the length of the texts that remain
    language: str
    right_to_left: bool


class SectionState(StrEnum):
    """Where a section of the outline stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class OutlineQuestion:
    """A question in the outline that was already reached, and so can be jumped to."""

    ref: str
    label: str  # after the row of a repeat that it stands in: "Child 2/3 · How old is it?"
    answered: bool


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section (top-level group) of the outline with the questions reached in it."""

    ref: str
    label: str
    state: SectionState
    reached: int
    total: int  # relevant questions now; 0 where none is relevant yet
    questions: tuple[OutlineQuestion, ...] = ()  # those reached; blank in the short form, see `sections`
