"""`make bench`: every promise measured, as a table with its budget and the noise of the machine beside it.

Each part is played in a process of its own, so that none is slowed down, or made larger, by what was played before it.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from pathlib import Path
from statistics import mean, median, quantiles

from cati_app.__main__ import COLLECTED
from tests.bench.attempt import Cost, in_all, measure_attempts
from tests.bench.board_age import SECONDS as WATCHED_S
from tests.bench.board_age import board_age, print_board_age
from tests.bench.choices import CHOICES, measure_cascade, measure_typeahead
from tests.bench.coding_units import UNITS as CODED_UNITS
from tests.bench.coding_units import print_units
from tests.bench.engine import EngineTimes, measure_engine, measure_form
from tests.bench.exporting import INTERVIEWS as EXPORTED
from tests.bench.exporting import print_exporting
from tests.bench.fair_teams import told_of_teams
from tests.bench.field_reporting import print_field_report
from tests.bench.forecasting import print_forecasts
from tests.bench.forms import generated, reference
from tests.bench.hub import compare, print_compared
from tests.bench.hub_house import house, print_house
from tests.bench.hub_served import GROWTH, SHORT_GROWTH
from tests.bench.key_to_question import Times, measure
from tests.bench.log import LogTimes, measure_log
from tests.bench.long_shift import INTERVIEWS, STRETCH, measure_shift
from tests.bench.machine import PROMISED_AT_MS, Measured, p50_p99
from tests.bench.next_case import LEAST_CASES, measure_cases
from tests.bench.rehearsing import rehearse
from tests.bench.reviewing import INTERVIEWS as REVIEWED
from tests.bench.reviewing import print_reviews
from tests.bench.sample_import import ImportTimes, measure_import
from tests.bench.start import measure_desk, measure_page, measure_start, measure_study
from tests.bench.tabulating import print_tables
from tests.bench.weighing import print_weights
from tests.bench.while_pushing import compare as compare_pushing
from tests.bench.while_pushing import print_compared as print_pushing
from tests.hub_storages import ENGINES

RUNS, KEYS = 3, 3000
HUB_REQUESTS, HUB_ROUNDS, HUB_S = 200, 3, 15.0
"""Of the hub's figures where everything is measured."""
SPREADS = (0.0, 0.1, 0.2)
LOG_EVENTS = 1_000_000
ENGINE_FORMS = (100, 1000, 5000)
BUDGET_PAGE, BUDGET_STUDY = 2.0, 3.0
BUDGET_P50, BUDGET_P99, BUDGET_NEXT_CASE, BUDGET_START, BUDGET_IMPORT = 5.0, 12.0, 5.0, 2000.0, 60.0
BUDGET_WINDOW = 20.0
BUDGET_CHECK = 15.0
BUDGET_ATTEMPT, BUDGET_INTERVIEW = 6.0, 30.0
WHOLE = (
    ("--start",),
    ("--typing",),
    ("--engine",),
    ("--attempt",),
    ("--hub-in-short",),
    ("--next-case",),
    ("--imports",),
    ("--weights",),
    ("--tables",),
    ("--field-report",),
    ("--reviews", "500"),
    ("--units",),
    ("--exports", "5000"),
    ("--forecast",),
    ("--rehearsal",),
)
"""What is measured where no part is named."""
RESTLESS = 1.5  # load of each processor, or p99 of the products by their p50, above which a run was disturbed


