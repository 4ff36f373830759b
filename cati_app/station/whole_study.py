"""The whole study, read at a station that has a part of it: a copy of what its hub has, kept up to date."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import User
from cati_app.station.catching_up import catch_up, standing_of
from cati_app.station.freshness import TOLD_FROM, Freshness, Refreshed
from cati_app.station.hub_link import access_of
from cati_app.station.opening import Station
from cati_app.store.database import Database
from cati_app.store.reading_copy import open_copy, still_coming, take_people
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.change_client import ChangeClient
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import HubAddress
from cati_app.sync.https import HttpsLine
from cati_app.ui.stage.study_age import Lateness, StudyAge
from cati_app.values import dataclass

EVERY_S = 0.5
"""From one question to the next; what is shown is a second old at most with the way there, and with reading it."""
_LEAST_S = 0.1
"""So long nobody asks a hub that answers slowly."""
_AFTER_A_CUT_S = 2.0
_TRIES_OF_A_COMMAND = 2
_NEWS_AT_MOST = 10
"""Times `EVERY_S`."""


def reads_whole(station: Station, user: User) -> bool:
    """Whether there is more of the study than a station has, and somebody may read it."""
    return user.role in GRANTS[Right.READ_FIGURES].roles and station.opened.has_cases_elsewhere()


@dataclass(frozen=True, slots=True)
class WholeStudy:
    """The study as its hub has it.

    Args:
        station: Reads the copy; nobody works at it.
        as_of: When the copy had everything.
        behind: Why it is not as the hub has it now; None: it is.
    """

    station: Station
    as_of: datetime
    behind: EnvironmentProblem | None = None


@contextmanager
def whole_study(station: Station, keys: HeldKeys) -> Iterator[WholeStudy]:
    """Bring the copy up to date, and read it.

    Args:
        station: The person's own, open.

    Raises:
        EnvironmentProblem: why it could not be fetched, where nothing is here yet; else it is told as `behind`.
    """
    own, behind = station.database, None
    try:
        with (
            open_copy(own, keys, writable=True) as copy,
            _line(own, Patience(tries=_TRIES_OF_A_COMMAND)) as client,
        ):
            take_people(copy, own)
            catch_up(copy, ChangeClient(client, keys.person, keys.shown or b""), station.clock)
    except EnvironmentProblem as problem:
        if problem.code != "in_use":  # an open window keeps it up to date
            behind = problem
    with open_copy(own, keys, writable=False) as copy, _lent_block_list(own, copy):
        as_of = standing_of(copy).as_of
        if as_of is None and behind is not None and behind.code == "hub_unreachable":
            raise _nothing_yet()
        if as_of is None:
            raise behind or still_coming()
        yield WholeStudy(station.reading(copy), as_of, behind)


@contextmanager
def _lent_block_list(own: Database, copy: Database) -> Iterator[None]:
    """The list of this machine, for explanations; the copy does not close it."""
    copy.blocklist = own.blocklist
    try:
        yield
    finally:
        copy.blocklist = None


class CopyKeeper(threading.Thread):
    """Keeps the copy up to date while somebody is signed in who reads it; it has a line and a database of its own.

    It ends by itself where the hub does not take the sign-in: to repeat that would keep the person out elsewhere.
    """

    def __init__(self, station: Station, keys: HeldKeys, freshness: Freshness) -> None:
        super().__init__(name="whole-study")
        self._station = station
        self._keys = keys
        self._freshness = freshness
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._line: HttpsLine | None = None
        self.is_refused = False

    def stop(self) -> None:
        """It ends, and waits for nobody; `join` waits until it has let go of the copy."""
        self._stopping.set()
        with self._lock:
            if self._line is not None:
                self._line.let_go()

    def stops_within(self, seconds: float) -> bool:
        """Let that much time pass; whether it is to stop."""
        return self._stopping.wait(seconds)

    def run(self) -> None:
        """Until it is stopped."""
        while not self._stopping.is_set():
            try:
                self._keep()
            except EnvironmentProblem as problem:  # how old the copy is tells enough
                if problem.code == "in_use":
                    self._follow()
                    continue
                self.is_refused = problem.code == "hub_sign_in"
                if self.is_refused:
                    return
                worker = self._station.hub.worker
                if worker is not None and problem.code == "hub_unreachable":
                    worker.silent()
                self._stopping.wait(_AFTER_A_CUT_S)

    def _keep(self) -> None:
        own, keys, clock = self._station.database, self._keys, self._station.clock
        with (
            own.beside() as reading,
            open_copy(own, keys, writable=True) as copy,
            _line(own, Patience(tries=1), self._hangs_on) as client,
        ):
            hub = ChangeClient(client, keys.person, keys.shown or b"")
            while not self._stopping.is_set():
                take_people(copy, reading)
                asked_at, asked_ms = time.monotonic(), clock.monotonic_ms()
                if catch_up(copy, hub, clock, self._stopping.is_set):
                    self._freshness.note(standing_of(copy), asked_ms)
                worker = self._station.hub.worker
                if worker is not None and not self._stopping.is_set():
                    worker.answered()
                self._stopping.wait(max(_LEAST_S, asked_at + EVERY_S - time.monotonic()))

    def _follow(self) -> None:
        """Another window keeps it up to date, for as long as that is open."""
        with open_copy(self._station.database, self._keys, writable=False) as copy:
            for _ in range(_NEWS_AT_MOST):
                self._freshness.note(standing_of(copy))
                if self._stopping.wait(EVERY_S):
                    return

    def _hangs_on(self, line: HttpsLine) -> None:
        """The line that is waited on from now on."""
        with self._lock:
            self._line = line
        if self._stopping.is_set():
            line.let_go()


class WholeReading:
    """The whole study while somebody reads it in a window, and what keeps it up to date; made in the store's lane."""

    def __init__(self, station: Station, keys: HeldKeys) -> None:
        own = station.database
        try:
            with open_copy(own, keys, writable=True) as copy:
                take_people(copy, own)
        except EnvironmentProblem as problem:
            if problem.code != "in_use":
                raise
        self._copy = open_copy(own, keys, writable=False)
        self._copy.blocklist = own.blocklist
        self._clock, self._local = station.clock, station.rules.calendar.local
        self.station = station.reading(self._copy)
        self._hub, self._freshness = station.hub, Freshness(standing_of(self._copy))
        self._lateness, self._lateness_in_sight = Lateness(), Lateness(TOLD_FROM)
        self._keeper = CopyKeeper(station, keys, self._freshness)
        self._keeper.start()

    def renew(self, station: Station) -> None:
        """It is read on under the questionnaire and rules that are in force now; in the store's lane.

        Whoever reads under those of before may finish: the copy stays open.
        """
        self._local = station.rules.calendar.local
        self.station = station.reading(self._copy)

    def age(self) -> StudyAge:
        """How old the copy is; from any thread, and nobody waits for it."""
        return self._told(self._freshness.of_copy(), self._lateness)

    def age_in_sight(self) -> StudyAge:
        """How old what is shown of it is: that of the copy once windows have read it (`came_in_sight`)."""
        return self._told(self._freshness.in_sight(), self._lateness_in_sight)

    def came_in_sight(self, news: int) -> None:
        """Windows show what there was when so much had come."""
        self._freshness.came_in_sight(news)

    def _told(self, refreshed: Refreshed, lateness: Lateness) -> StudyAge:
        now, local, refused = self._clock.now(), self._local, self._keeper.is_refused
        if refreshed.as_of is None:
            return StudyAge(None, is_old=True, is_refused=refused)
        age = refreshed.age(self._clock) or timedelta()
        worker, at = self._hub.worker, local(refreshed.as_of)
        return StudyAge(
            at,
            is_old=refreshed.is_old(self._clock, lateness),
            is_today=at.date() == local(now).date(),
            is_refused=refused,
            is_cut=worker is not None and worker.standing.connected is False,
            seconds=int(age.total_seconds()),
        )

    def check_all_here(self) -> None:
        """Whether everything that the hub had at one moment is here. EnvironmentProblem: `whole_study_coming`."""
        if standing_of(self._copy).as_of is None:
            raise still_coming()

    def wait_for_news(self, seen: int) -> None:
        """In a thread that may wait: until more has come than `seen`, a few seconds at most."""
        for _ in range(_NEWS_AT_MOST):
            if self.news != seen or self._keeper.stops_within(EVERY_S):
                return

    @property
    def news(self) -> int:
        """How often something new has come so far, whoever fetched it; asked by any thread."""
        return self._freshness.newest

    def close(self) -> None:
        """Let go of it; in the store's lane, or once that has ended. What keeps it up to date is not waited for."""
        self._keeper.stop()
        self._copy.blocklist = None
        self._copy.close()

    def join(self) -> None:
        """After `close`: wait until nothing keeps it up to date any more."""
        self._keeper.join()


@contextmanager
def _line(
    own: Database, patience: Patience, opened: Callable[[HttpsLine], None] = lambda line: None
) -> Iterator[Client]:
    access = access_of(own)
    with closing(HttpsLine(HubAddress.typed(access.address), access.certificate)) as line:
        opened(line)
        yield Client(line, access.secret, time.sleep, random.SystemRandom(), patience, hub=access.hub)


def _nothing_yet() -> EnvironmentProblem:
    return EnvironmentProblem(
        "no_whole_study",
        "This station has not fetched the whole study from the hub yet, and the hub does not answer.",
        "Repeat it when the line to the hub is there. A command with `--here` reads what only this station has.",
    )
