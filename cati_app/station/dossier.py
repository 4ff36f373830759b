"""Composition of the dossier: what experts say from dossier.yaml, what residents answer from tables, what was decided.

Imported only when a dossier is made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from cati_app.domain.comparison.leanings import ExpertLeaning
from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.theme_sides import (
    CodedAgreement,
    ExpertsOnTheme,
    ResidentBar,
    ResidentsItem,
    Side,
    ThemeSides,
    released_quotes,
)
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.domain.tabulation.plan import Banner, Recode, ValueGroup, WantedTable
from cati_app.domain.tabulation.table import AnswerTable
from cati_app.fieldwork.rights import require
from cati_app.publish.dataset.dossier_facts import DossierFacts
from cati_app.publish.dataset.table_book import NO_COLUMNS, TableBook
from cati_app.publish.formats.dossier_xlsx import dossier_xlsx
from cati_app.publish.formats.files import problems_told
from cati_app.publish.outputs import HTML, PDF, XLSX, FileKind, Outputs
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.reports.dossier_report import dossier_report
from cati_app.resources import shipped
from cati_app.station.data_table import LABELS_IN
from cati_app.station.folders import file_names_begin, is_rehearsal
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.tabulating import StudyTables, study_tables
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.dossier_file import PUBLISHED_FROM, DossierFile, DossierTheme, read_dossier
from cati_app.study.part import Translated
from cati_app.values import dataclass

_GROUPS = "dossier"


class DossierFindings(Exception):
    """dossier.yaml has errors; `findings` names each with its line."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(len(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class StudyDossier:
    """The dossier of a study as it stands.

    Args:
        themes: In the order of dossier.yaml.
        decided: Every version by theme, the one in force last.
        locked: Themes on which coders agree too little for what experts say to be published.
        versions: Of questionnaire and experts' side, as decisions keep them.
    """

    themes: tuple[ThemeSides, ...]
    decided: Mapping[str, tuple[RelationVersion, ...]]
    locked: frozenset[str]
    versions: Mapping[str, str]
    tables: StudyTables

    @property
    def open_themes(self) -> tuple[str, ...]:
        """Labels of themes about which nobody has decided."""
        return tuple(each.label for each in self.themes if each.theme not in self.decided)

    def wish(self, theme: str, wished: WishedRelation) -> WishedRelation:
        """What somebody decides, with the proposal and the versions it rests on.

        Raises:
            RuleViolation: `dossier_no_theme`.
        """
        for each in self.themes:
            if each.theme == theme:
                return replace(wished, theme=theme, proposal=each.proposal, versions=self.versions)
        raise RuleViolation("dossier_no_theme", theme=theme, known=", ".join(each.theme for each in self.themes))


def dossier_file(loaded: LoadedStudy) -> DossierFile:
    """What dossier.yaml says now.

    Raises:
        DossierFindings: it has errors.
        EnvironmentProblem: `dossier_missing`.
    """
    read = read_dossier(loaded.folder)
    if read is None:
        raise EnvironmentProblem(
            "dossier_missing",
            Phrase("{folder} has no dossier.yaml, which says what is compared.", folder=loaded.folder),
            Phrase("docs/dossier.md shows how it is written."),
        )
    if read.settings is None:
        raise DossierFindings(read.findings)
    return read.settings


def study_dossier(
    station: Station, by: User, keys: HeldKeys, whole: Station, language: str = LABELS_IN
) -> StudyDossier:
    """Both sides of each theme, and what was decided; `whole` is where the interviews of all stations are read.

    Raises:
        DossierFindings, TablesFindings: dossier.yaml or tables.yaml has errors.
        EnvironmentProblem: `dossier_missing`, `weighting_unfit`.
        RuleViolation: `no_export`; as `TableBook`, where a question or an answer is not in the data.
    """
    require(by, Right.EXPORT)
    settings = dossier_file(station.loaded)
    tables = study_tables(whole, by, keys, language=language)

    def say(texts: Translated) -> str:
        return texts.get(language) or texts.get(LABELS_IN) or next(iter(texts.values()))

    book = _book(settings, tables, say)
    sectors = {each.id: each.experts for each in settings.sectors}
    labels = {each.id: say(each.label) for each in settings.sectors}
    themes, locked = [], set()
    for theme in settings.themes:
        experts = _experts(theme, sectors, labels, say)
        if experts.agreement is not None and experts.agreement.alpha < PUBLISHED_FROM:
            locked.add(theme.theme)
            experts = ExpertsOnTheme(experts.asks, ExpertLeaning(0, {}, 0), experts.of, agreement=experts.agreement)
        items = tuple(_item(book, theme, number) for number in range(len(theme.questions)))
        sides = tuple(Side(each.id, say(each.label)) for each in theme.sides)
        themes.append(ThemeSides(theme.theme, say(theme.label), sides, experts, items))
    versions = {"questionnaire": tables.book.data.table.version, "experts": settings.version}
    decided = station.decide_relations(keys, whole).decided(by)
    return StudyDossier(tuple(themes), decided, frozenset(locked), versions, tables)


