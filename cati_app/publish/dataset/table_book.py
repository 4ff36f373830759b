"""The tables of a study from its data set and its plan: recodes, filters and banners, and each table on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property

import numpy as np

from cati_app.domain.errors import RuleViolation
from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, TabulatedVariable
from cati_app.domain.tabulation.hidden_together import HiddenTogether
from cati_app.domain.tabulation.plan import Banner, Recode, TableFilter, TablePlan, ValueGroup, WantedTable
from cati_app.domain.tabulation.small_counts import hidden_counts
from cati_app.domain.tabulation.table import AnswerNet, AnswerTable, BannerVariable, TableManner, answer_table
from cati_app.domain.tabulation.told_bases import CountedTable, ToldBases
from cati_app.publish.dataset.tabulated import TabulatedData, TabulatedQuestion, Tabulation, categories_named
from cati_app.values import dataclass

NO_COLUMNS = "none"
"""In place of a banner: all interviews alone. A banner of that name goes first."""


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table with what it is of.

    Args:
        question: The rows.
        table: The figures.
        banner: What the banner is called; blank: none.
        filter: What the filter is called; blank: all interviews.
        without: Interviews of the table that were asked and gave no valid answer; None: not told, because they are few
            beside those of all interviews.
        handed_out: Whether small cells are hidden.
    """

    question: TabulatedQuestion
    table: AnswerTable
    banner: str
    filter: str
    without: int | None
    handed_out: bool


