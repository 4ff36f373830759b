"""Brings a sample into the study: new units become cases, known ones are renewed, never doubled; all or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.rights import Right
from cati_app.domain.sampling.clear_columns import divided
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.phone_reading import place_of
from cati_app.domain.sampling.sample import (
    KnownUnit,
    NewNumber,
    NewUnit,
    RenewedUnit,
    RowNote,
    SampledNumber,
    SampledUnit,
)
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.reopen_dead import closed_as_dead, reopen
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sample.settle_columns import settle_columns
from cati_app.values import dataclass

_BATCH = 1000
_BY_CHANCE = 12  # last digits of an id, hexadecimal
Entries = Iterable[SampledUnit | RowNote]
OnNote = Callable[[RowNote], None]
OnProgress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How cases come in.

    Attributes:
        replicate_size: Cases a replicate; they wait until they are released. None: they may be called at once.
        seed: Of the random order in which they are released.
        only_whole: Take nothing when anything is left out.
        dry_run: Count and report, store nothing.
        share_numbers: Named cases may have the same number; else only the first keeps it.
    """

    replicate_size: int | None = None
    seed: int = 0
    only_whole: bool = False
    dry_run: bool = False
    share_numbers: bool = False


@dataclass(slots=True)
class ImportCounts:
    """The outcome of a file."""

    rows: int = 0
    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    numbers: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # reasons
    stored: bool = False

    @property
    def brings_cases(self) -> bool:
        """Whether anything of it is new to the study."""
        return bool(self.added or self.renewed)


class ImportSample:
    """One transaction: an error, a cancel or a kill leaves the study as it was."""

    def __init__(self, units: Units, clock: Clock, ids: IdSource, rules: StudyRules | None = None) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(
        self,
        by: Actor,
        entries: Entries,
        options: ImportOptions | None = None,
        *,
        costly: Callable[[str], bool] = lambda reason: False,
        on_note: OnNote = lambda note: None,
        on_progress: OnProgress = lambda rows: None,
    ) -> ImportCounts:
        """Take the units.

        Args:
            by: Who imports.
            entries: Units, and notes about rows that gave none.
            options: How.
            costly: Whether a reason leaves something out; asked where `only_whole` is wished.
            on_note: Gets every note, also those that only the database tells.
            on_progress: Rows done so far; may raise to cancel.
        """
        options = options or ImportOptions()
        with self._units() as unit:
            settle_columns(unit, self._clock, by, self._rules.clear_columns if self._rules is not None else ())
            run = _Import(unit, self._ids, options, on_note, self._rules, self._clock.now())
            for batch in _batches(entries, run.note):
                run.take(batch)
                on_progress(run.last_row)
            counts = run.counts
            incomplete = any(costly(reason) for reason in counts.left_out)
            if options.dry_run or (options.only_whole and incomplete):
                return counts
            if options.replicate_size is not None:
                unit.sample.deal(options.replicate_size)
            unit.log.append([self._imported(counts, options, by.id), *self._opened(run.reopened, by.id)])
            unit.commit()
            counts.stored = True
        return counts

    def _imported(self, counts: ImportCounts, options: ImportOptions, user_id: str | None) -> NewEvent:
        payload = {
            "rows": counts.rows,
            "added": counts.added,
            "renewed": counts.renewed,
            "unchanged": counts.unchanged,
            "numbers": counts.numbers,
            "left_out": dict(counts.left_out),
            "replicate_size": options.replicate_size,
            "seed": options.seed,
        }
        return NewEvent("sample_imported", self._clock.now(), self._clock.monotonic_ms(), user_id, payload=payload)

    def _opened(self, cases: list[CaseId], user_id: str | None) -> list[NewEvent]:
        now, ticks = self._clock.now(), self._clock.monotonic_ms()
        return [NewEvent("case_reopened", now, ticks, user_id, case_id) for case_id in cases]


def _batches(entries: Entries, note: OnNote) -> Iterator[list[SampledUnit]]:
    """Units by the thousand; rows that gave only notes count, so that progress and cancel never wait for long."""
    batch: list[SampledUnit] = []
    seen = 0
    for entry in entries:
        if isinstance(entry, RowNote):
            note(entry)
        else:
            batch.append(entry)
        seen += 1
        if seen == _BATCH:
            yield batch
            batch, seen = [], 0
    if batch:
        yield batch


