"""What the presenter asks of the start page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cati_app.ui.start.states import FileWanted, StartState

if TYPE_CHECKING:
    from cati_app.ui.stage.views import Signal  # beside it stand the screens of a study, which a start does without


class StartPageView(Protocol):
    """The page.

    Signals:
        open_asked(key: str): Enter on a study.
        forget_asked(key: str): Del on a study.
        action_asked(name: str): `new`, `folder`, `join`, `preview`, `language`, `help`.
        file_chosen(what: FileWanted, path: str): in a dialog.
        form_given(texts: tuple[str, ...]): Enter on the form, a text for each field.
        form_left(): Esc on the form.
        message_closed(): Esc, or its button.
    """

    @property
    def open_asked(self) -> Signal: ...
    @property
    def forget_asked(self) -> Signal: ...
    @property
    def action_asked(self) -> Signal: ...
    @property
    def file_chosen(self) -> Signal: ...
    @property
    def form_given(self) -> Signal: ...
    @property
    def form_left(self) -> Signal: ...
    @property
    def message_closed(self) -> Signal: ...

    def render(self, state: StartState) -> None: ...

    def ask_file(self, what: FileWanted, begin: str) -> None:
        """Open a dialog for files in a folder."""
        ...
