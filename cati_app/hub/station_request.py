"""A request as it is answered, however it came: what of it matters, and its body in parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from starlette.requests import ClientDisconnect, Request


class StationRequest(Protocol):
    """A request whose head is there.

    Args:
        peer: Address and port of whoever asks; None where that is not known.
        authorization: As it was shown; blank: nothing was.
        announced: Bytes of its body; endless where nothing is said of them.
    """

    @property
    def peer(self) -> tuple[str, int] | None: ...
    @property
    def authorization(self) -> str: ...
    @property
    def announced(self) -> float: ...
    def parts(self) -> AsyncIterator[bytes]:
        """Its body, as it comes. HungUp: the other side has."""
        ...


class HungUp(Exception):
    """Whoever asked is gone."""


def bytes_announced(length: str | None, method: str) -> float:
    """Bytes of a body by the head of a request; endless where nothing is said of them.

    Args:
        length: What the head says of it; None: nothing.
    """
    try:
        return float(int(length or ""))
    except ValueError:
        return 0.0 if method == "GET" else float("inf")


class RequestOfApp:
    """A request that came through the application."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.peer = None if request.client is None else (request.client.host, request.client.port)
        self.authorization = request.headers.get("authorization", "")
        self.announced = bytes_announced(request.headers.get("content-length"), request.method)

    async def parts(self) -> AsyncIterator[bytes]:
        """Its body. HungUp: the other side has."""
        try:
            async for part in self._request.stream():
                yield part
        except ClientDisconnect as error:
            raise HungUp from error
