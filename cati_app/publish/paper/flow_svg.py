"""Draws the routing of a questionnaire as SVG: no scripts, nothing fetched, the same form gives the same bytes."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from cati_app.engine.form.nodes import Node
from cati_app.publish.paper.flow_layout import MARGIN, WIDTH, Arc, FlowLayout, PlacedBlock, PlacedLine, layout_of
from cati_app.publish.paper.routing import Mark, Routing, lines_of
from cati_app.publish.paper.source import Source
from cati_app.publish.paper.words import PAPER_TERMS

_SANS = "Inter, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'Noto Sans Arabic', Arial, sans-serif"
_MONO = "'JetBrains Mono', 'DejaVu Sans Mono', Consolas, Menlo, monospace"
_INK, _QUIET, _LINE, _PAPER = "#1f2430", "#5b6472", "#c9cfd8", "#ffffff"
_AMBER, _AMBER_INK, _AMBER_LINE = "#fdf3dc", "#6b4a00", "#d79a1e"
_COLOURS = ("#1f6fb2", "#a23b72", "#2b7a4b", "#b3541e", "#5b4bb0", "#007c89", "#8a6d00", "#b02a37")
_FILLS = {
    Mark.SECTION: "#f3f5f8",
    Mark.GROUP: "#f8f9fb",
    Mark.LIST: "#eef6f8",
    Mark.GRID: "#eef6f0",
    Mark.REPEAT: "#f4f0fa",
    Mark.CONDITION: "#fffdf6",
    Mark.CALCULATION: "#f4f0fa",
    Mark.HIDDEN: "#eef1f4",
    Mark.PLACE: "#e3f0fb",
}
_EMBED = "\u202b{}\u202c"  # from right to left, also for viewers that do not know the attribute `direction`
_NAME_WIDTH, _KIND_WIDTH, _NUMBER_WIDTH = 168.0, 112.0, 34.0


def flow_svg(source: Source, routing: Routing, language: str) -> bytes:
    """The picture as a file; every text of the form is escaped."""
    return _Picture(source, routing, language).drawn()


def shortened(text: str, room: float, size: float, fixed: bool = False) -> str:
    """A text on one line, cut where its estimated width exceeds the room in pixels."""
    flat = " ".join(text.split())
    if width_of(flat, size, fixed) <= room:
        return flat
    room -= size
    used = 0.0
    for length, sign in enumerate(flat):
        used += width_of(sign, size, fixed)
        if used > room:
            return flat[:length].rstrip() + "…"
    return flat


def width_of(text: str, size: float, fixed: bool = False) -> float:
    """An estimate that errs to the wide side, since nobody knows the reader's fonts."""
    total = 0.0
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            total += 1.0
        elif fixed:
            total += 0.61
        else:
            total += 0.33 if sign in "il.,:;|!'()[] jtfI" else 0.72 if sign.isupper() or sign in "mw–—%@" else 0.57
    return total * size


