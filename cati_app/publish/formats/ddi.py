"""The data set described in DDI-Codebook 2.5: study, file, variables with texts, ranges, categories and frequencies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias
from xml.etree import ElementTree as Tree

import numpy as np

from cati_app.domain.tabulation.small_counts import hidden_answers, is_small
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.dataset.told_variables import hidden_codes, untold_variables
from cati_app.publish.dataset.typed import NumberColumn, TextColumn, TypedColumn, TypedTable
from cati_app.publish.formats.spss_formats import spss_format
from cati_app.publish.formats.xml_text import xml_bytes, xml_text

_NATURE = {Level.NOMINAL: "nominal", Level.ORDINAL: "ordinal", Level.SCALE: "ratio"}
_CATEGORY = {Kind.DATE: "date", Kind.MONTH: "date", Kind.MOMENT: "date", Kind.TIME: "time"}
_Counts: TypeAlias = dict[int | str, int]


def ddi_pieces(typed: TypedTable, named: str) -> Iterator[bytes]:
    """The document; the same table gives the same bytes. Children of each variable stand in the order of the schema.

    Args:
        typed: The data set.
        named: What the files of the data are called, without their endings.
    """
    table = typed.table
    secret = hidden_codes(table)
    untold = untold_variables(table, secret=secret)
    book = Tree.Element("codeBook", {"xmlns": "ddi:codebook:2_5", "version": "2.5", "xml:lang": table.language})
    _study(Tree.SubElement(book, "stdyDscr"), table)
    _file(Tree.SubElement(book, "fileDscr", ID="F1"), table, named)
    described = Tree.SubElement(book, "dataDscr")
    ids = {variable.name: f"V{position}" for position, variable in enumerate(table.variables, 1)}
    for members in table.sets:
        chosen = " ".join(ids[name] for name in members.variables)
        group = Tree.SubElement(described, "varGrp", ID=f"G_{members.name}", type="multipleResp", name=members.name)
        group.set("var", chosen)
        _said(group, "labl", members.label)
    for position, column in enumerate(typed.columns, 1):
        is_told = column.variable.name not in untold
        of_few = secret.get(column.variable.name, frozenset())
        _variable(described, column, position, table, ids.get(table.weight, ""), of_few, is_told=is_told)
    yield xml_bytes(book)


def _said(parent: Tree.Element, tag: str, text: str, **attributes: str) -> Tree.Element:
    made = Tree.SubElement(parent, tag, attributes)
    made.text = xml_text(text)
    return made


def _study(parent: Tree.Element, table: DataTable) -> None:
    citation = Tree.SubElement(parent, "citation")
    title = Tree.SubElement(citation, "titlStmt")
    _said(title, "titl", table.title)
    _said(title, "IDNo", table.study_id)
    version = Tree.SubElement(citation, "verStmt")
    _said(version, "version", table.version, date=table.data_time.date().isoformat())


def _file(parent: Tree.Element, table: DataTable, named: str) -> None:
    text = Tree.SubElement(parent, "fileTxt")
    _said(text, "fileName", named)
    dimensions = Tree.SubElement(text, "dimensns")
    _said(dimensions, "caseQnty", str(len(table.rows)))
    _said(dimensions, "varQnty", str(len(table.variables)))
    _said(text, "dataChck", f"SHA-256 {table.checksum}")


def _variable(
    parent: Tree.Element,
    column: TypedColumn,
    position: int,
    table: DataTable,
    weight: str,
    secret: Collection[Value],
    *,
    is_told: bool,
) -> None:
    """One variable; without any figure of its values where it may not be told how many have one."""
    variable = column.variable
    made = Tree.SubElement(parent, "var", ID=f"V{position}", name=variable.name, files="F1")
    if variable.name == table.weight:
        made.set("wgt", "wgt")
    elif weight and table.weight:
        made.set("wgt-var", weight)
    made.set("dcml", str(variable.decimals))
    made.set("intrvl", "contin" if variable.level is Level.SCALE and not variable.codes else "discrete")
    made.set("nature", _NATURE[variable.level])
    Tree.SubElement(made, "location", fileid="F1", width=str(variable.width))
    _said(made, "labl", variable.label)
    if variable.question and variable.origin == "question":
        _said(Tree.SubElement(made, "qstn"), "qstnLit", variable.question)
    if isinstance(column, NumberColumn) and is_told:
        _ranges(made, column)
    if is_told:
        valid = int(column.is_valid.sum())
        _said(made, "sumStat", str(valid), type="vald")
        _said(made, "sumStat", str(len(table.rows) - valid), type="invd")
        _figures(made, column)
    _categories(made, variable, _counted(column) if is_told else None, secret)
    form = {"type": "character" if variable.kind is Kind.TEXT else "numeric", "schema": "SPSS"}
    _said(
        made, "varFormat", "", **form, formatname=spss_format(variable), category=_CATEGORY.get(variable.kind, "other")
    )
    for note in variable.notes:
        _said(made, "notes", note)


def _ranges(parent: Tree.Element, column: NumberColumn) -> None:
    """The least and the greatest value, unless they are those of few people."""
    there = column.numbers[column.is_valid]
    at_ends = [int((there == end).sum()) for end in (there.min(), there.max())] if there.size else [0]
    if column.variable.kind is Kind.NUMBER and not any(is_small(n) for n in at_ends) and there.size:
        valid = Tree.SubElement(parent, "valrng")
        units = "INT" if column.is_whole else "REAL"
        Tree.SubElement(valid, "range", UNITS=units, min=f"{there.min():.15g}", max=f"{there.max():.15g}")
    if column.variable.missing_range:
        low, high = column.variable.missing_range
        invalid = Tree.SubElement(parent, "invalrng")
        Tree.SubElement(invalid, "range", UNITS="INT", min=str(low), max=str(high))


def _figures(parent: Tree.Element, column: TypedColumn) -> None:
    """Mean and standard deviation of what is measured, unless in few people; unweighted."""
    if isinstance(column, TextColumn) or column.variable.kind is not Kind.NUMBER or column.variable.codes:
        return
    there = column.numbers[column.is_valid]
    if column.variable.level is Level.SCALE and there.size and not is_small(int(there.size)):
        _said(parent, "sumStat", f"{there.mean():.6g}", type="mean", wgtd="not-wgtd")
        if there.size > 1:
            _said(parent, "sumStat", f"{there.std(ddof=1):.6g}", type="stdev", wgtd="not-wgtd")


def _counted(column: TypedColumn) -> _Counts:
    """How often each code stands in the data, of variables that have codes."""
    if not column.variable.labels:
        return {}
    if isinstance(column, TextColumn):
        texts: _Counts = {}
        for text in column.texts:
            texts[text] = texts.get(text, 0) + 1
        return texts
    counts: _Counts = {}
    for values in (column.reasons[column.reasons != 0], column.numbers[column.is_valid]):
        if values.dtype.kind == "f" and not column.variable.codes:
            continue
        for value, count in zip(*np.unique(values, return_counts=True), strict=True):
            counts[int(value)] = int(count)
    return counts


def _categories(parent: Tree.Element, variable: Variable, counts: _Counts | None, secret: Collection[Value]) -> None:
    """Each code with its label and how often it stands in the data, unless so few people gave it or beside it.

    Args:
        counts: None: none is told.
        secret: Codes that would betray small ones of another variable, too.
    """
    reasons = set(variable.missing.values())
    lists = ([code for code in variable.labels if (code in reasons) is gone] for gone in (False, True))
    told = (
        {}
        if counts is None
        else {code: counts.get(code, 0) for codes in lists for code in _told(codes, counts, secret)}
    )
    full = {coded.code: coded.text for coded in variable.codes}
    for code, label in variable.labels.items():
        category = Tree.SubElement(parent, "catgry", {"missing": "Y"} if code in reasons else {})
        _said(category, "catValu", str(code))
        _said(category, "labl", full.get(code) or label)
        if code in told:
            _said(category, "catStat", str(told[code]), type="freq")


def _told(codes: Sequence[int | str], counts: _Counts, secret: Collection[Value]) -> set[int | str]:
    """Those whose frequency is told, of codes that add up to a public sum."""
    also = [at for at, code in enumerate(codes) if code in secret]
    hidden = hidden_answers([counts.get(code, 0) for code in codes], also=also)
    return {code for number, code in enumerate(codes) if number not in hidden}
