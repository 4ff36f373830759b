"""Interviews for tests of data sets: held by the real session, answered from a table or by chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.domain.tabulation.small_counts import SMALLEST
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Level
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.monitor.data import DataRow
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.facts import CategoryFacts, DerivedFacts, QuotaFacts, StudyFacts
from cati_app.publish.dataset.table import DataTable, Value, Variable
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.reports.codebook_report import codebook_report
from cati_app.resources import reference_study, shipped

FONTS = shipped("resources") / "fonts"
START = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
STUDY = StudyFacts("small", "Kleine Studie", "1", "de", "Europe/Berlin", {"de": "Deutsch", "tr": "Türkçe"})


def codebook_of(table: DataTable, *, on_page: Callable[[], None] = lambda: None) -> bytes:
    """The codebook as it goes with an export."""
    book = codebook_report(table, table.asked, least=SMALLEST, is_rehearsal=False)
    return document_pdf(book, FONTS, on_page)


class Clock:
    """Seven seconds pass whenever somebody looks."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        self.moment += timedelta(seconds=7)
        return self.moment

    def monotonic_ms(self) -> int:
        return 0


def row(interview_: Interview, **changes: Any) -> DataRow:
    """What the store's reader hands in; it knows the case number, which no data set may show."""
    return replace(DataRow(interview_, 4711, "landline", "nobody12", 2, {}), **changes)


def form(survey: str, choices: str = "", settings: str = "") -> Form:
    """A form from lines of cells separated by bars; the first line of each sheet names the columns."""
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    text = "".join(
        f"| {name} |\n" + "".join(f"| | {line.strip()} |\n" for line in body.strip().splitlines())
        for name, body in sheets.items()
        if body
    )
    result = load_form(text.encode(), "form.md")
    assert result.form is not None, result.findings
    return result.form


def interview(number: int = 1, **changes: Any) -> Interview:
    """A completed interview of fifteen minutes."""
    made = Interview(
        InterviewId(f"interview-{number}"),
        CaseId("case"),
        UserId("user"),
        InterviewState.COMPLETED,
        "hash",
        "de",
        START,
        ended_at=START + timedelta(minutes=15),
        disposition="complete",
    )
    return replace(made, **changes)


def stored(session: InterviewSession) -> dict[str, StoredDatum]:
    """The values of a session as they are stored."""
    found = {}
    for ref, datum in session.data().items():
        missing = datum.answer.special or datum.missing
        found[ref] = StoredDatum(ref, datum.answer.text, missing.value if missing else None)
    return found


def held(
    questionnaire: Form,
    answers: Mapping[str, str | Special] | None = None,
    number: int = 1,
    hidden: Mapping[str, str] | None = None,
    stop_at: str = "",
    **changes: Any,
) -> DataRow:
    """An interview answered from a table of names or references; questions that are not in it stay blank."""
    given = answers or {}
    session = InterviewSession(questionnaire, Clock(), seed=number, language="de", hidden=hidden or {})
    while not session.at_end:
        asked = session.screen().questions
        if any(question.name == stop_at for question in asked):
            break
        for question in asked:
            answer = given.get(question.ref, given.get(question.name))
            if answer is not None:
                meant = Answer(special=answer) if isinstance(answer, Special) else Answer(answer)
                assert session.answer(question.ref, meant, keep="as said").check is None, question.ref
        assert session.forward().check is None
    return row(interview(number, **changes), values=stored(session))


def data(questionnaire: Form, *rows: DataRow, study: StudyFacts = STUDY) -> DataTable:
    """The table of some interviews."""
    return build_table(questionnaire, study, rows)


def values_of(questionnaire: Form, *rows: DataRow) -> dict[str, Value]:
    """The first row by variable."""
    table = data(questionnaire, *rows)
    return {one.name: value for one, value in zip(table.variables, table.rows[0], strict=True)}


def variable(table: DataTable, name: str) -> Variable:
    """A variable by name."""
    return next(one for one in table.variables if one.name == name)


# -- the reference study -------------------------------------------------------------------------------------------

