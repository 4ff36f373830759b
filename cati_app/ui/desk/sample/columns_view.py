"""The mapping step: the columns of a file with a few values, and what each will be used as."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, line_of
from cati_app.ui.desk.sample.states import ColumnsState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.tick_box import TickBox

_SIZE_WIDTH = 110
_LETTERS = 24


class ColumnsPage(Page):
    """Enter goes on to the look, Esc back."""

    given = Signal(object, bool, str)
    sheet_chosen = Signal(str)
    back_pressed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._kit = kit
        self._state = ColumnsState()
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._source = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._problem = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._problem, "bad")
        self.boxes: list[PickBox] = []
        self._cells: list[QWidget] = []
        self.sheet = _wide(PickBox(kit, say("Sheet")))
        self.sheet.currentIndexChanged.connect(self._sheet_changed)
        self._sheet_label = label(kit, TextRole.CONTROL, "muted", text=say("Sheet"))
        self.hidden = TickBox(kit, say("Read rows and columns too that the workbook hides"))
        self.zeros = TickBox(kit, say("Restore the 0 or + of numbers that lost it"))
        self.portion = LineField(kit.keys)
        follow_font(kit, self.portion, TextRole.CONTROL)
        size = say("Cases a random portion (blank: all may be called at once)")
        self._size_label = label(kit, TextRole.CONTROL, "muted", wrap=True, text=size)
        self.portion.setAccessibleName(self._size_label.text())
        self.look = KeyButton(kit, say("Preview the import"), key_word("Return"), "primary")
        self.look.clicked.connect(self.confirm)
        self._build()
        kit.theme.changed.connect(self._fit)
        self._fit()

    def _build(self) -> None:
        kit = self._kit
        back = KeyButton(kit, say("Back"), key_word("Esc"))
        back.clicked.connect(self.back_pressed)
        card = Card(kit)
        for part in (self._title, self._source, self._problem, line_of(self._sheet_label, self.sheet)):
            card.add(part)
        table = QWidget()
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        card.add(table)
        card.add(self.hidden)
        card.add(self.zeros)
        card.add(self._size_label)
        card.add(line_of(self.portion))
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.add_foot(self.look, back)

    @Slot()
    def _fit(self) -> None:
        theme = self._kit.theme
        self.portion.setFixedWidth(theme.text_px(_SIZE_WIDTH))
        self._grid.setHorizontalSpacing(theme.space(6))
        self._grid.setVerticalSpacing(theme.space(1))

    def render_columns(self, state: ColumnsState) -> None:
        """Show a state; another file rebuilds the rows."""
        old, self._state = self._state, state
        self._title.setText(state.title)
        self._source.setText(state.source)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        if state.problem:
            announce(self, state.problem)
            self.scroller.show_news(self._problem)
        for part in (self._sheet_label, self.sheet):
            part.setVisible(bool(state.sheets))
        self.sheet.fill(tuple((name, name) for name in state.sheets), state.sheet)
        names = [(column.name, column.examples) for column in state.columns]
        if names != [(column.name, column.examples) for column in old.columns] or not self.boxes:
            self._lay_out(state)
        for box, column in zip(self.boxes, state.columns, strict=True):
            box.fill(column.roles, column.role)
        self.hidden.setVisible(state.may_hide)
        self.hidden.setChecked(state.hidden)
        self.zeros.setChecked(state.restore_zeros)
        self.portion.setText(state.portion_size)

    def _lay_out(self, state: ColumnsState) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells, self.boxes = [], []
        for position, text in enumerate(
            (
                say("Column of the file"),
                say("Used as"),
                say("Values, long numbers hidden"),
            )
        ):
            self._put(label(self._kit, TextRole.CAPTION, "muted", wrap=True, text=text), 0, position)
        for row, column in enumerate(state.columns, 1):
            name = label(self._kit, TextRole.CONTROL_STRONG, wrap=True, text=column.name)
            examples: QLabel = label(self._kit, TextRole.CONTROL, "muted", wrap=True, text=column.examples or "–")
            box = _wide(PickBox(self._kit, column.name))
            box.setAccessibleDescription(column.examples)
            for position, widget in enumerate((name, box, examples)):
                self._put(widget, row, position)
            self.boxes.append(box)

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column)
        self._cells.append(widget)

    def take_focus(self) -> None:
        """To the first column."""
        (self.boxes[0] if self.boxes else self.look).setFocus()

    @Slot()
    def confirm(self) -> None:
        """Enter."""
        self.given.emit(tuple(box.key() for box in self.boxes), self.zeros.isChecked(), self.portion.text())

    @Slot()
    def _sheet_changed(self) -> None:
        self.sheet_chosen.emit(self.sheet.key())


def _wide(box: PickBox) -> PickBox:
    """Wide enough for the uses of a column, and no wider for a long one."""
    box.setSizeAdjustPolicy(PickBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    return box
