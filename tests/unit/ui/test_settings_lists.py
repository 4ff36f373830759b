"""Entries of lists, modes and texts of a study changed in the window: only their lines differ, and they come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.quota.cells import QuotaMode
from cati_app.study.editable import editable_settings
from cati_app.study.entries import ENTRY_LISTS
from cati_app.study.load import load_study
from cati_app.study.patch import patched
from cati_app.study.typed_settings import wanted, written
from cati_app.texts import words_of
from cati_app.ui.desk.settings.port import SettingFacts
from cati_app.ui.desk.settings.words import changed_text, proposal, typed_value, value_text
from tests.stations import STUDY, Site
from tests.unit.ui.test_settings import Settings

_SHIFTS = """  shifts:
    # the evenings
    - {start: "16:00", end: "20:00", seats: 8}
    - {start: "10:00", end: "15:00", days: [sat], seats: 4, languages: [de]}   # as agreed
"""
_LISTED = STUDY.replace("screener: screener\n", _SHIFTS + "screener: screener\n")


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Settings:
    return Settings(site, tmp_path)


def _changed(desk: Settings, name: str, text: str) -> str:
    """The file after a change, which is taken back again then."""
    before = desk.file.read_text(encoding="utf-8")
    desk.edit(name)
    desk.enter(text, "as agreed")
    after = desk.file.read_text(encoding="utf-8")
    desk.press("undo_setting")
    again = load_study(desk.file.read_bytes()).study
    assert again == load_study(before.encode()).study
    return after


def test_the_first_shift_and_the_first_day_come_into_a_study_without_any(desk: Settings) -> None:
    with_shift = _changed(desk, "calling.shifts[1]", "14:00–20:00; mo-fr; 8; de")
    with_days = _changed(desk, "calling.closed_days[1]", "27.12. – 30.12.; company holidays")

    study = load_study(with_shift.encode()).study
    days = load_study(with_days.encode()).study
    assert study is not None and days is not None
    assert "14:00–20:00; mon-fri; 8; de" == ENTRY_LISTS["calling.shifts"].write(study.calling.shifts[0], "de")
    assert ("12-27", "12-30", "company holidays") == (
        days.calling.closed_days[0].day,
        days.calling.closed_days[0].until,
        days.calling.closed_days[0].reason,
    )
    assert [line for line in STUDY.splitlines() if line not in with_days.splitlines()] == []


def _with(text: str, name: str, typed: str) -> str:
    """The file after a change that a window would ask for."""
    loaded = load_study(text.encode())
    assert loaded.study is not None
    setting = next(each for each in editable_settings(loaded.study, loaded.lines) if each.name == name)
    return patched(text.encode(), [wanted(setting, typed)]).decode()


def test_an_entry_is_added_changed_and_taken_out_and_no_other_line_differs() -> None:
    first, second = _SHIFTS.splitlines()[2:]
    added = _with(_LISTED, "calling.shifts[3]", "11:00-17:00; sa; 4")
    changed = _with(_LISTED, "calling.shifts[1]", "16:00–20:00; mon-fri; 9")
    gone = _with(_LISTED, "calling.shifts[1]", "")

    assert set(_LISTED.splitlines()) < set(added.splitlines())
    assert [first] == [line for line in _LISTED.splitlines() if line not in changed.splitlines()]
    assert _LISTED.replace(f"{first}\n", "") == gone
    assert "# as agreed" in gone and second in gone


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("10:00–16:00", "10:00–16:00; sat; 4; de; from 2026-12-05"),
        ("10:00–16:00; 3", "10:00–16:00; sat; 3"),
        ("10:00–16:00; mo-mi, fr, so", "10:00–16:00; mon-wed, fri, sun; 4"),
        ("10:00–16:00; de, en", "10:00–16:00; sat; 4; de, en"),
    ],
)
def test_days_and_seats_of_a_shift_stay_where_they_are_not_typed(typed: str, again: str) -> None:
    listed = _LISTED.replace("languages: [de]}", "languages: [de], from: 2026-12-05}")
    study = load_study(_with(listed, "calling.shifts[2]", typed).encode()).study

    assert study is not None
    assert again == ENTRY_LISTS["calling.shifts"].write(study.calling.shifts[1], "de")


@pytest.mark.parametrize(("language", "days"), [("de", "mo-mi, fr"), ("en", "mon-wed, fri"), ("ar", "mon-wed, fri")])
def test_days_of_a_shift_stand_in_words_that_can_be_typed(language: str, days: str) -> None:
    value = "14:00–20:00; mon-wed, fri; 8; mon; from 2026-12-01"
    facts = SettingFacts("calling.shifts[1]", "calling.shifts[]", "shifts", "entry", value, value)
    words = words_of(language)

    shown = proposal(words, facts)
    assert (shown, value.replace("mon-wed, fri", days)) == (value_text(words, facts, value), shown)
    read = ENTRY_LISTS["calling.shifts"].read
    assert read(value, "de") == read(shown, "de")


def test_the_last_entry_takes_the_list_with_it() -> None:
    one = _with(_LISTED, "calling.shifts[1]", "")
    none = _with(one, "calling.shifts[1]", "")

    assert "shifts" not in none


@pytest.mark.slow
def test_an_entry_in_the_middle_that_was_taken_out_comes_back(site: Site, tmp_path: Path) -> None:
    desk = Settings(site, tmp_path)
    for number, text in enumerate(("09:00–12:00; mon; 1", "12:00–15:00; tue; 2", "15:00–19:00; wed; 3"), 1):
        desk.edit(f"calling.shifts[{number}]")
        desk.enter(text, "a plan")

    after = _changed(desk, "calling.shifts[2]", "")

    study = load_study(after.encode()).study
    assert study is not None
    assert [1, 3] == [shift.seats for shift in study.calling.shifts]


def test_objections_keep_their_other_languages() -> None:
    text = (
        STUDY
        + "objections:\n  - says: {de: Keine Zeit, en: No time}\n    answer: {de: Zehn Minuten, en: Ten minutes}\n"
    )
    typed = "de: Jetzt nicht | Wann passt es? || en: No time | Ten minutes"
    changed = load_study(_with(text, "objections[1]", typed).encode()).study
    added = load_study(_with(text, "objections[2]", "Woher? | Zufall").encode()).study
    single = load_study(_with(text, "objections[1].answer.en", "Only ten minutes").encode()).study

    assert changed is not None and added is not None and single is not None
    assert {"de": "Jetzt nicht", "en": "No time"} == changed.objections[0].says
    assert ("Woher?", 2) == (added.objections[1].says["de"], len(added.objections))
    assert "Only ten minutes" == single.objections[0].answer["en"]


def test_an_entry_that_one_line_cannot_hold_is_changed_by_hand_or_value_by_value() -> None:
    text = STUDY + "objections:\n  - {says: {de: A | B}, answer: {de: C}}\n"
    loaded = load_study(text.encode())
    assert loaded.study is not None
    named = {each.name: each for each in editable_settings(loaded.study, loaded.lines)}

    assert (True, False) == (named["objections[1]"].by_hand, named["objections[1].says.de"].by_hand)


def test_a_text_in_a_language_that_has_none_comes_and_goes() -> None:
    said = _with(STUDY, "ending.full.de", "Danke, die Gruppe ist voll.")

    assert "Danke, die Gruppe ist voll." in said
    assert load_study(STUDY.encode()).study == load_study(_with(said, "ending.full.de", "").encode()).study


def test_the_mode_of_a_quota_holds_at_once_and_is_taken_back(desk: Settings) -> None:
    desk.edit("quota.mode")
    desk.enter("soft", "nobody is turned away any more")
    plan = desk.site.station.rules.quota
    desk.press("undo_setting")
    before = desk.site.station.rules.quota

    assert plan is not None and before is not None
    assert (QuotaMode.SOFT, QuotaMode.STRICT) == (plan.mode, before.mode)


def test_the_total_of_a_quota_moves_its_planned_targets(desk: Settings) -> None:
    desk.edit("quota.total")
    desk.enter("16", "more money")
    plan = desk.site.station.rules.quota

    assert plan is not None
    assert [4, 4, 4, 4] == list(plan.targets.values())


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("calling.shifts[1]", "evenings; 8", "no day of the week"),
        ("calling.shifts[1]", "8; mon", "two times of day"),
        ("calling.shifts[1]", "20:00–14:00", "end must be later than start"),
        ("calling.shifts[1]", "14:00–20:00; from 12-24", "no day"),
        ("calling.closed_days[1]", "12-27", "needs a reason"),
        ("calling.closed_days[1]", "30.2.; x", "no day"),
        ("calling.open_days[1]", "12-25; x", "only 12-24 and 12-31"),
        ("objections[1]", "No time", "what people say"),
        ("quota.mode", "lax", "strict"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_written(desk: Settings, name: str, text: str, told: str) -> None:
    desk.edit(name)
    desk.type(text)
    notes = " ".join(desk.notes)
    desk.enter(text, "why not")

    assert told in notes
    assert STUDY == desk.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "again"),
    [
        ("calling.shifts", "9:00-17:30; so", "09:00–17:30; sun; 0"),
        ("calling.shifts", "14:00–20:00; fr-mo", None),
        (
            "calling.shifts",
            "14:00–20:00; mon wed; 12; de tr; ab 1.12.2026; bis 20.12.2026",
            "14:00–20:00; mon, wed; 12; de, tr; from 2026-12-01; until 2026-12-20",
        ),
        ("calling.closed_days", "2026-12-28 – 2026-12-30; move", "2026-12-28 – 2026-12-30; move"),
    ],
)
def test_an_entry_is_written_as_it_was_typed(name: str, text: str, again: str | None) -> None:
    study = STUDY.replace("screener: screener\n", "")
    if again is None:
        with pytest.raises(ValueError, match="no day of the week"):
            ENTRY_LISTS[name].read(text, "de")
        return
    loaded = load_study(_with(study, f"{name}[1]", text).encode())
    assert loaded.study is not None
    setting = next(each for each in editable_settings(loaded.study, loaded.lines) if each.name == f"{name}[1]")

    assert again == written(setting)


def _facts(name: str, pattern: str, kind: str, value: str = "") -> SettingFacts:
    return SettingFacts(name, pattern, "shifts", kind, value, value)


def test_days_of_one_shift_are_told_and_typed_as_the_language_has_them() -> None:
    german, english = words_of("de"), words_of("en")
    days = _facts("calling.shifts[1].days", "calling.shifts[].days", "words", "mon, tue")
    assert ("mo, di", "mo, di") == (value_text(german, days, days.value), proposal(german, days))
    assert "mon, tue, sat" == typed_value(german, days, " Mo, di, sat ")
    assert "mon, tue" == value_text(english, days, days.value)


def test_what_can_be_taken_back_is_told_as_the_setting_is_also_of_an_entry_that_is_gone() -> None:
    german = words_of("de")
    switch = _facts("calling.refusals.convert", "calling.refusals.convert", "switch", "true")
    name, value = changed_text(german, [switch], switch.name, "false")
    assert ("nein", "Vorgabe") == (value, changed_text(german, [switch], switch.name, "")[1])
    assert "calling" not in name
    shift = _facts("calling.shifts[1]", "calling.shifts[]", "entry", "10:00–15:00; sat; 4")
    told = changed_text(german, [shift], "calling.shifts[2]", "16:00–20:00; mon; 8")
    assert ("Schicht 2", "16:00–20:00; mo; 8") == told
    assert "–" == changed_text(german, [shift], "calling.shifts[2]", "")[1]
