"""Several questions with the same answers: one row at a time, the rest in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing
from cati_app.texts import say
from cati_app.ui.stage.digits import CodeEntry, digit_of
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.access import tell_moved, tell_picked
from cati_app.ui.widgets.kit import Kit, draw_card, draw_code, draw_line_text, mirrored
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech
from cati_app.ui.widgets.wording import special_word

_LABEL_SHARE = 0.44


class GridList(QWidget):
    """Digits answer the current row; the screen's Enter moves on. Arrows up and down change the row only."""

    changed = Signal()
    picked = Signal()
    focused = Signal()
    row_changed = Signal(int)
    refused = Signal(str)  # a code that stands for no answer was typed

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._refused = False
        self._rows: tuple[QuestionView, ...] = ()
        self._answers: list[Answer] = []
        self._row = 0
        self._entry = CodeEntry()
        self._unknown = ""
        self._rects: list[QRect] = []
        self._head = 0
        self._legend = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.update)

    @property
    def row(self) -> int:
        return self._row

    @property
    def rows(self) -> tuple[QuestionView, ...]:
        return self._rows

    def answer(self, row: int) -> Answer:
        return self._answers[row]

    def accessible_parts(self) -> GridParts:
        return GridParts(self)

    def row_rect(self, row: int) -> QRect:
        return self._rects[row] if row < len(self._rects) else QRect()

    def show_rows(self, rows: tuple[QuestionView, ...], answers: list[Answer], row: int) -> None:
        """Show other rows; digits typed in the row in focus go on where its codes stay the same."""
        before = self._rows[self._row] if self._rows else None
        self._rows, self._answers, self._row = rows, answers, min(row, len(rows) - 1)
        now, pending = self._rows[self._row], self._entry.pending
        self._new_entry()
        if before is not None and (before.ref, _codes(before)) == (now.ref, _codes(now)):
            self._entry.pending = pending
        self.update()

    def forget(self) -> None:
        """Digits that wait for more of their code do not go on."""
        if self._rows:
            self._new_entry()

    def set_row(self, row: int) -> None:
        if row != self._row and 0 <= row < len(self._rows):
            self._row = row
            self._new_entry()
            self.update()
            tell_moved(self, GridParts(self))
            self.row_changed.emit(row)

    def set_answer(self, answer: Answer) -> None:
        """Show another answer in the current row without a signal."""
        self._answers[self._row] = answer
        self.update()

    def _new_entry(self) -> None:
        self._unknown = ""
        self._entry = CodeEntry(_codes(self._rows[self._row]), self._takes_several)

    @property
    def _takes_several(self) -> bool:
        return self._rows[self._row].kind.facts.choosing is Choosing.SEVERAL

    def _is_echo(self, event: QKeyEvent) -> bool:
        """As in an answer list."""
        keys, key = self._kit.keys, event.key()
        if self._takes_several and not self._entry.collects:
            return not keys.accepts(key, repeated=event.isAutoRepeat())
        return event.isAutoRepeat() or keys.is_echo(key)

    def apply_pending(self) -> bool:
        """Pick what was collected; True when this Enter does not go on, as in an answer list."""
        typed, missed, self._unknown = self._entry.apply(), bool(self._unknown), ""
        if typed is None:
            return missed
        if typed.picked is not None:
            self._pick(typed.picked)
        else:
            self.refused.emit(typed.unknown)
        return True

    def _pick(self, column: int) -> None:
        view, old = self._rows[self._row], self._answers[self._row].text.split()
        choice = view.choices[column]
        if view.read_only:
            return
        if view.kind.facts.choosing is not Choosing.SEVERAL or (choice.exclusive and choice.name not in old):
            names = {choice.name}
        else:
            exclusive = {other.name for other in view.choices if other.exclusive}
            names = set(old) ^ {choice.name} if choice.name in old else (set(old) - exclusive) | {choice.name}
        self._answers[self._row] = Answer(" ".join(c.name for c in view.choices if c.name in names))
        self.update()
        tell_picked(self, GridParts(self).place_of(self._row, column))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            event.ignore()

    def handle_key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        digit = digit_of(text)
        if digit and self._is_echo(event):
            return True
        if digit:
            typed = self._entry.type(digit)
            self._unknown = typed.unknown
            if typed.unknown:
                self.refused.emit(typed.unknown)
            if typed.picked is not None:
                self._pick(typed.picked)
                if not typed.more and not self._takes_several:
                    self._kit.keys.spend(key)
                    self.picked.emit()
        elif key == Qt.Key.Key_Space:
            self.apply_pending()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.set_row(max(0, min(len(self._rows) - 1, self._row + (1 if key == Qt.Key.Key_Down else -1))))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if not self._entry.take_back():
                self._answers[self._row] = Answer()
                self.changed.emit()
            self.update()
        else:
            return False
        return True

    def mark_refused(self, refused: bool) -> None:
        """A red frame round the current row while its answer must be changed."""
        if refused != self._refused:
            self._refused = refused
            self.update()

    def height_for(self, width: int, levels: Levels) -> int:
        """Arrange for a width and return the height."""
        theme, texts = self._kit.theme, self._kit.texts
        if not self._rows:
            return 0
        label_width, cell = self._columns(width)
        choices = self._rows[0].choices
        self._legend = self._needs_legend(cell)
        if self._legend:
            self._head = texts.get(self._legend, width, theme.font(TextRole.SMALL), self.isRightToLeft(), 1.1).height
        else:
            heads = [texts.get(c.label, cell - theme.space(1), theme.font(TextRole.SMALL)).height for c in choices]
            self._head = max(heads, default=0)
        self._head = levels.at_least("head", self._head + theme.space(3))
        self._rects, top = [], self._head
        smallest = theme.text_px(26) + theme.space(3)
        for row, view in enumerate(self._rows):
            text = texts.get(
                view.label, label_width - theme.space(5), theme.font(TextRole.ANSWER), self.isRightToLeft()
            )
            height = levels.at_least(row, max(smallest, text.height + theme.space(4)))
            self._rects.append(QRect(0, top, width, height))
            top += height + theme.space(1)
        return top

    def _needs_legend(self, cell: int) -> str:
        """All answers in one text, where a word of theirs is wider than its column; else blank."""
        metrics = QFontMetrics(self._kit.theme.font(TextRole.SMALL))
        words = [word for choice in self._rows[0].choices for word in choice.label.split()]
        if all(metrics.horizontalAdvance(word) <= cell - self._kit.theme.space(1) for word in words):
            return ""
        return "   ".join(f"{choice.code} = {choice.label}" for choice in self._rows[0].choices)

    def _columns(self, width: int) -> tuple[int, int]:
        """Width of the labels and of one answer."""
        count = max(1, len(self._rows[0].choices) if self._rows else 1)
        label_width = round(width * _LABEL_SHARE)
        return label_width, (width - label_width) // count

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where an answer of a row is painted."""
        if row >= len(self._rects):
            return QRect()
        label_width, cell = self._columns(self.width())
        rect = self._rects[row]
        return mirrored(
            QRect(label_width + column * cell, rect.y(), cell, rect.height()), self.width(), self.isRightToLeft()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point: QPoint = event.position().toPoint()
        for row, rect in enumerate(self._rects):
            if rect.contains(point):
                self.set_row(row)
                for column in range(len(self._rows[row].choices)):
                    if self.cell_rect(row, column).contains(point):
                        self._pick(column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click picks nothing more."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rows and self._rects:
            self._paint_head(painter)
            for row in range(len(self._rows)):
                if self._rects[row].intersects(event.rect()):
                    self._paint_row(painter, row)
        painter.end()
        self.painted()

    def _paint_head(self, painter: QPainter) -> None:
        theme, rtl = self._kit.theme, self.isRightToLeft()
        if self._legend:
            font = theme.font(TextRole.SMALL)
            self._kit.texts.get(self._legend, self.width(), font, rtl, 1.1).draw(painter, 0, 0, theme.color("muted"))
            return
        label_width, cell = self._columns(self.width())
        for column, choice in enumerate(self._rows[0].choices):
            text = self._kit.texts.get(choice.label, cell - theme.space(1), theme.font(TextRole.SMALL))
            rect = mirrored(QRect(label_width + column * cell, 0, cell, self._head), self.width(), rtl)
            x = rect.x() + (cell - text.width) // 2
            text.draw(painter, x, self._head - theme.space(2) - text.height, theme.color("muted"))

    def _paint_row(self, painter: QPainter, row: int) -> None:
        theme, rtl, rect, view = self._kit.theme, self.isRightToLeft(), self._rects[row], self._rows[row]
        current = row == self._row
        fill = theme.color("accent_soft" if current else "surface")
        focused = current and self.hasFocus()
        edge = "bad" if current and self._refused else "accent" if current else "line"
        draw_card(painter, rect, fill, theme.color(edge), wide=focused or edge == "bad")
        label_width, _ = self._columns(self.width())
        inner = label_width - theme.space(5)
        text = self._kit.texts.get(view.label, inner, theme.font(TextRole.ANSWER), rtl)
        start = theme.space(3.5)
        x = rect.width() - start - inner if rtl else start
        text.draw(painter, x, rect.y() + (rect.height() - text.height) // 2, theme.color("ink"))
        answer = self._answers[row]
        if answer.special is not None and not current:
            self._paint_special(painter, row, answer.special)
            return
        names, size = answer.text.split(), theme.text_px(26)
        for column, choice in enumerate(view.choices):
            cell = self.cell_rect(row, column)
            badge = QRect(0, 0, size + theme.text_px(7) * max(0, len(choice.code) - 2), size)
            badge.moveCenter(cell.center())
            draw_code(painter, self._kit, badge, choice.code, choice.name in names)

    def _paint_special(self, painter: QPainter, row: int, special: Special) -> None:
        label_width, _ = self._columns(self.width())
        rect = QRect(label_width, self._rects[row].y(), self.width() - label_width, self._rects[row].height())
        area = mirrored(rect, self.width(), self.isRightToLeft())
        center = Qt.AlignmentFlag.AlignHCenter
        color = self._kit.theme.color("accent")
        draw_line_text(
            painter, self._kit, area, special_word(special, self._speech), TextRole.CONTROL_STRONG, color, center
        )

    def painted(self) -> None:
        """End of painting; replaced by whoever measures."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab: from row to row, and beyond the last and the first one to what comes next."""
        row = self._row + (1 if forward else -1)
        if not 0 <= row < len(self._rows):
            return super().focusNextPrevChild(forward)
        self.set_row(row)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() is Qt.FocusReason.TabFocusReason:
            self.set_row(0)
        elif event.reason() is Qt.FocusReason.BacktabFocusReason:
            self.set_row(len(self._rows) - 1)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    @Slot()
    def clear_selection(self) -> None:
        """Forget the answer of the current row without a signal."""
        self.set_answer(Answer())


