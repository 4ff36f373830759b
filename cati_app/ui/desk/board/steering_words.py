"""What a change of a cell will do, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.fitting import is_unclassified, quota_of
from cati_app.domain.quota.moving import movable
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.domain.quota.what_if import Contradiction, Foreseen, WhatIf
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.texts import Words
from cati_app.ui.desk.board.reserved import reserved
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ReasonLine, ResultOption
from cati_app.ui.stage.states import Tone


def cell_name(words: Words, services: SupervisorServices, cell: CellId) -> str:
    """A cell as people call it."""
    if not is_unclassified(cell):
        return cell_text(services, cell)
    quota, told = which_quota(services, cell), words.say("not classified")
    return f"{quota}: {told}" if quota else told


def no_cell_text(words: Words, key: str) -> str:
    """What is to be done where no cell is selected.

    Args:
        key: Of what is selected; blank: nothing.
    """
    if key:
        return words.say("A sum of several cells is selected: Ctrl+M goes on to the cells.")
    return words.say("Select a cell first: the arrow keys move.")


def which_quota(services: SupervisorServices, cell: CellId) -> str:
    """What the quota of a cell is called, where there are several; else blank."""
    several = services.rules.quota is not None and services.rules.quota.further
    return services.texts.quota_words(quota_of(cell)) if several else ""


def where_to(words: Words, services: SupervisorServices, cell: SteeredCell) -> ResultOption:
    """A cell to which targets may go."""
    count = cell.count
    told = words.say("{achieved} of {target} done", achieved=count.achieved, target=count.target)
    if cell.intake is not Intake.OPEN:
        stands = words.say("paused") if cell.intake is Intake.PAUSED else words.say_in("cell", "closed")
        told = f"{told} · {stands}"
    return ResultOption(count.cell_id, cell_name(words, services, count.cell_id), told)


def movable_text(words: Words, cell: SteeredCell) -> str:
    """How many of its targets may go."""
    return words.say("Can be moved: {count}; what is done or has a place stays.", count=movable(cell))


def title_of(words: Words, names: Sequence[str], edit: CellEdit) -> str:
    """Heading of the panel.

    Args:
        names: Of the cells, as people call them.
    """
    name = names[0]
    if edit.move is not None:
        return words.say("Move targets: {cell} → {other}", cell=name, other=names[1])
    match edit.intake:
        case Intake.PAUSED:
            return words.say("{cell}: take nobody for now?", cell=name)
        case Intake.CLOSED:
            return words.say("{cell}: take nobody any more?", cell=name)
        case Intake.OPEN:
            return words.say("{cell}: take people again?", cell=name)
    return words.say("{cell}: another target", cell=name)


def action_of(words: Words, edit: CellEdit) -> str:
    """What Enter does."""
    if edit.move is not None:
        return words.say("Move the targets")
    match edit.intake:
        case Intake.PAUSED:
            return words.say("Pause the cell")
        case Intake.CLOSED:
            return words.say("Close the cell")
        case Intake.OPEN:
            return words.say("Open the cell")
    return words.say("Change the target")


def done_text(words: Words, names: Sequence[str], edit: CellEdit) -> str:
    """What was done."""
    name = names[0]
    if edit.move is not None:
        return words.say(
            "Targets moved: {count} from {cell} to {other}.", count=edit.move.count, cell=name, other=names[1]
        )
    match edit.intake:
        case Intake.PAUSED:
            return words.say("{cell} is paused.", cell=name)
        case Intake.CLOSED:
            return words.say("{cell} is closed.", cell=name)
        case Intake.OPEN:
            return words.say("{cell} takes people again.", cell=name)
    if edit.undoes:
        return words.say("{cell} stands as before the change.", cell=name)
    return words.say("The target of {cell} is {target} from now on.", cell=name, target=edit.target)


def undo_text(words: Words, names: Sequence[str], cell: SteeredCell, until: str) -> str:
    """What can be taken back, and until when."""
    change, name = cell.change, names[0]
    if len(names) > 1:
        return words.say(
            "Targets moved between {cell} and {other}; can be undone until {time} (Ctrl+Z)",
            cell=name,
            other=names[1],
            time=until,
        )
    if change is not None and change.target != cell.count.target:
        return words.say(
            "{cell}: target {before} → {target}; can be undone until {time} (Ctrl+Z)",
            cell=name,
            before=change.target,
            target=cell.count.target,
            time=until,
        )
    did = {
        Intake.PAUSED: words.say("paused"),
        Intake.CLOSED: words.say_in("cell", "closed"),
        Intake.OPEN: words.say("open again"),
    }[cell.intake]
    return words.say("{cell}: {change}; can be undone until {time} (Ctrl+Z)", cell=name, change=did, time=until)


def rows_of(words: Words, names: Sequence[str], what: WhatIf) -> tuple[tuple[str, ...], ...]:
    """Left and target of the cell and of its quota, or of both cells of a move, before → after."""
    rows = [(names[0], *_figures(what.cell))]
    if what.other is not None:
        rows.append((names[1], *_figures(what.other)))
    elif what.total != what.cell:
        rows.append((words.say("all cells"), *_figures(what.total)))
    return tuple(rows)


def _figures(foreseen: Foreseen) -> tuple[str, str]:
    before, after = foreseen.before, foreseen.after
    return _change(before.left, after.left), _change(before.target, after.target)


def _change(before: int, after: int) -> str:
    """Figures read from left to right in every script."""
    text = str(after) if before == after else f"{before} → {after}"
    return f"\u2066{text}\u2069"


def notes_of(
    words: Words, services: SupervisorServices, figures: BoardFigures, edit: CellEdit, what: WhatIf
) -> tuple[ReasonLine, ...]:
    """Who is inside, what is wanted below what is there, which quotas contradict one another."""
    cell = _steered(figures, edit.cell)
    lines = []
    inside = inside_text(words, figures, cell.count)
    if edit.move is not None:
        lines.append(ReasonLine("", movable_text(words, cell)))
    elif inside and edit.intake is not Intake.OPEN:
        lines.append(ReasonLine(words.say("Inside"), _stays(words, edit, inside)))
    if what.smallest is not None:
        told = words.say(
            "{count} are done or have a place: so many it stays, and less as places come back.", count=what.smallest
        )
        lines.append(ReasonLine("", told, Tone.WARN))
    if cell.planned != cell.count.target or edit.intake is None:
        planned = [_steered(figures, id_).planned for id_ in edit.cells]
        lines.append(ReasonLine(words.say("Planned in study.yaml"), " · ".join(map(str, planned))))
    plan = services.rules.quota
    if plan is not None:
        lines += [_contradiction(words, services, plan, gap) for gap in what.contradictions[:2]]
    return tuple(lines)


def _steered(figures: BoardFigures, id_: CellId) -> SteeredCell:
    return next(cell for cell in figures.steered if cell.count.cell_id == id_)


def inside_text(words: Words, figures: BoardFigures, count: CellCount) -> str:
    """Who has a place of a cell and is not done; blank for nobody."""
    running = figures.running_places.get(count.cell_id, 0)
    waiting = figures.suspended_places.get(count.cell_id, 0)
    elsewhere = reserved(figures, count)
    parts = [
        words.say("{count} in interview", count=running) if running else "",
        words.say("{count} suspended", count=waiting) if waiting else "",
        words.say("{count} reserved at stations", count=elsewhere) if elsewhere else "",
    ]
    return " · ".join(part for part in parts if part)


def _stays(words: Words, edit: CellEdit, inside: str) -> str:
    if edit.intake is None:
        return words.say("{inside}; they keep their places", inside=inside)
    return words.say("{inside}; they finish, nobody new comes", inside=inside)


def _contradiction(words: Words, services: SupervisorServices, plan: QuotaPlan, gap: Contradiction) -> ReasonLine:
    names = {quota.name: _quota_name(words, services, plan, quota) for quota in plan.quotas}
    told = words.say(
        "{quota} wants {wants}, {other} lets in {lets_in} at most",
        quota=names.get(gap.quota, gap.quota),
        wants=gap.wants,
        other=names.get(gap.other, gap.other),
        lets_in=gap.lets_in,
    )
    if gap.category:
        told = f"{told} ({_category(services, plan, gap)})"
    return ReasonLine("", told, Tone.WARN)


def _quota_name(words: Words, services: SupervisorServices, plan: QuotaPlan, quota: QuotaPlan) -> str:
    texts = services.texts
    if quota.name == plan.name:
        return words.say("Quotas: {dimensions}", dimensions=" × ".join(label for label, _ in texts.dimensions))
    return texts.further_quotas[quota.name].label if quota.name in texts.further_quotas else quota.name


def _category(services: SupervisorServices, plan: QuotaPlan, gap: Contradiction) -> str:
    """Labels of categories; their codes where the study has none."""
    texts = services.texts
    known = [labels for _, labels in texts.dimensions]
    for further in texts.further_quotas.values():
        known += further.categories
    labels = {code: text for names in reversed(known) for code, text in names.items()}
    return ", ".join(labels.get(code, code) for code in gap.category.split("/"))
