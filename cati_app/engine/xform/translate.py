"""An XForm as a workbook: the sheets and rows that the reader of XLSForms gives, so that one builder serves both."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.engine.xform.body import Body
from cati_app.engine.xform.document import Document, attribute, child, local, parse_document
from cati_app.engine.xform.lists import Lists, labels
from cati_app.engine.xform.model import DataNode, Model, read_model, repeat_around
from cati_app.engine.xform.rows import question, rules, unseen, wording
from cati_app.engine.xform.texts import Itext, content

_HEADERS = {
    "calculation": "calculate",
    "read_only": "readonly",
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
    "repeat_count": "jr:count",
    "choice_filter": "itemset",
    "trigger": "setvalue",
    "default": "instance",
    "name": "ref",
    "parameters": "itemset",
}
FORM = "xform"  # the sheet that findings name: rows are lines of the file


def read_xform(data: bytes, filename: str) -> tuple[Workbook | None, list[Finding]]:
    """The sheets of an XForm, None with findings when it cannot be used."""
    document = parse_document(data)
    if isinstance(document, Finding):
        return None, [document]
    head = child(document.root, "head")
    model = child(head if head is not None else document.root, "model")
    read = read_model(model) if model is not None else None
    if model is None or read is None:
        return None, [finding("xform-without-model")]
    itext = Itext(model)
    lists = Lists(document, read, itext)
    body = Body(read, child(document.root, "body"))
    writer = _Writer(document, lists, itext, body)
    writer.inside(read.root)
    lists.instances()
    settings = {
        "form_title": content(title) if (title := child(head, "title")) is not None else "",
        "form_id": attribute(read.root.element, "id") or read.root.name,
        "name": read.root.name,
        "version": attribute(read.root.element, "version"),
        "default_language": itext.default if itext.default != "default" else "",
    }
    sheets = {
        "survey": _sheet("survey", writer.rows),
        "choices": Sheet("choices", {"list_name": "list_name", **{name: name for name in lists.columns}}, lists.rows),
        "settings": _sheet("settings", [SheetRow(1, {name: text for name, text in settings.items() if text})]),
    }
    files = [SheetRow(1, {"id": name, "file": file}) for name, file in lists.files.items()]
    if files:
        sheets["instances"] = _sheet("instances", files)
    dropped = [node for node in read.nodes.values() if node.rows > 1 and not _is_started(node)]
    rows_left_out = [
        finding("xform-rows", "survey", document.line(node.element), None, ref=node.path) for node in dropped
    ]
    return Workbook(filename, sheets), [*writer.findings, *rows_left_out]


def _sheet(name: str, rows: list[SheetRow]) -> Sheet:
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    return Sheet(name, {column: _HEADERS.get(column, column) for column in ("type", "name", *columns)}, rows)


class _Writer:
    """Writes the nodes in the order of the body, groups as the model has them."""

    def __init__(self, document: Document, lists: Lists, itext: Itext, body: Body) -> None:
        self.document = document
        self.lists = lists
        self.itext = itext
        self.body = body
        self.places = _places(body.model)
        self.rows: list[SheetRow] = []
        self.findings: list[Finding] = []
        self.heads = {section.paths[0]: section for section in body.sections if section.paths}
        for part in body.unbound:
            self.note("xform-unbound", part, control=local(part), ref=attribute(part, "ref"))
        for part in body.crossed:
            self.note("xform-order", part, ref=attribute(part, "ref"))

    def inside(self, node: DataNode) -> None:
        """The children of a node in the order of the body; what is not asked stays behind its neighbour."""
        order: dict[str, tuple[int, int]] = {}
        last = -1
        for number, inner in enumerate(node.children):
            last = self.places[inner.path] if self.places[inner.path] >= 0 else last
            order[inner.path] = (last, number)
        known = sorted(node.children, key=lambda inner: order[inner.path])
        left: list[str] = []
        for inner in known:
            section = self.heads.get(inner.path)
            if section is not None and not left:
                self.head(section.element)
                left = list(section.paths)
            self.write(inner)
            if inner.path in left:
                left.remove(inner.path)
                if not left:
                    self.rows.append(SheetRow(self.line(inner), {"type": "end_group"}))
        if left:
            self.rows.append(SheetRow(self.line(node), {"type": "end_group"}))

    def head(self, element: Element) -> None:
        """A group of the body alone: its children stay where the model has them."""
        texts = labels(self.itext.element(child(element, "label")).get("", {}))
        line = self.document.line(element)
        cells = {
            "type": "begin_group",
            "name": f"layout_{line}",
            "appearance": attribute(element, "appearance"),
            **texts,
        }
        self.add(line, {**cells, "layout": "yes"})

    def write(self, node: DataNode) -> None:
        """A node with everything in it."""
        control = node.control
        if control is not None and local(control) == "repeat":
            self.block(node, "repeat", _repeat(control, node))
        elif node.children or (control is not None and local(control) == "group"):
            self.block(node, "group", {"appearance": attribute(control, "appearance")} if control is not None else {})
        else:
            self.leaf(node)

    def block(self, node: DataNode, kind: str, extra: dict[str, str]) -> None:
        """A group or a repeat."""
        cells = rules(node)
        cells.pop("default", None)
        texts = wording(self.itext, node, node.control)
        self.add(self.line(node), {"type": f"begin_{kind}", "name": node.name, **texts, **cells, **extra})
        self.inside(node)
        self.rows.append(SheetRow(self.line(node), {"type": f"end_{kind}"}))

    def leaf(self, node: DataNode) -> None:
        """A question, a calculation or a value handed in."""
        control = node.control
        cells = {"name": node.name, **rules(node)}
        if control is None:
            cells |= unseen(node)
            if cells["type"] in ("start", "end", "today"):
                cells.pop("calculation", None)
        else:
            kind = question(node, control, self.lists)
            if kind is None:
                self.note("itemset-foreign", control, name=node.name)
                kind = {"type": "hidden"}
            cells |= kind | wording(self.itext, node, control)
            cells["appearance"] = attribute(control, "appearance")
            if not any(column.partition("::")[0] in ("label", "hint", "image", "audio") for column in cells):
                self.note("repaired-label", control, name=node.name)
                cells |= labels({self.itext.default: node.name})
        self.add(self.line(node), cells)

    def add(self, line: int, cells: dict[str, str]) -> None:
        self.rows.append(SheetRow(line, {column: text for column, text in cells.items() if text}))

    def line(self, node: DataNode) -> int:
        """Where a node stands: at its control, else in the instance."""
        return self.document.line(node.control if node.control is not None else node.element)

    def note(self, code: str, element: Element, **fields: object) -> None:
        self.findings.append(finding(code, FORM, self.document.line(element), local(element), **fields))


def _repeat(control: Element, node: DataNode) -> dict[str, str]:
    count = attribute(control, "count")
    fixed = attribute(control, "noAddRemove") in ("true()", "true", "1")
    fixed_count = str(node.rows) if fixed else ""
    start = "" if count or fixed or node.rows == 1 else str(node.rows)
    return {
        "appearance": attribute(control, "appearance"),
        "repeat_count": count or fixed_count,
        "starting_rows": start,
    }


def _is_started(node: DataNode) -> bool:
    """Whether the rows of a node are those its repeat starts with."""
    within, _ = repeat_around(node)
    return node.control is not None and local(node.control) == "repeat" and within is None


def _places(model: Model) -> dict[str, int]:
    """By path: where a node, or the first thing in it that is asked, stands in the body; -1 when nothing is."""
    first_controls: dict[str, int] = {}
    for node in reversed(model.nodes.values()):  # what lies within comes before what holds it
        inside = [first_controls[inner.path] for inner in node.children] + [node.position]
        first_controls[node.path] = min((control for control in inside if control >= 0), default=-1)
    return first_controls
