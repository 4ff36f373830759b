"""The supervisor changes a cell, or moves targets: what it will do, why; done, it can be taken back for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.moving import is_apart, movable, neighbours
from cati_app.domain.quota.steering import MOST, CellEdit, Intake, SteeredCell, TargetMove
from cati_app.domain.quota.what_if import foresee
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.ui.desk.ahead_words import columns_of, gained_text, rows_with
from cati_app.ui.desk.board.change_ahead import AheadOfChange
from cati_app.ui.desk.board.steering_words import (
    action_of,
    cell_name,
    done_text,
    movable_text,
    no_cell_text,
    notes_of,
    rows_of,
    title_of,
    undo_text,
    where_to,
)
from cati_app.ui.desk.board.views import BoardView
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ReasonLine, SteeringPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.wording import rule_text
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class _Draft:
    """A change that is being decided.

    Args:
        edit: With the number that stands in the field, as far as it can be read.
        text: Of the field.
        ref: Of the panel, which keeps what is typed.
    """

    ref: str
    edit: CellEdit
    text: str | None
    reason: str = ""
    message: str = ""


class Steering:
    """One change at a time.

    Args:
        refresh: Reads the board anew.
    """

    def __init__(
        self, stage: Stage, view: BoardView, services: SupervisorServices, refresh: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._view = view
        self._services = services
        self._refresh = refresh
        self._figures: BoardFigures | None = None
        self._draft: _Draft | None = None
        self._sent: CellEdit | None = None
        self._again: _Draft | None = None  # somebody was faster: to be decided again on what is read next
        self._ahead = AheadOfChange(stage, services.outlook, self._panel)
        self._giving = ""  # the cell whose targets go to another one

    def read(self, figures: BoardFigures) -> None:
        """What the board has read: an open panel foresees from it."""
        self._figures = figures
        self._stage.situate(has_cells=bool(figures.steered), can_undo_change=self._undoable() is not None)
        if self._again is not None:
            again, self._again = self._again, None
            self._decide_again(again)
        elif self._draft is not None and self._is_overtaken(self._draft):
            self._decide_again(self._draft)
        elif self._draft is not None:
            self._panel()

    def _is_overtaken(self, draft: _Draft) -> bool:
        """Whether somebody else has changed a cell while its panel is open."""
        return self._on_what_is_seen(draft.edit) not in (None, draft.edit)

    @property
    def undo_line(self) -> str:
        """What can be taken back, and until when; blank: nothing, or people have places because of it by now."""
        cell = self._undoable()
        if cell is None or cell.change is None:
            return ""
        cells = self._figures.steered if self._figures is not None else ()
        both = [each for each in cells if each.version == cell.version]
        if any(each.used for each in both):
            return ""
        names = [cell_name(self._stage.words, self._services, each.count.cell_id) for each in both]
        until = self._services.rules.calendar.local(cell.change.until)
        return undo_text(self._stage.words, names, cell, f"{until:%H:%M}")

    def expire(self) -> None:
        """Time has passed: what can no longer be taken back is offered no more."""
        if self._stage.situation.can_undo_change and self._undoable() is None:
            self._refresh()

    # -- deciding ----------------------------------------------------------------------------------------------

    def ask(self, command: str) -> None:
        """T, M, P, C or O on the cell selected."""
        cell = self._cell(self._view.selected_cell())
        if cell is None:
            self._stage.say(no_cell_text(self._stage.words, self._view.selected_cell()))
            return
        if command == "cell_move":
            self._ask_where_to(cell)
            return
        toggled = {"cell_pause": Intake.PAUSED, "cell_close": Intake.CLOSED, "cell_open": Intake.OPEN}.get(command)
        intake = Intake.OPEN if toggled is cell.intake else toggled
        if intake is cell.intake:
            name = cell_name(self._stage.words, self._services, cell.count.cell_id)
            self._stage.say(self._stage.words.say("{cell} is open already.", cell=name))
            return
        target = cell.count.target if intake is None else None
        edit = CellEdit(self._services.cells.new_change(), cell.count.cell_id, target, intake, seen=cell.version)
        self._draft = _Draft(edit.id, edit, None if target is None else str(target))
        self._panel()

    def _ask_where_to(self, cell: SteeredCell) -> None:
        """Cells that differ in one category: all margins but one stay."""
        plan, words = self._services.rules.quota, self._stage.words
        beside = neighbours(plan, cell.count.cell_id) if plan is not None else ()
        others = [other for other in map(self._cell, beside) if other is not None]
        if not others:
            self._stage.say(words.say("No other cell of this quota differs from it in one category alone."))
            return
        if not movable(cell):
            self._stage.explain(RuleViolation("move_too_many"))
            return
        options = tuple(where_to(words, self._services, other) for other in others)
        title = words.say(
            "Move targets of {cell}: to which cell?", cell=cell_name(words, self._services, cell.count.cell_id)
        )
        self._giving = cell.count.cell_id
        self._stage.panel(ChoicePanelState(PanelKind.MOVE_TO, title, options, movable_text(words, cell)))

    def chosen(self, code: str) -> None:
        """The cell that shall have more; then how many, and why."""
        giving, taking = self._cell(self._giving), self._cell(code)
        if giving is None or taking is None:
            return
        move = TargetMove(taking.count.cell_id, 1, taking.version)
        edit = CellEdit(self._services.cells.new_change(), giving.count.cell_id, seen=giving.version, move=move)
        self._draft = _Draft(edit.id, edit, "1")
        self._panel()

    def typed(self, text: str) -> None:
        """Another number stands in the field."""
        if self._draft is None or self._draft.text is None:
            return
        edit = self._with_number(self._draft.edit, text)
        message = "" if edit is not None or not text else self._impossible(self._draft.edit)
        self._draft = replace(self._draft, edit=edit or self._draft.edit, message=message)
        self._panel()

    def _with_number(self, edit: CellEdit, text: str) -> CellEdit | None:
        """The change with what was typed; None: that is no number that can be."""
        number, cell = _read(text), self._cell(edit.cell)
        if number is None or cell is None:
            return None
        if edit.move is None:
            return replace(edit, target=number)
        return replace(edit, move=replace(edit.move, count=number)) if 1 <= number <= movable(cell) else None

    def reason_given(self, text: str, reason: str) -> None:
        """Enter in the panel."""
        draft = self._draft
        if draft is None:
            return
        if draft.text is not None:
            edit = self._with_number(draft.edit, text)
            if edit is None:
                self._draft = replace(draft, message=self._impossible(draft.edit))
                self._panel()
                return
            draft = replace(draft, edit=edit, text=text)
        if not reason.strip():
            self._draft = replace(draft, message=rule_text(self._stage.words, RuleViolation("reason_needed")))
            self._panel()
            return
        self.closed()
        self._stage.shell.hide_panel()
        self._make(replace(draft, reason=reason.strip()))

    def closed(self) -> None:
        """Esc: nothing is changed."""
        self._draft = None
        self._ahead.forget()

    def undo(self) -> None:
        """Ctrl+Z: the last change that this person made is taken back."""
        cell = self._undoable()
        if cell is None:
            self._stage.explain(RuleViolation("undo_nothing"))
            return
        new = self._services.cells.new_change()
        self._make(_Draft(new, CellEdit(new, cell.count.cell_id, undoes=cell.version), None))

    def _make(self, draft: _Draft) -> None:
        sent = self._sent
        if sent is not None and sent.id == draft.edit.id and sent != draft.edit:  # no answer came to another number
            draft = replace(draft, edit=replace(draft.edit, id=self._services.cells.new_change()))
        self._sent = draft.edit
        work = partial(self._services.cells.steer, self._services.user, draft.edit, draft.reason)
        waits_for = self._stage.words.say("The hub is asked …")
        done, failed = partial(self._done, draft.edit), partial(self._failed, draft)
        self._stage.ask(work, done, failed, waits_for, self._services.stop_waiting)

    def _done(self, edit: CellEdit, changes: ChangeSet) -> None:
        words = self._stage.words
        self._stage.say(done_text(words, self._names(edit), edit), tone=Tone.OK)
        self._stage.changed(changes)

    def _failed(self, draft: _Draft, error: Exception) -> bool:
        """Whoever was slower decides again; a change that may not have arrived waits in the panel, and is made once."""
        if isinstance(error, RuleViolation) and error.code == "cell_changed":
            self._again = draft
            self._refresh()
            return True
        if isinstance(error, EnvironmentProblem) and not draft.edit.undoes:
            self._stage.explain(error)
            self._draft = draft
            self._panel()
            return True
        if isinstance(error, RuleViolation):
            self._refresh()
        return False

    def _decide_again(self, draft: _Draft) -> None:
        seen = self._on_what_is_seen(draft.edit)
        if seen is None:
            return
        message = rule_text(self._stage.words, RuleViolation("cell_changed"))
        self._draft = replace(draft, edit=replace(seen, id=self._services.cells.new_change()), message=message)
        self._panel()

    def _on_what_is_seen(self, edit: CellEdit) -> CellEdit | None:
        """The same change on the cells as they were read last; None: one is not there."""
        cell = self._cell(edit.cell)
        if cell is None:
            return None
        if edit.move is None:
            return replace(edit, seen=cell.version)
        other = self._cell(edit.move.to)
        if other is None:
            return None
        return replace(edit, seen=cell.version, move=replace(edit.move, seen=other.version))

    # -- what is shown -----------------------------------------------------------------------------------------

    def _panel(self) -> None:
        draft, figures, plan = self._draft, self._figures, self._services.rules.quota
        if draft is None or figures is None or plan is None or self._cell(draft.edit.cell) is None:
            return
        words, edit, names = self._stage.words, draft.edit, self._names(draft.edit)
        what = foresee(plan, figures.steered, edit)
        told = self._ahead.of(edit)
        is_open = self._ahead.is_told and (told is not None or not self._ahead.is_known(edit))
        self._stage.panel(
            SteeringPanelState(
                draft.ref,
                title_of(words, names, edit),
                action_of(words, edit),
                (words.say("to go"), words.say("Target"), *(columns_of(words) if is_open else ())),
                rows_with(words, rows_of(words, names, what), told, is_open=is_open),
                (
                    *((ReasonLine(words.say("Whole quota"), gained_text(words, told)),) if told is not None else ()),
                    *notes_of(words, self._services, figures, edit, what),
                ),
                draft.text,
                draft.reason,
                draft.message,
                words.say("Target") if edit.move is None else words.say("How many"),
            )
        )

    def _impossible(self, edit: CellEdit) -> str:
        if edit.move is not None:
            return rule_text(self._stage.words, RuleViolation("move_too_many"))
        return rule_text(self._stage.words, RuleViolation("target_impossible", most=MOST))

    def _names(self, edit: CellEdit) -> list[str]:
        """Of the cells of a change, as people call them."""
        return [cell_name(self._stage.words, self._services, cell) for cell in edit.cells]

    def _cell(self, key: str) -> SteeredCell | None:
        cells = self._figures.steered if self._figures is not None else ()
        return next((cell for cell in cells if cell.count.cell_id == CellId(key)), None)

    def _undoable(self) -> SteeredCell | None:
        """The newest change of this person that can be taken back still."""
        now, cells = self._services.clock.now(), self._figures.steered if self._figures is not None else ()
        own = [
            cell
            for cell in cells
            if cell.change is not None and cell.change.by == self._services.user.id and now <= cell.change.until
            if not is_apart(cell, cells)
        ]
        return max(own, key=lambda cell: cell.change.at if cell.change is not None else now, default=None)


def _read(text: str) -> int | None:
    """A target as it is typed, with the digits of any script; None: it is none."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(MOST)) else None
    return number if number is not None and number <= MOST else None
