"""The hub over HTTP: paths, sizes, status; what is answered is decided in the reception."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub.bodies import BodyRoom, BodyTooLarge, NoRoom, whole_body
from cati_app.hub.connections import Connections
from cati_app.hub.described import DescribedApp, Straight, described
from cati_app.hub.figures import CONTENT_TYPE, HubMetrics
from cati_app.hub.reception import HubAnswer, Reception, is_secret, refusal
from cati_app.hub.strangers import FailedTries
from cati_app.store.hub.writer import WriterBusy
from cati_app.sync.line import ROOT_PATH, HubCall
from cati_app.sync.messages import BODY_AT_MOST, Refused, Unreadable

LOG = logging.getLogger("cati.hub")
_JSON, _TEXT = "application/json", "text/plain"
_BEARER = "Bearer "
_AT_MOST: Mapping[HubCall, int] = {
    **dict.fromkeys(HubCall, 200_000),
    HubCall.ENROL: 4_096,
    HubCall.STATE: 0,
    HubCall.PUSH: BODY_AT_MOST,
    **dict.fromkeys(
        (HubCall.HEADS, HubCall.CASES, HubCall.SAMPLE_PAGE, HubCall.BLOCKS, HubCall.HAND_IN, HubCall.ATTACH),
        BODY_AT_MOST,
    ),
    HubCall.PART: 2_000_000,
}
"""Bytes of a request."""
_HUNG_UP, _TOO_MANY, _UNAVAILABLE = 499, 429, 503
"""Of HTTP; 499 is written down where the other side did not wait for an answer, and nobody reads it."""
_SMALL = 16_384
"""Bytes of a request that is read at once: the answer to it says who sent it, and nobody is asked that beforehand."""
_READY_S = 1.0
"""So long what `/readyz` found is told to everybody who asks."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK: tuple[Network, ...] = (ipaddress.IPv4Network("127.0.0.0/8"), ipaddress.IPv6Network("::1/128"))


@dataclass(frozen=True)
class HubWeb:
    """What stands between the reception and whoever reaches the port.

    Args:
        figures_to: Networks whose programs are told `/metrics`.
        root: Which vouches for the hub's certificate, in PEM.
    """

    reception: Reception
    metrics: HubMetrics
    connections: Connections
    failed_tries: FailedTries = field(default_factory=FailedTries)
    room: BodyRoom = field(default_factory=BodyRoom)
    figures_to: Sequence[Network] = LOOPBACK
    root: bytes = b""


def make_app(web: HubWeb) -> FastAPI:
    """The application; of requests it keeps nothing."""
    app = DescribedApp(title="cati hub", docs_url=None, redoc_url=None, openapi_url=None)
    for call in HubCall:
        endpoint = _endpoint(web, call)
        app.straight[call.method, call.path] = _Noted(Straight(endpoint), web.metrics, frozenset({call.path}))
        app.add_api_route(
            call.path,
            endpoint,
            methods=[call.method],
            response_class=Response,
            openapi_extra=described(call),
            name=call.name.lower(),
        )
    readiness = _Readiness(web.reception)

    @app.get("/healthz", response_class=Response)
    async def healthz() -> Response:
        """The process answers."""
        return Response("ok\n", media_type=_TEXT)

    @app.get("/readyz", response_class=Response)
    async def readyz() -> Response:
        """The database can be written to."""
        ready = await readiness.now()
        return Response("ready\n" if ready else "not ready\n", 200 if ready else _UNAVAILABLE, media_type=_TEXT)

    @app.get("/metrics", response_class=Response)
    async def figures(request: Request) -> Response:
        """For Prometheus."""
        if not _is_within(_host(request), web.figures_to):
            return Response("not for this address\n", 403, media_type=_TEXT)
        return Response(web.metrics.text(), media_type=CONTENT_TYPE)

    @app.get(ROOT_PATH, response_class=Response)
    async def root() -> Response:
        """For whoever has a code with its fingerprint."""
        return Response(web.root, media_type=_TEXT)

    app.add_middleware(_Noted, metrics=web.metrics, known=frozenset(_paths(app)))
    return app


