"""The screens and the presenter of each role, loaded when somebody first signs in with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cati_app.domain.people.users import User
from cati_app.station.parts import PART_MODULES
from cati_app.store.parts import PART_MODULES as REPOSITORY_MODULES
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.ui.widgets.kit import Kit

if TYPE_CHECKING:  # the first screen needs none of them, and they take a third of a start
    from cati_app.station.opening import Station
    from cati_app.station.whole_study import WholeReading
    from cati_app.ui.analyst.coding.view import CodingPage
    from cati_app.ui.analyst.desk_presenter import AnalystPresenter
    from cati_app.ui.analyst.desk_view import AnalystView
    from cati_app.ui.analyst.dossier.view import DossierPage
    from cati_app.ui.analyst.release.view import ReleasePage
    from cati_app.ui.analyst.reports.view import ReportsPage
    from cati_app.ui.analyst.review.view import ReviewPage
    from cati_app.ui.analyst.tables.view import TablesPage
    from cati_app.ui.analyst.units.view import UnitsPage
    from cati_app.ui.analyst.view import DataExportView
    from cati_app.ui.analyst.weights.view import WeightsPage
    from cati_app.ui.console.dial.view import CallingView
    from cati_app.ui.console.interview.view import InterviewView
    from cati_app.ui.console.presenter import InterviewerPresenter
    from cati_app.ui.console.services import InterviewerServices
    from cati_app.ui.console.sitting.view import SittingView
    from cati_app.ui.desk.groups.view import FocusGroupsTab
    from cati_app.ui.desk.outcomes.view import OutcomesTab
    from cati_app.ui.desk.people.view import PeopleTab
    from cati_app.ui.desk.presenter import SupervisorPresenter
    from cati_app.ui.desk.sample.view import SampleTab
    from cati_app.ui.desk.settings.view import SettingsTab
    from cati_app.ui.desk.stations.view import StationsTab
    from cati_app.ui.desk.team.view import TeamTab
    from cati_app.ui.desk.view import SupervisorView

    _AnalystViews = tuple[
        AnalystView,
        DataExportView,
        ReviewPage,
        CodingPage,
        UnitsPage,
        ReleasePage,
        WeightsPage,
        TablesPage,
        ReportsPage,
        DossierPage,
    ]

_SETTINGS_MODULES = (
    "cati_app.study.alerts",
    "cati_app.study.calling",
    "cati_app.study.model",
    "cati_app.station.checked_study",
    "cati_app.station.kept_questionnaire",
)
"""What reads study.yaml by its model and the questionnaire, where a start does without."""

ROLE_MODULES = (
    *REPOSITORY_MODULES,
    *PART_MODULES,
    *_SETTINGS_MODULES,
    "cati_app.ui.panels.host",
    "cati_app.ui.console.dial.view",
    "cati_app.ui.console.interview.view",
    "cati_app.ui.shell.waiting_keys",
    "cati_app.ui.console.dial.presenter",
    "cati_app.ui.console.wiring",
    "cati_app.ui.desk.cases.view",
    "cati_app.ui.desk.view",
    "cati_app.ui.desk.sample.view",
    "cati_app.ui.desk.people.view",
    "cati_app.ui.desk.outcomes.view",
    "cati_app.ui.desk.team.view",
    "cati_app.ui.desk.settings.view",
    "cati_app.ui.desk.stations.view",
    "cati_app.ui.desk.groups.view",
    "cati_app.ui.desk.cases.presenter",
    "cati_app.ui.desk.wiring",
    "cati_app.station.sample_desk",
    "cati_app.station.people_desk",
    "cati_app.station.settings_desk",
    "cati_app.station.groups_desk",
    "cati_app.ui.analyst.view",
    "cati_app.ui.analyst.review.view",
    "cati_app.ui.analyst.coding.view",
    "cati_app.ui.analyst.units.view",
    "cati_app.ui.analyst.release.view",
    "cati_app.ui.analyst.weights.view",
    "cati_app.ui.analyst.tables.view",
    "cati_app.ui.analyst.reports.view",
    "cati_app.ui.analyst.dossier.view",
    "cati_app.ui.analyst.desk_presenter",
    "cati_app.station.export_study",
)
"""What the roles need, in pieces that load in a few hundredths of a second each; first what checks the password."""


class Roles:
    """At most one set of screens for each role; a presenter for each person who signs in."""

    def __init__(
        self,
        kit: Kit,
        shell: Shell,
        stage: Stage,
        on_stored: Callable[[int], None],
        at_work: Callable[[], RolePresenter],
    ) -> None:
        self._kit = kit
        self._shell = shell
        self._stage = stage
        self._on_stored = on_stored
        self._at_work = at_work
        self._console: tuple[CallingView, InterviewView] | None = None
        self._guided: SittingView | None = None  # of an expert study
        self._desk: tuple[SupervisorView, SampleTab, PeopleTab, OutcomesTab, TeamTab, SettingsTab] | None = None
        self._at_hub = False
        self._stations: StationsTab | None = None  # of a study at a hub
        self._plans_groups = False
        self._groups: FocusGroupsTab | None = None  # of a study that plans focus groups
        self._analyst: _AnalystViews | None = None
        self._interviewers: type[InterviewerPresenter] | None = None  # known once somebody signed in as one

    def interviewer(self, services: InterviewerServices) -> RolePresenter:
        """An interviewer at work."""
        from cati_app.ui.console.presenter import InterviewerPresenter  # noqa: PLC0415 - see above

        self._interviewers = InterviewerPresenter
        dial, console = self.console_views
        guided = self.guided_view if services.sittings is not None else None
        return InterviewerPresenter(self._stage, dial, console, services, self._on_stored, guided)

    def supervisor(
        self,
        station: Station,
        language: str,
        user: User,
        keys: HeldKeys,
        texts: Callable[[], StudyTexts],
        whole: WholeReading | None = None,
    ) -> RolePresenter:
        """A supervisor at work.

        Args:
            language: Of the recovery sheet.
            whole: What is read, where a hub has the cases.
        """
        from cati_app.station.figures_desk import OpenedFiguresHere  # noqa: PLC0415 - see above
        from cati_app.station.groups_desk import StationGroups, plans_groups  # noqa: PLC0415 - see above
        from cati_app.station.people_desk import StationPeople  # noqa: PLC0415 - see above
        from cati_app.station.plan_desk import StationPlanning  # noqa: PLC0415 - see above
        from cati_app.station.sample_desk import StationSample  # noqa: PLC0415 - see above
        from cati_app.station.settings_desk import StationSettings  # noqa: PLC0415 - see above
        from cati_app.ui.desk.presenter import SupervisorPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.desk.views import DeskViews  # noqa: PLC0415 - see above

        self._at_hub = station.opened.has_cases_elsewhere()
        self._plans_groups = plans_groups(station)
        board, sample, people, outcomes, team, settings = self.desk_views
        read_from, read_age = (None, None) if whole is None else (whole.station, whole.age_in_sight)
        desk = StationPeople(station, keys, user, language, read_from)
        sample_desk = StationSample(station, keys, user, whole)
        services = station.supervisor(user, keys, texts, sample_desk, desk, read_from, read_age)
        in_file = StationSettings(station, keys, user, read_from)
        services = replace(services, settings=in_file, planning=StationPlanning(in_file))
        opened = OpenedFiguresHere(station, keys, user, read_from or station)
        services = replace(services, team=replace(services.team, opened=opened))
        if self._plans_groups:
            services = replace(services, groups=StationGroups(station, keys, user, read_from or station))
        views = DeskViews(board, board.cases, sample, people, outcomes, team, settings, self._stations, self._groups)
        return SupervisorPresenter(self._stage, views, services)

    def analyst(
        self, station: Station, language: str, user: User, keys: HeldKeys, whole: WholeReading | None = None
    ) -> RolePresenter:
        """An analyst at work; `language` is that of the labels, `whole` as for supervisors."""
        from cati_app.station.analyst_reading import AnalystReading  # noqa: PLC0415 - see above
        from cati_app.station.coding_desk import StationCoding  # noqa: PLC0415 - see above
        from cati_app.station.dossier_desk import StationDossier  # noqa: PLC0415 - see above
        from cati_app.station.export_study import StationExport  # noqa: PLC0415 - see above
        from cati_app.station.release_desk import StationRelease  # noqa: PLC0415 - see above
        from cati_app.station.reports_desk import StationReports  # noqa: PLC0415 - see above
        from cati_app.station.review_desk import StationReview  # noqa: PLC0415 - see above
        from cati_app.station.tables_desk import StationTables  # noqa: PLC0415 - see above
        from cati_app.station.units_desk import StationUnits  # noqa: PLC0415 - see above
        from cati_app.station.weights_desk import StationWeights  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.coding.presenter import CodingPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.desk_presenter import AnalystPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.dossier.presenter import DossierPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.presenter import ExportPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.release.presenter import ReleasePresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.reports.presenter import ReportsPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.review.presenter import ReviewPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.tables.presenter import TablesPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.units.presenter import UnitsPresenter  # noqa: PLC0415 - see above
        from cati_app.ui.analyst.weights.presenter import WeightsPresenter  # noqa: PLC0415 - see above

        desk, data, review, coding, units, release, weights, tables, reports, dossier = self.analyst_views
        reading = AnalystReading(station, user, keys, whole)
        tabulated = TablesPresenter(self._stage, tables, StationTables(reading, language))
        weighed = StationWeights(reading, language)
        return AnalystPresenter(
            self._stage,
            desk,
            ExportPresenter(self._stage, data, StationExport(reading, language)),
            ReviewPresenter(self._stage, review, StationReview(reading, language)),
            CodingPresenter(self._stage, coding, StationCoding(reading, language)),
            UnitsPresenter(self._stage, units, StationUnits(reading, language)),
            ReleasePresenter(self._stage, release, StationRelease(reading, language)),
            WeightsPresenter(self._stage, weights, weighed, tabulated.weighting_changed),
            tabulated,
            ReportsPresenter(self._stage, reports, StationReports(reading), language),
            DossierPresenter(self._stage, dossier, StationDossier(reading, language)),
        )

    @property
    def analyst_views(self) -> _AnalystViews:
        """The analyst's screen, and its pages."""
        if self._analyst is None:
            from cati_app.ui.analyst.coding.view import CodingPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.desk_view import AnalystView  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.dossier.view import DossierPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.release.view import ReleasePage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.reports.view import ReportsPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.review.view import ReviewPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.tables.view import TablesPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.units.view import UnitsPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.view import DataExportView  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.weights.view import WeightsPage  # noqa: PLC0415 - see above
            from cati_app.ui.analyst.wiring import connect_analyst  # noqa: PLC0415 - see above

            desk, data, review = AnalystView(self._kit), DataExportView(self._kit), ReviewPage(self._kit)
            coding, release, weights = CodingPage(self._kit), ReleasePage(self._kit), WeightsPage(self._kit)
            units, tables, reports = UnitsPage(self._kit), TablesPage(self._kit), ReportsPage(self._kit)
            dossier = DossierPage(self._kit)
            desk.add_page("data", say("Data"), data)
            desk.add_page("review", say("Review"), review)
            desk.add_page("coding", say("Coding"), coding)
            desk.add_page("units", say("Code frame"), units)
            desk.add_page("release", say("Release"), release)
            desk.add_page("weights", say("Weights"), weights)
            desk.add_page("tables", say("Tables"), tables)
            desk.add_page("reports", say("Reports"), reports)
            desk.add_page("dossier", say("Dossier"), dossier)
            self._shell.add_screen(ScreenName.DESK, desk)
            pages = data, review, coding, units, release, weights, tables, reports, dossier
            connect_analyst(desk, *pages, lambda: self.analysing)
            self._analyst = desk, *pages
        return self._analyst

    @property
    def analysing(self) -> AnalystPresenter | None:
        """The presenter at work, when it is an analyst's."""
        from cati_app.ui.analyst.desk_presenter import AnalystPresenter  # noqa: PLC0415 - see above

        at_work = self._at_work()
        return at_work if isinstance(at_work, AnalystPresenter) else None

    @property
    def interviewing(self) -> InterviewerPresenter | None:
        """The presenter at work, when it is an interviewer's; asked at each key, so nothing is imported here."""
        at_work = self._at_work()
        return at_work if self._interviewers is not None and isinstance(at_work, self._interviewers) else None

    @property
    def supervising(self) -> SupervisorPresenter | None:
        """The presenter at work, when it is a supervisor's."""
        from cati_app.ui.desk.presenter import SupervisorPresenter  # noqa: PLC0415 - see above

        at_work = self._at_work()
        return at_work if isinstance(at_work, SupervisorPresenter) else None

    @property
    def console_views(self) -> tuple[CallingView, InterviewView]:
        """The interviewer's screens: between calls, and in the interview."""
        if self._console is None:
            from cati_app.ui.console.dial.view import CallingView  # noqa: PLC0415 - see above
            from cati_app.ui.console.interview.view import InterviewView  # noqa: PLC0415 - see above
            from cati_app.ui.console.wiring import connect_console  # noqa: PLC0415 - see above

            dial, console = CallingView(self._kit), InterviewView(self._kit)
            self._shell.add_screen(ScreenName.DIAL, dial)
            self._shell.add_screen(ScreenName.CONSOLE, console)
            connect_console(dial, console, lambda: self.interviewing)
            self._console = dial, console
        return self._console

    @property
    def guided_view(self) -> SittingView:
        """The interviewer's screen in a sitting with an expert."""
        if self._guided is None:
            from cati_app.ui.console.sitting.view import SittingView  # noqa: PLC0415 - see above
            from cati_app.ui.console.wiring import connect_sittings  # noqa: PLC0415 - see above

            self._guided = SittingView(self._kit)
            self._shell.add_screen(ScreenName.SITTING, self._guided)
            connect_sittings(self._guided, lambda: self.interviewing)
        return self._guided

    @property
    def desk_views(self) -> tuple[SupervisorView, SampleTab, PeopleTab, OutcomesTab, TeamTab, SettingsTab]:
        """The supervisor's screens: the tabs, and those of the sample, of people, of outcomes and of the team."""
        if self._desk is None:
            from cati_app.ui.desk.groups.view import FocusGroupsTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.outcomes.view import OutcomesTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.people.view import PeopleTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.sample.view import SampleTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.settings.view import SettingsTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.stations.view import StationsTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.team.view import TeamTab  # noqa: PLC0415 - see above
            from cati_app.ui.desk.view import SupervisorView  # noqa: PLC0415 - see above
            from cati_app.ui.desk.views import DeskViews  # noqa: PLC0415 - see above
            from cati_app.ui.desk.wiring import connect_desk  # noqa: PLC0415 - see above

            board, sample, people = SupervisorView(self._kit), SampleTab(self._kit), PeopleTab(self._kit)
            team, outcomes = TeamTab(self._kit), OutcomesTab(self._kit)
            team.command_asked.connect(board.command_asked)
            board.add_page("team", say("Team"), team)
            outcomes.command_asked.connect(board.command_asked)
            board.add_page("outcomes", say("Outcomes"), outcomes)
            people.command_asked.connect(board.command_asked)
            board.add_page("sample", say("Sample"), sample)
            if self._at_hub:
                self._stations = StationsTab(self._kit)
                self._stations.command_asked.connect(board.command_asked)
                board.add_page("stations", say("Stations"), self._stations)
            if self._plans_groups:
                self._groups = FocusGroupsTab(self._kit)
                self._groups.command_asked.connect(board.command_asked)
                board.add_page("groups", say("Focus groups"), self._groups)
            board.add_page("people", say("People"), people, last=True)
            settings = SettingsTab(self._kit)
            settings.command_asked.connect(board.command_asked)
            board.add_page("settings", say("Settings"), settings, last=True)
            self._shell.add_screen(ScreenName.BOARD, board)
            views = DeskViews(
                board, board.cases, sample, people, outcomes, team, settings, self._stations, self._groups
            )
            connect_desk(views, lambda: self.supervising)
            self._desk = board, sample, people, outcomes, team, settings
        return self._desk
