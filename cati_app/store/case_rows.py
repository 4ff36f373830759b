"""Cases as rows: read and written by plain statements, and only the columns that changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cati_app.domain.calling.schedule import Tried
from cati_app.domain.casework.cases import Appointment, Case, CaseBefore, CaseState, ContactNumber
from cati_app.domain.ids import AppointmentId, CaseId, InterviewId, UserId
from cati_app.domain.people.users import NOBODY
from cati_app.store.sample_fields import KeptFields, Open
from cati_app.store.staff_words import StaffWords, person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

Row = dict[str, Any]
"""Values by column, as the database keeps them."""

_OF_WORK = (
    "state",
    "attempts",
    "dials",
    "disposition",
    "due_at",
    "rest",
    "locked_by",
    "locked_at",
    "language",
    "open_interview",
    "appointment_at",
    "appointment_firm",
    "appointment_owner",
    "skill",
    "not_by",
    "refusals",
    "tried",
    "level_0",
    "level_1",
    "level_2",
    "level_3",
)
_COLUMNS = ("id", "case_no", "frame", "fields", "sealed_fields", "place", "cell", *_OF_WORK, "route_id", "due_s")
PEOPLE = ("locked_by", "appointment_owner", "not_by")
"""Columns in which a word of a person stands."""
_ENCODER = json.JSONEncoder(separators=(",", ":"))
_READ = f'SELECT {", ".join(person_of(name) if name in PEOPLE else name for name in _COLUMNS)} FROM "case" WHERE id = ?'


def read_row(statements: Statements, case_id: str) -> Row:
    """The row of a case. LookupError for an unknown id."""
    row = statements.row(_READ, case_id)
    if row is None:
        raise LookupError(f"no case {case_id}")
    return dict(zip(_COLUMNS, row, strict=True))


def write_row(statements: Statements, staff: StaffWords, case_id: str, before: Row, after: Row) -> Row:
    """Write the columns that changed; these. A word stays where nobody knows whose it is, and nobody took its place."""
    changed = {name: value for name, value in after.items() if value != before[name]}
    for name in ("appointment_owner", "not_by"):
        is_over = name == "appointment_owner" and after["appointment_at"] is None
        if before[name] == NOBODY and name in changed and not changed[name] and not is_over:
            del changed[name]
    if changed:
        sets = " = ?, ".join(changed) + " = ?"
        told = [_told(staff, name, value, after) for name, value in changed.items()]
        statements.execute(f'UPDATE "case" SET {sets} WHERE id = ?', (*told, case_id))
    return changed


def _told(staff: StaffWords, name: str, value: Any, row: Row) -> Any:
    """A value as its column has it: of a person the word they have now."""
    if name not in PEOPLE or not value:
        return value
    at = _time(row["locked_at"]) or datetime.now(UTC)
    return staff.newest(value, at)


def case_of(row: Row, numbers: tuple[ContactNumber, ...], opened: Open) -> Case:
    """A case from its row; what older versions left on closed cases is not read.

    Args:
        opened: Opens contact data; gives None without the contact key.
    """
    state = CaseState(row["state"])
    closed = state is CaseState.CLOSED
    locked_by = UserId(row["locked_by"]) if row["locked_by"] is not None and not closed else None
    return Case(
        id=CaseId(row["id"]),
        case_no=row["case_no"],
        frame=row["frame"],
        state=state,
        fields=KeptFields(row["id"], row["fields"], row["sealed_fields"], opened),
        attempts=row["attempts"],
        dials=row["dials"],
        disposition=row["disposition"],
        due_at=None if closed else _time(row["due_at"]),
        locked_by=locked_by,
        language=row["language"],
        appointment=None if closed else _appointment(row["id"], row),
        open_interview=InterviewId(row["open_interview"]) if row["open_interview"] else None,
        numbers=numbers,
        locked_at=_time(row["locked_at"]) if locked_by is not None else None,
        locality=row["place"],
        cell=row["cell"],
        skill=row["skill"],
        not_by=UserId(row["not_by"]) if row["not_by"] else None,
        refusals=row["refusals"],
        tried=Tried.read(row["tried"]),
        rest=row["rest"],
        levels=(row["level_0"], row["level_1"], row["level_2"], row["level_3"]),
    )


def row_of(case: Case) -> Row:
    """What work on a case changes, by column; its position in the queue is the queue's."""
    return {
        **_standing(case),
        "dials": case.dials,
        "locked_by": case.locked_by,
        "locked_at": _text(case.locked_at),
        "open_interview": case.open_interview,
    }


def before_as_text(before: CaseBefore, word: Callable[[str], str] = str) -> str:
    """What undo needs, as an attempt keeps it.

    Args:
        word: Of a person; without it they stand there as they are told.
    """
    standing = _standing(before)
    return _ENCODER.encode({**standing, **{name: word(standing[name]) for name in PEOPLE if standing.get(name)}})


def before_from_text(case_id: str, text: str | None, person: Callable[[str], str] = str) -> CaseBefore:
    """The same read again; versions before kept the whole row, and the first ones less of it than there is now.

    Args:
        person: Whose a word is.
    """
    kept: dict[str, Any] = json.loads(text or "{}")
    kept |= {name: person(kept[name]) or None for name in PEOPLE if kept.get(name)}
    none = CaseBefore()
    levels = tuple(kept.get(f"level_{part}", level) for part, level in enumerate(none.levels))
    return CaseBefore(
        state=CaseState(kept.get("state", none.state)),
        attempts=kept.get("attempts", none.attempts),
        disposition=kept.get("disposition", none.disposition),
        due_at=_time(kept.get("due_at")),
        rest=kept.get("rest", none.rest),
        language=kept.get("language"),
        appointment=_appointment(case_id, kept) if kept.get("appointment_at") else None,
        skill=kept.get("skill", none.skill),
        not_by=kept.get("not_by"),
        refusals=kept.get("refusals", none.refusals),
        tried=Tried.read(kept.get("tried", "")),
        levels=(levels[0], levels[1], levels[2], levels[3]),
    )


def _standing(case: Case | CaseBefore) -> Row:
    agreed = case.appointment
    return {
        "state": case.state.value,
        "attempts": case.attempts,
        "disposition": case.disposition,
        "due_at": _text(case.due_at),
        "rest": case.rest,
        "language": case.language,
        "appointment_at": _text(agreed.at) if agreed else None,
        "appointment_firm": int(agreed is not None and agreed.firm),
        "appointment_owner": (agreed.owner or None) if agreed else None,
        "skill": case.skill,
        "not_by": case.not_by,
        "refusals": case.refusals,
        "tried": case.tried.text() if case.tried.counts != (0, 0, 0, 0) or case.tried.weight else "",
        **{f"level_{part}": level for part, level in enumerate(case.levels)},
    }


def _appointment(case_id: str, row: Mapping[str, Any]) -> Appointment | None:
    at = _time(row["appointment_at"])
    if at is None:
        return None
    owner = UserId(row["appointment_owner"] or "")
    return Appointment(AppointmentId(case_id), CaseId(case_id), at, bool(row["appointment_firm"]), owner)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(at: datetime | None) -> str | None:
    return None if at is None else utc_text(at)
