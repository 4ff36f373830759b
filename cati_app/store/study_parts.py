"""The parts of a study as a database gives them and takes them: people with their keys, and the files of the study.

What stations share are rows that a signed head vouches for, or that open nothing by themselves; a row of another column
or type than expected is damage, and nothing of its part is taken.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.people_taken_over import PERSON_COLUMNS
from cati_app.store.statements import Statements
from cati_app.store.trust.parts import part_problem
from cati_app.values import dataclass

_TABLES: Mapping[str, tuple[str, ...]] = {
    "user": PERSON_COLUMNS,
    "box": ("recipient", "purpose", "g", "sealed"),
    "device": ("id", "box_key", "sign_key"),
    "chain": ("device", "first_n", "box", "generation", "sealed", "vouched"),
    "block_pepper": ("id", "own", "sealed"),
    "code_key": ("id", "sealed"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "user": ("id",),
    "box": ("recipient", "purpose", "g"),
    "device": ("id",),
    "chain": ("device", "first_n"),
    "block_pepper": ("id",),
    "code_key": ("id",),
}
_LEFT_OUT: Mapping[str, str] = {"box": " WHERE purpose <> 'sheet'"}
"""Page 1 of the recovery sheet waits at the station where the study was founded, and at no other."""
_UNNUMBERED = len(PERSON_COLUMNS) - 1
"""Columns of people as an older version wrote them: passwords were not counted."""
_FACTS = ("share_check", "sealed_as")
_FACT_ROWS = f"SELECT key, value FROM meta WHERE key IN ({', '.join('?' * len(_FACTS))}) ORDER BY key"
_KEEP_FACT = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_VERSIONS = (
    "SELECT hash, study_version, form_version, first_used_at, in_force_at, files FROM form_version ORDER BY hash"
)
_KEEP_VERSION = (
    "INSERT INTO form_version (hash, study_version, form_version, first_used_at, in_force_at, files)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET in_force_at = excluded.in_force_at"
)
_OPEN_ALL = 1024**3
"""Bytes of an archive once it is unpacked, at most."""
_STUDY, _LISTED = "study/", "versions.json"
_VERSION = "version/"


def _quoted(table: str) -> str:
    return f'"{table}"'


# -- people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PeoplePart:
    """Rows by table, facts of the database, and the Shares that this machine has by number."""

    rows: Mapping[str, Sequence[Sequence[Any]]]
    facts: Mapping[str, str]
    shares: Mapping[int, bytes]

    @classmethod
    def of(cls, statements: Statements, shares: Mapping[int, bytes]) -> PeoplePart:
        """Of a database."""
        rows = {
            table: [
                tuple(row)
                for row in statements.all(
                    f"SELECT {', '.join(columns)} FROM {_quoted(table)}{_LEFT_OUT.get(table, '')}"
                    f" ORDER BY {', '.join(_KEYS[table])}"
                )
            ]
            for table, columns in _TABLES.items()
        }
        return cls(rows, dict(statements.all(_FACT_ROWS, *_FACTS)), shares)

    def written(self) -> bytes:
        """As it is sealed; the same bytes for the same people."""
        facts = {
            "rows": {table: [[_plain(value) for value in row] for row in rows] for table, rows in self.rows.items()},
            "facts": dict(self.facts),
            "shares": {str(number): share.hex() for number, share in self.shares.items()},
        }
        return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def read(cls, content: bytes) -> PeoplePart:
        """What `written` gave. EnvironmentProblem: `part_damaged`."""
        try:
            told = json.loads(content)
            told["rows"].setdefault("code_key", [])  # an older version gave out no codes
            rows = {table: [tuple(map(_value, row)) for row in told["rows"][table]] for table in _TABLES}
            facts = {str(key): str(value) for key, value in told["facts"].items() if key in _FACTS}
            shares = {int(number): bytes.fromhex(share) for number, share in told["shares"].items()}
            rows["user"] = [(*row, 0) if len(row) == _UNNUMBERED else row for row in rows["user"]]
            if any(len(row) != len(_TABLES[table]) for table in _TABLES for row in rows[table]):
                raise ValueError("columns")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise part_problem() from error
        return cls(rows, facts, shares)

    def put(self, statements: Statements) -> None:
        """In place of the people that a database has. Devices, chains, peppers, keys of codes it has more stay."""
        statements.execute("DELETE FROM box WHERE purpose <> 'sheet'")
        for table, columns in _TABLES.items():
            others = [column for column in columns if column not in _KEYS[table]]
            changed = ", ".join(f"{column} = excluded.{column}" for column in others)
            statements.many(
                f"INSERT INTO {_quoted(table)} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                f" ON CONFLICT ({', '.join(_KEYS[table])}) DO UPDATE SET {changed}",
                self.rows[table],
            )
        statements.many(_KEEP_FACT, self.facts.items())


def _plain(value: Any) -> Any:
    return {"b": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(value: Any) -> Any:
    """A value of a row. ValueError for what no column holds."""
    if isinstance(value, dict):
        return base64.b64decode(value["b"], validate=True)
    if value is not None and not isinstance(value, (str, int)):
        raise ValueError("type")
    return value


# -- the study folder --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FolderPart:
    """The files of the study folder by their path in it, and every version of the questionnaire as rows."""

    files: Mapping[str, bytes]
    versions: Sequence[Sequence[Any]]

    @classmethod
    def of(cls, statements: Statements, files: Mapping[str, bytes]) -> FolderPart:
        """Of a database, with these files."""
        return cls(files, [tuple(row) for row in statements.all(_VERSIONS)])

    def written(self) -> bytes:
        """An archive; the same bytes for the same files."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(self.files.items()):
                archive.writestr(zipfile.ZipInfo(_STUDY + name), data, zipfile.ZIP_DEFLATED)
            listed = json.dumps([list(row[:-1]) for row in self.versions])
            archive.writestr(zipfile.ZipInfo(_LISTED), listed, zipfile.ZIP_DEFLATED)
            for n, row in enumerate(self.versions):
                archive.writestr(zipfile.ZipInfo(f"{_VERSION}{n}"), row[-1])
        return buffer.getvalue()

    @classmethod
    def read(cls, content: bytes) -> FolderPart:
        """What `written` gave; no name leaves the folder. EnvironmentProblem: `part_damaged`."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _OPEN_ALL:
                    raise ValueError("size")
                names = [name for name in archive.namelist() if name.startswith(_STUDY)]
                files = {_inside(name.removeprefix(_STUDY)): archive.read(name) for name in names}
                listed = json.loads(archive.read(_LISTED))
                versions = [(*map(str, row), archive.read(f"{_VERSION}{n}")) for n, row in enumerate(listed)]
                if any(len(row) != 6 for row in versions):
                    raise ValueError("columns")
        except (zipfile.BadZipFile, ValueError, KeyError, TypeError, NotImplementedError, RuntimeError) as error:
            raise part_problem() from error
        return cls(files, versions)

    def put(self, statements: Statements) -> None:
        """Versions of the questionnaire into a database; those that it has more stay."""
        statements.many(_KEEP_VERSION, self.versions)


def _inside(name: str) -> str:
    """A path within a folder, on every system. ValueError for another one."""
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\0" in name
    if odd or not name or path.is_absolute() or ".." in path.parts or str(path) != name:
        raise ValueError("path")
    return name


def kept_names(names: Iterable[str]) -> list[str]:
    """Names that can travel. EnvironmentProblem: `part_name` for a file that another system could not keep."""
    kept = []
    for name in names:
        try:
            kept.append(_inside(name))
        except ValueError:
            raise EnvironmentProblem(
                "part_name",
                Phrase("The file {name} of the study folder cannot be kept on every system.", name=name),
                "Give it a name without colon and backslash, then repeat it.",
            ) from None
    return kept
