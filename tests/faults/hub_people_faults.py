"""Faults of stations, and what people do to a hub."""

from __future__ import annotations

import datetime
import json
import shutil
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.station.hub_link import enrolment_with, study_at_hub
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.sync.case_messages import AskPlace, NextCase, TokenTold
from cati_app.sync.code import EnrolCode
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall
from cati_app.sync.messages import PROTOCOL, HubStanding, read, written
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.faults.hub_line_faults import uncounted
from tests.faults.hub_played import Play, Played
from tests.faults.hub_station import DATA, Person
from tests.hub_field import STARTS, StationFiles, files_of, signed_in
from tests.hub_properties import counted, kept_at
from tests.hub_study import StudyOfMessages, bundles
from tests.proxies import Mishap, between
from tests.stations import PASSWORD, TUESDAY

# -- stations --------------------------------------------------------------------------------------------------------


def copied_profile(played: Played) -> str:
    """Both copies work on under one name."""
    files = played.field.stations[1]
    with played.person(1) as bob:
        played.sits(bob, 1)
        bob.leave()
    other = played.field.folder / "copied"
    shutil.copytree(files.database.parent, other)
    copy = StationFiles(other / "study", other / files.database.name, other / "state")
    with played.person(1) as bob:
        played.sits(bob, 2)
        bob.leave()
    with signed_in(copy, "ann", 99, SimulatedClock(TUESDAY)) as at:
        ann = Person(at, played.chance, 0.0)
        played.sits(ann, 2)
        ann.leave()
    with kept_at(played.field) as statements:
        aside = statements.row("SELECT count(*) FROM inbox_aside WHERE verdict = 'clone'")[0]
    assert aside, "the hub noticed"
    held = len(bob.completed) + len(ann.completed)
    return f"{aside} events of the copy are kept aside and named, {held} interviews of both are there"


def clocks(*days: int) -> Play:
    def play(played: Played) -> str:
        for day in days:
            with played.person(0, clock=TUESDAY + datetime.timedelta(days=day)) as ann:
                ann.step()
                ann.step()
                ann.leave()
            with played.person(1) as bob:
                played.sits(bob, 1)
                bob.leave()
        return f"{', '.join(map(str, days))} days: the hub lends by its own clock"

    return play


def session_over(played: Played) -> str:
    """The hub forgets who is signed in, in the middle of an interview."""
    with played.person(0) as ann:
        played.sits(ann, 1)
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        played.field.hub.end(signal.SIGTERM)
        with closing(played.field.hub.storage.study(played.field.study)) as store, store.transaction():
            part = store.part()
            part.execute("DELETE FROM hub_session")
            part.commit()
            part.end()
        played.field.hub.start(*STARTS)
        assert services.reserve_place is not None
        while True:
            with suppress(EnvironmentProblem):  # a hub that has just begun may be slow: the same key asks again
                decided = services.reserve_place(user, interview.id, {"sex": "1", "age_group": "young"})
                break
        assert decided.has_place

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    return "signed in again by itself; the interview has its place"


def no_key(played: Played) -> str:
    """The keyring has no passphrase any more, and a wrong one is typed."""
    with suppress(EnvironmentProblem) as _, files_of(played.field.stations[0], "another passphrase"):
        raise AssertionError("it opened")
    with played.person(0) as ann:
        played.sits(ann, 1)
        ann.leave()
    return "told wrong_key; nothing changed"


def old_protocol(played: Played) -> str:
    """A station of another protocol at this hub, and this station at a hub of another protocol."""
    with files_of(played.field.stations[0]) as database:
        access = database.state.hub(database.device)
    assert access is not None
    with closing(HttpsLine(played.field.hub.address, access.certificate)) as line:
        asked = json.dumps({"protocol": PROTOCOL - 1, "token": {"epoch": 1, "n": 1}}).encode()
        reply = line.send(HubCall.HELD, asked, access.secret)
    assert (reply.status, json.loads(reply.body)["refused"]) == (426, "protocol")
    with between(played.field) as proxy, played.person(0) as ann:
        played.sits(ann, 2)
        real = proxy.forward
        proxy.forward = lambda *request: (426, b'{"refused":"protocol","field":""}')  # type: ignore[method-assign]
        told = ann.step()
        proxy.forward = real  # type: ignore[method-assign]
        played.sits(ann, 1)
        ann.leave()
    assert told == "hub_too_different", told
    return f"426, told {told}; nothing lost"


# -- people ----------------------------------------------------------------------------------------------------------


