"""One question: text, instruction, the editor that suits it, the check line. Kept and changed, never rebuilt."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.texts import say
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.check_line import CheckLine
from cati_app.ui.widgets.editors import Editor, make_editor
from cati_app.ui.widgets.kinds import KIND_WIDGETS, EditorKind
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.reading import ReadingText


class QuestionBlock(QWidget):
    """A question on the page. Arranged by hand, in one round."""

    changed = Signal()
    picked = Signal()
    resized = Signal()  # needs another height
    focused = Signal(QObject)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._view: QuestionView | None = None
        self._special: Special | None = None
        self._edited = False
        self._editors: dict[EditorKind, Editor] = {}
        self._editor: Editor | None = None
        self.reading = ReadingText(kit, self)
        self.check = CheckLine(kit, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def view(self) -> QuestionView:
        assert self._view is not None
        return self._view

    @property
    def editor(self) -> Editor | None:
        """None for a note: there is nothing to answer."""
        return self._editor

    @property
    def special(self) -> Special | None:
        return self._special

    @property
    def waits_for_reason(self) -> bool:
        """A soft check stands here and the answer was not changed since."""
        return self.check.is_soft and not self._edited

    def warm(self, kinds: tuple[EditorKind, ...]) -> None:
        """Build editors before they are needed."""
        for kind in kinds:
            self._editor_of(kind)

    def show_question(self, view: QuestionView, role: TextRole) -> None:
        """Show a question; what was typed stays if it is the same one with the same stored answer."""
        if view == self._view and not self._edited:
            return  # the cursor stays where it is
        old, self._view = self._view, view
        keep = old is not None and self._edited and (old.ref, old.answer) == (view.ref, view.answer)
        self.reading.show_text(view.label, view.hint, aside_of(view), role)
        self.check.show_check(view.check)
        if keep and old is not None and old.choices == view.choices and old.kind is view.kind:
            return
        draft = self.answer() if keep else None
        typed = self._editor.typed() if keep and self._editor is not None else ""
        kind = KIND_WIDGETS[view.kind].editor(view)
        editor = None if kind is None else self._editor_of(kind)
        if editor is not self._editor:
            if self._editor is not None:
                self._editor.widget.hide()
            self._editor = editor
            if editor is not None:
                editor.widget.show()
        self._edited = keep
        self._special = view.answer.special
        if editor is not None:
            editor.show(view)
            editor.widget.setAccessibleName(view.label)
            editor.widget.setAccessibleDescription(view.hint)
        if draft is not None:
            self.show_answer(draft)
        if keep and editor is not None:
            editor.retype(typed)

    def _editor_of(self, kind: EditorKind) -> Editor:
        editor = self._editors.get(kind)
        if editor is None:
            editor = self._editors[kind] = make_editor(kind, self._kit, self)
            editor.widget.hide()
            editor.on_change(self._changed, self._picked, self._focused)
            editor.on_refused(self._refused)
        return editor

    @Slot()
    def _changed(self) -> None:
        self.forget_refused()
        self._forget_hard()
        self._edited = True
        self._special = None
        self.changed.emit()

    @Slot()
    def _picked(self) -> None:
        self.picked.emit()

    @Slot()
    def _focused(self) -> None:
        self.focused.emit(self)

    @Slot(str)
    def _refused(self, code: str) -> None:
        self.check.show_refused(self.view.ref, code)
        self.resized.emit()

    def _forget_hard(self) -> None:
        """What was said against an answer goes with it."""
        if self.check.is_hard:
            self.check.show_check(None)
            self.resized.emit()

    def forget_refused(self) -> None:
        """Show the question's own check again in place of a refused code."""
        if self.check.shows_refused:
            self.check.show_check(self.view.check)
            self.resized.emit()

    def answer(self) -> Answer | None:
        """What stands here now; None when it cannot be read."""
        if self._special is not None:
            return Answer(special=self._special)
        text = "" if self._editor is None else self._editor.value()
        return None if text is None else Answer(text)

    def show_answer(self, answer: Answer) -> None:
        """Show another answer than the stored one, without a signal."""
        self._special = answer.special
        if self._editor is not None:
            self._editor.show(dataclasses.replace(self.view, answer=answer))

    def toggle_special(self, special: Special) -> None:
        """Select a special answer, or take it back."""
        if not self.view.takes_special:
            return
        self._special = None if self._special is special else special
        if self._editor is not None:
            self._editor.clear()
        self._edited = True
        self.changed.emit()

    def focus_widget(self) -> QWidget | None:
        """What takes the keyboard: a reason that is being typed goes on."""
        if self.waits_for_reason and self.check.reason.text():
            return self.check.reason
        return None if self._editor is None else self._editor.widget

    def focus_rect(self) -> QRect:
        """What should be in sight while this question is in focus."""
        if self._editor is None:
            return self.rect()
        return self._editor.focus_rect().translated(self._editor.widget.pos())

    def report_painting(self, report: Callable[[], None]) -> None:
        """Call at the end of each painting of the answers; of the text where there are none."""
        self.reading.painted = report  # type: ignore[method-assign]
        for editor in self._editors.values():
            if hasattr(editor.widget, "painted"):
                editor.widget.painted = report

    def height_for(self, width: int, room: int = 0) -> int:
        """Place the parts for a width and return the height; `room` is what the answers may take before closing up."""
        theme = self._kit.theme
        height = self.reading.height_for(width)
        self.reading.setGeometry(0, 0, width, height)
        if self._editor is not None:
            top = height + (theme.space(4) if height else 0)
            check = self.check.height_for(width)
            left = max(1, room - top - (check + theme.space(3) if check else 0)) if room else 0
            tall = self._editor.height_for(width, left)
            self._editor.widget.setGeometry(0, top, width, tall)
            height = top + tall
        if not self.check.isHidden():
            tall = self.check.height_for(width)
            self.check.setGeometry(0, height + theme.space(3), width, tall)
            height += theme.space(3) + tall
        return height


def aside_of(view: QuestionView) -> str:
    """The muted line under the text: remark and unconfirmed earlier answers."""
    parts = []
    if view.kept_aside:
        parts.append(say("Earlier answer: please confirm"))
    if view.remark:
        parts.append(say("Remark: {text}", text=view.remark))
    if view.read_only:
        parts.append(say("for information only"))
    return " · ".join(parts)
