"""The codebook as a report: each question in every language, when it is asked, and how often each answer was given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress, groupby, pairwise
from statistics import fmean, quantiles

from cati_app.domain.tabulation.small_counts import LONGEST_LIST, hidden_answers, hidden_counts, is_small
from cati_app.publish.dataset.asked import AskedQuestion
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.dataset.told_variables import hidden_codes, untold_variables
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.print.document import (
    ReportBlock,
    ReportColumn,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.reports.field_words import HIDDEN, ReportWords, numbers
from cati_app.texts import words_of
from cati_app.texts.figures import figures_in

_QUARTILES_FROM = 20
_LONG_CODE, _WIDE_CODE = 8, 1.5
"""Characters of a code, above which the column of codes is so wide: names are not broken."""
_ROW = re.compile(r"\[\d+\]")
"""Rows of repeats in a reference."""


def codebook_report(
    table: DataTable,
    asked: Mapping[str, AskedQuestion],
    *,
    least: int,
    is_rehearsal: bool,
    untold: Collection[str] = (),
    hidden: Mapping[str, Collection[Value]] | None = None,
) -> ReportDocument:
    """The whole codebook; the same data give the same.

    Args:
        table: The data set, labelled in the language of the report.
        asked: Of the questions of the questionnaire in force, by `Variable.source` without rows of repeats.
        least: So many people are told of; fewer are hidden, with what would betray them.
        untold: Further variables, or sets of them, of which it is not told how many were asked: tables would tell more.
        hidden: By variable codes that would betray small ones of another, as tables have them; None: as this data set
            alone would.
    """
    if hidden is None:
        hidden = hidden_codes(table, least, only_counted=True)
    return _Codebook(table, asked, least, untold, hidden).document(is_rehearsal=is_rehearsal)


class _Codebook:
    def __init__(
        self,
        table: DataTable,
        asked: Mapping[str, AskedQuestion],
        least: int,
        untold: Collection[str],
        hidden: Mapping[str, Collection[Value]],
    ) -> None:
        self._hidden = hidden
        self._table = table
        self._least = least
        self._untold = _with_reasons(table, {*untold, *untold_variables(table, least, only_counted=True)})
        self._asked = asked
        self._words = ReportWords(words_of(table.language))
        self._terms = DATA_TERMS.of(table.language)
        counted = _counted_rows(table)
        self._interviews = len(counted)
        self._counts = [Counter(column.in_order(counted)) for column in table.columns]
        self._source = self._words.say(
            "Source: data set {study} {version}, data as of {at}, unweighted.",
            study=table.study_id,
            version=table.version,
            at=self._words.say("{at:%Y-%m-%d %H:%M}", at=table.data_time),
        )

    def document(self, *, is_rehearsal: bool) -> ReportDocument:
        """Overview, missing values, questions, variables of the fieldwork."""
        say, table = self._words.say, self._table
        count = self._words.words.say_count("{count} interview", "{count} interviews", self._interviews)
        questions: list[ReportSection] = []
        others: list[ReportSection] = []
        numbered = list(enumerate(table.variables))
        for _, group in groupby(numbered, key=lambda pair: pair[1].source or str(pair[0])):
            variables = list(group)
            section = self._question(variables)
            (others if variables[0][1].origin == "fieldwork" else questions).append(section)
        sections = [
            ReportSection(say("Overview"), tuple(self._overview())),
            ReportSection(say("Questions and what is made of them"), (), tuple(questions)),
            ReportSection(say("Of the fieldwork"), (), tuple(others)),
        ]
        return ReportDocument(
            kind=self._terms("codebook"),
            title=table.title,
            beneath=f"{count} · {self._terms('version')} {table.version}",
            language=table.language,
            sections=tuple(sections),
            source=self._source,
            page=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
            contents=say("Contents"),
            warning=say("Rehearsal: nothing of this is real.") if is_rehearsal else "",
        )

    def _overview(self) -> Iterator[ReportBlock]:
        say, table, terms = self._words.say, self._table, self._terms
        facts = [
            (terms("version"), table.version),
            (terms("data_time"), f"{table.data_time:%Y-%m-%d %H:%M:%S %Z}"),
            (terms("cases"), self._words.number(self._interviews)),
            (terms("variables"), self._words.number(len(table.variables))),
            (terms("checksum"), table.checksum),
        ]
        yield ReportFacts(tuple(facts))
        yield ReportText(terms("how_id"), TextKind.NOTE)
        yield ReportText(
            say(
                "Counts are those of complete interviews that count, unweighted. {sign}: fewer than {least} people, or"
                " the next smallest count, which would betray those.",
                sign=HIDDEN,
                least=self._least,
            ),
            TextKind.NOTE,
        )
        usual = [v for v in table.variables if v.missing and max(v.missing.values()) > -100]
        missing = max(usual, key=lambda variable: len(variable.missing), default=None)
        if missing is not None:
            rows = tuple((str(code), missing.labels[code]) for code in missing.missing.values())
            columns = (ReportColumn(say("Code"), 0.4, is_code=True), ReportColumn(say("Meaning"), 3.0))
            yield ReportTable(terms("missing_codes"), columns, rows, self._source)
        if table.sets:
            sets = tuple((f"${each.name}", each.label, ", ".join(each.variables)) for each in table.sets)
            of_sets = (
                ReportColumn(say("Name"), 1.0, is_code=True),
                *map(ReportColumn, (say("Label"), terms("variables"))),
            )
            yield ReportTable(terms("sets"), of_sets, sets, self._source)
        if table.notices:
            told = tuple((notice.variable or "–", notice.text) for notice in table.notices)
            of_notices = ReportColumn(say("Variable"), 1.0, is_code=True), ReportColumn(terms("notices"), 4.0)
            yield ReportTable(terms("notices"), of_notices, told, self._source)
        if table.differences:
            changes = tuple(
                (each.question, each.later, each.change, each.before, each.after) for each in table.differences
            )
            heads = say("Question"), terms("version"), say("Change"), say("Before"), say("After")
            yield ReportTable(
                say("Changes of the questionnaire"), tuple(map(ReportColumn, heads)), changes, self._source
            )

    def _question(self, variables: Sequence[tuple[int, Variable]]) -> ReportSection:
        _, main = variables[0]
        asked = self._asked.get(_ROW.sub("", main.source))
        named = main.name if not main.item else f"{main.name} … {variables[-1][1].name}"
        number = self._words.say("Question {number}", number=asked.number) if asked and asked.number else ""
        title = " · ".join(filter(None, (number, named)))
        return ReportSection(title, tuple(self._blocks(variables, asked)))

    def _blocks(self, variables: Sequence[tuple[int, Variable]], asked: AskedQuestion | None) -> Iterator[ReportBlock]:
        _, main = variables[0]
        if asked is not None and asked.texts:
            for spoken in asked.texts:
                yield ReportText(
                    spoken.text, language=spoken.code, right_to_left=spoken.right_to_left, mark=spoken.code
                )
        else:
            yield ReportText(main.question or main.label)
        if asked is not None and asked.condition:
            yield from self._condition(asked)
        kinds = self._terms(f"kind_{main.kind.value}"), self._terms(f"level_{main.level.value}")
        yield ReportText(" · ".join(kinds), TextKind.NOTE)
        for note in main.notes:
            yield ReportText(note, TextKind.NOTE)
        items = [(at, variable) for at, variable in variables if variable.item]
        if items:
            yield self._items(items)
        for at, variable in variables:
            if not variable.item:
                yield from self._frequencies(at, variable)

    def _condition(self, asked: AskedQuestion) -> Iterator[ReportText]:
        """On a line of its own where it is read from right to left: beside other words its parts change places."""
        say, language = self._words.say, self._table.language
        turned = any(spoken.right_to_left for spoken in asked.texts if spoken.code == language)
        beside = "" if turned else asked.condition
        yield ReportText(say("Asked only if: {condition}", condition=beside).rstrip(), TextKind.FORMULA)
        if turned:
            yield ReportText(asked.condition, TextKind.FORMULA, language=language, right_to_left=True)

    def _items(self, items: Sequence[tuple[int, Variable]]) -> ReportTable:
        """Of a question with a variable for each choice: who chose it, or ranked it first, of those with an answer."""
        words, rows = self._words, []
        is_ranking = not items[0][1].set_name  # one interview is in one row: they add up to what is told
        small = hidden_counts([self._counts[at][1] for at, _ in items], self._least) if is_ranking else frozenset[int]()
        for number, (at, variable) in enumerate(items):
            valid = sum(count for value, count in self._counts[at].items() if not _is_missing(variable, value))
            chosen = self._counts[at][1]
            is_small_beside = number in small or 1 in self._hidden.get(variable.name, ())
            if self._is_untold(variable) or is_small_beside or hidden_counts((chosen, valid - chosen), self._least):
                rows.append((variable.name, variable.item, HIDDEN, HIDDEN))
                continue
            share = words.percent(chosen / valid if valid else None)
            rows.append((variable.name, variable.item, words.number(chosen), share))
        columns = (
            ReportColumn(words.say("Variable"), 1.2, is_code=True),
            ReportColumn(words.say("Answer"), 2.4),
            *numbers(words.say("First place") if is_ranking else words.say("Given"), words.say("Share"), share=0.6),
        )
        told = words.say("Ranked first") if is_ranking else words.say("Answers given, several possible")
        caption = f"{told}: {items[0][1].name} … {items[-1][1].name}"
        return ReportTable(caption, columns, tuple(rows), self._source)

    def _is_untold(self, variable: Variable) -> bool:
        return bool({variable.name, variable.set_name} & self._untold)

    def _frequencies(self, at: int, variable: Variable) -> Iterator[ReportBlock]:
        words, counts = self._words, self._counts[at]
        valid = sum(count for value, count in counts.items() if not _is_missing(variable, value))
        if self._is_untold(variable):
            if variable.origin == "reason":  # its text stands before it, and says so
                return
            told = words.say(
                "How many were asked would tell of fewer than {least} people: nothing is told.", least=self._least
            )
            yield ReportText(told, TextKind.NOTE)
            return
        yield ReportText(words.say("Valid answers: {count}", count=words.number(valid)), TextKind.NOTE)
        answers = [
            (str(c.code), c.text, counts[c.code]) for c in variable.codes if c.code not in variable.missing.values()
        ]
        if is_small(valid, self._least):
            yield ReportText(words.say("Fewer than {least} answers: none is told.", least=self._least), TextKind.NOTE)
            answers = []
        elif len(answers) > LONGEST_LIST:
            answers = self._most_given(answers, variable)
        reasons = [
            (str(code), variable.labels.get(code, reason), counts[code]) for reason, code in variable.missing.items()
        ]
        # of results and cells the program has lists of its own, most of which no study fills
        is_own_list = variable.origin == "fieldwork" and variable.kind is Kind.TEXT
        rows = [
            *self._told(answers, valid, variable, with_nobody=not is_own_list),
            *self._told(reasons, 0, variable, with_nobody=False),
        ]
        if rows:
            longest = max(len(row[0]) for row in rows)
            columns = (
                ReportColumn(words.say("Code"), _WIDE_CODE if longest > _LONG_CODE else 0.5, is_code=True),
                ReportColumn(words.say("Answer"), 3.0),
                *numbers(words.say("Interviews"), words.say("Share of valid answers"), share=0.9),
            )
            caption = words.say("Frequencies of {variable}", variable=variable.name)
            yield ReportTable(caption, columns, tuple(rows), self._source)
        if not variable.codes and variable.kind is Kind.NUMBER and valid >= _QUARTILES_FROM:
            yield ReportText(self._spread(variable, counts), TextKind.NOTE)

    def _of_kin(self, listed: Sequence[tuple[str, str, int]], variable: Variable) -> list[int]:
        """Places in a list that would betray a small one of another variable."""
        codes = {str(code) for code in self._hidden.get(variable.name, ())}
        return [at for at, (code, _, _) in enumerate(listed) if code in codes]

    def _most_given(self, answers: Sequence[tuple[str, str, int]], variable: Variable) -> list[tuple[str, str, int]]:
        """Of a long list those that enough gave, and all others together: even that somebody gave one is not told."""
        hidden = hidden_answers([count for _, _, count in answers], self._least, self._of_kin(answers, variable))
        told = [answer for number, answer in enumerate(answers) if answer[2] and number not in hidden]
        rest = sum(answers[number][2] for number in hidden)
        return [*told, ("–", self._words.say("other answers"), rest)] if rest else told

    def _told(
        self, listed: Sequence[tuple[str, str, int]], base: int, variable: Variable, *, with_nobody: bool = True
    ) -> Iterator[tuple[str, ...]]:
        """Counts of answers, or of reasons for none, which add up to what is told; a reason has no share.

        Without those that nobody gave, one of them stands where it is hidden beside the only small one: else it would
        be told which reason the few gave.
        """
        also, words = self._of_kin(listed, variable), self._words
        hidden = hidden_counts([count for _, _, count in listed], self._least, also)
        for number, (code, text, count) in enumerate(listed):
            if number in hidden:
                yield code, text, HIDDEN, HIDDEN if base else "–"
            elif count or with_nobody:
                yield code, text, words.number(count), words.percent(count / base) if base else "–"

    def _spread(self, variable: Variable, counts: Mapping[Value, int]) -> str:
        """Mean and quartiles; the least and the greatest would be those of somebody."""
        words = self._words
        values = [
            float(value)
            for value, count in counts.items()
            if isinstance(value, int | float) and not _is_missing(variable, value)
            for _ in range(count)
        ]
        low, middle, high = quantiles(values, n=4, method="inclusive")
        return words.say(
            "Mean {mean}, median {median}, the middle half from {low} to {high}.",
            mean=self._measured(fmean(values), 2),
            median=self._measured(middle, 1),
            low=self._measured(low, 1),
            high=self._measured(high, 1),
        )

    def _measured(self, value: float, places: int) -> str:
        """Of four digits without a separator, for they may be a year."""
        words = self._words
        return words.number(value, places) if abs(value) >= 10_000 else figures_in(words.words, f"{value:.{places}f}")


def _counted_rows(table: DataTable) -> Sequence[int]:
    """Complete interviews that count: one that was rejected in review stays in the data set, and is none of them."""
    rows = range(len(table.rows))
    return [*compress(rows, table.counted)] if table.counted else rows


def _with_reasons(table: DataTable, untold: Collection[str]) -> frozenset[str]:
    """Besides variables that are not told of those behind them that say why their text is missing."""
    beside = (
        reason.name
        for text, reason in pairwise(table.variables)
        if reason.origin == "reason" and {text.name, text.set_name} & set(untold)
    )
    return frozenset((*untold, *beside))


def _is_missing(variable: Variable, value: Value) -> bool:
    return value is None or value == "" or value in variable.missing.values()
