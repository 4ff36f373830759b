"""XForms are read like workbooks: the same form comes out, and what is wrong is said with the line of the file."""

# ruff: noqa: E501 - XML, one element or two a line

from __future__ import annotations

import warnings

import pytest
from pyxform.xls2xform import convert

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import FormResult, load_form
from tests.unit.engine.forms import form, session, table

_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"'
    ' xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>Visit</h:title><model>'
)
_ITEXT = """
<itext>
 <translation lang="Deutsch (de)" default="true()">
  <text id="a:label"><value>Wie alt?</value><value form="image">jr://images/a.png</value></text>
  <text id="a:hint"><value>Jahre</value><value form="guidance">Nachfragen</value></text><text id="a:c"><value>Zu alt</value></text>
  <text id="s-0"><value>Rot</value></text><text id="s-1"><value>Blau</value></text>
 </translation>
 <translation lang="English (en)">
  <text id="a:label"><value>How old?</value></text><text id="a:hint"><value>Years</value></text><text id="a:c"><value>Too old</value></text>
  <text id="s-0"><value>red</value></text><text id="s-1"><value>blue</value></text>
 </translation>
</itext>"""


def _result(model: str, body: str, **files: bytes) -> FormResult:
    text = f"{_HEAD}{model}</model></h:head><h:body>{body}</h:body></h:html>"
    return load_form(
        text.encode(), "visit.xml", attachments={name.replace("_", "."): data for name, data in files.items()}
    )


def _form(model: str, body: str, **files: bytes) -> Form:
    result = _result(model, body, **files)
    assert result.form is not None, result.findings
    return result.form


def _instance(inner: str) -> str:
    return f'<instance><data id="visit" version="3">{inner}</data></instance>'


def test_texts_binds_and_settings_are_read() -> None:
    made = _form(
        _ITEXT
        + _instance("<a/><b>no</b><start/>")
        + '<bind nodeset="/data/a" type="int" required="true()" constraint=". &lt; 120" jr:constraintMsg="jr:itext(\'a:c\')"/>'
        '<bind nodeset="/data/b" type="string" relevant=" /data/a &gt; 17 " readonly="false()"/><bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start" type="dateTime"/>',
        '<input ref="/data/a"><label ref="jr:itext(\'a:label\')"/><hint ref="jr:itext(\'a:hint\')"/></input>'
        '<input ref="/data/b" appearance="multiline"><label>You are <output value=" /data/a "/>, "yes"?</label></input>',
    )
    asked = session(made, "en")
    shown = asked.screen().questions[0]

    assert ("visit", "Visit", "3", "de") == (made.name, made.title, made.version, made.default_language)
    assert (QuestionKind.INTEGER, "How old?", "Years", "Nachfragen", True, 119.0) == (
        shown.kind,
        shown.label,
        shown.hint,
        shown.help,
        shown.required,
        shown.maximum,
    )
    refused = asked.answer("/a", Answer("130")).check
    assert refused is not None
    assert "Too old" == refused.message
    asked.answer("/a", Answer("40"))
    asked.forward()
    assert (QuestionKind.LONG_TEXT, 'You are 40, "yes"?', "no") == (
        asked.screen().questions[0].kind,
        asked.screen().questions[0].label,
        asked.value("b"),
    )
    assert asked.value("start").startswith("2026")


