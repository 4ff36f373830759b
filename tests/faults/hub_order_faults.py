"""Faults of order and of time: pushes that overtake one another, a clock that stands, a target below what is held."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import CellEdit
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.station.hub_link import StationOutbox, study_at_hub
from cati_app.store.log_outbox import LogOutbox
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubStanding, Push, read, written
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.faults.hub_played import Played
from tests.faults.hub_station import DATA, Person
from tests.hub_field import signed_in
from tests.hub_properties import kept_at
from tests.stations import PASSWORD, TUESDAY

_MAN = {"sex": "1", "age_group": "young"}
_CELL = CellId("m/young")


class StandingClock(SimulatedClock):
    """Nothing moves it."""

    def move(self, seconds: float) -> None:
        """It stands."""


def clock_stands(played: Played) -> str:
    """No result of that station is ever older than ten seconds there; whoever leaves takes nothing back."""
    with signed_in(played.field.stations[0], "ann", 5, StandingClock(TUESDAY)) as at:
        ann = Person(at, played.chance, 0.0)
        while len(ann.completed) < 2:
            played.sits(ann, 1)
        with played.person(1) as bob:
            played.sits(bob, 2)
            bob.leave()
        ann.leave()
    return f"{len(ann.completed)} interviews of it are there once its person left"


def zone_changes(played: Played) -> str:
    """Somebody travels, and the machine with them."""
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin")
    try:
        with pytest.MonkeyPatch.context() as patch, played.person(0) as ann:
            for zone in zones:
                patch.setenv("TZ", zone)
                time.tzset()
                played.sits(ann, 2)
                with played.person(1) as bob:
                    played.sits(bob, 1)
                    bob.leave()
            ann.leave()
    finally:
        time.tzset()
    return f"in {len(zones)} zones, between 14 hours ahead and 11 behind: everything as before"


def asleep(played: Played) -> str:
    """A machine sleeps for a day in the middle of an interview; others work meanwhile, then it goes on."""
    hours = timedelta(hours=24)
    with played.person(0) as ann:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        assert services.reserve_place(user, interview.id, _MAN).has_place
        played.restart("--rehearsal-from", (TUESDAY + hours).isoformat())
        with played.person(1, clock=TUESDAY + hours) as bob:
            played.sits(bob, 2)
            bob.leave()

        ann._at.clock.move(hours.total_seconds())
        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    with kept_at(played.field) as statements:
        assert statements.row("SELECT 1 FROM interview WHERE id = ? AND state = 'completed'", interview.id)
        aside = statements.row("SELECT count(*) FROM not_counted WHERE interview_id = ?", interview.id)[0]
    return f"others work meanwhile; its interview came and {'is kept aside' if aside else 'counts'}"


def pushed_in_another_order(played: Played) -> str:
    """The second half of a log comes before the first, and both come once more."""
    with played.person(0) as ann:
        played.sits(ann, 2)
        database = ann._at.station.database
        access = database.state.hub(database.device)
        assert access is not None
        with closing(HttpsLine(played.field.hub.address, access.certificate)) as line:
            standing = read(HubStanding, line.send(HubCall.STATE, b"", access.secret).body)
            outbox, mark = StationOutbox(LogOutbox(database)), standing.mark
            rows, end = list(outbox.after(mark)), outbox.end()
            half = len(rows) // 2
            first = Push(epoch=standing.epoch, first=mark + 1, last=end, events=tuple(rows[:half]))
            later = Push(epoch=standing.epoch, first=mark + half + 1, last=end, events=tuple(rows[half:]))
            told = [line.send(HubCall.PUSH, written(push), access.secret) for push in (later, first, later, first)]
        ann.leave()
    assert [409, 200, 200, 200] == [reply.status for reply in told]
    assert b'"gap"' in told[0].body
    return f"the later {len(rows) - half} of {len(rows)} events are refused as a gap until the others are there"


def target_below_held(played: Played) -> str:
    """A supervisor sets a target below the places that are held, and the interviews on them come."""
    with played.person(0) as ann:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        assert services.reserve_place(user, interview.id, _MAN).has_place
        with played.person(1, "sue") as sue:
            station = sue._at.station
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            _, keys = known
            with study_at_hub(station.database) as at:
                desk = SupervisorAtHub(at.client.client, keys.person, keys.shown or b"")
                desk.steer_cell(CellEdit("below", _CELL, 0))

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    with played.person(1) as bob:
        offer, services, user = bob._at.called(), bob._at.services, bob._at.user
        second = services.start_interview(user, offer.case, bob._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        assert not services.reserve_place(user, second.id, _MAN).has_place
        services.finish_interview(user, EndedSitting(second.id, offer.attempt, "quota_filled", DATA, {}, None))
        bob._at.clock.move(11)
        bob.leave()
    with kept_at(played.field) as statements:
        row = statements.row("SELECT target, achieved, in_progress FROM cell WHERE id = ?", _CELL)
    assert tuple(row) == (0, 1, 0), tuple(row)
    return "the interview that had its place counts, the next person is told that the cell is full"
