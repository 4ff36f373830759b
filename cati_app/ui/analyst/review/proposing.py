"""What an analyst proposes for the interview in sight, and takes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from cati_app.domain.casework.review_proposals import Wish
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.read_reviewed import ReviewedInterview, ReviewStanding
from cati_app.fieldwork.quota.look_at_interview import WantedProposal
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.review.panels import WITHDRAW, ReviewPanels
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

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "propose_accept": partial(self._ask_reason, Wish.ACCEPT),
            "propose_reject": partial(self._ask_reason, Wish.REJECT),
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
        if kind is not PanelKind.PROPOSE_WHAT:
            return False
        self._stage.shell.hide_panel()
        if code == WITHDRAW:
            self._withdraw()
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
        if shown is None or self._busy or self._is_over(shown):
            return
        if shown.waiting_proposal is not None:
            self._page.tell(self._words.waits_already, Tone.WARN)
            return
        self._wish = wish
        self._forms += 1
        self._stage.panel(self._panels.reason_panel(f"propose {self._forms}", shown, wish))

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was this one."""
        shown = self._page.selected
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
        if isinstance(error, RuleViolation) and error.code == "review_proposed":
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
