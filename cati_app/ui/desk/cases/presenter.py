"""The supervisor's list of cases: a window of it at a time, filters, the story of the selected case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from cati_app.domain.casework.callers import CallerCase, CallerStanding
from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseOrder, CaseStanding
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.fieldwork.monitor.read_cases import CaseStory, CaseWindow
from cati_app.ui.desk.cases import quoting
from cati_app.ui.desk.cases.correcting import Correcting
from cati_app.ui.desk.cases.quoting import Quoting
from cati_app.ui.desk.cases.review_queue import ReviewQueue
from cati_app.ui.desk.cases.story import StoryWords
from cati_app.ui.desk.cases.views import CasesView
from cati_app.ui.desk.cases.words import CaseListWords, look_up_holidays, standing_text
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.stations.deciding import Deciding, HubDecision
from cati_app.ui.desk.stations.services import StationsServices
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.typed import western_digits
from cati_app.ui.stage.wording import case_digits, case_label

TAB = "cases"
_ALL = "all"
_TELEPHONE = 8
"""Digits of a text that begins with 0 and is no number of a case, which is written with six."""
_SHOWN: ChangeSet = frozenset({Topic.CASES, Topic.APPOINTMENTS, Topic.INTERVIEWS})
_CORRECTIONS = (PanelKind.CORRECT_ATTEMPT, PanelKind.CORRECT_RESULT, PanelKind.CORRECT_REASON)


class CasesPresenter:
    """Reads while its tab is in front; what changes elsewhere comes in on its own."""

    def __init__(self, stage: Stage, view: CasesView, services: SupervisorServices, queue: ReviewQueue) -> None:
        self._stage = stage
        self._queue = queue
        self._view = view
        self._services = services
        self._listing = services.cases.listing
        self._words = CaseListWords(stage.words, services)
        self._window: CaseWindow | None = None
        self._wanted = CaseFilter()
        self._stretch = 0
        self._reading = False
        self._again = False
        self._in_front = False
        self._selected: CaseId | None = None
        self._story: CaseStory | None = None
        self._reading_story = False
        self._unfolded = False
        self._then: Callable[[], None] | None = None  # asked for before the story was there
        self._gone = False
        self.correcting = Correcting(stage, services, self._read_story_again)
        quotes = services.cases.quotes
        self.quoting = Quoting(stage, services, quotes) if quotes is not None else None
        stage.situate(has_quotes=quotes is not None)
        stage.listen(self._changed)

    # -- the list ---------------------------------------------------------------------------------------------

    def tab_shown(self, key: str) -> None:
        """Another tab of the board."""
        self._in_front = key == TAB
        self._stage.situate(has_story=self._in_front and self._selected is not None)
        if self._in_front:
            self.refresh()

    def refresh(self) -> None:
        """Read what is shown once more; a burst of changes is read once more at its end, not once each."""
        if not self._in_front or self._gone:
            return
        if self._is_review:
            self._queue.look(in_front=True)
        if self._reading:
            self._again = True
            return
        shown = self._window
        if shown is None:
            self._read(partial(self._listing.first, self._services.user, self._wanted))
        else:
            self._read(partial(self._listing.again, self._services.user, shown))
        self._read_story_again()

    def selected_line(self) -> tuple[CaseLine, Mapping[UserId, User]] | None:
        """The row selected, and who everybody is; None while there is none."""
        window = self._window
        line = next((each for each in window.lines if each.id == self._selected), None) if window is not None else None
        return None if line is None or window is None else (line, window.people)

    def more_wanted(self, forward: bool) -> None:
        """The end of what was read comes in sight."""
        shown = self._window
        if shown is None or self._reading or not (shown.has_after if forward else shown.has_before):
            return
        work = self._listing.further if forward else self._listing.back
        self._read(partial(work, self._services.user, shown))

    def edge_wanted(self, last: bool) -> None:
        """To the beginning or the end of the list."""
        shown = self._window
        if shown is None or self._reading:
            return
        if (last and not shown.has_after) or (not last and not shown.has_before):
            self._view.show_edge(last)
            return
        work = self._listing.last if last else self._listing.first
        self._read(partial(work, self._services.user, self._wanted), lambda: self._view.show_edge(last))

    def find(self, text: str) -> None:
        """A case by its number, or by that of whoever rings back; filters that would hide it are taken away."""
        digits = western_digits("".join(text.split()))
        words = self._stage.words
        first = next((sign for sign in digits if sign == "+" or sign.isdecimal()), "")
        if first == "+" or (first == "0" and len(digits) >= _TELEPHONE):
            self._find_caller(digits)
            return
        if not digits.isdecimal() or len(digits) > 15:
            self._stage.say(words.say("Please type the number of a case in digits, for instance 217."), tone=Tone.WARN)
            return
        work = partial(self._listing.around, self._services.user, int(digits))
        self._stage.run(work, partial(self._reached, int(digits)), self._not_found)

    def _find_caller(self, text: str) -> None:
        words = self._stage.words
        try:
            number = parse_number(text, self._services.rules.calendar.country)
        except RuleViolation:
            told = words.say("That cannot be read as a telephone number.")
            self._stage.say(told, words.say("The last digits alone find nobody."), Tone.WARN)
            return
        self._stage.run(partial(self._services.cases.caller, self._services.user, number), self._caller)

    def _caller(self, answer: CallerCase) -> None:
        words = self._stage.words
        if answer.standing is CallerStanding.BLOCKED:
            self._stage.say(words.say("The number is on the block list"), tone=Tone.WARN)
        elif answer.case_id is None:
            self._stage.say(words.say("No case of this study has that number"), tone=Tone.WARN)
        else:
            self.find(str(answer.case_no))

    def _reached(self, case_no: int, window: CaseWindow) -> None:
        self._stage.say("")
        self._wanted = window.wanted
        self._stretch += 1
        listed = next(line for line in window.lines if line.case_no == case_no)
        self._show(window, listed.id)
        self.select(listed.id)

    def _not_found(self, error: Exception) -> bool:
        if not isinstance(error, RuleViolation) or error.code != "no_such_case":
            return False
        words, first, last = self._stage.words, int(error.context["first"]), int(error.context["last"])
        told = words.say("There is no case {number}.", number=case_digits(int(error.context["case"])))
        between = words.say(
            "Cases have numbers from {first} to {last}.", first=case_digits(first), last=case_digits(last)
        )
        self._stage.say(told, between if last else "", Tone.WARN)
        return True

    def _read(self, work: Callable[[], CaseWindow], then: Callable[[], None] = lambda: None) -> None:
        self._reading = True

        def done(window: CaseWindow) -> None:
            self._reading = False
            if self._gone:
                return
            if window.wanted == self._wanted:
                self._show(window)
                then()
            if self._again or window.wanted != self._wanted:
                self._again = False
                self.refresh()

        self._stage.run(partial(self._prepared, work), done, self._not_read)

    def _prepared(self, work: Callable[[], CaseWindow]) -> CaseWindow:
        window = work()
        look_up_holidays(self._services, window)
        return window

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _show(self, window: CaseWindow, current: str = "") -> None:
        self._window = window
        self._view.render(self._words.state(window, self._stretch, current))
        if not window.lines:
            self.select("")

    def _changed(self, changes: ChangeSet) -> None:
        if changes & _SHOWN:
            self.refresh()

    # -- filters and order --------------------------------------------------------------------------------------

    def ask_standing(self) -> None:
        """Ctrl+S: cases of which state."""
        words = self._stage.words
        options = tuple(
            ResultOption(
                standing.value,
                standing_text(words, standing),
                words.say("listed now") if standing is self._wanted.standing else "",
            )
            for standing in CaseStanding
        )
        self._stage.panel(ChoicePanelState(PanelKind.CASE_STANDING, words.say("Which cases?"), options))

    def ask_result(self) -> None:
        """Ctrl+E: cases with which result, of those that occur."""
        self._stage.run(partial(self._listing.results, self._services.user), self._offer_results, brings_panel=True)

    def _offer_results(self, results: tuple[str, ...]) -> None:
        words = self._stage.words
        options = [ResultOption(_ALL, words.say("all"), self._listed_now(None))]
        labels = sorted((self._words.result_text(result), result) for result in results)
        options += [ResultOption(code, label, self._listed_now(code)) for label, code in labels]
        text = words.say("Open cases by their last result, closed ones by their final code.")
        self._stage.panel(ChoicePanelState(PanelKind.CASE_RESULT, words.say("Which result?"), tuple(options), text))

    def _listed_now(self, result: str | None) -> str:
        return self._stage.words.say("listed now") if result == self._wanted.result else ""

    def change_order(self) -> None:
        """Ctrl+O: by number, or by next time."""
        order = CaseOrder.NUMBER if self._wanted.order is CaseOrder.DUE else CaseOrder.DUE
        self._want(self._wanted.ordered_by(order))

    def chosen(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if kind in _CORRECTIONS:
            self.correcting.chosen(kind, code)
            return
        if kind in quoting.KINDS and self.quoting is not None:
            self.quoting.chosen(kind, code)
            return
        self._stage.shell.hide_panel()
        if kind is PanelKind.CASE_STANDING and code == CaseStanding.REVIEW:
            self._queue.read()
            self._want(CaseFilter(CaseStanding.REVIEW, among=self._queue.cases))
        elif kind is PanelKind.CASE_STANDING:
            self._want(self._wanted.standing_at(CaseStanding(code)))
        elif kind is PanelKind.CASE_RESULT:
            result = None if code == _ALL else code
            self._want(replace(self._wanted, result=result))

    @property
    def _is_review(self) -> bool:
        return self._wanted.standing is CaseStanding.REVIEW

    def queue_changed(self) -> None:
        """Other interviews wait for review: the list goes on where it was."""
        if self._is_review and self._wanted.among != self._queue.cases:
            self._wanted, self._window = replace(self._wanted, among=self._queue.cases), None
            self.refresh()

    def _want(self, wanted: CaseFilter) -> None:
        if wanted == self._wanted:
            return
        self._wanted, self._window = wanted, None
        self._stretch += 1
        self.refresh()

    # -- the story ----------------------------------------------------------------------------------------------

    def select(self, key: str) -> None:
        """Another row; its notes stay closed."""
        case_id = CaseId(key) if key else None
        if case_id == self._selected:
            return
        self._selected, self._story, self._unfolded, self._then = case_id, None, False, None
        self._stage.situate(has_story=self._in_front and case_id is not None)
        if case_id is None:
            self._view.render_story(None)
        else:
            self._read_story(opened=False, logged=False)

    def open(self) -> None:
        """Enter: with notes, reasons and endings of numbers."""
        self._with_story(self._open)

    def explain(self) -> None:
        """F12: every rule, or the verdict only."""
        self._with_story(self._fold)

    def correct(self) -> None:
        """F8."""
        self._with_story(self._correct)

    def release_quotes(self) -> None:
        """Q: the quotes of an expert."""
        self._with_story(self._release_quotes)

    def _release_quotes(self) -> None:
        if self._story is not None and self.quoting is not None:
            self.quoting.begin(self._story.case)

    def take_back(self, hub: StationsServices, deciding: Deciding) -> None:
        """Ctrl+T: the case goes from the station that has it to others."""
        self._with_story(partial(self._take_back, hub, deciding))

    def _take_back(self, hub: StationsServices, deciding: Deciding) -> None:
        if self._story is None:
            return
        words, case = self._stage.words, self._story.case
        label = case_label(words, case.case_no)
        title = words.say(
            "{case} goes from the station that has it to others; a conversation that runs there goes on. Why?",
            case=label,
        )
        told = words.say("{case} goes to others.", case=label)
        work = partial(hub.port.take_back, hub.user, case.id)
        deciding.ask(HubDecision(title, words.say("Take it back"), work, lambda _: self._stage.say(told, tone=Tone.OK)))

    def _with_story(self, action: Callable[[], None]) -> None:
        """Now, or as soon as the story of the selected case is there."""
        if self._story is not None:
            action()
        elif self._selected is not None:
            self._then = action

    def _open(self) -> None:
        if self._story is not None and not self._story.opened:
            self._read_story(opened=True, logged=True)

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show_story()

    def _correct(self) -> None:
        if self._story is not None:
            self.correcting.begin(self._story)

    def _read_story_again(self) -> None:
        if self._selected is not None:
            self._read_story(opened=self._story is not None and self._story.opened, logged=False)

    def _read_story(self, *, opened: bool, logged: bool) -> None:
        """One at a time: while arrows run through the list, only the case where they stop is read."""
        case_id = self._selected
        if (self._reading_story and not logged) or case_id is None:
            return
        self._reading_story = True
        work = partial(self._services.cases.story, self._services.user, case_id, opened=opened, logged=logged)
        self._stage.run(work, self._story_read, self._story_not_read)

    def _story_read(self, story: CaseStory) -> None:
        self._reading_story = False
        if self._gone:
            return
        if story.case.id == self._selected:
            self._story = story
            self._show_story()
            then, self._then = self._then, None
            if then is not None:
                then()
        elif self._selected is not None:
            self._read_story(opened=False, logged=False)

    def _story_not_read(self, error: Exception) -> bool:
        self._reading_story = False
        return False

    def _show_story(self) -> None:
        if self._story is not None:
            words = StoryWords(self._stage.words, self._services, self._story, names_nobody=self._is_review)
            self._view.render_story(words.state(unfolded=self._unfolded))

    def leave(self) -> None:
        """Somebody else sits down: nothing of the cases is left behind."""
        self._gone = True
        self._view.render_story(None)
        self._view.render(self._words.state(CaseWindow(CaseFilter(), (), False, False, 0, {}), self._stretch + 1))
