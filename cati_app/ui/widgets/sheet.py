"""The questions of one screen in one language, arranged below one another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import ScreenLayout, ScreenView
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.block import QuestionBlock
from cati_app.ui.widgets.draft import Draft
from cati_app.ui.widgets.grid_block import GridBlock
from cati_app.ui.widgets.kinds import EditorKind
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.reading import ReadingText
from cati_app.ui.widgets.speech import Speech

_WARM = (EditorKind.LIST, EditorKind.LINE, EditorKind.LONG)


class QuestionSheet(QWidget):
    """The questions of one ScreenView in one language; a bilingual page has two."""

    changed = Signal()
    picked = Signal()
    kept = Signal(str)
    resized = Signal()  # a question needs another height
    reached = Signal()  # the keyboard came to a question
    refused = Signal()  # a code was typed that stands for no answer

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._screen: ScreenView | None = None
        self._current = 0
        self._speech = Speech()
        self._heading = ReadingText(kit, self)
        self._grid = GridBlock(kit, self._speech, self)
        self._grid.hide()
        self._blocks: list[QuestionBlock] = []
        self._block(0).warm(_WARM)
        self._grid.changed.connect(self.changed)
        self._grid.picked.connect(self.picked)
        self._grid.resized.connect(self.resized)
        self._grid.list.refused.connect(self.refused)
        self._grid.list.focused.connect(self.reached)
        self._grid.check.kept.connect(self.kept)

    @property
    def shown(self) -> ScreenView:
        assert self._screen is not None
        return self._screen

    @property
    def has_screen(self) -> bool:
        return self._screen is not None

    @property
    def is_grid(self) -> bool:
        return self._screen is not None and self._screen.layout is ScreenLayout.GRID

    @property
    def current(self) -> QuestionBlock | GridBlock:
        """The question in focus."""
        return self._grid if self.is_grid else self._blocks[self._current]

    @property
    def index(self) -> int:
        """Place of the current question on the screen."""
        return self._grid.index if self.is_grid else self._current

    @property
    def is_last(self) -> bool:
        return self.index >= len(self.shown.questions) - 1

    def _block(self, index: int) -> QuestionBlock:
        while index >= len(self._blocks):
            block = QuestionBlock(self._kit, self._speech, self)
            block.changed.connect(self.changed)
            block.picked.connect(self.picked)
            block.resized.connect(self.resized)
            block.refused.connect(self.refused)
            block.focused.connect(self._focus_moved)
            block.check.kept.connect(self.kept)
            self._blocks.append(block)
        return self._blocks[index]

    @Slot(QObject)
    def _focus_moved(self, block: QObject) -> None:
        for index, other in enumerate(self._blocks):
            if other is block and not other.isHidden():
                self.set_current(index)
                self.reached.emit()

    def show_screen(self, screen: ScreenView) -> None:
        """Show questions; pooled blocks are changed, spare ones hidden."""
        old, self._screen = self._screen, screen
        stays = old is not None and _is_translation(old, screen)
        focus = self.index if stays else screen.focus
        self._speech.follow(screen.language)
        if self.isRightToLeft() != screen.right_to_left:
            rtl, ltr = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
            self.setLayoutDirection(rtl if screen.right_to_left else ltr)
        alone = screen.layout is ScreenLayout.SINGLE
        self._heading.setVisible(not alone and bool(screen.title or screen.hint))
        if not alone:
            self._heading.show_text(screen.title, screen.hint)
        self._grid.setVisible(self.is_grid)
        if self.is_grid:
            self._grid.show_rows(screen.questions, focus)
        shown = () if self.is_grid else screen.questions
        role = TextRole.READ_ALOUD if alone else TextRole.HEADING
        for index, view in enumerate(shown):
            block = self._block(index)
            block.show_question(view, role)
            block.setVisible(True)
        for block in self._blocks[len(shown) :]:
            block.hide()
        self._current = -1
        self.set_current(min(focus, len(screen.questions) - 1))

    def forget(self) -> None:
        """Nothing that was typed stays with the next screen."""
        self._grid.forget()
        for block in self._blocks:
            block.forget()

    def set_current(self, index: int) -> None:
        """Mark the question in focus."""
        if index == self._current:
            return
        self._current = index
        several = not self.is_grid and len(self.shown.questions) > 1
        for other, block in enumerate(self._blocks):
            block.reading.mark_current(several and other == index)
        self.changed.emit()

    def move_on(self) -> None:
        """To the next question of the screen."""
        if self.is_grid:
            self._grid.move_on()
        else:
            self.set_current(self._current + 1)

    def answers(self) -> list[Answer | None]:
        """What stands here now, question by question; None where it cannot be read."""
        return [draft.answer for draft in self.drafts()]

    def answer_at(self, index: int) -> Answer | None:
        """What stands at a question of the screen now; None where it cannot be read."""
        return self._grid.list.answer(index) if self.is_grid else self._blocks[index].answer()

    def drafts(self) -> list[Draft]:
        """How the answers stand here, question by question."""
        if self.is_grid:
            return self._grid.drafts()
        return [self._blocks[index].draft() for index in range(len(self.shown.questions))]

    def ungiven(self) -> list[int]:
        """Places of the questions whose answers were changed, and not given since."""
        if self.is_grid:
            return self._grid.ungiven()
        return [index for index in range(len(self.shown.questions)) if not self._blocks[index].is_given]

    def mark_given(self, index: int) -> None:
        """An answer is given, or will be refused."""
        if self.is_grid:
            self._grid.mark_given(index)
        else:
            self._blocks[index].mark_given()

    def go_to(self, index: int) -> None:
        """To a question of the screen."""
        if self.is_grid:
            self._grid.list.set_row(index)
        else:
            self.set_current(index)

    def stops(self) -> list[QWidget]:
        """Where the keyboard can be, from the first question to the last."""
        blocks = [self._grid] if self.is_grid else self._blocks[: len(self.shown.questions)]
        stops: list[QWidget] = []
        for block in blocks:
            stops += [widget for widget in (block.keyboard(), block.check.reason) if widget is not None]
        return stops

    def mirror(self, drafts: list[Draft], index: int) -> None:
        """Show how the answers stand in the other column."""
        drafts = drafts[: len(self.shown.questions)]
        if self.is_grid:
            self._grid.mirror(drafts, index)
            return
        for block, draft in zip(self._blocks, drafts, strict=False):
            block.mirror(draft)
        self.set_current(min(index, len(self.shown.questions) - 1))

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        """Place everything for a width and return the height."""
        gap, top = self._kit.theme.space(4), 0
        if not self._heading.isHidden():
            height = self._heading.height_for(width, levels.within("heading"))
            self._heading.setGeometry(0, 0, width, height)
            top = height + gap
        if self.is_grid:
            height = self._grid.height_for(width, levels.within("grid"))
            self._grid.setGeometry(0, top, width, height)
            return top + height
        alone = len(self.shown.questions) == 1
        for index in range(len(self.shown.questions)):
            block = self._blocks[index]
            height = block.height_for(width, max(1, room - top) if alone else 0, levels.within(index))
            block.setGeometry(0, top, width, height)
            top += height + 2 * gap
        return max(0, top - 2 * gap)

    def report_painting(self, report: Callable[[], None]) -> None:
        """Call at the end of each painting of the first question's answers, or of its text if there are none."""
        self._grid.report_painting(report)
        self._blocks[0].report_painting(report)


def _is_translation(old: ScreenView, new: ScreenView) -> bool:
    """Whether only the language changed, so that the person is still where they were."""
    return (old.layout, [view.ref for view in old.questions]) == (
        new.layout,
        [view.ref for view in new.questions],
    ) and old.language != new.language
