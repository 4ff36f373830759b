"""The page of review: which interviews are listed, what is told of the one selected, and what is proposed for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from cati_app.fieldwork.monitor.read_reviewed import OpenedInterview, ReviewedInterview, ReviewedSet
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.ui.analyst.long_run import LongRun
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.review.panels import ReviewPanels
from cati_app.ui.analyst.review.port import ReviewDesk
from cati_app.ui.analyst.review.proposing import ReviewProposing
from cati_app.ui.analyst.review.states import ReviewFilter, ReviewState
from cati_app.ui.analyst.review.views import ReviewView
from cati_app.ui.analyst.review.words import ReviewPageWords
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "review"
_EVERY = timedelta(minutes=1)
"""So often it is read anew while somebody works on the page, as the supervisors' list is."""


class ReviewPresenter:
    """Keeps the list as it was read last, the place in it, and the answers of the interview selected."""

    def __init__(self, stage: Stage, view: ReviewView, desk: ReviewDesk) -> None:
        self._stage = stage
        self._view = view
        self._desk = desk
        self._words = ReviewPageWords(stage.words, desk)
        self._panels = ReviewPanels(stage.words, self._words)
        self._proposing = ReviewProposing(stage, desk, self._words, self._panels, self)
        self._set: ReviewedSet | None = None
        self._listed = ReviewFilter.WAITING
        self._selected = ""  # case_id
        self._looked_for = ""  # looked for by its case_id: it stands in the list, whatever that has
        self._opened: tuple[ReviewedInterview, OpenedInterview] | None = None
        self._opening = ""
        self._run = LongRun(stage, self._progressed, beside=True)
        self._in_sight = False  # the reading under way, with how far it is
        self._read_at: datetime | None = None
        self._checking = False  # before it is read
        self._again = False
        self._in_front = False
        self._wanted_name = ""  # to be found once the interviews are there
        self._forms = 0
        self._state = ReviewState(empty=self._words.reading)

    # -- reading ------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """The page came to the front; interviews are read only now."""
        self._in_front = True
        self._show()
        if self._set is None or self._is_old:
            self._read(in_sight=self._set is None)

    def hidden(self) -> None:
        """Another page came to the front."""
        self._in_front = False

    def tick(self) -> None:
        """What comes in elsewhere comes here in the end."""
        if self._in_front and self._set is not None and self._is_old and self._stage.shell.open_panel() is None:
            self._read(in_sight=False)

    @property
    def _is_old(self) -> bool:
        return self._read_at is None or self._desk.now() >= self._read_at + _EVERY

    def _read(self, *, in_sight: bool) -> None:
        if self._checking or self._run.is_on:
            self._again = True
            return
        self._checking, self._in_sight, self._read_at = True, in_sight, self._desk.now()
        if in_sight:
            empty = "" if self._set is not None else self._words.reading
            self._show(progress=0.0, message="", empty=empty)
        self._stage.look(self._desk.check, self._may_read, self._not_read, "store")

    def _may_read(self, _: None) -> None:
        self._checking = False
        self._run.begin(self._desk.read, self._has_read, self._not_read)

    def _progressed(self, share: float) -> None:
        if self._in_sight:
            self._show(progress=share)

    def _has_read(self, read: ReviewedSet) -> None:
        before = self._interviews
        row_before = next((row for row, each in enumerate(before) if each.named == self._selected), 0)
        self._set, self._in_sight = read, False
        self._state = replace(self._state, progress=None, empty="")
        now = self._interviews
        if self._selected not in {each.named for each in now}:
            self._select(now[min(row_before, len(now) - 1)].named if now else "")
        if self._wanted_name:
            named, self._wanted_name = self._wanted_name, ""
            self._find(named)
        self._show()
        self._open()
        if self._again:
            self._again = False
            self._read(in_sight=False)

    def _not_read(self, error: Exception) -> bool:
        was_in_sight, self._in_sight, self._again = self._in_sight, False, False
        self._checking = False
        if isinstance(error, Cancelled):
            self._show(progress=None, empty=self._words.stopped if self._set is None else "")
            return True
        told = problem_words(self._stage.words, error)
        if told is None:
            self._show(progress=None)
        elif self._set is None:
            self._show(progress=None, empty=f"{told}\n\n{self._words.again}")
        elif was_in_sight:
            self._show(progress=None, message=told, tone=Tone.WARN)
        return told is not None

    def stop(self) -> None:
        """Esc: a reading under way ends; what was read is kept."""
        self._run.stop()

    # -- the list -----------------------------------------------------------------------------------------------

    @property
    def _interviews(self) -> tuple[ReviewedInterview, ...]:
        read = () if self._set is None else self._set.interviews
        return tuple(
            each for each in read if self._words.is_listed(self._listed, each) or each.named == self._looked_for
        )

    @property
    def selected(self) -> ReviewedInterview | None:
        """The interview in sight."""
        return next((each for each in self._interviews if each.named == self._selected), None)

    @property
    def answers(self) -> Sequence[GivenAnswer]:
        """Of the interview in sight, as far as they are read."""
        opened = self._opened
        return opened[1].answers if opened is not None and opened[0].named == self._selected else ()

    def interview_chosen(self, named: str) -> None:
        """Another one of the list."""
        if named and named != self._selected:
            self._select(named)
            self._show(message="")
            self._open()

    def _select(self, named: str) -> None:
        self._selected = named
        if self._looked_for != named:
            self._looked_for = ""

    def _open(self) -> None:
        """The answers of the one selected; one at a time, so that held arrows open only where they stop."""
        shown = self.selected
        if shown is None or self._opening or (self._opened is not None and self._opened[0] == shown):
            return
        self._opening = shown.named
        self._stage.run(partial(self._desk.open, shown), partial(self._has_opened, shown), self._not_opened)

    def _has_opened(self, shown: ReviewedInterview, opened: OpenedInterview) -> None:
        self._opening, self._opened = "", (shown, opened)
        self._show()
        self._open()

    def _not_opened(self, error: Exception) -> bool:
        self._opening = ""
        return self._tell_problem(error)

    # -- what the person does -----------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "review_list": self._ask_which,
            "review_find": self.ask_name,
            "review_read": partial(self._read, in_sight=True),
        }
        if name not in actions:
            return self._proposing.command(name)
        if self._set is not None or name == "review_read":
            actions[name]()
        return True

    def act(self) -> None:
        """Enter: what can be proposed for the interview selected."""
        self._proposing.ask_what()

    def chosen(self, kind: PanelKind, code: str) -> bool:
        """A choice in a panel; whether it was one of these."""
        if kind is not PanelKind.REVIEW_LISTED:
            return self._proposing.chosen(kind, code)
        self._stage.shell.hide_panel()
        self._list(ReviewFilter(code))
        return True

    def _ask_which(self) -> None:
        if self._set is not None:
            self._stage.panel(self._panels.filter_panel(self._set, self._listed))

    def _list(self, listed: ReviewFilter) -> None:
        self._listed, self._looked_for = listed, ""
        now = self._interviews
        if self.selected is None:
            self._select(now[0].named if now else "")
        self._show(message="")
        self._open()

    # -- found by its name --------------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Ctrl+F here, Ctrl+R from elsewhere."""
        self._forms += 1
        self._stage.panel(self._panels.find_panel(f"find {self._forms}"))

    def _find(self, typed: str) -> None:
        named = typed.strip().lower()
        if self._set is None:
            self._wanted_name = named
            self._stage.shell.hide_panel()
        elif any(each.named == named for each in self._set.interviews):
            self._stage.shell.hide_panel()
            self._looked_for = named
            self._selected = named
            self._show(message="")
            self._open()
        else:
            self._stage.panel(
                self._panels.find_panel(f"find {self._forms}", typed, self._words.not_found(typed.strip()))
            )

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        if kind is PanelKind.REVIEW_FIND:
            self._find(text)
            return True
        return self._proposing.text_saved(kind, text)

    def tell(self, message: str, tone: Tone) -> None:
        """A message of the page."""
        self._show(message=message, tone=tone)

    def read_again(self) -> None:
        """Something was said of an interview."""
        self._read(in_sight=False)

    # -- what is shown ------------------------------------------------------------------------------------------

    def _tell_problem(self, error: Exception) -> bool:
        told = problem_words(self._stage.words, error)
        if told is not None:
            self.tell(told, Tone.WARN)
        return told is not None

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        read, shown = self._set, self.selected
        if read is not None:
            opened = self._opened[1] if shown and self._opened and self._opened[0].named == shown.named else None
            self._state = self._words.page(self._state, read, self._interviews, shown, opened, self._listed)
        self._stage.situate(has_reviewed=shown is not None)
        self._view.render(self._state)
