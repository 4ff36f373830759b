"""The tree of an XForm, parsed under guard: no DTD, no entity, no reference to the outside, bounded depth and size."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.engine.sheets.codes import finding

MOST_ELEMENTS = 400_000
DEEPEST = 100


@dataclass(slots=True)
class Document:
    """An XML document; `lines` says where each element begins."""

    root: Element
    lines: dict[Element, int] = field(default_factory=dict)

    def line(self, element: Element) -> int:
        """The line of an element, 1 when it is not known."""
        return self.lines.get(element, 1)


class _TooMuch(Exception):
    """The document nests too deeply or is too long; says what."""


class _TreeBuilder(TreeBuilder):
    """Builds the tree, counts lines, elements and depth."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.depth = 0
        self.parser: DefusedXMLParser | None = None

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooMuch(f"elements more than {DEEPEST} deep")
        if len(self.lines) >= MOST_ELEMENTS:
            raise _TooMuch(f"more than {MOST_ELEMENTS} elements")
        element = super().start(tag, attrs)
        self.lines[element] = self.parser.parser.CurrentLineNumber if self.parser else 1
        return element

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def parse_document(data: bytes) -> Document | Finding:
    """The tree of an XML document, or why there is none."""
    builder = _TreeBuilder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        parser.feed(data)
        root = parser.close()
    except _TooMuch as error:
        return finding("file-too-big", what=str(error))
    except DefusedXmlException:
        return finding("file-suspicious", what=Phrase("a document type definition or a reference to another file"))
    except (ParseError, ValueError, LookupError):
        return finding("file-broken", kind=Phrase("an XForm"))
    return Document(root, builder.lines)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return local_name(element.tag)


def local_name(tag: object) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace, blank when it is not there."""
    if name in element.attrib:
        return element.attrib[name].strip()
    return next((value.strip() for key, value in element.attrib.items() if local_name(key) == name), "")


def children(element: Element, name: str) -> list[Element]:
    """The direct children of a name."""
    return [child for child in element if local(child) == name]


def child(element: Element | None, name: str) -> Element | None:
    """The first direct child of a name."""
    matching = children(element, name) if element is not None else []
    return matching[0] if matching else None