def written_off(played: Played) -> str:
    """A station that was only slow comes back with what it has."""
    with played.person(0) as ann:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        services.reserve_place(user, interview.id, {"sex": "1", "age_group": "young"})
        device = ann._at.station.database.device
        with played.person(1, "sue") as sue:
            told = _write_off(played, sue, device)
        with played.person(1) as bob:
            played.sits(bob, 1)
            bob.leave()

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    return f"{told[0]} case and {told[1]} place went to others; its interview came and is kept"


def taken_back(played: Played) -> str:
    """A supervisor takes a case back in the middle of its interview; somebody else gets a case, and both go on."""
    with played.person(0) as ann:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        assert services.reserve_place(user, interview.id, {"sex": "1", "age_group": "young"}).has_place
        with played.person(1, "sue") as sue:
            station = sue._at.station
            known = station.sign_in("sue", PASSWORD)
            assert known is not None
            station.hub.stations(known[1]).take_back(known[0], offer.case.id, "its person is ill")
        with played.person(1) as bob:
            played.sits(bob, 2)
            bob.leave()

        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    with kept_at(played.field) as statements:
        assert statements.row("SELECT 1 FROM interview WHERE id = ? AND state = 'completed'", interview.id)
        aside = statements.row("SELECT count(*) FROM not_counted WHERE interview_id = ?", interview.id)[0]
    return f"others work meanwhile; its interview came and {'is kept aside' if aside else 'counts'}"


def _write_off(played: Played, sue: Person, device: str) -> tuple[int, int]:

    station = sue._at.station
    known = station.sign_in("sue", PASSWORD)
    assert known is not None
    _, keys = known
    with study_at_hub(station.database) as at:
        return SupervisorAtHub(at.client.client, keys.person, keys.shown or b"").write_off(device, f"off {device}")


def same_person(played: Played) -> str:
    with played.person(0, "ann") as here, played.person(1, "ann") as there:
        for person in (here, there, here, there):
            played.sits(person, 2)
        for person in (here, there):
            person.leave()
    return "both get cases of their own"


def week_away(played: Played) -> str:
    """Five interviews are held, the line is cut, and a week later the station comes back."""
    with between(played.field) as proxy:
        with played.person(0) as ann:
            while len(ann.completed) < 5:
                played.sits(ann, 1)
            proxy.mishap, proxy.share = Mishap.CUT_BEFORE_SENDING, 1.0
            ann.step()
        proxy.mishap = None
        played.restart("--rehearsal-from", (TUESDAY + datetime.timedelta(days=7)).isoformat())
        with played.person(1, clock=TUESDAY + datetime.timedelta(days=7)) as bob:
            played.sits(bob, 2)
            bob.leave()
        with played.person(0, clock=TUESDAY + datetime.timedelta(days=7)) as back:
            back.leave()
    assert counted(played.field) + uncounted(played.field) >= 5
    return "five interviews come and count"


def last_place(played: Played) -> str:
    """One place, and 64 stations at the end of the screener, over HTTPS."""
    line = HttpsLine(played.field.hub.address, (played.field.hub.folder / CERTIFICATE).read_text())
    made = played.field.hub.command("code", "--first")["code"]

    study = StudyOfMessages(line.send, "6" * 32, scale=0.5)
    code = EnrolCode.typed(made)
    enrolment = enrolment_with(code, bytes.fromhex(study.id), study.first.device, study.first.secret)
    assert line.send(HubCall.ENROL, written(enrolment), "").status == 200
    study.publish()
    study.bring_cases(bundles(70, study.id))
    study.open()
    epoch = read(HubStanding, study.send(HubCall.STATE).body).epoch
    session = study.session("ann")

    def asks(n: int) -> str:
        own = HttpsLine(played.field.hub.address, (played.field.hub.folder / CERTIFICATE).read_text())
        with closing(own):
            mine = replace(study, ask=own.send)
            lent = mine.told(HubCall.NEXT_CASE, NextCase(epoch=epoch, session=session, request=f"r{n}"))
            token = TokenTold(**lent["lease"]["token"])
            start.wait()
            asked = AskPlace(
                epoch=epoch, session=session, request=f"p{n}", token=token, interview_id=f"i{n}", cell_id="m/young"
            )
            return str(mine.told(HubCall.PLACE, asked)["grant"]["state"])

    start = threading.Barrier(64)
    with closing(line), ThreadPoolExecutor(64) as pool:
        told = list(pool.map(asks, range(64)))
    assert sorted(told) == ["live"] + ["refused"] * 63
    return "one has it, 63 are told that it is full"
