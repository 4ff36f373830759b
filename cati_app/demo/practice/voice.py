"""What an interviewer would hear on the line: how the call is answered, and what the person says to each question."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.demo.habits import APPOINTMENT, LANGUAGE, NEVER_AGAIN
from cati_app.demo.rehearsal.given import given
from cati_app.demo.rehearsal.town import Circumstances, Said, Town
from cati_app.demo.respondent import INTERVIEW, Respondents
from cati_app.domain.casework.cases import Attempt
from cati_app.domain.outcomes.dispositions import APPOINTMENTS, OPT_OUT, OTHER_LANGUAGE, SOFT_REFUSAL
from cati_app.domain.phrases import source
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Value
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.texts import Words
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.result_words import result_label

_FITS: Mapping[str, frozenset[str]] = {
    LANGUAGE: frozenset({OTHER_LANGUAGE, "language_household", "language_respondent", "no_language_interviewer"}),
    APPOINTMENT: APPOINTMENTS,
    NEVER_AGAIN: frozenset({OPT_OUT}),
}
"""Results that are right for what respondents.yaml says of calls beside the program's results."""
_HEARD: Mapping[str, str] = {
    APPOINTMENT: source("“Not now. Please call again tomorrow at the same time.”"),
    NEVER_AGAIN: source("“Never call this number again!”"),
    SOFT_REFUSAL: source("“I have no time for that now.” The line is dead."),
    "no_answer": source("It rings, and nobody picks up."),
    "busy": source("The engaged tone."),
    "machine": source("An answering machine, with a name and a greeting."),
    "not_in_service": source("“This number is not in service.”"),
    "fax": source("The tone of a fax."),
    "business": source("“Good afternoon, this is the office of …”"),
    "contact_other_person": source("“That would be my wife, and she is out.”"),
    "refusal": source("“That would be me. No, I do not take part in such things.” The line is dead."),
    "refusal_household": source("“We take no part in surveys.” The line is dead before anybody was selected."),
}
"""What is heard, in place of the result itself: to name that is what is practised."""
_TRIES_AT_ANOTHER = 4
_NOBODY = frozenset({"no_answer", "busy", "machine"})


