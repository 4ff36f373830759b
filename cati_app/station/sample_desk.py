"""Composition root of the sample tab: study, store and files behind what the presenters ask for."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zoneinfo import ZoneInfo

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.domain.sampling.reasons import REASONS
from cati_app.domain.sampling.sample import RowNote
from cati_app.fieldwork.people.block_list_access import written_reason
from cati_app.publish.outputs import Outputs, unwritable
from cati_app.publish.reports.import_report import IMPORT_REPORT, ImportReportFile, report_text
from cati_app.sample_files.look import FileLook, columns_of, field_names, look_at
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.station.opening import Station
from cati_app.station.sampling import Importer, import_options, note_left, read_settings
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import SampleFile
from cati_app.ui.desk.sample.port import (
    SEALED,
    BlockListChange,
    FileColumn,
    FileFacts,
    FileRefused,
    ImportOutcome,
    ImportPlan,
    NoteGroup,
    SampleFigures,
    Unblocking,
)
from cati_app.ui.stage.runner import Cancelled

if TYPE_CHECKING:  # stations of a hub alone need it
    from cati_app.station.sample_at_hub import HubSampleDesk
    from cati_app.station.whole_study import WholeReading

_SHOWN = 500  # notes of each reason
_LOG_LINES = 5
_REMEMBERED = "sample_columns:"


class StationSample:
    """The desk's `SampleDesk` for one supervisor."""

    def __init__(self, station: Station, keys: HeldKeys, user: User, whole: WholeReading | None = None) -> None:
        self._station, self._keys, self._user = station, keys, user
        self._whole = whole  # where a hub has the cases
        self._read_from = whole.station if whole is not None else station
        self._kept: _ShownNotes | None = None  # of the last run
        self._notes: IO[str] | None = None
        self._last: FileLook | None = None
        self._read: tuple[Path, ...] = ()

    def figures(self) -> SampleFigures:
        """The sample as it is."""
        self._station.people.check_there(self._keys)
        state, kept = self._read_from.read_sample()(self._user), self._station.block_list.keeping(self._keys)
        counts, portions = state.counts, state.portions
        lines = kept.protocol(self._user)[: -_LOG_LINES - 1 : -1]
        zone = ZoneInfo(self._station.loaded.study.calling.time_zone)
        log = tuple(
            BlockListChange(datetime.fromisoformat(line.at).astimezone(zone), line.what, line.entries, line.people)
            for line in lines
        )
        return SampleFigures(portions, counts.state, counts.line, kept.count(self._user), log)

    def look(self, path: str, sheet: str = "", hidden: bool | None = None) -> FileFacts:
        """What a file holds, with what its columns held the last time."""
        settings = self._settings
        reading = read_settings(settings)
        reading = replace(reading, sheet=sheet or reading.sheet, hidden=reading.hidden if hidden is None else hidden)
        with _refused():
            shown = self._last = look_at(Path(path), reading)
        kept = self._remembered(shown)
        declared = bool(settings.columns.numbers)
        uses = self._station.rules.clear_columns
        columns = tuple(
            FileColumn(column.name, role, column.examples, uses.get(name, SEALED))
            for column, name, role in zip(
                shown.columns,
                field_names(shown.columns, settings.columns.fields),
                kept or [column_shown.role for column_shown in shown.columns],
                strict=True,
            )
        )
        return FileFacts(
            path,
            Path(path).name,
            shown.format,
            shown.sheets,
            sheet or settings.sheet or next(iter(shown.sheets), ""),
            columns,
            shown.rows,
            "last" if kept else "study" if declared else "guess",
            settings.restore_zeros,
            settings.replicate_size,
            shown.hides,
            reading.hidden,
        )

    def run(self, plan: ImportPlan, *, store: bool, on_progress: Callable[[int], None]) -> ImportOutcome:
        """Import, or only look; the notes go to a file of their own, so that they may be saved."""
        look = self._last
        assert look is not None
        self._read = (Path(plan.path),)
        reading = replace(
            read_settings(self._settings),
            columns=columns_of(look.columns, plan.roles, self._settings.columns.fields),
            keep_others=False,
            sheet=plan.sheet or None,
            restore_zeros=plan.restore_zeros,
            hidden=plan.hidden,
        )
        settings = self._settings.model_copy(update={"replicate_size": plan.portion_size})
        notes = self._kept = _ShownNotes(self._fresh())
        options = import_options(settings, self._station.new_seed(), dry_run=not store)
        importer = self._importer()
        with _refused():
            report = importer.read(
                self._user,
                Path(plan.path),
                reading,
                options,
                guess=False,
                on_note=notes.add,
                on_progress=on_progress,
            )
        if report.counts.stored:
            self._station.database.keep(_key(look), json.dumps(plan.roles))
        return ImportOutcome(report.counts, notes.groups(report.counts.left_out), plan.portion_size)

    @property
    def is_shared(self) -> bool:
        """Whether a hub has the cases."""
        return self._whole is not None

    def _importer(self) -> Importer:
        """In a window the store's lane compares the file with the study, and does not wait for a hub."""
        if self._whole is None:
            return self._station.importer(self._keys)
        return self._station.importer_by(self._station.hub.staged_only(self._keys, self._whole.station.database))

    def bring(self, outcome: ImportOutcome, on_progress: Callable[[int, int], None]) -> ImportOutcome:
        """What was stored goes to the hub; in the lane `net`."""
        assert self._whole is not None
        assert self._kept is not None
        seen, desk = self._whole.news, self._hub
        try:
            brought = desk.bring(self._user, on_progress)
        except Cancelled:
            desk.give_up(self._user)
            raise
        except RuleViolation as rule:
            if rule.code == "sample_changed":
                self._whole.wait_for_news(seen)
            raise
        note_left(outcome.counts, [row for known in brought for row in known.rows_left], self._kept.add)
        return replace(outcome, groups=self._kept.groups(outcome.counts.left_out))

    def stop_waiting(self) -> None:
        """Whoever waits for the hub waits no longer."""
        self._hub.stop_waiting()

    @cached_property
    def _hub(self) -> HubSampleDesk:
        return self._station.hub.shared_sample(self._keys)

    def save_report(self, path: str) -> None:
        """Copy the notes of the last run."""
        assert self._notes is not None
        outputs = Outputs(reads=self._read, stores=self._station.stores, by_hand=True)
        try:
            self._notes.seek(0)
            with outputs.opened(Path(path), IMPORT_REPORT) as file, report_text(file) as text:
                shutil.copyfileobj(self._notes, text)
        except OSError as error:
            raise unwritable(Path(path), error) from None

    def release(self) -> int:
        """Open the next portion."""
        release = self._hub.release if self.is_shared else self._station.release(self._keys)
        return release(self._user, replicates=1)

    def block(self, number_text: str) -> bool:
        """Put a number on the block list."""
        number = self._number(number_text)
        new = self._station.block_list.keeping(self._keys).block(self._user, [number])
        self._station.block_list.share_peppers()
        return bool(new)

    def unblock(self, wanted: Unblocking) -> None:
        """Take a number off, by two people."""
        number, reason = self._number(wanted.number_text), written_reason(wanted.reason)
        in_store = self._station.hub.in_store
        second = in_store(partial(self._station.sign_in, wanted.login.strip(), wanted.password))
        person, keys = second if second is not None else (None, None)
        keep = self._station.block_list.taking_off(self._keys, keys, in_store)
        keep.unblock(self._user, person, number, reason)

    def _number(self, text: str) -> str:
        return parse_number(text.strip(), self._station.loaded.study.calling.country).e164

    @property
    def _settings(self) -> SampleFile:
        return self._station.loaded.study.case_list or SampleFile()

    def _remembered(self, look: FileLook) -> list[str] | None:
        kept = self._station.database.kept(_key(look))
        roles: list[str] | None = json.loads(kept) if kept else None
        return roles if roles is not None and len(roles) == len(look.columns) else None

    def _fresh(self) -> IO[str]:
        if self._notes is not None:
            self._notes.close()
        file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - kept until it is saved
        weakref.finalize(self, file.close)
        self._notes = file
        return file


