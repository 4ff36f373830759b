"""The web server under a hub: uvicorn, with a time for each part of a request."""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from cati_app.hub.connections import AT_ONCE, ConnectionLimits, Connections


class HubProtocol(H11Protocol):
    """A connection over which each request has to come in time."""

    def __init__(self, limits: ConnectionLimits, connections: Connections, **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._hub_connections = connections
        self._due: asyncio.TimerHandle | None = None
        self._awaited: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """TLS is agreed."""
        super().connection_made(transport)
        self._await()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        super().data_received(data)
        self._await()

    def on_response_complete(self) -> None:
        """A request is answered."""
        super().on_response_complete()
        self._await()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._forget()
        super().connection_lost(exc)

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
        self._forget()
        self._awaited = awaited
        seconds = {h11.IDLE: self._limits.head_s, h11.SEND_BODY: self._limits.body_s}.get(awaited)
        if seconds is not None:
            self._due = self.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        if not self.transport.is_closing():
            self._hub_connections.late()
            self.transport.abort()

    def _forget(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None


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
                timeout_keep_alive=math.ceil(limits.head_s),
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
