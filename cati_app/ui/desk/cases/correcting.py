"""A supervisor corrects the result of an attempt: which one, what instead, what it will do, why; then it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.domain.casework.case_record import AttemptRecord
from cati_app.domain.casework.cases import Case, CaseCondition, CaseState
from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.dispositions import OutcomeGroup, disposition
from cati_app.domain.outcomes.result_book import Result
from cati_app.fieldwork.calling.change_result import (
    ChangedResult,
    FutureResult,
    attempts_with_result,
    correctable,
    corrections,
    is_unchanged,
    why_not_correctable,
)
from cati_app.fieldwork.monitor.read_cases import CaseStory
from cati_app.ui.desk.cases.story import StoryWords
from cati_app.ui.desk.cases.words import person
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, TextPanelState
from cati_app.ui.stage.result_words import code_label, result_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import case_label, rule_text


class Correcting:
    """One correction at a time; a panel that is closed ends it.

    Args:
        corrected: Called when a result was put in place of another one.
    """

    def __init__(self, stage: Stage, services: SupervisorServices, corrected: Callable[[], None]) -> None:
        self._stage = stage
        self._services = services
        self._corrected = corrected
        self._story: CaseStory | None = None
        self._attempt: AttemptRecord | None = None
        self._code = ""
        self._lines: tuple[HistoryLine, ...] = ()
        self._reason = ""
        self._running = False  # a step is under way

    def begin(self, story: CaseStory) -> None:
        """F8: which attempt; without a question where there is one only."""
        words = self._stage.words
        given = attempts_with_result(story.sittings)
        forbids = why_not_correctable(story.case, story.sittings)
        if forbids is not None:
            who = person(words, story.people, story.case.locked_by)
            taken = words.say("{who} is working on this case. Correct it once the case is free again.", who=who)
            texts = {
                "case_taken": taken,
                "no_such_attempt": words.say(
                    "No attempt of this case has a result yet, so there is nothing to correct."
                ),
                "interview_decides": words.say(
                    "The results of this case come from an interview; they stay as they are."
                ),
            }
            self._refuse(texts[forbids.code])
        else:
            self._story = story
            if len(given) == 1:
                self._choose_result(given[0])
            else:
                options = tuple(self._attempt_option(sitting, story) for sitting in reversed(given))
                title = words.say("{case}: which attempt?", case=case_label(words, story.case.case_no))
                self._stage.panel(ChoicePanelState(PanelKind.CORRECT_ATTEMPT, title, options))

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in one of the panels."""
        if self._story is None:
            return
        if kind is PanelKind.CORRECT_ATTEMPT:
            self._choose_result(next(sitting for sitting in self._story.sittings if str(sitting.attempt_no) == code))
        elif kind is PanelKind.CORRECT_RESULT and self._attempt is not None and not self._running:
            self._code = code
            story, attempt_no = self._story, self._attempt.attempt_no
            work = partial(self._services.cases.change.preview, self._services.user, story.case.id, attempt_no, code)
            self._running = True
            self._stage.run(work, partial(self._foreseen, story), self._failed)

    def reason_given(self, text: str) -> None:
        """Why; Enter in the last panel does it."""
        story, attempt = self._story, self._attempt
        if story is None or attempt is None or self._running:
            return
        if not text.strip():
            self._ask_reason(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        change, stop = self._services.cases.change, self._services.stop_waiting
        work = partial(change, self._services.user, story.case.id, attempt.attempt_no, self._code, text)
        self._running, self._reason = True, text
        if stop is not None:
            self._stage.shell.hide_panel()  # Esc belongs to the waiting
        waits_for, done = self._stage.words.say("The hub is asked for the case …"), partial(self._done, story, attempt)
        self._stage.ask(work, done, self._failed, waits_for, stop)

    def closed(self) -> None:
        """Esc: nothing was changed."""
        self._story = self._attempt = None
        self._lines = ()

    def _refuse(self, text: str) -> None:
        self._stage.say(text, tone=Tone.WARN)

    def _failed(self, error: Exception) -> bool:
        self._running = False
        if isinstance(error, RuleViolation):
            self.closed()
            self._stage.shell.hide_panel()
            if error.code == "case_taken":
                self._refuse(
                    self._stage.words.say("Somebody has taken this case in the meantime; nothing was corrected.")
                )
                return True
        elif self._services.stop_waiting is not None and self._lines and self._attempt is not None:
            self._ask_reason(typed=self._reason)
        return False

    def _attempt_option(self, record: AttemptRecord, story: CaseStory) -> ResultOption:
        words = self._stage.words
        free = correctable(record.disposition or "")
        at = StoryWords(words, self._services, story).at(record.started_at)
        label = words.say("attempt {number}, {at}", number=record.attempt_no, at=at)
        result = result_label(words, self._services.texts.results, record.word)
        why_not = words.say("{result}: comes from an interview and stays", result=result)
        return ResultOption(str(record.attempt_no), label, result, enabled=free, why_not="" if free else why_not)

    def _choose_result(self, attempt: AttemptRecord) -> None:
        words = self._stage.words
        self._attempt = attempt
        title = words.say("What was the result of attempt {number}?", number=attempt.attempt_no)
        now = result_label(words, self._services.texts.results, attempt.word)
        text = words.say("So far: {result}", result=now)
        self._stage.panel(ChoicePanelState(PanelKind.CORRECT_RESULT, title, self._results(attempt), text))

    def _results(self, attempt: AttemptRecord) -> tuple[ResultOption, ...]:
        """Every result that is not hidden and that no interview gives, in short lists."""
        words = self._stage.words
        titles = {
            OutcomeGroup.UNREACHED: words.say("nobody reached …"),
            OutcomeGroup.CONTACT: words.say("contact, to be called again …"),
            OutcomeGroup.REFUSED: words.say("refused …"),
            OutcomeGroup.ELIGIBLE: words.say("eligible, no interview for other reasons …"),
            OutcomeGroup.UNCLEAR: words.say("household, eligibility unclear …"),
            OutcomeGroup.NUMBER: words.say("number out of service or elsewhere …"),
            OutcomeGroup.NOT_ELIGIBLE: words.say("not eligible …"),
        }
        options = []
        for group, results in corrections(self._services.rules.results).items():
            inside = tuple(self._option(result, attempt) for result in results)
            first = ", ".join(option.label for option in inside[:3])
            options.append(ResultOption(f"list:{group}", titles[group], first, inside))
        return tuple(options)

    def _option(self, result: Result, attempt: AttemptRecord) -> ResultOption:
        words = self._stage.words
        label, number = (
            result_label(words, self._services.texts.results, result.code),
            disposition(result.disposition).aapor,
        )
        same = is_unchanged(result, attempt)
        then = words.say("code {number}", number=number) if number else words.say("interim")
        if result.blocks:
            then = words.say("{then} · block list", then=then)
        why_not = words.say("is its result already") if same else ""
        return ResultOption(result.code, label, then, enabled=not same, why_not=why_not)

    def _foreseen(self, story: CaseStory, future: FutureResult) -> None:
        """What it will do, and why: the last panel."""
        self._running = False
        if self._story is not story or self._attempt is None:
            return  # closed meanwhile
        words, labels = self._stage.words, self._services.texts.results
        was = result_label(words, labels, self._attempt.word)
        before, after = (code_label(words, labels, code) for code in (future.code_before, future.code_after))
        same = words.say("{code}, as before", code=after)
        lines = [
            HistoryLine(words.say("Result"), f"{was} → {result_label(words, labels, future.now)}"),
            HistoryLine(words.say("Final code"), same if before == after else f"{before} → {after}"),
            HistoryLine(words.say("Case"), self._follows(story, future)),
        ]
        if future.blocks:
            lines.append(HistoryLine(words.say("Block list"), words.say("its numbers go there")))
        elif future.keeps_block:
            lines.append(HistoryLine(words.say("Block list"), words.say("stays as it is")))
        self._lines = tuple(lines)
        self._ask_reason()

    def _follows(self, story: CaseStory, future: FutureResult) -> str:
        words = self._stage.words
        before, after = self._standing(story, future.before), self._standing(story, future.after)
        text = words.say("{state}, as before", state=after) if before == after else f"{before} → {after}"
        if future.before.appointment is not None and future.after.appointment is None:
            text += " · " + words.say("its appointment is gone")
        return text

    def _standing(self, story: CaseStory, case: Case) -> str:
        words, at = self._stage.words, StoryWords(self._stage.words, self._services, story).at
        appointment, due_at = case.appointment, case.due_at
        return {
            CaseCondition.CLOSED: words.say("closed"),
            CaseCondition.UNRELEASED: words.say("not released yet"),
            CaseCondition.HELD: words.say("in hand"),
            CaseCondition.AGREED: words.say("appointment {at}", at=at(appointment.at) if appointment else ""),
            CaseCondition.WAITS: words.say("open, due {at}", at=at(due_at) if due_at else ""),
            CaseCondition.DUE: words.say("open, due now"),
        }[case.condition(self._services.clock.now())]

    def _ask_reason(self, message: str = "", typed: str = "") -> None:
        words = self._stage.words
        assert self._attempt is not None
        title = words.say("Correct attempt {number}: why?", number=self._attempt.attempt_no)
        action = words.say("Correct the result")
        self._stage.panel(
            TextPanelState(PanelKind.CORRECT_REASON, title, typed, earlier=self._lines, message=message, action=action)
        )

    def _done(self, story: CaseStory, attempt: AttemptRecord, changed: ChangedResult) -> None:
        words, labels = self._stage.words, self._services.texts.results
        self._running = False
        self.closed()
        self._stage.shell.hide_panel()
        state = words.say("closed") if changed.state is CaseState.CLOSED else words.say_in("case", "open")
        self._stage.say(
            words.say(
                "Corrected: {case}, attempt {number} is now “{result}”.",
                number=attempt.attempt_no,
                case=case_label(words, story.case.case_no),
                result=result_label(words, labels, self._code),
            ),
            words.say(
                "Final code: {code}. The case is {state}.", code=code_label(words, labels, changed.code), state=state
            ),
            Tone.OK,
        )
        self._stage.changed(frozenset({Topic.CASES, Topic.APPOINTMENTS}))
        self._corrected()
