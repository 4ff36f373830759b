"""Reads, checks and builds a questionnaire that is not on the shelf.

Loaded when there is one: a start whose form was kept needs nothing of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.expressions.nearest import Nearest
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.engine.xform.translate import FORM
from cati_app.engine.xlsform.build import build_form
from cati_app.engine.xlsform.choices import WITH_OTHER, Use, read_choices
from cati_app.engine.xlsform.columns import column_findings
from cati_app.engine.xlsform.external import read_external
from cati_app.engine.xlsform.kept import read_kept
from cati_app.engine.xlsform.languages import Languages, read_languages, translation_findings
from cati_app.engine.xlsform.limits import step_labels_of
from cati_app.engine.xlsform.shelf import Attachments, Shelf
from cati_app.engine.xlsform.survey import Item, read_survey
from cati_app.engine.xlsform.types import OR_OTHER, select_amiss

_FLAGS = frozenset({"", "yes", "no", "true", "false", "1", "0", "x"})
_ORDER = {"study.yaml": 0, None: 1, "survey": 2, "choices": 3, "settings": 4}


def assemble(
    data: bytes, filename: str, shelf: Shelf | None, attachments: Attachments, unnamed: str
) -> tuple[Form | None, tuple[Finding, ...], tuple[str, ...]]:
    """The form, None when there are errors among the findings; the findings; names of the files it asks for.

    Args: as for `load_form`.
    """
    workbook, read_findings = read_kept(data, filename, shelf)
    if workbook is None:
        return None, tuple(read_findings), ()
    form, more, files = _build(workbook, attachments, unnamed)
    if workbook.is_xform:
        more = [
            replace(problem, sheet=FORM) if problem.sheet in ("survey", "choices", "settings") else problem
            for problem in more
        ]
    findings = in_order([*read_findings, *more])
    failed = any(problem.severity is Severity.ERROR for problem in findings)
    return None if failed else form, findings, files


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings by sheet, row and column, each once."""
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda problem: (_ORDER.get(problem.sheet, 9), problem.row or 0, problem.column or "", problem.code),
        )
    )


def _build(
    workbook: Workbook, attachments: Attachments, unnamed: str
) -> tuple[Form | None, list[Finding], tuple[str, ...]]:
    if "survey" not in workbook.sheets:
        near = difflib.get_close_matches("survey", [name.lower() for name in workbook.other_sheets], 1)
        hint = f" (there is one named “{near[0]}”)" if near else ""
        return None, [_plain("sheet-missing", sheet="survey", suggestion=hint)], ()
    if not workbook.sheet("survey").rows:
        return None, [finding("sheet-empty", "survey", sheet="survey")], ()
    survey = workbook.sheet("survey")
    findings = [] if workbook.is_xform else column_findings(workbook)
    languages, more = read_languages(workbook, unnamed)
    findings += more
    items, more = read_survey(survey, languages, _list_names(workbook))
    findings += more
    if any(problem.code == "nested-too-deep" for problem in more):
        return None, findings, ()
    lists, more = read_choices(workbook, languages, _uses(workbook, items))
    used = {item.type.list_name for item in items} | {step_labels_of(item) for item in items}
    findings += more
    external = read_external(workbook, items, lists, attachments, languages)
    lists |= external.lists
    findings += external.findings
    findings += _list_findings(workbook, items, set(lists), used) + _text_findings(workbook, items, languages)
    for item in items:
        if item.type.or_other and item.type.list_name + WITH_OTHER in lists:
            item.type = item.type._replace(list_name=item.type.list_name + WITH_OTHER)
    form, more = build_form(workbook, items, lists, languages, external)
    return form, findings + more, tuple(external.files)


def _list_names(workbook: Workbook) -> list[str]:
    return list(dict.fromkeys(name for row in workbook.sheet("choices").rows if (name := row.get("list_name"))))


