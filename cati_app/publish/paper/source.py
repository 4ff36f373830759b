"""A questionnaire as its author wrote it: the form beside the cells of the workbook it was made of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.sheets.workbook import SheetRow, Workbook
from cati_app.engine.xlsform.kept import read_kept
from cati_app.engine.xlsform.languages import Languages, read_languages
from cati_app.engine.xlsform.markup import plain_text

_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*(\d{4}-\d\d-\d\d)")
_MOST = 65_536  # bytes of the properties that are looked at
_NOTHING = SheetRow(0, {})


@dataclass(frozen=True)
class Source:
    """The form and, by number of the row in the sheet survey, what the author wrote there."""

    form: Form
    workbook: Workbook  # with everything put right
    rows: Mapping[int, SheetRow]
    languages: Languages
    saved_on: str = ""  # date the workbook names as its last change, YYYY-MM-DD; blank where it names none

    def cell(self, node: Node, column: str) -> str:
        """A cell of the row a node was made of; a row that became two nodes counts for the first."""
        row = self.rows.get(node.row, _NOTHING)
        name = row.get("name")
        if name and name != node.name:
            return f"selected(${{{name}}}, 'other')" if column == "relevant" else ""
        return row.get(column)

    def text(self, node: Node, base: str, language: str) -> str:
        """A translated text as written, with its `${…}`; blank where that language has none."""
        row = self.rows.get(node.row, _NOTHING)
        if row.get("name") and row.get("name") != node.name:
            return ""
        return plain_text(self.languages.texts(row, base).get(language, ""))

    def title(self, node: Node, language: str) -> str:
        """The label in a language, in the form's language where it has none, else the name."""
        return self.text(node, "label", language) or self.text(node, "label", self.form.default_language) or node.name

    def resolve(self, name: str, at: Node) -> Node | None:
        """The node that `${name}` means at another one: the one in the nearest row of a repeat."""
        candidates = self.form.by_name.get(name, ())
        return next((node for node in candidates if node.frame == at.frame), candidates[0] if candidates else None)


def read_source(data: bytes, filename: str, form: Form) -> Source:
    """The author's cells of a form that was loaded from the same bytes."""
    workbook, _ = read_kept(data, filename, None)
    if workbook is None:
        raise ValueError("the form was not made of these bytes")
    rows = {row.number: row for row in workbook.sheet("survey").rows}
    return Source(form, workbook, rows, read_languages(workbook, form.named_outside)[0], saved_on(data))


def saved_on(data: bytes) -> str:
    """The date of the last change that an .xlsx workbook names, blank where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("docProps/core.xml") as part:
            match = _MODIFIED.search(part.read(_MOST))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError):
        # What zipfile raises for no zip, no such part, damage, encryption and unknown packing. The form itself was read
        # and checked before; only a date on the title page is looked for here, and paper without one is complete.
        return ""
    return match[1].decode() if match else ""


def names_in(text: str) -> list[str]:
    """The names within `${…}` in a text, each once, in order."""
    return list(dict.fromkeys(_REFERENCE.findall(text)))


def is_shown(node: Node) -> bool:
    """Whether the interviewer ever sees the node on a screen of its own or with others."""
    return node.kind is NodeKind.QUESTION
