"""What the presenter asks of the page of the dossier."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.analyst.dossier.states import DossierState
from cati_app.ui.stage.views import Signal


class DossierView(Protocol):
    """The page.

    Signals:
        theme_chosen(key: str): another theme of the list.
        decide_asked(): Enter on a theme.
        command_asked(name: str): a button.
    """

    @property
    def theme_chosen(self) -> Signal: ...
    @property
    def decide_asked(self) -> Signal: ...
    @property
    def command_asked(self) -> Signal: ...

    def render(self, state: DossierState) -> None: ...
    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        ...
