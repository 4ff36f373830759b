"""One question: text, instruction, the editor that suits it, the check line. Kept and changed, never rebuilt."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import CheckView, QuestionView
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.check_line import CheckLine
from cati_app.ui.widgets.draft import Draft
from cati_app.ui.widgets.editor import Editor
from cati_app.ui.widgets.editors import make_editor
from cati_app.ui.widgets.kinds import KIND_WIDGETS, EditorKind
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.reading import ReadingText
from cati_app.ui.widgets.speech import Speech


class QuestionBlock(QWidget):
    """A question on the page. Arranged by hand, in one round."""

    changed = Signal()
    picked = Signal()
    resized = Signal()  # needs another height
    refused = Signal()  # a code was typed that stands for no answer
    focused = Signal(QObject)

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._spoken = ""  # language of what is shown
        self._unknown = ""  # a typed code that stands for no answer
        self._view: QuestionView | None = None
        self._special: Special | None = None
        self._edited = False  # since the question was shown
        self._given = False  # after that
        self._handing_over = False
        self._editors: dict[EditorKind, Editor] = {}
        self._editor: Editor | None = None
        self.reading = ReadingText(kit, self)
        self.check = CheckLine(kit, speech, self)
        self.check.reason.focused.connect(self._focused)
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
        return self.check.is_soft and self.is_given

    @property
    def is_given(self) -> bool:
        """Whether what stands here was given, or never changed."""
        return self._given or not self._edited

    def mark_given(self) -> None:
        """Enter: what stands here is an answer now, or is refused."""
        self._given = True

    def warm(self, kinds: tuple[EditorKind, ...]) -> None:
        """Build editors before they are needed."""
        for kind in kinds:
            self._editor_of(kind)

    def show_question(self, view: QuestionView, role: TextRole) -> None:
        """Show a question; what was typed stays if it is the same one with the same stored answer."""
        translated, self._spoken = self._spoken != self._speech.language, self._speech.language
        if view == self._view and not self._edited and not translated:
            return  # the cursor stays where it is
        old, self._view = self._view, view
        keep = old is not None and self._edited and (old.ref, old.answer) == (view.ref, view.answer)
        self.reading.show_text(view.label, view.hint, aside_of(view, self._speech), role)
        self._show_check(
            view.check if self.is_given or not keep else None
        )  # what was said against an answer goes with it
        if keep and not translated and old is not None and old.choices == view.choices and old.kind is view.kind:
            return
        draft = self.answer() if keep else None
        typed = self._editor.typed() if keep and self._editor is not None else ""
        kind = KIND_WIDGETS[view.kind].editor(view)
        editor = None if kind is None else self._editor_of(kind)
        if editor is not self._editor:
            before, self._editor = self._editor, editor
            if editor is not None:
                editor.widget.show()
            if before is not None:
                self._hand_over(before, editor)
        self._edited, self._given = keep, keep and self._given
        self._special = view.answer.special
        if editor is not None:
            editor.show(view)
        if draft is not None:
            self.show_answer(draft)
        if keep and editor is not None:
            editor.retype(typed)
        self._describe()

    def forget(self) -> None:
        """What was typed does not stay, though the same question follows with the same stored answer."""
        self._edited = self._given = False
        self._spoken = ""  # so that it is shown anew

    def _hand_over(self, before: Editor, editor: Editor | None) -> None:
        """Another editor takes the place; the keyboard goes straight over, not by way of the next button."""
        self._handing_over = True  # nobody came here: it is the same question of the screen
        if editor is not None and before.keyboard.hasFocus():
            editor.keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        before.widget.hide()
        self._handing_over = False

    def _editor_of(self, kind: EditorKind) -> Editor:
        editor = self._editors.get(kind)
        if editor is None:
            editor = self._editors[kind] = make_editor(kind, self._kit, self._speech, self)
            editor.widget.hide()
            editor.on_change(self._changed, self._picked, self._focused)
            editor.on_refused(self._code_refused)
        return editor

    @Slot()
    def _changed(self) -> None:
        self._special = None
        self._edit()

    def _edit(self) -> None:
        """The answer is another one now: what was said against the one before goes with it."""
        self._edited, self._given, self._unknown = True, False, ""
        if not self.check.isHidden():
            self._show_check(None)
            self.resized.emit()
        self._describe()
        self.changed.emit()

    def _show_check(self, check: CheckView | None) -> None:
        self.check.show_check(check, self.view)
        if self._editor is not None:
            self._editor.mark_refused(self.check.is_hard)

    def _describe(self) -> None:
        """Tell assistive technology what the field is, and what stands around it."""
        if self._editor is None:
            return
        widget = self._editor.keyboard
        said = ", ".join(filter(None, (self.check.against, self.view.hint, self._editor.said)))
        widget.setAccessibleName(self.view.label)
        widget.setAccessibleDescription(said)

    @Slot()
    def _picked(self) -> None:
        self.picked.emit()

    @Slot()
    def _focused(self) -> None:
        if not self._handing_over:
            self.focused.emit(self)

    @Slot(str)
    def _code_refused(self, code: str) -> None:
        self._refused(code)
        self.refused.emit()

    def _refused(self, code: str) -> None:
        self._unknown = code
        self.check.show_refused(code, self.view)
        if self._editor is not None:
            self._editor.mark_refused(True)
        self._describe()
        self.resized.emit()

    def show_check_again(self) -> None:
        """The same check fired once more for what was typed anew."""
        if self.check.isHidden() and self.view.check is not None:
            self._show_check(self.view.check)
            self._describe()
            self.resized.emit()

    def show_problem(self) -> None:
        """Say that what was typed cannot be read."""
        if self._editor is not None:
            self._editor.show_problem()
            self._describe()

    def forget_refused(self) -> None:
        """Show the question's own check again in place of a refused code."""
        if self.check.shows_refused:
            self._unknown = ""
            self._show_check(self.view.check if self.is_given else None)
            self._describe()
            self.resized.emit()

    def answer(self) -> Answer | None:
        """What stands here now; None when it cannot be read."""
        if self._special is not None:
            return Answer(special=self._special)
        text = "" if self._editor is None else self._editor.value()
        return None if text is None else Answer(text)

    def draft(self) -> Draft:
        """How the answer stands here."""
        typed, unread = ("", False) if self._editor is None else (self._editor.typed(), self._editor.is_unread)
        return Draft(self.answer(), typed, unread, self._unknown, not self.check.isHidden())

    def mirror(self, draft: Draft) -> None:
        """Show how the answer stands in the other column."""
        if draft.answer is not None and draft.answer != self.answer():
            self.show_answer(draft.answer)
        if self._editor is not None and self._editor.typed() != draft.typed:
            self._editor.retype(draft.typed)
        if self._editor is not None and draft.unread:
            self._editor.show_problem()
        if draft.unknown:
            self._refused(draft.unknown)
        else:
            self._unknown = ""
            self._show_check(self.view.check if draft.check_stands else None)
        self._describe()

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
        self._edit()

    def keyboard(self) -> QWidget | None:
        """What takes the answer from the keyboard; None where there is nothing to answer."""
        return None if self._editor is None else self._editor.keyboard

    def focus_widget(self) -> QWidget | None:
        """What takes the keyboard: a reason that is being typed goes on."""
        if self.waits_for_reason and self.check.reason.text():
            return self.check.reason
        return self.keyboard()

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

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        """Place the parts for a width and return the height; `room` is what the answers may take before closing up."""
        theme = self._kit.theme
        height = self.reading.height_for(width, levels)
        check = self.check.height_for(width, levels)
        self.reading.setGeometry(0, 0, width, height)
        if self._editor is not None:
            top = height + (theme.space(4) if height else 0)
            left = max(1, room - top - (check + theme.space(3) if check else 0)) if room else 0
            tall = self._editor.height_for(width, left, levels)
            self._editor.widget.setGeometry(0, top, width, tall)
            height = top + tall
        if check:
            self.check.setGeometry(0, height + theme.space(3), width, check)
            height += theme.space(3) + check
        return height


def aside_of(view: QuestionView, speech: Speech) -> str:
    """The muted line under the text: remark and unconfirmed earlier answers."""
    parts = []
    if view.kept_aside:
        parts.append(speech.tell("Earlier answer: please confirm"))
    if view.remark:
        parts.append(speech.tell("Remark: {text}", text=view.remark))
    if view.read_only:
        parts.append(speech.tell("for information only"))
    return " · ".join(parts)
