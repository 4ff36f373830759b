"""The session: checks, the way, languages, hidden values, the log."""

# ruff: noqa: E501 - tables of cases, one or two a line

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from cati_app.engine.form.answers import BLANK, Answer, Special
from cati_app.engine.form.screen import ScreenLayout, SectionState
from cati_app.engine.session.events import LogDoesNotFit, Missing, SessionEvent, UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine.forms import TickingClock, form, session, table

_YES_NO = table(
    "choices", "list_name | name | label::German (de) | label::English (en)", "yn | 1 | Ja | Yes", "yn | 2 | Nein | No"
)
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
    assert ("Adult?", "Entry", 1, ScreenLayout.SINGLE) == (
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


@pytest.mark.parametrize("text", ["130", "old"])
def test_a_hard_check_cannot_be_kept_whatever_the_reason(text: str) -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()

    step = interview.answer("/screener/age", Answer(text), keep="the person insists")

    assert step.check is not None
    assert (True, "check", False) == (step.check.hard, step.events[-1].kind, step.events[-1].data["kept"])
    assert (Answer(), False) == (interview.answer_of("/screener/age"), interview.forward().moved)


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


def test_a_question_of_a_roster_says_which_row_it_is_in() -> None:
    rows = [
        "type | name | label | repeat_count",
        "begin group | home | Home | ",
        "begin repeat | room | Room | 2",
        "text | use | Used for? | ",
        "begin repeat | window | | 1",
        "text | faces | Which way? | ",
        "end repeat | | | ",
        "end repeat | | | ",
        "end group | | | ",
        "begin repeat | pet | Pet | 1",
        "text | name | Its name? | ",
        "end repeat | | | ",
    ]
    interview, shown = session(form(table("survey", *rows))), []
    while not interview.at_end:
        shown.append(interview.screen().section)
        interview.answer(interview.ref or "", Answer("x"))
        interview.forward()

    rooms = ["Home · Room 1/2", "Home · Room 1/2 · 1/1", "Home · Room 2/2", "Home · Room 2/2 · 1/1"]
    assert [*rooms, "Pet 1/1"] == shown
    labels = [question.label for section in interview.outline() for question in section.questions]
    assert ["Room 1/2 · Used for?", "Room 1/2 · 1/1 · Which way?", "Room 2/2 · Used for?"] == labels[:3]


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

    assert (1, "shown") == (caught.value.index, caught.value.kind)
    with pytest.raises(LogDoesNotFit):
        InterviewSession.replay(SMALL, TickingClock(), ())
    unknown = SessionEvent("exploded", "", datetime(2026, 1, 1, tzinfo=UTC), 0)
    with pytest.raises(LogDoesNotFit):
        InterviewSession.replay(SMALL, TickingClock(), [*interview.events, unknown])


def test_no_reason_keeps_an_answer_that_breaks_a_hard_check() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("1"))
    interview.forward()

    step = interview.answer("/screener/age", Answer("130"), keep="she insists")

    assert step.check is not None
    assert (True, "") == (step.check.hard, interview.value("age"))
    assert not interview.forward().moved


def test_a_log_with_an_answer_to_a_question_that_was_not_asked_does_not_fit() -> None:
    interview = session(SMALL)
    interview.answer("adult", Answer("2"))
    asked_of_nobody = SessionEvent("answered", "/screener/age", datetime(2026, 1, 1, tzinfo=UTC), 0, {"text": "30"})

    with pytest.raises(LogDoesNotFit) as caught:
        InterviewSession.replay(SMALL, TickingClock(), [*interview.events, asked_of_nobody])

    assert ("answered", "/screener/age") == (caught.value.kind, caught.value.ref)


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


SPECIALS = form(
    table(
        "survey",
        "type | name | label | relevant | calculation | repeat_count | choice_filter",
        "integer | age | Age? | | | | ",
        "text | why | Why not? | special(${age}) = 'refused' | | | ",
        "calculate | told | | | special(${age}) | | ",
        "select_one reasons | reason | Reason? | | | | kind = special(${age})",
        "begin group | about | About | special(${age}) = 'refused' | | | ",
        "text | inside | Inside? | | | | ",
        "end group | | | | | | ",
        "begin repeat | child | Child | | | 2 | ",
        "integer | years | Years? | special(${age}) != 'dont_know' | | | ",
        "calculate | parent | | | special(${age}) | | ",
        "end repeat | | | | | | ",
        "calculate | silent | | | count(${years}[special(${years}) = 'refused']) | | ",
    ),
    table(
        "choices",
        "list_name | name | label | kind",
        "reasons | private | Private | refused",
        "reasons | forgot | Forgot | dont_know",
    ),
)


