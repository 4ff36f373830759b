"""Answers are sealed with the key of their interview: for who is signed in, bound to their row, gone with the key."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.documents import InterviewDocuments
from cati_app.store.trust.fields import FieldKey, generation_of
from tests.faults.proofs import Said
from tests.pages import plain_pages
from tests.stations import PASSWORD, TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun

pytestmark = pytest.mark.on_store

WISH = "an otter named Quill"


def interviewed(site: Site, wish: str = WISH, *, contact: dict[str, str] | None = None) -> Interview:
    """A complete interview with a wish, and contact details where they are left."""
    offer, interview = begun(site, YOUNG_MAN)
    events = [SessionEvent("answered", "/main/wish", TUESDAY, 1, {"text": wish, "special": None})]
    for name, text in (contact or {}).items():
        events.append(SessionEvent("answered", f"/main/{name}", TUESDAY, 2, {"text": text, "special": None}))
    place = site.place()
    place.record_events(site.ann, interview, events, "/main/wish", "de")
    data = [StoredDatum("/main/wish", wish, None), StoredDatum("/screener/sex", "1", None)]
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, contact or {}))
    return interview


def test_an_answer_stands_sealed_in_the_log_and_its_fact_in_the_open(site: Site) -> None:
    interviewed(site)

    rows = site.sql("SELECT payload, sealed, interview_id FROM event WHERE kind = 'interview.answered'")

    assert [(None, True, True)] == [(payload, bool(sealed), bool(known)) for payload, sealed, known in rows]
    assert [("quota_decided", True)] == site.sql(
        "SELECT kind, payload LIKE '%m/young%' FROM event WHERE kind = 'quota_decided' AND sealed IS NULL"
    )


def test_who_is_not_signed_in_reads_no_answer_and_is_told_so(site: Site) -> None:
    interview = interviewed(site)

    with site.blind_units()() as unit:
        stored = unit.interviews.get(interview.id)
        assert (InterviewState.COMPLETED, "m/young", {}) == (stored.state, stored.cell_id, stored.frozen)
        for read in (
            lambda: unit.log.of_interview(interview.id),
            lambda: list(unit.log.of_kind("interview.answered")),
            lambda: unit.interviews.data_of(interview.id),
            lambda: unit.interview_book.page([InterviewState.COMPLETED], None, 10),
            lambda: unit.interview_book.paths([InterviewState.COMPLETED], None, 10),
        ):
            with pytest.raises(RuleViolation, match="answers_sealed"):
                read()


def test_board_counters_and_queue_need_no_key(site: Site) -> None:
    interviewed(site)

    assert site.station.verify()(PROGRAM).agrees
    assert 1 == site.station.read_board()(PROGRAM).completes
    with site.blind_units()() as unit:
        assert 4 == unit.sample.counts().state["open"]


def test_whoever_is_not_signed_in_changes_an_interview_and_leaves_what_is_sealed(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    with site.blind_units()() as blind:
        stored = blind.interviews.get(interview.id)
        blind.interviews.save(stored.set_aside())
        blind.commit()

    with site.units()() as unit:
        stored = unit.interviews.get(interview.id)
    frozen = {"quota_sex": "m", "quota_age_group": "young"}
    assert (InterviewState.SET_ASIDE, frozen) == (stored.state, stored.frozen)


def test_an_answer_put_in_place_of_another_is_damage(site: Site, said: Said) -> None:
    interview = interviewed(site)
    with site.units()() as unit:
        other = SessionEvent("answered", "/main/wish", TUESDAY, 1, {"text": "none", "special": None})
        unit.commit()
    site.place().record_events(site.ann, interview, [other], "/main/wish", "de")
    driver = site.station.database.driver()
    driver.execute("DROP TRIGGER event_is_never_changed")
    site.sql_write(
        "UPDATE event SET sealed = (SELECT min(sealed) FROM event WHERE kind = 'interview.answered')"
        " WHERE kind = 'interview.answered'",
        (),
    )

    with site.units()() as unit, pytest.raises(EnvironmentProblem) as told:
        unit.log.of_interview(interview.id)

    said(told.value.message)
    assert "field_damaged" == told.value.code


def test_the_document_of_another_interview_is_damage(site: Site, said: Said) -> None:
    first, second = interviewed(site), interviewed(site, "nothing")
    taken = "SELECT sealed FROM interview_document WHERE interview_id = ?"
    site.sql_write(f"UPDATE interview_document SET sealed = ({taken}) WHERE interview_id = ?", (first.id, second.id))

    with site.units()() as unit, pytest.raises(EnvironmentProblem) as told:
        unit.interviews.get(second.id)

    said(told.value.message)
    assert "field_damaged" == told.value.code


def test_a_number_put_into_the_row_of_another_is_damage(site: Site, said: Said) -> None:
    taken = "SELECT sealed FROM number WHERE id = 'number-2-0'"
    site.sql_write(f"UPDATE number SET sealed = ({taken}) WHERE id = 'number-1-0'")

    with pytest.raises(EnvironmentProblem) as told:
        site.case(1)

    said(told.value.message)
    assert "field_damaged" == told.value.code


def test_an_interview_that_was_not_committed_leaves_no_key(site: Site) -> None:
    with site.units()() as unit:
        unit.interviews.add(
            Interview(InterviewId("i"), site.offered_id(), site.ann.id, InterviewState.RUNNING, "hash", "de", TUESDAY)
        )

    assert [] == site.sql("SELECT * FROM interview_key")


def erase(site: Site, interview: Interview) -> None:
    database = site.station.database
    with database.transaction() as statements:
        InterviewDocuments(statements.execute, site.keys).erase(interview.id)
        statements.commit()
    database.driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_an_erased_interview_tells_nothing_any_more_and_the_log_stays_whole(site: Site) -> None:
    erased, kept = interviewed(site), interviewed(site, "a badger")
    before = site.sql("SELECT seq, device, at, kind, payload, sealed FROM event ORDER BY seq")
    with site.units()() as unit:
        facts = [logged.event.kind for logged in unit.log.of_interview(erased.id)]

    erase(site, erased)

    assert before == site.sql("SELECT seq, device, at, kind, payload, sealed FROM event ORDER BY seq")
    assert site.station.verify()(PROGRAM).agrees
    rows = {row.interview.id: dict(row.values) for row in site.station.read_data(site.keys)(PROGRAM)}
    assert (erased.id, {}) == next(item for item in rows.items() if item[0] == erased.id)
    assert "a badger" == rows[kept.id]["/main/wish"].text
    with site.units()() as unit:
        log = unit.log.of_interview(erased.id)
    assert facts == [logged.event.kind for logged in log]
    assert [None] == [logged.event.payload for logged in log if logged.event.kind == "interview.answered"]


def test_an_erased_key_is_in_no_page_and_not_in_the_journal(site: Site) -> None:
    interview = interviewed(site)
    ((key, document),) = site.sql(
        "SELECT k.sealed, d.sealed FROM interview_key k JOIN interview_document d USING (interview_id)"
    )
    assert isinstance(key, bytes)
    assert isinstance(document, bytes)
    database = site.station.database
    assert key in plain_pages(site.path, database.key)

    erase(site, interview)

    pages = plain_pages(site.path, database.key)
    assert (False, False) == (key in pages, document[:200] in pages)


def test_without_overwriting_an_erased_key_would_stay_in_a_page(site: Site) -> None:
    interview = interviewed(site)
    ((key,),) = site.sql("SELECT sealed FROM interview_key")
    assert isinstance(key, bytes)
    site.station.database.driver().execute("PRAGMA secure_delete=OFF")

    erase(site, interview)

    assert key in plain_pages(site.path, site.station.database.key)


# -- canaries --------------------------------------------------------------------------------------------------------

ANSWERS = (WISH, "a heron called Marl")
CONTACT = ("Ottoline Fennimore", "+498951990", "loves lilacs", "QZX-7741", "why Quentin", "+493023125001")


def canaries(site: Site) -> None:
    """Names, numbers, notes, a sample id and answers unlike anything else, wherever they come into a study."""
    site.name_case(2, "QZX-7741")
    interviewed(site, contact={"contact_name": "Ottoline Fennimore", "contact_phone": "+498951990"})
    offer = site.dialled(site.bob)
    site.place(site.bob).record_result(site.bob, offer.attempt, "refusal_household", note="loves lilacs")
    site.desk().cases.change(site.sue, offer.case.id, 1, "no_answer", "why Quentin called")
    _, running = begun(site, YOUNG_MAN)
    wish = SessionEvent("answered", "/main/wish", TUESDAY, 1, {"text": ANSWERS[1], "special": None})
    name = SessionEvent("answered", "/main/contact_name", TUESDAY, 2, {"text": "Ottoline Fennimore", "special": None})
    site.place().record_events(site.ann, running, [wish, name], "/main/wish", "de")


def test_who_has_the_database_key_alone_finds_no_answer_and_no_contact_data(site: Site, said: Said) -> None:
    canaries(site)
    with site.units()() as unit:  # they are there, for who may read them
        assert {"QZX-7741"} == {known.sample_id for known in unit.sample.named(["QZX-7741"]).values()}

    pages = plain_pages(site.path, site.station.database.key)

    assert b"refusal_household" in pages  # the search finds what stands in the open
    read = [canary for canary in (*ANSWERS, *CONTACT) if canary.encode() in pages]
    said(f"{len(read)} of {len(ANSWERS) + len(CONTACT)} answers, numbers, names and notes")
    assert [] == read


def test_an_analyst_reads_the_answers_and_opens_no_contact_data(site: Site, said: Said) -> None:
    canaries(site)
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None

    states, cases = tuple(InterviewState), [site.case(n).id for n in range(1, 6)]
    with site.station.units(signed_in[1])() as unit:
        opened = repr(
            (
                [list(unit.log.of_kind(kind)) for kind in unit.log.kinds()],
                [record.values for record in unit.interview_book.page(states, None, 100)],
                [log for *_, log in unit.interview_book.paths(states, None, 100)],
                [unit.case_book.sittings(known, opened=True) for known in cases],
                unit.sample.with_ids(cases),
                [unit.cases.get(known) for known in cases],
            )
        )
    assert [] == [canary for canary in ANSWERS if canary not in opened]
    read = [canary for canary in CONTACT if canary in opened]
    said(f"{len(read)} of {len(CONTACT)} numbers, names and notes; answers are read")
    assert [] == read


# -- rotation --------------------------------------------------------------------------------------------------------


def test_after_a_rotation_everything_is_sealed_with_the_new_keys_and_reads_as_before(site: Site) -> None:
    canaries(site)
    before, facts = read(site), site.sql("SELECT * FROM event WHERE sealed IS NOT NULL ORDER BY seq")

    site.station.people.rotate_keys(site.keys)(site.sue)

    generations = {
        (table, generation_of(field))
        for table, column in (("number", "sealed"), ("attempt", "note_sealed"), ("recontact", "sealed"))
        for (field,) in site.sql(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        if isinstance(field, bytes)
    }
    assert {(table, (FieldKey.CONTACT, 2)) for table in ("number", "attempt", "recontact")} == generations
    keys = site.sql("SELECT g, sealed FROM interview_key")
    assert {(2, (FieldKey.DATA, 2))} == {(g, generation_of(key)) for g, key in keys if isinstance(key, bytes)}
    assert facts == site.sql("SELECT * FROM event WHERE sealed IS NOT NULL ORDER BY seq")
    assert before == read(site)
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    assert ANSWERS[0] in repr([dict(row.values) for row in site.station.read_data(signed_in[1])(PROGRAM)])


def read(site: Site) -> object:
    """What a supervisor reads: interviews and their facts, numbers, notes, reasons; and what is found again."""
    attempts = site.attempts()
    numbers = [number.number for n in range(1, 6) for number in site.case(n).numbers if number.number is not None]
    with site.units()() as unit:
        return (
            [(record.interview, record.values) for record in unit.interview_book.page(tuple(InterviewState), None, 9)],
            [
                [(fact.event, unit.contacts.of_fact(fact, "text") if "text_sealed" in told else "")]
                for *_, log in unit.interview_book.paths(tuple(InterviewState), None, 9)
                for fact in log
                for told in [fact.event.payload or {}]
            ],
            attempts,
            numbers,
            sorted(unit.sample.owners([unit.sample.lookup(number) for number in numbers]).values()),
            [known.sample_id for known in unit.sample.named(["QZX-7741"]).values()],
        )
