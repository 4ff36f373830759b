"""Lists and look-ups from files beside the questionnaire."""

# ruff: noqa: E501 - tables of cases, one or two a line

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.attached import MOST_BYTES, read_attached
from cati_app.engine.xlsform.kept_form import KeptForm, pack_form, unpack_form
from cati_app.engine.xlsform.load import FormResult, load_form
from cati_app.study.files import FolderFiles
from tests.unit.engine.forms import TickingClock, form, session, table

_FRUITS = b"name,label,label::English (en),colour\nm,Mango,Mango!,yellow\na,Apfel,Apple,red\nk,Kirsche,Cherry,red\n"
_GEO = b"""{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [13.4, 52.5]}, "properties": {"title": "Hall", "size": 3.0}},
 {"type": "Feature", "id": "x", "geometry": null, "properties": {"title": "Shed"}}]}"""
_XML = b"<root><item><name>1</name><label>One</label></item><item><name>2</name><label>Two</label></item></root>"


def _result(columns: str, *rows: str, files: Mapping[str, bytes], choices: str = "") -> FormResult:
    return load_form((table("survey", columns, *rows) + choices).encode(), "form.md", attachments=files)


def _form(columns: str, *rows: str, files: Mapping[str, bytes], choices: str = "") -> Form:
    result = _result(columns, *rows, files=files, choices=choices)
    assert result.form is not None, result.findings
    return result.form


def _offered(asked: InterviewSession) -> list[tuple[str, str]]:
    return [(choice.name, choice.label) for choice in asked.screen().questions[0].choices]


@pytest.mark.parametrize(
    ("expected", "kind", "parameters", "name", "data"),
    [
        ([("m", "Mango"), ("a", "Apfel"), ("k", "Kirsche")], "select_one_from_file", "", "fruits.csv", _FRUITS),
        ([("m", "yellow"), ("a", "red"), ("k", "red")], "select one from file", "label=colour", "fruits.csv", _FRUITS),
        ([("7", "Hall"), ("x", "Shed")], "select_one_from_file", "", "places.geojson", _GEO),
        ([("1", "One"), ("2", "Two")], "select_multiple_from_file", "", "list.xml", _XML),
        ([("1", "Ä")], "select_one_from_file", "", "list.csv", "name;label\n1;Ä\n".encode("cp1252")),
        ([("1", "Ä")], "select_one_from_file", "", "list.csv", "name\tlabel\n1\tÄ\n".encode("utf-16")),
    ],
)
def test_choices_come_from_a_file(
    expected: list[tuple[str, str]], kind: str, parameters: str, name: str, data: bytes
) -> None:
    made = _form("type | name | label | parameters", f"{kind} {name} | a | A | {parameters}", files={name: data})

    assert expected == _offered(session(made))


def test_other_does_not_extend_a_file() -> None:
    made = _form(
        "type | name | label", "select_one_from_file fruits.csv or_other | a | A", files={"fruits.csv": _FRUITS}
    )

    assert 3 == len(_offered(session(made)))


def test_labels_of_a_file_follow_the_language() -> None:
    made = _form(
        "type | name | label::Deutsch (de) | label::English (en)",
        "select_one_from_file fruits.csv | a | A | A",
        files={"fruits.csv": _FRUITS},
    )

    assert [("m", "Mango!"), ("a", "Apple"), ("k", "Cherry")] == _offered(session(made, "en"))


def test_a_file_is_filtered_and_looked_up() -> None:
    made = _form(
        "type | name | label | choice_filter | calculation",
        "text | c | C | | ",
        "select_one_from_file fruits.csv | a | A | colour = ${c} | ",
        "calculate | l | | | instance('fruits')/root/item[name = ${a}]/label",
        "calculate | n | | | count(instance('fruits')/root/item[colour = ${c}])",
        "calculate | p | | | pulldata('fruits', 'label', 'name', ${a})",
        "calculate | s | | | instance('fruits')/root/item[colour = ${c}][2]/name",
        "calculate | e | | | instance('fruits')/root/item[colour = ${c}][position() = last()]/name",
        "calculate | j | | | jr:choice-name(${a}, '${a}')",
        files={"fruits.csv": _FRUITS},
    )
    asked = session(made)

    asked.answer("c", Answer("red"))
    asked.forward()
    assert [("a", "Apfel"), ("k", "Kirsche")] == _offered(asked)
    asked.answer("a", Answer("k"))

    assert ["Kirsche", "2", "Kirsche", "k", "k", "Kirsche"] == [asked.value(name) for name in "lnpsej"]


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("yellow", "'fruits', 'colour', 'name', ${k}"),
        ("yellow", "'fruits.csv', 'colour', 'name', ${k}"),
        ("", "'fruits', 'colour', 'name', 'zzz'"),
        ("yellow", "'fruits', concat('col', 'our'), 'name', ${k}"),
    ],
)
def test_pulldata_gives_the_first_match(expected: str, source: str) -> None:
    made = _form(
        "type | name | label | calculation | default",
        "text | k | K | | m",
        f"calculate | v | | pulldata({source}) | ",
        files={"fruits.csv": _FRUITS},
    )

    assert expected == session(made).value("v")


