"""Texts without the marks of Markdown and HTML."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.xlsform.markup import markup_left, plain_text
from tests.unit.engine import forms
from tests.unit.engine.forms import table


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<p style="color:red">Red</p><ul><li>One</li><li>Two</li></ul>', "Red\nOne\nTwo"),
        ("<style>td { padding: 8px; }</style><table><tr><td>A</td><td>B</td></tr></table>", "A\nB"),
        ("Before<hr/>after", "Before\nafter"),
        ("one<br><br/>two", "one\n\ntwo"),
        ("<UL>\n<LI> One </LI>\n\n<LI>Two</LI>\n</UL>", "One\n\nTwo"),
        ("<script>x < 1</script><!-- a <b> -->shown", "shown"),
        ("<font color=red size='2'>Read</ font> this </i", "Read this"),
        ("Thank you. </ B>", "Thank you."),
        ('<span style = ""color: # 000000;"">Consent</span>', "Consent"),
        ("<b># of days</b>", "# of days"),
        ("is a < b and b > c?", "is a < b and b > c?"),
        ("if x <b and c> d", "if x <b and c> d"),
        ("Hello, my name is ______ and I call", "Hello, my name is ______ and I call"),
        ("____ kg, __ lb", "____ kg, __ lb"),
        ("**# of days** without food", "# of days without food"),
        ("# Heading\nText", "Heading\nText"),
        ("bold **a b** and *italics* and _under_ and __strong__", "bold a b and italics and under and strong"),
        ("**bold *and* more**", "bold and more"),
        ("***both*** and ____both____? ___both___", "both and ____both____? both"),
        ("***both** one* and *one **both***", "both one and one both"),
        ("**two *and one*** and **Required***", "two and one and Required*"),
        ("****WARNING****", "WARNING"),
        ("f***k and s***t, f**k and s***t", "f***k and s***t, f**k and s***t"),
        ("(***) once (***) twice *** a ***", "(***) once (***) twice *** a ***"),
        ("___/___/___ and ___, ___", "___/___/___ and ___, ___"),
        ("<!DOCTYPE html><html><body>Hello</body></html>", "Hello"),
        ('<?xml version="1.0"?>\n<! doctype HTML PUBLIC "-//W3C//DTD">Hello', "Hello"),
        ("a <![CDATA[5 < 6]]> b", "a 5 < 6 b"),
        ("Required* and optional*", "Required* and optional*"),
        ("5 * 3 * 2, a*b*c", "5 * 3 * 2, a*b*c"),
        ("(*) once (*) twice", "(*) once (*) twice"),
        ("a_b_c and _x_.", "a_b_c and x."),
        ("See [the page](http://x.example/a_(b)), ![map](m.png)", "See the page, map"),
        ("[Interviewer: wait] (then go on)", "[Interviewer: wait] (then go on)"),
        (r"5\* and \# 3 \_a\_", "5* and # 3 _a_"),
        (r"\# not a heading", "# not a heading"),
        ("caf&eacute; &amp;lt; &#10;x &lt;b&gt;&nbsp;R&D; A&B", "café &lt; \nx <b> R&D; A&B"),
        ("${_a_} and *${b_c}* and ${d_e}_f", "${_a_} and ${b_c} and ${d_e}_f"),
        ('<b><output value="/d/_a_"/></b>', '<output value="/d/_a_"/>'),
    ],
)
def test_marks_are_taken_out_and_signs_stay(written: str, read: str) -> None:
    assert plain_text(written) == read


@pytest.mark.parametrize(
    "text", ["<foo>", '<x-y z="1">', "</foo", "a <custom/> b", "<!ENTITY x 'y'>", "<!DOCTYPE html", "<?php 1"]
)
def test_what_looks_like_a_tag_is_noticed(text: str) -> None:
    assert markup_left(plain_text(text)) != ""


@pytest.mark.parametrize("text", ["a < b", "1 <2> 3", "<3", "<!", "<?", "a <- b", '<output value="a"/>', "<b>x</b>"])
def test_what_is_no_tag_is_left_in_peace(text: str) -> None:
    assert markup_left(plain_text(text)) == ""


def test_every_text_of_a_question_and_its_choices_is_plain() -> None:
    form = forms.form(
        table(
            "survey",
            "type | name | label | hint | constraint | constraint_message",
            r"text | who | Who? | *first* | .!='' | <ul><li>again</li></ul>",
            "select_one c | q | <b>*Q*</b> | | |",
            "calculate | n | | | |",
        ),
        table("choices", "list_name | name | label", r"c | 1 | <i>${who}</i> \*one\*", "c | 2 | *two*"),
    )
    session = forms.session(form)
    view = session.screen().questions[0]
    node = form.by_name["who"][0]
    assert ("Who?", "first", ("again",)) == (view.label, view.hint, node.wording.constraint["default"])

    session.answer("who", Answer("Ann_b_"))
    session.forward()

    assert ["Ann_b_ *one*", "two"] == [choice.label for choice in session.screen().questions[0].choices]


def test_unknown_markup_is_reported_at_its_cell() -> None:
    found = forms.findings(
        table("survey", "type | name | label | hint", "select_one c | q | <foo>Q</foo> | x"),
        table("choices", "list_name | name | label", "c | 1 | <bar>", "c | 2 | b"),
    )
    assert [("survey", 3, "label"), ("choices", 6, "label")] == [
        (each.sheet, each.row, each.column) for each in found if each.code == "markup-unknown"
    ]
