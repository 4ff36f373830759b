"""Checks that the sample field named for base weights is one of the sample's fields, as far as the folder tells."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.sample_files.columns import map_columns
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import OpenedFile
from cati_app.station.sampling import read_settings
from cati_app.study.codes import finding
from cati_app.study.load import line_of
from cati_app.study.model import SampleFile, Study

_PATH = "outcomes.weight"


def check_weight(study: Study, file: Path | None, lines: Mapping[str, int]) -> list[Finding]:
    """What is wrong with `outcomes.weight`.

    Args:
        study: The study.
        file: The sample in the folder, if there is one.
        lines: Line of each setting in study.yaml, by path.
    """
    name = study.outcomes.weight
    known = _fields(study.sample or SampleFile(), file) if name is not None else None
    if name is None or known is None or name in known:
        return []
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(name.casefold(), folded, 1)
    suggestion = folded[near[0]] if near else ""
    return [finding("weight-unknown", line_of(_PATH, lines), _PATH, name=name, suggestion=suggestion)]


def _fields(settings: SampleFile, file: Path | None) -> list[str] | None:
    """Names of the fields cases will have; None where neither study.yaml nor a readable file tells."""
    if settings.columns.fields:
        return list(settings.columns.fields)
    if settings.other_columns == "drop":
        return []
    if file is None:
        return None
    reading = read_settings(settings)
    try:
        return list(map_columns(OpenedFile(file, reading).header, reading.columns, others=True).fields)
    except SampleUnreadable:
        return None  # what is wrong with the file is said when it is read as a whole
