"""Lists and look-ups that come from files beside the questionnaire; the files themselves are handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from cati_app.domain.findings import Finding
from cati_app.engine.expressions.lookups import part_name
from cati_app.engine.expressions.tree import Expression
from cati_app.engine.form.dataset import DataSet
from cati_app.engine.form.nodes import Choice, NodeKind
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, Workbook
from cati_app.engine.xlsform.attached import read_attached
from cati_app.engine.xlsform.choices import codes_of
from cati_app.engine.xlsform.languages import Languages, language_code
from cati_app.engine.xlsform.limits import parameters_of
from cati_app.engine.xlsform.search import Search, search_of, searched
from cati_app.engine.xlsform.shelf import Attachments
from cati_app.engine.xlsform.survey import Item
from cati_app.engine.xlsform.types import FILES

_PULLED = re.compile(r"pulldata\(\s*(['\"])([^'\"@]+)\1")
_Lists = dict[str, tuple[Choice, ...]]


@dataclass(slots=True)
class External:
    """What the files gave: lists of choices, tables, files that were not there, filters of `search()`."""

    lists: _Lists = field(default_factory=dict)
    data: dict[str, DataSet] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    filters: dict[int, Expression] = field(default_factory=dict)  # by item
    files: dict[str, None] = field(default_factory=dict)  # names the form asks for, in order
    findings: list[Finding] = field(default_factory=list)


def read_external(
    workbook: Workbook,
    items: Sequence[Item],
    lists: Mapping[str, tuple[Choice, ...]],
    attachments: Attachments,
    languages: Languages,
) -> External:
    """Read every file that the rows name; a question whose list is not there is left out of the interview."""
    reader = _ExternalReader(workbook.sheet("survey"), lists, attachments, languages)
    for item in items[1:]:
        if item.type.list_name and item.type.file:
            reader.list_from_file(item)
        elif item.type.file:
            reader.instance(item)
        elif item.type.list_name and (search := search_of(item.row.get("appearance"))) is not None:
            reader.search(item, search)
        for cell in item.row.cells.values():
            for match in _PULLED.finditer(cell):
                reader.pulled(match[2])
    for row in workbook.sheet("instances").rows:  # of an XForm, which names them apart from its questions
        table = reader.table(row.get("file"), None, "")
        if table is not None:
            reader.external.data.setdefault(row.get("id"), table)
        else:
            reader.external.absent.add(row.get("id"))
    for name, table in list(reader.external.data.items()):
        reader.external.data.update({part_name(name, path): part for path, part in table.parts.items()})
    return reader.external


class _ExternalReader:
    def __init__(
        self, sheet: Sheet, lists: Mapping[str, tuple[Choice, ...]], attachments: Attachments, languages: Languages
    ) -> None:
        self.sheet = sheet
        self.lists = lists
        self.attachments = attachments
        self.languages = languages
        self.external = External()
        self.tables: dict[str, DataSet | None] = {}

    def table(self, name: str, item: Item | None, column: str) -> DataSet | None:
        """The table in a file, None with a finding when there is none."""
        if name not in self.tables:
            self.external.files[name] = None
            self.tables[name] = self.read(name, item, column)
        if self.tables[name] is None and item is not None:
            item.type = item.type._replace(kind=NodeKind.SILENT, question=None)
        return self.tables[name]

    def read(self, name: str, item: Item | None, column: str) -> DataSet | None:
        if _is_outside(name):
            self.note("file-outside", item, column, file=name)
            return None
        data = self.attachments.get(name)
        if data is None:
            self.external.absent.update((name, _stem(name)))
            if item is not None:  # what only pulldata reads is reported where it is read
                self.note("file-missing", item, column, file=name)
            return None
        table, problems = read_attached(name, data)
        self.external.findings += problems
        return table

    def list_from_file(self, item: Item) -> None:
        name = item.type.file
        table = self.table(name, item, "type")
        if table is None:
            return
        given = parameters_of(item.row.get("parameters")) or {}
        geojson = name.lower().endswith(".geojson")
        value = given.get("value", "id" if geojson and "id" in table.columns else "name")
        label = given.get("label", "title" if geojson else "label")
        if value not in table.columns:
            self.note("file-column-missing", item, "type", file=name, column=value)
            item.type = item.type._replace(kind=NodeKind.SILENT, question=None)
            return
        key = name if value == "name" and "label" not in given else f"{name}#{value},{label}"
        item.type = item.type._replace(list_name=key)
        if key not in self.external.lists:
            self.external.lists[key] = self.choices(table, value, label)
            self.external.data[key] = DataSet({"name": table.columns[value], **table.columns}, table.records)
        self.external.data.setdefault(_stem(name), table)

    def choices(self, table: DataSet, value: str, label: str) -> tuple[Choice, ...]:
        texts = {self.languages.default: table.columns[label]} if label in table.columns else {}
        for column, number in table.columns.items():
            base, _, language = column.partition("::")
            if base == label and language:
                texts[language_code(language)] = number
        number = table.columns[value]
        codes = codes_of([record[number] for record in table.records])
        return tuple(
            Choice(record[number], {language: (record[at],) for language, at in texts.items() if record[at]}, code)
            for record, code in zip(table.records, codes, strict=True)
        )

    def instance(self, item: Item) -> None:
        table = self.table(item.name + item.type.file, item, "name")
        if table is not None:
            self.external.data[item.name] = table

    def pulled(self, name: str) -> None:
        file = name if name.lower().endswith(FILES) else f"{name}.csv"
        if _stem(file) in self.external.data or _stem(file) in self.lists:
            return
        table = self.table(file, None, "")
        if table is not None:
            self.external.data[_stem(file)] = table

    def search(self, item: Item, search: Search) -> None:
        table = self.table(search.file, item, "appearance")
        pointers = self.lists.get(item.type.list_name, ())
        if table is None or not pointers:
            return
        made = searched(search, pointers, table)
        if isinstance(made, str):
            self.note("file-column-missing", item, "appearance", file=search.file, column=made)
            item.type = item.type._replace(kind=NodeKind.SILENT, question=None)
            return
        key = f"{item.type.list_name} in {search.file}"
        item.type = item.type._replace(list_name=key)
        self.external.lists[key], self.external.data[key], wanted = made
        if wanted is not None:
            self.external.filters[item.index] = wanted

    def note(self, code: str, item: Item | None, at: str, /, **fields: object) -> None:
        header = self.sheet.headers.get(at, at)
        row = item.row.number if item else None
        self.external.findings.append(finding(code, "survey", row, header if item else None, **fields))


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _is_outside(name: str) -> bool:
    """Whether a name could lead out of the folder of the questionnaire."""
    parts = PurePosixPath(name).parts
    return name.startswith("/") or ".." in parts or any(sign in name for sign in "\\:\0") or not name.strip(". ")
