"""Composition of the codebook: the data set beside what the questionnaire says of each question.

Imported only when a codebook is made: what it needs is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cati_app.domain.people.users import User
from cati_app.domain.tabulation.small_counts import SMALLEST
from cati_app.engine.form.nodes import Node
from cati_app.publish.dataset.asked import AskedQuestion, SpokenText
from cati_app.publish.dataset.codes_of_tables import codes_hidden_by
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.wording import FormTexts
from cati_app.publish.paper.conditions import Teller
from cati_app.publish.paper.naming import Naming
from cati_app.publish.paper.routing import condition_of
from cati_app.publish.paper.source import Source, read_source
from cati_app.publish.paper.words import PAPER_TERMS
from cati_app.publish.print.document import ReportDocument
from cati_app.publish.reports.codebook_report import codebook_report
from cati_app.resources import shipped
from cati_app.station.data_table import ExportSteps, data_table
from cati_app.station.folders import is_rehearsal
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.paper_names import names_on_paper
from cati_app.station.tabulating import tables_of, tables_settings
from cati_app.store.trust.held_keys import HeldKeys

ROW = re.compile(r"\[\d+\]")
"""Rows of repeats in a reference."""


def codebook(
    station: Station,
    by: User,
    keys: HeldKeys,
    language: str,
    on_progress: Callable[[float], None] = lambda share: None,
) -> ReportDocument:
    """The codebook of the complete interviews.

    Args:
        station: Where the whole study is read.
        language: `de` or `en`; labels of the questionnaire that it does not have come in its own first language.

        on_progress: Told the share of the interviews that is read, from 0 to 1; what it raises ends the work.

    Raises:
        TablesFindings: tables.yaml, which says what is small, has errors.
        RuleViolation: who asks may not take data out; as `TableBook`.
    """
    settings = tables_settings(station)
    read = station.read_data(keys)(by)
    steps = ExportSteps(station.read_board()(by).completes, lambda share: on_progress(min(1.0, share * 1.5)))
    table, _ = data_table(station, by, read, language, steps)
    asked = asked_by_path(station.loaded, table, language)
    book = tables_of(station, settings, table, language).book
    return codebook_report(
        table,
        asked,
        least=settings.small_cells,
        is_rehearsal=is_rehearsal(station.loaded.folder),
        untold=[name for name in book.data.names if book.is_secret(name)],
        hidden=codes_hidden_by(book),
    )


def codebook_beside(table: DataTable, *, on_page: Callable[[], None], is_rehearsal: bool) -> bytes:
    """The same document of a table that is written with it, as a PDF; hidden is what is hidden beside data.

    Args:
        table: The interviews, with what is asked of its questions.
        on_page: Called at each page; what it raises ends the work.
    """
    from cati_app.publish.print.as_pdf import document_pdf  # noqa: PLC0415 - reportlab: exports without it pay nothing

    book = codebook_report(table, table.asked, least=SMALLEST, is_rehearsal=is_rehearsal)
    return document_pdf(book, shipped("resources") / "fonts", on_page)


def asked_questions(loaded: LoadedStudy, table: DataTable, language: str) -> Iterator[tuple[str, AskedQuestion]]:
    """Of each question that the questionnaire in force has, by the source of its variables."""
    form, files = loaded.data_form, loaded.files
    source = read_source(files.questionnaire, files.name, form)
    terms = PAPER_TERMS.of(language)
    naming = Naming(source, language, terms, names_on_paper(loaded.study))
    teller = Teller(source, terms, naming)
    by_path = {node.path: node for node in form.nodes}
    wordings = {code: FormTexts(form, code) for code, _ in form.languages}
    for reference in dict.fromkeys(variable.source for variable in table.variables if variable.source):
        node = by_path.get(ROW.sub("", reference))
        if node is None:
            continue
        texts = tuple(
            SpokenText(code, wordings[code].text(node.wording.label, node), code in form.right_to_left)
            for code in wordings
            if source.text(node, "label", code)
        )
        conditions = [teller.tell(each, text) for each in _above(source, node) if (text := condition_of(source, each))]
        yield reference, AskedQuestion(naming.questions.get(node.index, 0), texts, " · ".join(conditions))


def asked_by_path(loaded: LoadedStudy, table: DataTable, language: str) -> dict[str, AskedQuestion]:
    """The same by the path of the question, for all rows of a repeat; languages without words of ours have English."""
    return {ROW.sub("", source): asked for source, asked in asked_questions(loaded, table, language)}


def _above(source: Source, node: Node) -> list[Node]:
    """The parts of the questionnaire that a question stands in, from the outermost, and itself."""
    chain = [node]
    while chain[-1].index > 0:
        chain.append(source.form.nodes[chain[-1].parent])
    return chain[-2::-1]
