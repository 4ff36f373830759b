"""Composition root of samples: a file and the study's settings into the database."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sample import RowNote
from cati_app.services.import_sample import ImportCounts, ImportOptions, ImportSample
from cati_app.services.ports import Units
from cati_app.study.model import SampleFile, Study
from cati_app.study.sample import SampleSource, open_sample
from cati_app.study.sample_reasons import REASONS, Costs
from cati_app.study.sample_rows import SampleUnreadable


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a file was read and what came of it."""

    format: str
    columns: Mapping[str, str]
    assumed: tuple[str, ...]
    counts: ImportCounts


def new_seed(ids: IdSource) -> int:
    """A fresh seed; the same in a seeded run."""
    return uuid.UUID(ids.new_id()).int & 0xFFFFFFFF


class Importer:
    """Imports files into one study."""

    def __init__(self, study: Study, units: Units, clock: Clock, ids: IdSource) -> None:
        self._study, self._units, self._clock, self._ids = study, units, clock, ids

    def __call__(
        self,
        path: Path,
        settings: SampleFile,
        options: ImportOptions,
        *,
        user_id: str | None = None,
        on_note: Callable[[RowNote], None] = lambda note: None,
        on_progress: Callable[[int], None] = lambda rows: None,
    ) -> ImportReport:
        """Read and store.

        Raises:
            EnvironmentProblem: `sample_unreadable` with place and cure; nothing was changed.
        """
        try:
            source: SampleSource = open_sample(path, settings, self._study)
            counts = ImportSample(self._units, self._clock, self._ids)(
                source.entries(), options, user_id=user_id, costly=_costly, on_note=on_note, on_progress=on_progress
            )
        except SampleUnreadable as problem:
            place = ", ".join([*([f"row {problem.row}"] if problem.row else []), *filter(None, [problem.column])])
            raise EnvironmentProblem(
                "sample_unreadable",
                f"{path.name}{', ' if place else ''}{place}: {problem.message} Nothing was changed.",
                problem.cure,
            ) from None
        return ImportReport(source.format, source.columns.described(), source.assumed, counts)


def _costly(reason: str) -> bool:
    return REASONS[reason].costs is not Costs.NOTHING
