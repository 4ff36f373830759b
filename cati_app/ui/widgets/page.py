"""The middle column: one screen of the questionnaire with its questions, scrolled by keys, arranged in one round."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScrollBar, QVBoxLayout, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import ScreenView
from cati_app.texts import say
from cati_app.ui.stage.states import AskRules
from cati_app.ui.widgets.flow import height_of_rows, place_in_rows
from cati_app.ui.widgets.ground import Ground
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.sheet import QuestionSheet
from cati_app.ui.widgets.wording import command_key, special_word

_WIDEST = 780


class PageArea(QScrollArea):
    """Tells when its viewport has its new size: a hidden area hears of it late, after its parent.

    Leaves every key to the screen: arrows and page keys mean something there, scrolling has keys of its own.
    """

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class QuestionPage(QWidget):
    """Scroll area with one or two sheets and the buttons for special answers."""

    answer_given = Signal(str, object, bool)
    check_kept = Signal(str, str, bool)
    command_asked = Signal(str)
    refused = Signal()  # what was typed stands for no answer, and is asked again

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._rules = AskRules()
        self._may_focus = True
        self._margin = 0
        self._stops: list[QWidget] = []
        self._given = False  # an answer was given, and nothing was typed since
        self._showing = False  # another screen is being put in
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._area = PageArea()
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = Ground(kit, "background")
        self._area.setWidget(self._content)
        self._sheet = QuestionSheet(kit, self._content)
        self._second = QuestionSheet(kit, self._content)
        self._second.hide()
        self._second.setEnabled(False)
        self._buttons = self._make_buttons()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._area)
        self._area.resized.connect(self.arrange)
        self._sheet.changed.connect(self._changed)
        self._sheet.picked.connect(self._picked)
        self._sheet.refused.connect(self.refused)
        self._sheet.kept.connect(self._kept)
        self._sheet.resized.connect(self._resized)
        self._sheet.reached.connect(self._show_current)
        for button in self._buttons.values():
            button.focused.connect(self._show_button)
        kit.theme.changed.connect(self.arrange, Qt.ConnectionType.QueuedConnection)

    def _make_buttons(self) -> dict[Special | None, KeyButton]:
        names = {Special.DONT_KNOW: "dont_know", Special.REFUSED: "refused", Special.NOT_APPLICABLE: "not_applicable"}
        made: dict[Special | None, KeyButton] = {}
        for special, name in names.items():
            button = KeyButton(self._kit, special_word(special), command_key(name), parent=self._content)
            button.setCheckable(True)
            button.setProperty("command", name)
            made[special] = button
        remark = KeyButton(self._kit, say("Remark"), command_key("remark"), parent=self._content)
        remark.setProperty("command", "remark")
        made[None] = remark
        for button in made.values():
            button.clicked.connect(self._button_clicked)
        return made

    @Slot()
    def _button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton):
            self._show_special()  # a click has toggled it; the answer decides how it looks
            self.command_asked.emit(str(button.property("command")))

    @property
    def sheet(self) -> QuestionSheet:
        return self._sheet

    @property
    def vertical(self) -> QScrollBar:
        """The scroll bar."""
        return self._area.verticalScrollBar()

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the page keeps the focus to itself."""
        self._may_focus = allowed
        if allowed:
            self.take_focus()

    def render(self, screen: ScreenView, second: ScreenView | None, rules: AskRules) -> None:  # type: ignore[override]
        self._rules = rules
        self._showing = True
        self._sheet.show_screen(screen)
        self._showing = False
        self._second.setVisible(second is not None)
        if second is not None:
            self._second.show_screen(second)
            self._mirror()  # what was typed and not given yet
        self._order_stops()
        self._show_special()
        self.arrange()
        self.vertical.setValue(0)
        self.take_focus()
        if len(screen.questions) > 1:
            self._show_current()
        self._show_check()

    def forget(self) -> None:
        """What was typed here and is not an answer goes: the next screen is of another interview."""
        self._given = False
        self._sheet.forget()
        self._second.forget()

    def select_refused(self) -> None:
        """An answer that was just given and refused is selected, so that typing replaces it."""
        block, given, self._given = self._sheet.current, self._given, False
        if given and block.is_given:
            block.show_check_again()
            self._show_current()
        if given and (block.check.is_hard or block.check.is_soft) and block.editor is not None:
            block.editor.select()

    def take_focus(self) -> None:
        """Give the keyboard to the current question."""
        if not self._may_focus:
            return
        widget = self._sheet.current.focus_widget()
        if widget is None:  # a note: the page itself hears Enter
            self.setFocus()
            return
        if not widget.hasFocus():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_margin(self, margin: int) -> None:
        """Room at both sides."""
        self._margin = margin

    def inner_width(self) -> int:
        """Width of the questions: as wide as it reads well; two languages take all there is."""
        room = self.width() - 2 * self._margin
        return room if not self._second.isHidden() else min(room, self._kit.theme.text_px(_WIDEST))

    @Slot()
    def arrange(self) -> None:
        """Place everything once for the present size."""
        if not self._sheet.has_screen:
            return
        theme, view = self._kit.theme, self._area.viewport()
        width, gap = view.width(), theme.space(6)
        two = not self._second.isHidden()
        inner, left = self.inner_width(), self._margin
        rtl = self._sheet.isRightToLeft()
        each = (inner - gap) // 2 if two else inner
        buttons: list[QWidget] = list(self._buttons.values())
        row = height_of_rows(buttons, inner, theme.space(2))
        room = view.height() - row - theme.space(3) - theme.space(2)
        levels = Levels(alone=not two)
        if two:
            self._second.height_for(each, room, levels)
            self._sheet.height_for(each, room, levels)
            self._second.setGeometry(left + each + gap, 0, each, self._second.height_for(each, room, levels))
        height = self._sheet.height_for(each, room, levels)
        self._sheet.setGeometry(left, 0, each, height)
        top = height + theme.space(4)
        row = place_in_rows(buttons, left, top, inner, theme.space(2), rtl)
        self._content.resize(width, max(view.height(), top + row + theme.space(2)))
        self._show_check()

    @Slot()
    def _changed(self) -> None:
        if self._showing:
            return  # no change of the answer, and everything is arranged afterwards
        self._given = False
        self._show_special()
        self._mirror()
        if self._sheet.isVisible():
            self._show_current()

    @Slot()
    def _resized(self) -> None:
        self._mirror()
        self.arrange()

    def _mirror(self) -> None:
        """The second column shows the same answers, and what is said of them."""
        if not self._second.isHidden():
            self._second.mirror(self._sheet.drafts(), self._sheet.index)

    def _order_stops(self) -> None:
        """Tab goes from question to question, then to the buttons; blocks are made when they are first needed."""
        stops = [*self._sheet.stops(), *self._buttons.values()]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _show_special(self) -> None:
        special = self._sheet.current.special
        for kind, button in self._buttons.items():
            if kind is not None and button.isChecked() != (kind is special):
                button.setChecked(kind is special)
        if self._offer_special():
            self.arrange()

    def _offer_special(self) -> bool:
        """Show the buttons only where there is something to answer; whether that changed any."""
        asks, changed = self._sheet.current.view.takes_special, False
        for kind, button in self._buttons.items():
            wanted = asks and (kind is not Special.NOT_APPLICABLE or self._rules.not_applicable)
            if kind is not None and button.isHidden() == wanted:
                button.setVisible(wanted)
                changed = True
        return changed

    @Slot()
    def _show_button(self) -> None:
        """A button that gets the keyboard comes in sight."""
        button = next((button for button in self._buttons.values() if button.hasFocus()), None)
        if button is not None:
            self._area.ensureWidgetVisible(button, 0, self._kit.theme.space(2))

    @Slot()
    def _show_current(self) -> None:
        """Scroll so far that the current question is in sight."""
        if self.vertical.maximum() == 0:
            return
        current = self._sheet.current
        self._bring_in_sight(current, current.focus_rect())
        self._show_check()

    def _show_check(self) -> None:
        """Scroll so far that what keeps the interview from going on is in sight; it stands below the answers."""
        check = self._sheet.current.check
        if self.vertical.maximum() > 0 and check.is_open:
            self._bring_in_sight(check, check.rect())

    def _bring_in_sight(self, part: QWidget, rect: QRect) -> None:
        """Scroll so far that a part of a widget is in sight, its top before its bottom."""
        point = part.mapTo(self._content, rect.topLeft())
        self._area.ensureVisible(point.x(), point.y() + rect.height(), 0, self._kit.theme.space(2))
        self._area.ensureVisible(point.x(), point.y(), 0, self._kit.theme.space(2))

    def toggle_special(self, special: Special) -> None:
        """Don't know, refused, not applicable: selected now, given by Enter."""
        self._sheet.current.toggle_special(special)
        if self._rules.auto_advance and self._sheet.current.special is not None:
            self.confirm()

    @Slot()
    def _picked(self) -> None:
        if self._rules.auto_advance:
            self.confirm()

    def confirm(self) -> None:
        """Enter: apply collected digits, keep a soft check with its reason, or give the answer."""
        block = self._sheet.current
        if block.check.reason.hasFocus():
            block.check.confirm()
            return
        if block.editor is not None and block.editor.apply():
            return
        block.forget_refused()
        if block.waits_for_reason:
            block.check.reason.setFocus()
            return
        self._give(self._to_be_given())

    def _to_be_given(self) -> list[int]:
        """Places of the questions that Enter gives: the current one, and with the last what was changed elsewhere."""
        current = self._sheet.index
        others = [index for index in self._sheet.ungiven() if index != current] if self._sheet.is_last else []
        return [*others, current]

    def _give(self, places: list[int]) -> None:
        given = self._taken(places)
        if given is None:
            return
        last = self._sheet.is_last
        self._go_on(places)
        for number, (ref, answer) in enumerate(given, 1):
            self.answer_given.emit(ref, answer, last and number == len(given))

    def _taken(self, places: list[int]) -> list[tuple[str, Answer]] | None:
        """The answers that stand at these places; None where one cannot be read, which is asked back."""
        questions = self._sheet.shown.questions
        given = []
        for index in places:
            answer = self._sheet.answer_at(index)
            if answer is None:
                self._ask_back(index)
                return None
            given.append((questions[index].ref, answer))
        return given

    def _ask_back(self, index: int) -> None:
        self._sheet.go_to(index)
        self._sheet.current.show_problem()
        self._mirror()
        self.take_focus()
        self.refused.emit()

    def _go_on(self, places: list[int]) -> None:
        """What stands at these places goes out now."""
        for index in places:
            self._sheet.mark_given(index)
        if not self._sheet.is_last:
            self._sheet.move_on()
            self.take_focus()
        self._given = True

    @Slot(str)
    def _kept(self, reason: str) -> None:
        *others, _ = self._to_be_given()
        given = self._taken(others)
        if given is None:
            return
        last, ref = self._sheet.is_last, self._sheet.current.view.ref
        self._go_on(others)
        for other, answer in given:
            self.answer_given.emit(other, answer, False)
        self.check_kept.emit(ref, reason, last)

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody used: the current editor may have it."""
        editor = self._sheet.current.editor
        return editor is not None and editor.handle_key(event)

    def scroll_by_steps(self, steps: int) -> None:
        """Scroll by a third of what is in sight."""
        self.vertical.setValue(self.vertical.value() + steps * self._area.viewport().height() // 3)

    def call_when_painted(self, painted: Callable[[int], None]) -> None:
        """Call with the number of the screen at the end of each painting of its first question's answers."""
        report = _PaintReport(self, painted)
        self._sheet.report_painting(report)


class _PaintReport:
    def __init__(self, page: QuestionPage, painted: Callable[[int], None]) -> None:
        self._page, self._painted = page, painted

    def __call__(self) -> None:
        self._painted(self._page.sheet.shown.number)
