"""A report as one accessible HTML file: headings, table heads, pictures with words; no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cati_app.publish.print.charts import drawn
from cati_app.publish.print.document import (
    ReportBlock,
    ReportChart,
    ReportColumn,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.print.shapes import BLUE, ChartBox, ChartLabel, ChartRule, ChartShape

_WIDTH = 640.0
_HEADS = 6
_BARS = 200  # pixels, for bars behind the rows of a table
_STYLE = """
:root{color-scheme:light}
body{margin:0 auto;padding:2rem 1.25rem 3rem;max-width:50rem;color:#1a1a1a;background:#fff;
font:1rem/1.55 Inter,'Segoe UI','Helvetica Neue','Noto Sans',Arial,sans-serif}
h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0}h2{font-size:1.3rem;margin:2.25rem 0 .5rem}
h3{font-size:1.05rem;margin:1.5rem 0 .35rem}p{margin:.4rem 0}
p,dd,td,th,h1,h2,h3{hyphens:auto;overflow-wrap:break-word}
.code{hyphens:manual}
.kind{color:#0b5cad;font-weight:600;margin:0}.quiet,.note,.source,figcaption small{color:#595959}
.note,.source{font-size:.85rem}.warning{color:#8a4b00;font-weight:600}
.caveat{background:#fdf0dc;color:#5e3a00;padding:.6rem .9rem;border-radius:.25rem}
.formula{padding-left:1rem}.gap{color:#8a4b00}.mark{color:#595959;display:inline-block;min-width:4.5rem}
nav ol{columns:2;padding-left:1.25rem}a{color:#0b5cad}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid #0b5cad}
.wide{overflow-x:auto;margin:.75rem 0 0}table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #bfbfbf}
th{font-weight:400}thead th{color:#595959;border-bottom-color:#595959;font-size:.85rem}
.number{text-align:right;padding-right:0;padding-left:.75rem;font-variant-numeric:tabular-nums}
.bar{padding:.45rem 0 0 .75rem;line-height:1}
tr.total th,tr.total td{font-weight:600}dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.2rem 1rem}
dt{color:#595959}dd{margin:0}figure{margin:1rem 0 0}figcaption{font-weight:600;font-size:.9rem}
svg{max-width:100%;height:auto}footer{margin-top:3rem;border-top:1px solid #bfbfbf;padding-top:.5rem}
@media print{nav,.skip{display:none}h2,h3,caption{break-after:avoid}tr,figure{break-inside:avoid}}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
"""


def document_html(document: ReportDocument) -> bytes:
    """The whole document; the same report gives the same bytes."""
    return "".join(f"{line}\n" for line in _Writer(document).lines()).encode()


class _Writer:
    def __init__(self, document: ReportDocument) -> None:
        self._document = document
        self._charts = 0
        self._tables = 0

    def lines(self) -> Iterator[str]:
        document = self._document
        yield "<!DOCTYPE html>"
        yield f'<html lang="{escape(document.language)}">'
        yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        yield f"<title>{escape(document.name)}</title><style>{_STYLE}</style></head>"
        yield "<body><header>"
        if document.warning:
            yield f'<p class="warning">{escape(document.warning)}</p>'
        yield f'<p class="kind">{escape(document.kind)}</p><h1>{escape(document.title)}</h1>'
        yield f'<p class="quiet">{escape(document.beneath)}</p></header>'
        yield from self._contents()
        yield '<main contenteditable="true">' if document.is_draft else "<main>"
        for number, section in enumerate(document.sections, 1):
            yield from self._section(section, f"s{number}", 2)
        yield f'</main><footer><p class="source">{escape(document.source)}</p></footer></body></html>'

    def _contents(self) -> Iterator[str]:
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(self._document.contents)}</h2><ol>'
        for number, section in enumerate(self._document.sections, 1):
            yield f'<li><a href="#s{number}">{escape(section.title)}</a></li>'
        yield "</ol></nav>"

    def _section(self, section: ReportSection, key: str, level: int) -> Iterator[str]:
        head = f"h{min(level, _HEADS)}"
        yield f'<section><{head} id="{key}">{escape(section.title)}</{head}>'
        for block in section.blocks:
            yield from self._block(block, key)
        for number, each in enumerate(section.sections, 1):
            yield from self._section(each, f"{key}-{number}", level + 1)
        yield "</section>"

    def _block(self, block: ReportBlock, section: str) -> Iterator[str]:
        match block:
            case ReportText():
                yield _text(block)
            case ReportFacts():
                told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in block.pairs)
                yield f"<dl>{told}</dl>"
            case ReportTable():
                self._tables += 1
                yield from _table(block, f"t{self._tables}", section)
            case ReportChart():
                self._charts += 1
                yield from _chart(block, f"c{self._charts}")


def _text(text: ReportText) -> str:
    known = f' class="{text.kind.value}"' if text.kind is not TextKind.PLAIN else ""
    mark = f'<span class="mark">{escape(text.mark)}</span> ' if text.mark else ""
    if not text.language:
        return f"<p{known}>{mark}{_lines(text.text)}</p>"
    direction = "rtl" if text.right_to_left else "ltr"
    if not text.mark:
        return f'<p{known} lang="{escape(text.language)}" dir="{direction}">{_lines(text.text)}</p>'
    return f'<p{known}>{mark}<bdi lang="{escape(text.language)}" dir="{direction}">{_lines(text.text)}</bdi></p>'


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _table(table: ReportTable, key: str, section: str) -> Iterator[str]:
    """The table, as a region named by its section and its caption, since many sections have a table of that caption."""
    if not table.rows:
        yield f'<p><strong>{escape(table.caption)}</strong></p><p class="note">{escape(table.none)}</p>'
        return
    yield f'<div class="wide" role="region" aria-labelledby="{section} {key}" tabindex="0">'
    yield f'<table><caption id="{key}">{escape(table.caption)}</caption><thead><tr>'
    yield "".join(_cell(column.head, "col" if column.head else "", column) for column in table.columns)
    bars = len(table.amounts) > 0
    most = max([1e-9, *(amount or 0 for amount in table.amounts)])
    yield f"{'<td></td>' if bars else ''}</tr></thead><tbody>"
    for number, row in enumerate(table.rows, 1):
        total = ' class="total"' if table.has_total and number == len(table.rows) else ""
        named = next(
            (column_no for column_no, text in enumerate(row) if text), 0
        )  # a line without a code is named by its text
        cells = "".join(
            _cell(text, "row" if column_no == named else "", column)
            for column_no, (text, column) in enumerate(zip(row, table.columns, strict=True))
        )
        bar = _bar((table.amounts[number - 1] or 0) / most) if bars else ""
        yield f"<tr{total}>{cells}{bar}</tr>"
    yield f'</tbody></table></div><p class="source">{escape(table.source)}</p>'


def _bar(length: float) -> str:
    """A bar of a share of the room for bars; what it says stands in the row."""
    box = f'<rect width="{_px(length * _BARS)}" height="10" fill="{BLUE}"/>'
    return (
        f'<td class="bar"><svg aria-hidden="true" viewBox="0 0 {_BARS} 10" width="{_BARS}" height="10">{box}</svg></td>'
    )


def _cell(text: str, scope: str, column: ReportColumn) -> str:
    """A cell; with a scope it is a head."""
    tag, scoped = ("th", f' scope="{scope}"') if scope else ("td", "")
    is_code = column.is_code and scope != "col"
    kind = ' class="number"' if column.is_number else ' class="code"' if is_code else ""
    return f"<{tag}{scoped}{kind}>{escape(text)}</{tag}>"


def _chart(chart: ReportChart, key: str) -> Iterator[str]:
    field = drawn(chart, _WIDTH)
    yield f"<figure><figcaption>{escape(chart.caption)}</figcaption>"
    yield (
        f'<svg role="img" aria-labelledby="{key}" viewBox="0 0 {_px(field.width)} {_px(field.height)}"'
        f' width="{_px(field.width)}" height="{_px(field.height)}"><title id="{key}">{escape(chart.told)}</title>'
    )
    yield "".join(_shape(shape) for shape in field.shapes)
    yield f'</svg><p class="source">{escape(chart.source)}</p></figure>'


def _shape(shape: ChartShape) -> str:
    match shape:
        case ChartBox():
            return (
                f'<rect x="{_px(shape.x)}" y="{_px(shape.y)}" width="{_px(shape.width)}" height="{_px(shape.height)}"'
                f' fill="{shape.fill}"/>'
            )
        case ChartRule():
            return (
                f'<line x1="{_px(shape.x)}" y1="{_px(shape.y)}" x2="{_px(shape.to_x)}" y2="{_px(shape.to_y)}"'
                f' stroke="{shape.colour}" stroke-width="{_px(shape.width)}"/>'
            )
        case ChartLabel():
            weight = ' font-weight="600"' if shape.is_strong else ""
            return (
                f'<text x="{_px(shape.x)}" y="{_px(shape.y)}" text-anchor="{shape.anchor}" fill="{shape.colour}"'
                f' font-size="{_px(shape.size + 2)}"{weight}>{escape(shape.text)}</text>'
            )


def _px(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
