"""The model of an XForm: its data as a tree of nodes, with binds, defaults and actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cati_app.engine.xform.document import attribute, children, local

_IGNORED = frozenset({"meta"})
_FIRST_LOAD = frozenset({"odk-instance-first-load", "odk-instance-load"})
_NEW_ROW = "odk-new-repeat"


@dataclass(slots=True)
class DataNode:
    """A node of the primary instance."""

    name: str
    path: str  # from the root, for instance /data/g/q
    element: Element
    parent: DataNode | None
    children: list[DataNode] = field(default_factory=list)
    bind: dict[str, str] = field(default_factory=dict)
    rows: int = 1  # how often the node occurs: first rows of a repeat
    control: Element | None = None  # what asks it, or the group or repeat that shows it
    label: Element | None = None  # where a repeat has its label: the group around it
    position: int = -1  # of the control in the body
    further: list[Element] = field(default_factory=list)  # its further occurrences
    first: str = ""  # computed once when the interview starts
    added: str = ""  # computed once in a row that comes to be later
    trigger: str = ""  # path of the question whose change computes this
    triggered: str = ""


@dataclass(slots=True)
class Model:
    """The primary instance and the secondary ones."""

    root: DataNode
    nodes: dict[str, DataNode]  # by path
    instances: dict[str, Element]  # by id

    def at(self, path: str, near: str = "") -> DataNode | None:
        """The node of a path, absolute or relative to another one."""
        return self.nodes.get(resolved(path, near))


def resolved(path: str, near: str) -> str:
    """A path of plain steps made absolute."""
    path = path.strip()
    steps = [] if path.startswith("/") else [step for step in near.split("/") if step]
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", ".", "current()"):
            steps.append(step)
    return "/" + "/".join(steps)


def read_model(model: Element) -> Model | None:
    """The model of a form, None when it holds no data."""
    instances = children(model, "instance")
    primary = next((instance for instance in instances if len(instance) and not attribute(instance, "src")), None)
    if primary is None:
        return None
    root = DataNode(local(primary[0]), "/" + local(primary[0]), primary[0], None)
    nodes = {root.path: root}
    _grow(root, nodes)
    made = Model(
        root, nodes, {attribute(instance, "id"): instance for instance in instances if instance is not primary}
    )
    for bind in children(model, "bind"):
        node = made.at(attribute(bind, "nodeset") or attribute(bind, "ref"), root.path)
        if node is not None:
            node.bind.update({name.rpartition("}")[2]: text.strip() for name, text in bind.attrib.items()})
    for action in children(model, "setvalue"):
        set_value(made, action, None)
    return made


def _grow(node: DataNode, nodes: dict[str, DataNode]) -> None:
    for element in node.element:
        name = local(element)
        if not name or (name in _IGNORED and node.parent is None):
            continue
        path = f"{node.path}/{name}"
        known = nodes.get(path)
        if known is not None:  # further rows of a repeat; a template is no row
            known.rows += 1
            known.further.append(element)
            continue
        template = any(key.endswith("}template") for key in element.attrib)
        inner = nodes[path] = DataNode(name, path, element, node, rows=0 if template else 1)
        node.children.append(inner)
        _grow(inner, nodes)


def repeat_around(node: DataNode) -> tuple[DataNode | None, int]:
    """The innermost repeat that holds a node, and how many steps up it is; None outside repeats."""
    steps, around = 1, node.parent
    while around is not None and not (around.control is not None and local(around.control) == "repeat"):
        around, steps = around.parent, steps + 1
    return around, steps


def set_value(model: Model, action: Element, around: DataNode | None) -> None:
    """Note an action that sets a value: when its row is created, or when the question around it changes."""
    target = model.at(attribute(action, "ref") or attribute(action, "bind"), around.path if around else model.root.path)
    if target is None:
        return
    value = attribute(action, "value") or ("'" + (action.text or "").strip().replace("'", "’") + "'")
    events = attribute(action, "event").split()
    if _NEW_ROW in events:
        target.added = value
    if any(event in _FIRST_LOAD for event in events):
        target.first = value
    elif "xforms-value-changed" in events and around is not None:
        target.trigger = around.path
        target.triggered = "" if value == "''" else value
