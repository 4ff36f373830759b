"""Acts of supervisors, each done once: told again, or by a late copy, it gets the answer that it got."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cati_app.fieldwork.ports.hub_study import HubStudyUnits
from cati_app.store.hub.answers import OtherRequest
from cati_app.sync.case_messages import NumberedAct
from cati_app.sync.messages import HubRefusal, Message, Refused, Unreadable, read, written

_M = TypeVar("_M", bound=Message)
_OF_THE_WAY = {"epoch", "session", "second", "protocol"}
"""Fields that differ where the same act is told once more."""


def done_once(
    units: HubStudyUnits, asked: NumberedAct, name: str, kind: type[_M], act: Callable[[], _M | HubRefusal]
) -> _M | HubRefusal:
    """What the act gives, or gave.

    A refusal is an answer, too: a late copy of an act that was refused must not be done once there is room for it. Only
    who may not do it at all leaves nothing behind, so that nobody fills a hub with what they may not do.

    Args:
        name: Of the act among all.
    """
    told = asked.model_dump_json(exclude=_OF_THE_WAY).encode()
    with units() as unit:
        try:
            known = unit.answers.of(name, told)
        except OtherRequest:
            return HubRefusal(refused=Refused.MESSAGE, field="id")
    if known is not None:
        return _read_again(kind, known.encode())
    answer = act()
    if not (isinstance(answer, HubRefusal) and answer.refused is Refused.RIGHT):
        with units() as unit:
            unit.answers.keep(name, told, written(answer).decode())
            unit.commit()
    return answer


def _read_again(kind: type[_M], known: bytes) -> _M | HubRefusal:
    try:
        return read(kind, known)
    except Unreadable:
        return read(HubRefusal, known)
