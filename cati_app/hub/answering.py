"""How a request of a station is answered, however it came: who is kept waiting, how much is read, what is noted."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub.awaiting import Awaiting
from cati_app.hub.bodies import BodyRoom, BodyTooLarge, NoRoom, whole_body
from cati_app.hub.common_tries import CommonTries
from cati_app.hub.connections import Connections
from cati_app.hub.figures import HubMetrics
from cati_app.hub.pace import StationPace
from cati_app.hub.reception import HubAnswer, Reception, is_secret, refusal
from cati_app.hub.station_request import HungUp, StationRequest
from cati_app.hub.strangers import FailedTries
from cati_app.store.hub.writer import WriterBusy
from cati_app.sync.line import HubCall
from cati_app.sync.messages import BODY_AT_MOST, Refused, Unreadable

LOG = logging.getLogger("cati.hub")
_BEARER = "Bearer "
_AT_MOST: Mapping[HubCall, int] = {
    **dict.fromkeys(HubCall, 200_000),
    HubCall.ENROL: 4_096,
    HubCall.OWN_PASSWORD: 4_096,
    HubCall.STATE: 0,
    HubCall.PUSH: BODY_AT_MOST,
    **dict.fromkeys(
        (HubCall.HEADS, HubCall.CASES, HubCall.SAMPLE_PAGE, HubCall.BLOCKS, HubCall.HAND_IN, HubCall.ATTACH),
        BODY_AT_MOST,
    ),
    HubCall.PART: 2_000_000,
}
"""Bytes of a request."""
_HUNG_UP, _TOO_MANY = 499, 429
"""Of HTTP; 499 is written down where the other side did not wait for an answer, and nobody reads it."""
_LINE = '{"method": "%s", "path": "%s", "status": %d, "ms": %.1f}'
_SMALL = 16_384
"""Bytes of a request that is read at once: the answer to it says who sent it, and nobody is asked that beforehand."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK: tuple[Network, ...] = (ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128"))


@dataclass(frozen=True)
class HubWeb:
    """What stands between the reception and whoever reaches the port.

    Args:
        common_tries: What all programs know that serve this hub; None: this one serves it alone.
        figures_to: Networks whose programs are told `/metrics`.
        pace: How often one station is answered; None: as often as it asks, in a rehearsal, whose time runs faster.
        root: Which vouches for the hub's certificate, in PEM.
    """

    reception: Reception
    metrics: HubMetrics
    connections: Connections
    failed_tries: FailedTries = field(default_factory=FailedTries)
    common_tries: CommonTries | None = None
    room: BodyRoom = field(default_factory=BodyRoom)
    awaiting: Awaiting = field(default_factory=Awaiting)
    pace: StationPace | None = field(default_factory=StationPace)
    figures_to: Sequence[Network] = LOOPBACK
    root: bytes = b""


def note(metrics: HubMetrics, method: str, path: str, status: int, seconds: float) -> None:
    """Count a request, and write a line about it that tells nothing of what it held.

    Args:
        method: Of HTTP; path: one of the hub's, or `other`.
    """
    metrics.answered(path, status, seconds)
    if LOG.isEnabledFor(logging.INFO):  # made here: `info` looks for its caller, which costs more than the line
        told = method, path, status, seconds * 1000
        LOG.handle(LOG.makeRecord(LOG.name, logging.INFO, __file__, 0, _LINE, told, None))


