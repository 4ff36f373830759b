"""Composition root of samples: a file and the study's settings into the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.clear_columns import ColumnUse
from cati_app.domain.sampling.phone import LineKind
from cati_app.domain.sampling.phone_reading import country_code
from cati_app.domain.sampling.random_numbers import NumberFrame, block_of, stem_of
from cati_app.domain.sampling.reasons import REASONS, Costs
from cati_app.domain.sampling.sample import RowNote
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sample.generate_sample import Draw, Drawn, GenerateSample
from cati_app.fieldwork.sample.import_sample import ImportCounts, ImportOptions, ImportSample, OnNote
from cati_app.sample_files.columns import ColumnMap
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import SampleSource, open_sample
from cati_app.sample_files.settings import SINGLE, DeclaredColumns, ReadSettings, StudyContext
from cati_app.study.model import SampleFile, Study
from cati_app.study.rules import calling_calendar
from cati_app.values import dataclass

_R = TypeVar("_R")
_USES = {
    "frame": ColumnUse.STRATUM,
    "language": ColumnUse.LANGUAGE,
    "time_zone": ColumnUse.PLACE,
    "state": ColumnUse.PLACE,
    "call_from": ColumnUse.WINDOW,
    "call_until": ColumnUse.WINDOW,
}
"""What columns are for that have a place of their own in a case; names of cases and numbers are sealed."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a file was read, and the outcome."""

    format: str
    columns: Mapping[str, str]  # header by what it holds
    clear: Mapping[str, str]  # of these: what those are declared for that are not sealed
    assumed: tuple[str, ...]
    counts: ImportCounts


def new_seed(ids: IdSource) -> int:
    """A fresh seed; the same in a seeded run."""
    return uuid.UUID(ids.new_id()).int & 0xFFFFFFFF


def read_settings(settings: SampleFile) -> ReadSettings:
    """How the study says its sample files are read."""
    columns = settings.columns
    single = {role: header for role in SINGLE if (header := getattr(columns, role))}
    return ReadSettings(
        DeclaredColumns(single, tuple(columns.numbers), columns.fields),
        keep_others=settings.other_columns == "keep",
        encoding=settings.encoding,
        delimiter=settings.delimiter,
        sheet=settings.sheet,
        restore_zeros=settings.restore_zeros,
        hidden=settings.hidden == "read",
    )


def facts_of(study: Study) -> StudyContext:
    """What the rows of this study's sample are measured by."""
    languages = frozenset(language.code for language in study.languages)
    return StudyContext(study.calling.country, languages, calling_calendar(study))


def import_options(settings: SampleFile, seed: int, only_whole: bool = False, dry_run: bool = False) -> ImportOptions:
    """How cases come in, as the study's settings say."""
    shares = settings.shared_numbers == "keep"
    return ImportOptions(settings.replicate_size, seed, only_whole, dry_run, shares)


class Bringing(Protocol):
    """How what an import or a draw makes comes into the study."""

    def __call__(
        self, by: Actor, act: Callable[[Units, OnNote], _R], on_note: OnNote, *, once: bool
    ) -> tuple[_R, Sequence[int]]:
        """Do it, again where others have changed the sample meanwhile.

        Args:
            once: Doing it a second time would bring more.

        Returns:
            What it gives, and rows of the file whose cases stay as they are, because they were in hand elsewhere.
        """
        ...


class Releasing(Protocol):
    """Opens random portions of the sample."""

    def __call__(self, by: Actor, /, *, replicates: int | None = None, count: int | None = None) -> int:
        """How many cases were opened; with neither argument, all that wait."""
        ...


