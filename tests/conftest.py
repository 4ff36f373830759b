"""Rules for every test: a missing outside program is reported as not run, never passed over silently."""

from __future__ import annotations

import os
import sys

# Migrations, tests and what each process reads would be compiled anew each time: a third of the work in some tests.
# ruff: noqa: E402
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# One thread works on a matrix: with tests on every processor, those of two processes wait for each other at full speed.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gc
import shutil
import tempfile

from tests.in_memory import folder_in_memory

if (_folder := folder_in_memory(os.environ)) is not None:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_folder)  # before anything of the tests or the program is read

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from cati_app.hub.processor import allowed
from cati_app.texts import choose
from tests.commands import Command
from tests.faults.attacks import documented
from tests.faults.proofs import SAID, Said, Told, joined
from tests.patience import PatientBot
from tests.postgres_server import end_server
from tests.stations import Site

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: while a test waits for a disk or another process, its own is free."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests whose program is missing; where every test must run, they fail instead. Long ones come first.

    Of two processes that share the tests the one would be done, and wait for the other's long one, at the end.
    """
    must_run = os.environ.get("CATI_ALL_TESTS_MUST_RUN") == "1"
    for item in items:
        for mark in item.iter_markers("needs_program"):
            name = mark.args[0]
            if shutil.which(name) is None and not must_run:
                # On a developer's machine only: printed as not run. Where all must run, as in .ci/run,
                # the same test fails.
                item.add_marker(pytest.mark.skip(reason=f"not run: the program {name} is missing"))
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests that are found are no garbage; a collector would look through them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What is there now, every module and every test, stays: no collection of garbage need look through it again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """A process that runs a part of the tests may be ended before its own end of work comes; it is waited for here."""
    end_server()


@pytest.fixture(autouse=True)
def _program_is_there(request: pytest.FixtureRequest) -> None:
    for mark in request.node.iter_markers("needs_program"):
        if shutil.which(mark.args[0]) is None:
            pytest.fail(f"not run: the program {mark.args[0]} is missing")


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither the data nor the cache of whoever runs the tests is touched, nor that of tests running beside these."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.setenv("CATI_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands say what they say in English, whatever the machine speaks; windows choose their own language."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    choose("en")


@pytest.fixture(autouse=True)
def _on_every_processor() -> Iterator[None]:
    """A hub stays on one processor; where its command is called in this process, the tests behind it do not."""
    before = allowed()
    yield
    if allowed() != before:
        os.sched_setaffinity(0, before)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Hands at a window."""
    return PatientBot(request)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A station on a small study with five cases."""
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def cati(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """The command line without a keyring; data, block list and state in the test's own folder, as a `Site` has."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("CATI_BLOCKLIST", str(tmp_path / "blocklist.db"))
    monkeypatch.setenv("CATI_STATE", str(tmp_path / "state"))
    return Command(monkeypatch, capsys)


@pytest.fixture
def sue(cati: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line of a supervisor, who signs in each time."""
    return Command(monkeypatch, capsys, "sue")


@pytest.fixture
def said(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Said]:
    """What the program said, for the tables of `tests.faults`; where one stands in a document it says the same."""
    told = Said(tmp_path)
    yield told
    request.node.user_properties += [(SAID, text) for text in told.texts]
    is_made = any(isinstance(plugin, Told) for plugin in request.config.pluginmanager.get_plugins())
    stands = None if is_made else documented(request.node.nodeid)
    assert stands is None or all(joined([text]) in stands for text in told.texts), "run: make attacks"
