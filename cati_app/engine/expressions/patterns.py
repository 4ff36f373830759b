"""Reads the pattern of `regex()` into a tree: what Java and JavaScript agree on, letters and digits being ASCII."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn, TypeAlias

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.values import dataclass

_DEEPEST = 40
_REPEAT = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)
_GROUP_NAME = re.compile(r"\?P?<[A-Za-z]\w*>")
_FLAGS = re.compile(r"\(\?([a-z]+)\)")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0", "a": "\a", "e": "\x1b"}
_NAMED = {
    "d": ((48, 57),),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
    "s": ((9, 13), (32, 32)),
}
_POSIX = {
    "Alpha": ((65, 90), (97, 122)),
    "Digit": ((48, 57),),
    "Alnum": ((48, 57), (65, 90), (97, 122)),
    "Upper": ((65, 90),),
    "Lower": ((97, 122),),
    "Punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "Space": ((9, 13), (32, 32)),
    "XDigit": ((48, 57), (65, 70), (97, 102)),
    "ASCII": ((0, 127),),
}
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """One character out of spans of code points and Unicode categories."""

    spans: tuple[Span, ...]
    categories: tuple[tuple[str, bool], ...] = ()  # prefix of a category; false: all others
    negated: bool = False

    def holds(self, letter: str) -> bool:
        """Whether the character is one of them."""
        code = ord(letter)
        listed = any(low <= code <= high for low, high in self.spans) or any(
            unicodedata.category(letter).startswith(prefix) == wanted for prefix, wanted in self.categories
        )
        return listed != self.negated


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place between characters: start, end, border of a word, or none."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    ways: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part so many times; `most` None means without limit."""

    part: Pattern
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What must follow, or must not, without being consumed."""

    part: Pattern
    wanted: bool


Pattern: TypeAlias = Letters | Anchor | Sequence | Either | Repeat | Ahead
_ANY = Letters(((10, 10), (13, 13), (0x2028, 0x2029)), negated=True)


def read_pattern(text: str) -> Pattern:
    """The tree of a pattern.

    Raises:
        ExpressionError: it is no pattern, or it uses what cannot be matched in bounded time.
    """
    reader = _PatternReader(text)
    tree = reader.either()
    if not reader.at_end:
        raise ExpressionError("regex-invalid")
    return tree


class _PatternReader:
    def __init__(self, text: str) -> None:
        flags = _FLAGS.match(text)
        self._any_case = flags is not None and flags[1] == "i"
        if flags is not None and not self._any_case:
            _refuse(flags[0])
        self._text = text
        self._next = flags.end() if flags else 0
        self._depth = 0

    @property
    def at_end(self) -> bool:
        return self._next >= len(self._text)

    def _peek(self) -> str:
        return self._text[self._next] if not self.at_end else ""

    def _take(self) -> str:
        if self.at_end:
            raise ExpressionError("regex-invalid")
        self._next += 1
        return self._text[self._next - 1]

    def _skip(self, text: str) -> bool:
        if not self._text.startswith(text, self._next):
            return False
        self._next += len(text)
        return True

    def either(self) -> Pattern:
        """Ways between bars, up to a closing bracket or the end."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError("regex-too-big")
        ways = [self._sequence()]
        while self._skip("|"):
            ways.append(self._sequence())
        self._depth -= 1
        return ways[0] if len(ways) == 1 else Either(tuple(ways))

    def _sequence(self) -> Pattern:
        parts = []
        while not self.at_end and self._peek() not in "|)":
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, part: Pattern) -> Pattern:
        least, most = 1, None
        repetition = _REPEAT.match(self._text, self._next)
        if repetition:
            self._next = repetition.end()
            least = int(repetition[1])
            most = least if repetition[2] is None else int(repetition[3]) if repetition[3] else None
        elif self._peek() and self._peek() in "*+?":
            mark = self._take()
            least, most = (1 if mark == "+" else 0), (1 if mark == "?" else None)
        else:
            return part
        if (most is not None and most < least) or (isinstance(part, Anchor | Ahead) and least > 1):
            raise ExpressionError("regex-invalid")
        if self._skip("+"):
            _refuse("++")
        self._skip("?")  # lazy: finds the same texts
        return self._repeated_once(Repeat(part, least, most))

    def _repeated_once(self, part: Pattern) -> Pattern:
        if not self.at_end and (self._peek() in "*+?" or _REPEAT.match(self._text, self._next)):
            raise ExpressionError("regex-invalid")
        return part

    def _atom(self) -> Pattern:
        letter = self._take()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._set()
        if letter == "\\":
            return self._escape()
        if letter in "^$":
            return Anchor("start" if letter == "^" else "end")
        if letter in "*+?":
            raise ExpressionError("regex-invalid")
        return _ANY if letter == "." else self._letters(((ord(letter), ord(letter)),))

    def _group(self) -> Pattern:
        wanted: bool | None = None
        name = _GROUP_NAME.match(self._text, self._next)
        if name:
            self._next = name.end()
        elif self._skip("?=") or self._skip("?!"):
            wanted = self._text[self._next - 1] == "="
        elif not self._skip("?:") and self._peek() == "?":
            _refuse("(" + self._text[self._next : self._next + 2])
        inner = self.either()
        if not self._skip(")"):
            raise ExpressionError("regex-invalid")
        return inner if wanted is None else Ahead(inner, wanted)

    def _letters(
        self, spans: tuple[Span, ...], categories: tuple[tuple[str, bool], ...] = (), negated: bool = False
    ) -> Letters:
        if self._any_case:
            spans += tuple((low ^ 32, high ^ 32) for low, high in _cased(spans))
        return Letters(spans, categories, negated)

    def _escape(self) -> Pattern:
        letter = self._take()
        if letter in "bB":
            return Anchor("border" if letter == "b" else "inside")
        if letter in "AzZ":
            return Anchor("start" if letter == "A" else "end")
        if letter in "123456789k":
            _refuse("\\" + letter)
        self._next -= 1
        spans, categories = self._class()
        return self._letters(spans, categories)

    def _class(self) -> tuple[tuple[Span, ...], tuple[tuple[str, bool], ...]]:
        """What stands behind a backslash, as spans and categories."""
        letter = self._take()
        if letter in "dws":
            return _NAMED[letter], ()
        if letter in "DWS":
            return _others(_NAMED[letter.lower()]), ()
        if letter in "pP" and self._peek() == "{":
            name = self._text[self._next + 1 :].partition("}")[0]
            self._next += len(name) + 2
            return self._category(name, letter == "p")
        code = self._code(letter)
        return ((code, code),), ()

    def _category(self, name: str, wanted: bool) -> tuple[tuple[Span, ...], tuple[tuple[str, bool], ...]]:
        if name in _POSIX:
            return (_POSIX[name] if wanted else _others(_POSIX[name])), ()
        name = "L" if name in ("IsAlphabetic", "Alphabetic", "Letter", "IsLetter") else name.removeprefix("Is")
        if not re.fullmatch(r"[LMNPSZC][a-z]?", name):
            _refuse("\\p{" + name + "}")
        return (), ((name, wanted),)

    def _code(self, letter: str) -> int:
        if letter in "xu":
            digits = self._text[self._next : self._next + (2 if letter == "x" else 4)]
            if re.fullmatch(r"[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}", digits):
                self._next += len(digits)
                return int(digits, 16)
        return ord(_CONTROLS.get(letter, letter))

    def _set(self) -> Pattern:
        negated = self._skip("^")
        spans: list[Span] = []
        categories: list[tuple[str, bool]] = []
        opening = True
        while opening or self._peek() != "]":
            low = self._member(spans, categories)
            opening = False
            if low is not None:
                spans.append((low, self._range_end(low, spans, categories)))
        self._next += 1
        return self._letters(tuple(spans), tuple(categories), negated)

    def _member(self, spans: list[Span], categories: list[tuple[str, bool]]) -> int | None:
        """The next character of a set, None when a whole class was added."""
        letter = self._take()
        if letter == "&" and self._peek() == "&":
            _refuse("&&")
        if letter != "\\":
            return ord(letter)
        if self._peek() == "b":
            self._next += 1
            return 8
        more, kinds = self._class()
        if len(more) == 1 and more[0][0] == more[0][1] and not kinds:
            return more[0][0]
        spans.extend(more)
        categories.extend(kinds)
        return None

    def _range_end(self, low: int, spans: list[Span], categories: list[tuple[str, bool]]) -> int:
        after = self._text[self._next + 1 : self._next + 2]
        if self._peek() != "-" or after in ("]", ""):
            return low
        self._next += 1
        high = self._member(spans, categories)
        if high is None:
            spans.append((ord("-"), ord("-")))
            return low
        if high < low:
            raise ExpressionError("regex-invalid")
        return high


def _refuse(part: str) -> NoReturn:
    raise ExpressionError("regex-unsupported", part=part)


def _others(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    gaps, start = [], 0
    for low, high in spans:
        if low > start:
            gaps.append((start, low - 1))
        start = high + 1
    return (*gaps, (start, 0x10FFFF))


def _cased(spans: tuple[Span, ...]) -> list[Span]:
    """The parts of spans that are ASCII letters, which have another case."""
    letters = []
    for low, high in spans:
        for first, last in ((65, 90), (97, 122)):
            if max(low, first) <= min(high, last):
                letters.append((max(low, first), min(high, last)))
    return letters
