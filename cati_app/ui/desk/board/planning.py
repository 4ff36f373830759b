"""N: targets planned from published tables, beside those that stand; why; then they stand in study.yaml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.texts.plan_rules import plan_rule_words
from cati_app.ui.desk.board.plan_typed import TypedPlan, typed_plan, wish_of
from cati_app.ui.desk.board.plan_words import notes_of, rows_of
from cati_app.ui.desk.plan_port import MadePlan, PlanDesk, PlanWish
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, PlanPanelState, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import environment_text, rule_text
from cati_app.values import dataclass


def _silent(share: float, text: str) -> None:
    """Nobody is told how far the reading is."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan that is being decided.

    Args:
        change: Its id, which keeps what is typed.
        wish: None: what is typed cannot be read, `message` says why.
        waits: The message is that the plan is being worked out.
    """

    change: str
    tables: tuple[str, ...]
    quota: str
    typed: TypedPlan
    wish: PlanWish | None = None
    made: MadePlan | None = None
    reason: str = ""
    message: str = ""
    waits: bool = False


class Planning:
    """One plan at a time; tables are read where nobody waits for the store, nor for a backup."""

    def __init__(self, stage: Stage, services: SupervisorServices, refresh: Callable[[], None]) -> None:
        self._stage = stage
        self._services = services
        self._refresh = refresh
        self._figures: BoardFigures | None = None
        self._tables: tuple[str, ...] = ()
        self._draft: _Draft | None = None
        self._reading: PlanWish | None = None

    @property
    def _desk(self) -> PlanDesk | None:
        return self._services.planning

    def read(self, figures: BoardFigures) -> None:
        """What the board has read: the targets now, beside those that are planned."""
        self._figures = figures
        if self._draft is not None:
            self._panel()

    # -- beginning ---------------------------------------------------------------------------------------------

    def tables_chosen(self, tables: tuple[str, ...]) -> None:
        """Files with published tables; of several quotas one is chosen first."""
        desk = self._desk
        if desk is None or not tables:
            return
        self._tables, quotas, words = tables, desk.quotas(), self._stage.words
        if len(quotas) < 2:
            self._begin("")
            return
        options = tuple(ResultOption(name, name, variables) for name, variables in quotas)
        self._stage.panel(ChoicePanelState(PanelKind.PLAN_QUOTA, words.say("Which quota is planned?"), options))

    def chosen(self, name: str) -> None:
        """One of several quotas."""
        self._begin(name)

    def _begin(self, quota: str) -> None:
        desk, plan = self._desk, self._services.rules.quota
        if desk is None:
            return
        quotas = {each.name: each for each in (plan, *plan.further)} if plan is not None else {}
        there = quotas.get(quota, plan)
        size = str(sum(there.targets.values())) if there is not None else ""
        self._draft = _Draft(desk.new_change(), self._tables, quota, TypedPlan(size))
        self._look()

    # -- what it comes to --------------------------------------------------------------------------------------

    def typed(self, lines: str) -> None:
        """Something else stands in the fields."""
        draft = self._draft
        if draft is not None and typed_plan(lines) != draft.typed:
            self._draft = replace(draft, typed=typed_plan(lines), message="")
            self._look()

    def _look(self) -> None:
        draft, desk = self._draft, self._desk
        if draft is None or desk is None:
            return
        try:
            wish = wish_of(self._stage.words, draft.typed, draft.tables, draft.quota)
        except ValueError as error:
            self._draft = replace(draft, wish=None, made=None, message=str(error))
            self._panel()
            return
        if draft.wish != wish:
            self._draft = replace(draft, wish=wish, made=None)
        self._panel()
        if self._reading is None:
            self._reading = wish
            self._stage.run_long(lambda _: desk.plan(wish), self._made, partial(self._not_made, wish), _silent, "net")

    def _made(self, made: MadePlan) -> None:
        self._reading = None
        if self._draft is not None and self._draft.wish == made.wish:
            draft = replace(self._draft, made=made)
            self._draft = replace(draft, message="", waits=False) if draft.waits else draft
            self._panel()
        else:
            self._look()

    def _not_made(self, wish: PlanWish, error: Exception) -> bool:
        """Why it cannot be stands in the panel."""
        self._reading = None
        if not isinstance(error, (RuleViolation, EnvironmentProblem)):
            return False
        if self._draft is not None and self._draft.wish == wish:
            self._draft = replace(self._draft, message=self._why(error))
            self._panel()
        else:
            self._look()
        return True

    def _why(self, error: RuleViolation | EnvironmentProblem) -> str:
        words = self._stage.words
        if isinstance(error, EnvironmentProblem):
            return " ".join(environment_text(words, error))
        return plan_rule_words(words, error) or rule_text(words, error)

    def _panel(self) -> None:
        draft, words = self._draft, self._stage.words
        if draft is None:
            return
        made = draft.made
        counts = {str(count.cell_id): count for count in self._figures.cells} if self._figures is not None else {}
        names = ", ".join(PurePath(table.replace("\\", "/")).name for table in draft.tables)
        title = words.say("Plan targets: {quota}", quota=draft.quota) if draft.quota else words.say("Plan targets")
        self._stage.panel(
            PlanPanelState(
                ref=draft.change,
                title=title,
                text=words.say("From {files}. Nothing is changed before Enter in the last field.", files=names),
                fields=draft.typed.lines(),
                columns=(words.say("now"), words.say("planned"), words.say("exact")) if made else (),
                rows=rows_of(words, self._services, made, counts) if made else (),
                notes=tuple(notes_of(words, self._services, made, counts)) if made else (),
                reason=draft.reason,
                message=draft.message,
            )
        )

    # -- deciding ----------------------------------------------------------------------------------------------

    def reason_given(self, lines: str, reason: str) -> None:
        """Enter in the last field."""
        self.typed(lines)
        draft, words = self._draft, self._stage.words
        if draft is None:
            return
        self._draft = draft = replace(draft, reason=reason)
        made = draft.made
        if draft.wish is None or (made is None and draft.message):
            self._panel()
        elif made is None:
            self._draft = replace(draft, waits=True)
            self._refuse(words.say("The plan is being worked out: look, then press Enter again."))
        elif not reason.strip():
            self._refuse(rule_text(words, RuleViolation("reason_needed")))
        elif made.faults:
            self._refuse(words.say("So it cannot be: see above."))
        else:
            self._put_in_force(draft, made)

    def _refuse(self, message: str) -> None:
        if self._draft is not None:
            self._draft = replace(self._draft, message=message)
            self._panel()

    def _put_in_force(self, draft: _Draft, made: MadePlan) -> None:
        desk = self._desk
        if desk is None:
            return
        self.closed()
        self._stage.shell.hide_panel()
        work = partial(desk.put_in_force, draft.change, made, draft.reason.strip())
        self._stage.run(work, partial(self._done, made), partial(self._failed, draft))

    def _done(self, made: MadePlan, changes: ChangeSet) -> None:
        told = self._stage.words.say(
            "{count} interviews are planned and stand in study.yaml. Ctrl+Z on the tab Settings takes it back.",
            count=made.total,
        )
        self._stage.say(told, tone=Tone.OK)
        self._stage.changed(changes)

    def _failed(self, draft: _Draft, error: Exception) -> bool:
        """Nothing that was typed is lost."""
        if not isinstance(error, (RuleViolation, EnvironmentProblem)):
            return False
        self._draft = replace(draft, wish=None, made=None, message=self._why(error))
        self._look()
        return True

    def closed(self) -> None:
        """Esc: nothing is changed."""
        self._draft = None
