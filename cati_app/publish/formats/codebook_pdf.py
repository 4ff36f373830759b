"""The codebook as a PDF document for people: what the data set is, then question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from cati_app.publish.dataset.names import cut
from cati_app.publish.dataset.table import Coded, DataTable, Difference, Variable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import HIDDEN, blank_told, code_text, format_of
from cati_app.publish.print.pages import HEAD, NAME, SMALL, TITLE, WIDTH, Pages
from cati_app.publish.print.prose import LINE

_FACTS, _NAMES, _CODES = 38 * mm, 50 * mm, 20 * mm  # widths of what stands on the left
_SMALL = replace(SMALL, size=7.5, leading=10.5)
_FOOT = 90
"""Bytes of the title at the end of each page."""
_MOST_LINES = 14  # codes; longer lists run on in a paragraph


def codebook_pdf(table: DataTable, fonts: Path) -> bytes:
    """The whole document; the same table gives the same bytes.

    Args:
        table: The data set; no value of an answer is printed, only counts of valid ones.
        fonts: The folder `resources/fonts`.

    Raises:
        OSError: a font cannot be read.
    """
    book = _Book(table, fonts)
    return book.pages.bound([*book.front(), *book.questions()], f"{book.words('codebook')} {table.title}", book.foot())


def _change(difference: Difference) -> str:
    texts = [text for text in (difference.before, difference.after) if text]
    return f"{difference.change}: {' → '.join(texts)}" if texts else difference.change


class _Book:
    def __init__(self, table: DataTable, fonts: Path) -> None:
        self.pages = Pages(fonts, table.language)
        self._table = table
        self.words = DATA_TERMS.of(table.language)
        self._blank = {variable.name: blank_told(table, index) for index, variable in enumerate(table.variables)}
        from cati_app.publish.dataset.told_variables import untold_variables  # noqa: PLC0415 - slow to load

        untold = untold_variables(table)
        self._valid = {
            variable.name: HIDDEN if variable.name in untold else str(table.valid(index))
            for index, variable in enumerate(table.variables)
        }

    # -- front matter --------------------------------------------------------------------------------------------

    def front(self) -> Iterator[Flowable]:
        """Title, facts, missing codes, sets, notices."""
        table, words = self._table, self.words
        yield self.pages.text(table.title, TITLE)
        yield self.pages.text(words("codebook"), HEAD)
        facts = [
            (words("version"), table.version),
            (words("data_time"), f"{table.data_time:%Y-%m-%d %H:%M:%S %Z}"),
            (words("cases"), str(len(table.rows))),
            (words("variables"), str(len(table.variables))),
            (words("checksum"), table.checksum),
            *([(words("log_end"), table.log_end)] if table.log_end else []),
        ]
        if table.exported is not None:
            told = f"{table.exported.by}, {table.exported.at:%Y-%m-%d %H:%M:%S %Z}"
            facts.append((words("exported_by"), told))
        yield self.pages.coded(facts, _FACTS)
        yield Spacer(0, 6)
        yield self.pages.text(words("how_id"))
        yield self.pages.text(words("missing_codes"), HEAD)
        codes = next(
            (variable for variable in table.variables if variable.missing and max(variable.missing.values()) > -100),
            None,
        )
        if codes is not None:
            yield self.pages.coded([(str(code), codes.labels[code]) for code in codes.missing.values()], _CODES)
        if table.sets:
            yield self.pages.text(words("sets"), HEAD)
            counted = words("counted")
            yield self.pages.coded(
                [
                    (f"${answer_set.name}", f"{answer_set.label} ({counted}: {answer_set.counted})")
                    for answer_set in table.sets
                ],
                _NAMES,
            )
        if table.notices:
            yield self.pages.text(words("notices"), HEAD)
            yield self.pages.coded([(notice.variable, notice.text) for notice in table.notices], _NAMES)
        if table.differences:
            yield self.pages.text(words("versions"), HEAD)
            changes = [(f"{change.question} ({change.later})", _change(change)) for change in table.differences]
            yield self.pages.coded(changes, _NAMES)
        yield self.pages.text(words("variables"), HEAD)

    # -- variables -----------------------------------------------------------------------------------------------

    def questions(self) -> Iterator[Flowable]:
        """Variables of one question together."""
        numbered = enumerate(self._table.variables)
        for _, group in groupby(numbered, key=lambda pair: pair[1].source or str(pair[0])):
            yield from self._question([variable for _, variable in group])

    def _question(self, variables: list[Variable]) -> Iterator[Flowable]:
        main = variables[0]
        span = main.name if not main.item else f"{main.name} … {variables[-1].name}"
        block: list[Flowable] = [_rule(), self.pages.code(span, NAME)]
        block.append(self.pages.text(main.question or main.label))
        block.append(self.pages.text(self._facts(main), _SMALL))
        if main.item:
            block.append(
                self.pages.coded(
                    [(variable.name, self._counted(variable.item, variable)) for variable in variables], _NAMES
                )
            )
        yield KeepTogether([*block, *self._codes(main.codes)])
        for text in main.notes:
            yield self.pages.text(text, _SMALL)
        for variable in variables[1:]:
            if variable.origin == "reason":
                yield self.pages.text(f"{variable.name}: {self.words('reason')}", _SMALL)
        yield Spacer(0, 7)

    def _facts(self, variable: Variable) -> str:
        words = self.words
        parts = [words(f"kind_{variable.kind.value}"), words(f"level_{variable.level.value}"), format_of(variable)]
        if not variable.item:
            parts.append(f"{words('n_valid')}: {self._valid[variable.name]}")
        if blank := self._blank[variable.name]:
            parts.append(blank)
        if variable.source:
            parts.append(f"{words('source')}: {variable.source}")
        parts += [
            f"{words(key)}: {text}" for key, text in (("field", variable.field), ("theme", variable.theme)) if text
        ]
        return " · ".join(parts)

    def _counted(self, text: str, variable: Variable) -> str:
        return f"{text} ({self.words('n_valid')}: {self._valid[variable.name]})"

    def _codes(self, codes: tuple[Coded, ...]) -> list[Flowable]:
        if len(codes) > _MOST_LINES:
            run = " · ".join(self._printable(code_text(coded), coded.name) for coded in codes)
            return [self.pages.text(run, _SMALL)]
        if not codes:
            return []
        return [self.pages.coded([(str(coded.code), self._code(coded)) for coded in codes], _CODES)]

    def _code(self, coded: Coded) -> str:
        return self._printable(code_text(coded).partition(" = ")[2], coded.name)

    def _printable(self, text: str, instead: str) -> str:
        """The text, or what to print instead of one in a script that no font has."""
        return instead if self.pages.faces.missing_share(text) else text

    def foot(self) -> tuple[str, str]:
        """Title and version, and the number of the page."""
        title = self._printable(cut(self._table.title, _FOOT), self._table.study_id)
        return f"{title} · {self._table.version}", f"{self.words('page')} {{page}}"


def _rule() -> Table:
    line = Table([[""]], colWidths=[WIDTH], rowHeights=[3])
    line.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, 0), 0.4, LINE)]))
    return line
