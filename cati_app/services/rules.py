"""The rules of a study as services need them; made from study.yaml by the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from cati_app.domain.calendar import CallingCalendar
from cati_app.domain.dispositions import OutcomeClass
from cati_app.domain.quota import QuotaPlan
from cati_app.domain.result_book import STANDARD_RESULTS, ResultBook
from cati_app.domain.results import RetryRules

UNDO_WINDOW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class StudyRules:
    """What a study decides about calling, quota and the course of an interview."""

    calendar: CallingCalendar
    retry: RetryRules
    quota: QuotaPlan | None
    screener: str | None  # group after which the cell is decided
    outcome: str | None  # calculation that names a disposition when the interview must end early
    recontact: str | None  # question that asks for consent to be contacted again
    contact_questions: frozenset[str]  # answers go to the consent store, sealed
    partial_core_share: float
    suspended_keeps_place: timedelta
    introduction: Mapping[str, str]  # hidden `study_…` values
    results: ResultBook = field(default=STANDARD_RESULTS)
    unscreened: OutcomeClass = OutcomeClass.UNKNOWN_OTHER  # what a refusal before the screening counts as
