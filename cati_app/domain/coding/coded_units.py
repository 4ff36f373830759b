"""A unit on its way to its codes: coded blind by two, adjudicated where they differ, or coded by one."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.coding.code_frame import Axis, CodeFrame, RemovedCode, UnitCodes
from cati_app.domain.coding.coding_units import CodingUnit
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class UnitCoding:
    """What one coder gave to a unit.

    Args:
        frame_version: Of the frame that was in sight.
        shown_suggestion: Whether codes were suggested meanwhile; never in the double part.
        at: Aware UTC.
        removed: Codes of it that a later version of the frame has no more, and that wait for a person.
    """

    coder: UserId
    frame_version: str
    codes: UnitCodes
    shown_suggestion: bool
    at: datetime
    removed: tuple[RemovedCode, ...] = ()

    def carried(self, frame: CodeFrame) -> UnitCoding:
        """As this version of the frame has it."""
        carried = frame.carried(self.codes, self.frame_version)
        return replace(self, codes=carried.codes, removed=carried.removed)


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What was decided after two coders, and by whom.

    Args:
        at: Aware UTC.
        removed: As of `UnitCoding`.
    """

    by: UserId
    frame_version: str
    codes: UnitCodes
    at: datetime
    removed: tuple[RemovedCode, ...] = ()

    def carried(self, frame: CodeFrame) -> Adjudication:
        """As this version of the frame has it."""
        carried = frame.carried(self.codes, self.frame_version)
        return replace(self, codes=carried.codes, removed=carried.removed)


@dataclass(frozen=True, slots=True)
class CodedUnit:
    """A unit with its codings, one of each coder, in the order in which they began.

    Args:
        double: Whether two coders code it, neither knowing of the other's codes.
        repeat: What its one coder gave when it came a second time, untold; says how steady they are, and no more.
    """

    unit: CodingUnit
    double: bool
    codings: tuple[UnitCoding, ...] = ()
    adjudication: Adjudication | None = None
    repeat: UnitCoding | None = None

    @property
    def coders_wanted(self) -> int:
        """Two in the double part, else one."""
        return 2 if self.double else 1

    @property
    def has_coders(self) -> bool:
        """Whether as many have coded it as were to."""
        return len(self.codings) >= self.coders_wanted

    @property
    def is_coded(self) -> bool:
        """Whether everybody who was to code it has, with codes that the frame still has."""
        return self.has_coders and not any(coding.removed for coding in self.codings)

    def coding_of(self, coder: UserId) -> UnitCoding | None:
        """What that coder gave, if anything."""
        return next((coding for coding in self.codings if coding.coder == coder), None)

    def seen_by(self, coder: UserId) -> tuple[UnitCoding, ...]:
        """The codings that somebody may see: their own, and the others' once everybody has coded the unit."""
        return self.codings if self.is_coded else tuple(each for each in self.codings if each.coder == coder)

    def code(self, coding: UnitCoding) -> CodedUnit:
        """With a coding; one that its coder gave before is replaced.

        Raises:
            RuleViolation: `unit_adjudicated`; `unit_has_coders`, where others were to code it and have;
                `unit_coded_blind`, where codes were suggested in the double part.
        """
        if self.adjudication is not None:
            raise RuleViolation("unit_adjudicated", unit=self.unit.id)
        if self.double and coding.shown_suggestion:
            raise RuleViolation("unit_coded_blind", unit=self.unit.id)
        if self.coding_of(coding.coder) is not None:
            codings = tuple(coding if each.coder == coding.coder else each for each in self.codings)
            return replace(self, codings=codings)
        if self.has_coders:
            raise RuleViolation("unit_has_coders", unit=self.unit.id)
        return replace(self, codings=(*self.codings, coding))

    def take_back(self, coder: UserId) -> CodedUnit:
        """Without what a coder gave; as it is where they gave nothing.

        Raises:
            RuleViolation: `unit_adjudicated`.
        """
        if self.adjudication is not None:
            raise RuleViolation("unit_adjudicated", unit=self.unit.id)
        return replace(self, codings=tuple(each for each in self.codings if each.coder != coder))

    @property
    def differs_on(self) -> tuple[Axis, ...]:
        """Axes on which two coders differ, in order; none before both have coded."""
        if not self.double or not self.is_coded:
            return ()
        first, second = self.codings
        return tuple(axis for axis in Axis if first.codes.on(axis) != second.codes.on(axis))

    def adjudicate(self, adjudication: Adjudication) -> CodedUnit:
        """With a decision; a later one takes the place of an earlier one, also where both agree by a newer frame.

        Raises:
            RuleViolation: `unit_not_differing`, where two coders have not both coded it, or agree.
        """
        if self.adjudication is None and not self.differs_on:
            raise RuleViolation("unit_not_differing", unit=self.unit.id)
        return replace(self, adjudication=adjudication)

    @property
    def codes(self) -> UnitCodes | None:
        """What is in force: as decided, as two agree, or as one gave; None while that is open."""
        if self.adjudication is not None:
            return None if self.adjudication.removed else self.adjudication.codes
        if not self.is_coded or self.differs_on:
            return None
        return self.codings[0].codes

    @property
    def waits_for_decision(self) -> bool:
        """Two coders differ and nobody has decided yet, or a code that was decided on is in the frame no more."""
        if self.adjudication is not None:
            return bool(self.adjudication.removed)
        return bool(self.differs_on)
