"""An analyst at work: the pages of the screen, each with a presenter of its own."""

from __future__ import annotations

from cati_app.ui.analyst.presenter import ExportPresenter
from cati_app.ui.analyst.reports.presenter import ReportsPresenter
from cati_app.ui.analyst.tables.presenter import TablesPresenter
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage

DATA, TABLES, REPORTS = "data", "tables", "reports"


class AnalystPresenter(RolePresenter):
    """Hands keys and panels on to the page they belong to.

    Args:
        tab: The page in front.
    """

    def __init__(
        self,
        stage: Stage,
        data: ExportPresenter,
        tables: TablesPresenter,
        reports: ReportsPresenter,
        tab: str = DATA,
    ) -> None:
        self._stage = stage
        self.data = data
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
        if key == TABLES:
            self.tables.shown()
        elif key == REPORTS:
            self.reports.shown()

    def tick(self) -> None:
        """What a hub has goes on to arrive."""
        self.data.tick()

    def command(self, name: str) -> None:
        """A command of the table."""
        if not self.tables.command(name) and not self.reports.command(name):
            self.data.command(name)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Enter in a panel."""
        if not self.tables.text_saved(kind, text) and not self.reports.text_saved(kind, text):
            self.data.text_saved(kind, ref, text)
