"""What a block asks of whatever takes its answer: one face for all editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cati_app.engine.form.screen import QuestionView
from cati_app.ui.widgets.levels import Levels


class Editor(Protocol):
    """What a block asks of whatever takes its answer."""

    @property
    def widget(self) -> QWidget: ...

    @property
    def keyboard(self) -> QWidget:
        """The part of the widget that takes the focus: no proxy, or Tab would stop there twice."""
        ...

    def show(self, view: QuestionView) -> None:
        """Show a question; an answer it has is selected, so that typing replaces it."""
        ...

    def typed(self) -> str:
        """What was typed and is no value yet, for `retype`."""
        ...

    def retype(self, text: str) -> None:
        """Go on with what was typed where the question was shown anew meanwhile."""
        ...

    def value(self) -> str | None:
        """The answer as XForms text; None when what was typed cannot be read."""
        ...

    def clear(self) -> None: ...

    def apply(self) -> bool:
        """Enter: True when the editor used it up."""
        ...

    def handle_key(self, event: QKeyEvent) -> bool: ...

    def show_problem(self) -> None:
        """Say that what was typed cannot be read; until it is changed."""
        ...

    @property
    def is_unread(self) -> bool:
        """Whether that is said now."""
        ...

    def select(self) -> None:
        """Select what was typed, so that typing replaces it; nothing where typing replaces anyway."""
        ...

    def height_for(self, width: int, room: int, levels: Levels) -> int: ...

    @property
    def said(self) -> str:
        """What stands beside and below it: what is expected, or what was understood."""
        ...

    def mark_refused(self, refused: bool) -> None:
        """Show by its frame that the answer must be changed."""
        ...

    def focus_rect(self) -> QRect:
        """The part of the widget that should be in sight."""
        ...

    def on_change(self, changed: Callable[[], None], picked: Callable[[], None], focused: Callable[[], None]) -> None:
        """Tell these bound slots what the person does."""
        ...

    def on_refused(self, refused: Callable[[str], None]) -> None:
        """Tell this bound slot of a typed code that stands for no answer."""
        ...
