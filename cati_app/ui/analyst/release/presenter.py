"""The page of releases: one text at a time, cleared or withheld, and what else is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cati_app.domain.release.cleared_texts import Clearing
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.release.port import ReleaseDesk, ReleaseSet, TextToClear
from cati_app.ui.analyst.release.states import ReleaseState
from cati_app.ui.analyst.release.views import ReleaseView
from cati_app.ui.analyst.release.words import ReleaseWords
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone


class ReleasePresenter:
    """Keeps the place in the list, and what may be taken back.

    A list stays as it was begun: a text about which somebody decided keeps its place in it until it is read anew.
    """

    def __init__(self, stage: Stage, view: ReleaseView, desk: ReleaseDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = ReleaseWords(stage.words)
        self._set: ReleaseSet | None = None
        self._variable = ""
        self._list: tuple[tuple[str, str], ...] = ()  # case_id and reference of the texts gone through
        self._at = 0
        self._shows_all = False
        self._sure = False  # Enter was pressed once on a text with marks
        self._undo: list[TextToClear] = []  # as they stood before, the last one last
        self._busy = False
        self._forms = 0
        self._state = ReleaseState(empty=self._words.reading)

    def shown(self) -> None:
        """The page came to the front; texts are read only now."""
        self._show()
        if self._set is None:
            self._read()

    def _read(self) -> None:
        if not self._busy:
            self._busy = True
            self._show(message="", empty="" if self._set is not None else self._words.reading)
            self._stage.run(self._desk.read, self._has_read, self._not_done)

    def _has_read(self, read: ReleaseSet) -> None:
        self._busy, self._set = False, read
        names = [name for name, _ in read.labels]
        if self._variable not in names:
            waiting = [each.variable for each in read.texts if each.clearing is Clearing.OPEN]
            self._variable = next((name for name in names if name in waiting), names[0] if names else "")
        self._begin_list()

    def _begin_list(self) -> None:
        """The texts of the variable from the first; those that wait alone, unless all are wanted."""
        self._list = tuple(
            (each.named, each.ref) for each in self._texts() if self._shows_all or each.clearing is Clearing.OPEN
        )
        self._go_to(0)

    def _texts(self) -> tuple[TextToClear, ...]:
        texts = () if self._set is None else self._set.texts
        return tuple(each for each in texts if each.variable == self._variable)

    def _go_to(self, row: int) -> None:
        self._at = max(0, min(row, len(self._list) - 1))
        self._sure = False
        self._forms += 1
        self._show()

    @property
    def _text(self) -> TextToClear | None:
        if not 0 <= self._at < len(self._list):
            return None
        return next((each for each in self._texts() if (each.named, each.ref) == self._list[self._at]), None)

    def variable_chosen(self, name: str) -> None:
        """Another one of the list."""
        if self._set is not None and name and name != self._variable and not self._busy:
            self._variable = name
            self._state = replace(self._state, message="")
            self._begin_list()

    def moved(self, step: int) -> None:
        """To a text before or behind; nothing is decided."""
        if not self._busy and 0 <= self._at + step < len(self._list):
            self._state = replace(self._state, message="")
            self._go_to(self._at + step)

    def clear(self) -> None:
        """Enter: the text may be public, then the next one; where something in it may tell who, Enter twice."""
        text = self._text
        if text is None or self._busy:
            return
        if text.marks and text.clearing is not Clearing.CLEARED and not self._sure:
            self._sure = True
            self._show(message=self._words.sure, tone=Tone.WARN)
            return
        self._decide(text, Clearing.CLEARED)

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "release_withhold": self._withhold,
            "release_undo": self._take_back,
            "release_variable": self._next_variable,
            "release_all": self._other_list,
            "release_read": self._read,
        }
        if name not in actions:
            return False
        if not self._busy and (self._set is not None or name == "release_read"):
            actions[name]()
        return True

    def _withhold(self) -> None:
        text = self._text
        if text is not None:
            self._decide(text, Clearing.WITHHELD)

    def _next_variable(self) -> None:
        assert self._set is not None
        names = [name for name, _ in self._set.labels]
        if self._variable in names:
            self.variable_chosen(names[(names.index(self._variable) + 1) % len(names)])

    def _other_list(self) -> None:
        self._shows_all = not self._shows_all
        self._state = replace(self._state, message="")
        self._begin_list()

    def _decide(self, text: TextToClear, clearing: Clearing) -> None:
        if text.clearing is clearing:
            self._next()
            return
        self._busy = True
        decide = partial(self._desk.decide, (text,), clearing)
        self._stage.run(decide, partial(self._has_decided, text, clearing), self._not_done)

    def _has_decided(self, text: TextToClear, clearing: Clearing, now: ReleaseSet) -> None:
        self._busy, self._set = False, now
        self._undo.append(text)
        self._state = replace(self._state, message=self._words.decided(clearing), tone=Tone.OK)
        self._next()

    def _next(self) -> None:
        """The next text that waits, behind this one and then from the first; the one behind it where all are shown."""
        waiting = {(each.named, each.ref) for each in self._texts() if each.clearing is Clearing.OPEN}
        order = (*range(self._at + 1, len(self._list)), *range(self._at))
        if self._shows_all and self._at + 1 < len(self._list):
            self._go_to(self._at + 1)
        elif not self._shows_all and not waiting.intersection(self._list):
            self._begin_list()
        else:
            self._go_to(next((row for row in order if self._list[row] in waiting), self._at))

    def _take_back(self) -> None:
        if self._undo:
            before = self._undo[-1]
            self._busy = True
            decide = partial(self._desk.decide, (before,), before.clearing)
            self._stage.run(decide, self._was_taken_back, self._not_done)

    def _was_taken_back(self, now: ReleaseSet) -> None:
        before = self._undo.pop()
        self._busy, self._set = False, now
        self._state = replace(self._state, message=self._words.taken_back, tone=Tone.OK)
        self._variable = before.variable
        key = before.named, before.ref
        if key not in self._list:
            self._begin_list()
        self._go_to(self._list.index(key) if key in self._list else 0)

    def _not_done(self, error: Exception) -> bool:
        self._busy = False
        told = problem_words(self._stage.words, error)
        if told is None:
            return False
        if self._set is None:
            self._show(empty=told)
        else:
            self._show(message=told, tone=Tone.BAD)
        return True

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        if self._set is not None:
            self._state = self._words.page(
                replace(self._state, form=str(self._forms)),
                self._set,
                self._variable,
                self._text,
                (self._at, len(self._list)),
                shows_all=self._shows_all,
                can_undo=bool(self._undo),
            )
        self._stage.situate(clears_texts=bool(self._state.text), can_undo_clearing=bool(self._undo))
        self._view.render(self._state)
