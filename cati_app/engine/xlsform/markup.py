"""Texts as they are read aloud: what Markdown, HTML and XLSForm mark up becomes plain lines, references stay."""

from __future__ import annotations

import re
from html import unescape

_REFERENCE = re.compile(r"\$\{[^}]*\}|<output\b[^>]*>(?:\s*</output>)?")
_MASK = "\0"
_BREAK = "\x01"
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\s*doctype\b[^<>]*>|<\?\s*xml\b[^<>]*>"
    r"|<\s*(style|script|head|title)\b[^>]*>.*?(?:<\s*/\s*\1\s*>|\Z)",
    re.I | re.S,
)
_BLOCKS = (
    "address article aside blockquote body caption center col colgroup dd details div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
_INLINE = (
    "a abbr acronym audio b bdi bdo big button cite code del dfn em embed font i iframe img input ins kbd label link "
    "mark meta object picture q s samp small source span strike strong sub sup svg tt u var video wbr"
)
_NAMES = "|".join(sorted((_BLOCKS + " " + _INLINE + " br").split(), key=len, reverse=True))
_VALUE = r"""(?:""[^"<>]*""|"[^"]*"|'[^']*'|[^\s"'<>]+)"""
_ATTRIBUTE = rf"(?:\s+[\w:.-]+\s*=\s*{_VALUE}|\s+(?:noshade|nowrap|hidden|border|disabled|checked)\b)"
_TAG = re.compile(rf"<\s*/?\s*({_NAMES})\b{_ATTRIBUTE}*\s*;?\s*(?:/?\s*>|\Z)", re.I)
_UNKNOWN_TAG = re.compile(rf"<\s*/?\s*[A-Za-z][\w:-]*{_ATTRIBUTE}*\s*/?\s*>|<(?:/\s*|[!?]\s*\[?)[A-Za-z]+")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.S)
_BREAKS = re.compile(rf"[ \t\n]*(?:{_BREAK}[ \t\n]*)+")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.M)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+\"[^\"\n]*\")?\)")
_ESCAPED = re.compile(r"\\([*_#\\\[\]()`<>])")
_HELD = 0xE000  # of the private use area: a sign that was written with a backslash is kept as it is
_HELD_SIGN = re.compile(f"[{chr(_HELD)}-{chr(_HELD + 0x7F)}]")
_EMPHASIS = (
    re.compile(r"(?<![\w*])(\*{3,})(?=[^\s*).,;:!?])((?:(?!\*\*).){1,2000}?)(?<=[^\s*(])\1(?![\w*])"),
    re.compile(r"(?<![\w_])(___)(?=[^\W_])(.{1,2000}?)(?<=[^\W_])___(?![\w_])"),
    re.compile(
        r"(?<![\w*(]\*)(\*\*)(?=[^\s*])(.{1,2000}?)"
        r"(?:(?<=[^\s*])\*\*(?!\*)|(?<=[^\s*]\*)\*\*(?![\w*]))"  # the third star may close an emphasis within
    ),
    re.compile(r"(?<![\w_])(__)(?=[^\s_])(.{1,2000}?)(?<=[^\s_])__(?![\w_])"),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*).,;:!?])(.{1,2000}?)(?<=[^\s*(])\*(?![\w*])"),
    re.compile(r"(?<![\w_])(_)(?=[^\s_).,;:!?])(.{1,2000}?)(?<=[^\s_(])_(?![\w_])"),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKS = frozenset("<*_#&[\\")


def plain_text(text: str) -> str:
    """A text without the marks of Markdown and HTML that XLSForm allows.

    Items, cells, paragraphs and headings stand on lines of their own; style blocks, scripts and comments are left out;
    signs written with a backslash, rows of underscores and signs within words stay. `${name}` and `<output value="…"/>`
    are left as they are, whatever they hold.
    """
    if _MARKS.isdisjoint(text):
        return text
    references = _REFERENCE.findall(text)
    text = _REFERENCE.sub(_MASK, text.replace(_MASK, "").replace(_BREAK, ""))
    text = _ESCAPED.sub(lambda match: chr(_HELD + ord(match[1])), text)
    text = _HEADING.sub("", text)
    text = _without_tags(text)
    text = _LINK.sub(r"\1", text)
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\2", text)
    text = _ENTITY.sub(lambda match: unescape(match[0]).replace("\u00a0", " "), text)
    text = _HELD_SIGN.sub(lambda match: chr(ord(match[0]) - _HELD), text)
    return _unmasked(text, references).strip()


def markup_left(text: str) -> str:
    """What still looks like a tag in a text made plain; blank when nothing does."""
    match = _UNKNOWN_TAG.search(_REFERENCE.sub("", text)) if "<" in text else None
    return match[0] if match else ""


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    blocks = frozenset(_BLOCKS.split())

    def replaced(match: re.Match[str]) -> str:
        name = match[1].lower()
        return "\n" if name == "br" else _BREAK if name in blocks else ""

    text = _TAG.sub(replaced, _UNSEEN.sub("", _CDATA.sub(r"\1", text)))
    return _BREAKS.sub(lambda match: "\n\n" if match[0].count("\n") > 1 else "\n", text)


def _unmasked(text: str, references: list[str]) -> str:
    """The references back in their places."""
    parts = text.split(_MASK)
    return parts[0] + "".join(reference + part for reference, part in zip(references, parts[1:], strict=False))
