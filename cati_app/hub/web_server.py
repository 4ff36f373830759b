"""The web server under a hub: uvicorn, with a time for each part of a request."""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
from collections.abc import Callable
from typing import Any, cast

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from cati_app.hub.connections import AT_ONCE, ConnectionLimits, Connections

_GO_ON = b"HTTP/1.1 1"


class _OneWrite:
    """A transport that sends an answer whole: head and body by themselves would be two records of TLS, and two calls.

    Args:
        transport: What it stands before; everything but writing and ending is asked of it.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it with what comes next; that a body may come is said at once."""
        self._waiting.append(data)
        if data.startswith(_GO_ON):
            self.send()

    def send(self) -> None:
        """Send what waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._transport.write(b"".join(waiting))

    def close(self) -> None:
        """Send what waits, and hang up."""
        if not self._transport.is_closing():
            self.send()
        self._transport.close()


class HubProtocol(H11Protocol):
    """A connection over which each request has to come in time."""

    def __init__(self, limits: ConnectionLimits, connections: Connections, **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._hub_connections = connections
        self._look_again: asyncio.TimerHandle | None = None
        self._late_at = math.inf
        self._awaited: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """TLS is agreed."""
        self._one_write = _OneWrite(transport)
        super().connection_made(cast(asyncio.Transport, self._one_write))
        self._await()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        super().data_received(data)
        self._await()

    def on_response_complete(self) -> None:
        """A request is answered; uvicorn's own would set a time for the next one beside that of the hub."""
        self._one_write.send()
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.conn.our_state is h11.DONE and self.conn.their_state is h11.DONE:
                self.conn.start_next_cycle()
                self.handle_events()
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        if self._look_again is not None:
            self._look_again.cancel()
        super().connection_lost(exc)
        self.transport.close()  # uvicorn leaves one open that was reset

    def shutdown(self) -> None:
        """The hub stops: what is whole is still answered, half a request is dropped, nothing of it was taken."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _await(self) -> None:
        """Set the time for what has to come next; a part of it buys no further time."""
        awaited = self.conn.their_state
        if awaited is self._awaited or self.transport.is_closing():
            return
        self._awaited = awaited
        seconds = {h11.IDLE: self._limits.head_s, h11.SEND_BODY: self._limits.body_s}.get(awaited)
        self._late_at = math.inf if seconds is None else self.loop.time() + seconds
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
        elif self._awaited is h11.IDLE and self.cycle is not None and not self.conn.trailing_data[0]:
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
        app: ASGIApp,
        context: ssl.SSLContext,
        limits: ConnectionLimits,
        connections: Connections,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=limits.stop_s,
            )
        )
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
