"""Who takes part in a rehearsal: a login for each role, and one for each seat."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.demo.station import PASSWORD, PEOPLE
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys

SEAT_LOGIN = "seat{number:02d}"
_FIRST_LANGUAGES = 2
"""Languages of a seat beside the study's first, at most."""
_CONVERTS_EACH = 3


def add_people(station: Station, keys: HeldKeys, seats: int, spoken: Sequence[Sequence[str]] = ()) -> Sequence[User]:
    """Add them, and the sample; those of the seats, in order.

    Args:
        keys: That begin the study.
        spoken: Languages of each person who will call, of whom the seats take turns; none: the study's first and two
            of the others each.
    """
    first, *others = [language.code for language in station.loaded.study.languages]
    adding = station.people.add_person(keys)
    for login, name, role in PEOPLE:
        adding(PROGRAM, login, name, role, PASSWORD, [first, *others])
    station.prepare(keys)
    added = []
    for n in range(seats):
        languages = [first, *(others[(n + k) % len(others)] for k in range(min(_FIRST_LANGUAGES, len(others))))]
        if spoken:
            languages = list(spoken[n % len(spoken)])
        skills = ["conversion"] if n % _CONVERTS_EACH == 0 else []
        login = SEAT_LOGIN.format(number=n + 1)
        added.append(adding(PROGRAM, login, login, Role.INTERVIEWER, PASSWORD, languages, skills))
    return added
