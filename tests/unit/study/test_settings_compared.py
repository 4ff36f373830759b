"""Two states of a study.yaml are told apart setting by setting, in the words of the file."""

from __future__ import annotations

import pytest

from cati_app.study.settings_compared import ChangedSetting, changed_settings
from tests.unit.cli.studies import HEALTHY

NOW = (HEALTHY / "study.yaml").read_bytes()


def _changed(old: str, new: str) -> list[ChangedSetting]:
    text = NOW.decode()
    assert old in text
    return list(changed_settings(NOW, text.replace(old, new).encode()))


def test_a_setting_is_told_with_its_path_and_both_values() -> None:
    assert [ChangedSetting("quota.total", "10", "12")] == _changed("total: 10", "total: 12")


def test_what_comes_and_what_goes_is_told() -> None:
    more = NOW.replace(b"calling: {state: NI}", b"calling: {state: NI, max_attempts: 7}")

    assert (ChangedSetting("calling.max_attempts", None, "7"),) == changed_settings(NOW, more)
    assert (ChangedSetting("calling.max_attempts", "7", None),) == changed_settings(more, NOW)


def test_hours_and_entries_are_told_as_they_are_typed() -> None:
    hours = NOW.replace(b"calling: {state: NI}", b'calling: {state: NI, saturday: {start: "10:00", end: "14:00"}}')
    later = hours.replace(b"14:00", b"16:00")
    assert (ChangedSetting("calling.saturday", None, "10:00\u201314:00"),) == changed_settings(NOW, hours)
    assert (ChangedSetting("calling.saturday", "10:00\u201314:00", "10:00\u201316:00"),) == changed_settings(
        hours, later
    )

    free = b"calling: {state: NI, closed_days: [{day: 12-27, until: 12-30, reason: holidays}]}"
    days = NOW.replace(b"calling: {state: NI}", free)
    told = [(change.path, change.now) for change in changed_settings(NOW, days)]
    assert [("calling.closed_days[1]", "12-27 – 12-30; holidays")] == told


def test_what_is_no_setting_of_its_own_is_told_as_it_stands() -> None:
    (change,) = _changed('{code: f, values: ["2"]', '{code: f, values: ["2", "3"]')
    assert ("quota.dimensions", '[{"variable"') == (change.path, (change.now or "")[:12])


def test_a_long_value_is_cut() -> None:
    (change,) = changed_settings(NOW, NOW.replace(b"title: {de: Klein}", b"title: {de: " + b"Lang" * 30 + b"}"))

    assert change.now is not None
    assert (60, "…") == (len(change.now), change.now[-1])


@pytest.mark.parametrize("other", [b"", b"quota: [", b"\xff", NOW.replace(b"total: 10", b"total: ten")])
def test_a_file_that_cannot_be_read_is_compared_with_nothing(other: bytes) -> None:
    assert () == changed_settings(other, NOW)
    assert () == changed_settings(NOW, other)


def test_comments_and_order_are_no_changes() -> None:
    assert () == changed_settings(NOW, b"# another comment\n" + NOW)
