"""Interviews as an export reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cati_app.domain.casework.interviews import ENDED, Interview, InterviewState, StoredDatum
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import final_code
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.interview.record_events import session_events
from cati_app.fieldwork.ports.unit import Units


@dataclass(frozen=True, slots=True)
class DataRow:
    """An interview with its part of the data set."""

    interview: Interview
    case_no: int
    frame: str
    interviewer_no: int | None
    attempts: int
    values: dict[str, StoredDatum]
    final: str = ""  # the case's code, from all its attempts


class ReadData:
    """The data set, row by row, without any contact data."""

    def __init__(self, units: Units, unscreened: OutcomeClass) -> None:
        self._units = units
        self._unscreened = unscreened

    def __call__(self, *, include_partial: bool = False) -> Iterator[DataRow]:
        """Completed interviews by start; partial ones too if asked."""
        with self._units() as unit:
            people = {user.id: user.number for user in unit.people.all()}
            for interview in unit.interviews.all_in(ENDED):
                usable = interview.state is InterviewState.COMPLETED
                if not usable and not (include_partial and interview.disposition == "partial"):
                    continue
                case = unit.cases.get(interview.case_id)
                yield DataRow(
                    interview,
                    case.case_no,
                    case.frame,
                    people.get(interview.user_id),
                    case.attempts,
                    dict(unit.interviews.data_of(interview.id)),
                    final_code(unit.histories.of_case(interview.case_id), self._unscreened),
                )


class ReadPaths:
    """How the interviews that are over went: their events, without the contact data in them."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(self) -> Iterator[tuple[str, str, int | None, list[SessionEvent]]]:
        """Interview id, disposition, number of the interviewer, events; by start."""
        with self._units() as unit:
            people = {user.id: user.number for user in unit.people.all()}
            for interview in unit.interviews.all_in(ENDED):
                events = session_events(unit.log.of_interview(interview.id), lambda _: "")
                yield interview.id, interview.disposition or "", people.get(interview.user_id), events
