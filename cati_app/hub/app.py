"""The hub over HTTP: paths, sizes, status; what is answered is decided in the reception."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request, Response

from cati_app.hub.figures import CONTENT_TYPE, HubMetrics
from cati_app.hub.reception import HubAnswer, Reception, is_secret, refusal
from cati_app.store.hub.writer import WriterBusy
from cati_app.sync.line import HubCall
from cati_app.sync.messages import BODY_AT_MOST, Enrolment, Message, Push, Refused, Unreadable

LOG = logging.getLogger("cati.hub")
_JSON = "application/json"
_BEARER = "Bearer "
_AT_MOST: Mapping[HubCall, int] = {
    **dict.fromkeys(HubCall, 200_000),
    HubCall.ENROL: 4_096,
    HubCall.STATE: 0,
    HubCall.PUSH: BODY_AT_MOST,
    HubCall.HEADS: BODY_AT_MOST,
    HubCall.PART: 2_000_000,
}
"""Bytes of a request."""
_BODY_S = 60
"""For so long a request may take to arrive; one that dawdles keeps no place."""
_MODELS: Mapping[HubCall, type[Message]] = {HubCall.ENROL: Enrolment, HubCall.PUSH: Push}


class BodyTooLarge(Exception):
    """A request has more bytes than a hub takes."""


def make_app(reception: Reception, metrics: HubMetrics) -> FastAPI:
    """The application; it keeps nothing between requests."""
    app = FastAPI(title="cati hub", docs_url=None, redoc_url=None)
    for call in HubCall:
        app.add_api_route(
            call.path,
            _endpoint(reception, metrics, call),
            methods=[call.method],
            response_class=Response,
            openapi_extra=_described(call),
            name=call.name.lower(),
        )

    @app.get("/healthz", response_class=Response)
    async def healthz() -> Response:
        """The process answers."""
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", response_class=Response)
    async def readyz() -> Response:
        """The database can be written to."""
        ready = await _is_ready(reception)
        return Response("ready\n" if ready else "not ready\n", 200 if ready else 503, media_type="text/plain")

    @app.get("/metrics", response_class=Response)
    async def figures() -> Response:
        """For Prometheus."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    @app.middleware("http")
    async def logged(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        begun = time.monotonic()
        response = await answer(request)
        seconds = time.monotonic() - begun
        path = _known(app, request.url.path)
        metrics.answered(path, response.status_code, seconds)
        facts = {"method": request.method, "path": path, "status": response.status_code, "ms": round(seconds * 1000, 1)}
        LOG.info(json.dumps(facts))
        return response

    return app


def _endpoint(reception: Reception, metrics: HubMetrics, call: HubCall) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        answer = await _answer(reception, call, request)
        for verdict in answer.verdicts:
            metrics.judged(verdict.value)
        return Response(answer.body, answer.status, media_type=_JSON)

    return endpoint


async def _answer(reception: Reception, call: HubCall, request: Request) -> HubAnswer:
    header = request.headers.get("authorization", "")
    credential = header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""
    if call is not HubCall.ENROL and not is_secret(credential):
        return refusal(Refused.DEVICE)
    try:
        if call not in (HubCall.ENROL, HubCall.STATE) and not await asyncio.wrap_future(reception.knows(credential)):
            return refusal(Refused.DEVICE)  # before anything of a body is read
        async with asyncio.timeout(_BODY_S):
            body = await _body(request, _AT_MOST[call])
        return await asyncio.wrap_future(reception.ask(call, body, credential))
    except BodyTooLarge:
        return refusal(Refused.SIZE)
    except Unreadable as error:
        return refusal(error.refused, error.field)
    except (WriterBusy, TimeoutError):
        return refusal(Refused.BUSY)
    except Exception as error:  # a full or broken disk: nothing was stored, and the station asks again
        LOG.error(json.dumps({"path": call.path, "failed": type(error).__name__}))
        return refusal(Refused.BUSY)


async def _is_ready(reception: Reception) -> bool:
    try:
        await asyncio.wrap_future(reception.ready())
    except Exception:  # whatever it is: not ready
        return False
    return True


async def _body(request: Request, at_most: int) -> bytes:
    """The whole body, never more of it than that."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > at_most:
            raise BodyTooLarge
    return bytes(read)


def _known(app: FastAPI, path: str) -> str:
    """A path of the hub; of others nothing is written down, they may hold anything."""
    return path if any(path == getattr(route, "path", None) for route in app.routes) else "other"


def _described(call: HubCall) -> dict[str, Any]:
    model = _MODELS.get(call)
    if model is None:
        return {}
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": model.model_json_schema()}}}}
