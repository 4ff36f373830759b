"""The recovery sheet on paper: what stands on which page, that it fits, and that the code says what the groups say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from cati_app.publish.paper.recovery_sheet import (
    HEIGHT,
    WIDTH,
    PrintedBox,
    RecoveryFacts,
    SheetPicture,
    qr_boxes,
    sheet_pages,
    sheet_pdf,
)
from cati_app.publish.print.faces import Faces
from cati_app.resources import shipped
from cati_app.store.trust.sheet import SheetPage, read, written

_FONTS = shipped("resources") / "fonts"
_R, _SHARE = bytes(range(32)), b"\x33" * 32
_FACTS = RecoveryFacts(
    study="Local integration",
    study_mark="0001 0203",
    share_number=1,
    made_on=date(2026, 11, 28),
    root=written(_R, SheetPage.ROOT),
    share=written(_SHARE, SheetPage.SHARE),
)
_SIZE = 37  # modules of version 5


def _matrix(boxes: Sequence[PrintedBox]) -> list[list[bool]]:
    """The modules of a code, read off its boxes."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    edge = boxes[0].height
    dark = [[False] * _SIZE for _ in range(_SIZE)]
    for box in boxes:
        row, column = round((box.y - top) / edge), round((box.x - left) / edge)
        for step in range(round(box.width / edge)):
            dark[row][column + step] = True
    return dark


def _is_data(row: int, column: int) -> bool:
    """Whether a module of version 5 carries data: no finder, timing or alignment pattern, no format information."""
    finder = (row < 9 and (column < 9 or column >= _SIZE - 8)) or (row >= _SIZE - 8 and column < 9)
    alignment = 28 <= row <= 32 and 28 <= column <= 32
    return not (finder or alignment or row == 6 or column == 6)


_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: (i * j % 3 + (i + j) % 2) % 2 == 0,
)


def _bits(dark: list[list[bool]]) -> Iterator[bool]:
    """Unmasked, in the order in which a reader goes: pairs of columns from the right, up and down in turn."""
    mask = _MASKS[sum(value << at for at, value in ((2, not dark[8][2]), (1, dark[8][3]), (0, not dark[8][4])))]
    columns, upwards = [column for column in range(_SIZE - 1, 0, -2) if column > 6] + [5, 3, 1], True
    for right in columns:
        for row in range(_SIZE - 1, -1, -1) if upwards else range(_SIZE):
            for column in (right, right - 1):
                if _is_data(row, column):
                    yield dark[row][column] != mask(row, column)
        upwards = not upwards


def _scanned(boxes: Sequence[PrintedBox]) -> str:
    """What a scanner types: letters and digits of a code of version 5 with the highest correction, as ISO 18004."""
    bits = list(_bits(_matrix(boxes)))
    words = [sum(bit << 7 - at for at, bit in enumerate(bits[start : start + 8])) for start in range(0, 46 * 8, 8)]
    blocks: list[list[int]] = [[], [], [], []]
    for index, word in enumerate(words):  # two blocks of 11 words, two of 12, in turn
        blocks[index % 4 if index < 44 else index - 42].append(word)
    text = "".join(f"{word:08b}" for block in blocks for word in block)
    assert text[:4] == "0010", "letters and digits"
    letters, at, told = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", 13, ""
    count = int(text[4:13], 2)
    for _ in range(count // 2):
        first, second = divmod(int(text[at : at + 11], 2), 45)
        told, at = told + letters[first] + letters[second], at + 11
    return told


def _texts(page: SheetPicture) -> str:
    return " ".join(line.text for line in page.lines)


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_page_holds_its_own_secret_and_not_the_other(language: str) -> None:
    first, second = sheet_pages(_FACTS, _FONTS, language)

    for page, own, other in ((first, _FACTS.root, _FACTS.share), (second, _FACTS.share, _FACTS.root)):
        groups = [line.text for line in page.lines if line.text in own.split()]
        assert groups == own.split(), "in the order in which they are typed"
        assert other.split()[0] not in _texts(page)


def test_a_scanned_code_is_what_the_page_says() -> None:
    first, second = sheet_pages(_FACTS, _FONTS, "en")

    assert read(_scanned(first.boxes), SheetPage.ROOT) == _R
    assert read(_scanned(second.boxes), SheetPage.SHARE) == _SHARE


def test_a_code_with_one_module_changed_is_noticed() -> None:
    boxes = qr_boxes(_FACTS.root.replace(" ", ""), 0, 0, 37)
    gone = next(box for box in boxes if box.y == 20 and box.x > 30)

    assert _scanned([box for box in boxes if box != gone]) != _scanned(boxes), "the reader of this test sees it"


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_leaves_the_paper_or_runs_into_the_code(language: str) -> None:
    faces, long = Faces(_FONTS), replace(_FACTS, study="Städtische Integrationsbefragung der Landesarbeitsgruppe " * 2)
    for page in sheet_pages(replace(long, share_number=12), _FONTS, language):
        code_left, code_low = min(box.x for box in page.boxes), max(box.y + box.height for box in page.boxes)
        for line in page.lines:
            end = line.x + faces.width(line.text, line.size, line.strong)
            assert end <= WIDTH - 50, line.text
            assert 50 <= line.y <= HEIGHT - 50, line.text
            assert end < code_left or line.y - line.size > code_low, line.text


def test_both_pages_say_which_sheet_they_belong_to() -> None:
    for number, page in enumerate(sheet_pages(_FACTS, _FONTS, "de"), 1):
        text = _texts(page)
        for part in (
            f"Seite {number} von 2",
            "Local integration",
            "0001\u00a00203",
            "Nummer des Anteils 1",
            "28.11.2026",
        ):
            assert part in text, part


def test_the_pdf_has_two_pages_and_is_the_same_each_time() -> None:
    made = sheet_pdf(_FACTS, _FONTS, "de")

    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 2
    assert made == sheet_pdf(_FACTS, _FONTS, "de")


def test_the_secrets_stand_in_no_trace_of_an_error() -> None:
    assert _FACTS.root.split()[0] not in repr(_FACTS)
