"""What the presenter of the stations asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.stations.states import AsideState, StationsState, StationsStep
from cati_app.ui.stage.views import Signal


class StationsView(Protocol):
    """The tab of the stations.

    Signals:
        station_selected(device: str): in the list.
        aside_selected(key: str): in the list of what was kept aside.
        decide_pressed(): Enter there.
        back_pressed(): Esc there.
        second_passed(): while the tab is in sight.
    """

    @property
    def station_selected(self) -> Signal: ...
    @property
    def aside_selected(self) -> Signal: ...
    @property
    def decide_pressed(self) -> Signal: ...
    @property
    def back_pressed(self) -> Signal: ...
    @property
    def second_passed(self) -> Signal: ...

    def show_step(self, step: StationsStep) -> None: ...

    def render_stations(self, state: StationsState) -> None: ...

    def render_aside(self, state: AsideState) -> None: ...
