"""Units are fixed, coded by two or by one, and decided: for analysts and supervisors, with keys that open answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.coding.code_frame import CodeFrame, UnitCodes
from cati_app.domain.coding.coded_units import Adjudication, UnitCoding
from cati_app.domain.coding.coding_units import double_part
from cati_app.domain.coding.coding_work import CodingWork
from cati_app.domain.coding.unit_facts import ON_CODERS, ON_UNITS
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import InterviewId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.unit_codings import (
    Told,
    UnitsRead,
    adjudicated_fact,
    coded_fact,
    fixed_fact,
    frame_fact,
    frames_set,
    left_fact,
    seat_fact,
    units_read,
)
from cati_app.fieldwork.monitor.unit_texts import UnitText, UnitTexts
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import replace

LONGEST_SEED = 100
"""Characters."""


class ReadUnits:
    """The coding of a study by its frame.

    Args:
        units: Where the interviews of all stations are read.
        texts: Where texts come from, such as answers and cards.
        here: Where codes are written, if that is elsewhere: those on their way to the whole study count at once.
    """

    def __init__(
        self, units: Units, frame: CodeFrame, texts: Sequence[UnitTexts], here: CallingUnits | None = None
    ) -> None:
        self._units = units
        self._texts = texts
        self._here = here
        self.frame = frame

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> UnitsRead:
        """All of it. RuleViolation: `answers_sealed`."""
        written_here = self._written_here(None)
        with self._units() as unit:
            read = units_read(self.frame, _facts(unit, written_here, None), self._of_all(unit, None))
            return replace(read, numbers={person.id: person.number for person in unit.people.all()})

    @needs(Right.EXPORT)
    def again(self, by: Actor, read: UnitsRead, unit_id: str) -> tuple[UnitsRead, bytes]:
        """The same with what was written meanwhile of one unit and of the coders, and the sealed key of its interview.

        Raises:
            RuleViolation: `unit_gone`, where its text or its interview is there no more.
        """
        text = read.texts.get(unit_id)
        if text is None:
            raise RuleViolation("unit_gone")
        only = (text.interview,)
        written_here = self._written_here(only)
        with self._units() as unit:
            fresh = units_read(self.frame, _facts(unit, written_here, only), self._of_all(unit, only))
            key = unit.interviews.sealed_keys(only).get(text.interview)
        if key is None or unit_id not in fresh.work.coded_units:
            raise RuleViolation("unit_gone")
        units = {**read.work.coded_units, unit_id: fresh.work.coded_units[unit_id]}
        return replace(read, work=replace(read.work, coded_units=units, seats=fresh.work.seats)), key

    @needs(Right.EXPORT)
    def keys(self, by: Actor, interviews: Collection[InterviewId]) -> dict[InterviewId, bytes]:
        """Keys of interviews, sealed; without those that were erased meanwhile."""
        with self._units() as unit:
            return dict(unit.interviews.sealed_keys(interviews))

    @needs(Right.EXPORT)
    def frames(self, by: Actor) -> dict[str, str]:
        """Fingerprints of the versions of the frame that were in use, by version."""
        written_here = self._written_here(())
        with self._units() as unit:
            return frames_set((*unit.log.of_coders(), *written_here))

    def _of_all(self, unit: UnitOfWork, only: Collection[InterviewId] | None) -> Iterator[UnitText]:
        for texts in self._texts:
            yield from texts(unit, only)

    def _written_here(self, only: Collection[InterviewId] | None) -> Sequence[LoggedEvent]:
        if self._here is None:
            return ()
        with self._here() as unit:
            return (*unit.log.of_coders(), *unit.log.of_units(only))


def _facts(
    unit: CallingUnit, written_here: Sequence[LoggedEvent], only: Collection[InterviewId] | None
) -> Iterator[Told]:
    """Facts with their words, each once; those of interviews that were erased are gone."""
    facts = {(each.device, each.seq): each for each in (*unit.log.of_coders(), *unit.log.of_units(only), *written_here)}
    about = [each for each in facts.values() if each.event.kind in ON_UNITS]
    yield from ((each, {}) for each in facts.values() if each.event.kind in ON_CODERS)
    yield from unit.log.on_answers(about)


class CodeUnits:
    """Each verb checks what it is about to write against the log, writes one transaction, and tells the state after.

    Args:
        units: Where it is written.
    """

    def __init__(self, units: CallingUnits, read: ReadUnits, clock: Clock) -> None:
        self._units = units
        self._read = read
        self._clock = clock

    @needs(Right.EXPORT)
    def fix(self, user: User, seed: str) -> int:
        """Make units of all texts that are none yet, and draw those that two code; how many there are more.

        Args:
            seed: Of order, double part and repeats. The first one stays.

        Raises:
            RuleViolation: `units_seed`, where it is blank or too long; `units_seeded`, where units have another one;
                `units_none`, where there is no text; `frame_changed`.
        """
        read = self._read(user)
        seed = seed.strip()
        if not seed or len(seed) > LONGEST_SEED:
            raise RuleViolation("units_seed", most=LONGEST_SEED)
        if read.work.seed and read.work.seed != seed:
            raise RuleViolation("units_seeded", seed=read.work.seed)
        if not read.further and not read.work.coded_units:
            raise RuleViolation("units_none")
        known = [each.unit for each in read.work.coded_units.values()]
        double = double_part((*known, *(text.unit for text in read.further)), seed)
        keys = self._read.keys(user, {text.interview for text in read.further})
        now = moment(self._clock, user)
        facts = [
            fixed_fact(now, text, keys[text.interview], seed, double=text.unit.id in double)
            for text in read.further
            if text.interview in keys
        ]
        self._write(user, now, facts)
        return len(facts)

    @needs(Right.EXPORT)
    def join(self, user: User) -> CodingWork:
        """Code from now on, as one of the two. RuleViolation: as `CodingWork.free_seat`."""
        work = self._read(user).work
        seat = work.free_seat(user.id)
        now = moment(self._clock, user)
        self._write(user, now, [seat_fact(now, seat)])
        return work.joined(user.id, seat)

    @needs(Right.EXPORT)
    def leave(self, user: User, coder: UserId | None = None) -> CodingWork:
        """Code no more; what was coded stays, and whoever follows goes on there.

        Args:
            coder: Somebody who left without a word; None: who acts.

        Raises:
            RuleViolation: `coder_none`, where they do not code.
        """
        work = self._read(user).work
        seat = work.seat_of(coder or user.id)
        if seat is None:
            raise RuleViolation("coder_none")
        now = moment(self._clock, user)
        self._write(user, now, [left_fact(now, seat)])
        return work.left(coder or user.id)

    @needs(Right.EXPORT)
    def code(
        self,
        user: User,
        read: UnitsRead,
        unit: str,
        codes: UnitCodes | None,
        *,
        suggested: bool = False,
        repeat: bool = False,
    ) -> UnitsRead:
        """Give codes to a unit; None: take back what one gave.

        Raises:
            RuleViolation: as `CodingWork.code`; `frame_changed`.
        """
        now = moment(self._clock, user)
        version = self._read.frame.version
        coding = None if codes is None else UnitCoding(user.id, version, codes, suggested, now.at)

        def given(work: CodingWork) -> CodingWork:
            if coding is None:
                return work.take_back(unit, user.id, repeat=repeat)
            return work.code(unit, coding, repeat=repeat)

        return self._given(
            user, now, read, unit, given, lambda text, key: coded_fact(now, text, key, coding, repeat=repeat)
        )

    @needs(Right.EXPORT)
    def adjudicate(self, user: User, read: UnitsRead, unit: str, codes: UnitCodes) -> UnitsRead:
        """Decide what holds of a unit on which two differ.

        Raises:
            RuleViolation: as `CodingWork.adjudicate`; `frame_changed`.
        """
        now = moment(self._clock, user)
        decision = Adjudication(user.id, self._read.frame.version, codes, now.at)
        return self._given(
            user,
            now,
            read,
            unit,
            lambda work: work.adjudicate(unit, decision),
            lambda text, key: adjudicated_fact(now, text, key, decision),
        )

    def _given(
        self,
        user: User,
        now: Moment,
        read: UnitsRead,
        unit: str,
        given: Callable[[CodingWork], CodingWork],
        fact: Callable[[UnitText, bytes], NewEvent],
    ) -> UnitsRead:
        fresh, key = self._read.again(user, read, unit)
        after = given(fresh.work)
        self._write(user, now, [fact(fresh.texts[unit], key)])
        return replace(fresh, work=after)

    def _write(self, user: User, now: Moment, facts: Sequence[NewEvent]) -> None:
        """With the version of the frame, where it came into use only now."""
        frame, known = self._read.frame, self._read.frames(user)
        before = known.get(frame.version)
        if before is not None and before != frame.fingerprint:
            raise RuleViolation("frame_changed", version=frame.version)
        with self._units() as unit:
            unit.log.append(([frame_fact(now, frame)] if before is None else []) + list(facts))
            unit.commit()
