"""Outcome rates: from one final code per case to response, cooperation, refusal and contact rates.

Source: AAPOR Standard Definitions, final disposition codes and outcome rates for telephone surveys of households.
Names are AAPOR's. A rate whose denominator is 0 is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import StrEnum

from cati_app.domain.outcomes.dispositions import OutcomeClass, disposition
from cati_app.domain.phrases import source
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DispositionTally:
    """Final codes by class, one per case; counts, or sums of base weights in their place."""

    interviews: float = 0  # I
    partials: float = 0  # P
    refusals: float = 0  # R
    non_contacts: float = 0  # NC
    others: float = 0  # O
    unknown_household: float = 0  # UH
    unknown_other: float = 0  # UO
    ineligible_household: float = 0  # NE: 4.10, 4.54, 4.70, 4.80
    ineligible_other: float = 0  # NE: all other 4.x

    def __post_init__(self) -> None:
        if any(getattr(self, field.name) < 0 for field in fields(self)):
            raise ValueError("a count is negative")

    @property
    def known(self) -> float:
        """Cases that belong to the population: I+P+R+NC+O."""
        return self.interviews + self.partials + self.refusals + self.non_contacts + self.others

    @property
    def unknown(self) -> float:
        """Cases of which nobody knows whether they do: UH+UO."""
        return self.unknown_household + self.unknown_other

    @property
    def ineligible(self) -> float:
        """Cases that do not: NE, in German reports the losses that leave the sample unharmed."""
        return self.ineligible_household + self.ineligible_other

    @property
    def all(self) -> float:
        """Every case."""
        return self.known + self.unknown + self.ineligible

    def by_class(self) -> dict[OutcomeClass, float]:
        """Counts by class, in AAPOR's order."""
        values = (
            self.interviews,
            self.partials,
            self.refusals,
            self.non_contacts,
            self.others,
            self.unknown_household,
            self.unknown_other,
            self.ineligible,
        )
        return dict(zip(OutcomeClass, values, strict=True))


_FIELD = dict(zip(OutcomeClass, (field.name for field in fields(DispositionTally)), strict=False))


def tally(codes: Iterable[tuple[str, float]]) -> DispositionTally:
    """Classes of final codes.

    Args:
        codes: Final disposition of each case, one per case, with its base weight (1: a count).
    """
    sums = dict.fromkeys((field.name for field in fields(DispositionTally)), 0.0)
    for name, weight in codes:
        code = disposition(name)
        if code.outcome_class is None:
            raise ValueError(f"{name} is no final code")
        field = _FIELD[code.outcome_class]
        if code.outcome_class is OutcomeClass.NOT_ELIGIBLE and not code.household:
            field = "ineligible_other"
        sums[field] += weight
    return DispositionTally(**sums)


class Method(StrEnum):
    """How the eligible share of unknown cases is estimated."""

    CASRO = "casro"
    TWO_STEP = "two_step"
    FIXED = "fixed"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class EligibleShare:
    """e, stated with its method. The two shares differ only in `two_step`: then e1·e2 holds for UH and e2 for UO."""

    method: Method
    of_households: float | None  # share of UH; None: nothing is resolved, so nothing can be estimated
    of_others: float | None  # share of UO


FORMULAS = {
    Method.CASRO: "e = (I+P+R+NC+O) / (I+P+R+NC+O+NE)",
    Method.TWO_STEP: source(
        "e1 = (K+NEh+UO) / (K+NEh+UO+NEo), e2 = K / (K+NEh), K = I+P+R+NC+O; e1·e2 for UH, e2 for UO"
    ),
    Method.FIXED: source("e as given"),
    Method.ONE: "e = 1",
}


def eligible_share(counts: DispositionTally, method: Method, given: float | None = None) -> EligibleShare:
    """Estimate e.

    Args:
        given: For `fixed`, 0 to 1.

    Raises:
        ValueError: `fixed` without a share, or one outside 0 to 1.
    """
    if method is Method.ONE:
        return EligibleShare(method, 1.0, 1.0)
    if method is Method.FIXED:
        if given is None or not 0 <= given <= 1:
            raise ValueError("e is needed, from 0 to 1")
        return EligibleShare(method, given, given)
    if method is Method.CASRO:
        share = _ratio(counts.known, counts.known + counts.ineligible)
        return EligibleShare(method, share, share)
    households = counts.known + counts.ineligible_household
    e2 = _ratio(counts.known, households)
    e1 = _ratio(households + counts.unknown_other, households + counts.unknown_other + counts.ineligible_other)
    return EligibleShare(method, None if e1 is None or e2 is None else e1 * e2, e2)


@dataclass(frozen=True, slots=True)
class FrameCounts:
    """One frame: its counts, e, and what a case stands for (frame size / numbers drawn)."""

    counts: DispositionTally
    share: EligibleShare
    weight: float = 1.0


_I, _IP, _R, _CONTACTED = "I", "I+P", "R", "I+P+R+O"
_D1, _D3, _D5 = "I+P+R+NC+O+UH+UO", "I+P+R+NC+O+e·(UH+UO)", "I+P+R+NC+O"
RATES: dict[str, tuple[str, str]] = {
    "response_rate_1": (_I, _D1),
    "response_rate_2": (_IP, _D1),
    "response_rate_3": (_I, _D3),
    "response_rate_4": (_IP, _D3),
    "response_rate_5": (_I, _D5),
    "response_rate_6": (_IP, _D5),
    "cooperation_rate_1": (_I, "I+P+R+O"),
    "cooperation_rate_2": (_IP, "I+P+R+O"),
    "cooperation_rate_3": (_I, "I+P+R"),
    "cooperation_rate_4": (_IP, "I+P+R"),
    "refusal_rate_1": (_R, _D1),
    "refusal_rate_2": (_R, _D3),
    "refusal_rate_3": (_R, _D5),
    "contact_rate_1": (_CONTACTED, _D1),
    "contact_rate_2": (_CONTACTED, _D3),
    "contact_rate_3": (_CONTACTED, _D5),
}
"""Numerator and denominator of each rate, as they are printed and as they are computed."""


def rates(parts: Sequence[FrameCounts]) -> dict[str, float | None]:
    """All rates of one frame, or of several weighted together.

    Several frames are never pooled as raw counts: each brings its own e, and its numerator and denominator count by
    what a case of the frame stands for. Rates lie between 0 and 1; None where the denominator is 0 or e is unknown.
    """
    rate_by_name: dict[str, float | None] = {}
    for name, (above, below) in RATES.items():
        tops = [_sum(part, above) for part in parts]
        bottoms = [_sum(part, below) for part in parts]
        if any(value is None for value in bottoms):
            rate_by_name[name] = None
            continue
        top = sum(part.weight * (value or 0) for part, value in zip(parts, tops, strict=True))
        rate_by_name[name] = _ratio(
            top, sum(part.weight * (value or 0) for part, value in zip(parts, bottoms, strict=True))
        )
    return rate_by_name


def _sum(part: FrameCounts, terms: str) -> float | None:
    """The value of a sum as written; None when it needs an e that nobody can tell."""
    by_class = part.counts.by_class()
    names, _, unknown = terms.partition("+e·")
    total = sum(by_class[OutcomeClass(name)] for name in names.split("+"))
    if not unknown:
        return total
    shares = (
        (part.counts.unknown_household, part.share.of_households),
        (part.counts.unknown_other, part.share.of_others),
    )
    for count, share in shares:
        if count and share is None:
            return None
        total += count * (share or 0)
    return total


def _ratio(above: float, below: float) -> float | None:
    return above / below if below else None
