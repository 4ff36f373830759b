"""Composition root of exports: the study's facts and the store's rows into one table, and from it every format.

Imported only when something is exported: pandas and what it needs would add half a second to every start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.facts import CategoryFacts, QuotaFacts, StudyFacts
from cati_app.publish.dataset.table import VariableNotice
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.paradata import paradata_lines
from cati_app.publish.formats.writing import checked_formats, write_dataset
from cati_app.publish.outputs import Outputs
from cati_app.resources import shipped
from cati_app.station.opening import Station
from cati_app.study.model import Study

LABELS_IN = "de"


@dataclass(frozen=True, slots=True)
class Export:
    """What an export wrote."""

    files: tuple[Path, ...]
    rows: int
    notices: tuple[VariableNotice, ...]


def export_station(
    station: Station,
    formats: Sequence[str],
    out: Path,
    outputs: Outputs,
    *,
    language: str = LABELS_IN,
    include_partial: bool = False,
) -> Export:
    """Write the data set of a study.

    Args:
        station: An open study.
        formats: Names of formats.
        out: Folder, made if it is missing.
        outputs: Knows what must not be written on.
        language: Of the labels; one the form does not have gives its default language.
        include_partial: Usable partial interviews too.

    Raises:
        UnknownFormat: before anything is written.
        EnvironmentProblem: the folder cannot be written, or the disk is full; as `Outputs.check`.
    """
    study, wanted = station.loaded.study, checked_formats(formats)
    records = station.read_data()(include_partial=include_partial)
    with problems_told(out):
        outputs.folder(out)
        table = build_table(station.loaded.form, study_facts(study, language), records, folder=out)
    files = write_dataset(
        table,
        wanted,
        out,
        shipped("resources") / "fonts" / "print",
        lambda: paradata_lines(study.id, station.read_paths()(), out),
        outputs=outputs,
    )
    return Export(tuple(files), len(table.rows), tuple(table.notices))


def study_facts(study: Study, language: str) -> StudyFacts:
    """What a data set says about the study."""

    def say(texts: dict[str, str]) -> str:
        return texts.get(language) or texts.get(LABELS_IN) or next(iter(texts.values()))

    return StudyFacts(
        id=study.id,
        title=say(study.title),
        version=study.version,
        language=language,
        time_zone=study.calling.time_zone,
        languages={known.code: known.name for known in study.languages},
        quotas=tuple(
            QuotaFacts(
                name=d.freeze_as or f"quota_{d.variable}",
                variable=d.variable,
                label=say(d.label),
                categories=tuple(CategoryFacts(c.code, say(c.label), tuple(c.values)) for c in d.categories),
            )
            for d in (study.quota.dimensions if study.quota else ())
        ),
    )
