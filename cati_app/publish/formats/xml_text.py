"""XML documents as bytes, and texts as XML can hold them."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Tree

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """A text without the control characters that no XML document may hold."""
    return _NOT_IN_XML.sub("", text)


def xml_bytes(root: Tree.Element) -> bytes:
    """The document in UTF-8, indented, with its declaration."""
    Tree.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode").encode() + b"\n"
