"""What a supervisor's screens work with: the person, the study, and a use case for each goal."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.agree_anew import AgreeAnew
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.fieldwork.calling.look_up_caller import LookUpCaller
from cati_app.fieldwork.monitor.answer_corrections import CorrectAnswer
from cati_app.fieldwork.monitor.board import ReadBoard
from cati_app.fieldwork.monitor.follow_codes import FollowCodes
from cati_app.fieldwork.monitor.places_at_hub import PlacesTold
from cati_app.fieldwork.monitor.read_cases import ReadCase, ReadCases
from cati_app.fieldwork.monitor.read_privacy import PrivacyStatus
from cati_app.fieldwork.monitor.read_reviews import ReadReviews
from cati_app.fieldwork.quota.look_at_interview import FindNothing
from cati_app.fieldwork.quota.read_cell import ReadCell
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.quota.steer_cell import SteerCell
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sitting.release_quotes import ReleaseQuotes
from cati_app.ui.desk.groups.port import FocusGroupsDesk
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.people.port import PeopleDesk
from cati_app.ui.desk.plan_port import PlanDesk
from cati_app.ui.desk.sample.port import SampleDesk
from cati_app.ui.desk.settings.port import SettingsDesk
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.desk.team.services import TeamServices
from cati_app.ui.stage.study_age import StudyAge
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """What supervisors do with cases; each part refuses other roles."""

    listing: ReadCases
    story: ReadCase
    change: ChangeResult
    agree: AgreeAnew
    review: ReviewInterview
    nothing: FindNothing
    reviews: ReadReviews
    places: FollowCodes
    correct: CorrectAnswer
    caller: LookUpCaller
    tell_places: Callable[[User], PlacesTold] | None = None
    """Tells a hub of places that are to follow codes; None: they are moved here."""
    quotes: ReleaseQuotes | None = None  # None: a study of questionnaires


@dataclass(frozen=True, slots=True)
class CellDesk:
    """What supervisors do with cells of the quotas.

    Args:
        new_change: Id of a change that is about to be made.
    """

    steer: SteerCell
    story: ReadCell
    new_change: Callable[[], str]


@dataclass(frozen=True, slots=True)
class SupervisorServices:
    """Board, cases, sample and people of a study."""

    user: User
    texts_now: Callable[[], StudyTexts]
    rules: StudyRules
    clock: Clock
    read_board: ReadBoard
    cases: CaseDesk
    cells: CellDesk
    outcomes: OutcomesServices
    team: TeamServices
    sample: SampleDesk | None = None  # None: nothing can be brought in here
    people: PeopleDesk | None = None  # None: nobody is changed here
    read_age: Callable[[], StudyAge] | None = None  # None: everything there is of the study is here
    stop_waiting: Callable[[], None] | None = None
    """Whoever waits for a hub waits no longer; None: nothing here waits for one."""
    stations: StationsServices | None = None  # None: the study is at no hub
    outlook: OutlookServices | None = None  # None: nothing is told of what is ahead
    settings: SettingsDesk | None = None  # None: nothing is changed here
    planning: PlanDesk | None = None  # None: no targets are planned here
    privacy: Callable[[], PrivacyStatus] | None = None  # None: no day is set until which anything may be kept
    groups: FocusGroupsDesk | None = None  # None: the study plans no focus groups

    @property
    def texts(self) -> StudyTexts:
        """What screens say about the study now."""
        return self.texts_now()
