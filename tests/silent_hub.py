"""Somebody at a hub's address who takes every connection, and every request, and says nothing."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

from cati_app.store.hub.certificate import CERTIFICATE, KEY, make_certificate
from cati_app.sync.code import HubAddress
from tests.stations import TUESDAY


class SilentHub:
    """Listens on this machine, with a certificate that a station believes.

    Args:
        folder: For key and certificate; those that are there already are used.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / CERTIFICATE).exists():
            make_certificate(folder, "127.0.0.1", TUESDAY)
        self.certificate = (folder / CERTIFICATE).read_text()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
        self._listening = socket.create_server(("127.0.0.1", port))
        self.address = HubAddress("127.0.0.1", self._listening.getsockname()[1])
        self.asked = threading.Event()
        """Somebody has asked something, and waits."""
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._take, name="silent-hub", daemon=True)]
        self._threads[0].start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._connections.append(connection)
                self._threads.append(threading.Thread(target=self._hear, args=(connection,), daemon=True))
                self._threads[-1].start()

    def _hear(self, connection: socket.socket) -> None:
        with suppress(OSError), self._context.wrap_socket(connection.dup(), server_side=True) as speaking:
            while speaking.recv(65536):
                self.asked.set()

    def close(self) -> None:
        """Hang up."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._connections:
            with suppress(OSError):  # hung up already
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self._threads:
            thread.join(20)
