"""One history, and what many of them came to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from tests.sim.forgotten import people_in_the_end
from tests.sim.properties import at_every_moment, in_the_end
from tests.sim.world import Clocks, World


@dataclass(frozen=True)
class Told:
    """What a history came to."""

    seed: int
    interviews: int
    restores: int
    write_offs: int
    violations: tuple[str, ...]
    ended: str = ""  # what the hub has in the end; the same on every engine
    stops: int = 0  # of the hub within a request
    passwords: int = 0  # that somebody chose or tried to choose
    resets: int = 0  # of logins
    adopted: int = 0  # whether the hub got its cases from a station in mid-field
    weeks: int = 0  # so often some weeks went by between two shifts
    coded: int = 0  # codes that supervisors gave


@dataclass
class Summary:
    """Of many histories."""

    histories: int = 0
    interviews: int = 0
    restores: int = 0
    write_offs: int = 0
    stops: int = 0
    passwords: int = 0
    resets: int = 0
    adopted: int = 0
    weeks: int = 0
    coded: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, told: Told) -> None:
        """One more."""
        self.histories += 1
        self.interviews += told.interviews
        self.restores += told.restores
        self.write_offs += told.write_offs
        self.stops += told.stops
        self.passwords += told.passwords
        self.resets += told.resets
        self.adopted += told.adopted
        self.weeks += told.weeks
        self.coded += told.coded
        self.violations += [f"seed {told.seed}: {violation}" for violation in told.violations]

    def text(self) -> str:
        """For people."""
        lines = self.violations[:20]
        lines.append(
            f"{self.histories} histories, {self.interviews} interviews, {self.restores} restores of the hub,"
            f" {self.write_offs} stations written off, {self.stops} requests in which the hub stopped,"
            f" {self.passwords} passwords chosen, {self.resets} logins reset,"
            f" {self.adopted} studies handed over in mid-field, {self.weeks} rests of weeks,"
            f" {self.coded} codes that decide about a quota,"
            f" {len(self.violations)} violations"
        )
        return "\n".join(lines)


def run(seed: int, steps: int = 200, engine: str = "memory", clocks: Clocks = Clocks.DRAWN) -> Told:
    """One history; it stops at the first violation.

    Args:
        clocks: Of the stations.
    """
    world = World(seed, engine=engine, clocks=clocks)
    violations: tuple[str, ...] = ()
    for number in range(steps):
        world.step()
        violations = tuple(f"step {number}: {what}" for what in at_every_moment(world))
        if violations:
            break
    else:
        world.settle()
        violations = (*at_every_moment(world), *in_the_end(world))
    ended = _ended(world)
    if not violations:
        violations = tuple(people_in_the_end(world))
    interviews = sum(len(station.completed) for station in world.stations)
    passwords, hub = world.passwords, world.hub
    counts = hub.stops, passwords.chosen, passwords.resets, int(world.adoption is not None), world.weeks
    coded = 0 if world.places is None else world.places.coded
    return Told(seed, interviews, hub.restores, world.write_offs, violations, ended, *counts, coded)


def ended_by(seed: int, error: BaseException) -> Told:
    """A history in which the program itself failed; the others are played on."""
    return Told(seed, 0, 0, 0, (f"it was ended by {type(error).__name__}: {error}",))


def compared(seed: int, steps: int = 200, engine: str = "memory") -> Told:
    """The history on that engine; in memory twice, with clocks of stations that are right, and that are not.

    I13 and I16: both end alike.
    """
    if engine != "memory":
        told, other, what = run(seed, steps, engine), run(seed, steps), f"I16: it ends otherwise in the {engine}"
    else:
        told, other = run(seed, steps, clocks=Clocks.WRONG), run(seed, steps, clocks=Clocks.RIGHT)
        what = "I13: it ends otherwise where the clocks of stations are right"
    if told.violations or other.violations or told == other:
        return replace(told, violations=(*told.violations, *other.violations))
    return replace(told, violations=(what,))


_ENDS = (
    "SELECT id, achieved, in_progress FROM cell ORDER BY id",
    # the final code of a case that two stations worked at once depends on the order of their results, by their clocks
    "SELECT id, state, attempts, dials, CASE WHEN (SELECT count(DISTINCT attempt_no) FROM attempt a WHERE a.case_id ="
    " c.id) = (SELECT count(*) FROM attempt a WHERE a.case_id = c.id) THEN disposition ELSE '' END FROM \"case\" c"
    " ORDER BY id",
    "SELECT id, state, disposition, cell_id FROM interview ORDER BY id",
    "SELECT id, disposition FROM attempt ORDER BY id",
    "SELECT interview_id, why FROM not_counted ORDER BY interview_id",
    "SELECT id, state FROM place_grant ORDER BY id",
    "SELECT device, acts FROM known_station ORDER BY device",
)


def _ended(world: World) -> str:
    """A digest of what the hub has; by bytes, for engines sort otherwise."""
    execute = world.hub.kept.driver.execute
    told = [sorted(tuple(map(str, row)) for row in execute(question).fetchall()) for question in _ENDS]
    told.append(world.passwords.ended())
    return hashlib.sha256(repr(told).encode()).hexdigest()
