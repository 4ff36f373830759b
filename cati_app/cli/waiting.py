"""Whoever waits at a command for a hub that does not answer is told so."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cati_app.sync.waits import WAITS
from cati_app.texts import say


@contextmanager
def told_of_waits() -> Iterator[None]:
    """Meanwhile a line on standard error tells once that the hub is asked again."""
    told, level = _OnStandardError(), WAITS.level
    WAITS.addHandler(told)
    WAITS.setLevel(logging.INFO)
    try:
        yield
    finally:
        WAITS.removeHandler(told)
        WAITS.setLevel(level)


class _OnStandardError(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._is_told = False

    def emit(self, record: logging.LogRecord) -> None:
        """The first time."""
        if not self._is_told:
            self._is_told = True
            sys.stderr.write(say("The hub does not answer; it is asked again, for a minute or two at most.") + "\n")
            sys.stderr.flush()
