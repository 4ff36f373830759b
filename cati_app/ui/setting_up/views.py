"""What the presenter of a new study asks of its window."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.setting_up.states import SettingUpState
from cati_app.ui.stage.views import Signal


class SettingUpView(Protocol):
    """The pages.

    Signals:
        form_given(texts: tuple[str, ...]): Enter on the page, a text for each field.
        form_left(): Esc.
        file_chosen(path: str): in a dialog, for the first field of the page.
    """

    @property
    def form_given(self) -> Signal: ...
    @property
    def form_left(self) -> Signal: ...
    @property
    def file_chosen(self) -> Signal: ...

    def render(self, state: SettingUpState) -> None: ...
