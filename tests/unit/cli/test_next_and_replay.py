"""`cati next` and `cati replay` in words and as data."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cati_app.cli.next import WAITS, reason_text
from cati_app.cli.replay import _facts, _print
from cati_app.domain.calling.queue import Waits
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.monitor.replay_rules import ReplayRules
from cati_app.fieldwork.rights import PROGRAM
from cati_app.texts import words_of
from tests.casework import alter
from tests.stations import Site


def test_every_reason_for_waiting_has_words() -> None:
    assert {reason.value for reason in Waits} == set(WAITS.sources)


def test_every_reason_of_a_case_has_words_whether_it_holds_or_not(site: Site) -> None:
    def told() -> list[str]:
        return [
            reason_text(words_of("en"), reason)
            for reason in site.place().explain_case(site.ann, CaseId("case-1")).reasons
        ]

    holding = told()
    with site.units()() as unit:
        now = site.clock.now()
        alter(unit, CaseId("case-1"), language="tr", skill="conversion", not_by=site.ann.id, locality="Asia/Tokyo|NI")
        due = now + timedelta(hours=1)
        alter(unit, CaseId("case-1"), dials=10, due_at=due, locked_by=site.bob.id, locked_at=now)
        unit.commit()

    assert "nobody else has it in hand" in holding
    assert "the limit of 10 contact attempts is reached" in told()


def test_a_replay_is_told_as_data_and_in_words(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "busy")
    found = ReplayRules(site.blind_units(), site.station.rules)(PROGRAM, site.station.rules)
    _print(found)

    assert 1 == json.loads(json.dumps(_facts(found)))["cases"]
    assert "calls" in capsys.readouterr().out
