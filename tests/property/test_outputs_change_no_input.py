"""Any output of any command, on whatever path: no input is changed by it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from tests.commands import Command
from tests.property.examples import examples
from tests.stations import PASSPHRASE, PASSWORD, QUICK, Site

_STUDY = Path(__file__).parents[1] / "golden" / "broken" / "healthy"
_LIST = "ID;Telefon\nN01;030 23125 001\nN02;030 TAXI\n"

COMMANDS: dict[str, Callable[[Path, Path], list[object]]] = {
    "flow": lambda world, out: ["flow", world / "forms" / "form.md", "--out", out],
    "flow of a study": lambda world, out: ["flow", world / "study", "--out", out],
    "xform": lambda world, out: ["convert", world / "forms" / "form.md", "--to", "xform", "--out", out],
    "xlsx": lambda world, out: ["convert", world / "forms" / "form.md", "--to", "xlsx", "--out", out],
    "paper": lambda world, out: ["convert", world / "forms" / "form.md", "--to", "paper", "--out", out],
    "report": lambda world, out: ["report", world / "study", "compliance", *_as(world, "sue"), "--out", out],
    "import": lambda world, out: [
        *("sample", "import", world / "study", world / "lists" / "list.csv", "--map", "number=Telefon", "--dry-run"),
        *(*_as(world, "sue"), "--report", out),
    ],
    "export": lambda world, out: ["export", world / "study", "--format", "csv", *_as(world, "eve"), "--out", out],
    "demo": lambda world, out: ["demo", world / "study", "--headless", "--interviews", "1", "--out", out],
}
READS = dict.fromkeys(["flow", "xform", "xlsx", "paper"], "forms/form.md") | {"import": "lists/list.csv"}
INPUTS = (
    *("study/study.yaml", "study/form.md", "study/new.pdf", "study", "lists/list.csv", "forms/form.md"),
    *("data/small.db", "data/small.db.key", "data/never", "data/never.key", "data/small.db-wal", "notes.txt"),
)


@dataclass(frozen=True)
class _Spelling:
    name: str
    of: Callable[[Path, Path], Path]


def _link(path: Path, world: Path) -> Path:
    (world / "link.pdf").symlink_to(path)
    return world / "link.pdf"


def _hard(path: Path, world: Path) -> Path:
    if path.is_file():
        os.link(path, world / "hard.pdf")
        return world / "hard.pdf"
    return path


SPELLINGS = (
    _Spelling("as it is", lambda path, world: path),
    _Spelling("relative", lambda path, world: Path(os.path.relpath(path))),
    _Spelling("roundabout", lambda path, world: world / "lists" / ".." / path.relative_to(world)),
    _Spelling("symbolic link", _link),
    _Spelling("hard link", _hard),
    _Spelling("upper case", lambda path, world: path.with_name(path.name.upper())),
)


def _as(world: Path, login: str) -> list[object]:
    return ["--db", world / "data" / "small.db", "--as", login]


def _world(world: Path, site: Site) -> dict[str, bytes]:
    """Made anew; what is there, without the database, which a command may note itself in."""
    shutil.rmtree(world, ignore_errors=True)
    for folder in ("lists", "forms", "data"):
        (world / folder).mkdir(parents=True)
    shutil.copytree(_STUDY, world / "study")
    for path in site.path.parent.glob("small.db*"):
        shutil.copy(path, world / "data")
    for name in ("never", "never.key"):
        (world / "data" / name).write_bytes(b"%PDF- numbers never to be called")
    (world / "notes.txt").write_bytes(b"somebody's notes")
    (world / "lists" / "list.csv").write_text(_LIST, encoding="utf-8")
    (world / "forms" / "form.md").write_text("| survey |\n| | type | name | label |\n| | integer | age | Age? |\n")
    return _kept(world)


def _kept(world: Path) -> dict[str, bytes]:
    return {
        name: (world / name).read_bytes()
        for name in INPUTS
        if (world / name).is_file() and not name.endswith(("small.db", "-wal"))
    }


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(COMMANDS)), st.sampled_from(INPUTS), st.sampled_from(SPELLINGS), st.booleans())
def test_no_output_changes_an_input(
    cati: Command,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    name: str,
    spelling: _Spelling,
    force: bool,
) -> None:
    assume(command != "demo" or spelling.name != "upper case")  # a folder of its own, and a whole shift
    site.close()
    world = tmp_path / "world"
    before = _world(world, site)
    if force:  # what the command does not read may be replaced then
        for other in {"notes.txt", "lists/list.csv", "forms/form.md"} - {READS.get(command)}:
            before.pop(other)
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    monkeypatch.setenv("CATI_BLOCKLIST", str(world / "data" / "never"))
    target = spelling.of(world / name, world)

    cati(*COMMANDS[command](world, target), *(["--force"] if force else []))

    after = _kept(world)
    assert before == {kept: after.get(kept) for kept in before}
    with open_database(
        world / "data" / "small.db", Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=False
    ) as database:
        assert database.kept("device")


@pytest.mark.parametrize("spelling", SPELLINGS[:5], ids=lambda spelling: spelling.name)
@pytest.mark.parametrize("command", sorted(READS))
def test_not_even_by_force_is_an_input_replaced(
    command: str,
    spelling: _Spelling,
    cati: Command,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.close()
    world = tmp_path / "world"
    before = _world(world, site)
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)

    run = cati(*COMMANDS[command](world, spelling.of(world / READS[command], world)), "--force")

    assert (1, before) == (run.returncode, _kept(world)), run.stderr


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"demo"}))
def test_an_output_elsewhere_is_written(
    command: str, cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    world = tmp_path / "world"
    _world(world, site)
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)

    run = cati(*COMMANDS[command](world, world / "new"))

    assert (0, True) == (run.returncode, (world / "new").exists()), run.stderr
