"""What a supervisor's station hears of a hub that is asked to have a place follow its codes."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.decided import Vouched
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.sync.case_messages import SessionBegun
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import Epoch, HubRefusal, HubStanding, Refused, written
from cati_app.sync.place_messages import FollowDone
from cati_app.sync.supervisor_client import SupervisorAtHub
from cati_app.sync.vouched_messages import VouchedTold
from tests.hubs import HUB_ID
from tests.stations import TUESDAY

DERIVED = PlaceDerived(CaseId("case"), InterviewId("interview"), CellId("f/young|f/old"), {"aaaa0001": 7})


class _Line:
    """A hub that lets everybody in, and answers one thing to what it is asked of a place."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self.asked = b""

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        if call is HubCall.FOLLOW:
            self.asked = body
            return self._reply
        if call is HubCall.SIGN_IN:
            return Reply(200, written(SessionBegun(session="5" * 64, until=TUESDAY + timedelta(hours=9))))
        life, at = Epoch(n=1, id="a" * 32), TUESDAY.isoformat()
        return Reply(200, written(HubStanding(hub=HUB_ID, epoch=life, mark=0, digest="", server_time=at)))


def follow(line: _Line) -> tuple[PlaceNow, list[Vouched]]:
    client = Client(line, "c" * 64, lambda seconds: None, random.Random(1), Patience(tries=1), hub=HUB_ID)
    now, vouched = SupervisorAtHub(client, "sue", b"\1" * 32).follow(DERIVED, "an act")
    return now, list(vouched)


def test_where_it_counts_now_and_what_the_hub_vouches_for() -> None:
    told = VouchedTold(text="text", mac="d" * 64)
    line = _Line(Reply(200, written(FollowDone(place="f/old", has_room=True, vouched=(told,)))))
    assert (PlaceNow(CellId("f/old"), has_room=True), [Vouched("text", "d" * 64)]) == follow(line)
    asked = json.loads(line.asked)
    assert ("f/young|f/old", {"aaaa0001": 7}, "an act") == (asked["wish"], asked["seen"], asked["id"])


@pytest.mark.parametrize(
    ("refused", "rule"),
    [(Refused.CODED_SINCE, "coded_since"), (Refused.TAKEN, "case_taken"), (Refused.CELL, "no_cell")],
)
def test_what_the_study_does_not_allow_is_told_as_its_rule(refused: Refused, rule: str) -> None:
    with pytest.raises(RuleViolation, match=rule):
        follow(_Line(Reply(409, written(HubRefusal(refused=refused)))))


def test_an_older_hub_is_told_by_name_with_what_to_do() -> None:
    with pytest.raises(EnvironmentProblem) as told:
        follow(_Line(Reply(404, b'{"detail":"Not Found"}')))
    assert "hub_older" == told.value.code
    assert "newer version" in told.value.cure
