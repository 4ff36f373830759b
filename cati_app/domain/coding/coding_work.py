"""All units of a study on their way to their codes: who codes which, who may see what, and what is next for whom.

Two coders code the double part, blind: neither sees anything of the other's before both have coded all of it. Then
somebody decides where they differ, and after that the rest is coded by one of them, with hidden repeats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from cati_app.domain.coding.code_frame import CodeFrame, CodesRefused
from cati_app.domain.coding.coded_units import Adjudication, CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import hidden_repeats
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.values import dataclass, replace

PARTS = 2
"""Coders of the double part."""


class CodingStage(StrEnum):
    """How far the coding of a study is."""

    NOTHING = "nothing"  # no unit is fixed
    DOUBLE = "double"  # two code, blind
    DECIDING = "deciding"  # differences of the two wait for a decision
    REST = "rest"  # one coder each
    DONE = "done"


@dataclass(frozen=True, slots=True)
class CoderSeat:
    """One of the two coders; who leaves in the middle is followed by somebody else, who goes on where they stopped.

    Args:
        coders: Who has had it, in order.
        is_free: Nobody has it now.
    """

    coders: tuple[UserId, ...] = ()
    is_free: bool = True

    @property
    def holder(self) -> UserId | None:
        """Who has it now."""
        return None if self.is_free else self.coders[-1]


@dataclass(frozen=True, slots=True)
class CodingOverview:
    """How far everything is, as one person sees it; made once, as it looks at every unit.

    Args:
        mine: All that they have to code in this stage, and have coded, in order: ids, and whether it is a repeat.
        waiting: Of these what has no codes yet.
        double: Units that two code.
    """

    stage: CodingStage
    mine: tuple[tuple[str, bool], ...]
    waiting: tuple[tuple[str, bool], ...]
    to_decide: tuple[str, ...]
    double: int
    has_seat: bool
    has_room: bool
    is_double_done: bool


@dataclass(frozen=True, slots=True)
class CodingWork:
    """The state of the coding of a study; verbs give the state after.

    Args:
        seed: From which order, double part and repeats follow; blank while no unit is fixed.
        coded_units: By id, in the order in which coders meet them.
        seats: Of the two coders.
    """

    frame: CodeFrame
    seed: str = ""
    coded_units: Mapping[str, CodedUnit] = field(default_factory=dict)
    seats: tuple[CoderSeat, CoderSeat] = (CoderSeat(), CoderSeat())

    # -- who codes ----------------------------------------------------------------------------------------------

    def seat_of(self, coder: UserId) -> int | None:
        """Which of the two seats somebody has now, from 0; None: none."""
        return next((number for number, seat in enumerate(self.seats) if seat.holder == coder), None)

    def free_seat(self, coder: UserId) -> int:
        """The seat that somebody would get.

        Nobody gets the seat beside one they have had: they know what was given there.

        Raises:
            RuleViolation: `coder_there`, where they have one; `coder_seats_taken`; `coder_knows`.
        """
        if self.seat_of(coder) is not None:
            raise RuleViolation("coder_there")
        free = [number for number, seat in enumerate(self.seats) if seat.is_free]
        if not free:
            raise RuleViolation("coder_seats_taken")
        blind = [number for number in free if coder not in self.seats[1 - number].coders]
        if not blind:
            raise RuleViolation("coder_knows")
        own = [number for number in blind if coder in self.seats[number].coders]
        return (own or blind)[0]

    def joined(self, coder: UserId, seat: int) -> CodingWork:
        """With somebody on a seat, from now on."""
        held = self.seats[seat]
        return self._seated(seat, CoderSeat((*(each for each in held.coders if each != coder), coder), is_free=False))

    def left(self, coder: UserId) -> CodingWork:
        """Without them; what they coded stays."""
        seat = self.seat_of(coder)
        return self if seat is None else self._seated(seat, replace(self.seats[seat], is_free=True))

    def _seated(self, seat: int, held: CoderSeat) -> CodingWork:
        return replace(self, seats=(held, self.seats[1]) if seat == 0 else (self.seats[0], held))

    # -- how far it is ------------------------------------------------------------------------------------------

    @property
    def stage(self) -> CodingStage:
        """What is done now."""
        if not self.coded_units:
            return CodingStage.NOTHING
        if not self.is_double_done:
            return CodingStage.DOUBLE
        if self.to_decide:
            return CodingStage.DECIDING
        left = (each for each in self.coded_units.values() if not (each.double or each.is_coded))
        again = (known for known in self._repeats if self.coded_units[known].repeat is None)
        return CodingStage.REST if any(left) or any(again) else CodingStage.DONE

    @property
    def is_double_done(self) -> bool:
        """Whether both have coded all of the double part, so that nothing of it is hidden any more."""
        return all(each.is_coded or each.adjudication is not None for each in self.coded_units.values() if each.double)

    @property
    def to_decide(self) -> tuple[str, ...]:
        """Ids of the units that wait for a decision, in order; none before both have coded all of the double part."""
        if not self.is_double_done:
            return ()
        return tuple(known for known, each in self.coded_units.items() if each.waits_for_decision)

    @property
    def is_rest_open(self) -> bool:
        """Whether what one coder does alone has begun: nothing of the double part is open any more."""
        return self.is_double_done and not self.to_decide

    def overview(self, coder: UserId) -> CodingOverview:
        """How far everything is, for somebody."""
        mine = self.list_of(coder)
        return CodingOverview(
            self.stage,
            mine,
            tuple((unit, repeat) for unit, repeat in mine if self.waits_for(coder, unit, repeat=repeat)),
            self.to_decide,
            sum(unit.double for unit in self.coded_units.values()),
            self.seat_of(coder) is not None,
            any(seat.is_free for seat in self.seats),
            self.is_double_done,
        )

    def seen_by(self, coder: UserId, unit: str) -> tuple[UnitCoding, ...]:
        """The codings of a unit that somebody may see: their own alone, until both have coded the double part."""
        known = self.coded_units[unit]
        if known.double and not self.is_double_done:
            return tuple(each for each in known.codings if each.coder == coder)
        return known.codings

    # -- what is next -------------------------------------------------------------------------------------------

    def list_of(self, coder: UserId) -> tuple[tuple[str, bool], ...]:
        """All that a coder has to code in this stage, and has coded, in order: ids, and whether it is a repeat.

        In the double part all units of it, then those of the rest that no other coder has, with the repeats behind.
        """
        seat = self.seat_of(coder)
        if seat is None:
            return ()
        double = [(known, False) for known, each in self.coded_units.items() if each.double]
        if not self.is_rest_open:
            return tuple(double)
        mine = self.seats[seat].coders
        rest = [
            known
            for known, each in self.coded_units.items()
            if not each.double and (not each.codings or each.codings[0].coder in mine)
        ]
        again = [(known, True) for known in self._repeats if known in set(rest)]
        return (*((known, False) for known in rest), *again)

    @property
    def _repeats(self) -> tuple[str, ...]:
        return hidden_repeats([known for known, each in self.coded_units.items() if not each.double], self.seed)

    def waits_for(self, coder: UserId, unit: str, *, repeat: bool = False) -> bool:
        """Whether a unit of their list has no codes of theirs, or of who had their seat before, that are in force."""
        known, seat = self.coded_units[unit], self.seat_of(coder)
        if seat is None:
            return False
        if repeat:
            return known.repeat is None
        own = self._of_seat(known, seat)
        return known.adjudication is None and (own is None or bool(own.removed))

    def _of_seat(self, unit: CodedUnit, seat: int) -> UnitCoding | None:
        """What was given to a unit from a seat, whoever had it."""
        return next((each for each in unit.codings if each.coder in self.seats[seat].coders), None)

    # -- codes --------------------------------------------------------------------------------------------------

    def code(self, unit: str, coding: UnitCoding, *, repeat: bool = False) -> CodingWork:
        """With a coding of a coder.

        Raises:
            RuleViolation: `unit_gone`; `coder_none`, where they have no seat; `unit_closed`, where the double part is
                done and its codes are in sight; `unit_rest_waits`; `unit_codes`; and as `CodedUnit.code`.
        """
        known, seat = self._may_code(unit, coding.coder, repeat=repeat)
        self._checked(coding)
        if repeat:
            return self._with(replace(known, repeat=coding))
        own = self._of_seat(known, seat)
        if own is not None and own.coder != coding.coder and own.removed:
            known = known.take_back(own.coder)
        return self._with(known.code(coding))

    def take_back(self, unit: str, coder: UserId, *, repeat: bool = False) -> CodingWork:
        """Without what they gave.

        Raises:
            RuleViolation: as `code`.
        """
        known, _ = self._may_code(unit, coder, repeat=repeat)
        return self._with(replace(known, repeat=None) if repeat else known.take_back(coder))

    def adjudicate(self, unit: str, adjudication: Adjudication) -> CodingWork:
        """With a decision.

        Raises:
            RuleViolation: `unit_gone`; `unit_still_blind`, where the double part is not done; `unit_codes`; and as
                `CodedUnit.adjudicate`.
        """
        known = self._known(unit)
        if not self.is_double_done:
            raise RuleViolation("unit_still_blind")
        self._checked(adjudication)
        return self._with(known.adjudicate(adjudication))

    def _may_code(self, unit: str, coder: UserId, *, repeat: bool) -> tuple[CodedUnit, int]:
        known, seat = self._known(unit), self.seat_of(coder)
        if seat is None:
            raise RuleViolation("coder_none")
        own = self._of_seat(known, seat)
        if known.double and self.is_double_done and (own is None or not own.removed):
            raise RuleViolation("unit_closed")
        if not known.double and not self.is_rest_open:
            raise RuleViolation("unit_rest_waits")
        if repeat and (own is None or unit not in self._repeats):
            raise RuleViolation("unit_gone")
        return known, seat

    def _known(self, unit: str) -> CodedUnit:
        if unit not in self.coded_units:
            raise RuleViolation("unit_gone")
        return self.coded_units[unit]

    def _checked(self, given: UnitCoding | Adjudication) -> None:
        if given.frame_version != self.frame.version:
            raise RuleViolation("unit_codes_of_before", version=self.frame.version)
        try:
            self.frame.checked(given.codes)
        except CodesRefused as refused:
            raise RuleViolation("unit_codes", axis=refused.axis.value, id=refused.code) from None

    def _with(self, unit: CodedUnit) -> CodingWork:
        return replace(self, coded_units={**self.coded_units, unit.unit.id: unit})
