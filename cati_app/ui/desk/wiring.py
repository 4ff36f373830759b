"""Brings what the supervisor's screens say to the supervisor's presenter."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.ui.desk.board import appointments
from cati_app.ui.desk.board.views import BoardView
from cati_app.ui.desk.cases import presenter as cases
from cati_app.ui.desk.cases.presenter import CasesPresenter
from cati_app.ui.desk.cases.views import CasesView
from cati_app.ui.desk.groups.presenter import FocusGroupsPresenter
from cati_app.ui.desk.groups.views import FocusGroupsView
from cati_app.ui.desk.outcomes.presenter import OutcomesPresenter
from cati_app.ui.desk.outcomes.views import OutcomesView
from cati_app.ui.desk.people.presenter import PeoplePresenter
from cati_app.ui.desk.people.views import PeopleView
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.desk.sample.presenter import SamplePresenter
from cati_app.ui.desk.sample.views import SampleView
from cati_app.ui.desk.settings.presenter import SettingsPresenter
from cati_app.ui.desk.settings.views import SettingsView
from cati_app.ui.desk.stations.presenter import StationsPresenter
from cati_app.ui.desk.stations.views import StationsView
from cati_app.ui.desk.team.presenter import TeamPresenter
from cati_app.ui.desk.team.views import TeamView
from cati_app.ui.desk.views import DeskViews
from cati_app.ui.stage.forwarding import forwarding


def connect_desk(views: DeskViews, at_work: Callable[[], SupervisorPresenter | None]) -> None:
    """Connect the supervisor's tabs once for a window."""
    board = views.board
    board.tab_shown.connect(forwarding(at_work, lambda p: p.tab_shown))
    board.cell_chosen.connect(forwarding(at_work, lambda p: p.board.details.open))
    board.row_chosen.connect(forwarding(at_work, lambda p: p.board.row_chosen))
    board.tables_chosen.connect(forwarding(at_work, lambda p: p.board.planning.tables_chosen))
    _connect_cases(board, views.cases, lambda: p.cases if (p := at_work()) is not None else None)
    _connect_sample(board, views.sample, lambda: p.sample if (p := at_work()) is not None else None)
    _connect_outcomes(board, views.outcomes, lambda: p.outcomes if (p := at_work()) is not None else None)
    _connect_team(board, views.team, lambda: p.team if (p := at_work()) is not None else None)
    if views.stations is not None:
        _connect_stations(board, views.stations, lambda: p.stations if (p := at_work()) is not None else None)
    if views.groups is not None:
        _connect_groups(board, views.groups, lambda: p.groups if (p := at_work()) is not None else None)
    _connect_settings(board, views.settings, lambda: p.settings if (p := at_work()) is not None else None)
    _connect_people(board, views.people, lambda: p.people if (p := at_work()) is not None else None)


def _connect_cases(board: BoardView, view: CasesView, at_work: Callable[[], CasesPresenter | None]) -> None:
    def to(handler: Callable[[CasesPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    def row_chosen(table: str, key: str) -> None:
        """The case of an appointment."""
        presenter = at_work()
        if presenter is not None and table == appointments.TAB and key.isdecimal():
            board.show_tab(cases.TAB)
            presenter.find(key)

    board.tab_shown.connect(to(lambda p: p.tab_shown))
    board.row_chosen.connect(row_chosen)
    view.case_selected.connect(to(lambda p: p.select))
    view.case_opened.connect(to(lambda p: p.open))
    view.more_wanted.connect(to(lambda p: p.more_wanted))
    view.edge_wanted.connect(to(lambda p: p.edge_wanted))
    view.number_typed.connect(to(lambda p: p.find))


def _connect_sample(board: BoardView, view: SampleView, at_work: Callable[[], SamplePresenter | None]) -> None:
    def to(handler: Callable[[SamplePresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.file_chosen.connect(to(lambda p: p.open_file))
    view.sheet_chosen.connect(to(lambda p: p.choose_sheet))
    view.hidden_chosen.connect(to(lambda p: p.read_hidden))
    view.columns_given.connect(to(lambda p: p.give_columns))
    view.confirmed.connect(to(lambda p: p.confirm))
    view.back_pressed.connect(to(lambda p: p.back))
    view.filter_chosen.connect(to(lambda p: p.filter))
    view.save_asked.connect(to(lambda p: p.save))
    view.asked.connect(to(lambda p: p.ask))
    view.release_confirmed.connect(to(lambda p: p.overview.release))
    view.block_given.connect(to(lambda p: p.overview.block))
    view.unblock_given.connect(to(lambda p: p.unblock))


def _connect_outcomes(board: BoardView, view: OutcomesView, at_work: Callable[[], OutcomesPresenter | None]) -> None:
    board.tab_shown.connect(forwarding(at_work, lambda p: p.shown))
    view.minute_passed.connect(forwarding(at_work, lambda p: p.minute_passed))
    view.save_asked.connect(forwarding(at_work, lambda p: p.save))


def _connect_team(board: BoardView, view: TeamView, at_work: Callable[[], TeamPresenter | None]) -> None:
    def to(handler: Callable[[TeamPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.second_passed.connect(to(lambda p: p.look))
    view.seat_selected.connect(to(lambda p: p.select))
    view.seat_opened.connect(to(lambda p: p.open))


def _connect_stations(board: BoardView, view: StationsView, at_work: Callable[[], StationsPresenter | None]) -> None:
    def to(handler: Callable[[StationsPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.station_selected.connect(to(lambda p: p.select))
    view.aside_selected.connect(to(lambda p: p.select_aside))
    view.decide_pressed.connect(to(lambda p: p.decide))
    view.back_pressed.connect(to(lambda p: p.back))
    view.second_passed.connect(to(lambda p: p.look))


def _connect_groups(
    board: BoardView, view: FocusGroupsView, at_work: Callable[[], FocusGroupsPresenter | None]
) -> None:
    def to(handler: Callable[[FocusGroupsPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.group_selected.connect(to(lambda p: p.select_group))
    view.person_selected.connect(to(lambda p: p.select_person))
    view.group_opened.connect(to(lambda p: p.ask_draw))
    view.person_opened.connect(to(lambda p: p.open_person))


def _connect_settings(board: BoardView, view: SettingsView, at_work: Callable[[], SettingsPresenter | None]) -> None:
    def to(handler: Callable[[SettingsPresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.group_selected.connect(to(lambda p: p.select_group))
    view.setting_selected.connect(to(lambda p: p.select))
    view.word_typed.connect(to(lambda p: p.find))
    view.back_pressed.connect(to(lambda p: p.back))
    view.save_asked.connect(to(lambda p: p.log.save))


def _connect_people(board: BoardView, view: PeopleView, at_work: Callable[[], PeoplePresenter | None]) -> None:
    def to(handler: Callable[[PeoplePresenter], Callable[..., None]]) -> Callable[..., None]:
        return forwarding(at_work, handler)

    board.tab_shown.connect(to(lambda p: p.shown))
    view.person_selected.connect(to(lambda p: p.select))
    view.form_given.connect(to(lambda p: p.give))
    view.confirmed.connect(to(lambda p: p.confirm))
    view.back_pressed.connect(to(lambda p: p.back))
    view.save_asked.connect(to(lambda p: p.save))
    view.printed.connect(to(lambda p: p.printed))