class Voice:
    """The other end of one interviewer's line.

    Args:
        services: Of the interviewer.
        town: Who lives behind the numbers.
    """

    def __init__(self, services: InterviewerServices, town: Town, words: Words) -> None:
        self._services = services
        self._town = town
        self._words = words
        self._said: dict[str, Said] = {}  # by call
        self._attempt: Attempt | None = None
        self._last: Said | None = None  # of the attempt in hand
        self._people: Respondents | None = None
        self._answers: dict[tuple[str, bool], str] = {}
        self._asked: list[QuestionView] = []  # that were answered, in order
        self._gone = False  # the person hung up in the interview
        self._judged: GivenResult | None = None
        self._verdict = ""

    def line(self, run: CallRun, session: InterviewSession | None) -> str:
        """What is heard now; blank where nobody listens."""
        self._judge(run.given)
        if run.offer is None:
            return self._verdict
        if self._attempt is None or self._attempt.id != run.offer.attempt.id:
            self._begin(run.offer.attempt)
        if run.call is not None and run.call.id not in self._said:
            self._last = self._said[run.call.id] = self._dial(run)
        say = self._words.say
        if session is not None and not session.at_end:
            return self._in_interview(run, session)
        if session is not None:
            return say("“Goodbye.” The conversation is over.")
        if self._last is not None:
            return self._picked_up(self._last)
        return f"{self._verdict} {say('F5 dials: somebody may pick up.')}".strip()

    def _begin(self, attempt: Attempt) -> None:
        self._attempt, self._last, self._people, self._gone = attempt, None, None, False
        self._answers, self._asked = {}, []

    # -- the call -------------------------------------------------------------------------------------------------

    def _dial(self, run: CallRun) -> Said:
        offer, services = run.offer, self._services
        assert offer is not None
        case, local = offer.case, services.rules.calendar.local(services.clock.now())
        known = case.appointment is not None or case.open_interview is not None
        return self._town.dial(
            case.case_no,
            offer.attempt.attempt_no,
            Circumstances(
                local,
                services.rules.schedule.part(local),
                frozenset(services.user.languages),
                case.frame,
                appointment=known,
                refused=case.refusals > 0,
            ),
        )

    def _picked_up(self, said: Said) -> str:
        say = self._words.say
        language = language_word(self._words, self._services.texts, said.language or "")
        if said.result == INTERVIEW:
            if language:
                return say("“Yes?” Somebody who would take part, in this language: {language}.", language=language)
            return say("“Yes, hello?” Somebody who would take part.")
        if said.result == LANGUAGE:
            return say("Somebody who speaks {language} only.", language=language)
        heard = _HEARD.get(said.result)
        return say(heard) if heard is not None else say("On the line: {result}.", result=self._label(said.result))

    def _label(self, result: str) -> str:
        return result_label(self._words, self._services.texts.results, result)

    # -- the interview --------------------------------------------------------------------------------------------

    def _in_interview(self, run: CallRun, session: InterviewSession) -> str:
        assert run.offer is not None
        if self._people is None:
            self._people = self._town.respondent(run.offer.case.case_no, run.offer.attempt.attempt_no)
        if self._gone:
            return self._words.say("“I have to stop now.” The line is dead.")
        screen = session.screen()
        question = screen.questions[screen.focus]
        key = question.ref, question.check is not None
        if key not in self._answers:
            self._people.seconds(question)
            self._gone = self._people.breaks_off(question)
            if self._gone:
                return self._in_interview(run, session)
            self._answers[key] = f"{self._taken_back(self._people)}{self._answer(self._people, question)}"
            if question.asks and question.check is None:
                self._asked.append(question)
        return self._answers[key]

    def _taken_back(self, people: Respondents) -> str:
        """What comes before the answer where the person corrects an earlier one; there it is heard from then on."""
        back = people.takes_back(len(self._asked))
        if not back:
            return ""
        earlier = self._asked[-back]
        before = self._answers[earlier.ref, False]
        drawn = (self._in_words(earlier, given(people, earlier, careful=True)) for _ in range(_TRIES_AT_ANOTHER))
        heard = next((answer for answer in drawn if not before.endswith(answer)), None)
        if heard is None:
            return ""
        self._answers[earlier.ref, False] = heard
        said = self._words.say(
            "“Wait, I have to correct something:” {answer} – at “{question}”.", answer=heard, question=earlier.label
        )
        return f"{said} "

    def _answer(self, people: Respondents, question: QuestionView) -> str:
        say = self._words.say
        if not question.asks:
            return say("Listens.")
        told = self._in_words(question, given(people, question, careful=question.check is not None))
        return told if question.check is None else say("Asked once more: {answer}", answer=told)

    def _in_words(self, question: QuestionView, answer: Answer) -> str:
        say = self._words.say
        if answer.special is Special.REFUSED:
            return say("“I would rather not say.”")
        if answer.special is not None:
            return say("“I do not know.”")
        facts = question.kind.facts
        if facts.value is Value.CONFIRMATION:
            return say("“Yes.”")
        if facts.value is Value.MORE:
            return say("“No, that was all.”")
        by_name = {choice.name: choice.label for choice in question.choices}
        if by_name and facts.value is Value.CHOICES:
            return say("“{answer}”", answer=", ".join(by_name.get(name, name) for name in answer.text.split()))
        return say("“{answer}”", answer=f"{answer.text} {question.unit}".strip())

    # -- what was made of it --------------------------------------------------------------------------------------

    def _judge(self, result: GivenResult | None) -> None:
        """Whether the result fits what was heard; told beside the next case."""
        if result is None or result is self._judged:
            return
        self._judged, said = result, self._last
        if said is None:
            return
        if self.fits(said.result, result.disposition, never_again=result.blocks):
            self._verdict = self._words.say("✓ The result fits what was heard.")
        else:
            heard = self._picked_up(said)
            given_label = self._label(result.code or result.disposition)
            self._verdict = self._words.say("≠ Given: {given}. Heard: {heard}", given=given_label, heard=heard)

    @staticmethod
    def fits(heard: str, result: str, *, never_again: bool = False) -> bool:
        """Whether a result is right for what was heard; whoever would take part may have been lost on the way.

        Args:
            never_again: It put the numbers on the block list.
        """
        if never_again is not (heard == NEVER_AGAIN):
            return False
        if heard == INTERVIEW:
            return result not in _NOBODY
        return result in _FITS.get(heard, frozenset({heard}))
