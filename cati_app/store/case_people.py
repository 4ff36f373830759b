"""The words in place of people in a case, and whose they are while it travels."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cati_app.domain.sharing.leases import CaseBundle
from cati_app.store.case_tables import ATTEMPT, CARRIED, CASE, INTERVIEW, STAFF
from cati_app.store.staff_words import StaffWord
from cati_app.values import replace

_OF_CASE = ("not_by", "appointment_owner")
"""Columns of a case, and names in what an attempt keeps of the case before it."""
_COLUMNS = (
    *((CASE, name) for name in _OF_CASE),
    *((table, "user_id") for table in (ATTEMPT, INTERVIEW, CARRIED)),
)


def people_in(bundle: CaseBundle) -> set[str]:
    """The words of people in a case, and ids in rows of before."""
    told = ((table, column, row) for table, column in _COLUMNS for row in bundle.rows.get(table.name, ()))
    people = {str(known) for table, column, row in told if (known := table.at(row, column)) is not None}
    before = (ATTEMPT.at(row, "case_before") for row in bundle.rows.get(ATTEMPT.name, ()))
    kept = (json.loads(str(text)) for text in before if text)
    return people.union(*({str(each[name]) for name in _OF_CASE if each.get(name)} for each in kept))


def staff_of(bundle: CaseBundle) -> tuple[StaffWord, ...]:
    """Whose the words in a case are, as far as it came with that."""
    return tuple(StaffWord(*map(str, row)) for row in bundle.rows.get(STAFF.name, ()))


def with_staff(bundle: CaseBundle, words: Sequence[StaffWord]) -> CaseBundle:
    """The case with whose the words in it are, for the way."""
    rows = [[each.word, each.person, each.quarter, each.until] for each in words]
    return replace(bundle, rows={**bundle.rows, STAFF.name: rows})
