"""The page of the dossier without Qt: both sides in words, a relation decided in a panel, documents written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.theme_sides import CodedAgreement, ReleasedQuote, ThemeSides
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import words_of
from cati_app.ui.analyst.dossier.port import DossierSet
from cati_app.ui.analyst.dossier.presenter import DossierPresenter
from cati_app.ui.analyst.dossier.states import DossierState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.stations import TUESDAY
from tests.unit.domain.test_theme_sides import bar, theme
from tests.unit.ui.stagehands import Shell, View


class _Sides:
    """Keeps decisions as the store does."""

    def __init__(self, *themes: ThemeSides) -> None:
        self.themes = themes
        self.decided: dict[str, tuple[RelationVersion, ...]] = {}
        self.problem: Exception | None = None
        self.written: list[tuple[str, bool]] = []
        self.locked: frozenset[str] = frozenset()

    def read(self) -> DossierSet:
        if self.problem is not None:
            raise self.problem
        return DossierSet(self.themes, dict(self.decided), self.locked, "2026.1 · 1")

    def decide(self, wish: WishedRelation) -> DossierSet:
        if not wish.sentence:
            raise RuleViolation("relation_without_sentence", theme=wish.theme)
        version = RelationVersion(wish, 4, TUESDAY)
        self.decided[wish.theme] = (*self.decided.get(wish.theme, ()), version)
        return self.read()

    def folder(self) -> str:
        return "/out"

    def write(self, folder: str, *, short: bool) -> tuple[str, ...]:
        if self.problem is not None:
            raise self.problem
        self.written.append((folder, short))
        return (f"{folder}/dossier.pdf",)


class _View(View):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, ...]] = []

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        self.opened.append(files)
        return ()


class _Desk:
    def __init__(self, *themes: ThemeSides) -> None:
        self.runner, self.view, self.sides, self.shell = RunnerOnDemand(), _View(), _Sides(*themes), Shell()
        stage = Stage(self.shell, words_of("en"), self.runner)
        stage.situate(screen=ScreenName.DESK, tab="dossier")
        self.presenter = DossierPresenter(stage, self.view, self.sides)

    def begin(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def command(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    def save(self, kind: PanelKind, text: str) -> None:
        assert self.presenter.text_saved(kind, text)
        self.runner.run_all()

    @property
    def state(self) -> DossierState:
        state = self.view.states[-1]
        assert isinstance(state, DossierState)
        return state

    @property
    def panel(self) -> FormPanelState:
        assert isinstance(self.shell.panel, FormPanelState)
        return self.shell.panel


@pytest.fixture
def desk() -> _Desk:
    whole, young = bar("", 61, 17, 301, ""), bar("16-29", 66, 13, 12)
    hidden = bar("65+", None, None, None)
    made = _Desk(theme(whole, young, hidden), replace(theme(), theme="mood", label="Mood"))
    made.begin()
    return made


def test_both_sides_stand_beside_each_other(desk: _Desk) -> None:
    state = desk.state
    assert ("How?", "16 of 18 experts were asked · 27 statements", "good: 4 of 16 asked") == state.experts[:3]
    (item,) = state.items
    assert item.picture is not None
    assert ["all residents", "16-29"] == [each.label for each in item.picture.bars]
    assert ["61", "(66)"] == [each.parts[0].text for each in item.picture.bars]
    assert "1 group is hidden: too few." == item.hidden
    assert ("Proposed by the rule: contradiction", "") == (state.proposal, state.relation)
    assert [("governance", "open, proposed: contradiction"), ("mood", "open, proposed: experts only")] == [
        (line.key, line.standing) for line in state.themes
    ]


def test_a_relation_is_decided_with_its_sentence(desk: _Desk) -> None:
    desk.presenter.decide()
    assert ["contradiction", "", ""] == [field.value for field in desk.panel.form.fields]
    desk.save(PanelKind.RELATION, "partly\n They see gaps. \nWhat helps?")

    assert ("partly", "They see gaps.", "What helps?", Tone.OK) == (
        desk.state.relation,
        desk.state.sentence,
        desk.state.question,
        desk.state.tone,
    )
    assert "version 1" in desk.state.decided
    assert "1 of 2 relations decided" in desk.state.progress
    desk.presenter.decide()
    assert ["partly", "They see gaps.", "What helps?"] == [field.value for field in desk.panel.form.fields]


def test_what_was_typed_stays_where_it_is_not_taken(desk: _Desk) -> None:
    desk.presenter.decide()
    desk.save(PanelKind.RELATION, "partly\n\nWhat helps?")

    assert "needs the sentence" in desk.panel.form.message
    assert ["partly", "", "What helps?"] == [field.value for field in desk.panel.form.fields]
    assert {} == desk.sides.decided


def test_themes_are_gone_through(desk: _Desk) -> None:
    desk.presenter.theme_chosen("mood")
    assert ("Mood", ()) == (desk.state.label, desk.state.items)


@pytest.mark.parametrize(("command", "short"), [("dossier_write", False), ("dossier_short", True)])
def test_documents_are_written_and_opened(desk: _Desk, command: str, short: bool) -> None:
    desk.command(command)
    assert "/out" == desk.panel.form.fields[0].value
    desk.save(PanelKind.DOSSIER_FILES, " /there ")

    assert [("/there", short)] == desk.sides.written
    assert ("1 file written.", ("/there/dossier.pdf",)) == (desk.state.message, desk.state.files)
    desk.command("dossier_open")
    assert [("/there/dossier.pdf",)] == desk.view.opened


def test_a_dossier_that_waits_says_for_what(desk: _Desk) -> None:
    desk.sides.problem = RuleViolation("dossier_open", themes="Mood")
    desk.command("dossier_write")
    desk.save(PanelKind.DOSSIER_FILES, "/there")

    assert ("A dossier tells decided relations alone. Nothing was written; open: Mood", Tone.BAD) == (
        desk.state.message,
        desk.state.tone,
    )


def test_a_theme_on_which_coders_disagree_tells_nothing_of_experts() -> None:
    experts = replace(theme().experts, agreement=CodedAgreement(0.61, 0.5, 0.7), quotes=(ReleasedQuote("We met."),))
    locked = _Desk(replace(theme(bar("", 61, 17, 301, "")), experts=experts))
    locked.sides.locked = frozenset({"governance"})
    locked.begin()
    assert ("Coders agree too little on this theme for it to be told: alpha 0.61.",) == locked.state.experts
    assert () == locked.state.quotes


def test_a_study_without_a_dossier_says_what_is_missing() -> None:
    without = _Desk()
    without.sides.problem = EnvironmentProblem("dossier_missing", "No dossier.yaml.", "Write one.")
    without.begin()
    assert "No dossier.yaml." in without.state.empty
    assert not without.presenter.command("other")
