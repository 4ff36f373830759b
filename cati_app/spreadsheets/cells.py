"""What a cell says: its text as the spreadsheet program shows it, marked where it is not plain text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)')
_HINTS = re.compile(r"\[[^\]]*\]")  # colours, locales
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|([ +()/-])|([0#])|(.)', re.S)
_SIGNS = frozenset("0123456789 +()/-")
_WHOLE = 10**15  # beyond it a float no longer tells whole numbers apart


class NonTextCell(str):
    """A cell that is not plain text; `what` is `number`, `boolean` (1, 0), `formula` (no value is kept), `error`,
    or `merged` (another cell covers it)."""

    what: str

    def __new__(cls, text: str, what: str) -> NonTextCell:
        """With what it holds."""
        made = super().__new__(cls, text)
        made.what = what
        return made


def unescaped(text: str) -> str:
    """A text of a workbook with its escapes read (`_x000D_` is a return, `_x005F_` an underscore), lines ended by \\n.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\0", "")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def number_cell(number: float) -> NonTextCell:
    """A number in full digits, without a trailing .0."""
    if isinstance(number, float) and number.is_integer() and abs(number) < _WHOLE:
        number = int(number)
    return NonTextCell(repr(number), "number")


def moment_text(moment: Any) -> str:
    """A date, time of day or duration as ISO 8601; midnight and seconds that are none are left out."""
    if isinstance(moment, time):
        return moment.isoformat("seconds" if moment.second else "minutes")
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat() if isinstance(moment, date) else str(moment)


class LeadingSigns:
    """A number format that shows zeros or a plus which the number itself does not have, such as 00 or "+49 "0."""

    def __init__(self, tokens: tuple[tuple[str, bool], ...]) -> None:
        self._tokens = tokens

    @classmethod
    def of(cls, code: str) -> LeadingSigns | None:
        """The format with this code, None when it shows numbers as they are."""
        section = _SECTION.match(code)
        tokens = []
        for match in _TOKEN.finditer(_HINTS.sub("", section[1] if section else "")):
            quoted, escaped, sign, digit, other = match.groups()
            if other is not None:
                return None
            tokens.append((digit, True) if digit else (quoted or escaped or sign or "", False))
        digits = "".join(text for text, digit in tokens if digit)
        literal = any(text for text, digit in tokens if not digit)
        return cls(tuple(tokens)) if digits and (literal or digits.count("0") > 1) else None

    def shown(self, number: float) -> str | None:
        """The number as it is shown, None where nothing stands before its own digits."""
        if number != int(number) or not 0 <= number < _WHOLE:
            return None
        rest, shown = str(int(number)), ""
        first = next(n for n, (_, digit) in enumerate(self._tokens) if digit)
        for n in range(len(self._tokens) - 1, -1, -1):
            text, digit = self._tokens[n]
            if not digit:
                shown = text + shown
            elif n == first and rest:
                shown, rest = rest + shown, ""
            elif rest:
                shown, rest = rest[-1] + shown, rest[:-1]
            elif text == "0":
                shown = "0" + shown
        bare = "".join(sign for sign in shown if sign.isdecimal() or sign == "+")
        gained = bare != str(int(number)) and bare[:1] in ("0", "+")
        return shown.strip() if gained and set(shown) <= _SIGNS else None
