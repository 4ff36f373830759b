"""A hub with three stations works a shift: a server and processes of their own, real TLS, keys only at each station."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.demo.headless import DAY
from cati_app.demo.hub_process import bring_to_hub, hub_on_this_machine, serving
from cati_app.demo.station import clear_demo, demo_station, make_folder
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.hub.figures_of_study import figures_of
from cati_app.publish.outputs import Outputs
from cati_app.station.folders import default_blocklist, default_database
from cati_app.station.hub_link import enrol
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import SystemClock

STATIONS = 3


def play_with_hub(
    loaded: LoadedStudy,
    *,
    interviews: int,
    seed: int,
    targets_scale: float,
    out: Path,
    force: bool,
    stations: int = STATIONS,
) -> dict[str, Any]:
    """Play a shift at all stations at once, and tell what the hub has afterwards.

    Args:
        interviews: How many interviews begin after screening, at all stations together.
        seed: The same seed plays the same people; which station gets which case is for the hub to say.

    Returns:
        attempts, dispositions, completes, screen_outs, cells, unclassified, as `cati demo` tells them; and the
        completes of each station, whose sum they are.

    Raises:
        EnvironmentProblem: a station ended with an error.
    """
    outputs = Outputs(stores=[default_database(loaded.folder, loaded.head.id), default_blocklist()], force=force)
    make_folder(outputs, out)
    database = out / f"{loaded.study.id}-demo.db"
    _clear(out, database, stations)
    folder = out / "hub"
    storage, code = hub_on_this_machine(folder)
    begin = tuesday_at_four(loaded.study.calling.time_zone, DAY)
    with serving(folder, "--rehearsal-from", begin.isoformat()):
        station = demo_station(loaded, database, SimulatedClock(begin), random.Random(seed), targets_scale)
        with closing(station.database):
            enrol(station.database, code)
            others = [_other(out, n) for n in range(2, stations + 1)]
            bring_to_hub(station, SimulatedClock(begin), others)
        study = station.database.study.hex()
        told = _at_work([(loaded.folder, database), *others], interviews, seed, targets_scale)
    figures = figures_of(storage, study, SystemClock())
    completes = [station_told["completes"] for station_told in told]
    check_sums(figures, completes)
    return {**figures, "stations": completes}


def check_sums(figures: Mapping[str, Any], completes: Sequence[int]) -> None:
    """Whether the hub counts what the stations held, and no cell has more than its target.

    Args:
        completes: Of each station.

    Raises:
        EnvironmentProblem: it does not.
    """
    over = sum(cell["achieved"] > cell["target"] for cell in figures["cells"].values())
    if sum(completes) == figures["completes"] and not over:
        return
    raise EnvironmentProblem(
        "program_error",
        Phrase(
            "The stations held {there} interviews, the hub counts {here}; cells over their target: {over}.",
            there=sum(completes),
            here=figures["completes"],
            over=over,
        ),
        "Please report this line.",
    )


def _clear(out: Path, database: Path, stations: int) -> None:
    """Remove an earlier demo with its hub, and nothing else: a hub is of a demo where the database of one is beside it.

    Raises:
        EnvironmentProblem: as `clear_demo`.
    """
    is_demo = database.exists()
    others = [_other(out, n) for n in range(2, stations + 1)]
    for made in (database, *(other for _, other in others)):
        clear_demo(made)
    if is_demo:
        for folder in (out / "hub", *(folder for folder, _ in others)):
            shutil.rmtree(folder, ignore_errors=True)


def _other(out: Path, n: int) -> tuple[Path, Path]:
    """Study folder and database of a further station."""
    return out / f"station-{n}", out / f"station-{n}.db"


def _at_work(
    stations: Sequence[tuple[Path, Path]], interviews: int, seed: int, targets_scale: float
) -> list[dict[str, Any]]:
    """Every station in a process of its own, all at once; what each says in the end."""
    share = -(-interviews // len(stations))
    processes = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "cati_app.demo.station_shift", str(folder), str(database)),
                *(str(share), str(seed + number), str(targets_scale)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        for number, (folder, database) in enumerate(stations)
    ]
    ends = [process.communicate() for process in processes]
    for process, (_, errors) in zip(processes, ends, strict=True):
        if process.returncode:
            raise EnvironmentProblem(
                "program_error",
                Phrase("A station of the demo ended with an error: {last}.", last=(errors.strip() or "?")[-300:]),
                "Please report this line.",
            )
    return [json.loads(output.strip().splitlines()[-1]) for output, _ in ends]
