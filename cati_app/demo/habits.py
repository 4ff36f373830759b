"""How simulated people and interviewers are: respondents.yaml of a study, checked, each block with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from cati_app.demo.published_contact import SOURCE, relative_hours
from cati_app.domain.phrases import Phrase, source
from cati_app.domain.quota.table_raking import Cell, rake_table
from cati_app.study.files import read_file
from cati_app.study.load import CheckedFile, read_settings
from cati_app.study.part import StrictSettings

RESPONDENTS = "respondents.yaml"
ESTIMATE = source("estimate")
"""The source of a block that names none."""
OF_QUOTA = source("shares of the quota in study.yaml")
OUR_SOURCES = frozenset({ESTIMATE, OF_QUOTA, SOURCE})
"""What we say in place of a study: told in the reader's language."""
LANGUAGE, APPOINTMENT, NEVER_AGAIN = "language", "appointment", "never_again"
"""What `calls` says beside the results of the program."""
_NEAR_ONE = 0.01
_QUESTIONS_A_MINUTE = 6.0
_SOURCE = "source"

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Factor = Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)]
Source = Annotated[str, Field(min_length=1, max_length=1000)]
SpecialAnswer = Literal["dont_know", "refused"]
Part = Literal["morning", "afternoon", "evening", "weekend"]
Day = Literal["weekday", "friday", "saturday", "sunday"]
Hours = Annotated[dict[Annotated[int, Field(ge=0, le=23)], Factor], Field(min_length=1)]
"""From each hour on, on the clock of the person called."""
WeekHours = Annotated[dict[Day, Hours], Field(min_length=1)]


def _at_most_one(shares: dict[Any, float]) -> dict[Any, float]:
    if (total := sum(shares.values())) > 1 + _NEAR_ONE:
        raise ValueError(Phrase("the shares add up to {sum:.2f}, which is more than 1", sum=total))
    return shares


def _just_one(shares: dict[str, float]) -> dict[str, float]:
    if abs((total := sum(shares.values())) - 1) > _NEAR_ONE:
        raise ValueError(Phrase("the shares add up to {sum:.2f} instead of 1", sum=total))
    return shares


def _answer_habit(habit: dict[str, Any]) -> dict[str, Any]:
    given = habit.get("range")
    if given is not None:
        whole = isinstance(given, list) and [type(each) for each in given] == [int, int]
        if len(habit) > 1 or not whole or given[0] > given[1]:
            raise ValueError(Phrase("a range is two whole numbers, the lower one first: range: [18, 90]"))
        return habit
    weights = [float(w) if isinstance(w, int | float) and not isinstance(w, bool) else -1.0 for w in habit.values()]
    if not all(0 <= weight < float("inf") for weight in weights) or not sum(weights):
        raise ValueError(Phrase("after the name of each choice a number of 0 or more is needed, one of them above 0"))
    return habit


def _minutes(given: object) -> object:
    return [given] if isinstance(given, int | float) and not isinstance(given, bool) else given


