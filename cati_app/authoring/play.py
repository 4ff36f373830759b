"""Plays given answers through a questionnaire and tells the state of every node afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cati_app.authoring.answers_file import AnswerTarget, read_answers, ref_of, repeats_of
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.evaluation import MOST_ROWS
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.facts import Value
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.events import UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.session.states import NodeState
from cati_app.values import dataclass

_NOON = time(12)
_NAMED = 12
_MOST_ROWS = 100  # of an open repeat, added because an answer stands in a later row


@dataclass(frozen=True, slots=True)
class PlayFinding:
    """An answer that was not taken as it was given; `code` as below, `message` in the words of the form or ours.

    Codes: unknown (no such question), not-asked (never relevant), no-row (the repeat has fewer rows), read-only,
    type, constraint (hard: not stored), soft (stored), required (relevant and without an answer), cut (a repeat was to
    have more rows than there can be).
    """

    ref: str
    code: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """The outcome: every node, what was not taken, and which relevant questions have no answer."""

    language: str
    states: tuple[NodeState, ...]
    findings: tuple[PlayFinding, ...]
    not_answered: tuple[str, ...]


class PlayClock:
    """A day that stands still, at noon in the zone of the study; steps of a second keep events apart."""

    def __init__(self, day: date, zone: str) -> None:
        self._at = datetime.combine(day, _NOON, ZoneInfo(zone)).astimezone(UTC)
        self._ticks = 0

    def now(self) -> datetime:
        """The moment, one second later each time."""
        self._ticks += 1
        return self._at + timedelta(seconds=self._ticks)

    def monotonic_ms(self) -> int:
        """Milliseconds since the beginning."""
        return self._ticks * 1000


def play(
    form: Form,
    answers: Mapping[str, object],
    *,
    day: date,
    language: str = "",
    seed: int = 0,
    zone: str = "Europe/Berlin",
) -> Played:
    """Give every answer once its question is asked, in the order of the questionnaire, until nothing more fits."""
    given, problems = read_answers(form, answers)
    hidden = {target.node.name: answer.text for target, answer in given if target.node.kind is NodeKind.HIDDEN}
    session = InterviewSession(
        form, PlayClock(day, zone), seed=seed, language=language or form.default_language, hidden=hidden, time_zone=zone
    )
    player = _Player(form, session, [pair for pair in given if pair[0].node.kind is not NodeKind.HIDDEN])
    player.run()
    states = session.states()
    findings = [PlayFinding("", "unknown", text) for text in problems] + player.findings
    open_refs = [state for state in states if _is_open(state)]
    findings += [PlayFinding(state.ref, "required") for state in open_refs if state.required]
    return Played(session.language, states, tuple(findings), tuple(state.ref for state in open_refs))


def _is_open(state: NodeState) -> bool:
    if state.question is None or state.kind is not NodeKind.QUESTION or not state.question.facts.asks:
        return False
    return state.relevant and not state.read_only and state.answer.is_blank


class _Player:
    def __init__(self, form: Form, session: InterviewSession, given: list[tuple[AnswerTarget, Answer]]) -> None:
        self._form = form
        self._session = session
        self._waiting = given
        self.findings: list[PlayFinding] = []

    def run(self) -> None:
        """As an interview, screen by screen; what is left then, because the way was blocked, wherever it fits."""
        self._walk()
        count = -1
        while self._waiting and len(self._waiting) != count:
            count = len(self._waiting)
            self._waiting = [pair for pair in self._waiting if not self._give(*pair)]
        for target, _ in self._waiting:
            ref = ref_of(self._form, target)
            if self._has_rows(target):
                self.findings.append(
                    PlayFinding(ref, "not-asked", Phrase("With these answers the question is never asked."))
                )
            else:
                self.findings.append(
                    PlayFinding(ref, "no-row", Phrase("There is no such row; rows are counted from 1."))
                )
        for ref in self._session.cut():
            self.findings.append(
                PlayFinding(ref, "cut", Phrase("There can be {most} rows; the others are left out.", most=MOST_ROWS))
            )

    def _walk(self) -> None:
        """Forward from the first screen, so that what is computed on the way is computed."""
        session = self._session
        while not session.at_end:
            for question in session.screen().questions:
                if question.kind.facts.value is Value.MORE and not self._wants_row(question.ref):
                    session.answer(question.ref, Answer("0"))
            here, screen = {question.ref for question in session.screen().questions}, session.screen().number
            self._waiting = [p for p in self._waiting if ref_of(self._form, p[0]) not in here or not self._give(*p)]
            if session.at_end or session.screen().number != screen:
                continue
            if not session.forward().moved and not session.at_end:
                return

    def _wants_row(self, ref: str) -> bool:
        """Whether an answer waits in a further row of an open repeat, which is then added."""
        rows = int(self._session.value(ref) or 0)
        for target, answer in self._waiting:
            if target.node.open_rows and ref_of(self._form, target) == ref:
                self._waiting.remove((target, answer))
                self._make_rows(target, answer)
                return int(self._session.value(ref) or 0) > rows
            around = zip(repeats_of(self._form, target), target.rows, strict=True)
            if any(row > rows and ref_of(self._form, repeat) == ref for repeat, row in around):
                return self._has_rows(target)
        return False

    def _give(self, target: AnswerTarget, answer: Answer) -> bool:
        """Whether the answer is done with."""
        if not self._has_rows(target):
            return False
        session, ref = self._session, ref_of(self._form, target)
        if not session.is_relevant(ref):
            return False
        if target.node.open_rows:
            return self._make_rows(target, answer)
        stands_for = target.node.question.facts.taken_for if target.node.question is not None else {}
        if answer.text.lower() in stands_for:
            answer = Answer(stands_for[answer.text.lower()])
        try:
            check = session.answer(ref, answer).check
            if check is not None and not check.hard:
                session.answer(ref, answer, keep="played")
        except UnknownQuestion:
            self.findings.append(
                PlayFinding(ref, "read-only", Phrase("It is shown for information and takes no answer."))
            )
            return True
        if check is not None:
            self.findings.append(PlayFinding(ref, check.code, check.message or self._why(target, check.code)))
        return True

    def _why(self, target: AnswerTarget, code: str) -> str:
        """What is expected, where the form itself has no words for it."""
        node = target.node
        if code != "type":
            return Phrase("It does not pass the {code} of row {row}.", code=code, row=node.row)
        names = [choice.name for choice in self._form.lists.get(node.choices, ())]
        if names:
            return Phrase(
                "One of the choices offered is expected: {names}.",
                names=", ".join(names[:_NAMED]) + (" …" if names[_NAMED:] else ""),
            )
        return (node.question or QuestionKind.TEXT).facts.expected

    def _make_rows(self, target: AnswerTarget, answer: Answer) -> bool:
        """An answer to an open repeat is the number of its rows."""
        ref = ref_of(self._form, target)
        wanted = int(answer.text) if answer.text.isdecimal() and len(answer.text) < 4 else -1
        if not 0 <= wanted <= _MOST_ROWS:
            self.findings.append(
                PlayFinding(ref, "type", Phrase("A number of rows from 0 to {most} is expected.", most=_MOST_ROWS))
            )
            return True
        for _ in range(wanted - int(self._session.value(ref) or 0)):
            self._session.add_row(ref)
        for row in range(int(self._session.value(ref) or 0), wanted, -1):
            self._session.drop_row(ref, row)
        return True

    def _has_rows(self, target: AnswerTarget) -> bool:
        """Whether the rows of the target exist; open repeats get them."""
        for repeat, wanted in zip(repeats_of(self._form, target), target.rows, strict=True):
            ref = ref_of(self._form, repeat)
            if not self._session.is_relevant(ref):
                return False
            rows = int(self._session.value(ref) or 0)
            if repeat.node.open_rows and rows < wanted <= _MOST_ROWS:
                for _ in range(wanted - rows):
                    self._session.add_row(ref)
            elif not 1 <= wanted <= rows:
                return False
        return True
