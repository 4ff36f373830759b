"""The recovery sheet on paper: two pages that are kept apart, each with its secret in groups and as a QR code.

A page is laid out once, as lines and boxes: the PDF file, the printer and the window draw the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import INK, Setting, Style, draw_line
from cati_app.texts import Words, words_of
from cati_app.values import dataclass

WIDTH, HEIGHT = A4
_MARGIN = 20 * mm
_QR_SIZE, _QR_RIGHT = 56 * mm, WIDTH - _MARGIN
_COLUMNS = 4  # groups beside each other
_STEP, _ROW = 42 * mm, 13 * mm
_TITLE = Style(size=22, leading=28, strong=True)
_NAME = Style(size=14, leading=19, strong=True)
_HEAD = Style(size=11, leading=15, strong=True, before=9)
_TEXT = Style(size=10, leading=14)
_GROUP = Style(size=21, leading=24, strong=True)
_NUMBER = Style(size=8, leading=10)
_FACTS = 42 * mm  # between what a fact is called and what it is


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """What stands on both pages; the secrets as 14 groups of four, blanks between them.

    Args:
        study_mark: The beginning of the study's own number, by which sheets of studies with one name are told apart.
        share_number: Of the Share; a new sheet brings the next one.
    """

    study: str
    study_mark: str
    share_number: int
    made_on: date
    root: str
    share: str

    def __repr__(self) -> str:
        return f"RecoveryFacts({self.study!r})"  # secrets stand on paper, in no log


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text; x from the left edge, y of its base line from the upper one, in points."""

    x: float
    y: float
    size: float
    strong: bool
    text: str


@dataclass(frozen=True, slots=True)
class PrintedBox:
    """A black rectangle, by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One page, ready to be drawn; `title` names it for who does not see it."""

    title: str
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    boxes: tuple[PrintedBox, ...]


def sheet_pages(facts: RecoveryFacts, fonts: Path, language: str) -> tuple[SheetPicture, SheetPicture]:
    """Page 1 with the secret of the root, page 2 with the Share.

    Args:
        fonts: The folder `resources/fonts`.
        language: `de` or `en`.

    Raises:
        OSError: a font cannot be read.
    """
    return _pages(facts, Faces(fonts), words_of(language))


def sheet_pdf(facts: RecoveryFacts, fonts: Path, language: str) -> bytes:
    """Both pages as a PDF file; the same facts give the same bytes. OSError: a font cannot be read."""
    faces, words = Faces(fonts), words_of(language)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, lang=language)
    canvas.setTitle(words.say("Recovery sheet"))
    for page in _pages(facts, faces, words):
        canvas.setFillColor(INK)
        for box in page.boxes:
            canvas.rect(box.x, HEIGHT - box.y - box.height, box.width, box.height, stroke=0, fill=1)
        for line in page.lines:
            style = Style(size=line.size, strong=line.strong)
            draw_line(canvas, Setting(faces, right_to_left=False), line.text, style, line.x, HEIGHT - line.y)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def qr_boxes(text: str, x: float, y: float, size: float) -> tuple[PrintedBox, ...]:
    """A QR code that stays readable with a third of it lost; neighbours in a row are one box, so that no seam shows."""
    code = QRCode(None, QRErrorCorrectLevel.H)
    code.addData(text)
    code.make()
    edge = size / code.moduleCount
    boxes = []
    for row in range(code.moduleCount):
        column = 0
        while column < code.moduleCount:
            start = column
            while column < code.moduleCount and code.isDark(row, column):
                column += 1
            if column > start:
                boxes.append(PrintedBox(x + start * edge, y + row * edge, (column - start) * edge, edge))
            column += 1
    return tuple(boxes)


def _pages(facts: RecoveryFacts, faces: Faces, words: Words) -> tuple[SheetPicture, SheetPicture]:
    first = _Page(facts, faces, words, 1).made(facts.root, _root_says(words))
    second = _Page(facts, faces, words, 2).made(facts.share, _share_says(words))
    return first, second


@dataclass(frozen=True, slots=True)
class _Says:
    """The words of one page; `sections` are headings with their paragraphs."""

    purpose: str
    sections: Sequence[tuple[str, Sequence[str]]]


def _root_says(words: Words) -> _Says:
    return _Says(
        words.say("The keys of the study"),
        (
            (
                words.say("What it opens"),
                (
                    words.say(
                        "With this page people get access again when no supervisor can sign in any more, and a backup"
                        " is brought to life on another machine. Whoever has it can make anybody a supervisor and read"
                        " the answers of a copy of the database."
                    ),
                ),
            ),
            (
                words.say("What it does not open"),
                (
                    words.say(
                        "No telephone number, name or note: these also need page 2. Neither page opens anything without"
                        " the database or a backup of it."
                    ),
                ),
            ),
            (
                words.say("Where to keep it"),
                (
                    words.say(
                        "In a sealed envelope in a safe, with the management or the data-protection officer. Never"
                        " together with page 2, the machine or a backup; never as a photo, in mail or in a cloud."
                    ),
                ),
            ),
            (words.say("How to type it"), _how_to_type(words)),
        ),
    )


