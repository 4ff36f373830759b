"""The study of a rehearsed field: its units of work and its answers become durable together, now and then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.station.open_study import OpenStudy
from cati_app.store.joined_units import JoinedAnswerLog, JoinedUnits, JoinedUnitsOf
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits


@dataclass(frozen=True)
class RehearsedStudy(OpenStudy):
    """A study that is rehearsed.

    Args:
        joined: Of its database, which must be one that rehearses.
    """

    joined: JoinedUnits

    @classmethod
    def of(cls, opened: OpenStudy) -> RehearsedStudy:
        """The same study, rehearsed. ValueError where its database does not rehearse."""
        joined = JoinedUnits(opened.database, opened.clock, opened.cost)
        of = opened.database, opened.read_rules, opened.clock, opened.ids, opened.cost, opened.staff_days
        return cls(*of, joined)

    def forget_people(self) -> None:
        """Nothing: the people of a rehearsal are made up, and its field is over in a minute."""

    def units(self, keys: HeldKeys | None, beside: HeldKeys | None = None) -> SqlUnits:
        """Joined; those of two people who sign stay apart, and nobody asks for them while a field is played."""
        return JoinedUnitsOf(self.joined, keys) if beside is None else super().units(keys, beside)

    def answer_log(self, keys: HeldKeys | None) -> AnswerLog:
        """Answers stay with everything else of the minute."""
        return JoinedAnswerLog(partial(self.joined.of, keys))
