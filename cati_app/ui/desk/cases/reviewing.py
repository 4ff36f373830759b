"""Review of the complete interview of a case: the verdict, what it does, why. Who held it is not told here."""

from __future__ import annotations

from functools import partial

from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.changes import Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.quota.review_interview import Reviewable
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.language_words import language_word
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HistoryLine, Tone
from cati_app.ui.stage.wording import case_label, clock_text, rule_text, when_exactly

_ACCEPT, _REJECT = "accept", "reject"


class Reviewing:
    """One verdict at a time; a panel that is closed ends it."""

    def __init__(self, stage: Stage, services: SupervisorServices) -> None:
        self._stage = stage
        self._services = services
        self._line: CaseLine | None = None
        self._under_review: Reviewable | None = None
        self._rejected = True
        self._typed = ""
        self._running = False

    def begin(self, line: CaseLine) -> None:
        """V on a case."""
        if self._running:
            return
        self._line, self._under_review = line, None
        work = partial(self._services.cases.review.look, self._services.user, line.id)
        self._stage.run(work, partial(self._ask_verdict, line))

    def chosen(self, code: str) -> None:
        """The verdict."""
        if self._line is not None and self._under_review is not None:
            self._rejected = code == _REJECT
            self._ask_reason()

    def reason_given(self, text: str) -> None:
        """Enter in the last panel does it."""
        line = self._line
        if line is None or self._running:
            return
        if not text.strip():
            self._ask_reason(rule_text(self._stage.words, RuleViolation("reason_needed")))
            return
        services, stage = self._services, self._stage
        self._running, self._typed = True, text
        stage.shell.hide_panel()
        work = partial(services.cases.review, services.user, line.id, rejected=self._rejected, reason=text)
        waits_for = stage.words.say("The hub is told …")
        stage.ask(work, partial(self._done, line), self._failed, waits_for, services.stop_waiting)

    def closed(self) -> None:
        """Esc: nothing was changed."""
        self._line = self._under_review = None

    def _ask_verdict(self, line: CaseLine, under_review: Reviewable) -> None:
        if self._line is not line:
            return  # closed meanwhile
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
        options = (accept, reject) if under_review.is_rejected else (reject, accept)
        self._stage.panel(ChoicePanelState(PanelKind.REVIEW, title, options, lines=self._facts(line, under_review)))

    def _facts(self, line: CaseLine, under_review: Reviewable) -> tuple[HistoryLine, ...]:
        """What can be told without telling who held it."""
        words, services, interview = self._stage.words, self._services, under_review.interview
        calendar, now = services.rules.calendar_of(line.locality), services.clock.now()
        ended = interview.ended_at or interview.started_at
        length = (ended - interview.started_at).total_seconds()
        verdict = words.say("rejected in review") if under_review.is_rejected else words.say("counts")
        return (
            HistoryLine(words.say("Held"), when_exactly(words, calendar, interview.started_at, now)),
            HistoryLine(words.say("Length"), clock_text(length)),
            HistoryLine(words.say("Language"), language_word(words, services.texts, interview.language)),
            HistoryLine(words.say("State"), verdict),
        )

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
            self._ask_reason(typed=self._typed)
        return False

    def _done(self, line: CaseLine, _: None) -> None:
        self._running, words = False, self._stage.words
        self.closed()
        case = case_label(words, line.case_no)
        told = words.say("{case}: the interview is rejected; its place is free again.", case=case)
        again = words.say("{case}: the interview counts again.", case=case)
        back = words.say("V takes that back while its cell has room.") if self._rejected else ""
        self._stage.say(told if self._rejected else again, back, Tone.OK)
        self._stage.changed(frozenset({Topic.CASES, Topic.QUOTA, Topic.INTERVIEWS}))
