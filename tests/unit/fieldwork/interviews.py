"""Interviews of small studies, led by the machine alone: answers in; what was asked, and the result, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import AttemptId, CaseId, InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import CellCount, decide, find_place
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol as say
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.study_rules import rules_of
from cati_app.study.load import load_study
from tests.stations import TUESDAY
from tests.unit.engine.forms import form, table

ANN = User(UserId("ann"), "ann", "Ann", Role.INTERVIEWER, 1, (), ())
STUDY = """\
id: own
title: {de: Eigene}
version: "1"
questionnaire: form.md
languages: [{code: de, name: Deutsch}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI}
"""
QUOTA = """\
quota:
  total: 10
  dimensions:
    - variable: group
      label: {de: Gruppe}
      categories:
        - {code: young, values: [young], label: {de: jung}, share: 0.4}
        - {code: old, values: [old], label: {de: alt}, share: 0.6}
"""
COLUMNS = "type | name | label | calculation | relevant"
YES_NO = table("choices", "list_name | name | label", "yn | 1 | Ja", "yn | 2 | Nein")
SPECIALS: Mapping[str, Special] = {"?": Special.DONT_KNOW, "!": Special.REFUSED}


def own_form(*rows: str) -> Form:
    """A form with a list `yn`; rows: type | name | label | calculation | relevant."""
    return form(table("survey", COLUMNS, *rows), YES_NO)


def own_rules(questionnaire: Form, more: str = "") -> StudyRules:
    """Rules of a study on the form."""
    study = load_study((STUDY + more).encode()).study
    assert study is not None
    return rules_of(study, questionnaire, 1.0)


@dataclass
class Led:
    """What happened in an interview."""

    shown: list[str] = field(default_factory=list)  # each question once, in the order in which it was on the screen
    held: list[Mapping[str, str]] = field(default_factory=list)  # values with which the quota was asked
    held_after: list[str] = field(default_factory=list)  # the question answered last before
    passed: bool = False  # the screening was noted as passed, without a quota
    end: say.ProposeEnd | None = None

    @property
    def is_screened(self) -> bool:
        """Whether the case counts as one that belongs to the population."""
        return bool(self.held) or self.passed


class Line:
    """An interview on the machine; what it writes is safe at once, and its cell has so many places taken of two."""

    def __init__(self, questionnaire: Form, rules: StudyRules, *, taken: int = 0, frame: str = "mobile") -> None:
        self.rules = rules
        self.taken = taken
        self.led = Led()
        self.conduct = Conduct(ANN, questionnaire, rules, ("de",), SimulatedClock(TUESDAY))
        case = Case(CaseId("case-1"), 1, frame, CaseState.OPEN)
        attempt = Attempt(AttemptId("attempt-1"), case.id, ANN.id, 1, TUESDAY)
        self.tell(say.Begun(Offer(case, attempt, Because.NEVER_CALLED, (), True)))
        made = Interview(InterviewId("i"), case.id, ANN.id, InterviewState.RUNNING, "hash", "de", TUESDAY)
        self.tell(say.InterviewCreated(made))

    def tell(self, event: say.Event) -> None:
        """The machine's commands are carried out, one after the other."""
        waiting = list(self.conduct.handle(event))
        while waiting:
            command = waiting.pop(0)
            self._note()
            match command:
                case say.WriteAnswers():
                    waiting += self.conduct.handle(say.AnswersStored(1))
                case say.HoldPlace(interview_id, values):
                    assert self.rules.quota is not None
                    self.led.held.append(values)
                    self.led.held_after.append(self.led.shown[-1])
                    cell = find_place(self.rules.quota, values)
                    decision = decide(cell, lambda one: CellCount(one, 2, self.taken, 0))
                    waiting += self.conduct.handle(say.PlaceDecided(interview_id, decision))
                case say.NotePassedScreening():
                    self.led.passed = True
                case say.ProposeEnd():
                    self.led.end = command
                case _:
                    pass

    def _note(self) -> None:
        session = self.conduct.session
        if session is not None and not session.at_end and self.led.end is None:
            for question in session.screen().questions:
                if question.name not in self.led.shown:
                    self.led.shown.append(question.name)

    def give(self, text: str) -> None:
        """An answer to the question on the screen; `?` don't know, `!` refused."""
        session = self.conduct.session
        assert session is not None
        answer = Answer("", SPECIALS[text]) if text in SPECIALS else Answer(text)
        self.tell(say.AnswerGiven(session.ref or "", answer, last=True))


def lead(questionnaire: Form, rules: StudyRules, *answers: str, taken: int = 0, frame: str = "mobile") -> Led:
    """An interview with these answers, up to its end or to the last of them."""
    line = Line(questionnaire, rules, taken=taken, frame=frame)
    for answer in answers:
        if line.led.end is not None:
            break
        line.give(answer)
    return line.led
