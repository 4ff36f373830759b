"""Columns of a sample that are not declared clear: for who sees contact data, in interviews, and nowhere else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cati_app.cli.form_words import foresight_lines
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from cati_app.station.sampling import read_settings
from cati_app.store.trust.fields import FieldKey, generation_of
from cati_app.study.model import SampleFile
from tests.faults.proofs import Said
from tests.pages import plain_pages
from tests.stations import PASSWORD, Site, study_with
from tests.unit.store.sealed_samples import (
    CLEAR,
    CLEAR_AREA,
    FORM_MARKED,
    FORM_WITH_COLUMNS,
    SEALED,
    begun,
    bring,
    canaries,
    finished,
    keys_of,
    opened_by,
    sample,
    study,
)

pytestmark = pytest.mark.on_store


@pytest.fixture
def filled(site: Site, tmp_path: Path) -> Site:
    """A study with two cases of the file, those of the fixture closed."""
    site.reopen(study())
    site.sql_write("UPDATE \"case\" SET state = 'closed', route_id = NULL, due_at = NULL")
    bring(site, tmp_path)
    return site


def test_an_analyst_opens_no_undeclared_column_by_any_way_and_every_declared_one(
    filled: Site, tmp_path: Path, said: Said
) -> None:
    finished(filled)
    finished(filled, "interview_suspended")
    eve = keys_of(filled, "eve")

    export_station(filled.station, filled.eve, eve, ["csv", "sav", "paradata"], tmp_path / "out", Outputs())

    filled.station.database.tidy()
    opened, pages = opened_by(filled, eve), plain_pages(filled.path, filled.station.database.key)
    files = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    read = {name: canaries(text) for name, text in {"opened": opened, "pages": pages, **files}.items()}
    assert {} == {name: known for name, known in read.items() if known}
    assert (True, True) == (CLEAR.encode() in opened, CLEAR.encode() in pages)  # the search itself works
    assert b"narwhal" not in pages
    said(f"{len(set().union(*read.values()))} of {len(SEALED)} columns; those declared clear are read")


def test_who_sees_contact_data_sees_every_column_in_the_interview_and_after_it_was_interrupted(filled: Site) -> None:
    offer, interview, session = begun(filled)

    assert [f"{SEALED[0]}-narwhal-1", f"{SEALED[1]}-narwhal-1", f"{CLEAR}-1"] == [
        session.value(name) for name in ("given_name", "sample_street", "area")
    ]
    resumed = filled.place().resume_interview(filled.ann, interview.id)
    again = InterviewSession.replay(filled.loaded.form, filled.clock, filled.place().read_session(resumed.log))
    assert f"{SEALED[0]}-narwhal-1" == again.value("given_name")
    assert f"{SEALED[1]}-narwhal-1" == again.value("sample_street")
    assert f"{SEALED[3]}-narwhal-1" == offer.case.fields["employer"]


@pytest.mark.parametrize("clear", ["", "street: stratum", "street: stratum, area: stratum"])
def test_a_column_marked_for_the_data_set_leaves_only_where_it_is_declared(
    site: Site, tmp_path: Path, clear: str
) -> None:
    site.reopen(study(FORM_MARKED, f"\nsample: {{clear: {{{clear}}}}}\n"))
    site.sql_write("UPDATE \"case\" SET state = 'closed', route_id = NULL, due_at = NULL")
    bring(site, tmp_path)
    finished(site)

    export_station(site.station, site.eve, keys_of(site, "eve"), ["csv"], tmp_path / "out", Outputs())

    table = (tmp_path / "out" / "small_1.csv").read_text("utf-8")
    assert ("street" in clear, "area" in clear) == (SEALED[1] in table, CLEAR in table)
    header = table.splitlines()[0].split(",")
    assert ("street" in clear, "area" in clear) == ("sample_street" in header, "area" in header)


def test_a_declaration_changed_in_mid_field_holds_from_a_supervisors_start_and_leaves_nothing_behind(
    filled: Site,
) -> None:
    finished(filled)
    filled.reopen(study(settings="\nsample: {clear: {area: stratum, member: stratum}}\n"))
    assert [SEALED[2]] == canaries(opened_by(filled, keys_of(filled, "eve")))

    filled.reopen(study())

    (opened, sealed) = filled.facts("sample_columns_settled")[-2:]
    assert (2, 2) == tuple((fact.payload or {})["cases"] for fact in (opened, sealed))
    assert "member" in str((opened.payload or {})["clear"]) and "member" in str((sealed.payload or {})["before"])
    assert [] == canaries(opened_by(filled, keys_of(filled, "eve")))
    assert f"{SEALED[2]}-narwhal-2" == filled.offered().case.fields["member"]
    assert [] == canaries(plain_pages(filled.path, filled.station.database.key))  # free pages and journal too


def test_nothing_is_settled_and_nothing_told_while_the_declaration_stays(filled: Site) -> None:
    before = filled.kinds()

    filled.station.prepare(filled.keys, filled.sue)

    assert before == filled.kinds()


def test_an_interviewer_settles_nothing_and_works_all_the_same(filled: Site) -> None:
    filled.reopen()
    filled.loaded = study(settings="\nsample: {clear: {member: stratum}}\n")
    filled.reopen()
    filled.station.prepare(filled.keys, filled.ann)

    assert f"{SEALED[2]}-narwhal-1" == filled.offered().case.fields["member"]
    assert [] == canaries(opened_by(filled, keys_of(filled, "eve")))


@pytest.mark.parametrize("form", ["0019", "0020"])
def test_columns_of_a_version_with_keys_that_sealed_none_are_sealed_by_whoever_first_sees_contact_data(
    filled: Site, form: str
) -> None:
    with filled.units()() as unit:
        unit.sample.divide(["area", "given_name", "street", "member", "employer", "region"])
        unit.commit()
    filled.sql_write("DELETE FROM meta WHERE key IN ('clear_columns', 'sealed_as')")
    if form != "0019":
        filled.sql_write("INSERT INTO meta VALUES ('sealed_as', ?)", (form,))
    filled.reopen()
    assert list(SEALED) == canaries(opened_by(filled, keys_of(filled, "eve")))

    keys_of(filled, "ann")

    assert [] == canaries(opened_by(filled, keys_of(filled, "eve")))
    assert [] == canaries(plain_pages(filled.path, filled.station.database.key))
    assert SEALED[3] in filled.offered().case.fields["employer"]
    before = filled.kinds()
    filled.station.prepare(filled.keys, filled.sue)
    assert before == filled.kinds()


def test_a_weight_declared_since_the_last_start_is_told_with_its_cure(filled: Site) -> None:
    eve = keys_of(filled, "eve")
    filled.loaded = study(settings=CLEAR_AREA + "\noutcomes: {weight: member}\n")
    filled.reopen()

    with pytest.raises(RuleViolation, match="column_sealed"):
        list(filled.station.read_data(eve)(filled.eve))

    filled.station.prepare(filled.keys, filled.sue)
    assert [] == list(filled.station.read_data(eve)(filled.eve))


def test_the_same_file_again_changes_nothing_and_another_one_renews_sealed_columns(
    filled: Site, tmp_path: Path
) -> None:
    importer = filled.station.importer(filled.keys)
    file = sample(tmp_path)
    again = importer(PROGRAM, file, read_settings(SampleFile()), ImportOptions())
    file.write_text(file.read_text("utf-8").replace("Wombatgasse-narwhal-2", "Okapiweg"), "utf-8")
    other = importer(PROGRAM, file, read_settings(SampleFile()), ImportOptions())

    assert (2, 0) == (again.counts.unchanged, again.counts.renewed)
    assert (1, 1) == (other.counts.unchanged, other.counts.renewed)
    assert b"Okapiweg" not in plain_pages(filled.path, filled.station.database.key)


def test_a_changed_questionnaire_is_foreseen_by_who_sees_sealed_columns_and_counted_for_others(filled: Site) -> None:
    asked = FORM_WITH_COLUMNS.replace(
        "| | integer | age | Age? | |", "| | integer | age | Age? | ${given_name} != '' |"
    )
    filled.reopen(study(asked))
    finished(filled, "interview_suspended")
    changed = study_with(asked.replace("Age?", "How old?"), "another", CLEAR_AREA)
    filled.loaded = changed
    filled.reopen()

    sues = filled.station.foresee_form(keys_of(filled, "sue"))(filled.sue)
    eves = filled.station.foresee_form(keys_of(filled, "eve"))(filled.eve)

    assert (1, 0, 2, 0) == (sues.waiting, sues.untried, sues.taken + sues.to_confirm, sues.apart.total())
    assert (1, 1, 0, 0) == (eves.waiting, eves.untried, eves.taken + eves.to_confirm, eves.apart.total())
    assert [line for line in foresight_lines(eves) if "a supervisor sees" in line]


def test_a_name_of_a_case_cannot_be_tried_against_its_place_in_the_random_order(site: Site, tmp_path: Path) -> None:
    importer = site.station.importer(site.keys)
    importer(PROGRAM, sample(tmp_path), read_settings(SampleFile()), ImportOptions(2, 7))

    def tried(name: str) -> int:
        digest = hashlib.blake2b(name.encode(), digest_size=8, key=(7).to_bytes(16, "big", signed=True)).digest()
        return int.from_bytes(digest, "big") >> 1

    orders = {row[0] for row in site.sql('SELECT release_order FROM "case" WHERE release_order IS NOT NULL')}
    assert 2 == len(orders)
    assert set() == orders & {tried("narwhal-1"), tried("narwhal-2")}


def test_new_keys_seal_columns_anew(filled: Site) -> None:
    sue = keys_of(filled, "sue")
    filled.station.people.rotate_keys(sue)(filled.sue)

    fields = 'SELECT id, sealed_fields FROM "case" WHERE sealed_fields IS NOT NULL ORDER BY case_no'
    rows = filled.sql(fields)
    assert {(FieldKey.CONTACT, 2)} == {generation_of(field) for _, field in rows if isinstance(field, bytes)}
    filled.keys = keys_of(filled, "sue")
    assert f"{SEALED[3]}-narwhal-1" == filled.offered().case.fields["employer"]


def test_columns_put_into_the_row_of_another_case_are_damage(filled: Site, said: Said) -> None:
    (_, field), (other, _) = filled.sql('SELECT id, sealed_fields FROM "case" ORDER BY case_no DESC LIMIT 2')
    filled.sql_write('UPDATE "case" SET sealed_fields = ? WHERE id = ?', (field, other))

    with filled.units()() as unit, pytest.raises(EnvironmentProblem) as told:
        dict(unit.cases.get(CaseId(str(other))).fields)

    assert "field_damaged" == told.value.code
    said(told.value.message)


def test_a_database_of_version_0016_is_sealed_with_its_columns_and_what_interviews_were_handed(filled: Site) -> None:
    over, waiting = finished(filled), finished(filled, "interview_suspended")
    filled.set_back("0016")
    filled.reopen()
    assert list(SEALED) == canaries(plain_pages(filled.path, filled.station.database.key))
    handed_in = "SELECT count(*) FROM datum WHERE variable IN ('/given_name', '/sample_street', '/area')"
    assert (6,) == filled.sql(handed_in)[0]

    codes = {user.login: code for user, code in filled.seal().codes}
    filled.station.prepare(filled.keys, filled.sue)

    eves = filled.station.people.choose_password("eve", codes["eve"], PASSWORD)
    assert eves is not None
    opened = opened_by(filled, eves[1])
    assert ([], True) == (canaries(opened), CLEAR.encode() in opened)
    assert [] == canaries(plain_pages(filled.path, filled.station.database.key))
    with filled.units()() as unit:
        names = [log[0].event.payload for log in map(unit.log.of_interview, (over.id, waiting.id))]
        assert ["handed_in_sealed" in (payload or {}) for payload in names] == [True, True]
        session = InterviewSession.replay(
            filled.loaded.form, filled.clock, filled.place().read_session(unit.log.of_interview(waiting.id))
        )
    assert f"{SEALED[0]}-narwhal-2" == session.value("given_name")
