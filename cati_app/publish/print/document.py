"""A report as values: sections of texts, facts, tables and charts; one tree, written as PDF and as HTML alike.

Every table and chart bears its source. A chart never stands alone: its numbers are in a table of the same section,
which is what somebody reads who does not see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from cati_app.values import dataclass


class TextKind(StrEnum):
    """What a text is to its reader."""

    PLAIN = "plain"
    NOTE = "note"  # small, beside what it explains
    CAVEAT = "caveat"  # what nobody may overlook
    FORMULA = "formula"
    GAP = "gap"  # something a person still has to write


@dataclass(frozen=True, slots=True)
class ReportText:
    """A paragraph.

    Args:
        language: Where it is another one than the document's; blank: the same.
        right_to_left: How it is written.
        mark: Before its first line: a number, a code of a language.
    """

    text: str
    kind: TextKind = TextKind.PLAIN
    language: str = ""
    right_to_left: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What each is called, and the fact."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of a table.

    Args:
        share: Of the width, beside those of the others.
        is_number: It stands on the right.
        is_code: It holds codes or names of variables, which are not hyphenated.
    """

    head: str
    share: float = 1.0
    is_number: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table whose first column names its rows.

    Args:
        none: Stands in place of it when there are no rows.
        has_total: The last row adds up those above.
        amounts: Of each row, 0 or more, drawn as a bar behind it; they repeat what a cell says. None: no bar.
    """

    caption: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    none: str = ""
    has_total: bool = False
    amounts: tuple[float | None, ...] = ()


class ChartKind(StrEnum):
    """How amounts are drawn."""

    BARS = "bars"  # across, one below the other, with their names beside them
    COLUMNS = "columns"  # upright, one beside the other, with their names beneath
    STACKED = "stacked"  # across, each as long as the others, in parts


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A part of a stacked bar.

    Args:
        step: Which part of the legend it is, from 0.
        amount: Share of the bar, 0 to 1.
        written: As it is read.
        is_hidden: Whether it is not told how much it is; such parts are drawn as one.
    """

    step: int
    amount: float
    written: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """An amount of 0 or more.

    Args:
        written: As it is read.
        mark: What it is to reach, drawn as a line; None: nothing.
        parts: Of a stacked bar.
    """

    label: str
    amount: float
    written: str
    mark: float | None = None
    parts: tuple[ChartPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportChart:
    """Amounts as a picture.

    Args:
        told: What it shows, in words, for whoever does not see it.
        legend: What the parts of stacked bars are, in order.
    """

    caption: str
    kind: ChartKind
    points: tuple[ChartPoint, ...]
    told: str
    source: str
    legend: tuple[str, ...] = ()


ReportBlock = ReportText | ReportFacts | ReportTable | ReportChart


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading with what stands below it, then smaller ones."""

    title: str
    blocks: tuple[ReportBlock, ...] = ()
    sections: tuple[ReportSection, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report.

    Args:
        kind: What sort of report it is, above its title.
        title: Of the study, in a rehearsal with that word.
        beneath: Below the title.
        language: `de` or `en`.
        warning: At the head of each page; blank: nothing.
        is_draft: Whether somebody goes on writing it: in a browser, too.
        source: At the foot of each page.
        page: How a page is counted, with `{page}` and `{pages}`.
        contents: What the list of the sections is called.
    """

    kind: str
    title: str
    beneath: str
    language: str
    sections: tuple[ReportSection, ...]
    source: str
    page: str
    contents: str
    warning: str = ""
    is_draft: bool = False

    @property
    def name(self) -> str:
        """As readers of documents and browsers show it."""
        return f"{self.kind} – {self.title}"


def document_data(document: ReportDocument) -> dict[str, object]:
    """The same for programs: sections with their tables as they are written; charts repeat what tables hold."""
    return {
        "kind": document.kind,
        "title": document.title,
        "beneath": document.beneath,
        "language": document.language,
        "source": document.source,
        "sections": [_section_data(section) for section in document.sections],
    }


def _section_data(section: ReportSection) -> dict[str, object]:
    data: dict[str, object] = {"title": section.title, "blocks": list(_blocks_data(section))}
    return data | ({"sections": [_section_data(each) for each in section.sections]} if section.sections else {})


def _blocks_data(section: ReportSection) -> Iterator[dict[str, object]]:
    for block in section.blocks:
        if isinstance(block, ReportText):
            yield {"kind": block.kind.value, "text": block.text}
        elif isinstance(block, ReportFacts):
            yield {"kind": "facts", "facts": dict(block.pairs)}
        elif isinstance(block, ReportTable):
            columns = [column.head for column in block.columns]
            yield {"kind": "table", "caption": block.caption, "columns": columns, "rows": [list(r) for r in block.rows]}
