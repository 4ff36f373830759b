"""What a hub answers to each request, without HTTP: messages in, one transaction, messages out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from cati_app.domain.clock import Clock
from cati_app.domain.events import AT_HUB, NOT_AT_HUB, Moment
from cati_app.domain.ids import UserId
from cati_app.hub.case_calls import CASE_CALLS
from cati_app.hub.casework import CaseRefusal, LendingDesk
from cati_app.hub.passwords import PasswordDesk
from cati_app.hub.publishing import STUDY_CALLS, StudyDesk
from cati_app.hub.receipts import Receipts
from cati_app.hub.rules import EditionRules
from cati_app.hub.seats import SeatsOfStudies, SharedSeats
from cati_app.store.hub.inbox import Arrived, LogMark
from cati_app.store.hub.register import HubRefused, Life, NotTaken, Register, Sender
from cati_app.store.hub.studies import Hub
from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.hub.unit import HubUnit
from cati_app.store.staff_words import StaffWord
from cati_app.store.times import utc_text
from cati_app.sync.case_messages import SessionBegun, SignInShown
from cati_app.sync.case_values import shut_cells
from cati_app.sync.line import HubCall
from cati_app.sync.messages import (
    Enrolment,
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
from cati_app.sync.receipt_messages import ReceiptShown
from cati_app.sync.study_messages import CodeOffered, CodeTaken
from cati_app.values import dataclass

STATUS = {
    Refused.PROTOCOL: 426,
    Refused.MESSAGE: 400,
    Refused.SIZE: 413,
    Refused.CODE: 403,
    Refused.DEVICE: 401,
    Refused.WITHDRAWN: 403,
    Refused.EPOCH: 409,
    Refused.GAP: 409,
    Refused.HEAD: 409,
    Refused.PARTS: 409,
    Refused.NOT_PUBLISHED: 409,
    Refused.SIGN_IN: 403,
    Refused.KEYS: 409,
    Refused.PASSWORD_CHANGED: 409,
    Refused.SESSION: 401,
    Refused.RIGHT: 403,
    Refused.LEASE: 409,
    Refused.STATION: 409,
    Refused.CELL: 409,
    Refused.CASE: 409,
    Refused.TAKEN: 409,
    Refused.UNCHANGED: 409,
    Refused.CELL_CHANGED: 409,
    Refused.UNDO_NOTHING: 409,
    Refused.UNDO_LATE: 409,
    Refused.UNDO_APART: 409,
    Refused.MOVE_APART: 409,
    Refused.MOVE_TOO_MANY: 409,
    Refused.NO_ROOM: 409,
    Refused.CODED_SINCE: 409,
    Refused.NOT_OUT: 409,
    Refused.NO_SURPLUS: 409,
    Refused.CHANGED: 409,
    Refused.RECOVERING: 409,
    Refused.PAUSED: 409,
    Refused.WRITTEN_OFF: 409,
    Refused.EDITION_LOST: 409,
    Refused.NOTHING_LACKS: 409,
    Refused.NOTHING_ASIDE: 409,
    Refused.CANNOT_SETTLE: 409,
    Refused.STILL_UNFIT: 409,
    Refused.HAS_INTERVIEW: 409,
    Refused.OPENED: 409,
    Refused.LOOKUPS: 409,
    Refused.LOOK_UP_FIRST: 409,
    Refused.NOBODY: 409,
    Refused.TOO_OFTEN: 429,
    Refused.BUSY: 503,
}
"""Of HTTP, by what is refused."""
_OPENED: Mapping[HubCall, bool | None] = {HubCall.CASES: False, HubCall.STEER: None}
"""Whether every case has to be here for a call on cases; None: what was changed of cells may come before them."""
_SECRET = re.compile(r"[0-9a-f]{64}")
_First = TypeVar("_First")
_Second = TypeVar("_Second")
_PUBLISHES = frozenset({HubCall.HEADS, HubCall.EDITION})
"""Calls after which a study is here."""
_GROWS = frozenset({HubCall.OPEN, HubCall.SAMPLE, HubCall.RELEASE})
"""Calls that may have brought, or opened, as many cases as a study has."""


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """What goes back.

    Args:
        refused: None where the request was taken.
        verdicts: Of the events of a push, for the figures.
        retry_after_s: When to ask again; 0: nothing is said of that.
    """

    status: int
    body: bytes
    refused: Refused | None = None
    verdicts: tuple[EventVerdict, ...] = ()
    retry_after_s: int = 0


def refusal(refused: Refused, field: str = "") -> HubAnswer:
    """The answer to a request of which nothing is taken."""
    return HubAnswer(STATUS[refused], written(HubRefusal(refused=refused, field=field)), refused)


def is_secret(credential: str) -> bool:
    """Whether it could be what lets a device in."""
    return _SECRET.fullmatch(credential) is not None


class Reception:
    """Answers requests.

    Args:
        hub_id: The hub's id.
        receipts: For what it acknowledges.
    """

    def __init__(self, hub: Hub, clock: Clock, hub_id: str, receipts: Receipts) -> None:
        self._receipts = receipts
        self._hub = hub
        self._clock = clock
        self._hub_id = hub_id
        self._rules = EditionRules()
        self._seats = SeatsOfStudies() if hub.is_alone else None

    def ask(self, call: HubCall, body: bytes, credential: str) -> Future[HubAnswer]:
        """Have a request answered; the answer comes when what it tells is durable, or fails as the disk did.

        Raises:
            Unreadable: the message cannot be read.
            WriterBusy: not now.
        """
        if call is HubCall.ENROL:
            return _answering(self._enrol(read(Enrolment, body)))
        secret = _secret_of(credential)
        if call is HubCall.CODES:
            return _answering(self._code(secret, read(CodeOffered, body)))
        if call is HubCall.SIGN_IN:
            return _answering(self._sign_in(secret, read(SignInShown, body)))
        if call is HubCall.OWN_PASSWORD:
            offered = read(PasswordOffered, body)
            return _answering(self._of_passwords(secret, lambda desk: desk.take(offered)))
        if call is HubCall.PASSWORDS:
            asked = read(PasswordsAsked, body)
            return _answering(self._of_passwords(secret, lambda desk: desk.told(asked)))
        if call in CASE_CALLS:
            return _answering(self._of_cases(secret, call, CASE_CALLS[call].prepared(body)))
        if call in STUDY_CALLS:
            return _answering(self._of_study(secret, call, STUDY_CALLS[call].prepared(body)))
        if call is HubCall.RECEIPT:
            return _answering(self._shown(secret, read(ReceiptShown, body)))
        if call is HubCall.STATE:
            return _answering(self._state(secret))
        return _answering(self._push(secret, read(Push, body)))

    def knows(self, credential: str) -> Future[bool]:
        """Whether some device shows that secret; asked before anything of a large body is read.

        Raises:
            WriterBusy: not now.
        """
        secret = _secret_of(credential)

        def is_known(register: Register) -> bool:
            try:
                register.sender(secret)
            except HubRefused as refused:
                return refused.reason is not NotTaken.DEVICE  # of one that was withdrawn the answer says more
            return True

        return self._hub.run(is_known)

    def ready(self, study: str | None = None) -> Future[None]:
        """Try whether a database takes a write, one that changes nothing, and its disk further content.

        Args:
            study: Id of a study that is worked on; None: what belongs to the hub as a whole.

        Raises:
            WriterBusy: not now.
        """
        if study is None:
            return self._hub.try_to_write()
        return self._hub.studies.of(study).try_to_write()

    def studies(self) -> tuple[str, ...]:
        """Ids of the studies that are worked on."""
        return self._hub.studies.opened()

    def _enrol(self, enrolment: Enrolment) -> Future[HubAnswer]:
        sender = Sender(enrolment.study, enrolment.device)

        def let_in(register: Register) -> tuple[Sender, Life]:
            register.enrol(sender, bytes.fromhex(enrolment.token), enrolment.credential)
            return sender, register.epoch()

        return _then(self._hub.run(let_in), self._stand)

    def _of_study(self, secret: bytes, call: HubCall, answer: Callable[[StudyDesk], Message]) -> Future[HubAnswer]:
        done = _then(
            self._with_tokens(secret),
            lambda asking: self._grown(call, asking[0], self._at_desk(*asking, answer)),
        )
        if call in _PUBLISHES:
            done = _then(done, lambda message: self._noted(secret, message))
        if call is HubCall.EDITION:
            done = _then(done, lambda message: self._with_targets(secret, message))
        return _mapped(done, lambda message: HubAnswer(200, written(message)))

    def _sign_in(self, secret: bytes, shown: SignInShown) -> Future[HubAnswer]:
        def begin(asking: tuple[Sender, Life]) -> Future[HubAnswer]:
            sender, _ = asking

            def begun(unit: HubUnit) -> HubAnswer:
                if unit.book.edition() is None:  # nobody is known there yet, so nobody has failed
                    raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
                failed = unit.sessions.failures(shown.user_id)
                session = unit.sessions.begin(sender.device, shown.user_id, bytes.fromhex(shown.shown))
                now = Moment(self._clock.now(), self._clock.monotonic_ms(), UserId(shown.user_id))
                if session is not None:
                    unit.log.append([now.fact(AT_HUB, device=sender.device)])
                elif unit.sessions.failures(shown.user_id) > failed:
                    unit.log.append([now.fact(NOT_AT_HUB, device=sender.device)])
                unit.commit()
                if session is None:
                    return refusal(Refused.SIGN_IN)
                return HubAnswer(200, written(SessionBegun(session=session.secret, until=session.until)))

            return self._hub.studies.of(sender.study).run(begun)

        return _then(self._asking(secret), begin)

    def _of_passwords(self, secret: bytes, answer: Callable[[PasswordDesk], Message | Refused]) -> Future[HubAnswer]:
        """What people sign in with; who is refused leaves a trace all the same."""

        def at_desk(asking: tuple[Sender, Life]) -> Future[HubAnswer]:
            sender, life = asking

            def answered(unit: HubUnit) -> HubAnswer:
                vouch = partial(self._receipts.vouch, sender.study)
                desk = PasswordDesk(unit, sender.device, self._clock, Epoch(n=life.n, id=life.id), vouch)
                told = answer(desk)
                return refusal(told) if isinstance(told, Refused) else HubAnswer(200, written(told))

            return self._hub.studies.of(sender.study).run(answered)

        return _then(self._asking(secret), at_desk)

    def _of_cases(self, secret: bytes, call: HubCall, answer: Callable[[LendingDesk], Message]) -> Future[HubAnswer]:
        """Cases, places and numbers; a refusal leaves what was done before it in the same request."""
        opened = _OPENED.get(call, True)

        def at_desk(asking: tuple[Sender, Life]) -> Future[HubAnswer]:
            sender, life = asking

            def answered(unit: HubUnit) -> HubAnswer:
                desk = self._case_desk(unit, sender, life, opened)
                try:
                    return HubAnswer(200, written(answer(desk)))
                except CaseRefusal as refused:
                    return refusal(refused.reason)

            return self._grown(call, sender, self._hub.studies.of(sender.study).run(answered))

        return _then(self._asking(secret), at_desk)

    def _grown(self, call: HubCall, sender: Sender, done: Future[_First]) -> Future[_First]:
        """The same; where it may have brought much, the engine looks at that afterwards."""
        if call in _GROWS:
            done.add_done_callback(lambda _: self._hub.studies.grew(sender.study))
        return done

    def _case_desk(self, unit: HubUnit, sender: Sender, life: Life, opened: bool | None) -> LendingDesk:
        """The desk of a study. StudyRefusal: `NOT_PUBLISHED`, `OPENED`.

        Args:
            opened: Whether every case must be here; False: none may be lent yet; None: either.
        """
        known = unit.book.edition()
        if known is None or (opened and not known.is_open):
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
        if known.is_open and opened is False:
            raise StudyRefusal(StudyNotTaken.OPENED)
        return LendingDesk(
            units=unit.units,
            clock=self._clock,
            rules=self._rules.of(sender.study, unit.book, known),
            device=sender.device,
            life=Epoch(n=life.n, id=life.id),
            mark=unit.inbox.mark(sender.device).n,
            person=lambda session: unit.sessions.person(sender.device, session),
            erasure=partial(unit.book.erasure, sender.study),
            receipt=partial(self._receipts.of, sender, Epoch(n=life.n, id=life.id)),
            study=sender.study,
            seats=SharedSeats(unit.units) if self._seats is None else self._seats,
            vouch=partial(self._receipts.vouch, sender.study),
            edition=known.n,
        )

    def _code(self, secret: bytes, offered: CodeOffered) -> Future[HubAnswer]:
        """First the study takes it, then the register: a code counts once its parcel is there."""

        def let_in(asking: tuple[Sender, tuple[str, ...]]) -> Future[str]:
            sender, tokens = asking
            taken = self._at_desk(sender, tokens, lambda desk: desk.take_code(offered))
            return _then(
                taken,
                lambda token: self._hub.run(lambda register: register.add_station_code(token, sender.study)),
            )

        until = _then(self._with_tokens(secret), let_in)
        return _mapped(until, lambda told: HubAnswer(200, written(CodeTaken(until=told))))

    def _with_tokens(self, secret: bytes) -> Future[tuple[Sender, tuple[str, ...]]]:
        """Who asks, and with which codes that device came."""

        def known(register: Register) -> tuple[Sender, tuple[str, ...]]:
            sender = register.sender(secret)
            return sender, register.codes_of(sender)

        return self._hub.run(known)

    def _at_desk(
        self, sender: Sender, tokens: tuple[str, ...], answer: Callable[[StudyDesk], _First]
    ) -> Future[_First]:
        def answered(unit: HubUnit) -> _First:
            told = answer(StudyDesk(unit.book, unit.newcomers, sender, tokens))
            unit.commit()
            return told

        return self._hub.studies.of(sender.study).run(answered)

    def _with_targets(self, secret: bytes, message: Message) -> Future[Message]:
        """The counters have the targets of the edition from now on."""

        def set_targets(asking: tuple[Sender, Life]) -> Future[Message]:
            sender, _ = asking

            def done(unit: HubUnit) -> Message:
                known = unit.book.edition()
                quota = self._rules.of(sender.study, unit.book, known).quota if known is not None else None
                if quota is not None:
                    unit.quota.set_targets(quota.all_targets(), quota.all_modes())
                unit.stations.edition_confirmed()
                unit.commit()
                return message

            return self._hub.studies.of(sender.study).run(done)

        return _then(self._asking(secret), set_targets)

    def _noted(self, secret: bytes, message: Message) -> Future[Message]:
        """From now on only supervisors of the study let devices in; said again with each list of people."""

        def note(register: Register) -> Message:
            register.note_published(register.sender(secret).study)
            return message

        return self._hub.run(note)

    def _state(self, secret: bytes) -> Future[HubAnswer]:
        return _then(self._asking(secret), self._stand)

    def _push(self, secret: bytes, push: Push) -> Future[HubAnswer]:
        events = tuple(Arrived(event.row, event.digest) for event in push.events)
        words = tuple(StaffWord(each.word, each.person, each.quarter, each.until) for each in push.staff)

        def take(asking: tuple[Sender, Life]) -> Future[HubAnswer]:
            sender, epoch = asking
            if epoch != Life(push.epoch.n, push.epoch.id):
                raise HubRefused(NotTaken.EPOCH)

            def taken(unit: HubUnit) -> HubAnswer:
                unit.staff.learn(words)
                mark, judged = unit.inbox.push(sender.device, push.first, push.last, events)
                unit.commit()
                verdicts = tuple(EventVerdict(verdict.value) for verdict in judged)
                pushed = Pushed(standing=self._standing(unit, sender, epoch, mark), verdicts=verdicts)
                return HubAnswer(200, written(pushed), verdicts=verdicts)

            return self._hub.studies.of(sender.study).run(taken)

        return _then(self._asking(secret), take)

    def _asking(self, secret: bytes) -> Future[tuple[Sender, Life]]:
        """Who asks, and in which epoch."""
        return self._hub.asking(secret)

    def _stand(self, asking: tuple[Sender, Life]) -> Future[HubAnswer]:
        """Tell how far the log of a device has arrived."""
        sender, epoch = asking

        def told(unit: HubUnit) -> HubAnswer:
            if unit.inbox.hear(sender.device):
                unit.commit()
            standing = self._standing(unit, sender, epoch, unit.inbox.mark(sender.device))
            return HubAnswer(200, written(standing))

        return self._hub.studies.of(sender.study).run(told)

    def _standing(self, unit: HubUnit, sender: Sender, epoch: Life, mark: LogMark) -> HubStanding:
        life = Epoch(n=epoch.n, id=epoch.id)
        station, acts = unit.stations.with_acts(sender.device)
        return HubStanding(
            hub=self._hub_id,
            epoch=life,
            mark=mark.n,
            digest=mark.digest,
            server_time=utc_text(self._clock.now()),
            receipt=self._receipts.of(sender, life, mark.n, acts),
            halt=None if station is None else station.halt,
            shut=None if unit.quota.is_empty() else shut_cells(unit.quota.shut()),
        )

    def _shown(self, secret: bytes, shown: ReceiptShown) -> Future[HubAnswer]:
        """A hub that has acknowledged more than it has came back from a copy, and begins another life by itself."""

        def looked(asking: tuple[Sender, Life]) -> Future[HubAnswer]:
            sender, life = asking

            def has_lost(unit: HubUnit) -> bool:
                if not self._receipts.is_mine(sender, shown.epoch, shown.receipt):
                    return False
                if Life(shown.epoch.n, shown.epoch.id) != life:
                    return shown.epoch.n >= life.n
                mark, acts = unit.inbox.mark(sender.device).n, unit.stations.acts(sender.device)
                return shown.receipt.mark > mark or shown.receipt.acts > acts

            return _then(
                self._hub.studies.of(sender.study).run(has_lost), lambda lost: self._begun(asking, lost, shown)
            )

        return _then(self._asking(secret), looked)

    def _begun(self, asking: tuple[Sender, Life], lost: bool, shown: ReceiptShown) -> Future[HubAnswer]:
        """How the hub stands, in another life where it has lost something."""
        sender, life = asking

        def begin(register: Register) -> tuple[Sender, Life]:
            now = register.epoch()
            if lost and now == life:  # else somebody has shown it before
                now = register.begin_epoch(secrets.token_hex(16), behind=shown.epoch.n)
            return sender, now

        return _then(self._hub.run(begin), self._stand)


def _secret_of(credential: str) -> bytes:
    return bytes.fromhex(credential) if is_secret(credential) else b""


def _then(first: Future[_First], following: Callable[[_First], Future[_Second]]) -> Future[_Second]:
    """What follows on what was done first, once both are done; it fails as either of them does."""
    if first.done():  # as nearly always: who sends is known. A future less, for each request
        return _following(first, following)
    both: Future[_Second] = Future()

    def done_second(second: Future[_Second]) -> None:
        failure = second.exception()
        if failure is not None:
            both.set_exception(failure)
        else:
            both.set_result(second.result())

    def done_first(done: Future[_First]) -> None:
        _following(done, following).add_done_callback(done_second)

    both.set_running_or_notify_cancel()  # nobody can take it back any more; the first may be done already
    first.add_done_callback(done_first)
    return both


def _following(done: Future[_First], following: Callable[[_First], Future[_Second]]) -> Future[_Second]:
    """What follows on what is done; one that has failed where that has, or where nothing can follow."""
    try:
        return following(done.result())
    except Exception as error:
        failed: Future[_Second] = Future()
        failed.set_running_or_notify_cancel()
        failed.set_exception(error)
        return failed


def _mapped(first: Future[_First], told: Callable[[_First], _Second]) -> Future[_Second]:
    """What is made of a result; it fails as that does."""
    mapped: Future[_Second] = Future()

    def done(asked: Future[_First]) -> None:
        failure = asked.exception()
        if failure is not None:
            mapped.set_exception(failure)
        else:
            mapped.set_result(told(asked.result()))

    mapped.set_running_or_notify_cancel()
    first.add_done_callback(done)
    return mapped


def _answering(asked: Future[HubAnswer]) -> Future[HubAnswer]:
    """The answer, also where nothing was taken."""
    answered: Future[HubAnswer] = Future()

    def done(asked: Future[HubAnswer]) -> None:
        failure = asked.exception()
        if isinstance(failure, HubRefused):
            answered.set_result(refusal(Refused(failure.reason.value)))
        elif isinstance(failure, StudyRefusal):
            answered.set_result(refusal(Refused(failure.reason.value), failure.detail))
        elif failure is not None:
            answered.set_exception(failure)
        else:
            answered.set_result(asked.result())

    answered.set_running_or_notify_cancel()
    asked.add_done_callback(done)
    return answered
