"""Word of somebody who rang back that a hub took and lost with an older copy: its station shows it once more.

The hub gives a code for what it took, which it alone can make; without one a station says nothing in anybody's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.decided import VouchedWord
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

WORD_HEARD = "word_heard"
"""The fact that the hub has word, and its code for it; the word itself stands in the message, and goes with that."""


class NoteWordHeard:
    """The hub has taken it."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, case_id: CaseId, message: str, mac: str) -> None:
        """Write it, once however often it was said.

        Args:
            message: Its id.
            mac: What the hub knows its own answer by.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if message not in _codes(unit.log.of_kind(WORD_HEARD)):
                unit.log.append([now.fact(WORD_HEARD, case_id, message=message, vouched=mac)])
                unit.commit()


class ReadWordsHeard:
    """What the hub has taken here, as far as it is kept."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor, lacking: Collection[str]) -> Sequence[VouchedWord]:
        """Of messages with these ids those for which there is a code, the oldest first."""
        with self._units() as unit:
            messages = [each for each in unit.team_messages.sealed() if each.envelope.id in lacking]
            codes = _codes(unit.log.of_kind(WORD_HEARD)) if messages else {}
        return [VouchedWord(each, codes[each.envelope.id]) for each in messages if each.envelope.id in codes]


def _codes(facts: Iterable[LoggedEvent]) -> dict[object, str]:
    """By id of the message."""
    told = [fact.event.payload or {} for fact in facts]
    return {each.get("message"): str(each.get("vouched")) for each in told}
