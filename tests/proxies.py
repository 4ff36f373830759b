"""Something between stations and a hub that speaks for it, and does to requests what lines and proxies do to them."""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cati_app.store.hub.certificate import CERTIFICATE, server_context
from tests.hub_field import HubField, StationFiles, files_of

_WAIT_S = 60
_SLOW_BYTES_S = 8_000
"""64 kbit/s."""


class Mishap(Enum):
    """What happens to a request."""

    CUT_BEFORE_SENDING = "cut before it is sent"
    CUT_AFTER_SENDING = "cut after it was sent"
    CUT_AFTER_COMMIT = "cut after the hub's commit, before the answer"
    CUT_INSIDE_ANSWER = "cut inside the answer"
    DELAYED = "answered late"
    TWICE = "arrives twice"
    LATER_AGAIN = "arrives once more, much later"
    TRUNCATED = "the answer ends in the middle, and says so nowhere"
    PORTAL = "a captive portal answers 200 with a page"
    GATEWAY_502 = "a proxy answers 502"
    GATEWAY_504 = "a proxy answers 504"
    SLOW = "64 kbit/s, of a hundred requests one is lost"


@dataclass
class Proxy:
    """Between stations and the hub of a field.

    Args:
        chance: Which requests something happens to.
    """

    hub_port: int
    certificate: Any
    chance: random.Random
    mishap: Mishap | None = None
    share: float = 1.0
    """Of the requests that something happens to."""
    late_s: float = 1.5
    """For so long a request is held that is answered late."""
    met: int = 0
    """How many something happened to."""
    kept: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    """Requests that arrive once more later."""

    def forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The hub's own answer."""
        with closing(self._line()) as line:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()

    def only_send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        """The request arrives, and nobody hears the answer."""
        line = self._line()
        line.request(method, path, body, headers)
        time.sleep(0.05)
        line.close()

    def again(self) -> None:
        """What was kept arrives once more."""
        for request in self.kept:
            self.forward(*request)
        self.kept.clear()

    def _line(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self.hub_port, timeout=_WAIT_S, context=self.certificate)

    def meets(self) -> Mishap | None:
        """What happens to the next request."""
        if self.mishap is None or self.chance.random() >= self.share:
            return None
        self.met += 1
        return self.mishap


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def do_GET(self) -> None:
        """As POST."""
        self._pass()

    def do_POST(self) -> None:
        """A request."""
        self._pass()

    def _pass(self) -> None:
        proxy, body = self.proxy, self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        request = self.command, self.path, headers, body
        mishap = proxy.meets()
        if mishap is Mishap.CUT_BEFORE_SENDING:
            self._hang_up()
        elif mishap is Mishap.CUT_AFTER_SENDING:
            proxy.only_send(*request)
            self._hang_up()
        elif mishap is Mishap.CUT_AFTER_COMMIT:
            proxy.forward(*request)
            self._hang_up()
        elif mishap in (Mishap.PORTAL, Mishap.GATEWAY_502, Mishap.GATEWAY_504):
            status = {Mishap.GATEWAY_502: 502, Mishap.GATEWAY_504: 504}.get(mishap, 200)
            self._answer(status, b"<html>Please sign in</html>", "text/html")
        else:
            self._answered(mishap, request)

    def _answered(self, mishap: Mishap | None, request: tuple[str, str, dict[str, str], bytes]) -> None:
        if mishap is Mishap.TWICE:
            self.proxy.forward(*request)
        if mishap is Mishap.LATER_AGAIN:
            self.proxy.kept.append(request)
        if mishap is Mishap.DELAYED:
            time.sleep(self.proxy.late_s)
        if mishap is Mishap.SLOW:
            time.sleep(len(request[3]) / _SLOW_BYTES_S)
            if self.proxy.chance.random() < 0.01:
                self._hang_up()
                return
        status, answer = self.proxy.forward(*request)
        if mishap is Mishap.SLOW:
            time.sleep(len(answer) / _SLOW_BYTES_S)
        if mishap is Mishap.TRUNCATED:
            answer = answer[: len(answer) // 2]
        if mishap is Mishap.CUT_INSIDE_ANSWER:
            self._head(status, len(answer), "application/json")
            self.wfile.write(answer[: len(answer) // 2])
            self._hang_up()
            return
        self._answer(status, answer, "application/json")

    def _head(self, status: int, length: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(length))
        self.end_headers()

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self._head(status, len(body), kind)
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Somebody hung up."""


@contextmanager
def between(made: HubField, stations: Sequence[StationFiles] | None = None, seed: int = 1) -> Iterator[Proxy]:
    """Stations of the field reach their hub through a proxy that holds its key.

    Args:
        stations: Which; None: all.
    """
    context = server_context(made.hub.folder, None)
    trusting = ssl.create_default_context(cafile=made.hub.folder / CERTIFICATE)
    proxy = Proxy(made.hub.address.port, trusting, random.Random(seed))
    server = _Server(("127.0.0.1", 0), type("_Of", (_Handler,), {"proxy": proxy}))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="proxy", daemon=True)
    thread.start()
    for station in made.stations if stations is None else stations:
        with files_of(station) as database:
            access = database.state.hub(database.device)
            assert access is not None
            address = f"https://127.0.0.1:{server.server_address[1]}"
            database.state.keep_hub(database.device, replace(access, address=address))
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