@pytest.mark.parametrize(
    ("special", "text", "seen"),
    [
        (Special.REFUSED, "", (True, True, "refused", ["private"], [True, True], ["refused", "refused"])),
        (Special.DONT_KNOW, "", (False, False, "dont_know", ["forgot"], [False, False], ["dont_know", "dont_know"])),
        (None, "40", (False, False, "", [], [True, True], ["", ""])),
    ],
)
@pytest.mark.parametrize("before", [Answer(), Answer("30"), Answer(special=Special.NOT_APPLICABLE)])
def test_everything_that_reads_a_special_answer_hears_of_it(
    before: Answer, special: Special | None, text: str, seen: tuple[object, ...]
) -> None:
    interview = session(SPECIALS)
    interview.answer("age", before)

    interview.answer("age", Answer(text, special))

    rows = [1, 2]
    offered = next(state.choices for state in interview.states() if state.name == "reason")
    assert seen == (
        interview.is_relevant("why"),
        interview.is_relevant("/about/inside"),
        interview.value("told"),
        list(offered),
        [interview.is_relevant(f"/child[{row}]/years") for row in rows],
        [interview.value(f"/child[{row}]/parent") for row in rows],
    )


def test_a_special_answer_within_a_row_is_heard_of_outside_it() -> None:
    interview = session(SPECIALS)
    before = interview.value("silent")

    interview.answer("/child[2]/years", Answer(special=Special.REFUSED))

    assert ("0", "1") == (before, interview.value("silent"))


WAITING = form(
    table(
        "survey",
        "type | name | label | relevant | calculation | trigger",
        "select_one yn | adult | Adult? | | | ",
        "integer | age | Age? | ${adult} != '2' | | ",
        "text | why | Why not? | special(${age}) = 'refused' | | ",
        "calculate | noted | | | special(${age}) | ${age}",
        "text | name | Name? | | | ${age}",
        "calculate | read | | | special(${name}) | ",
    ),
    _YES_NO,
)


def test_who_reads_a_special_answer_hears_that_its_question_is_not_asked_any_more() -> None:
    interview = session(WAITING)
    interview.answer("age", Answer(special=Special.REFUSED))
    asked = interview.is_relevant("why")

    interview.answer("adult", Answer("2"))

    assert (True, False) == (asked, interview.is_relevant("why"))


@pytest.mark.parametrize("before", [Answer(), Answer("30"), Answer(special=Special.DONT_KNOW)])
def test_a_special_answer_sets_off_what_waits_for_its_question(before: Answer) -> None:
    interview = session(WAITING)
    interview.answer("age", before)

    interview.answer("age", Answer(special=Special.REFUSED))

    assert "refused" == interview.value("noted")


@pytest.mark.parametrize("given", [Answer("Ann"), Answer(special=Special.REFUSED)])
def test_a_trigger_takes_a_special_answer_away_as_it_does_any_other(given: Answer) -> None:
    interview = session(WAITING)
    interview.answer("name", given)

    interview.answer("age", Answer("40"))

    assert (Answer(), "") == (interview.answer_of("name"), interview.value("read"))


def test_what_one_interview_shows_of_a_question_is_not_what_another_was_answered() -> None:
    first, second = session(SMALL), session(SMALL)
    blank = first.screen().questions[0]
    first.answer("adult", Answer("1"))
    first.remark("adult", "laut")

    assert (blank, BLANK) == (second.screen().questions[0], second.screen().questions[0].answer)
    assert (Answer("1"), "laut") == (first.screen().questions[0].answer, first.screen().questions[0].remark)
    for interview, age in ((first, "40"), (second, "50")):
        interview.answer("adult", Answer("1"))
        interview.forward()
        assert interview.screen().questions[0].answer is BLANK
        interview.answer("age", Answer(age))
        interview.forward()
        assert f"Job at {age}?" == interview.screen().questions[0].label
    assert "Beruf mit 50?" == second.screen("de").questions[0].label


def test_a_question_is_required_by_the_answers_of_its_own_interview() -> None:
    depends = form(
        table(
            "survey",
            "type | name | label | required",
            "select_one yn | any | Any? | ",
            "text | which | Which? | ${any} = '1'",
        ),
        _YES_NO,
    )
    asked = []
    for answer in ("1", "2", "1"):
        interview = session(depends)
        interview.answer("any", Answer(answer))
        interview.forward()
        asked.append(interview.screen().questions[0].required)

    assert [True, False, True] == asked