def _book(settings: DossierFile, tables: StudyTables, say: Callable[[Translated], str]) -> TableBook:
    """A table of each question with its answers put together to sides, by the groups of the dossier."""
    plan = tables.book.plan
    recodes = tuple(
        Recode(
            _recode(theme, number),
            question,
            say(theme.label),
            tuple(ValueGroup(say(side.label), tuple(side.values)) for side in theme.sides),
        )
        for theme in settings.themes
        for number, question in enumerate(theme.questions)
    )
    groups = tuple(settings.groups) or (plan.banners[0].variables if plan.banners else ())
    banners = (Banner(_GROUPS, _GROUPS, groups),) if groups else ()
    wanted = tuple(WantedTable(each.name, _GROUPS if groups else NO_COLUMNS) for each in recodes)
    alone = replace(plan, recodes=recodes, banners=banners, tables=wanted, filters=(), nets={})
    return TableBook(tables.book.data, alone, beside=tables.book)


def _recode(theme: DossierTheme, number: int) -> str:
    return f"dossier_{theme.theme}_{number + 1}"


def _item(book: TableBook, theme: DossierTheme, number: int) -> ResidentsItem:
    name = _recode(theme, number)
    wanted = next(each for each in book.wanted if each.question == name)
    made = book.table(wanted, handed_out=True)
    asked = book.question(theme.questions[number])
    bars = tuple(_bar(made.table, column) for column in range(len(made.table.columns)))
    return ResidentsItem(theme.questions[number], asked.text, bars, made.without)


def _bar(table: AnswerTable, column: int) -> ResidentBar:
    head = table.columns[column]
    shares = [line.cells[column].share for line in table.lines if not line.is_net]
    percents = tuple(None if share is None else 100 * share for share in shares)
    return ResidentBar(head.variable, head.text, percents, head.base)


def _experts(
    theme: DossierTheme, sectors: Mapping[str, int], labels: Mapping[str, str], say: Callable[[Translated], str]
) -> ExpertsOnTheme:
    told, of = theme.experts, sum(sectors.values())
    if told is None:
        return ExpertsOnTheme("", ExpertLeaning(0, {}, 0), of)
    agreed = told.agreement
    return ExpertsOnTheme(
        say(told.asks),
        ExpertLeaning(told.asked, dict(told.sides), told.statements),
        of,
        released_quotes([(quote.text, quote.sector or "") for quote in told.quotes], sectors, labels),
        CodedAgreement(agreed.alpha, agreed.low, agreed.high) if agreed is not None else None,
    )


def dossier_paths(loaded: LoadedStudy, language: str, out: Path, *, short: bool) -> tuple[tuple[Path, FileKind], ...]:
    """Where the files go, and what they are."""
    name = f"{file_names_begin(loaded.folder)}{loaded.study.id}_dossier{'_short' if short else ''}_{language}"
    files = ((out / f"{name}.pdf", PDF), (out / f"{name}.html", HTML))
    return files if short else (*files, (out / f"{name}.xlsx", XLSX))


def write_dossier(
    dossier: StudyDossier, loaded: LoadedStudy, out: Path, outputs: Outputs, *, short: bool
) -> tuple[Path, ...]:
    """Write PDF, HTML and, of the long form, a workbook; all of them, or none.

    Args:
        short: For the steering group: what is on one page, the mood, the participation.

    Raises:
        RuleViolation: `dossier_open` while a relation waits for a decision.
        EnvironmentProblem: as `Outputs.check`; the folder cannot be written or the disk is full.
    """
    if dossier.open_themes:
        raise RuleViolation("dossier_open", themes=", ".join(dossier.open_themes))
    table = dossier.tables.book.data.table
    facts = DossierFacts(
        table,
        dossier.themes,
        {theme: versions[-1] for theme, versions in dossier.decided.items()},
        dossier.locked,
        dossier.versions["experts"],
        dossier.tables.source,
        is_quota=dossier.tables.book.plan.design.value == "quota",
        is_weighed=dossier.tables.book.data.is_weighed,
        is_rehearsal=is_rehearsal(loaded.folder),
    )
    paths = dossier_paths(loaded, table.language, out, short=short)
    for path, kind in paths:
        outputs.check(path, kind)
    document = dossier_report(facts, short=short)
    contents = [[document_pdf(document, shipped("resources") / "fonts")], [document_html(document)]]
    if not short:
        contents.append(list(dossier_xlsx(facts)))
    with problems_told(out), ExitStack() as all_or_none:
        outputs.folder(out)
        for (path, kind), pieces in zip(paths, contents, strict=True):
            all_or_none.enter_context(outputs.opened(path, kind)).writelines(pieces)
    return tuple(path for path, _ in paths)
