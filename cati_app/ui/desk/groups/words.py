"""Focus groups in words: rows of both lists, and whether a group can be filled."""

from __future__ import annotations

from cati_app.domain.focus_groups.group_plan import UNKNOWN
from cati_app.domain.focus_groups.invitations import InvitationStanding
from cati_app.fieldwork.recruiting.read_groups import GroupNow, GroupsNow
from cati_app.texts import Words
from cati_app.texts.group_words import STANDINGS, reason_words, shortfall_words
from cati_app.ui.desk.groups.port import FocusGroupsDesk
from cati_app.ui.desk.states import TableState

SHOWN = 8
"""Characters of a consent's id."""
_DIGITS = 6
"""Of its hash."""


class FocusGroupWords:
    """In the language of the window."""

    def __init__(self, words: Words, desk: FocusGroupsDesk) -> None:
        self._words = words
        self._desk = desk

    def groups(self, now: GroupsNow, selected: str) -> TableState:
        """A row for each group."""
        words = self._words
        columns = (
            *(words.say("Group"), words.say("Date"), words.say("Language"), words.say("Seats")),
            *(words.say("Suitable"), words.say("Accepted"), words.say("Invited"), words.say("Proposed")),
            words.say("Dropped out"),
        )
        rows = tuple(_row(group) for group in now.groups)
        return TableState("groups", words.say("Focus groups"), columns, rows, selected=selected)

    def people(self, now: GroupsNow, group: GroupNow | None, selected: str) -> TableState:
        """A row for everybody in the draw of a group, in its order."""
        words, draw = self._words, group.record.draw if group is not None else None
        empty = words.say("This group is not drawn yet.")
        title = words.say("The draw, person by person")
        if group is None or draw is None:
            return TableState("people", title, (), (), empty)
        features = tuple(dict.fromkeys((*group.planned.plan.only, *group.planned.plan.mix)))
        columns = (
            *(words.say("No."), words.say("Person"), words.say("Hash"), words.say("Standing"), words.say("Why")),
            *(self._desk.feature(each) for each in features),
        )
        rows = []
        for turn in draw.turns:
            person, standing = now.people.get(turn.id), group.record.standings.get(turn.id)
            told = [self._value(each, person.value(each) if person is not None else UNKNOWN) for each in features]
            stands = STANDINGS(standing.value) if standing is not None else "–"
            why = reason_words(turn, self._desk.feature)
            known = (turn.id, str(turn.number), turn.id[:SHOWN], now.digest(turn.id)[:_DIGITS])
            rows.append((*known, stands, why, *told))
        return TableState("people", title, columns, tuple(rows), empty, selected=selected)

    def _value(self, feature: str, code: str) -> str:
        return "–" if code == UNKNOWN else self._desk.value(feature, code)

    def figures(self, now: GroupsNow) -> str:
        """Who may be invited, and by what the draw goes."""
        words = self._words
        told = words.say("{count} people may be invited; seed {seed}.", count=len(now.people), seed=now.seed)
        if now.expired:
            told += " " + words.say("Consents whose last day is over: {count}.", count=now.expired)
        order = words.say(
            "Order: ascending SHA-256 of seed and consent; whoever lets the plan still be met gets a seat."
        )
        return f"{told} {order}"

    def news(self, group: GroupNow) -> str:
        """Whether it can be filled; blank of one that was drawn and is full."""
        words, desk = self._words, self._desk
        if group.record.draw is not None:
            if not group.record.has_free_places:
                return ""
            free = len(group.record.draw.seated) - len(group.record.staying)
            return words.say("Places that are free again: {count}. Ctrl+D draws who takes them.", count=free)
        if group.for_seats is not None:
            return shortfall_words(group.for_seats, desk.feature, desk.value)
        if group.for_invitations is not None:
            invited = group.planned.drawn_by.seats
            told = words.say("The seats can be filled, but not {count} invitations: lower invite.", count=invited)
            return f"{told} {shortfall_words(group.for_invitations, desk.feature, desk.value)}"
        return words.say("It can be filled.")


def _row(group: GroupNow) -> tuple[str, ...]:
    planned, record = group.planned, group.record
    counts = (
        record.count(InvitationStanding.ACCEPTED, InvitationStanding.ATTENDED),
        record.count(InvitationStanding.INVITED),
        record.count(InvitationStanding.PROPOSED),
        len(record.dropped_out),
    )
    date = f"{planned.on:%d.%m.%Y} {planned.at:%H:%M}"
    known = (planned.id, planned.id, date, planned.language, str(planned.plan.seats), str(group.fitting))
    return (*known, *map(str, counts))
