"""Brings what the analyst's pages say to the presenter at work."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.ui.analyst.coding.views import CodingView
from cati_app.ui.analyst.desk_presenter import AnalystPresenter
from cati_app.ui.analyst.dossier.views import DossierView
from cati_app.ui.analyst.release.views import ReleaseView
from cati_app.ui.analyst.reports.views import ReportsView
from cati_app.ui.analyst.review.views import ReviewView
from cati_app.ui.analyst.tables.views import TablesView
from cati_app.ui.analyst.units.views import UnitsView
from cati_app.ui.analyst.views import AnalystTabs, ExportView
from cati_app.ui.analyst.weights.views import WeightsView
from cati_app.ui.stage.forwarding import forwarding


def connect_analyst(
    tabs: AnalystTabs,
    data: ExportView,
    review: ReviewView,
    coding: CodingView,
    units: UnitsView,
    release: ReleaseView,
    weights: WeightsView,
    tables: TablesView,
    reports: ReportsView,
    dossier: DossierView,
    at_work: Callable[[], AnalystPresenter | None],
) -> None:
    """Connect the pages once for a window."""
    tabs.tab_shown.connect(forwarding(at_work, lambda p: p.tab_shown))
    data.export_asked.connect(forwarding(at_work, lambda p: p.data.export))
    data.stop_asked.connect(forwarding(at_work, lambda p: p.data.stop))
    data.since_changed.connect(forwarding(at_work, lambda p: p.data.since_changed))
    data.since_left.connect(forwarding(at_work, lambda p: p.data.since_left))
    review.interview_chosen.connect(forwarding(at_work, lambda p: p.review.interview_chosen))
    review.act_asked.connect(forwarding(at_work, lambda p: p.review.act))
    review.command_asked.connect(forwarding(at_work, lambda p: p.command))
    review.stop_asked.connect(forwarding(at_work, lambda p: p.review.stop))
    coding.question_chosen.connect(forwarding(at_work, lambda p: p.coding.question_chosen))
    coding.codes_picked.connect(forwarding(at_work, lambda p: p.coding.codes_picked))
    coding.give_asked.connect(forwarding(at_work, lambda p: p.coding.give))
    coding.moved.connect(forwarding(at_work, lambda p: p.coding.moved))
    coding.command_asked.connect(forwarding(at_work, lambda p: p.command))
    units.digit_struck.connect(forwarding(at_work, lambda p: p.frame_coding.digit_struck))
    units.option_clicked.connect(forwarding(at_work, lambda p: p.frame_coding.option_clicked))
    units.letter_struck.connect(forwarding(at_work, lambda p: p.frame_coding.letter_struck))
    units.erase_asked.connect(forwarding(at_work, lambda p: p.frame_coding.erase_asked))
    units.more_asked.connect(forwarding(at_work, lambda p: p.frame_coding.more_asked))
    units.give_asked.connect(forwarding(at_work, lambda p: p.frame_coding.give))
    units.moved.connect(forwarding(at_work, lambda p: p.frame_coding.moved))
    units.command_asked.connect(forwarding(at_work, lambda p: p.command))
    release.variable_chosen.connect(forwarding(at_work, lambda p: p.release.variable_chosen))
    release.clear_asked.connect(forwarding(at_work, lambda p: p.release.clear))
    release.moved.connect(forwarding(at_work, lambda p: p.release.moved))
    release.command_asked.connect(forwarding(at_work, lambda p: p.command))
    weights.recipe_selected.connect(forwarding(at_work, lambda p: p.weights.recipe_selected))
    weights.look_asked.connect(forwarding(at_work, lambda p: p.weights.look))
    weights.margins_named.connect(forwarding(at_work, lambda p: p.weights.margins_named))
    weights.command_asked.connect(forwarding(at_work, lambda p: p.command))
    weights.stop_asked.connect(forwarding(at_work, lambda p: p.weights.stop))
    tables.question_chosen.connect(forwarding(at_work, lambda p: p.tables.question_chosen))
    tables.command_asked.connect(forwarding(at_work, lambda p: p.command))
    tables.stop_asked.connect(forwarding(at_work, lambda p: p.tables.stop))
    dossier.theme_chosen.connect(forwarding(at_work, lambda p: p.dossier.theme_chosen))
    dossier.decide_asked.connect(forwarding(at_work, lambda p: p.dossier.decide))
    dossier.command_asked.connect(forwarding(at_work, lambda p: p.command))
    reports.report_chosen.connect(forwarding(at_work, lambda p: p.reports.report_chosen))
    reports.look_asked.connect(forwarding(at_work, lambda p: p.reports.look))
    reports.command_asked.connect(forwarding(at_work, lambda p: p.command))
    reports.stop_asked.connect(forwarding(at_work, lambda p: p.reports.stop))
