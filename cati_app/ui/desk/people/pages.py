"""The pages of the tab of people: the list, a form, a start code, work under way, the recovery sheet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.people.states import CodeState, PeopleState, SheetState, WorkState
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.command_button import CommandButton
from cati_app.ui.widgets.form_card import FormCard
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone
from cati_app.ui.widgets.paper import PaperView

_NAME_COLUMN, _ROWS_IN_SIGHT = 1, 6
_WIDEST_FORM = 720
_ALL = 1000  # against a stretch of 1


class ListPage(Page):
    """Everybody; below, what can be done with whoever is selected."""

    person_selected = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self.people = RowsTable(kit, (_NAME_COLUMN,), _ROWS_IN_SIGHT)
        self.people.table.selectionModel().currentRowChanged.connect(self._selected)
        self._sheet = label(kit, TextRole.CONTROL, wrap=True)
        self._buttons: dict[str, CommandButton] = {}
        people = Card(kit, say("People"))
        people.add(self.people, 1)
        people.add(
            ButtonRow(
                kit,
                self._button(kit, "people_abilities", say("Languages and skills …")),
                self._button(kit, "people_rename", say("Login, name …")),
                self._button(kit, "people_reset", say("Reset password …")),
                self._button(kit, "people_deactivate", say("Deactivate …")),
            )
        )
        sheet = Card(kit, say("Recovery sheet"))
        sheet.add(self._sheet)
        self._show_sheet = self._button(kit, "people_sheet", say("Show, print, save …"))
        sheet.add(
            ButtonRow(
                kit,
                self._show_sheet,
                self._button(kit, "people_renew_sheet", say("Make a new sheet …")),
                self._button(kit, "people_rotate", say("Renew the keys …")),
            )
        )
        self._message.hide()
        self.column.addWidget(self._message)
        self.column.addWidget(people, 1)
        self.column.addWidget(sheet)
        self.add_foot(
            self._button(kit, "people_add", say("Add a person …"), primary=True),
            self._button(kit, "people_password", say("Your password …")),
        )

    def _button(self, kit: Kit, command: str, text: str, *, primary: bool = False) -> CommandButton:
        button = CommandButton(kit, command, text, "primary" if primary else "plain")
        button.asked.connect(self.command_asked)
        self._buttons[command] = button
        return button

    @Slot(QModelIndex, QModelIndex)
    def _selected(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.person_selected.emit(self.people.model.key(current.row()))

    def render_people(self, state: PeopleState) -> None:
        """Show a state."""
        selection = self.people.table.selectionModel()
        selection.blockSignals(True)  # the presenter knows who is selected
        self.people.render_table(state.table)
        selection.blockSignals(False)
        self._sheet.setText(state.sheet)
        set_tone(self._sheet, state.sheet_tone.value)
        self._show_sheet.setVisible(state.sheet_waits)
        if state.message and state.message != self._message.text():
            announce(self, state.message)
            self.scroller.show_news(self._message)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)
        for command, can in (
            ("people_abilities", state.can_change),
            ("people_rename", state.can_change),
            ("people_reset", state.can_reset),
            ("people_deactivate", state.can_deactivate),
        ):
            self._buttons[command].setEnabled(can)

    def take_focus(self) -> None:
        """To the list, or to what fills it."""
        if self.people.model.rowCount():
            self.people.table.setFocus()
        else:
            self._buttons["people_add"].setFocus()


class FormPage(Page):
    """One form at a time."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._kit = kit
        self.form = FormCard(kit)
        beside = QHBoxLayout()  # as wide as it may be, a column would give it too little height for its texts
        beside.addWidget(self.form, _ALL)
        beside.addStretch(1)
        self.column.addLayout(beside)
        self.column.addStretch(1)
        self.add_foot(self.form.do, self.form.leave)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.form.setMaximumWidth(self._kit.theme.text_px(_WIDEST_FORM))

    def render_form(self, state: FormState) -> None:
        """Show a form."""
        self.form.render_form(state)

    def take_focus(self) -> None:
        """To the field that is needed."""
        self.form.take_focus()


