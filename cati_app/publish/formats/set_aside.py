"""Answers without a place in the data set as CSV, a line for each: nothing that was said is out of reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cati_app.publish.csv_layout import COMMA, CsvLayout
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.csv_file import text_lines

COLUMNS = ("case_id", "state", "form_version", "question", "text", "answer", "answer_text", "missing", "reason")


class AsideLine(NamedTuple):
    """An answer, as whoever reads the log hands it in."""

    interview_id: str
    state: str
    version: str
    ref: str
    label: str
    text: str
    words: str
    special: str
    why: str


def set_aside_csv(
    study_id: str, answers: Iterable[AsideLine], language: str, layout: CsvLayout = COMMA
) -> Iterator[bytes]:
    """The whole file, by interview; `case_id` agrees with the data set."""
    words = DATA_TERMS.of(language)
    named = [(case_id(study_id, answer.interview_id), answer) for answer in answers]
    named.sort(key=lambda row: row[0])
    return text_lines(
        COLUMNS,
        (
            [
                name,
                answer.state,
                answer.version,
                answer.ref,
                answer.label,
                answer.text,
                answer.words,
                words.known(answer.special) or answer.special if answer.special else "",
                words.known(f"apart_{answer.why}") or answer.why,
            ]
            for name, answer in named
        ),
        layout,
    )
