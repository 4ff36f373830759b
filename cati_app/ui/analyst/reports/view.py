"""The page of reports: a list, the verbs, and the pages of the one that is looked at."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cati_app.texts import say
from cati_app.ui.analyst.page_with_list_view import PageWithFiles
from cati_app.ui.analyst.reports.states import ReportsState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, show_texts
from cati_app.ui.widgets.paper import PaperView

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 230, 900, 2


class ReportsPage(PageWithFiles):
    """Implements `ReportsView`."""

    report_chosen = Signal(str)
    look_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, ("reports_language", "reports_write", "reports_open"))
        self._state = ReportsState()
        self.list = KeyedList(kit, say("Reports"))
        self.list.key_chosen.connect(self.report_chosen)
        self._detail = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.look = KeyButton(kit, say("Look at the pages"), key_word("Return"), "primary")
        self.look.clicked.connect(self.look_asked)
        self.buttons["reports_write"].say(say("Write the report …"))
        self.buttons["reports_open"].say(say("Open the files"))
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._looked = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.paper = PaperView(kit)
        self._build()
        self.render(ReportsState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self.list)
        self._side_column.addWidget(self._detail)
        self._side_column.addStretch(1)
        card = Card(kit)
        parts = (ButtonRow(kit, self.look, *self.buttons.values(), self.stop), self._message, self._files, self._empty)
        for part in parts:
            card.add(part)
        self._lay_out((card, self._looked, self.paper), self._bar)

    def _arrange(self) -> None:
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        theme, is_beside = self._kit.theme, self._parts.is_beside
        line = theme.line_height(TextRole.CONTROL) + theme.space(4)
        rows = max(_ROWS_ABOVE, self.list.count()) if is_beside else _ROWS_ABOVE
        self.list.setFixedHeight(line * rows + theme.space(3))
        self._detail.setVisible(is_beside)

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: ReportsState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old.reports != state.reports:
            self.list.fill((line.key, line.label) for line in state.reports)
            self._arrange()
        self.list.mark(state.selected)
        self._detail.setText(next((line.detail for line in state.reports if line.key == state.selected), ""))
        self._show_progress(state.progress)
        for button in (self.look, self.buttons["reports_write"]):
            button.setEnabled(state.progress is None)
        self.buttons["reports_language"].say(state.language)
        self.buttons["reports_open"].setVisible(bool(state.files))
        self._show_files(state.files)
        show_texts((self._empty, state.empty), (self._looked, state.looked))
        self._tell(state.message, state.tone)
        self.paper.setVisible(bool(state.pages))
        self.paper.render_pages(state.pages)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _confirmed(self) -> None:
        if self._state.progress is None:
            self.look_asked.emit()

    def take_focus(self) -> None:
        """To the list of reports."""
        self.list.setFocus()
