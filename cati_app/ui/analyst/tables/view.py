"""The page of tables: a list of questions that is searched by typing, and the table of the one selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.figures_view import FiguresTable
from cati_app.ui.analyst.page_with_list_view import UNLIMITED, PageWithFiles
from cati_app.ui.analyst.tables.states import AnswerFigures, QuestionLine, TablesState
from cati_app.ui.stage.typeahead import Typeahead
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, follow_font, label, show_texts
from cati_app.ui.widgets.share_bars import ShareBars

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 300, 950, 4
_COMMANDS = (
    "tables_columns",
    "tables_filter",
    "tables_weight",
    "tables_cells",
    "tables_keep",
    "tables_save",
    "tables_open",
)


class QuestionList(QWidget):
    """A field to search in, and what matches; arrows in the field move in the list."""

    chosen = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines: tuple[QuestionLine, ...] = ()
        self._matching: list[int] = []
        self._index = Typeahead(())
        self.field = LineField(kit.keys)
        self.field.setPlaceholderText(say("Search a question … ({key})", key=key_word("Ctrl+F")))
        self.field.setAccessibleName(say("Search a question"))
        self.field.textEdited.connect(self._search)
        self.field.installEventFilter(self)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setAccessibleName(say("Questions"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self._none = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._none.hide()
        for widget in (self.field, self.list):
            follow_font(kit, widget, TextRole.CONTROL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.field, self._none, self.list):
            column.addWidget(part)

    def show_lines(self, lines: tuple[QuestionLine, ...], selected: str) -> None:
        """Other questions, or another one selected; what is searched for stays."""
        if lines != self._lines:
            self._lines = lines
            self._index = Typeahead([line.label for line in lines], tuple((line.name,) for line in lines))
            self._list_matches(selected)
        elif selected != self.selected:
            self._mark(selected)

    def leave_search(self) -> None:
        """To the list; to all questions again where none matches."""
        if not self.selected:
            self.field.clear()
            self._search()
        self.list.setFocus()

    @property
    def selected(self) -> str:
        """The name of the question; blank: none."""
        row = self.list.currentIndex().row()
        return self._lines[self._matching[row]].name if 0 <= row < len(self._matching) else ""

    @Slot()
    def _search(self) -> None:
        self._list_matches(self.selected)
        if self.selected:
            self.chosen.emit(self.selected)

    def _list_matches(self, selected: str) -> None:
        self._matching = self._index.find(self.field.text())
        shown = [self._lines[number] for number in self._matching]
        blocked = self.list.selectionModel().blockSignals(True)
        self._model.setStringList([line.label or line.name for line in shown])
        self.list.selectionModel().blockSignals(blocked)
        names = [line.name for line in shown]
        self._mark(selected if selected in names else names[0] if names else "")
        self._none.setText(say("No question matches “{text}”.", text=self.field.text()))
        self._none.setVisible(not shown and bool(self._lines))

    def _mark(self, name: str) -> None:
        row = next((row for row, number in enumerate(self._matching) if self._lines[number].name == name), -1)
        blocked = self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())
        self.list.selectionModel().blockSignals(blocked)
        self.list.viewport().update()

    @Slot()
    def _moved(self) -> None:
        if self.selected:
            self.chosen.emit(self.selected)

    @Slot()
    def _keep_in_sight(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._keep_in_sight)  # once its rows are laid out for that size
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.field and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = self.list.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= row < len(self._matching):
                self.list.setCurrentIndex(self._model.index(row, 0))
            return True
        if watched is self.list and is_enter(event):
            event.ignore()
            return True
        return False

    def sizeHint(self) -> QSize:
        return QSize(self._kit.theme.text_px(_LIST), 10)


class TablesPage(PageWithFiles):
    """Implements `TablesView`."""

    question_chosen = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = TablesState()
        self.questions = QuestionList(kit)
        self.questions.chosen.connect(self.question_chosen)
        self._kept = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.buttons["tables_save"].set_look("primary")
        self._kind = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._heading = label(kit, TextRole.HEADING, wrap=True)
        self._text = label(kit, TextRole.CONTROL, wrap=True)
        self._notes = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._caveat = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)  # stays in sight where there is room
        self._caveat_above = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)  # else it begins the column
        self._source = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        for told in (self._notes, self._source, self._empty):
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = FiguresTable(kit)
        self.table.moved.connect(self._show_cell)
        self.picture = ShareBars(kit)
        self._picture_card = Card(kit, " ")
        self._focus_waits = False  # for the questions, which are being read
        self._build()
        self.render(TablesState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self.questions, 1)
        self._side_column.addWidget(self._kept)
        self._card = Card(kit)
        buttons = ButtonRow(kit, *self.buttons.values(), self.stop)
        parts: tuple[QWidget, ...] = (self._kind, self._heading, self._text, buttons, self._message, self._files)
        for part in (*parts, self._empty, self.table, self._notes):
            self._card.add(part)
        self._picture_card.add(self.picture)
        shown = (self._caveat_above, self._card, self._picture_card, self._source)
        self._lay_out(shown, self._caveat, self._bar)

    def _arrange(self) -> None:
        theme, height = self._kit.theme, UNLIMITED
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        if not self._parts.is_beside:
            line = theme.line_height(TextRole.CONTROL)
            height = (line + theme.space(4)) * (_ROWS_ABOVE + 1) + line
        self._side.setMaximumHeight(height)
        self._kept.setVisible(self._parts.is_beside and bool(self._kept.text()))
        self._caveat.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        self._place_caveat()

    def _place_caveat(self) -> None:
        has_caveat, is_beside = bool(self._caveat.text()), self._parts.is_beside
        self._caveat.setVisible(has_caveat and is_beside)
        self._caveat_above.setVisible(has_caveat and not is_beside)

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: TablesState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        self._state = state
        has_questions = bool(state.questions)
        self._side.setVisible(has_questions)
        self.questions.show_lines(state.questions, state.selected)
        self._kept.setText(state.kept)
        self._kept.setVisible(bool(state.kept) and self._parts.is_beside)
        self._show_buttons(state.buttons if has_questions else ())
        self.buttons["tables_save"].setEnabled(state.progress is None)
        self._show_progress(state.progress)
        self._show_files(state.files)
        show_texts((self._empty, state.empty))
        self._tell(state.message, state.tone)
        self._show_table(state.table)
        if self._focus_waits and has_questions:
            self._focus_waits = False
            if self.isVisible() and not self.isAncestorOf(self.window().focusWidget() or self.window()):
                self.questions.list.setFocus()

    def _show_table(self, table: AnswerFigures | None) -> None:
        show_texts(
            (self._kind, table.kind if table else ""),
            (self._heading, table.label if table else ""),
            (self._text, table.text if table else ""),
            (self._notes, "\n".join(table.notes) if table else ""),
            (self._source, table.source if table else ""),
        )
        for part in (self._caveat, self._caveat_above):
            part.setText(table.caveat if table else "")
        self._place_caveat()
        self.table.setVisible(table is not None)
        self._picture_card.setVisible(table is not None and table.picture is not None)
        if table is None:
            return
        self.table.setAccessibleName(table.label)
        self.table.setAccessibleDescription(" ".join((table.columns, table.filter, *table.notes)))
        self.table.show_figures(table.heads, table.rows)
        if table.picture is not None:
            self._picture_card.title.setText(table.pictured)
            self.picture.setAccessibleName(table.pictured)
            self.picture.render_shares(table.picture)

    # -- keys ---------------------------------------------------------------------------------------------------

    @Slot()
    def _show_cell(self) -> None:
        if self.table.hasFocus():
            self._parts.scroller.show_selection(self.table, self.table.current_rect())

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name == "tables_find" and self._state.questions:
            self.questions.field.setFocus()
            self.questions.field.selectAll()
            return True
        return super().run_local(name)

    def _confirmed(self) -> None:
        if self.questions.field.hasFocus() and self.questions.selected:
            self.question_chosen.emit(self.questions.selected)
            self.questions.list.setFocus()

    def _takes(self, event: QKeyEvent) -> bool:
        if super()._takes(event):
            return True
        leaves = event.key() == Qt.Key.Key_Escape and self.questions.field.hasFocus()
        if leaves:
            self.questions.leave_search()
        return leaves

    def take_focus(self) -> None:
        """To the list of questions, or to the page while there is none."""
        self._focus_waits = not self._state.questions
        if self._state.questions:
            self.questions.list.setFocus()
        else:
            self.window().setFocus()  # the tab it came from shall not take the keys of the page
