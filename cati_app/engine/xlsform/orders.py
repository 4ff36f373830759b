"""Random order of questions: a question must not depend on one that may come after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cati_app.domain.findings import Finding
from cati_app.engine.form.plan import RepeatPlan, ScreenPlan, Shuffle
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet
from cati_app.engine.xlsform.survey import Item


def order_findings(
    shuffles: Sequence[Shuffle],
    items: Sequence[Item],
    plan: Sequence[ScreenPlan | RepeatPlan],
    reads: Mapping[int, set[tuple[int, int]]],
    sheet: Sheet,
) -> list[Finding]:
    """Dependencies between the parts of a group in random order, and values of `cati_order` nobody knows."""
    column = sheet.headers.get("cati_order", "cati_order")
    findings = [
        finding("order-unknown", "survey", item.row.number, column, text=item.row.get("cati_order"))
        for item in items[1:]
        if item.row.get("cati_order") not in ("", "random")
    ]
    screens = {index: screen.index for screen in _screens(plan) for index in screen.questions}
    for shuffle in shuffles:
        positions = {i: i for i in screens} if shuffle.screen >= 0 else screens
        unit_of = {
            index: number
            for number, unit in enumerate(shuffle.units)
            for index, position in positions.items()
            if unit.first <= position <= unit.last
        }
        for index, unit in unit_of.items():
            others = {source for source, _ in reads.get(index, ()) if unit_of.get(source, unit) != unit}
            for source in sorted(others):
                names = {"name": items[index].name, "other": items[source].name, "group": items[shuffle.group].name}
                header = sheet.headers.get("relevant", "relevant")
                findings.append(finding("order-depends", "survey", items[index].row.number, header, **names))
    return findings


def _screens(plan: Sequence[ScreenPlan | RepeatPlan]) -> Iterator[ScreenPlan]:
    for item in plan:
        if isinstance(item, ScreenPlan):
            yield item
        else:
            yield from _screens(item.items)
