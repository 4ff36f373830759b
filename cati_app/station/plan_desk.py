"""Planning on the board: from published tables to the targets of study.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.fitting import OF_QUOTA
from cati_app.domain.quota.plan_size import planned_size
from cati_app.domain.quota.planning import TargetPlan
from cati_app.station.planning import planned, sources_in, sources_of
from cati_app.station.settings_desk import StationSettings
from cati_app.study.model import Study
from cati_app.study.plan_settings import planned_settings
from cati_app.study.settings_file import ChangedSettings, SettingsText, change, changed_elsewhere
from cati_app.ui.desk.plan_port import MadePlan, PlannedTarget, PlanWish


class StationPlanning:
    """Implements `PlanDesk`.

    Args:
        settings: Through which study.yaml is read and changed.
    """

    def __init__(self, settings: StationSettings) -> None:
        self._settings = settings

    def quotas(self) -> Sequence[tuple[str, str]]:
        """Name and variables of each."""
        quotas = self._settings.study.quotas
        return [(quota.name, " × ".join(d.variable for d in quota.dimensions)) for _, quota in quotas]

    def new_change(self) -> str:
        """Id of a plan that is about to be put in force."""
        return self._settings.new_change()

    def plan(self, wish: PlanWish) -> MadePlan:
        """From published tables to whole numbers."""
        total, text = wish.total, self._settings.whole()
        if total is None:
            if wish.standard_error is None:
                raise RuleViolation("plan_total_needed")
            total = planned_size(wish.standard_error, deff=wish.deff, population=wish.population)
        study = text.loaded.study or self._settings.study
        seed = Path(wish.seed).expanduser() if wish.seed else None
        files = [Path(table) for table in wish.tables]
        made, tables = planned(study, files, total, seed, wish.factors, wish.minimum, wish.quota)
        plan = _told(study, wish, text, made, sources_of(made, tables, sources_in(study, wish.quota)))
        changed = self._changed(text, plan)
        return replace(plan, faults=self._settings.faults(changed), at_hub=self._settings.is_at_hub)

    def _changed(self, text: SettingsText, plan: MadePlan) -> ChangedSettings:
        study = text.loaded.study or self._settings.study
        targets = {"/".join(cell.categories): cell.target for cell in plan.cells}
        categories: dict[str, list[str]] = {}
        for variable, category, _, _ in plan.margins:
            categories.setdefault(variable, []).append(category)
        return change(text, planned_settings(study, plan.wish.quota, targets, plan.sources, categories))

    def put_in_force(self, change: str, plan: MadePlan, reason: str) -> ChangeSet:
        """Write the targets into study.yaml."""
        text = self._settings.whole()
        if text.digest != plan.digest:
            raise changed_elsewhere(text.path)
        return self._settings.put_in_force(self._changed(text, plan), change, reason)


def _told(
    study: Study, wish: PlanWish, text: SettingsText, made: TargetPlan, sources: dict[str, tuple[str, bool]]
) -> MadePlan:
    """The plan as the board shows it, before study.yaml was looked at."""
    further = {quota.name for quota in study.further_quotas}
    before = f"{wish.quota}{OF_QUOTA}" if wish.quota in further else ""
    cells = tuple(
        PlannedTarget(f"{before}{'/'.join(each.cell)}", each.cell, each.target, float(each.exact), each.is_off)
        for each in made.cells
    )
    margins = tuple((m.dimension, m.category, float(m.people), m.target) for m in made.margins())
    return MadePlan(
        wish=wish,
        digest=text.digest,
        total=made.total,
        cells=cells,
        margins=margins,
        deff=float(made.deff),
        effective=float(made.effective),
        is_product=made.is_product,
        seed=made.seed,
        sources=sources,
    )
