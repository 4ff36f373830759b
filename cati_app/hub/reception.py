"""What a hub answers to each request, without HTTP: messages in, one transaction, messages out."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from cati_app.domain.clock import Clock
from cati_app.hub.publishing import STUDY_CALLS, StudyDesk, book_of
from cati_app.store.hub.inbox import Arrived, Inbox, InboxRefusal, Life, LogMark, Sender, hashed
from cati_app.store.hub.statements import HubStatements
from cati_app.store.hub.study_book import StudyRefusal
from cati_app.store.hub.writer import HubWriter
from cati_app.store.times import utc_text
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

STATUS = {
    Refused.PROTOCOL: 426,
    Refused.MESSAGE: 400,
    Refused.SIZE: 413,
    Refused.CODE: 403,
    Refused.DEVICE: 401,
    Refused.EPOCH: 409,
    Refused.GAP: 409,
    Refused.HEAD: 409,
    Refused.PARTS: 409,
    Refused.NOT_PUBLISHED: 409,
    Refused.BUSY: 503,
}
"""Of HTTP, by what is refused."""
_SECRET = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """What goes back.

    Args:
        refused: None where the request was taken.
        verdicts: Of the events of a push, for the figures.
    """

    status: int
    body: bytes
    refused: Refused | None = None
    verdicts: tuple[EventVerdict, ...] = ()


def refusal(refused: Refused, field: str = "") -> HubAnswer:
    """The answer to a request of which nothing is taken."""
    return HubAnswer(STATUS[refused], written(HubRefusal(refused=refused, field=field)), refused)


def is_secret(credential: str) -> bool:
    """Whether it could be what lets a device in."""
    return _SECRET.fullmatch(credential) is not None


class Reception:
    """Answers requests.

    Args:
        hub: The hub's id.
    """

    def __init__(self, writer: HubWriter, clock: Clock, hub: str) -> None:
        self._writer = writer
        self._clock = clock
        self._hub = hub

    def ask(self, call: HubCall, body: bytes, credential: str) -> Future[HubAnswer]:
        """Have a request answered; the answer comes when what it tells is durable, or fails as the disk did.

        Raises:
            Unreadable: the message cannot be read.
            WriterBusy: not now.
        """
        return self._writer.submit(self._work(call, body, credential))

    def knows(self, credential: str) -> Future[bool]:
        """Whether some device shows that secret; asked before anything of a large body is read.

        Raises:
            WriterBusy: not now.
        """
        secret = bytes.fromhex(credential) if is_secret(credential) else b""

        def is_known(statements: HubStatements) -> bool:
            try:
                Inbox(statements, self._clock.now()).sender(secret)
            except InboxRefusal:
                return False
            return True

        return self._writer.submit(is_known)

    def ready(self) -> Future[None]:
        """Try whether the database takes a write, one that changes nothing.

        Raises:
            WriterBusy: not now.
        """
        return self._writer.submit(lambda statements: Inbox(statements, self._clock.now()).try_to_write())

    def _work(self, call: HubCall, body: bytes, credential: str) -> Callable[[HubStatements], HubAnswer]:
        if call is HubCall.ENROL:
            enrolment = read(Enrolment, body)
            return lambda statements: self._answering(lambda inbox: self._enrol(statements, inbox, enrolment))(
                statements
            )
        secret = bytes.fromhex(credential) if is_secret(credential) else b""
        if call in STUDY_CALLS:
            prepared = STUDY_CALLS[call](body)
            return lambda statements: self._of_study(statements, secret, prepared)
        if call is HubCall.STATE:
            return self._answering(lambda inbox: self._state(inbox, inbox.sender(secret)))
        push = read(Push, body)
        return self._answering(lambda inbox: self._push(inbox, inbox.sender(secret), push))

    def _answering(self, answer: Callable[[Inbox], HubAnswer]) -> Callable[[HubStatements], HubAnswer]:
        def answered(statements: HubStatements) -> HubAnswer:
            try:
                return answer(Inbox(statements, self._clock.now()))
            except InboxRefusal as refused:
                return refusal(Refused(refused.reason.value))

        return answered

    def _of_study(
        self, statements: HubStatements, secret: bytes, prepared: Callable[[StudyDesk], Message]
    ) -> HubAnswer:
        now = self._clock.now()
        inbox = Inbox(statements, now)
        try:
            sender = inbox.sender(secret)
            desk = StudyDesk(book_of(statements, sender.study, now), sender.device, inbox.add_code_by_hash)
            return HubAnswer(200, written(prepared(desk)))
        except InboxRefusal as refused:
            return refusal(Refused(refused.reason.value))
        except StudyRefusal as not_taken:
            return refusal(Refused(not_taken.reason.value), not_taken.detail)

    def _enrol(self, statements: HubStatements, inbox: Inbox, enrolment: Enrolment) -> HubAnswer:
        sender = Sender(enrolment.study, enrolment.device)
        token = bytes.fromhex(enrolment.token)
        try:
            book_of(statements, enrolment.study, self._clock.now()).check_code(hashed(token))
        except StudyRefusal:
            return refusal(Refused.CODE)
        mark = inbox.enrol(sender, token, enrolment.credential)
        return HubAnswer(200, written(self._standing(inbox, mark)))

    def _state(self, inbox: Inbox, sender: Sender) -> HubAnswer:
        return HubAnswer(200, written(self._standing(inbox, inbox.mark(sender))))

    def _push(self, inbox: Inbox, sender: Sender, push: Push) -> HubAnswer:
        events = tuple(Arrived(event.row, event.digest) for event in push.events)
        epoch = Life(push.epoch.n, push.epoch.id)
        mark, judged = inbox.push(sender, epoch, push.first, push.last, events)
        verdicts = tuple(EventVerdict(verdict.value) for verdict in judged)
        pushed = Pushed(standing=self._standing(inbox, mark), verdicts=verdicts)
        return HubAnswer(200, written(pushed), verdicts=verdicts)

    def _standing(self, inbox: Inbox, mark: LogMark) -> HubStanding:
        life = inbox.epoch()
        return HubStanding(
            hub=self._hub,
            epoch=Epoch(n=life.n, id=life.id),
            mark=mark.n,
            digest=mark.digest,
            server_time=utc_text(self._clock.now()),
        )
