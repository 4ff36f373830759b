"""A field is rehearsed with a hub: a server and stations in processes of their own, and people as on one machine."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cati_app.cli.opening import load, open_station
from cati_app.demo.clock import FollowingClock, LeadingClock
from cati_app.demo.rehearsal.at_station import add_work
from cati_app.demo.rehearsal.seat_work import Held, SeatWork
from cati_app.domain.calling.queue import Waits
from cati_app.station.backing_up import study_files
from tests.commands import Command
from tests.stations import FORM, STUDY, TUESDAY

_SAMPLE = "telefon\n" + "".join(f"03023125{n:03d}\n" for n in range(12))
_PEOPLE = "calls: {no_answer: 0.1, soft_refusal: 0.1, appointment: 0.1}\nanswers: {age: {range: [16, 80]}}\n"


@pytest.mark.slow
def test_a_field_at_a_hub_comes_to_the_same_as_on_one_machine(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CATI_HUB_DATABASE_URL", raising=False)
    monkeypatch.setenv("CATI_PASSWORD", "demo")
    study = tmp_path / "study"
    study.mkdir()
    (study / "form.md").write_text(FORM)
    (study / "study.yaml").write_text(STUDY + "sample: {file: sample.csv, columns: {numbers: [telefon]}}\n")
    (study / "sample.csv").write_text(_SAMPLE)
    (study / "respondents.yaml").write_text(_PEOPLE)
    words = ("rehearse", study, "--seats", "2", "--days", "1", "--json", "--out")
    here, out = cati(*words, tmp_path / "here"), tmp_path / "hub"
    there = cati(*words, out, "--hub")

    assert 0 == there.returncode, there.stderr
    facts = json.loads(there.stdout)
    stations = facts.pop("stations")
    assert json.loads(here.stdout) == facts
    assert (2, facts["completes"]) == (len(stations), sum(stations))
    assert facts["completes"] > 0
    assert all(cell["achieved"] <= cell["target"] for cell in facts["cells"].values())

    status = cati("status", out, "--as", "supervision", "--json")
    assert facts["completes"] == json.loads(status.stdout)["completes"]
    assert 0 == cati("verify", out, "--as", "supervision").returncode
    assert 0 == cati("export", out, "--as", "analyse", "--format", "csv", "--out", tmp_path / "export").returncode
    with (station := open_station(load(out), None, create=False, writable=True)).database:
        assert date(2026, 11, 23) == station.clock.now().date(), "the clock goes on where the field ended"
    assert not [name for name, _ in study_files(load(out)) if name.startswith("rehearsal-")]


def test_a_clock_that_is_followed_tells_its_time_to_the_microsecond(tmp_path: Path) -> None:
    leading = LeadingClock(TUESDAY, tmp_path / "clock")
    following = FollowingClock(tmp_path / "clock")
    assert TUESDAY == following.now()
    leading.move(0.000_001)
    leading.move(86_399.25)
    assert leading.now() == following.now()
    leading.move_to(TUESDAY)
    assert leading.now() == following.now()
    assert 86_399_250 == following.monotonic_ms()
    leading.close()
    assert leading.now() == following.now()


def test_what_a_station_tells_of_its_seats_is_added_to_what_others_did() -> None:
    total = SeatWork(idle_s=1.5, held=[Held("de", 30.0, ("age",))])
    total.idle_by.update({None: 3, Waits.LOCKED: 1})
    total.asked["sex"] = Counter({"1": 2})
    other = SeatWork(
        idle_s=2.0,
        talk_s=40.0,
        at_work_s=100.0,
        held=[Held("de", 40.0, ("age", "sex")), Held("tr", 50.0, ())],
        corrected=2,
    )
    other.idle_by.update({None: 1, Waits.LOCKED: 2})
    other.asked.update(sex=Counter({"1": 1, "2": 1}), age=Counter({"": 1}))
    other.stuck.update(age=1)
    other.refused.update(limit_reached=2)

    add_work(total, json.loads(json.dumps(vars(other))))

    assert (3.5, 40.0, 100.0) == (total.idle_s, total.talk_s, total.at_work_s)
    assert {None: 4, Waits.LOCKED: 3} == total.idle_by
    assert [Held("de", 30.0, ("age",)), Held("de", 40.0, ("age", "sex")), Held("tr", 50.0, ())] == total.held
    assert 2 == total.corrected
    assert {"sex": {"1": 3, "2": 1}, "age": {"": 1}} == total.asked
    assert ({"age": 1}, {"limit_reached": 2}) == (total.stuck, total.refused)