@pytest.mark.parametrize("kind", ["csv-external", "xml-external"])
def test_an_external_instance_is_searched(kind: str) -> None:
    files = {"list.csv": b"name,label\n1,One\n2,Two\n", "list.xml": _XML}
    made = _form(
        "type | name | label | calculation",
        f"{kind} | list | | ",
        "calculate | v | | instance('list')/root/item[name = 2]/label",
        "text | a | A | ",
        files=files,
    )

    assert "Two" == session(made).value("v")


@pytest.mark.parametrize(
    ("expected", "appearance"),
    [
        ("m a k", "search('fruits')"),
        ("a k", "minimal search('fruits', 'matches', 'colour', ${c})"),
        ("m", "search('fruits', 'contains', 'label, colour', 'ango')"),
        ("k", "search('fruits', 'startswith', 'label', 'K', 'colour', ${c})"),
        ("a", "search('fruits', 'endswith', 'label', 'fel')"),
        ("m a k", "search('fruits', 'contains', 'label', '')"),
    ],
)
def test_search_filters_a_file(expected: str, appearance: str) -> None:
    made = _form(
        "type | name | label | default | appearance",
        "text | c | C | red | ",
        f"select_one l | a | A | | {appearance}",
        files={"fruits.csv": _FRUITS},
        choices=table("choices", "list_name | name | label", "l | name | label, colour"),
    )
    asked = session(made)
    asked.forward()

    assert expected == " ".join(name for name, _ in _offered(asked))
    assert "Mango yellow" == made.lists[made.by_name["a"][0].choices][0].label["default"][0]


def test_choices_of_the_sheet_stay_in_a_search() -> None:
    made = _form(
        "type | name | label | appearance",
        "select_one l | a | A | search('fruits', 'matches', 'colour', 'red')",
        files={"fruits.csv": _FRUITS},
        choices=table("choices", "list_name | name | label", "l | 99 | None of them", "l | name | label"),
    )
    assert [("99", "None of them"), ("a", "Apfel"), ("k", "Kirsche")] == _offered(session(made))


def test_select_one_external_reads_its_own_sheet() -> None:
    made = _form(
        "type | name | label | choice_filter",
        "text | s | S | ",
        "select_one_external cities | c | C | state = ${s}",
        files={},
        choices=table(
            "external_choices", "list_name | name | label | state", "cities | 1 | Aa | x", "cities | 2 | Bb | y"
        ),
    )
    asked = session(made)

    asked.answer("s", Answer("y"))
    asked.forward()

    assert [("2", "Bb")] == _offered(asked)


def test_what_a_missing_file_would_give_is_blank_and_said() -> None:
    result = _result(
        "type | name | label | calculation",
        "select_one_from_file gone.csv | a | A | ",
        "calculate | p | | pulldata('gone', 'x', 'y', 'z')",
        "text | t | T | ",
        files={},
    )

    assert result.form is not None
    assert ("gone.csv",) == result.files
    assert {("file-missing", 3), ("file-missing", 4)} == {(one.code, one.row) for one in result.findings}
    assert "t" == session(result.form).screen().questions[0].name


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/hosts.csv", "a/../../b.csv", "c:\\b.csv", "file://x.csv"])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    result = _result(
        "type | name | label", f"select_one_from_file {name} | a | A", "text | t | T", files={name: _FRUITS}
    )

    assert ["file-outside"] == [one.code for one in result.findings]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"\0\0"),
        ("a.csv", b"x" * (MOST_BYTES + 1)),
        ("a.xml", b"<a>"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("a.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
        ("a.geojson", b"{"),
        ("a.geojson", b"[]"),
        ("a.geojson", b"[" * 100_000),
        ("a.txt", b"x"),
        ("a.csv", ",".join(map(str, range(501))).encode()),
        ("a.geojson", b'{"features": [{"properties": {"a": Infinity}}]}'),
    ],
)
def test_a_damaged_file_is_explained(name: str, data: bytes) -> None:
    table_found, found = read_attached(name, data)

    assert (None, ["attachment-broken"]) == (table_found, [one.code for one in found])


def test_a_column_that_is_not_there_is_explained() -> None:
    result = _result(
        "type | name | label", "select_one_from_file a.csv | a | A", "text | t | T", files={"a.csv": b"id,text\n1,x\n"}
    )

    assert ["file-column-missing"] == [one.code for one in result.findings]


