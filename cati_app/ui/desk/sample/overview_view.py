"""The overview of the sample tab: figures, import, random portions, block list."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable, line_of
from cati_app.ui.desk.sample.question import Question
from cati_app.ui.desk.sample.states import OverviewQuestion, OverviewState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone
from cati_app.ui.widgets.tiles import TileRow
from cati_app.ui.widgets.wording import command_key

_SIDE, _BESIDE_NEEDS = 380, 1000
_ROWS_IN_SIGHT = 4


class OverviewPage(Page):
    """Buttons ask; the question card does."""

    import_asked = Signal()
    asked = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._kit = kit
        self.tiles = TileRow(kit)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._message.hide()
        self.question = Question(kit)
        self.question.left.connect(self._leave)
        self.open_file = KeyButton(kit, say("Import a file …"), command_key("sample_import"), "primary")
        self.open_file.clicked.connect(self.import_asked)
        self.release = KeyButton(kit, say("Release the next portion …"), command_key("sample_release"))
        self.release.clicked.connect(self._ask_release)
        self.portions = RowsTable(kit, (1,), _ROWS_IN_SIGHT)
        self.block = KeyButton(kit, say("Put a number on …"), key_word("Ctrl+K"))
        self.block.clicked.connect(self._ask_block)
        self.unblock = KeyButton(kit, say("Take one off …"), key_word("Ctrl+Shift+K"))
        self.unblock.clicked.connect(self._ask_unblock)
        self._log = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._build()
        kit.theme.changed.connect(self._arrange)
        self._arrange()

    def _build(self) -> None:
        kit = self._kit
        importing = Card(kit, say("Import"))
        hint = say("CSV or Excel, one case a row. First you see a preview; nothing is changed before.")
        importing.add(label(kit, TextRole.CONTROL, "muted", wrap=True, text=hint))
        portions = Card(kit, say("Random portions"))
        portions.add(self.portions, 1)
        portions.add(line_of(self.release))
        blocks = Card(kit, say("Block list of all studies"))
        rule = say("One person puts a number on. Taking one off needs two people and a written reason.")
        blocks.add(label(kit, TextRole.CONTROL, "muted", wrap=True, text=rule))
        blocks.add(self.block)
        blocks.add(self.unblock)
        blocks.add(label(kit, TextRole.CAPTION, "muted", text=say("Done last")))
        blocks.add(self._log)
        blocks.add_stretch()
        self._blocks = blocks
        left = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        left.addWidget(importing)
        left.addWidget(portions, 1)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.addLayout(left, 1)
        self._lower.addWidget(blocks)
        for part in (self.tiles, self._message, self.question):
            self.column.addWidget(part)
        self.column.addLayout(self._lower, 1)
        self.add_foot(self.open_file, self.question.do, self.question.leave)

    @Slot()
    def _arrange(self) -> None:
        theme = self._kit.theme
        beside = self.width() >= theme.text_px(_BESIDE_NEEDS)
        row, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._lower.setDirection(row if beside else below)
        self._lower.setSpacing(theme.space(3))
        widest = max(button.sizeHint().width() for button in (self.block, self.unblock)) + 2 * theme.space(5)
        side = max(theme.text_px(_SIDE), widest)
        self._blocks.setMinimumWidth(side if beside else 0)
        self._blocks.setMaximumWidth(side if beside else 16777215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def render_overview(self, state: OverviewState) -> None:
        """Show a state."""
        self.tiles.render_tiles(state.tiles)
        self.portions.render_table(state.portions)
        self.release.setEnabled(state.can_release)
        self._log.setText("\n".join(state.block_lines) or say("Nothing so far."))
        if self._message.text() != state.message:
            self._message.setText(state.message)
            announce(self, state.message)
            self.scroller.show_news(self._message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)
        was_asked = self.question.isVisible()
        self.question.render_question(state)
        self.open_file.setVisible(state.asked is OverviewQuestion.NOTHING)
        if was_asked and state.asked is OverviewQuestion.NOTHING:
            self.take_focus()

    def take_focus(self) -> None:
        """To the question, or to the import."""
        if self.question.isVisible():
            self.question.take_focus()
        else:
            self.show_top()  # the focus went through the portions, from the tab that was left
            self.open_file.setFocus()

    @Slot()
    def _ask_release(self) -> None:
        self.asked.emit(OverviewQuestion.RELEASE)

    @Slot()
    def _ask_block(self) -> None:
        self.asked.emit(OverviewQuestion.BLOCK)

    @Slot()
    def _ask_unblock(self) -> None:
        self.asked.emit(OverviewQuestion.UNBLOCK)

    @Slot()
    def _leave(self) -> None:
        self.asked.emit(OverviewQuestion.NOTHING)
