"""What an interview leaves behind: answers in the log, contact data sealed, values for the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import InterviewId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.interview.finish_interview import EndedSitting, consent_terms
from cati_app.fieldwork.interview.handed_in import given_values, hidden_values
from cati_app.store.contacts import recontact_spot
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, stored


@pytest.mark.on_store
def test_details_for_contacting_again_stand_only_in_the_consent_store_and_sealed(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    details = {"contact_name": "Mrs Brown", "contact_phone": "030 23125042"}
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", [], details))

    known, box = site.sql("SELECT id, sealed FROM recontact")[0]

    assert isinstance(box, bytes)
    assert "Mrs Brown" in (site.keys.fields.open(box, recontact_spot(str(known))) or "")
    everything = [
        site.sql(f'SELECT * FROM "{table[0]}"')
        for table in site.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    assert ("Brown" in repr(everything), "23125042" in repr(everything)) == (False, False)


def test_a_consent_says_what_was_asked_and_keeps_the_categories_that_its_wording_names(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    until = date(2027, 6, 30)
    rules = replace(site.station.rules, consent_features=("age_group",), consent_until=until)

    placed = consent_terms(rules, stored(site, interview))

    assert ConsentTerms("again", "hash", "de", {"age_group": "young"}, until) == placed
    assert {} == consent_terms(site.station.rules, stored(site, interview)).features


def test_a_no_after_a_pause_takes_back_the_yes_before_it(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    place, left = site.place(), {"contact_name": "Mrs Brown"}
    later = Agreed(site.clock.now() + timedelta(minutes=30), firm=False)
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, SUSPENDED, [], left, later))
    with site.units()() as unit:
        assert [left] == [consent.details for consent in unit.contacts.consents()]
    site.clock.move(50 * 60)
    again = site.dialled()
    place.resume_interview(site.ann, interview.id)

    place.finish_interview(site.ann, EndedSitting(interview.id, again.attempt, "complete", [], {}))

    with site.units()() as unit:
        assert () == unit.contacts.consents()


@pytest.mark.parametrize("ref", ["/main/contact_name", "/main/contact_phone"])
def test_answers_to_contact_questions_are_sealed_in_the_log_and_come_back(site: Site, ref: str) -> None:
    _, interview = begun(site)
    events = [
        SessionEvent("answered", ref, site.clock.now(), 1, {"text": "Mrs Brown", "special": None}),
        SessionEvent("remark", ref, site.clock.now(), 2, {"text": "Brown with e"}),
        SessionEvent("check", ref, site.clock.now(), 3, {"code": "soft", "reason": "really Brown"}),
    ]
    site.place().record_events(site.ann, interview, events, ref, "de")

    with site.units()() as unit:
        log = unit.log.of_interview(interview.id)

    assert "Brown" not in repr(log)
    assert [dict(e.data) for e in events] == [dict(e.data) for e in site.place().read_session(log)]


def test_other_answers_come_back_as_they_were(site: Site) -> None:
    _, interview = begun(site)
    event = SessionEvent("answered", "/main/wish", site.clock.now(), 1, {"text": "ÄÖ\n'\"", "special": None})
    site.place().record_events(site.ann, interview, [event], "/main/wish", "de")

    with site.units()() as unit:
        assert [event] == site.place().read_session(unit.log.of_interview(interview.id))


def test_answers_of_an_unknown_interview_are_refused_and_leave_nothing(site: Site) -> None:
    _, interview = begun(site)
    before = site.kinds()
    stranger = Interview(
        InterviewId("nobody"), interview.case_id, site.ann.id, interview.state, "", "de", site.clock.now()
    )

    with pytest.raises(LookupError):
        site.place().record_events(
            site.ann, stranger, [SessionEvent("answered", "/x", site.clock.now(), 1, {})], "/x", "de"
        )

    assert before == site.kinds()


def test_the_form_learns_sample_interviewer_and_introduction(site: Site) -> None:
    values = hidden_values(site.offered().case, site.ann, site.station.rules)

    assert ("north", "landline", "1", "Ann", "I") == tuple(
        values[name] for name in ("sample_region", "frame", "interviewer_no", "interviewer_name", "study_institute")
    )
    assert ("north", "1") == (values["region"], values["username"])
    assert given_values(site.ann)["username"] == "1"
