"""The case and the call in one bar: replaces the left column where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.console.interview.case_column import CallControls, CommandSlot
from cati_app.ui.console.states import CaseColumnState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.clock import ClockLabel
from cati_app.ui.widgets.flow import place_in_rows
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.wording import command_key


class CallBar(CommandSlot):
    """Number, clock and call controls, wrapped into as many rows as they need."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._number = label(kit, TextRole.CONTROL_STRONG)
        self._clock = ClockLabel(kit, TextRole.CONTROL_STRONG)
        self.controls = CallControls(kit, self)
        for widget in self._parts():
            widget.setParent(self)
        kit.theme.changed.connect(self._rearrange)

    def _parts(self) -> list[QWidget]:
        return [*self.controls.all, self._number, self._clock]

    def render(self, state: CaseColumnState) -> None:  # type: ignore[override]
        self._number.setText(state.number)
        self._number.setToolTip(f"{state.case_line}\n{state.number_line}")
        self._clock.show_time(state.call.seconds, state.call.running)
        self.controls.show_call(state.call)
        self.controls.appointment.set_texts(say("Appointment"), command_key("appointment"))
        self.controls.result.set_texts(say("Result"), command_key("result"))
        self._rearrange()

    def heightForWidth(self, width: int) -> int:
        theme = self._kit.theme
        pad, side = theme.space(2), theme.space(4)
        return place_in_rows(self._parts(), side, pad, width - 2 * side, pad, self.isRightToLeft()) + pad

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    @Slot()
    def _rearrange(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(1, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._rearrange()
