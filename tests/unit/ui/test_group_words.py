"""The way from number to interview of groups, in the tab of outcomes."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.casework.course import FlowStep
from cati_app.domain.casework.flow_groups import ByCategory, ByField
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.fieldwork.monitor.read_course import CourseFigures
from cati_app.texts import words_of
from cati_app.ui.desk.outcomes.group_words import GroupWords
from cati_app.ui.desk.outcomes.services import OutcomesServices
from cati_app.ui.desk.states import TableState
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called


def figures(desk: OutcomesServices, site: Site, **groups: dict[FlowStep, int]) -> CourseFigures:
    """Of the ages, as told; those of whom nothing is known under `nobody`."""
    told = {"" if name == "nobody" else name: Counter(counts) for name, counts in groups.items()}
    return replace(desk.read(site.sue), grouping=ByCategory("", 1), groups=told)


def people(count: int, complete: int) -> dict[FlowStep, int]:
    return {**dict.fromkeys(FlowStep, count), FlowStep.COMPLETE: complete}


def group_rows(table: TableState | None) -> dict[str, tuple[str, ...]]:
    assert table is not None
    return {row[1]: row[2:] for row in table.rows}


def test_groups_of_the_screening_are_told_from_the_decision_of_the_quota_on(site: Site) -> None:
    desk = site.desk().outcomes
    words = GroupWords(words_of("en"), desk)
    course = figures(
        desk, site, young=people(9, 7), old=people(12, 6), nobody={FlowStep.RELEASED: 5, FlowStep.DIALLED: 4}
    )

    rows = group_rows(words.table(course))

    assert ("–", "–", "–", "–", "9", "9", "7", "78 %") == rows["jung"]
    assert ("26", "25", "21", "21", "21", "21", "13", "62 %") == rows["all"]
    assert "known once the quota has decided" in words.foot(course)
    assert "•" not in words.foot(course)


def test_few_people_are_hidden_with_what_would_betray_them(site: Site) -> None:
    desk = site.desk().outcomes
    words = GroupWords(words_of("en"), desk)
    course = figures(desk, site, young=people(9, 3), old=people(12, 6))

    rows = group_rows(words.table(course))

    assert [("9", "•", "•"), ("12", "•", "•")] == [rows[name][-3:] for name in ("jung", "alt")]
    assert "9" == rows["all"][-2]
    assert "•: fewer than 5 people" in words.foot(course)


def test_a_field_of_the_sample_tells_every_step(site: Site) -> None:
    desk = site.desk().outcomes
    course = replace(figures(desk, site), grouping=ByField("branch"), groups={"north": Counter(people(40, 20))})

    rows = group_rows(GroupWords(words_of("en"), desk).table(course))

    assert ("40",) * 6 + ("20", "50 %") == rows["north"]


def test_the_dimensions_of_the_quota_are_offered_by_their_labels(site: Site) -> None:
    desk = site.desk().outcomes
    assert isinstance(desk.quota, QuotaPlan)

    assert ["Geschlecht", "Alter"] == [
        GroupWords(words_of("en"), desk).name(each) for each in GroupWords(words_of("en"), desk).groupings
    ]


def test_the_first_dimension_is_told_and_a_key_asks_for_another(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    called(site, "refusal")
    desk = Desk(site)
    desk.show("outcomes")
    state = desk.window.outcomes.outcomes
    assert "Group: Geschlecht" == state.grouping
    assert ["M", "F", "not known", "all"] == list(group_rows(state.groups))

    desk.press("outcomes_group")
    assert ["Geschlecht", "Alter"] == [option.label for option in desk.options]
    desk.choose("1")

    later = desk.window.outcomes.outcomes
    assert ("Group: Alter", ["jung", "alt", "not known", "all"]) == (later.grouping, list(group_rows(later.groups)))


def test_a_group_wanted_while_the_field_is_read_is_read_next(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    desk.show("outcomes")
    desk.press("outcomes_group")
    desk.window.press("outcomes_read")  # it is under way
    desk.choose("1")

    assert "Group: Alter" == desk.window.outcomes.outcomes.grouping


def test_the_groups_are_saved_as_a_file_with_the_same_counts_hidden(site: Site, tmp_path: Path) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    desk.show("outcomes")
    desk.press("outcomes_export")
    desk.choose("way_groups")
    out = tmp_path / "groups.csv"
    desk.window.outcomes.save_asked.emit(str(out))
    desk.window.rest()

    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Geschlecht"]: row for row in csv.DictReader(file)}
    assert ("•", "1") == (rows["M"]["interview complete"], rows["all"]["interview complete"])


def test_without_a_quota_and_a_field_nothing_is_told_apart_and_the_key_says_so(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = site.desk().outcomes
    words = GroupWords(words_of("en"), replace(desk, quota=None, fields=()))

    assert () == words.groupings
    assert words.table(replace(desk.read(site.sue), grouping=None)) is None


@pytest.mark.on_store
def test_a_sample_field_in_the_open_groups_the_cases_and_a_sealed_one_is_refused(site: Site) -> None:
    called(site, "refusal")
    read = site.desk().outcomes.read
    with pytest.raises(RuleViolation, match="column_sealed"):
        read(site.sue, grouping=ByField("region"))
    with site.units(site.keys)() as unit:
        unit.sample.divide(["region"])
        unit.commit()

    told = read(site.sue, grouping=ByField("region")).groups

    assert {"north": (5, 1, 1, 0)} == {
        name: tuple(counts[step] for step in list(FlowStep)[:4]) for name, counts in told.items()
    }
