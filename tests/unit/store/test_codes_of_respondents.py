"""What makes access codes lives as long as the study; what finds an interview by one goes where its case goes."""

from __future__ import annotations

import json
from pathlib import Path

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.erase_case import EraseAtHub
from cati_app.store import access_codes
from cati_app.store.study_parts import PeoplePart
from cati_app.store.trust.derivation import access_code_number, access_code_value
from tests.many import Field
from tests.stations import PASSWORD, Site
from tests.unit.fieldwork.sittings import begun, finish
from tests.unit.store.test_erasures import erasure

MAN = {"sex": "1", "age_group": "young"}


def code_of(site: Site, interview_id: InterviewId) -> AccessCode:
    with site.units()() as unit:
        code = unit.access_codes.of(interview_id)
        unit.commit()
    assert code is not None
    return code


def found(site: Site, code: AccessCode) -> tuple[InterviewId, ...]:
    with site.units()() as unit:
        return unit.access_codes.interviews_with(code)


def test_codes_stay_as_they_are_made_in_this_version() -> None:
    key = bytes(range(32))

    made = access_code_number(key, "interview-1", 0), access_code_value(key, "123456789012")[:16]
    assert (5225046978, "888b3efabaa0684e") == made, "as `openssl dgst -mac HMAC` computes them"


def test_a_code_is_the_same_after_somebody_left_and_secrets_changed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _, interview = begun(site)
    code = code_of(site, interview.id)
    signed_in = site.station.sign_in("sue", PASSWORD)
    assert signed_in is not None
    site.station.people.deactivate_person(signed_in[1])(site.sue, site.bob.id)
    site.keys = signed_in[1]

    assert (code, (interview.id,)) == (code_of(site, interview.id), found(site, code))
    assert [(b"\x00\x02",)] == site.sql("SELECT substr(sealed, 3, 2) FROM code_key"), "sealed with the new secret"
    site.close()


def test_a_study_of_an_older_version_has_codes_once_a_supervisor_signs_in(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.sql_write("DELETE FROM code_key")
    _, interview = begun(site)
    for login, codes in (("ann", 0), ("sue", 1), ("sue", 1)):
        site.station.sign_in(login, PASSWORD)
        with site.units()() as unit:
            assert codes == (unit.access_codes.of(interview.id) is not None)
    assert [(1,)] == site.sql("SELECT count(*) FROM code_key")
    site.close()


def test_a_code_that_somebody_has_is_given_to_nobody_else(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    site = Site(tmp_path)
    monkeypatch.setattr(access_codes, "access_code_number", lambda key, interview_id, n: n)
    codes = []
    for _ in range(2):
        offer, interview = begun(site)
        codes.append(code_of(site, interview.id))
        assert codes[-1] == code_of(site, interview.id)
        finish(site, offer, interview, "break_off")

    assert [AccessCode.numbered(0), AccessCode.numbered(1)] == codes
    site.close()


def test_a_station_without_the_key_of_a_code_does_not_make_up_another_one(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _, interview = begun(site)
    code = code_of(site, interview.id)
    site.sql_write("DELETE FROM code_key")
    site.station.sign_in("sue", PASSWORD)

    with site.units()() as unit:
        assert None is unit.access_codes.of(interview.id)
    assert () == found(site, code)
    site.close()


def test_a_code_goes_to_the_hub_with_its_case_and_is_gone_with_its_data(tmp_path: Path) -> None:
    field = Field(tmp_path)
    one, _ = field.stations
    interview_id = one.whole_interview(**MAN)
    code = code_of(one.site, interview_id)
    one.done()
    assert (interview_id,) == found(field.hub, code)

    case_id = CaseId("case-1")
    EraseAtHub(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)(PROGRAM, erasure(field, case_id))
    assert () == found(field.hub, code)
    assert [(0,)] == field.hub.sql("SELECT count(*) FROM code_entry")
    field.check()
    field.close()


def test_stations_that_join_make_the_same_codes_and_parts_of_an_older_version_are_taken(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with site.station.database.transaction() as statements:
        part = PeoplePart.of(statements, {})
        known = statements.all("SELECT id, sealed FROM code_key")
        statements.execute("DELETE FROM code_key")
        PeoplePart.read(part.written()).put(statements)
        assert known == statements.all("SELECT id, sealed FROM code_key")
    older = json.loads(part.written())
    del older["rows"]["code_key"]
    assert [] == PeoplePart.read(json.dumps(older).encode()).rows["code_key"]
    site.close()
