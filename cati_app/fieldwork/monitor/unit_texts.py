"""The texts that are coded by the frame, each as a unit: residents' open answers, and cards of experts' sittings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Protocol

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.coding.coding_units import CodingUnit, UnitSource, text_hash, unit_id
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.outcomes.dispositions import PARTIAL
from cati_app.fieldwork.monitor.answer_codings import Answers
from cati_app.fieldwork.monitor.data import paged
from cati_app.fieldwork.ports.unit import UnitOfWork
from cati_app.fieldwork.sitting.read_cards import expert_cards
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class UnitText:
    """A text that is a unit, or may become one.

    Args:
        interview: With whose key its codes are sealed, and with which they go.
        ref: Reference of the answer in the interview, or id of the card.
    """

    unit: CodingUnit
    interview: InterviewId
    case: CaseId
    ref: str
    text: str = field(repr=False)


class UnitTexts(Protocol):
    """Where texts come from."""

    def __call__(self, unit: UnitOfWork, only: Collection[InterviewId] | None = None) -> Iterator[UnitText]:
        """Those of the whole study, or of these interviews; RuleViolation `answers_sealed`."""
        ...


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question whose answers are coded by the frame.

    Args:
        name: Of now; units go by it.
        path: In the version in force.
        earlier: In earlier versions that are kept, by fingerprint; None: that one had no such question.
    """

    name: str
    path: str
    earlier: Mapping[str, str | None] = field(default_factory=dict)

    def path_in(self, form_hash: str) -> str | None:
        """Where a version of the questionnaire has it; None: nowhere."""
        return self.earlier.get(form_hash, self.path)


class AnswerTexts:
    """Open answers of interviews that count and are complete, or partial and usable.

    Args:
        questions: Whose answers are coded, in the order of the questionnaire.
    """

    def __init__(self, questions: Sequence[AnsweredQuestion]) -> None:
        self._questions = questions

    def __call__(self, unit: UnitOfWork, only: Collection[InterviewId] | None = None) -> Iterator[UnitText]:
        """As `UnitTexts`."""
        uncounted = unit.interview_book.not_counted()
        for interview, values in _held(unit, only):
            counts = interview.state is InterviewState.COMPLETED and interview.id not in uncounted
            if not counts and interview.disposition != PARTIAL:
                continue
            for question in self._questions:
                path = question.path_in(interview.form_hash)
                datum = None if path is None else values.get(path)
                if path is not None and datum is not None and datum.missing is None and datum.text.strip():
                    yield _unit_text(interview, question.name, path, datum.text)


class CardTexts:
    """Cards of experts' sittings, whether their interview is over or goes on; all of them are coded by two."""

    def __call__(self, unit: UnitOfWork, only: Collection[InterviewId] | None = None) -> Iterator[UnitText]:
        """As `UnitTexts`."""
        for expert in expert_cards(unit, only):
            interview = expert.interview
            for card in expert.cards:
                known = unit_id(f"{interview.id}:{card.id}", card.text)
                coded = CodingUnit(known, UnitSource.CARD, card.topic, interview.language, text_hash(card.text))
                yield UnitText(coded, interview.id, interview.case_id, card.id, card.text)


def _held(unit: UnitOfWork, only: Collection[InterviewId] | None) -> Iterator[tuple[Interview, Answers]]:
    if only is None:
        for each in paged(unit.interview_book.page, lambda each: each.interview):
            yield each.interview, each.values
        return
    for known in unit.interviews.sealed_keys(only):
        yield unit.interviews.get(known), unit.interviews.data_of(known)


def _unit_text(interview: Interview, question: str, path: str, text: str) -> UnitText:
    known = unit_id(f"{interview.id}:{path}", text)
    unit = CodingUnit(known, UnitSource.ANSWER, question, interview.language, text_hash(text))
    return UnitText(unit, interview.id, interview.case_id, path, text)
