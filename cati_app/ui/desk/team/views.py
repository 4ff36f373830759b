"""What the presenter of the team asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.team.states import TeamState
from cati_app.ui.stage.views import Signal


class TeamView(Protocol):
    """The tab of the team.

    Signals:
        second_passed(): while the tab is in sight.
        seat_selected(key: str): another card.
        seat_opened(): Enter on it.
    """

    @property
    def second_passed(self) -> Signal: ...
    @property
    def seat_selected(self) -> Signal: ...

    @property
    def seat_opened(self) -> Signal: ...

    def render_team(self, state: TeamState) -> None: ...
