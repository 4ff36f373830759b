"""The questionnaire changes while an interview waits: it goes on where it stood and says what became of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.events import NewEvent
from cati_app.domain.people.users import User
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from cati_app.texts import words_of
from cati_app.ui.desk.cases.story import StoryWords
from cati_app.ui.stage.panel_states import OutlinePanelState, PanelKind
from tests.stations import FORM, PASSWORD, Site, study_with
from tests.unit.ui.stagehands import Window

pytestmark = pytest.mark.on_store

HOME = "| | begin group | home | Home | | | | | |", "| | end group | | | | | | | |"
ROOMS = "| | integer | rooms | Rooms? | | | | | yes |"
MOVED = FORM.replace(ROOMS, "\n".join([HOME[0], ROOMS.replace("rooms", "flat"), HOME[1]]))
STEP = 'changes: [{from: "1", renamed: {rooms: flat}}]\n'
WITHOUT_MEN = FORM.replace("| | sex | 1 | man |\n", "| | sex | 3 | diverse |\n")


@pytest.fixture
def waiting(site: Site) -> Site:
    """An interview with a man of 30 and three rooms, interrupted at the wish."""
    window = Window(site).sign_in(site.ann)
    window.begin()
    window.answer_all("1", "30", "3")
    assert "/main/wish" == window.ref
    return site


def again(site: Site) -> Window:
    window = Window(site).sign_in(site.ann)
    window.views.dial.begin_pressed.emit()
    window.rest()
    return window


def told(window: Window) -> str:
    """The whole message."""
    message = window.shell.message
    return f"{message.text} {message.detail}" if message is not None else ""


def test_it_goes_on_at_the_same_question(waiting: Site) -> None:
    waiting.reopen(study_with(MOVED, "second", STEP))
    window = again(waiting)

    assert "/main/wish" == window.ref
    assert [("running", "second")] == waiting.sql("SELECT state, form_hash FROM interview")
    assert "3 answers stand" in told(window)
    session = window.interviewing.session
    assert session is not None
    assert "3" == session.value("flat")


def test_a_choice_that_is_gone_is_told_and_stays_in_the_outline(waiting: Site) -> None:
    waiting.reopen(study_with(WITHOUT_MEN, "second"))
    window = again(waiting)

    assert "/screener/sex" == window.ref
    assert "Sex? – man" in told(window)
    window.interviewing.show_outline()
    panel = window.shell.panel
    assert isinstance(panel, OutlinePanelState)
    assert ("Sex? – man",) == panel.apart


def test_a_kill_right_after_loses_nothing_and_changes_nothing(waiting: Site) -> None:
    waiting.reopen(study_with(WITHOUT_MEN, "second"))
    again(waiting)
    waiting.reopen()
    before = waiting.kinds().count("interview.form_changed")
    window = again(waiting)

    assert (1, 1) == (before, waiting.kinds().count("interview.form_changed"))
    assert "/screener/sex" == window.ref
    session = window.interviewing.session
    assert session is not None
    assert (["1"], "30") == ([apart.answer.text for apart in session.set_apart()], session.value("age"))
    assert "Sex? – man" in told(window)


def test_an_interview_that_was_carried_over_names_every_version_it_was_held_with(waiting: Site) -> None:
    for form, name in ((MOVED, "second"), (MOVED.replace("Wish?", "Wishes?"), "third")):
        waiting.reopen(study_with(form, name, STEP))
        window = again(waiting)
    window.answer_all("a tree", "0")
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.rest()

    (row,) = waiting.station.read_data(waiting.keys)(PROGRAM)
    assert ("third", ("hash", "second")) == (row.interview.form_hash, row.earlier_forms)


def test_what_was_told_is_told_again_until_somebody_did_something(waiting: Site) -> None:
    waiting.reopen(study_with(MOVED, "second", STEP))
    for _ in range(2):  # killed before anybody could read it
        assert "3 answers stand" in told(again(waiting))
        waiting.reopen()
    again(waiting).answer_all("a tree")
    waiting.reopen()

    assert "answers stand" not in told(again(waiting))


def test_an_interview_running_in_another_window_goes_on_under_its_own_version(waiting: Site) -> None:
    """The form on the disk changed; who signed in before keeps what was loaded."""
    window = again(waiting)
    window.answer("a tree")
    window.rest()
    assert [("hash",)] == waiting.sql("SELECT form_hash FROM interview")


def test_what_was_set_apart_reaches_the_data(waiting: Site) -> None:
    waiting.reopen(study_with(WITHOUT_MEN, "second"))
    window = again(waiting)
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "suspend_now")
    window.rest()

    (interview,) = waiting.interviews()
    with waiting.units()() as unit:
        apart = [datum for datum in unit.interviews.data_of(interview.id).values() if datum.is_set_apart]
        assert [("@hash/screener/sex", "1")] == [(datum.variable, datum.text) for datum in apart]
        assert {"hash", "second"} == unit.form_versions.answered()
    (aside,) = waiting.station.read_set_aside(waiting.keys)(PROGRAM)
    assert ("hash", "Sex?", "man", False) == (aside.answer.version, aside.answer.label, aside.answer.words, aside.whole)


def test_the_story_of_the_case_names_what_was_set_apart(waiting: Site) -> None:
    waiting.reopen(study_with(WITHOUT_MEN, "second"))
    again(waiting)

    services = waiting.desk()
    story = services.cases.story(waiting.sue, waiting.offered_id())
    shown = StoryWords(words_of("en"), services, story).state(unfolded=False)
    facts = {line.name: line.text for line in shown.facts}
    assert (
        "answers of an earlier version of the questionnaire: sex (cati export --include set-aside)"
        == facts["Set apart"]
    )


def test_the_answers_of_an_interview_set_aside_can_be_read(waiting: Site) -> None:
    with waiting.units()() as unit:
        fact = NewEvent("interview.answered", waiting.clock.now(), 0, None, None, None, {"ref": "/gone"})
        interview_id = unit.cases.get(waiting.offered_id()).open_interview
        unit.log.append([replace(fact, interview_id=interview_id)])
        unit.commit()
    waiting.reopen()
    again(waiting)

    answers = list(waiting.station.read_set_aside(waiting.keys)(PROGRAM))
    assert all(aside.whole for aside in answers)
    assert [("Sex?", "man"), ("Age?", ""), ("Rooms?", "")] == [(a.answer.label, a.answer.words) for a in answers]


def test_what_a_version_that_is_not_kept_has_no_place_for_is_in_the_file_of_answers_set_apart(
    waiting: Site, tmp_path: Path
) -> None:
    window = again(waiting)
    window.answer_all("a tree", "1", "Mrs Brown", "030 1")
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.rest()
    assert [("completed",)] == waiting.sql("SELECT state FROM interview")
    waiting.sql_write("DELETE FROM form_version", ())
    waiting.reopen(study_with(FORM.replace(ROOMS, "").replace("contact_name", "their_name"), "second"))
    export_station(waiting.station, PROGRAM, waiting.keys, ["csv"], tmp_path / "out", Outputs(), include_set_aside=True)

    (file,) = (tmp_path / "out").glob("*set_aside.csv")
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [("/main/rooms", "3")] == [(line["question"], line["answer"]) for line in lines]


def test_a_version_that_is_not_kept_is_matched_by_name(waiting: Site) -> None:
    waiting.sql_write("DELETE FROM form_version", ())
    waiting.reopen(study_with(MOVED.replace("| flat |", "| rooms |"), "second"))
    window = again(waiting)

    assert ("/screener/sex", "second") == (window.ref, waiting.sql("SELECT form_hash FROM interview")[0][0])
    assert "to be confirmed" in told(window)
    session = window.interviewing.session
    assert session is not None
    assert "3" == session.value("/main/home/rooms")


def test_answers_to_contact_questions_that_are_gone_stay_sealed(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.begin()
    window.answer_all("1", "30", "3", "a tree", "1", "Mrs Brown")
    gone = "\n".join(line for line in FORM.splitlines() if "contact_name" not in line)
    site.reopen(study_with(gone, "second"))
    window = again(site)

    assert "/main/contact_phone" == window.ref
    assert "Brown" not in repr(site.sql("SELECT * FROM event"))
    session = window.interviewing.session
    assert session is not None
    assert ["Mrs Brown"] == [apart.answer.text for apart in session.set_apart()]


def signing_in(site: Site, user: User, window: Window | None = None) -> tuple[Window, bool]:
    """Whether the person is at work afterwards."""
    window = window or Window(site)
    window.asks_for_agreement = True
    window.views.login.login_given.emit(user.login, PASSWORD)
    window.rest()
    return window, window.presenter.signed_in is not None


def changed(site: Site, form: str) -> None:
    """The questionnaire on the disk is another one; nobody has signed in since."""
    site.loaded = study_with(form, "second")
    site.reopen()


def test_answers_are_set_apart_only_after_a_supervisor_agreed(waiting: Site) -> None:
    changed(waiting, WITHOUT_MEN)
    window, at_work = signing_in(waiting, waiting.ann)
    assert (False, True) == (at_work, "A supervisor has to sign in" in told(window))

    window, at_work = signing_in(waiting, waiting.sue)
    assert not at_work
    assert "go on under it: 1." in told(window)
    assert "set apart: 1." in told(window)
    assert [("hash",)] == waiting.sql("SELECT hash FROM form_version")

    assert signing_in(waiting, waiting.sue, window)[1]
    assert "Version 1 of the questionnaire is in force now." in told(window)
    assert "Sign in once more" not in told(window)
    assert [("hash",), ("second",)] == waiting.sql("SELECT hash FROM form_version ORDER BY first_used_at, hash")
    assert signing_in(waiting, waiting.ann)[1]


def test_a_change_that_loses_nothing_keeps_nobody_from_work(waiting: Site) -> None:
    changed(waiting, MOVED.replace("| flat |", "| rooms |"))
    for user in (waiting.ann, waiting.bob):
        window, at_work = signing_in(waiting, user)
        assert at_work
        assert "is in force now" in told(window)
    window, _ = signing_in(waiting, waiting.bob)
    assert "in force" not in told(window)


def test_where_nobody_was_interviewed_nobody_is_asked(site: Site) -> None:
    changed(site, WITHOUT_MEN)
    assert signing_in(site, site.sue)[1]


def test_what_waits_since_the_version_before_the_last_is_foreseen_too(waiting: Site) -> None:
    waiting.reopen(study_with(WITHOUT_MEN, "second"))
    seen = waiting.station.foresee_form(waiting.keys)(PROGRAM)
    assert (False, 1, {"sex": 1}) == (seen.is_new, seen.waiting, dict(seen.apart))

    changed(waiting, WITHOUT_MEN.replace("Age?", "How old?"))
    waiting.loaded = replace(waiting.loaded, form_hash="third")
    waiting.reopen()
    seen = waiting.station.foresee_form(waiting.keys)(PROGRAM)
    assert (True, 1, {"sex": 1}) == (seen.is_new, seen.waiting, dict(seen.apart))


def test_an_interview_set_aside_under_an_earlier_version_can_be_read(waiting: Site) -> None:
    waiting.sql_write("UPDATE interview SET state = 'set_aside', held = 0", ())
    waiting.reopen(study_with(MOVED, "second", STEP))

    answers = list(waiting.station.read_set_aside(waiting.keys)(PROGRAM))
    assert ["Sex?", "Age?", "Rooms?"] == [aside.answer.label for aside in answers]
