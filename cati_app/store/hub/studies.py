"""A hub that serves: its register and its studies, each with one thread that writes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from functools import partial
from typing import TypeVar

from cati_app.domain.clock import Clock
from cati_app.store.hub.changes import begin_count
from cati_app.store.hub.engine import HubStorage, HubStore
from cati_app.store.hub.failures import SqlFailures
from cati_app.store.hub.known_senders import Asking, KnownSenders
from cati_app.store.hub.register import Register
from cati_app.store.hub.statistics_keeper import StatisticsKeeper
from cati_app.store.hub.unit import HubUnit
from cati_app.store.hub.writer import GroupWriter, WriterBusy
from cati_app.store.statements import Statements

_STUDY = re.compile(r"[0-9a-f]{32}")
_T = TypeVar("_T")


class HubStudy:
    """A study at a hub.

    Args:
        tidied: Called when rows went that an engine may keep for a while.
    """

    def __init__(self, study: str, writer: GroupWriter, clock: Clock, tidied: Callable[[], None]) -> None:
        self.id = study
        self._tidied = tidied
        self._writer = writer
        self._clock = clock
        self._forgot_on: date | None = None

    def run(self, work: Callable[[HubUnit], _T]) -> Future[_T]:
        """Have something done in a unit of work; what it commits is durable before anybody hears the result.

        Args:
            work: May be called once more, from the beginning, where another server's transaction stood in its way.

        Raises:
            WriterBusy: nothing was done.
        """

        def within(statements: Statements) -> _T:
            with HubUnit(statements, self._clock.now()) as unit:
                return work(unit)

        self._forget_people()
        return self._writer.submit(within)

    def _forget_people(self) -> None:
        """With the first thing that is done on a day."""
        today = self._clock.now().date()
        if self._forgot_on != today:
            self._forgot_on = today

            def within(statements: Statements) -> None:
                with HubUnit(statements, self._clock.now()) as unit:
                    if unit.forget_people():
                        self._tidied()

            self._writer.submit(within)

    def try_to_write(self) -> Future[None]:
        """A write that changes nothing; it fails where the disk takes none, or nothing further.

        Raises:
            WriterBusy: not now.
        """

        def within(statements: Statements) -> None:
            with HubUnit(statements, self._clock.now()) as unit:
                unit.try_to_write()

        return self._writer.try_to_write(within)


class HubStudies:
    """The studies of a hub, each opened when it is first asked for."""

    def __init__(self, storage: HubStorage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._door = threading.Lock()
        self._open: dict[str, tuple[HubStudy, GroupWriter]] = {}
        self._is_closed = False
        refresh = storage.statistics()
        self._statistics = None if refresh is None else StatisticsKeeper(refresh)

    def of(self, study: str) -> HubStudy:
        """A study, made where there is none yet: whoever asks has looked who may have one.

        Args:
            study: Its id. ValueError: it is not 32 hexadecimal digits.

        Raises:
            WriterBusy: the hub is about to stop.
        """
        if _STUDY.fullmatch(study) is None:
            raise ValueError("no id of a study")
        with self._door:
            if self._is_closed:
                raise WriterBusy
            if study not in self._open:
                writer = GroupWriter(partial(self._counting, study), f"hub-study-{study[:8]}")
                self._open[study] = HubStudy(study, writer, self._clock, partial(self.grew, study)), writer
            return self._open[study][0]

    def opened(self) -> tuple[str, ...]:
        """Ids of those that somebody has asked for since the hub was started."""
        with self._door:
            return tuple(self._open)

    def _counting(self, study: str) -> HubStore:
        """The store of a study, which counts from now on."""
        store = self._storage.study(study)
        try:
            with store.transaction():
                part = store.part()
                begin_count(part, self._clock.now())
                part.commit()
        except BaseException:
            store.close()
            raise
        self.grew(study)  # it may have been filled from a dump
        return store

    def grew(self, study: str) -> None:
        """Much was brought into a study: the engine looks at its tables soon, where that helps; nobody waits for it."""
        if self._statistics is not None:
            self._statistics.look_after(study)

    def close(self) -> None:
        """Finish what waits, and close them; may be called twice."""
        with self._door:
            self._is_closed = True
            writers = [writer for _, writer in self._open.values()]
        for writer in writers:
            writer.close()
        if self._statistics is not None:
            self._statistics.close()


class Hub:
    """A hub that serves.

    Args:
        store: Of what belongs to the hub as a whole; closed with it.

    `is_alone`: no other program serves it.
    """

    def __init__(self, storage: HubStorage, store: HubStore, clock: Clock) -> None:
        self.studies = HubStudies(storage, clock)
        self.is_alone = storage.serves_alone()
        self._store = store
        self._writer = GroupWriter(lambda: store, "hub-writer")
        self._clock = clock
        watch = storage.watch()
        self._senders = None if watch is None else KnownSenders(watch, self._asked)

    def run(self, work: Callable[[Register], _T]) -> Future[_T]:
        """Have something done with the register; it counts where `work` ends without an error.

        Raises:
            WriterBusy: nothing was done.
        """

        def within(statements: Statements) -> _T:
            result = work(Register(statements, self._clock.now()))
            statements.commit()
            return result

        return self._writer.submit(within)

    def try_to_write(self) -> Future[None]:
        """A write to the register that changes nothing; it fails where the disk takes none, or nothing further.

        Raises:
            WriterBusy: not now.
        """

        def within(statements: Statements) -> None:
            Register(statements, self._clock.now()).try_to_write()
            statements.commit()

        return self._writer.try_to_write(within)

    def failures(self, work: Callable[[SqlFailures], _T], forgotten_s: float, remembered: int) -> Future[_T]:
        """Have something done with what all programs remember of strangers; of a hub that several may serve.

        Raises:
            WriterBusy: nothing was done.
        """

        def within(statements: Statements) -> _T:
            result = work(SqlFailures(statements, forgotten_s, remembered))
            statements.commit()
            return result

        return self._writer.submit(within)

    def asking(self, secret: bytes) -> Future[Asking]:
        """Who shows a secret, and in which life of the hub; with each request.

        Raises:
            WriterBusy: not now.
        """
        return self._asked(secret) if self._senders is None else self._senders.asking(secret)

    def _asked(self, secret: bytes) -> Future[Asking]:
        return self.run(lambda register: register.asking(secret))

    def close(self) -> None:
        """Finish what waits, and close everything; may be called twice."""
        self._writer.close()  # before the studies: what it finishes may go on there
        self.studies.close()
        if self._senders is not None:
            self._senders.close()
        self._store.close()  # which nobody may have asked for anything
