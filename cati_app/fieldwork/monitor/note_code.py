"""That somebody made a code beside the choices of a question: a fact of the log, with the file in which it stands."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs

CODE_MADE = "code_made"
"""The fact; its text stays in study.yaml."""


class NoteCode:
    """The fact and the file: neither is there without the other, unless the program is killed between them."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.EXPORT)
    def __call__(self, user: User, question: str, code: int, write: Callable[[], Callable[[], None]]) -> None:
        """Write both.

        Args:
            question: Name of the question with the choices.
            write: Puts the code into the file; gives what puts the former one back.
        """
        now, committed = moment(self._clock, user), False
        with self._units() as unit:
            unit.log.append([now.fact(CODE_MADE, question=question, code=code)])
            put_back = write()
            try:
                unit.commit()
                committed = True
            finally:
                if not committed:
                    put_back()
