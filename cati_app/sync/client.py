"""Brings the log of a device to the hub: asks how far it is, then pushes what comes after, in order.

The mark is kept at the hub alone, so whatever happens to a request or its answer, asking again is enough. Being cut off
is a state in which the client waits and tries again, not an event that somebody has to handle.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.line import HubCall, HubLine, LineCut, Reply
from cati_app.sync.messages import (
    EVENTS_AT_MOST,
    Enrolment,
    EventVerdict,
    HubRefusal,
    HubStanding,
    LoggedRow,
    Message,
    Push,
    Pushed,
    Refused,
    StaffTold,
    Unreadable,
    read,
    written,
)
from cati_app.sync.refusals import problem_of, unreachable
from cati_app.sync.waits import WAITS
from cati_app.values import dataclass

BYTES_AT_MOST = 1_000_000
"""Of rows in one push, unless a single one is longer."""
_STATUS_OK = 200
_NO_SUCH_CALL = 404, b'{"detail":"Not Found"}'
"""What a hub of an earlier version says to what only later ones are asked."""
_LATER_AT_MOST_S = 60
"""So long a client waits because it is asked to."""
_M = TypeVar("_M", bound=Message)


class Outbox(Protocol):
    """The log as it is sent."""

    def end(self) -> int:
        """Number of the last event; 0 in an empty log."""
        ...

    def digest(self, n: int) -> str:
        """The digest of an event that is there, in hexadecimal."""
        ...

    def staff(self) -> tuple[StaffTold, ...]:
        """Whose the words are that were made here, of those that are told still."""
        ...

    def after(self, n: int) -> Iterator[LoggedRow]:
        """Events behind a number, in order, without a hole: all of them, or as many as are to go at once."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client waits between tries, and how often it tries in a row without any answer.

    Args:
        first_s: Before the second try.
        longest_s: At most; each wait is twice the one before, less up to half of it by chance.
        tries: In a row, after which whoever started the client is told.
    """

    first_s: float = 0.5
    longest_s: float = 60.0
    tries: int = 8

    def waits(self, chance: random.Random) -> Iterator[float]:
        """Seconds between tries, one fewer than there are tries."""
        for again in range(self.tries - 1):
            yield min(self.first_s * 2**again, self.longest_s) * chance.uniform(0.5, 1)


@dataclass(frozen=True, slots=True)
class OtherLog:
    """What is remembered once the hub had another log under this device's name, and this one was sent beside it.

    Args:
        mark: Of the hub, afterwards.
        digest: Of its event there.
        end: Number of the last event of this log that was sent.
        end_digest: Of that event; two copies on one machine share what is remembered.
    """

    mark: int
    digest: str
    end: int
    end_digest: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a run of the client has brought about.

    Args:
        mark: Up to here everything is at the hub.
        stored: Events that arrived now for the first time.
        clones: Events whose number another event has at the hub: a copy of this device is at work elsewhere.
        unreadable: Events that the hub could not read; it keeps them aside.
        other: What the hub has under this device's name, where that is another log; None where it is this one.
        foreign: Events of another device that the hub has not from itself; it keeps them aside.
        too_long: Events longer than a message takes; they are at this station alone.
    """

    mark: int
    stored: int
    clones: int
    unreadable: int
    other: OtherLog | None = None
    foreign: int = 0
    too_long: int = 0


