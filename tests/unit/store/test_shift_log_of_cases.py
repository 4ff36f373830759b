"""What supervisors did with cases stands in the shift log, once, with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, COMPLETE, NO_ANSWER
from cati_app.fieldwork.calling.agree_anew import AgreeAnew, NewAgreement
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog, ShiftEntry
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.store.times import utc_text
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import called

_ADD = (
    "INSERT INTO event (seq, device, at, mono_ms, kind, user_id, case_id, payload, log_seq)"
    " VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?)"
)


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def log(site: Site) -> list[ShiftEntry]:
    entries = ReadShiftLog(site.units(), site.clock, site.station.rules)(site.sue).entries
    return [entry for entry in entries if entry.done is not None]


def test_a_verdict_stands_there_with_its_case_and_its_reason(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, COMPLETE)
    ReviewInterview(site.units(), site.clock)(site.sue, offer.case.id, rejected=True, reason="answers of two people")

    (entry,) = log(site)
    assert entry.done is not None
    assert ("interview_rejected", site.sue, "answers of two people", offer.case.case_no) == (
        entry.kind,
        entry.by,
        entry.text,
        entry.done.case_no,
    )


def test_an_appointment_that_is_moved_stands_there_with_both_times(site: Site) -> None:
    case = called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    was = site.clock.now() + timedelta(hours=1)
    to = was + timedelta(hours=1)
    agree = AgreeAnew(site.units(), site.clock, site.station.rules)
    agree(site.sue, case, NewAgreement(to), "rang us")

    (entry,) = log(site)
    assert entry.done is not None
    assert entry.done.times is not None
    assert ("appointment_changed", "rang us", to) == (entry.kind, entry.text, entry.done.times[1])


def test_a_result_that_is_corrected_stands_there_with_both(site: Site) -> None:
    case = called(site, NO_ANSWER)
    ChangeResult(site.units(), site.clock, site.station.rules)(site.sue, case, 1, "busy", "wrong key")

    (entry,) = log(site)
    assert entry.done is not None
    assert ("wrong key", (NO_ANSWER, "busy")) == (entry.text, entry.done.results)


def test_at_a_hub_an_act_is_told_once_with_the_reason_of_its_station(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, COMPLETE)
    case, minute = offer.case.id, iter(range(1, 9))

    def comes(device: str, kind: str, case_id: str | None = None, **told: object) -> None:
        last = int(str(site.sql("SELECT coalesce(max(seq), 0) FROM event")[0][0])) + 1
        at = utc_text(TUESDAY + timedelta(hours=1, minutes=next(minute)))
        site.sql_write(_ADD, (last, device, at, kind, site.sue.id, case_id, json.dumps(told), last))

    for _ in range(2):  # said again to a hub that came back from a copy
        comes("hub", "interview_rejected", case, interview=interview.id)
    comes("hub", "interview_accepted", case, interview=interview.id)
    comes("hub", "interview_rejected", case, interview=interview.id)
    for device in ("hub", "station"):
        comes(device, "sample_released", cases=100)
    site.clock.move(timedelta(hours=2).total_seconds())

    assert ["interview_rejected", "interview_accepted", "interview_rejected"] == [one.kind for one in log(site)]
    told = ReadShiftLog(site.units(), site.clock, site.station.rules)(site.sue).entries
    assert [100] == [one.count for one in told if one.kind == "sample_released" and one.count == 100]
