"""An analyst at work: the pages of the screen, each with a presenter of its own."""

from __future__ import annotations

from cati_app.ui.analyst.coding.presenter import CodingPresenter
from cati_app.ui.analyst.dossier.presenter import DossierPresenter
from cati_app.ui.analyst.presenter import ExportPresenter
from cati_app.ui.analyst.release.presenter import ReleasePresenter
from cati_app.ui.analyst.reports.presenter import ReportsPresenter
from cati_app.ui.analyst.review.presenter import ReviewPresenter
from cati_app.ui.analyst.tables.presenter import TablesPresenter
from cati_app.ui.analyst.units.presenter import UnitsPresenter
from cati_app.ui.analyst.views import AnalystTabs
from cati_app.ui.analyst.weights.presenter import WeightsPresenter
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage

DATA, REVIEW, CODING, WEIGHTS = "data", "review", "coding", "weights"
TABLES, REPORTS, RELEASE = "tables", "reports", "release"
UNITS, DOSSIER = "units", "dossier"

_Page = ReviewPresenter | CodingPresenter | WeightsPresenter | TablesPresenter | ReportsPresenter | DossierPresenter


class AnalystPresenter(RolePresenter):
    """Hands keys and panels on to the page they belong to.

    Args:
        tabs: The pages as the window has them.
    """

    def __init__(
        self,
        stage: Stage,
        tabs: AnalystTabs,
        data: ExportPresenter,
        review: ReviewPresenter,
        coding: CodingPresenter,
        units: UnitsPresenter,
        release: ReleasePresenter,
        weights: WeightsPresenter,
        tables: TablesPresenter,
        reports: ReportsPresenter,
        dossier: DossierPresenter,
    ) -> None:
        self._stage = stage
        self._tabs = tabs
        self.data = data
        self.review = review
        self.coding = coding
        self.frame_coding = units
        self.release = release
        self.weights = weights
        self.tables = tables
        self.reports = reports
        self.dossier = dossier

    def start(self) -> None:
        """The page in front fills."""
        self.data.start()
        self._tabs.show_tab(self._tabs.tab)  # the focus goes there, too
        self.tab_shown(self._tabs.tab)

    def tab_shown(self, key: str) -> None:
        """Another page came to the front."""
        self._stage.situate(tab=key)
        self.review.hidden()
        if key == REVIEW:
            self.review.shown()
        elif key == CODING:
            self.coding.shown()
        elif key == UNITS:
            self.frame_coding.shown()
        elif key == RELEASE:
            self.release.shown()
        elif key == DOSSIER:
            self.dossier.shown()
        elif key == WEIGHTS:
            self.weights.shown()
        elif key == TABLES:
            self.tables.shown()
        elif key == REPORTS:
            self.reports.shown()

    def tick(self) -> None:
        """What a hub has goes on to arrive."""
        self.data.tick()
        self.review.tick()

    def command(self, name: str) -> None:
        """A command of the table."""
        if name == "propose_review":
            self._tabs.show_tab(REVIEW)
            self.review.ask_name()
        else:
            next((page for page in self._pages if page.command(name)), None)

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        self.review.chosen(kind, code)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Enter in a panel."""
        next((page for page in self._pages_with_panels if page.text_saved(kind, text)), None)

    @property
    def _pages(self) -> tuple[_Page | ReleasePresenter | UnitsPresenter, ...]:
        return *self._pages_with_panels, self.frame_coding, self.release

    @property
    def _pages_with_panels(self) -> tuple[_Page, ...]:
        return self.review, self.coding, self.weights, self.tables, self.reports, self.dossier