class TableBook:
    """The tables of a study.

    Args:
        beside: With more columns, of the same data: what is handed out of it is held against its tables, too.
        before: Of the same data, without what was typed since: its tables stay as they are.

    Raises:
        RuleViolation: each with its place in the file: `tables_variable_unknown`, `tables_no_categories`,
            `tables_value_unknown`, `tables_name_taken`, `tables_banner_unknown`, `tables_filter_unknown`,
            `tables_value_twice`, `tables_of_multiple`.
    """

    def __init__(
        self,
        data: TabulatedData,
        plan: TablePlan,
        beside: TableBook | None = None,
        before: TableBook | None = None,
    ) -> None:
        self.data = data
        self.plan = plan
        self._beside = beside
        self._before = before
        self._recoded: dict[str, TabulatedQuestion] = {}
        for recode in plan.recodes:
            self._recoded[recode.name] = self._made(recode)
        self._banners = {banner.name: banner for banner in plan.banners}
        self._filters = {kept.name: kept for kept in plan.filters}
        self._filtered: dict[str, HiddenTogether] = {}
        self._only = {kept.name: self._within(kept) for kept in plan.filters}
        for banner in plan.banners:
            self._columns(banner)
        self._nets = {name: self._nets_of(name, nets) for name, nets in plan.nets.items()}
        self.wanted = plan.tables or tuple(WantedTable(name) for name in (*self._recoded, *data.names))
        for number, wanted in enumerate(self.wanted, 1):
            self._check(wanted, f"tables[{number}]")

    @property
    def banners(self) -> Sequence[Banner]:
        """As the plan has them."""
        return self.plan.banners

    @property
    def filters(self) -> Sequence[TableFilter]:
        """As the plan has them."""
        return self.plan.filters

    def question(self, name: str, named_in: str = "") -> TabulatedQuestion:
        """A question or recode. RuleViolation: as above."""
        return self._recoded[name] if name in self._recoded else self.data.question(name, named_in)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Recodes, then questions: their names, and what they are called."""
        yield from ((recode.name, recode.text) for recode in self.plan.recodes)
        yield from ((name, self.data.label(name)) for name in self.data.names)

    def tables(self, *, handed_out: bool) -> Iterator[MadeTable]:
        """All that are wanted, in order."""
        for wanted in self.wanted:
            yield self.table(wanted, handed_out=handed_out)

    def table(self, wanted: WantedTable, *, handed_out: bool, banner: str | None = None) -> MadeTable:
        """One table.

        Args:
            handed_out: Whether small cells are hidden.
            banner: By name, in place of the one that is wanted.
        """
        question = self.question(wanted.question)
        named = wanted.banner if banner is None else banner
        chosen = self._banners.get(named)
        if chosen is None and named != NO_COLUMNS:
            chosen = next(iter(self._banners.values()), None)
        kept = self._filters.get(wanted.filter)
        only = self._only[kept.name] if kept is not None else None
        manner = TableManner(
            intervals=self.plan.tells_intervals,
            letters=self.plan.tells_letters,
            limit=self.plan.limit if handed_out else None,
        )
        columns = self._columns(chosen) if chosen is not None else ()
        settled: frozenset[int] = frozenset()
        if handed_out:
            together = self.hidden_together if kept is None else self._of_filter(kept.name)
            settled = together.rows(wanted.question)
            names = chosen.variables if chosen is not None else ()
            columns = tuple(
                replace(
                    each,
                    is_secret=not self._is_told(self.question(name).asked),
                    settled=together.block(wanted.question, name),
                )
                for each, name in zip(columns, names, strict=True)
            )
        table = answer_table(
            question.answers,
            columns,
            self.data.weights,
            manner,
            nets=self._nets.get(wanted.question, ()),
            only=only,
            is_secret=handed_out and not self._tells(question, only),
            settled=settled,
        )
        without = None if table.is_secret else self._without(question, only, handed_out=handed_out)
        return MadeTable(question, table, chosen.text if chosen else "", kept.text if kept else "", without, handed_out)

    def is_secret(self, name: str) -> bool:
        """Whether how many were asked a question is not told where small cells are hidden."""
        return not self._tells(self.question(name), None)

    def _tells(self, question: TabulatedQuestion, only: Bools | None) -> bool:
        """Whether it may be told how many were asked: in all, or of those in a filter, who are told as well."""
        if only is None:
            return self._is_told(question.asked)
        return self._is_told(only) and self._is_told((only & question.asked).astype(np.bool_))

    def _is_told(self, group: Bools) -> bool:
        """Nothing is counted for questions that everybody was asked."""
        return bool(group.all()) or self.told_bases.is_told(group)

    @property
    def _names(self) -> Iterable[str]:
        """Recodes, questions, and what else has a table."""
        return dict.fromkeys((*self._recoded, *self.data.names, *(wanted.question for wanted in self.wanted)))

    @cached_property
    def hidden_together(self) -> HiddenTogether:
        """What all tables of the book hide beside each other, with every banner."""
        if self._beside is not None:
            return self._beside.hidden_together
        names = dict.fromkeys(name for banner in self.plan.banners for name in banner.variables)
        return HiddenTogether(
            {name: self.question(name).answers for name in self._names},
            {name: self.question(name).answers for name in names},
            self.plan.limit,
            self._before.hidden_together if self._before is not None else None,
        )

    def _of_filter(self, name: str) -> HiddenTogether:
        """The same of the interviews in a filter."""
        if name not in self._filtered:
            self._filtered[name] = self.hidden_together.filtered(self._only[name])
        return self._filtered[name]

    @cached_property
    def told_bases(self) -> ToldBases:
        """Which bases are told beside all tables of the book."""
        if self._beside is not None:
            return self._beside.told_bases
        questions = [self.question(name) for name in self._names]
        tables = [
            table
            for question in questions
            for banner in (self.plan.banners or (Banner("", "", ()),))
            for table in self._counted(question, banner)
        ]
        return ToldBases(tables, [question.asked for question in questions], self.plan.limit)

    def _counted(self, question: TabulatedQuestion, of: Banner) -> Iterator[CountedTable]:
        """A table as bases are held against it; of a question with several answers one of two lines for each."""
        banner, names = self._columns(of), of.variables
        answers, everybody = question.answers, np.ones(self.data.interviews, np.bool_)
        columns = (
            everybody,
            *(each.answers.members(n) for each in banner for n in range(len(each.answers.categories))),
        )
        size = len(answers.categories)

        @cache
        def hidden() -> frozenset[tuple[int, int]]:
            table = answer_table(
                answers,
                [
                    replace(each, settled=self.hidden_together.block(question.name, name))
                    for each, name in zip(banner, names, strict=True)
                ],
                self.data.weights,
                TableManner(limit=self.plan.limit),
                settled=self.hidden_together.rows(question.name),
            )
            lines = enumerate(table.lines[:size])
            return frozenset((row, at) for row, line in lines for at, cell in enumerate(line.cells) if cell.is_hidden)

        silent = np.where(question.silent, 0, 1)
        if not answers.is_multiple:
            row = np.where(answers.index >= 0, answers.index, silent + size) if size else silent
            yield CountedTable(row.astype(np.intp), size, columns, hidden)
            return
        for category in range(size):

            def hidden_of(category: int = category) -> frozenset[tuple[int, int]]:
                return frozenset((row, at) for of, at in hidden() if of == category for row in (0, 1))

            chosen = np.where(answers.members(category), 0, 1)
            row = np.where(answers.index >= 0, chosen, silent + 2)
            yield CountedTable(row.astype(np.intp), 2, columns, hidden_of)

    def _without(self, question: TabulatedQuestion, only: Bools | None, *, handed_out: bool) -> int | None:
        """How many gave no answer; of a filtered table none where they are few, or few beside those of all."""
        if only is None:
            return int(question.silent.sum())
        within, beyond = int((question.silent & only).sum()), int((question.silent & ~only).sum())
        return None if handed_out and hidden_counts((within, beyond), self.plan.limit) else within

    def _made(self, recode: Recode) -> TabulatedQuestion:
        named_in = f"recodes: {recode.name}"
        if recode.name in self._recoded or self.data.has(recode.name):
            raise RuleViolation("tables_name_taken", name=recode.name, place=named_in)
        index = np.full(self.data.interviews, -1, np.intp)
        source = self.question(recode.variable, named_in)
        if source.kind is Tabulation.MULTIPLE:
            raise RuleViolation("tables_of_multiple", variable=recode.variable, place=named_in)
        for number, group in enumerate(recode.categories):
            belongs = self._belonging(recode.variable, group.values, named_in)
            if bool((index[belongs] >= 0).any()):
                raise RuleViolation("tables_value_twice", variable=recode.variable, category=group.text, place=named_in)
            index[belongs] = number
        categories = tuple(AnswerCategory(str(n), str(n), each.text) for n, each in enumerate(recode.categories, 1))
        return replace(
            source,
            name=recode.name,
            label=recode.text,
            text=source.text,
            kind=Tabulation.SINGLE,
            answers=TabulatedVariable(categories, index),
            silent=(source.silent & (index < 0)).astype(np.bool_),
            grid="",
        )

    def _belonging(self, name: str, values: Sequence[str], named_in: str) -> Bools:
        if name not in self._recoded:
            return self.data.belonging(name, values, named_in)
        answers = self._recoded[name].answers
        members = [answers.members(categories_named(answers, value, name, named_in)) for value in values]
        belongs: Bools = np.logical_or.reduce(members)
        return belongs

    def _within(self, kept: TableFilter) -> Bools:
        named_in = f"filters: {kept.name}"
        within = np.ones(self.data.interviews, np.bool_)
        for name, values in kept.where.items():
            within &= self._belonging(name, values, named_in)
        return within

    def _columns(self, banner: Banner) -> tuple[BannerVariable, ...]:
        named_in = f"banners: {banner.name}"
        columns = []
        for name in banner.variables:
            question = self.question(name, named_in)
            if not question.answers.categories:
                raise RuleViolation("tables_no_categories", variable=name, place=named_in)
            columns.append(BannerVariable(question.label, question.answers))
        return tuple(columns)

    def _nets_of(self, name: str, nets: Sequence[ValueGroup]) -> tuple[AnswerNet, ...]:
        named_in = f"nets: {name}"
        answers = self.question(name, named_in).answers
        return tuple(
            AnswerNet(net.text, tuple(categories_named(answers, value, name, named_in) for value in net.values))
            for net in nets
        )

    def _check(self, wanted: WantedTable, named_in: str) -> None:
        self.question(wanted.question, named_in)
        kinds: tuple[tuple[str, str, Mapping[str, object]], ...] = (
            ("tables_banner_unknown", "" if wanted.banner == NO_COLUMNS else wanted.banner, self._banners),
            ("tables_filter_unknown", wanted.filter, self._filters),
        )
        for code, name, known in kinds:
            if name and name not in known:
                raise RuleViolation(code, name=name, known=", ".join(known) or "–", place=named_in)
