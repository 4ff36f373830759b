"""The analyst's screen: a tab for each page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, follow_font


class AnalystView(QWidget):
    """Pages by key; the first is in front at the beginning."""

    tab_shown = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(say("Pages"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        follow_font(kit, self.tabs, TextRole.CONTROL)
        self._pages = QStackedWidget()
        self._keys: list[str] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        outer.addWidget(self._pages, 1)
        self.tabs.currentChanged.connect(self._changed)

    def add_page(self, key: str, title: str, page: QWidget) -> None:
        """A further tab, behind the others."""
        self._keys.append(key)
        self._pages.addWidget(page)
        self.tabs.addTab(title)

    @property
    def tab(self) -> str:
        """The key of the page in front."""
        return self._keys[self.tabs.currentIndex()]

    def show_tab(self, key: str) -> None:
        """Bring a page to the front."""
        self._bring(self._keys.index(key))

    @Slot(int)
    def _changed(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self.tab_shown.emit(self._keys[index])

    def _bring(self, index: int) -> None:
        """By key: the focus goes with the page."""
        self.tabs.setCurrentIndex(index)
        self._take_focus()

    def _take_focus(self) -> None:
        page = self._pages.currentWidget()
        if page is not None:
            getattr(page, "take_focus", page.setFocus)()

    def run_local(self, name: str) -> bool:
        """A command of the table of commands: of the page in front, or another tab."""
        local = getattr(self._pages.currentWidget(), "run_local", None)
        if local is not None and local(name):
            return True
        if name in ("next_tab", "previous_tab"):
            step = 1 if name == "next_tab" else -1
            self._bring((self.tabs.currentIndex() + step) % self.tabs.count())
            return True
        return False

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself; afterwards what had it has it again, or else the page."""
        if allowed and not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._take_focus()
