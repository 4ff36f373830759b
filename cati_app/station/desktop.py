"""Composition root of the windows: brings the Qt screens, the presenters and a station together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from cati_app.domain.changes import Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.logins import folded
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import DailyBackup
from cati_app.station.clock_words import clock_question
from cati_app.station.current_texts import CurrentTexts
from cati_app.station.kept_study import StudyHead
from cati_app.station.loading import study_texts
from cati_app.station.opening import Station
from cati_app.station.renewal import StudyRenewal
from cati_app.station.roles import ROLE_MODULES, Roles
from cati_app.store.backup_folder import Backup
from cati_app.store.person_rows import Sealing
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import chosen, say
from cati_app.ui.error_hook import ErrorHook
from cati_app.ui.setup import application, prepare
from cati_app.ui.shell.presenter import WindowPresenter
from cati_app.ui.shell.view import Shell
from cati_app.ui.sign_in.port import HandedOut, PasswordWanted, SignedIn
from cati_app.ui.sign_in.states import LoginState, UserOption
from cati_app.ui.sign_in.view import SignInView
from cati_app.ui.stage.broadcast import Broadcast
from cati_app.ui.stage.connection import StandingAtHub
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.stage.study_age import LOOKED_AT_MS
from cati_app.ui.tasks import TaskRunner
from cati_app.ui.translation import interface_language
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.fieldwork.monitor.check_clock import ClockDoubt
    from cati_app.fieldwork.ports.dialer import Dialer
    from cati_app.station.whole_study import WholeReading

_TICK_MS = 5000
_COLLECTED = (50_000, 20, 50)  # objects: more at once, and a key would wait for it
_MOST_OFFERED = 12  # people in the list of the first screen


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How a window looks and dials."""

    language: str | None = None  # de, en; None: by the system
    dark: bool | None = None  # None: by the system
    scheme: str | None = None  # tel, sip; None: a telephone beside the screen
    sip_host: str = ""
    people: Sequence[tuple[str, str]] = ()  # logins offered on the first screen: login, label
    user: str = ""  # login chosen beforehand; blank: the first one offered
    hint: str = ""  # a line on the first screen


class StudyWindow:
    """A window; several share a station, its threads and what changes there.

    The first screen is painted before the screens of the roles are loaded: they take a third of a start.
    """

    def __init__(self, desktop: Desktop) -> None:
        clock, settings = desktop.station.clock, desktop.settings
        desktop.kit.keys.follow(clock.monotonic_ms)
        self.shell = Shell(desktop.kit)
        desktop.hook.reported.connect(self.shell.show_error)
        self.login = SignInView(desktop.kit)
        self.shell.add_screen(ScreenName.LOGIN, self.login)
        self.stage = Stage(self.shell, chosen(), desktop.runner, desktop.broadcast)
        login = LoginState(
            study_title=desktop.station.loaded.title(desktop.language),
            users=tuple(UserOption(key, label) for key, label in settings.people),
            user=settings.user or (settings.people[0][0] if settings.people else ""),
            hint=settings.hint,
            question=clock_question(desktop.doubt) if desktop.doubt is not None and not desktop.clock_confirmed else "",
        )
        at_work = self._at_work
        self.roles = Roles(desktop.kit, self.shell, self.stage, desktop.on_stored, at_work)
        sign_in = partial(desktop.sign_in, self.roles)
        begun = partial(desktop.back_up, self)
        self.presenter = WindowPresenter(
            self.stage,
            self.login,
            sign_in,
            login,
            desktop.add_window,
            begun,
            desktop.confirm_clock,
            partial(desktop.signed_out, self.roles),
            _Beginnings(desktop, self.roles),
            desktop.offered,
            first=desktop.first_start,
            connection=desktop.connection,
            edition=desktop.edition,
        )
        self.shell.gone.connect(self.presenter.left)
        self.timer = QTimer(self.shell)
        self.timer.timeout.connect(self.presenter.tick)

    def _at_work(self) -> RolePresenter:
        return self.presenter.at_work

    def show(self, *, fitted: bool, further: bool = False) -> None:
        """Open on the first screen; `fitted`: with its frame on the screen there is, else at its own size.

        Args:
            further: Another window is open already: since then people may have come.
        """
        if further:
            self.presenter.start_again()
        else:
            self.presenter.start()
        if fitted:
            self.shell.appear()
        else:
            self.shell.show()


