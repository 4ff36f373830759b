"""The page of weights without Qt: what is read, looked at, used and written, and what stands there while nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.weighting.recipe import FrameSize, MissingValues, RecipeOptions, WeightingMethod
from cati_app.texts import words_of
from cati_app.ui.analyst.weights.port import (
    AskedWeights,
    DraftRecipe,
    KeptWeighting,
    LookedAtWeights,
    WeightingChosen,
    WeightsRead,
)
from cati_app.ui.analyst.weights.presenter import WeightsPresenter
from cati_app.ui.analyst.weights.states import (
    BeforeAfterState,
    FigureTable,
    RecipeStep,
    SpreadState,
    WeightFigures,
    WeightsState,
)
from cati_app.ui.analyst.weights.words import DRAFT
from cati_app.ui.stage.commands import enabled_now
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell, View

TABLE = FigureTable("", (), ())
FIGURES = WeightFigures((), TABLE, BeforeAfterState((), ("", "", "")), "", SpreadState((), "", 0.5, ""), TABLE, TABLE)
AT = datetime(2026, 11, 24, 17, 42)  # noqa: DTZ001 - local, as it is shown
FIRST = KeptWeighting("1", 1, "aaaa1111", AT, 4, "census", 12, (RecipeStep("Method", "raking"),))
SECOND = replace(FIRST, key="2", version=2, digest="bbbb2222", reason="better", since=3, is_in_force=True)


class _Weights:
    """Tells what it was asked for."""

    def __init__(self) -> None:
        self.there = WeightsRead(400)
        self.looked: list[AskedWeights] = []
        self.chosen: list[tuple[AskedWeights, str]] = []
        self.given_up: list[str] = []
        self.written: list[tuple[AskedWeights, str]] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.problem: Exception | None = None
        self.is_met = True

    def is_whole(self, file: str) -> bool:
        return file.endswith(".yaml")

    def _work(self, on_progress: Callable[[float], None]) -> None:
        on_progress(0.1)
        self.meanwhile()
        on_progress(0.9)
        if self.problem is not None:
            raise self.problem

    def read(self, on_progress: Callable[[float], None]) -> WeightsRead:
        self._work(on_progress)
        return self.there

    def look(self, asked: AskedWeights, on_progress: Callable[[float], None]) -> LookedAtWeights:
        self._work(on_progress)
        self.looked.append(asked)
        digest = "cccc3333" if isinstance(asked, DraftRecipe) else {"1": "aaaa1111", "2": "bbbb2222"}[asked]
        return LookedAtWeights(asked, FIGURES, (RecipeStep("Method", "raking"),), digest, self.is_met, self.there)

    def choose(self, asked: AskedWeights, reason: str, on_progress: Callable[[float], None]) -> WeightingChosen:
        self._work(on_progress)
        self.chosen.append((asked, reason))
        before = tuple(replace(each, is_in_force=False) for each in self.there.kept)
        new = replace(FIRST, key="9", version=9, digest="cccc3333", reason=reason, since=0, is_in_force=True)
        self.there = WeightsRead(400, (new, *before))
        return WeightingChosen(9, self.there)

    def give_up(self, reason: str) -> WeightsRead:
        if self.problem is not None:
            raise self.problem
        self.given_up.append(reason)
        gone = replace(FIRST, key="3", version=3, digest="", reason=reason, is_in_force=True, steps=())
        self.there = WeightsRead(400, (gone, replace(SECOND, is_in_force=False), FIRST))
        return self.there

    def study_folder(self) -> str:
        return "/studies/small"

    def folder(self) -> str:
        return "/home/eve/small-weights"

    def write(self, asked: AskedWeights, folder: str, on_progress: Callable[[float], None]) -> tuple[str, ...]:
        self._work(on_progress)
        self.written.append((asked, folder))
        return (f"{folder}/small_weights.csv", f"{folder}/small_weights.svg")


class _WeightsScreen(View):
    def __init__(self) -> None:
        super().__init__()
        self.gone: tuple[str, ...] = ()

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        return self.gone


class _WeightsDesk:
    def __init__(self, *kept: KeptWeighting) -> None:
        self.runner, self.view, self.weights, self.shell = RunnerOnDemand(), _WeightsScreen(), _Weights(), Shell()
        self.weights.there = WeightsRead(400, kept)
        self.stage = Stage(self.shell, words_of("en"), self.runner)
        self.stage.situate(screen=ScreenName.DESK, tab="weights")
        self.told: list[str] = []
        told = self.told
        self.presenter = WeightsPresenter(self.stage, self.view, self.weights, lambda: told.append("chosen"))

    def open(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def name(self, *files: str) -> None:
        self.presenter.margins_named(files)
        self.runner.run_all()

    def type(self, kind: PanelKind, *texts: str) -> None:
        self.presenter.text_saved(kind, "\n".join(texts))
        self.runner.run_all()

    def press(self, command: str) -> None:
        assert command in enabled_now(self.stage.situation), "it has no effect now"
        assert self.presenter.command(command)
        self.runner.run_all()

    def look(self) -> None:
        self.presenter.look()
        self.runner.run_all()

    @property
    def state(self) -> WeightsState:
        state = self.view.states[-1]
        assert isinstance(state, WeightsState)
        return state

    @property
    def panel(self) -> FormPanelState:
        panel = self.shell.panel
        assert isinstance(panel, FormPanelState)
        return panel


@pytest.fixture
def desk() -> _WeightsDesk:
    return _WeightsDesk()


@pytest.fixture
def kept() -> _WeightsDesk:
    return _WeightsDesk(SECOND, FIRST)


def test_nothing_is_read_before_the_page_is_opened_and_then_it_says_what_fills_it(desk: _WeightsDesk) -> None:
    assert 0 == desk.stage.busy
    desk.open()
    desk.open()
    assert [] == desk.weights.looked
    assert "No margins yet. M names files" in desk.state.empty
    assert ([DRAFT], DRAFT, None) == (
        [line.key for line in desk.state.recipes],
        desk.state.selected,
        desk.state.figures,
    )
    assert {"weights_margins", "weights_base", "weights_read"} <= enabled_now(desk.stage.situation)
    assert not {"weights_look", "weights_choose", "weights_none", "weights_save"} & enabled_now(desk.stage.situation)


def test_without_an_interview_margins_are_named_and_nothing_is_computed(desk: _WeightsDesk) -> None:
    desk.weights.there = WeightsRead(0)
    desk.open()
    assert "No completed interview counts yet" in desk.state.empty
    desk.name("margins.csv")
    desk.look()
    assert [] == desk.weights.looked
    assert "No completed interview counts yet" in desk.state.empty


def test_the_weighting_in_force_is_looked_at_first_and_says_what_came_since(kept: _WeightsDesk) -> None:
    kept.open()
    assert (["2"], "2", "") == (kept.weights.looked, kept.state.selected, kept.state.empty)
    assert ["New recipe", "✓ 2 · better (in force)", "1 · census"] == [line.label for line in kept.state.recipes]
    last = kept.state.steps[-1]
    assert ("Weighting 2, in force", True) == (last.title, "3 interviews came since." in last.text)
    assert "chosen 2026-11-24 17:42 by person 4: better" in last.text


def test_margins_make_a_recipe_that_is_computed_at_once(kept: _WeightsDesk) -> None:
    kept.open()
    kept.name("/home/eve/age.csv", "/home/eve/sex.csv")
    assert DraftRecipe(("/home/eve/age.csv", "/home/eve/sex.csv")) == kept.weights.looked[-1]
    assert ("New recipe: age.csv, sex.csv", FIGURES) == (kept.state.recipes[0].label, kept.state.figures)
    assert "/home/eve" == kept.state.margins_from
    kept.presenter.recipe_selected("1")
    assert (None, True) == (kept.state.figures, "Enter computes" in kept.state.empty)
    kept.look()
    assert ["2", "1"] == [asked for asked in kept.weights.looked if isinstance(asked, str)]
    kept.presenter.recipe_selected(DRAFT)
    assert kept.state.figures is None


def test_files_are_looked_for_in_the_folder_of_the_study_then_where_the_last_ones_were(desk: _WeightsDesk) -> None:
    desk.open()
    assert "/studies/small" == desk.state.margins_from
    desk.weights.problem = RuleViolation("weigh_empty_margin", variable="sex")
    desk.name("/home/eve/sex.csv")
    assert "/home/eve" == desk.state.margins_from


@pytest.mark.parametrize(
    "problem",
    [RuleViolation("weigh_empty_margin", variable="sex"), EnvironmentProblem("weigh_file", "Not read.", "Write it.")],
)
def test_margins_that_do_not_fit_leave_the_draft_as_it_was(desk: _WeightsDesk, problem: Exception) -> None:
    desk.open()
    desk.name("age.csv")
    desk.weights.problem = problem
    desk.name("sex.csv")
    assert ("New recipe: age.csv", FIGURES) == (desk.state.recipes[0].label, desk.state.figures)
    assert desk.state.message.endswith("The recipe that is being made stays as it was.")
    assert Tone.BAD is desk.state.tone
    desk.weights.problem = None
    desk.look()
    assert [DraftRecipe(("age.csv",))] * 2 == desk.weights.looked


def test_without_a_draft_what_can_be_read_stays_for_a_key_to_mend(desk: _WeightsDesk) -> None:
    desk.open()
    desk.weights.problem = RuleViolation("weigh_empty_margin", variable="sex")
    desk.name("sex.csv")
    assert "New recipe: sex.csv" == desk.state.recipes[0].label
    assert "stays as it was" not in desk.state.message
    desk.weights.problem = EnvironmentProblem("weigh_file", "Not read.", "Write it.")
    desk.name("sex.yaml")
    assert "New recipe: sex.csv" == desk.state.recipes[0].label


def test_a_file_that_cannot_be_read_leaves_the_recipe_that_was_selected(kept: _WeightsDesk) -> None:
    kept.open()
    kept.weights.problem = EnvironmentProblem("weigh_file", "Not read.", "Write it.")
    kept.name("sex.csv")
    assert ("2", FIGURES) == (kept.state.selected, kept.state.figures)
    assert "New recipe" == kept.state.recipes[0].label


def test_files_named_while_others_are_computed_are_measured_against_the_draft_before_both(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("age.csv")
    desk.weights.problem = RuleViolation("weigh_empty_margin", variable="sex")
    desk.presenter.margins_named(("sex.csv",))
    desk.name("size.csv")
    assert ("New recipe: age.csv", FIGURES) == (desk.state.recipes[0].label, desk.state.figures)


def test_method_bounds_and_base_weights_are_typed_and_computed_at_once(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.press("weights_method")
    assert ["method", "low", "high", "missing"] == [field.key for field in desk.panel.form.fields]
    assert all(field.explanation for field in desk.panel.form.fields)
    desk.type(PanelKind.WEIGHTS_METHOD, "trim", "0,3", "3", "sample")
    desk.press("weights_base")
    assert all(field.explanation for field in desk.panel.form.fields)
    desk.type(PanelKind.WEIGHTS_BASE, "", "landline=20/1000:n; mobile=10/2000", "persons", "1")
    wanted = RecipeOptions(
        WeightingMethod.TRIM,
        (Decimal("0.3"), Decimal(3)),
        MissingValues.SAMPLE,
        frames={
            "landline": FrameSize(Decimal(20), Decimal(1000), "n"),
            "mobile": FrameSize(Decimal(10), Decimal(2000)),
        },
        persons="persons",
        assumed=Decimal(1),
    )
    assert DraftRecipe(("m.csv",), wanted) == desk.weights.looked[-1]
    assert 3 == len(desk.weights.looked)
    assert desk.shell.panel is None
    told = dict(desk.state.buttons)
    assert ("Base weights: computed", "Method: raking, trimmed to 0,3–3") == (
        told["weights_base"],
        told["weights_method"],
    )


@pytest.mark.parametrize(
    ("kind", "texts", "wrong", "words"),
    [
        (PanelKind.WEIGHTS_METHOD, ("trim", "", "3", "refuse"), "low", " is no number."),
        (PanelKind.WEIGHTS_METHOD, ("trim", "0.3", "wide", "refuse"), "high", "wide is no number."),
        (PanelKind.WEIGHTS_METHOD, ("logit", "1.5", "3", "refuse"), "low", "Bounds are a number of 0 or more"),
        (PanelKind.WEIGHTS_BASE, ("", "fax=1/2", "", ""), "frames", "write it as landline=2000/1000000:variable"),
        (PanelKind.WEIGHTS_BASE, ("", "mobile=3/2", "", ""), "frames", "“base: frames: mobile”"),
        (PanelKind.WEIGHTS_BASE, ("sample", "", "persons", ""), "persons", "name one of both"),
        (PanelKind.WEIGHTS_BASE, ("sample", "mobile=1/2", "", ""), "frames", "name one of both"),
        (PanelKind.WEIGHTS_BASE, ("", "", "persons", "0"), "assumed", "“base: assumed”"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_computed(
    desk: _WeightsDesk, kind: PanelKind, texts: tuple[str, ...], wrong: str, words: str
) -> None:
    desk.open()
    desk.name("m.csv")
    desk.press("weights_method" if kind is PanelKind.WEIGHTS_METHOD else "weights_base")
    key = desk.panel.form.key
    desk.type(kind, *texts)
    assert (key, wrong) == (desk.panel.form.key, desk.panel.form.wrong)
    assert words in desk.panel.form.message
    assert [DraftRecipe(("m.csv",))] == desk.weights.looked


def test_bounds_that_were_typed_wait_while_the_method_is_raking(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.type(PanelKind.WEIGHTS_METHOD, "rake", "few", "3", "refuse")
    assert DraftRecipe(("m.csv",)) == desk.weights.looked[-1]
    desk.press("weights_method")
    assert "few" == desk.panel.form.fields[1].value


def test_a_whole_recipe_has_its_own_method_whatever_was_typed_before(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.type(PanelKind.WEIGHTS_METHOD, "trim", "0.3", "3", "refuse")
    desk.name("r.yaml")
    assert DraftRecipe(("r.yaml",)) == desk.weights.looked[-1]
    assert not {"weights_base", "weights_method"} & enabled_now(desk.stage.situation)
    assert not {"weights_base", "weights_method"} & dict(desk.state.buttons).keys()
    assert desk.presenter.command("weights_base")
    assert "“r.yaml” is a whole recipe" in desk.state.message


def test_what_is_typed_while_weights_are_computed_is_computed_afterwards(desk: _WeightsDesk) -> None:
    desk.open()
    typed: list[str] = []

    def meanwhile() -> None:
        if not typed:
            typed.append("once")
            desk.presenter.text_saved(PanelKind.WEIGHTS_METHOD, "logit\n0.3\n3\nrefuse")

    desk.weights.meanwhile = meanwhile
    desk.name("m.csv")
    assert [None, WeightingMethod.LOGIT] == [
        asked.options.method for asked in desk.weights.looked if isinstance(asked, DraftRecipe)
    ]
    assert (FIGURES, None) == (desk.state.figures, desk.state.progress)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (RuleViolation("weigh_no_target", variable="sex", category="3", count=2), "no people in “3”"),
        (RuleViolation("weigh_missing_values", variable="sex", reasons="refused", count=2), "V makes them a category"),
        (RuleViolation("weigh_base_missing", variable="n", count=2), "say with B"),
        (EnvironmentProblem("weigh_file_unreadable", "m.yaml cannot be read", "It is YAML"), "m.yaml cannot be read"),
    ],
)
def test_what_does_not_fit_is_told_with_its_cure_and_no_figures_are_left(
    desk: _WeightsDesk, problem: Exception, words: str
) -> None:
    desk.open()
    desk.name("m.csv")
    desk.weights.problem = problem
    desk.look()
    assert (Tone.BAD, None, None) == (desk.state.tone, desk.state.figures, desk.state.progress)
    assert words in desk.state.message


def test_an_error_of_the_program_is_none_of_the_page(desk: _WeightsDesk) -> None:
    desk.open()
    desk.weights.problem = ValueError("a bug")
    with pytest.raises(ValueError, match="a bug"):
        desk.name("m.csv")


def test_bounds_that_are_too_narrow_are_said_beside_the_figures(desk: _WeightsDesk) -> None:
    desk.weights.is_met = False
    desk.open()
    desk.name("m.csv")
    assert (FIGURES, Tone.WARN) == (desk.state.figures, desk.state.tone)
    assert "not every margin is met" in desk.state.message
    desk.press("weights_choose")
    assert any("not every margin is met" in text for text in desk.panel.form.texts)


# -- using a recipe ---------------------------------------------------------------------------------------------


def test_a_recipe_is_used_with_a_reason_and_is_in_force_then(kept: _WeightsDesk) -> None:
    kept.open()
    kept.name("m.csv")
    kept.press("weights_choose")
    assert any("weighting 2" in text for text in kept.panel.form.texts)
    kept.type(PanelKind.WEIGHTS_CHOOSE, " ")
    assert "reason" == kept.panel.form.wrong
    assert kept.panel.form.message
    kept.type(PanelKind.WEIGHTS_CHOOSE, " census 2022 ")
    assert [(DraftRecipe(("m.csv",)), "census 2022")] == kept.weights.chosen
    assert ("9", FIGURES, Tone.OK) == (kept.state.selected, kept.state.figures, kept.state.tone)
    assert "Weighting 9 is in force" in kept.state.message
    assert ["chosen"] == kept.told
    assert kept.shell.panel is None
    kept.press("weights_choose")
    assert "in force already: weighting 9" in kept.state.message
    assert 1 == len(kept.weights.chosen)


def test_nothing_is_used_before_it_was_looked_at(kept: _WeightsDesk) -> None:
    kept.open()
    kept.presenter.recipe_selected("1")
    kept.press("weights_choose")
    assert ("Enter first shows", None) == (kept.state.message[:17], kept.shell.panel)
    kept.look()
    kept.press("weights_choose")
    kept.type(PanelKind.WEIGHTS_CHOOSE, "the first one after all")
    assert [("1", "the first one after all")] == kept.weights.chosen


def test_a_choice_that_is_refused_keeps_what_was_typed(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.press("weights_choose")
    desk.weights.problem = RuleViolation("text_too_long", most=1000)
    desk.type(PanelKind.WEIGHTS_CHOOSE, "long")
    (field,) = desk.panel.form.fields
    assert ("long", "reason", None) == (field.value, desk.panel.form.wrong, desk.state.progress)
    assert [] == desk.told


def test_weights_are_given_up_with_a_reason_and_can_be_used_again(kept: _WeightsDesk) -> None:
    kept.open()
    kept.press("weights_none")
    assert [""] == [field.hint for field in kept.panel.form.fields]
    kept.type(PanelKind.WEIGHTS_NONE, "wrong census")
    assert (["wrong census"], ["chosen"]) == (kept.weights.given_up, kept.told)
    assert "no weights" in kept.state.message
    assert "3 · no weights" in kept.state.recipes[1].label
    assert "weights_none" not in enabled_now(kept.stage.situation)
    kept.presenter.recipe_selected("3")
    assert "every interview counts as one" in kept.state.empty
    assert "weights_look" not in enabled_now(kept.stage.situation)


# -- files, and ending it ---------------------------------------------------------------------------------------


def test_files_are_written_and_opened(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.press("weights_save")
    assert "/home/eve/small-weights" == desk.panel.form.fields[0].value
    desk.type(PanelKind.WEIGHTS_FILES, "/tmp/out")
    assert [(DraftRecipe(("m.csv",)), "/tmp/out")] == desk.weights.written
    assert ("2 files written.", 2) == (desk.state.message, len(desk.state.files))
    desk.press("weights_open")
    assert "2 files written." == desk.state.message
    desk.view.gone = ("/tmp/out/small_weights.svg",)
    desk.press("weights_open")
    assert "small_weights.svg" in desk.state.message


def test_whatever_is_under_way_can_be_stopped(desk: _WeightsDesk) -> None:
    desk.weights.meanwhile = desk.presenter.stop
    desk.open()
    assert "Reading was stopped. R reads the interviews." == desk.state.empty
    desk.weights.meanwhile = lambda: None
    desk.press("weights_read")
    assert "No margins yet" in desk.state.empty
    desk.weights.meanwhile = desk.presenter.stop
    desk.name("m.csv")
    assert ("Stopped. Nothing was stored.", []) == (desk.state.message, desk.weights.looked)
    desk.weights.meanwhile = lambda: None
    desk.look()
    desk.weights.meanwhile = desk.presenter.stop
    desk.press("weights_choose")
    desk.type(PanelKind.WEIGHTS_CHOOSE, "census")
    assert ("Stopped. Nothing was stored.", []) == (desk.state.message, desk.weights.chosen)
    desk.type(PanelKind.WEIGHTS_FILES, "/tmp/out")
    assert ("Stopped. Nothing was written.", []) == (desk.state.message, desk.weights.written)
    assert desk.state.progress is None


def test_why_nothing_could_be_read_stands_there_until_it_is_mended(desk: _WeightsDesk) -> None:
    desk.weights.problem = EnvironmentProblem("whole_study_coming", "The study is still coming.", "Wait.")
    desk.open()
    assert "The study is still coming." in desk.state.empty
    assert "R reads the interviews again." in desk.state.empty
    desk.weights.problem = None
    desk.press("weights_read")
    assert "No margins yet" in desk.state.empty


def test_reading_again_computes_what_is_selected_anew(kept: _WeightsDesk) -> None:
    kept.open()
    kept.press("weights_read")
    assert ["2", "2"] == kept.weights.looked
    kept.weights.there = WeightsRead(401, (FIRST,))
    kept.press("weights_read")
    assert (DRAFT, None) == (kept.state.selected, kept.state.figures), "the one selected is not there any more"


def test_pictures_are_shown_as_tables_and_back(desk: _WeightsDesk) -> None:
    desk.open()
    desk.name("m.csv")
    desk.press("weights_tables")
    assert (True, "Pictures") == (desk.state.as_tables, dict(desk.state.buttons)["weights_tables"])
    desk.press("weights_tables")
    assert not desk.state.as_tables


def test_what_belongs_to_another_page_is_left_alone(desk: _WeightsDesk) -> None:
    assert not desk.presenter.command("tables_read")
    assert not desk.presenter.text_saved(PanelKind.TABLE_FILES, "x")