def main() -> None:
    """Print the tables."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # measured is the program, with or without a screen
    gc.set_threshold(*COLLECTED)  # as the program itself does
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--keys", type=int, default=KEYS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--cases", type=int, default=1_000_000, help=f"at least {LEAST_CASES}")
    parser.add_argument("--import-rows", type=int, default=100_000, metavar="ROWS")
    parser.add_argument("--imports", action="store_true", help="measure the import of samples only")
    parser.add_argument("--form", type=Path, help="measure the engine on this questionnaire instead of everything")
    parser.add_argument("--engine", action="store_true", help="measure the engine only")
    parser.add_argument("--next-case", action="store_true", help="measure the next case only, in service and window")
    parser.add_argument("--attempt", action="store_true", help="measure an attempt and an interview in the service")
    parser.add_argument(
        "--shift", type=int, nargs="?", const=INTERVIEWS, help="measure a long shift in one window, so many interviews"
    )
    parser.add_argument(
        "--log", type=int, nargs="?", const=LOG_EVENTS, metavar="EVENTS", help="measure the chained log, so many events"
    )
    parser.add_argument("--start", action="store_true", help="measure the second start only")
    parser.add_argument("--hub", action="store_true", help="compare a hub over HTTPS with the same in process")
    parser.add_argument(
        "--hub-stations", type=int, metavar="STATIONS", help="so many at a hub, each 30 attempts an hour"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="of --hub-stations")
    parser.add_argument("--hub-in-short", action="store_true", help="all that is promised of a hub, in minutes")
    parser.add_argument(
        "--hub-growth",
        type=int,
        nargs="?",
        const=0,
        metavar="CASES",
        help="more and more stations and cases at a hub; from so many cases on",
    )
    parser.add_argument("--hub-engine", choices=ENGINES, help="of --hub-growth; both where none is named")
    parser.add_argument(
        "--board-age",
        type=float,
        nargs="?",
        const=WATCHED_S,
        metavar="SECONDS",
        help="how old a supervisor's board is while two stations call, on both engines",
    )
    parser.add_argument("--fair-teams", type=int, metavar="TEAMS", help="false alarms of figures of people")
    parser.add_argument("--forecast", action="store_true", help="measure a forecast of 36 cells")
    parser.add_argument("--field-report", action="store_true", help="measure a field report of 100,000 attempts")
    parser.add_argument("--tables", action="store_true", help="measure a table of 100,000 interviews")
    parser.add_argument(
        "--reviews", type=int, nargs="?", const=REVIEWED, metavar="INTERVIEWS", help="read for review, and once more"
    )
    parser.add_argument(
        "--units", type=int, nargs="?", const=CODED_UNITS, help="key to next unit of the code frame, of so many"
    )
    parser.add_argument(
        "--exports", type=int, nargs="?", const=EXPORTED, metavar="INTERVIEWS", help="data sets from the store"
    )
    parser.add_argument("--weights", action="store_true", help="measure the weights of 100,000 interviews")
    parser.add_argument("--rehearsal", action="store_true", help="measure a rehearsed field of 400 interviews")
    parser.add_argument("--typing-pushing", action="store_true", help="key to next question while a log goes to a hub")
    parser.add_argument("--typing", action="store_true", help="measure key to next question only")
    arguments = parser.parse_args()
    if arguments.cases < LEAST_CASES:
        parser.error(f"--cases: fewer than {LEAST_CASES:,} run out before all calls are made")
    if arguments.hub:
        print_compared([row for engine in ENGINES for row in compare(engine)])
        return
    if arguments.fair_teams:
        for spread in SPREADS:
            wrongly, rightly = told_of_teams(arguments.fair_teams, spread)
            print(
                f"spread {spread:.2f}: told without reason {wrongly:.1%}; of people under .7 of the team {rightly:.0%}"
            )
        return
    if arguments.rehearsal:
        rehearse()
        return
    if arguments.forecast:
        print_forecasts()
        return
    if arguments.field_report:
        print_field_report()
        return
    if arguments.tables:
        print_tables()
        return
    if arguments.units:
        print_units(arguments.units)
        return
    if arguments.reviews:
        print_reviews(arguments.reviews)
        return
    if arguments.exports:
        print_exporting(arguments.exports)
        return
    if arguments.weights:
        print_weights()
        return
    if arguments.hub_stations:
        for engine in ENGINES:
            print_house([house(engine, arguments.hub_stations, arguments.seconds)])
        return
    if arguments.hub_growth is not None:
        for engine in ENGINES if arguments.hub_engine is None else (arguments.hub_engine,):
            for stations, cases in GROWTH:
                if cases >= arguments.hub_growth:
                    print_house([house(engine, stations, arguments.seconds, cases)])
        return
    if arguments.board_age:
        for engine in ENGINES:
            print_board_age(board_age(engine, arguments.board_age))
        return
    if arguments.typing_pushing:
        print_pushing(compare_pushing(reference(), min(arguments.keys, 1000), arguments.runs))
        return
    if arguments.typing:
        _typing(arguments.keys, arguments.runs)
        return
    if arguments.attempt:
        print_attempts(measure_attempts())
        return
    if arguments.next_case:
        print_cases(arguments.cases)
        return
    if arguments.form is not None or arguments.engine:
        _engine(arguments.form)
        return
    if arguments.shift:
        print_shift(arguments.shift)
        return
    if arguments.log:
        print_log(measure_log(arguments.log))
        return
    if arguments.imports:
        print_imports([measure_import(arguments.import_rows, kind) for kind in ("csv", "xlsx")])
        return
    if arguments.start:
        print_beside("start page", BUDGET_PAGE, *measure_page())
        print_beside("a study open", BUDGET_STUDY, *measure_study())
        print_beside("its desk after signing in", None, *measure_desk())
        print_start(measure_start())
        return
    if arguments.hub_in_short:
        print_hub()
        return
    sys.exit(_whole(arguments))


def _whole(arguments: argparse.Namespace) -> int:
    """Every part in its own process, one after the other; 1 where one of them did not come to its end."""
    sizes = ("--keys", arguments.keys, "--runs", arguments.runs, "--cases", arguments.cases)
    command = [sys.executable, "-m", "tests.bench", *map(str, sizes), "--import-rows", str(arguments.import_rows)]
    failed = []
    for part in WHOLE:
        _write(f"\n## {' '.join(part)}")
        if subprocess.run([*command, *part], check=False).returncode:
            failed.append(part[0])
    if failed:
        _write(f"\nnot measured to the end: {', '.join(failed)}")
    return int(bool(failed))


def print_hub() -> None:
    """What is promised of a hub, in short: its rates beside those in process, growth, keys beside a push, the board."""
    print_compared([row for engine in ENGINES for row in compare(engine, HUB_REQUESTS, HUB_ROUNDS)])
    _write(f"more stations and more cases at a hub, {HUB_S:.0f} s each; every request answered, no time is promised")
    for engine in ENGINES:
        print_house([house(engine, stations, HUB_S, cases) for stations, cases in SHORT_GROWTH])
    print_pushing(compare_pushing(reference(), 400, 1))
    for engine in ENGINES:
        print_board_age(board_age(engine, HUB_S))


def _typing(keys: int, runs: int) -> None:
    for name, load in (("reference study", reference), ("1,000 questions", lambda: generated(1000))):
        loaded = load()
        _print_keys(name, keys, [measure(loaded, keys) for _ in range(runs)])


def print_shift(interviews: int) -> None:
    """Whether an interview costs at the end of a long shift what it cost at its beginning."""
    _write(f"a shift of {interviews} interviews in one window, in stretches of {STRETCH}")
    _write("  interviews  processor ms each  as ratio  memory MB  objects")
    for stretch in measure_shift(reference(), interviews):
        _write(
            f"  {stretch.until:10}  {stretch.processor_ms:17.0f}  {stretch.ratio:8.1f}"
            f"  {stretch.memory_mb:9.1f}  {stretch.objects:7,}"
        )


def print_log(times: LogTimes) -> None:
    """What a digest adds to one commit, and how the time of checking grows with the log."""
    _write(
        f"the chained log: commits of one event, {len(times.plain)} with and without a digest in turns (milliseconds)"
    )
    _line("bare commit", times.plain)
    _line("with a digest", times.chained)
    _write(f"  added, median of pairs: {times.added:+.1%}")
    _write(f"checking the whole chain; budget {BUDGET_CHECK:.0f} s for a million events")
    for events, elapsed, processor, products in times.checked:
        _write(
            f"  {events:>9,} events {elapsed:7.2f} s  processor {processor:6.2f} s"
            f"  {processor / events * 1e6:5.2f} microseconds each  20,000 products {products:.2f} ms"
        )
    _write(f"  memory at most {times.memory_mb:.0f} MB")


def print_imports(measured: list[ImportTimes]) -> None:
    """What an import of a large sample took, beside the speed of the machine at that moment."""
    _write(f"\nimport of {measured[0].rows:,} rows with {measured[0].numbers:,} numbers  budget: {BUDGET_IMPORT:.0f} s")
    for one in measured:
        _write(
            f"  {one.kind:<5} {one.seconds:6.1f} s  {one.rows / one.seconds:7,.0f} rows/s"
            f"  processor {one.processor_s:5.1f} s"
            f"  memory at most {one.peak_mb:4.0f} MB (before {one.idle_mb:.0f})"
            f"  20,000 products in Python {one.machine_ms:.2f} ms"
        )


def print_start(starts: list[Measured]) -> None:
    """The second start until the window is painted."""
    _write(f"second start until the window is painted, {len(starts)} times; budget {BUDGET_START:.0f} ms")
    _steps_heading()
    _step("in all", starts, "")


def print_beside(name: str, budget: float | None, shown: list[Measured], empty: list[Measured]) -> None:
    """What a start shows first beside an empty window of PySide6."""
    whole, spent = (median(map(each, shown)) / median(map(each, empty)) for each in (_elapsed, _processor))
    promised = f"; promised within {budget:.0f} ×" if budget is not None else ""
    _write(f"{name}, {len(shown)} times beside an empty window of PySide6{promised}")
    _steps_heading()
    _step(name, shown, "")
    _step("empty window", empty, "")
    _write(f"  medians: {whole:.2f} × as long, {spent:.2f} × the processor time")


def _elapsed(measured: Measured) -> float:
    return measured.elapsed


def _processor(measured: Measured) -> float:
    return measured.processor


def print_attempts(measured: dict[str, dict[str, Cost]]) -> None:
    """What an attempt and an interview cost in the service, step by step."""
    for name, steps in measured.items():
        budget = BUDGET_ATTEMPT if name == "attempt" else BUDGET_INTERVIEW
        _write(f"\n{name}, processor time; budget {budget:.0f} ms in all where the products take {PROMISED_AT_MS}")
        heading = ("best tenth", "p50", "ratio", "at promised", "units", "statements", "case reads", "pages")
        _write(f"  {'milliseconds':<14}" + "".join(f"{column:>12}" for column in heading))
        whole = in_all(steps)
        for step, cost in [*steps.items(), ("in all", whole)]:
            asked, ratio = cost.counted, median(time.ratio for time in cost.times)
            spent = [time.processor for time in cost.times]
            times = (quantiles(spent, n=10)[0], median(spent), ratio, ratio * PROMISED_AT_MS)
            counts = (asked.units, len(asked.statements), asked.case_reads)
            figures = [f"{time:>12.2f}" for time in times] + [f"{count:>12}" for count in counts]
            figures.append(f"{mean(cost.pages):>12.1f}")
            _write(f"  {step:<14}" + "".join(figures))
        _write_speed([time.products for time in whole.times])


def print_cases(cases: int) -> None:
    """Figures of a study with very many cases."""
    gc.set_threshold(50_000, 20, 50)  # as the application sets it
    service, window = measure_cases(cases)
    _write(f"\n{cases:,} cases, made in {service.made_s:.0f} s; budgets where the products take {PROMISED_AT_MS} ms")
    _steps_heading()
    _step("next case offered", service.offers, f"p99 ≤ {BUDGET_NEXT_CASE:.0f}")
    _step("  of it: finding it", service.finding, "")
    _step("result given, due again", service.results, "")
    _step("why this case", service.explained, "p99 ≤ 50")
    _step("why nothing can be called", service.nothing, "p99 ≤ 50")
    _write_speed(service.products)
    _step("Enter → next case painted", window.painted, f"p99 ≤ {BUDGET_WINDOW:.0f}")
    _write_speed(window.products)
    _write(f"  memory with the window open: {window.memory_mb:.0f} MB, budget 400")


def _steps_heading() -> None:
    columns = ("elapsed", "processor", "waited", "ratio", "at promised")
    _write(f"  {'p50 / p99, milliseconds':<27}" + "".join(f"{column:>19}" for column in columns))


def _step(name: str, times: list[Measured], budget: str) -> None:
    columns = (
        [time.elapsed for time in times],
        [time.processor for time in times],
        [time.waited for time in times],
        [time.ratio for time in times],
        [time.at_promised_speed for time in times],
    )
    figures = ("{:.2f} / {:.2f}".format(*p50_p99(column)) for column in columns)
    _write(f"  {name:<27}" + "".join(f"{figure:>19}" for figure in figures) + f"  {budget}")


def _write_speed(products: list[float]) -> None:
    """The speed of the machine meanwhile, and whether it was too restless for the figures to count."""
    middle, worst = p50_p99(products)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    others = busy > RESTLESS * (os.cpu_count() or 1) or worst > RESTLESS * middle
    restless = "; RESTLESS: others used the machine, the figures say little" if others else ""
    _write(f"  20,000 products in Python p50 {middle:.2f}, p99 {worst:.2f} ms, load {busy:.1f}{restless}")


def _engine(form: Path | None) -> None:
    """The engine alone: on generated forms, or on one of somebody's."""
    if form is not None:
        _print_engine([measure_form(form.read_bytes(), form.name)])
        return
    _print_engine([measure_engine(questions) for questions in ENGINE_FORMS])
    _line(f"cascade among {CHOICES:,} choices", measure_cascade(), "p99 ≤ 2")
    _line(f"a key of a search in {CHOICES:,}", measure_typeahead(), "p99 ≤ 10")


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


