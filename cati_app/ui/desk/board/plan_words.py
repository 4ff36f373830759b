"""A plan of targets in words: what it rests on, each category and each cell, as they are and as they would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.texts import Words
from cati_app.ui.desk.board.steering_words import cell_name
from cati_app.ui.desk.plan_port import MadePlan
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import ReasonLine
from cati_app.ui.stage.states import Tone

_MANY = 6
"""So many cells are named where they are off."""
Counts = Mapping[str, CellCount]


def rows_of(words: Words, services: SupervisorServices, plan: MadePlan, counts: Counts) -> tuple[tuple[str, ...], ...]:
    """Name, target now, target planned, exact value: first the categories, then the cells."""
    variables = list(dict.fromkeys(variable for variable, _, _, _ in plan.margins))
    rows = []
    for variable, code, share, target in plan.margins:
        at = variables.index(variable)
        label, categories = _labels(services, plan, at, variable)
        now = [counts.get(cell.cell) for cell in plan.cells if cell.categories[at] == code]
        before = str(sum(count.target for count in now if count)) if now and all(now) else "–"
        rows.append((f"{label}: {categories.get(code, code)}", before, str(target), f"{share:.1%}"))
    for cell in plan.cells:
        count = counts.get(cell.cell)
        name = _name(words, services, cell.cell, counts)
        rows.append((name, "–" if count is None else str(count.target), str(cell.target), f"{cell.exact:.1f}"))
    return tuple(rows)


def _labels(services: SupervisorServices, plan: MadePlan, at: int, variable: str) -> tuple[str, Mapping[str, str]]:
    """What a variable and its categories are called."""
    further = services.texts.further_quotas.get(plan.wish.quota)
    if further is not None:
        return variable, further.categories[at]
    dimensions = services.texts.dimensions
    return dimensions[at] if at < len(dimensions) else (variable, {})


def _name(words: Words, services: SupervisorServices, cell: str, counts: Counts) -> str:
    return cell_name(words, services, CellId(cell)) if cell in counts else cell.replace("/", " · ")


def notes_of(words: Words, services: SupervisorServices, plan: MadePlan, counts: Counts) -> Iterator[ReasonLine]:
    """What keeps it from being put in force, what comes with it, and what it rests on."""
    for fault in plan.faults:
        yield ReasonLine("", words.worded(fault), Tone.WARN)
    yield ReasonLine(
        "",
        words.say(
            "{total} interviews in {cells} cells: a planning figure of a quota sample, no margin of error.",
            total=plan.total,
            cells=len(plan.cells),
        ),
    )
    more = [cell for cell in plan.cells if (count := counts.get(cell.cell)) is not None and count.taken > cell.target]
    if more:
        told = words.say_count(
            "{count} cell has more than that already, done or held: it takes nobody until places come back.",
            "{count} cells have more than that already, done or held: they take nobody until places come back.",
            len(more),
        )
        yield ReasonLine("", told, Tone.WARN)
    if plan.deff > 1:
        told = words.say(
            "Design effect {deff}: for the people as a whole as much as {effective} interviews without oversampling.",
            deff=f"{plan.deff:.3f}",
            effective=f"{plan.effective:.0f}",
        )
        yield ReasonLine(words.say("Price"), told)
    off = [_name(words, services, cell.cell, counts) for cell in plan.cells if cell.is_off]
    if off:
        yield ReasonLine(words.say("An interview or more off"), ", ".join(off[:_MANY]))
    if plan.is_product:
        told = words.say("between the tables no association was assumed; a cross table tells of one")
        yield ReasonLine(words.say("Estimate"), told)
    elif plan.seed:
        yield ReasonLine(words.say("Estimate"), words.say("associations from {seed}", seed=plan.seed))
    variables = list(dict.fromkeys(variable for variable, _, _, _ in plan.margins))
    for variable, (source, is_estimate) in plan.sources.items():
        name = _labels(services, plan, variables.index(variable), variable)[0]
        yield ReasonLine(name, f"{source} ({words.say('estimate')})" if is_estimate else source)
    if plan.at_hub:
        told = words.say(
            "here at once; at the stations of the hub once the study is brought there: P on the tab Settings"
        )
        yield ReasonLine(words.say("Holds"), told)
    if not any(cell.cell in counts for cell in plan.cells):
        yield ReasonLine("", words.say("Interviews held so far count for no cell of it."), Tone.WARN)
