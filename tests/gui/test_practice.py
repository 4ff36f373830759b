"""Practice in a real window: what is heard, whether a result fits, and that nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.demo.habits import APPOINTMENT, LANGUAGE, NEVER_AGAIN, Corrections, Habits
from cati_app.demo.practice.room import LOGIN, practice_room
from cati_app.demo.practice.voice import Voice
from cati_app.demo.practice.window import Listening
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.respondent import INTERVIEW
from cati_app.demo.station import PASSWORD, demo_settings
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.outcomes.dispositions import OPT_OUT, OTHER_LANGUAGE
from cati_app.engine.form.answers import Answer
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.opening import Station
from cati_app.store.opening import open_database
from cati_app.study.model import QuotaCells
from tests.stations import FORM, small_study, study_with

WILLING = Habits(calls={}, special={}, reach=dict.fromkeys(("morning", "afternoon", "evening", "weekend"), 9.0))
REFUSING = WILLING.model_copy(update={"calls": {"refusal_household": 1.0}})


class Practising:
    """A window somebody practises in."""

    def __init__(self, station: Station, town: Town, bot: QtBot) -> None:
        self.desktop = Desktop(station, WindowSettings(language="en", dark=False, people=[(LOGIN, "Practice")]))
        self.listening = Listening(self.desktop.first, self.desktop.kit, town)
        self._bot = bot
        self.desktop.show()
        self.listening.look()

    @property
    def heard(self) -> str:
        self.listening.look()
        return self.listening.line.text

    def sign_in(self) -> None:
        self.desktop.first.login.login_given.emit(LOGIN, PASSWORD)
        self._bot.waitUntil(lambda: self.desktop.first.roles.interviewing is not None)
        self._bot.waitUntil(lambda: "F5" in self.heard)

    def dial(self) -> None:
        before = self.heard
        self.desktop.first.shell.command_given.emit("dial")
        self._bot.waitUntil(lambda: self.heard != before)

    def wait_for(self, text: str) -> None:
        self._bot.waitUntil(lambda: text in self.heard)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Station, Town]]:
    with practice_room(replace(small_study(), folder=tmp_path), seed=1) as made:
        yield made


_OF_THE_SAMPLE = """
  dimensions:
    - variable: district
      from: sample
      label: {de: Bezirk}
      categories:
        - {code: north, values: ["1", "2"], label: {de: Nord}, share: 0.7}
        - {code: south, values: ["3"], label: {de: Süd}, share: 0.3}