class _Picture:
    def __init__(self, source: Source, routing: Routing, language: str) -> None:
        self.source = source
        self.form = source.form
        self.routing = routing
        self.language = language
        self.words = PAPER_TERMS.of(language)
        self.right_to_left = language in source.form.right_to_left
        self.layout: FlowLayout = layout_of(routing)
        self.colours = {arc.source: _COLOURS[n % len(_COLOURS)] for n, arc in enumerate(self.layout.arcs)}

    def drawn(self) -> bytes:
        layout = self.layout
        width, height = max(layout.width, MARGIN * 2 + WIDTH), layout.height
        root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": _px(width),
                "height": _px(height),
                "viewBox": f"0 0 {_px(width)} {_px(height)}",
                "font-family": _SANS,
                "font-size": "13",
                "role": "img",
                "lang": self.language,
            },
        )
        SubElement(root, "title").text = f"{self.words('routing')}: {self.form.title}"
        _box(root, 0, 0, width, height, _PAPER, None)
        self.head(root)
        frames, arrows, rows = (SubElement(root, "g", {"id": name}) for name in ("blocks", "arrows", "lines"))
        for area in layout.areas:
            self.area(frames, area)
        for arc in layout.arcs:
            self.arc(arrows, arc)
        for row in layout.rows:
            self.row(rows, row)
        text: str = ElementTree.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()

    def head(self, root: Element) -> None:
        """Title, facts and the key to the picture."""
        _text(root, MARGIN, 38, shortened(self.form.title, WIDTH, 21), size=21, weight="600")
        name = dict(self.form.languages).get(self.language, self.language)
        count = sum(1 for line in lines_of(self.routing.parts) if line.number)
        facts = [self.words("routing"), self.words("questions", n=count), name]
        if self.form.version:
            facts.insert(1, f"{self.words('version')} {self.form.version}")
        _text(root, MARGIN, 60, shortened(" · ".join(facts), WIDTH, 12.5), size=12.5, fill=_QUIET)
        x = MARGIN
        for fill, line, key in (
            (_AMBER, _AMBER_LINE, "condition"),
            (_FILLS[Mark.CALCULATION], "#b7a6d9", "calculation"),
            (_FILLS[Mark.HIDDEN], "#aab4c0", "hidden"),
            (_FILLS[Mark.PLACE], "#1f6fb2", "quota"),
        ):
            _box(root, x, 76, 14, 12, fill, line, 3)
            word = self.words(key)
            _text(root, x + 20, 86, word, size=11.5, fill=_QUIET)
            x += 38 + width_of(word, 11.5)
        _text(root, x, 86, "*", size=14, weight="700", fill="#b02a37")
        _text(root, x + 10, 86, self.words("required"), size=11.5, fill=_QUIET)
        x += 30 + width_of(self.words("required"), 11.5)
        _path(root, f"M{_px(x)} 82H{_px(x + 26)}", _AMBER_LINE, dashed=True)
        _text(root, x + 34, 86, self.words("skip"), size=11.5, fill=_QUIET)

    # -- frames ----------------------------------------------------------------------------------------------------

    def area(self, parent: Element, area: PlacedBlock) -> None:
        group = SubElement(parent, "g")
        block, node = area.block, area.block.node
        radius = 10 if block.mark is Mark.SECTION else 6
        _box(group, area.x, area.y, area.width, area.height, _FILLS[block.mark], _LINE, radius)
        if node is not None:
            self.title(group, area, node)
        if area.strip and block.condition:
            self.strip(group, area)
        elif area.strip and node is not None:
            self.count(group, area, node)
        if block.condition:
            self.skip(group, area)

    def title(self, group: Element, area: PlacedBlock, node: Node) -> None:
        section = area.block.mark is Mark.SECTION
        size = 14.5 if section else 12.5
        tag = "" if area.block.mark in (Mark.SECTION, Mark.GROUP) else self.words(_TAGS[area.block.mark])
        tag_width = width_of(tag, 11) + 18 if tag else 0.0
        room = area.width - 150 - 40 - tag_width
        title = self.source.title(node, self.language)
        label = _text(
            group, area.x + 14, area.y + 20, shortened(title, room, size), size=size, weight="600" if section else "500"
        )
        _tip(label, f"{node.name}: {' '.join(title.split())}")
        right = area.x + area.width - 14
        if tag:
            _box(group, right - tag_width, area.y + 7, tag_width, 16, "#ffffff", "#9aa5b4", 8)
            _text(group, right - tag_width / 2, area.y + 19, tag, size=11, fill=_QUIET, anchor="middle")
            right -= tag_width + 10
        _text(
            group,
            right,
            area.y + 19,
            shortened(node.name, 140, 11, True),
            size=11,
            fill=_QUIET,
            anchor="end",
            family=_MONO,
        )

    def strip(self, group: Element, area: PlacedBlock) -> None:
        """The condition in the author's own words, the whole of it as a tooltip."""
        words = self.words("asked_if")
        _box(group, area.x, area.strip_y, area.width, area.strip, _AMBER, None, 3)
        middle = area.strip_y + area.strip / 2 + 4
        _text(group, area.x + 16, middle, words, size=11, weight="600", fill=_AMBER_INK)
        start = area.x + 24 + width_of(words, 11.5)
        room = area.x + area.width - 12 - start
        condition = area.block.condition
        text = _text(group, start, middle, shortened(condition, room, 11, True), size=11, fill=_AMBER_INK, family=_MONO)
        _tip(text, " ".join(condition.split()))

    def count(self, group: Element, area: PlacedBlock, node: Node) -> None:
        """How often a repeat is asked."""
        text = self.words("repeat_times", what=self.source.cell(node, "repeat_count"))
        short = shortened(text, area.width - 40, 11, True)
        _tip(_text(group, area.x + 16, area.strip_y + area.strip / 2 + 4, short, size=11, fill=_QUIET), text)

    def skip(self, group: Element, area: PlacedBlock) -> None:
        """The way past what is not asked: the left edge, down to below the frame."""
        x, top, bottom = area.x, area.strip_y, area.y + area.height + 2
        _path(group, f"M{_px(x + 8)} {_px(top)}H{_px(x)}V{_px(bottom)}", _AMBER_LINE, dashed=True)
        _path(
            group,
            f"M{_px(x - 3.5)} {_px(bottom - 4)}L{_px(x)} {_px(bottom + 1)}L{_px(x + 3.5)} {_px(bottom - 4)}Z",
            None,
            fill=_AMBER_LINE,
        )

    # -- lines -----------------------------------------------------------------------------------------------------

    def row(self, parent: Element, row: PlacedLine) -> None:
        group = SubElement(parent, "g")
        if row.line.mark is Mark.QUESTION:
            self.question(group, row)
        else:
            self.value(group, row)

    def question(self, group: Element, row: PlacedLine) -> None:
        node, line = row.line.node, row.line
        _box(group, row.x, row.y, row.width, row.height, _PAPER, "#d9dee6", 5)
        if node.index in self.colours:
            _box(group, row.x + row.width - 4, row.y, 4, row.height, self.colours[node.index], None, 2)
        base = row.y + row.height / 2 + 4.5
        if line.number:
            _text(group, row.x + 28, base, str(line.number), size=12, fill=_QUIET, anchor="end")
        x = row.x + _NUMBER_WIDTH + 4
        name = _text(group, x, base, shortened(node.name, _NAME_WIDTH - 16, 11.5, True), size=11.5, family=_MONO)
        _tip(name, node.name)
        if self.source.cell(node, "required").lower() not in ("", "no", "false", "false()", "0"):
            _text(group, x + _NAME_WIDTH - 12, base + 2, "*", size=15, weight="700", fill="#b02a37")
        kind = self.words(f"kind_{node.question}") if node.question else ""
        x += _NAME_WIDTH
        _text(group, x, base, shortened(kind, _KIND_WIDTH - 8, 11), size=11, fill=_QUIET)
        x += _KIND_WIDTH
        self.label(group, row, x, base)

    def label(self, group: Element, row: PlacedLine, x: float, base: float) -> None:
        full = " ".join(self.source.title(row.line.node, self.language).split())
        tag = self.words("quota") if row.line.quota else ""
        room = row.x + row.width - x - 14 - (width_of(tag, 10.5) + 20 if tag else 0)
        short = shortened(full, room, 12.5)
        faint = _QUIET if not row.line.node.asks else _INK
        if self.right_to_left:
            text = _text(group, x + room, base, _EMBED.format(short), size=12.5, fill=faint, anchor="end")
        else:
            text = _text(group, x, base, short, size=12.5, fill=faint)
        _tip(text, full)
        if tag:
            self.pill(group, row, tag)

    def value(self, group: Element, row: PlacedLine) -> None:
        """A small box for a value that decides, where it is computed."""
        line, node = row.line, row.line.node
        edge = {Mark.CALCULATION: "#b7a6d9", Mark.HIDDEN: "#aab4c0"}.get(line.mark, "#1f6fb2")
        _box(group, row.x, row.y, row.width, row.height, _FILLS[line.mark], edge, 5, dashed=True)
        if node.index in self.colours:
            _box(group, row.x + row.width - 4, row.y, 4, row.height, self.colours[node.index], None, 2)
        base = row.y + row.height / 2 + 4
        tag = self.words(line.mark.value)
        _text(group, row.x + 10, base, tag, size=10.5, weight="600", fill=_QUIET)
        x = row.x + 22 + width_of(tag, 12)
        _text(group, x, base, shortened(node.name, _NAME_WIDTH, 11, True), size=11, family=_MONO)
        x += width_of(shortened(node.name, _NAME_WIDTH, 11, True), 11, True) + 14
        pill = width_of(self.words("quota"), 10.5) + 24 if line.quota else 0
        formula = self.source.cell(node, "calculation") if line.mark is Mark.CALCULATION else ""
        if formula:
            short = shortened("= " + formula, row.x + row.width - x - 14 - pill, 10.5, True)
            _tip(_text(group, x, base, short, size=10.5, fill=_QUIET, family=_MONO), formula)
        if line.quota:
            self.pill(group, row, self.words("quota"))

    def pill(self, group: Element, row: PlacedLine, tag: str) -> None:
        width = width_of(tag, 10.5) + 14
        x = row.x + row.width - width - 10
        _box(group, x, row.y + row.height / 2 - 8, width, 16, "#e3f0fb", "#1f6fb2", 8)
        _text(group, x + width / 2, row.y + row.height / 2 + 4, tag, size=10.5, fill="#124a78", anchor="middle")

    # -- arrows ----------------------------------------------------------------------------------------------------

    def arc(self, parent: Element, arc: Arc) -> None:
        colour = self.colours[arc.source]
        group = SubElement(parent, "g")
        node = self.form.nodes[arc.source]
        _tip(group, f"{node.name} {self.words('decides')}: {', '.join(self.decided(arc.source))}")
        x, y = arc.start
        heights = [y, *(end for _, end in arc.ends)]
        _path(group, f"M{_px(x)} {_px(y)}H{_px(arc.lane_x)}", colour)
        _path(group, f"M{_px(arc.lane_x)} {_px(min(heights))}V{_px(max(heights))}", colour)
        for end_x, end_y in arc.ends:
            _path(group, f"M{_px(arc.lane_x)} {_px(end_y)}H{_px(end_x + 5)}", colour)
            _path(
                group,
                f"M{_px(end_x + 6)} {_px(end_y - 3)}L{_px(end_x + 0.5)} {_px(end_y)}L{_px(end_x + 6)} "
                f"{_px(end_y + 3)}Z",
                None,
                fill=colour,
            )
        _dot(group, x, y, colour)

    def decided(self, index: int) -> list[str]:
        names: list[str] = []
        for area in self.layout.areas:
            if index in area.block.deciders:
                first = next(lines_of(area.block.parts), None)
                names.append(area.block.node.name if area.block.node else first.node.name if first else "")
        names += [row.line.node.name for row in self.layout.rows if index in row.line.deciders]
        return list(dict.fromkeys(names))


