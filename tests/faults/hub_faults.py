"""Faults of lines, hub, PostgreSQL, stations and people: what is done, what has to come of it, and what did.

`python -m tests.faults --hub` plays them on real processes, real files and a real server, and prints the table; with
`--write` it goes into docs/faults-hub.md. Each fault ends with the properties I1 to I10 and I14 of everything that was
kept; beyond that, what its row says.
"""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.disk import Fault
from tests.faults.hub_between_statements import between_statements
from tests.faults.hub_line_faults import (
    a_minute_late,
    another_certificate,
    certificate_over,
    clock_jump,
    full_disk,
    on_the_line,
    repeated_after_a_copy,
    restored,
    second_process,
    stopped,
)
from tests.faults.hub_older_form import brought_forward
from tests.faults.hub_order_faults import asleep, clock_stands, pushed_in_another_order, target_below_held, zone_changes
from tests.faults.hub_people_faults import (
    clocks,
    copied_profile,
    last_place,
    no_key,
    old_protocol,
    same_person,
    session_over,
    taken_back,
    week_away,
    written_off,
)
from tests.faults.hub_played import FILES, SERVER, HubFault, NotBegun, played
from tests.faults.hub_server_faults import (
    backends_ended,
    connections_taken,
    deadlock,
    long_snapshot,
    server_killed,
    server_restarts,
    time_limit,
)
from tests.faults.hub_standby_faults import both_alive, failover, failover_behind
from tests.faults.hub_step_faults import import_killed, station_steps
from tests.faults.hub_two_servers import two_programs
from tests.proxies import Mishap

_BEGINS = 4
PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults-hub.md"


