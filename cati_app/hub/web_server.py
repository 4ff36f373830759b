"""The web server under a hub: uvicorn, with a time for each part of a request, and few bytes for its head."""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from cati_app.hub.answering import Answering
from cati_app.hub.connections import AT_ONCE, ConnectionLimits, Connections
from cati_app.hub.described import DescribedApp
from cati_app.hub.short_way import ShortCycle

HEAD_AT_MOST = 65_536
"""Bytes of the head of a request, and of all that stands between the parts of its body. What stations send has 300."""
WAITING_AT_MOST = 8
"""Requests that are sent before the one in front of them is answered; stations send none."""
_READ = memoryview(bytearray(65_536))
"""Where the loop, which is one, reads what comes."""
_Short = Mapping[tuple[bytes, bytes], Answering]
"""What is answered without an application, by method and path."""


class _Awaited(Enum):
    """What has to come next over a connection."""

    HEAD = "head"
    BODY = "body"
    NOTHING = "nothing"  # the hub has the word


class HubProtocol(HttpToolsProtocol, asyncio.BufferedProtocol):
    """A connection over which each request has to come in time.

    What comes is read into one piece of memory for all connections, and copied out at once: asyncio would ask for
    256 kB of new memory before it knows how little there is.
    """

    def __init__(self, limits: ConnectionLimits, connections: Connections, short: _Short, **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._hub_connections = connections
        self._short = short
        self._look_again: asyncio.TimerHandle | None = None
        self._late_at = math.inf
        self._awaited: _Awaited | None = None
        self._has_begun = self._has_head = False
        self._unread = 0  # bytes that came, of no body
        self._length = self._authorization = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """TLS is agreed."""
        super().connection_made(transport)
        self._await()

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where to put what comes."""
        return _READ

    def buffer_updated(self, nbytes: int) -> None:
        """It is there."""
        self.data_received(bytes(_READ[:nbytes]))

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        self._unread += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._unread > HEAD_AT_MOST or len(self.pipeline) > WAITING_AT_MOST:
            self.transport.abort()
        else:
            self._await()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._has_begun, self._has_head = True, False
        self.url, self.headers, self.expect_100_continue = b"", [], False

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of the head; those behind a body, which nobody asks for, are passed over."""
        if not self._has_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A request is announced."""
        self._has_head, self._unread = True, 0
        if self.parser.should_upgrade():
            self.send_400_response("Nothing but HTTP/1.1 is spoken here.")
            return
        answering = self._short.get((self.parser.get_method(), self.url))
        if answering is None or self.parser.get_http_version() != "1.1":
            url, headers, goes_on = self.url, self.headers, self.expect_100_continue
            super().on_message_begin()
            self.url, self.expect_100_continue = url, goes_on
            self.headers.extend(headers)
            super().on_headers_complete()
            return
        before: RequestResponseCycle | None = self.cycle
        self.cycle = cast(
            RequestResponseCycle, ShortCycle(self, answering)
        )  # in its place, and asked no more than that
        if before is None or before.response_complete:
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_body(self, body: bytes) -> None:
        """A part of it."""
        self._unread -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """It is whole."""
        self._has_begun, self._unread = False, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A request is answered; uvicorn's own would set a time for the next one beside that of the hub."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        if self._look_again is not None:
            self._look_again.cancel()
        super().connection_lost(exc)
        self.transport.close()  # uvicorn leaves one open that was reset

    def shutdown(self) -> None:
        """The hub stops: what is whole is still answered, half a request is dropped, nothing of it was taken."""
        if self._state() is _Awaited.BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _state(self) -> _Awaited:
        if self._has_begun:
            return _Awaited.BODY if self._has_head else _Awaited.HEAD
        return _Awaited.HEAD if self.cycle is None or self.cycle.response_complete else _Awaited.NOTHING

    def _await(self) -> None:
        """Set the time for what has to come next; a part of it buys no further time."""
        awaited = self._state()
        if awaited is self._awaited or self.transport.is_closing():
            return
        self._awaited = awaited
        if awaited is _Awaited.NOTHING:
            self._late_at = math.inf
            return
        seconds = self._limits.head_s if awaited is _Awaited.HEAD else self._limits.body_s
        self._late_at = self.loop.time() + seconds
        if self._look_again is not None and self._look_again.when() > self._late_at:
            self._look_again.cancel()
            self._look_again = None
        self._look_later()

    def _look_later(self) -> None:
        """Look when it is late by what is known now; to set a time anew for each request costs more than to read it."""
        if self._look_again is None and self._late_at < math.inf:
            self._look_again = self.loop.call_at(self._late_at, self._look)

    def _look(self) -> None:
        self._look_again = None
        if self.transport.is_closing():
            return
        if self.loop.time() < self._late_at:
            self._look_later()
        elif self._awaited is _Awaited.HEAD and self.cycle is not None and not self._unread:
            super().shutdown()  # it was answered before, and has begun to ask nothing more
        else:
            self._hub_connections.late()
            self.transport.abort()


class HubServer(uvicorn.Server):
    """Serves on sockets that listen already.

    Args:
        ready: Is called once requests are taken.
    """

    def __init__(
        self,
        app: DescribedApp,
        context: ssl.SSLContext,
        limits: ConnectionLimits,
        connections: Connections,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=limits.stop_s,
            )
        )
        self._short = {(method.encode(), path.encode()): way for (method, path), way in app.straight.items()}
        self._context = context
        self._limits = limits
        self._hub_connections = connections
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take requests; uvicorn's own does not bound handshakes."""
        loop = asyncio.get_running_loop()

        def connected() -> asyncio.Protocol:
            return HubProtocol(
                self._limits,
                self._hub_connections,
                self._short,
                config=self.config,
                server_state=self.server_state,
                app_state=self.lifespan.state,
                _loop=loop,
            )

        self.servers = [
            await loop.create_server(
                connected,
                sock=listener,
                ssl=self._context,
                backlog=AT_ONCE,
                ssl_handshake_timeout=self._limits.handshake_s,
                ssl_shutdown_timeout=self._limits.goodbye_s,
            )
            for listener in sockets or []
        ]
        self.started = True
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what has arrived wholly, then end whoever is left."""
        await super().shutdown(sockets)
        if self.server_state.tasks:  # they were cancelled, and say so to whoever waits
            await asyncio.wait(self.server_state.tasks, timeout=self._limits.goodbye_s)
        await self._hub_connections.end(self._limits.goodbye_s)