_TAGS = {Mark.LIST: "list", Mark.GRID: "grid", Mark.REPEAT: "kind_repeat"}


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _printable(text: str) -> str:
    """The text without the control characters that XML does not know."""
    return "".join(sign if sign >= " " and sign not in "\ufffe\uffff" else " " for sign in text)


def _text(
    parent: Element,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    fill: str = _INK,
    weight: str = "",
    anchor: str = "",
    family: str = "",
) -> Element:
    given = {
        "x": _px(x),
        "y": _px(y),
        "font-size": _px(size),
        "fill": fill,
        "font-weight": weight,
        "text-anchor": anchor,
        "font-family": family,
    }
    made = SubElement(parent, "text", {name: value for name, value in given.items() if value})
    made.text = _printable(text)
    return made


def _tip(element: Element, text: str) -> None:
    """A tooltip: the first child, so that every viewer finds it."""
    title = Element("title")
    title.text = _printable(text)
    if element.tag == "text":
        title.tail, element.text = element.text, None
    element.insert(0, title)


def _box(
    parent: Element,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    line: str | None,
    radius: float = 0,
    dashed: bool = False,
) -> None:
    given = {
        "x": _px(x),
        "y": _px(y),
        "width": _px(width),
        "height": _px(height),
        "fill": fill,
        "rx": _px(radius) if radius else "",
        "stroke": line or "",
        "stroke-dasharray": "4 3" if dashed else "",
    }
    SubElement(parent, "rect", {name: value for name, value in given.items() if value})


def _path(parent: Element, shape: str, colour: str | None, *, dashed: bool = False, fill: str = "none") -> None:
    given = {
        "d": shape,
        "fill": fill,
        "stroke": colour or "",
        "stroke-width": "1.4" if colour else "",
        "stroke-dasharray": "5 3" if dashed else "",
    }
    SubElement(parent, "path", {name: value for name, value in given.items() if value})


def _dot(parent: Element, x: float, y: float, colour: str) -> None:
    SubElement(parent, "circle", {"cx": _px(x), "cy": _px(y), "r": "2.6", "fill": colour})
