"""Messages about somebody who rings back: their case, or where it stands, and what they wish. No number is in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cati_app.domain.casework.callers import CallerCase, CallerStanding
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.handing import LentCase
from cati_app.sync.case_messages import CaseAnswer, Id
from cati_app.sync.case_values import case_answer, lent_of
from cati_app.sync.messages import Count, Epoch, Message, ReceiptTold, Request, Secret
from cati_app.sync.team_messages import MessageTold

_Code = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class CallerAnswer(Message):
    """Answer to `TakeCallerCase`: a case that is lent, or where it stands, as `CallerCase` has it."""

    standing: CallerStanding
    case: CaseAnswer | None = None
    case_id: Id | None = None
    case_no: Count = 0
    disposition: _Code = ""
    holder: Id | None = None
    receipt: ReceiptTold | None = None


class CallerWordTold(Request):
    """POST /v1/cases/caller/word: what somebody who rang back wishes, for whoever has their case; sealed."""

    epoch: Epoch
    session: Secret
    case_id: Id
    message: MessageTold


class CallerWordHeard(Message):
    """Answer to `CallerWordTold`: the message is there.

    Args:
        mac: HMAC-SHA-256 under a key of the hub, of `word_text`.
    """

    id: Id
    mac: Secret


def caller_answer(answer: LentCase | CallerCase) -> CallerAnswer:
    """As a message."""
    if isinstance(answer, LentCase):
        return CallerAnswer(standing=CallerStanding.FREE, case=case_answer(answer))
    return CallerAnswer(
        standing=answer.standing,
        case_id=answer.case_id,
        case_no=answer.case_no,
        disposition=answer.disposition,
        holder=answer.holder or None,  # a hub from a copy does not know
    )


def caller_of(message: CallerAnswer, device: str) -> LentCase | CallerCase | None:
    """From a message; None for one that says neither."""
    if message.case is not None:
        lent = lent_of(message.case, device)
        return lent if isinstance(lent, LentCase) else None
    if message.standing is CallerStanding.FREE:
        return None
    case_id = None if message.case_id is None else CaseId(message.case_id)
    holder = None if message.holder is None else UserId(message.holder)
    return CallerCase(message.standing, case_id, message.case_no, message.disposition, holder)
