"""What the seats of a rehearsed field did, and the way that one interview has gone so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from cati_app.demo.rehearsal.given import given
from cati_app.demo.respondent import Respondents
from cati_app.domain.calling.queue import Waits
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import QuestionView

_TRIES_AT_ANOTHER = 4


class Held(NamedTuple):
    """A complete interview.

    Args:
        seconds: Its length.
        asked: Names of the questions that were asked in it.
    """

    language: str
    seconds: float
    asked: tuple[str, ...]


@dataclass
class SeatWork:
    """What the seats of a field did, together.

    Args:
        idle_s: Seconds in which a seat had nothing to call.
        idle_by: The same by what most cases waited for; None: no case was open.
        talk_s: Seconds of interviews.
        at_work_s: Seconds of shifts.
        held: Complete interviews.
        asked: How often each question was answered, with each answer.
        corrected: Answers that were taken back later in the interview.
        stuck: Interviews broken off because nothing was taken at a question, by its name.
        refused: Calls that a rule did not let begin after the case was offered, by its code.
    """

    idle_s: float = 0.0
    idle_by: Counter[Waits | None] = field(default_factory=Counter)
    talk_s: float = 0.0
    at_work_s: float = 0.0
    held: list[Held] = field(default_factory=list)
    asked: dict[str, Counter[str]] = field(default_factory=dict)
    corrected: int = 0
    stuck: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class InterviewSoFar:
    """What was asked and answered in one sitting so far.

    Args:
        people: Who answers.
    """

    def __init__(self, people: Respondents) -> None:
        self.people = people
        self.asked: set[str] = set()
        self.tries: Counter[str] = Counter()  # by reference
        self._given: dict[str, tuple[Answer, str]] = {}  # by reference: the answer, and how it was counted
        self._taken_back: str | None = None

    def stands(self, question: QuestionView) -> bool:
        """Whether a question on the way on from a corrected one has its answer already."""
        if question.ref == self._taken_back or question.check is not None or question.ref not in self._given:
            return False
        return question.answer == self._given[question.ref][0]

    def answer(self, question: QuestionView, work: SeatWork) -> Answer:
        """What is answered now, in place of an earlier answer to that question; another one where it was taken back."""
        answer = given(self.people, question, careful=question.check is not None)
        if question.ref == self._taken_back:
            before = self._given[question.ref][0]
            for _ in range(_TRIES_AT_ANOTHER):
                answer = given(self.people, question) if answer == before else answer
            work.corrected += answer != before
        counted = answer.special.value if answer.special is not None else answer.text if question.choices else ""
        answers = work.asked.setdefault(question.name, Counter())
        if question.ref in self._given:
            answers[self._given[question.ref][1]] -= 1
        answers[counted] += 1
        self.asked.add(question.name)
        self._given[question.ref] = answer, counted
        self._taken_back = None
        return answer

    def taken_back(self) -> str | None:
        """The question whose answer the person corrects now."""
        back = self.people.takes_back(len(self._given))
        if back:
            self._taken_back = list(self._given)[-back]
        return self._taken_back