def _print_engine(measured: list[EngineTimes]) -> None:
    """Milliseconds of processor time; `all` is the evaluator that computes everything after every answer."""
    _write("\nengine, processor time in milliseconds   " + "".join(f"{times.questions:>9,}" for times in measured))
    rows = (
        ("an answer: computed", "edit", "≤ 0.02 at 1,000, ≤ 0.05 at 5,000"),
        ("  checked, recorded and computed", "session_edit", ""),
        ("  all", "naive_edit", ""),
        ("an answer that a tenth depends on", "hub", "≤ 0.5 at 1,000, ≤ 3 at 5,000"),
        ("  checked, recorded and computed", "session_hub", ""),
        ("  all", "naive_hub", ""),
        ("load, first time", "load_first", ""),
        ("load, workbook kept", "load_again", "≤ 150 at 1,000"),
        ("resume after 300 answers (or all)", "resume", "≤ 50 at 1,000"),
    )
    for name, key, budget in rows:
        _write(f"  {name:<38} " + "".join(f"{getattr(times, key):9.4g}" for times in measured) + f"  {budget}")
    _write(f"  {'states compared with all':<38} " + "".join(f"{times.compared:>9}" for times in measured))
    _write(f"  {'  of these wrong':<38} " + "".join(f"{times.wrong_states:>9}" for times in measured) + "  0")


def _line(name: str, times: list[float], budget: str = "") -> None:
    cuts = quantiles(times, n=100)
    _write(f"  {name:<32} p50 {cuts[49]:6.2f}  p95 {cuts[94]:6.2f}  p99 {cuts[98]:6.2f}  {budget}")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
