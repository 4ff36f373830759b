"""The codebook as a report: languages, conditions, frequencies, and answers of a few that are not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.asked import AskedQuestion, SpokenText
from cati_app.publish.dataset.factored import factored
from cati_app.publish.dataset.table import Coded, DataTable, Kind, ResponseSet, Value, Variable, VariableNotice
from cati_app.publish.formats.contents import DataPart
from cati_app.publish.formats.writing import write_dataset
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.print.document import ReportDocument, ReportSection, ReportTable, ReportText, TextKind
from cati_app.publish.reports.codebook_report import codebook_report
from tests.unit.publish.records import codebook_of

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
_MISSING = {"dont_know": -99, "refused": -98}
_LABELS: dict[int | str, str] = {-99: "weiß nicht", -98: "keine Angabe"}
_COUNTRIES = tuple(Coded(code, f"c{code}", f"Land {code}") for code in range(1, 71))


def variable(
    name: str, codes: tuple[Coded, ...] = (), item: str = "", source: str = "", chosen_of: str = ""
) -> Variable:
    return Variable(
        name,
        name,
        Kind.NUMBER,
        Level.NOMINAL if codes else Level.SCALE,
        item=item,
        set_name=chosen_of,
        codes=codes,
        labels=_LABELS,
        missing=_MISSING,
        source=source or f"/{name}",
    )


def row(n: int) -> tuple[Value, ...]:
    """44 interviews: 40 counted, of whom 3 say no and 1 does not know; one from each of three rare countries."""
    agrees = 2 if n < 3 else -99 if n == 3 else 1
    country = 10 + n if n < 3 else 1
    return agrees, 20 + n, country, int(n % 2), int(n == 0), -98 if n else 1


VARIABLES = (
    variable("agrees", (Coded(1, "yes", "ja"), Coded(2, "no", "nein"), Coded(3, "else", "anders"))),
    variable("age"),
    variable("country", _COUNTRIES),
    variable("used_a", item="Bad", source="/used", chosen_of="used"),
    variable("used_b", item="Bücherei", source="/used", chosen_of="used"),
    variable("rare", (Coded(1, "yes", "ja"),)),
)
TABLE = DataTable(
    "klein",
    "Kleine Studie",
    "1",
    "de",
    datetime(2026, 11, 7, 18, 5, tzinfo=UTC),
    VARIABLES,
    tuple(map(factored, zip(*(row(n) for n in range(44)), strict=True))),
    counted=tuple(n < 40 for n in range(44)),
)
ASKED = {
    "/agrees": AskedQuestion(
        3,
        (SpokenText("de", "Stimmen Sie zu?"), SpokenText("ar", "هل توافق؟", right_to_left=True)),
        "Frage 2 „ja“ ist",
    )
}


@pytest.fixture(scope="module")
def book() -> ReportDocument:
    return codebook_report(TABLE, ASKED, least=5, is_rehearsal=False)


def section(book: ReportDocument, title: str) -> ReportSection:
    return next(each for whole in book.sections for each in whole.sections if each.title == title)


def rows(book: ReportDocument, title: str) -> list[tuple[str, ...]]:
    return [line for block in section(book, title).blocks if isinstance(block, ReportTable) for line in block.rows]


def texts(book: ReportDocument, title: str) -> list[str]:
    return [block.text for block in section(book, title).blocks if isinstance(block, ReportText)]


def test_a_question_stands_in_every_language_with_its_condition(book: ReportDocument) -> None:
    spoken = [
        block for block in section(book, "Frage 3 · agrees").blocks if isinstance(block, ReportText) and block.mark
    ]

    assert [("de", False), ("ar", True)] == [(text.language, text.right_to_left) for text in spoken]
    assert "Nur gefragt, wenn: Frage 2 „ja“ ist" in texts(book, "Frage 3 · agrees")
    html = document_html(book).decode()
    assert '<bdi lang="ar" dir="rtl">هل توافق؟</bdi>' in html


def test_a_condition_that_is_read_from_right_to_left_stands_on_a_line_of_its_own() -> None:
    condition = "السؤال 2 هو «نعم» · القيمة 14 (die Zielperson) هو 1"
    asked = {"/agrees": replace(ASKED["/agrees"], condition=condition)}
    arabic = codebook_report(replace(TABLE, language="ar"), asked, least=5, is_rehearsal=False)

    told = [
        block
        for block in section(arabic, "Question 3 · agrees").blocks
        if isinstance(block, ReportText) and block.kind is TextKind.FORMULA
    ]
    assert [("Asked only if:", False), (condition, True)] == [(text.text, text.right_to_left) for text in told]
    assert f'<p class="formula" lang="ar" dir="rtl">{condition}</p>' in document_html(arabic).decode()


def test_interviews_that_do_not_count_are_in_no_frequency(book: ReportDocument) -> None:
    assert "Gültige Antworten: 39" in texts(book, "Frage 3 · agrees")
    assert book.beneath.startswith("40 Interviews")


def test_an_answer_of_a_few_is_not_told_nor_what_would_betray_it(book: ReportDocument) -> None:
    assert [
        ("1", "ja", "•", "•"),
        ("2", "nein", "•", "•"),
        ("3", "anders", "0", "0,0 %"),
        ("-99", "weiß nicht", "•", "–"),
        ("-98", "keine Angabe", "•", "–"),
    ] == rows(book, "Frage 3 · agrees"), "one gave no answer, as the base tells: which of the reasons is not told"


def test_of_a_long_list_not_even_the_names_of_rare_answers_are_told(book: ReportDocument) -> None:
    assert [("–", "andere Antworten", "40", "100,0 %")] == rows(book, "country")
    assert "Land 10" not in document_html(book).decode()


def test_of_several_answers_each_stands_with_its_share_unless_few_gave_it_or_did_not(book: ReportDocument) -> None:
    assert [("used_a", "Bad", "20", "50,0 %"), ("used_b", "Bücherei", "•", "•")] == rows(book, "used_a … used_b")


def test_of_numbers_mean_and_quartiles_are_told_and_no_extreme(book: ReportDocument) -> None:
    assert "Mittelwert 39,50, Median 39,5, die mittlere Hälfte von 29,8 bis 49,2." in texts(book, "age")
    assert [] == rows(book, "age")


def test_where_fewer_than_five_answered_no_answer_is_told(book: ReportDocument) -> None:
    assert "Weniger als 5 Antworten: Keine wird genannt." in texts(book, "rare")
    assert [("-98", "keine Angabe", "39", "–")] == rows(book, "rare")


def test_it_is_printed_with_letters_from_right_to_left(book: ReportDocument) -> None:
    assert document_pdf(book, FONTS).startswith(b"%PDF-")


def test_without_an_interview_there_is_a_codebook() -> None:
    columns = tuple(column.in_order(()) for column in TABLE.columns)
    empty = DataTable("klein", "Kleine Studie", "1", "en", TABLE.data_time, VARIABLES, columns)
    assert "Valid answers: 0" in texts(codebook_report(empty, {}, least=5, is_rehearsal=True), "age")


def test_no_two_tables_are_called_alike(book: ReportDocument) -> None:
    """Each is a region that somebody goes to by its name."""
    blocks = [block for whole in book.sections for each in (whole, *whole.sections) for block in each.blocks]
    captions = [block.caption for block in blocks if isinstance(block, ReportTable)]
    assert len(captions) == len(set(captions))


def test_of_a_ranking_first_places_are_told_and_none_that_the_others_betray() -> None:
    ranked = [variable(f"order_{name}", item=name, source="/order") for name in ("a", "b", "c")]
    places: list[tuple[Value, ...]] = [*[(1, 2, 3)] * 2, *[(2, 1, 3)] * 18, *[(2, 3, 1)] * 20]
    table = replace(TABLE, variables=tuple(ranked), columns=tuple(map(factored, zip(*places, strict=True))), counted=())
    book = codebook_report(table, {}, least=5, is_rehearsal=False)
    (told,) = [b for b in section(book, "order_a … order_c").blocks if isinstance(b, ReportTable)]
    assert "An erster Stelle: order_a … order_c" == told.caption
    assert ["•", "•", "20"] == [line[2] for line in told.rows]


def test_sets_and_what_is_to_be_known_of_the_data_stand_in_the_overview_and_rows_of_repeats_have_their_question() -> (
    None
):
    answered = ResponseSet("used", "Was genutzt?", ("used_a", "used_b"), 1)
    in_row = replace(VARIABLES[0], source="/person[2]/agrees")
    table = replace(
        TABLE,
        variables=(in_row, *VARIABLES[1:]),
        sets=(answered,),
        notices=(VariableNotice("agrees", "zwei Fassungen"), VariableNotice("", "nur seit gestern")),
    )
    page = document_html(
        codebook_report(table, {"/person/agrees": ASKED["/agrees"]}, least=5, is_rehearsal=False)
    ).decode()
    told = ("$used", "Was genutzt?", "used_a, used_b", "zwei Fassungen", "nur seit gestern", "Stimmen Sie zu?")
    assert [] == [text for text in told if text not in page]


def test_a_codebook_that_takes_long_can_be_ended_at_each_page(tmp_path: Path) -> None:
    class Ended(Exception):
        pass

    shares: list[float] = []

    def end(share: float) -> None:
        shares.append(share)
        if len(shares) > 1 and share == shares[-2]:
            raise Ended

    with pytest.raises(Ended):
        write_dataset([DataPart("", TABLE)], ["csv"], tmp_path / "new", codebook_of, on_progress=end)
    assert [] == list((tmp_path / "new").iterdir())


def test_of_lists_of_the_program_itself_only_what_was_given_is_told() -> None:
    results = tuple(Coded(name, name, name) for name in ("complete", "partial", "refusal_household"))
    told = replace(
        variable("disposition", results), kind=Kind.TEXT, origin="fieldwork", missing={}, labels={}, source=""
    )
    table = replace(TABLE, variables=(told,), columns=(factored(["complete"] * 44),))

    book = codebook_report(table, {}, least=5, is_rehearsal=False)

    (section_of_fieldwork,) = book.sections[-1].sections
    (frequencies,) = [block for block in section_of_fieldwork.blocks if isinstance(block, ReportTable)]
    assert (("complete", "complete", "40", "100,0 %"),) == frequencies.rows
