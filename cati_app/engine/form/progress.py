"""How much of the way lies behind and ahead: amounts by screen, kept as relevance changes, summed when asked for.

Ahead counts what is relevant, and what may still become so: a question whose rule reads an answer that is yet to come
counts with its reading time until the screen that decides has been left.
"""

from __future__ import annotations

from cati_app.engine.form.model import Form

_SECONDS, _SCREENS, _UNDECIDED = range(3)
_GRAIN = 100  # parts of a second; whole numbers, so that the order of changes leaves no trace


class ReadingProgress:
    """Reading time and number of the relevant screens, by position on the way; reading time of what is still open.

    An answer may change a hundred questions and is followed by a few looks at the sums: so changing costs next to
    nothing, and the first look of a kind adds up one list.
    """

    def __init__(self, form: Form) -> None:
        self._times = [round(node.seconds * _GRAIN) for node in form.nodes]
        self._screen_of = [-1] * len(form.nodes)
        self._decided_on = form.decided_on
        self._seconds = [0] * len(form.screens)
        self._screens = [0] * len(form.screens)
        self._undecided = [0] * len(form.screens)  # by the screen that decides
        self._rows = [0] * len(form.nodes)  # relevant rows of each question
        self._open: dict[tuple[int, str], int] = {}
        self._sums: dict[tuple[int, int], int] = {}  # known until something changes
        for index, plan in form.screen_of.items():
            self._screen_of[index] = plan.index
            self._leave_open(index, 1)

    def flip(self, node: int, row_key: str, relevant: bool) -> None:
        """A question became relevant or stopped being so."""
        screen = self._screen_of[node]
        if screen < 0:
            return
        self._sums.clear()
        sign = 1 if relevant else -1
        self._seconds[screen] += sign * self._times[node]
        self._rows[node] += sign
        if self._rows[node] == (1 if relevant else 0):
            self._leave_open(node, -sign)
        key = (screen, row_key)
        count = self._open.get(key, 0) + sign
        self._open[key] = count
        if count == (1 if relevant else 0):
            self._screens[screen] += sign

    def _leave_open(self, node: int, sign: int) -> None:
        decided = self._decided_on[node]
        if decided >= 0:
            self._undecided[decided] += sign * self._times[node]

    def seconds_before(self, screen: int) -> float:
        """Reading time of everything before a screen of the plan."""
        return self._before(_SECONDS, screen) / _GRAIN

    def screens_before(self, screen: int) -> int:
        """How many screens are shown before a screen of the plan."""
        return self._before(_SCREENS, screen)

    def undecided_from(self, screen: int) -> float:
        """Reading time of what is not relevant yet, but may become so on this screen or a later one."""
        whole = self._before(_UNDECIDED, len(self._undecided))
        return (whole - self._before(_UNDECIDED, screen)) / _GRAIN

    @property
    def seconds(self) -> float:
        """Reading time of what is relevant now."""
        return self._before(_SECONDS, len(self._seconds)) / _GRAIN

    @property
    def screens(self) -> int:
        """Number of screens on the path."""
        return self._before(_SCREENS, len(self._screens))

    def _before(self, measure: int, screen: int) -> int:
        """The sum of a measure over the screens before one."""
        key = (measure, screen)
        total = self._sums.get(key)
        if total is None:
            amounts = (self._seconds, self._screens, self._undecided)[measure]
            total = self._sums[key] = sum(amounts[:screen])
        return total
