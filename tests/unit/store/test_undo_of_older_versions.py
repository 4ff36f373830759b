"""What undo needs, as attempts keep it: a database of the version before keeps the whole row of the case."""

from __future__ import annotations

import json
from datetime import timedelta

from cati_app.domain.casework.cases import CaseBefore, CaseState
from cati_app.domain.ids import CaseId
from cati_app.store.case_rows import before_as_text, before_from_text
from tests.casework import alter
from tests.stations import Site

_ROW = 'SELECT * FROM "case" WHERE case_no = 1'


def row_as_older_versions_kept_it(site: Site) -> str:
    names = [str(column[1]) for column in site.sql('PRAGMA table_info("case")')]
    row = dict(zip(names, site.sql(_ROW)[0], strict=True))
    return json.dumps({name: value for name, value in row.items() if not isinstance(value, bytes)})


def test_a_result_of_the_version_before_is_taken_back(site: Site) -> None:
    with site.units()() as unit:
        due = site.clock.now() - timedelta(minutes=1)
        alter(unit, site.offered_id(), due_at=due, skill="conversion", refusals=1, language="tr", rest="not_due")
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
    before = row_as_older_versions_kept_it(site)
    site.sql_write("UPDATE \"user\" SET skills = 'conversion', languages = 'tr de' WHERE login = ?", ("ann",))
    ann = next(one for one in site.station.logins() if one.login == "ann")
    taken = site.dialled(ann)
    site.sql_write("UPDATE attempt SET case_before = ? WHERE id = ?", (before, taken.attempt.id))
    given = site.place(ann).record_result(ann, taken.attempt, "busy")

    site.place(ann).take_back(ann, given)

    with site.units()() as unit:
        again = unit.cases.get(taken.case.id)
    assert (due, "conversion", 1, "tr", "not_due") == (
        again.due_at,
        again.skill,
        again.refusals,
        again.language,
        again.rest,
    )
    assert (ann.id, 1, 1) == (again.locked_by, again.attempts, again.dials)


def test_an_undialled_case_of_the_version_before_goes_back(site: Site) -> None:
    before = row_as_older_versions_kept_it(site)
    offer = site.offered()
    site.sql_write("UPDATE attempt SET case_before = ? WHERE id = ?", (before, offer.attempt.id))

    site.place().return_case(site.ann, offer.attempt)

    assert [(None, 0, "open")] == site.sql('SELECT locked_by, attempts, state FROM "case" WHERE case_no = 1')


def test_what_is_kept_is_read_again() -> None:
    plain = CaseBefore(CaseState.OPEN, 3, "busy", rest="not_due", refusals=1, levels=(1, 2, 3, 4))

    assert plain == before_from_text("c", before_as_text(plain))
    assert CaseBefore(attempts=2) == before_from_text("c", '{"state": "open", "attempts": 2}')  # of the first version