FAULTS: Sequence[HubFault] = (
    *(
        HubFault(
            "the line", mishap.value, "every request has effect once; what failed is tried again", on_the_line(mishap)
        )
        for mishap in Mishap
        if mishap is not Mishap.SLOW
    ),
    HubFault("the line", Mishap.SLOW.value, "slower, nothing else", on_the_line(Mishap.SLOW, 1.0)),
    HubFault(
        "the line", "somebody without the hub's key answers", "told so, nothing sent", another_certificate, (FILES,)
    ),
    HubFault(
        "the line", "pushes arrive in another order", "refused as a gap, then taken once", pushed_in_another_order
    ),
    HubFault("the line", "answered a minute late", "what was given up has no second effect", a_minute_late, (FILES,)),
    HubFault(
        "the line",
        "requests arrive once more after the hub came back from a copy",
        "every request has effect once",
        repeated_after_a_copy,
    ),
    HubFault("the line", "the certificate has expired", "told; renewed, it goes on", certificate_over, (FILES,)),
    HubFault("the hub", "stopped for 12 s, transactions open", "told; then it goes on", stopped(12)),
    HubFault("the hub", "kill -9 between two statements", "told; then it goes on", between_statements(1, 5), cases=600),
    HubFault("the hub", "a second process on its folder", "refused in words", second_process, (FILES,)),
    HubFault(
        "the hub",
        "its clock jumps",
        "leases end earlier or later, nothing is lost",
        clock_jump(24, -24, 8760),
        at_once=True,
    ),
    HubFault("the hub", "comes back from a copy of a minute ago", "waits for all stations", restored("minute", 1)),
    HubFault("the hub", "comes back from a copy of a day ago", "waits for all stations", restored("day", 6)),
    HubFault("the hub", "full disk", "told, alive; goes on by itself", full_disk, on_a_small_disk=True),
    HubFault(
        "the hub",
        "its tables are brought to a newer form while stations work, kill -9 on the way",
        "told; then it goes on",
        brought_forward,
    ),
    HubFault("PostgreSQL", "restarted", "told; then it goes on", server_restarts, (SERVER,)),
    HubFault("PostgreSQL", "kill -9 of the postmaster", "told; then it goes on", server_killed, (SERVER,)),
    HubFault("PostgreSQL", "every connection is ended", "made again", backends_ended, (SERVER,)),
    HubFault("PostgreSQL", "others have every connection", "told; then it goes on", connections_taken, (SERVER,)),
    HubFault("PostgreSQL", "a snapshot stays open", "the next case comes as before", long_snapshot, (SERVER,)),
    HubFault("PostgreSQL", "no statement may take long", "told; then it goes on", time_limit, (SERVER,)),
    HubFault("PostgreSQL", "a deadlock over two quotas", "done again, the place is given", deadlock, (SERVER,)),
    HubFault("PostgreSQL", "failover to a synchronous standby", "nothing acknowledged is gone", failover, (SERVER,)),
    HubFault(
        "PostgreSQL",
        "failover to an asynchronous standby that lacks what came last",
        "another life begins; stations bring it again",
        failover_behind,
        (SERVER,),
    ),
    HubFault(
        "PostgreSQL",
        "split brain: both primaries alive, each with a program of the hub",
        "both wait for all stations, nothing is lost",
        both_alive,
        (SERVER,),
        at_once=True,
    ),
    HubFault(
        "PostgreSQL",
        "two programs serve one hub, kill -9 of one",
        "a case is lent once, the last place given once",
        two_programs,
        (SERVER,),
    ),
    HubFault("a station", "its profile was copied, both work", "both are kept, the copy is named", copied_profile),
    HubFault("a station", "its clock is off", "what the hub decides does not change", clocks(-1, 1, -365, 365)),
    HubFault("a station", "its clock stands", "its work comes when its person leaves", clock_stands),
    HubFault("a station", "its time zone changes", "what is decided does not change", zone_changes, (FILES,)),
    HubFault(
        "a station",
        "sleeps for a day in an interview",
        "others work on; its interview is kept",
        asleep,
        at_once=True,
    ),
    HubFault("a station", "the session ends in an interview", "signed in again, the place is given", session_over),
    HubFault("a station", "no key of its database", "told; nothing changed", no_key, (FILES,)),
    HubFault("a station", "too old or too new for the hub", "told; nothing lost", old_protocol),
    HubFault(
        "a station",
        "full disk at a step",
        "told, or handed in later; with room it goes on, nothing lost",
        station_steps(Fault.FULL, 10),
        (FILES,),
    ),
    HubFault(
        "a station",
        "kill -9 before a change of a file",
        "it goes on, nothing lost",
        station_steps(Fault.KILL, 8),
        (FILES,),
    ),
    HubFault(
        "a station", "kill -9 of an import", "every row or none; said again, each is there once", import_killed(6)
    ),
    HubFault(
        "people", "a slow station is written off, and comes back", "its interview is kept", written_off, at_once=True
    ),
    HubFault(
        "people",
        "a target is set below the places that are held",
        "these count, nobody else gets one",
        target_below_held,
    ),
    HubFault(
        "people",
        "a case is taken back in the middle of its interview",
        "both go on, nothing counts twice",
        taken_back,
        at_once=True,
    ),
    HubFault("people", "one person at two stations", "both work", same_person),
    HubFault("people", "away for a week with five interviews", "they come and count", week_away, at_once=True),
    HubFault("people", "one place, 64 at the screener's end", "one gets it", last_place),
)
NOT_RUN = (
    ("replica lag", "no figure of a hub comes from a replica"),
    (
        "two versions of the hub at once",
        "there is one version yet; older and newer forms of its tables are refused by name"
        " (`tests/unit/store/test_hub_steps.py`)",
    ),
    ("a corrupted page of a station's file, power loss there", "`python -m tests.faults --trust` does it"),
    (
        "a machine that really sleeps, a power cut, a line that really loses packets",
        "needs a machine for it: sleep is played as time that passes, loss as requests that are cut",
    ),
)
"""What is not played here, and why."""


def play(fault: HubFault, engine: str, folder: Path) -> str:
    """The outcome of a fault; AssertionError: something else than has to."""
    with played(fault, engine, folder) as field_:
        told = fault.play(field_)
        if fault.play is not last_place:
            field_.whole(surplus=fault.play is written_off, at_once=fault.at_once)
    return told


