"""A supervisor changes settings in the window: seen before, with a reason, in force at once, taken back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.rule_pack import GERMAN
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import Role
from cati_app.station.settings_desk import StationSettings
from cati_app.store.joined import SETTINGS_TOLD
from cati_app.study.load import load_study
from cati_app.texts import words_of
from cati_app.ui.desk.settings.port import ForeseenPublication, SettingFacts
from cati_app.ui.desk.settings.states import SettingsState, SettingsStep
from cati_app.ui.desk.settings.words import details
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, SteeringPanelState, TextPanelState
from tests.stations import FORM, PASSWORD, STUDY, Site
from tests.unit.ui.desk import Desk, called

ATTEMPTS = "calling.max_attempts"
_SUNDAY = "Sundays and public holidays; needs `sunday_reason`."


class Settings(Desk):
    """A supervisor in front of the settings of a study in a folder."""

    def __init__(self, site: Site, folder: Path) -> None:
        (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
        (folder / "form.md").write_text(FORM, encoding="utf-8")
        lines = load_study(STUDY.encode()).lines
        site.station.loaded = replace(site.station.loaded, folder=folder, lines=lines)
        self.file = folder / "study.yaml"
        super().__init__(site)
        self.show("settings")

    @property
    def state(self) -> SettingsState:
        """What the tab shows."""
        return self.window.views.settings.settings

    @property
    def panel(self) -> SteeringPanelState:
        """The open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, SteeringPanelState), panel
        return panel

    @property
    def notes(self) -> list[str]:
        """What comes with the change."""
        return [f"{line.name}: {line.text}" if line.name else line.text for line in self.panel.notes]

    def edit(self, name: str) -> None:
        """E on a setting."""
        self.window.views.settings.word_typed.emit(name)
        self.window.views.settings.setting_selected.emit(name)
        self.press("setting_edit")

    def type(self, text: str) -> None:
        """In the field of the value."""
        self.window.shell.figure_typed.emit(PanelKind.SETTING, text)
        self.window.rest()

    def enter(self, text: str, reason: str) -> None:
        """Enter in the panel."""
        self.window.shell.text_saved.emit(PanelKind.SETTING, text, reason)
        self.window.rest()

    def row(self, name: str) -> tuple[str, ...]:
        """A setting in the list."""
        return next(row for row in self.state.settings.rows if row[0] == name)

    @property
    def log(self) -> list[tuple[str, ...]]:
        """The shift log: what, who, values, reason; the newest first."""
        self.press("shift_log")
        rows = self.window.views.settings.log.entries.rows
        self.window.views.settings.back_pressed.emit()
        self.window.rest()
        return [tuple(field.replace("\u2066", "").replace("\u2069", "") for field in row[2:]) for row in rows]


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Settings:
    return Settings(site, tmp_path)


def test_settings_stand_in_their_parts_with_value_source_and_law(desk: Settings) -> None:
    assert ["hours", "retry", "parts", "appointments", "shifts"] == [row[0] for row in desk.state.groups.rows][:5]
    desk.window.views.settings.group_selected.emit("retry")
    desk.window.views.settings.setting_selected.emit(ATTEMPTS)

    assert (ATTEMPTS, "Attempts per number", "\u206610\u2069", "study.yaml, line 13") == desk.row(ATTEMPTS)
    assert "default of the program" == desk.row("calling.retry.busy_min")[3]
    told = {line.name: line.text for line in desk.state.lines}
    assert "Contact attempts per number." == told[""]
    assert "\u20661\u2069 to \u206610\u2069" == told["Allowed"]
    assert "de-2016" in told["Locked"]


def test_what_a_change_will_do_is_shown_and_nothing_is_done(desk: Settings) -> None:
    before = desk.file.read_bytes()
    desk.edit(ATTEMPTS)
    desk.type("8")

    assert "Line 13: \u2066max_attempts: 10\u2069 → \u2066max_attempts: 8\u2069" in desk.notes
    assert before == desk.file.read_bytes()
    assert 10 == desk.site.station.rules.retry.max_attempts


def test_a_change_holds_at_once_and_stands_in_the_shift_log_with_its_reason(desk: Settings) -> None:
    desk.edit(ATTEMPTS)
    desk.type("8")
    desk.enter("8", "Fewer complaints")

    assert STUDY.replace("max_attempts: 10", "max_attempts: 8") == desk.file.read_text(encoding="utf-8")
    assert 8 == desk.site.station.rules.retry.max_attempts
    assert 1 == desk.site.station.renewals
    assert "\u20668\u2069" == desk.row(ATTEMPTS)[2]
    assert ("Setting changed", desk.site.sue.name, "Attempts per number: 10 → 8", "Fewer complaints") in desk.log


