"""A study whose database is open on this machine: what everything that is done with it is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.events import Moment
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station import parts
from cati_app.store.database import Database
from cati_app.store.joined import CASES_AT_HUB, JOINED
from cati_app.store.keys import Cost
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits, TraceUnits, UnitsBeside

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.answer_log import AnswerLog
    from cati_app.fieldwork.rules import StudyRules


@dataclass(frozen=True)
class OpenStudy:
    """Database, rules and clock of a study.

    Args:
        read_rules: Reads its rules, the same each time.
        cost: What a password costs.
        staff_days: So long after its quarter it is told who acted in it.
    """

    database: Database
    read_rules: Callable[[], StudyRules]
    clock: Clock
    ids: IdSource
    cost: Cost
    staff_days: int

    @property
    def rules(self) -> StudyRules:
        """The rules of the study; whoever asks first may wait for them to be read."""
        return self.read_rules()

    def units(self, keys: HeldKeys | None, beside: HeldKeys | None = None) -> SqlUnits:
        """Units of work of somebody who is signed in, or of nobody; `beside`: keys of a second person who signs."""
        return SqlUnits(self.database, keys, self.cost, beside)

    def answer_log(self, keys: HeldKeys | None) -> AnswerLog:
        """Where answers become durable."""
        from cati_app.store.event_log import PreparedAnswerLog  # noqa: PLC0415 - no first screen stores an answer

        return PreparedAnswerLog(self.database, keys)

    def units_beside(self, keys: HeldKeys | None = None) -> UnitsBeside:
        """Units of work that only read, beside the store's own thread, for what takes long."""
        return UnitsBeside(self.database, self.cost, keys)

    def traces(self) -> TraceUnits:
        """Where it is written down who did what, also beside a running application."""
        return TraceUnits(self.database, self.cost)

    def forget_people(self) -> None:
        """Nobody knows any more who acted in quarters long past; not by a clock that nobody has looked at.

        Raises:
            EnvironmentProblem: what the disk refuses.
        """
        if parts.CheckClock(self.units(None), self.clock)(PROGRAM) is not None:
            return
        from cati_app.store.forgetting import forget_people  # noqa: PLC0415 - not needed before a sign-in

        if self.database.writable:
            forget_people(self.database, self.clock.now(), self.staff_days)
            return
        with self.database.for_a_moment() as database:
            forget_people(database, self.clock.now(), self.staff_days)

    def moment(self) -> Moment:
        """Now, of nobody in particular."""
        return Moment(self.clock.now(), self.clock.monotonic_ms())

    def comes_sealed(self, name: str) -> bool:
        """Whether a value handed in to the questionnaire under that name comes from a sealed column of the sample."""
        return parts.comes_sealed(name, self.rules.introduction, self.rules.clear_columns)

    def is_joined(self) -> bool:
        """Whether this station has joined a study at a hub: people, sample and targets come from elsewhere."""
        return self.database.kept(JOINED) is not None

    def has_cases_elsewhere(self) -> bool:
        """Whether a hub has the cases of the study, and lends them to its stations."""
        return self.is_joined() or self.database.kept(CASES_AT_HUB) is not None
