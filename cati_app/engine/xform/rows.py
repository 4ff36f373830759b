"""One node of an XForm as a row of the sheet survey."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from cati_app.engine.xform.document import attribute, child, local
from cati_app.engine.xform.lists import Lists, labels
from cati_app.engine.xform.model import DataNode
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
    text = (node.element.text or "").strip() if not len(node.element) else ""
    if node.first:
        cells["default"] = f"string({node.first})"
    elif text:
        cells["default"] = text if not _DYNAMIC.search(text) else _quoted(text)
    return cells


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
