"""Outcome rates for people and for programs: counts, e with its method, formulas, and the caveat of quota samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cati_app.domain.outcomes.counts import Codes, Exhaustion, RateTable, share_words
from cati_app.domain.outcomes.dispositions import QUOTA_FILLED, disposition
from cati_app.domain.outcomes.rates import FORMULAS, RATES, FrameCounts
from cati_app.domain.phrases import source
from cati_app.domain.quota.cells import CellCount
from cati_app.publish.reports.class_words import OUTCOME_CLASSES
from cati_app.publish.reports.weights_text import amount
from cati_app.texts import say, say_count, words_of
from cati_app.texts.figures import figures
from cati_app.texts.outcomes import outcome_label

QUOTA = source(
    "Quota sample: it has no selection probability, so there is no response rate in the strict sense and no margin of"
    " error."
)
NOT_RANDOM = source(
    "No rates are printed: study.yaml does not say that the numbers are a random sample (outcomes.random_numbers)."
)
LABELLED = source("Rates below are rates on a quota-controlled random number sample.")
SEPARATE = source(
    "Several frames are never pooled: give outcomes.frames with the size of each to have them weighted together."
)


TWO_STEP = source(
    "This study screens, and e is not estimated in two steps: households that were not screened weigh too much or too"
    " little. outcomes.e_method: two_step keeps them apart."
)


def early_lines(count: int, table: RateTable, as_refusals: RateTable) -> Iterator[str]:
    """How many refused before the screening, and what cooperation would be with them.

    Args:
        table: As they count in the study: with unknown eligibility.
        as_refusals: With each of them as a refusal.
    """
    if not count:
        return
    yield say_count(
        "{count} refused before the screening: unknown eligibility (3.21, class UO), and so in no cooperation rate.",
        "{count} refused before the screening: unknown eligibility (3.21, class UO), and so in no cooperation rate.",
        count,
    )
    for name in ("cooperation_rate_1", "cooperation_rate_3", "refusal_rate_1"):
        if name in table.rates:
            yield "  " + say(
                "{name} {given}; with them as refusals {other}",
                name=name,
                given=figure(table.rates[name]),
                other=figure(as_refusals.rates[name]),
            )


def figure(value: float | None) -> str:
    """A rate with six places; a dash where there is none."""
    return "–" if value is None else figures(f"{value:.6f}")


def rates_json(table: RateTable, *, shown: bool) -> dict[str, Any]:
    """Counts and rates as data; rates left out where they must not be shown."""
    written: dict[str, Any] = {"frames": {name: _part_json(part) for name, part in table.parts.items()}}
    if shown:
        written["rates"] = dict(table.rates)
        written["formulas"] = {name: f"{above} / {below}" for name, (above, below) in RATES.items()}
    return written


def _part_json(part: FrameCounts) -> dict[str, Any]:
    share = part.share
    return {
        "counts": {outcome_class.value: count for outcome_class, count in part.counts.by_class().items()},
        "cases": part.counts.all,
        "weight": part.weight,
        "e": {
            "method": share.method.value,
            "of_uh": share.of_households,
            "of_uo": share.of_others,
            "formula": FORMULAS[share.method],
        },
    }


def rates_lines(table: RateTable, *, quota: bool, shown: bool, weighted: bool = False) -> Iterator[str]:
    """The account of one set of cases, or of what they stand for."""
    for name, part in table.parts.items():
        total = amount(part.counts.all)
        frame = name or say("(without name)")
        yield (
            say("Frame {frame}: weights {total}", frame=frame, total=total)
            if weighted
            else say_count(
                "Frame {frame}: {total} case",
                "Frame {frame}: {total} cases",
                int(part.counts.all),
                frame=frame,
                total=total,
            )
        )
        for outcome_class, count in part.counts.by_class().items():
            yield f"  {outcome_class.value:<3} {amount(count):>8}  {OUTCOME_CLASSES(outcome_class.value)}"
        values = ", ".join(figure(value) for value in share_words(part.share))
        method = say("method {name}: {formula}", name=part.share.method.value, formula=say(FORMULAS[part.share.method]))
        yield f"  e {values}  {method}"
    if not shown:
        return
    label = " " + say("on a quota-controlled random number sample") if quota else ""
    if not table.pooled:
        yield say(SEPARATE)
    for name, value in table.rates.items():
        above, below = RATES[name]
        yield f"  {name + label:<{20 + len(label)}} {figure(value):>9}   {above} / {below}"


def exhaustion_lines(account: Exhaustion, *, shown: bool) -> Iterator[str]:
    """The German table, in German."""
    yield f"{'Brutto':<52} {amount(account.gross):>8}"
    yield from _losses("Qualitätsneutrale Ausfälle", account.neutral)
    yield f"{'Bereinigtes Brutto':<52} {amount(account.net):>8}"
    yield from _losses("Systematische Ausfälle", account.systematic)
    yield f"{'Teilinterviews':<52} {amount(account.partials):>8}"
    yield f"{'Interviews':<52} {amount(account.interviews):>8}"
    if shown:
        yield f"{'Ausschöpfungsquote (Interviews / ber. Brutto)':<52} {figure(account.rate):>8}"


def _losses(title: str, losses: Mapping[str, float]) -> Iterator[str]:
    in_german = words_of("de")
    yield f"{title:<52} {amount(sum(losses.values())):>8}"
    for name, count in losses.items():
        yield f"  {disposition(name).aapor:<6}{outcome_label(in_german, name):<44} {amount(count):>8}"


def cells_lines(cells: tuple[CellCount, ...], codes: Codes) -> Iterator[str]:
    """Achieved against planned, and who was screened out because a cell was full."""
    yield say("Screened out, quota filled: {count}", count=codes[QUOTA_FILLED])
    for cell in cells:
        done = say("{count:>5} of {target}", count=cell.achieved, target=cell.target)
        yield f"  {cell.cell_id:<28} {done}"
