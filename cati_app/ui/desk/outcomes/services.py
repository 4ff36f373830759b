"""What the tab of outcomes works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.outcomes.counts import RateSettings
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.fieldwork.monitor.read_course import ReadCourse
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.values import dataclass


class SaveTable(Protocol):
    """Writes a table as a file."""

    def __call__(self, path: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """As CSV; the title of the study stands in each row. EnvironmentProblem: as `Outputs`.

        Args:
            rows: In front of the columns of the table when it was read, of which frame and day it is.
        """
        ...


@dataclass(frozen=True, slots=True)
class OutcomesServices:
    """The course of the field, and how the study has its rates made.

    Args:
        settings: As study.yaml has them; another way to estimate e is chosen in the tab, and stays there.
        save: Writes a table.
        texts_now: What screens say about the study.
        quota: None: every interview counts; with one, rates need a word beside them.
        random_numbers: The study says that its numbers are a random sample; without that a quota sample has no rates.
        last_day: Of the field; None: study.yaml names none.
        fields: Of the sample, in the open, by which cases may be told apart.
    """

    user: User
    read: ReadCourse
    settings: RateSettings
    calendar: CallingCalendar
    save: SaveTable
    texts_now: Callable[[], StudyTexts]
    quota: QuotaPlan | None
    random_numbers: bool
    last_day: date | None
    fields: tuple[str, ...]

    @property
    def shows_rates(self) -> bool:
        """Whether rates may be shown."""
        return self.random_numbers or self.quota is None