class Answering:
    """Answers one kind of request."""

    def __init__(self, web: HubWeb, call: HubCall) -> None:
        self._web = web
        self._call = call

    async def __call__(self, asked: StationRequest) -> HubAnswer | None:
        """The answer, which is noted; None: nobody hears it."""
        begun, status = time.monotonic(), _HUNG_UP
        try:
            answer = await self._without_faults(asked)
            if answer is not None:
                status = answer.status
            return answer
        except asyncio.CancelledError:  # the hub stops, and its disk has not answered in time
            busy = refusal(Refused.BUSY)
            status = busy.status
            return busy
        finally:
            note(self._web.metrics, self._call.method, self._call.path, status, time.monotonic() - begun)

    async def _without_faults(self, asked: StationRequest) -> HubAnswer | None:
        try:
            answer = await self._answer(asked)
        except HungUp:  # nothing was taken
            return None
        except BodyTooLarge:
            answer = refusal(Refused.SIZE)
        except Unreadable as error:
            answer = refusal(error.refused, error.field)
        except (WriterBusy, NoRoom):
            answer = refusal(Refused.BUSY)
        except Exception as error:  # a full or broken disk: nothing was stored, and the station asks again
            LOG.error(json.dumps({"path": self._call.path, "failed": name_of(error)}))
            answer = refusal(Refused.BUSY)
        for verdict in answer.verdicts:
            self._web.metrics.judged(verdict.value)
        return answer

    async def _answer(self, asked: StationRequest) -> HubAnswer:
        """The answer, unless too much from that address has failed; what fails now counts from then on."""
        web, call = self._web, self._call
        host = "" if asked.peer is None else asked.peer[0]
        header = asked.authorization
        credential = header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""
        shown = hashlib.sha256(credential.encode()).hexdigest()
        wait_s = await self._wait_s(host, shown)
        if wait_s:
            web.metrics.delayed()
            return replace(refusal(Refused.BUSY), status=_TOO_MANY, retry_after_s=math.ceil(wait_s))
        if call is not HubCall.ENROL and not is_secret(credential):
            return await self._failed(host, shown, Refused.DEVICE)
        if web.pace is not None and web.failed_tries.is_recognized(shown):
            wait_s = web.pace.wait_s(shown)
            if wait_s:
                web.metrics.paced()
                return replace(refusal(Refused.TOO_OFTEN), retry_after_s=math.ceil(wait_s))
        is_small = asked.announced <= _SMALL
        if not (is_small or await self._is_known(credential)):
            return await self._failed(host, shown, Refused.DEVICE)  # before anything of a large body is read
        with web.room.held() as take:
            body = await whole_body(asked.parts(), _AT_MOST[call], take)
            try:
                if is_small:
                    answering = web.reception.ask(call, body, credential)
                else:  # a large message takes time to read
                    answering = await asyncio.to_thread(web.reception.ask, call, body, credential)
                answer = await web.awaiting.result(answering)
            except Unreadable:
                if not await self._is_known(credential):
                    return await self._failed(
                        host, shown, Refused.DEVICE
                    )  # strangers are not told what is wrong with it
                raise
        if answer.refused is Refused.CODE:
            return await self._failed(host, hashlib.sha256(body).hexdigest(), Refused.CODE)
        if answer.refused is Refused.DEVICE:
            return await self._failed(host, shown, Refused.DEVICE)
        if answer.refused is Refused.WITHDRAWN:
            return answer  # a stranger's, from now on
        if call is not HubCall.ENROL:
            await self._recognized(shown)
        if asked.peer is not None:
            web.connections.recognize(asked.peer)
        return answer

    async def _is_known(self, credential: str) -> bool:
        """Whether some device shows that secret, where one is needed."""
        return self._call is HubCall.ENROL or await self._web.awaiting.result(self._web.reception.knows(credential))

    async def _wait_s(self, host: str, shown: str) -> float:
        web = self._web
        if web.common_tries is None or web.failed_tries.is_recognized(shown):
            return web.failed_tries.wait_s(host, shown)
        return await web.awaiting.result(web.common_tries.wait_s(host, shown))

    async def _recognized(self, shown: str) -> None:
        web = self._web
        if web.common_tries is not None and not web.failed_tries.is_recognized(shown):
            await web.awaiting.result(web.common_tries.recognized(shown))
        web.failed_tries.recognized(shown)

    async def _failed(self, host: str, tried: str, refused: Refused) -> HubAnswer:
        if self._web.common_tries is None:
            self._web.failed_tries.failed(host, tried)
        else:
            await self._web.awaiting.result(self._web.common_tries.failed(host, tried))
        self._web.metrics.failed(refused.value)
        return refusal(refused)


def name_of(error: BaseException) -> str:
    """What an error is called; its message may hold anything."""
    return error.code if isinstance(error, EnvironmentProblem) else type(error).__name__
