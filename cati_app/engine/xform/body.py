"""The body of an XForm: which control asks which node, in which order, and groups that only lay out."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cati_app.engine.xform.document import attribute, child, children, local
from cati_app.engine.xform.model import DataNode, Model, set_value

CONTROLS = frozenset({"input", "select", "select1", "rank", "range", "trigger", "upload", "secret"})


@dataclass(slots=True)
class Section:
    """A group of the body without a node: a heading over nodes that stand in one place of the model."""

    element: Element
    paths: list[str] = field(default_factory=list)


class Body:
    """Ties controls to nodes."""

    def __init__(self, model: Model, body: Element | None) -> None:
        self.model = model
        self.position = 0
        self.sections: list[Section] = []
        self.crossed: list[Element] = []  # controls that stand outside the group of their node
        self.unbound: list[Element] = []
        self.by_id = {node.bind["id"]: path for path, node in model.nodes.items() if node.bind.get("id")}
        if body is not None:
            self._walk(body, model.root, None)

    def _walk(self, element: Element, around: DataNode, section: Section | None) -> None:
        for part in element:
            name = local(part)
            if name == "group":
                self._group(part, around, section)
            elif name == "repeat":
                node = self._tied(part, attribute(part, "nodeset"), around, section)
                if node is not None:
                    node.label = child(element, "label") if local(element) == "group" else None
                    self._actions(part, node)
                    self._walk(part, node, None)
            elif name in CONTROLS:
                self._control(part, around, section)

    def _group(self, part: Element, around: DataNode, section: Section | None) -> None:
        reference = attribute(part, "ref") or attribute(part, "nodeset")
        repeat = child(part, "repeat")
        if reference and (repeat is None or attribute(repeat, "nodeset") != reference):
            node = self._tied(part, reference, around, section)
            if node is not None:
                self._actions(part, node)
            self._walk(part, node or around, None if node else section)
        elif repeat is not None or section is not None:
            self._walk(part, around, section)  # sections do not nest: the outer one stands for both
        else:
            made = Section(part)
            self.sections.append(made)
            self._walk(part, around, made)

    def _control(self, part: Element, around: DataNode, section: Section | None) -> None:
        node = self._tied(part, attribute(part, "ref") or self._bound(part), around, section)
        if node is not None:
            self._actions(part, node)

    def _actions(self, part: Element, node: DataNode) -> None:
        for action in children(part, "setvalue"):
            set_value(self.model, action, node)

    def _bound(self, part: Element) -> str:
        return self.by_id.get(attribute(part, "bind"), "")

    def _tied(self, part: Element, reference: str, around: DataNode, section: Section | None) -> DataNode | None:
        node = self.model.at(reference, around.path) if reference else None
        if node is None:
            self.unbound.append(part)
            return None
        node.control = part
        node.position = self.position
        self.position += 1
        if node.parent is not around and node is not around:
            self.crossed.append(part)
        if section is not None and node.parent is around:
            section.paths.append(node.path)
        return node
