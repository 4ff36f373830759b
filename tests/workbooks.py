"""Workbooks as spreadsheet programs write them, part by part: texts once in a part of their own."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_SPACE} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Tabelle1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def write_parts(path: Path, sheet: str, texts: str = "") -> Path:
    """A workbook of one sheet: the XML inside `worksheet` and inside `sst`, or whole documents."""
    parts = {
        **_PARTS,
        SHEET: sheet if sheet.startswith(("<!", "<x:", "<worksheet")) else f"<worksheet {_SPACE}>{sheet}</worksheet>",
        TEXTS: f"<sst {_SPACE}>{texts}</sst>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def write_texts(path: Path, lines: Iterable[Sequence[str]]) -> Path:
    """Rows of texts; blank ones are left out."""
    places: dict[str, int] = {}
    rows = []
    for number, line in enumerate(lines, 1):
        cells = "".join(
            f'<c r="{letter}{number}" t="s"><v>{places.setdefault(text, len(places))}</v></c>'
            for letter, text in zip(_LETTERS, line, strict=False)
            if text
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in places)
    return write_parts(path, f"<sheetData>{''.join(rows)}</sheetData>", texts)
