"""Errors of tables.yaml, as commands that read it tell them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cati_app.cli.report import report
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.station.loading import LoadedStudy


@contextmanager
def tables_errors(loaded: LoadedStudy) -> Iterator[None]:
    """Around what reads it.

    Raises:
        EnvironmentProblem: `tables_errors` with each error and its line.
    """
    from cati_app.station.tabulating import TablesFindings  # noqa: PLC0415 - slow to load

    try:
        yield
    except TablesFindings as errors:
        raise EnvironmentProblem(
            "tables_errors",
            report(errors.findings),
            Phrase("Correct tables.yaml in {folder}; docs/tables.md shows how it is written.", folder=loaded.folder),
        ) from None
