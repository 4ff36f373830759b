"""The page of the code frame: one unit at a time, a digit for each axis, and decisions where two coders differ."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.coding.coded_units import CodedUnit
from cati_app.domain.coding.coding_work import CodingStage
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.units.draft import CodesDraft
from cati_app.ui.analyst.units.port import UnitsDesk, UnitsToCode
from cati_app.ui.analyst.units.states import UnitsState
from cati_app.ui.analyst.units.views import UnitsView
from cati_app.ui.analyst.units.words import UnitsWords, agreed_codes
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

if TYPE_CHECKING:  # slow to load
    from cati_app.domain.coding.work_agreement import AgreementFigure
    from cati_app.fieldwork.monitor.unit_codings import UnitsRead

_Given = Callable[["UnitsRead"], "UnitsRead"]


class UnitsPresenter:
    """Keeps the place in the list, the codes picked, and what may be taken back.

    The next unit is shown before the codes of this one are stored; codes are stored one after another, in order.
    """

    def __init__(self, stage: Stage, view: UnitsView, desk: UnitsDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = UnitsWords(stage.words)
        self._shown: UnitsToCode | None = None
        self._list: tuple[tuple[str, bool], ...] = ()  # units gone through, and whether it is a repeat
        self._at = 0
        self._draft: CodesDraft | None = None
        self._given: set[tuple[str, bool]] = set()  # of the list, stored or on the way
        self._undo: list[tuple[str, bool]] = []
        self._waiting: deque[_Given] = deque()  # codes on their way into the store
        self._busy = False
        self._forms = 0
        self._state = UnitsState(empty=self._words.reading)

    # -- reading ------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """The page came to the front; units are opened only now."""
        self._show()
        if self._shown is None:
            self._read()

    def _read(self) -> None:
        if not self._busy and not self._waiting:
            self._busy = True
            self._show(message="", empty="" if self._shown is not None else self._words.reading)
            self._stage.run(self._desk.read, self._has_read, self._not_done)

    def _has_read(self, shown: UnitsToCode) -> None:
        self._busy, self._shown = False, shown
        self._begin_list()

    def _begin_list(self) -> None:
        """What waits for this person now: their units, or what is to be decided."""
        shown = self._shown
        assert shown is not None
        overview = shown.overview
        decided = tuple((unit, False) for unit in overview.to_decide)
        self._list = decided if overview.stage is CodingStage.DECIDING else overview.waiting
        self._given, self._undo = set(), []
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        self._at = max(0, min(row, len(self._list) - 1))
        self._forms += 1
        self._draft = self._begun()
        self._show()

    def _begun(self) -> CodesDraft | None:
        shown, unit = self._shown, self._unit
        if shown is None or unit is None:
            return None
        draft = CodesDraft(shown.frame, self._words.language)
        if not self._decides:
            return draft
        differing = unit.differs_on or tuple(Axis)
        return replace(draft, axes=differing, codes=agreed_codes(unit))

    @property
    def _unit(self) -> CodedUnit | None:
        if self._shown is None or not 0 <= self._at < len(self._list):
            return None
        return self._shown.read.work.coded_units.get(self._list[self._at][0])

    @property
    def _decides(self) -> bool:
        return self._shown is not None and self._shown.overview.stage is CodingStage.DECIDING

    # -- what the person does -----------------------------------------------------------------------------------

    def digit_struck(self, digit: int) -> None:
        """A code of the axis in hand, or 0: none of it fits."""
        if self._draft is not None:
            self._picked(self._draft.digit(digit))

    def option_clicked(self, axis: int, code: str) -> None:
        """A code by the pointer, of whatever axis may be picked."""
        wanted = tuple(Axis)[axis]
        if self._draft is not None and wanted in self._draft.axes:
            self._picked(self._draft.pick(wanted, code))

    def letter_struck(self, letter: str) -> None:
        """Codes are searched by their letters."""
        if self._draft is not None:
            self._picked(self._draft.letter(letter))

    def erase_asked(self) -> None:
        """A letter back, or the axis before."""
        if self._draft is not None:
            self._picked(self._draft.erase())

    def more_asked(self) -> None:
        """The next code comes to those that the axis has."""
        if self._draft is not None:
            self._picked(self._draft.more())

    def _picked(self, draft: CodesDraft | None) -> None:
        if draft is None:
            self._show(message=self._words.no_such_code, tone=Tone.WARN)
            return
        self._draft = draft
        if draft.is_complete:
            self._give(draft)
        else:
            self._show(message="")

    def give(self) -> None:
        """Enter: the codes picked; what was not picked fits nothing."""
        draft = self._draft
        if draft is None:
            return
        if not draft.is_touched:
            self._show(message=self._words.pick_first, tone=Tone.WARN)
        else:
            self._give(draft)

    def moved(self, step: int) -> None:
        """To a unit before or behind; nothing is stored."""
        if 0 <= self._at + step < len(self._list):
            self._state = replace(self._state, message="")
            self._go_to(self._at + step)

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "units_undo": self._take_back,
            "units_read": self._read,
            "units_join": self._join,
            "units_agreement": self._compare,
            "units_more": self.more_asked,
            "units_nothing": partial(self.digit_struck, 0),
        }
        if name not in actions:
            return False
        if self._shown is not None or name == "units_read":
            actions[name]()
        return True

    # -- storing ------------------------------------------------------------------------------------------------

    def _give(self, draft: CodesDraft) -> None:
        unit, repeat = self._list[self._at]
        suggested = self._shown is not None and self._words.suggests(self._shown, replace(draft, at=0))
        if self._decides:
            act: _Given = partial(self._decided, unit, draft.codes)
        else:
            act = partial(self._coded, unit, repeat, draft.codes, suggested)
        self._given.add((unit, repeat))
        self._undo.append((unit, repeat))
        self._waiting.append(act)
        self._state = replace(self._state, message="")
        self._next()
        self._store()

    def _coded(self, unit: str, repeat: bool, codes: UnitCodes | None, suggested: bool, read: UnitsRead) -> UnitsRead:
        return self._desk.give(read, unit, codes, suggested=suggested, repeat=repeat)

    def _decided(self, unit: str, codes: UnitCodes, read: UnitsRead) -> UnitsRead:
        return self._desk.decide(read, unit, codes)

    def _next(self) -> None:
        """The next one that waits, behind this one and then from the first; this one, where none does."""
        order = (*range(self._at + 1, len(self._list)), *range(self._at))
        self._go_to(next((row for row in order if self._list[row] not in self._given), self._at))

    def _store(self) -> None:
        """The first of what waits, if nothing is under way."""
        if self._busy or not self._waiting or self._shown is None:
            return
        self._busy = True
        self._stage.run(partial(self._waiting.popleft(), self._shown.read), self._stored, self._not_stored)

    def _stored(self, read: UnitsRead) -> None:
        self._busy = False
        assert self._shown is not None
        self._shown = replace(self._shown, read=read)
        if self._waiting:
            self._store()
        elif self._list and len(self._given) == len(self._list):
            self._read()  # a stage may be over, and suggestions have more to go by
        else:
            self._show()

    def _not_stored(self, error: Exception) -> bool:
        """What was to follow is given up with it, and all is read again."""
        told = problem_words(self._stage.words, error)
        self._busy = False
        self._waiting.clear()
        if told is None:
            return False
        self._stage.run(self._desk.read, self._has_read, self._not_done)
        self._show(message=told, tone=Tone.BAD)
        return True

    def _take_back(self) -> None:
        """The codes given last, while nobody has seen them; a decision is taken again in its place."""
        if not self._undo or self._shown is None:
            return
        unit, repeat = self._undo.pop()
        self._given.discard((unit, repeat))
        if not self._decides:
            self._waiting.append(partial(self._coded, unit, repeat, None, False))
        self._state = replace(self._state, message=self._words.taken_back, tone=Tone.OK)
        self._go_to(self._list.index((unit, repeat)))
        self._store()

    def _join(self) -> None:
        if not self._busy:
            self._busy = True
            self._stage.run(self._desk.join, self._joined, self._not_done)

    def _joined(self, _: None) -> None:
        self._busy = False
        self._read()

    def _compare(self) -> None:
        shown = self._shown
        if shown is not None and not self._busy:
            self._busy = True
            self._show(agreement=(self._words.comparing,))
            self._stage.run(partial(self._desk.agreement, shown.read), self._compared, self._not_done)

    def _compared(self, figures: tuple[AgreementFigure, ...]) -> None:
        self._busy = False
        assert self._shown is not None
        self._show(agreement=self._words.agreement(self._shown, figures))
        self._store()

    def _not_done(self, error: Exception) -> bool:
        self._busy = False
        told = problem_words(self._stage.words, error)
        if told is None:
            return False
        if self._shown is None:
            self._show(empty=told)
        else:
            self._show(message=told, tone=Tone.BAD)
        return True

    # -- what is shown ------------------------------------------------------------------------------------------

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        shown, draft = self._shown, self._draft
        if shown is not None:
            all_given = bool(self._list) and len(self._given) == len(self._list)
            self._state = self._words.page(
                replace(self._state, form=str(self._forms)),
                shown,
                None if all_given or draft is None else self._unit,
                draft or CodesDraft(shown.frame, self._words.language),
                (self._at, len(self._list)),
                given=0 if self._decides else len(self._given),
                decides=self._decides,
            )
        self._stage.situate(codes_units=bool(self._state.text), can_undo_units=bool(self._undo))
        self._view.render(self._state)
