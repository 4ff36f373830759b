"""What the presenter of settings asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.settings.states import SettingsState, SettingsStep, ShiftLogState
from cati_app.ui.stage.views import Signal


class SettingsView(Protocol):
    """The tab of settings.

    Signals:
        group_selected(key: str): another part of the study.
        setting_selected(name: str): another setting.
        word_typed(text: str): settings with this word are listed.
        back_pressed(): Esc in the shift log.
        save_asked(path: str): the shift log as a file.
    """

    @property
    def group_selected(self) -> Signal: ...
    @property
    def setting_selected(self) -> Signal: ...
    @property
    def word_typed(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...
    @property
    def save_asked(self) -> Signal: ...

    def show_step(self, step: SettingsStep) -> None: ...

    def render_settings(self, state: SettingsState) -> None: ...

    def render_log(self, state: ShiftLogState) -> None: ...
