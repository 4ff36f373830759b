"""Plays a shift: signs in, calls, interviews and wraps up until enough interviews have begun after screening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.desk_tour import DeskTour
from cati_app.demo.hands import Hands
from cati_app.demo.respondent import DONT_KNOW, ENTER, INTERVIEW, Respondents
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.quota.cells import is_filled
from cati_app.engine.form.screen import QuestionView, ScreenLayout, ScreenView
from cati_app.engine.kinds.facts import Choosing
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.desktop import Desktop
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName

_RING_S = 22.0
_LATER_S = 3600.0
_UNDO_S = 11.0
_TRIES_AT_A_CHECK = 4
_ENOUGH_CHOICES = 5
_NOTE = "in a hurry, friendly"
_RESULT_KEYS = {
    "no_answer": "1",
    "busy": "2",
    "machine": "31",
    "not_in_service": "4",
    "business": "51",
    "fax": "52",
    "language": "61",
    "contact_other_person": "72",
    "soft_refusal": "81",
    "refusal_household": "82",
    "never_again": "9",
}


@dataclass
class ShiftTally:
    """What the shift has come to so far."""

    screened: set[str] = field(default_factory=set)  # interviews that went on after screening
    idle_looks: int = 0


class PlayedShift:
    """One interviewer, keys only.

    Args:
        watch: Called when a screen has settled, with a name for it; takes the pictures.
        gallery: Called at a single choice with a place in the quota; must leave the interview as it was.
        tour: Pictures after the shift that need more than one key.
        places_left: Whether the quota has places; None: as the station's own board says.
    """

    def __init__(
        self,
        desktop: Desktop,
        clock: SimulatedClock,
        hands: Hands,
        respondents: Respondents,
        watch: Callable[[str], None] = lambda name: None,
        gallery: Callable[[], None] = lambda: None,
        tour: DeskTour | None = None,
        places_left: Callable[[], bool] | None = None,
    ) -> None:
        self._desktop = desktop
        self._clock = clock
        self._hands = hands
        self._respondents = respondents
        self._watch = watch
        self._gallery = gallery
        self._tour = tour
        self._has_places = places_left or self._places_left
        self._tally = ShiftTally()
        self._checks: dict[str, int] = {}
        self._wished: str | None = None

    def sign_in(self, password: str) -> None:
        """As the person chosen on the first screen."""
        self._hands.rest()
        self._watch("login")
        self._hands.type(password)
        self._hands.press(ENTER)

    def play(self, interviews: int, most_attempts: int) -> None:
        """Until so many interviews have begun after screening, no place is left, or nothing can be called."""
        attempts = 0
        while len(self._tally.screened) < interviews and attempts < most_attempts and self._has_places():
            attempts += self._step()
            if self._tally.idle_looks > 400:
                return
        self._finish_interview()

    def _step(self) -> int:
        """One thing an interviewer would do now; 1 when it was a call."""
        if self._desktop.first.stage.situation.screen is ScreenName.CONSOLE:
            self._ask()
            return 0
        interviewer = self._desktop.first.roles.interviewing
        assert interviewer is not None
        calling = interviewer.calling
        if calling.offer is None:
            self._look_again()
            return 0
        self._call()
        return 1

    def leave(self) -> None:
        """Ctrl+U: the next person may come."""
        self._clock.move(_UNDO_S)
        self._hands.press("U", Qt.KeyboardModifier.ControlModifier)
        self._hands.rest()

    def show_around(self, password: str) -> None:
        """After the shift: the board, the export page, and the panels nobody needed."""
        interviewer = self._desktop.first.roles.interviewing
        calling = interviewer.calling if interviewer is not None else None
        if calling is not None and calling.offer is not None:
            self._hands.press("F12")
            self._watch("explanation")
            self._hands.press("Escape")
            self._hands.press("F1")
            self._watch("help")
            self._hands.press("Escape")
        if self._tour is not None:
            self._tour.refused_time()
        for index, name in ((1, "board"), (2, "export"), (0, "dial")):
            self._hands.press("U", Qt.KeyboardModifier.ControlModifier)
            self._hands.choose_user(index)
            self._hands.type(password)
            self._hands.press(ENTER)
            self._watch(name)
            if self._tour is not None and name == "board":
                self._tour.at_the_desk()
        if self._tour is not None:
            self._tour.in_the_evening()

    # -- between calls ------------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        self._watch("empty")
        self._tally.idle_looks += 1
        interviewer = self._desktop.first.roles.interviewing
        assert interviewer is not None
        calling = interviewer.calling
        next_at = calling.run.next_due_at
        self._clock.move(_LATER_S if next_at is None or next_at <= self._clock.now() else 1)
        if next_at is not None:
            self._clock.move_to(next_at)
        self._hands.press(ENTER)

    def _call(self) -> None:
        self._watch("dial")
        self._hands.press("F5")
        self._watch("dialled")
        self._clock.move(_RING_S)
        result = self._respondents.call()
        if result == INTERVIEW:
            self._wished = self._respondents.language()
            self._hands.press(ENTER)
        elif result == "appointment":
            self._hands.press("F9")
            self._appointment()
        else:
            self._hands.press("F5")
            for digit in _RESULT_KEYS[result]:
                self._hands.type(digit)
                self._watch("result")
                self._hands.press(ENTER)
            if self._desktop.first.shell.open_panel() is PanelKind.NOTE:
                self._hands.type(_NOTE)
                self._watch("result_note")
                self._hands.press(ENTER)
            elif self._still_asked():
                self._hands.press(ENTER)

    def _still_asked(self) -> bool:
        """A result that asks again."""
        interviewer = self._desktop.first.roles.interviewing
        calling = interviewer.calling if interviewer is not None else None
        return calling is not None and calling.offer is not None and calling.run.is_dialled

    def _appointment(self) -> None:
        local = self._desktop.station.rules.calendar.local(self._clock.now())
        self._watch("appointment")
        hour = min(19, local.hour + 2)
        self._hands.type(f"{local:%d.%m.%Y}" if hour > local.hour else "")
        self._hands.press(ENTER)
        self._hands.type(f"{hour}:00")
        self._hands.press(ENTER)
        for _ in range(4):
            if self._desktop.first.shell.open_panel() is PanelKind.APPOINTMENT:
                self._hands.press(ENTER)
        if self._desktop.first.shell.open_panel() is PanelKind.APPOINTMENT:
            self._hands.press("Escape")
            self._hands.type("1")
            self._hands.press(ENTER)

    # -- in an interview ----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        interviewer = self._desktop.first.roles.interviewing
        assert interviewer is not None
        presenter = interviewer.interviewing
        if self._desktop.first.shell.open_panel() is PanelKind.WRAP_UP:
            self._watch("wrap_up")
            self._hands.press(ENTER)
            return
        session = presenter.session
        if session is None or session.at_end:
            self._hands.rest()
            return
        self._count(presenter.interview)
        screen = session.screen()
        question = screen.questions[screen.focus]
        self._watch(_picture(screen, question))
        if presenter.interview is not None and presenter.interview.held and _is_plain(screen, question):
            self._gallery()
        if self._wished and self._speak(self._wished):
            return
        self._clock.move(self._respondents.seconds(question))
        if self._respondents.breaks_off(question) and screen.number > 3:
            self._break_off()
            return
        self._answer(screen, question)

    def _answer(self, screen: ScreenView, question: QuestionView) -> None:
        tries = self._checks.get(question.ref, 0) if question.check is not None else 0
        self._checks[question.ref] = tries + 1
        if question.check is not None:
            self._watch("check_hard" if question.check.hard else "check_soft")
        if tries >= _TRIES_AT_A_CHECK:
            self._hands.press(DONT_KNOW)
            self._hands.press(ENTER)
            return
        keys = self._respondents.answer(question, careful=question.check is not None)
        self._clear(question)
        self._hands.type(keys.typed)
        if keys.typed:
            self._watch(_picture(screen, question) + "-answered")
        for key in keys.then:
            self._hands.press(key)

    def _clear(self, question: QuestionView) -> None:
        if question.check is not None and not question.choices:
            self._hands.clear()

    def _speak(self, language: str) -> bool:
        """F7, once; True when the screen changed."""
        wished, self._wished = self._wished, None
        languages = list(self._desktop.station.loaded.study.languages)
        number = next((n for n, known in enumerate(languages, start=1) if known.code == wished), None)
        if number is None:
            return False
        self._hands.press("F7")
        self._watch("language")
        self._hands.type(str(number))
        self._hands.press(ENTER)
        return True

    def _break_off(self) -> None:
        self._hands.press("F8")
        self._watch("break_off")
        self._hands.type("5")
        self._hands.press(ENTER)
        self._hands.press(ENTER)

    def _count(self, interview: Interview | None) -> None:
        if interview is not None and interview.held:
            self._tally.screened.add(interview.id)

    def _finish_interview(self) -> None:
        """The last interview is taken to its end."""
        for _ in range(2000):
            if self._desktop.first.stage.situation.screen is not ScreenName.CONSOLE:
                return
            self._ask()

    def _places_left(self) -> bool:
        figures, plan = self._desktop.station.read_board()(PROGRAM), self._desktop.station.rules.quota
        if plan is not None and is_filled(plan.further, figures.cells):
            return False
        return any(cell.achieved + cell.in_progress < cell.target for cell in figures.cells)


def _is_plain(screen: ScreenView, question: QuestionView) -> bool:
    single = screen.layout is ScreenLayout.SINGLE and question.kind.facts.choosing is Choosing.ONE
    return single and not question.searchable and len(question.choices) >= _ENOUGH_CHOICES


def _picture(screen: ScreenView, question: QuestionView) -> str:
    kind = "search" if question.searchable else question.kind.value
    layout = "" if screen.layout.value == "single" else f"{screen.layout.value}-"
    language = "" if screen.language == "de" else f"-{screen.language}"
    return f"question-{layout}{kind}{language}"
