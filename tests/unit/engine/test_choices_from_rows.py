"""The rows of a repeat as choices: who of the household …?"""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from tests.unit.engine import forms
from tests.unit.engine.forms import TickingClock, table

_COLUMNS = "type | name | label | repeat_count | choice_filter | relevant | calculation"
_ROSTER = (
    "begin repeat | hh | Person | 3 | | |",
    "text | name | Name? | | | |",
    "integer | age | Age? | | | |",
    "end repeat | | | | | |",
)


def _form(*rows: str) -> Form:
    return forms.form(table("survey", _COLUMNS, *_ROSTER, *rows))


def _household(form: Form, *people: tuple[str, str], full: bool = False) -> InterviewSession:
    session = InterviewSession(form, TickingClock(), seed=1, language="en", hidden={}, full=full)
    for number, (name, age) in enumerate(people, 1):
        session.answer(f"/hh[{number}]/name", Answer(name))
        session.answer(f"/hh[{number}]/age", Answer(age))
    return session


def _offered(session: InterviewSession, ref: str) -> tuple[str, ...]:
    return next(state.choices for state in session.states() if state.ref == ref)


_ADULT = _form("select_one ${name} | head | Head? | | ${age} > 17 | |", "calculate | h | | | | | ${head}")


@pytest.mark.parametrize("full", [False, True])
def test_the_rows_that_pass_the_filter_are_offered_and_typed_by_their_number(full: bool) -> None:
    session = _household(_ADULT, ("Anna Maria", "40"), ("Bo", "3"), ("", "50"), full=full)
    session.answer("/hh[3]/name", Answer("Cy"))
    while session.ref != "/head":
        session.forward()

    view = session.screen().questions[0]
    assert QuestionKind.FROM_ROWS is view.kind
    assert [("Anna Maria", "1"), ("Cy", "2")] == [(choice.label, choice.code) for choice in view.choices]
    session.answer("/head", Answer("Anna Maria"))
    assert "Anna Maria" == session.value("h")


def test_who_is_not_offered_cannot_be_chosen() -> None:
    session = _household(_ADULT, ("Ann", "40"), ("Bo", "3"))
    step = session.answer("/head", Answer("Bo"))
    assert step.check is not None
    assert "type" == step.check.code


@pytest.mark.parametrize("full", [False, True])
def test_an_answer_goes_with_its_row_and_comes_back_with_it(full: bool) -> None:
    session = _household(_ADULT, ("Ann", "40"), ("Bo", "30"), full=full)
    session.answer("/head", Answer("Bo"))

    session.answer("/hh[2]/age", Answer("3"))
    assert ("", ("Ann",)) == (session.value("h"), _offered(session, "/head"))

    session.answer("/hh[2]/age", Answer("30"))
    assert ("Bo", ("Ann", "Bo")) == (session.value("h"), _offered(session, "/head"))


def test_a_row_may_choose_among_the_others() -> None:
    older = "./age > current()/../age and position() != position(current()/..)"
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            *_ROSTER[:-1],
            f"select_one ${{name}} | mother | Mother? | | {older} | |",
            _ROSTER[-1],
        )
    )
    session = _household(form, ("Ann", "40"), ("Bo", "20"), ("Cy", "1"))

    assert [(), ("Ann",), ("Ann", "Bo")] == [_offered(session, f"/hh[{row}]/mother") for row in (1, 2, 3)]


def test_a_replay_gives_the_same() -> None:
    session = _household(_ADULT, ("Ann", "40"), ("Bo", "30"))
    session.answer("/head", Answer("Bo"))
    again = InterviewSession.replay(_ADULT, TickingClock(), session.events)
    assert session.states() == again.states()


def test_names_given_twice_are_offered_once() -> None:
    session = _household(_ADULT, ("Ann", "40"), ("Ann", "30"))
    assert ("Ann",) == _offered(session, "/head")


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("reference-unknown", "select_one ${nme} | q | Q? | | | |"),
        ("rows-outside-repeat", "select_one ${first} | q | Q? | | | |"),
        ("rows-outside-repeat", "select_one ${hh} | q | Q? | | | |"),
        ("reference-unknown", "select_one ${name} | q | Q? | | ${ago} > 1 | |"),
        ("reference-unknown", "select_multiple ${nme} | q | Q? | | | |"),
        ("rows-outside-repeat", "select_multiple ${first} | q | Q? | | | |"),
        ("itemset-foreign", "rank ${name} | q | Q? | | | |"),
    ],
)
def test_what_cannot_be_offered_is_said(code: str, row: str) -> None:
    assert [code] == forms.codes(table("survey", _COLUMNS, "text | first | First? | | | |", *_ROSTER, row))


