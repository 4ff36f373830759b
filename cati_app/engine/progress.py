"""How much of the way lies behind: running sums over the relevant questions, kept as relevance changes."""

from __future__ import annotations

from cati_app.engine.form import Form


class _Sums:
    """Prefix sums under single changes (Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self._tree = [0.0] * (size + 1)
        self.total = 0.0

    def add(self, place: int, amount: float) -> None:
        self.total += amount
        place += 1
        while place < len(self._tree):
            self._tree[place] += amount
            place += place & -place

    def before(self, place: int) -> float:
        found = 0.0
        while place > 0:
            found += self._tree[place]
            place -= place & -place
        return found


class Progress:
    """Reading time and number of the relevant screens, by place on the way."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._seconds = _Sums(len(form.screens))
        self._screens = _Sums(len(form.screens))
        self._open: dict[tuple[int, str], int] = {}

    def flip(self, node: int, row_key: str, relevant: bool) -> None:
        """A question became relevant or stopped being so."""
        plan = self._form.screen_of.get(node)
        if plan is None:
            return
        sign = 1 if relevant else -1
        self._seconds.add(plan.index, sign * self._form.nodes[node].seconds)
        key = (plan.index, row_key)
        count = self._open.get(key, 0) + sign
        self._open[key] = count
        if count == (1 if relevant else 0):
            self._screens.add(plan.index, sign)

    def seconds_before(self, screen: int) -> float:
        """Reading time of everything before a screen of the plan."""
        return self._seconds.before(screen)

    def screens_before(self, screen: int) -> int:
        """How many screens are shown before a screen of the plan."""
        return round(self._screens.before(screen))

    @property
    def seconds(self) -> float:
        """Reading time of the whole path."""
        return self._seconds.total

    @property
    def screens(self) -> int:
        """Number of screens on the path."""
        return round(self._screens.total)
