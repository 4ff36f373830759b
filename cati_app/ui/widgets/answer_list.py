"""One widget that paints all answers of a question: single, multiple, ranking and scale."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.stage.digits import CodeEntry, digit_of
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.access import tell_moved, tell_picked
from cati_app.ui.widgets.answer_paint import Captions, RowLook, paint_note, paint_row, paint_step
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech
from cati_app.values import dataclass

_TWO_COLUMNS_FROM = 10
_COMPACT_FROM = 8  # options from which rows stand closer together


class Mode(Enum):
    """How options are picked."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class ListOption:
    """One option as painted."""

    value: str
    code: str
    label: str
    exclusive: bool = False


class AnswerList(QWidget):
    """Digits pick, Space picks at the cursor, arrows only move the cursor. Enter belongs to the screen."""

    changed = Signal()  # by the person, never by `show_options`
    focused = Signal()
    cursor_moved = Signal()
    refused = Signal(str)  # a code that stands for no answer was typed
    picked = Signal()  # a single choice was made unambiguously, for studies that advance on their own

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._hint = ""  # how many are to be picked
        self._refused = False
        self._foot = 0  # height of the line below the options
        self._options: tuple[ListOption, ...] = ()
        self._mode = Mode.SINGLE
        self._steps = False  # a scale: side by side
        self._selected: list[int] = []
        self._cursor = 0
        self._entry = CodeEntry()
        self._unknown = ""
        self._read_only = False
        self._shown_again = False  # a ranking that the next digit replaces
        self._rects: list[QRect] = []
        self._arranged: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        kit.theme.changed.connect(self._theme_changed)

    @property
    def options(self) -> tuple[ListOption, ...]:
        return self._options

    @property
    def selected(self) -> tuple[int, ...]:
        """Indexes of the picked options; in order of picking for a ranking."""
        return tuple(self._selected)

    @property
    def cursor_place(self) -> int:
        return self._cursor

    @property
    def picks_one(self) -> bool:
        return self._mode is Mode.SINGLE

    def accessible_parts(self) -> AnswerParts:
        return AnswerParts(self)

    def show_options(
        self,
        options: tuple[ListOption, ...],
        mode: Mode,
        values: tuple[str, ...],
        *,
        steps: bool,
        read_only: bool,
        hint: str = "",
    ) -> None:
        """Show other options, with these values picked; the hint stands below them."""
        if options != self._options or mode is not self._mode:
            self._entry = CodeEntry(tuple(option.code for option in options), mode is not Mode.SINGLE)
            self._options, self._mode, self._cursor = options, mode, 0
            self._arranged = ()
        if steps != self._steps:
            self._steps, self._arranged = steps, ()
        places = {option.value: index for index, option in enumerate(options)}
        self._selected = [places[value] for value in values if value in places]
        self._cursor = self._selected[0] if self._selected else 0
        self._entry.clear()
        self._unknown = ""
        self._shown_again = len(self._selected) == len(options)  # what is not complete yet is gone on with
        self._read_only = read_only
        self._hint = hint
        self.update()

    @property
    def hint(self) -> str:
        """The line below the options."""
        return self._hint

    def mark_refused(self, refused: bool) -> None:
        """Red frames while the answer must be changed."""
        if refused != self._refused:
            self._refused = refused
            self.update()

    @property
    def pending(self) -> str:
        """Digits that wait for Space or Enter, or for a further digit."""
        return self._entry.pending

    def go_on_with(self, pending: str) -> None:
        """Go on with what was picked and typed here before the options were shown anew."""
        self._shown_again = False
        self._entry.pending = pending
        self.update()

    def text(self) -> str:
        """The answer as XForms text; multiple choices in the order of the list, rankings in order of picking."""
        places = self._selected if self._mode is Mode.RANK else sorted(self._selected)
        return " ".join(self._options[index].value for index in places)

    def clear_selection(self) -> None:
        """Forget the answer without a signal."""
        self._selected = []
        self._entry.clear()
        self.update()

    def apply_pending(self) -> bool:
        """Pick what was collected; True when this Enter does not go on.

        Nor does the first Enter after a code that stands for no answer: whoever types fast would miss the message.
        """
        typed, missed, self._unknown = self._entry.apply(), bool(self._unknown), ""
        if typed is None:
            return missed
        if typed.picked is not None:
            self._pick(typed.picked)
        else:
            self.refused.emit(typed.unknown)
        self.update()
        return True

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        """Arrange for a width and return the height; rows close up when there is not room enough."""
        labels = self._label_heights(width, levels)
        steps = self._step_rects(width) if self._steps else []
        foot = self._line() if self._hint else Captions(self._kit, steps, self.captions, self.isRightToLeft()).height
        self._foot = levels.at_least("foot", foot)
        key = (width, room, self.isRightToLeft(), labels, self._foot)
        if key != self._arranged:
            left = max(1, room - self._foot) if room else 0
            self._rects = steps or self._row_rects(width, left, labels)
            self._arranged = key
        return max((rect.bottom() + 1 for rect in self._rects), default=0) + self._foot

    def _line(self) -> int:
        """Height of a small line above or below the options."""
        return self._kit.theme.line_height(TextRole.SMALL) + self._kit.theme.space(2)

    @property
    def captions(self) -> tuple[tuple[int, str], ...]:
        """Of a scale: places of the numbers that have a name, and what stands below them."""
        named = ((index, option) for index, option in enumerate(self._options) if option.label and self._steps)
        return tuple((index, f"{option.code} = {option.label}") for index, option in named)

    def rect_of(self, index: int) -> QRect:
        """Where an option stands, in this widget."""
        return self._rects[index] if index < len(self._rects) else QRect()

    def _label_heights(self, width: int, levels: Levels) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Of the options in one column and in two."""
        if self._steps:
            return (), ()
        wide = [levels.at_least(index, height) for index, height in enumerate(self._heights_in(width))]
        if not self._may_split():
            return tuple(wide), ()
        halves = enumerate(self._heights_in((width - self._kit.theme.space(3)) // 2))
        return tuple(wide), tuple(levels.at_least((index, "half"), height) for index, height in halves)

    def _may_split(self) -> bool:
        return len(self._options) >= _TWO_COLUMNS_FROM and self._mode is not Mode.RANK

    def _row_rects(self, width: int, room: int, labels: tuple[tuple[int, ...], tuple[int, ...]]) -> list[QRect]:
        """Rows that close up, then stand in two columns, when there is not room enough."""
        theme, count = self._kit.theme, len(self._options)
        first = self._line() if self._entry.collects else 0
        wide, close, tight = (theme.space(2), theme.space(6.5)), (theme.space(1), theme.space(4)), (2, theme.space(2))
        tries = [(1, *wide), (1, *close), (1, *tight)]
        if self._may_split():
            tries += [(2, *close), (2, *tight)]
        if not room:
            tries = tries[:1] if count < _COMPACT_FROM else tries[1:2]
        for columns, gap, padding in tries:
            each = (width - theme.space(3) * (columns - 1)) // columns
            rects = self._stacked(each, labels[columns - 1], columns, gap, padding, first)
            if max((rect.bottom() for rect in rects), default=0) < room:
                break
        return rects

    def _stacked(
        self, width: int, heights: tuple[int, ...], columns: int, gap: int, padding: int, first: int
    ) -> list[QRect]:
        per_column = -(-len(heights) // columns)
        rects, top = [], first
        for index, label in enumerate(heights):
            column = index // per_column
            if column and index % per_column == 0:
                top = first
            height = label + padding
            rects.append(QRect(column * (width + self._kit.theme.space(3)), top, width, height))
            top += height + gap
        return rects

    def _heights_in(self, width: int) -> list[int]:
        """Of each label in rows of a width; a row has room for its badge."""
        kit, rtl = self._kit, self.isRightToLeft()
        inner, font, least = RowLook.label_width(kit, width), kit.theme.font(TextRole.ANSWER), RowLook.badge_size(kit)
        return [max(kit.texts.get(option.label, inner, font, rtl).height, least) for option in self._options]

    def _step_rects(self, width: int) -> list[QRect]:
        theme, count = self._kit.theme, max(1, len(self._options))
        gap = theme.space(1.5)
        cell = min(theme.text_px(64), (width - gap * (count - 1)) // count)
        height = theme.line_height(TextRole.ANSWER) + theme.space(6)
        return [QRect(index * (cell + gap), 0, cell, height) for index in range(count)]

    @Slot()
    def _theme_changed(self) -> None:
        self._arranged = ()
        self.update()

    def _pick(self, index: int) -> None:
        if self._read_only:
            return
        self._cursor = index
        option = self._options[index]
        if self._mode is Mode.SINGLE:
            self._selected = [index]
        elif index in self._selected:
            self._selected.remove(index)
        elif self._mode is Mode.RANK:
            self._selected.append(index)
        elif option.exclusive:
            self._selected = [index]
        else:
            self._selected = [other for other in self._selected if not self._options[other].exclusive] + [index]
        self.update()
        tell_picked(self, index)
        self.changed.emit()

    def _is_echo(self, event: QKeyEvent) -> bool:
        """A digit that is held types nothing; one that toggles, or went on, none at once."""
        keys, key = self._kit.keys, event.key()
        if self._mode is Mode.MULTIPLE and not self._entry.collects:
            return not keys.accepts(key, repeated=event.isAutoRepeat())
        return event.isAutoRepeat() or keys.is_echo(key)

    def type_digit(self, digit: str, key: int) -> None:
        """A digit was typed with a key, here or anywhere on the screen."""
        if self._read_only:
            return
        typed = self._entry.type(digit)
        self._unknown = typed.unknown
        self._begin_anew()
        if typed.unknown:
            self.refused.emit(typed.unknown)
        if self._entry.pending and typed.picked is None:
            self.changed.emit()  # what is typed so far is kept as an answer is
        if typed.picked is not None:
            if not (self._mode is Mode.RANK and typed.picked in self._selected):
                self._pick(typed.picked)
            if self._mode is Mode.SINGLE and not typed.more:
                self._kit.keys.spend(key)
                self.picked.emit()
        self.update()

    def _begin_anew(self) -> None:
        """Typing replaces a ranking that is shown again, as it replaces a number; else it would only fill it up."""
        if self._mode is Mode.RANK and self._shown_again:
            self._selected = []
        self._shown_again = False

    def take_back(self) -> None:
        """Backspace: the last digit, else the last rank, else the choice."""
        self._shown_again = False
        if self._read_only or (self._entry.take_back() and self._entry.collects):
            self.update()
            return
        self._entry.clear()
        if self._selected and self._mode is not Mode.MULTIPLE:
            self._selected.pop()
            self.update()
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            event.ignore()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Keys of the list; False for those of others."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not plain:
            return False
        digit = digit_of(text) or ("-" if text == "-" and self._has_negative() else "")
        if digit:
            if not self._is_echo(event):
                self.type_digit(digit, key)
        elif key == Qt.Key.Key_Space:
            if not self.apply_pending() and self._options:
                self._pick(self._cursor)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.take_back()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move_cursor(key)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._set_cursor(0 if key == Qt.Key.Key_Home else len(self._options) - 1)
        else:
            return False
        return True

    def _has_negative(self) -> bool:
        return any(option.code.startswith("-") for option in self._options)

    def _move_cursor(self, key: int) -> None:
        backwards = [Qt.Key.Key_Up, Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left]
        self._set_cursor(self._cursor + (-1 if key in backwards else 1))

    def _set_cursor(self, index: int) -> None:
        if self._options:
            self._cursor = max(0, min(len(self._options) - 1, index))
            self.update()
            self.cursor_moved.emit()
            tell_moved(self, AnswerParts(self))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.place_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._entry.clear()
            self._pick(index)
            if self._mode is Mode.SINGLE:
                self.picked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click picks nothing more, here or in the next question."""

    def place_at(self, point: QPoint) -> int | None:
        """The option at a point of this widget."""
        for index in range(len(self._options)):
            if index < len(self._rects) and self._visual(self._rects[index]).contains(point):
                return index
        return None

    def visual_rect(self, index: int) -> QRect:
        """Where an option is painted."""
        return self._visual(self.rect_of(index))

    def _visual(self, rect: QRect) -> QRect:
        if not self.isRightToLeft():
            return rect
        return QRect(self.width() - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, dirty = self.hasFocus(), event.rect()
        for index, option in enumerate(self._options):
            rect = self._visual(self._rects[index]) if index < len(self._rects) else QRect()
            if not rect.intersects(dirty):
                continue
            look = RowLook(
                selected=index in self._selected,
                cursor=focused and index == self._cursor,
                multiple=self._mode is Mode.MULTIPLE,
                rank=self._selected.index(index) + 1 if self._mode is Mode.RANK and index in self._selected else 0,
                right_to_left=self.isRightToLeft(),
                refused=self._refused,
            )
            if self._steps:
                paint_step(painter, self._kit, rect, option.code, look)
            else:
                paint_row(painter, self._kit, rect, option.code, option.label, look)
        if self.captions:
            Captions(self._kit, self._rects, self.captions, self.isRightToLeft()).paint(painter, self.width())
        elif self._hint:
            foot = QRect(0, self.height() - self._foot, self.width(), self._foot)
            paint_note(painter, self._kit, foot, self._hint, self.isRightToLeft())
        self._paint_pending(painter)
        painter.end()
        self.painted()

    def _paint_pending(self, painter: QPainter) -> None:
        if not self._entry.collects:
            return
        if self._entry.pending:
            text = self._speech.tell("{digits} … Space or Enter applies", digits=self._entry.pending)
        else:
            text = self._speech.tell("Type the code, then Space or Enter")
        rect = QRect(0, 0, self.width(), self._kit.theme.line_height(TextRole.SMALL))
        paint_note(painter, self._kit, rect, text, self.isRightToLeft())

    def painted(self) -> None:
        """End of painting; replaced by whoever measures."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()


class AnswerParts:
    """What a screen reader says of the options: each with its code and whether it is given."""

    role = QAccessible.Role.List

    def __init__(self, owner: AnswerList) -> None:
        self._list = owner

    @property
    def part_role(self) -> QAccessible.Role:
        return QAccessible.Role.RadioButton if self._list.picks_one else QAccessible.Role.CheckBox

    @property
    def current(self) -> int:
        return self._list.cursor_place if self._list.options else -1

    def __len__(self) -> int:
        return len(self._list.options)

    def name(self, index: int) -> str:
        option = self._list.options[index]
        return f"{option.code} {option.label}".strip()

    def detail(self, index: int) -> str:
        return f"{index + 1} / {len(self)}"

    def mark(self, index: int, state: QAccessible.State) -> None:
        state.checkable = True
        state.checked = index in self._list.selected

    def rect(self, index: int) -> QRect:
        return self._list.visual_rect(index)
