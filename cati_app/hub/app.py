"""The hub over HTTP: paths, sizes, status; what is answered is decided in the reception."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Sequence

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from cati_app.hub.answering import Answering, HubWeb, Network, note
from cati_app.hub.described import DescribedApp, endpoint_of
from cati_app.hub.figures import CONTENT_TYPE, HubMetrics
from cati_app.hub.readiness import Readiness
from cati_app.sync.line import ROOT_PATH, HubCall

_TEXT = "text/plain"
_UNAVAILABLE = 503


def make_app(web: HubWeb) -> DescribedApp:
    """The application; of requests it keeps nothing."""
    app = DescribedApp(title="cati hub", docs_url=None, redoc_url=None, openapi_url=None)
    for call in HubCall:
        answering = app.straight[call.method, call.path] = Answering(web, call)
        app.add_api_route(
            call.path,
            endpoint_of(answering),
            methods=[call.method],
            response_class=Response,
            name=call.name.lower(),
        )
    readiness = Readiness(web.reception)

    @app.get("/healthz", response_class=Response)
    async def healthz() -> Response:
        """The process answers."""
        return Response("ok\n", media_type=_TEXT)

    @app.get("/readyz", response_class=Response)
    async def readyz() -> Response:
        """The databases can be written to."""
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
                await Response("not ready\n", _UNAVAILABLE, media_type=_TEXT)(scope, receive, sent)
        finally:
            path = scope["path"] if scope["path"] in self._known else "other"  # others may hold anything
            note(self._metrics, scope["method"], path, status, time.monotonic() - begun)


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