def _plain(code: str, **fields: str) -> Finding:
    """A finding whose suggestion is worded already."""
    hint = fields.pop("suggestion")
    made = finding(code, None, None, None, suggestion="", **fields)
    return Finding(made.severity, made.code, made.message, made.cure.removesuffix(".") + hint + ".", fields["sheet"])


def _uses(workbook: Workbook, items: Sequence[Item]) -> Use:
    named = [item for item in items if item.type.list_name]
    allowed = any(
        row.get("allow_choice_duplicates").lower() in ("yes", "true", "1") for row in workbook.sheet("settings").rows
    )
    return Use(
        frozenset(item.type.list_name for item in named if item.row.get("choice_filter")),
        frozenset(item.type.list_name for item in named if item.type.or_other),
        frozenset(item.type.list_name for item in named if not item.type.one_choice),
        allowed,
    )


def _list_findings(workbook: Workbook, items: Sequence[Item], lists: set[str], used: set[str]) -> list[Finding]:
    findings: list[Finding] = []
    header = workbook.sheet("survey").headers.get("type", "type")
    nearest = Nearest()
    for item in items:
        name = item.type.list_name or step_labels_of(item)
        if name.startswith("${"):
            findings.append(finding("itemset-foreign", "survey", item.row.number, header, name=item.name))
            item.type = item.type._replace(kind=NodeKind.SILENT, question=None)
        elif name and name not in lists and not (item.type.file and item.type.question is None):
            text = " ".join(item.row.get("type").split())
            amiss = select_amiss(text, next(iter(lists), "yes_no")) if name.lower() == OR_OTHER else None
            if amiss is not None:
                findings.append(finding(amiss[0], "survey", item.row.number, header, type=text, written=amiss[1]))
                continue
            near = nearest(name, lists)
            findings.append(finding("list-missing", "survey", item.row.number, header, list=name, suggestion=near))
    text = " ".join(cell for item in items for cell in item.row.cells.values() if "instance(" in cell)
    for name in sorted(lists & {row.get("list_name") for row in workbook.sheet("choices").rows} - used):
        if f"'{name}'" not in text and f'"{name}"' not in text:
            row = next(row.number for row in workbook.sheet("choices").rows if row.get("list_name") == name)
            findings.append(finding("list-unused", "choices", row, "list_name", list=name))
    return findings


def _text_findings(workbook: Workbook, items: Sequence[Item], languages: Languages) -> list[Finding]:
    sheet = workbook.sheet("survey")
    findings: list[Finding] = []
    for item in items[1:]:
        row = item.row
        if item.type.question and not any(languages.texts(row, base) for base in ("label", "hint", "image", "audio")):
            header = languages.header(sheet, "label", languages.default)
            findings.append(finding("label-missing", "survey", row.number, header, name=item.name))
        if "cati_core" in row.cells or "cati_status" in row.cells or any("::" in column for column in row.cells):
            findings += translation_findings(languages, sheet, row, item.name, "label")
        findings += _flag_findings(sheet, row, languages)
        if row.get("cati_soft") and not languages.texts(row, "cati_soft_message"):
            findings.append(finding("soft-without-message", "survey", row.number, "cati_soft", name=item.name))
        if row.get("constraint") and not languages.texts(row, "constraint_message"):
            findings.append(finding("constraint-without-message", "survey", row.number, "constraint", name=item.name))
    return findings


def _flag_findings(sheet: Sheet, row: SheetRow, languages: Languages) -> list[Finding]:
    """Flags that are neither yes nor no, and unknown states of translation."""
    findings = [
        finding("flag-invalid", "survey", row.number, sheet.headers.get(column, column), text=row.get(column))
        for column in ("cati_core", "cati_contact")
        if row.get(column).lower() not in _FLAGS
    ]
    for code, status in languages.texts(row, "cati_status").items():
        if status not in ("draft", "checked", "approved"):
            header = languages.header(sheet, "cati_status", code)
            findings.append(finding("status-invalid", "survey", row.number, header, text=status))
    return findings
