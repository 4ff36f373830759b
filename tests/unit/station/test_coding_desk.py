"""Coding for the window from a real store: what the page shows, and what becomes of the codes."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.coding_desk import StationCoding
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.ui.analyst.coding.port import CodeWish, FrameChoice
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import study_with

FORM = """
| survey |
| | type | name | label::German (de) | label::English (en) | label::Arabic (ar) | relevant | required |
| | begin group | screener | Eingang | Entry | - | | |
| | select_one sex | sex | Geschlecht? | Sex? | - | | yes |
| | text | sex_other | Wie sonst? | How else? | - | ${sex} = 'other' | |
| | end group | | | | | | |
| | select_multiple places | places | Wohin? | Where? | - | | |
| | text | places_other | Wohin noch? | Where else? | - | selected(${places}, 'other') | |
| choices |
| | list_name | name | label::German (de) | label::English (en) | label::Arabic (ar) |
| | sex | 1 | Mann | man | - |
| | sex | 2 | Frau | woman | - |
| | sex | other | anders | other | - |
| | places | park | Park | Park | - |
| | places | none | Nirgends | Nowhere | - |
| | places | other | Woanders | Elsewhere | - |
"""


def hold(site: Site, form_hash: str, text: str, language: str, sex: str = "") -> None:
    place = site.place()
    assert place.reserve_place is not None
    offer = site.dialled()
    interview = place.start_interview(site.ann, offer.case, form_hash, language)
    place.reserve_place(site.ann, interview.id, {"sex": "" if sex else "1", "age_group": "young"})
    data = [
        StoredDatum("/screener/sex", "other" if sex else "1", None),
        *((StoredDatum("/screener/sex_other", sex, None),) if sex else ()),
        StoredDatum("/places", "park other", None),
        StoredDatum("/places_other", text, None),
    ]
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


@pytest.fixture
def coding(site: Site, tmp_path: Path) -> StationCoding:
    study = study_with(tmp_path, "")
    (study / "form.md").write_text(FORM, encoding="utf-8")
    settings = study / "study.yaml"
    language = "  - {code: en, name: English, status: checked}\n"
    text = settings.read_text(encoding="utf-8").replace(language, f"{language}  - {{code: ar, name: Arabic}}\n")
    settings.write_text(text, encoding="utf-8")
    loaded = read_study(study)
    assert isinstance(loaded, LoadedStudy), loaded
    hold(site, loaded.form_hash, "sauna", "en")
    hold(site, loaded.form_hash, "المكتبة", "ar")
    site.loaded = loaded
    site.reopen()
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    return StationCoding(AnalystReading(site.station, *signed_in), "de")


def test_texts_are_shown_with_frame_language_and_direction(coding: StationCoding) -> None:
    read = coding.read()
    sex, places = read.questions
    assert (True, False) == (sex.decides_quota, places.decides_quota)
    assert (FrameChoice("park", "1", "Park"), True) == (places.frame[0], places.several)
    assert ("Wohin?", "Geschlecht?") == (places.label, sex.label)
    shown = {each.language: each for each in read.texts}
    assert ("sauna", "Park; Woanders", False) == (shown["en"].text, shown["en"].given, shown["en"].right_to_left)
    assert shown["ar"].right_to_left
    assert "sauna" not in repr(shown["en"]), "texts go into no log"


def test_codes_are_stored_with_author_and_reason_and_what_is_refused_is_told(coding: StationCoding, site: Site) -> None:
    first, second = coding.read().texts
    given = coding.code((CodeWish(first, ("park",)), CodeWish(second, ("pool",))), "first round")
    now, refused = given.now, given.refused
    assert 0 == given.elsewhere
    assert ["code_unknown"] == [rule.code for rule in refused]
    codes = {each.named: each for each in now.texts}
    assert (("park",), "first round", site.eve.number) == (
        codes[first.named].codes,
        codes[first.named].versions[0].reason,
        codes[first.named].versions[0].by,
    )
    assert () == codes[second.named].codes
    again = coding.code((CodeWish(codes[first.named], ()),), "taken back").now
    assert [("park",), ()] == [
        version.codes for each in again.texts if each.named == first.named for version in each.versions
    ]


def test_codes_that_put_an_interview_into_another_cell_are_told(coding: StationCoding, site: Site) -> None:
    hold(site, site.loaded.form_hash, "pool", "de", sex="a man")
    text = next(each for each in coding.read().texts if each.question == "sex_other")
    assert 0 == coding.code((CodeWish(text, ("other",)),), "first round").elsewhere
    text = next(each for each in coding.read().texts if each.question == "sex_other")
    assert 1 == coding.code((CodeWish(text, ("2",)),), "it is a woman").elsewhere


def test_a_new_code_is_one_of_the_frame_and_can_be_given_at_once(coding: StationCoding, site: Site) -> None:
    read = coding.read()
    sex, places = read.questions
    assert (("de", "en", "ar"), 4, 4) == (read.languages, sex.free_code, places.free_code)
    now, name = coding.new_code("places_other", {"de": "Sauna"}, 4)
    _, places = now.questions
    assert (FrameChoice("code_4", "4", "Sauna"), 5) == (places.frame[-1], places.free_code)
    text = next(each for each in now.texts if each.text == "sauna")
    given = coding.code((CodeWish(text, (name,)),), "first round")
    assert () == given.refused
    assert [{"question": "places", "code": 4}] == [event.payload for event in site.facts("code_made")]
    with pytest.raises(RuleViolation, match="code_label_taken"):
        coding.new_code("places_other", {"de": " SAUNA"}, 5)


def test_at_a_station_that_has_joined_a_study_no_code_is_made(coding: StationCoding, site: Site) -> None:
    coding.read()
    settings = (Path(site.loaded.folder) / "study.yaml").read_bytes()
    with (
        patch("cati_app.station.open_study.OpenStudy.is_joined", lambda _: True),
        pytest.raises(RuleViolation, match="settings_elsewhere"),
    ):
        coding.new_code("places_other", {"de": "Sauna"}, 4)
    assert settings == (Path(site.loaded.folder) / "study.yaml").read_bytes()


def test_a_log_that_cannot_be_written_leaves_the_file_as_it_was(coding: StationCoding, site: Site) -> None:
    coding.read()
    settings, loaded = (Path(site.loaded.folder) / "study.yaml").read_bytes(), site.station.loaded
    with (
        patch("cati_app.store.repositories.Repositories.commit", side_effect=InterruptedError),
        pytest.raises(InterruptedError),
    ):
        coding.new_code("places_other", {"de": "Sauna"}, 4)
    assert settings == (Path(site.loaded.folder) / "study.yaml").read_bytes()
    assert loaded is site.station.loaded


@pytest.mark.parametrize(
    ("file", "was", "now", "code"),
    [
        ("study.yaml", "total: 10", "total: 20", "code_study_changed"),
        ("study.yaml", "total: 10", "totals: 20", "code_study_faulty"),
        ("form.md", "Wohin?", "Wohin denn?", "code_study_changed"),
        ("form.md", "| text | places_other", "| text | pl aces", "code_study_faulty"),
    ],
)
def test_what_was_changed_by_hand_meanwhile_comes_into_force_by_no_code(
    coding: StationCoding, site: Site, file: str, was: str, now: str, code: str
) -> None:
    coding.read()
    path, loaded = Path(site.loaded.folder) / file, site.station.loaded
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")
    settings = (Path(site.loaded.folder) / "study.yaml").read_bytes()
    with pytest.raises(RuleViolation, match=code):
        coding.new_code("places_other", {"de": "Sauna"}, 4)
    assert settings == (Path(site.loaded.folder) / "study.yaml").read_bytes()
    assert loaded is site.station.loaded
    assert [] == site.facts("code_made")


def test_who_may_not_export_reads_no_texts_and_a_study_without_any_says_so(site: Site, coding: StationCoding) -> None:
    with pytest.raises(RuleViolation, match="no_export"):
        StationCoding(AnalystReading(site.station, site.ann, site.keys), "de").read()
    form = Path(site.loaded.folder) / "form.md"
    unasked = FORM.replace("'other'", "'zoo'").replace("| other | anders | other |", "| zoo | Zoo | zoo |")
    form.write_text(unasked.replace("| other | Woanders | Elsewhere |", "| zoo | Zoo | Zoo |"), encoding="utf-8")
    loaded = read_study(site.loaded.folder)
    assert isinstance(loaded, LoadedStudy), loaded
    site.loaded = loaded
    site.reopen()
    with pytest.raises(RuleViolation, match="code_nothing_open"):
        StationCoding(AnalystReading(site.station, site.eve, site.keys), "de").read()