def test_a_change_needs_a_reason_and_what_was_typed_stays(desk: Settings) -> None:
    desk.edit(ATTEMPTS)
    desk.enter("8", " ")

    assert ("8", "Please say why: without a reason nothing is changed.") == (desk.panel.target, desk.panel.message)
    assert STUDY == desk.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (ATTEMPTS, "12", "go no further than 10"),
        (ATTEMPTS, "many", "it must be a whole number"),
        ("calling.weekdays", "22", "two times of day"),
        ("calling.weekdays", "09:00-20:30", "need a reason"),
        ("calling.sunday", "11:00-17:00", "sunday_reason"),
        ("calling.state", "XX", "no federal state"),
    ],
)
def test_what_is_not_allowed_is_told_beside_it_and_cannot_be_made(
    desk: Settings, name: str, text: str, told: str
) -> None:
    desk.edit(name)
    desk.type(text)
    assert any(told in note for note in desk.notes), desk.notes

    desk.enter(text, "why not")

    assert text == desk.panel.target
    assert "So it cannot be: see above." == desk.panel.message
    assert STUDY == desk.file.read_text(encoding="utf-8")


def test_hours_are_typed_as_one_and_with_digits_of_any_script(desk: Settings) -> None:
    desk.edit("calling.weekdays")
    assert "09:00–20:00" == desk.panel.target
    desk.enter("٩:٠٠-١٩:٣٠", "shorter evenings")

    assert '{start: "09:00", end: "19:30"}' in desk.file.read_text(encoding="utf-8")


def test_the_last_change_is_taken_back_for_ten_minutes(desk: Settings) -> None:
    desk.edit("calling.retry.busy_min")
    desk.enter("20", "too soon")
    assert "can be undone until" in desk.state.undo
    assert desk.window.stage.situation.can_undo_setting

    desk.press("undo_setting")

    assert 15 == desk.site.station.rules.retry.busy_min
    assert not desk.window.stage.situation.can_undo_setting
    assert "Setting taken back" in [row[0] for row in desk.log]


def test_after_ten_minutes_a_change_stands(desk: Settings) -> None:
    desk.edit(ATTEMPTS)
    desk.enter("8", "why")
    desk.site.clock.move(timedelta(minutes=11).total_seconds())
    desk.press("undo_setting")

    assert 8 == desk.site.station.rules.retry.max_attempts


def test_what_was_changed_by_hand_shows_and_is_put_in_force_with_a_reason(desk: Settings) -> None:
    desk.file.write_text(STUDY.replace("max_attempts: 10", "max_attempts: 9"), encoding="utf-8")
    desk.window.supervisor.settings.look()  # type: ignore[union-attr]
    desk.window.rest()
    assert "1 setting is not in force yet" in desk.state.notice
    assert 10 == desk.site.station.rules.retry.max_attempts

    desk.press("settings_in_force")
    assert desk.panel.target is None
    desk.enter("", "as agreed")

    assert 9 == desk.site.station.rules.retry.max_attempts
    assert ("Setting changed", desk.site.sue.name, "Attempts per number: 10 → 9", "as agreed") in desk.log
    assert "" == desk.state.notice


def test_a_change_elsewhere_while_the_panel_is_open_is_never_overwritten(desk: Settings) -> None:
    desk.edit(ATTEMPTS)
    other = STUDY.replace("max_attempts_per_day: 3", "max_attempts_per_day: 2")
    desk.file.write_text(other, encoding="utf-8")
    desk.enter("8", "why")
    assert other == desk.file.read_text(encoding="utf-8")
    assert "changed in another place meanwhile" in desk.panel.message
    assert ("8", "why") == (desk.panel.target, desk.panel.reason)

    desk.enter("8", "why")

    assert other.replace("max_attempts: 10", "max_attempts: 8") == desk.file.read_text(encoding="utf-8")


def test_a_fault_by_hand_is_told_and_nothing_is_changed(desk: Settings) -> None:
    desk.file.write_text(STUDY + "qota: 1\n", encoding="utf-8")
    desk.window.supervisor.settings.look()  # type: ignore[union-attr]
    desk.window.rest()

    assert "qota" in desk.state.notice
    desk.edit(ATTEMPTS)
    assert desk.window.shell.panel is None


def test_yesterdays_calls_are_played_again_under_new_rules(desk: Settings) -> None:
    called(desk.site, "no_answer")
    desk.site.clock.move(timedelta(days=1).total_seconds())
    desk.edit("calling.retry.no_answer_min")
    desk.type("3000")

    rows = {row[0]: tuple(text.strip("\u2066\u2069") for text in row[1:]) for row in desk.panel.rows}
    assert ("1", "1") == rows["to be called again"]
    assert "1" == rows["due now"][0]


