"""Papers of a focus group: letters, the moderator's sheet, the list of who is there, receipts, consent to a recording.

Names stand on the pages and nowhere else: not in the name of a file, nor in what a document says of itself. Features by
which people were drawn stand on no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from cati_app.publish.print.pages import SMALL, TEXT, TITLE, Pages
from cati_app.publish.print.prose import Style
from cati_app.texts import Terms
from cati_app.values import dataclass, replace

GROUP_PAPER_TERMS = Terms(
    "papers of a focus group",
    {
        "invitation": "Invitation to a discussion group",
        "greeting": "Good day {name},",
        "letter": "in our interview you agreed to be invited to a discussion group. We invite you now, and would be"
        " glad if you came.",
        "drawn": "You were drawn by lot from all who agreed. Taking part is voluntary; you can say no or take your"
        " consent back at any time, without giving a reason.",
        "bring": "You need not prepare anything.",
        "questions": "Questions, or a no: {phone}, {email}.",
        "regards": "With kind regards",
        "date": "Date",
        "time": "Begins at",
        "venue": "Venue",
        "group": "Group",
        "moderator": "For the moderator",
        "moderator_how": "Names as people want to be addressed; nothing else of them is told. Destroy the sheet after"
        " the group.",
        "seats": "Seats",
        "attendance": "Who is there",
        "no": "no.",
        "name": "name",
        "signature": "signature",
        "attendance_how": "Kept apart from everything that was said, and only as long as receipts have to be.",
        "receipt": "Receipt",
        "receipt_text": "I have received the following for taking part in the discussion group:",
        "amount": "Amount",
        "place_date": "Place, date",
        "recording": "Consent to a recording",
        "recording_text": "The discussion is recorded and written down, so that nothing that is said gets lost. In what"
        " is written down nobody is named. The recording is deleted once it is written down. I agree to that; I can"
        " take it back at any time, without giving a reason.",
        "yes_no": "I agree: [  ] yes   [  ] no",
        "page": "page",
    },
)
_BODY = Style(size=11, leading=16, after=8)
_ADDRESS = Style(size=11, leading=15)
_WIDE = 14 * mm


class GroupPaper(StrEnum):
    """What can be printed of a group."""

    LETTERS = "letters"
    MODERATOR = "moderator"
    ATTENDANCE = "attendance"
    RECEIPTS = "receipts"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """What all papers of a group say.

    Args:
        title: Of the study.
        date: As it is read, with the day of the week or without.
        letter: The study's own text of the letter; blank: that of the program. `{name}`, `{date}`, `{time}`,
            `{venue}`, `{institute}`, `{phone}` and `{email}` stand for what they say.
        allowance: What people get for coming; blank: a line to write it on.
    """

    title: str
    institute: str
    phone: str
    email: str
    group: str
    date: str
    time: str
    venue: str
    letter: str = ""
    allowance: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPerson:
    """Whom a letter or a line is for.

    Args:
        address: Lines below the name.
    """

    name: str
    address: Sequence[str] = ()


def group_paper(
    paper: GroupPaper, group: PrintedGroup, people: Sequence[PrintedPerson], fonts: Path, language: str
) -> bytes:
    """The document; the same facts give the same bytes.

    Args:
        fonts: The folder `resources/fonts`.
        language: `de` or `en`.

    Raises:
        OSError: the fonts cannot be read.
    """
    pages = Pages(fonts, language)
    written = _Papers(pages, group)
    story = list(written.story(paper, people))
    word = GROUP_PAPER_TERMS.of(language)
    return pages.bound(story, f"{group.title} – {group.group}", (group.title, f"{word('page')} {{page}}"))


class _Papers:
    def __init__(self, pages: Pages, group: PrintedGroup) -> None:
        self._pages = pages
        self._group = group
        self._word = GROUP_PAPER_TERMS.of(pages.language)

    def story(self, paper: GroupPaper, people: Sequence[PrintedPerson]) -> Iterator[Flowable]:
        """All pages of a paper."""
        match paper:
            case GroupPaper.MODERATOR:
                yield from self._moderator(people)
            case GroupPaper.ATTENDANCE:
                yield from self._attendance(people)
            case _:
                page = {
                    GroupPaper.LETTERS: self._letter,
                    GroupPaper.RECEIPTS: self._receipt,
                    GroupPaper.RECORDING: self._recording,
                }[paper]
                for number, person in enumerate(people):
                    if number:
                        yield PageBreak()
                    yield from page(person)

    def _when(self) -> Flowable:
        word, group = self._word, self._group
        facts = [(word("date"), group.date), (word("time"), group.time)]
        return self._pages.pairs([*facts, *([(word("venue"), group.venue)] if group.venue else [])])

    def _letter(self, person: PrintedPerson) -> Iterator[Flowable]:
        word, group, text = self._word, self._group, self._pages.text
        yield text(group.institute, SMALL)
        yield Spacer(0, 18 * mm)
        yield text("\n".join((person.name, *person.address)), _ADDRESS)
        yield Spacer(0, 22 * mm)
        if group.letter:
            yield self._pages.letter(self._filled(group.letter, person), _BODY)
            return
        yield text(word("invitation"), TITLE)
        yield Spacer(0, 4 * mm)
        yield text(word("greeting", name=person.name), _BODY)
        yield text(word("letter"), _BODY)
        yield self._when()
        yield Spacer(0, 4 * mm)
        yield text(word("drawn"), _BODY)
        yield text(word("bring"), _BODY)
        yield text(word("questions", phone=group.phone, email=group.email), _BODY)
        yield text(word("regards"), _BODY)
        yield text(group.institute, _BODY)

    def _filled(self, letter: str, person: PrintedPerson) -> str:
        group = self._group
        told = {"name": person.name, "date": group.date, "time": group.time, "venue": group.venue}
        told |= {"institute": group.institute, "phone": group.phone, "email": group.email}
        for name, value in told.items():
            letter = letter.replace(f"{{{name}}}", value)
        return letter

    def _moderator(self, people: Sequence[PrintedPerson]) -> Iterator[Flowable]:
        word, group, text = self._word, self._group, self._pages.text
        yield text(word("moderator"), TITLE)
        yield self._pages.pairs([(word("group"), group.group), (word("seats"), str(len(people)))])
        yield self._when()
        yield Spacer(0, 6 * mm)
        for person in people:
            yield text(person.name, _BODY)
        yield Spacer(0, 6 * mm)
        yield text(word("moderator_how"), SMALL)

    def _attendance(self, people: Sequence[PrintedPerson]) -> Iterator[Flowable]:
        word, text = self._word, self._pages.text
        yield text(word("attendance"), TITLE)
        yield self._when()
        yield Spacer(0, 6 * mm)
        heads = [word("no"), word("name"), word("signature")]
        rows = [[str(number), f"{person.name}\n ", ""] for number, person in enumerate(people, 1)]
        yield self._pages.grid([heads, *rows], [0.08, 0.42, 0.5])
        yield Spacer(0, 6 * mm)
        yield text(word("attendance_how"), SMALL)

    def _receipt(self, person: PrintedPerson) -> Iterator[Flowable]:
        word, group, text = self._word, self._group, self._pages.text
        yield text(word("receipt"), TITLE)
        yield text(group.institute, TEXT)
        yield self._when()
        yield Spacer(0, _WIDE)
        yield text(person.name, _BODY)
        yield text(word("receipt_text"), _BODY)
        yield text(f"{word('amount')}: {group.allowance or _LINE}", _BODY)
        yield from self._signed()

    def _recording(self, person: PrintedPerson) -> Iterator[Flowable]:
        word, text = self._word, self._pages.text
        yield text(word("recording"), TITLE)
        yield self._when()
        yield Spacer(0, _WIDE)
        yield text(person.name, _BODY)
        yield text(word("recording_text"), _BODY)
        yield text(word("yes_no"), _BODY)
        yield from self._signed()

    def _signed(self) -> Iterator[Flowable]:
        yield Spacer(0, _WIDE)
        for key in ("place_date", "signature"):
            yield self._pages.text(_LINE, TEXT)
            yield self._pages.text(self._word(key), replace(SMALL, after=14))


_LINE = "_" * 42