def _share_says(words: Words) -> _Says:
    return _Says(
        words.say("The Share: for contact data"),
        (
            (
                words.say("What it opens"),
                (
                    words.say(
                        "With this page contact data open again when a machine and its state folder are lost. A backup"
                        " holds none of it: restored elsewhere, it needs page 1 and page 2."
                    ),
                ),
            ),
            (
                words.say("What it does not open"),
                (
                    words.say(
                        "Nothing on its own: numbers, names and notes also need page 1 or somebody's password. When the"
                        " study is to forget whom it called, this page is destroyed."
                    ),
                ),
            ),
            (
                words.say("Where to keep it"),
                (
                    words.say(
                        "In another place than page 1, with another person, for instance with the head of fieldwork."
                        " Never together with page 1, the machine or a backup; never as a photo, in mail or in a cloud."
                    ),
                ),
            ),
            (words.say("How to type it"), _how_to_type(words)),
        ),
    )


def _how_to_type(words: Words) -> tuple[str, ...]:
    return (
        words.say(
            "Type the 14 groups from left to right, row by row, or scan the code with a scanner that types. Blanks and"
            " small letters do not matter."
        ),
        words.say(
            "Only the letters A to Z and the digits 2 to 7 occur: what looks like 0, 1 or 8 is O, I or B. A slip of the"
            " pen is noticed, and the two pages cannot stand in for each other."
        ),
    )


class _Page:
    """Lays one page out, from the top down."""

    def __init__(self, facts: RecoveryFacts, faces: Faces, words: Words, number: int) -> None:
        self._facts, self._faces, self._words, self._number = facts, faces, words, number
        self._y = _MARGIN
        self._lines: list[PrintedLine] = []

    def made(self, secret: str, says: _Says) -> SheetPicture:
        words, beside = self._words, _QR_RIGHT - _QR_SIZE - _MARGIN - 8 * mm
        self._text(words.say("Recovery sheet"), _TITLE, beside)
        self._text(words.say("Page {number} of 2", number=self._number), _NAME, beside)
        self._text(says.purpose, _NAME, beside)
        self._y += 8
        for name, value in self._about():
            top = self._y
            self._text(name, _TEXT, _FACTS)
            self._y = top
            self._text(value, _TEXT, beside - _FACTS, _MARGIN + _FACTS)
        self._y = max(self._y, _MARGIN + _QR_SIZE) + 9 * mm
        self._groups(secret)
        for heading, paragraphs in says.sections:
            self._y += _HEAD.before
            self._text(heading, _HEAD, WIDTH - 2 * _MARGIN)
            for paragraph in paragraphs:
                self._text(paragraph, _TEXT, WIDTH - 2 * _MARGIN)
        boxes = qr_boxes(secret.replace(" ", ""), _QR_RIGHT - _QR_SIZE, _MARGIN, _QR_SIZE)
        title = words.say("Recovery sheet, page {number}: {purpose}", number=self._number, purpose=says.purpose)
        return SheetPicture(title, WIDTH, HEIGHT, tuple(self._lines), boxes)

    def _about(self) -> Iterator[tuple[str, str]]:
        facts, words = self._facts, self._words
        yield words.say("Study"), facts.study
        yield words.say("Number of the study"), facts.study_mark
        yield words.say("Number of the Share"), str(facts.share_number)
        yield words.say("Made on"), words.say("{day:%Y-%m-%d}", day=facts.made_on)
        if facts.share_number > 1:
            yield words.say("Sheets before"), words.say("open backups of their time only")

    def _groups(self, secret: str) -> None:
        for index, group in enumerate(secret.split()):
            x = _MARGIN + index % _COLUMNS * _STEP
            y = self._y + index // _COLUMNS * _ROW + _GROUP.size
            self._lines.append(PrintedLine(x, y - 6, _NUMBER.size, strong=False, text=str(index + 1)))
            self._lines.append(PrintedLine(x + 5 * mm, y, _GROUP.size, strong=True, text=group))
        rows = -(-len(secret.split()) // _COLUMNS)
        self._y += rows * _ROW + 2 * mm

    def _text(self, text: str, style: Style, width: float, x: float = _MARGIN) -> None:
        for line in self._broken(text, style, width):
            self._y += style.leading
            self._lines.append(PrintedLine(x, self._y - (style.leading - style.size), style.size, style.strong, line))

    def _broken(self, text: str, style: Style, width: float) -> Iterator[str]:
        line = ""
        for word in self._faces.printable(text).split(" "):
            longer = f"{line} {word}".strip()
            if line and self._faces.width(longer, style.size, style.strong) > width:
                yield line
                longer = word
            line = longer
        yield line
