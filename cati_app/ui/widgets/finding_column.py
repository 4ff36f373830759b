"""The findings of the check beside the questionnaire, each with place and cure; Enter shows the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cati_app.domain.findings import Finding, Severity
from cati_app.texts import say, say_count, worded
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.kit import Kit, announce, label
from cati_app.ui.widgets.scroll import Scroll

_WIDTH = 340
_MOST = 100
"""So many are shown; the command lists all."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -_MOST, Qt.Key.Key_End: _MOST}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT)
_TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.HINT: "muted"}
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "⚠", Severity.HINT: "○"}


class FindingCard(QFrame):
    """One finding; takes the focus, so that the keyboard reaches it."""

    chosen = Signal(object)
    step_asked = Signal(int)
    left = Signal()

    def __init__(self, kit: Kit, finding: Finding, cell: str = "") -> None:
        super().__init__()
        self._kit, self.finding = kit, finding
        self.setProperty("ground", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        severity, tone = finding.severity, _TONES[finding.severity]
        words = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.HINT: say("hint")}
        head = f"{_SIGNS[severity]} {words[severity]} · {finding_place(finding, cell)}".rstrip(" ·")
        message, cure = worded(finding.message), worded(finding.cure)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(label(kit, TextRole.SMALL, tone, wrap=True, text=head))
        column.addWidget(label(kit, TextRole.CONTROL_STRONG, wrap=True, text=message))
        column.addWidget(label(kit, TextRole.SMALL, "muted", wrap=True, text=f"→ {cure}"))
        self.setAccessibleName(f"{head}. {message}")
        self.setAccessibleDescription(cure)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit(self.finding)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            if confirms(self._kit, event):
                self.chosen.emit(self.finding)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _STEPS:
            self.step_asked.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class FindingColumn(QWidget):
    """Worst first; says so where there is nothing to say. `left`: Esc on a finding."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._cards: list[FindingCard] = []
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._summary = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._more = label(kit, TextRole.SMALL, "muted", wrap=True)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.addStretch(1)
        self._scroll = Scroll(inside)
        column = QVBoxLayout(self)
        column.addWidget(label(kit, TextRole.CAPTION, "muted", text=say("Findings"), wrap=True))
        column.addWidget(self._summary)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._more)
        self._known: tuple[tuple[Finding, ...], bool] | None = None
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.setFixedWidth(min(self._kit.theme.text_px(_WIDTH), 480))

    @property
    def summary(self) -> str:
        """How many there are of each kind."""
        return self._summary.text()

    def show_findings(
        self, findings: Sequence[Finding], *, is_read: bool = True, cell_of: Callable[[Finding], str] | None = None
    ) -> None:
        """The findings, worst first, then in the order of the sheets.

        Args:
            cell_of: The cell of a finding as a spreadsheet names it; blank: not known.
            is_read: False: there is no questionnaire yet that something could be found in.
        """
        if self._known == (tuple(findings), is_read):
            return
        self._known = (tuple(findings), is_read)
        focused = next((card.finding for card in self._cards if card.hasFocus()), None)
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
        self._cards = [
            FindingCard(self._kit, finding, cell_of(finding) if cell_of is not None else "")
            for finding in ordered[:_MOST]
        ]
        for n, card in enumerate(self._cards):
            card.chosen.connect(self.chosen)
            card.left.connect(self.left)
            card.step_asked.connect(self._step)
            self._list.insertWidget(n, card)
            if card.finding == focused:
                card.setFocus()
        count = {severity: sum(each.severity is severity for each in findings) for severity in Severity}
        text = ", ".join(
            (
                say_count("{count} error", "{count} errors", count[Severity.ERROR]),
                say_count("{count} warning", "{count} warnings", count[Severity.WARNING]),
                say_count("{count} hint", "{count} hints", count[Severity.HINT]),
            )
        )
        nothing = say("Nothing to complain about.") if is_read else say("No questionnaire was chosen yet.")
        self._summary.setText(text if findings else nothing)
        announce(self, self._summary.text())
        left = len(findings) - _MOST
        self._more.setText(
            say("… and {count} more; `cati check STUDY_OR_FORM` lists all", count=left) if left > 0 else ""
        )

    @Slot()
    def take_focus(self) -> None:
        """To the first finding."""
        if self._cards:
            self._cards[0].setFocus()

    @Slot(int)
    def _step(self, by: int) -> None:
        now = next((n for n, card in enumerate(self._cards) if card.hasFocus()), 0)
        self._cards[max(0, min(len(self._cards) - 1, now + by))].setFocus()


def finding_place(finding: Finding, cell: str = "") -> str:
    """`survey · row 24 · label`; with its cell, `sheet survey, cell D24 · label`."""
    if cell:
        told = say("sheet {sheet}, cell {cell}", sheet=finding.sheet or "", cell=cell)
        return f"{told} · {finding.column}"
    parts = [finding.sheet or "", say("row {row}", row=finding.row) if finding.row else "", finding.column or ""]
    return " · ".join(part for part in parts if part)
