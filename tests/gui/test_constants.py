"""Guards against bindings that lose references to None, as one release did on Python 3.11."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_none_alive(qapp: object) -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert before - 100 < sys.getrefcount(None)
