"""What tables say beside their figures, in the language of their labels."""

from __future__ import annotations

from cati_app.domain.tabulation.table import TableColumn
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.texts import Terms, words_of

HIDDEN = "•"
"""In place of a figure."""
TABLE_TERMS = Terms(
    "tables",
    {
        "total": "Total",
        "base": "Base n, unweighted",
        "weighted_base": "Base, weighted",
        "mean": "Mean, weighted",
        "all": "all interviews",
        "hidden": "• hidden: 1 to {most} interviews, and the cells from which they could be computed, here or in"
        " another table. Unknown values of a column variable count as a column.",
        "secret": "• all hidden, bases too: how many were asked would tell of fewer than {least} people.",
        "withheld": "{variable}: hidden in whole, because categories are too small. Put categories together in"
        " tables.yaml (recodes).",
        "without": "Not in the base: {count} without an answer.",
        "multiple": "Several answers were possible, so percentages add up to more than 100.",
        "quota": "Quota sample: no margins of error and no letters of significance. The shares describe the people who"
        " were asked.",
        "caveat": "Quota sample: margins of error and letters of significance presuppose a random selection, and there"
        " was none. They were switched on in tables.yaml and prove nothing about the population.",
        "intervals": "± half the width of the interval for 95 of 100 samples: 1.96·√(p(1−p)/n), n the effective base.",
        "letters": "Letters: the share is higher than that of the column named, two-sided z test on effective bases,"
        " α = .05, from 30 interviews a column; columns that overlap are not compared.",
        "source": "Source: telephone survey “{title}”, questionnaire {version}, {count} interviews, data of {day},"
        " checksum {digest}.",
        "unweighted": "Unweighted.",
        "internal": "For use inside the house: small cells are not hidden.",
        "quota_banner": "dimensions of the quota",
        "title": "Tables",
        "page": "Page {page} of {pages}",
        "contents": "Contents",
        "number": "No.",
        "question": "Variable",
        "wording": "Question",
        "banner": "Columns",
        "filter": "Filter",
        "base_n": "Base n",
        "notes": "Notes",
        "code": "Code",
        "row": "Answer",
        "count": "Count",
        "percent_head": "Percent",
        "total_caption": "All interviews of the table",
        "percent_caption": "percent (count)",
        "nobody": "The question has no categories.",
        "picture": "Picture, percent",
        "grid": "The rows side by side, percent",
        "base_of": "n {count}",
        "sheet_list": "Tables",
        "sheet_percent": "Percent",
        "sheet_count": "Count",
        "sheet_interval": "Intervals ±",
        "sheet_letters": "Letters",
    },
)


def notes(made: MadeTable, *, limit: int, is_quota: bool, intervals: bool, letters: bool, language: str) -> list[str]:
    """What stands below a table.

    Args:
        limit: Of small cells.
        is_quota: Whether nothing may be said of chance.
        intervals: Whether shares have intervals.
        letters: Whether columns that differ are told.
    """
    words = TABLE_TERMS.of(language)
    told = []
    if not made.handed_out:
        told.append(words("internal"))
    elif made.table.is_secret:
        told.append(words("secret", least=limit))
    elif made.table.hides:
        told.append(words("hidden", most=limit - 1))
    if not made.table.is_secret:  # else all is hidden whatever categories are put together
        told += [words("withheld", variable=variable) for variable in made.table.withheld]
    if made.without:
        told.append(words("without", count=made.without))
    if made.table.is_multiple:
        told.append(words("multiple"))
    if intervals:
        told.append(words("intervals"))
    if letters:
        told.append(words("letters"))
    if is_quota:
        told.append(words("caveat" if intervals or letters else "quota"))
    return told


def base_told(column: TableColumn) -> str:
    """How many interviews have a valid answer, without signs between the digits."""
    return HIDDEN if column.base is None else str(column.base)


def source_line(table: DataTable, interviews: int, *, weighed: bool) -> str:
    """Where the figures come from."""
    words = TABLE_TERMS.of(table.language)
    weight = next((variable.label for variable in table.variables if variable.name == table.weight), "")
    told = words(
        "source",
        title=table.title,
        version=table.version,
        count=interviews,
        day=words_of(table.language).say("{at:%Y-%m-%d %H:%M}", at=table.data_time),
        digest=f"{table.checksum[:4]} {table.checksum[4:8]}",
    )
    return f"{told} {f'{weight}.' if weighed else words('unweighted')}"
