"""Papers of a focus group: a page for each person, names on the pages alone, a letter in its own direction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cati_app.publish.print.bidi import begins_right_to_left
from cati_app.publish.print.prose import Prose, Setting, Style
from cati_app.publish.reports.group_papers import GroupPaper, PrintedGroup, PrintedPerson, group_paper
from cati_app.resources import shipped

GROUP = PrintedGroup("Small", "Institute", "030 23125 990", "a@b.example", "g1", "16.02.2027", "18:00", "Town hall")
PEOPLE = (PrintedPerson("ليلى حسن", ("Street 1",)), PrintedPerson("Mrs Brown"))
Told = list[tuple[str, bool]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Each text that is laid out, and whether from right to left."""
    texts: Told = []
    as_it_is = Prose.__init__

    def init(self: Prose, setting: Setting, text: str, style: Style) -> None:
        texts.append((text, setting.right_to_left))
        as_it_is(self, setting, text, style)

    monkeypatch.setattr(Prose, "__init__", init)
    return texts


def printed(paper: GroupPaper, group: PrintedGroup = GROUP) -> bytes:
    return group_paper(paper, group, PEOPLE, shipped("resources") / "fonts", "en")


@pytest.mark.parametrize(
    ("paper", "pages"),
    [
        (GroupPaper.LETTERS, 2),
        (GroupPaper.RECEIPTS, 2),
        (GroupPaper.RECORDING, 2),
        (GroupPaper.MODERATOR, 1),
        (GroupPaper.ATTENDANCE, 1),
    ],
)
def test_each_person_has_a_page_or_a_line_and_the_document_names_nobody(
    paper: GroupPaper, pages: int, told: Told
) -> None:
    document = printed(paper)

    assert pages == len(re.findall(rb"/Type /Page\b", document))
    for person in PEOPLE:
        assert any(person.name in text for text, _ in told), person
    title = re.search(rb"/Title \((.*?)\)", document)
    assert title is not None
    assert b"Brown" not in title.group(1)
    assert document == printed(paper), "the same facts give the same bytes"


def test_a_letter_of_the_study_stands_in_its_own_direction_with_its_values(told: Told) -> None:
    letter = "مرحبًا {name}، {date} {time} {venue} {institute} {phone} {email} {other}"
    printed(GroupPaper.LETTERS, PrintedGroup(**{**_fields(GROUP), "letter": letter}))

    ((text, right_to_left), *_) = [each for each in told if each[0].startswith("مرحبًا")]
    assert right_to_left
    said = "مرحبًا ليلى حسن، 16.02.2027 18:00 Town hall Institute 030 23125 990 a@b.example {other}"
    assert said == text
    assert "Invitation to a discussion group" not in [text for text, _ in told]


def test_a_receipt_says_what_people_get_or_leaves_a_line(told: Told) -> None:
    printed(GroupPaper.RECEIPTS)
    printed(GroupPaper.RECEIPTS, PrintedGroup(**{**_fields(GROUP), "allowance": "40 euros"}))

    amounts = [text for text, _ in told if text.startswith("Amount")]
    assert ["Amount: ___", "Amount: 40 "] == [amounts[0][:11], amounts[-1][:11]]


@pytest.mark.parametrize(("text", "expected"), [("12 ליה", True), ("12 Leyla", False), ("123", False), ("", False)])
def test_the_first_letter_tells_the_direction(text: str, *, expected: bool) -> None:
    assert expected is begins_right_to_left(text)


def _fields(group: PrintedGroup) -> dict[str, str]:
    names = ("title", "institute", "phone", "email", "group", "date", "time", "venue")
    return {name: getattr(group, name) for name in names}


def test_the_folder_of_fonts_is_needed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        group_paper(GroupPaper.LETTERS, GROUP, PEOPLE, tmp_path, "en")
