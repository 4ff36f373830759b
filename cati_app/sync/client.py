"""Brings the log of a device to the hub: asks how far it is, then pushes what comes after, in order.

The mark is kept at the hub alone, so whatever happens to a request or its answer, asking again is enough. Being cut off
is a state in which the client waits and tries again, not an event that somebody has to handle.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
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
    Unreadable,
    read,
    written,
)

BYTES_AT_MOST = 1_000_000
"""Of rows in one push, unless a single one is longer."""
_STATUS_OK = 200
_M = TypeVar("_M", bound=Message)


class Outbox(Protocol):
    """The log as it is sent."""

    def end(self) -> int:
        """Number of the last event; 0 in an empty log."""
        ...

    def digest(self, n: int) -> str:
        """The digest of an event that is there, in hexadecimal."""
        ...

    def after(self, n: int) -> Iterator[LoggedRow]:
        """Events behind a number, in order, without a hole."""
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
class Delivery:
    """What a run of the client has brought about.

    Args:
        mark: Up to here everything is at the hub.
        stored: Events that arrived now for the first time.
        clones: Events whose number another event has at the hub: a copy of this device is at work elsewhere.
        unreadable: Events that the hub could not read; it keeps them aside.
    """

    mark: int
    stored: int
    clones: int
    unreadable: int


class Client:
    """A device that is enrolled, or is about to be.

    Args:
        credential: The device's secret, in hexadecimal.
        wait: Lets that many seconds pass.
    """

    def __init__(
        self,
        line: HubLine,
        credential: str,
        wait: Callable[[float], None],
        chance: random.Random,
        patience: Patience | None = None,
    ) -> None:
        self._line = line
        self._credential = credential
        self._wait = wait
        self._chance = chance
        self._patience = patience or Patience()

    def enrol(self, enrolment: Enrolment) -> HubStanding:
        """Become known to the hub; repeating it with the same credential changes nothing.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_refuses_code`, `hub_too_different`, `hub_refuses`.
        """
        answer = self._asked(HubStanding, HubCall.ENROL, enrolment)
        if isinstance(answer, Refused):
            raise problem_of(answer)
        return answer

    def push(self, outbox: Outbox) -> Delivery:
        """Bring everything to the hub that is in the log now.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_forgot_device`, `hub_too_different`, `hub_refuses`; what has
                arrived stays there, and the next push goes on behind it.
        """
        end = outbox.end()
        told: list[EventVerdict] = []
        starts = iter(range(self._patience.tries))
        standing = self.standing()
        n = self._behind(standing, outbox, end)
        while n < end:
            batch = _batch(outbox, n, end)
            answer = self._asked(
                Pushed, HubCall.PUSH, Push(epoch=standing.epoch, first=n + 1, last=end, events=tuple(batch))
            )
            if answer in (Refused.EPOCH, Refused.GAP):  # the hub came back from a copy: where is it now?
                if next(starts, None) is None:
                    raise _unreachable()
                standing = self.standing()
                n = self._behind(standing, outbox, end)
                continue
            if isinstance(answer, Refused):
                raise problem_of(answer)
            told += answer.verdicts
            standing = answer.standing
            n += len(batch)
        clones, unreadable = told.count(EventVerdict.CLONE), told.count(EventVerdict.UNREADABLE)
        return Delivery(standing.mark, told.count(EventVerdict.STORED), clones, unreadable)

    def standing(self) -> HubStanding:
        """How far the hub is, and in which life. EnvironmentProblem: As `push`."""
        answer = self._asked(HubStanding, HubCall.STATE)
        if isinstance(answer, Refused):
            raise problem_of(answer)
        return answer

    @staticmethod
    def _behind(standing: HubStanding, outbox: Outbox, end: int) -> int:
        """Where to go on; at the beginning where the hub has another log under this device's name than this one."""
        mark = standing.mark
        same = mark == 0 or (mark <= end and outbox.digest(mark) == standing.digest)
        return mark if same else 0

    def _asked(self, kind: type[_M], call: HubCall, message: Message | None = None) -> _M | Refused:
        answer = self.ask(kind, call, message)
        return answer.refused if isinstance(answer, HubRefusal) else answer

    def ask(self, kind: type[_M], call: HubCall, message: Message | None = None) -> _M | HubRefusal:
        """What the hub answers; cut off, it is asked again.

        Raises:
            EnvironmentProblem: `hub_unreachable`.
        """
        body = written(message) if message is not None else b""
        waits = self._patience.waits(self._chance)
        while True:
            try:
                return _answer(kind, self._line.send(call, body, self._credential))
            except LineCut as cut:
                pause = next(waits, None)
                if pause is None:
                    raise _unreachable() from cut
                self._wait(pause)


def _batch(outbox: Outbox, n: int, end: int) -> list[LoggedRow]:
    batch: list[LoggedRow] = []
    size = 0
    for event in outbox.after(n):
        size += len(event.row.encode())
        if batch and (size > BYTES_AT_MOST or len(batch) == EVENTS_AT_MOST or n + len(batch) == end):
            break
        batch.append(event)
    return batch


def _answer(kind: type[_M], reply: Reply) -> _M | HubRefusal:
    """What the hub says. LineCut: it was not the hub who answered, or not wholly, or it cannot answer now."""
    try:
        if reply.status == _STATUS_OK:
            return read(kind, reply.body)
        refusal = read(HubRefusal, reply.body)
    except Unreadable as error:
        if error.refused is Refused.PROTOCOL:
            return HubRefusal(refused=Refused.PROTOCOL)
        raise LineCut from error
    if refusal.refused is Refused.BUSY:
        raise LineCut
    return refusal


def _unreachable() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_unreachable",
        "The hub does not answer. Everything stays in the database of this station; nothing is lost.",
        "Look whether the network is there and the hub runs, then repeat it: it goes on where the hub is.",
    )


def problem_of(refused: Refused) -> EnvironmentProblem:
    """A refusal in words with a cure."""
    if refused is Refused.PROTOCOL:
        return EnvironmentProblem(
            "hub_too_different",
            "This program and the hub are of versions that do not understand each other. Nothing was lost.",
            "Bring the older of the two up to date, then repeat it.",
        )
    if refused is Refused.CODE:
        return EnvironmentProblem(
            "hub_refuses_code",
            "The hub does not take this code: it was used before, is too old, or is of another hub or study.",
            "A supervisor makes another one: `cati hub code STUDY --as SUPERVISOR`; the first one for a study that is"
            " at no hub yet comes from the server: `cati hub code FOLDER --first`.",
        )
    if refused is Refused.DEVICE:
        return EnvironmentProblem(
            "hub_forgot_device",
            "The hub does not know this station, perhaps because it came back from a copy. Nothing was lost.",
            "`cati hub code FOLDER` on the hub makes a code; `cati hub enrol STUDY --as SUPERVISOR` uses it here.",
        )
    if refused is Refused.NOT_PUBLISHED:
        return EnvironmentProblem(
            "hub_not_published",
            "This study is not at the hub yet.",
            "`cati hub publish STUDY --as SUPERVISOR` brings it there, from the station that has it.",
        )
    return EnvironmentProblem(
        "hub_refuses",
        Phrase("The hub does not take what this station sends ({reason}). Nothing was lost.", reason=refused.value),
        "Bring program and hub to the same version, then repeat it.",
    )
