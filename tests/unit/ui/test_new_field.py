"""People, sample, rehearsal and release of a new study without Qt: forwards, backwards, stopped, and in the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import words_of
from cati_app.ui.setting_up.field_port import AskedColumn, BegunStudy, Options, SampleTrial, SheetShown, Waiting
from cati_app.ui.setting_up.field_presenter import FieldPresenter
from cati_app.ui.stage.runner import Progress
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.test_setting_up import View

_ROLES = (("number", "telephone number"), ("", "left out"))


class Field:
    """A study in memory: what was done stands in `done`."""

    roles: Options = (("interviewer", "interviewer"), ("supervisor", "supervisor"))
    languages = "de, en"

    def __init__(self) -> None:
        self.has_people, self.on_paper = False, False
        self.passphrase = ""
        self.portions = [50, 50, 20]
        self.problem: Exception | None = None
        self.tried = SampleTrial(("120 rows taken",), 120)
        self.done: list[tuple[str, ...]] = []
        self.is_open = False

    def _act(self, *told: str) -> None:
        if self.problem is not None:
            raise self.problem
        self.done.append(told)

    def open(self, folder: Path, passphrase: str) -> BegunStudy:
        if passphrase != self.passphrase:
            code = "wrong_passphrase" if passphrase else "no_key_store"
            raise EnvironmentProblem(code, "The passphrase is wrong.", "Again.")
        self.is_open = True
        return BegunStudy("Cars", self.has_people)

    def begin(self, login: str, name: str, password: str) -> None:
        self._act("begin", login, name)

    def sign_in(self, login: str, password: str) -> None:
        self._act("sign in", login)

    def sheet(self) -> SheetShown | None:
        return None if self.on_paper else SheetShown(("ABCD EFGH", "IJKL MNOP"), (3, 7))

    def save_sheet(self, path: str) -> None:
        self._act("save", path)

    def confirm_sheet(self, groups: tuple[int, int], of_page_1: str, of_page_2: str) -> None:
        self._act("confirm", f"{groups}", of_page_1, of_page_2)
        self.on_paper = True

    def add(self, login: str, name: str, role: str, languages: str) -> str:
        self._act("add", login, name, role, languages)
        return "AAAA-BBBB"

    def look(self, path: str) -> tuple[AskedColumn, ...]:
        self._act("look", path)
        return (AskedColumn("Phone", "030…", "number", _ROLES), AskedColumn("Town", "North", "", _ROLES))

    def bring_in(self, roles: Sequence[str], portion_text: str, progress: Progress, *, store: bool) -> SampleTrial:
        progress.check()
        self._act("import" if store else "try", *roles, portion_text)
        return self.tried

    def proposed(self) -> tuple[int, int, int]:
        return 3, 12, 500

    def rehearse(self, seats: str, days: str, numbers: str, folder: str, progress: Progress) -> tuple[str, ...]:
        progress.report(0.5)
        progress.check()
        self._act("rehearse", seats, days, numbers, folder)
        return ("Rehearsal: Cars", "12 interviews")

    def waiting(self) -> Waiting:
        return Waiting(tuple(self.portions), 0)

    def release(self, portions: str) -> int:
        self._act("release", portions)
        return 50

    def close(self) -> None:
        self.is_open = False

    def rule_words(self, rule: RuleViolation) -> str:
        return f"rule {rule.code}"


class _Pages:
    def __init__(self, field: Field) -> None:
        self.view, self.field, self.runner = View(), field, RunnerOnDemand()
        self.ended: list[bool] = []
        self.presenter = FieldPresenter(
            self.view, field, words_of("en"), self.runner, self.ended.append, Path("/home/a")
        )
        self.presenter.begin(Path("/studies/cars"))
        self.runner.run_all()

    @property
    def form(self) -> str:
        return self.presenter.page

    @property
    def told(self) -> str:
        form = self.view.states[-1].form
        return " ".join((*form.texts, form.message))

    def enter(self, *texts: str) -> None:
        """Enter; without texts what stands in the fields."""
        fields = self.view.states[-1].form.fields
        self.view.form_given.emit(texts or tuple(field.value for field in fields))
        self.runner.run_all()

    def esc(self) -> None:
        self.view.form_left.emit()
        self.runner.run_all()

    def to_people(self) -> None:
        self.enter("ann", "", "a long password", "a long password")
        self.enter("/home/a/sheet.pdf")
        self.enter("abcd", "mnop")

    def to_rehearsal(self) -> None:
        self.to_people()
        self.enter("", "", "interviewer", "")
        self.enter("/lists/numbers.csv")
        self.enter("number", "", "50")
        self.enter()


@pytest.fixture
def pages() -> _Pages:
    return _Pages(Field())


def test_it_leads_from_the_folder_into_the_field(pages: _Pages) -> None:
    pages.to_rehearsal()
    pages.enter()
    page = pages.told
    pages.enter()
    pages.enter("2")

    assert "Rehearsal: Cars\n12 interviews" in page
    assert [True] == pages.ended
    assert [
        ("begin", "ann", "ann"),
        ("save", "/home/a/sheet.pdf"),
        ("confirm", "(3, 7)", "abcd", "mnop"),
        ("look", "/lists/numbers.csv"),
        ("try", "number", "", "50"),
        ("import", "number", "", "50"),
        ("rehearse", "3", "12", "500", "/studies/cars-rehearsal"),
        ("release", "2"),
    ] == pages.field.done


def test_start_codes_stand_there_until_they_are_noted(pages: _Pages) -> None:
    pages.to_people()
    pages.enter("ben", "Ben", "interviewer", "de")
    pages.enter("cem", "", "supervisor", "tr")
    both = pages.told
    pages.enter("", "", "interviewer", "")
    asked, still = pages.told, pages.form
    pages.enter("", "", "interviewer", "")

    assert "Ben · login ben · AAAA-BBBB\ncem · login cem · AAAA-BBBB" in both
    assert ("person", "file") == (still, pages.form)
    assert "Are the codes noted?" in asked


def test_who_went_away_in_the_middle_signs_in_and_goes_on_where_things_stand() -> None:
    field = Field()
    field.has_people = field.on_paper = True
    pages = _Pages(field)
    title = pages.view.states[-1].form.title
    pages.enter("ann", "a long password")

    assert ("Go on with “Cars”", "person") == (title, pages.form)


def test_without_a_keyring_a_passphrase_is_typed_twice() -> None:
    field = Field()
    field.passphrase = "secret of the town"
    pages = _Pages(field)
    pages.enter("secret of the town", "other of the town")
    differ = pages.told
    pages.enter("wrong for the town", "wrong for the town")
    refused = pages.told
    pages.enter("secret of the town", "secret of the town")

    assert "differ" in differ
    assert "The passphrase is wrong." in refused
    assert ("first", True) == (pages.form, field.is_open)


def test_two_passwords_that_differ_begin_nothing(pages: _Pages) -> None:
    pages.enter("ann", "", "a long password", "another")

    assert ("first", []) == (pages.form, pages.field.done)
    assert "not the same" in pages.told


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (RuleViolation("sheet_group_wrong", page=2, group=7), "rule sheet_group_wrong"),
        (EnvironmentProblem("disk_full", "No space.", "Free some."), "No space. Free some."),
    ],
)
def test_what_is_in_the_way_is_said_and_the_page_stays(pages: _Pages, problem: Exception, told: str) -> None:
    pages.enter("ann", "", "a long password", "a long password")
    pages.enter("")
    pages.field.problem = problem
    pages.enter("abcd", "mnop")

    assert ("groups", False) == (pages.form, pages.presenter.busy)
    assert told in pages.told


def test_a_bug_rises(pages: _Pages) -> None:
    pages.field.problem = KeyError("x")

    with pytest.raises(KeyError):
        pages.enter("ann", "", "a long password", "a long password")


def test_a_plan_that_cannot_be_tried_is_said(pages: _Pages) -> None:
    pages.to_people()
    pages.enter("", "", "interviewer", "")
    pages.enter("/lists/numbers.csv")
    pages.field.tried = SampleTrial((), 0, "No column holds telephone numbers.")
    pages.enter("", "", "")

    assert "columns" == pages.form
    assert "No column holds telephone numbers." in pages.told


def test_a_file_with_nothing_new_is_not_brought_in(pages: _Pages) -> None:
    pages.field.tried = SampleTrial(("0 rows taken",), 0)
    pages.to_rehearsal()

    assert "field" == pages.form
    assert "import" not in {told[0] for told in pages.field.done}


def test_esc_stops_a_rehearsal_and_nothing_of_it_stays(pages: _Pages) -> None:
    pages.to_rehearsal()
    fields = pages.view.states[-1].form.fields
    pages.view.form_given.emit(tuple(field.value for field in fields))
    pages.esc()

    assert ("field", []) == (pages.form, [told for told in pages.field.done if told[0] == "rehearse"])
    assert "Stopped." in pages.told


def test_codes_are_not_left_by_an_esc_unnoticed(pages: _Pages) -> None:
    pages.to_people()
    pages.enter("ben", "", "interviewer", "de")
    pages.esc()
    asked, stayed = pages.told, list(pages.ended)
    pages.esc()

    assert "Are the codes noted?" in asked
    assert ([], [False]) == (stayed, pages.ended)


def test_without_sample_and_rehearsal_one_comes_to_the_end_too(pages: _Pages) -> None:
    pages.field.portions = []
    pages.to_people()
    pages.enter("", "", "interviewer", "")
    pages.enter("")
    pages.enter("no", "10", "20", "2000", "/x")
    told = pages.told
    pages.enter()

    assert "There is no sample yet" in told
    assert [True] == pages.ended


def test_esc_goes_back_and_at_the_first_form_to_the_start_page(pages: _Pages) -> None:
    pages.to_rehearsal()
    seen = []
    for _ in range(3):
        pages.esc()
        seen.append(pages.form)

    assert ["file", "person", "person"] == seen
    assert [False] == pages.ended


def test_the_steps_say_where_one_is(pages: _Pages) -> None:
    pages.to_rehearsal()
    steps = pages.view.states[-1].steps

    assert ["People", "Sample", "Rehearsal", "Release"] == [step.title for step in steps[-4:]]
    assert [(False, True), (False, True), (True, False), (False, False)] == [
        (step.is_now, step.is_done) for step in steps[-4:]
    ]