class Client:
    """A device that is enrolled, or is about to be.

    Args:
        credential: The device's secret, in hexadecimal.
        wait: Lets that many seconds pass.
        hub: Id of the hub that is expected to answer.
    """

    def __init__(
        self,
        line: HubLine,
        credential: str,
        wait: Callable[[float], None],
        chance: random.Random,
        patience: Patience | None = None,
        *,
        hub: str,
    ) -> None:
        self._line = line
        self._credential = credential
        self._wait = wait
        self._chance = chance
        self._patience = patience or Patience()
        self._hub = hub

    def enrol(self, enrolment: Enrolment) -> HubStanding:
        """Become known to the hub; repeating it with the same credential changes nothing.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_refuses_code`, `hub_too_different`, `hub_refuses`, `hub_other`.
        """
        answer = self._asked(HubStanding, HubCall.ENROL, enrolment)
        if isinstance(answer, Refused):
            raise problem_of(answer)
        return self._of_this_hub(answer)

    def push(
        self,
        outbox: Outbox,
        known: OtherLog | None = None,
        standing: HubStanding | None = None,
        went: Callable[[], None] = lambda: None,
    ) -> Delivery:
        """Bring everything to the hub that is in the log now.

        Where the hub has another log under this device's name, this one is sent beside it from the beginning, once.

        Args:
            known: What the push before has told of another log; None: nothing, or somebody says that it is settled.
            standing: How far the hub was a moment ago; it is asked where that is not known, or a copy may be at work.
            went: Called when a message has arrived: there may be hundreds.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_forgot_device`, `hub_too_different`, `hub_refuses`, `hub_other`;
                what has arrived stays there, and the next push goes on behind it. `hub_clone`: the other log goes on.
        """
        end = outbox.end()
        told: list[EventVerdict] = []
        starts = iter(range(self._patience.tries))
        if standing is None or known is not None:
            standing = self.standing()
        n = _behind(standing, outbox, end, known)
        while n < end:
            batch = _batch(outbox, n, end)
            push = Push(epoch=standing.epoch, first=n + 1, last=end, events=tuple(batch), staff=outbox.staff())
            answer = self._asked(Pushed, HubCall.PUSH, push)
            if answer in (Refused.EPOCH, Refused.GAP):  # the hub came back from a copy: where is it now?
                if next(starts, None) is None:
                    raise unreachable()
                standing = self.standing()
                n = _behind(standing, outbox, end, known)
                continue
            if isinstance(answer, Refused):
                raise problem_of(answer)
            told += answer.verdicts
            standing = self._of_this_hub(answer.standing)
            n += len(batch)
            went()
        other = None
        if not _is_this_log(standing, outbox, end):
            other = OtherLog(standing.mark, standing.digest, end, outbox.digest(end) if end else "")
        return Delivery(
            standing.mark,
            told.count(EventVerdict.STORED),
            told.count(EventVerdict.CLONE),
            told.count(EventVerdict.UNREADABLE),
            other,
            told.count(EventVerdict.FOREIGN),
            told.count(EventVerdict.TOO_LONG),
        )

    def standing(self) -> HubStanding:
        """How far the hub is, and in which life. EnvironmentProblem: As `push`."""
        answer = self._asked(HubStanding, HubCall.STATE)
        if isinstance(answer, Refused):
            raise problem_of(answer)
        return self._of_this_hub(answer)

    def _of_this_hub(self, standing: HubStanding) -> HubStanding:
        if standing.hub != self._hub:
            raise EnvironmentProblem(
                "hub_other",
                "Another hub than the one of this station answers: it was made anew. Nothing is lost.",
                "The server makes a code with `cati hub code FOLDER --first`;"
                " `cati hub enrol STUDY --as SUPERVISOR` uses it here.",
            )
        return standing

    def _asked(self, kind: type[_M], call: HubCall, message: Message | None = None) -> _M | Refused:
        answer = self.ask(kind, call, message)
        return answer.refused if isinstance(answer, HubRefusal) else answer

    def ask(self, kind: type[_M], call: HubCall, message: Message | None = None) -> _M | HubRefusal:
        """What the hub answers; cut off, or told that it asked too often, it is asked again.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_too_often`.
        """
        body = written(message) if message is not None else b""
        waits = self._patience.waits(self._chance)
        while True:
            later, cut = 0, None
            try:
                reply = self._line.send(call, body, self._credential)
                answer = _answer(kind, reply)
                if not isinstance(answer, HubRefusal) or answer.refused is not Refused.TOO_OFTEN:
                    return answer
                later = min(reply.retry_after_s, _LATER_AT_MOST_S)
            except LineCut as error:
                cut = error
            pause = next(waits, None)
            if pause is None:
                raise unreachable() if cut is not None else problem_of(Refused.TOO_OFTEN) from cut
            WAITS.info("asked again")
            self._wait(max(pause, later))


def _is_this_log(standing: HubStanding, outbox: Outbox, end: int) -> bool:
    """Whether what the hub has of this device is the beginning of this log."""
    mark = standing.mark
    return mark == 0 or (mark <= end and outbox.digest(mark) == standing.digest)


def _behind(standing: HubStanding, outbox: Outbox, end: int, known: OtherLog | None) -> int:
    """Where to go on; at the beginning where the hub has another log under this device's name than this one."""
    if _is_this_log(standing, outbox, end):
        return standing.mark
    if known is None:
        return 0
    is_mine = known.end == 0 or (known.end <= end and outbox.digest(known.end) == known.end_digest)
    if is_mine and (known.mark, known.digest) == (standing.mark, standing.digest):
        return min(known.end, standing.mark)  # nobody else has sent anything since
    raise EnvironmentProblem(
        "hub_clone",
        "A copy of this station is at work elsewhere and sends events under its name. Nothing was sent; nothing is"
        " lost.",
        "Stop one of the copies; `cati restore` gives it a name of its own. Then push once with --settled.",
    )


def _batch(outbox: Outbox, n: int, end: int) -> list[LoggedRow]:
    batch: list[LoggedRow] = []
    size = 0
    for event in outbox.after(n):
        size += len(event.row.encode())
        if batch and size > BYTES_AT_MOST:
            break
        batch.append(event)
        if len(batch) == EVENTS_AT_MOST or n + len(batch) == end:  # else a page more would be read for nothing
            break
    return batch


def _answer(kind: type[_M], reply: Reply) -> _M | HubRefusal:
    """What the hub says. LineCut: it was not the hub who answered, or not wholly, or it cannot answer now."""
    try:
        if reply.status == _STATUS_OK:
            return read(kind, reply.body)
        if (reply.status, reply.body) == _NO_SUCH_CALL:
            return HubRefusal(refused=Refused.PROTOCOL)
        refusal = read(HubRefusal, reply.body)
    except Unreadable as error:
        if error.refused is Refused.PROTOCOL:
            return HubRefusal(refused=Refused.PROTOCOL)
        raise LineCut from error
    if refusal.refused is Refused.BUSY:
        raise LineCut
    return refusal
