"""Who counts as screened answered the questions that decide eligibility, whatever was corrected in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cati_app.fieldwork.interview import conduct_protocol as say
from tests.unit.fieldwork.interviews import QUOTA, Line, own_form, own_rules

FORM = own_form(
    "hidden | quota_status | | |",
    "select_one yn | willing | Machen Sie mit? | |",
    "begin group | screener | S | |",
    "select_one yn | in_city | Wohnen Sie hier? | |",
    "integer | age | Alter? | | ${in_city} = 1",
    "select_one yn | adult | Ab 16? | | ${age} = ''",
    "calculate | group | | if(${age} >= 45, 'old', 'young') |",
    "end group | | | |",
    "integer | rooms | Zimmer? | |",
    "integer | persons | Personen? | |",
)
ELIGIBILITY = "screener: screener\neligibility: [in_city, [age, adult]]\n"
WITH, WITHOUT = own_rules(FORM, ELIGIBILITY + QUOTA), own_rules(FORM, ELIGIBILITY)
STEPS = st.lists(st.sampled_from(["1", "2", "50", "?", "!", "back", "reopen"]), max_size=24)


@given(steps=STEPS, quota=st.booleans(), taken=st.integers(0, 3))
def test_screened_means_that_the_questions_of_eligibility_were_answered(
    steps: list[str], quota: bool, taken: int
) -> None:
    line = Line(FORM, WITH if quota else WITHOUT, taken=taken)
    for step in steps:
        session, before = line.conduct.session, line.led.is_screened
        assert session is not None
        if step == "back":
            line.tell(say.BackPressed())
        elif step == "reopen" or line.led.end is not None or session.at_end:
            line.led.end = None
            line.tell(say.WrapUpClosed())
        else:
            line.give(step)
        if line.led.is_screened and not before:
            assert session.value("in_city")
            assert session.value("age") or session.value("adult")
        if line.led.end is not None and line.led.end.disposition == "complete":
            assert line.led.is_screened
        if line.led.end is not None and line.led.end.disposition == "quota_filled":
            assert session.value("age")  # the cell is known
