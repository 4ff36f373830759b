"""Variables of the fieldwork, names, labels, the table as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cati_app.publish.dataset.facts import CategoryFacts, QuotaFacts
from cati_app.publish.dataset.table import Kind
from tests.unit.publish.records import START, STUDY, data, form, held, interview, row, values_of, variable

EMPTY = form("type | name | label\nnote | hello | Hallo\n")


def test_every_interview_brings_its_standard_variables() -> None:
    values = values_of(EMPTY, held(EMPTY, cell_id="16-29/low"))
    assert len(str(values.pop("case_id"))) == 12
    assert values == {
        "interview_lang": "de",
        "started_local": datetime.fromisoformat("2026-03-01T23:30"),
        "duration_s": 900,
        "interviewer": "nobody12",
        "frame": "landline",
        "attempts": 2,
        "disposition": "complete",
        "aapor_code": "1.1",
        "quota_cell": "16-29/low",
        "base_weight": 1,
        "weight": 1,
    }


def test_a_running_interview_without_interviewer_has_neither_duration_nor_pseudonym() -> None:
    running = row(interview(ended_at=None, disposition=None), interviewer="")
    values = values_of(EMPTY, running)
    assert [values[name] for name in ("duration_s", "interviewer", "disposition", "aapor_code")] == [
        None,
        "",
        "",
        "",
    ]


def test_frozen_quota_categories_are_coded_by_the_study() -> None:
    ages = QuotaFacts("quota_age", "age_group", "Alter", (CategoryFacts("16-29", "jung"), CategoryFacts("30+", "alt")))
    rows = [
        row(interview(number, frozen=frozen))
        for number, frozen in enumerate([{"quota_age": "30+"}, {"quota_age": "unknown"}, None, {"quota_x": "free"}])
    ]
    table = data(EMPTY, *rows, study=replace(STUDY, quotas=(ages,)))
    assert sorted(map(str, table.column("quota_age"))) == ["-94", "2", "None", "None"]
    assert variable(table, "quota_age").labels == {1: "jung", 2: "alt", -94: "unbekannt"}
    assert sorted(table.column("quota_x")) == ["", "", "", "free"]  # type: ignore[type-var]


def test_an_interview_has_a_cell_of_each_quota_in_a_column_of_its_own() -> None:
    places = ["16-29/low region:west", "unclassified region:east/old", "16-29/low", None]
    rows = [row(interview(number, cell_id=place)) for number, place in enumerate(places)]
    table = data(EMPTY, *rows, study=replace(STUDY, further_quotas={"region": "Stadtteil"}))

    assert ["", "", "east/old", "west"] == sorted(map(str, table.column("quota_cell_region")))
    assert ["", "16-29/low", "16-29/low", "unclassified"] == sorted(map(str, table.column("quota_cell")))
    assert variable(table, "quota_cell_region").label.endswith(": Stadtteil")


def test_the_design_weight_is_that_of_the_sample() -> None:
    weighed = [row(interview(1), base_weight=2.5), row(interview(2), base_weight=None)]
    table = data(EMPTY, *weighed, study=replace(STUDY, weight_field="dweight"))
    assert {2.5, None} == set(table.column("base_weight"))
    assert "dweight" in variable(table, "base_weight").label
    assert [1, 1] == data(EMPTY, *weighed).column("base_weight")


def test_texts_have_the_same_width_in_every_file_and_wider_ones_are_noticed() -> None:
    questionnaire = form("type | name | label\ntext | open | Was?\n")
    widths = []
    for number, text in enumerate(("kurz", "ü" * 100, "lang " * 400)):
        table = data(questionnaire, held(questionnaire, {"open": text}, number))
        widths.append((variable(table, "open").width, any("1024" in notice.text for notice in table.notices)))
    assert [(1_024, False), (1_024, False), (8_192, True)] == widths


def test_questions_named_like_standard_variables_or_reserved_words_get_another_name() -> None:
    questionnaire = form(
        "type | name | label\ninteger | weight | Gewicht?\ninteger | WITH | Mit?\ninteger | zweite_straße | Zwei?\n"
    )
    table = data(questionnaire, held(questionnaire, {"weight": "80"}))
    assert [one.name for one in table.variables if one.source] == ["weight_2", "WITH_2", "zweite_strasse"]
    assert table.column("weight_2") == [80]
    assert {one.variable for one in table.notices} == {"weight_2", "WITH_2", "zweite_strasse"}
    assert table.weight == "weight"


def test_long_labels_are_cut_with_a_notice_and_kept_in_full() -> None:
    long = "sehr " * 60 + "lang?"
    questionnaire = form(
        f"type | name | label\nselect_one good | mood | {long}\n", f"list_name | name | label\ngood | 1 | {long}\n"
    )
    table = data(questionnaire, held(questionnaire))
    mood = variable(table, "mood")
    assert len(mood.label.encode()) <= 255
    assert len(mood.labels[1].encode()) <= 119
    assert (mood.question, mood.codes[0].text) == (long, long)
    assert [one.variable for one in table.notices] == ["mood", "mood"]


def test_labels_fall_back_to_the_default_language_and_name_what_is_filled_in() -> None:
    questionnaire = form(
        """
        type    | name | label::German (de)              | label::English (en)
        integer | age  | Alter?                          | Age?
        integer | more | Mit ${age}, in ${twice} Jahren? | At ${age}?
        integer | last | Und nach ${kid}?                | And?
        begin_repeat | kids | Kinder | Kids
        text    | kid  | Wer?                            | Who?
        end_repeat | | |
        calculate | twice |                              |
        """.replace("calculate | twice |                              |", "integer | twice | Noch? | Again?"),
        settings="default_language\nGerman (de)",
    )
    english = data(questionnaire, study=replace(STUDY, language="en"))
    turkish = data(questionnaire, study=replace(STUDY, language="tr"))
    assert variable(english, "more").label == "At [age]?"
    assert variable(turkish, "more").label == "Mit [age], in [twice] Jahren?"
    assert variable(turkish, "last").label == "Und nach […]?"
    assert variable(english, "age").labels[-98] == "refused"


def test_a_table_without_interviews_has_all_variables_and_a_fixed_time() -> None:
    questionnaire = form("type | name | label\ntext | open | Was?\n")
    table = data(questionnaire)
    assert (len(table.rows), table.data_time.year) == (0, 1970)
    assert variable(table, "open").width == 1_024
    assert variable(table, "started_local").kind is Kind.MOMENT


def test_the_data_time_is_that_of_the_last_event() -> None:
    later = interview(2, ended_at=START + timedelta(hours=5))
    table = data(EMPTY, row(interview()), row(later))
    assert table.data_time == START + timedelta(hours=5)
    assert table.data_time.utcoffset() == timedelta(hours=1)


def test_an_interview_handed_in_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        data(EMPTY, row(interview()), row(interview()))
