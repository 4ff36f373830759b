"""Pages of a PDF that are held back until it is known how many there are: each then tells its number of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas


class HeldPages(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas with texts around each page; a class of a document sets `around`."""

    around: Callable[[Canvas, int, int], None]
    """Draws what stands above and below the texts of a page: its canvas, its number from 1, and how many there are."""

    counted: Callable[[], None] = staticmethod(lambda: None)
    """Called for each page that is laid out; what it raises ends the work."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page."""
        self.counted()
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the pages, each with what stands around it."""
        held = self._held
        for number, page in enumerate(held, 1):
            self.__dict__.update(page)
            self.around(self, number, len(held))
            super().showPage()
        super().save()
