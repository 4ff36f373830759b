"""Margins before and after weighting as a CSV file: a row a category."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.weighting.weighting import Weighting
from cati_app.publish.formats.csv_file import text_lines

MARGIN = "margin"
"""The first column, by which the file is known."""


def margins_csv(weighting: Weighting) -> Iterator[bytes]:
    """The table of margins: shares of 0 to 1."""
    head = (MARGIN, "category", "interviews", "target", "unweighted", "base", "weighted", "source", "date", "estimate")
    rows = (
        (
            margin.margin.name,
            known.name,
            str(known.interviews),
            *(f"{share:.9f}" for share in (known.target, known.unweighted, known.base, known.weighted)),
            margin.margin.source,
            margin.margin.date,
            "yes" if margin.margin.is_estimate else "no",
        )
        for margin in weighting.margins
        for known in margin.categories
    )
    return text_lines(head, rows)