@dataclass
class Outcome:
    """Of a fault on an engine."""

    fault: HubFault
    engine: str
    told: str
    held: bool


def planned(word: str = "", engines: Sequence[str] = (FILES, SERVER)) -> list[tuple[HubFault, str]]:
    """What is played on which engine: every fault, or those with a word in them."""
    return [
        (fault, engine)
        for fault in FAULTS
        for engine in engines
        if engine in fault.engines and word in f"{fault.where} {fault.what}"
    ]


def run(word: str = "", engines: Sequence[str] = (FILES, SERVER), kept: Path | None = None) -> list[Outcome]:
    """Every fault, or those with a word in them; printed as they come.

    Args:
        kept: A file for the outcome of each, so that an interrupted run goes on where it was, and plays once more what
            did not hold; engines may be played side by side.
    """
    outcomes = [] if kept is None else known(kept)
    held_before = {(outcome.fault.where, outcome.fault.what, outcome.engine) for outcome in outcomes if outcome.held}
    for fault, engine in planned(word, engines):
        if (fault.where, fault.what, engine) in held_before:
            continue
        try:
            outcome = Outcome(fault, engine, _played(fault, engine), held=True)
        except Exception as error:
            traceback.print_exc()
            outcome = Outcome(fault, engine, f"{type(error).__name__}: {error}"[:300], held=False)
        print(f"{engine}: {fault.where}, {fault.what}: {outcome.told}", file=sys.stderr, flush=True)
        outcomes.append(outcome)
        if kept is not None:
            _keep(kept, outcome)
    return outcomes if kept is None else known(kept)


def _keep(kept: Path, outcome: Outcome) -> None:
    """One line for each, written at once."""
    facts = [outcome.fault.where, outcome.fault.what, outcome.engine, outcome.told, outcome.held]
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts) + "\n")


def known(kept: Path) -> list[Outcome]:
    """What was played before, in the order of the table."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    told = {(where, what, engine): (text, held) for where, what, engine, text, held in map(json.loads, lines)}
    rows = [(fault, engine, told.get((fault.where, fault.what, engine))) for fault, engine in planned()]
    return [Outcome(fault, engine, *outcome) for fault, engine, outcome in rows if outcome is not None]


def _played(fault: HubFault, engine: str) -> str:
    """the outcome; begun again where the machine was too busy to begin."""
    for _ in range(_BEGINS - 1):
        with suppress(NotBegun), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            return play(fault, engine, Path(name))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        return play(fault, engine, Path(name))


def table(outcomes: Sequence[Outcome]) -> str:
    """Fault, what has to come of it, and what did."""
    lines = ["| where | fault | has to come of it | hub in | came of it | I1–I10, I14 |", "|---|---|---|---|---|---|"]
    for one in outcomes:
        told = one.told.replace("|", "/")
        lines.append(
            f"| {one.fault.where} | {one.fault.what} | {one.fault.expected} | {one.engine} | {told} |"
            f" {'hold' if one.held else '**do not hold**'} |"
        )
    lines += ["", "| not played | because |", "|---|---|", *(f"| {what} | {why} |" for what, why in NOT_RUN)]
    return "\n".join(lines)


_HEAD = """\
# Faults that were played on a hub

Made by `python -m tests.faults --hub --write`; do not change it here. Each fault is played on a hub in a process of its
own, with the databases and the services of real stations, over TLS; *server* is a PostgreSQL of its own. In the end of
each every station has handed in, and it is counted again: no cell over its target, counters equal to their rows, no
case counted twice, no interview lost or kept twice, no place held for nobody, nothing acknowledged that is gone. One of
them, and a few kills, are played with every run of the tests (`tests/faults/test_hub_faults.py`).
"""


def page(outcomes: Sequence[Outcome]) -> str:
    """For docs/."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return f"{_HEAD}\nLast played on {day}.\n\n{table(outcomes)}\n"
