"""What a format cannot hold, found before anything is written: refused, or told where nothing is lost by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.texts import words_of
from cati_app.values import dataclass

STATA_LABEL = 80  # characters, of a variable


@dataclass(frozen=True, slots=True)
class FormatLimits:
    """The most that a file of a format holds."""

    name: str
    rows: int
    variables: int


_LIMITS = {
    "xlsx": FormatLimits("XLSX", 1_048_575, 16_384),  # a row is for the names
    "dta": FormatLimits("Stata", 2**40 - 1, 32_767),
}


def guarded(table: DataTable, formats: Collection[str]) -> DataTable:
    """The table with notices on what the formats cut.

    Raises:
        EnvironmentProblem: `too_large_for_format`.
    """
    for limits in (_LIMITS[name] for name in formats if name in _LIMITS):
        _check(limits, len(table.rows), len(table.variables))
    told = tuple(_of_stata(table)) if "dta" in formats else ()
    return replace(table, notices=(*table.notices, *told))


def _check(limits: FormatLimits, rows: int, variables: int) -> None:
    if rows <= limits.rows and variables <= limits.variables:
        return
    raise EnvironmentProblem(
        "too_large_for_format",
        Phrase(
            "The data set has {rows} rows and {variables} variables; a file for {format} holds {most_rows} and {most}."
            " Nothing was written.",
            rows=rows,
            variables=variables,
            format=limits.name,
            most_rows=limits.rows,
            most=limits.variables,
        ),
        "Leave this format out; CSV, SPSS and Parquet have room.",
    )


def _of_stata(table: DataTable) -> Iterator[VariableNotice]:
    cut = sum(len(variable.label) > STATA_LABEL for variable in table.variables)
    if cut:
        text = words_of(table.language).say_count(
            "Stata: {count} variable label is cut to 80 characters; the full text is in the codebook.",
            "Stata: {count} variable labels are cut to 80 characters; the full texts are in the codebook.",
            cut,
        )
        yield VariableNotice("", text)
