"""Review of the complete interview of a case: its answers, the verdict, what it does, why.

Who held it is not told here, nor why it is in the list; the second is told after the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.casework.review_proposals import ReviewProposal, Wish
from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.coded_places import CodedPlace
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.fieldwork.quota.review_interview import Reviewable
from cati_app.ui.desk.cases.coded_place_words import MOVE_PLACE, CodedPlaceWords
from cati_app.ui.desk.cases.review_queue import ReviewQueue
from cati_app.ui.desk.cases.telling_places import is_silent, waits_words
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    ExplanationState,
    PanelKind,
    ReasonLine,
    ResultOption,
    TextPanelState,
)
from cati_app.ui.stage.review_words import answer_text, correction_line, proposal_text
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import case_label, clock_text, rule_text, when_exactly

_ACCEPT, _REJECT, _PASS, _ANSWERS = "accept", "reject", "pass", "answers"
_CORRECT = "correct"
_Correction = tuple[GivenAnswer, GivenAnswer]
"""An answer in words, as it was given and as it is to be."""
_Looked = tuple[Reviewable, ReviewProposal | None, _Correction | None, CodedPlace | None]


class Reviewing:
    """One verdict at a time; a panel that is closed ends it."""

    def __init__(
        self, stage: Stage, services: SupervisorServices, queue: ReviewQueue, waits: Callable[[], None]
    ) -> None:
        """
        Args:
            waits: Hears that a hub is to be told of a place later.
        """
        self._waits = waits
        self._stage = stage
        self._services = services
        self._queue = queue
        self._line: CaseLine | None = None
        self._under_review: Reviewable | None = None
        self._elsewhere: CodedPlace | None = None
        self._proposed: ReviewProposal | None = None
        self._correction: _Correction | None = None
        self._passes = False  # what is typed goes with "nothing found"
        self._rejected = True
        self._typed = ""
        self._running = False

    def begin(self, line: CaseLine) -> None:
        """V on a case."""
        if self._running:
            return
        self._line, self._under_review, self._elsewhere = line, None, None
        self._stage.run(partial(self._look, line), partial(self._ask_verdict, line), brings_panel=True)

    def _look(self, line: CaseLine) -> _Looked:
        cases, user = self._services.cases, self._services.user
        proposed, correction = cases.nothing.asked(user, line.id), None
        if proposed is not None and proposed.correction is not None:
            language = self._stage.words.language
            correction = cases.reviews.correction(user, line.id, proposed.correction, language)
        return cases.review.look(user, line.id), proposed, correction, cases.places.look(user, line.id)

    def chosen(self, code: str) -> None:
        """A choice, or A or X in its place."""
        line, under_review = self._line, self._under_review
        if line is None or under_review is None or self._running:
            return
        if code == _ANSWERS:
            language = self._stage.words.language
            work = partial(self._services.cases.reviews.answers, self._services.user, line.id, language)
            self._stage.run(work, partial(self._show_answers, line))
        elif code == MOVE_PLACE:
            self._running = True
            self._stage.situate(in_review=False)
            self._stage.shell.hide_panel()
            moving = partial(self._services.cases.places, self._services.user, line.id)
            moved = partial(self._moved, line, under_review.interview.id)
            waits_for = self._stage.words.say("The hub is told …")
            self._stage.ask(moving, moved, self._not_moved, waits_for, self._services.stop_waiting)
        elif code == _CORRECT:
            self._running = True
            self._stage.situate(in_review=False)
            self._stage.shell.hide_panel()
            taking = partial(self._services.cases.correct, self._services.user, line.id)
            self._stage.run(taking, partial(self._corrected, line, under_review.interview.id), self._failed)
        elif code == _PASS and not under_review.is_rejected:
            self._stage.situate(in_review=False)
            self._passes = True
            if self._proposed is None or self._proposed.wish is Wish.ACCEPT:
                self._pass("")
            else:
                self._ask_answer()
        else:
            self._rejected, self._passes = not under_review.is_rejected, False
            self._stage.situate(in_review=False)
            self._ask_reason()

    def _pass(self, answer: str) -> None:
        """Nothing was found."""
        line, under_review = self._line, self._under_review
        assert line is not None
        assert under_review is not None
        self._running, self._typed = True, answer
        self._stage.shell.hide_panel()
        work = partial(self._services.cases.nothing, self._services.user, line.id, answer)
        self._stage.run(work, partial(self._passed, line, under_review.interview.id), self._failed)

    def _ask_answer(self, message: str = "", typed: str = "") -> None:
        """What was proposed is not taken over: whoever proposed it reads why."""
        line, proposed, words = self._line, self._proposed, self._stage.words
        if line is None or proposed is None:
            return
        lines = (
            HistoryLine(words.say("Proposed"), proposal_text(words, proposed)),
            HistoryLine(words.say("Your reason"), words.say("analysts read it: no names, no numbers of people")),
        )
        title = words.say("{case}: why is it not taken over?", case=case_label(words, line.case_no))
        action = words.say("Nothing found")
        self._stage.panel(
            TextPanelState(PanelKind.REVIEW_REASON, title, typed, earlier=lines, message=message, action=action)
        )

    def judge(self, command: str) -> None:
        """A: it counts; X: it does not; M: it counts where its codes put it."""
        if command == "review_move":
            if self._may_move:
                self.chosen(MOVE_PLACE)
        elif command == "review_correct":
            if self._correction is not None:
                self.chosen(_CORRECT)
        elif self._under_review is not None and (command == "review_accept" or not self._under_review.is_rejected):
            is_reject = command == "review_reject"
            self.chosen(_REJECT if is_reject else _ACCEPT if self._under_review.is_rejected else _PASS)

    @property
    def _may_move(self) -> bool:
        place = self._elsewhere
        return place is not None and place.has_room

    def reason_given(self, text: str) -> None:
        """Enter in the last panel does it."""
        line = self._line
        if line is None or self._running:
            return
        if not text.strip():
            ask = self._ask_answer if self._passes else self._ask_reason
            ask(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        if self._passes:
            self._pass(text)
            return
        services, stage = self._services, self._stage
        self._running, self._typed = True, text
        stage.shell.hide_panel()
        work = partial(services.cases.review, services.user, line.id, rejected=self._rejected, reason=text)
        waits_for = stage.words.say("The hub is told …")
        stage.ask(work, partial(self._done, line), self._failed, waits_for, services.stop_waiting)

    def closed(self) -> None:
        """Esc: nothing was changed."""
        self._line = self._under_review = self._elsewhere = self._proposed = self._correction = None
        self._stage.situate(in_review=False)

    def _ask_verdict(self, line: CaseLine, read: _Looked) -> None:
        if self._line is not line:
            return  # closed meanwhile
        under_review, self._proposed, self._correction, self._elsewhere = read
        self._under_review = under_review
        words = self._stage.words
        accept = ResultOption(
            _ACCEPT,
            words.say("accept it again"),
            words.say("takes a place in its cell, if there is room"),
            enabled=under_review.is_rejected,
            why_not=words.say("it counts already"),
        )
        reject = ResultOption(
            _REJECT,
            words.say("reject it …"),
            words.say("is kept, counts no more, and its place goes back"),
            enabled=not under_review.is_rejected,
            why_not=words.say("it is rejected already"),
        )
        title = words.say("Review: {case}", case=case_label(words, line.case_no))
        nothing = ResultOption(_PASS, words.say("nothing found"), words.say("it counts as before, and leaves the list"))
        answers = ResultOption(_ANSWERS, words.say("look at the answers"), words.say("with the time on each question"))
        options: tuple[ResultOption, ...] = (accept, reject) if under_review.is_rejected else (nothing, reject)
        text = words.say("A accepts it, X rejects it.")
        if self._elsewhere is not None:
            options = (CodedPlaceWords(words, self._services).option(may_move=self._may_move), *options)
            text = words.say("M moves its place, A leaves it where it is, X rejects it.") if self._may_move else text
        if self._correction is not None and not under_review.is_rejected:
            taken = words.say("the answer as it was given stays beside it")
            options = (ResultOption(_CORRECT, words.say("take the correction over"), taken), *options)
            text = words.say("C takes the correction over, A leaves the answer, X rejects the interview.")
        lines = self._facts(line, under_review)
        corrects = self._correction is not None and not under_review.is_rejected
        self._stage.situate(in_review=True, moves_place=self._may_move, takes_correction=corrects)
        self._stage.panel(ChoicePanelState(PanelKind.REVIEW, title, (*options, answers), text, lines=lines))

    def _show_answers(self, line: CaseLine, given: Sequence[GivenAnswer]) -> None:
        if self._line is not line:
            return
        words = self._stage.words
        lines = tuple(ReasonLine(each.question, answer_text(words, each)) for each in given)
        title = words.say("Answers: {case}", case=case_label(words, line.case_no))
        text = words.say("Without names and numbers. Esc, then V gives the verdict.")
        self._stage.situate(in_review=False)
        self._stage.panel(ExplanationState(title, lines, text))

    def _facts(self, line: CaseLine, under_review: Reviewable) -> tuple[HistoryLine, ...]:
        """What can be told without telling who held it."""
        words, services, interview = self._stage.words, self._services, under_review.interview
        calendar, now = services.rules.calendar_of(line.locality), services.clock.now()
        ended = interview.ended_at or interview.started_at
        length = (ended - interview.started_at).total_seconds()
        asked = "" if self._proposed is None else proposal_text(words, self._proposed)
        verdict = words.say("rejected in review") if under_review.is_rejected else words.say("counts")
        return (
            HistoryLine(words.say("Held"), when_exactly(words, calendar, interview.started_at, now)),
            HistoryLine(words.say("Length"), clock_text(length)),
            HistoryLine(words.say("Language"), language_word(words, services.texts, interview.language)),
            HistoryLine(words.say("State"), verdict),
            *((HistoryLine(words.say("An analyst proposes"), asked),) if asked else ()),
            *self._correction_lines(),
            *CodedPlaceWords(words, services).lines(self._elsewhere),
        )

    def _correction_lines(self) -> tuple[HistoryLine, ...]:
        """Which answer is to be another one."""
        if self._correction is None:
            return ()
        words, (was, now) = self._stage.words, self._correction
        return (HistoryLine(was.question, correction_line(words, was, now)),)

    def _ask_reason(self, message: str = "", typed: str = "") -> None:
        line, under_review, words = self._line, self._under_review, self._stage.words
        if line is None or under_review is None:
            return
        lines = [HistoryLine(words.say("Cell"), self._cell(count)) for count in under_review.cells]
        kept = words.say("stays in data sets, marked as rejected (not_counted)")
        lines.append(HistoryLine(words.say("Answers"), kept if self._rejected else words.say("count again")))
        title = words.say("{case}: why?", case=case_label(words, line.case_no))
        action = words.say("Reject it") if self._rejected else words.say("Accept it again")
        self._stage.panel(
            TextPanelState(PanelKind.REVIEW_REASON, title, typed, earlier=tuple(lines), message=message, action=action)
        )

    def _cell(self, count: CellCount) -> str:
        after = count.achieved + (-1 if self._rejected else 1)
        name = cell_text(self._services, count.cell_id)
        figures = f"{count.achieved} / {count.target} → {after} / {count.target}"
        return f"{name}: {figures}" if name else figures

    def _failed(self, error: Exception) -> bool:
        self._running = False
        if self._line is not None and not isinstance(error, RuleViolation):
            ask = self._ask_answer if self._passes else self._ask_reason
            ask(typed=self._typed)
        return False

    def _not_moved(self, error: Exception) -> bool:
        """It is told again by itself; what the rules of the study say is told as ever."""
        self._running = False
        self.closed()
        if not is_silent(error):
            return False
        self._waits()
        self._stage.say(*waits_words(self._stage.words), Tone.WARN)
        return True

    def _moved(self, line: CaseLine, interview: InterviewId, place: CodedPlace) -> None:
        self._running, words = False, self._stage.words
        self.closed()
        case, cell = case_label(words, line.case_no), CodedPlaceWords(words, self._services).cell(place.belongs)
        told = words.say("{case}: the interview counts in {cell} now.", case=case, cell=cell)
        self._stage.say(told, self._queue.why(interview), Tone.OK)
        self._queue.moved(interview)
        self._stage.changed(frozenset({Topic.CASES, Topic.QUOTA, Topic.INTERVIEWS}))

    def _corrected(self, line: CaseLine, interview: InterviewId, _: None) -> None:
        self._running, words = False, self._stage.words
        self.closed()
        told = words.say("{case}: the answer is corrected; it counts as before.", case=case_label(words, line.case_no))
        self._stage.say(told, self._queue.why(interview), Tone.OK)
        self._queue.judged(interview)
        self._stage.changed(frozenset({Topic.INTERVIEWS}))

    def _passed(self, line: CaseLine, interview: InterviewId, _: None) -> None:
        self._running, words = False, self._stage.words
        self.closed()
        told = words.say("{case}: nothing found; it counts as before.", case=case_label(words, line.case_no))
        self._stage.say(told, self._queue.why(interview), Tone.OK)
        self._queue.judged(interview)

    def _done(self, line: CaseLine, _: None) -> None:
        self._running, words = False, self._stage.words
        interview = self._under_review.interview.id if self._under_review is not None else None
        self.closed()
        case = case_label(words, line.case_no)
        told = words.say("{case}: the interview is rejected; its place is free again.", case=case)
        again = words.say("{case}: the interview counts again.", case=case)
        back = words.say("V takes that back while its cell has room.") if self._rejected else ""
        why = self._queue.why(interview) if interview is not None and self._rejected else ""
        self._stage.say(told if self._rejected else again, " ".join(part for part in (why, back) if part), Tone.OK)
        if interview is not None:
            self._queue.judged(interview)
        self._stage.changed(frozenset({Topic.CASES, Topic.QUOTA, Topic.INTERVIEWS}))
