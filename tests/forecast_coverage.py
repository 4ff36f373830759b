"""How often what came lies in the interval that was forecast: `python -m tests.forecast_coverage --fields 300`.

Each field is drawn anew (`tests.worlds.quota_field`). At four points, when a tenth, a quarter, half and three quarters
of the interviews are done, cells that are not full yet and the total are forecast; a day equal to an end of the
interval counts as inside, and beyond 120 days of work is "not in sight" on both sides. With `--beside` a second quota
turns people away as well; `--alone` then forecasts the first as if that did not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import mean

from cati_app.domain.forecast.forecast import forecast
from cati_app.domain.forecast.fullness import Forecast, Fullness
from cati_app.domain.forecast.so_far import DAYS_AHEAD
from tests.worlds.quota_field import QuotaField

POINTS = (0.10, 0.25, 0.50, 0.75)
_TOLD_EVERY = 20
POOLED, SINGLE = (0.75, 0.85), (0.72, 0.88)


@dataclass
class Hits:
    """Forecasts of one kind at one point.

    Args:
        inside: Whether what came lies inside, by forecast.
        widths: Interval by days to go, of those that were full in sight.
        below: Whether it came before the interval.
    """

    inside: list[bool] = field(default_factory=list)
    below: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def add(self, told: Fullness, ahead: int | None) -> None:
        """What was forecast, and what came: days from then, None: not in sight."""
        low = DAYS_AHEAD + 1 if told.low is None else told.low
        high = DAYS_AHEAD + 1 if told.high is None else told.high
        came = DAYS_AHEAD + 1 if ahead is None else ahead
        self.inside.append(low <= came <= high)
        self.below.append(came < low)
        if ahead:
            self.widths.append((high - low) / ahead)

    @property
    def share(self) -> float:
        """Inside."""
        return mean(self.inside) if self.inside else float("nan")


def played(
    seed: int, *, beside: bool = False, alone: bool = False
) -> Iterator[tuple[int, bool, Fullness, int | None, float]]:
    """Forecasts of a field: number of the point, whether of the total, what was told, what came, milliseconds."""
    world = QuotaField(seed, beside=beside)
    told: list[tuple[int, int, Forecast, float]] = []
    waiting = list(enumerate(POINTS))
    for _ in world.days():
        while waiting and world.done >= waiting[0][1] * world.total and not world.so_far().is_too_early:
            begun = time.process_time()
            known = world.so_far()
            seen = forecast(replace(known, others=()) if alone else known, seed)
            took = 1000 * (time.process_time() - begun)
            if seen is not None and not world.is_over:
                told.append((waiting[0][0], len(world.worked), seen, took))
            waiting.pop(0)
    for point, day, seen, took in told:
        for full_on, fullness in zip(world.full_on, seen.cells.values(), strict=True):
            if full_on > day:
                yield point, False, fullness, _ahead(full_on - day), took
        yield point, True, seen.total, _ahead(max(world.full_on) - day), took


def _ahead(days: int) -> int | None:
    return days if days <= DAYS_AHEAD else None


def main() -> int:
    """Print the table; 1 where a share lies outside what is promised."""
    parser = argparse.ArgumentParser(prog="forecast_coverage")
    parser.add_argument("--fields", type=int, default=300)
    parser.add_argument("--first", type=int, default=1, help="seed of the first field")
    parser.add_argument("--beside", action="store_true", help="a second quota turns people away as well")
    parser.add_argument("--alone", action="store_true", help="with --beside: forecast as if it did not")
    arguments = parser.parse_args()
    hits = {(point, of_total): Hits() for point in range(len(POINTS)) for of_total in (False, True)}
    times: list[float] = []
    for seed in range(arguments.first, arguments.first + arguments.fields):
        for point, of_total, told, ahead, took in played(seed, beside=arguments.beside, alone=arguments.alone):
            hits[point, of_total].add(told, ahead)
            times.append(took)
        played_so_far = seed - arguments.first + 1
        if played_so_far % _TOLD_EVERY == 0 and played_so_far < arguments.fields:
            told_so_far(hits, played_so_far)
    good = told_so_far(hits, arguments.fields)
    print(f"a forecast takes {mean(times):.0f} ms of processor time")
    print("as promised" if good else "NOT as promised")
    return 0 if good else 1


def told_so_far(hits: Mapping[tuple[int, bool], Hits], fields: int) -> bool:
    """Print the table of so many fields; whether all shares lie within what is promised."""
    print(f"{fields} fields", flush=True)
    good = True
    for of_total, name in ((False, "cells"), (True, "total")):
        kinds = [hits[point, of_total] for point in range(len(POINTS))]
        pooled = Hits([i for kind in kinds for i in kind.inside], [b for kind in kinds for b in kind.below])
        shares = "  ".join(f"{point:4.0%}: {kind.share:.3f}" for point, kind in zip(POINTS, kinds, strict=True))
        widths = "/".join(f"{mean(kind.widths):.1f}" if kind.widths else "–" for kind in kinds)
        print(
            f"{name}  {shares}  pooled {pooled.share:.3f} of {len(pooled.inside)},"
            f" before the interval {mean(pooled.below):.3f}, width {widths}",
            flush=True,
        )
        good &= POOLED[0] <= pooled.share <= POOLED[1] and all(SINGLE[0] <= k.share <= SINGLE[1] for k in kinds)
    return good


if __name__ == "__main__":
    sys.exit(main())
