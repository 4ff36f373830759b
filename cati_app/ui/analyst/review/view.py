"""The page of review: interviews at the side; facts, proposals and answers of the one selected beside them."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cati_app.texts import say
from cati_app.ui.analyst.page_with_list_view import PageWithProgress
from cati_app.ui.analyst.review.states import ReviewState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, show_texts

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 260, 900, 2
_COMMANDS = ("propose_accept", "propose_reject", "propose_correct", "propose_withdraw", "review_list")


class ReviewPage(PageWithProgress):
    """Implements `ReviewView`."""

    interview_chosen = Signal(str)
    act_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = ReviewState()
        self.list = KeyedList(kit, say("Complete interviews"))
        self.list.setWordWrap(True)
        self.list.key_chosen.connect(self.interview_chosen)
        self._listed = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.facts = HistoryList(kit, TextRole.CONTROL)
        self._why = label(kit, TextRole.CONTROL, wrap=True)
        self.act = KeyButton(kit, say("Propose …"), key_word("Return"), "primary")
        self.act.clicked.connect(self.act_asked)
        self._proposal_card = Card(kit, say("Proposals"))
        self.proposals = HistoryList(kit, TextRole.CONTROL)
        self._answer_card = Card(kit, say("Answers, without names and numbers"))
        self.answers = HistoryList(kit, TextRole.CONTROL)
        self._build()
        self.render(ReviewState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self._listed)
        self._side_column.addWidget(self.list, 1)
        self._card = Card(kit)
        row = ButtonRow(kit, self.act, *self.buttons.values(), self.stop)
        for part in (self._title, self.facts, self._why, row, self._message, self._empty):
            self._card.add(part)
        self._proposal_card.add(self.proposals)
        self._answer_card.add(self.answers)
        self._lay_out((self._card, self._proposal_card, self._answer_card), self._bar)

    def _arrange(self) -> None:
        was_beside = self._parts.is_beside
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        if was_beside is not self._parts.is_beside:
            self._fill_list()
        self._fit_side(self.list, max(1, min(self.list.count(), _ROWS_ABOVE)))
        self._listed.setVisible(self._parts.is_beside and bool(self._state.listed))

    def _fill_list(self) -> None:
        """How an interview stands is below its name where the list is narrow, and behind it where the list is low."""
        between = "\n" if self._parts.is_beside else " · "
        self.list.fill((line.named, f"{line.named}{between}{line.standing}") for line in self._state.lines)
        self.list.mark(self._state.selected)

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: ReviewState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old.lines != state.lines:
            self._fill_list()
            self._arrange()
        self.list.mark(state.selected)
        has_interview = bool(state.title)
        self._show_progress(state.progress)
        self._show_buttons(state.buttons)
        self.act.setVisible(has_interview)
        self._side.setVisible(bool(state.lines))
        self.facts.show_lines(state.facts)
        self.facts.setVisible(has_interview)
        self.proposals.show_lines(state.proposals)
        self._proposal_card.setVisible(bool(state.proposals))
        self.answers.show_lines(state.answers)
        self._answer_card.setVisible(bool(state.answers))
        show_texts(
            (self._listed, state.listed if self._parts.is_beside else ""),
            (self._title, state.title),
            (self._why, state.why),
            (self._empty, state.empty),
        )
        self._tell(state.message, state.tone)
        if state.lines and not old.lines and self.window().hasFocus():
            self.list.setFocus()  # the window took the keys while there was no list; arrows are for it now
        if old.selected != state.selected:
            self._parts.scroller.verticalScrollBar().setValue(0)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _confirmed(self) -> None:
        if self._state.title:
            self.act_asked.emit()

    def take_focus(self) -> None:
        """To the list; while there is none the page itself takes the keys."""
        if self._state.lines:
            self.list.setFocus()
        else:
            self.window().setFocus()  # the tab it came from shall not take the keys of the page
