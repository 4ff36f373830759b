"""Units and their codes as facts of the log: written, and read back into the state of the coding.

What was fixed, given and decided is sealed with the interview's own key, so it goes with the interview wherever copies
lie; a hub sees that a unit of an interview was coded, when and by whom.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from cati_app.domain.coding.code_frame import Axis, CodeFrame, UnitCodes
from cati_app.domain.coding.coded_units import Adjudication, CodedUnit, UnitCoding
from cati_app.domain.coding.coding_units import CodingUnit, UnitSource, shuffled
from cati_app.domain.coding.coding_work import CoderSeat, CodingWork
from cati_app.domain.coding.unit_facts import ADJUDICATED, CODED, FIXED, FRAME_SET, JOINED, LEFT
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import AnswerWords, LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import UserId
from cati_app.fieldwork.monitor.unit_texts import UnitText
from cati_app.values import dataclass, replace

UNIT = "unit"
"""Name of the sealed words of a fact."""
Told = tuple[LoggedEvent, Mapping[str, str]]
"""A fact, and what is sealed in it by name."""


def fixed_fact(now: Moment, text: UnitText, key: bytes, seed: str, *, double: bool) -> NewEvent:
    """A text is a unit from now on.

    Args:
        key: Of the interview, sealed as it lies where that is read.
    """
    unit = text.unit
    told = {"source": unit.source, "question": unit.question, "language": unit.language, "hash": unit.text_hash}
    return _fact(now, FIXED, text, key, {**told, "seed": seed, "double": double})


def coded_fact(now: Moment, text: UnitText, key: bytes, coding: UnitCoding | None, *, repeat: bool) -> NewEvent:
    """What a coder gave to a unit; None: they took back what they had given."""
    told: dict[str, object] = {"repeat": repeat}
    if coding is not None:
        told |= _codes_told(coding) | {"suggested": coding.shown_suggestion}
    return _fact(now, CODED, text, key, told)


def adjudicated_fact(now: Moment, text: UnitText, key: bytes, adjudication: Adjudication) -> NewEvent:
    """What was decided of a unit."""
    return _fact(now, ADJUDICATED, text, key, _codes_told(adjudication))


def frame_fact(now: Moment, frame: CodeFrame) -> NewEvent:
    """A version of the frame is in use."""
    return now.fact(FRAME_SET, version=frame.version, fingerprint=frame.fingerprint)


def seat_fact(now: Moment, seat: int) -> NewEvent:
    """Who acts codes from now on; `seat` from 0."""
    return now.fact(JOINED, seat=seat)


def left_fact(now: Moment, seat: int) -> NewEvent:
    """Whoever has that seat codes no more."""
    return now.fact(LEFT, seat=seat)


def _fact(now: Moment, kind: str, text: UnitText, key: bytes, told: Mapping[str, object]) -> NewEvent:
    words = AnswerWords(text.interview, key, {UNIT: json.dumps({"id": text.unit.id, **told})})
    return NewEvent(kind, now.at, now.mono_ms, now.by, payload={"case": text.case}, on_answers=words)


def _codes_told(given: UnitCoding | Adjudication) -> dict[str, object]:
    codes = {axis.value: sorted(given.codes.on(axis)) for axis in Axis if given.codes.on(axis)}
    return {"codes": codes, "frame": given.frame_version}


@dataclass(frozen=True, slots=True)
class UnitsRead:
    """The coding of a study with the texts that belong to it.

    Args:
        texts: By id of the unit.
        further: Texts that are no units yet.
        gone: Units whose text is another one now, or of an interview that does not count.
        set_aside: Codings that came from another station for units that had all their coders.
        numbers: Of people, by id.
    """

    work: CodingWork
    texts: Mapping[str, UnitText]
    further: tuple[UnitText, ...] = ()
    gone: int = 0
    set_aside: int = 0
    numbers: Mapping[UserId, int] = field(default_factory=dict)


def units_read(frame: CodeFrame, facts: Iterable[Told], texts: Iterable[UnitText]) -> UnitsRead:
    """The state that facts lead to, in the order of their times, for the texts that are there."""
    history = _History()
    for logged, words in sorted(facts, key=lambda told: told[0].in_time):
        history.add(logged, words)
    known = {text.unit.id: text for text in texts}
    there = [each for each in history.units if each in known]
    units = {each: _carried(frame, history.units[each]) for each in shuffled(there, history.seed)}
    return UnitsRead(
        CodingWork(frame, history.seed, units, (history.seats[0], history.seats[1])),
        {each: known[each] for each in units},
        tuple(text for each, text in known.items() if each not in history.units),
        len(history.units) - len(units),
        history.set_aside,
    )


def frames_set(facts: Iterable[LoggedEvent]) -> dict[str, str]:
    """Fingerprints of the versions of the frame that were in use, by version."""
    told = (logged.event.payload or {} for logged in facts if logged.event.kind == FRAME_SET)
    return {str(each["version"]): str(each["fingerprint"]) for each in told}


class _History:
    """Takes facts one after another."""

    def __init__(self) -> None:
        self.seed = ""
        self.units: dict[str, CodedUnit] = {}
        self.seats = [CoderSeat(), CoderSeat()]
        self.set_aside = 0

    def add(self, logged: LoggedEvent, words: Mapping[str, str]) -> None:
        event = logged.event
        if event.kind in (JOINED, LEFT):
            self._seat(event)
            return
        if UNIT not in words:
            return
        told = json.loads(words[UNIT])
        if event.kind == FIXED:
            self._fix(told)
        elif told["id"] in self.units:
            try:
                self.units[told["id"]] = self._changed(self.units[told["id"]], event, told)
            except RuleViolation:
                self.set_aside += 1

    def _seat(self, event: NewEvent) -> None:
        number = int(str((event.payload or {})["seat"]))
        held = self.seats[number]
        if event.kind == LEFT:
            self.seats[number] = replace(held, is_free=True)
        elif event.user_id is not None:
            coder = UserId(event.user_id)
            self.seats[number] = CoderSeat((*(each for each in held.coders if each != coder), coder), is_free=False)

    def _fix(self, told: Mapping[str, Any]) -> None:
        self.seed = self.seed or told["seed"]
        unit = CodingUnit(told["id"], UnitSource(told["source"]), told["question"], told["language"], told["hash"])
        self.units.setdefault(unit.id, CodedUnit(unit, bool(told["double"])))

    def _changed(self, unit: CodedUnit, event: NewEvent, told: Mapping[str, Any]) -> CodedUnit:
        by = UserId(event.user_id or "")
        if event.kind == ADJUDICATED:
            return unit.adjudicate(Adjudication(by, told["frame"], _codes(told), event.at))
        if "codes" not in told:
            return replace(unit, repeat=None) if told["repeat"] else unit.take_back(by)
        coding = UnitCoding(by, told["frame"], _codes(told), bool(told["suggested"]), event.at)
        if told["repeat"]:
            return replace(unit, repeat=coding)
        for before in unit.codings:
            if before.coder != by and any({before.coder, by} <= set(seat.coders) for seat in self.seats):
                unit = unit.take_back(before.coder)  # who follows somebody on a seat codes in their place
        return unit.code(coding)


def _codes(told: Mapping[str, Any]) -> UnitCodes:
    return UnitCodes.of({Axis(axis): ids for axis, ids in told["codes"].items()})


def _carried(frame: CodeFrame, unit: CodedUnit) -> CodedUnit:
    return replace(
        unit,
        codings=tuple(each.carried(frame) for each in unit.codings),
        adjudication=unit.adjudication.carried(frame) if unit.adjudication is not None else None,
    )
