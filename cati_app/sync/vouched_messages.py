"""Messages by which a hub that came back from a copy hears what it has done as supervisors decided, and lost.

The hub writes down what it did, and a code that it alone can make; a station keeps both and shows them again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import Field

from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.steering import Intake
from cati_app.domain.sharing.decided import CellLeft, Decided, PlaceFollowed, VerdictGiven
from cati_app.sync.messages import Count, Epoch, Message, Request, Secret

AT_ONCE = 200
_KINDS: Mapping[type[Decided], str] = {VerdictGiven: "verdict", CellLeft: "cell", PlaceFollowed: "place"}
_TEXT_AT_MOST = 4_000


class VouchedTold(Message):
    """Something the hub has done.

    Args:
        mac: HMAC-SHA-256 under a key of the hub.
    """

    text: Annotated[str, Field(min_length=1, max_length=_TEXT_AT_MOST)]
    mac: Secret


AllVouched = Annotated[tuple[VouchedTold, ...], Field(max_length=10)]
"""For one act."""


class VouchedShown(Request):
    """POST /v1/study/vouched: what this hub has done, in an earlier life."""

    epoch: Epoch
    vouched: Annotated[tuple[VouchedTold, ...], Field(max_length=AT_ONCE)]


class VouchedHeard(Message):
    """Answer to `VouchedShown`: how much of it waits for interviews that are not there yet."""

    waits: Count


def vouched_told(decided: Decided, mac: Callable[[str], str]) -> VouchedTold:
    """As a message; `mac`: of a text."""
    facts = {"kind": _KINDS[type(decided)], **asdict(decided), "at": decided.at.isoformat()}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return VouchedTold(text=text, mac=mac(text))


def decided_of(text: str) -> Decided:
    """What the hub wrote itself. LookupError, TypeError, ValueError: another version of it did."""
    facts = json.loads(text)
    at, by = datetime.fromisoformat(facts["at"]), UserId(facts["by"])
    if facts["kind"] == "verdict":
        interview_id = InterviewId(facts["interview_id"])
        return VerdictGiven(CaseId(facts["case_id"]), interview_id, bool(facts["rejected"]), at, by)
    if facts["kind"] == "place":
        seen = {str(device): int(number) for device, number in facts["seen"].items()}
        interview_id = InterviewId(facts["interview_id"])
        return PlaceFollowed(CaseId(facts["case_id"]), interview_id, CellId(facts["place"]), seen, at, by)
    intake, target, planned = Intake(facts["intake"]), int(facts["target"]), int(facts["planned"])
    return CellLeft(CellId(facts["cell_id"]), target, planned, intake, str(facts["version"]), at, by)
