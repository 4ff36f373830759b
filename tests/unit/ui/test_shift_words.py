"""What was done with cases, as the shift log words it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.casework.watch_facts import REJECTED
from cati_app.domain.ids import CellId
from cati_app.fieldwork.monitor.read_shift_log import ShiftEntry
from cati_app.fieldwork.monitor.shift_cases import AGREED, CORRECTED, CaseDone
from cati_app.fieldwork.quota.follow_place import FOLLOWED
from cati_app.texts import words_of
from cati_app.ui.desk.settings.shift_words import done_words

_AT = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
_LATER = _AT.replace(hour=16)


@pytest.mark.parametrize(
    ("kind", "done", "told"),
    [
        (REJECTED, CaseDone(2), ("Interview rejected in review", "Case 000 002")),
        (AGREED, CaseDone(141, (_AT, _LATER)), ("Appointment moved", "Case 000 141: 03.12. 15:00 → 03.12. 16:00")),
        (AGREED, CaseDone(141, (None, _LATER)), ("Appointment moved", "Case 000 141: – → 03.12. 16:00")),
        (AGREED, CaseDone(142, (_AT, _AT)), ("Appointment handed over", "Case 000 142")),
        (
            FOLLOWED,
            CaseDone(2, places=(CellId("m region:west"), CellId("f region:west"))),
            ("Place moved by codes", "Case 000 002: M, REGION:WEST → F, REGION:WEST"),
        ),
        (CORRECTED, CaseDone(4, results=("no_answer", "busy")), ("Result corrected", "Case 000 004: nobody → busy")),
    ],
)
def test_each_is_told_with_its_case_and_what_changed(kind: str, done: CaseDone, told: tuple[str, str]) -> None:
    what, values = done_words(
        words_of("en"), ShiftEntry(_AT, kind, done=done), done, lambda at: at, {"no_answer": "nobody"}, str.upper
    )

    assert told == (what, values.replace("\u2066", "").replace("\u2069", ""))
