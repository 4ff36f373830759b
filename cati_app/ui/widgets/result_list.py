"""Results to choose from: a digit selects, Enter confirms; some open a short list, some ask again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.texts import say
from cati_app.ui.stage.digits import CodeEntry, digit_of
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.theme import RADIUS, TextRole
from cati_app.ui.widgets.access import tell_moved, tell_picked
from cati_app.ui.widgets.kit import Kit, draw_card, draw_code, draw_kept, mirrored

_HEIGHTS_KEPT = 1000  # what follows names times, which change with every minute


class ResultList(QWidget):
    """Painted options with digit, label and what will happen next."""

    chosen = Signal(str)
    refused = Signal(str)  # digits that stand for nothing in the list; blank when others do
    too_early = Signal(str)  # a result was picked before any can be given
    nothing_selected = Signal()  # Enter in a list without a selection
    moved = Signal()  # another option, or another list, is in sight

    def __init__(self, kit: Kit, parent: QWidget | None = None, *, in_panel: bool = False) -> None:
        """In a panel Esc belongs to the panel, whose button says that it closes."""
        super().__init__(parent)
        self._kit = kit
        self._in_panel = in_panel
        self._top: tuple[ResultOption, ...] = ()
        self._options: tuple[ResultOption, ...] = ()
        self._path: list[ResultOption] = []
        self._selected: int | None = None
        self._cursor = 0
        self._asking = False
        self._usable = True
        self._suggested = ""
        self._entry = CodeEntry()
        self._rects: list[QRect] = []
        self._heights: dict[tuple[str, str, int, bool], int] = {}
        self._head = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self._theme_changed)

    @property
    def selected(self) -> ResultOption | None:
        return None if self._selected is None else self._options[self._selected]

    @property
    def options(self) -> tuple[ResultOption, ...]:
        """The options in sight: the whole list or the short one that was opened."""
        return self._options

    @property
    def cursor_place(self) -> int:
        return self._cursor

    def accessible_parts(self) -> ResultParts:
        return ResultParts(self)

    def is_usable(self, index: int) -> bool:
        """Whether the result can be given now."""
        return self._usable and self._options[index].enabled

    def name_of(self, index: int) -> str:
        """The label; with dots where a short list opens."""
        return self._name(self._options[index])

    def detail_of(self, index: int) -> str:
        """What follows, what is asked again, or why the result cannot be given."""
        return self._detail(index, self._options[index])

    @property
    def in_use(self) -> bool:
        """Whether Enter means this list: a short list is open, or a result is selected."""
        return bool(self._path) or self._selected is not None

    @property
    def is_inside(self) -> bool:
        """Whether there is something to step back from: a short list that is open, or a result that is asked again."""
        return bool(self._path) or self._asking

    @property
    def asking(self) -> bool:
        """True while Enter would confirm what was asked again."""
        return self._asking

    def show_options(self, options: tuple[ResultOption, ...], selected: str = "", *, anew: bool = False) -> None:
        """Show a list; one with the results of the present one keeps selection and place, unless it begins `anew`."""
        if not anew and _same_results(options, self._top):
            changed = options != self._top
            self._renew(options)
            self._propose(selected if changed and not self._path else "")
            return
        self._top, self._path = options, []
        self._open(options)
        self._propose(selected)

    def suggest(self, code: str) -> None:
        """Select what was found out since, unless the person has selected something or opened a list.

        What was suggested before and is not any more is selected no longer: Enter means something else then.
        """
        selected, self._suggested, before = self.selected, code, self._suggested
        if self._path or (selected is not None and selected.code != before):
            return
        self._selected, self._asking = None, False
        self._propose(code)
        self.update()
        self.moved.emit()

    def _propose(self, code: str) -> None:
        for index, option in enumerate(self._options):
            if option.code == code:
                self._select(index)

    def _renew(self, top: tuple[ResultOption, ...]) -> None:
        """Take over texts that time changed; what is open, selected and asked again stays."""
        if top == self._top:
            return
        self._top, options, path = top, top, []
        for opened in self._path:
            path.append(next(option for option in options if option.code == opened.code))
            options = path[-1].options
        self._path, self._options = path, options
        selected = self.selected
        if selected is not None and not selected.enabled:
            self._selected = selected = None
        self._asking = self._asking and selected is not None and bool(selected.confirm)
        self.fit()

    def set_usable(self, usable: bool) -> None:
        """Whether a result can be given now; the list keeps the keyboard either way."""
        if usable != self._usable:
            self._usable = usable
            self.update()

    def reset(self) -> None:
        """Back to the whole list with nothing selected."""
        self.show_options(self._top, anew=True)

    def _open(self, options: tuple[ResultOption, ...]) -> None:
        self._options, self._selected, self._cursor, self._asking = options, None, 0, False
        self._entry = CodeEntry(tuple(str(index) for index in range(1, len(options) + 1)))
        self.fit()
        self.moved.emit()

    def _select(self, index: int) -> None:
        self._cursor, self._asking = index, False
        if not self.is_usable(index):
            if not self._usable:
                self.too_early.emit(self._options[index].code)
            return
        self._selected = index
        self.setAccessibleDescription(self._options[index].label)
        tell_picked(self, index)
        self.update()
        self.moved.emit()

    def confirm(self) -> bool:
        """Enter: choose, open the short list or ask again; False when nothing is selected in the whole list.

        In a short list Enter belongs to it, selected or not: nothing else happens while one is open.
        """
        option = self.selected
        if option is None and self._path and self._usable:
            self.nothing_selected.emit()
            return True
        if option is None or not self._usable:
            return False
        if option.options:
            self._path.append(option)
            self._open(option.options)
        elif option.confirm and not self._asking:
            self._asking = True
            self.fit()
            self.moved.emit()
        else:
            self._asking = False
            self.chosen.emit(option.code)
        return True

    def step_back(self) -> bool:
        """Esc: withdraw the question or leave the short list; False at the top."""
        if self._asking:
            self._asking = False
            self.fit()
        elif self._path:
            self._path.pop()
            self._open(self._path[-1].options if self._path else self._top)
        elif self._selected is not None:
            self._selected = None
            self.update()
            self.moved.emit()
        else:
            return False
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        digit = digit_of(text)
        if digit and (event.isAutoRepeat() or self._kit.keys.is_echo(key)):
            return True
        if digit:
            typed = self._entry.type(digit)
            self.refused.emit(typed.unknown)
            if typed.picked is not None:
                self._select(typed.picked)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._options:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._cursor = max(0, min(len(self._options) - 1, self._cursor + step))
            tell_moved(self, ResultParts(self))
            self.update()
            self.moved.emit()
        elif key == Qt.Key.Key_Space and self._options:
            self._select(self._cursor)
        elif key == Qt.Key.Key_Escape and not self._in_panel:
            return self.step_back()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.handle_key(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point: QPoint = event.position().toPoint()
        for index, rect in enumerate(self._rects):
            if rect.contains(point):
                self._select(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.confirm()

    def current_rect(self) -> QRect:
        """What should be in sight."""
        index = self._cursor if self._selected is None else self._selected
        return self._rects[index] if index < len(self._rects) else QRect()

    def rect_of(self, index: int) -> QRect:
        return self._rects[index] if index < len(self._rects) else QRect()

    @Slot()
    def _theme_changed(self) -> None:
        self._heights.clear()
        self.fit()

    def fit(self) -> None:
        """Take the height that the options need at the present width."""
        self.setFixedHeight(max(1, self._arrange(max(1, self.width()))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _arrange(self, width: int) -> int:
        theme, top = self._kit.theme, 0
        self._head = 0
        if self._path:
            self._head = theme.line_height(TextRole.CONTROL_STRONG) + theme.space(3)
            top = self._head
        pad, gap, rtl = 2 * theme.space(2), theme.space(1.5), self.isRightToLeft()
        self._rects = []
        for index, option in enumerate(self._options):
            height = self._texts_height((self._name(option), self._detail(index, option), width, rtl)) + pad
            self._rects.append(QRect(0, top, width, height))
            top += height + gap
        return top

    def _detail(self, index: int, option: ResultOption) -> str:
        if self._asking and index == self._selected:
            return say("{question} Enter confirms, Esc goes back.", question=option.confirm)
        return option.consequence if option.enabled else option.why_not or option.consequence

    def _inner(self, width: int) -> tuple[int, int]:
        """Start and width of the texts."""
        theme = self._kit.theme
        start = theme.space(3) + theme.text_px(26) + theme.space(3.5)
        return start, max(1, width - start - theme.space(3))

    def _texts_height(self, texts: tuple[str, str, int, bool]) -> int:
        """Height of a name and what follows, at a width, from right to left or not; the same come with every case."""
        height = self._heights.get(texts)
        if height is None:
            if len(self._heights) >= _HEIGHTS_KEPT:
                self._heights.clear()
            height = self._heights[texts] = self._measure(*texts)
        return height

    def _measure(self, name: str, detail: str, width: int, rtl: bool) -> int:
        theme, texts = self._kit.theme, self._kit.texts
        _, inner = self._inner(width)
        height = texts.get(name, inner, theme.font(TextRole.CONTROL), rtl).height
        if detail:
            height += texts.get(detail, inner, theme.font(TextRole.KEYCAP), rtl).height
        return max(height, theme.text_px(26))

    @staticmethod
    def _name(option: ResultOption) -> str:
        return f"{option.label} …" if option.options and not option.label.endswith("…") else option.label

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._kit.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._path:
            title = say("{name} – Esc goes back", name=self._path[-1].label.rstrip(" …"))
            font = theme.font(TextRole.CONTROL_STRONG)
            self._kit.texts.get(title, self.width(), font, self.isRightToLeft()).draw(painter, 0, 0, theme.color("ink"))
        look = f"{self._kit.theme.dark} {self._kit.theme.percent} {self.isRightToLeft()}"
        focused = self._cursor if self.hasFocus() else None
        for index, option in enumerate(self._options):
            self._paint_option(painter, index, option, look, index == focused)

    def _paint_option(self, painter: QPainter, index: int, option: ResultOption, look: str, focused: bool) -> None:
        """From a kept picture: the same few results come with every case. `look` names what all of them depend on."""
        usable, selected = self._usable and option.enabled, index == self._selected
        asking = self._asking and selected
        texts = self._name(option), self._detail(index, option)

        def draw(inside: QPainter, rect: QRect) -> None:
            theme, tone, rtl = self._kit.theme, "bad" if asking else "accent", self.isRightToLeft()
            fill = theme.color(f"{tone}_soft" if selected else "surface" if usable else "background")
            draw_card(inside, rect, fill, theme.color(tone if selected else "line"), wide=selected, radius=RADIUS)
            size = theme.text_px(26)
            badge = QRect(theme.space(3), (rect.height() - size) // 2, size, size)
            draw_code(inside, self._kit, mirrored(badge, rect.width(), rtl), str(index + 1), selected, focused)
            inks = theme.color("ink" if usable else "muted"), theme.color("bad" if asking else "muted")
            self._draw_texts(inside, rect, texts, inks)

        state = f"{index} {usable} {selected} {asking} {focused}"
        draw_kept(painter, self._rects[index], f"result {look} {state} {texts}", draw)

    def _draw_texts(self, painter: QPainter, rect: QRect, texts: tuple[str, str], inks: tuple[QColor, QColor]) -> None:
        """The name, and below it what follows."""
        theme, rtl = self._kit.theme, self.isRightToLeft()
        start, inner = self._inner(rect.width())
        x = rect.width() - start - inner if rtl else start
        name = self._kit.texts.get(texts[0], inner, theme.font(TextRole.CONTROL), rtl)
        below = self._kit.texts.get(texts[1], inner, theme.font(TextRole.KEYCAP), rtl) if texts[1] else None
        y = (rect.height() - name.height - (below.height if below else 0)) // 2
        name.draw(painter, x, y, inks[0])
        if below is not None:
            below.draw(painter, x, y + name.height, inks[1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()


def _same_results(ones: tuple[ResultOption, ...], others: tuple[ResultOption, ...]) -> bool:
    """Whether the same digits stand for the same results; what follows may be said otherwise."""
    return len(ones) == len(others) and all(
        (mine.code, mine.label) == (other.code, other.label) and _same_results(mine.options, other.options)
        for mine, other in zip(ones, others, strict=True)
    )


class ResultParts:
    """What a screen reader says of the results in sight: each one's digit, what follows, whether it can be given."""

    role = QAccessible.Role.List
    part_role = QAccessible.Role.RadioButton

    def __init__(self, owner: ResultList) -> None:
        self._list = owner

    @property
    def current(self) -> int:
        return self._list.cursor_place if self._list.options else -1

    def __len__(self) -> int:
        return len(self._list.options)

    def name(self, index: int) -> str:
        """`2 wrong number …`."""
        return f"{index + 1} {self._list.name_of(index)}"

    def detail(self, index: int) -> str:
        """What will happen next, what is asked again, or why not."""
        return self._list.detail_of(index)

    def mark(self, index: int, state: QAccessible.State) -> None:
        state.checkable = True
        state.checked = self._list.options[index] is self._list.selected
        state.disabled = not self._list.is_usable(index)

    def rect(self, index: int) -> QRect:
        return self._list.rect_of(index)
