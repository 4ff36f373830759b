"""How much lies ahead: what may still come counts, what was decided against does not."""

from __future__ import annotations

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import SectionState
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine.forms import TickingClock, form, table

CHAIN = table(
    "survey",
    "type | name | label | relevant",
    "begin_group | start | Start |",
    "integer | go | Shall we go on, if you have a little time for us now? |",
    "end_group | | |",
    "begin_group | main | Main part | ${go} = 1",
    "integer | a | A question that is long enough to take a few seconds of reading aloud |",
    "integer | b | Another one that is just as long and takes a few seconds as well |",
    "end_group | | |",
    "begin_group | close | Close | ${go} != ''",
    "note | thanks | Thank you |",
    "end_group | | |",
)


def started() -> InterviewSession:
    return InterviewSession(form(CHAIN), TickingClock(), seed=1, language="", hidden={})


def _labels(session: InterviewSession) -> list[tuple[str, SectionState]]:
    return [(section.label, section.state) for section in session.sections()]


def test_sections_that_are_not_relevant_yet_lie_ahead() -> None:
    ahead = SectionState.AHEAD
    assert [("Start", SectionState.CURRENT), ("Main part", ahead), ("Close", ahead)] == _labels(started())


def test_a_section_decided_against_vanishes_once_it_lies_behind() -> None:
    session = started()
    session.answer("/start/go", Answer("2"))
    session.forward()
    assert [("Start", SectionState.DONE), ("Close", SectionState.CURRENT)] == _labels(session)


def test_what_may_still_come_counts_as_time_left() -> None:
    session = started()
    whole = session.screen().seconds_left
    assert sum(node.seconds for node in session.form.nodes) - 1 < whole


def test_what_was_decided_against_takes_no_time() -> None:
    session = started()
    session.answer("/start/go", Answer("2"))
    session.forward()
    thanks = session.form.by_path["/close/thanks"]
    assert round(thanks.seconds) == session.screen().seconds_left


def test_progress_never_falls_going_forward_and_does_going_back() -> None:
    session, shares = started(), [0.0]
    session.answer("/start/go", Answer("1"))
    while not session.at_end:
        shares.append(session.screen().progress)
        session.forward()
    assert sorted(shares) == shares
    session.back()
    session.back()
    assert session.screen().progress < shares[-1]


def test_a_screen_is_built_once_until_something_happens() -> None:
    session = started()
    before = session.screen()
    assert session.screen() is before
    session.remark("/start/go", "called from a train")
    assert session.screen() is not before


def test_sections_stay_the_same_object_while_nothing_differs() -> None:
    session = started()
    before = session.sections()
    session.remark("/start/go", "called from a train")
    assert session.sections() is before
