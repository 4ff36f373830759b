"""What is typed for a table in the window, as banner and filter of a plan, and as entries of tables.yaml.

Imported only when tables are made: what it needs is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ParamSpec, TypeVar

from cati_app.domain.errors import RuleViolation
from cati_app.domain.tabulation.plan import Banner, TableFilter, WantedTable
from cati_app.publish.dataset.table_book import NO_COLUMNS, MadeTable, TableBook
from cati_app.station.tabulating import StudyTables
from cati_app.study.tables_file import KeptTable
from cati_app.ui.analyst.tables.port import AskedTable
from cati_app.values import dataclass

P = ParamSpec("P")
T = TypeVar("T")
_LONGEST = 100  # signs of a name in tables.yaml
_TYPED = "\0"
"""Of what is typed, while it has no name yet; tables.yaml can hold none such."""


@dataclass(frozen=True, slots=True)
class TableInPlan:
    """A table as it is asked for, in a plan that has what it needs.

    Args:
        banner: As it was typed; None: it is kept, or there is none.
        filter: The same.
    """

    tables: StudyTables
    wanted: WantedTable
    banner: Banner | None = None
    filter: TableFilter | None = None

    def rows_of_grid(self, asked: AskedTable, made: MadeTable) -> Sequence[MadeTable]:
        """The rows that stand beside this one on a screen of the interview, all interviews alone; else none."""
        if not made.question.grid or asked.columns:
            return ()
        book = self.tables.book
        names = [name for name in book.data.names if book.data.grid_of(name) == made.question.grid]
        rows = [replace(self.wanted, question=name) for name in names]
        return [book.table(row, handed_out=asked.handed_out) for row in rows] if len(rows) > 1 else ()


def typed_table(tables: StudyTables, asked: AskedTable) -> TableInPlan:
    """The table that is asked for.

    Raises:
        RuleViolation: what was typed names a variable or value that is not there, or is no condition.
    """
    plan = tables.book.plan
    banner = new_filter = None
    named, kept = NO_COLUMNS, ""
    if asked.columns in {each.name for each in plan.banners}:
        named = asked.columns
    elif asked.columns:
        variables = tuple(filter(None, (part.strip() for part in re.split(r"[,;]", asked.columns))))
        banner = Banner(_TYPED, "", tuple(dict.fromkeys(variables)))
        named = _TYPED
    if asked.filter in {each.name for each in plan.filters}:
        kept = asked.filter
    elif asked.filter:
        new_filter = TableFilter(_TYPED, asked.filter, _conditions(asked.filter))
        kept = _TYPED
    if banner is not None:
        labels = [_without_place(tables.book.question, name).label for name in banner.variables]
        banner = replace(banner, text=" × ".join(labels))
        plan = replace(plan, banners=(*plan.banners, banner))
    if new_filter is not None:
        plan = replace(plan, filters=(*plan.filters, new_filter))
    if plan is not tables.book.plan:
        tables = replace(tables, book=_without_place(TableBook, tables.book.data, plan, before=tables.book))
    return TableInPlan(tables, WantedTable(asked.question, named, kept), banner, new_filter)


def _without_place(make: Callable[P, T], *parts: P.args, **named: P.kwargs) -> T:
    """What was typed stands in no file."""
    try:
        return make(*parts, **named)
    except RuleViolation as rule:
        raise RuleViolation(rule.code, **(rule.context | {"place": ""})) from None


def _conditions(text: str) -> dict[str, tuple[str, ...]]:
    """`gender: 2; age: 16-29, 65+`. RuleViolation: `tables_condition`."""
    where: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, colon, values = part.partition(":")
        wanted = tuple(filter(None, (value.strip() for value in values.split(","))))
        if not colon or not name.strip() or not wanted:
            raise RuleViolation("tables_condition", text=part)
        where[name.strip()] = wanted
    return where


def settings_of(typed: TableInPlan, language: str) -> KeptTable:
    """As tables.yaml holds it; what was typed gets a name and a label of its own."""
    wanted, banner, kept = typed.wanted, typed.banner, typed.filter
    settings: dict[str, dict[str, object]] = {}
    if banner is not None:
        name = "_".join(banner.variables)[:_LONGEST]
        settings["banner"] = {"name": name, "label": {language: banner.text}, "variables": list(banner.variables)}
        wanted = replace(wanted, banner=name)
    if kept is not None:
        name = re.sub(r"[^0-9A-Za-z]+", "_", kept.text).strip("_")[:_LONGEST]
        where = {variable: list(values) for variable, values in kept.where.items()}
        settings["filter"] = {"name": name, "label": {language: kept.text}, "where": where}
        wanted = replace(wanted, filter=name)
    table = {"question": wanted.question, "banner": wanted.banner, "filter": wanted.filter}
    return KeptTable({key: text for key, text in table.items() if text}, settings.get("banner"), settings.get("filter"))