def _break_off(given: object) -> object:
    """A number, as older files have it, is the chance at a question."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return {"per_minute": [given * _QUESTIONS_A_MINUTE]}
    return given


Shares = Annotated[dict[str, Share], AfterValidator(_at_most_one)]
Margin = Annotated[dict[str, Share], Field(min_length=1), AfterValidator(_just_one)]
AnswerHabit = Annotated[dict[str, Any], Field(min_length=1), AfterValidator(_answer_habit)]
Special = Annotated[dict[SpecialAnswer, Share], AfterValidator(_at_most_one)]
PerMinute = Annotated[
    list[Annotated[float, Field(ge=0, le=10)]], Field(min_length=1, max_length=240), BeforeValidator(_minutes)
]
Thinking = Annotated[list[Annotated[float, Field(ge=0, le=600)]], Field(min_length=2, max_length=2)]


class Population(StrictSettings):
    """Who lives behind the numbers: margins, and a table whose associations are kept where margins are not all."""

    source: Source = ESTIMATE
    margins: dict[str, Margin] = Field(default={})
    cells: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default={})

    def table(self) -> dict[Cell, float]:
        """The share of each combination of categories, margin by margin in their order; blank where there are none.

        Cells name categories of the first margins; they are raked to these, the other margins are independent.
        """
        known = [list(margin.items()) for margin in self.margins.values()]
        seeded = len(next(iter(self.cells)).split("/")) if self.cells else 0
        table: dict[Cell, float] = {(): 1.0}
        if seeded:
            seed = {tuple(name.split("/")): amount for name, amount in self.cells.items()}
            table = rake_table(seed, [_wanted(n, margin) for n, margin in enumerate(known[:seeded])])
        for margin in known[seeded:]:
            table = {(*cell, c): amount * share for cell, amount in table.items() for c, share in margin}
        return table


def _wanted(dimension: int, margin: Sequence[tuple[str, float]]) -> tuple[tuple[int, ...], dict[Cell, float]]:
    """A margin as raking takes it; all of them add up to exactly the same."""
    whole = sum(share for _, share in margin)
    return (dimension,), {(category,): share / whole for category, share in margin}


class Contact(StrictSettings):
    """When somebody picks up; the level comes from `calls`, here only differences count."""

    source: Source = ESTIMATE
    variety: Annotated[float, Field(ge=0.2, le=100)] = 2.0
    hours: dict[str, WeekHours] = Field(default={})
    kinds: dict[str, dict[str, WeekHours]] = Field(default={})

    @model_validator(mode="before")
    @classmethod
    def _published(cls, given: Any) -> Any:
        if isinstance(given, dict) and "hours" not in given:
            own = given.get(_SOURCE)
            return {**given, "hours": relative_hours(), _SOURCE: f"{SOURCE}; {own}" if own else SOURCE}
        return given


class Willingness(StrictSettings):
    """How much likelier somebody who is spoken to takes part: factors on the share of `calls`."""

    source: Source = ESTIMATE
    frames: dict[str, Factor] = Field(default={})
    categories: dict[str, dict[str, Factor]] = Field(default={})
    attempts: Annotated[list[Factor], Field(min_length=1, max_length=100)] = Field(default=[1.0])
    refused: Factor = 0.5
    appointment: Factor = 1.4
    interviewer: Annotated[float, Field(ge=0, le=0.5)] = 0.1


class KeptAppointments(StrictSettings):
    """What becomes of an appointment; the rest is not there and does not ask for another time."""

    source: Source = ESTIMATE
    kept: Share = 0.85
    late: Share = 0.1

    @model_validator(mode="after")
    def _shares(self) -> Self:
        _at_most_one({"kept": self.kept, "late": self.late})
        return self


class BreakOff(StrictSettings):
    """How interviews end before their end."""

    source: Source = ESTIMATE
    per_minute: PerMinute = Field(default=[0.003])
    at: dict[str, Share] = Field(default={})


class Corrections(StrictSettings):
    """Answers that are taken back later in the interview."""

    source: Source = ESTIMATE
    share: Annotated[float, Field(ge=0, le=0.2)] = 0.005
    back: Annotated[float, Field(ge=1, le=20)] = 2.0


class Seconds(StrictSettings):
    """How long a question takes."""

    source: Source = ESTIMATE
    words_per_s: Annotated[float, Field(ge=0.5, le=10)] = 2.4
    thinking: Thinking = Field(default=[1.5, 6.0])
    thinking_of: dict[str, Thinking] = Field(default={})


class Interviewers(StrictSettings):
    """How people at work differ."""

    source: Source = ESTIMATE
    pace: Annotated[float, Field(ge=0, le=0.5)] = 0.12
    absence: Annotated[float, Field(ge=0, le=0.9)] = 0.06


class Habits(StrictSettings):
    """How respondents behave, from the study folder's respondents.yaml."""

    calls: Shares = Field(default={"no_answer": 0.4, "refusal_household": 0.1})
    reach: dict[Part, Factor] = Field(default={})
    contact: Contact = Contact.model_validate({})
    willingness: Willingness = Willingness()
    appointments: KeptAppointments = KeptAppointments()
    languages: Shares = Field(default={})
    population: Population = Population()
    special: Special = Field(default={"dont_know": 0.02, "refused": 0.01})
    special_of: dict[str, Special] = Field(default={})
    answers: dict[str, AnswerHabit] = Field(default={})
    answers_of: dict[str, dict[str, dict[str, AnswerHabit]]] = Field(default={})
    texts: dict[str, Annotated[list[str], Field(min_length=1)]] = Field(default={})
    break_off: Annotated[BreakOff, BeforeValidator(_break_off)] = BreakOff()
    corrections: Corrections = Corrections()
    seconds: Seconds = Seconds()
    interviewers: Interviewers = Interviewers()

    _sources: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _with_sources(cls, given: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        """`source` beside the entries of a block that has no other settings; a question of that name stays one."""
        if not isinstance(given, dict):
            return read(given)
        kept, sources, blank = dict(given), dict[str, str](), list[InitErrorDetails]()
        contact = given.get("contact", {})
        if "reach" in given and isinstance(contact, dict):  # older files tell parts of the week, and no hours
            kept["contact"] = {"hours": {}, **contact}
        for name, block in list(kept.items()):
            field = cls.model_fields.get(str(name))
            told = block.get(_SOURCE) if isinstance(block, dict) else None
            if isinstance(told, str) and field is not None and isinstance(field.default, dict):
                kept[name] = {key: value for key, value in block.items() if key != _SOURCE}
                sources[str(name)] = told
                if not told.strip():
                    blank.append(InitErrorDetails(type="missing", loc=(str(name), _SOURCE), input=told))
        if blank:
            raise ValidationError.from_exception_data(cls.__name__, blank)
        habits = read(kept)
        habits._sources = sources
        return habits

    def sources(self) -> dict[str, str]:
        """What each block rests on, in the order of the file's description; of blank blocks nothing."""
        told = {}
        for name in type(self).model_fields:
            block = getattr(self, name)
            if block not in ({}, Population()):
                told[name] = getattr(block, _SOURCE, None) or self._sources.get(name, ESTIMATE)
        return told


def read_habits(folder: Path) -> CheckedFile[Habits]:
    """respondents.yaml of a study folder, checked; the usual people where there is none."""
    path = folder / RESPONDENTS
    if not path.exists():
        return CheckedFile(Habits(), ())
    content, problem = read_file(path)
    if content is None:
        return CheckedFile(None, (problem,) if problem is not None else ())
    return read_settings(content, Habits)
