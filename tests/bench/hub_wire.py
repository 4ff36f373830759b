"""Callers of a hub that cost next to nothing: bytes prepared beforehand, one thread, connections kept open.

What a caller takes of the processors it takes from the hub, where both are on one machine.
"""

from __future__ import annotations

import os
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, written

_HEAD_ENDS, _LENGTH = b"\r\n\r\n", b"content-length: "
_PART = 65_536
_TICKS = os.sysconf("SC_CLK_TCK")


def request_of(call: HubCall, secret: str, message: Message) -> bytes:
    """A request as it goes over the line."""
    body = written(message)
    head = (
        f"{call.method} {call.path} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {secret}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def processor_s(process: int) -> float:
    """Seconds of the processors that a process has used."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / _TICKS


@dataclass
class _Line:
    connection: ssl.SSLSocket
    waiting: list[bytes]
    asked_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        """The next request; it is small against what a socket holds."""
        self.asked_at = time.perf_counter()
        self.connection.sendall(self.waiting.pop())

    def whole(self) -> bytes | None:
        """The answer's body once all of it is there. AssertionError: it is a refusal."""
        while True:
            try:
                part = self.connection.recv(_PART)
            except ssl.SSLWantReadError:
                return None
            assert part, "the hub has hung up"
            self.got += part
            end = self.got.find(_HEAD_ENDS)
            if end >= 0:
                head = bytes(self.got[:end]).lower()
                assert head.startswith(b"http/1.1 200"), bytes(self.got[:300])
                length = int(head.partition(_LENGTH)[2].partition(b"\r\n")[0])
                body = self.got[end + len(_HEAD_ENDS) :]
                if len(body) >= length:
                    self.got.clear()
                    return bytes(body)


@dataclass(frozen=True)
class Wired:
    """What many callers got.

    Args:
        waits: Milliseconds of each request.
        answers: Of each caller, in order.
        client_ms: Of the processors, for a request.
    """

    per_s: float
    waits: list[float]
    answers: Mapping[int, list[bytes]]
    client_ms: float


class Wire:
    """Connections to a hub on this machine, kept open between one kind of request and the next."""

    def __init__(self, port: int, context: ssl.SSLContext, count: int) -> None:
        self._lines: list[ssl.SSLSocket] = []
        for _ in range(count):
            plain = socket.create_connection(("127.0.0.1", port))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines.append(context.wrap_socket(plain, server_hostname="127.0.0.1"))

    def ask(self, requests: Sequence[Sequence[bytes]], now: Callable[[], float] = time.perf_counter) -> Wired:
        """Each caller its own requests, one after another, all callers at once."""
        waits: list[float] = []
        answers: dict[int, list[bytes]] = {n: [] for n in range(len(requests))}
        begun, spent = now(), time.process_time()
        with closing(selectors.DefaultSelector()) as selector:
            for n, own in enumerate(requests):
                line = _Line(self._lines[n], list(reversed(own)))
                selector.register(line.connection, selectors.EVENT_READ, (n, line))
                line.connection.settimeout(None)
                line.ask()
                line.connection.settimeout(0)
            left = len(requests)
            while left:
                for key, _ in selector.select():
                    n, line = key.data
                    body = line.whole()
                    if body is None:
                        continue
                    waits.append((now() - line.asked_at) * 1000)
                    answers[n].append(body)
                    if line.waiting:
                        line.ask()
                    else:
                        selector.unregister(line.connection)
                        left -= 1
        count = len(waits)
        return Wired(count / (now() - begun), waits, answers, (time.process_time() - spent) * 1000 / count)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.close()
