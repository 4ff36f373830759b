"""The choices of an XForm: secondary instances, items written inline, filters of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cati_app.engine.sheets.brackets import closing
from cati_app.engine.sheets.workbook import SheetRow
from cati_app.engine.xform.document import Document, attribute, child, children, local
from cati_app.engine.xform.model import DataNode, Model
from cati_app.engine.xform.texts import Itext, content

_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)\s*/([^\[]*)(.*)\Z", re.S)
_RANDOMIZE = re.compile(r"randomize\((.*)\)\s*\Z", re.S)
_ITEXT_REF = re.compile(r"jr:itext\(\s*([\w.\-]+)\s*\)\Z")
_FILE = re.compile(r"jr://(?:file|file-csv|instance)/(.+)\Z")


@dataclass(slots=True)
class Chosen:
    """Where a question has its choices."""

    list_name: str = ""
    choice_filter: str = ""
    parameters: str = ""
    file: bool = False


@dataclass(slots=True)
class Lists:
    """Collects the choice lists that the questions use."""

    document: Document
    model: Model
    itext: Itext
    rows: list[SheetRow] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)  # secondary instances that are files, by id

    def __post_init__(self) -> None:
        for name, instance in self.model.instances.items():
            match = _FILE.match(attribute(instance, "src"))
            if match and match[1] != "last-saved":
                self.files[name] = match[1]

    def from_rows(self, node: DataNode, itemset: Element, nodeset: str, parameters: str) -> Chosen | None:
        """The rows of a repeat as choices, None where they are told apart by something else than a question in them."""
        path, bracket, rest = nodeset.partition("[")
        repeat = self.model.at(path, node.path) if path.strip() else None
        value, label = child(itemset, "value"), child(itemset, "label")
        if repeat is None or repeat.control is None or local(repeat.control) != "repeat" or value is None or parameters:
            return None
        named = self.model.at(attribute(value, "ref"), repeat.path)
        same = label is None or attribute(label, "ref") == attribute(value, "ref")
        condition = _conditions(bracket + rest)
        alone = named is not None and sum(other.name == named.name for other in self.model.nodes.values()) == 1
        if named is None or not same or condition is None or not alone:
            return None
        return Chosen(f"${{{named.name}}}", condition)

    def instances(self) -> None:
        """Lists that no question shows, but expressions may look through."""
        for name, instance in self.model.instances.items():
            if name not in self.known and not attribute(instance, "src"):
                self.from_instance(name, instance, "name", "label")

    def of(self, node: DataNode, control: Element) -> Chosen | None:
        """The choices of a question, None when they are not available."""
        itemset = child(control, "itemset")
        if itemset is None:
            return self.inline(node, control)
        nodeset, parameters = _unshuffled(attribute(itemset, "nodeset"))
        match = _INSTANCE.match(nodeset)
        if match is None:
            return self.from_rows(node, itemset, nodeset, parameters)
        if "[" in match[2]:
            return None
        value_element, label_element = child(itemset, "value"), child(itemset, "label")
        value = attribute(value_element, "ref") if value_element is not None else "name"
        label = attribute(label_element, "ref") if label_element is not None else "label"
        name = match[1]
        condition = _conditions(match[3])
        file = self.files.get(name)
        if condition is None:
            return None
        if file is not None:
            return Chosen(file, condition, f"value={value} label={label} {parameters}".strip(), file=True)
        instance = self.model.instances.get(name)
        if instance is None:
            return None
        if name not in self.known:
            self.from_instance(name, instance, value, label)
        return Chosen(name, condition, parameters)

    def from_instance(self, name: str, instance: Element, value: str, label: str) -> None:
        """The items of a secondary instance as rows of choices."""
        self.known.add(name)
        for item in instance[0] if len(instance) else ():
            cells = {local(cell): content(cell) for cell in item if local(cell)}
            made = {**cells, "list_name": name, "name": cells.get(value, "")}
            match = _ITEXT_REF.match(label)
            named = cells.get(match[1], "") if match else cells.get("itextId", "") if label not in cells else ""
            if named:
                made.update(labels(self.itext.of(named).get("", {})))
            elif label in cells:
                made.update(labels({self.itext.default: cells[label]}))
                if label == "label":
                    made.pop("label" if self.itext.languages else "", None)
            self.add(item, made)

    def inline(self, node: DataNode, control: Element) -> Chosen:
        """Items that stand within the question."""
        name = node.path.strip("/").replace("/", ".")
        self.known.add(name)
        for item in children(control, "item"):
            value = child(item, "value")
            made = {"list_name": name, "name": content(value) if value is not None else ""}
            made.update(labels(self.itext.element(child(item, "label")).get("", {})))
            self.add(item, made)
        return Chosen(name)

    def add(self, item: Element, cells: Mapping[str, str]) -> None:
        """One row of choices; one without label shows its name."""
        filled = {column: text for column, text in cells.items() if text}
        if not any(column.partition("::")[0] == "label" for column in filled):
            filled.update(labels({self.itext.default: filled.get("name", "")}))
        self.columns.update(dict.fromkeys(cells))
        self.columns.update(dict.fromkeys(filled))
        self.rows.append(SheetRow(self.document.line(item), filled))


def labels(texts: Mapping[str, str], base: str = "label") -> dict[str, str]:
    """Texts by language as cells of a workbook."""
    return {f"{base}::{language}" if language else base: text for language, text in texts.items()}


def _unshuffled(nodeset: str) -> tuple[str, str]:
    """A node-set without `randomize`, and what it says as parameters."""
    match = _RANDOMIZE.match(nodeset.strip())
    if match is None:
        return nodeset.strip(), ""
    inner, seed = _split(match[1])
    return inner.strip(), f"randomize=true seed={seed.strip()}" if seed.strip() else "randomize=true"


def _split(text: str) -> tuple[str, str]:
    """Two arguments at the comma that stands in no bracket and no quotation mark."""
    depth, quote = 0, ""
    for index, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "," and depth == 0:
            return text[:index], text[index + 1 :]
    return text, ""


def _conditions(text: str) -> str | None:
    """The predicates behind a path joined by `and`; None when something else follows."""
    conditions: list[str] = []
    rest = text.strip()
    while rest.startswith("["):
        end = closing(rest, "[]")
        if end < 0:
            return None
        conditions.append(rest[1:end].strip())
        rest = rest[end + 1 :].strip()
    if rest:
        return None
    return conditions[0] if len(conditions) == 1 else " and ".join(f"({part})" for part in conditions)
