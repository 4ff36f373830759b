"""An analyst at work: the pages of the screen, each with a presenter of its own."""

from __future__ import annotations

from cati_app.ui.analyst.coding.presenter import CodingPresenter
from cati_app.ui.analyst.presenter import ExportPresenter
from cati_app.ui.analyst.reports.presenter import ReportsPresenter
from cati_app.ui.analyst.tables.presenter import TablesPresenter
from cati_app.ui.analyst.weights.presenter import WeightsPresenter
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage

DATA, CODING, WEIGHTS, TABLES, REPORTS = "data", "coding", "weights", "tables", "reports"


class AnalystPresenter(RolePresenter):
    """Hands keys and panels on to the page they belong to.

    Args:
        tab: The page in front.
    """

    def __init__(
        self,
        stage: Stage,
        data: ExportPresenter,
        coding: CodingPresenter,
        weights: WeightsPresenter,
        tables: TablesPresenter,
        reports: ReportsPresenter,
        tab: str = DATA,
    ) -> None:
        self._stage = stage
        self.data = data
        self.coding = coding
        self.weights = weights
        self.tables = tables
        self.reports = reports
        self._tab = tab

    def start(self) -> None:
        """The page in front fills."""
        self.data.start()
        self.tab_shown(self._tab)

    def tab_shown(self, key: str) -> None:
        """Another page came to the front."""
        self._tab = key
        self._stage.situate(tab=key)
        if key == CODING:
            self.coding.shown()
        elif key == WEIGHTS:
            self.weights.shown()
        elif key == TABLES:
            self.tables.shown()
        elif key == REPORTS:
            self.reports.shown()

    def tick(self) -> None:
        """What a hub has goes on to arrive."""
        self.data.tick()

    def command(self, name: str) -> None:
        """A command of the table."""
        pages = (self.coding, self.weights, self.tables, self.reports)
        if not any(page.command(name) for page in pages):
            self.data.command(name)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Enter in a panel."""
        pages = (self.coding, self.weights, self.tables, self.reports)
        if not any(page.text_saved(kind, text) for page in pages):
            self.data.text_saved(kind, ref, text)
