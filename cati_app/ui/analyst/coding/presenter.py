"""The page of coding: one open answer at a time, with the codes that its question has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from cati_app.domain.casework.alike_texts import reads_nearly_the_same, reads_the_same
from cati_app.domain.errors import RuleViolation
from cati_app.ui.analyst.coding.port import CodesGiven, CodeWish, CodingDesk, CodingQuestion, CodingSet, TextToCode
from cati_app.ui.analyst.coding.states import CodingState
from cati_app.ui.analyst.coding.views import CodingView
from cati_app.ui.analyst.coding.words import NUMBER, CodingWords
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.stage.panel_states import PanelKind, SteeringPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "coding"


class CodingPresenter:
    """Keeps the place in the list, the codes picked, the reason, and what may be taken back.

    A list stays as it was begun: a text that has got its codes keeps its place in it until the list is read anew.
    """

    def __init__(self, stage: Stage, view: CodingView, desk: CodingDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = CodingWords(stage.words)
        self._set: CodingSet | None = None
        self._question = ""
        self._list: tuple[tuple[str, str], ...] = ()  # case_id and reference of the texts gone through
        self._at = 0
        self._picked: tuple[str, ...] = ()
        self._shows_all = False
        self._reason = ""
        self._undo: list[tuple[CodeWish, ...]] = []  # what brings back the codes from before, the last act last
        self._busy = False
        self._waits: Callable[[], None] | None = None  # for a reason
        self._along: tuple[TextToCode, ...] = ()
        self._forms = 0
        self._state = CodingState(empty=self._words.reading)

    # -- reading ------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """The page came to the front; texts are opened only now."""
        self._show()
        if self._set is None:
            self._read()

    def _read(self) -> None:
        if not self._busy:
            self._busy = True
            self._show(message="", empty="" if self._set is not None else self._words.reading)
            self._stage.run(self._desk.read, self._has_read, self._not_done)

    def _has_read(self, read: CodingSet) -> None:
        self._busy, self._set = False, read
        names = [question.name for question in read.questions]
        if self._question not in names:
            waiting = [each.question for each in read.texts if not each.codes]
            self._question = next((name for name in names if name in waiting), names[0] if names else "")
        self._begin_list()

    def _begin_list(self) -> None:
        """The texts of the question from the first; those that wait alone, unless all are wanted."""
        texts = self._texts_of(self._question)
        self._list = tuple((each.named, each.ref) for each in texts if self._shows_all or not each.codes)
        self._go_to(0)

    def _texts_of(self, question: str) -> tuple[TextToCode, ...]:
        texts = () if self._set is None else self._set.texts
        return tuple(each for each in texts if each.question == question)

    def _go_to(self, row: int) -> None:
        self._at = max(0, min(row, len(self._list) - 1))
        self._forms += 1
        text = self._text
        self._picked = text.codes if text is not None else ()
        self._show()

    @property
    def _text(self) -> TextToCode | None:
        if not 0 <= self._at < len(self._list):
            return None
        wanted = self._list[self._at]
        return next((each for each in self._texts_of(self._question) if (each.named, each.ref) == wanted), None)

    @property
    def _asked(self) -> CodingQuestion | None:
        questions = () if self._set is None else self._set.questions
        return next((each for each in questions if each.name == self._question), None)

    # -- what the person does -----------------------------------------------------------------------------------

    def question_chosen(self, name: str) -> None:
        """Another one of the list."""
        if self._set is not None and name and name != self._question and not self._busy:
            self._question = name
            self._state = replace(self._state, message="")
            self._begin_list()

    def codes_picked(self, codes: tuple[str, ...]) -> None:
        """Whenever they change on the page."""
        self._picked = codes

    def moved(self, step: int) -> None:
        """To a text before or behind; nothing is stored."""
        if not self._busy and 0 <= self._at + step < len(self._list):
            self._state = replace(self._state, message="")
            self._go_to(self._at + step)

    def give(self) -> None:
        """Enter: the codes picked, then the next text."""
        text = self._text
        if text is None or self._busy:
            return
        if not self._picked:
            self._show(message=self._words.pick_first, tone=Tone.WARN)
        elif self._picked == text.codes:
            self._next()
        else:
            self._with_reason(partial(self._code, (CodeWish(text, self._picked),)))

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "coding_alike": partial(self._look_at_alike, reads_the_same),
            "coding_nearly": partial(self._look_at_alike, reads_nearly_the_same),
            "coding_clear": self._clear,
            "coding_undo": self._take_back,
            "coding_reason": self._change_reason,
            "coding_new": self._ask_new_code,
            "coding_question": self._next_question,
            "coding_all": self._other_list,
            "coding_read": self._read,
        }
        if name not in actions:
            return False
        if not self._busy and (self._set is not None or name == "coding_read"):
            actions[name]()
        return True

    def _next_question(self) -> None:
        assert self._set is not None
        names = [question.name for question in self._set.questions]
        if self._question in names:
            self.question_chosen(names[(names.index(self._question) + 1) % len(names)])

    def _other_list(self) -> None:
        self._shows_all = not self._shows_all
        self._state = replace(self._state, message="")
        self._begin_list()

    def _clear(self) -> None:
        text = self._text
        if text is not None and text.codes:
            self._with_reason(partial(self._code, (CodeWish(text, ()),), goes_on=False))

    def _take_back(self) -> None:
        if self._undo:
            wishes = self._undo.pop()
            self._run(wishes, self._words.taken_back, partial(self._was_taken_back, wishes))

    # -- the reason ---------------------------------------------------------------------------------------------

    def _with_reason(self, act: Callable[[], None]) -> None:
        """Codes are versions with a reason, which is asked for once and kept until it is changed."""
        if self._reason:
            act()
        else:
            self._waits = act
            self._ask_reason()

    def _change_reason(self) -> None:
        self._waits = None
        self._ask_reason()

    def _ask_reason(self, message: str = "") -> None:
        self._stage.panel(self._words.reason_panel(self._reason, message))

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        if kind is PanelKind.CODING_REASON:
            self._reason_given(text.strip())
        elif kind is PanelKind.CODING_ALIKE:
            self._alike_agreed(text.strip())
        elif kind is PanelKind.NEW_CODE:
            self._new_code_given(text.split("\n"))
        else:
            return False
        return True

    def _reason_given(self, reason: str) -> None:
        if not reason:
            self._ask_reason(self._words.reason_needed)
            return
        self._reason = reason
        self._stage.shell.hide_panel()
        act, self._waits = self._waits, None
        self._show()
        if act is not None:
            act()

    # -- texts that read alike ----------------------------------------------------------------------------------

    def _look_at_alike(self, find: Callable[[str, Sequence[str]], tuple[int, ...]]) -> None:
        """Before several get the same codes they are looked at."""
        text, question = self._text, self._asked
        if text is None or question is None:
            return
        if not self._picked:
            self._show(message=self._words.pick_first, tone=Tone.WARN)
            return
        others = [each for each in self._texts_of(self._question) if each != text and each.codes != self._picked]
        self._along = tuple(others[row] for row in find(text.text, [each.text for each in others]))
        if not self._along:
            self._show(message=self._words.none_alike, tone=Tone.PLAIN)
            return
        self._forms += 1
        self._stage.panel(self._alike_panel(text, question))

    def _alike_panel(self, text: TextToCode, question: CodingQuestion, message: str = "") -> SteeringPanelState:
        return self._words.alike_panel(
            f"coding {self._forms}", question, self._picked, (text, *self._along), self._reason, message
        )

    def _alike_agreed(self, reason: str) -> None:
        text, question = self._text, self._asked
        if text is None or question is None or self._busy:
            return
        if not reason:
            self._stage.panel(self._alike_panel(text, question, self._words.reason_needed))
            return
        self._reason = reason
        self._stage.shell.hide_panel()
        self._code(tuple(CodeWish(each, self._picked) for each in (text, *self._along)))

    # -- a new code ---------------------------------------------------------------------------------------------

    def _ask_new_code(self) -> None:
        self._forms += 1
        self._show_new_code()

    def _show_new_code(self, message: str = "", wrong: str = "") -> None:
        read, question = self._set, self._asked
        if read is not None and question is not None:
            key = f"coding {self._forms}"
            self._stage.panel(self._words.new_code_panel(key, question, read, message, wrong))

    def _new_code_given(self, typed: Sequence[str]) -> None:
        read, question = self._set, self._asked
        if read is None or question is None or self._busy:
            return
        *texts, number = (each.strip() for each in typed)
        if not number.isascii() or not number.isdigit():
            self._code_refused(RuleViolation("code_number_whole", number=number or "–"))
            return
        labels = {language: text for language, text in zip(read.languages, texts, strict=True) if text}
        self._busy = True
        make = partial(self._desk.new_code, question.name, labels, int(number))
        self._stage.run(make, self._code_made, self._code_refused)

    def _code_made(self, made: tuple[CodingSet, str]) -> None:
        """The same text, with the code picked; what was picked of several stays."""
        self._busy, picked = False, self._picked
        self._set, name = made
        question = self._asked
        assert question is not None
        self._stage.shell.hide_panel()
        told = self._words.code_made(self._set, question, name)
        self._forms += 1
        self._picked = (*(each for each in picked if question.several), name)
        self._show(message=told, tone=Tone.OK)

    def _code_refused(self, error: Exception) -> bool:
        self._busy = False
        told = self._why(error)
        if told is None:
            return False
        number = isinstance(error, RuleViolation) and error.code.startswith("code_number")
        self._show_new_code(told, NUMBER if number else "")
        return True

    # -- storing ------------------------------------------------------------------------------------------------

    def _code(self, wishes: tuple[CodeWish, ...], *, goes_on: bool = True) -> None:
        self._run(wishes, self._reason, partial(self._was_coded, wishes, goes_on))

    def _run(
        self,
        wishes: tuple[CodeWish, ...],
        reason: str,
        done: Callable[[CodesGiven], None],
    ) -> None:
        self._busy = True
        self._stage.run(partial(self._desk.code, wishes, reason), done, self._not_done)

    def _was_coded(self, wishes: tuple[CodeWish, ...], goes_on: bool, given: CodesGiven) -> None:
        self._busy = False
        self._set, refused = given.now, given.refused
        if len(refused) < len(wishes):
            self._undo.append(tuple(CodeWish(wish.text, wish.text.codes) for wish in wishes))
        if refused:
            self._state = replace(self._state, message=self._why(refused[0]) or "", tone=Tone.WARN)
            self._go_to(self._at)
            return
        question = self._asked
        told = "" if question is None else self._words.was_coded(question, wishes)
        told = " · ".join(part for part in (told, self._words.elsewhere(given)) if part)
        self._state = replace(self._state, message=told, tone=Tone.OK)
        if goes_on:
            self._next()
        else:
            self._go_to(self._at)

    def _was_taken_back(self, wishes: tuple[CodeWish, ...], given: CodesGiven) -> None:
        self._busy = False
        self._set, refused = given.now, given.refused
        told = (self._why(refused[0]) if refused else self._words.were_taken_back(len(wishes))) or ""
        told = " · ".join(part for part in (told, self._words.elsewhere(given)) if part)
        self._state = replace(self._state, message=told, tone=Tone.WARN if refused else Tone.OK)
        first = wishes[0].text
        self._question = first.question
        key = first.named, first.ref
        if key not in self._list:
            self._begin_list()
        self._go_to(self._list.index(key) if key in self._list else 0)

    def _next(self) -> None:
        """The next text that waits, behind this one and then from the first; the one behind it where all are shown."""
        waiting = {(each.named, each.ref) for each in self._texts_of(self._question) if not each.codes}
        order = (*range(self._at + 1, len(self._list)), *range(self._at))
        if self._shows_all and self._at + 1 < len(self._list):
            self._go_to(self._at + 1)
        else:
            self._go_to(next((row for row in order if self._list[row] in waiting), self._at))

    def _not_done(self, error: Exception) -> bool:
        self._busy = False
        told = self._why(error)
        if told is None:
            return False
        if self._set is None:
            self._show(empty=told)
        else:
            self._show(message=told, tone=Tone.BAD)
        return True

    def _why(self, error: Exception) -> str | None:
        return problem_words(self._stage.words, error)

    # -- what is shown ------------------------------------------------------------------------------------------

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        read, question, text = self._set, self._asked, self._text
        if read is not None:
            self._state = self._words.page(
                replace(self._state, form=str(self._forms), codes=self._picked),
                read,
                question,
                text,
                (self._at, len(self._list)),
                self._reason,
                shows_all=self._shows_all,
                can_undo=bool(self._undo),
            )
        self._stage.situate(codes_answers=bool(self._state.text), can_undo_coding=bool(self._undo))
        self._view.render(self._state)
