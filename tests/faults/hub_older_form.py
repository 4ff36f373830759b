"""A hub whose tables are of an older version is begun with this one, while stations push and ask."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import sqlcipher3.dbapi2

from cati_app.__main__ import main
from cati_app.store.hub import steps
from cati_app.store.hub.forms import OF_STUDY, REGISTER, VERSION_TABLE, KnownForm, StepChain
from cati_app.store.hub.server import SCHEMA
from cati_app.store.postgres.migrate import engine_in
from cati_app.store.postgres.schema import schema_of
from tests.faults.hub_kills import StationProcess
from tests.faults.hub_played import Played
from tests.hub_field import STARTS
from tests.hub_properties import acknowledged

_OLDER = ((REGISTER, "0001"), (OF_STUDY, "0003"))
_TIMES = 3


def dying_forward(chain: int, words: list[str]) -> int:
    """`cati`, killed within the transaction that brings that chain of tables forward, counted from 1."""
    left, real = [chain], steps.run

    def run(*values: Any, **more: Any) -> None:
        real(*values, **more)
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(steps, "run", run):
        return main(words)


def brought_forward(played: Played) -> str:
    """Two stations work on while the hub is stopped, its tables become older, and it is begun, killed and begun."""
    hub, begun = played.field.hub, time.monotonic()
    stations = [
        StationProcess(files, login, begun) for files, login in zip(played.field.stations, ("ann", "bob"), strict=True)
    ]
    try:
        for turn in range(_TIMES):
            _until_more(stations)
            hub.end(signal.SIGTERM)
            for chain, step in _OLDER:
                _make_older(played, chain, step)
                assert _form(played, chain) == step
            if turn:
                with pytest.raises(AssertionError):
                    hub.start(*STARTS, entry=partial(dying_forward, turn))
                hub.waited()
            hub.start(*STARTS)
            for chain, _ in _OLDER:
                assert _form(played, chain) == chain.newest
        _until_more(stations)
        for station in stations:
            station.leave()
    finally:
        for station in stations:
            if station.process.poll() is None:
                station.kill()
    taken = sum(len(acknowledged(station.files).taken) for station in stations)
    return f"{_TIMES} times, {_TIMES - 1} kills on its way; {taken} cases handed in before and after, all there"


def _until_more(stations: list[StationProcess]) -> None:
    """Each has held another interview, or has lived for a while."""
    before, deadline = [len(station.said) for station in stations], time.monotonic() + 60
    while any(len(station.said) <= count for station, count in zip(stations, before, strict=True)):
        assert time.monotonic() < deadline, [station.error for station in stations]
        time.sleep(0.05)


def _make_older(played: Played, chain: StepChain, step: str) -> None:
    known = KnownForm(chain.newest, marked=True)
    if played.server is None:
        with closing(_file(played, chain)) as driver:
            steps.in_file(driver, chain, known, step)
    else:
        with engine_in(played.server.url, _schema(played, chain)).begin() as connection:
            steps.run(connection, chain, known, step)


def _form(played: Played, chain: StepChain) -> str:
    """As it stands noted."""
    question = f"SELECT version_num FROM {VERSION_TABLE}"
    if played.server is None:
        with closing(_file(played, chain)) as driver:
            return str(driver.execute(question).fetchone()[0])
    with engine_in(played.server.url, _schema(played, chain)).begin() as connection:
        return str(connection.exec_driver_sql(question).scalar_one())


def _file(played: Played, chain: StepChain) -> Any:
    folder: Path = played.field.hub.folder
    path = folder / "hub.db" if chain is REGISTER else folder / "studies" / f"{played.field.study}.db"
    return sqlcipher3.dbapi2.connect(path, isolation_level=None)


def _schema(played: Played, chain: StepChain) -> str:
    return SCHEMA if chain is REGISTER else schema_of(bytes.fromhex(played.field.study))