def _codes(view: QuestionView) -> tuple[str, ...]:
    return tuple(choice.code for choice in view.choices)


class GridParts:
    """What a screen reader says of the answers of all rows, row by row: code, question, and whether it is given."""

    role = QAccessible.Role.List

    def __init__(self, owner: GridList) -> None:
        self._grid = owner

    @property
    def part_role(self) -> QAccessible.Role:
        several = any(view.kind.facts.choosing is Choosing.SEVERAL for view in self._grid.rows)
        return QAccessible.Role.CheckBox if several else QAccessible.Role.RadioButton

    @property
    def current(self) -> int:
        """The given answer of the row in focus, else its first one."""
        for index, (row, column) in enumerate(self._places()):
            if row == self._grid.row:
                view = self._grid.rows[row]
                given = self._grid.answer(row).text.split()
                columns = range(len(view.choices))
                return index - column + next((c for c in columns if view.choices[c].name in given), 0)
        return -1

    def __len__(self) -> int:
        return sum(len(view.choices) for view in self._grid.rows)

    def _places(self) -> list[tuple[int, int]]:
        return [(row, column) for row, view in enumerate(self._grid.rows) for column in range(len(view.choices))]

    def place_of(self, row: int, column: int) -> int:
        """The part of an answer."""
        return self._places().index((row, column))

    def name(self, index: int) -> str:
        """`Neighbours: 2 rather satisfied`."""
        row, column = self._places()[index]
        view = self._grid.rows[row]
        return f"{view.label}: {view.choices[column].code} {view.choices[column].label}".strip()

    def detail(self, index: int) -> str:
        """The row, and an answer that stands in no column."""
        row, _ = self._places()[index]
        parts = [say("row {row} of {rows}", row=row + 1, rows=len(self._grid.rows))]
        special = self._grid.answer(row).special
        return ", ".join([*parts, *([special_word(special)] if special is not None else [])])

    def mark(self, index: int, state: QAccessible.State) -> None:
        row, column = self._places()[index]
        view = self._grid.rows[row]
        state.checkable = view.asks
        state.checked = view.choices[column].name in self._grid.answer(row).text.split()

    def rect(self, index: int) -> QRect:
        return self._grid.cell_rect(*self._places()[index])
