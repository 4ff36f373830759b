"""The session: answers, checks, the way, repeats, languages, the log."""

# ruff: noqa: E501 - tables of cases, one or two a line

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from cati_app.engine.answers import Answer, Special
from cati_app.engine.events import LogDoesNotFit, Missing, SessionEvent, UnknownQuestion
from cati_app.engine.screen import Layout, QuestionKind, SectionState
from cati_app.engine.session import InterviewSession
from tests.unit.engine.forms import TickingClock, form, session, table

_YES_NO = table("choices", "list_name | name | label::German (de) | label::English (en)", "yn | 1 | Ja | Yes",
                "yn | 2 | Nein | No")  # fmt: skip
_COLUMNS = "type | name | label::German (de) | label::English (en) | relevant | required | constraint | cati_soft"
_MORE = "constraint_message::German (de) | constraint_message::English (en) | cati_soft_message::German (de) | cati_soft_message::English (en)"
SMALL = form(
    table(
        "survey",
        f"{_COLUMNS} | {_MORE}",
        "begin group | screener | Eingang | Entry | | | | | | | | ",
        "select_one yn | adult | Volljährig? | Adult? | | yes | | | | | | ",
        "integer | age | Alter? | Age? | ${adult} = '1' | | . < 120 | . < 90 | zu alt | too old | sicher? | sure? ",
        "end group | | | | | | | | | | | ",
        "text | job | Beruf mit ${age}? | Job at ${age}? | ${adult} = '1' | | | | | | | ",
        "note | thanks | Danke | Thanks | | | | | | | | ",
    ),
    _YES_NO,
)


def test_a_session_starts_on_the_first_screen_and_says_so() -> None:
    interview = session(SMALL)

    assert "/screener/adult" == interview.ref
    assert ["started", "shown"] == [event.kind for event in interview.beginning]
    assert ("Adult?", "Entry", 1, Layout.SINGLE) == (
        interview.screen().questions[0].label,
        interview.screen().section,
        interview.screen().number,
        interview.screen().layout,
    )


def test_a_required_question_cannot_be_left_blank() -> None:
    step = session(SMALL).forward()

    assert step.check is not None
    assert ("required", True, False) == (step.check.code, step.check.hard, step.moved)


def test_a_special_answer_satisfies_required_and_is_blank_to_expressions() -> None:
    interview = session(SMALL)

    interview.answer("adult", Answer(special=Special.REFUSED))

    assert interview.forward().moved
    assert "/thanks" == interview.ref
    assert ("", Answer(special=Special.REFUSED)) == (interview.value("adult"), interview.answer_of("adult"))


@pytest.mark.parametrize(
    ("code", "text", "message"), [("type", "old", ""), ("type", "1.5", ""), ("constraint", "130", "too old")]
)
def test_a_hard_check_keeps_the_candidate_and_stores_nothing(code: str, text: str, message: str) -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()

    step = interview.answer("/screener/age", Answer(text))

    assert step.check is not None
    assert (code, True, message) == (step.check.code, step.check.hard, step.check.message)
    assert ("", text) == (interview.value("age"), interview.screen().questions[0].answer.text)
    assert text == interview.candidate("/screener/age").text
    assert interview.forward().check == step.check
    assert text not in json.dumps([dict(event.data) for event in step.events if event.kind == "check"])


def test_a_soft_check_can_be_kept_with_a_reason() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()
    first = interview.answer("/screener/age", Answer("95"))
    assert first.check is not None
    assert (False, "sure?", "") == (first.check.hard, first.check.message, interview.value("age"))

    second = interview.answer("/screener/age", Answer("95"), keep="asked twice")

    assert (None, "95") == (second.check, interview.value("age"))
    shown = interview.screen().questions[0].check
    assert shown is not None
    assert ("asked twice", "sure?") == (shown.reason, shown.message)
    assert interview.forward().moved


def test_answers_of_a_closed_path_come_back_unconfirmed() -> None:
    interview = session(SMALL)
    for ref, text in (("adult", "1"), ("/screener/age", "30"), ("job", "baker")):
        interview.answer(ref, Answer(text))
        interview.forward()
    interview.jump("/screener/adult")
    interview.answer("adult", Answer("2"))
    assert (Missing.FILTERED, "") == (interview.data()["/screener/age"].missing, interview.value("age"))

    interview.answer("adult", Answer("1"))
    interview.forward()

    assert ("30", True) == (interview.screen().questions[0].answer.text, interview.screen().questions[0].kept_aside)
    interview.forward()
    interview.back()
    assert not interview.screen().questions[0].kept_aside


