"""The sheet choices as lists, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from cati_app.domain.findings import Finding
from cati_app.engine.form.nodes import Choice
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import TRANSLATED, Sheet, SheetRow, Workbook
from cati_app.engine.xlsform.languages import Languages, translation_findings
from cati_app.engine.xlsform.markup import markup_left, plain_text
from cati_app.engine.xlsform.other import other_words

_YES = frozenset({"yes", "true", "true()", "1", "x"})
_NO = frozenset({"", "no", "false", "false()", "0"})
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_WHOLE = re.compile(r"\d{1,9}\Z")
OTHER = "other"
WITH_OTHER = " or other"  # ends the name of a list that `or_other` has extended


class Use(NamedTuple):
    """How the lists are used: filtered ones, ones extended by `other`, ones of which several can be chosen."""

    filtered: frozenset[str]
    with_other: frozenset[str]
    several: frozenset[str]
    duplicates: bool = False  # the settings allow a name twice


class _Lists:
    def __init__(self, sheet: Sheet, languages: Languages, use: Use) -> None:
        self.sheet = sheet
        self.languages = languages
        self.use = use
        self.findings: list[Finding] = []
        self.rows: dict[str, list[SheetRow]] = {}
        self.first: dict[tuple[str, str], int] = {}
        self.numbers: dict[tuple[str, Decimal], tuple[str, int]] = {}

    def add(self, row: SheetRow) -> None:
        name, value = row.get("list_name"), _value(row)
        if not name:
            if value:
                self.note("list-name-missing", row, "list_name")
            return
        if not value:
            self.note("choice-name-missing", row, "name")
            return
        if any(sign.isspace() for sign in value):
            kind = "choice-name-spaces" if name in self.use.several else "choice-name-spaced"
            self.note(kind, row, "name", name=value)
        before = self.first.setdefault((name, value), row.number)
        if before != row.number:
            kind = "choice-repeated" if name in self.use.filtered or self.use.duplicates else "choice-duplicate"
            self.note(kind, row, "name", name=value, list=name, first=before)
        self.zeros(row, name, value)
        self.texts(row, name, value)
        self.rows.setdefault(name, []).append(row)

    def zeros(self, row: SheetRow, name: str, value: str) -> None:
        """Note a code that is the same number as another one, written with other zeros."""
        if not _NUMBER.fullmatch(value):
            return
        other, first = self.numbers.setdefault((name, Decimal(value)), (value, row.number))
        if other != value:
            self.note("choice-zeros", row, "name", name=value, other=other, list=name, first=first)

    def texts(self, row: SheetRow, name: str, value: str) -> None:
        labels = self.languages.texts(row, "label")
        if not labels and not self.languages.texts(row, "image"):
            self.note("choice-label-missing", row, "label", name=value, list=name)
        self.findings += translation_findings(self.languages, self.sheet, row, value, "label")
        for code, text in labels.items():
            if left := markup_left(plain_text(text)):
                self.note("markup-unknown", row, self.languages.header(self.sheet, "label", code), text=left)

    def note(self, code: str, row: SheetRow, column: str, **fields: object) -> None:
        header = self.sheet.headers.get(column) or next(
            (text for name, text in self.sheet.headers.items() if name.startswith(column + "::")), column
        )
        self.findings.append(finding(code, self.sheet.name, row.number, header, **fields))

    def flag(self, row: SheetRow, column: str) -> bool:
        text = row.get(column).lower()
        if text not in _YES and text not in _NO:
            self.note("flag-invalid", row, column, text=text)
        return text in _YES

    def built(self, name: str) -> tuple[Choice, ...]:
        rows = self.rows[name]
        codes = codes_of([_value(row) for row in rows])
        extra = [column for column in self.sheet.headers if column.partition("::")[0] not in TRANSLATED]
        return tuple(self.choice(row, code, extra) for row, code in zip(rows, codes, strict=True))

    def choice(self, row: SheetRow, code: str, extra: list[str]) -> Choice:
        labels = {key: (plain_text(text),) for key, text in self.languages.texts(row, "label").items()}
        exclusive, fixed = self.flag(row, "cati_exclusive"), self.flag(row, "cati_fixed")
        columns = {column: row.get(column) for column in extra}
        return Choice(
            name=_value(row), label=labels, code=code, exclusive=exclusive, fixed=fixed, columns=columns, row=row.number
        )


def _value(row: SheetRow) -> str:
    return row.get("name") or row.get("value")


def codes_of(names: Sequence[str]) -> list[str]:
    """What is typed for each choice: the name if it is a whole number, else a free number, preferably its position."""
    taken = {name for name in names if _WHOLE.match(name)}
    codes = []
    for number, name in enumerate(names, 1):
        if name in taken:
            codes.append(name)
            continue
        code = number
        while str(code) in taken:
            code += 1
        taken.add(str(code))
        codes.append(str(code))
    return codes


def read_choices(
    workbook: Workbook, languages: Languages, use: Use
) -> tuple[dict[str, tuple[Choice, ...]], list[Finding]]:
    """The choice lists by name; those that `or_other` extends twice, with and without the choice that it stands for."""
    built: dict[str, tuple[Choice, ...]] = {}
    findings: list[Finding] = []
    for sheet in (workbook.sheet("external_choices"), workbook.sheet("choices")):
        lists = _Lists(sheet, languages, use)
        if sheet.rows and "list_name" not in sheet.headers:
            lists.findings.append(finding("column-missing", sheet.name, 1, column="list_name"))
        for row in sheet.rows:
            lists.add(row)
        built.update({name: lists.built(name) for name in lists.rows})
        findings += lists.findings
    for name in use.with_other & set(built):
        columns = dict.fromkeys(built[name][0].columns, "")
        code = str(max((int(choice.code) for choice in built[name]), default=0) + 1)
        known = any(choice.name == OTHER for choice in built[name])
        labels = {language: (other_words(language)[0],) for language in languages.names}
        more = () if known else (Choice(OTHER, labels, code, columns=columns),)
        built[name + WITH_OTHER] = (*built[name], *more)
    return built, findings
