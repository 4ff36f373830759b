"""Draws random numbers into the study: never a blocked one, a special service, or one that is there already."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from itertools import islice

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.rights import Right
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.domain.sampling.phone_reading import parse_number, place_of
from cati_app.domain.sampling.random_numbers import NumberFrame
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Draw:
    """What is asked for; `kind` is the frame, whose numbers must be lines of that kind."""

    frame: NumberFrame
    kind: LineKind
    count: int
    seed: int
    replicate_size: int | None = None


@dataclass(slots=True)
class Drawn:
    """The outcome of a draw: numbers looked at, cases added, numbers passed over by reason."""

    blocks: int
    frame_size: int
    looked_at: int = 0
    added: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)


class GenerateSample:
    """All of the draw or nothing."""

    def __init__(self, units: Units, clock: Clock, ids: IdSource, country: str, country_code: str) -> None:
        self._units, self._clock, self._ids = units, clock, ids
        self._country, self._code = country, country_code

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, draw: Draw, *, on_progress: Callable[[int], None] = lambda cases: None) -> Drawn:
        """Add the cases.

        Raises:
            RuleViolation: `frame_exhausted` when the blocks do not hold so many numbers that may be called.
        """
        drawn = Drawn(len(draw.frame.blocks), draw.frame.size)
        numbers = draw.frame.draws(draw.seed)
        with self._units() as unit:
            next_no = max(unit.sample.case_numbers(), default=0) + 1
            while drawn.added < draw.count:
                batch = list(islice(numbers, _BATCH))
                if not batch:
                    raise RuleViolation("frame_exhausted", found=drawn.added)
                free = self._free(unit, batch, draw, drawn)
                new = [
                    self._case(number, draw, next_no + index, index + drawn.added) for index, number in enumerate(free)
                ]
                unit.sample.add(new)
                drawn.added += len(new)
                next_no += len(new)
                on_progress(drawn.added)
            if draw.replicate_size is not None:
                unit.sample.deal(draw.replicate_size)
            unit.log.append([self._generated(draw, drawn, by.id)])
            unit.commit()
        return drawn

    def _free(self, unit: UnitOfWork, batch: list[str], draw: Draw, drawn: Drawn) -> list[PhoneNumber]:
        """Numbers that may become cases, in the order of the draw, no more than are needed."""
        possible: list[tuple[str, PhoneNumber | str]] = [(digits, self._read(digits, draw.kind)) for digits in batch]
        read = [entry for _, entry in possible if isinstance(entry, PhoneNumber)]
        lookups = {number.e164: unit.sample.lookup(number) for number in read}
        owners: Mapping[str, str] = unit.sample.owners(list(lookups.values()))
        blocked = unit.blocklist.holding([number.e164 for number in read])
        free: list[PhoneNumber] = []
        for _, entry in possible:
            if drawn.added + len(free) == draw.count:
                break
            drawn.looked_at += 1
            if isinstance(entry, str):
                drawn.passed_over[entry] += 1
            elif entry.e164 in blocked:
                drawn.passed_over["number_blocked"] += 1
            elif lookups[entry.e164] in owners:
                drawn.passed_over["number_of_other_case"] += 1
            else:
                free.append(entry)
        return free

    def _read(self, digits: str, kind: LineKind) -> PhoneNumber | str:
        try:
            number = parse_number(f"+{self._code}{digits}", self._country)
        except RuleViolation as error:
            return error.code
        return number if number.kind is kind else "number_of_other_kind"

    def _case(self, number: PhoneNumber, draw: Draw, case_no: int, draw_number: int) -> NewUnit:
        order = None
        if draw.replicate_size is not None:
            digest = hashlib.blake2b(f"{draw.seed}/{draw_number}".encode(), digest_size=8).digest()
            order = int.from_bytes(digest, "big") >> 1
        numbers = (NewNumber(NumberId(self._ids.new_id()), number, *place_of(number)),)
        return NewUnit(CaseId(self._ids.new_id()), case_no, None, draw.kind.value, None, {}, numbers, order)

    def _generated(self, draw: Draw, drawn: Drawn, user_id: str | None) -> NewEvent:
        stems = "\n".join(f"{stem}/{free}" for stem, free in draw.frame.blocks)
        payload = {
            "frame": draw.kind.value,
            "seed": draw.seed,
            "blocks": drawn.blocks,
            "frame_size": drawn.frame_size,
            "blocks_hash": hashlib.sha256(stems.encode()).hexdigest()[:16],
            "looked_at": drawn.looked_at,
            "added": drawn.added,
            "passed_over": dict(drawn.passed_over),
            "replicate_size": draw.replicate_size,
        }
        now, mono = self._clock.now(), self._clock.monotonic_ms()
        return NewEvent("sample_generated", now, mono, user_id, payload=payload)