class _Noted:
    """Counts each request, and writes a line about it that tells nothing of what it held."""

    def __init__(self, app: ASGIApp, metrics: HubMetrics, known: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.monotonic()
        status = 0

        async def sent(message: AsgiMessage) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except asyncio.CancelledError:  # the hub stops, and its disk has not answered in time
            if not status:
                busy = refusal(Refused.BUSY)
                await Response(busy.body, busy.status, media_type=_JSON)(scope, receive, sent)
        finally:
            seconds = time.monotonic() - begun
            path = scope["path"] if scope["path"] in self._known else "other"  # others may hold anything
            self._metrics.answered(path, status, seconds)
            facts = {"method": scope["method"], "path": path, "status": status, "ms": round(seconds * 1000, 1)}
            LOG.info(json.dumps(facts))


class _Readiness:
    """Whether the database takes a write, asked of it once a second at most, whoever asks how often."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._ready = False

    async def now(self) -> bool:
        """As it is, or was a moment ago."""
        async with self._asking:
            if time.monotonic() - self._asked_at >= _READY_S:
                self._ready = await self._asked()
                self._asked_at = time.monotonic()
        return self._ready

    async def _asked(self) -> bool:
        try:
            await asyncio.wrap_future(self._reception.ready())
        except Exception:  # whatever it is: not ready
            return False
        return True


def _endpoint(web: HubWeb, call: HubCall) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            answer = await _answer(web, call, request)
        except ClientDisconnect:  # nothing was taken, and nobody hears it
            return Response(status_code=_HUNG_UP)
        except BodyTooLarge:
            answer = refusal(Refused.SIZE)
        except Unreadable as error:
            answer = refusal(error.refused, error.field)
        except (WriterBusy, NoRoom):
            answer = refusal(Refused.BUSY)
        except Exception as error:  # a full or broken disk: nothing was stored, and the station asks again
            LOG.error(json.dumps({"path": call.path, "failed": _name_of(error)}))
            answer = refusal(Refused.BUSY)
        for verdict in answer.verdicts:
            web.metrics.judged(verdict.value)
        return Response(answer.body, answer.status, media_type=_JSON)

    return endpoint


async def _answer(web: HubWeb, call: HubCall, request: Request) -> HubAnswer:
    """The answer, unless too much from that address has failed; what fails now counts from then on."""
    host = _host(request)
    header = request.headers.get("authorization", "")
    credential = header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""
    shown = hashlib.sha256(credential.encode()).hexdigest()
    if web.failed_tries.wait_s(host, shown):
        web.metrics.delayed()
        return replace(refusal(Refused.BUSY), status=_TOO_MANY)
    if call is not HubCall.ENROL and not is_secret(credential):
        return _failed(web, host, shown, Refused.DEVICE)
    is_small = _announced(request) <= _SMALL
    if not (is_small or await _is_known(web, call, credential)):
        return _failed(web, host, shown, Refused.DEVICE)  # before anything of a large body is read
    with web.room.held() as take:
        body = await whole_body(request, _AT_MOST[call], take)
        try:
            if is_small:
                asked = web.reception.ask(call, body, credential)
            else:  # a large message takes time to read
                asked = await asyncio.to_thread(web.reception.ask, call, body, credential)
            answer = await asyncio.wrap_future(asked)
        except Unreadable:
            if not await _is_known(web, call, credential):
                return _failed(web, host, shown, Refused.DEVICE)  # strangers are not told what is wrong with it
            raise
    if answer.refused is Refused.CODE:
        return _failed(web, host, hashlib.sha256(body).hexdigest(), Refused.CODE)
    if answer.refused is Refused.DEVICE:
        return _failed(web, host, shown, Refused.DEVICE)
    if answer.refused is Refused.WITHDRAWN:
        return answer  # a stranger's, from now on
    if call is not HubCall.ENROL:
        web.failed_tries.recognized(shown)
    if request.client is not None:
        web.connections.recognize((request.client.host, request.client.port))
    return answer


async def _is_known(web: HubWeb, call: HubCall, credential: str) -> bool:
    """Whether some device shows that secret, where one is needed."""
    return call is HubCall.ENROL or await asyncio.wrap_future(web.reception.knows(credential))


def _announced(request: Request) -> float:
    """Bytes of its body; endless where nothing is said of them."""
    try:
        return float(int(request.headers.get("content-length", "")))
    except ValueError:
        return 0.0 if request.method == "GET" else float("inf")


def _failed(web: HubWeb, host: str, tried: str, refused: Refused) -> HubAnswer:
    web.failed_tries.failed(host, tried)
    web.metrics.failed(refused.value)
    return refusal(refused)


def _name_of(error: Exception) -> str:
    """What an error is called; its message may hold anything."""
    return error.code if isinstance(error, EnvironmentProblem) else type(error).__name__


def _host(request: Request) -> str:
    return request.client.host if request.client is not None else ""


def _is_within(host: str, networks: Sequence[Network]) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    known = getattr(address, "ipv4_mapped", None) or address
    return any(known in network for network in networks)


def _paths(app: FastAPI) -> list[str]:
    return [path for route in app.routes if (path := getattr(route, "path", None)) is not None]
