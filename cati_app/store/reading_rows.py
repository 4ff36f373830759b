"""What a reading copy holds of a study beside its cases, and how the rows of it travel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cati_app.domain.sharing.leases import CaseBundle, Rows
from cati_app.store.case_tables import ATTEMPT, CONTACT, NUMBER, TABLES
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class BesideTable:
    """A table that is not a part of a case.

    Args:
        key: Of the table.
        flags: Columns that hold a truth value.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    flags: tuple[str, ...] = ()

    @property
    def read(self) -> str:
        """Statement that reads all rows, without an end."""
        return f'SELECT {", ".join(self.columns)} FROM "{self.name}"'

    @property
    def write(self) -> str:
        """Statement that writes a row, new or known."""
        marks = ", ".join("?" for _ in self.columns)
        sets = ", ".join(f"{column} = excluded.{column}" for column in self.columns if column not in self.key)
        return (
            f'INSERT INTO "{self.name}" ({", ".join(self.columns)}) VALUES ({marks})'
            f" ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {sets}"
        )


CELL = BesideTable(
    "cell",
    ("id",),
    (
        *("id", "position", "target", "room", "achieved", "in_progress", "rolled_back", "closed", "paused", "mode"),
        *("planned", "version", "changed_at", "changed_by", "was_target", "was_intake", "was_given"),
    ),
    ("closed", "paused"),
)
_CHANCES = BesideTable("part_count", ("frame", "part"), ("frame", "part", "calls", "reached"))
_STATIONS = BesideTable("known_station", ("device",), ("device", "epoch", "written_off", "awaited"), ("written_off",))
STAFF = BesideTable("staff_word", ("word",), ("word", "person", "quarter", "until", "own"), ("own",))
WHOLE = (CELL, _CHANCES, _STATIONS, STAFF)
"""Small, so each travels as a whole."""
LEASE = BesideTable(
    "case_lease",
    ("epoch", "n"),
    (
        *("epoch", "n", "case_id", "device", "user_id", "request", "given_at", "expires_at", "report_by"),
        *("ended_at", "ended_as"),
    ),
)
NOT_COUNTED = BesideTable("not_counted", ("interview_id",), ("interview_id", "why", "at"))
BESIDE = (LEASE, NOT_COUNTED)
"""What tells of a case."""
GRANT = BesideTable("place_grant", ("id",), ("id", "device", "interview_id", "cell_id", "given_at", "state"))
_BY_NAME: Mapping[str, BesideTable] = {table.name: table for table in (*WHOLE, *BESIDE, GRANT)}
_BLANK = ""
"""Where a sealed column must hold something."""


def told_rows(table: BesideTable, rows: Sequence[Sequence[Any]]) -> list[list[object]]:
    """Rows as they travel."""
    return [
        [bool(value) if column in table.flags else value for column, value in zip(table.columns, row, strict=True)]
        for row in rows
    ]


def table_named(name: str, rows: Sequence[Sequence[object]]) -> BesideTable:
    """The table of rows that came. ValueError names it, where it is none of them or a row is of another length."""
    table = _BY_NAME.get(name)
    if table is None:
        raise ValueError("unknown table")
    if any(len(row) != len(table.columns) for row in rows):
        raise ValueError(f"{name}: columns")
    return table


def without_contacts(bundle: CaseBundle) -> CaseBundle:
    """What somebody gets who sees no contact data: neither numbers nor names, notes or what people left."""
    gone = {**CONTACT, ATTEMPT.name: ("note_sealed",)}
    rows: dict[str, Sequence[Sequence[object]]] = {}
    for table in TABLES:
        known = bundle.rows.get(table.name, ())
        if table.name == "recontact":
            rows[table.name] = []
            continue
        blank = {
            column: _BLANK if (table, column) == (NUMBER, "sealed") else None for column in gone.get(table.name, ())
        }
        rows[table.name] = [
            [
                blank.get(column, value) if column in blank else value
                for column, value in zip(table.columns, row, strict=True)
            ]
            for row in known
        ]
    return CaseBundle(bundle.case_id, rows)


def values_of(rows: Rows) -> int:
    """How many values there are."""
    return sum(len(row) for table in rows.values() for row in table)
