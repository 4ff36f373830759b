"""Composition of the topline: a table of each question without columns beside it, placed as the questionnaire has it.

Imported only when a topline is made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cati_app.domain.people.users import User
from cati_app.domain.tabulation.chance import SampleDesign
from cati_app.domain.tabulation.small_counts import LONGEST_LIST
from cati_app.publish.dataset.table_book import TableBook
from cati_app.publish.dataset.table_words import TABLE_TERMS
from cati_app.publish.paper.source import read_source
from cati_app.publish.print.document import ReportDocument
from cati_app.publish.reports.topline_report import PlacedQuestion, topline_report
from cati_app.station.codebook import ROW, asked_questions
from cati_app.station.folders import is_rehearsal
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.tabulating import StudyTables, study_tables
from cati_app.store.trust.held_keys import HeldKeys


def topline(station: Station, by: User, keys: HeldKeys, language: str) -> ReportDocument:
    """The topline of the complete interviews.

    Args:
        station: Where the whole study is read.
        language: `de` or `en`; labels of the questionnaire that it does not have come in its own first language.

    Raises:
        TablesFindings: tables.yaml, whose nets are told, has errors.
        RuleViolation: who asks may not take data out; as `TableBook`.
        EnvironmentProblem: `weighting_unfit`.
    """
    tables = study_tables(station, by, keys, language=language)
    plan = replace(tables.book.plan, banners=(), tables=(), filters=(), recodes=())
    kept = {name: nets for name, nets in plan.nets.items() if tables.book.data.has(name)}
    book = TableBook(tables.book.data, replace(plan, nets=kept), beside=tables.book)
    alone = StudyTables(book, tables.source, language, tables.is_rehearsal)
    words = TABLE_TERMS.of(language)
    caveat = words("caveat" if plan.needs_caveat else "quota") if plan.design is SampleDesign.QUOTA else ""
    once = words("caveat"), words("quota")  # said in front, also where a table has neither intervals nor letters
    made = [
        (table, [note for note in alone.notes(table) if note not in once]) for table in book.tables(handed_out=True)
    ]
    placed = _placed(station.loaded, tables, language)
    return topline_report(
        book.data.table,
        made,
        placed,
        caveat,
        tables.source,
        is_weighed=book.data.is_weighed,
        is_rehearsal=is_rehearsal(station.loaded.folder),
    )


def _placed(loaded: LoadedStudy, tables: StudyTables, language: str) -> Mapping[str, PlacedQuestion]:
    table, form = tables.book.data.table, loaded.data_form
    source = read_source(loaded.files.questionnaire, loaded.files.name, form)
    asked = dict(asked_questions(loaded, table, language))
    by_path = {node.path: node for node in form.nodes}
    placed: dict[str, PlacedQuestion] = {}
    for variable in table.variables:
        node = by_path.get(ROW.sub("", variable.source))
        if node is None or variable.source not in asked:
            continue
        outermost = node
        while outermost.parent > 0:
            outermost = form.nodes[outermost.parent]
        part = "" if outermost is node else source.title(outermost, language)
        said = asked[variable.source]
        placed.setdefault(
            variable.set_name or variable.name,
            PlacedQuestion(
                part,
                said.number,
                said.condition,
                "" if variable.set_name else variable.item,
                len(variable.codes) > LONGEST_LIST,
            ),
        )
    return placed
