"""The codebook: full texts, codes, origin and notes of every variable; here as CSV."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from cati_app.domain.tabulation.small_counts import hidden_answers
from cati_app.publish.csv_layout import COMMA, CsvLayout
from cati_app.publish.dataset.asked import AskedQuestion
from cati_app.publish.dataset.table import Coded, DataTable, Kind, Value, Variable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.csv_file import text_lines

COLUMNS = (
    "position",
    "name",
    "label",
    "question",
    "item",
    "kind",
    "level",
    "format",
    "values",
    "missing",
    "valid",
    "set",
    "origin",
    "source",
    "field",
    "theme",
    "notes",
    "asked_if",
    "frequencies",
)
"""What a codebook says of each variable, before its question in every language."""
HIDDEN = "•"
"""In place of a count of few people."""
_ROW = re.compile(r"\[\d+\]")
_OF_THE_DATA = ("study", "title", "version", "data_time", "checksum")


def codebook_csv(table: DataTable, layout: CsvLayout = COMMA) -> bytes:
    """One line for each variable; values as `code = text`, separated by bars. The last columns name the data set.

    When a question is asked stands there in words, and after it how often each code stands in the data, unless so few
    gave it or beside it. Then comes the question in every language of the questionnaire, `question_LANGUAGE`.

    Texts that spreadsheets would run as formulas are marked as in the data, and the notes on text variables say so.
    """
    facts = [table.study_id, table.title, table.version, table.data_time.isoformat(), table.checksum]
    rows = ([*row, *facts] for row in codebook_rows(table, marked=layout.marked))
    return b"".join(text_lines((*codebook_columns(table), *_OF_THE_DATA), rows, layout))


def codebook_columns(table: DataTable) -> tuple[str, ...]:
    """`COLUMNS`, and the question in each language that the questionnaire has."""
    return (*COLUMNS, *(f"question_{code}" for code in _languages(table)))


def _languages(table: DataTable) -> list[str]:
    return list(dict.fromkeys(text.code for asked in table.asked.values() for text in asked.texts))


def versions_csv(table: DataTable, layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """What differs between the versions of the questionnaire, one change a line."""
    columns = ("earlier", "later", "question", "change", "before", "after")
    rows = ([getattr(difference, name) for name in columns] for difference in table.differences)
    return text_lines(columns, rows, layout)


def codebook_rows(table: DataTable, *, marked: bool = False) -> Iterator[list[str]]:
    """A row of `codebook_columns` for each variable.

    Args:
        marked: Whether notes on texts say that some have a mark before them in CSV.
    """
    from cati_app.publish.dataset.told_variables import hidden_codes, untold_variables  # noqa: PLC0415 - slow to load

    notes: dict[str, list[str]] = {}
    for notice in table.notices:
        notes.setdefault(notice.variable, []).append(notice.text)
    languages, secret = _languages(table), hidden_codes(table)
    untold = untold_variables(table, secret=secret)
    of_marks = DATA_TERMS.of(table.language)("note_marked") if marked else ""
    for index, variable in enumerate(table.variables):
        if of_marks and variable.kind is Kind.TEXT and variable.origin != "fieldwork" and not variable.codes:
            notes.setdefault(variable.name, []).append(of_marks)
        asked = table.asked.get(_ROW.sub("", variable.source), AskedQuestion(0, ()))
        texts = {text.code: text.text for text in asked.texts}
        yield [
            str(index + 1),
            variable.name,
            variable.label,
            variable.question,
            variable.item,
            variable.kind.value,
            variable.level.value,
            format_of(variable),
            codes_told(variable),
            " | ".join(f"{code} = {variable.labels[code]}" for code in variable.missing.values())
            or blank_told(table, index),
            HIDDEN if variable.name in untold else str(table.valid(index)),
            variable.set_name,
            variable.origin,
            variable.source,
            variable.field,
            variable.theme,
            " ".join([*variable.notes, *notes.get(variable.name, ())]),
            asked.condition,
            _frequencies(table, index, secret.get(variable.name, ()), is_told=variable.name not in untold)
            if variable.source
            else "",
            *(texts.get(code, "") for code in languages),
        ]


def _frequencies(table: DataTable, index: int, secret: Collection[Value], *, is_told: bool) -> str:
    """`code: count` of each answer and each reason, the small ones hidden with those from which they would follow.

    Args:
        secret: Codes that would betray small ones of another variable, too.
        is_told: Whether it may be told how many were asked; else all are hidden.
    """
    variable, column = table.variables[index], table.columns[index]
    counts: Counter[Value] = Counter()
    for value, count in zip(column.distinct, column.counts(), strict=True):
        counts[value] += count
    told: list[str] = []
    for codes in ([coded.code for coded in variable.codes], list(variable.missing.values())):
        numbers = [counts[code] for code in codes]
        also = [at for at, code in enumerate(codes) if code in secret]
        hidden = hidden_answers(numbers, also=also) if is_told else range(len(codes))
        told += [f"{code}: {HIDDEN if at in hidden else numbers[at]}" for at, code in enumerate(codes)]
    return " | ".join(told)


def blank_told(table: DataTable, index: int) -> str:
    """What a blank text means, and which variable says why; blank for other variables."""
    variable, words = table.variables[index], DATA_TERMS.of(table.language)
    if variable.kind is not Kind.TEXT:
        return ""
    after = table.variables[index + 1] if index + 1 < len(table.variables) else None
    if after is not None and after.origin == "reason" and after.source == variable.source:
        return words("blank_why", detail=after.name)
    return words("blank")


def codes_told(variable: Variable) -> str:
    """Every code with its text."""
    return " | ".join(code_text(coded) for coded in variable.codes)


def code_text(coded: Coded) -> str:
    """`code = text`, with the name in the questionnaire where it differs from the code."""
    named = f" [{coded.name}]" if coded.name and coded.name not in (str(coded.code), coded.text) else ""
    return f"{coded.code} = {coded.text}{named}"


def format_of(variable: Variable) -> str:
    """Width of the values: bytes of a text, digits and decimals of a number, ISO pattern of a date or time."""
    patterns = {
        Kind.DATE: "YYYY-MM-DD",
        Kind.MONTH: "YYYY-MM-01",
        Kind.MOMENT: "YYYY-MM-DDThh:mm:ss",
        Kind.TIME: "hh:mm:ss",
    }
    if variable.kind is Kind.TEXT:
        return f"A{variable.width}"
    return patterns.get(variable.kind) or f"F{variable.width}.{variable.decimals}"