def test_texts_follow_the_language_and_show_answers() -> None:
    interview = session(SMALL, "de")
    interview.answer("adult", Answer("1"))
    interview.forward()
    interview.answer("/screener/age", Answer("30"))
    interview.forward()

    assert "Beruf mit 30?" == interview.screen().questions[0].label
    assert "Job at 30?" == interview.screen("en").questions[0].label
    interview.set_language("en")
    assert ("Job at 30?", "/job") == (interview.screen().questions[0].label, interview.ref)


def test_going_back_from_the_end_shows_the_last_screen() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("2"))
    interview.forward()
    interview.forward()
    assert (True, None) == (interview.at_end, interview.ref)

    interview.back()

    assert (False, "/thanks") == (interview.at_end, interview.ref)
    with pytest.raises(UnknownQuestion):
        interview.jump("/job")


def test_a_group_is_left_when_the_position_is_past_it() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    assert not interview.left_group("screener")
    interview.forward()
    assert not interview.left_group("screener")
    interview.forward()
    assert interview.left_group("screener")
    assert not interview.left_group("nothing")


def test_the_outline_knows_what_was_reached() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()

    entry, job, _ = interview.outline()

    assert (SectionState.CURRENT, 2, 2, "Entry") == (entry.state, entry.reached, entry.total, entry.label)
    assert [True, False] == [question.answered for question in entry.questions]
    assert (SectionState.AHEAD, 0) == (job.state, job.reached)


def test_data_say_why_a_value_is_missing() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()
    interview.answer("/screener/age", Answer(special=Special.DONT_KNOW))

    data = interview.data()

    assert {"/screener/adult": None, "/screener/age": Missing.DONT_KNOW, "/job": Missing.NOT_REACHED} == {
        ref: datum.missing for ref, datum in data.items()
    }


def test_a_log_that_does_not_fit_names_the_place() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    other = form(table("survey", "type | name | label", "text | x | X"))

    with pytest.raises(LogDoesNotFit) as caught:
        InterviewSession.replay(other, TickingClock(), interview.events)

    assert (1, "shown") == (caught.value.place, caught.value.kind)
    with pytest.raises(LogDoesNotFit):
        InterviewSession.replay(SMALL, TickingClock(), ())
    unknown = SessionEvent("exploded", "", datetime(2026, 1, 1, tzinfo=UTC), 0)
    with pytest.raises(LogDoesNotFit):
        InterviewSession.replay(SMALL, TickingClock(), [*interview.events, unknown])


def test_remarks_and_pauses_are_replayed() -> None:
    interview = session(SMALL)
    interview.remark("/screener/adult", "hesitates")
    interview.pause()

    again = InterviewSession.replay(SMALL, TickingClock(), interview.events)

    assert ("hesitates", True) == (again.screen().questions[0].remark, again.paused)
    again.resume()
    assert not again.paused


def test_a_form_survives_pickling() -> None:
    SMALL.functions  # noqa: B018 - compiled, so that the copy must leave it out

    copy = pickle.loads(pickle.dumps(SMALL))

    assert "/screener/adult" == session(copy).ref


# -- hidden values, time ------------------------------------------------------------------------------------------

HIDDEN = form(
    table(
        "survey",
        "type | name | label | relevant | calculation",
        "hidden | study_client | | | ",
        "hidden | quota_status | | | ",
        "start | start | | | ",
        "text | a | For ${study_client} | ${quota_status} != 'full' | ",
        "calculate | first | | | once(now())",
        "calculate | last | | | now()",
        "note | closing | Sorry | ${quota_status} = 'full' | ",
    )
)


def test_hidden_values_reach_texts_and_conditions() -> None:
    interview = session(HIDDEN, hidden={"study_client": "City", "unknown": "x"})
    assert "For City" == interview.screen().questions[0].label
    assert (True, False) == (interview.has_hidden("quota_status"), interview.has_hidden("unknown"))

    interview.set_hidden("quota_status", "full")

    assert "/closing" == interview.ref
    assert () == interview.set_hidden("unknown", "x").events


def test_time_is_that_of_the_last_event_and_once_stays() -> None:
    interview = session(HIDDEN)
    before = interview.value("first")
    interview.answer("a", Answer("x"))

    again = InterviewSession.replay(HIDDEN, TickingClock(datetime(2030, 1, 1, tzinfo=UTC)), interview.events)

    assert "2026-03-01T09:01:00.000+01:00" == interview.value("start") == before
    assert before < interview.value("last")
    assert (before, interview.value("last")) == (again.value("first"), again.value("last"))


# -- choices ------------------------------------------------------------------------------------------------------

