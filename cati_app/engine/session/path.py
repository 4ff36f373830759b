"""The way through the questionnaire: which screen follows, which came before, given the current answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cati_app.engine.form.model import Form
from cati_app.engine.form.plan import RepeatPlan, ScreenPlan
from cati_app.engine.form.rows import RepeatRow

_Items: TypeAlias = tuple[ScreenPlan | RepeatPlan, ...]


class Stop(NamedTuple):
    """A screen in a row."""

    plan: ScreenPlan
    row: RepeatRow


class _Seat(NamedTuple):
    """Where a screen or repeat stands: in which sequence, at which position, of which repeat."""

    items: _Items
    position: int
    owner: RepeatPlan | None


class Way:
    """Walks the plan of a form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._seats: dict[int, _Seat] = {}
        self._repeats: dict[int, _Seat] = {}
        self._owners: dict[int, RepeatPlan] = {}  # by number of the `more` screen
        self._seat(form.plan, None)

    def _seat(self, items: _Items, owner: RepeatPlan | None) -> None:
        for position, item in enumerate(items):
            if isinstance(item, ScreenPlan):
                self._seats[item.index] = _Seat(items, position, owner)
            else:
                self._repeats[item.node] = _Seat(items, position, owner)
                if item.more is not None:
                    self._owners[item.more.index] = item
                self._seat(item.items, item)

    def is_shown(self, stop: Stop) -> bool:
        """Whether any question of the screen is relevant."""
        nodes = self._form.nodes
        return any(stop.row.relevant[nodes[index].slot] for index in stop.plan.questions)

    def owner(self, plan: ScreenPlan) -> RepeatPlan | None:
        """The open repeat that a `more` screen belongs to."""
        return self._owners.get(plan.index)

    def around(self, plan: ScreenPlan) -> RepeatPlan | None:
        """The repeat whose rows hold the screen."""
        owner = self._owners.get(plan.index)
        return self._repeats[owner.node].owner if owner else self._seats[plan.index].owner

    def around_repeat(self, repeat: RepeatPlan) -> RepeatPlan | None:
        """The repeat whose rows hold a repeat."""
        return self._repeats[repeat.node].owner

    def end(self, repeat: RepeatPlan) -> int:
        """Number of the first screen after a repeat's rows."""
        if repeat.more is not None:
            return repeat.more.index
        last = repeat.items[-1] if repeat.items else None
        if last is None:
            return repeat.index
        return last.index + 1 if isinstance(last, ScreenPlan) else self.end(last) + (last.more is not None)

    def all(self, row: RepeatRow) -> Iterator[Stop]:
        """Every screen that is shown now."""
        yield from self._through(self._form.plan, row, False)

    def after(self, stop: Stop) -> Iterator[Stop]:
        """The screens shown after a screen, nearest first."""
        yield from self._beside(stop, False)

    def before(self, stop: Stop) -> Iterator[Stop]:
        """The screens shown before a screen, nearest first."""
        yield from self._beside(stop, True)

    def within(self, owner: RepeatPlan, row: RepeatRow) -> Iterator[Stop]:
        """The screens of one row of a repeat."""
        yield from self._through(owner.items, row, False)

    def _beside(self, stop: Stop, back: bool) -> Iterator[Stop]:
        row = stop.row
        owner = self._owners.get(stop.plan.index)
        if owner is not None:
            seat = self._repeats[owner.node]
            if back:
                yield from self._rows(owner, row.c[owner.frame], True)
        else:
            seat = self._seats[stop.plan.index]
        while True:
            rest = seat.items[: seat.position] if back else seat.items[seat.position + 1 :]
            yield from self._through(rest, row, back)
            if seat.owner is None or row.p is None:
                return
            outer = row.p
            rows = outer.c[row.frame]
            yield from self._rows(seat.owner, rows[: row.i - 1] if back else rows[row.i :], back)
            if not back and seat.owner.more is not None:
                yield from self._screen(Stop(seat.owner.more, outer))
            seat, row = self._repeats[seat.owner.node], outer

    def _through(self, items: _Items, row: RepeatRow, back: bool) -> Iterator[Stop]:
        for item in reversed(items) if back else items:
            if isinstance(item, ScreenPlan):
                yield from self._screen(Stop(item, row))
                continue
            if back and item.more is not None:
                yield from self._screen(Stop(item.more, row))
            yield from self._rows(item, row.c[item.frame], back)
            if not back and item.more is not None:
                yield from self._screen(Stop(item.more, row))

    def _rows(self, repeat: RepeatPlan, rows: list[RepeatRow], back: bool) -> Iterator[Stop]:
        for row in reversed(rows) if back else rows:
            yield from self._through(repeat.items, row, back)

    def _screen(self, stop: Stop) -> Iterator[Stop]:
        if self.is_shown(stop):
            yield stop