def test_choices_come_from_items_instances_and_files() -> None:
    made = _form(
        _ITEXT
        + _instance("<a/><b/><c/><d/>")
        + '<instance id="colours"><root><item><name>r</name><itextId>s-0</itextId><warm>1</warm></item><item><name>b</name><itextId>s-1</itextId><warm>0</warm></item></root></instance>'
        '<instance id="places" src="jr://file-csv/towns.csv"/>',
        '<select1 ref="/data/a"><label>A</label><item><label>Yes</label><value>1</value></item><item><label>No</label><value>0</value></item></select1>'
        '<select ref="/data/b"><label>B</label><itemset nodeset="instance(\'colours\')/root/item[warm = /data/a]"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select>'
        '<select1 ref="/data/c"><label>C</label><itemset nodeset="instance(\'places\')/root/item"><value ref="id"/><label ref="title"/></itemset></select1>'
        '<odk:rank ref="/data/d"><label>D</label><itemset nodeset="randomize(instance(\'colours\')/root/item, 42)"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></odk:rank>',
        towns_csv=b"id,title\nB,Bonn\n",
    )
    asked = session(made, "en")
    asked.answer("/a", Answer("0"))
    asked.forward()
    assert [("b", "blue")] == [(choice.name, choice.label) for choice in asked.screen().questions[0].choices]
    asked.forward()
    assert [("B", "Bonn")] == [(choice.name, choice.label) for choice in asked.screen().questions[0].choices]
    asked.forward()
    assert QuestionKind.RANK is asked.screen().questions[0].kind
    assert made.by_name["d"][0].randomize


def test_repeats_narrow_absolute_paths_to_their_row() -> None:
    made = _form(
        _instance('<n>2</n><r jr:template=""><x/><y/></r><r><x/><y/></r><s/><t><u/></t>')
        + '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/r/x" type="int"/><bind nodeset="/data/r/y" calculate="/data/r/x * 10 + position(..)"/>'
        '<bind nodeset="/data/s" calculate="sum(/data/r/x)"/>',
        '<input ref="/data/n"><label>N</label></input>'
        '<group ref="/data/r"><label>Person</label><repeat nodeset="/data/r" jr:count=" /data/n "><input ref="/data/r/x"><label>X</label></input></repeat></group>'
        '<group ref="/data/t"><label>T</label><repeat nodeset="/data/t"><input ref="/data/t/u"><label>U</label></input></repeat></group>',
    )
    asked = session(made)

    asked.answer("/r[1]/x", Answer("3"))
    asked.answer("/r[2]/x", Answer("4"))

    assert ("31", "42", "7") == (asked.value("/r[1]/y"), asked.value("/r[2]/y"), asked.value("/s"))
    assert made.by_path["/t"].open_rows
    assert "Person" == made.by_path["/r"].wording.label["default"][0]


def test_values_are_set_on_loading_and_on_change() -> None:
    made = _form(
        _instance("<a/><b/><c/><e>kept</e>")
        + '<setvalue event="odk-instance-first-load" ref="/data/a" value="concat(\'x\', 1 + 1)"/>',
        '<input ref="/data/a"><label>A</label><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, \'!\')"/><setvalue event="xforms-value-changed" ref="/data/e"/></input>'
        '<trigger ref="/data/c"><label>Sure?</label></trigger><input ref="/data/e"><label>E</label></input>',
    )
    asked = session(made)

    assert ("x2", "", "kept") == (asked.value("a"), asked.value("b"), asked.value("e"))
    asked.answer("a", Answer("y"))
    assert ("y!", "") == (asked.value("b"), asked.value("e"))
    assert QuestionKind.ACKNOWLEDGE is made.by_name["c"][0].question


def test_a_range_and_a_group_that_only_lays_out() -> None:
    made = _form(
        _instance("<a/><g><b/></g><c/>")
        + '<bind nodeset="/data/a" type="decimal"/><bind nodeset="/data/g" relevant="/data/a &gt; 0"/>',
        '<group appearance="field-list"><label>Together</label><range ref="/data/a" start="0" end="1" step="0.25"><label>A</label></range>'
        '<group ref="/data/g"><input ref="/data/g/b"><label>B</label></input></group></group><input ref="/data/c"><label>C</label></input>',
    )
    asked = session(made)

    assert {"/a", "/g/b", "/c"} <= set(made.by_path)
    assert (0.0, 1.0, 0.25) == (made.by_path["/a"].minimum, made.by_path["/a"].maximum, made.by_path["/a"].step)
    assert (ScreenLayout.LIST, "Together", 1) == (
        asked.screen().layout,
        asked.screen().title,
        len(asked.screen().questions),
    )
    asked.answer("/a", Answer("0.75"))
    assert asked.is_relevant("/g/b")