CHOICES = form(
    table(
        "survey",
        "type | name | label | choice_filter | parameters | appearance",
        "select_one region | region | Region? | | | ",
        "select_one town | town | Town? | region = ${region} | | ",
        "select_multiple many | many | Many? | | randomize=true | ",
        "rank three | rank | Rank? | | | ",
        "range | scale | How much? | | start=0 end=10 step=2 | ",
        "date | year | Year? | | | year",
        "time | time | Time? | | | ",
        "dateTime | when | When? | | | ",
        "decimal | share | Share? | | | ",
        "acknowledge | ok | OK? | | | ",
        "text | story | Story? | | | multiline",
        "select_one many or_other | other | Other? | | | autocomplete",
    ),
    table("choices", "list_name | name | label | region | cati_exclusive | cati_fixed", "region | n | North | | | ",
          "region | s | South | | | ", "town | t1 | Town 1 | n | | ", "town | t2 | Town 2 | s | | ",
          "many | 1 | One | | | ", "many | 2 | Two | | | ", "many | 3 | Three | | | ", "many | 4 | Four | | | ",
          "many | 99 | None | | yes | yes", "three | a | A | | | ", "three | b | B | | | "),
)  # fmt: skip


def test_a_choice_that_the_filter_removes_comes_back() -> None:
    interview = session(CHOICES)
    interview.answer("region", Answer("n"))
    interview.answer("town", Answer("t1"))
    assert "type" == getattr(interview.answer("town", Answer("t2")).check, "code", None)
    interview.answer("town", Answer("t1"))

    interview.answer("region", Answer("s"))
    assert "" == interview.value("town")
    interview.answer("region", Answer("n"))

    assert "t1" == interview.value("town")


def test_an_exclusive_choice_clears_the_others_and_is_cleared_by_them() -> None:
    interview = session(CHOICES)
    interview.answer("many", Answer("2 1"))
    assert "1 2" == interview.value("many")
    interview.answer("many", Answer("1 2 99"))
    assert "99" == interview.value("many")
    interview.answer("many", Answer("99 3"))
    assert "3" == interview.value("many")


def test_shuffled_choices_keep_fixed_ones_in_place() -> None:
    orders = set()
    for seed in range(20):
        interview = session(CHOICES, seed=seed)
        for _ in range(2):
            interview.forward()
        orders.add(tuple(choice.name for choice in interview.screen().questions[0].choices))

    assert len(orders) > 5
    assert {"99"} == {order[-1] for order in orders}


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("rank", "b a", "b a"), ("rank", "b", None), ("scale", "4", "4"), ("scale", "5", None), ("scale", "12", None),
        ("year", "1960", "1960-01-01"), ("year", "1960-05-01", "1960-05-01"), ("year", "60", None), ("time", "9:30", None),
        ("time", "09:30", "09:30:00"), ("when", "2026-01-02T09:30", "2026-01-02T09:30:00.000+01:00"), ("share", "1,50", "1.5"),
        ("share", "1e3", None), ("ok", "OK", "OK"), ("ok", "no", None), ("story", " two\nlines ", "two\nlines"),
        ("other", "other", "other"), ("other", "1 2", None), ("region", "x", None),
    ],
)  # fmt: skip
def test_answers_are_stored_as_xforms_text_or_refused(name: str, given: str, stored: str | None) -> None:
    interview = session(CHOICES)

    step = interview.answer(name, Answer(given))

    assert (stored is None) == (step.check is not None)
    assert (stored or "") == interview.value(name)


def test_questions_show_their_kind() -> None:
    interview = session(CHOICES)
    kinds = {}
    while not interview.at_end:
        question = interview.screen().questions[0]
        kinds[question.name] = question
        interview.forward()

    assert (QuestionKind.SCALE, 0.0, 10.0, 2.0) == (
        kinds["scale"].kind, kinds["scale"].minimum, kinds["scale"].maximum, kinds["scale"].step,
    )  # fmt: skip
    assert ("year", QuestionKind.LONG_TEXT, True) == (
        kinds["year"].date_parts, kinds["story"].kind, kinds["other"].searchable,
    )  # fmt: skip
    assert ["1", "2"] == [choice.code for choice in kinds["rank"].choices]
    assert ["1", "2", "3", "4", "99", "100"] == [choice.code for choice in kinds["other"].choices]


# -- screens of several questions, repeats ------------------------------------------------------------------------

