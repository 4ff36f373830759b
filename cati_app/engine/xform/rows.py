"""One node of an XForm as a row of the sheet survey."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from cati_app.engine.xform.document import attribute, child, local
from cati_app.engine.xform.lists import Lists, labels
from cati_app.engine.xform.model import DataNode, repeat_around
from cati_app.engine.xform.texts import Itext

_TYPES = {
    "": "text",
    "string": "text",
    "int": "integer",
    "integer": "integer",
    "long": "integer",
    "decimal": "decimal",
    "float": "decimal",
    "double": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "binary": "file",
    "boolean": "text",
    "intent": "text",
}
_UPLOADS = {"image": "image", "audio": "audio", "video": "video", "osm": "osm"}
_PRELOADS = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("property", "deviceid"): "deviceid",
    ("property", "username"): "username",
    ("property", "email"): "email",
    ("property", "phonenumber"): "phonenumber",
    ("property", "subscriberid"): "subscriberid",
    ("property", "simserial"): "simserial",
    ("property", "uri:deviceid"): "deviceid",
    ("property", "uri:username"): "username",
    ("property", "uri:email"): "email",
    ("property", "uri:phonenumber"): "phonenumber",
}
_DYNAMIC = re.compile(r"\$\{|[A-Za-z]\s*\(")
_SELECTS = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}


def wording(itext: Itext, node: DataNode, control: Element | None) -> dict[str, str]:
    """The texts of a question or group as cells."""
    own = child(control, "label") if control is not None else None
    label = itext.element(own if own is not None else node.label)
    hint = itext.element(child(control, "hint")) if control is not None else {}
    cells = labels(label.get("", {})) | labels(hint.get("", {}), "hint")
    cells |= labels(hint.get("guidance", {}) or label.get("guidance", {}), "guidance_hint")
    for medium in ("image", "audio", "video", "big-image"):
        cells |= labels(label.get(medium, {}), medium)
    cells |= labels(itext.message(node.bind.get("constraintMsg", "")), "constraint_message")
    return cells | labels(itext.message(node.bind.get("requiredMsg", "")), "required_message")


def rules(node: DataNode) -> dict[str, str]:
    """The binds of a node as cells."""
    names = {
        "relevant": "relevant",
        "constraint": "constraint",
        "calculate": "calculation",
        "required": "required",
        "readonly": "read_only",
    }
    cells = {column: node.bind[name] for name, column in names.items() if node.bind.get(name)}
    if node.trigger:
        cells["trigger"] = f"${{{node.trigger}}}"
        if node.triggered:
            cells["calculation"] = node.triggered
    if default := _default(node):
        cells["default"] = default
    return cells


def _default(node: DataNode) -> str:
    """What stands in a node when its row comes to be: a text, or an expression computed once."""
    repeat, steps = repeat_around(node)
    text = (node.element.text or "").strip() if not len(node.element) else ""
    own = _quoted(text) if _DYNAMIC.search(text) else text
    if repeat is None:
        return f"string({node.first or node.added})" if node.first or node.added else own
    rows = starting_rows(repeat)
    position = f"position({'/'.join(['..'] * steps)})"
    late = node.added or node.first
    early = node.first or _quoted(text)
    others = {} if node.first else _texts_by_row(node, repeat, rows, text)
    for number, other in sorted(others.items(), reverse=True):
        early = f"if({position} = {number}, {_quoted(other)}, {early})"
    if node.added and rows and node.added != node.first:
        return f"string(if({position} > {rows}, {late}, {early}))"
    if others:
        return f"string({early})"
    return f"string({late})" if late else own


def _texts_by_row(node: DataNode, repeat: DataNode, rows: int, text: str) -> dict[int, str]:
    """By row of a repeat: the texts of those the form starts with, where they differ from the first or the template."""
    names = node.path.removeprefix(repeat.path + "/").split("/")
    texts: dict[int, str] = {}
    for number, element in enumerate(repeat.further[:rows], 1 + rows - len(repeat.further)):
        inner: Element | None = element
        for name in names:
            inner = child(inner, name)
        other = (inner.text or "").strip() if inner is not None else ""
        if other != text:
            texts[number] = other
    return texts


def starting_rows(repeat: DataNode) -> int:
    """How many rows a repeat has when the interview starts; a count brings all of its own."""
    counted = repeat.control is not None and attribute(repeat.control, "count")
    return 0 if counted else repeat.rows


def _quoted(text: str) -> str:
    mark = '"' if "'" in text else "'"
    return f"{mark}{text.replace(mark, '')}{mark}"


def question(node: DataNode, control: Element, lists: Lists) -> dict[str, str] | None:
    """Type, choices and parameters of a question; None when its choices are not available."""
    name = local(control)
    if name in _SELECTS:
        chosen = lists.of(node, control)
        if chosen is None:
            return None
        kind = _SELECTS[name] + ("_from_file" if chosen.file else "")
        return {
            "type": f"{kind} {chosen.list_name}",
            "choice_filter": chosen.choice_filter,
            "parameters": chosen.parameters,
        }
    if name == "range":
        given = " ".join(
            f"{key}={attribute(control, key)}" for key in ("start", "end", "step") if attribute(control, key)
        )
        return {"type": "range", "parameters": given}
    if name == "trigger":
        return {"type": "acknowledge"}
    if name == "upload":
        return {"type": _UPLOADS.get(attribute(control, "mediatype").partition("/")[0], "file")}
    kind = _TYPES.get(node.bind.get("type", "").rpartition(":")[2], "text")
    fixed = node.bind.get("readonly", "") in ("true()", "true", "1") and "calculate" not in node.bind
    return {"type": "note" if kind == "text" and fixed and not (node.element.text or "").strip() else kind}


def unseen(node: DataNode) -> dict[str, str]:
    """The type of a node that nothing in the body asks."""
    preload = (node.bind.get("preload", ""), node.bind.get("preloadParams", ""))
    if preload in _PRELOADS:
        return {"type": _PRELOADS[preload]}
    return {"type": "calculate" if "calculate" in node.bind or node.trigger else "hidden"}
