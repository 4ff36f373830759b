"""Who sits in which shift of a day: as many as are planned for it, and people who speak its languages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from cati_app.domain.calling.promise import Shift
from cati_app.domain.quota.rounding import largest_remainders
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Sitting:
    """A day's shifts, filled.

    Args:
        people: The shift of each person who works that day, by place in the list of people.
        empty: Seats of each shift whose languages nobody was left to speak, in the order of the shifts.
    """

    people: dict[int, Shift]
    empty: tuple[int, ...]

    def sit_in(self, shift: Shift) -> int:
        """How many people work in it."""
        return sum(worked is shift for worked in self.people.values())


def sitting(shifts: Sequence[Shift], spoken: Sequence[Collection[str]], most: int) -> Sitting:
    """Fill the shifts of a day; nobody works in two of them.

    Shifts with languages come first, the one that fewest people can take before the others. For each of its seats
    whoever adds most of its languages is taken, of these whoever speaks fewest altogether. The others take turns.

    Args:
        shifts: Of one day, at least one.
        spoken: Languages of everybody who takes part.
        most: Seats planned for the day that has most of them; 0: nobody said how many.
    """
    room = seats_of(shifts, len(spoken), most)
    free, people = list(range(len(spoken))), dict[int, Shift]()
    able = {n: sum(bool(shift.languages & set(each)) for each in spoken) for n, shift in enumerate(shifts)}
    for n in sorted((n for n, shift in enumerate(shifts) if shift.languages), key=lambda n: able[n]):
        wanted = shifts[n].languages
        uncovered = set(wanted)
        while room[n] and (speakers := [person for person in free if wanted & set(spoken[person])]):
            best = max(speakers, key=lambda person: (len(uncovered & set(spoken[person])), -len(spoken[person])))
            uncovered = (uncovered - set(spoken[best])) or set(wanted)
            people[best] = shifts[n]
            free.remove(best)
            room[n] -= 1
    open_to_all = [n for n, shift in enumerate(shifts) if not shift.languages]
    for person in free:
        turn = next((n for n in open_to_all if room[n]), None)
        if turn is None:
            break
        people[person] = shifts[turn]
        room[turn] -= 1
        open_to_all = [*(n for n in open_to_all if n != turn), turn]
    return Sitting(people, tuple(room))


def seats_of(shifts: Sequence[Shift], people: int, most: int) -> list[int]:
    """Seats of each shift of a day, where so many people take part.

    On the day with most seats everybody works; on others as many as their plan is of that. Where no seats are planned
    for a day everybody works, in as many people for each shift as for the others.

    Args:
        most: As `sitting`.
    """
    planned = sum(shift.seats for shift in shifts)
    if not planned:
        return [len(range(n, people, len(shifts))) for n in range(len(shifts))]
    working = min(people, max(1, (2 * people * planned + most) // (2 * most)))
    exact = {n: Fraction(shift.seats * working, planned) for n, shift in enumerate(shifts)}
    return list(largest_remainders(exact, working).values())
