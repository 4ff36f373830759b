"""Any bytes, changed XForms, changed files beside a questionnaire and packed bombs end in findings, quickly."""

# ruff: noqa: E501 - XML and tables

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.evaluation import MOST_IN_ALL, MOST_ROWS
from cati_app.engine.xlsform.attached import read_attached
from cati_app.engine.xlsform.load import load_form
from tests.property.examples import examples
from tests.unit.engine.forms import form, session, table

_SOUND = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>T</h:title><model><itext><translation lang="en"><text id="x"><value>X <output value="/d/a"/></value></text></translation></itext>
<instance><d id="d"><a>1</a><g><b/></g><r jr:template=""><c/></r></d></instance>
<instance id="l"><root><item><name>1</name><label>One</label></item></root></instance>
<bind nodeset="/d/a" type="int" constraint=". &gt; 0"/><bind nodeset="/d/g" relevant="/d/a = 1"/><bind nodeset="/d/r/c" calculate="../../a + 1"/>
<setvalue event="odk-instance-first-load" ref="/d/a" value="1 + 1"/></model></h:head>
<h:body><input ref="/d/a"><label ref="jr:itext('x')"/></input><group ref="/d/g"><select1 ref="/d/g/b"><label>B</label>
<itemset nodeset="instance('l')/root/item[name = /d/a]"><value ref="name"/><label ref="label"/></itemset></select1></group>
<group ref="/d/r"><repeat nodeset="/d/r" jr:count="/d/a"><input ref="/d/r/c"><label>C</label></input></repeat></group></h:body></h:html>"""
_BITS = (
    "/d/a",
    "..",
    "/d/r",
    "${a}",
    "[",
    "]",
    "(",
    ")",
    "'",
    '"',
    "<",
    "&lt;",
    "&#0;",
    "instance('l')/root/item",
    "jr:itext('x')",
    "current()",
    "<output value='",
    "position(..)",
    "\0",
    "𝄞",
    "true()",
    "/",
    "//",
    "@",
    "*",
    "-1",
    "9" * 400,
    "%s",
    "{0}",
)
_PLACES = [place for place in range(len(_SOUND)) if _SOUND[place] in "\"/'>"]


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(_PLACES), st.integers(0, 12), st.lists(st.sampled_from(_BITS), max_size=3).map("".join)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_changed_xform_is_read_or_explained(changes: list[tuple[int, int, str]]) -> None:
    text = _SOUND
    for place, cut, bit in sorted(changes, reverse=True):
        text = text[:place] + bit + text[place + cut :]

    result = load_form(text.encode(), "a.xml")

    assert result.form is not None or result.findings
    if result.form is not None:
        asked = session(result.form)
        for _ in range(3):
            asked.forward()


@settings(max_examples=examples(200), deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<a>{text}</a>".encode()),
    st.sampled_from([".xml", ".csv", ".geojson", ".xlsx"]),
)
def test_any_bytes_beside_a_questionnaire_are_explained(data: bytes, suffix: str) -> None:
    found, findings = read_attached("a" + suffix, data)
    load_form(data, "a.xml")

    assert (found is None) == bool(findings)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=6),
    st.sampled_from(
        [
            b'{"type": "FeatureCollection", "features": [{"id": 1, "geometry": {"coordinates": [1, 2]}, "properties": {"a": 1e3}}]}',
            b"<root><item><name>1</name><label>One</label></item></root>",
            b'name,label\n1,"One, two"\n2,Two\n',
        ]
    ),
)
def test_a_changed_file_is_read_or_explained(changes: list[tuple[int, int]], sound: bytes) -> None:
    data = bytearray(sound)
    for place, value in changes:
        data[place % len(data)] = value

    for name in ("a.csv", "a.xml", "a.geojson"):
        found, findings = read_attached(name, bytes(data))
        assert (found is None) == bool(findings)


def test_groups_within_groups_come_to_an_end() -> None:
    deep = table(
        "survey",
        "type | name | label",
        *(f"begin group | g{i} | G" for i in range(3000)),
        "text | a | A",
        *("end group | | " for _ in range(3000)),
    )
    repeats = table(
        "survey",
        "type | name | label | repeat_count",
        *(f"begin repeat | r{i} | R | 2" for i in range(60)),
        "text | a | A | ",
        *("end repeat | | | " for _ in range(60)),
    )

    for text in (deep, repeats):
        assert ["nested-too-deep"] == [one.code for one in load_form(text.encode(), "a.md").findings]


def test_a_huge_number_of_rows_is_bounded() -> None:
    made = form(
        table(
            "survey",
            "type | name | label | repeat_count",
            "integer | n | N | ",
            "begin repeat | r | R | ${n}",
            "text | a | A | ",
            "end repeat | | | ",
        )
    )
    asked = session(made)

    asked.answer("n", Answer("999999999"))

    assert asked.value(f"/r[{MOST_ROWS}]/a") == ""


def test_rows_within_rows_are_bounded_in_all() -> None:
    made = form(
        table(
            "survey",
            "type | name | label | repeat_count",
            "integer | n | N | ",
            *(f"begin repeat | r{i} | R | ${{n}}" for i in range(4)),
            "text | a | A | ",
            *("end repeat | | | " for _ in range(4)),
            "text | z | Z | ",
        )
    )
    asked = session(made)

    asked.answer("n", Answer("300"))

    assert len(asked.data()) <= MOST_IN_ALL + 2


@pytest.mark.parametrize("name", ["a.xlsx", "a.xml"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b"0" * (250 * 2**20))
    data = packed.getvalue() if name == "a.xlsx" else b"<a>" + b'<b x="1"/>' * 1_900_000 + b"</a>"
    del packed

    assert ["file-too-big"] == [one.code for one in load_form(data, name).findings]
