"""The pages of a new study without Qt: forwards, backwards, kept, and what is in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding, Severity
from cati_app.station.new_study_file import NewStudy
from cati_app.texts import words_of
from cati_app.ui.setting_up.port import Filled, LookedThrough
from cati_app.ui.setting_up.presenter import SettingUpPresenter
from cati_app.ui.setting_up.states import SettingUpState
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Signal

_FAULT = Finding(Severity.ERROR, "x", "Wrong.", "Mend it.", "survey", 3)
_SETTING = Finding(Severity.HINT, "y", "Draft.", "Check it.", "study.yaml", 3)


class View:
    """Keeps what was shown."""

    def __init__(self) -> None:
        self.form_given, self.form_left, self.file_chosen = Signal(), Signal(), Signal()
        self.states: list[SettingUpState] = []

    def render(self, state: SettingUpState) -> None:
        self.states.append(state)


class Services:
    """A machine on which a study is set up; problems are told beforehand."""

    countries: Sequence[tuple[str, str]] = (("DE", "Germany"), ("AT", "Austria"))
    rules = "de-2016"

    def states(self, country: str) -> Sequence[tuple[str, str]]:
        return (("NI", "Niedersachsen"), ("HB", "Bremen")) if country == "DE" else (("9", "9"),)

    def time_zone(self, country: str) -> str:
        return {"AT": "Europe/Vienna"}.get(country, "")

    def __init__(self) -> None:
        self.filled: Filled = asdict(NewStudy())
        self.findings: list[Finding] = [_SETTING]
        self.problem: Exception | None = None
        self.made: list[Filled] = []

    def kept(self) -> Filled:
        return self.filled

    def keep(self, filled: Filled) -> None:
        self.filled = dict(filled)

    def look(self, filled: Filled) -> LookedThrough:
        if self.problem is not None:
            raise self.problem
        known = {"sex": (("m", "men"), ("f", "women")), "age": (("u30", "young"), ("u60", "middle"), ("o60", "old"))}
        languages = {"de": "German", "tr": "Turkish"}
        return LookedThrough(tuple(self.findings), languages, ("screening",), 12, known)

    def make(self, filled: Filled) -> Path:
        if self.problem is not None:
            raise self.problem
        self.made.append(filled)
        return Path(filled["folder"])

    def ended(self) -> None:
        self.filled = asdict(NewStudy())

    def short_name(self, title: str) -> str:
        return title.lower()

    def rule_words(self, rule: RuleViolation) -> str:
        return f"rule {rule.code}"


class Pages:
    """The pages with their presenter, in English."""

    def __init__(self, services: Services) -> None:
        self.view, self.services, self.runner = View(), services, RunnerOnDemand()
        self.made: list[Path] = []
        self.left = 0
        self.presenter = SettingUpPresenter(
            self.view, services, words_of("en"), self.runner, self.made.append, self._leave, Path("/home/a")
        )
        self.presenter.start()

    def _leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> SettingUpState:
        return self.view.states[-1]

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """Of the first field."""
        return self.state.form.fields[0].options

    def give(self, *texts: str) -> None:
        self.view.form_given.emit(texts or tuple(field.value for field in self.state.form.fields))
        self.runner.run_all()

    def to_the_end(self) -> None:
        self.give("/forms/Cars.xlsx")
        self.give("Cars", "cars", "/studies/cars")
        self.give()
        self.give("I", "C", "D", "1", "a@b", "consent")
        for _ in ("place", "hours", "quota", "endings"):
            self.give()


@pytest.fixture
def pages() -> Pages:
    return Pages(Services())


def test_it_leads_from_the_questionnaire_to_a_folder(pages: Pages) -> None:
    pages.to_the_end()
    told = " ".join(pages.state.form.texts)
    pages.give()

    assert "Cars: 12 questions, folder /studies/cars" in told
    assert ([Path("/studies/cars")], "tr") == (pages.made, pages.services.made[0]["further"])


def test_name_and_folder_are_proposed_from_the_questionnaire(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")

    assert ["", "cars", "/home/a/Studies/cars"] == [field.value for field in pages.state.form.fields]


def test_each_step_is_kept_and_the_next_time_the_page_that_was_left_is_in_front(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.give("Cars", "cars", "/studies/cars")

    again = Pages(pages.services)
    assert again.state.form.busy, "the questionnaire is looked through first"
    assert ("The questionnaire is read once more …", True, False) == (
        again.state.told,
        again.state.is_read,
        again.state.file_field,
    )
    again.runner.run_all()
    assert ("languages", False, "German") == (again.presenter.page, again.state.form.busy, dict(again.options)["de"])
    again.view.form_left.emit()
    name = again.state.form.fields[0].value
    again.view.form_left.emit()
    assert ("Cars", "/forms/Cars.xlsx") == (name, again.state.form.fields[0].value)
    assert "form" == Pages(again.services).presenter.page, "as it was left"


def test_where_the_questionnaire_cannot_be_read_any_more_it_begins_there_and_says_why(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.services.problem = EnvironmentProblem("new_study_form", "Not readable.", "Another.")
    again = Pages(pages.services)
    again.runner.run_all()
    assert ("form", "Not readable. Another.") == (again.presenter.page, again.state.form.message)
    assert ("", True) == (again.state.told, again.state.file_field)


def test_a_page_that_an_older_program_knew_is_no_page(pages: Pages) -> None:
    pages.services.filled = asdict(NewStudy(form="/forms/Cars.xlsx", page="weather"))
    assert "form" == Pages(pages.services).presenter.page


def test_esc_goes_back_and_at_the_first_page_to_the_start_page(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")
    pages.view.form_left.emit()
    back = pages.state.form.fields[0].value
    pages.view.form_left.emit()

    assert ("/forms/Cars.xlsx", 1) == (back, pages.left)


def test_findings_on_settings_wait_until_all_are_filled_in(pages: Pages) -> None:
    pages.services.findings = [_SETTING, _FAULT]
    pages.give("/forms/Cars.xlsx")
    early = pages.state.findings
    pages.view.form_left.emit()
    pages.to_the_end()

    assert ((_FAULT,), (_SETTING, _FAULT)) == (early, pages.state.findings)


def test_with_errors_no_study_is_made(pages: Pages) -> None:
    pages.services.findings = [_FAULT]
    pages.to_the_end()
    pages.give()

    assert "With errors no study is made" in pages.state.form.message
    assert [] == pages.services.made


def test_a_mended_questionnaire_is_looked_through_again(pages: Pages) -> None:
    pages.services.findings = [_FAULT]
    pages.to_the_end()
    pages.give()
    pages.services.findings = []
    pages.presenter.saved("17:41:52")
    pages.runner.run_all()
    told, message = pages.state.told, pages.state.form.message
    pages.give()

    assert ("Read again at 17:41:52, after it was saved.", "", 1) == (told, message, len(pages.made))


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (EnvironmentProblem("new_study_form", "Not readable.", "Another."), "Not readable. Another."),
        (RuleViolation("plan_total_needed"), "rule plan_total_needed"),
    ],
)
def test_what_is_in_the_way_is_said_and_the_page_stays(pages: Pages, problem: Exception, told: str) -> None:
    pages.services.problem = problem
    pages.give("/forms/Cars.xlsx")

    assert (told, "form") == (pages.state.form.message, pages.presenter.page)
    assert not pages.state.form.busy


def test_a_bug_rises(pages: Pages) -> None:
    pages.services.problem = KeyError("x")

    with pytest.raises(KeyError):
        pages.give("/forms/Cars.xlsx")


def test_a_chosen_file_stands_in_the_first_field(pages: Pages) -> None:
    pages.view.file_chosen.emit("/forms/other.xlsx")

    assert ("/forms/other.xlsx", True) == (pages.state.form.fields[0].value, pages.state.file_field)


def test_the_steps_say_where_one_is(pages: Pages) -> None:
    pages.give("/forms/Cars.xlsx")

    assert [(False, True), (True, False), (False, False)] == [
        (step.is_now, step.is_done) for step in pages.state.steps[:3]
    ]


def test_a_study_that_was_made_is_gone_on_with(pages: Pages) -> None:
    pages.services.filled = asdict(NewStudy(made="/studies/cars"))
    again = Pages(pages.services)
    title = again.state.form.title
    again.give("on")

    assert ("A study was left in the middle", [Path("/studies/cars")]) == (title, again.made)


def test_or_another_one_is_begun(pages: Pages) -> None:
    pages.services.filled = asdict(NewStudy(made="/studies/cars"))
    again = Pages(pages.services)
    again.give("new")

    assert ("form", "", []) == (again.presenter.page, again.state.form.fields[0].value, again.made)


def test_once_the_folder_is_there_these_pages_are_over(pages: Pages) -> None:
    pages.to_the_end()
    pages.give()
    shown = len(pages.view.states)
    pages.give("anything")
    pages.view.form_left.emit()
    pages.presenter.saved("17:41:52")

    assert (1, 0, shown) == (len(pages.made), pages.left, len(pages.view.states))
