"""What the program has to know about a kind of question, whatever it does with it.

A kind states facts, as data or as functions of a text; readers of workbooks, the session, data sets, paper, windows and
simulated respondents interpret them. Nothing here knows any of those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from datetime import tzinfo
from enum import StrEnum
from typing import Protocol, TypeAlias

from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass


class Value(StrEnum):
    """What an answer is."""

    NOTHING = "nothing"  # there is none
    CHOICES = "choices"  # names of a list, see `Choosing`
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    WORDS = "words"
    CONFIRMATION = "confirmation"
    MORE = "more"  # one more row, or no more


class Choosing(StrEnum):
    """How choices of a list make an answer."""

    ONE = "one"
    SEVERAL = "several"
    ORDER = "order"  # all of them, in an order


class Limits(StrEnum):
    """Where the range of a number is read, or how many choices are to be chosen."""

    PARAMETERS = "parameters"  # start, end and step
    CONSTRAINT = "constraint"  # simple comparisons in it
    COUNT = "count"  # simple comparisons of the number of choices in it


class Exported(StrEnum):
    """The variables a question becomes in a data set."""

    NONE = "none"
    TEXT = "text"  # one, with another that says why it is missing
    CODES = "codes"  # one, with the codes of the list
    CHOSEN = "chosen"  # one for each choice: chosen or not
    RANKS = "ranks"  # one for each choice: its rank in the order
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    CONFIRMED = "confirmed"  # one with a single code


class Level(StrEnum):
    """Measurement level of a variable."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


class Printed(StrEnum):
    """The room for the answer on paper."""

    NONE = "none"
    CHOICES = "choices"  # a box or circle before each
    SCALE = "scale"  # numbers in a row
    TICK = "tick"  # one box
    LINE = "line"  # as wide as the page
    LINES = "lines"
    FIELD = "field"  # a short line with the unit behind it


class Asked(Protocol):
    """A question while it is answered."""

    @property
    def minimum(self) -> float | None: ...

    @property
    def maximum(self) -> float | None: ...

    @property
    def step(self) -> float | None: ...

    @property
    def date_parts(self) -> str:
        """Of a date: `day`, `month` (month and year) or `year`."""
        ...

    @property
    def zone(self) -> tzinfo:
        """Where the interview takes place."""
        ...

    @property
    def before(self) -> str:
        """The answer stored so far."""
        ...

    def places(self) -> Mapping[str, int]:
        """Names of the choices offered now, with their indexes in the list."""
        ...

    def is_exclusive(self, name: str) -> bool:
        """Whether a choice offered clears the others."""
        ...


Stored: TypeAlias = Callable[[str, Asked], str | None]
"""An answer as it is stored; None when it is none of the kind's."""
Fits: TypeAlias = Callable[[str, Collection[str] | None], bool]
"""Whether a text of the workbook can be an answer; names of the choices, None where they cannot be told."""


def anything(text: str, names: Collection[str] | None) -> bool:
    """Every text can be an answer, as far as a workbook tells."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFacts:
    """Everything about a kind of question."""

    named: str  # on paper, in English; the catalogues have the other languages, under the context of paper
    value: Value
    stored: Stored
    exported: Exported
    printed: Printed
    level: Level = Level.NOMINAL  # of its variables, unless a choice list says otherwise
    types: tuple[str, ...] = ()  # words of the column type
    list_types: tuple[str, ...] = ()  # words of the column type that the name of a choice list follows
    row_types: tuple[str, ...] = ()  # words of the column type that a reference to a question in a repeat follows
    tokens: bool = False  # an answer without a list holds several words, separated by spaces
    written_as: tuple[str, str] | None = None  # the kind it is written as, and the appearance that makes it this one
    fits: Fits = anything
    choosing: Choosing | None = None
    whole: bool = False  # of a number: whole numbers only
    limits: Limits | None = None
    special: bool = True  # don't know and refused are answers to it
    thinking_s: float = 3.0  # to answer, or to go on, after it was read aloud
    most_words: int = 60  # that are kept in mind on the telephone
    list_read: bool = False  # its choices are read aloud
    unit: str = ""  # what is written, in the words of the paper version; blank: what the author says
    expected: str = Phrase("It is no answer to this question.")  # what an author is told who gave something else
    taken_for: Mapping[str, str] = field(default_factory=dict)  # words in a file of answers that stand for an answer

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer; else it is read aloud."""
        return self.value is not Value.NOTHING
