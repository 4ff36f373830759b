"""Interviews of several versions in one table: every answer stands somewhere, and none where it would mislead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.engine.changes.steps import Edition, Renaming
from cati_app.engine.form.model import Form
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.formats.codebook import versions_csv
from tests.unit.publish.records import STUDY, data, form, held, values_of, variable

NOT_THERE = -93
LISTS = "list_name | name | label\nplace | a | North\nplace | b | South"


def survey(*rows: str) -> str:
    return "\n".join(["type | name | label | relevant | calculation", *rows])


AGE, WHY, PLACE = "integer | age | Age? | |", "text | why | Why? | |", "select_one place | place | Where? | |"


def tabled(
    forms: dict[str, Form], *rows: tuple[str, dict[str, str]], steps: tuple[Renaming, ...] = (), unknown: str = ""
) -> DataTable:
    """The table of interviews held with these versions, each answered from a table."""
    editions = [Edition((name,), name * 16, made) for name, made in forms.items()]
    versions = Versions(editions, editions, steps, "de", unknown=[unknown] if unknown else [])
    records = [
        held(forms[name], answers, number, form_hash=name * 16) for number, (name, answers) in enumerate(rows, 1)
    ]
    return build_table(editions[-1].form, STUDY, records, versions=versions)


def column(table: DataTable, name: str) -> dict[str, object]:
    """Values of a variable by the version of their interview."""
    versions = [str(value)[0] for value in table.column("form_version")]
    return dict(zip(versions, table.column(name), strict=True))


def test_a_question_that_moved_and_one_that_was_renamed_keep_their_answers() -> None:
    later = form(survey("begin group | you | You | |", AGE, "end group | | | |", "text | reason | Why? | |"))
    table = tabled(
        {"1": form(survey(AGE, WHY)), "2": later},
        ("1", {"age": "40", "why": "so"}),
        ("2", {"age": "50", "reason": "thus"}),
        steps=(Renaming("1", {"why": "reason"}),),
    )
    assert {"1": 40, "2": 50} == column(table, "age")
    assert {"1": "so", "2": "thus"} == column(table, "reason")
    assert not [one for one in table.variables if one.name.startswith("why")]


@pytest.mark.parametrize(("used", "noted"), [(True, True), (False, False)])
def test_a_version_with_which_no_interview_was_held_is_not_counted_among_those_that_were(
    used: bool, noted: bool
) -> None:
    first, second = form(survey(AGE)), form(survey(AGE, WHY))
    editions = [Edition((name,), name * 16, made) for name, made in (("1", first), ("2", second))]
    versions = Versions(editions, editions, (), "en", current_is_used=used)
    table = build_table(second, STUDY, [held(first, {"age": "40"}, 1, form_hash="1" * 16)], versions=versions)

    assert noted is any("2 Fassungen" in notice.text or "2 versions" in notice.text for notice in table.notices)


def test_the_versions_before_the_last_one_are_named() -> None:
    first, second = form(survey(AGE)), form(survey(AGE, WHY))
    editions = [Edition((name,), name * 16, made) for name, made in (("1", first), ("2", second))]
    carried = replace(held(second, {"age": "40"}, 1, form_hash="2" * 16), earlier_forms=("1" * 16,))
    plain = held(second, {"age": "50"}, 2, form_hash="2" * 16)
    table = build_table(second, STUDY, [carried, plain], versions=Versions(editions, editions, (), "de"))

    assert ["1 (11111111)", ""] == list(table.column("earlier_versions"))


def test_a_removed_question_is_a_variable_of_its_own_at_the_end_of_its_group() -> None:
    group = "begin group | you | You | |", "end group | | | |"
    first = form(survey(group[0], AGE, WHY, group[1], "text | last | Last? | |"))
    table = tabled(
        {"1": first, "2": form(survey(group[0], WHY, group[1], "text | last | Last? | |"))},
        ("1", {"age": "40", "why": "so"}),
        ("2", {"why": "thus"}),
    )
    assert {"1": 40, "2": NOT_THERE} == column(table, "age")
    names = [one.name for one in table.variables]
    assert names.index("why") < names.index("age") < names.index("last")
    assert "nicht im damaligen Fragebogen" == variable(table, "age").labels[NOT_THERE]
    assert any("1 (11111111)" in note for note in variable(table, "age").notes)


def test_a_question_that_is_new_was_not_there_before() -> None:
    table = tabled({"1": form(survey(AGE)), "2": form(survey(AGE, WHY))}, ("1", {"age": "4"}), ("2", {"why": "so"}))
    assert {"1": NOT_THERE, "2": 0} == column(table, "why_miss")


def test_a_choice_that_is_gone_has_a_code_of_its_own() -> None:
    later = form(survey(PLACE), "list_name | name | label\nplace | b | South\nplace | c | East")
    table = tabled({"1": form(survey(PLACE), LISTS), "2": later}, ("1", {"place": "a"}), ("2", {"place": "b"}))
    codes = {one.text: one.code for one in variable(table, "place").codes}
    assert {"South", "East", "North"} == set(codes)
    assert len(set(codes.values())) == 3
    assert {"1": codes["North"], "2": codes["South"]} == column(table, "place")


def test_a_choice_whose_name_went_to_another_keeps_its_meaning() -> None:
    later = form(survey(PLACE), "list_name | name | label\nplace | b | North\nplace | a | West")
    table = tabled(
        {"1": form(survey(PLACE), LISTS), "2": later},
        ("1", {"place": "b"}),
        ("2", {"place": "b"}),
        steps=(Renaming("1", options={"place": {"a": "b"}}),),
    )
    texts = {one.code: one.text for one in variable(table, "place").codes}
    assert {"1": "South", "2": "North"} == {key: texts[code] for key, code in column(table, "place").items()}  # type: ignore[index]


def test_several_choices_keep_one_that_is_gone() -> None:
    asked = "select_multiple place | place | Where? | |"
    later = form(survey(asked), "list_name | name | label\nplace | b | South")
    table = tabled({"1": form(survey(asked), LISTS), "2": later}, ("1", {"place": "a b"}), ("2", {"place": "b"}))
    assert {"1": 1, "2": NOT_THERE} == column(table, "place_a")  # nobody could choose it any more
    assert ("place_b", "place_a") == table.sets[0].variables


def test_a_choice_that_is_new_was_not_offered_before() -> None:
    asked = "select_multiple place | place | Where? | |"
    later = form(survey(asked), f"{LISTS}\nplace | c | East")
    table = tabled({"1": form(survey(asked), LISTS), "2": later}, ("1", {"place": "a"}), ("2", {"place": "b"}))
    assert {"1": NOT_THERE, "2": 0} == column(table, "place_c")
    assert {"1": 0, "2": 1} == column(table, "place_b")


def test_another_kind_of_question_is_another_variable() -> None:
    later = form(survey("select_one place | age | Age group? | |"), LISTS)
    table = tabled({"1": form(survey(AGE)), "2": later}, ("1", {"age": "40"}), ("2", {"age": "b"}))
    other = next(one.name for one in table.variables if one.name.startswith("age_"))
    assert {"1": 40, "2": NOT_THERE} == column(table, other)
    assert NOT_THERE == column(table, "age")["1"]


def test_twice_removed_and_back_again() -> None:
    forms = {"1": form(survey(AGE, WHY)), "2": form(survey(WHY)), "3": form(survey(WHY, AGE))}
    rows = ("1", {"age": "40", "why": "x"}), ("2", {"why": "x"}), ("3", {"why": "x", "age": "50"})
    assert {"1": 40, "2": NOT_THERE, "3": 50} == column(tabled(forms, *rows), "age")


def test_versions_that_share_a_removed_question_share_its_variable() -> None:
    forms = {"1": form(survey(AGE, WHY)), "2": form(survey(WHY, AGE)), "3": form(survey(WHY))}
    rows = ("1", {"age": "40", "why": "x"}), ("2", {"why": "x", "age": "50"}), ("3", {"why": "x"})
    assert {"1": 40, "2": 50, "3": NOT_THERE} == column(tabled(forms, *rows), "age")


def test_rows_of_a_repeat() -> None:
    rows = "type | name | label | repeat_count"
    first = form(
        "\n".join([rows, "begin repeat | r | R | 2", "text | a | A? |", "text | b | B? |", "end repeat | | |"])
    )
    later = form("\n".join([rows, "begin repeat | r | R | 1", "text | b | B? |", "end repeat | | |"]))
    table = tabled(
        {"1": first, "2": later},
        ("1", {"/r[1]/a": "one", "/r[2]/a": "two", "/r[1]/b": "x", "/r[2]/b": "y"}),
        ("2", {"/r[1]/b": "z"}),
    )
    assert ("one", "two") == (column(table, "a_1")["1"], column(table, "a_2")["1"])
    assert ("x", "y", "z") == (*(column(table, name)["1"] for name in ("b_1", "b_2")), column(table, "b_1")["2"])


def test_an_answer_of_a_version_that_is_not_kept_is_matched_by_its_name_or_counted() -> None:
    later = form(survey("begin group | you | You | |", AGE, "end group | | | |", PLACE), LISTS)
    record = held(later, {"age": "1"}, 1, form_hash="unknown")
    old = {"/age": StoredDatum("/age", "40", None), "/place": StoredDatum("/place", "z", None)}
    old["/gone"] = StoredDatum("/gone", "something", None)
    edition = Edition(("2",), "2" * 16, later)
    versions = Versions([edition], [edition], (), "de", unknown=["unknown"])
    table = build_table(later, STUDY, [replace(record, values=old)], versions=versions)

    assert [40] == table.column("age")
    told = " ".join(notice.text for notice in table.notices)
    assert all(word in told for word in ("gone", "place", "unknown"))
    assert "something" not in told
    assert "Tabelle der Fassungen" not in told  # there is nothing that could be compared
    assert (True, True, False) == (
        versions.has_no_place("unknown", "/gone", "something"),
        versions.has_no_place("unknown", "/place", "z"),
        versions.has_no_place("unknown", "/age", "40"),
    )


def test_what_is_handed_in_is_not_missed_where_the_version_is_not_kept() -> None:
    later = form(survey(AGE, "hidden | frame | | |"))
    record = held(later, {"age": "1"}, 1, form_hash="unknown")
    edition = Edition(("2",), "2" * 16, later)
    versions = Versions([edition], [edition], (), "de", unknown=["unknown"])
    old = {"/frame": StoredDatum("/frame", "landline", None)}
    table = build_table(later, STUDY, [replace(record, values=old)], versions=versions)

    assert "frame" not in " ".join(notice.text for notice in table.notices)
    assert not versions.has_no_place("unknown", "/frame", "landline")


def test_what_was_set_apart_is_exported_unless_it_was_asked_again() -> None:
    forms = {
        "1": form(survey(PLACE, AGE), LISTS),
        "2": form(survey(PLACE), "list_name | name | label\nplace | b | South"),
    }
    editions = [Edition((name,), name * 16, made) for name, made in forms.items()]
    rows = []
    for number, given in enumerate(("", "b"), 1):
        row = held(forms["2"], {"place": given} if given else {}, number, form_hash="2" * 16)
        apart = {f"@{'1' * 16}/{name}": text for name, text in (("place", "a"), ("age", "40"))}
        rows.append(
            replace(row, values={**row.values, **{key: StoredDatum(key, text, None) for key, text in apart.items()}})
        )
    table = build_table(forms["2"], STUDY, rows, versions=Versions(editions, editions, (), "de"))

    texts = {one.code: one.text for one in variable(table, "place").codes}
    assert {"North", "South"} == {texts[code] for code in table.column("place")}  # type: ignore[index]
    assert [40, 40] == table.column("age")


def test_the_differences_are_a_table() -> None:
    forms = {"1": form(survey(AGE, PLACE), LISTS), "2": form(survey("integer | age | How old? | |"))}
    table = tabled(forms, ("1", {"age": "40"}))
    told = {(one.question, one.change): (one.before, one.after) for one in table.differences}
    assert {
        ("age", "Text geändert (default)"): ("Age?", "How old?"),
        ("place", "Frage entfallen"): ("Where?", ""),
    } == told
    assert "Frage entfallen" in b"".join(versions_csv(table)).decode()


def test_one_version_leaves_no_trace() -> None:
    only = form(survey(AGE))
    assert "form_version" not in values_of(only, held(only, {"age": "4"}))
    assert () == data(only, held(only, {"age": "4"})).differences
