"""What the table of calls tells of each: its times, its language, its appointment, and nothing of who made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.field_rows import CallInData
from cati_app.domain.outcomes.dispositions import COMPLETE, SUSPENDED
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from tests.integration.test_export_parts import rows
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


def calls(site: Site) -> Sequence[CallInData]:
    return list(site.station.read_field_calls(site.station.pseudonyms(site.keys))(PROGRAM))


def over(site: Site, seconds: int, offer: Offer | None = None, number: int = 0) -> Offer:
    """A case that was called for so long; the clock stands at the end of the call."""
    offer, place = offer or site.offered(), site.place()
    call = place.start_call(site.ann, offer.attempt, offer.case.numbers[number])
    site.clock.move(seconds)
    place.end_call(site.ann, offer.attempt, call.id, "interviewer")
    return offer


def there(at: datetime) -> datetime:
    """On the clock of a person in Germany in winter, to the minute."""
    return (at + timedelta(hours=1)).replace(tzinfo=None, second=0, microsecond=0)


def test_a_call_is_over_and_its_wrap_up_too_to_the_minute(site: Site) -> None:
    offer = over(site, 95)
    site.clock.move(70)
    site.place().record_result(site.ann, offer.attempt, "no_answer")

    (call,) = calls(site)
    assert (there(TUESDAY + timedelta(seconds=95)), there(TUESDAY + timedelta(seconds=165))) == (
        call.ended_local,
        call.wrap_up_end_local,
    )
    assert (None, "", None) == (call.answered_local, call.language, call.appointment_local)


def test_only_the_last_call_of_an_attempt_has_a_wrap_up(site: Site) -> None:
    offer = over(site, 10)
    over(site, 10, offer)
    assert [None, None] == [call.wrap_up_end_local for call in calls(site)]
    site.place().record_result(site.ann, offer.attempt, "no_answer")

    first, second = calls(site)
    assert (None, True) == (first.wrap_up_end_local, second.wrap_up_end_local is not None)


def test_what_the_program_was_not_told_stays_empty(site: Site) -> None:
    site.dialled()

    (call,) = calls(site)
    assert (None, None, None) == (call.answered_local, call.ended_local, call.wrap_up_end_local)


def test_of_whoever_rings_back_it_is_known_when_they_were_on_the_line(site: Site) -> None:
    offer = over(site, 10)
    site.clock.move(120)
    again = site.place().take_ring_back(site.ann, offer.attempt, "no_answer")[0]
    at = site.clock.now()
    site.clock.move(180)
    site.place().end_ring_back(site.ann, again.attempt)

    before, theirs = calls(site)
    assert (None, there(at), there(site.clock.now())) == (
        before.answered_local,
        theirs.answered_local,
        theirs.ended_local,
    )


@pytest.mark.parametrize(
    ("result", "person"),
    [
        ("soft_refusal_household", "household"),
        ("soft_refusal_respondent", "respondent"),
        ("refusal_household", "household"),
        ("refusal_respondent", "respondent"),
        ("language_household", "household"),
        ("language_respondent", "respondent"),
        ("refusal", ""),
        ("no_answer", ""),
    ],
)
def test_who_gave_a_result_is_told_where_interviewer_or_result_says_it(site: Site, result: str, person: str) -> None:
    offer = over(site, 10)
    site.place().record_result(site.ann, offer.attempt, result, note="said so")
    assert [person] == [call.person for call in calls(site)]


def test_an_interview_was_given_by_the_target_person(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    assert ["respondent"] == [call.person for call in calls(site)]


@pytest.mark.parametrize(
    ("result", "firm", "told"), [("appointment_firm", True, "firm"), ("appointment_soft", False, "soft")]
)
def test_an_appointment_is_told_where_it_was_made_and_where_it_was_to_be_kept(
    site: Site, result: str, firm: bool, told: str
) -> None:
    agreed = Agreed(TUESDAY + timedelta(hours=2), firm)
    offer = over(site, 10)
    site.place().record_result(site.ann, offer.attempt, result, agreed=agreed)
    (made,) = calls(site)
    site.clock.move_to(agreed.at)
    site.dialled()

    first, second = calls(site)
    assert made == first, "it is told alike before and after it is kept"
    assert (told, there(agreed.at), None) == (first.appointment, first.appointment_local, first.appointment_due_local)
    assert ("", None, there(agreed.at)) == (second.appointment, second.appointment_local, second.appointment_due_local)


def test_one_that_nobody_kept_is_told_as_it_was_made(site: Site) -> None:
    agreed = Agreed(TUESDAY + timedelta(hours=2), firm=True)
    offer = over(site, 10)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)
    site.clock.move_to(TUESDAY + timedelta(days=2))
    site.offered()
    assert "appointment_missed" in site.kinds()

    assert ("firm", there(agreed.at)) == (calls(site)[0].appointment, calls(site)[0].appointment_local)


def test_the_language_is_that_of_the_interview_in_each_attempt_that_it_went_on_in(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    agreed = Agreed(TUESDAY + timedelta(hours=2), firm=True)
    finish(site, offer, interview, SUSPENDED, agreed)
    site.clock.move_to(agreed.at)
    again = site.dialled()
    site.place().resume_interview(site.ann, interview.id)
    finish(site, again, interview, COMPLETE)
    site.dialled()

    assert ["de", "de", ""] == [call.language for call in calls(site)]
    assert ("firm", there(agreed.at)) == (calls(site)[0].appointment, calls(site)[0].appointment_local)


def test_a_file_tells_them_with_labels_and_no_new_time_to_the_second(site: Site, tmp_path: Path) -> None:
    offer = over(site, 95)
    site.clock.move(7)
    agreed = Agreed(TUESDAY + timedelta(hours=2, seconds=11), firm=True)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)
    export = export_station(site.station, site.eve, site.keys, ["csv"], tmp_path, Outputs(), what=("calls",))
    (table,) = [path for path in export.files if path.name.endswith("_calls.csv")]
    (row,) = rows(table)

    new = ("ended_local", "wrap_up_end_local", "appointment_local")
    assert {":00"} == {row[name][-3:] for name in new}
    assert ("firm", "", "", "") == (row["appointment"], row["answered_local"], row["language"], row["interviewer"])
