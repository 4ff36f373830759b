"""Quotas and countries on the pages of a new study: typed in, planned, nested, refused."""

from __future__ import annotations

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.ui.setting_up.typed_quota import quotas_of
from tests.unit.ui.test_setting_up import Pages, Services


@pytest.fixture
def pages() -> Pages:
    return Pages(Services())


def _to_the_quotas(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.give("Cars", "cars", "/studies/cars")
    pages.give()
    pages.give("I", "C", "D", "1", "a@b", "consent")
    pages.give()
    pages.give()


def test_two_by_three_cells_are_typed_in(pages: Pages) -> None:
    _to_the_quotas(pages)
    verb = pages.state.form.verb
    pages.give("typed", "screening")
    pages.give("strict", "sex", "age")
    labels = [field.label for field in pages.state.form.fields]
    pages.give("1", "2", "3", "4", "5", "6")
    told = pages.state.form.texts[0]
    (quota,) = quotas_of(pages.services.filled["quotas"])

    assert "Next" == verb  # one more quota, or the texts
    assert ["men / young", "men / middle", "men / old"] == labels[:3]
    assert {"m/u30": "1", "m/u60": "2", "m/o60": "3", "f/u30": "4", "f/u60": "5", "f/o60": "6"} == quota.targets
    assert told.startswith("sex × age, 21 interviews, strict")
    assert "screening" == pages.services.filled["screener"]


def test_a_further_quota_counts_within_a_category_of_another(pages: Pages) -> None:
    _to_the_quotas(pages)
    pages.give("typed", "")
    pages.give("strict", "sex", "")
    assert ("0: nobody of that cell is interviewed.",) == pages.state.form.texts
    pages.give("10", "10")
    pages.give("typed", "")
    within = dict(pages.state.form.fields[2].options)
    pages.give("young", "counter", "sex=f", "age", "")
    assert ("They are shown beside what was counted; nobody is turned away by them.",) == pages.state.form.texts
    pages.give("5", "5", "0")
    pages.give("on", "")

    assert {"": "everybody", "sex=m": "only men (sex)", "sex=f": "only women (sex)"} == within
    second = quotas_of(pages.services.filled["quotas"])[1]
    assert ("young", "counter", "sex=f", 10) == (second.name, second.mode, second.within, second.wanted())
    assert "endings" == pages.presenter.page


@pytest.mark.parametrize("figures", [("", "1"), ("0", "0"), ("many", "1"), ("9999999", "1"), ("-1", "3")])
def test_figures_that_are_none_are_said_and_stay_there(pages: Pages, figures: tuple[str, str]) -> None:
    _to_the_quotas(pages)
    pages.give("typed", "")
    pages.give("strict", "sex", "")
    pages.give(*figures)

    assert "Each cell has a whole number" in pages.state.form.message
    assert "" == pages.services.filled["quotas"]


def test_tables_that_cannot_be_planned_leave_the_list_as_it_was(pages: Pages) -> None:
    _to_the_quotas(pages)
    pages.give("table", "")
    pages.view.file_chosen.emit("/tables/margins.csv")
    pages.services.problem = RuleViolation("plan_total_needed")
    pages.give("/tables/margins.csv", "x", "strict")
    told = pages.state.form.message
    pages.services.problem = None
    pages.give("/tables/margins.csv", "40", "overrun")

    assert "rule plan_total_needed" == told
    assert ["margins.csv, 40 interviews, overrun"] == [pages.state.form.texts[0].partition(": until")[0]]


def test_a_name_twice_is_refused_and_the_last_quota_can_be_taken_off(pages: Pages) -> None:
    _to_the_quotas(pages)
    pages.give("typed", "")
    pages.give("strict", "sex", "")
    pages.give("10", "10")
    pages.give("typed", "")
    pages.give("main", "soft", "", "age", "")
    refused = pages.state.form.message
    pages.view.form_left.emit()
    pages.give("remove", "")

    assert "no other quota has it" in refused
    assert ("", "quota") == (pages.services.filled["quotas"], pages.presenter.page)


def test_esc_goes_from_the_figures_to_the_questions_to_the_list_to_the_hours(pages: Pages) -> None:
    _to_the_quotas(pages)
    pages.give("typed", "")
    pages.give("strict", "sex", "age")
    seen = []
    for _ in range(3):
        pages.view.form_left.emit()
        seen.append((pages.presenter.page, len(pages.state.form.fields)))

    assert [("quota", 3), ("quota", 2), ("hours", 5)] == seen


def test_elsewhere_it_is_said_which_rules_hold(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.give("Cars", "cars", "/studies/cars")
    pages.give()
    pages.give("I", "C", "D", "1", "a@b", "consent")
    pages.give("AT")
    fields = {field.key: field for field in pages.state.form.fields}

    assert "locked rules for Germany alone (de-2016)" in pages.state.form.texts[0]
    assert (("", "holidays of the whole country"), ("9", "9")) == fields["state"].options
    assert "Europe/Vienna" == fields["time_zone"].value
    assert ("", "Europe/Vienna") == (pages.services.filled["state"], pages.services.filled["time_zone"])


def test_back_in_germany_the_time_zone_is_german_again_and_the_state_is_asked(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.give("Cars", "cars", "/studies/cars")
    pages.give()
    pages.give("I", "C", "D", "1", "a@b", "consent")
    pages.give("AT")
    pages.view.form_left.emit()
    pages.give("DE")

    state = pages.state.form.fields[0]
    assert (("", "please choose"), False) == (state.options[0], state.may_be_blank)
    assert ("", "Europe/Berlin") == (pages.services.filled["state"], pages.services.filled["time_zone"])
