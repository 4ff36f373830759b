"""Cases and calls for data sets, each in one read transaction, without contact data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from cati_app.domain.casework.field_rows import CaseInData, WithdrawnInData
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.data import paged
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


class ReadFieldCases:
    """Every released case as it stands."""

    def __init__(self, units: Units, rules: StudyRules) -> None:
        self._units = units
        self._rules = rules

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> Iterator[CaseInData]:
        """By case number."""
        with self._units() as unit:
            calls = Counter(call.case_id for call in unit.histories.every_call())
            complete = {fact.case_id: fact.id for fact in unit.field_record.complete()}
            for history in unit.histories.all():
                times = [outcome.at for outcome in history.outcomes]
                yield CaseInData(
                    history.case_id,
                    history.frame,
                    len(history.numbers),
                    sum(not outcome.rang_back for outcome in history.outcomes),
                    calls[history.case_id],
                    final_code(history, self._rules.unscreened),
                    min(times, default=None),
                    max(times, default=None),
                    history.eligible_at is not None,
                    complete.get(history.case_id),
                )


class ReadWithdrawn:
    """Interviews that are withdrawn from the data."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.EXPORT)
    def __call__(self, by: Actor, since: datetime) -> Iterator[WithdrawnInData]:
        """Those withdrawn then or later, aware UTC: kept and not counted, or set aside."""
        with self._units() as unit:
            yield from withdrawn_interviews(unit, since)


def withdrawn_interviews(unit: UnitOfWork, since: datetime) -> Iterator[WithdrawnInData]:
    """Those withdrawn since a time, aware UTC."""
    for uncounted in unit.interview_book.not_counted().values():
        if uncounted.at >= since:
            yield WithdrawnInData(uncounted.interview_id, uncounted.why.value, uncounted.at)
    facts = unit.log.since(since, ["interview_set_aside"])
    times = {logged.event.case_id: logged.event.at for logged in facts}
    aside = [InterviewState.SET_ASIDE]
    for record in paged(unit.interview_book.page, lambda record: record.interview, aside):
        at = times.get(record.interview.case_id)
        if at is not None:
            yield WithdrawnInData(record.interview.id, "set_aside", at)