class _Import:
    """One import under way."""

    def __init__(
        self,
        unit: UnitOfWork,
        ids: IdSource,
        options: ImportOptions,
        on_note: OnNote,
        rules: StudyRules | None,
        now: datetime,
    ) -> None:
        self._now = now
        self._rules = rules
        self._clear = rules.clear_columns if rules is not None else {}
        self.counts = ImportCounts()
        self.last_row = 0
        self._unit, self._ids, self._options, self._on_note = unit, ids, options, on_note
        self._seed = options.seed.to_bytes(16, "big", signed=True)
        self._rows_of_numbers: dict[str, int] = {}
        self._rows_of_cases: dict[str, int] = {}
        self._next_no = max(unit.sample.case_numbers(), default=0)
        self._free_nos: list[int] = []
        self._revived: list[CaseId] = []  # of the batch
        self.reopened: list[CaseId] = []

    def note(self, row_note: RowNote) -> None:
        self.counts.left_out[row_note.reason] += 1
        self.last_row = max(self.last_row, row_note.row)
        self._on_note(row_note)

    def take(self, batch: list[SampledUnit]) -> None:
        sample = self._unit.sample
        self._draw_case_nos(batch)
        lookups = {listed.number.e164: sample.lookup(listed.number) for unit in batch for listed in unit.numbers}
        owners = sample.owners(list(lookups.values()))
        blocked = self._unit.blocklist.holding(list(lookups))
        known = sample.named([unit.sample_id for unit in batch if unit.sample_id])
        unnamed = {
            owners[lookups[listed.number.e164]]
            for unit in batch
            if unit.sample_id is None
            for listed in unit.numbers
            if lookups[listed.number.e164] in owners
        }
        by_id = sample.with_ids(sorted(unnamed))
        new: list[NewUnit] = []
        renewed: list[RenewedUnit] = []
        for unit in batch:
            self.counts.rows += 1
            self.last_row = max(self.last_row, unit.row)
            if unit.sample_id is not None and not self._first_row_of_case(unit):
                continue
            stored = known.get(unit.sample_id or "")
            if unit.sample_id is None:
                stored = next(
                    (
                        by_id[owners[lookup]]
                        for listed in unit.numbers
                        if (lookup := lookups[listed.number.e164]) in owners and lookup not in self._rows_of_numbers
                    ),
                    None,
                )
            free = self._free(unit, stored, lookups, owners, blocked)
            if stored is not None or free:
                self._tell_cell(unit)
            if stored is not None:
                self._renew(unit, stored, free, lookups, renewed)
            elif free:
                new.append(self._new(unit, free, lookups))
            else:
                self.note(RowNote(unit.row, "number_missing"))
        if not self._options.dry_run:
            sample.add(new)
            sample.renew(renewed)
            self._reopen()
            self._settle_codes(renewed)
        self.counts.added += len(new)
        self.counts.renewed += len(renewed)

    def _reopen(self) -> None:
        """Cases that had only dead numbers and have another one now."""
        for case_id in self._revived:
            assert self._rules is not None
            reopen(self._unit, self._rules, case_id, self._now)
        self.reopened += self._revived
        self._revived = []

    def _settle_codes(self, renewed: Sequence[RenewedUnit]) -> None:
        """Whether all numbers of a case are dead decides its code: other numbers, perhaps another code."""
        for renewal in renewed:
            if self._rules is not None and (renewal.added or renewal.gone):
                save_case(self._unit, self._rules, self._unit.cases.get(CaseId(renewal.id)))

    def _first_row_of_case(self, unit: SampledUnit) -> bool:
        name = unit.sample_id or ""
        if name in self._rows_of_cases:
            self.note(RowNote(unit.row, "case_twice", None, self._rows_of_cases[name]))
            return False
        self._rows_of_cases[name] = unit.row
        return True

    def _free(
        self,
        unit: SampledUnit,
        stored: KnownUnit | None,
        lookups: Mapping[str, str],
        owners: Mapping[str, str],
        blocked: frozenset[str],
    ) -> list[SampledNumber]:
        """Numbers of the row that nobody has blocked, and that nobody else has unless cases may share them."""
        free = []
        own = {listed.lookup for listed in stored.numbers} if stored is not None else set()
        shares = self._options.share_numbers and unit.sample_id is not None
        for listed in unit.numbers:
            lookup = lookups[listed.number.e164]
            owner = owners.get(lookup)
            other = self._rows_of_numbers.get(lookup)
            if listed.number.e164 in blocked:
                self.note(RowNote(unit.row, "number_blocked", listed.column))
                continue
            taken = owner is not None and lookup not in own
            if (other is not None or taken) and not shares:
                reason = "number_of_other_case" if other is None else "number_of_other_row"
                self.note(RowNote(unit.row, reason, listed.column, other))
                continue
            if other is not None or taken:
                self.note(RowNote(unit.row, "number_shared", listed.column, other))
            self._rows_of_numbers.setdefault(lookup, unit.row)
            free.append(listed)
        return free

    def _new(self, unit: SampledUnit, free: list[SampledNumber], lookups: Mapping[str, str]) -> NewUnit:
        order = None
        if self._options.replicate_size is not None:
            named = self._unit.sample.lookup_name(unit.sample_id) if unit.sample_id is not None else None
            name = named or lookups[min(listed.number.e164 for listed in free)]
            digest = hashlib.blake2b(name.encode(), digest_size=8, key=self._seed).digest()
            order = int.from_bytes(digest, "big") >> 1
        numbers = tuple(self._number(listed.number) for listed in free)
        clear, others = divided(unit.fields, self._clear)
        return NewUnit(
            CaseId(self._ids.new_id()),
            self._case_no(unit.sample_id),
            unit.sample_id,
            unit.frame,
            unit.language or self._language(unit.fields),
            clear,
            numbers,
            order,
            *self._needs(unit.fields, unit.numbers),
            others,
        )

    def _tell_cell(self, unit: SampledUnit) -> None:
        """Values of a row that should tell its quota cell and do not."""
        plan = self._rules.quota if self._rules is not None else None
        for dimension in plan.all_dimensions if plan is not None else ():
            value = unit.fields.get(dimension.variable, "")
            if dimension.from_sample and not dimension.categories_of(value) and value not in dimension.outside:
                self.note(RowNote(unit.row, "quota_value_unknown", dimension.variable))

    def _needs(self, fields: Mapping[str, str], numbers: Sequence[SampledNumber]) -> tuple[str, str]:
        """Locality and quota cell of a case, as far as its fields and its first number tell."""
        if self._rules is None:
            return "", ""
        _, zone = place_of(numbers[0].number) if numbers else ("", "")
        return self._rules.place_of(fields, zone), self._rules.cell_of(fields)

    def _language(self, fields: Mapping[str, str]) -> str | None:
        return None if self._rules is None else fields.get(self._rules.language_field) or None

    def _number(self, number: PhoneNumber) -> NewNumber:
        self.counts.numbers += 1
        return NewNumber(NumberId(self._ids.new_id()), number, *place_of(number))

    def _draw_case_nos(self, batch: list[SampledUnit]) -> None:
        """Free numbers for the cases of a batch; by chance where what the file calls its cases are numbers, too.

        What a file calls a case is sealed, for it leads to a person. In order, 1, 2, 3 … would tell it all the same.
        """
        numeric = any((unit.sample_id or "").isdecimal() for unit in batch)
        wanted = len(batch) + 1 if numeric else len(batch)  # one more, so that none is its case's own name
        while len(self._free_nos) < wanted:
            self._next_no += 1
            self._free_nos.append(self._next_no)
        if numeric:
            chance = {number: self._ids.new_id()[-_BY_CHANCE:] for number in self._free_nos}
            self._free_nos.sort(key=chance.__getitem__)

    def _case_no(self, sample_id: str | None) -> int:
        name = int(sample_id) if sample_id is not None and sample_id.isdecimal() else 0
        position = next(at for at, number in enumerate(self._free_nos) if number != name)
        return self._free_nos.pop(position)

    def _renew(
        self,
        unit: SampledUnit,
        stored: KnownUnit,
        free: list[SampledNumber],
        lookups: Mapping[str, str],
        renewed: list[RenewedUnit],
    ) -> None:
        """A known case: its fields as the file has them, its numbers in the file's order.

        A number that was called is never removed, nor any when a number of the row could not be taken.
        """
        places = {lookups[number.number.e164]: index for index, number in enumerate(free)}
        whole = unit.complete and len(free) == len(unit.numbers)
        kept: list[tuple[NumberId, int]] = []
        gone: list[NumberId] = []
        last = len(free)
        for number in stored.numbers:
            if number.lookup in places:
                kept.append((number.id, places.pop(number.lookup)))
            elif whole and not number.called:
                gone.append(number.id)
            else:
                kept.append((number.id, last))
                last += 1
        added = tuple(
            (index, self._number(number.number))
            for index, number in enumerate(free)
            if lookups[number.number.e164] in places
        )
        language = stored.language if stored.begun or unit.language is None else unit.language
        fields = {**stored.fields, **unit.fields}
        order = [number.id for number in stored.numbers]
        kept.sort(key=lambda entry: entry[1])
        same = not added and [known for known, _ in kept] == order
        if same and (unit.frame, language, fields) == (stored.frame, stored.language, dict(stored.fields)):
            self.counts.unchanged += 1
            return
        needs = self._needs(fields, unit.numbers)
        if added and self._rules is not None and closed_as_dead(self._unit, self._rules, stored.id):
            self._revived.append(stored.id)
            self.note(RowNote(unit.row, "case_reopened"))
        clear, others = divided(fields, self._clear)
        renewed.append(
            RenewedUnit(
                stored.id, unit.frame, language, clear, tuple(kept), added, tuple(gone), *needs, others, unit.row
            )
        )
