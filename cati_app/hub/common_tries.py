"""Failed tries where several programs serve one hub: what one of them has seen fail, all of them know.

A station that this program has recognized is not asked about again, so nearly all requests cost nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from cati_app.hub.strangers import FORGOTTEN_S, REMEMBERED, FailedTries
from cati_app.store.hub.failures import SqlFailures
from cati_app.store.hub.studies import Hub

_T = TypeVar("_T")


class CommonTries:
    """The same rules, over what all programs remember. Each verb raises WriterBusy: not now."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def wait_s(self, host: str, secret_hash: str) -> Future[float]:
        """As `FailedTries.wait_s`."""
        return self._with(lambda tries: tries.wait_s(host, secret_hash))

    def failed(self, host: str, tried: str) -> Future[None]:
        """As `FailedTries.failed`."""
        return self._with(lambda tries: tries.failed(host, tried))

    def recognized(self, secret_hash: str) -> Future[None]:
        """As `FailedTries.recognized`."""
        return self._with(lambda tries: tries.recognized(secret_hash))

    def _with(self, work: Callable[[FailedTries], _T]) -> Future[_T]:
        def worked(book: SqlFailures) -> _T:
            return work(FailedTries(book.seconds, book))

        return self._hub.failures(worked, FORGOTTEN_S, REMEMBERED)
