"""Unexpected errors are shown and logged without what somebody said."""

from __future__ import annotations

import logging
import threading

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from cati_app.ui.error_hook import ErrorHook, trace_without_values
from cati_app.ui.translation import interface_language


def _fail() -> None:
    raise ValueError("Frau Muster, 040 66969 023")


def test_the_message_of_an_error_is_not_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    hook = ErrorHook()
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(hook.reported) as reported:
        try:
            _fail()
        except ValueError as error:
            hook.report(error)
    assert reported.args[0].startswith("ValueError at test_error_hook.py")
    assert "Muster" not in caplog.text + reported.args[0]


def test_errors_of_other_threads_arrive_on_the_main_thread(qtbot: QtBot) -> None:
    hook = ErrorHook()
    heard: list[str] = []
    hook.reported.connect(lambda _: heard.append(threading.current_thread().name))
    thread = threading.Thread(target=lambda: hook.report(KeyError("x")))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [threading.main_thread().name]


def test_a_trace_names_the_place() -> None:
    with pytest.raises(ValueError, match=r"\w") as raised:
        _fail()
    assert "_fail" in trace_without_values(raised.value)


@pytest.mark.parametrize(
    ("setting", "system", "expected"),
    [
        (None, QLocale.Language.English, "en"),
        (None, QLocale.Language.German, "de"),
        (None, QLocale.Language.Turkish, "de"),
        ("en", QLocale.Language.German, "en"),
        ("de", QLocale.Language.English, "de"),
    ],
)
def test_german_unless_english_is_asked_for(setting: str | None, system: QLocale.Language, expected: str) -> None:
    assert interface_language(setting, QLocale(system)) == expected