_WORKERS = _form(
    "select_multiple ${name} | work | Who works? | | ${age} > 17 | |",
    "calculate | n | | | | | count-selected(${work})",
    "begin repeat | job | Job | count(${hh}) | | |",
    "calculate | who | | | | | indexed-repeat(${name}, ${hh}, position(..))",
    "text | what | What does ${who} do? | | | selected(${work}, ${who}) |",
    "end repeat | | | | | |",
)


@pytest.mark.parametrize("full", [False, True])
def test_several_rows_are_chosen_whatever_words_their_names_have(full: bool) -> None:
    session = _household(_WORKERS, ("Anna Maria", "40"), ("Bo", "30"), ("Cy", "3"), full=full)
    while session.ref != "/work":
        session.forward()

    view = session.screen().questions[0]
    assert QuestionKind.SEVERAL_ROWS is view.kind
    assert [("Anna_Maria", "Anna Maria", "1"), ("Bo", "Bo", "2")] == [
        (choice.name, choice.label, choice.code) for choice in view.choices
    ]
    assert session.answer("/work", Answer("Bo Anna_Maria")).check is None
    assert ("Anna_Maria Bo", "2") == (session.value("work"), session.value("n"))
    asked = [state.ref for state in session.states() if state.name == "what" and state.relevant]
    assert ["/job[1]/what", "/job[2]/what"] == asked


@pytest.mark.parametrize("full", [False, True])
def test_of_several_rows_the_one_that_is_not_offered_goes_and_comes_back(full: bool) -> None:
    session = _household(_WORKERS, ("Anna Maria", "40"), ("Bo", "30"), ("Cy", "3"), full=full)
    session.answer("/work", Answer("Anna_Maria Bo"))

    session.answer("/hh[1]/age", Answer("4"))
    assert ("Bo", "1") == (session.value("work"), session.value("n"))

    session.answer("/hh[1]/age", Answer("40"))
    assert "Anna_Maria Bo" == session.value("work")
    again = InterviewSession.replay(_WORKERS, TickingClock(), session.events)
    assert session.states() == again.states()


def test_a_row_that_is_not_offered_is_refused_among_several() -> None:
    session = _household(_WORKERS, ("Ann", "40"), ("Bo", "3"), ("Cy", "30"))
    step = session.answer("/work", Answer("Ann Bo"))

    assert step.check is not None
    assert ("type", "What was answered in some of the rows is expected.") == (step.check.code, str(step.check.message))


def test_itemsets_over_the_rows_of_an_xform_for_several_answers_are_asked() -> None:
    several = _XFORM.replace("select1", "select")
    form = load_form(several.encode(), "roster.xml").form
    assert form is not None
    session = forms.session(form)
    for row, name in enumerate(("Ann Lee", "Bo"), 1):
        session.answer(f"/hh[{row}]/name", Answer(name))
        session.answer(f"/hh[{row}]/age", Answer("40"))

    assert ("Ann_Lee", "Bo") == _offered(session, "/head")
    assert session.answer("/head", Answer("Ann_Lee Bo")).check is None


def test_itemsets_over_the_rows_of_an_xform_are_asked() -> None:
    form = load_form(_XFORM.encode(), "roster.xml").form
    assert form is not None
    session = forms.session(form)
    for row, name in enumerate(("Ann", "Bo"), 1):
        session.answer(f"/hh[{row}]/name", Answer(name))
        session.answer(f"/hh[{row}]/age", Answer("40" if row == 1 else "3"))

    assert ("Ann",) == _offered(session, "/head")
    assert NodeKind.QUESTION is form.by_name["head"][0].kind


_XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" \
xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="t">
<hh jr:template=""><name/><age/></hh><head/></data></instance><bind nodeset="/data/hh/age" type="int"/></model></h:head>
<h:body><group ref="/data/hh"><label>P</label><repeat nodeset="/data/hh" jr:count="2">
<input ref="/data/hh/name"><label>N</label></input><input ref="/data/hh/age"><label>A</label></input></repeat></group>
<select1 ref="/data/head"><label>H</label><itemset nodeset="/data/hh[./name != '' and ./age &gt; 17]">
<value ref="name"/><label ref="name"/></itemset></select1></h:body></h:html>"""
