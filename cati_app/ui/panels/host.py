"""Shows one panel over the screen, routes keys to it and passes its signals on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from cati_app.ui.panels.along import AlongPanel
from cati_app.ui.panels.choices import ChoicePanel, WrapUpPanel
from cati_app.ui.panels.forms import FormPanel
from cati_app.ui.panels.panel import Panel
from cati_app.ui.panels.planning import PlanPanel
from cati_app.ui.panels.reading import ExplanationPanel, HelpPanel, OutlinePanel, PausePanel
from cati_app.ui.panels.steering import SteeringPanel
from cati_app.ui.panels.texts import AppointmentPanel, TextPanel
from cati_app.ui.stage.panel_states import (
    AlongPanelState,
    AppointmentPanelState,
    ChoicePanelState,
    ExplanationState,
    FormPanelState,
    HelpState,
    OutlinePanelState,
    PanelState,
    PauseState,
    PlanPanelState,
    SteeringPanelState,
    TextPanelState,
    WrapUpState,
)
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.scroll import Scroll

_WIDTH = 560
_TYPED = TextPanel | AlongPanel | SteeringPanel | PlanPanel | FormPanel | AppointmentPanel | WrapUpPanel
"""Panels that forget what was typed when they go."""
_SCROLL_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1}


class PanelHost(QWidget):
    """Covers the screen, not the header and the footer. Panels are built at their first use and kept."""

    choice_made = Signal(object, str)
    text_saved = Signal(object, str, str)
    appointment_made = Signal(object)
    appointment_offered = Signal(object)
    figure_typed = Signal(object, str)
    jump_chosen = Signal(str)
    wrap_up_confirmed = Signal(str, str)
    pause_ended = Signal()
    closed = Signal(object)
    opened_or_closed = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.SubWindow)  # within which Qt itself lets Tab go round
        self._kit = kit
        self._panels: dict[type[Panel], Panel] = {}
        self._panel: Panel | None = None
        self._before: QWidget | None = None  # had the focus when the panel came
        self._card = QFrame(self)
        self._card.setProperty("ground", "card")
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._inside = QWidget()
        self._inside.setProperty("ground", "surface")
        self._stack = QVBoxLayout(self._inside)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(self._inside)
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_more)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._tell_more)
        column = QVBoxLayout(self._card)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        self._column = column
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        kit.theme.changed.connect(self._arrange)
        self.hide()

    @property
    def panel(self) -> Panel | None:
        """The open panel."""
        return self._panel

    def show_panel(self, state: PanelState) -> None:
        """Open a panel, or show a new state of the open one."""
        panel = self._panel_for(state)
        another = panel is not self._panel
        if another:
            self._leave()
            self._panel = panel
            self._stack.addWidget(panel)
            panel.show()
            if panel.buttons is not None:
                self._column.addWidget(panel.buttons)
                panel.buttons.show()
        self._title.setText(panel.title())
        for part in (self, panel):
            part.setAccessibleName(panel.title())
        first = self.isHidden()
        if first:
            self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self._arrange()
        if first or another or not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._scroll.verticalScrollBar().setValue(0)
        focus = panel.first_focus()
        inside = self._card.isAncestorOf(self.window().focusWidget() or self.window())
        if focus is not None and (another or not inside):
            focus.setFocus()
        self._tell_more()
        QTimer.singleShot(0, self._scroll, self._scroll.show_focus)  # once the panel is laid out
        self.opened_or_closed.emit()

    def hide_panel(self) -> None:
        """Close without a signal."""
        if self._panel is None:
            return
        self._give_focus_back()
        self._leave()
        self.hide()
        self.opened_or_closed.emit()

    def _give_focus_back(self) -> None:
        """To what had it, where that stands; Qt would hand it to whatever comes next, and scroll there."""
        before, self._before = self._before, None
        if before is None or not isValid(before) or not (before.isVisible() and before.isEnabled()):
            return
        around = before.parentWidget()
        while around is not None:
            if isinstance(around, Scroll):
                around.stay_at(before)
            around = around.parentWidget()
        before.setFocus()

    def close_panel(self) -> None:
        """Esc: step back inside the panel, else close it."""
        panel = self._panel
        if panel is None or panel.step_back():
            return
        if isinstance(panel, PausePanel):
            panel.confirm()
            return
        self._close(panel)

    def _close(self, panel: Panel) -> None:
        kind = panel.kind
        self.hide_panel()
        self.closed.emit(kind)

    def _leave(self) -> None:
        panel, self._panel = self._panel, None
        if panel is None:
            return
        if isinstance(panel, _TYPED):
            panel.clear()
        if isinstance(panel, ChoicePanel):
            panel.results.reset()
        if isinstance(panel, PausePanel):
            panel.stop()
        panel.hide()
        self._stack.removeWidget(panel)
        if panel.buttons is not None:
            panel.buttons.hide()
            self._column.removeWidget(panel.buttons)

    def _panel_for(self, state: PanelState) -> Panel:
        if isinstance(state, ChoicePanelState):
            return self._shown(ChoicePanel, state)
        if isinstance(state, TextPanelState):
            return self._shown(TextPanel, state)
        if isinstance(state, AlongPanelState):
            return self._shown(AlongPanel, state)
        if isinstance(state, SteeringPanelState):
            return self._shown(SteeringPanel, state)
        if isinstance(state, FormPanelState):
            return self._shown(FormPanel, state)
        if isinstance(state, PlanPanelState):
            return self._shown(PlanPanel, state)
        if isinstance(state, AppointmentPanelState):
            return self._shown(AppointmentPanel, state)
        if isinstance(state, OutlinePanelState):
            return self._shown(OutlinePanel, state)
        if isinstance(state, HelpState):
            return self._shown(HelpPanel, state)
        if isinstance(state, ExplanationState):
            return self._shown(ExplanationPanel, state)
        if isinstance(state, WrapUpState):
            return self._shown(WrapUpPanel, state)
        assert isinstance(state, PauseState)
        return self._shown(PausePanel, state)

    def _shown(self, kind: type[Panel], state: PanelState) -> Panel:
        panel = self._panels.get(kind)
        if panel is None:
            panel = self._panels[kind] = kind(self._kit)
            panel.setParent(self._inside)
            if panel.buttons is not None:
                panel.buttons.hide()
                panel.buttons.setParent(self._card)
            self._connect(panel)
        panel.render(state)  # type: ignore[call-overload]
        return panel

    def _connect(self, panel: Panel) -> None:
        panel.grown.connect(self._arrange, Qt.ConnectionType.QueuedConnection)
        panel.primary_pressed.connect(self._confirm)
        panel.close_pressed.connect(self.close_panel)
        if isinstance(panel, ChoicePanel):
            panel.chosen.connect(self.choice_made)
        elif isinstance(panel, TextPanel | AlongPanel | FormPanel):
            panel.saved.connect(self.text_saved)
        elif isinstance(panel, SteeringPanel | PlanPanel):
            panel.saved.connect(self.text_saved)
            panel.figure_typed.connect(self.figure_typed)
        elif isinstance(panel, AppointmentPanel):
            panel.made.connect(self.appointment_made)
            panel.offered.connect(self.appointment_offered)
        elif isinstance(panel, OutlinePanel):
            panel.jumped.connect(self.jump_chosen)
        elif isinstance(panel, WrapUpPanel):
            panel.confirmed.connect(self.wrap_up_confirmed)
        elif isinstance(panel, PausePanel):
            panel.ended.connect(self.pause_ended)

    @Slot()
    def _confirm(self) -> None:
        if self._panel is not None:
            self._panel.confirm()

    @Slot()
    def _arrange(self) -> None:
        """As wide as it reads well, as high as it needs, never beyond the window."""
        if self._panel is None:
            return
        theme = self._kit.theme
        pad = theme.space(5)
        self._column.setContentsMargins(pad, pad, theme.space(3), theme.space(4))
        self._column.setSpacing(theme.space(3))
        self._stack.setContentsMargins(0, 0, theme.space(2), 0)
        edge = theme.space(4)
        width = min(theme.text_px(_WIDTH), self.width() - 2 * edge)
        inner = width - pad - theme.space(5) - self._scroll.verticalScrollBar().sizeHint().width() - 4
        self._panel.column.activate()
        layout = self._panel.column
        tall = layout.totalHeightForWidth(inner) if layout.hasHeightForWidth() else layout.sizeHint().height()
        head = self._title.heightForWidth(max(1, width - 2 * pad)) + pad + theme.space(8)
        foot = self._panel.buttons.sizeHint().height() + theme.space(3) if self._panel.buttons is not None else 0
        height = min(head + tall + foot + theme.space(2), self.height() - 2 * edge)
        x = (self.width() - width) // 2
        y = max(edge, (self.height() - height) // (2 if self._panel.covers else 3))
        self._card.setGeometry(QRect(x, y, width, height))
        self._follow_selection()

    @Slot()
    def _tell_more(self) -> None:
        bar = self._scroll.verticalScrollBar()
        if self._panel is not None:
            self._panel.tell_more(bar.value() < bar.maximum())

    def _follow_selection(self) -> None:
        panel = self._panel
        if isinstance(panel, ChoicePanel) and panel.message:
            self._scroll.show_news(panel.told)
        elif isinstance(panel, ChoicePanel | WrapUpPanel):
            self._scroll.show_rect(panel.results, panel.results.current_rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self.setGeometry(QRect(0, 0, event.size().width(), event.size().height()))
            self._arrange()
        return False

    def scroll_by_steps(self, steps: int) -> None:
        self._scroll.scroll_by_steps(steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, panel = event.key(), self._panel
        if panel is None:
            event.ignore()
        elif is_enter(event):
            if confirms(self._kit, event) and not presses_button(self):
                panel.confirm()
        elif key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key == Qt.Key.Key_PageUp and isinstance(panel, WrapUpPanel):
            self._close(panel)  # back to the question before the end, whatever is selected or asked
        elif not panel.handle_key(event) and key in _SCROLL_KEYS:
            self.scroll_by_steps(_SCROLL_KEYS[Qt.Key(key)])
        # every key ends here: nothing typed over a panel may reach the screen behind it

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the panel: what it covers cannot be seen.

        Qt looks for the next one, and nobody here: PySide6 6.12 takes whatever `nextInFocusChain` returns for a part of
        the widget that was asked, and once that one is deleted, for deleted as well.
        """
        moved = super().focusNextPrevChild(forward)
        self._scroll.show_focus()
        return moved

    def mousePressEvent(self, event: QEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        covers = self._panel is not None and self._panel.covers
        painter.fillRect(self.rect(), self._kit.theme.color("background" if covers else "shade"))
