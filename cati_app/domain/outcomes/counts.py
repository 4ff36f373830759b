"""Final codes counted by frame and by day, in one pass over the cases; never by who called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime

from cati_app.domain.outcomes.dispositions import NOT_SCREENED, OPT_OUT, OutcomeClass, disposition
from cati_app.domain.outcomes.finality import History, final_code
from cati_app.domain.outcomes.rates import (
    DispositionTally,
    EligibleShare,
    FrameCounts,
    Method,
    eligible_share,
    rates,
    tally,
)
from cati_app.values import dataclass

Codes = Counter[str]
Weights = Mapping[str, float]
"""Codes with how many cases have them, or with the sum of what those cases stand for."""


@dataclass(frozen=True, slots=True)
class WeightedCodes:
    """Sums of base weights where `OutcomeCounts` has numbers of cases."""

    frames: Mapping[str, Weights]
    days: Mapping[date, Mapping[str, Weights]]


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """Cases by final code."""

    frames: Mapping[str, Codes]
    days: Mapping[date, Mapping[str, Codes]]  # as fieldwork stood at the end of each local day with a result
    weighted: WeightedCodes | None = None  # where cases were weighed
    early_refusals: Mapping[str, int] = field(default_factory=dict)  # frame → counted as 3.21, and they were a no

    @property
    def codes(self) -> Codes:
        """All frames together, as counts; never the base of a rate when there are several."""
        return sum(self.frames.values(), Counter())


@dataclass(slots=True)
class _Sum:
    """How many cases, and what they stand for together."""

    cases: int = 0
    weight: float = 0.0

    def add(self, cases: int, weight: float) -> None:
        self.cases += cases
        self.weight += weight


_Sums = defaultdict[tuple[str, str], _Sum]  # by frame and code


def count_outcomes(
    histories: Iterable[History],
    unscreened: OutcomeClass,
    local_day: Callable[[datetime], date],
    weigh: Callable[[History], float] | None = None,
) -> OutcomeCounts:
    """Count cases.

    Args:
        histories: One per case.
        unscreened: As for `final_code`.
        local_day: The day a time belongs to.
        weigh: What a case stands for; asked once for each, in their order.
    """
    begin, end = _Sums(_Sum), _Sums(_Sum)
    steps: defaultdict[date, _Sums] = defaultdict(lambda: _Sums(_Sum))
    early: Counter[str] = Counter()
    for history in histories:
        weight = weigh(history) if weigh is not None else 0.0
        code = final_code(replace(history, outcomes=(), eligible_at=None, blocked_at=None), unscreened)
        begin[history.frame, code].add(1, weight)
        for day, later in _course(history, unscreened, local_day):
            steps[day][history.frame, code].add(-1, -weight)
            steps[day][history.frame, later].add(1, weight)
            code = later
        end[history.frame, code].add(1, weight)
        if code == NOT_SCREENED and _is_refusal(history):
            early[history.frame] += 1
    days = dict(_cumulated(begin, steps))
    weighted = WeightedCodes(_weights(end), {day: _weights(sums) for day, sums in days.items()}) if weigh else None
    by_day = {day: _cases(sums) for day, sums in days.items()}
    return OutcomeCounts(_cases(end), by_day, weighted, dict(early))


def final_counts(
    coded: Iterable[tuple[History, str]], weigh: Callable[[History], float] | None = None
) -> OutcomeCounts:
    """The same as they stand now, without the days before.

    Args:
        coded: Cases with their final codes.
        weigh: As for `count_outcomes`.
    """
    end, early = _Sums(_Sum), Counter[str]()
    for history, code in coded:
        end[history.frame, code].add(1, weigh(history) if weigh is not None else 0.0)
        if code == NOT_SCREENED and _is_refusal(history):
            early[history.frame] += 1
    return OutcomeCounts(_cases(end), {}, WeightedCodes(_weights(end), {}) if weigh else None, dict(early))


def _is_refusal(history: History) -> bool:
    """Whether a case would be a refusal if every household qualified."""
    return disposition(final_code(history, OutcomeClass.REFUSAL)).outcome_class is OutcomeClass.REFUSAL


def with_early_refusals(frames: Mapping[str, Weights], early: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """The same cases with each no before the screening as a refusal."""
    counted = {frame: dict(codes) for frame, codes in frames.items()}
    for frame, count in early.items():
        codes = counted[frame]
        codes[NOT_SCREENED] = codes.get(NOT_SCREENED, 0) - count
        codes[OPT_OUT] = codes.get(OPT_OUT, 0) + count
    return counted


def _course(
    history: History, unscreened: OutcomeClass, local_day: Callable[[datetime], date]
) -> Iterator[tuple[date, str]]:
    """The code at the end of each day on which the case got a result, or came onto the block list."""
    outcomes, blocked = history.outcomes, history.blocked_at
    days = {local_day(outcome.at): index + 1 for index, outcome in enumerate(outcomes)}
    if blocked is not None:
        days.setdefault(local_day(blocked), sum(outcome.at <= blocked for outcome in outcomes))
    for day, count in sorted(days.items()):
        eligible = history.eligible_at
        known = eligible if count == len(outcomes) or (eligible and local_day(eligible) <= day) else None
        then = blocked if blocked is not None and local_day(blocked) <= day else None
        so_far = replace(history, outcomes=outcomes[:count], eligible_at=known, blocked_at=then)
        yield day, final_code(so_far, unscreened)


def _cumulated(begin: _Sums, steps: Mapping[date, _Sums]) -> Iterator[tuple[date, _Sums]]:
    """How it stood after each day. Codes no case has any more are gone: their weights leave only what rounding left."""
    now = begin
    for day in sorted(steps):
        for key, change in steps[day].items():
            now[key].add(change.cases, change.weight)
        yield day, _Sums(_Sum, {key: replace(total) for key, total in now.items() if total.cases})


def _cases(sums: _Sums) -> dict[str, Codes]:
    codes: defaultdict[str, Codes] = defaultdict(Counter)
    for (frame, code), total in sums.items():
        codes[frame][code] = total.cases
    return dict(codes)


def _weights(sums: _Sums) -> dict[str, Weights]:
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (frame, code), total in sums.items():
        weights[frame][code] = total.weight
    return dict(weights)


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates with everything they rest on."""

    parts: Mapping[str, FrameCounts]  # by frame
    rates: Mapping[str, float | None]
    pooled: bool  # False: several frames without sizes, so there is no rate for all of them


