"""guide.yaml: the topic guide, or findings with lines; and the settings of an expert study around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.coding.code_frame import Axis, AxisCode, CodeFrame, FrameAxis
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.sittings.guide import Priority, Sector
from cati_app.study.check_guide import checked_guide
from cati_app.study.check_study import check_study
from cati_app.study.folder import read_study_folder
from cati_app.study.load import load_study
from cati_app.study.model import Study

_STUDY = """\
id: experts
title: {de: Fachleute}
version: "1"
type: expert
guide: guide.yaml
languages:
  - {code: de, name: Deutsch}
  - {code: en, name: English}
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI, expected_length_min: 20}
"""
_GUIDE = """\
version: "1"
topics:
  - id: mood
    title: {de: Stimmung, en: Mood}
    field: social
    theme: public_mood
    priority: must
    minutes: 12
    ask: {de: Wie ist die Stimmung?, en: What is the mood like?}
    hint: {de: Erzählen lassen., en: Let people tell.}
    probes:
      - {id: change, de: Was hat sich verändert?, en: What has changed?}
    only: {sector: [administration]}
  - id: city
    title: {de: Stadt, en: City}
    minutes: 8
    ask: {de: Wie ist die Stadt?, en: What is the city like?}
"""


def _axis(*ids: str) -> FrameAxis:
    return FrameAxis(tuple(AxisCode(each, {}, {}, {}, {}) for each in ids))


_FRAME = CodeFrame(
    "1", {}, {Axis.FIELD: _axis("housing", "social"), Axis.THEME: _axis("public_mood"), Axis.STANCE: _axis()}
)


def _study(text: str = _STUDY) -> Study:
    study = load_study(text.encode()).study
    assert study is not None
    return study


def _told(text: str, frame: CodeFrame | None = _FRAME, study: Study | None = None) -> list[Finding]:
    return list(checked_guide(text.encode(), study or _study(), frame)[1])


def test_a_sound_guide_is_read_as_it_stands_there() -> None:
    guide, findings = checked_guide(_GUIDE.encode(), _study(), _FRAME)

    assert guide is not None
    mood, city = guide.topics
    assert ((), "1") == (findings, guide.version)
    assert (Priority.MUST, 12, "public_mood", frozenset((Sector.ADMINISTRATION,))) == (
        *(mood.priority, mood.minutes, mood.theme, mood.only),
    )
    assert {"de": "Was hat sich verändert?", "en": "What has changed?"} == mood.probes[0].text
    assert (Priority.SHOULD, "any", "", None, ()) == (city.priority, city.field, city.theme, city.hint, city.probes)


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        (("yaml-syntax", 18), 'version: "1"', 'version: "1'),
        (("key-unknown", 8), "minutes: 12", "minute: 12"),
        (("key-missing", 3), "    minutes: 12\n", ""),
        (("value-invalid", 8), "minutes: 12", "minutes: 0"),
        (("value-invalid", 7), "priority: must", "priority: most"),
        (("value-invalid", 13), "[administration]", "[city]"),
        (("value-invalid", 12), "id: change", "id: Change it"),
        (("value-unquoted", 1), 'version: "1"', "version: 1"),
        (("key-duplicate", 12), "id: change,", "id: change, id: change,"),
        (("guide-topic-twice", 3), "id: city", "id: mood"),
        (("guide-topic-twice", 14), "id: city", "id: mood"),
        (
            ("guide-probe-twice", 11),
            "    only:",
            "      - {id: change, de: Und?, en: And?}\n    only:",
        ),
        (("guide-field-unknown", 5), "field: social", "field: socal"),
        (("guide-theme-unknown", 6), "theme: public_mood", "theme: public_mod"),
        (("guide-theme-without-topic", 2), "    theme: public_mood\n", ""),
        (("guide-language-missing", 4), ", en: Mood", ""),
        (("guide-language-missing", 4), "en: Mood", 'en: " "'),
        (("guide-language-missing", 10), ", en: Let people tell.", ""),
        (("guide-language-missing", 12), ", en: What has changed?", ""),
        (("guide-language-unknown", 4), "en: Mood", "en: Mood, fr: Climat"),
        (("key-unknown", 12), "en: What has changed?", "en: What has changed?, hnt: x"),
        (("guide-must-over-length", 2), "minutes: 12", "minutes: 21"),
        (("guide-over-length", 2), "minutes: 8", "minutes: 9"),
    ],
)
def test_a_mistake_is_found_in_its_line(expected: tuple[str, int], old: str, new: str) -> None:
    assert old in _GUIDE
    findings = _told(_GUIDE.replace(old, new))

    assert expected in [(finding.code, finding.row) for finding in findings]
    assert {"guide.yaml"} == {finding.sheet for finding in findings}


def test_what_was_probably_meant_is_told() -> None:
    field, theme = (
        _told(_GUIDE.replace(old, new))[0] for old, new in (("social", "socal"), ("public_mood", "public_mod"))
    )

    assert "Write any, or one of: housing, social – do you mean “social”?" == field.cure
    assert "do you mean “public_mood”?" in theme.cure


def test_a_guide_with_warnings_alone_can_be_used() -> None:
    guide, findings = checked_guide(_GUIDE.replace("    theme: public_mood\n", "").encode(), _study(), _FRAME)

    assert guide is not None
    assert [Severity.WARNING] == [finding.severity for finding in findings]


def test_without_a_frame_fields_and_themes_are_not_judged() -> None:
    assert [] == _told(_GUIDE.replace("field: social", "field: elsewhere"), None)


def test_the_time_of_a_sector_counts_its_own_topics() -> None:
    """12 minutes are for administration alone: nobody else comes to more than 20."""
    both = _GUIDE.replace("minutes: 8", "minutes: 8\n    only: {sector: [association]}")

    assert [] == _told(both, study=_study(_STUDY.replace("expected_length_min: 20", "expected_length_min: 12")))


def test_a_tenth_probe_has_no_digit_left() -> None:
    probes = "".join(f"      - {{id: p{n}, de: Und?, en: And?}}\n" for n in range(9))

    assert [("value-invalid", 11)] == [
        (each.code, each.row) for each in _told(_GUIDE.replace("    only:", f"{probes}    only:"))
    ]


def _codes(text: str) -> list[tuple[str, int | None]]:
    read = load_study(text.encode())
    if read.study is None:
        return [(finding.code, finding.row) for finding in read.findings]
    return [(finding.code, finding.row) for finding in check_study(read.study, None, read.lines)]


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        (("key-missing", 1), "guide: guide.yaml\n", ""),
        (("key-missing", 1), "type: expert\nguide: guide.yaml\n", ""),
        (("value-invalid", 4), "type: expert", "type: experts"),
        (("setting-of-other-type", 5), "type: expert\n", "questionnaire: form.md\n"),
        (("setting-of-other-type", 5), "guide: guide.yaml", "screener: s\nguide: guide.yaml"),
        (("recording-not-asked", 5), "guide: guide.yaml", "recording: external\nguide: guide.yaml"),
        (("consent-unknown", 10), "{legal_basis: consent}", "{legal_basis: consent, quotes: quote}"),
    ],
)
def test_settings_fit_the_type_of_the_study(expected: tuple[str, int], old: str, new: str) -> None:
    assert expected in _codes(_STUDY.replace(old, new))


def test_a_sound_expert_study_has_hints_alone() -> None:
    assert {"language-draft"} == {code for code, _ in _codes(_STUDY)}


@pytest.mark.parametrize("name", ["consent.quotes", "consent.recording"])
def test_consents_of_sittings_mean_nothing_in_a_study_by_questionnaire(name: str) -> None:
    plain = _STUDY.replace("type: expert\nguide: guide.yaml\n", "questionnaire: form.md\n")
    key = name.partition(".")[2]

    assert ("setting-of-other-type", 9) in _codes(
        plain.replace("{legal_basis: consent}", f"{{legal_basis: c, {key}: q}}")
    )


def _told_of_folder(tmp_path: Path, study: str = _STUDY, guide: str | None = _GUIDE) -> list[tuple[str, str | None]]:
    (tmp_path / "study.yaml").write_text(study, encoding="utf-8")
    if guide is not None:
        (tmp_path / "guide.yaml").write_text(guide, encoding="utf-8")
    return [(finding.code, finding.column) for finding in read_study_folder(tmp_path).findings]


def test_a_folder_gives_the_guide_that_study_yaml_names(tmp_path: Path) -> None:
    assert [] == _told_of_folder(tmp_path)
    guide = read_study_folder(tmp_path).guide
    assert guide is not None
    assert ["mood", "city"] == [topic.id for topic in guide.topics]
    told = _told_of_folder(tmp_path, guide=_GUIDE.replace("minutes: 12", "minute: 12"))
    assert read_study_folder(tmp_path).guide is None
    assert {("key-unknown", "topics[1].minute"), ("key-missing", "topics[1].minutes")} == set(told)


def test_a_guide_that_is_not_there_or_outside_is_told(tmp_path: Path) -> None:
    assert [("guide-missing", "guide")] == _told_of_folder(tmp_path, guide=None)
    assert [("guide-outside", "guide")] == _told_of_folder(tmp_path, _STUDY.replace("guide.yaml", "../guide.yaml"))


def test_an_opening_that_is_not_there_is_told(tmp_path: Path) -> None:
    study = _STUDY.replace("guide: guide.yaml", "guide: guide.yaml\nopening: opening.xlsx")

    assert [("questionnaire-missing", "opening")] == _told_of_folder(tmp_path, study)
