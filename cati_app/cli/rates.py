"""`cati rates STUDY`: final codes, outcome rates with their formulas, and the German account of the sample."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.outcomes.counts import (
    RateSettings,
    RateTable,
    WeightedCodes,
    Weights,
    exhaustion,
    rate_table,
    with_early_refusals,
)
from cati_app.domain.outcomes.dispositions import NOT_ATTEMPTED, OutcomeClass
from cati_app.domain.outcomes.rates import Method
from cati_app.fieldwork.monitor.read_outcomes import OutcomeFigures
from cati_app.publish.reports.rates_text import (
    LABELLED,
    NOT_RANDOM,
    QUOTA,
    TWO_STEP,
    cells_lines,
    early_lines,
    exhaustion_lines,
    rates_json,
    rates_lines,
)
from cati_app.publish.reports.weights_text import weights_json, weights_lines
from cati_app.study.model import Study
from cati_app.study.rules import rate_settings, unscreened_class
from cati_app.texts import say, say_count
from cati_app.values import dataclass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, --by, --method and --e."""
    reading_arguments(parser)
    parser.add_argument("--by", choices=("frame", "day"), help=say("rates apart (default: all together)"))
    parser.add_argument("--method", choices=[method.value for method in Method], help=say("how e is estimated"))
    parser.add_argument("--e", type=_share, metavar=say("SHARE"), help=say("with --method fixed: from 0 to 1"))


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(say("a share from 0 to 1 is needed"))
    return value


_Tables = tuple[RateTable, RateTable | None]
"""Unweighted, and weighted where there are weights."""


@dataclass(frozen=True, slots=True)
class _Account:
    """What is printed: the study, its counts, and how rates are made."""

    study: Study
    outcomes: OutcomeFigures
    settings: RateSettings

    @property
    def quota(self) -> bool:
        return self.study.quota is not None

    @property
    def shown(self) -> bool:
        """Whether rates may be printed."""
        return not self.quota or self.study.outcomes.random_numbers

    def caveats(self) -> list[str]:
        """What must stand beside the figures."""
        of_quota = [QUOTA, LABELLED if self.shown else NOT_RANDOM] if self.quota else []
        screens = unscreened_class(self.study) is OutcomeClass.UNKNOWN_OTHER
        screens = screens and self.settings.method not in (Method.TWO_STEP, Method.FIXED)
        return [*of_quota, TWO_STEP] if screens and self.shown else of_quota

    @property
    def weighted(self) -> WeightedCodes | None:
        """Sums of weights, where every case has one."""
        weights = self.outcomes.weights
        return self.outcomes.counts.weighted if weights is not None and weights.usable else None

    def all(self) -> _Tables:
        """Everything together."""
        weighted = self.weighted
        return self._tables(self.outcomes.counts.frames, weighted.frames if weighted else None)

    def early(self) -> tuple[int, RateTable]:
        """Who refused before the screening, and the rates with them as refusals."""
        counts = self.outcomes.counts
        frames = with_early_refusals(counts.frames, counts.early_refusals)
        return sum(counts.early_refusals.values()), rate_table(frames, self.settings)

    def parts(self, by: str) -> Iterator[tuple[str, _Tables]]:
        """By day, or by frame."""
        counts, weighted = self.outcomes.counts, self.weighted
        if by == "day":
            for day, frames in counts.days.items():
                yield day.isoformat(), self._tables(frames, weighted.days[day] if weighted else None)
            return
        for name, codes in sorted(counts.frames.items()):
            yield name, self._tables({name: codes}, {name: weighted.frames[name]} if weighted else None)

    def _tables(self, codes: Mapping[str, Weights], weights: Mapping[str, Weights] | None) -> _Tables:
        return rate_table(codes, self.settings), rate_table(weights, self.settings) if weights is not None else None


