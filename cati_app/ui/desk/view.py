"""The supervisor's board: figures first, the quota matrix, who is at work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cati_app.texts import say
from cati_app.ui.desk.board.active import ActiveList
from cati_app.ui.desk.board.further import QUOTA_TABLE
from cati_app.ui.desk.board.matrix import Matrix
from cati_app.ui.desk.board.states import BoardState
from cati_app.ui.desk.board.table_tab import TableTab
from cati_app.ui.desk.cases.view import CasesTab
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.tiles import TileRow

QUOTAS, CASES = "quotas", "cases"
_SIDE, _SIDE_SHARE = 330, 0.22
_BESIDE_NEEDS = 1100


class SupervisorView(QWidget):
    """Implements `BoardView`; every render changes only what differs."""

    cell_chosen = Signal(str)
    row_chosen = Signal(str, str)
    tables_chosen = Signal(object)
    tab_shown = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state: BoardState | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(say("Pages"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        follow_font(kit, self.tabs, TextRole.CONTROL)
        self._pages = QStackedWidget()
        self._tables: dict[str, TableTab] = {}
        self._keys = [QUOTAS, CASES]
        self._last = 0  # pages that stay behind all others
        self.tiles = TileRow(kit)
        self.matrix = Matrix(kit)
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self._matrix_card = Card(kit, say("Quotas"))
        self.listing = TableTab(kit, QUOTAS)
        self.listing.row_chosen.connect(self._listed)
        self.listing.hide()
        self._undo = label(kit, TextRole.CONTROL, "accent", wrap=True)
        self._undo.hide()
        self._matrix_foot = label(kit, TextRole.SMALL, "muted", wrap=True)
        empty = say("No quota: every interview counts. N plans one from published tables.")
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True, text=empty)
        self.active = ActiveList(kit)
        self.cases = CasesTab(kit)
        self.cases.command_asked.connect(self.command_asked)
        self._build()
        self.tabs.currentChanged.connect(self._tab_changed)
        kit.theme.changed.connect(self._arrange)
        self._arrange()

    def _build(self) -> None:
        kit = self._kit
        self._matrix_area = QScrollArea()
        self._matrix_area.setFrameShape(QFrame.Shape.NoFrame)
        self._matrix_area.setWidgetResizable(True)
        self._matrix_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._matrix_area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._matrix_area.setWidget(self.matrix)
        self.matrix.setAutoFillBackground(False)
        self.matrix.moved.connect(self._show_cell)
        self.matrix.focused.connect(self._show_column)
        self.matrix.resized.connect(self._fit_matrix, Qt.ConnectionType.QueuedConnection)
        for widget in (self._matrix_area, self.listing, self._empty, self._undo, self._matrix_foot):
            self._matrix_card.add(widget)
        self._matrix_card.add_stretch()
        active_card = Card(kit, say("In interview now"))
        active_card.add(self.active)
        active_card.add_stretch()
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(active_card, 1)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.addWidget(self._matrix_card, 1)
        self._lower.addWidget(self._side)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.addWidget(self.tiles)
        self._column.addLayout(self._lower, 1)
        self._scroll = Scroll(page)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.cases)
        self.tabs.addTab(say("Quotas"))
        self.tabs.addTab(say("Cases"))
        self._reminder = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._reminder.hide()
        self._age = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._age.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        outer.addWidget(self._age)
        outer.addWidget(self._reminder)
        outer.addWidget(self._pages, 1)

    def add_page(self, key: str, title: str, page: QWidget, *, last: bool = False, at: int | None = None) -> None:
        """A further tab with a page of its own; its `run_local`, if it has one, gets the commands.

        Args:
            last: It stays behind whatever comes later.
            at: Its place among the tabs; None: behind those that are there.
        """
        at = len(self._keys) - (0 if last else self._last) if at is None else at
        self._last += last
        self._pages.insertWidget(at, page)
        self._keys.insert(at, key)
        self.tabs.insertTab(at, title)

    def remind(self, text: str) -> None:
        """A line on every tab that stays until it is done; blank takes it away."""
        self._tell(self._reminder, text)

    def tell_age(self, text: str) -> None:
        """A line on every tab that says how old it all is; blank takes it away. It is spoken when it comes."""
        if text and not self._age.text():
            announce(self, text)
        self._age.setText(text)
        self._age.setVisible(bool(text))

    def _tell(self, line: QLabel, text: str) -> None:
        if text != line.text():
            line.setText(text)
            announce(self, text)
        line.setVisible(bool(text))

    @Slot()
    def _fit_matrix(self) -> None:
        """The matrix scrolls sideways only; up and down the whole page does."""
        bar = self._matrix_area.horizontalScrollBar()
        wide = self.matrix.minimumWidth() > self._matrix_area.width()
        self._matrix_area.setFixedHeight(self.matrix.height() + (bar.sizeHint().height() if wide else 0))

    @Slot()
    def _show_cell(self) -> None:
        self._show_column()
        self._scroll.show_selection(self.matrix, self.matrix.current_rect())

    @Slot()
    def _show_column(self) -> None:
        """Of the cell selected, sideways; up and down the page shows what has the focus."""
        rect = self.matrix.current_rect()
        self._matrix_area.ensureVisible(rect.right(), rect.y(), 0, 0)
        self._matrix_area.ensureVisible(rect.left(), rect.y(), 0, 0)

    @Slot()
    def _arrange(self) -> None:
        theme = self._kit.theme
        pad = theme.space(4)
        self._column.setContentsMargins(pad, pad, theme.space(2), pad)
        self._column.setSpacing(pad)
        self._lower.setSpacing(theme.space(3))
        for line in (self._age, self._reminder):
            line.setContentsMargins(pad, theme.space(2), pad, 0)
        beside = self.width() >= theme.text_px(_BESIDE_NEEDS)
        row, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._lower.setDirection(row if beside else below)
        side = max(theme.text_px(_SIDE), round(self.width() * _SIDE_SHARE))
        self._side.setMinimumWidth(side if beside else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def render(self, state: BoardState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old is None or old.tiles != state.tiles:
            self.tiles.render_tiles(state.tiles)
        if old is None or old.matrix != state.matrix:
            self._matrix_card.title.setText(state.matrix.title or say("Quotas"))
            self.matrix.render_matrix(state.matrix)
            self._fit_matrix()
            self._empty.setVisible(not state.matrix.rows)
            self._matrix_foot.setText(state.matrix.footer)
            first = old is None or not old.matrix.rows
            if first and self.tabs.hasFocus() and self._keys[self.tabs.currentIndex()] == QUOTAS:
                self._take_focus()  # the cells were not there yet when the tab came to the front
        if old is None or (old.listing, old.matrix) != (state.listing, state.matrix):
            self._render_listing(old, state)
        if old is None or old.undo != state.undo:
            self._undo.setText(state.undo)
            self._undo.setVisible(bool(state.undo))
        if old is None or (old.active, old.elsewhere) != (state.active, state.elsewhere):
            self.active.render_active(state.active, elsewhere=state.elsewhere)
        if old is None or old.tables != state.tables:
            self._render_tables(state)

    def _render_listing(self, old: BoardState | None, state: BoardState) -> None:
        """The table in place of the matrix, or the matrix; the focus goes with what takes the place."""
        listing = state.listing
        self._matrix_area.setVisible(bool(state.matrix.rows) and listing is None)
        self.listing.setVisible(listing is not None)
        if listing is not None:
            self._matrix_card.title.setText(listing.title)
            self.listing.render_table(listing)
            self.listing.fit_rows()
        elif state.matrix.title:
            self._matrix_card.title.setText(state.matrix.title)
        before = old.listing if old is not None else None
        if (before is None) != (listing is None) and self._keys[self.tabs.currentIndex()] == QUOTAS:
            self._take_focus()

    @Slot(str, str)
    def _listed(self, table: str, key: str) -> None:
        self.cell_chosen.emit(key)

    def _render_tables(self, state: BoardState) -> None:
        for table in state.tables:
            tab = self._tables.get(table.key)
            if tab is None:
                tab = self._tables[table.key] = TableTab(self._kit, table.key)
                tab.row_chosen.connect(self.row_chosen)
                page = QWidget()
                layout = QVBoxLayout(page)
                layout.addWidget(tab)
                quotas = sum(key.startswith(QUOTA_TABLE) for key in self._keys)
                at = self._keys.index(QUOTAS) + quotas if table.key.startswith(QUOTA_TABLE) else self._keys.index(CASES)
                self.add_page(table.key, table.title, page, at=at + 1)
            tab.render_table(table)

    @Slot(int)
    def _tab_changed(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self.tab_shown.emit(self._keys[index])

    def selected_cell(self) -> str:
        key = self._keys[self.tabs.currentIndex()]
        if key == QUOTAS:
            return self.matrix.current_key if self.listing.isHidden() else self.listing.current_key
        return self._tables[key].current_key if key in self._tables else ""

    def show_tab(self, key: str) -> None:
        if key in self._keys:
            self._change_tab(self._keys.index(key))

    def run_local(self, name: str) -> bool:
        local = getattr(self._pages.currentWidget(), "run_local", None)
        if local is not None and local(name):
            return True
        listing = self._keys[self.tabs.currentIndex()] == CASES
        if name in ("scroll_up", "scroll_down"):
            steps = -1 if name == "scroll_up" else 1
            (self.cases if listing else self._scroll).scroll_by_steps(steps)
        elif name in ("next_tab", "previous_tab"):
            step = 1 if name == "next_tab" else -1
            self._change_tab((self.tabs.currentIndex() + step) % self.tabs.count())
        elif name == "plan_quota":
            self.choose_tables()
        elif name == "find_case" and listing:
            self.cases.find_number()
        else:
            return False
        return True

    def choose_tables(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = file_dialog(self, say("Published tables …"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([say("Tables (*.csv *.txt *.tsv *.xlsx *.xlsm)"), say("All files (*)")])
        dialog.filesSelected.connect(self._tables_named)
        dialog.open()

    @Slot(list)
    def _tables_named(self, files: list[str]) -> None:
        self.tables_chosen.emit(tuple(files))

    def _change_tab(self, index: int) -> None:
        """By key: the focus goes with the tab."""
        self.tabs.setCurrentIndex(index)
        self._take_focus()

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself."""
        if allowed and not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._take_focus()

    def _take_focus(self) -> None:
        """Into what the tab in front shows: the cells of the quotas, a list, a table; else the tabs themselves."""
        key = self._keys[self.tabs.currentIndex()]
        if key == QUOTAS and not self.listing.isHidden():
            self.listing.take_focus()
            return
        if key == QUOTAS and self.matrix.state.rows:
            self.matrix.setFocus()
            return
        page = self._tables.get(key) or self._pages.currentWidget()
        getattr(page, "take_focus", self.tabs.setFocus)()
