"""Every file that leaves the program goes through `cati_app.publish.outputs`; who writes otherwise is listed here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2] / "cati_app"

ALLOWED = {
    "publish/outputs.py": "the one way out",
    "publish/dataset/spool.py": "a nameless file that is gone with the export",
    "publish/formats/sav.py": "pyreadstat writes into the scratch file it is given",
    "station/sample_desk.py": "a nameless file with notes, until they are saved through the one way out",
    "hub/administration.py": "the folder of a new hub",
    "station/joined_folder.py": "the study folder of a station that joins, as it comes from the hub",
    "station/new_study.py": "what was filled in, in the state folder; a look in a temporary folder that goes at once",
    "station/known_studies.py": "folders and titles of this machine's studies, in its state folder",
    "store/joining.py": "the database of a station that joins, whole or not at all",
    "store/hub/certificate.py": "key and certificate of a new hub",
    "store/hub/receipt_key.py": "the key of a hub's receipts, whole or not at all",
    "store/hub/copying.py": "a copy of a hub, in a folder that is not there yet, whole or not at all",
    "store/hub/sqlite.py": "the database of a new hub, whole or not at all",
    "store/blocklist.py": "the block list itself",
    "store/backup.py": "backups, each in a folder of its own",
    "store/connection.py": "a copy of a medium that cannot be written, in a temporary folder",
    "store/exchange.py": "the database and its key, where a whole new one takes their place",
    "store/kept_measures.py": "measures of interviews in the state folder, where they cannot be read any more",
    "store/keys.py": "the key file beside the database",
    "store/locks.py": "the file that is locked beside a database, which holds nothing",
    "store/reading_copy.py": "the copy of the whole study, where it cannot be used any more",
    "store/restore.py": "a database that is restored, and what lies beside it",
    "store/opening.py": "the folder of a new database",
    "store/state_folder.py": "what this machine remembers outside the database",
    "store/trust/chain.py": "the newest key of a log's chain, outside the database",
    "study/cache.py": "questionnaires once read, in the user's cache folder",
    "study/settings_file.py": "study.yaml itself, when a setting is changed in the window",
    "study/schema.py": "run by `make schema` alone",
    "demo/clock.py": "the time of a rehearsed field, for its hub and stations, which are told it so",
    "demo/rehearsal/at_hub.py": "folders of the stations of a rehearsal, which are gone when it is over",
    "demo/hub_shift.py": "removes the hub and the stations of an earlier demo",
    "demo/invented_sample.py": "numbers nobody has, in a temporary folder that goes at the end",
    "demo/practice/room.py": "a temporary folder that goes at the end",
    "demo/rehearsal/run.py": "a rehearsal ends as a study folder, and an earlier one gives way where that is asked for",
    "demo/station.py": "removes the database of an earlier demo",
    "demo/sample_pictures.py": "a sample to be looked at, in a temporary folder",
}
"""Files that write or remove something themselves, with what it is."""

_WRITES = frozenset(
    [
        *("write_bytes", "write_text", "touch", "unlink", "rename", "mkdir", "makedirs", "rmtree", "removedirs"),
        *("copy", "copy2", "copyfile", "copytree", "fdopen", "truncate", "hardlink_to", "symlink_to"),
        *("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory"),
        *("QFile", "QSaveFile", "to_csv", "to_excel", "to_parquet", "write_sav", "write_dta"),
    ]
)
_SHARED = frozenset({"copy", "truncate"})  # names that other things have, too
_SAVES = frozenset({"save"})


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield node, function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _opens_for_writing(call: ast.Call) -> bool:
    """An `open` with a mode that is not plainly one for reading."""
    builtin = isinstance(call.func, ast.Name) or (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "io"
    )
    place = 1 if builtin else 0
    mode = next((word.value for word in call.keywords if word.arg == "mode"), None)
    if mode is None and len(call.args) > place:
        mode = call.args[place]
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "os":
        return True
    if not isinstance(mode, ast.Constant) or not isinstance(mode.value, str):
        return builtin and mode is not None
    return bool(set(mode.value) & set("wax+")) and set(mode.value) <= set("rwaxbt+U")


def _saves_a_file(call: ast.Call) -> bool:
    """A `save` of a picture or workbook to something that is spelled as a path."""
    first = call.args[0] if call.args else None
    spelled = isinstance(first, ast.JoinedStr) or (isinstance(first, ast.Constant) and isinstance(first.value, str))
    made = isinstance(first, ast.Call) and getattr(first.func, "id", "") in ("str", "Path")
    joined = isinstance(first, ast.BinOp) and isinstance(first.op, ast.Div)
    return spelled or made or joined


def writes(source: str) -> list[str]:
    """What a module writes by itself, as `line: call`."""
    seen = []
    for call, name in _calls(ast.parse(source)):
        on_module = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") in ("os", "shutil")
        renames = name == "replace" and (
            on_module or (len(call.args) == 1 and not call.keywords and not _is_name(call))
        )
        if (
            (name in _WRITES and (name not in _SHARED or on_module) and not (name == "touch" and call.args))
            or (name == "open" and _opens_for_writing(call))
            or (name in _SAVES and _saves_a_file(call))
            or renames
        ):
            seen.append(f"{call.lineno}: {name}")
    return seen


def _is_name(call: ast.Call) -> bool:
    """`dataclasses.replace(thing)`, which needs no path."""
    return isinstance(call.func, ast.Name)


def test_nothing_but_the_outputs_writes_files() -> None:
    writing = {
        path.relative_to(_ROOT).as_posix(): seen
        for path in sorted(_ROOT.rglob("*.py"))
        if (seen := writes(path.read_text(encoding="utf-8")))
    }
    assert {} == {name: seen for name, seen in writing.items() if name not in ALLOWED}


def test_who_is_allowed_to_write_does_so() -> None:
    idle = [name for name in ALLOWED if not writes((_ROOT / name).read_text(encoding="utf-8"))]
    assert [] == idle


@pytest.mark.parametrize(
    "source",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "open(path, how)",
        "path.open('xb')",
        "io.open(path, 'w+')",
        "os.open(path, flags)",
        "path.write_text('x')",
        "path.write_bytes(b'x')",
        "shutil.copy(a, b)",
        "os.replace(a, b)",
        "a.replace(b)",
        "path.unlink()",
        "window.grab().save(str(folder / 'a.png'))",
        "book.save(f'{name}.xlsx')",
        "tempfile.mkstemp()",
        "frame.to_csv(path)",
    ],
)
def test_a_planted_way_out_is_seen(source: str) -> None:
    assert writes(source)


@pytest.mark.parametrize(
    "source",
    [
        "open(path)",
        "path.open('rb')",
        "archive.open(name)",
        "cipher.open(box)",
        "'a'.replace('b', 'c')",
        "store.save(case)",
    ],
)
def test_reading_is_nobodys_business(source: str) -> None:
    assert not writes(source)
