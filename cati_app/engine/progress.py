"""How much of the way lies behind and ahead: running sums over the questions, kept as relevance changes.

Ahead counts what is relevant, and what may still become so: a question whose rule reads an answer that is yet to come
counts with its reading time until the screen that decides has been left.
"""

from __future__ import annotations

from cati_app.engine.form import Form

_GRAIN = 100  # parts of a second; whole numbers, so that the order of changes leaves no trace


class _Sums:
    """Prefix sums under single changes (Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self._tree = [0] * (size + 1)
        self.total = 0

    def add(self, place: int, amount: int) -> None:
        self.total += amount
        place += 1
        while place < len(self._tree):
            self._tree[place] += amount
            place += place & -place

    def before(self, place: int) -> int:
        found = 0
        while place > 0:
            found += self._tree[place]
            place -= place & -place
        return found


class Progress:
    """Reading time and number of the relevant screens, by place on the way; reading time of what is still open."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._times = [round(node.seconds * _GRAIN) for node in form.nodes]
        self._seconds = _Sums(len(form.screens))
        self._screens = _Sums(len(form.screens))
        self._undecided = _Sums(len(form.screens))  # by the screen that decides
        self._rows = [0] * len(form.nodes)  # relevant rows of each question
        self._open: dict[tuple[int, str], int] = {}
        for index in form.screen_of:
            self._leave_open(index, 1)

    def flip(self, node: int, row_key: str, relevant: bool) -> None:
        """A question became relevant or stopped being so."""
        plan = self._form.screen_of.get(node)
        if plan is None:
            return
        sign = 1 if relevant else -1
        self._seconds.add(plan.index, sign * self._times[node])
        self._rows[node] += sign
        if self._rows[node] == (1 if relevant else 0):
            self._leave_open(node, -sign)
        key = (plan.index, row_key)
        count = self._open.get(key, 0) + sign
        self._open[key] = count
        if count == (1 if relevant else 0):
            self._screens.add(plan.index, sign)

    def _leave_open(self, node: int, sign: int) -> None:
        decided = self._form.decided_on[node]
        if decided >= 0:
            self._undecided.add(decided, sign * self._times[node])

    def seconds_before(self, screen: int) -> float:
        """Reading time of everything before a screen of the plan."""
        return self._seconds.before(screen) / _GRAIN

    def screens_before(self, screen: int) -> int:
        """How many screens are shown before a screen of the plan."""
        return self._screens.before(screen)

    def undecided_from(self, screen: int) -> float:
        """Reading time of what is not relevant yet, but may become so on this screen or a later one."""
        return (self._undecided.total - self._undecided.before(screen)) / _GRAIN

    @property
    def seconds(self) -> float:
        """Reading time of what is relevant now."""
        return self._seconds.total / _GRAIN

    @property
    def screens(self) -> int:
        """Number of screens on the path."""
        return self._screens.total
