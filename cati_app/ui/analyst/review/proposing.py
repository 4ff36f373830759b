"""What an analyst proposes for the interview in sight, and takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from cati_app.domain.casework.review_proposals import AnswerCorrection, Wish
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.read_reviewed import ReviewedInterview, ReviewStanding
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.fieldwork.quota.look_at_interview import WantedProposal
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.review.panels import SPECIAL, WITHDRAW, ReviewPanels
from cati_app.ui.analyst.review.port import ReviewDesk
from cati_app.ui.analyst.review.words import ReviewPageWords
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class InSight(Protocol):
    """The page around it."""

    @property
    def selected(self) -> ReviewedInterview | None:
        """The interview in sight."""
        ...

    @property
    def answers(self) -> Sequence[GivenAnswer]:
        """Its answers, as far as they are read."""
        ...

    def tell(self, message: str, tone: Tone) -> None:
        """A message of the page."""
        ...

    def read_again(self) -> None:
        """Something was said of an interview."""
        ...


class ReviewProposing:
    """One proposal at a time; a panel that is closed ends it."""

    def __init__(
        self, stage: Stage, desk: ReviewDesk, words: ReviewPageWords, panels: ReviewPanels, page: InSight
    ) -> None:
        self._stage = stage
        self._desk = desk
        self._words = words
        self._panels = panels
        self._page = page
        self._wish = Wish.REJECT
        self._forms = 0
        self._busy = False
        self._given: GivenAnswer | None = None  # that is to be another one

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "propose_accept": partial(self._ask_reason, Wish.ACCEPT),
            "propose_reject": partial(self._ask_reason, Wish.REJECT),
            "propose_correct": self._ask_question,
            "propose_withdraw": self._withdraw,
        }
        if name in actions:
            actions[name]()
        return name in actions

    def ask_what(self) -> None:
        """Enter: what can be proposed."""
        shown = self._page.selected
        if shown is not None and not self._is_over(shown):
            self._stage.panel(self._panels.what_panel(shown))

    def chosen(self, kind: PanelKind, code: str) -> bool:
        """A choice in a panel; whether it was one of these."""
        if kind not in (PanelKind.PROPOSE_WHAT, PanelKind.PROPOSE_QUESTION):
            return False
        self._stage.shell.hide_panel()
        if kind is PanelKind.PROPOSE_QUESTION:
            self._ask_answer(code)
        elif code == WITHDRAW:
            self._withdraw()
        elif code == Wish.CORRECT:
            self._ask_question()
        else:
            self._ask_reason(Wish(code))
        return True

    def _is_over(self, shown: ReviewedInterview) -> bool:
        """Whether it is rejected, which is said."""
        if shown.standing is ReviewStanding.REJECTED:
            self._page.tell(self._words.rejected_already, Tone.WARN)
        return shown.standing is ReviewStanding.REJECTED

    def _ask_reason(self, wish: Wish) -> None:
        shown = self._page.selected
        if shown is None or not self._may_propose(shown):
            return
        self._wish = wish
        self._forms += 1
        self._stage.panel(self._panels.reason_panel(f"propose {self._forms}", shown, wish))

    # -- another answer -----------------------------------------------------------------------------------------

    def _may_propose(self, shown: ReviewedInterview) -> bool:
        """Whether nothing waits for it; else that is said."""
        if self._busy or self._is_over(shown):
            return False
        if shown.waiting_proposal is not None:
            self._page.tell(self._words.waits_already, Tone.WARN)
            return False
        return True

    def _ask_question(self) -> None:
        shown, answers = self._page.selected, self._page.answers
        if shown is not None and answers and self._may_propose(shown):
            self._stage.panel(self._panels.question_panel(shown, answers))

    def _ask_answer(self, ref: str) -> None:
        shown = self._page.selected
        self._given = next((each for each in self._page.answers if each.ref == ref), None)
        if shown is not None and self._given is not None:
            self._forms += 1
            self._stage.panel(self._panels.answer_panel(f"propose {self._forms}", shown, self._given))

    def _answer_given(self, shown: ReviewedInterview, typed: Sequence[str]) -> None:
        given = self._given
        if given is None or self._busy:
            return
        text, reason = typed
        special = text.removeprefix(SPECIAL) if text.startswith(SPECIAL) else ""
        correction = AnswerCorrection(given.ref, "" if special else text.strip(), special)
        self._busy = True
        work = partial(self._desk.propose, shown, WantedProposal(Wish.CORRECT, reason, correction))
        self._stage.run(work, partial(self._proposed, shown), partial(self._answer_refused, shown, given, typed))

    def _answer_refused(
        self, shown: ReviewedInterview, given: GivenAnswer, typed: Sequence[str], error: Exception
    ) -> bool:
        told = problem_words(self._stage.words, error)
        if told is None or _is_late(error):
            return self._not_proposed(shown, "", error)
        self._busy = False
        self._stage.panel(self._panels.answer_panel(f"propose {self._forms}", shown, given, typed, told))
        return True

    # -- storing ------------------------------------------------------------------------------------------------

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        shown = self._page.selected
        if kind is PanelKind.PROPOSE_ANSWER:
            if shown is not None:
                self._answer_given(shown, text.split("\n"))
            return True
        if kind is not PanelKind.PROPOSE_REVIEW:
            return False
        if shown is not None and not self._busy:
            self._busy = True
            work = partial(self._desk.propose, shown, WantedProposal(self._wish, text))
            self._stage.run(work, partial(self._proposed, shown), partial(self._not_proposed, shown, text))
        return True

    def _proposed(self, shown: ReviewedInterview, _: None) -> None:
        self._busy = False
        self._stage.shell.hide_panel()
        self._page.tell(self._words.was_proposed(shown.named), Tone.OK)
        self._page.read_again()

    def _not_proposed(self, shown: ReviewedInterview, reason: str, error: Exception) -> bool:
        self._busy = False
        told = problem_words(self._stage.words, error)
        if told is None:
            return False
        if _is_late(error):
            self._stage.shell.hide_panel()
            self._page.tell(told, Tone.WARN)
            self._page.read_again()
        else:
            self._stage.panel(self._panels.reason_panel(f"propose {self._forms}", shown, self._wish, reason, told))
        return True

    def _withdraw(self) -> None:
        shown = self._page.selected
        if shown is None or self._busy:
            return
        waits = shown.waiting_proposal
        if waits is None or not self._words.is_mine(waits):
            self._page.tell(self._words.nothing_of_yours, Tone.WARN)
            return
        self._busy = True
        self._stage.run(partial(self._desk.withdraw, shown), partial(self._withdrawn, shown), self._not_withdrawn)

    def _withdrawn(self, shown: ReviewedInterview, _: None) -> None:
        self._busy = False
        self._page.tell(self._words.was_withdrawn(shown.named), Tone.OK)
        self._page.read_again()

    def _not_withdrawn(self, error: Exception) -> bool:
        self._busy = False
        told = problem_words(self._stage.words, error)
        self._page.read_again()
        if told is not None:
            self._page.tell(told, Tone.WARN)
        return told is not None


def _is_late(error: Exception) -> bool:
    """Whether somebody else was faster."""
    return isinstance(error, RuleViolation) and error.code == "review_proposed"
