"""What the parts of a report on fieldwork share: figures, days, frames and sources in the language of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from cati_app.domain.casework.field_figures import FieldFigures
from cati_app.domain.outcomes.counts import RateSettings
from cati_app.domain.outcomes.fair_figures import Talks
from cati_app.domain.people.shown_days import DaySpan
from cati_app.domain.people.shown_groups import Withheld
from cati_app.domain.sampling.phone import LineKind
from cati_app.publish.print.document import ReportColumn
from cati_app.texts import Words
from cati_app.texts.figures import figures_in
from cati_app.values import dataclass

HIDDEN = "•"
"""In place of a count of people that is not told."""


@dataclass(frozen=True, slots=True)
class InterviewerGroup:
    """Conversations of a group of interviewers, or why they are not told.

    Args:
        name: A language; blank: everybody.
        expected: That would have led on if each did as all others do.
        ratio: Led on beside expected, with its interval of 80 %; None: too little is expected to say.
        days: Of which it is told; None: no day is over yet.
    """

    name: str
    people: int
    talks: Talks | None = None
    expected: float | None = None
    ratio: tuple[float, float, float] | None = None
    withheld: Withheld | None = None
    days: DaySpan | None = None


@dataclass(frozen=True, slots=True)
class ReportedQuota:
    """A quota of the study.

    Args:
        label: What it is called; blank for the only one.
        cells: Ids, in the order of the study, the counter of persons without a cell last.
    """

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedStudy:
    """What a report says of a study.

    Args:
        title: In a rehearsal with that word.
        languages: Own names by code, in the order of the study.
        cell_words: The categories of a cell in words; None for one the study does not have.
        local: A time on the clock of the study.
        shows_rates: Whether the numbers are a random sample, so that rates say something.
        two_step_missing: Whether the study screens and does not estimate e in two steps.
        result_words: The study's own words for results, by code.
        least: So many people are told of.
    """

    id: str
    title: str
    version: str
    client: str
    institute: str
    languages: Mapping[str, str]
    time_zone: str
    local: Callable[[datetime], datetime]
    settings: RateSettings
    quotas: Sequence[ReportedQuota]
    cell_words: Callable[[str], str | None]
    result_words: Mapping[str, str]
    shows_rates: bool
    two_step_missing: bool
    least: int
    is_rehearsal: bool = False


class ReportWords:
    """Figures and days in the language of a report."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.say = words.say

    def number(self, value: float, places: int = 0) -> str:
        """With the separators of the language."""
        return figures_in(self.words, f"{value:,.{places}f}")

    def percent(self, share: float | None) -> str:
        """With one place; a dash where there is none."""
        return "–" if share is None else self.words.say("{share} %", share=self.number(100 * share, 1))

    def day(self, day: date) -> str:
        """A date."""
        return self.words.say("{day:%Y-%m-%d}", day=day)


class FieldWords(ReportWords):
    """Words of one report on fieldwork."""

    def __init__(self, words: Words, study: ReportedStudy, figures: FieldFigures) -> None:
        super().__init__(words)
        self.study = study
        self.figures = figures

    def minutes(self, seconds: float | None) -> str:
        """With one place; a dash where there is none."""
        if seconds is None:
            return "–"
        return self.words.say("{minutes} minutes", minutes=self.number(seconds / 60, 1))

    def frame(self, name: str) -> str:
        """A frame."""
        if name == LineKind.LANDLINE:
            return self.words.say("landline")
        if name == LineKind.MOBILE:
            return self.words.say("mobile")
        return name or self.words.say("(without name)")

    def as_of(self) -> str:
        """When the last of the records was made."""
        at = self.figures.as_of
        return "–" if at is None else self.words.say("{at:%Y-%m-%d %H:%M}", at=self.study.local(at))

    def source(self, what: str) -> str:
        """The line below a table or a chart.

        Args:
            what: Records it is counted from.
        """
        return self.words.say("Source: {records}, as of {at}.", records=what, at=self.as_of())

    def nothing(self) -> str:
        """Where nothing has happened yet."""
        return self.words.say("No call yet.")

    def period(self) -> str:
        """From the first to the last day of the field."""
        if not self.figures.days:
            return self.nothing()
        first, last = min(self.figures.days), max(self.figures.days)
        return self.words.say("{first} to {last}", first=self.day(first), last=self.day(last))


def numbers(*heads: str, share: float = 0.5) -> tuple[ReportColumn, ...]:
    """Columns of numbers."""
    return tuple(ReportColumn(head, share, is_number=True) for head in heads)
