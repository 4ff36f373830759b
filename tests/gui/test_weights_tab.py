"""The analyst's weights by keys: recipes by arrow, a look by Enter, tables and pictures, from file to store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cati_app.station.desktop import Desktop, StudyWindow, WindowSettings
from cati_app.store.joined import CASES_AT_HUB
from cati_app.store.state_folder import HubAccess
from cati_app.texts import words_of
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.analyst.weights.panels import WeightsPanels
from cati_app.ui.analyst.weights.states import (
    BeforeAfter,
    BeforeAfterState,
    FigureTable,
    RecipeLine,
    RecipeStep,
    SpreadBar,
    SpreadState,
    WeightFigures,
    WeightsState,
)
from cati_app.ui.analyst.weights.typed import TypedOptions
from cati_app.ui.analyst.weights.view import WeightsPage
from cati_app.ui.panels.forms import FormPanel
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName, TileState
from cati_app.ui.widgets.kit import Kit
from tests.hubs import HUB_ID
from tests.silent_hub import SilentHub
from tests.stations import PASSWORD, Site
from tests.unit.cli.test_weigh import MARGINS, hold

RECIPES = (RecipeLine("draft", "Neues Rezept: raender.csv"), RecipeLine("1", "✓ 1 · Zensus (in Kraft)"))
HEADS = tuple(FigureHead("", text) for text in ("Ziel", "ungewichtet", "gewichtet"))
TABLE = FigureTable("Ränder", HEADS, (FigureRow("16-29", tuple(FigureCell("18,0") for _ in HEADS)),))
FIGURES = WeightFigures(
    (TileState("deff", "Designeffekt", "1,34", "nach Kish"), TileState("met", "Ränder", "✓ erfüllt")),
    TABLE,
    BeforeAfterState(
        (BeforeAfter("16-29", 0.2, 0.4, 0.3, "20,0 → 40,0", "Alter"), BeforeAfter("30+", 0.8, 0.6, 0.7, "80,0 → 60,0")),
        ("ungewichtet", "gewichtet", "Ziel"),
    ),
    "Ränder, Bild",
    SpreadState(
        (SpreadBar("0,5", 30), SpreadBar("1,0", 0), SpreadBar("1,5", 10, True)),
        "2,0",
        1 / 3,
        "Mittel 1",
        "an einer Grenze",
    ),
    replace(TABLE, title="Verteilung der Gewichte"),
    replace(TABLE, title="Größte Gewichte"),
    ("Rand Alter: Statistikstelle.",),
    "Quotenstichprobe.",
)
FULL = WeightsState(
    RECIPES,
    "draft",
    (RecipeStep("Basisgewichte", "je 1"),),
    can_look=True,
    buttons=(("weights_choose", "Verwenden …"),),
    figures=FIGURES,
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> WeightsPage:
    desk, view = AnalystView(kit), WeightsPage(kit)
    desk.add_page("weights", "Gewichte", view)
    shell.add_screen(ScreenName.DESK, desk)
    now = Situation(ScreenName.DESK, tab="weights", has_recipe=True, drafts_margins=True, has_weighting=True)
    shell.set_enabled(enabled_now(now))
    shell.show_screen(ScreenName.DESK)
    view.render(FULL)
    view.take_focus()
    QApplication.processEvents()
    return view


def test_a_recipe_is_selected_by_arrow_and_looked_at_by_enter(shell: Shell, page: WeightsPage, qtbot: QtBot) -> None:
    selected: list[str] = []
    page.recipe_selected.connect(selected.append)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(page.look_asked):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert ["1"] == selected
    page.render(replace(FULL, can_look=False, figures=None, empty="Noch keine Ränder."))
    with qtbot.assertNotEmitted(page.look_asked):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)


def test_letters_are_commands_and_escape_ends_what_is_under_way(shell: Shell, page: WeightsPage, qtbot: QtBot) -> None:
    given: list[str] = []
    shell.command_given.connect(given.append)
    for key in "bvxr":
        qtbot.keyClicks(shell.focusWidget(), key)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert ["base", "method", "save", "read", "choose", "none"] == [name.removeprefix("weights_") for name in given]
    page.render(replace(FULL, progress=0.4))
    assert page.stop.isVisible()
    with qtbot.assertNotEmitted(page.look_asked), qtbot.waitSignal(page.stop_asked):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)


def test_a_path_that_is_typed_names_the_margins(shell: Shell, page: WeightsPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "raender.csv"
    file.write_text(MARGINS, encoding="utf-8")
    page.render(replace(FULL, margins_from=str(tmp_path)))
    qtbot.keyClicks(shell.focusWidget(), "m")
    dialog = page.dialog
    assert dialog is not None
    assert str(tmp_path) == dialog.directory().absolutePath()
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(file))
    with qtbot.waitSignal(page.margins_named) as named:
        dialog.accept()
    assert [(str(file),)] == named.args


def test_figures_are_walked_through_as_tables_and_every_picture_has_one(
    shell: Shell, page: WeightsPage, qtbot: QtBot
) -> None:
    assert (True, True, False) == (page.picture.isVisible(), page.spread.isVisible(), page.spread_table.isVisible())
    page.margins.setFocus()
    qtbot.keyClick(page.margins, Qt.Key.Key_Right)
    assert "18,0" == page.margins.model().data(page.margins.currentIndex())
    page.render(replace(FULL, as_tables=True))
    assert (False, False, True) == (page.picture.isVisible(), page.spread.isVisible(), page.spread_table.isVisible())
    names = [page.margins, page.spread_table, page.large, page.picture, page.spread, page.list]
    assert all(widget.accessibleName() for widget in names)
    assert "Alter: 16-29, 20,0 → 40,0; 30+, 80,0 → 60,0" == page.picture.accessibleDescription()
    assert "0,5 – 1,0: 30; 1,0 – 1,5: 0; 1,5 – 2,0: 10; an einer Grenze" == page.spread.accessibleDescription()


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_are_painted_in_colours_of_the_theme(page: WeightsPage, kit: Kit, dark: bool) -> None:
    kit.theme.set_dark(dark)
    QApplication.processEvents()
    accent, warn, ground = (kit.theme.color(name).name() for name in ("accent", "warn", "surface"))

    def colours(widget: QWidget) -> set[str]:
        picture = widget.grab().toImage()
        spots = (QPoint(x, y) for x in range(picture.width()) for y in range(picture.height()))
        return {QColor(picture.pixel(spot)).name() for spot in spots}

    assert {accent, warn} <= colours(page.spread)
    pairs = colours(page.picture)
    assert accent in pairs
    assert warn not in pairs
    assert ground != accent


def test_steps_stand_beside_the_list_or_where_there_is_room(
    shell: Shell, page: WeightsPage, kit: Kit, qtbot: QtBot
) -> None:
    shell.resize(1280, 720)
    QApplication.processEvents()
    assert (True, False) == (page._steps.isVisible(), page._steps_card.isVisible())
    kit.theme.set_percent(200)
    qtbot.waitUntil(lambda: not page._steps.isVisible() and page._steps_card.isVisible())
    rows = page.list.sizeHintForRow(0)
    assert 2 * rows <= page.list.height() < 3 * rows


# -- with a store ------------------------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "site")
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    hold(site)
    made = Desktop(site.station, WindowSettings(language="en", people=[("eve", "Eve")]))
    made.show()
    yield made
    made.close()
    qapp.processEvents()


def open_weights(window: StudyWindow, qtbot: QtBot) -> WeightsPage:
    """The analyst signs in and goes to the page."""
    qtbot.waitUntil(lambda: not window.stage.busy)
    window.login.login_given.emit("eve", PASSWORD)
    qtbot.waitUntil(lambda: window.presenter.signed_in is not None and not window.stage.busy)
    views = window.roles.analyst_views
    desk, page = views[0], next(view for view in views if isinstance(view, WeightsPage))
    assert isinstance(desk, AnalystView)
    desk.show_tab("weights")
    qtbot.waitUntil(lambda: not window.stage.busy)
    return page


def test_from_a_file_with_margins_to_the_recipe_in_force(
    desktop: Desktop, site: Site, qtbot: QtBot, tmp_path: Path
) -> None:
    window = desktop.first
    page = open_weights(window, qtbot)
    assert "No margins yet" in page._state.empty
    file = tmp_path / "margins.csv"
    file.write_text(MARGINS, encoding="utf-8")
    page.margins_named.emit((str(file),))
    qtbot.waitUntil(lambda: page._state.figures is not None and not window.stage.busy)
    assert ["Sex? (sex)", "1 · man", "2 · woman"] == [row.text for row in page.margins.figures.rows]
    assert () == desktop.runner.in_store(lambda: site.station.read_weightings(site.keys)(site.eve))

    window.shell.run_command("weights_choose")
    qtbot.waitUntil(lambda: window.shell.panels.panel is not None)
    qtbot.keyClicks(window.shell.focusWidget(), "census 2022")
    qtbot.keyClick(window.shell.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "in force" in page.told and not window.stage.busy)
    in_force = desktop.runner.in_store(lambda: site.station.read_weightings(site.keys).in_force(site.eve))
    assert in_force is not None
    assert (1, "census 2022") == (in_force.version, in_force.reason)
    assert ["New recipe: margins.csv", "✓ 1 · census 2022 (in force)"] == [
        page.list.item(row).text() for row in range(page.list.count())
    ]


def test_what_does_not_fit_is_told_and_whoever_leaves_meanwhile_leaves(
    desktop: Desktop, site: Site, qtbot: QtBot, tmp_path: Path
) -> None:
    window = desktop.first
    page = open_weights(window, qtbot)
    file = tmp_path / "margins.csv"
    file.write_text(MARGINS.replace("sex,2,51.5,,\n", ""), encoding="utf-8")
    page.margins_named.emit((str(file),))
    qtbot.waitUntil(lambda: "has no people in “2”" in page.told and not window.stage.busy)
    page.look_asked.emit()
    window.presenter.switch_user()
    qtbot.waitUntil(lambda: window.presenter.signed_in is None and not window.stage.busy)
    assert () == desktop.runner.in_store(lambda: site.station.read_weightings(site.keys)(site.eve))


def test_at_a_hub_nothing_is_weighed_before_the_whole_study_has_come(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with closing(SilentHub(tmp_path / "hub")) as silent, closing(Site(tmp_path / "site")) as site:
        hold(site)
        database = site.station.database
        database.keep(CASES_AT_HUB, "1")
        access = HubAccess(HUB_ID, str(silent.address), silent.certificate, "e" * 64, "")
        database.state.keep_hub(database.device, access)
        made = Desktop(site.station, WindowSettings(language="en", people=[("eve", "Eve")]))
        made.show()
        page = open_weights(made.first, qtbot)
        assert "R reads the interviews again." in page._state.empty
        assert (None, False) == (page._state.figures, page.look.isEnabled())
        made.close()
        qapp.processEvents()


def test_panels_explain_each_field_below_it(shell: Shell, page: WeightsPage) -> None:
    shell.show_panel(WeightsPanels(words_of("de"), "").method_panel(1, TypedOptions()))
    panel = shell.panels.panel
    assert isinstance(panel, FormPanel)
    assert PanelKind.WEIGHTS_METHOD is panel.kind
    assert all(field.accessibleDescription() for field in panel.fields.values())
    shown = {label.text() for label in panel.findChildren(QLabel)}
    assert {field.accessibleDescription() for field in panel.fields.values()} <= shown
