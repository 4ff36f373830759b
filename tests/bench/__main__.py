"""`make bench`: every promise measured, as a table with its budget and the noise of the machine beside it."""

from __future__ import annotations

import argparse
import sys
from statistics import median, quantiles

from tests.bench.forms import generated, reference
from tests.bench.key_to_question import Times, measure
from tests.bench.next_case import measure_next_case
from tests.bench.start import measure_start

RUNS, KEYS = 3, 3000
BUDGET_P50, BUDGET_P99, BUDGET_NEXT_CASE, BUDGET_START = 5.0, 12.0, 50.0, 2000.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--keys", type=int, default=KEYS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--cases", type=int, default=100_000)
    arguments = parser.parse_args()
    starts = measure_start()
    _write(f"second start: best {min(starts):.0f}, median {median(starts):.0f} ms until the window is painted")
    _write(f"  budget: {BUDGET_START:.0f} ms")
    for name, load in (("reference study", reference), ("1,000 questions", lambda: generated(1000))):
        loaded = load()
        runs = [measure(loaded, arguments.keys) for _ in range(arguments.runs)]
        _print_keys(name, arguments.keys, runs)
    times = measure_next_case(arguments.cases)
    _line(f"next case offered, {arguments.cases:,} cases", times, f"p99 ≤ {BUDGET_NEXT_CASE:.0f}")


def _print_keys(name: str, keys: int, runs: list[Times]) -> None:
    best = min(runs, key=lambda run: quantiles(run.painted, n=100)[98])
    _write(f"\n{name}: {keys} keys a run, best of {len(runs)} runs (milliseconds)")
    _line("key → next question painted", best.painted, f"p50 ≤ {BUDGET_P50:.0f}, p99 ≤ {BUDGET_P99:.0f}")
    _line("  engine", best.engine)
    _line("  layout", best.layout)
    _line("  paint", best.paint)
    _line("key → answer durable", best.durable)
    _line("repaint of an empty window", best.empty_window)
    _line("20,000 products in Python", best.python_work)
    all_p50 = ", ".join(f"{median(run.painted):.1f}/{quantiles(run.painted, n=100)[98]:.1f}" for run in runs)
    _write(f"  p50/p99 of all runs: {all_p50}")


def _line(name: str, times: list[float], budget: str = "") -> None:
    cuts = quantiles(times, n=100)
    _write(f"  {name:<32} p50 {cuts[49]:6.2f}  p95 {cuts[94]:6.2f}  p99 {cuts[98]:6.2f}  {budget}")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
