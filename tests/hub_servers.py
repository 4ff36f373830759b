"""A hub that serves within this process, on a port of this machine, with limits as small as a test needs them."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cati_app.hub.answering import LOOPBACK, HubWeb, Network
from cati_app.hub.app import make_app
from cati_app.hub.connections import ConnectionLimits, Connections, listen
from cati_app.hub.figures import HubMetrics
from cati_app.hub.pace import StationPace
from cati_app.hub.web_server import HubServer
from cati_app.store.hub.certificate import CERTIFICATE, make_certificate, root_in, server_context
from tests.hubs import MemoryHub

WAIT_S = 20
"""For what has to come; a test fails after it."""


class ServedHub:
    """The hub of a folder, served in a thread."""

    def __init__(
        self,
        hub: MemoryHub,
        limits: ConnectionLimits | None = None,
        figures_to: Sequence[Network] = LOOPBACK,
        pace: StationPace | None = None,
    ) -> None:
        self.hub = hub
        self.limits = limits or ConnectionLimits()
        self.metrics = HubMetrics()
        if not (hub.folder / CERTIFICATE).exists():
            make_certificate(hub.folder, "127.0.0.1", datetime.now(UTC))
        connections = Connections(self.limits, self.metrics)
        self.web = HubWeb(
            hub.reception, self.metrics, connections, pace=pace, figures_to=figures_to, root=root_in(hub.folder)
        )
        self._sockets = listen("127.0.0.1", 0, connections)
        self.port: int = self._sockets[0].getsockname()[1]
        ready = threading.Event()
        self._server = HubServer(make_app(self.web), server_context(hub.folder), self.limits, connections, ready.set)
        self._thread = threading.Thread(target=self._run, name="hub-under-test")
        self._thread.start()
        assert ready.wait(WAIT_S)

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[*self._sockets]))

    def certificate(self) -> Path:
        """In PEM."""
        return self.hub.folder / CERTIFICATE

    def plain(self, source: str = "127.0.0.1") -> socket.socket:
        """A connection that has not said anything, not even a word of TLS."""
        return socket.create_connection(("127.0.0.1", self.port), WAIT_S, (source, 0))

    def silent(self, source: str = "127.0.0.1") -> ssl.SSLSocket:
        """A connection with TLS that has not said anything further."""
        context = ssl.create_default_context(cafile=self.certificate())
        return context.wrap_socket(self.plain(source), server_hostname="127.0.0.1")

    def station(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """A connection that speaks HTTP, and stays open between requests."""
        context = ssl.create_default_context(cafile=self.certificate())
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=WAIT_S, context=context, source_address=(source, 0)
        )

    def figure(self, line: str) -> float:
        """What the figures say; 0 where they are silent."""
        told = re.search(rf"^{re.escape(line)} (\S+)$", self.metrics.text().decode(), re.MULTILINE)
        return float(told[1]) if told is not None else 0.0

    def stop(self) -> None:
        """As on SIGTERM; it has ended when this returns."""
        self._server.should_exit = True
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()


def is_ended(connection: socket.socket) -> bool:
    """Wait until the other side ends a connection; what it says before is passed over."""
    with suppress(ConnectionError, ssl.SSLError):
        while connection.recv(4096):
            pass
    return True


def is_refused(connect: Callable[[], socket.socket]) -> bool:
    """Whether a connection is ended as soon as it is made, or even before."""
    try:
        with connect() as connection:
            return is_ended(connection)
    except ConnectionError:
        return True


def status_of(connection: http.client.HTTPConnection, method: str, path: str, credential: str = "") -> int:
    """Ask, and read the answer whole."""
    connection.request(method, path, headers={"authorization": f"Bearer {credential}"} if credential else {})
    answer = connection.getresponse()
    answer.read()
    return answer.status