def test_notes_stand_in_the_shift_log_and_leave_as_a_file(
    desk: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk.press("shift_log")
    assert SettingsStep.LOG is desk.window.views.settings.step
    desk.press("shift_note")
    assert isinstance(desk.window.shell.panel, TextPanelState)
    desk.window.shell.text_saved.emit(PanelKind.SHIFT_NOTE, "", "=Line 3 was down until ten")
    desk.window.rest()
    assert ("Note", desk.site.sue.name, "", "=Line 3 was down until ten") in desk.log

    path = tmp_path_factory.mktemp("out") / "log.csv"
    desk.window.views.settings.save_asked.emit(str(path))
    desk.window.rest()

    head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert "time,what,who,values,text" == head
    assert rows[-1].endswith(f",Note,{desk.site.sue.name},,'=Line 3 was down until ten")


def test_the_log_is_never_written_into_the_folder_of_a_study(desk: Settings, tmp_path: Path) -> None:
    desk.press("shift_log")
    desk.window.views.settings.save_asked.emit(str(tmp_path / "log.csv"))
    desk.window.rest()

    assert not (tmp_path / "log.csv").exists()
    assert "Nothing was written." in desk.window.told


def test_interviewers_are_counted_and_not_named(desk: Settings) -> None:
    desk.press("shift_log")

    assert "supervisors 1" in desk.window.views.settings.log.summary


def test_settings_and_rules_are_told_in_the_words_of_the_screen() -> None:
    facts = SettingFacts("calling.sunday", "calling.sunday", "hours", "hours", "", "", about=_SUNDAY, law="de-2016")

    lines = [line.text for line in details(words_of("de"), facts, GERMAN.source)]

    assert "Sonn- und Feiertage; braucht „Warum an Sonntagen“." == lines[0]
    assert "Leitfaden" in lines[-1] and "Guideline" not in lines[-1]


def test_the_name_of_a_part_finds_its_settings(desk: Settings) -> None:
    desk.window.views.settings.word_typed.emit("next call")

    found = {row[0] for row in desk.state.settings.rows}
    assert {"calling.retry.busy_min", "calling.retry.contact_min"} <= found


def test_imports_and_changes_of_people_stand_in_the_shift_log(desk: Settings) -> None:
    station = desk.site.station
    keys = desk.site.keys
    zoe = station.people.add_person(keys)(desk.site.sue, "zoe", "Zoe", Role.INTERVIEWER, PASSWORD)
    station.people.change_person(keys)(desk.site.sue, zoe.id, name="Zoë")

    called_so = f"Int. {zoe.number:02d}"
    who = desk.site.sue.name
    assert [("Person changed", who, called_so, ""), ("Person added", who, called_so, "")] == desk.log[:2]


def test_who_is_screened_and_how_interviews_end_is_shown_and_changed(desk: Settings) -> None:
    desk.edit("screener")
    desk.close_panel()
    assert ("screener", "Group that ends the screening", "screener", "study.yaml, line 16") == desk.row("screener")
    desk.edit("eligibility")
    desk.type("sex, age | age_group")
    desk.enter("sex, age | age_group", "The protocol says so")

    study = load_study(desk.file.read_bytes()).study
    assert study is not None
    assert ["sex", ["age", "age_group"]] == study.eligibility
    assert "sex, age | age_group" == desk.row("eligibility")[2]

    desk.edit("outcome")
    desk.type("end")
    assert "end" in desk.notes[0]


def at_its_hub(desk: Settings, monkeypatch: pytest.MonkeyPatch, foreseen: ForeseenPublication) -> list[str]:
    """The study is brought to a hub from here; what is asked of it."""
    asked: list[str] = []

    def foresee(_: StationSettings) -> ForeseenPublication:
        asked.append("foreseen")
        return foreseen

    def publish(_: StationSettings) -> int | None:
        asked.append("brought")
        return 7

    monkeypatch.setattr(StationSettings, "publishes", True)
    monkeypatch.setattr(StationSettings, "foresee_publication", foresee)
    monkeypatch.setattr(StationSettings, "publish", publish)
    desk.site.station.database.keep(SETTINGS_TOLD, hashlib.sha256(desk.file.read_bytes()).hexdigest())
    desk.window.views.settings.back_pressed.emit()
    desk.window.rest()
    return asked


def test_what_was_changed_is_brought_to_the_hub_after_it_was_said_what_follows(
    desk: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = CellId("m/young")
    foreseen = ForeseenPublication(
        is_new=True,
        settings=((ATTEMPTS, "10", "8"), *((f"some.path{n}", None, "1") for n in range(7))),
        targets=((cell, 5, 4),),
        overtaken=(cell,),
        ended=(cell,),
        come=("mia",),
        versions=1,
        stations=2,
    )
    asked = at_its_hub(desk, monkeypatch, foreseen)
    assert (True, "") == (desk.state.publishes, desk.state.notice)
    desk.edit(ATTEMPTS)
    desk.type("8")
    assert any("once the study is brought there: P" in line for line in desk.notes)
    desk.enter("8", "Fewer complaints")
    assert "P brings the study there." in desk.state.notice

    desk.press("study_publish")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    told = [(line.when, line.text.replace("\u2066", "").replace("\u2069", "")) for line in panel.lines]
    assert ("Attempts per number", "10 → 8") == told[0]
    assert ("some.path0", "not in the file → 1") == told[1]
    assert ("", "and 2 more") == told[6]
    assert ("M · jung", "target 5 → 4") == told[7]
    assert [True, True] == [any(word in text for _, text in told[8:10]) for word in ("has more", "on the board ends")]
    assert [("People who come", "mia"), ("New versions of the questionnaire", "1")] == told[10:12]
    assert ("Stations that are admitted", "2") == told[12]

    desk.window.shell.panel_choice_made.emit(PanelKind.PUBLISH, "not now")
    desk.window.rest()
    assert (["foreseen"], None) == (asked, desk.window.shell.panel)
    desk.press("study_publish")
    desk.window.shell.panel_choice_made.emit(PanelKind.PUBLISH, "bring")
    desk.window.rest()
    assert "The hub has the study, as edition 7." == desk.window.told
    assert ["foreseen", "foreseen", "brought"] == asked


@pytest.mark.parametrize(
    ("foreseen", "told"),
    [
        (
            ForeseenPublication(is_new=True, settings=(("calling.refusals.convert", "true", "false"),)),
            ("Call once more after a soft refusal", "yes → no"),
        ),
        (
            ForeseenPublication(is_new=True, settings=(("calling.closed_days[1]", None, "12-27; why"),)),
            ("Days without calls 1", "not in the file → 12-27; why"),
        ),
        (
            ForeseenPublication(is_new=True, settings=(("quota.dimensions", '[{"a": 1}]', '[{"a": 2}]'),)),
            ("quota.dimensions", "differs in study.yaml, and is read there"),
        ),
        (
            ForeseenPublication(is_new=True, roles=(("mia", Role.INTERVIEWER, Role.SUPERVISOR),)),
            ("Other roles", "mia interviewer → supervisor"),
        ),
        (
            ForeseenPublication(is_new=True, parts=("people", "rules")),
            ("What differs", "names and keys of people, rules of calling and of quotas"),
        ),
    ],
)
def test_what_the_hub_would_get_is_worded_as_the_settings_are(
    desk: Settings, monkeypatch: pytest.MonkeyPatch, foreseen: ForeseenPublication, told: tuple[str, str]
) -> None:
    at_its_hub(desk, monkeypatch, foreseen)
    desk.press("study_publish")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert [told] == [(line.when, line.text.replace("\u2066", "").replace("\u2069", "")) for line in panel.lines]


def test_the_answer_of_the_hub_comes_over_nothing_that_is_typed(
    desk: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_its_hub(desk, monkeypatch, ForeseenPublication(is_new=True, versions=1))
    for _ in range(2):  # a second stroke asks once
        desk.window.press("study_publish")
    desk.window.press("setting_edit")
    desk.window.rest()
    assert PanelKind.SETTING is desk.panel.kind
    assert (["foreseen"], True) == (asked, "P once more" in desk.window.told)
    desk.close_panel()
    desk.press("study_publish")
    assert isinstance(desk.window.shell.panel, ChoicePanelState)


@pytest.mark.parametrize("work", ["foresee_publication", "publish"])
def test_a_hub_that_does_not_answer_is_told_and_asked_again(
    desk: Settings, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    at_its_hub(desk, monkeypatch, ForeseenPublication(is_new=True, versions=1))

    def silent(_: StationSettings) -> None:
        raise EnvironmentProblem("hub_unreachable", "Silence.", "Wait.")

    with monkeypatch.context() as cut:
        cut.setattr(StationSettings, work, silent)
        desk.press("study_publish")
        if desk.window.shell.panel is not None:
            desk.window.shell.panel_choice_made.emit(PanelKind.PUBLISH, "bring")
            desk.window.rest()
        assert "Silence." == desk.window.told
    desk.press("study_publish")
    assert isinstance(desk.window.shell.panel, ChoicePanelState)


def test_where_the_hub_has_everything_nothing_is_asked(desk: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = at_its_hub(desk, monkeypatch, ForeseenPublication(is_new=False))
    desk.press("study_publish")
    assert (["foreseen"], "The hub has everything already.") == (asked, desk.window.told)
    assert desk.window.shell.panel is None


def test_a_study_at_no_hub_is_brought_nowhere(desk: Settings) -> None:
    assert not desk.state.publishes
    assert not desk.window.stage.situation.publishes
    desk.edit(ATTEMPTS)
    desk.type("8")
    assert any("without a new start" in line for line in desk.notes)
