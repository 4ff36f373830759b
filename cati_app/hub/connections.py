"""Connections of a hub: how many there may be, and how long each may take to say what it wants.

Whoever reaches the port can open connections and say nothing; that needs no code and no secret. So a connection is
counted from its first packet on, and it keeps its place against newcomers only once a station has shown itself there.
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import struct
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.hub.figures import HubMetrics
from cati_app.values import dataclass

AT_ONCE = 128
"""So many are accepted before the loop looks after the others again."""
_RESET = struct.pack("ii", 1, 0)
"""A connection is reset when it is closed: nothing of it lingers in the kernel."""
_A_MOMENT_S = 0.01
_IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a network; whoever has one can use every address in it."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Of connections; seconds are those of a wall clock.

    Args:
        connections: At once. Where all are taken, the oldest over which no station was recognized gives way.
        per_address: At once from one address (IPv6: one network of 64 bits); stations behind a router share it.
        handshake_s: Until TLS is agreed.
        head_s: From then on, or from the last answer on, until the next request is announced.
        body_s: From then on until it is whole.
        stop_s: For what is answered already when the hub is told to stop.
        goodbye_s: For the other side to say that it has heard the end of TLS.
    """

    connections: int = 512
    per_address: int = 128
    handshake_s: float = 10
    head_s: float = 30
    body_s: float = 60
    stop_s: int = 10
    goodbye_s: float = 2


@lru_cache(maxsize=4096)
def network_of(host: str) -> str:
    """What counts as one address: IPv4 as it is, also within IPv6; of IPv6 the network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))


class Connections:
    """Who is connected. Used in the thread of the loop alone."""

    def __init__(self, limits: ConnectionLimits, metrics: HubMetrics) -> None:
        self._limits = limits
        self._metrics = metrics
        self._open: set[Connection] = set()
        self._from = Counter[str]()
        self._strangers: dict[tuple[str, int], Connection] = {}  # in the order in which they came

    def admit(self, accepted: socket.socket, peer: tuple[Any, ...]) -> Connection:
        """Give a connection its place.

        Args:
            peer: Address and port; of IPv6, more.

        Raises:
            ConnectionAbortedError: there is none; the connection is closed.
        """
        host, port = str(peer[0]), int(peer[1])
        reason = ""
        if self._from[network_of(host)] >= self._limits.per_address:
            reason = "address"
        elif len(self._open) >= self._limits.connections and not self._make_room():
            reason = "full"
        if reason:
            self._metrics.turned_away(reason)
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            accepted.close()
            raise ConnectionAbortedError
        connection = Connection(accepted, (host, port), self._over)
        self._open.add(connection)
        self._from[network_of(host)] += 1
        self._strangers[host, port] = connection
        return connection

    def recognize(self, peer: tuple[str, int]) -> None:
        """A station has shown its secret over a connection."""
        self._strangers.pop(peer, None)

    def late(self) -> None:
        """A connection has lost its place because its request took too long."""
        self._metrics.turned_away("late")

    async def end(self, within_s: float) -> None:
        """End those that are left, and wait until they are closed."""
        for connection in self._open:
            connection.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while self._open:
                    await asyncio.sleep(_A_MOMENT_S)

    def _make_room(self) -> bool:
        peer = next(iter(self._strangers), None)
        if peer is None:
            return False
        self._metrics.turned_away("gave_way")
        self._strangers.pop(peer).end()
        return True

    def _over(self, connection: Connection) -> None:
        self._strangers.pop(connection.peer, None)
        self._open.discard(connection)
        network = network_of(connection.peer[0])
        self._from[network] -= 1
        if not self._from[network]:
            del self._from[network]


class Connection(socket.socket):
    """An accepted connection that says when it is over."""

    def __init__(self, accepted: socket.socket, peer: tuple[str, int], over: Callable[[Connection], None]) -> None:
        super().__init__(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        # head and body of an answer are two writes: else the second waits 40 ms for the first to be acknowledged
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.peer = peer
        self._over: Callable[[Connection], None] | None = over

    def end(self) -> None:
        """Cut it in both directions; the loop reads its end, and closes it."""
        with suppress(OSError):  # the other side has hung up already
            self.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of it; may be called twice."""
        super().close()
        if self._over is not None:
            over, self._over = self._over, None
            over(self)


class Listener(socket.socket):
    """A socket that listens, and gives out connections that have a place."""

    def __init__(self, family: int, connections: Connections) -> None:
        super().__init__(family, socket.SOCK_STREAM)
        self._connections = connections

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection. ConnectionAbortedError, which a loop passes over: there is no place for it."""
        accepted, peer = super().accept()
        return self._connections.admit(accepted, peer), peer


def listen(bind: str, port: int, connections: Connections) -> list[Listener]:
    """Listen at every address that a name stands for.

    Raises:
        EnvironmentProblem: `hub_port`.
    """
    listeners: list[Listener] = []
    try:
        told = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in told):
            listener = Listener(family, connections)
            listeners.append(listener)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(AT_ONCE)
            listener.setblocking(False)
    except OSError as error:
        for listener in listeners:
            listener.close()
        raise _no_port(bind, port, error) from error
    return listeners


def _no_port(bind: str, port: int, error: OSError) -> EnvironmentProblem:
    if error.errno == errno.EADDRINUSE:
        return EnvironmentProblem(
            "hub_port",
            Phrase("Another program listens at {bind}, port {port}. The hub does not serve.", bind=bind, port=port),
            "Stop that program; or is this hub being served already?",
        )
    return EnvironmentProblem(
        "hub_port",
        Phrase("The hub cannot listen at {bind}, port {port}.", bind=bind, port=port),
        "Name an address of this machine with --bind; ports below 1024 need a right of their own.",
    )
