"""A request of a station from its head to its answer, without what an application makes of one on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from cati_app.hub.answering import Answering
from cati_app.hub.reception import HubAnswer
from cati_app.hub.station_request import HungUp, bytes_announced

_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class ShortCycle:
    """Stands where uvicorn has its `RequestResponseCycle`: what the connection reads is put into it, and it answers.

    Args:
        protocol: Of the connection; the head is there.
    """

    def __init__(self, protocol: HttpToolsProtocol, answering: Answering) -> None:
        self._protocol = protocol
        self._answering = answering
        self._flow: FlowControl = protocol.flow
        self._waits_to_go_on = protocol.expect_100_continue
        self.peer = protocol.client
        told = _first_of(protocol.headers)
        self.authorization = told.get(b"authorization", b"").decode("latin-1")
        length = told.get(b"content-length")
        chunked = b"transfer-encoding" in told
        self.announced = (
            float("inf") if chunked else 0.0 if length is None else bytes_announced(length.decode("latin-1"), "")
        )
        self.keep_alive = protocol.parser.should_keep_alive()
        self.body = bytearray()
        self.more_body = True
        self.message_event = asyncio.Event()
        self.disconnected = False
        self.response_complete = False

    async def run_asgi(self, _: Any) -> None:
        """Answer; named as uvicorn calls it."""
        try:
            answer = await self._answering(self)
            if self._flow.write_paused:
                await self._flow.drain()
            if answer is not None and not self.disconnected:
                self._write(answer)
        finally:
            transport = self._protocol.transport
            # nobody hears it, or it could not be said; to abort one that has ended is an error in Python 3.11.2
            if not (self.response_complete or transport.is_closing()):
                transport.abort()

    async def parts(self) -> AsyncIterator[bytes]:
        """Its body. HungUp: the other side has."""
        if self._waits_to_go_on and self.more_body:
            self._protocol.transport.write(_GO_ON)
        while True:
            if self.disconnected:
                raise HungUp
            if self.body:
                part, self.body = bytes(self.body), bytearray()
                yield part
            elif not self.more_body:
                return
            else:
                self._flow.resume_reading()
                self.message_event.clear()
                await self.message_event.wait()

    def _write(self, answer: HubAnswer) -> None:
        """Head and body at once: by themselves they would be two records of TLS, and two calls."""
        body, lines = answer.body, [STATUS_LINE[answer.status]]
        for name, value in self._protocol.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        lines.append(b"content-type: application/json\r\ncontent-length: %d\r\n" % len(body))
        if answer.retry_after_s:
            lines.append(b"retry-after: %d\r\n" % answer.retry_after_s)
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        lines += (b"\r\n", body)
        transport = self._protocol.transport
        transport.write(b"".join(lines))
        self.response_complete = True
        if not self.keep_alive:
            transport.close()
        self._protocol.on_response_complete()


def _first_of(headers: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """What was said of each name first."""
    return dict(reversed(headers))
