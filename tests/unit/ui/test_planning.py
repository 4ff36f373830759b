"""A supervisor plans targets from published tables on the board: seen before, with a reason, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.study.load import load_study
from cati_app.ui.desk.board.plan_typed import TypedPlan
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, PlanPanelState
from tests.stations import STUDY, Site
from tests.unit.ui.test_settings import Settings

TABLES = """variable,category,share,source,date,estimate
sex,m,0.4,Census,2022-05-15,
sex,f,0.6,,,
age_group,young,0.5,City register,2025-12-31,yes
age_group,old,0.5,,,
"""
SIZE = 8


class Planned(Settings):
    """The board of a study in a folder, with tables beside it."""

    def __init__(self, site: Site, folder: Path, outside: Path) -> None:
        super().__init__(site, folder)
        self.tables = outside / "margins.csv"
        self.tables.write_text(TABLES, encoding="utf-8")
        self.show("quotas")

    def plan(self) -> PlanPanelState:
        """N, and the file chosen."""
        self.window.views.board.tables_chosen.emit((str(self.tables),))
        self.window.rest()
        return self.plan_panel

    @property
    def plan_panel(self) -> PlanPanelState:
        """The open panel."""
        panel = self.window.shell.panel
        assert isinstance(panel, PlanPanelState), panel
        return panel

    def type_plan(self, **fields: str) -> PlanPanelState:
        """In the fields of the panel."""
        self.window.shell.figure_typed.emit(PanelKind.PLAN, TypedPlan(**fields).lines())
        self.window.rest()
        return self.plan_panel

    def make(self, reason: str, **fields: str) -> None:
        """Enter in the last field."""
        self.window.shell.text_saved.emit(PanelKind.PLAN, TypedPlan(**fields).lines(), reason)
        self.window.rest()

    @property
    def told(self) -> str:
        """What comes with the plan."""
        return "\n".join(f"{line.name}: {line.text}" if line.name else line.text for line in self.plan_panel.notes)


@pytest.fixture
def board(site: Site, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Planned:
    return Planned(site, tmp_path, tmp_path_factory.mktemp("tables"))


def test_a_plan_stands_beside_the_targets_of_today_and_changes_nothing(board: Planned) -> None:
    panel = board.plan()

    assert (str(SIZE), ("now", "planned", "exact")) == (panel.fields.split("\n")[0], panel.columns)
    assert ("Geschlecht: M", "4", "3", "40.0%") == panel.rows[0]
    assert ("M · jung", "2", "1", "1.6") == panel.rows[4]
    assert SIZE == sum(int(row[2]) for row in panel.rows[4:])
    assert "Geschlecht: Census, 2022-05-15" in board.told
    assert "Alter: City register, 2025-12-31 (estimate)" in board.told
    assert STUDY == board.file.read_text(encoding="utf-8")


def test_the_size_follows_from_a_standard_error_and_each_cell_gets_a_minimum(board: Planned) -> None:
    board.plan()
    board.type_plan(size="0,05", deff="1.5")
    assert "150 interviews in 4 cells" in board.told

    panel = board.type_plan(size="20", minimum="5")
    assert ["5", "5", "5", "5"] == [row[2] for row in panel.rows[4:]]

    board.type_plan(size="400", oversample="sex:m=2")
    assert "Price: Design effect 1.12" in board.told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"size": "many"}, "“many” is no number"),
        ({"size": ""}, "Type the interviews wanted"),
        ({"size": "8", "minimum": "3"}, "4 cells with that minimum are 12 interviews"),
        ({"size": "8", "oversample": "sex=2"}, "write it as variable:category=2"),
        ({"size": "8", "oversample": "sex:x=2"}, "“sex=x” is no category"),
        ({"size": "8", "seed": "/nowhere.csv"}, "nowhere.csv: The file cannot be read"),
    ],
)
def test_what_cannot_be_planned_is_said_in_the_panel(board: Planned, fields: dict[str, str], told: str) -> None:
    board.plan()
    assert told in board.type_plan(**fields).message

    board.make("City asked", **fields)
    assert told in board.plan_panel.message
    assert STUDY == board.file.read_text(encoding="utf-8")


@pytest.mark.slow
def test_planned_targets_hold_at_once_stand_in_study_yaml_with_their_sources_and_are_taken_back(board: Planned) -> None:
    board.plan()
    board.type_plan(size="40")
    board.make("", size="40")
    assert "Please say why" in board.plan_panel.message

    board.make("The city asked for more", size="40")

    plan = board.site.station.rules.quota
    assert plan is not None
    assert (40, 16) == (sum(plan.targets.values()), sum(n for cell, n in plan.targets.items() if cell.startswith("m/")))
    study = load_study(board.file.read_bytes()).study
    assert study is not None
    assert study.quota is not None
    assert [("Census, 2022-05-15", False), ("City register, 2025-12-31", True)] == [
        (dimension.source, dimension.estimate) for dimension in study.quota.dimensions
    ]
    assert board.log[0][3] == "The city asked for more"
    assert "Interviews wanted: 8 → 40" in board.log[0][2]

    board.show("settings")
    board.press("undo_setting")
    again = load_study(board.file.read_bytes()).study
    assert again is not None
    assert load_study(STUDY.encode()).study == again


def test_a_study_that_was_changed_elsewhere_is_planned_anew(board: Planned) -> None:
    board.plan()
    board.file.write_text(STUDY.replace("max_attempts: 10", "max_attempts: 9"), encoding="utf-8")

    board.make("City asked", size=str(SIZE))
    assert "was changed in another place meanwhile" in board.plan_panel.message

    board.make("City asked", size=str(SIZE))
    assert "max_attempts: 9" in board.file.read_text(encoding="utf-8")
    assert "targets:" in board.file.read_text(encoding="utf-8")


def test_of_several_quotas_one_is_chosen(board: Planned) -> None:
    further = "further_quotas: [{name: region, total: 4, dimensions: [{variable: sex, label: {de: S}, categories:"
    text = further + " [{code: m, values: ['1'], label: {de: M}, share: 0.5}, "
    text += "{code: f, values: ['2'], label: {de: F}, share: 0.5}]}]}]\n"
    board.file.write_text(STUDY + text, encoding="utf-8")
    board.show("settings")
    board.press("settings_in_force")
    board.window.shell.text_saved.emit(PanelKind.SETTING, "", "One more quota")
    board.window.rest()
    board.tables.write_text("\n".join(TABLES.splitlines()[:3]), encoding="utf-8")

    board.show("quotas")
    board.window.views.board.tables_chosen.emit((str(board.tables),))
    board.window.rest()
    assert isinstance(board.window.shell.panel, ChoicePanelState)
    board.choose("region")

    panel = board.type_plan(size="10")
    assert "Plan targets: region" == panel.title
    assert [("S: M", "2", "4"), ("S: F", "2", "6")] == [row[:3] for row in panel.rows[2:]]