class _ShownNotes:
    """Writes every note, and keeps the first of each reason to be shown."""

    def __init__(self, file: IO[str]) -> None:
        self._report = ImportReportFile(file, REASONS)
        self._first: dict[str, list[RowNote]] = {}

    def add(self, note: RowNote) -> None:
        self._report.add(note)
        first = self._first.setdefault(note.reason, [])
        if len(first) < _SHOWN:
            first.append(note)

    def groups(self, counted: dict[str, int]) -> tuple[NoteGroup, ...]:
        return tuple(
            NoteGroup(reason, REASONS[reason].costs.value, counted[reason], tuple(self._first.get(reason, ())))
            for reason in REASONS
            if counted.get(reason)
        )


def _key(look: FileLook) -> str:
    """Under which the roles of these columns are kept; the headers themselves are not."""
    names = "\n".join(column.header.casefold() for column in look.columns)
    return _REMEMBERED + hashlib.sha256(names.encode()).hexdigest()[:32]


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:  # of the file with the notes; what the database meets is worded by the store
        raise EnvironmentProblem(
            "disk_full",
            Phrase(
                "The folder for temporary files cannot be written to: {reason}. Nothing was changed.",
                reason=error.strerror or Phrase("unknown reason"),
            ),
            "Free some space, then import again.",
        ) from error
    except SampleUnreadable as problem:
        raise FileRefused(problem.reason, problem.row, problem.column, problem.fields) from None
