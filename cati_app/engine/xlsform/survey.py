"""The sheet survey as a tree of items; everything wrong with its structure is collected on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cati_app.domain.findings import Finding
from cati_app.engine.expressions.nearest import Nearest
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow
from cati_app.engine.xlsform.languages import Languages
from cati_app.engine.xlsform.other import other_words
from cati_app.engine.xlsform.types import KNOWN, TypeOf, read_type, select_amiss

_NAME = re.compile(r"[^\W\d][\w\-.]*\Z")
_BY_ROW = re.compile(r"\bposition\(\s*(\.|current\(\s*\))?\s*\)|\bindex\(\s*\)")  # asks which row it is
_RESERVED = frozenset({"meta"})
MOST_DEEP = 60  # groups and repeats within one another; real forms reach 7
MOST_REPEATS = 6
_YES = frozenset({"yes", "true", "true()", "1"})


@dataclass(slots=True)
class Item:
    """A row of the sheet survey that becomes a node; item 0 is the form."""

    index: int
    name: str
    type: TypeOf
    row: SheetRow
    parent: int
    children: list[int] = field(default_factory=list)

    @property
    def kind(self) -> NodeKind:
        """What the node is for."""
        return self.type.kind or NodeKind.GROUP

    @property
    def stands_for_row(self) -> bool:
        """Whether it is the group that holds what a row of a repeat holds, with the relevance of the row."""
        return bool(self.row.get("row"))

    @property
    def appearance(self) -> frozenset[str]:
        """The words of the appearance column."""
        return frozenset(self.row.get("appearance").lower().split())


@dataclass(slots=True)
class _SurveyReader:
    sheet: Sheet
    findings: list[Finding]
    items: list[Item]
    open: list[int]
    languages: Languages
    example: str  # name of a choice list, for messages
    asks: bool = False  # there is a question, though it cannot be read
    too_deep: bool = False
    nearest: Nearest = field(default_factory=Nearest)
    first: dict[str, Item] = field(default_factory=dict)

    def add(self, row: SheetRow) -> None:
        if row.get("disabled").lower() in _YES:
            return
        text = row.get("type")
        if not text:
            if row.get("name") or any(column.startswith("label") for column in row.cells):
                self.note("type-missing", row, "type")
            return
        kind = read_type(text)
        amiss = select_amiss(text, self.example) if kind is None else None
        if amiss is not None:
            self.note(amiss[0], row, "type", type=" ".join(text.split()), written=amiss[1])
            self.asks = True
            kind = TypeOf("unknown", NodeKind.SILENT)
        elif kind is None:
            near = self.nearest(text.split()[0].lower(), KNOWN)
            self.note("type-unknown", row, "type", type=text, suggestion=near)
            kind = TypeOf("unknown", NodeKind.SILENT)
        if kind.kind is None:
            self.close(kind, row)
            return
        if kind.note:
            self.note(kind.note, row, "type", type=text.split()[0])
        self.append_item(self.name(row, kind), kind, row)
        if kind.or_other:
            self.other(self.items[-1], row)

    def append_item(self, name: str, kind: TypeOf, row: SheetRow) -> None:
        item = Item(len(self.items), name, kind, row, self.open[-1])
        self.items.append(item)
        self.items[item.parent].children.append(item.index)
        if kind.word.startswith("begin_"):
            self.open.append(item.index)
            if kind.kind is NodeKind.REPEAT and _BY_ROW.search(row.get("relevant")):
                self.row_group(item)
            repeats = sum(self.items[index].kind is NodeKind.REPEAT for index in self.open)
            if (len(self.open) > MOST_DEEP or repeats > MOST_REPEATS) and not self.too_deep:
                self.too_deep = True
                self.note("nested-too-deep", row, "type", groups=MOST_DEEP, repeats=MOST_REPEATS)

    def row_group(self, repeat: Item) -> None:
        """A group of the screen alone within a repeat whose relevance is another in each row."""
        cells = dict(repeat.row.cells)
        relevant = cells.pop("relevant")
        number = repeat.row.number
        repeat.row = SheetRow(number, cells)
        row = SheetRow(number, {"type": "begin_group", "layout": "yes", "row": "yes", "relevant": relevant})
        item = Item(len(self.items), f"{repeat.name}.row", TypeOf("begin_group", NodeKind.GROUP), row, repeat.index)
        self.items.append(item)
        repeat.children.append(item.index)
        self.open.append(item.index)

    def other(self, item: Item, row: SheetRow) -> None:
        """The question that `or_other` adds: which other."""
        labels = {f"label::{name}": other_words(code)[1] for code, name in self.languages.names.items()}
        extra = {
            "type": "text",
            "name": f"{item.name}_other",
            **labels,
            "relevant": f"selected(${{{item.name}}}, 'other')",
        }
        kind = TypeOf("text", NodeKind.QUESTION, QuestionKind.TEXT)
        self.append_item(extra["name"], kind, SheetRow(row.number, extra))

    def name(self, row: SheetRow, kind: TypeOf) -> str:
        name = row.get("name")
        unnamed = f"unnamed_{row.number}"
        if not name:
            if kind.meta or kind.kind in (NodeKind.HIDDEN, NodeKind.SILENT):
                return kind.word if kind.meta else unnamed
            if kind.kind is not NodeKind.GROUP:
                self.note("name-missing", row, "name")
            return unnamed
        if not _NAME.match(name):
            self.note("name-invalid", row, "name", name=name)
            return name
        if name.lower() in _RESERVED:
            self.note("name-reserved", row, "name", name=name)
        self.unique(name, row)
        return name

    def unique(self, name: str, row: SheetRow) -> None:
        before = self.first.get(name)
        if before is None:
            self.first[name] = Item(-1, name, TypeOf(""), row, self.open[-1])
        elif before.parent == self.open[-1]:
            self.note("name-duplicate", row, "name", name=name, first=before.row.number)
        else:
            self.note("name-ambiguous", row, "name", name=name, first=before.row.number)

    def close(self, kind: TypeOf, row: SheetRow) -> None:
        word = kind.word.removeprefix("end_")
        if len(self.open) == 1:
            self.note("group-unopened", row, "type", type=row.get("type"))
            return
        item = self.items[self.open.pop()]
        empty = not item.children
        if item.stands_for_row:
            item = self.items[self.open.pop()]
        begun = item.type.word.removeprefix("begin_")
        if begun != word:
            self.note(
                "group-crossed", row, "type", type=row.get("type"), kind=begun, name=item.name, first=item.row.number
            )
        if empty:
            self.note("group-empty", item.row, "type", kind=begun, name=item.name)

    def note(self, code: str, row: SheetRow, column: str, **fields: object) -> None:
        header = self.sheet.headers.get(column, column)
        self.findings.append(finding(code, "survey", row.number, header, **fields))


def read_survey(sheet: Sheet, languages: Languages, lists: Sequence[str] = ()) -> tuple[list[Item], list[Finding]]:
    """The items of the sheet, the form itself first, and what is wrong with their structure.

    Args:
        lists: Names of the choice lists there are, for messages.
    """
    findings: list[Finding] = []
    findings += [
        finding("column-missing", "survey", 1, column=column)
        for column in ("type", "name")
        if column not in sheet.headers
    ]
    root = Item(0, "data", TypeOf("form", NodeKind.GROUP), SheetRow(0, {}), -1)
    reader = _SurveyReader(sheet, findings, [root], [0], languages, next(iter(lists), "yes_no"))
    for row in sheet.rows:
        reader.add(row)
    for index in reader.open[1:]:
        item = reader.items[index]
        if item.stands_for_row:
            continue
        reader.note("group-unclosed", item.row, "type", kind=item.type.word.removeprefix("begin_"), name=item.name)
    if not reader.asks and not any(item.type.question for item in reader.items):
        findings.append(finding("form-empty", "survey"))
    return _grid_headers(reader.items), findings


def _grid_headers(items: Sequence[Item]) -> list[Item]:
    """In a grid the select with appearance `label` only shows the choices: it is not asked."""
    done = []
    for item in items:
        if item.type.question and "label" in item.appearance:
            item.type = replace_kind(item.type)
        done.append(item)
    return done


def replace_kind(kind: TypeOf) -> TypeOf:
    """The same type, silent."""
    return kind._replace(kind=NodeKind.SILENT, question=None)