class Desktop:
    """The windows on a station, with the threads they need. `close` joins them.

    Args:
        station: An open study.
        settings: Look and line.
        on_stored: Called with the number of the last event whenever answers are durable.
        daily: The backup of the day; None: none is made.
        doubt: What makes the clock of the machine doubtful; the first screen asks.
    """

    def __init__(
        self,
        station: Station,
        settings: WindowSettings,
        on_stored: Callable[[int], None] = lambda seq: None,
        daily: DailyBackup | None = None,
        doubt: ClockDoubt | None = None,
    ) -> None:
        self.station = station
        self.settings = settings
        self.language = interface_language(settings.language)
        self.kit, self._translation = prepare(self.language)
        self.theme = self.kit.theme
        if settings.dark is not None:
            self.theme.set_dark(settings.dark)
        self.hook = ErrorHook()
        self.runner = TaskRunner(self.hook.report)
        self.kit.struck.connect(self.runner.note_stroke)
        self._lanes_run = True
        self.broadcast = Broadcast()
        self.on_stored = on_stored
        self._daily = daily
        self.doubt = doubt
        self.clock_confirmed = False
        self.first_start = not station.has_people()
        self._to_load = list(ROLE_MODULES)
        self._renewal = StudyRenewal(station)
        self._whole: dict[Roles, WholeReading] = {}  # by window
        self._ending: list[WholeReading] = []
        self._news_told = 0
        self._whole_timer = QTimer()
        self._whole_timer.timeout.connect(self._look_at_whole)
        self.windows = [StudyWindow(self)]

    @property
    def first(self) -> StudyWindow:
        """The window that opens at the start."""
        return self.windows[0]

    def show(self, *, fitted: bool = False) -> None:
        """Open the first window."""
        self.first.show(fitted=fitted)
        # from here on the database belongs to the store's lane
        runner = self.runner
        self.station.hub.begin_work(runner.in_store, runner.in_store_when_quiet, runner.report, self.station.seats)
        gc.freeze()  # what is there now stays: no collection between two questions need look through it
        gc.set_threshold(*_COLLECTED)

    def add_window(self) -> None:
        """Another window on the same station, for instance the supervisor's beside the interviewer's."""
        window = StudyWindow(self)
        self.windows.append(window)
        window.timer.start(_TICK_MS)
        window.show(fitted=True, further=True)

    def run(self) -> int:
        """Show the windows until all are closed; errors of the program are shown calmly and logged."""
        self.hook.install()
        self.first.timer.start(_TICK_MS)
        if self.station.opened.has_cases_elsewhere():
            self._whole_timer.start(LOOKED_AT_MS)
        self.show(fitted=True)
        QTimer.singleShot(0, self._load_roles)
        code = int(application().exec())
        self.close()
        self._back_up_late()
        return code

    def _back_up_late(self) -> None:
        """Where that of the shift's beginning failed, or the shift went on past midnight."""
        if self._daily is not None and self._daily.is_due():
            with suppress(EnvironmentProblem):  # a full disk is told by the backup
                self.station.note_backup()(PROGRAM)
            self._daily.if_due()

    def _load_roles(self) -> None:
        """While somebody types a password, one piece at a time, so that no key waits long."""
        if self._to_load:
            import_module(self._to_load.pop(0))
            QTimer.singleShot(0, self._load_roles)
        else:
            station = self.station
            station.rules.calendar.is_open(
                station.clock.now()
            )  # loads the holidays, which the first case would wait for
            gc.freeze()

    def close(self) -> None:
        """Write what is under way, join the threads and close the windows."""
        self._whole_timer.stop()
        for window in self.windows:
            window.timer.stop()
        self.station.hub.stop_waiting()
        self.runner.shut_down()
        for roles in list(self._whole):
            self._leave_whole(roles)
        for whole in self._ending:
            whole.join()
        self._lanes_run = False
        for window in self.windows:
            window.shell.allow_close()
        self.station.hub.end_work()

    def back_up(self, window: StudyWindow) -> None:
        """When somebody begins to work: the backup of the day, in a lane of its own, told in one line."""
        if self._daily is None:
            return

        daily, person = self._daily, window.presenter.signed_in
        by = person.user if person is not None else PROGRAM

        def looked(due: bool) -> None:
            if due:
                self.runner.submit("store", partial(self.station.note_backup(), by), noted, window.stage.explain)

        def noted(_: None) -> None:
            self.runner.submit("store", self.station.forget_people, lambda _: None, window.stage.explain)
            self.runner.submit("backup", daily.if_due, made, window.stage.explain)

        def made(backup: Backup | None) -> None:
            if backup is not None:
                window.presenter.tell(say("Today's backup was made: {folder}", folder=backup.path))

        self.runner.submit("backup", daily.is_due, looked, window.stage.explain)

    def signed_out(self, roles: Roles, user: User) -> None:
        """Somebody is not at work any more; the last ones when the lanes have ended."""
        sign_out, hand_in = self.station.people.sign_out(), self.station.hub.hand_in_of(user)

        self.station.seats.leave(user.id)

        def note() -> None:
            sign_out(user)
            hand_in()
            self._leave_whole(roles)

        if self._lanes_run:
            self.runner.submit("store", note, lambda _: None, self.hook.report)
        else:
            with suppress(EnvironmentProblem):  # a full disk keeps no window open
                note()

    def connection(self) -> StandingAtHub | None:
        """How the station stands with its hub; None where the study is at none."""
        worker = self.station.hub.worker
        if worker is None:
            return None
        standing, local = worker.standing, self.station.rules.calendar.local
        unsent = standing.unsent
        return StandingAtHub(
            standing.connected,
            standing.since and local(standing.since),
            standing.heard_at and local(standing.heard_at),
            unsent.cases,
            unsent.interviews,
            unsent.ready,
            unsent.until and local(unsent.until),
            standing.problem,
            standing.sign_in_until and local(standing.sign_in_until),
            standing.refused,
            standing.refusal,
            self._renewal.is_due(),
            standing.halt,
            self._renewal.n,
            unsent.since and local(unsent.since),
            local(self.station.clock.now()),
        )

    def edition(self) -> int:
        """So often questionnaire or rules came into force since the program was started."""
        return self._renewal.n

    def confirm_clock(self) -> None:
        """Somebody has looked at both times."""
        self.clock_confirmed = True

    def sign_in(
        self, roles: Roles, login: str, password: str, progress: Callable[[float], None]
    ) -> SignedIn | PasswordWanted | None:
        """Somebody at work; runs in the store's lane.

        Raises:
            RuleViolation: `signed_in_elsewhere` for an interviewer who is at work in another window; `form_changed`,
                `form_needs_supervisor` while nobody has agreed to a questionnaire that concerns interviews;
                `supervisor_first` in a database of an older version.
        """
        station, handed_out = self.station, None
        try:
            signed_in = station.sign_in(login, password)
        except RuleViolation as rule:
            if rule.code == "choose_password":
                return self._password_wanted(login)
            if rule.code != "to_be_sealed":
                raise
            self._check_clock()
            sealed = station.people.seal_study(login, password, progress)
            if sealed is None:
                return None
            signed_in, handed_out = sealed[:2], _handed_out(sealed[2])
        if signed_in is None:
            return None
        return replace(self._at_work(roles, *signed_in), handed_out=handed_out)

    def _check_clock(self) -> None:
        if self.doubt is not None and not self.clock_confirmed:
            raise RuleViolation("clock_doubtful")

    def _password_wanted(self, login: str) -> PasswordWanted:
        person = next((user for user in self.station.logins() if folded(user.login) == folded(login)), None)
        return PasswordWanted(login, person is not None and person.role is Role.SUPERVISOR)

    def _at_work(self, roles: Roles, user: User, keys: HeldKeys, *, again: bool = False) -> SignedIn:
        """Somebody at work with what is in force now.

        Args:
            again: The person is so already, in this window.
        """
        station, renewal = self.station, self._renewal
        renewal.make()
        begin_again = partial(self._at_work, roles, user, keys, again=True)
        self._check_clock()
        if self.doubt is not None:
            station.check_clock().confirm(user, self.doubt)
            self.doubt = None
            station.forget_people()
        if not keys.sees_contact:
            whole = self._read_whole(roles, user, keys)
            presenter = partial(roles.analyst, station, self.language, user, keys, whole)
            return SignedIn(user, presenter, edition=renewal.n)
        at_work = [window.presenter.signed_in for window in self.windows]
        if (
            user.role is Role.INTERVIEWER
            and not again
            and any(person and person.user.id == user.id for person in at_work)
        ):
            raise RuleViolation("signed_in_elsewhere")
        station.agree_to_form(user, station.foresee_form(keys))
        station.prepare(keys, user)
        news = station.loaded.head.version if station.agree_to_form.is_news_to(user) else ""
        if user.role is Role.SUPERVISOR:
            whole = self._read_whole(roles, user, keys, again=again)
            texts = CurrentTexts(station, self.language)
            presenter = partial(roles.supervisor, station, self.language, user, keys, texts, whole)
            return SignedIn(user, presenter, news, again=begin_again, edition=renewal.n)
        services = station.interviewer(user, keys, self._dialer(), study_texts(station.loaded, self.language))
        return SignedIn(user, partial(roles.interviewer, services), news, again=begin_again, edition=renewal.n)

    def _read_whole(self, roles: Roles, user: User, keys: HeldKeys, *, again: bool = False) -> WholeReading | None:
        """The whole study, where a hub has the cases and the person may read all of them; in the store's lane.

        Args:
            again: Whoever reads it in this window goes on, under the rules that are in force now.
        """
        if not self.station.opened.has_cases_elsewhere() or user.role not in GRANTS[Right.READ_FIGURES].roles:
            return None
        if again and roles in self._whole:
            self._whole[roles].renew(self.station)
            return self._whole[roles]
        from cati_app.station.whole_study import WholeReading  # noqa: PLC0415 - stations of a hub alone need it

        self._leave_whole(roles)
        self._whole[roles] = WholeReading(self.station, keys)
        return self._whole[roles]

    def _leave_whole(self, roles: Roles) -> None:
        """Nobody reads it in this window any more; in the store's lane, or once that has ended."""
        whole = self._whole.pop(roles, None)
        if whole is not None:
            whole.close()
            self._ending.append(whole)

    def _look_at_whole(self) -> None:
        """What came from the hub is shown, and how old it is; in the main thread."""
        news = {whole: whole.news for whole in list(self._whole.values())}
        if sum(news.values()) != self._news_told:
            self._news_told = sum(news.values())
            self.broadcast.send(frozenset(Topic))
            self._note_in_sight(news)
        for window in self.windows:
            window.presenter.at_work.look_how_old()

    def _note_in_sight(self, news: Mapping[WholeReading, int], *, again: bool = True) -> None:
        """Once everybody who was told of it has read it in the store's lane, and shown it, it is in sight.

        Args:
            again: Whoever was reading when it came reads once more behind that, and so does this.
        """

        def shown(nothing: None) -> None:
            if again:
                self._note_in_sight(news, again=False)
                return
            for whole, came in news.items():
                whole.came_in_sight(came)

        self.runner.submit("store", lambda: None, shown)

    def begin_study(self, roles: Roles, login: str, name: str, password: str) -> SignedIn:
        """The first supervisor, at work; runs in the store's lane.

        Raises:
            RuleViolation: as `AddPerson`; `study_begun`: another window has added the first person since.
        """
        station = self.station
        self._check_clock()
        if station.has_people():
            raise RuleViolation("study_begun")
        station.people.add_person(station.people.begin_study())(PROGRAM, login, name, Role.SUPERVISOR, password)
        self.first_start = False
        signed_in = station.sign_in(login, password)
        assert signed_in is not None
        return self._at_work(roles, *signed_in)

    def set_password(self, roles: Roles, login: str, start_code: str, password: str) -> SignedIn:
        """Somebody with a start code, at work with a password of the own choice.

        It runs in the store's lane; where a hub may have to take the password, in the lane `net`.

        Raises:
            RuleViolation: as `choose_password`; as `sign_in`.
        """
        hub = self.station.hub
        in_store = hub.lane if hub.takes_passwords else at_once
        signed_in = self.station.people.choose_password(login, start_code, password, in_store)
        if signed_in is None:
            raise RuleViolation("wrong_login")
        return in_store(partial(self._at_work, roles, *signed_in))

    @property
    def stop_waiting_for_password(self) -> Callable[[], None] | None:
        """Lets go of the hub that is to take a password; None where none is asked."""
        return self.station.people.stop_waiting if self.station.hub.takes_passwords else None

    def offered(self) -> tuple[UserOption, ...]:
        """Whom the first screen offers now; nobody where logins are typed. Runs in the store's lane."""
        labels = dict(self.settings.people)
        people = offered(self.station.loaded.head, self.station.logins())
        return tuple(UserOption(login, labels.get(login, name)) for login, name in people)

    def _dialer(self) -> Dialer:
        from cati_app.dialer.manual import ManualDialer  # noqa: PLC0415 - the first screen calls nobody

        return ManualDialer(self.settings.scheme, _open_uri, self.settings.sip_host)


class _Beginnings:
    """First passwords in one window, whose roles they begin."""

    def __init__(self, desktop: Desktop, roles: Roles) -> None:
        self._desktop = desktop
        self.begin_study = partial(desktop.begin_study, roles)
        self.set_password = partial(desktop.set_password, roles)

    @property
    def stop_waiting(self) -> Callable[[], None] | None:
        """Lets go of the hub; None where none is asked."""
        return self._desktop.stop_waiting_for_password


def offered(head: StudyHead, people: Sequence[User]) -> list[tuple[str, str]]:
    """Login and name of whoever the first screen offers; nobody where logins are typed, or people are many."""
    here = [person for person in people if person.active]
    if head.logins_typed or len(here) > _MOST_OFFERED:
        return []
    return [(person.login, person.name) for person in here]


def _handed_out(sealing: Sealing) -> HandedOut:
    codes = tuple((user.name, user.login, code) for user, code in sealing.codes)
    return HandedOut(codes, tuple(map(str, sealing.copies)), sealing.renamed)


def _open_uri(uri: str) -> bool:
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - the first screen calls nobody
    from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - as above

    return QDesktopServices.openUrl(QUrl(uri))
