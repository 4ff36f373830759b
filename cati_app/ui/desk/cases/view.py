"""The tab of cases: filters by key, the list, and the story of the selected case beside it or instead of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.desk.cases.states import CaseListState, CaseStoryState
from cati_app.ui.desk.cases.story_view import CaseStoryPanel
from cati_app.ui.desk.cases.table import CaseTable
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.command_button import command_buttons
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.flow import height_of_rows, place_in_rows
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit, follow_font, label
from cati_app.ui.widgets.wording import command_key

_STORY, _STORY_SHARE = 390, 0.3
_BESIDE_NEEDS = 1080
_FIELD = 170


class FilterBar(QWidget):
    """The field, the filters with their keys and the count, in as many rows as they need."""

    def __init__(self, kit: Kit, parts: list[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._parts = parts
        for part in parts:
            part.setParent(self)

    @Slot()
    def fit(self) -> None:
        """Arrange the parts again: a text or the size changed."""
        gap = self._kit.theme.space(2)
        self.setFixedHeight(max(1, height_of_rows(self._parts, max(1, self.width()), gap)))
        place_in_rows(self._parts, 0, 0, self.width(), gap, self.isRightToLeft())

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()


class NumberField(LineField):
    """Wide enough for a number with its name."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.keys)
        self._kit = kit

    def sizeHint(self) -> QSize:
        return QSize(self._kit.theme.text_px(_FIELD), super().sizeHint().height())


class CasesTab(QWidget):
    """Implements `CasesView`."""

    case_selected = Signal(str)
    case_opened = Signal()
    more_wanted = Signal(bool)
    edge_wanted = Signal(bool)
    number_typed = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._beside = True
        self._inside_story = False
        self.field = NumberField(kit)
        self.field.setAccessibleName(say("Number of a case"))
        self.field.setPlaceholderText(say("Number of a case"))
        follow_font(kit, self.field, TextRole.CONTROL)
        texts = dict.fromkeys(("filter_state", "filter_result", "order_cases"), " ")
        self.buttons = command_buttons(kit, self.command_asked, texts)
        self._count = label(kit, TextRole.SMALL, "muted")
        self.table = CaseTable(kit)
        self.table.setAccessibleName(say("Cases"))
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.story = CaseStoryPanel(kit)
        self._build()
        self._connect()
        kit.theme.changed.connect(self._arrange)
        self._arrange()

    def _build(self) -> None:
        self._find = KeyButton(self._kit, say("Find"), command_key("find_case"))
        self._bar = FilterBar(self._kit, [self.field, self._find, *self.buttons.values(), self._count])
        self._list = QWidget()
        self._stack = QStackedLayout(self._list)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        lower = QHBoxLayout()
        lower.addWidget(self._list, 1)
        lower.addWidget(self.story)
        self._lower = lower
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._bar)
        self._column.addLayout(lower, 1)

    def _connect(self) -> None:
        self.table.row_selected.connect(self.case_selected)
        self.table.row_opened.connect(self._open)
        self.table.more_wanted.connect(self.more_wanted)
        self.table.edge_wanted.connect(self.edge_wanted)
        self.table.digit_typed.connect(self._digit)
        self.story.left.connect(self.back_to_list)
        self._find.clicked.connect(self.find_number)

    @Slot()
    def _arrange(self) -> None:
        """The story beside the list; where there is no room for both, instead of it."""
        theme = self._kit.theme
        pad = theme.space(4)
        self._column.setContentsMargins(pad, theme.space(3), theme.space(2), theme.space(3))
        self._column.setSpacing(theme.space(3))
        self._lower.setSpacing(theme.space(3))
        self._beside = self.width() >= theme.text_px(_BESIDE_NEEDS)
        side = max(theme.text_px(_STORY), round(self.width() * _STORY_SHARE))
        self.story.setMaximumWidth(side if self._beside else 16777215)
        self.story.setMinimumWidth(side if self._beside else 0)
        self._list.setVisible(self._beside or not self._inside_story)
        self.story.setVisible(self._beside or self._inside_story)
        self._bar.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def render(self, state: CaseListState) -> None:  # type: ignore[override]
        """Show a stretch of the list; what is still there keeps selection and position."""
        was_empty = not self.table.model().rowCount()
        self.table.show_list(state)
        self._empty.setText(state.empty_text)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        texts = (state.standing_text, state.result_text, state.order_text)
        for button, text in zip(self.buttons.values(), texts, strict=True):
            button.say(text)
        self._count.setText(state.count_text)
        self._bar.fit()
        if was_empty != (not state.rows) and self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._focus_list()

    def render_story(self, state: CaseStoryState | None) -> None:
        self.story.render(state)
        if state is None and self._inside_story:
            self.back_to_list()

    def show_edge(self, last: bool) -> None:
        self.table.select_edge(last)

    @Slot()
    def find_number(self) -> None:
        """The number of a case is typed next."""
        self._leave_story()
        self.field.setFocus()
        self.field.selectAll()

    def take_focus(self) -> None:
        """The focus comes to this tab."""
        if self._inside_story:
            self.story.setFocus()
        else:
            self._focus_list()

    def _focus_list(self) -> None:
        """The list; while it is empty, the field."""
        (self.table if self.table.model().rowCount() else self.field).setFocus()

    def scroll_by_steps(self, steps: int) -> None:
        self.story.scroll_by_steps(steps)

    @Slot()
    def back_to_list(self) -> None:
        self._leave_story()
        self._focus_list()

    def _leave_story(self) -> None:
        self._inside_story = False
        self._arrange()

    @Slot()
    def _open(self) -> None:
        self._inside_story = True
        self._arrange()
        self.story.setFocus()
        self.case_opened.emit()

    @Slot(str)
    def _digit(self, digit: str) -> None:
        self.field.setText(digit)
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = self.field.hasFocus()
        if typing and is_enter(event):
            if confirms(self._kit, event):
                self.number_typed.emit(self.field.text())
                self.table.setFocus()
        elif typing and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
