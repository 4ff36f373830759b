"""Draws focus groups, and whoever takes the place of somebody who has dropped out."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.focus_groups.group_draw import GroupDraw, draw_group, draw_groups
from cati_app.domain.focus_groups.group_plan import Shortfall
from cati_app.domain.focus_groups.invitations import DRAWN
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.recruiting.read_groups import DRAW, GroupsNow, ReadGroups, draw_text
from cati_app.fieldwork.rights import needs

Drawn = Mapping[str, GroupDraw]
"""Draws by group."""


class DrawGroups:
    """Each draw is a fact of the log; whom it seated, and why, is sealed in it with the contact key.

    Args:
        units: Where it is written; keys that open contact data.
    """

    def __init__(self, units: CallingUnits, read: ReadGroups, clock: Clock) -> None:
        self._units = units
        self._read = read
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, group: str | None = None) -> Drawn | Shortfall:
        """Draw one group or, without any, all that were not drawn yet.

        A group that was drawn gets the next ones in the same order for those who have dropped out; the others stay.

        Returns:
            Draws, or why they cannot be made; nothing is written then.

        Raises:
            RuleViolation: `group_unknown`; `groups_drawn` where all were drawn; `group_full` where nobody of the group
                has dropped out.
        """
        now = self._read(user)
        drawn = self._waiting(now) if group is None else self._single(now, group)
        if isinstance(drawn, Shortfall):
            return drawn
        at = moment(self._clock, user)
        with self._units() as unit:
            unit.log.append(
                at.fact(
                    DRAWN,
                    contact={DRAW: draw_text(draw)},
                    group=name,
                    draw=now.group(name).record.draws + 1,
                    seated=len(draw.seated),
                    people=len(draw.turns),
                )
                for name, draw in drawn.items()
            )
            unit.commit()
        return drawn

    def _waiting(self, now: GroupsNow) -> Drawn | Shortfall:
        waiting = [each for each in now.groups if each.record.draw is None]
        if not waiting:
            raise RuleViolation("groups_drawn")
        taken = {person for each in now.groups for person in each.record.staying}
        people = [person for person in now.people.values() if person.id not in taken]
        return draw_groups([each.planned.drawn_by for each in waiting], people, now.seed)

    def _single(self, now: GroupsNow, wanted: str) -> Drawn | Shortfall:
        group = now.group(wanted)
        record, plan = group.record, group.planned.drawn_by
        if record.draw is not None and not record.has_free_places:
            raise RuleViolation("group_full", group=wanted)
        draw = draw_group(
            plan,
            now.people.values(),
            now.seed,
            staying=[person for person in record.staying if person in now.people],
            dropped_out=record.dropped_out,
            elsewhere=now.elsewhere(wanted),
        )
        return draw if isinstance(draw, Shortfall) else {wanted: draw}