def test_programs_of_other_tools_are_not_run() -> None:
    result = _result(
        "type | name | label | calculation",
        "calculate | a | | pulldata('@javascript', 'x', 'y', 'z')",
        "text | t | T | ",
        files={},
    )

    assert ["pulldata-foreign"] == [one.code for one in result.findings]


def test_values_of_the_last_interview_are_handed_in() -> None:
    made = form(
        table(
            "survey",
            "type | name | label | default | calculation",
            "text | place | P | ${last-saved#place} | ",
            "calculate | c | | | instance('__last-saved')/data/place",
        )
    )
    handed = InterviewSession(
        made, TickingClock(), seed=1, language="en", hidden={}, last_saved={"place": "Bonn", "name": "not asked for"}
    )

    assert ("Bonn", "Bonn") == (handed.value("place"), handed.value("c"))
    assert "not asked for" not in str(handed.beginning)
    assert "Bonn" == InterviewSession.replay(made, TickingClock(), handed.events).value("place")
    assert "" == session(made).value("place")


def test_only_files_of_the_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "Cases.csv").write_bytes(b"a")
    (tmp_path / "secret.csv").write_bytes(b"b")
    (tmp_path / "study" / "way.csv").symlink_to(tmp_path / "secret.csv")
    files = FolderFiles(tmp_path / "study")

    assert b"a" == files.get("Cases.csv") == files.get("cases.csv")
    assert [None] * 5 == [
        files.get(name) for name in ("../secret.csv", str(tmp_path / "secret.csv"), "way.csv", "none.csv", "a\0b")
    ]
    assert ["Cases.csv", "way.csv"] == list(files)
    assert 2 == len(files)


def test_a_cascade_looks_at_what_fits_only() -> None:
    rows = "\n".join(f"{place},L{place},{place % 40},{place % 1000}" for place in range(40_000))
    made = _form(
        "type | name | label | choice_filter",
        "integer | r | R | ",
        "integer | d | D | ",
        "select_one_from_file big.csv | a | A | region = ${r} and district = ${d}",
        files={"big.csv": f"name,label,region,district\n{rows}\n".encode()},
    )
    asked = session(made)
    asked.answer("r", Answer("3"))
    asked.forward()
    asked.answer("d", Answer("43"))
    asked.forward()

    assert [str(place) for place in range(43, 40_000, 1000)] == [name for name, _ in _offered(asked)]
    assert "where('big.csv', ((3, 's'), (4, 's')), " in next(text for text in made.program if "big.csv" in text)


