"""What the preview shows: a form, what the study says of it, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from cati_app.demo.preview.verdict import PreviewQuota
from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.values import dataclass


def _no_cell(_: Finding) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PreviewRead:
    """A questionnaire as it was read.

    Args:
        form: None where it has errors.
        texts: Title, languages and objections; of the questionnaire alone where there is no study.
        hidden: What the study hands in, for instance whom the interviewer names.
        quota: What decides once the screening is over; None: the study has no quota, or there is no study.
        cell_of: The cell of a finding as a spreadsheet names it, `D24`; blank where that is not known.
        files: What it was read from: when one of these changes, it is read again.
    """

    form: Form | None
    texts: StudyTexts
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = "Europe/Berlin"
    quota: PreviewQuota | None = None
    cell_of: Callable[[Finding], str] = _no_cell


ReadForm = Callable[[], PreviewRead]
"""Reads the questionnaire anew; may take a second."""