@pytest.mark.parametrize(
    ("expected", "body"),
    [
        ("xform-unbound", '<input ref="/data/zzz"><label>Z</label></input>'),
        ("repaired-label", '<input ref="/data/b"/>'),
        ("xform-order", '<group ref="/data/g"><label>G</label><input ref="/data/b"><label>B</label></input></group>'),
        (
            "itemset-foreign",
            '<select1 ref="/data/b"><label>B</label><itemset nodeset="/data/g/x"><value ref="."/><label ref="."/></itemset></select1>',
        ),
    ],
)
def test_what_cannot_be_kept_is_said_with_its_line(expected: str, body: str) -> None:
    result = _result(_instance("<a/><b/><g><x/></g>"), f'<input ref="/data/a"><label>A</label></input>\n{body}')

    assert result.form is not None
    assert (expected, "xform", 2) in [(one.code, one.sheet, one.row) for one in result.findings]


def test_errors_name_the_line_and_the_attribute() -> None:
    result = _result(
        _instance("<a/>") + '<bind nodeset="/data/a" relevant="1 + "/>',
        '\n<input ref="/data/a"><label>A</label></input>',
    )

    assert [("expression-ends-early", "xform", 2, "relevant")] == [
        (one.code, one.sheet, one.row, one.column) for one in result.findings
    ]


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("file-broken", b"<a>"),
        ("file-broken", b"survey"),
        ("xform-without-model", b"<a/>"),
        ("xform-without-model", b"<html><head><model/></head></html>"),
        ("file-suspicious", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("file-suspicious", b'<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>'),
        ("file-too-big", b"<a>" * 500 + b"</a>" * 500),
        ("file-too-big", b"<a>" * 100_000),
        ("file-empty", b""),
        (
            "file-suspicious",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
        ),
    ],
)
def test_a_file_that_is_no_xform_is_explained(expected: str, data: bytes) -> None:
    assert [expected] == [one.code for one in load_form(data, "a.xml").findings]


_SHEETS = (
    table(
        "survey",
        "type | name | label::Deutsch (de) | label::English (en) | hint::English (en) | relevant | constraint | calculation | repeat_count | choice_filter | default | trigger",
        "start | start | | | | | | | | | | ",
        "integer | age | Alter | Age | years | | . < 99 | | | | 5 | ",
        "begin group | g | Gruppe | Group | | ${age} > 17 | | | | | | ",
        "select_one l | one | Eins ${age} | One ${age} | | | | | | | | ",
        "select_multiple l | some | Mehrere | Some | | | | | | f = ${one} | | ",
        "end group | | | | | | | | | | | ",
        "begin repeat | r | Reihe | Row | | | | | ${age} | | | ",
        "text | t | Text | Text | | | | | | | | ",
        "calculate | k | | | | | | concat(${t}, position(..)) | | | | ",
        "end repeat | | | | | | | | | | | ",
        "calculate | all | | | | | | count(${r}) | | | | ",
        "text | z | Z | Z | | | | ${age} + 1 | | | | ${age}",
    ),
    table(
        "choices",
        "list_name | name | label::Deutsch (de) | label::English (en) | f",
        "l | 1 | Ja | Yes | 2",
        "l | 2 | Nein | No | 1",
    ),
    table("settings", "default_language | form_title", "Deutsch (de) | T"),
)


def _play(asked: InterviewSession) -> list[object]:
    seen: list[object] = []
    for ref, text in (("/age", "20"), ("/g/one", "1"), ("/g/some", "2"), ("/r[3]/t", "x"), ("/age", "19")):
        asked.answer(ref, Answer(text))
        seen += [(key, datum.answer, datum.missing) for key, datum in asked.data().items() if key != "/start"]
        seen += [asked.screen(language) for language in ("de", "en")]
        asked.forward()
    return seen


def test_an_xlsform_and_its_xform_play_alike() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        xml = convert(xlsform="".join(_SHEETS).encode(), file_type=".md", form_name="data").xform
    read = load_form(xml.encode(), "a.xml")

    assert read.form is not None, read.findings
    assert _play(session(form(*_SHEETS), "en")) == _play(session(read.form, "en"))


_R = '<bind nodeset="/data/r/b" type="string"/>'