SCREENS = form(
    table(
        "survey",
        "type | name | label | relevant | appearance | repeat_count | calculation | required",
        "begin group | pair | Two of them | | field-list | | | ",
        "integer | a | A? | | | | | ",
        "integer | b | B? | ${a} > 1 | | | | yes",
        "end group | | | | | | | ",
        "begin group | grid | How do you like | | table-list | | | ",
        "select_one yn | g1 | one | | | | | ",
        "select_one yn | g2 | two | | | | | ",
        "end group | | | | | | | ",
        "begin repeat | person | Persons | | | ${a} | | ",
        "calculate | place | | | | | position(..) | ",
        "integer | age | Age of ${place}? | | | | | ",
        "calculate | before | | | | | indexed-repeat(${age}, ${person}, ${place} - 1) | ",
        "end repeat | | | | | | | ",
        "calculate | total | | | | | sum(${age}) | ",
        "calculate | number | | | | | count(${person}) | ",
        "begin repeat | car | Another car? | | | | | ",
        "text | make | Make? | | | | | ",
        "end repeat | | | | | | | ",
    ),
    table("choices", "list_name | name | label", "yn | 1 | Yes", "yn | 2 | No"),
)


def test_a_list_shows_its_relevant_questions_together() -> None:
    interview = session(SCREENS)
    assert (Layout.LIST, "Two of them", 1) == (
        interview.screen().layout, interview.screen().title, len(interview.screen().questions),
    )  # fmt: skip

    interview.answer("/pair/a", Answer("2"))
    step = interview.forward()

    assert ("/pair/b", 1) == (getattr(step.check, "ref", None), interview.screen().focus)
    interview.focus("/pair/a")
    assert ("/pair/a", 0) == (interview.ref, interview.screen().focus)
    with pytest.raises(UnknownQuestion):
        interview.focus("/grid/g1")


def _at_the_persons(count: str) -> InterviewSession:
    interview = session(SCREENS)
    interview.answer("/pair/a", Answer(count))
    if int(count) > 1:
        interview.answer("/pair/b", Answer(special=Special.REFUSED))
    interview.forward()
    assert Layout.GRID is interview.screen().layout
    interview.forward()
    return interview


def test_a_counted_repeat_asks_each_row() -> None:
    interview = _at_the_persons("2")

    assert ("/person[1]/age", "Age of 1?") == (interview.ref, interview.screen().questions[0].label)
    interview.answer("/person[1]/age", Answer("30"))
    interview.forward()
    interview.answer("/person[2]/age", Answer("12"))

    assert ("42", "2", "30") == (
        interview.value("total"), interview.value("number"), interview.value("/person[2]/before"),
    )  # fmt: skip
    with pytest.raises(UnknownQuestion):
        interview.value("/person[3]/age")


def test_rows_dropped_by_the_count_come_back_with_their_answers() -> None:
    interview = _at_the_persons("2")
    interview.answer("/person[1]/age", Answer("30"))
    interview.answer("/person[2]/age", Answer("12"))

    interview.answer("/pair/a", Answer("1"))
    assert ("30", "1") == (interview.value("total"), interview.value("number"))
    interview.answer("/pair/a", Answer("2"))

    assert "42" == interview.value("total")


def test_an_open_repeat_asks_for_one_more() -> None:
    interview = _at_the_persons("0")
    assert "/car[1]/make" == interview.ref
    interview.forward()
    assert (QuestionKind.REPEAT, "/car") == (interview.screen().questions[0].kind, interview.ref)
    assert "required" == getattr(interview.forward().check, "code", None)

    interview.answer("/car", Answer("1"))
    interview.forward()
    assert "/car[2]/make" == interview.ref
    interview.answer("/car[2]/make", Answer("VW"))
    interview.forward()
    interview.drop_row("/car", 1)
    assert "VW" == interview.value("/car[1]/make")
    interview.answer("/car", Answer("0"))
    interview.forward()

    assert interview.at_end


def test_the_number_of_the_screen_counts_rows() -> None:
    interview = _at_the_persons("3")
    numbers = []
    for _ in range(4):
        numbers.append(interview.screen().number)
        interview.forward()

    assert [3, 4, 5, 6] == numbers


def test_forward_to_open_goes_to_the_first_unanswered_question() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()
    interview.forward()
    interview.answer("job", Answer("baker"))

    interview.forward_to_open()

    assert "/screener/age" == interview.ref


def test_a_required_question_that_is_read_only_does_not_block() -> None:
    questionnaire = form(
        table(
            "survey",
            "type | name | label | required | read_only | calculation",
            "text | a | A | yes | yes | ",
            "text | b | B | yes | | ''",
        )
    )
    interview = session(questionnaire)

    interview.forward()
    interview.forward()

    assert interview.at_end
