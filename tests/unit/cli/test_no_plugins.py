"""A command neither looks for plugins of the library that checks settings, nor runs them beside its keys."""

from __future__ import annotations

import os

import pytest

from cati_app.__main__ import main

_PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


def test_no_plugins_are_loaded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(_PLUGINS, "")
    monkeypatch.delenv(_PLUGINS)

    with pytest.raises(SystemExit):
        main(["check", "--help"])

    assert "__all__" == os.environ[_PLUGINS]
    assert capsys.readouterr().out
