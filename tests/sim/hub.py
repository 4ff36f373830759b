"""A simulated hub: requests answered in one transaction each, as a real one does; it may stop within any of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Never

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.people.users import User
from cati_app.domain.sharing.changes import PageLimits
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.fieldwork.rules import StudyRules
from cati_app.hub.case_calls import CASE_CALLS
from cati_app.hub.casework import CaseRefusal, LendingDesk
from cati_app.hub.passwords import PasswordDesk
from cati_app.hub.publishing import STUDY_CALLS, StudyDesk
from cati_app.hub.receipts import Receipts
from cati_app.hub.seats import SeatsOfStudies
from cati_app.store.hub.changes import begin_count
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.parts import Part
from cati_app.store.hub.register import HubRefused, NotTaken, Sender
from cati_app.store.hub.schema import make_study_tables
from cati_app.store.hub.sessions import LASTS
from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.hub.unit import HubUnit
from cati_app.store.staff_words import StaffWord
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.sync.case_messages import ActDone, SessionBegun, SignInShown
from cati_app.sync.case_values import shut_cells
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import (
    Epoch,
    EventVerdict,
    HubRefusal,
    HubStanding,
    Message,
    Push,
    Pushed,
    Refused,
    read,
    written,
)
from cati_app.sync.password_messages import PasswordOffered, PasswordsAsked
from cati_app.sync.place_messages import FollowDone
from cati_app.sync.receipt_messages import ReceiptShown
from cati_app.sync.steering_messages import Steered
from tests.sim.acts import ACTS_DONE
from tests.sim.crashes import Crash, CrashingDriver
from tests.sim.engines import KeptOnServer, in_a_file, on_the_server, without_staff
from tests.sim.kept import Beginning, KeptInMemory
from tests.sim.opt_outs import Said

HUB_ID, STUDY, SESSION = "b" * 32, "c" * 32, "5" * 64
PAGE = PageLimits(things=6, characters=6_000, values=400)
"""Of what changed, so that it takes several pages, between which the hub goes on."""
_BEGIN = "BEGIN IMMEDIATE"
_ADOPTED = (
    "INSERT INTO study_change (n, kind, key) SELECT (SELECT coalesce(max(n), 0) + 1 FROM study_change) + a.n, a.kind,"
    " a.key FROM (SELECT 0 AS n, 'cell' AS kind, '' AS key UNION ALL SELECT case_no, 'case', id FROM \"case\") a"
    " WHERE true ON CONFLICT DO NOTHING"
)
"""Cells and cases that were there before the triggers, numbered as those are that come in."""
_ENROLLED = "INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, false)"


class SimHub:
    """The hub; it may come back from a copy.

    Args:
        devices: Its stations.
        engine: One of `engines.ENGINES`.
        is_empty: Its cases are at a station, which brings them.
    """

    def __init__(
        self,
        begin: Beginning,
        clock: SimulatedClock,
        rules: StudyRules,
        devices: Sequence[str],
        engine: str,
        *,
        is_empty: bool = False,
    ) -> None:
        self._clock = clock
        self._rules = rules
        self._engine = engine
        if engine == "server":
            self._open(on_the_server(begin, STUDY))
        else:
            kept = begin.hub()
            make_study_tables(kept.driver, STUDY)
            self._open(self._in_its_file(kept))
        self._lives = [Epoch(n=1, id=f"{1:032x}")]
        self._receipts = Receipts(b"of the hub")
        self.seats = SeatsOfStudies()
        for table in ("number", "case") if is_empty else ():
            self.kept.driver.execute(f'DELETE FROM "{table}"')
        self.kept.driver.execute(_ADOPTED)
        self.kept.driver.executemany(_ENROLLED, [(device,) for device in devices])
        self._study = begin.study.hex()  # as lists of people name it
        self.copies: list[tuple[Any, Epoch]] = []
        self.restores = self.unnoticed = self.done_again = self.stops = 0
        self.done: set[str] = set()  # what supervisors decided, in all its lives
        self.acknowledged: set[str] = set()
        self.given_back: set[str] = set()  # places that it told a station it has back
        self._stops_at = 0
        self.said = Said(clock)
        self.sessions: dict[str, datetime] = {}  # when each is over
        self.let_in_late = 0  # requests that were answered under a session that was over

    def _open(self, kept: KeptInMemory) -> None:
        self.kept = kept
        self._disk = kept.driver = CrashingDriver(kept.driver)
        self._begin_count()

    def _begin_count(self) -> None:
        """As a program of the hub does that begins."""
        statements = Statements(self.kept.driver, _BEGIN)
        begin_count(statements, self._clock.now())
        statements.commit()

    @property
    def units(self) -> Any:
        """Each a transaction of its own, beside all requests."""
        return lambda: HubUnit(Statements(self.kept.driver, _BEGIN), self._clock.now())

    @property
    def epoch(self) -> Epoch:
        """Its life."""
        return self._lives[-1]

    def stop_before(self, statement: int) -> None:
        """Its program stops before so manieth statement from now on, within whatever is asked then."""
        self._stops_at = statement

    def start_again(self) -> None:
        """The program starts: nothing is remembered but what is stored."""
        self._disk.start_again()
        self._receipts, self.seats = Receipts(b"of the hub"), SeatsOfStudies()
        self._begin_count()

    def answer(self, device: str, user: User, call: HubCall, body: bytes) -> Reply:
        """As over HTTP: in one transaction, of which nothing is there where the program stops within it."""
        driver = self.kept.driver
        try:
            self._disk.stop_before(self._stops_at)
            driver.execute(_BEGIN)
            part = Part(driver)
            reply = self._answered(HubUnit(part, self._clock.now()), device, user, call, body)
            part.end()
            driver.execute("COMMIT")
        except Crash:
            self.stops += 1
            self.start_again()
            raise LineCut from None
        finally:
            self._stops_at = self._disk.left
            self._disk.stop_before(0)
        return reply

    def beside(self, device: str, user: User, call: HubCall, body: bytes, stops_before: int = 0) -> Reply:
        """As `answer`; where the program stops within another request does not depend on whether anybody asks this.

        Args:
            stops_before: The statement of this one before which it stops; 0: none.
        """
        stops_at, self._stops_at = self._stops_at, stops_before
        try:
            return self.answer(device, user, call, body)
        finally:
            self._stops_at = stops_at

    def _answered(self, unit: HubUnit, device: str, user: User, call: HubCall, body: bytes) -> Reply:
        try:
            message = self._told(unit, device, user, call, body)
            if isinstance(message, ActDone | Steered | FollowDone):
                self.done.update(each.text for each in message.vouched)
        except CaseRefusal as refused:
            return Reply(409, written(HubRefusal(refused=refused.reason)))
        except HubRefused as refused:
            return Reply(409, written(HubRefusal(refused=Refused(refused.reason.value))))
        except StudyRefusal as refused:
            told = HubRefusal(refused=Refused(refused.reason.value), field=refused.detail)
            return Reply(409, written(told))
        return Reply(200, written(message))

    def _told(self, unit: HubUnit, device: str, user: User, call: HubCall, body: bytes) -> Message:
        if call is HubCall.STATE:
            return self._standing(unit, device)
        if call is HubCall.PUSH:
            return self._pushed(unit, device, read(Push, body))
        if call is HubCall.RECEIPT:
            return self._shown(unit, device, read(ReceiptShown, body))
        if call is HubCall.SIGN_IN:
            return self._signed_in(unit, device, read(SignInShown, body))
        if call is HubCall.OWN_PASSWORD:
            return _taken(self._passwords(unit, device).take(read(PasswordOffered, body)))
        if call is HubCall.PASSWORDS:
            return self._passwords(unit, device).told(read(PasswordsAsked, body))
        if call in STUDY_CALLS:
            return self._of_study(unit, device, call, body)
        if call is HubCall.CASES and _is_open(unit):
            raise StudyRefusal(StudyNotTaken.OPENED)
        return CASE_CALLS[call].prepared(body)(self._desk(unit, device, user))

    def _signed_in(self, unit: HubUnit, device: str, shown: SignInShown) -> Message:
        begun = unit.sessions.begin(device, shown.user_id, bytes.fromhex(shown.shown))
        unit.commit()
        if begun is None:
            raise CaseRefusal(Refused.SIGN_IN)
        self.sessions[begun.secret] = self._clock.now() + LASTS
        return SessionBegun(session=begun.secret, until=begun.until)

    def _passwords(self, unit: HubUnit, device: str) -> PasswordDesk:
        return PasswordDesk(unit, device, self._clock, self.epoch, partial(self._receipts.vouch, STUDY))

    def _of_study(self, unit: HubUnit, device: str, call: HubCall, body: bytes) -> Message:
        """People and their keys; targets of cells are steered by others here."""
        desk = StudyDesk(unit.book, unit.newcomers, Sender(self._study, device), ())
        message = STUDY_CALLS[call].prepared(body)(desk)
        unit.commit()
        return message

    def _desk(self, unit: HubUnit, device: str, user: User) -> LendingDesk:
        receipt = partial(self._receipts.of, Sender(STUDY, device), self.epoch)

        def person(session: str) -> User | None:
            if session == SESSION:
                return user
            known = unit.sessions.person(device, session)
            if known is not None and self._clock.now() >= self.sessions[session]:
                self.let_in_late += 1
            return known

        return LendingDesk(
            unit.units,
            self._clock,
            self._rules,
            device,
            self.epoch,
            unit.inbox.mark(device).n,
            person,
            receipt,
            _no_erasure,
            STUDY,
            self.seats,
            partial(self._receipts.vouch, STUDY),
            page=PAGE,
        )

    def _pushed(self, unit: HubUnit, device: str, push: Push) -> Pushed:
        if push.epoch != self.epoch:
            raise HubRefused(NotTaken.EPOCH)
        events = [Arrived(event.row, event.digest) for event in push.events]
        unit.staff.learn([StaffWord(each.word, each.person, each.quarter, each.until) for each in push.staff])
        _, judged = unit.inbox.push(device, push.first, push.last, events)
        unit.commit()
        verdicts = tuple(EventVerdict(verdict.value) for verdict in judged)
        return Pushed(standing=self._standing(unit, device), verdicts=verdicts)

    def _standing(self, unit: HubUnit, device: str) -> HubStanding:
        mark, at = unit.inbox.mark(device), utc_text(self._clock.now())
        receipt = self._receipts.of(Sender(STUDY, device), self.epoch, mark.n, unit.stations.acts(device))
        known, shut = unit.stations.get(device), shut_cells(unit.quota.shut())
        halt = None if known is None else known.halt
        life, digest = self.epoch, mark.digest
        return HubStanding(
            hub=HUB_ID, epoch=life, mark=mark.n, digest=digest, server_time=at, receipt=receipt, halt=halt, shut=shut
        )

    def _shown(self, unit: HubUnit, device: str, shown: ReceiptShown) -> HubStanding:
        """As the reception judges it, which has tests of its own."""
        told = self._standing(unit, device).receipt
        assert told is not None
        assert self._receipts.is_mine(Sender(STUDY, device), shown.epoch, shown.receipt)
        lost = shown.receipt.acts > told.acts or shown.receipt.mark > told.mark
        if (shown.epoch == self.epoch and lost) or (shown.epoch != self.epoch and shown.epoch.n >= self.epoch.n):
            self._begin_life(shown.epoch.n)
        return self._standing(unit, device)

    def _begin_life(self, behind: int = 0) -> None:
        n = max(self.epoch.n, behind) + 1
        self._lives.append(Epoch(n=n, id=f"{len(self._lives) + 1:032x}"))

    def _in_its_file(self, kept: KeptInMemory) -> KeptInMemory:
        return KeptInMemory(in_a_file(kept.driver, encrypted=False), "hub") if self._engine == "file" else kept

    def _tokens(self) -> set[LeaseToken]:
        return {LeaseToken(*row) for row in self.kept.driver.execute("SELECT epoch, n FROM case_lease").fetchall()}

    def acts_done(self) -> int:
        """How much it has noted of what supervisors decided."""
        return int(self.kept.driver.execute(ACTS_DONE).fetchone()[0])

    def recovers(self) -> bool:
        """Whether it waits for stations, in this life."""
        waits = "SELECT count(*) FROM known_station WHERE NOT written_off AND (epoch < ? OR awaited <> '[]')"
        return bool(self.kept.driver.execute(waits, (self.epoch.n,)).fetchone()[0])

    def back_up(self) -> None:
        """A copy, to come back from some time; it does not tell whose the words in it are."""
        self.copies.append((without_staff(self.kept.copy()), self.epoch))

    def forget_people(self) -> None:
        """What a hub does with the first request of a day."""
        with self.units() as unit:
            unit.forget_people()

    def restore(self, copy: tuple[Any, Epoch], *, noticed: bool) -> None:
        """Back from a copy, in a new life, or in the life of the copy where nobody says so."""
        copied, life = copy
        given = self._tokens()
        self._clock.move(
            1
        )  # no two programs begin in one instant, and each counts changes from its own on (seed 902180)
        if isinstance(self.kept, KeptOnServer):
            self.kept.fill(copied)
            self._begin_count()
        else:
            self._open(self._in_its_file(KeptInMemory(KeptInMemory(copied, "hub").copy(), "hub")))
        if noticed:
            self._begin_life()  # its number is a time: it never comes again
        else:
            self._lives.append(life)
            self.unnoticed += 1
            self.said.lost |= given - self._tokens()
        self.said.begin_life()
        self.restores += 1


def _is_open(unit: HubUnit) -> bool:
    """Whether every case has come; the reception asks that, which has tests of its own."""
    edition = unit.book.edition()
    return edition is not None and edition.is_open


def _taken(told: Message | Refused) -> Message:
    """What the desk for passwords tells. CaseRefusal: nothing was taken."""
    if isinstance(told, Refused):
        raise CaseRefusal(told)
    return told


def _no_erasure(text: str, signature: str) -> Never:
    raise HubRefused(NotTaken.CODE)
