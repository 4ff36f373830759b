"""study.yaml: the model, or findings with lines."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from cati_app.domain.calling.rules_in_force import RulesInForce
from cati_app.domain.findings import Severity
from cati_app.study.folder import read_study_folder
from cati_app.study.load import line_of, load_study, path_of
from cati_app.study.rules import calling_calendar
from cati_app.texts import words_of

_SOUND = """\
id: small
title: {de: Klein}
version: "1"
questionnaire: form.md
languages:
  - {code: de, name: Deutsch}
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI}
"""


def test_a_sound_study_is_read_with_the_lines_of_its_settings() -> None:
    result = load_study(_SOUND.encode())

    assert result.study is not None
    assert ((), "small") == (result.findings, result.study.id)
    assert (6, 9) == (result.lines["languages[1].code"], result.lines["calling.state"])


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        (("yaml-syntax", 4), 'version: "1"', 'version: "1'),
        (("key-unknown", 9), "{state: NI}", "{state: NI, retri: {}}"),
        (("key-missing", 9), "{state: NI}", "{}"),
        (("value-invalid", 1), "id: small", "id: S"),
        (("key-duplicate", 2), "title: {de: Klein}", "id: small\ntitle: {de: Klein}"),
        (("language-code-unknown", 6), "code: de", "code: German"),
        (("language-code-unknown", 2), "{de: Klein}", "{de: Klein, dd: Klein}"),
        (("value-invalid", 9), "{state: NI}", "{state: NI, weekdays: {start: '12:00', end: '10:00'}}"),
        (("rules-loosened", 9), "{state: NI}", "{state: NI, weekdays: {start: '09:00', end: '21:30'}}"),
        (("rules-loosened", 10), "{state: NI}", "\n  {state: NI, max_attempts: 12}"),
        (("preset-reason-missing", 9), "{state: NI}", "{state: NI, max_attempts_per_day: 4}"),
    ],
)
def test_a_mistake_is_found_in_its_line(expected: tuple[str, int], old: str, new: str) -> None:
    result = load_study(_SOUND.replace(old, new).encode())

    assert result.study is None
    code, row = expected
    assert code in [finding.code for finding in result.findings]
    if code != "yaml-syntax":
        assert row in [finding.row for finding in result.findings]


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("study-empty", b""),
        ("study-empty", b"- a\n- b\n"),
        ("study-encoding", b"\xff\xfe\x00"),
        ("study-too-big", b"#" * 2**21),
        ("yaml-aliases", b"a: &x [1]\nb: [" + b"*x, " * 300 + b"*x]\n"),
        ("yaml-syntax", b"a: 2026-99-99\n"),
        ("yaml-syntax", b"\tid: x"),
    ],
)
def test_a_file_that_is_no_study_is_explained(expected: str, data: bytes) -> None:
    assert [expected] == [finding.code for finding in load_study(data).findings]


def test_an_unknown_setting_suggests_the_nearest() -> None:
    text = _SOUND.replace("{state: NI}", "{state: NI, retry: {busy_mins: 5}}")

    (finding,) = load_study(text.encode()).findings

    assert ("calling.retry.busy_mins", True) == (finding.column, "“busy_min”" in finding.cure)


def test_places_are_written_for_people() -> None:
    assert "quota.dimensions[2].label" == path_of(("quota", "dimensions", 1, "label"))
    assert 3 == line_of("quota.dimensions[2].label", {"": 1, "quota": 3})


def test_a_questionnaire_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(_SOUND.replace("form.md", "../secret.md"), encoding="utf-8")

    read = read_study_folder(folder)

    assert (None, ["questionnaire-outside"]) == (read.questionnaire, [finding.code for finding in read.findings])


def test_a_folder_without_study_is_a_finding(tmp_path: Path) -> None:
    assert ["study-missing"] == [finding.code for finding in read_study_folder(tmp_path).findings]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        pytest.param(
            "sample.csv", ("sample-missing", Severity.WARNING), id="missing, as in a folder that was restored"
        ),
        pytest.param("../sample.csv", ("sample-outside", Severity.ERROR), id="outside of the folder"),
    ],
)
def test_a_sample_that_is_not_in_the_folder_is_a_finding(
    tmp_path: Path, named: str, told: tuple[str, Severity]
) -> None:
    (tmp_path / "study.yaml").write_text(f"{_SOUND}sample: {{file: {named}}}\n", encoding="utf-8")
    (tmp_path / "form.md").write_text("x", encoding="utf-8")

    assert [told] == [(finding.code, finding.severity) for finding in read_study_folder(tmp_path).findings]


@pytest.mark.parametrize(
    ("code", "calling", "valid"),
    [
        ("state-unknown", "{state: NS}", ("NI", "BY", "TH")),
        ("state-unknown", "{country: AT, state: WI}", ("1", "9")),
        ("state-unknown", "{country: NL, state: NH}", ()),
        ("states-none", "{country: TR, state: IS}", ()),
        ("country-unknown", "{country: XX}", ("AT", "DE", "GB")),
        ("country-unknown", "{country: at, state: 9}", ("AT",)),
        ("time-zone-unknown", "{state: NI, time_zone: Europe/Delmenhorst}", ("Europe/Berlin",)),
        ("time-zone-unknown", "{state: NI, time_zone: ''}", ("Europe/Berlin",)),
    ],
)
def test_what_a_library_does_not_know_is_told_with_what_it_knows(
    code: str, calling: str, valid: tuple[str, ...]
) -> None:
    (finding,) = load_study(_SOUND.replace("{state: NI}", calling).encode()).findings

    assert (code, 9) == (finding.code, finding.row)
    assert [] == [name for name in valid if name not in finding.cure]


@pytest.mark.parametrize(
    ("calling", "country", "state"),
    [
        ("{country: AT, state: 9}", "AT", "9"),
        ('{country: AT, state: "1"}', "AT", "1"),
        ("{country: GB, state: SCT}", "GB", "SCT"),
        ("{country: TR}", "TR", ""),
        ("{country: US, state: NY}", "US", "NY"),
        ("{country: PL}", "PL", ""),
    ],
)
def test_every_country_with_known_holidays_can_be_set(calling: str, country: str, state: str) -> None:
    study = load_study(_SOUND.replace("{state: NI}", calling).encode()).study

    assert study is not None
    assert (country, state) == (study.calling.country, study.calling.state)
    assert calling_calendar(study).window(date(2026, 11, 24)) is not None


@pytest.mark.parametrize(
    ("calling", "day", "called"),
    [
        ("{state: NI}", "2026-12-24", False),
        ("{state: NI}", "2026-12-31", False),
        ("{state: NI, open_days: [{day: 12-24, reason: Weihnachtsstudie}]}", "2026-12-24", True),
        ("{state: NI, open_days: [{day: 12-24, reason: Weihnachtsstudie}]}", "2026-12-31", False),
        ("{state: NI, closed_days: [{day: 2026-05-04, reason: Stadtfest}]}", "2026-05-04", False),
        ("{state: NI, closed_days: [{day: 2026-05-04, reason: Stadtfest}]}", "2027-05-04", True),
        ("{state: NI, closed_days: [{day: 02-12, until: 02-17, reason: Karneval}]}", "2026-02-16", False),
        ("{state: BY}", "2025-08-15", False),  # Assumption, a Friday
        ("{state: BY}", "2025-08-08", False),  # the peace festival, in Augsburg alone
        ("{state: SN}", "2026-06-04", False),  # Corpus Christi
        ("{state: TH}", "2026-06-04", False),
        ("{state: NI}", "2026-06-04", True),
        ("{state: SN, regional_holidays: false, regional_holidays_reason: nur Leipzig}", "2026-06-04", True),
    ],
)
def test_days_without_calls(calling: str, day: str, called: bool) -> None:
    study = load_study(_SOUND.replace("{state: NI}", calling).encode()).study

    assert study is not None
    calendar = calling_calendar(study)
    assert called is (calendar.window(date.fromisoformat(day)) is not None)
    rules = RulesInForce("de-2016", calendar, 10, 3, 7)
    assert rules == RulesInForce.read(rules.payload())


@pytest.mark.parametrize(
    "calling",
    [
        "{state: NI, closed_days: [{day: 12-24}]}",
        "{state: NI, closed_days: [{day: 13-24, reason: x}]}",
        "{state: NI, closed_days: [{day: 02-17, until: 02-12, reason: x}]}",
        "{state: NI, open_days: [{day: 12-25, reason: x}]}",
        "{state: NI, regional_holidays: false}",
    ],
)
def test_days_that_cannot_be_meant_are_refused(calling: str) -> None:
    result = load_study(_SOUND.replace("{state: NI}", calling).encode())

    assert (None, [9]) == (result.study, [finding.row for finding in result.findings])


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("yaml-too-deep", "a: " + "[" * 200_000),
        ("yaml-too-deep", "".join(f"{' ' * depth}a:\n" for depth in range(200))),
        (
            "yaml-aliases",
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n"
                for before, here in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
            ),
        ),
        ("yaml-aliases", "a: &a [*a]\n"),
        ("yaml-aliases", "a: &a {b: *a}\n"),
        ("yaml-too-many", "a: [" + "x," * 200_000 + "]"),
    ],
    ids=["brackets", "indented", "laughs", "itself", "itself by name", "many"],
)
def test_bombs_are_refused_before_they_are_built(expected: str, data: str) -> None:
    tracemalloc.start()
    try:
        assert [expected] == [finding.code for finding in load_study(data.encode()).findings]
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_thirty_dimensions_of_two_categories_are_refused() -> None:
    dimensions = "".join(
        f"    - {{variable: v{number}, label: {{de: V}}, categories: ["
        "{code: a, values: [a], label: {de: A}, share: 0.5}, {code: b, values: [b], label: {de: B}, share: 0.5}]}\n"
        for number in range(30)
    )
    (finding,) = load_study(f"{_SOUND}quota:\n  total: 10\n  dimensions:\n{dimensions}".encode()).findings

    assert ("quota-too-many-cells", True) == (finding.code, str(2**30) in finding.message)


_WORDS_OF_PYDANTIC = ("input should", "valid dictionary", "unable to", "should be", "should have", "should match")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: {de: Klein}", "title: Klein"),
        ("title: {de: Klein}", "title: {de: 1}"),
        ('version: "1"', "version: 1"),
        ("  - {code: de, name: Deutsch}", "  code: de"),
        ("  - {code: de, name: Deutsch}", "  - de"),
        ("languages:\n  - {code: de, name: Deutsch}", "languages: []"),
        ("id: small", "id: " + "x" * 200),
        ("{state: NI}", "NI"),
        ("{state: NI}", "{state: NI, weekdays: nine}"),
        ("{state: NI}", "{state: NI, weekdays: {start: early, end: late}}"),
        ("{state: NI}", "{state: NI, weekdays: {start: [9], end: '20:00'}}"),
        ("{state: NI}", "{state: NI, max_attempts: many}"),
        ("{state: NI}", "{state: NI, max_attempts: 2.5}"),
        ("{state: NI}", "{state: NI, lag_share: .nan}"),
        ("{state: NI}", "{state: NI, lag_share: half}"),
        ("{state: NI}", "{state: NI, refusals: {convert: maybe}}"),
        ("{state: NI}", "{state: NI, shifts: [{start: '09:00', end: '12:00', days: [monday]}]}"),
        ("{state: NI}", "{state: NI, sample_fields: [a]}"),
        ("consent: {legal_basis: consent}", "consent: yes"),
    ],
)
def test_what_is_wrong_is_a_sentence_with_a_cure_in_german_too(old: str, new: str) -> None:
    findings = load_study(_SOUND.replace(old, new).encode()).findings

    assert findings
    for finding in findings:
        for words in (words_of("en"), words_of("de")):
            said = f"{words.worded(finding.message)} {words.worded(finding.cure)}".lower()
            assert [] == [term for term in _WORDS_OF_PYDANTIC if term in said]
        assert words_of("de").worded(finding.message) != words_of("en").worded(finding.message)


def test_a_sample_of_an_encoding_nobody_knows() -> None:
    (finding,) = load_study(f"{_SOUND}sample: {{file: a.csv, encoding: utf-9}}\n".encode()).findings

    assert ("encoding-unknown", True) == (finding.code, "utf-8" in finding.cure)


def test_of_thousands_of_faults_the_first_are_told() -> None:
    findings = load_study((_SOUND + "".join(f"k{number}: 1\n" for number in range(9_000))).encode()).findings

    assert (201, "faults-left-out", "8800") == (len(findings), findings[-1].code, findings[-1].message.split()[0])
