"""study.yaml: the model, or findings with lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.study.folder import read_study_folder
from cati_app.study.load import line_of, load_study, path_of

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
        (("value-invalid", 6), "code: de", "code: German"),
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


@pytest.mark.parametrize(
    ("expected", "lines"),
    [
        (("version", "value-unquoted"), "version: 2026.1"),
        (("version", "value-unquoted"), "version: 2026-01-31"),
        (("changes[1].from", "value-unquoted"), "changes: [{from: 2026.1}]"),
        (("changes[1].renamed.1", "value-unquoted"), "changes: [{from: a, renamed: {1: b}}]"),
        (("changes[1].options.q.1", "value-unquoted"), "changes: [{from: a, options: {q: {1: yes}}}]"),
        (("changes[1]", "value-invalid"), "changes: [a]"),
    ],
)
def test_what_has_to_be_quoted_is_told_where_it_stands(expected: tuple[str, str], lines: str) -> None:
    sound = "\n".join(line for line in _SOUND.splitlines() if not line.startswith(lines.partition(":")[0]))

    (finding,) = load_study(f"{sound}\n{lines}\n".encode()).findings

    assert expected == (finding.column, finding.code)
    assert "FormChange" not in finding.message


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


def test_a_missing_sample_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(_SOUND + "sample: {file: sample.csv}\n", encoding="utf-8")
    (tmp_path / "form.md").write_text("x", encoding="utf-8")

    assert ["sample-missing"] == [finding.code for finding in read_study_folder(tmp_path).findings]