"""


def test_quotas_that_stand_on_columns_of_the_sample_have_people_in_every_cell(tmp_path: Path) -> None:
    study = small_study()
    assert study.study.quota is not None
    dimensions = QuotaCells.model_validate({"total": 8, **yaml.safe_load(_OF_THE_SAMPLE)}).dimensions
    quota = study.study.quota.model_copy(update={"dimensions": dimensions})
    changed = replace(study.with_study(study.study.model_copy(update={"quota": quota})), folder=tmp_path)
    with practice_room(changed, seed=1) as (station, _), station.units(None)() as unit:
        routes = {route.cell for _, route in unit.cases.queue.routes()}
    assert {"north", "south"} == routes


def practising(room: tuple[Station, Town], habits: Habits, bot: QtBot, seed: int = 1) -> Practising:
    made = Practising(room[0], Town(habits, seed, frozenset({"de"})), bot)
    made.sign_in()
    return made


def test_somebody_who_picks_up_answers_the_questions(room: tuple[Station, Town], qtbot: QtBot) -> None:
    person = practising(room, WILLING, qtbot)
    presenter = person.desktop.first.roles.interviewing
    assert presenter is not None

    person.dial()
    assert "“Yes, hello?” Somebody who would take part." == person.heard
    presenter.begin_interview()
    qtbot.waitUntil(lambda: presenter.interviewing.session is not None)
    session = presenter.interviewing.session
    assert session is not None
    question = session.screen().questions[session.screen().focus]
    labels = {f"“{choice.label}”" for choice in question.choices}
    assert person.heard in labels
    shell = person.desktop.first.shell
    assert shell.header.isVisible()
    assert shell.header._stored.isHidden(), "nothing is"
    assert "stored" not in shell.footer._end
    said = person.heard
    assert said == person.heard  # the same as long as the question stands

    presenter.give_answer(question.ref, Answer(question.choices[0].name), True)
    qtbot.waitUntil(lambda: session.screen().questions[0].ref != question.ref)
    assert person.heard not in labels
    person.desktop.close()
    QApplication.processEvents()


def test_somebody_takes_an_answer_back_and_keeps_to_the_new_one(room: tuple[Station, Town], qtbot: QtBot) -> None:
    habits = WILLING.model_copy(update={"corrections": Corrections.model_construct(share=1.0, back=1.0)})
    person = practising(room, habits, qtbot, seed=2)
    presenter = person.desktop.first.roles.interviewing
    assert presenter is not None
    person.dial()
    presenter.begin_interview()
    qtbot.waitUntil(lambda: presenter.interviewing.session is not None)
    session = presenter.interviewing.session
    assert session is not None
    first = session.screen().questions[0]
    before = person.heard
    presenter.give_answer(first.ref, Answer(first.choices[0].name), True)
    qtbot.waitUntil(lambda: session.screen().questions[0].ref != first.ref)
    told = person.heard

    assert "I have to correct something" in told
    assert first.label in told
    presenter.jump(first.ref)
    qtbot.waitUntil(lambda: session.screen().questions[0].ref == first.ref)
    assert before != person.heard
    assert person.heard in told
    person.desktop.close()
    QApplication.processEvents()


def test_it_is_told_whether_the_result_fits(room: tuple[Station, Town], qtbot: QtBot) -> None:
    person = practising(room, REFUSING, qtbot)
    presenter = person.desktop.first.roles.interviewing
    assert presenter is not None
    for result, told in (("no_answer", "≠ Given"), ("refusal_household", "✓ The result fits")):
        person.dial()
        assert "We take no part in surveys" in person.heard
        person.desktop.first.shell.command_given.emit("hang_up")
        qtbot.waitUntil(lambda: presenter.calling.run.call is None)
        presenter.choose_result(result)
        person.wait_for(told)
    person.desktop.close()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("heard", "result", "fits"),
    [
        (INTERVIEW, "complete", True),
        (INTERVIEW, "refusal", True),  # whoever would take part may be lost on the way
        (INTERVIEW, "no_answer", False),
        (LANGUAGE, OTHER_LANGUAGE, True),
        (LANGUAGE, "refusal", False),
        (APPOINTMENT, "appointment_firm", True),
        (NEVER_AGAIN, OPT_OUT, False),  # the number has to go to the block list
        ("busy", "busy", True),
        ("busy", "no_answer", False),
    ],
)
def test_a_result_fits_what_was_heard(heard: str, result: str, fits: bool) -> None:
    assert fits is Voice.fits(heard, result)


def test_nothing_stays_and_nobody_knows_the_passphrase(tmp_path: Path) -> None:
    loaded = replace(study_with(FORM, "hash", "sample: {file: sample.csv}\n"), folder=tmp_path)
    (tmp_path / "sample.csv").write_text("case_no,number\n1,+493023125999\n")
    with practice_room(loaded, seed=1) as (station, _):
        path = station.database.path
        assert {"Übung: Klein"} == set(station.loaded.study.title.values())
        with station.units(None)() as unit:
            assert 200 == unit.cases.count()  # of the study's sample there is one
        station.database.close()
        with pytest.raises(EnvironmentProblem):
            open_database(path, demo_settings(path), create=False, writable=False)
    assert not path.parent.exists()
    assert ["sample.csv"] == [each.name for each in tmp_path.iterdir()]


def test_never_again_is_right_where_it_was_said_and_nowhere_else() -> None:
    assert Voice.fits(NEVER_AGAIN, OPT_OUT, never_again=True)
    assert not Voice.fits("refusal", OPT_OUT, never_again=True)
