"""Every event that happened stands in a step, so that all of them are recorded."""

from __future__ import annotations

from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine.forms import TickingClock, form, session, table

FORM = form(
    table(
        "survey",
        "type | name | label | relevant",
        "hidden | quota_status | | |",
        "integer | age | Age? | |",
        "integer | rooms | Rooms? | ${quota_status} != 'full' |",
        "note | goodbye | Thank you. | ${quota_status} = 'full' |",
    )
)


def test_a_decision_that_takes_the_question_away_is_in_the_step_with_the_question_shown_instead() -> None:
    interview = session(FORM)
    interview.answer("/age", Answer("30"))
    interview.forward()

    step = interview.set_hidden("quota_status", "full")

    assert ["hidden", "shown"] == [event.kind for event in step.events]
    assert (True, "/goodbye") == (step.moved, interview.ref)


def test_the_recorded_steps_replay_to_the_same_question() -> None:
    interview = session(FORM)
    recorded = [*interview.beginning, *interview.answer("/age", Answer("30")).events, *interview.forward().events]
    recorded += interview.set_hidden("quota_status", "full").events

    again = InterviewSession.replay(FORM, TickingClock(), recorded)

    assert (interview.ref, interview.events) == (again.ref, tuple(recorded))
