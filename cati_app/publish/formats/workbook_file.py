"""Workbooks (XLSX), streamed: texts as texts, never as formulas; the same cells give the same bytes.

A cell is a text, a number, a date or a time. Of texts, what XML cannot hold is written as `_x0001_`, as spreadsheets
do, and a text that looks like such a mark keeps its looks. Layout after ECMA-376; texts stand in their cells, so that
nothing has to be gathered first.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from cati_app.publish.dataset.table import Value
from cati_app.publish.dataset.typed import seconds_of
from cati_app.publish.formats.sink import PieceSink
from cati_app.values import dataclass

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767  # characters
_LONGEST_NAME = 31  # characters of a sheet's name
_ROWS = 500  # written at a time
_EPOCH_DAYS = 25_569  # from the serial number 0 to 1970
_FIRST_DAY = date(1900, 3, 1)  # before it, serial numbers count a day that there was not
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\r")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_MADE = (1980, 1, 1, 0, 0, 0)  # of every part; the clock has no place in a file that is the same for the same data
_BIG = 2**31 // 64  # cells from which a sheet may grow beyond two gigabytes
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BOLD, _DAY, _MOMENT, _TIME = 1, 2, 3, 4  # places of the styles
_STYLES = f"""<styleSheet {_MAIN}><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>\
</fonts><fills count="2">\
<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet: its name, the row of heads, rows, and widths of columns in characters where they are not the usual."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[float] = ()
    cells: int = 0  # about how many there are; only very large sheets need it


def workbook_pieces(title: str, made: datetime, sheets: Sequence[SheetContent]) -> Iterator[bytes]:
    """The file, piece by piece.

    Args:
        title: Of the document.
        made: When its content was made, aware.
        sheets: At least one; names are cut to what a sheet may be called, and must differ then.
    """
    sink = PieceSink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(title, made, [_sheet_name(sheet.name) for sheet in sheets]):
            package.writestr(_member(name), _HEAD + content.encode())
        for number, sheet in enumerate(sheets, 1):
            member = _member(f"xl/worksheets/sheet{number}.xml")
            with package.open(member, "w", force_zip64=sheet.cells > _BIG) as part:
                for piece in _sheet(sheet):
                    part.write(piece)
                    yield sink.taken()
    yield sink.taken()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MADE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 0  # the same on every system
    return member


def _sheet_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME] or "_"


def _parts(title: str, made: datetime, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    stamp = made.strftime("%Y-%m-%dT%H:%M:%S%z").replace("+0000", "Z")
    stamp = stamp if stamp.endswith("Z") else f"{stamp[:-2]}:{stamp[-2:]}"
    yield (
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created></cp:coreProperties>',
    )
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}{styles}</Relationships>',
    )
    yield "xl/styles.xml", _STYLES


def _sheet(sheet: SheetContent) -> Iterator[bytes]:
    columns = [_letters(number) for number in range(len(sheet.head))]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    yield (
        _HEAD
        + (
            f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
        ).encode()
    )
    head = "".join(_written(value, f"{letters}1", _BOLD) for letters, value in zip(columns, sheet.head, strict=True))
    written = [f'<row r="1">{head}</row>']
    for number, row in enumerate(sheet.rows, 2):
        cells = [_written(value, f"{letters}{number}") for letters, value in zip(columns, row, strict=True)]
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(written) >= _ROWS:
            yield "".join(written).encode()
            written = []
    yield "".join(chain(written, ["</sheetData></worksheet>"])).encode()


def _letters(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _written(value: Value, address: str, style: int = 0) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f'<c r="{address}"{_styled(style)}><v>{value!r}</v></c>'
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{_text(value[:LONGEST_TEXT])}</t></is>'
        return f'<c r="{address}" t="inlineStr"{_styled(style)}>{text}</c>'
    if isinstance(value, date) and date(value.year, value.month, value.day) < _FIRST_DAY:
        return _written(value.isoformat(), address)
    seconds, style = seconds_of(value), _style_of(value)
    days = seconds / 86_400 + (0 if isinstance(value, time) else _EPOCH_DAYS)
    return f'<c r="{address}"{_styled(style)}><v>{days!r}</v></c>'


def _style_of(value: Value) -> int:
    if isinstance(value, datetime):
        return _MOMENT
    return _TIME if isinstance(value, time) else _DAY


def _styled(style: int) -> str:
    return f' s="{style}"' if style else ""


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text))