class BroughtHere:
    """Into the database of this station."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(
        self, by: Actor, act: Callable[[Units, OnNote], _R], on_note: OnNote, *, once: bool
    ) -> tuple[_R, Sequence[int]]:
        """As `Bringing`."""
        return act(self._units, on_note), ()


class Generator:
    """Draws random numbers into one study."""

    def __init__(self, study: Study, bring: Bringing, clock: Clock, ids: IdSource) -> None:
        self._country, self._bring, self._clock, self._ids = study.calling.country, bring, clock, ids

    def __call__(self, by: Actor, draw: Draw, *, on_progress: Callable[[int], None] = lambda cases: None) -> Drawn:
        """As `GenerateSample`."""
        code = country_code(self._country)

        def drawn(units: Units, on_note: OnNote) -> Drawn:
            generate = GenerateSample(units, self._clock, self._ids, self._country, code)
            return generate(by, draw, on_progress=on_progress)

        return self._bring(by, drawn, lambda note: None, once=True)[0]


class Importer:
    """Imports files into one study."""

    def __init__(self, study: Study, bring: Bringing, clock: Clock, ids: IdSource, rules: StudyRules) -> None:
        self._study, self._bring, self._clock, self._ids, self._rules = study, bring, clock, ids, rules

    def __call__(
        self,
        by: Actor,
        path: Path,
        settings: ReadSettings,
        options: ImportOptions,
        *,
        on_note: Callable[[RowNote], None] = lambda note: None,
        on_progress: Callable[[int], None] = lambda rows: None,
    ) -> ImportReport:
        """Read and store.

        Raises:
            EnvironmentProblem: `sample_unreadable` with location and cure; nothing was changed.
        """
        with unreadable_in_words(path):
            return self.read(by, path, settings, options, on_note=on_note, on_progress=on_progress)

    def read(
        self,
        by: Actor,
        path: Path,
        settings: ReadSettings,
        options: ImportOptions,
        *,
        guess: bool = True,
        on_note: Callable[[RowNote], None] = lambda note: None,
        on_progress: Callable[[int], None] = lambda rows: None,
    ) -> ImportReport:
        """Read and store; `guess` as in `open_sample`.

        Raises:
            SampleUnreadable: nothing was changed.
        """

        def imported(units: Units, noted: OnNote) -> tuple[SampleSource, ImportCounts]:
            source = open_sample(path, settings, facts_of(self._study), guess=guess)
            bring_in = ImportSample(units, self._clock, self._ids, self._rules)
            return source, bring_in(
                by, source.entries(), options, costly=_costly, on_note=noted, on_progress=on_progress
            )

        (source, counts), left = self._bring(by, imported, on_note, once=False)
        note_left(counts, left, on_note)
        clear = clear_of(source.columns, self._rules.clear_columns)
        return ImportReport(source.format, source.columns.described(), clear, source.assumed, counts)


def note_left(counts: ImportCounts, rows: Sequence[int], on_note: OnNote) -> None:
    """Rows whose cases were to be renewed, and stay as they are."""
    for row in rows:
        on_note(RowNote(row, "case_in_hand"))
        counts.left_out["case_in_hand"] += 1
        counts.renewed -= 1


def clear_of(columns: ColumnMap, clear: Mapping[str, ColumnUse]) -> dict[str, str]:
    """What the columns that are not sealed are declared for, by what they hold."""
    fields = {f"field {name}": use.value for name in columns.fields if (use := clear.get(name)) is not None}
    return {name: use.value for name, use in _USES.items() if name in columns.single} | fields


def frame_of(
    study: Study, settings: SampleFile, kind: LineKind, seeds: Path | None, prefixes: Sequence[str]
) -> tuple[NumberFrame, int]:
    """The blocks of listed numbers and of prefixes, and how many rows of the list gave none.

    Raises:
        EnvironmentProblem: `sample_unreadable`.
        RuleViolation: `prefix_unreadable`.
    """
    code = country_code(study.calling.country)
    blocks = {stem_of(prefix, code) for prefix in prefixes}
    unusable = 0
    if seeds is not None:
        with unreadable_in_words(seeds):
            for entry in open_sample(seeds, read_settings(settings), facts_of(study)).entries():
                if isinstance(entry, RowNote):
                    unusable += entry.reason == "number_missing"
                    continue
                listed = [number.number for number in entry.numbers if number.number.kind is kind]
                blocks.update(block_of(number.e164.removeprefix(f"+{code}")) for number in listed)
    return NumberFrame(blocks), unusable


def numbers_of(study: Study, settings: SampleFile, path: Path) -> tuple[list[str], dict[str, list[int]]]:
    """Numbers (E.164) of a file, and by reason the rows that were left out.

    Raises:
        EnvironmentProblem: `sample_unreadable`.
    """
    plain = replace(read_settings(settings), columns=DeclaredColumns())
    numbers: dict[str, None] = {}
    left_out: dict[str, list[int]] = {}
    with unreadable_in_words(path):
        for entry in open_sample(path, plain, facts_of(study)).entries():
            if isinstance(entry, RowNote):
                if _costly(entry.reason):
                    left_out.setdefault(entry.reason, []).append(entry.row)
                continue
            numbers.update((number.number.e164, None) for number in entry.numbers)
    return list(numbers), left_out


@contextmanager
def unreadable_in_words(path: Path) -> Iterator[None]:
    """What is wrong with a file as a whole, as people read it. EnvironmentProblem: `sample_unreadable`."""
    try:
        yield
    except SampleUnreadable as problem:
        raise EnvironmentProblem("sample_unreadable", _placed(path.name, problem), problem.cure) from None


def _placed(name: str, problem: SampleUnreadable) -> Phrase:
    return Phrase("{problem} Nothing was changed.", problem=why_unreadable(name, problem))


def why_unreadable(name: str, problem: SampleUnreadable) -> Phrase:
    """What is wrong with a file, and where in it."""
    row = Phrase("row {row}", row=problem.row) if problem.row else None
    if row and problem.column:
        row = Phrase("{row}, {column}", row=row, column=problem.column)
    position = row or problem.column
    if position:
        return Phrase("{name}, {place}: {message}", name=name, place=position, message=problem.message)
    return Phrase("{name}: {message}", name=name, message=problem.message)


def _costly(reason: str) -> bool:
    return REASONS[reason].costs is not Costs.NOTHING
