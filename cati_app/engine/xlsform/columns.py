"""Unknown columns: misspelt ones of ours are errors, others are pointed out with the nearest known name."""

from __future__ import annotations

import difflib

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import TRANSLATED, Sheet, Workbook

OURS_IN_SURVEY = (
    "cati_soft",
    "cati_soft_message",
    "cati_field",
    "cati_theme",
    "cati_unit",
    "cati_core",
    "cati_contact",
    "cati_status",
    "cati_order",
    "cati_fixed",
)
OURS_IN_CHOICES = ("cati_exclusive", "cati_fixed", "cati_status")
_NOTES = frozenset({"note", "notes", "comment", "comments"})
_WITHOUT_EFFECT = frozenset({"minimum_seconds"})
"""Columns of the survey that promise something at the telephone, and keep it nowhere."""
_KNOWN = {
    "survey": (
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "relevant",
        "required",
        "required_message",
        "constraint",
        "constraint_message",
        "calculation",
        "choice_filter",
        "repeat_count",
        "default",
        "appearance",
        "read_only",
        "parameters",
        "trigger",
        "image",
        "audio",
        "video",
        "big-image",
        "autoplay",
        "body",
        "bind",
        "instance",
        "disabled",
        "note",
        "notes",
        "save_to",
        "accuracythreshold",
        "media",
        "intent",
        "preload",
        "rows",
        "response_note",
        "publishable",
        "minimum_seconds",
        "comment",
        "comments",
        "readonly_expression",
        "choices",
        "select_from_list_name",
        "list_name",
        "list",
        "count",
        "value",
        *OURS_IN_SURVEY,
    ),
    "choices": (),  # any column there may feed a choice filter
    "settings": (
        "form_title",
        "form_id",
        "version",
        "default_language",
        "style",
        "instance_name",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "allow_choice_duplicates",
        "name",
        "namespaces",
        "instance_xmlns",
        "set_form_title",
        "set_form_id",
        "title",
        "id_string",
        "client_edit",
        "sms_keyword",
        "sms_separator",
        "attribute",
        "clean_text_values",
        "hide_case_list",
        "default_lang",
        "add_none_option",
        "sms_date_format",
        "sms_datetime_format",
        "prefix",
        "delimiter",
        "flat",
        "allow_duplicates",
    ),
}


def is_read(sheet: str, column: str) -> bool:
    """Whether anything is made of a column, by its canonical name; of notes for authors nothing is."""
    base = column.partition("::")[0].partition(":")[0]
    known = _KNOWN.get(sheet, ())
    if not base or base in _NOTES or (sheet == "survey" and base in _WITHOUT_EFFECT):
        return False
    return not known or base in known or base in TRANSLATED


def column_findings(workbook: Workbook) -> list[Finding]:
    """Unknown and duplicate columns of the sheets of a questionnaire."""
    findings: list[Finding] = []
    for name, known in _KNOWN.items():
        sheet = workbook.sheet(name)
        findings += [finding("column-duplicate", name, 1, header, column=header) for header in sheet.duplicates]
        ours = OURS_IN_CHOICES if name == "choices" else OURS_IN_SURVEY if name == "survey" else ()
        for column, header in sheet.headers.items():
            base = column.partition("::")[0].partition(":")[0]
            if base.startswith(("cati_", "cati-", "cati ")):
                findings += _ours(name, base, header, ours)
            elif base.startswith(("kobo--", "$")):
                continue
            elif name != "choices" and base not in known and base not in TRANSLATED:
                findings += _foreign(sheet, base, header, known)
            elif name == "survey" and base in _WITHOUT_EFFECT and any(row.get(column) for row in sheet.rows):
                findings.append(finding("column-without-effect", name, 1, header, column=header))
    return findings


def _ours(name: str, base: str, header: str, ours: tuple[str, ...]) -> list[Finding]:
    if base in ours:
        return []
    near = difflib.get_close_matches(base, ours, 1)
    return [finding("column-unknown-cati", name, 1, header, column=header, suggestion=near[0] if near else "")]


def _foreign(sheet: Sheet, base: str, header: str, known: tuple[str, ...]) -> list[Finding]:
    near = difflib.get_close_matches(base, known, 1, 0.75)
    return [finding("column-unknown", sheet.name, 1, header, column=header, suggestion=near[0] if near else "")]
