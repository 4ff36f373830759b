"""What the presenter of focus groups asks of the tab."""

from __future__ import annotations

from typing import Protocol

from cati_app.ui.desk.groups.states import FocusGroupsState
from cati_app.ui.stage.views import Signal


class FocusGroupsView(Protocol):
    """The tab of focus groups.

    Signals:
        group_selected(group: str): in the list of groups.
        person_selected(consent: str): in the draw.
        group_opened(): Enter on a group.
        person_opened(): Enter on a person.
    """

    @property
    def group_selected(self) -> Signal: ...
    @property
    def person_selected(self) -> Signal: ...
    @property
    def group_opened(self) -> Signal: ...
    @property
    def person_opened(self) -> Signal: ...

    def render_groups(self, state: FocusGroupsState) -> None: ...