@dataclass(frozen=True, slots=True)
class RateSettings:
    """How a study estimates e, and how large its frames are."""

    method: Method = Method.CASRO
    e: float | None = None
    frame_sizes: Mapping[str, int] = field(default_factory=dict)


def tally_of(codes: Weights) -> DispositionTally:
    """Classes of counted or weighted codes."""
    return tally((name, count) for name, count in codes.items())


def rate_table(frames: Mapping[str, Weights], settings: RateSettings) -> RateTable:
    """Rates of each frame, weighted together by frame size / numbers drawn, or / sum of base weights.

    Raises:
        ValueError: the method is `fixed` and e is missing or no share.
    """
    parts = {}
    for name in sorted(frames):
        counts = tally_of(frames[name])
        weight = settings.frame_sizes.get(name, 0) / counts.all if len(frames) > 1 and counts.all else 1.0
        parts[name] = FrameCounts(counts, eligible_share(counts, settings.method, settings.e), weight)
    pooled = len(parts) < 2 or all(settings.frame_sizes.get(name) for name in parts)
    pooled_rates = rates(list(parts.values())) if pooled else {}
    return RateTable(parts, pooled_rates, pooled)


@dataclass(frozen=True, slots=True)
class Exhaustion:
    """The German account of a sample: what it lost without harm, what it lost by who did not take part."""

    gross: float  # brutto
    neutral: Mapping[str, float]  # qualitätsneutrale Ausfälle, by code
    net: float  # bereinigtes Brutto
    systematic: Mapping[str, float]  # systematische Ausfälle, by code
    partials: float
    interviews: float

    @property
    def rate(self) -> float | None:
        """Ausschöpfungsquote: interviews / net, the same as `response_rate_1`."""
        return self.interviews / self.net if self.net else None


def exhaustion(codes: Codes) -> Exhaustion:
    """The account of final codes; NE is neutral, R, NC, O, UO and UH are systematic."""
    counts = tally_of(codes)
    ordered = sorted(codes, key=lambda name: disposition(name).aapor or "")
    classes = {name: disposition(name).outcome_class for name in ordered}
    taken = (OutcomeClass.INTERVIEW, OutcomeClass.PARTIAL, OutcomeClass.NOT_ELIGIBLE)
    return Exhaustion(
        gross=counts.all,
        neutral={name: codes[name] for name in ordered if classes[name] is OutcomeClass.NOT_ELIGIBLE},
        net=counts.all - counts.ineligible,
        systematic={name: codes[name] for name in ordered if classes[name] not in taken},
        partials=counts.partials,
        interviews=counts.interviews,
    )


def share_words(share: EligibleShare) -> tuple[float | None, ...]:
    """The estimates as they are printed: one, or two in `two_step`."""
    if share.method is Method.TWO_STEP:
        return share.of_households, share.of_others
    return (share.of_others,)
