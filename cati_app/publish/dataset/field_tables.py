"""Cases, calls and quota cells as tables of a data set, for every format that there is."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from cati_app.domain.casework.field_rows import CallInData, CaseInData, WithdrawnInData
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import Person
from cati_app.domain.quota.cells import CellState
from cati_app.domain.quota.fitting import categories_of, quota_of
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.sharing.leases import SetAside
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.fieldwork import CASE_ID, case_id
from cati_app.publish.dataset.outcome_codes import aapor_codes, aapor_number, disposition_codes
from cati_app.publish.dataset.plain_table import PlainVariables
from cati_app.publish.dataset.table import Coded, DataTable

_WHY = (*(why.value for why in SetAside), "set_aside")
_FRAMES = ("landline", "mobile", "register", "list")


def case_key(study_id: str, case: str) -> str:
    """Twelve characters that stand for a case in tables of cases and calls, made as those for interviews are."""
    digest = hashlib.sha256(f"cati_app data set, case\0{study_id}\0{case}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


def cases_table(study: StudyFacts, cases: Iterable[CaseInData]) -> DataTable:
    """A row for each released case, by its random key."""
    made: PlainVariables[CaseInData] = PlainVariables(study, "cases")
    made.text("case_key", lambda case: case_key(study.id, case.case_id), 12)
    made.text(CASE_ID, lambda case: case_id(study.id, case.interview) if case.interview else "", 12)
    made.named("frame", lambda case: case.frame, _FRAMES, 8)
    made.number("numbers", lambda case: case.numbers)
    made.number("attempts", lambda case: case.attempts)
    made.number("calls", lambda case: case.calls)
    made.coded("disposition", lambda case: case.final, disposition_codes(study), 32)
    made.coded("aapor_code", lambda case: aapor_number(case.final), aapor_codes(study), 8)
    made.yes_no("eligible", lambda case: case.eligible)
    made.moment("first_local", lambda case: case.first_at)
    made.moment("last_local", lambda case: case.last_at)
    return made.table(cases, sort=True, last=lambda case: case.last_at)


def calls_table(study: StudyFacts, calls: Iterable[CallInData]) -> DataTable:
    """A row for each call, in the order of the log."""
    made: PlainVariables[CallInData] = PlainVariables(study, "calls")
    made.text("case_key", lambda call: case_key(study.id, call.case_id), 12)
    made.named("frame", lambda call: call.frame, _FRAMES, 8)
    made.number("attempt_no", lambda call: call.attempt_no)
    made.number("call_no", lambda call: call.call_no)
    made.local("dialled_local", lambda call: call.local_at)
    made.local("answered_local", lambda call: call.answered_local)
    made.local("ended_local", lambda call: call.ended_local)
    made.local("wrap_up_end_local", lambda call: call.wrap_up_end_local)
    made.yes_no("rang_back", lambda call: call.rang_back)
    made.named("language", lambda call: call.language, tuple(study.languages), 8, study.languages)
    made.coded("disposition", lambda call: call.result, disposition_codes(study), 32)
    made.coded("aapor_code", lambda call: aapor_number(call.result), aapor_codes(study), 8)
    made.named("person", lambda call: call.person, tuple(person.value for person in Person), 16)
    made.moment("result_local", lambda call: call.result_at)
    made.named("appointment", lambda call: call.appointment, ("firm", "soft"), 8)
    made.local("appointment_local", lambda call: call.appointment_local)
    made.local("appointment_due_local", lambda call: call.appointment_due_local)
    made.text("interviewer", lambda call: call.interviewer, 8)
    return made.table(calls, last=lambda call: call.result_at or call.at)


def quotas_table(study: StudyFacts, cells: Sequence[SteeredCell], at: datetime) -> DataTable:
    """A row for each cell with its counters, in the order of the board.

    Args:
        at: When they stood so, aware.
    """
    made: PlainVariables[SteeredCell] = PlainVariables(study, "quotas")
    quotas = [Coded(name, name, label) for name, label in study.further_quotas.items()]
    made.coded("quota", lambda cell: quota_of(cell.count.cell_id), quotas, 64)
    made.coded("cell", lambda cell: _categories(cell.count.cell_id), _cell_codes(study, cells), 64)
    made.number("planned", lambda cell: cell.planned)
    made.number("target", lambda cell: cell.count.target)
    made.number("achieved", lambda cell: cell.count.achieved)
    made.number("in_progress", lambda cell: cell.count.in_progress)
    made.number("rolled_back", lambda cell: cell.count.rolled_back)
    made.named("state", lambda cell: cell.count.state.value, tuple(state.value for state in CellState), 16)
    return made.table(cells, last=lambda _: at)


def _categories(cell: CellId) -> str:
    return "/".join(categories_of(cell))


def _cell_codes(study: StudyFacts, cells: Sequence[SteeredCell]) -> list[Coded]:
    """The cells in words, as far as all quotas that have a cell of that name mean the same by it."""
    told: dict[str, set[str]] = {}
    for cell in cells:
        known = study.cell_words.get(quota_of(cell.count.cell_id), {})
        name = _categories(cell.count.cell_id)
        told.setdefault(name, set()).add(known.get(name, ""))
    return [Coded(name, name, *texts) for name, texts in told.items() if len(texts) == 1 and "" not in texts]


def withdrawn_table(study: StudyFacts, withdrawn: Iterable[WithdrawnInData]) -> DataTable:
    """A row for each interview that is to be taken out of data brought earlier, by its `case_id`."""
    made: PlainVariables[WithdrawnInData] = PlainVariables(study, "withdrawn")
    made.text(CASE_ID, lambda each: case_id(study.id, each.interview), 12)
    made.named("why", lambda each: each.why, _WHY, 16)
    made.moment("withdrawn_local", lambda each: each.at)
    return made.table(withdrawn, sort=True, last=lambda each: each.at)