_WILLING = ("willing", "willing_target", "in_city", "target_person", "consent_origin")
_TEXTS = ("Schöne Plätze, „gut“ gepflegt", "mehr Busse;\nhäufiger, auch nachts", "= nichts", "Ω " + "sehr lang " * 60)
REFERENCE = StudyFacts(
    "lokale-integration",
    "Lokale Integration – Bürgerbefragung",
    "2026.1",
    "de",
    "Europe/Berlin",
    {"de": "Deutsch", "tr": "Türkçe", "ar": "العربية"},
    (
        QuotaFacts(
            "quota_age_group",
            "age_group",
            "Alter",
            tuple(CategoryFacts(code, f"{code} Jahre", (code,)) for code in ("16-29", "30-44", "45-64", "65+")),
        ),
        QuotaFacts(
            "quota_history",
            "immigration_history",
            "Einwanderungsgeschichte",
            (
                CategoryFacts("with", "mit", ("immigrated", "descendant")),
                CategoryFacts("without", "ohne", ("none", "one_sided")),
            ),
        ),
    ),
    derived={
        "age_group": DerivedFacts({"16-29": 1, "30-44": 2, "45-64": 3, "65+": 4}, level=Level.ORDINAL),
        "this_year": DerivedFacts(exported=False),
    },
)


@cache
def reference_form() -> Form:
    """The questionnaire that comes with the program."""
    path = reference_study() / "questionnaire.xlsx"
    result = load_form(path.read_bytes(), path.name)
    assert result.form is not None
    return result.form


@cache
def reference_rows(count: int = 12) -> tuple[DataRow, ...]:
    """Interviews of the reference study, answered by chance."""
    return tuple(_by_chance(reference_form(), number) for number in range(count))


def _by_chance(questionnaire: Form, number: int) -> DataRow:
    chance = Random(number)
    hidden = {"frame": "landline" if number % 2 else "mobile", "case_no": "4711", "interviewer_name": "Meier"}
    session = InterviewSession(questionnaire, Clock(), seed=number, language="de", hidden=hidden)
    while not session.at_end:
        for question in session.screen().questions:
            if not question.read_only and question.kind is not QuestionKind.NOTE:
                _answer(session, question, chance)
        if session.left_group("screener") and not session.value("quota_status"):
            session.set_hidden("quota_status", "in")
        assert session.forward().check is None
    frozen = {"quota_age_group": session.value("age_group"), "quota_history": chance.choice(["with", "unknown"])}
    ended = interview(number, frozen=frozen, cell_id="16-29/with", language=chance.choice(["de", "tr"]))
    return row(ended, frame=hidden["frame"], values=stored(session))


def _answer(session: InterviewSession, question: QuestionView, chance: Random) -> None:
    for _ in range(50):
        if session.answer(question.ref, _drawn(question, chance), keep="as said").check is None:
            return
    raise AssertionError(question.ref)


def _drawn(question: QuestionView, chance: Random) -> Answer:
    if question.name in _WILLING:
        return Answer("1")
    if question.name.startswith("contact_") or chance.random() < 0.08:
        return (
            Answer("+4930231259") if question.name == "contact_phone" else Answer(special=chance.choice(list(Special)))
        )
    kind = question.kind
    names = [choice.name for choice in question.choices]
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANK):
        count = {QuestionKind.SINGLE: 1, QuestionKind.MULTIPLE: 2}.get(kind, len(names))
        return Answer(" ".join(chance.sample(names, count)))
    if kind in (QuestionKind.INTEGER, QuestionKind.SCALE, QuestionKind.DECIMAL):
        most = {"n_children": 3, "household_size": 5, "n_eligible": 4}.get(question.name, question.maximum or 2026)
        number = str(chance.randint(int(question.minimum or 0), int(most)))
        return Answer(number + ".5" if kind is QuestionKind.DECIMAL else number)
    if kind is QuestionKind.DATE:
        return Answer(str(chance.randint(1970, 2020)))
    return Answer(chance.choice(_TEXTS))
