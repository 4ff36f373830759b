"""The page of the dossier: themes at the side, experts and residents, and below them how they relate."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.dossier.states import DossierState
from cati_app.ui.analyst.page_with_list_view import PageWithList
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, show_texts
from cati_app.ui.widgets.opened_files import open_with_system
from cati_app.ui.widgets.share_bars import ShareBars

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 260, 900, 3
_SIDES_FROM = 1_150
"""Width from which experts stand beside residents, at normal size."""
_COMMANDS = ("dossier_write", "dossier_short", "dossier_open")
_ITEMS = 6
"""Questions to residents of one theme."""


class DossierPage(PageWithList):
    """Implements `DossierView`."""

    theme_chosen = Signal(str)
    decide_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = DossierState()
        self.list = KeyedList(kit, say("Themes"))
        self.list.setWordWrap(True)
        self.list.key_chosen.connect(self.theme_chosen)
        self._progress = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._label = label(kit, TextRole.HEADING, wrap=True)
        self.experts = label(kit, TextRole.CONTROL, wrap=True)
        self._quotes = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._items = [
            (label(kit, TextRole.CONTROL, wrap=True), ShareBars(kit), label(kit, TextRole.SMALL, "muted", wrap=True))
            for _ in range(_ITEMS)
        ]
        self._differences = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._proposal = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.relation = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._sentence = label(kit, TextRole.CONTROL, wrap=True)
        self._question = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._decided = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._files = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.decide = KeyButton(kit, say("Decide …"), key_word("Return"), "primary")
        self.decide.clicked.connect(self.decide_asked)
        self._build()
        self.render(DossierState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self._progress)
        self._side_column.addWidget(self.list, 1)
        self._heads = [label(kit, TextRole.CAPTION, "muted") for _ in range(3)]
        texts = (say("What experts say"), say("What residents say"), say("How they relate"))
        for head, text in zip(self._heads, texts, strict=True):
            head.setText(text)
        self._cards = [Card(kit) for _ in range(3)]
        experts, residents, relation = self._cards
        for part in (self._label, self._heads[0], self.experts, self._quotes):
            experts.add(part)
        residents.add(self._heads[1])
        for wording, bars, hidden in self._items:
            for drawn in (wording, bars, hidden):
                residents.add(drawn)
        residents.add(self._differences)
        row = ButtonRow(kit, self.decide, *self.buttons.values())
        parts = (self._heads[2], self._proposal, self.relation, self._sentence, self._question, self._decided)
        for each in (*parts, row, self._message, self._files):
            relation.add(each)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom, both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addWidget(experts, 2, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(residents, 3, Qt.AlignmentFlag.AlignTop)
        self._lay_out((self._empty, both, relation))

    def _arrange(self) -> None:
        was_beside = self._parts.is_beside
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        beside = self.width() >= self._kit.theme.text_px(_SIDES_FROM)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(self._kit.theme.space(3))
        if was_beside is not self._parts.is_beside:
            self._fill_list()
        self._fit_side(self.list, max(1, min(self.list.count(), _ROWS_ABOVE)))
        self._progress.setVisible(self._parts.is_beside and bool(self._state.progress))

    def _fill_list(self) -> None:
        """How a theme stands is below its name where the list is narrow, and behind it where the list is low."""
        between = "\n" if self._parts.is_beside else " · "
        self.list.fill((line.key, f"{line.label}{between}{line.standing}") for line in self._state.themes)
        self.list.mark(self._state.selected)

    def render(self, state: DossierState) -> None:  # type: ignore[override]
        """Show a state."""
        old, self._state = self._state, state
        if old.themes != state.themes:
            self._fill_list()
            self._arrange()
        self.list.mark(state.selected)
        has_theme = bool(state.label)
        for card in self._cards:
            card.setVisible(has_theme or bool(state.message))
        self._side.setVisible(bool(state.themes))
        self._show_buttons(state.buttons)
        for number, (wording, bars, hidden) in enumerate(self._items):
            item = state.items[number] if number < len(state.items) else None
            show_texts((wording, item.wording if item else ""), (hidden, item.hidden if item else ""))
            picture = item.picture if item else None
            bars.setVisible(picture is not None)
            if picture is not None and item is not None:
                bars.render_shares(picture)
                bars.setAccessibleDescription(item.told)
        show_texts(
            (self._progress, state.progress if self._parts.is_beside else ""),
            (self._label, state.label),
            (self.experts, "\n".join(state.experts)),
            (self._quotes, "\n".join(state.quotes)),
            (self._differences, "\n".join(state.differences)),
            (self._proposal, state.proposal),
            (self.relation, state.relation),
            (self._sentence, state.sentence),
            (self._question, state.question),
            (self._decided, state.decided),
            (self._files, "\n".join(state.files)),
            (self._empty, state.empty),
        )
        self._tell(state.message, state.tone)
        if state.themes and not old.themes and self.isVisible():
            self.take_focus()
        if old.selected != state.selected:
            self._parts.scroller.verticalScrollBar().setValue(0)

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        return open_with_system(files)

    def _confirmed(self) -> None:
        if self._state.label:
            self.decide_asked.emit()

    def take_focus(self) -> None:
        """To the list of themes."""
        if self._state.themes:
            self.list.setFocus()
        else:
            self.window().setFocus()  # the tab it came from shall not take the keys of the page
