"""A supervisor at work in a window: the board, the cases, the sample and the people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.domain.ids import UserId
from cati_app.fieldwork.monitor.read_privacy import PrivacyStatus
from cati_app.texts.privacy_words import STOCKS
from cati_app.ui.desk.board import appointments
from cati_app.ui.desk.board.presenter import BoardPresenter
from cati_app.ui.desk.board.promoting import Promoting
from cati_app.ui.desk.board.steering_words import cell_name, which_quota
from cati_app.ui.desk.cases import agreeing
from cati_app.ui.desk.cases import presenter as cases
from cati_app.ui.desk.cases.agreeing import Agreeing
from cati_app.ui.desk.cases.presenter import CasesPresenter
from cati_app.ui.desk.cases.review_queue import ReviewQueue
from cati_app.ui.desk.cases.reviewing import Reviewing
from cati_app.ui.desk.cases.telling_places import TellingPlaces
from cati_app.ui.desk.groups import presenter as groups
from cati_app.ui.desk.groups.presenter import FocusGroupsPresenter
from cati_app.ui.desk.outcomes import presenter as outcomes
from cati_app.ui.desk.outcomes.presenter import OutcomesPresenter
from cati_app.ui.desk.people import presenter as people
from cati_app.ui.desk.people.presenter import PeoplePresenter
from cati_app.ui.desk.sample.presenter import SamplePresenter
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.settings.presenter import SettingsPresenter
from cati_app.ui.desk.settings.shift_log import ShiftLogPage
from cati_app.ui.desk.stations.deciding import Deciding
from cati_app.ui.desk.stations.presenter import StationsPresenter
from cati_app.ui.desk.team import sending
from cati_app.ui.desk.team.presenter import TAB as TEAM
from cati_app.ui.desk.team.presenter import TeamPresenter
from cati_app.ui.desk.views import DeskViews
from cati_app.ui.stage.panel_states import AppointmentInput, PanelKind
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.study_age import age_words

_AGES_OF_THEIR_OWN = ("stations", "team")
"""Tabs that are read from the hub itself."""


class SupervisorPresenter(RolePresenter):
    """Each tab has its presenter; none knows the others."""

    def __init__(self, stage: Stage, views: DeskViews, services: SupervisorServices) -> None:
        self._stage = stage
        self._view = views.board
        self._services = services
        self._queue = ReviewQueue(stage, services, self._queue_changed)
        self.board = BoardPresenter(stage, views.board, services, self._queue)
        self.cases = CasesPresenter(stage, views.cases, services, self._queue)
        self.sample: SamplePresenter | None = None
        if services.sample is not None:
            self.sample = SamplePresenter(stage, views.sample, services.sample, services.outlook)
        self.outcomes = OutcomesPresenter(stage, views.outcomes, services.outcomes, lambda: self.board.outlook.forecast)
        self.team = TeamPresenter(stage, views.team, services.team, services.texts, lambda: self.board.agreed)
        self.agreeing = Agreeing(stage, services)
        self.places = TellingPlaces(stage, services)
        self.reviewing = Reviewing(stage, services, self._queue, self.places.soon)
        self._deciding: Deciding | None = None
        self.stations: StationsPresenter | None = None
        self._promoting: Promoting | None = None
        if services.stations is not None and views.stations is not None:
            self._deciding = Deciding(stage, services.stations.port.stop_waiting)
            self.stations = StationsPresenter(stage, views.stations, services.stations, self._deciding)
            self._promoting = Promoting(stage, services, services.stations, self._deciding)
        self.groups: FocusGroupsPresenter | None = None
        if services.groups is not None and views.groups is not None:
            self.groups = FocusGroupsPresenter(stage, views.groups, services.groups)
        self.settings: SettingsPresenter | None = None
        if services.settings is not None:
            called = partial(cell_name, stage.words, services), partial(which_quota, services)
            local, results = services.rules.calendar.local, services.texts.results
            log = ShiftLogPage(stage, views.settings, services.settings, local, *called, results)
            self.settings = SettingsPresenter(stage, views.settings, services.settings, log, called[0])
        self.people: PeoplePresenter | None = None
        if services.people is not None:
            self.people = PeoplePresenter(stage, views.people, services.people, views.board.remind)

    def start(self) -> None:
        """The board comes to the front; at the first start of a study the sheet, which has to be on paper first."""
        self._stage.show(ScreenName.BOARD)
        self._view.show_tab("quotas")
        self.tab_shown("quotas")  # where it was in front already, nobody is told that it came there
        self.board.refresh()
        self.look_how_old()
        if self._services.privacy is not None:
            self._stage.run(self._services.privacy, self._tell_overdue)
        if self.people is not None:
            self.people.begin(self._show_sheet)

    def _tell_overdue(self, status: PrivacyStatus) -> None:
        """What is kept of people although its day is over; whoever signs in is told each time."""
        if status.overdue:
            words = self._stage.words
            kept = ", ".join(STOCKS.of(words.language)(line.stock) for line in status.overdue)
            self._stage.say(
                words.say("Data of people are overdue to be deleted: {kept}.", kept=kept),
                words.say("`cati privacy status STUDY --as SUPERVISOR` tells since when, and what to do."),
                Tone.WARN,
            )

    def _show_sheet(self) -> None:
        self._view.show_tab(people.TAB)
        if self.people is not None:
            self.people.show_sheet()

    def tab_shown(self, key: str) -> None:
        """A tab came to the front."""
        self._stage.situate(tab=key)

    def tick(self) -> None:
        """Every few seconds: appointments come due and late on their own, and a line may have been cut."""
        self.places.tick()  # before anything is read anew, as what is under way holds it up
        if self.people is not None:
            self.people.tick()
        self.look_how_old()
        self._stage.tell_time(self._services.clock.now())
        self.board.steering.expire()
        self.board.tick()
        self.agreeing.expire()
        self.cases.refresh()
        self.outcomes.tick()
        if self.settings is not None:
            self.settings.tick()
        if self._stage.situation.tab == appointments.TAB:
            self.board.refresh()

    def look_how_old(self) -> None:
        """What is shown of the whole study says how old it is where it is old."""
        if self._services.read_age is not None:
            has_own = self._stage.situation.tab.split(" ")[0] in _AGES_OF_THEIR_OWN
            age = "" if has_own else age_words(self._stage.words, self._services.read_age())
            self._view.tell_age(age)

    def command(self, name: str) -> None:
        """A command of the table."""
        actions: dict[str, Callable[[], None]] = {
            "filter_state": self.cases.ask_standing,
            "filter_result": self.cases.ask_result,
            "order_cases": self.cases.change_order,
            "correct": self.cases.correct,
            "explain_story": self.cases.explain,
            "release_quotes": self.cases.release_quotes,
            "unclassified": self.board.closing.ask,
            "undo_change": self.board.steering.undo,
            "quota_form": self.board.change_form,
            "proposals": self.board.proposing.ask,
            "alerts": self.board.alerting.open,
            "alerts_seen": self.board.alerting.see,
            "forecast_now": self.board.outlook.read_now,
            "appointments_form": self.board.change_appointments,
            "appointment_day": self.board.ask_day,
            "appointment_move": self._move_appointment,
            "appointment_owner": self._give_appointment,
            "appointment_team": partial(self._view.show_tab, TEAM),
            "case_hand_over": self._hand_case_over,
            "review": self._review,
            "review_accept": partial(self.reviewing.judge, "review_accept"),
            "review_reject": partial(self.reviewing.judge, "review_reject"),
            "review_move": partial(self.reviewing.judge, "review_move"),
            "review_correct": partial(self.reviewing.judge, "review_correct"),
            "team_hand_over": self._hand_over_of,
            "undo_agreement": self.agreeing.undo,
        }
        optional = (self.settings, self.stations, self.groups)
        if self._deciding is not None and self._services.stations is not None and name == "take_back":
            self.cases.take_back(self._services.stations, self._deciding)
        elif self._promoting is not None and name == "promote":
            self._promoting.ask()
        elif name in ("cell_target", "cell_move", "cell_pause", "cell_close", "cell_open"):
            self.board.steering.ask(name)
        elif name in actions:
            actions[name]()
        elif (
            self.team.command(name)
            or self.outcomes.command(name)
            or any(tab is not None and tab.command(name) for tab in optional)
        ):
            pass
        elif self.people is not None:
            self.people.command(name)

    # -- agreements -------------------------------------------------------------------------------------------

    def _move_appointment(self) -> None:
        line = self.board.selected_appointment()
        if line is not None and self.board.agreed is not None:
            self.agreeing.move(line, self.board.agreed.people)
        else:
            self._say_where()

    def _say_where(self) -> None:
        """A quarter of an hour is no appointment, and an empty list has none."""
        words = self._stage.words
        told = words.say("No appointment is selected.")
        if self.board.quarters.is_shown:
            told = words.say("A quarter of an hour is selected: Ctrl+M goes to the list of appointments.")
        self._stage.say(told)

    def _give_appointment(self) -> None:
        line = self.board.selected_appointment()
        if line is not None and self.board.agreed is not None:
            self.agreeing.hand_over(line, self.board.agreed.people)
        else:
            self._say_where()

    def _hand_case_over(self) -> None:
        selected = self.cases.selected_line()
        if selected is not None:
            self.agreeing.hand_over(*selected)

    def _review(self) -> None:
        selected = self.cases.selected_line()
        if selected is not None:
            self.reviewing.begin(selected[0])

    def _queue_changed(self) -> None:
        self.cases.queue_changed()
        self.board.refresh()

    def _hand_over_of(self) -> None:
        if self.team.selected and self.board.agreed is not None:
            self.agreeing.hand_over_of(UserId(self.team.selected), self.board.agreed)

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """Enter in the calendar."""
        self.agreeing.made(agreed)

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being typed."""
        self.agreeing.offered(offered)

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if self._promoting is not None and kind is PanelKind.PROMOTE:
            self._promoting.chosen(code)
        elif self.stations is not None and kind in (PanelKind.SILENT_SINCE, PanelKind.SETTLE_ASIDE):
            self.stations.chosen(kind, code)
        elif self.groups is not None and kind in groups.KINDS:
            self.groups.chosen(kind, code)
        elif kind in sending.KINDS:
            self.team.sending.chosen(kind, code)
        elif kind is PanelKind.APPOINTMENT_DAY:
            self.board.day_chosen(code)
        elif kind is PanelKind.APPOINTMENT_CASE:
            self._stage.shell.hide_panel()
            self._view.show_tab(cases.TAB)
            self.cases.find(code)
        elif kind is PanelKind.ALERTS:
            self.board.alerting.chosen(code)
        elif kind is PanelKind.REVIEW:
            self.reviewing.chosen(code)
        elif kind in agreeing.KINDS:
            self.agreeing.chosen(kind, code)
        elif kind in outcomes.CHOICES:
            self.outcomes.choose(kind, code)
        elif kind is PanelKind.PLAN_QUOTA:
            self.board.planning.chosen(code)
        elif kind is PanelKind.MOVE_TO:
            self.board.steering.chosen(code)
        elif kind is PanelKind.PUBLISH and self.settings is not None:
            self.settings.publishing.chosen(code)
        else:
            self.cases.chosen(kind, code)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """The reason of a correction, or of what is changed of a cell."""
        if kind is PanelKind.CORRECT_REASON:
            self.cases.correcting.reason_given(text)
        elif kind is PanelKind.QUOTE_WORDS and self.cases.quoting is not None:
            self.cases.quoting.words_given(text)
        elif kind is PanelKind.CLOSE_UNCLASSIFIED:
            self.board.closing.reason_given(text)
        elif kind is PanelKind.ALERT_REST:
            self.board.alerting.rest_given(ref, text)
        elif kind is PanelKind.REVIEW_REASON:
            self.reviewing.reason_given(text)
        elif kind is PanelKind.AGREE_REASON:
            self.agreeing.reason_given(text)
        elif kind is PanelKind.OPEN_FIGURES:
            self.team.opening.given(text)
        elif kind is PanelKind.TEAM_MESSAGE:
            self.team.sending.text_given(text)
        elif kind is PanelKind.STEERING:
            self.board.steering.reason_given(ref, text)
        elif kind is PanelKind.PLAN:
            self.board.planning.reason_given(ref, text)
        elif kind is PanelKind.AT_HUB and self._deciding is not None:
            self._deciding.reason_given(text)
        elif self.settings is not None:
            self.settings.text_saved(kind, ref, text)

    def figure_typed(self, kind: PanelKind, text: str) -> None:
        """A target is being typed."""
        if kind is PanelKind.STEERING:
            self.board.steering.typed(text)
        elif kind is PanelKind.PLAN:
            self.board.planning.typed(text)
        elif self.settings is not None and kind is PanelKind.SETTING:
            self.settings.editing.typed(text)

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""
        self.cases.correcting.closed()
        self.agreeing.closed()
        self.reviewing.closed()
        self.board.details.closed()
        if kind is PanelKind.STEERING:
            self.board.steering.closed()
        if kind is PanelKind.PLAN:
            self.board.planning.closed()
        if self.settings is not None:
            self.settings.panel_closed(kind)
        if self._deciding is not None and kind is PanelKind.AT_HUB:
            self._deciding.closed()

    def may_begin_anew(self) -> bool:
        """On a board without a quota, while nothing is typed: there is nothing on it that could be lost."""
        return (
            self._services.rules.quota is None
            and self._stage.situation.tab == "quotas"
            and not (self._stage.busy or self._stage.shell.open_panel())
        )

    def take_over(self, earlier: RolePresenter) -> None:
        """What is still being read for the board before is shown no more."""
        if isinstance(earlier, SupervisorPresenter):
            earlier.board.retire()
            earlier.leave()
        self.start()

    def leave(self) -> None:
        """Somebody else sits down."""
        self.cases.leave()
        if self.people is not None:
            self.people.leave()
