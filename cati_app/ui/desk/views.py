"""The supervisor's tabs as their presenters see them."""

from __future__ import annotations

from cati_app.ui.desk.board.views import BoardView
from cati_app.ui.desk.cases.views import CasesView
from cati_app.ui.desk.groups.views import FocusGroupsView
from cati_app.ui.desk.outcomes.views import OutcomesView
from cati_app.ui.desk.people.views import PeopleView
from cati_app.ui.desk.sample.views import SampleView
from cati_app.ui.desk.settings.views import SettingsView
from cati_app.ui.desk.stations.views import StationsView
from cati_app.ui.desk.team.views import TeamView
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DeskViews:
    """One set for a window."""

    board: BoardView
    cases: CasesView
    sample: SampleView
    people: PeopleView
    outcomes: OutcomesView
    team: TeamView
    settings: SettingsView
    stations: StationsView | None = None  # None: the study is at no hub
    groups: FocusGroupsView | None = None  # None: the study plans no focus groups
