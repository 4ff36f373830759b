"""A panel with several fields; passwords in it are gone as soon as it was given or closed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cati_app.texts import say
from cati_app.ui.panels.panel import Panel
from cati_app.ui.stage.form_states import FieldKind, FieldState
from cati_app.ui.stage.panel_states import FormPanelState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label
from cati_app.ui.widgets.pick_box import PickBox

_Field = LineField | PickBox


class FormPanel(Panel):
    """Enter goes from field to field, and in the last one does it."""

    saved = Signal(object, str, str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._state: FormPanelState | None = None
        self._parts: list[QWidget] = []
        self.fields: dict[str, _Field] = {}
        self._message = label(kit, TextRole.CONTROL_STRONG, "bad", wrap=True)
        self.column.addWidget(self._message)
        self.add_buttons(say("Save"))

    def render(self, state: FormPanelState) -> None:  # type: ignore[override]
        old, self._state = self._state, state
        self.kind = state.kind
        if old is None or old.form.key != state.form.key:
            self._build(state)
        elif state.form.message:
            self._forget_passwords()
        self._message.setText(state.form.message)
        self._message.setVisible(bool(state.form.message))
        if state.form.message:
            announce(self._message, state.form.message)
            wrong = self.fields.get(state.form.wrong) or self.first_focus()
            self.column.removeWidget(self._message)
            self.column.insertWidget(self.column.indexOf(wrong) + 1, self._message)
            wrong.setFocus()
        self.name_primary(state.form.verb)
        self.grown.emit()

    def _build(self, state: FormPanelState) -> None:
        for part in self._parts:
            self.column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.fields = [], {}
        for text in state.form.texts:
            self._add(label(self.kit, TextRole.CONTROL, wrap=True, text=text))
        for field in state.form.fields:
            self._add(label(self.kit, TextRole.SMALL, "muted", text=field.label))
            made = self.fields[field.key] = self._made(field)
            made.setAccessibleDescription(field.explanation)
            self._add(made)
            if field.explanation:
                self._add(label(self.kit, TextRole.SMALL, "muted", wrap=True, text=field.explanation))
        self.column.removeWidget(self._message)
        self.column.addWidget(self._message)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.column.addWidget(part)
        part.show()

    def _made(self, field: FieldState) -> _Field:
        if field.kind is FieldKind.PICK:
            box = PickBox(self.kit, field.label)
            box.fill(field.options, field.value)
            return box
        line = LineField(self.kit.keys)
        line.setText(field.value)
        line.setPlaceholderText(field.hint)
        line.setAccessibleName(field.label)
        if field.kind is FieldKind.PASSWORD:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        follow_font(self.kit, line, TextRole.ANSWER)
        return line

    def _forget_passwords(self) -> None:
        for field in self.fields.values():
            if isinstance(field, LineField) and field.echoMode() is QLineEdit.EchoMode.Password:
                field.clear()

    def message_of(self, field: QWidget) -> QWidget | None:
        """The message, where it stands below this field: both are in sight together."""
        below = self.column.indexOf(field) + 1 == self.column.indexOf(self._message)
        return self._message if below and not self._message.isHidden() else None

    def clear(self) -> None:
        """Forget what was typed: the panel was closed or given."""
        self._state = None
        for field in self.fields.values():
            if isinstance(field, LineField):
                field.clear()

    def title(self) -> str:
        return self._state.form.title if self._state else ""

    def first_focus(self) -> QWidget:
        begins_at = self._state.form.begins_at if self._state else ""
        return self.fields.get(begins_at) or next(iter(self.fields.values()), self)

    def confirm(self) -> None:
        if self._state is None:
            return
        for here, following in pairwise(self.fields.values()):
            if here.hasFocus():
                following.setFocus()
                return
        texts = [field.key() if isinstance(field, PickBox) else field.text() for field in self.fields.values()]
        self.saved.emit(self.kind, self._state.form.key, "\n".join(texts))

    @property
    def types_text(self) -> bool:
        return True
