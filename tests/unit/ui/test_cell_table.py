"""Tables of cells on the board: further quotas have the columns of the first one, those of the forecast too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaDimension, QuotaMode, QuotaPlan
from cati_app.fieldwork.monitor.read_forecast import FullOn
from cati_app.texts import words_of
from cati_app.ui.desk.board.further import further_tables
from cati_app.ui.desk.board.listings import QuotaForm, listing_of
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.study_texts import FurtherTexts
from tests.stations import Site

BALL, WATER = CellId("sport:ball"), CellId("sport:water")
LATER = FullOn(False, date(2026, 12, 3), date(2026, 12, 5), None, 0.62)
SPORT = QuotaPlan(
    "sport",
    (QuotaDimension("sport", False, "quota_sport", ("ball", "water"), {"1": "ball", "2": "water"}),),
    {BALL: 6, WATER: 4},
    True,
    1,
    mode=QuotaMode.SOFT,
    prefix="sport",
)


def tables(site: Site, forecast: Mapping[CellId, FullOn]) -> tuple[TableState, TableState]:
    """The table of the further quota, and every cell as a row."""
    desk = site.desk()
    assert desk.rules.quota is not None
    label = {"ball": "mit Ball", "water": "im Wasser"}
    texts = replace(desk.texts, further_quotas={"sport": FurtherTexts("Sport", (label,))})
    desk = replace(
        desk,
        rules=replace(desk.rules, quota=replace(desk.rules.quota, further=(SPORT,))),
        texts_now=lambda: texts,
    )
    figures = desk.read_board(site.sue)
    further = (CellCount(BALL, 6, 2, 1, mode=QuotaMode.SOFT), CellCount(WATER, 4, 4, 0, mode=QuotaMode.SOFT))
    figures = replace(figures, cells=(*figures.cells, *further))
    words = words_of("en")
    (table,) = further_tables(words, desk, figures, forecast.get)
    listing = listing_of(words, desk, figures, QuotaForm.CELLS, forecast.get)
    assert listing is not None
    return table, listing


def test_a_further_quota_tells_when_its_cells_are_full_and_how_likely_that_is_too_late(site: Site) -> None:
    table, _ = tables(site, {BALL: LATER, WATER: FullOn(True, None, None, None, 0.0)})

    assert ("to go", "State", "Full on (forecast)", "late") == table.columns[-4:]
    rows = {row[1]: row[-4:] for row in table.rows}
    assert ("4", "open", "2026-12-05", "62%") == rows["mit Ball"]
    assert ("0", "open", "", "") == rows["im Wasser"]


def test_before_the_first_forecast_there_are_no_columns_for_it(site: Site) -> None:
    table, _ = tables(site, {})

    assert "State" == table.columns[-1]
    assert {len(table.columns) + 1} == {len(row) for row in table.rows}


def test_a_cell_stands_with_the_same_figures_in_its_quota_and_among_all_cells(site: Site) -> None:
    table, listing = tables(site, {BALL: LATER})

    assert table.columns == listing.columns
    among_all = {row[0]: row[2:] for row in listing.rows}
    assert {row[0]: row[2:] for row in table.rows} == {key: among_all[key] for key in (BALL, WATER)}
