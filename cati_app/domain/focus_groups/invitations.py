"""What became of the people drawn for a focus group: invitations and answers, in the order in which they came."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.group_draw import GroupDraw
from cati_app.values import dataclass, replace

DRAWN, ANSWERED, WITHDRAWN = "group_drawn", "group_invitation", "consent_withdrawn"
"""Facts of the log: a draw; what became of an invitation; a consent that is taken back."""
GROUP_FACTS = (DRAWN, ANSWERED, WITHDRAWN)


class InvitationStanding(StrEnum):
    """Of somebody who was drawn for a group."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


_NEXT: Mapping[InvitationStanding, Collection[InvitationStanding]] = {
    InvitationStanding.PROPOSED: (InvitationStanding.INVITED, InvitationStanding.ACCEPTED, InvitationStanding.DECLINED),
    InvitationStanding.INVITED: (InvitationStanding.ACCEPTED, InvitationStanding.DECLINED),
    InvitationStanding.ACCEPTED: (InvitationStanding.DECLINED, InvitationStanding.ATTENDED, InvitationStanding.ABSENT),
    InvitationStanding.ATTENDED: (InvitationStanding.ABSENT,),
    InvitationStanding.ABSENT: (InvitationStanding.ATTENDED,),
    InvitationStanding.DECLINED: (),
    InvitationStanding.WITHDRAWN: (),
}
GONE = frozenset({InvitationStanding.DECLINED, InvitationStanding.WITHDRAWN})
"""Their places are free for others."""


def follows(standing: InvitationStanding) -> tuple[InvitationStanding, ...]:
    """What may become of somebody next, in the order in which it is offered; none: it is over."""
    return tuple(_NEXT[standing])


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group as far as it has come.

    Args:
        draw: The last one; None before the first.
        draws: How many there were.
        standings: Of everybody who was ever drawn for it, by consent.
    """

    group: str
    draw: GroupDraw | None = None
    draws: int = 0
    standings: Mapping[str, InvitationStanding] = field(default_factory=dict)

    @property
    def staying(self) -> tuple[str, ...]:
        """Who sits there and has not dropped out, in the order in which they were seated."""
        seated = self.draw.seated if self.draw is not None else ()
        return tuple(each for each in seated if self.standings[each] not in GONE)

    @property
    def dropped_out(self) -> tuple[str, ...]:
        """Who was drawn and does not come."""
        return tuple(each for each, standing in self.standings.items() if standing in GONE)

    @property
    def has_free_places(self) -> bool:
        """Whether somebody who was seated by the last draw has dropped out since."""
        return self.draw is not None and len(self.staying) < len(self.draw.seated)

    def count(self, *standings: InvitationStanding) -> int:
        """How many people stand so now."""
        return sum(standing in standings for standing in self.standings.values())

    def drawn(self, draw: GroupDraw) -> GroupRecord:
        """After another draw: whoever is new in it is proposed."""
        fresh = {each: InvitationStanding.PROPOSED for each in draw.seated if each not in self.standings}
        return replace(self, draw=draw, draws=self.draws + 1, standings={**self.standings, **fresh})

    def answered(self, consent: str, standing: InvitationStanding) -> GroupRecord:
        """After somebody's standing has changed.

        Raises:
            RuleViolation: `not_in_group` for somebody who was not drawn for it; `invitation_is` with `standing` and
                `wanted` where one does not follow the other.
        """
        before = self.standings.get(consent)
        if before is None:
            raise RuleViolation("not_in_group")
        if standing not in _NEXT[before]:
            raise RuleViolation("invitation_is", standing=before.value, wanted=standing.value)
        return replace(self, standings={**self.standings, consent: standing})

    def without(self, consents: Collection[str]) -> GroupRecord:
        """After consents have gone: who has attended is told so on."""
        gone = {
            each: InvitationStanding.WITHDRAWN
            if each in consents and standing is not InvitationStanding.ATTENDED
            else standing
            for each, standing in self.standings.items()
        }
        return replace(self, standings=gone)
