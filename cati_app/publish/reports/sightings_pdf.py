"""Who saw the contact data of whoever has a number, as pages for the person who asked or for an authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from cati_app.publish.print.pages import HEAD, SMALL, TITLE, Pages
from cati_app.texts import Terms
from cati_app.values import dataclass

SIGHTINGS_TERMS = Terms(
    "sightings report",
    {
        "title": "Who saw this number, and when",
        "study": "Study",
        "at": "As of",
        "ending": "Number ending in",
        "cases": "Cases with this number",
        "none": "none",
        "seen": "Shown with its contact data",
        "never": "Never, as the log has it.",
        "when": "when",
        "case": "case",
        "number": "no.",
        "who": "who",
        "role": "role",
        "interviewer": "interviewer",
        "supervisor": "supervisor",
        "analyst": "analyst",
        "unknown": "unknown",
        "how": "Measured from the log, whose facts are numbered without gaps and never changed. Interviewers see the"
        " whole number of a case that is offered to them; supervisors who open a case see its notes and the last two"
        " digits. A case that stays on the screen is told once. The number itself does not stand here.",
        "page": "page",
    },
)


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One line: local time, number of the case, number, name and role of the person."""

    at: datetime
    case_no: int
    person_no: int
    name: str
    role: str  # key of its word


@dataclass(frozen=True, slots=True)
class SeenPages:
    """What the pages say."""

    title: str
    at: datetime  # local
    ending: str  # last two digits
    case_nos: Sequence[int]
    rows: Sequence[SeenRow]


def sightings_pdf(told: SeenPages, fonts: Path, language: str) -> bytes:
    """The document; the same facts give the same bytes.

    Args:
        fonts: The folder `resources/fonts`.
        language: `de` or `en`.

    Raises:
        OSError: the fonts cannot be read.
    """
    pages = Pages(fonts, language)
    word = SIGHTINGS_TERMS.of(language)
    cases = ", ".join(map(str, told.case_nos)) or word("none")
    facts = [
        (word("study"), told.title),
        (word("at"), f"{told.at:%d.%m.%Y %H:%M}"),
        (word("ending"), told.ending),
        (word("cases"), cases),
    ]
    story: list[Flowable] = [pages.text(word("title"), TITLE), Spacer(0, 6), pages.pairs(facts)]
    story.append(pages.text(word("seen"), HEAD))
    if told.rows:
        heads = [word(key) for key in ("when", "case", "number", "who", "role")]
        rows = [
            [f"{row.at:%d.%m.%Y %H:%M:%S}", str(row.case_no), str(row.person_no), row.name, word(row.role)]
            for row in told.rows
        ]
        story.append(pages.grid([heads, *rows], [0.26, 0.12, 0.08, 0.34, 0.2]))
    else:
        story.append(pages.text(word("never")))
    story += [Spacer(0, 10), pages.text(word("how"), SMALL)]
    return pages.bound(story, f"{word('title')} – {told.title}", (told.title, f"{word('page')} {{page}}"))
