"""Bodies of requests: how large one may be, and how many bytes of them are held at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from cati_app.sync.messages import BODY_AT_MOST


class BodyTooLarge(Exception):
    """A request has more bytes than a hub takes."""


class NoRoom(Exception):
    """So many bytes of requests are held already that no more are taken now."""


class BodyRoom:
    """Bytes of requests that are held at once, by whomever they come; used in the thread of the loop alone."""

    def __init__(self, at_most: int = 16 * BODY_AT_MOST) -> None:
        self._free = at_most

    @contextmanager
    def held(self) -> Iterator[Callable[[int], None]]:
        """Takes room for as long as a request is under way. NoRoom: there is none."""
        mine = 0

        def take(more: int) -> None:
            nonlocal mine
            if more > self._free:
                raise NoRoom
            self._free -= more
            mine += more

        try:
            yield take
        finally:
            self._free += mine


async def whole_body(parts: AsyncIterator[bytes], at_most: int, take: Callable[[int], None]) -> bytes:
    """All of it, never more than that, and not before there is room for it.

    Args:
        parts: As they come.
        at_most: Bytes.

    Raises:
        BodyTooLarge, NoRoom: as they say.
    """
    read = bytearray()
    async for part in parts:
        take(len(part))
        read += part
        if len(read) > at_most:
            raise BodyTooLarge
    return bytes(read)