def run(arguments: argparse.Namespace) -> int:
    """Reads beside a running application. 2 for `fixed` without a share, 1 for cases without the weight asked for."""
    loaded = load(arguments.study)
    wanted = rate_settings(loaded.study)
    method = Method(arguments.method or (Method.FIXED if arguments.e is not None else wanted.method))
    share = arguments.e if arguments.e is not None else wanted.e
    if method is Method.FIXED and share is None:
        sys.stderr.write(say("--method fixed needs a share: --e 0.4, or outcomes.e in study.yaml.") + "\n")
        return 2
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            outcomes = source.read_outcomes()(person, loaded.study.outcomes.weight)
    account = _Account(loaded.study, outcomes, replace(wanted, method=method, e=share))
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(account, arguments.by), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(account, arguments.by)) + "\n")
    return 0 if outcomes.weights is None or outcomes.weights.usable else 1


def _as_json(account: _Account, by: str | None) -> dict[str, Any]:
    counts, shown, weights = account.outcomes.counts, account.shown, account.outcomes.weights
    table, weighted = account.all()
    facts: dict[str, Any] = {
        "study": account.study.id,
        "version": account.study.version,
        "at": account.outcomes.at.isoformat(),
        "numbers_dialled": account.outcomes.numbers_dialled,
        "never_dialled": counts.codes[NOT_ATTEMPTED],
        "codes": dict(sorted(counts.codes.items())),
        "caveats": account.caveats(),
        **rates_json(table, shown=shown),
    }
    early, as_refusals = account.early()
    facts["refused_before_screening"] = {"cases": early}
    if shown:
        names = [name for name in as_refusals.rates if name.startswith(("cooperation_rate", "refusal_rate"))]
        facts["refused_before_screening"]["rates_as_refusals"] = {name: as_refusals.rates[name] for name in names}
    german = exhaustion(counts.codes)
    facts["exhaustion"] = asdict(german) | ({"rate": german.rate} if shown and len(table.parts) < 2 else {})
    if weights is not None:
        facts["weighted"] = weights_json(weights) | (rates_json(weighted, shown=shown) if weighted else {})
    if account.quota:
        facts["cells"] = {c.cell_id: {"target": c.target, "achieved": c.achieved} for c in account.outcomes.cells}
    if by is not None:
        facts["by"] = {
            name: rates_json(table, shown=shown) | ({"weighted": rates_json(same, shown=shown)} if same else {})
            for name, (table, same) in account.parts(by)
        }
    return facts


def _lines(account: _Account, by: str | None) -> Iterator[str]:
    counts, weights = account.outcomes.counts, account.outcomes.weights
    cases = say_count("{count} case", "{count} cases", counts.codes.total())
    yield f"{account.study.id} {account.study.version}: {cases}"
    yield say_count(
        "{count} number dialled; final codes as if fieldwork ended now",
        "{count} numbers dialled; final codes as if fieldwork ended now",
        account.outcomes.numbers_dialled,
    )
    yield say_count(
        "{count} case never dialled (3.11), counted in UH",
        "{count} cases never dialled (3.11), counted in UH",
        counts.codes[NOT_ATTEMPTED],
    )
    yield from map(say, account.caveats())
    if weights is not None and (by is not None or not weights.usable):
        yield from weights_lines(weights)
    if by is not None:
        for name, (unweighted, weighted) in account.parts(by):
            yield f"\n{name}"
            yield from _rates(account, unweighted)
            if weighted is not None:
                yield from _rates(account, weighted, weighted=True)
        return
    table, weighted = account.all()
    yield ""
    yield from _rates(account, table)
    if account.shown:
        early, as_refusals = account.early()
        yield from early_lines(early, table, as_refusals)
    if weights is not None and weighted is not None:
        yield ""
        yield from weights_lines(weights)
        yield from _rates(account, weighted, weighted=True)
    yield ""
    yield from exhaustion_lines(exhaustion(counts.codes), shown=account.shown and len(table.parts) < 2)
    if account.quota:
        yield ""
        yield from cells_lines(account.outcomes.cells, counts.codes)


def _rates(account: _Account, table: RateTable, *, weighted: bool = False) -> Iterator[str]:
    return rates_lines(table, quota=account.quota, shown=account.shown, weighted=weighted)
