"""Names and labels within the limits of SPSS: ASCII names of 32 characters, labels cut at word ends."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 32
LONGEST_LABEL = 255  # bytes, variable label
LONGEST_VALUE_LABEL = 119  # bytes
LONGEST_TEXT = 32_767  # bytes, value of a string variable
LONGEST_CODE = 8  # bytes, a text that can have a value label
RESERVED = frozenset(["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"])
"""Of SPSS."""
_OF_STATA = frozenset(["byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with"])
_TEXT_TYPE = re.compile(r"str[0-9]+", re.IGNORECASE)
"""Of Stata, too; a variable has one name in all formats."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"})
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_]+")
_ELLIPSIS = "…"


class Names:
    """Hands out names: each at most 32 characters, unique without regard to case, none reserved."""

    def __init__(self) -> None:
        self._taken = {*RESERVED, *_OF_STATA}

    def take(self, wanted: str, suffix: str = "") -> str:
        """The nearest free name; `suffix` survives where the name must be cut."""
        base, ending = cleaned(wanted), _NOT_ALLOWED.sub("_", suffix)
        name, number = _joined(base, ending), 1
        while name.lower() in self._taken or _TEXT_TYPE.fullmatch(name):
            number += 1
            name = _joined(base, f"{ending}_{number}")
        self._taken.add(name.lower())
        return name


def _joined(base: str, ending: str) -> str:
    return (base[: LONGEST_NAME - len(ending)].rstrip("_") or "v") + ending


def cleaned(text: str) -> str:
    """A text as a name: ASCII, a letter first, no underscore at the end; not yet cut."""
    plain = unicodedata.normalize("NFKD", text.translate(_GERMAN)).encode("ascii", "ignore").decode()
    name = _NOT_ALLOWED.sub("_", plain).rstrip("_")
    return name if name[:1].isalpha() else ("v_" + name.lstrip("_")).rstrip("_")


def cut(text: str, limit: int) -> str:
    """The text within `limit` bytes of UTF-8 (at least 3), ended at a word and with “…” where it was longer.

    Breaks and runs of blanks become one blank, NUL vanishes.
    """
    text = " ".join(encodable(text).replace("\0", "").split())
    if len(text.encode()) <= limit:
        return text
    head = shortened(text, limit - len(_ELLIPSIS.encode()))
    if not text[len(head)].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:–-") + _ELLIPSIS


def cut_characters(text: str, limit: int) -> str:
    """As `cut`, within `limit` characters, however many bytes they take."""
    text = " ".join(encodable(text).replace("\0", "").split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if not text[len(head)].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:–-") + _ELLIPSIS


def shortened(text: str, limit: int) -> str:
    """The longest beginning within `limit` bytes of UTF-8 that splits no character."""
    return text.encode()[:limit].decode(errors="ignore")


def encodable(text: str) -> str:
    """The text with “?” for halves of characters, which no file can hold."""
    return text.encode(errors="replace").decode()
