"""The command line within a test's own process."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import keyring
import keyring.errors
import pytest

from cati_app.__main__ import main
from cati_app.store.keys import Cost
from tests.stations import PASSPHRASE, PASSWORD, QUICK


@dataclass(frozen=True)
class Run:
    """The outcome of a command."""

    returncode: int
    stdout: str
    stderr: str


class Command:
    """The command line without a keyring, within this process.

    Args:
        login: Who signs in for each command, with the password of everybody; blank: nobody.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], login: str = "") -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self._login = login
        quick = (QUICK.time_cost, QUICK.memory_kib, QUICK.lanes)
        monkeypatch.setattr(Cost.__init__, "__defaults__", quick)  # else half the time of a test goes into hashing
        # the stations of tests live on a Tuesday, whatever day it is
        monkeypatch.setattr("cati_app.cli.opening.clock_doubt", lambda station: None)
        monkeypatch.setattr(keyring, "get_password", _no_keyring)
        monkeypatch.setattr(keyring, "set_password", _no_keyring)
        monkeypatch.setenv("CATI_NEW_PASSWORD", PASSWORD)

    def __call__(self, *arguments: object, passphrase: str = PASSPHRASE) -> Run:
        self._monkeypatch.setenv("CATI_PASSPHRASE", passphrase)
        given = list(map(str, arguments))
        if self._login:
            self._monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
            given += ["--as", self._login]
        try:
            code = main(given)
        except SystemExit as wrong_usage:  # the parser ends the program itself
            code = int(wrong_usage.code or 0)
        out = self._capsys.readouterr()
        return Run(code, out.out, out.err)


def _no_keyring(*_: object) -> None:
    raise keyring.errors.NoKeyringError


@contextmanager
def children_heed_ctrl_c() -> Iterator[None]:
    """Programs started meanwhile end at Ctrl+C, although this process may have been told to ignore it.

    A shell starts what runs in the background with SIGINT ignored, and children inherit that; a handler of our own
    becomes the default one in them.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