def _repeat_form(rows: str, action: str = "", model: str = "", at: str = "") -> Form:
    body = f'<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"{at}>{action}<input ref="/data/r/b"><label>B</label></input></repeat></group>'
    return _form(_instance(rows) + _R + model, body)


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ('<r jr:template=""><b/></r>', []),
        ('<r jr:template=""><b>t</b></r><r><b>1</b></r>', ["1"]),
        ("<r><b/></r>", [""]),
        ("<r><b>1</b></r><r><b>2</b></r><r><b>1</b></r>", ["1", "2", "1"]),
        ('<r jr:template=""><b>t</b></r><r><b>1</b></r><r><b/></r>', ["1", ""]),
    ],
)
def test_a_repeat_starts_with_the_rows_of_the_form(rows: str, values: list[str]) -> None:
    asked = session(_repeat_form(rows))

    assert str(len(values)) == asked.value("/r")
    assert values == [asked.value(f"/r[{number}]/b") for number in range(1, len(values) + 1)]


def test_a_row_that_is_added_holds_what_the_template_says() -> None:
    asked = session(_repeat_form('<r jr:template=""><b>t</b></r><r><b>1</b></r>'))
    asked.add_row("/r")

    assert ["1", "t"] == [asked.value("/r[1]/b"), asked.value("/r[2]/b")]


@pytest.mark.parametrize(
    ("rows", "model", "values"),
    [
        ('<r jr:template=""><b/></r>', "", ["1", "2"]),
        ("<r><b>x</b></r>", "", ["x", "2"]),
        (
            "<r><b/></r>",
            '<setvalue event="odk-instance-first-load" ref="/data/r/b" value="\'first\'"/>',
            ["first", "2"],
        ),
    ],
)
def test_an_action_within_a_repeat_is_made_for_each_row_that_is_added(rows: str, model: str, values: list[str]) -> None:
    action = '<setvalue event="odk-new-repeat" ref="/data/r/b" value="position(..)"/>'
    asked = session(_repeat_form(rows, action, model))
    while int(asked.value("/r") or 0) < 2:
        asked.add_row("/r")

    assert values == [asked.value("/r[1]/b"), asked.value("/r[2]/b")]


def test_an_action_within_a_counted_repeat_is_made_for_every_row() -> None:
    action = '<setvalue event="odk-new-repeat" ref="/data/r/b" value="concat(\'p\', position(..))"/>'
    asked = session(_repeat_form('<r jr:template=""><b/></r>', action, at=' jr:count="2"'))

    assert ["p1", "p2"] == [asked.value("/r[1]/b"), asked.value("/r[2]/b")]


def test_without_rows_the_first_thing_asked_is_whether_there_is_one() -> None:
    asked = session(_repeat_form('<r jr:template=""><b/></r>'))

    assert "/r" == asked.ref


def test_further_rows_of_what_is_no_repeat_are_pointed_out() -> None:
    result = _result(
        _instance("<r><b>1</b></r><r><b>2</b></r>") + _R, '<input ref="/data/r/b"><label>B</label></input>'
    )
    assert ["xform-rows"] == [each.code for each in result.findings if "“/data/r”" in each.message]


def test_labels_are_found_by_their_identifiers() -> None:
    texts = '<itext><translation lang="en"><text id="inc-lo"><value>Low</value></text><text id="inc-hi"><value>High</value></text></translation></itext>'
    items = "<instance id='inc'><root><item><name>lo</name><itextId>inc-lo</itextId></item><item><name>hi</name><itextId>inc-hi</itextId></item></root></instance>"
    calculation = "<bind nodeset='/data/c' calculate=\"jr:itext(instance('inc')/root/item[name = /data/q]/itextId)\"/>"
    made = _form(
        texts + _instance("<q/><c/>") + items + calculation,
        "<select1 ref='/data/q'><label>Q</label><itemset nodeset=\"instance('inc')/root/item\"><value ref='name'/><label ref='jr:itext(itextId)'/></itemset></select1>",
    )
    asked = session(made)
    asked.answer("q", Answer("hi"))

    assert "High" == asked.value("c")
