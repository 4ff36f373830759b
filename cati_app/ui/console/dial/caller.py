"""Somebody rings back whose case is not in hand: the number is asked for, and the answer is worded to be said aloud.

What was typed is kept while this goes on, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from cati_app.domain.casework.callers import CallerCase, CallerStanding
from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem, RuleViolation
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OutcomeClass
from cati_app.domain.people.team_messages import Envelope
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.fieldwork.calling.leave_word import CallerWord
from cati_app.texts import Words
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import ChoicePanelState, FormPanelState, PanelKind, ResultOption
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.ui.stage.typed import parse_coming_date, parse_time
from cati_app.ui.stage.wording import case_label, environment_text, rule_text, with_date

_WORD, _AGAIN, _BLOCK, _BACK = "word", "again", "block", "back"
_TAKEN_PART = (OutcomeClass.INTERVIEW, OutcomeClass.PARTIAL)


class CallerDesk:
    """From the key to the answer; a case that is free comes to the screen instead.

    Args:
        find: Has the case of a number taken up, or asks where it stands.
    """

    def __init__(self, stage: Stage, services: InterviewerServices, find: Callable[[PhoneNumber], None]) -> None:
        self._stage = stage
        self._services = services
        self._find = find
        self._typed = ""
        self._number: PhoneNumber | None = None
        self._answer: CallerCase | None = None
        self._word_id = ""

    def ask(self) -> None:
        """The key: which number was called?"""
        self.forget()
        self._ask("")

    def forget(self) -> None:
        """The panel went, or the case came to the screen."""
        self._typed, self._number, self._answer, self._word_id = "", None, None, ""

    def typed(self, text: str) -> None:
        """The number, as it was typed."""
        words = self._stage.words
        if self._stage.busy:
            return
        self._typed = text.strip()
        try:
            self._number = parse_number(self._typed, self._services.rules.calendar.country)
        except RuleViolation as wrong:
            self._ask(_wrong_number(words, wrong))
            return
        self._stage.shell.hide_panel()
        self._find(self._number)

    def tell(self, answer: CallerCase | Exception) -> None:
        """Why the case is not taken up, and what can be done."""
        if isinstance(answer, CallerCase):
            self._answer = answer
            self._choose(*_answer_words(self._stage.words, answer), answer.standing)
        elif isinstance(answer, RuleViolation):
            self._ask(rule_text(self._stage.words, answer))
        elif isinstance(answer, EnvironmentProblem) and answer.code != NOT_WAITED_FOR:
            text, cure = environment_text(self._stage.words, answer)
            words = self._stage.words
            title = words.say("Nobody can say now where their case stands")
            said = words.say("Say: “Please ring again in a little while.”")
            self._choose(title, f"{text} {cure}\n{said}", None)
        else:
            self._stage.explain(answer)

    def chosen(self, code: str) -> None:
        """A choice below the answer."""
        if code == _WORD:
            self._word_id = self._services.new_id()
            self._ask_word("")
        elif code == _AGAIN:
            self.ask()
        elif code == _BLOCK and self._number is not None:
            number = self._number
            self._done()
            self._stage.run(partial(self._services.block_number, number), self._blocked)
        else:
            self._done()

    def word_typed(self, text: str) -> None:
        """Day, time and words, a line each."""
        words, answer = self._stage.words, self._answer
        if answer is None or answer.case_id is None or answer.holder is None:
            return
        day_text, at_text, note = (*(part.strip() for part in text.split("\n")), "", "", "")[:3]
        now = self._services.rules.calendar.local(self._services.clock.now())
        day, at = parse_coming_date(day_text, now.date()), parse_time(at_text)
        if day_text and day is None:
            self._ask_word(words.say("The date is not understood. Please type it like 24.12."), "day")
        elif at_text and at is None:
            self._ask_word(words.say("The time is not understood. Please type it like 18:45."), "at")
        elif bool(day_text) != bool(at_text):
            self._ask_word(words.say("A time to call needs both, date and time."), "at" if day_text else "day")
        elif not day_text and not note:
            self._ask_word(words.say("Nothing is written yet: a message needs a text."), "note")
        elif day is not None and at is not None and datetime.combine(day, at, now.tzinfo) <= now:
            self._ask_word(words.say("That time is over already."), "at")
        else:
            case = case_label(words, answer.case_no)
            told = words.say("{case} rang back at {time}.", case=case, time=f"{now:%H:%M}")
            if day is not None and at is not None:
                agreed = datetime.combine(day, at, now.tzinfo)
                told = f"{told} {words.say('Please call: {at}.', at=with_date(words, agreed))}"
            word = CallerWord(self._word_id, answer.case_id, answer.holder, f"{told} {note}".strip())
            waits_for = words.say("The hub is told …")
            leave = partial(self._services.leave_word, self._services.user, word)
            self._stage.ask(leave, self._left, self._not_left, waits_for, self._services.stop_waiting)

    # -- panels ------------------------------------------------------------------------------------------------

    def _ask(self, message: str) -> None:
        words = self._stage.words
        texts = (
            words.say(
                "Ask at which number they were called, and type it whole, with its area code: as it is dialled, or as"
                " you hear it. The last digits alone find nobody."
            ),
        )
        field = FieldState("number", words.say("Telephone number"), value=self._typed)
        title = words.say("Somebody rings back")
        form = FormState("caller", title, words.say("Find their case"), texts, (field,), message=message)
        self._stage.panel(FormPanelState(PanelKind.CALLER, form))

    def _choose(self, title: str, text: str, standing: CallerStanding | None) -> None:
        words = self._stage.words
        options = []
        if standing is CallerStanding.IN_HAND:
            options.append(ResultOption(_WORD, words.say("leave word for the colleague, or a time to call …")))
        options.append(ResultOption(_AGAIN, words.say("another number of theirs …")))
        if standing is not CallerStanding.BLOCKED:
            confirm = words.say("Put this number on the block list of all studies?")
            options.append(ResultOption(_BLOCK, words.say("they never want to be called again"), confirm=confirm))
        options.append(ResultOption(_BACK, words.say("back to work")))
        self._stage.panel(ChoicePanelState(PanelKind.CALLER_ANSWER, title, tuple(options), text))

    def _ask_word(self, message: str, wrong: str = "") -> None:
        words = self._stage.words
        texts = (
            words.say("It goes to whoever has the case in hand, at once, and stands there until it is read."),
            words.say("No names or numbers, please."),
        )
        fields = (
            FieldState("day", words.say("Date"), hint=words.say("for instance 24.12. or 2412"), may_be_blank=True),
            FieldState("at", words.say("Time"), hint=words.say("for instance 18:45 or 1845"), may_be_blank=True),
            FieldState("note", words.say("Note"), may_be_blank=True),
        )
        title = words.say("Word for the colleague, or a time to call")
        form = FormState("caller word", title, words.say("Leave word"), texts, fields, message=message, wrong=wrong)
        self._stage.panel(FormPanelState(PanelKind.CALLER_WORD, form))

    # -- outcomes ----------------------------------------------------------------------------------------------

    def _done(self) -> None:
        self._stage.shell.hide_panel()
        self.forget()

    def _left(self, _: Envelope) -> None:
        self._done()
        words = self._stage.words
        self._stage.say(words.say("Word is left for the colleague."), tone=Tone.OK)

    def _not_left(self, error: Exception) -> bool:
        words = self._stage.words
        if isinstance(error, RuleViolation):
            self._ask_word(rule_text(words, error), "note")
            return True
        if isinstance(error, EnvironmentProblem):
            self._ask_word(" ".join(environment_text(words, error)))
            return True
        return False

    def _blocked(self, _: int) -> None:
        words = self._stage.words
        said = words.say("The number is on the block list: nobody calls it, in no study.")
        self._stage.say(said, tone=Tone.OK)


def told_rules(words: Words, told: tuple[str, ...]) -> str:
    """For which rules the program would not call now; blank where there is none."""
    texts = {
        "outside_hours": words.say("outside the hours of calling"),
        "limit_reached": words.say("all contact attempts are used up"),
        "day_limit_reached": words.say("called often enough today"),
    }
    rules = ", ".join(texts[code] for code in told if code in texts)
    if not rules:
        return ""
    return words.say("Nobody would call them now ({rules}); they may be talked to, because they rang.", rules=rules)


def _wrong_number(words: Words, wrong: RuleViolation) -> str:
    texts = {
        "number_too_short": words.say("That is not the whole number: the last digits alone find nobody."),
        "number_impossible": words.say("No such number can exist: ask for it once more, with its area code."),
        "number_service": words.say("That is a service number, which nobody was called at."),
    }
    return texts.get(wrong.code, words.say("That cannot be read as a telephone number."))


def _answer_words(words: Words, answer: CallerCase) -> tuple[str, str]:
    """Title, and what may be said aloud."""
    case = case_label(words, answer.case_no)
    if answer.standing is CallerStanding.IN_HAND:
        return (
            words.say("{case}: a colleague has it in hand just now", case=case),
            words.say("Say: “A colleague is about to call you. Shall I leave word, or a time that suits you?”"),
        )
    if answer.standing is CallerStanding.BLOCKED:
        return (
            words.say("The number is on the block list"),
            words.say("Say: “Your number is on our list of numbers that are never called. Nobody will call you.”"),
        )
    if answer.standing is CallerStanding.UNKNOWN:
        return (
            words.say("No case of this study has that number"),
            words.say(
                "Read the number back: a digit may be wrong, or another line of the household was called."
                " Else say: “Just now nobody is to be called at this number for our study.”"
            ),
        )
    known = DISPOSITIONS.get(answer.disposition)
    counts_as = known.outcome_class if known is not None else None
    title = words.say("{case}: it is closed, and nobody calls it any more", case=case)
    if counts_as in _TAKEN_PART:
        return title, words.say("Say: “Thank you, we have your interview. Nobody will call you again for this study.”")
    if counts_as is OutcomeClass.REFUSAL:
        return title, words.say(
            "Say: “We know that you do not wish to take part. Nobody will call you again for this study.”"
        )
    return title, words.say("Say: “Nobody will call you again for this study.”")