_NESTED = (
    b"<root><data><demo><id>1</id><full>Ann</full></demo><kid><age>3</age></kid><kid><age>12</age></kid></data>"
    b"<!-- two --><data><demo><id>2</id><full>Bob</full></demo><kid><age>4</age><tel>1</tel><tel>2</tel></kid>"
    b"<kid><age>5</age><nick>Z</nick></kid></data><made>2026</made></root>"
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("string(instance('p')/root/data[demo/id = ${sn}]/demo/full)", "Bob"),
        ("string(instance('p')/root/data[demo/id = current()/../sn]/demo/full)", "Bob"),
        ("count(instance('p')/root/data)", "2"),
        ("count(instance('p')/root/data[demo/id = 2])", "1"),
        ("count(instance('p')/root/data/kid)", "4"),
        ("count(instance('p')/root/data/kid[age < 10])", "3"),
        ("count(instance('p')/root/data[demo/full = 'Ann']/kid[age < 10])", "1"),
        ("count(instance('p')/root/data/kid[../demo/id = 2])", "2"),
        ("sum(instance('p')/root/data[demo/id = 2 and demo/full != 'x']/kid/age)", "9"),
        ("join(' ', instance('p')/root/data/demo/full)", "Ann Bob"),
        ("join(' ', instance('p')/root/data/kid/tel)", "1 2"),
        ("count(instance('p')/root/data/kid/nick)", "1"),
        ("count(instance('p')/root/data/kid[nick = ''])", "0"),
        ("string-length(instance('p')/root/data/kid[age = 12]/nick)", "0"),
        ("string(instance('p')/root/made)", "2026"),
        ("count(instance('p')/root/kid)", "0"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_groups_in_the_items_of_a_file_are_followed(path: str, value: str, full: bool) -> None:
    made = _form(
        "type | name | label | calculation",
        "xml-external | p | |",
        "integer | sn | Number? |",
        f"calculate | c | | {path}",
        files={"p.xml": _NESTED},
    )
    asked = InterviewSession(made, TickingClock(), seed=1, language="en", hidden={}, full=full)
    asked.answer("sn", Answer("2"))

    assert value == asked.value("c")


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("path-unknown", "instance('p')/root/data/demo/name"),
        ("path-unknown", "instance('p')/root/kid/age"),
        ("file-path-unsupported", "instance('p')/root/data[2]/demo/full"),
        ("file-path-unsupported", "instance('p')/root/data[position() = 1]/kid"),
        ("file-path-unsupported", "instance('p')/root/*/demo"),
        ("file-path-unsupported", "instance('p')/root/data/kid[1]/age"),
        ("record-path-unsupported", "instance('p')/root/data[kid/age = 3]/demo/full"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(kid) > 1])"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(kid[age > 10]) > 0])"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(./kid[age > 10]) > 0])"),
        ("record-path-unsupported", "count(instance('p')/root/data[demo[id = 1]/full = 'Ann'])"),
        ("record-path-unsupported", "count(instance('p')/root/data/kid[count(../kid[age > 10]) > 0])"),
        ("record-path-unsupported", "count(instance('p')/root/data/kid[../kid/age > 10])"),
        ("record-path-unsupported", "count(instance('p')/root/data/kid[tel = 1])"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(*) > 0])"),
        ("file-column-unknown", "count(instance('p')/root/data[cat = 1])"),
        ("file-column-unknown", "pulldata('p', 'full', 'id', '1')"),
        ("attribute-unsupported", "instance('p')/root/data[@id = 2]/demo/full"),
        ("attribute-unsupported", "instance('p')/root/data/@id"),
        ("search-unsupported", "instance('p')//full"),
        ("search-unsupported", "count(instance('p')/root/data[.//age = 3])"),
    ],
)
def test_what_cannot_be_followed_exactly_through_groups_is_said(code: str, path: str) -> None:
    result = _result(
        "type | name | label | calculation",
        "xml-external | p | |",
        f"text | a | A | string({path})",
        files={"p.xml": _NESTED},
    )
    assert [code] == [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("record-path-unsupported", "count(instance('p')/root/data[demo[. = 'Ann'] = 'Ann'])"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(demo[. = 'x']) > 0])"),
        ("record-path-unsupported", "count(instance('p')/root/data[count(*) > 0])"),
        ("file-path-unsupported", "count(instance('p')/root/data/demo[. = 'Ann'])"),
        ("file-path-unsupported", "count(instance('p')/root[data]/data/demo)"),
        ("file-path-unsupported", "instance('p')/root/data/*"),
        ("file-path-unsupported", "instance('p')/root/data/kid/age"),
        ("file-column-unknown", "instance('p')/root/data[2]/kid[1]"),
        ("file-column-unknown", "count(instance('p')/root/data[kid = 1])"),
    ],
)
def test_what_would_be_counted_wrongly_in_a_plain_file_is_refused(code: str, path: str) -> None:
    result = _result(
        "type | name | label | calculation",
        "xml-external | p | |",
        f"text | a | A | string({path})",
        files={"p.xml": b"<root><data><demo>Ann</demo></data><data><demo>Bob</demo></data></root>"},
    )
    assert [code] == [finding.code for finding in result.findings]
    assert "choices" not in str(result.findings[0].cure)


def test_the_first_of_what_a_record_has_once_is_it_and_a_point_leads_nowhere_else() -> None:
    made = _form(
        "type | name | label | calculation",
        "xml-external | p | |",
        "text | a | A | string(count(instance('p')/root/data[demo[1]/id = 2]))",
        "text | b | B | string(count(instance('p')/root/data[./demo/id = 2]))",
        files={"p.xml": _NESTED},
    )
    asked = session(made)
    assert ["1", "1"] == [asked.value(name) for name in "ab"]


def test_items_of_different_names_are_not_counted_together() -> None:
    made = _form(
        "type | name | label | calculation",
        "xml-external | p | |",
        "text | a | A | string(count(instance('p')/r/b))",
        files={"p.xml": b"<r><b><x>1</x></b><c><x>2</x></c></r>"},
    )
    assert "1" == session(made).value("a")


def test_an_empty_file_counts_nothing() -> None:
    made = _form(
        "type | name | label | calculation",
        "xml-external | p | |",
        "text | a | A | string(count(instance('p')/root/item))",
        files={"p.xml": b"<root/>"},
    )
    assert "0" == session(made).value("a")


def test_a_form_with_a_nested_file_is_kept_and_read_again() -> None:
    made = _form(
        "type | name | label | calculation",
        "xml-external | p | |",
        "text | a | A | string(count(instance('p')/root/data/kid))",
        files={"p.xml": _NESTED},
    )
    again = unpack_form(pack_form(KeptForm(made, (), {})))
    assert again is not None
    assert "4" == session(again.form).value("a")
