"""How far the two coders of a study agree, axis by axis and theme by theme, from what both gave blind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum

from cati_app.domain.coding.agreement import (
    AgreementInterval,
    AgreementVerdict,
    Ratings,
    by_code,
    kappa,
    nominal,
    ordinal,
    sets,
    verdict,
)
from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.coding_work import PARTS, CodingWork
from cati_app.values import dataclass


class Distance(StrEnum):
    """How values of an axis were compared."""

    NOMINAL = "nominal"  # alike or not
    ORDINAL = "ordinal"  # by their order; codes aside are missing
    SETS = "sets"  # several codes of a unit, by what two sets have in common
    PRESENT = "present"  # one code, there or not


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """Agreement on an axis, or on one code of it.

    Args:
        code: Id; blank: all of the axis.
        alpha: At most 1; None where it is not defined.
        kappa: Of both; None where it is not defined, or not usual for what was compared.
        unit_count: Units that both coded.
    """

    axis: Axis
    code: str
    compared: Distance
    alpha: float | None
    interval: AgreementInterval | None
    kappa: float | None
    unit_count: int

    @property
    def verdict(self) -> AgreementVerdict:
        """What may be said with it."""
        return verdict(self.alpha, self.unit_count)


def agreement_of(work: CodingWork) -> tuple[AgreementFigure, ...]:
    """Every axis, the stance by its order as well, then each theme; none before both have coded the double part.

    Codes count as they were given blind, carried into the frame of now; decisions change nothing of it.
    """
    if not work.is_double_done:
        return ()
    pairs = [
        (unit.codings[0].codes, unit.codings[1].codes)
        for unit in work.coded_units.values()
        if len(unit.codings) == PARTS and unit.is_coded
    ]
    return tuple(_figures(work, pairs)) if pairs else ()


def repeats_alike(work: CodingWork) -> tuple[int, int]:
    """Of the units that came to their one coder twice: how many got the same codes, and how many there are."""
    twice = [unit for unit in work.coded_units.values() if unit.repeat is not None and unit.codings]
    return sum(unit.repeat.codes == unit.codings[0].codes for unit in twice if unit.repeat is not None), len(twice)


def _figures(work: CodingWork, pairs: list[tuple[UnitCodes, UnitCodes]]) -> Iterator[AgreementFigure]:
    seed = int.from_bytes(hashlib.sha256(f"{work.seed}:agreement".encode()).digest()[:4], "big")

    def figure(
        axis: Axis, compared: Distance, ratings: Ratings, chance: float | None = None, code: str = ""
    ) -> AgreementFigure:
        return AgreementFigure(axis, code, compared, ratings.alpha(), ratings.interval(seed), chance, ratings.units)

    for axis in (Axis.FIELD, Axis.STANCE):
        alone = [(_only(first, axis), _only(second, axis)) for first, second in pairs]
        yield figure(axis, Distance.NOMINAL, nominal(alone), kappa(alone))
        order = work.frame.axes[axis].ordinal
        if order:
            yield figure(axis, Distance.ORDINAL, ordinal(alone, order), kappa(alone, order))
    several = [(first.on(Axis.THEME), second.on(Axis.THEME)) for first, second in pairs]
    yield figure(Axis.THEME, Distance.SETS, sets(several))
    for code, ratings in by_code(several, work.frame.axes[Axis.THEME].ids).items():
        there = [(code in first, code in second) for first, second in several]
        yield figure(Axis.THEME, Distance.PRESENT, ratings, kappa(there), code)


def _only(codes: UnitCodes, axis: Axis) -> str:
    """The one code of an axis; blank: nothing of it fits, which is a value as well."""
    return next(iter(codes.on(axis)), "")