class CodePage(Page):
    """A start code: large, to be read out, copied or written down."""

    confirmed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._texts = label(kit, TextRole.CONTROL, wrap=True)
        self.code = label(kit, TextRole.NUMBER)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._copied = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._question = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._question, Tone.WARN.value)
        card = Card(kit)
        for part in (self._title, self.code, self._texts, self._copied, self._question):
            card.add(part)
        self.copy = KeyButton(kit, say("Copy"), key_word("Ctrl+C"))
        self.copy.clicked.connect(self.copy_code)
        self.noted = KeyButton(kit, say("It is noted"), key_word("Return"), "primary")
        self.noted.clicked.connect(self.confirmed)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.add_foot(self.noted, self.copy)

    def render_code(self, state: CodeState) -> None:
        """Show a code; a blank one forgets the last."""
        self._question.setText(state.question)
        self._question.setVisible(bool(state.question))
        if state.question:
            announce(self, state.question)
            self.scroller.show_news(self._question)
            return
        self._title.setText(state.title)
        self._texts.setText("\n".join(state.texts))
        self.code.setText(state.code)
        self.code.setAccessibleName(" ".join(state.code))  # letter by letter
        self._copied.setText("")
        announce(self, state.title)

    @Slot()
    def copy_code(self) -> None:
        """To the clipboard, which is emptied with the page."""
        QGuiApplication.clipboard().setText(self.code.text())
        self._copied.setText(say("Copied. The clipboard is emptied when this page is left."))
        self.scroller.show_news(self._copied)

    def forget(self) -> None:
        """The code is gone from the screen and from the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self.code.text() and clipboard.text() == self.code.text():
            clipboard.clear()
        self.render_code(CodeState())

    def take_focus(self) -> None:
        """To the verb, so that Enter goes on."""
        self.noted.setFocus()


class WorkPage(Page):
    """Work under way, which is not stopped half-way."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._text = label(kit, TextRole.CONTROL, wrap=True)
        self._bar = ThinBar(kit)
        card = Card(kit)
        for part in (self._title, self._bar, self._text):
            card.add(part)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def render_work(self, state: WorkState) -> None:
        """Show how far it is."""
        if state.title != self._title.text():
            announce(self, state.title)
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._bar.set_share(state.share)
        self.setAccessibleName(state.title)


class RecoveryPage(Page):
    """The recovery sheet as it will be on paper."""

    confirmed = Signal()
    save_pressed = Signal()
    print_pressed = Signal()
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._texts = label(kit, TextRole.CONTROL, wrap=True)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._message.hide()
        self.paper = PaperView(kit)
        heading: QLabel = label(kit, TextRole.HEADING, wrap=True, text=say("Recovery sheet"))
        for part in (heading, self._texts, self._message, self.paper):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.go_on = KeyButton(kit, say("Type groups …"), key_word("Return"), "primary")
        self.go_on.clicked.connect(self.confirmed)
        self.printer = KeyButton(kit, say("Print …"), key_word("Ctrl+P"))
        self.printer.clicked.connect(self.print_pressed)
        self.save = KeyButton(kit, say("Save as PDF …"), key_word("Ctrl+S"))
        self.save.clicked.connect(self.save_pressed)
        self.leave = KeyButton(kit, say("Later"), key_word("Esc"))
        self.leave.clicked.connect(self.left)
        self.add_foot(self.go_on, self.printer, self.save, self.leave)

    def render_sheet(self, state: SheetState) -> None:
        """Show a state; one without pages forgets them."""
        self._texts.setText("\n".join(state.texts))
        self.paper.render_pages(state.pages)
        if state.message and state.message != self._message.text():
            announce(self, state.message)
            self.scroller.show_news(self._message)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)

    def take_focus(self) -> None:
        """To the verb, so that Enter goes on."""
        self.go_on.setFocus()
