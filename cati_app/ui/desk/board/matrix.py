"""The quota matrix, painted: done / target, state, bar, in interview."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.domain.quota.cells import CellState
from cati_app.texts import say, say_in
from cati_app.ui.desk.board.states import MatrixCell, MatrixState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.access import tell_moved
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.kit import Kit, draw_bar, draw_card, draw_line_text

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_BAR = 5


def cell_word(cell: MatrixCell) -> tuple[str, str]:
    """The word for a cell and the colour token that goes with it."""
    if cell.state is CellState.CLOSED:
        return say_in("cell", "closed"), "warn"
    if cell.state is CellState.PAUSED:
        return say("paused"), "warn"
    if cell.state is CellState.FULL:
        return say("full"), "ok"
    if cell.state is CellState.RESERVED_OUT:
        return say("all reserved"), "muted"
    return say("{count} to go", count=max(0, cell.target - cell.done)), "muted"


def _widest(cell: MatrixCell) -> list[MatrixCell]:
    """The cell in every state it can come into, with as many digits as it can show."""
    full = replace(cell, done=max(cell.done, cell.target))
    return [replace(cell, done=0), *(replace(full, state=state) for state in CellState)]


def cell_details(cell: MatrixCell) -> list[str]:
    """Who works for the cell just now, each in words."""
    lines = []
    if cell.in_interview:
        lines.append(say("{count} in interview", count=cell.in_interview))
    if cell.suspended:
        lines.append(say("{count} suspended", count=cell.suspended))
    if cell.reserved:
        lines.append(say("{count} reserved at stations", count=cell.reserved))
    return lines


def _shortly(cell: MatrixCell) -> str:
    """The same in few words; of a cell with places at stations nobody sees which interview runs."""
    if cell.reserved:
        return say("{reserved} reserved · {suspended} wait", reserved=cell.reserved, suspended=cell.suspended)
    return say("{running} under way · {suspended} wait", running=cell.in_interview, suspended=cell.suspended)


class Matrix(QWidget):
    """Arrows move, Enter opens a cell. Only cells that changed are painted again."""

    cell_chosen = Signal(str)
    resized = Signal()
    moved = Signal()  # another cell is in focus
    focused = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = MatrixState()
        self._row, self._column = 0, 0
        self._lines_below = 1
        self._words_beside = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self._fit)

    @property
    def state(self) -> MatrixState:
        return self._state

    @property
    def current_cell(self) -> tuple[int, int]:
        """Row and column in focus."""
        return self._row, self._column

    @property
    def current_key(self) -> str:
        """Key of the cell in focus; blank where there is none."""
        cell = self._cell()
        return cell.key if cell is not None else ""

    def accessible_parts(self) -> MatrixParts:
        return MatrixParts(self)

    def render_matrix(self, state: MatrixState) -> None:
        old, self._state = self._state, state
        self.setAccessibleName(state.title or say("Quotas"))
        if (old.rows, old.groups) != (state.rows, state.groups):
            self._row = self._column = 0
            self._fit()
            self.update()
            return
        if self._measure() != self._lines_below:
            self._fit()
            return
        for row, cells in enumerate(state.cells):
            for column, cell in enumerate(cells):
                if old.cells[row][column] != cell:
                    self.update(self.cell_rect(row, column))

    @Slot()
    def _fit(self) -> None:
        self._lines_below = self._measure()
        head, row = self._heights()
        self.setFixedHeight(head + row * max(1, len(self._state.rows)))
        self.setMinimumWidth(self._label_width() + self._columns() * self._smallest())
        self.update()
        self.resized.emit()

    def _columns(self) -> int:
        return sum(len(group.columns) for group in self._state.groups) or 1

    def _smallest(self) -> int:
        return self._kit.theme.text_px(104)

    def _heights(self) -> tuple[int, int]:
        """Height of the heads and of one row with its gap."""
        theme = self._kit.theme
        line = theme.line_height(TextRole.SMALL) + theme.space(1)
        grouped = any(group.label for group in self._state.groups)
        below = theme.line_height(TextRole.SMALL) * self._lines_below
        return line * (2 if grouped else 1) + theme.space(1), theme.line_height(TextRole.ANSWER) + below + theme.space(
            8
        )

    def _words_fit(self, cells: list[MatrixCell], inner: int) -> bool:
        """Whether the words stand beside the figures, in all cells and whatever happens; else all go below the bar."""
        theme = self._kit.theme
        small, heading = QFontMetrics(theme.font(TextRole.SMALL)), QFontMetrics(theme.font(TextRole.HEADING))

        def width(cell: MatrixCell) -> int:
            figures = heading.horizontalAdvance(str(cell.done)) + small.horizontalAdvance(f" / {cell.target}")
            return figures + theme.space(2) + small.horizontalAdvance(cell_word(cell)[0])

        return all(width(shown) <= inner for cell in cells for shown in _widest(cell))

    def lines_below(self, cell: MatrixCell) -> list[str]:
        """Lines below the bar at the width there is: the word, unless it stands beside the figures, and who works."""
        return self._below(cell, self._inner())

    def _inner(self) -> int:
        """Width inside a cell."""
        room, pad = max(1, self.width() - self._label_width()), self._kit.theme.space(2.5)
        return room // self._columns() - self._kit.theme.space(1) - 2 * pad

    def _below(self, cell: MatrixCell, inner: int) -> list[str]:
        lines = [] if self._words_beside else [cell_word(cell)[0]]
        details = cell_details(cell)
        small = QFontMetrics(self._kit.theme.font(TextRole.SMALL))
        for joined in (
            " · ".join(details),
            _shortly(cell),
        ):
            if len(details) > 1 and small.horizontalAdvance(joined) <= inner:
                details = [joined]
        return lines + details + self._ahead(cell, inner, small)

    def _ahead(self, cell: MatrixCell, inner: int, small: QFontMetrics) -> list[str]:
        """When it is full, in the longest form that there is room for."""
        fitting = [text for text in cell.ahead if small.horizontalAdvance(text) <= inner]
        return (fitting or list(cell.ahead[-1:]))[:1]

    def _measure(self) -> int:
        """Lines that the cells need below their bars: room for one on interviews is kept, so that nothing moves."""
        inner = self._inner()
        cells = [cell for row in self._state.cells for cell in row if cell is not None]
        self._words_beside = self._words_fit(cells, inner)
        kept = (1 if self._words_beside else 2) + self._state.has_forecast
        return max([kept, *(len(self._below(cell, inner)) for cell in cells)])

    def _label_width(self) -> int:
        metrics = QFontMetrics(self._kit.theme.font(TextRole.CONTROL_STRONG))
        widest = max((metrics.horizontalAdvance(row) for row in self._state.rows), default=0)
        return widest + self._kit.theme.space(5)

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell stands."""
        head, height = self._heights()
        start, gap = self._label_width(), self._kit.theme.space(1)
        room, count = self.width() - start, self._columns()
        left, right = start + room * column // count, start + room * (column + 1) // count
        return QRect(left, head + row * height, right - left - gap, height - gap)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for row, cells in enumerate(self._state.cells):
            for column, cell in enumerate(cells):
                rect = self.cell_rect(row, column)
                if cell is not None and rect.intersects(event.rect()):
                    current = self.hasFocus() and (row, column) == (self._row, self._column)
                    self._paint_cell(painter, rect, cell, current)

    def _paint_heads(self, painter: QPainter) -> None:
        theme, kit = self._kit.theme, self._kit
        head, _ = self._heights()
        line = theme.line_height(TextRole.SMALL) + theme.space(1)
        muted, column = theme.color("muted"), 0
        for group in self._state.groups:
            first = self.cell_rect(0, column)
            last = self.cell_rect(0, column + len(group.columns) - 1)
            over = QRect(first.left(), 0, last.right() - first.left(), line)
            draw_line_text(painter, kit, over, group.label, TextRole.SMALL, muted, Qt.AlignmentFlag.AlignHCenter)
            for name in group.columns:
                rect = self.cell_rect(0, column)
                area = QRect(rect.x() + theme.space(1.5), head - line, rect.width() - theme.space(1.5), line)
                draw_line_text(painter, kit, area, name, TextRole.SMALL, muted)
                column += 1
        for row, name in enumerate(self._state.rows):
            rect = self.cell_rect(row, 0)
            area = QRect(0, rect.y(), rect.x() - theme.space(2), rect.height())
            draw_line_text(painter, kit, area, name, TextRole.CONTROL_STRONG, muted)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: MatrixCell, current: bool) -> None:
        theme, kit = self._kit.theme, self._kit
        word, token = cell_word(cell)
        fill = theme.color(f"{token}_soft") if token != "muted" else theme.color("surface")
        edge = theme.color("accent") if current else theme.color("line" if token == "muted" else token)
        if not current and token != "muted":
            edge = edge.lighter(150) if not theme.dark else edge.darker(160)
        draw_card(painter, rect, fill, edge, wide=current)
        pad = theme.space(2.5)
        inner = rect.adjusted(pad, theme.space(1.5), -pad, -theme.space(1.5))
        line = theme.line_height(TextRole.ANSWER)
        done, target = str(cell.done), f" / {cell.target}"
        wide = QFontMetrics(theme.font(TextRole.HEADING)).horizontalAdvance(done) + 1
        top = QRect(inner.x(), inner.y(), inner.width(), line)
        draw_line_text(painter, kit, QRect(top.x(), top.y(), wide, line), done, TextRole.HEADING, theme.color("ink"))
        rest = QRect(top.x() + wide, top.y() + 2, top.width() - wide, line)
        used = QFontMetrics(theme.font(TextRole.SMALL)).horizontalAdvance(target) + theme.space(1)
        draw_line_text(painter, kit, rest, target, TextRole.SMALL, theme.color("muted"))
        lines = self._below(cell, inner.width())
        if self._words_beside:
            area = rest.adjusted(used, 0, 0, 0)
            draw_line_text(painter, kit, area, word, TextRole.SMALL, theme.color(token), _RIGHT)
        share = cell.done / cell.target if cell.target else 0.0
        bar = QRect(inner.x(), top.bottom() + theme.space(1.5), inner.width(), _BAR)
        color = theme.color("ok" if cell.state is CellState.FULL else "accent")
        draw_bar(painter, bar, share, color, theme.color("line"))
        small = theme.line_height(TextRole.SMALL)
        for number, text in enumerate(lines):
            below = QRect(inner.x(), bar.bottom() + theme.space(1) + number * small, inner.width(), small)
            is_warned = cell.is_late and text in cell.ahead
            color = theme.color("warn" if is_warned else token if text == word else "muted")
            draw_line_text(painter, kit, below, text, TextRole.SMALL, color)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if confirms(self._kit, event):
            self._choose()
        elif step is not None and self._state.rows:
            self._row = max(0, min(len(self._state.rows) - 1, self._row + step[0]))
            self._column = max(0, min(self._columns() - 1, self._column + step[1]))
            self._tell()
            self.update()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def current_rect(self) -> QRect:
        """The cell in focus."""
        return self.cell_rect(self._row, self._column)

    def _cell(self) -> MatrixCell | None:
        if self._row < len(self._state.cells) and self._column < len(self._state.cells[self._row]):
            return self._state.cells[self._row][self._column]
        return None

    def _tell(self) -> None:
        if self._cell() is not None:
            self.setAccessibleDescription(self.spoken(self._row, self._column))
            tell_moved(self, MatrixParts(self))
            self.moved.emit()

    def spoken(self, row: int, column: int) -> str:
        """Row, columns, figures and state of a cell; blank where there is none."""
        cell = self._state.cells[row][column]
        if cell is None:
            return ""
        names = [f"{group.label} {name}".strip() for group in self._state.groups for name in group.columns]
        said = f"{self._state.rows[row]}, {names[column]}: {cell.done}/{cell.target}, {cell_word(cell)[0]}"
        return ", ".join([said, *cell_details(cell), *cell.ahead[:1]])

    def _choose(self) -> None:
        cell = self._cell()
        if cell is not None:
            self.cell_chosen.emit(cell.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for row in range(len(self._state.rows)):
            for column in range(self._columns()):
                if self.cell_rect(row, column).contains(point):
                    self._row, self._column = row, column
                    self._tell()
                    self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._choose()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()


class MatrixParts:
    """What a screen reader says of the cells there are, row by row: row, columns, figures and state."""

    role = QAccessible.Role.Table
    part_role = QAccessible.Role.Cell

    def __init__(self, owner: Matrix) -> None:
        self._matrix = owner

    def _places(self) -> list[tuple[int, int]]:
        cells = self._matrix.state.cells
        return [(row, column) for row, line in enumerate(cells) for column, cell in enumerate(line) if cell is not None]

    @property
    def current(self) -> int:
        places = self._places()
        return places.index(self._matrix.current_cell) if self._matrix.current_cell in places else -1

    def __len__(self) -> int:
        return len(self._places())

    def name(self, index: int) -> str:
        """`16–29, low: 1/5, 4 to go`."""
        return self._matrix.spoken(*self._places()[index])

    def detail(self, index: int) -> str:
        """Nothing: the name holds it all."""
        return ""

    def mark(self, index: int, state: QAccessible.State) -> None:
        state.selectable = True
        state.selected = self._places()[index] == self._matrix.current_cell

    def rect(self, index: int) -> QRect:
        return self._matrix.cell_rect(*self._places()[index])
