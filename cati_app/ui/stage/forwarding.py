"""Screens are made once for a window; what they say goes to whoever is at work at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

P = TypeVar("P")


def forwarding(at_work: Callable[[], P | None], handler: Callable[[P], Callable[..., None]]) -> Callable[..., None]:
    """Signals go to the presenter of the moment, or nowhere."""

    def forward(*values: Any) -> None:
        presenter = at_work()
        if presenter is not None:
            handler(presenter)(*values)

    return forward
