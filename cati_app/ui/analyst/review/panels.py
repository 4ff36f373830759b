"""The panels of the page of review: which interviews, what is proposed and why, an interview by its name."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.casework.review_proposals import Wish
from cati_app.fieldwork.monitor.read_reviewed import ReviewedInterview, ReviewedSet
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer
from cati_app.texts import Words
from cati_app.ui.analyst.review.states import ReviewFilter
from cati_app.ui.analyst.review.words import ReviewPageWords
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    FormPanelState,
    PanelKind,
    ReasonLine,
    ResultOption,
    SteeringPanelState,
)
from cati_app.ui.stage.review_words import given_text, special_text, wish_text

WITHDRAW = "withdraw"
"""A choice beside the wishes."""
SPECIAL = "special "
"""Begins the key of don't know and refused among choices."""


class ReviewPanels:
    """In the language of the window."""

    def __init__(self, words: Words, page: ReviewPageWords) -> None:
        self._words = words
        self._page = page

    def filter_panel(self, read: ReviewedSet, now: ReviewFilter) -> ChoicePanelState:
        """Ctrl+S."""
        words = self._words
        options = []
        for listed in ReviewFilter:
            count = sum(self._page.is_listed(listed, each) for each in read.interviews)
            told = words.say_count("{count} interview", "{count} interviews", count)
            shown = words.say("listed now") if listed is now else ""
            consequence = " · ".join(part for part in (told, shown) if part)
            options.append(ResultOption(listed.value, self._page.listed_text(listed), consequence))
        text = words.say("By a flag stand those alone of which it was told: after your proposal, or after a verdict.")
        return ChoicePanelState(PanelKind.REVIEW_LISTED, words.say("Which interviews?"), tuple(options), text)

    def what_panel(self, shown: ReviewedInterview) -> ChoicePanelState:
        """Enter: what can be proposed."""
        words, waits = self._words, shown.waiting_proposal
        options: tuple[ResultOption, ...]
        if waits is not None:
            mine = self._page.is_mine(waits)
            options = (
                ResultOption(
                    WITHDRAW,
                    words.say("withdraw the proposal"),
                    words.say("as long as no supervisor has decided"),
                    enabled=mine,
                    why_not=words.say("somebody else made it"),
                ),
            )
        else:
            options = (
                ResultOption(
                    Wish.ACCEPT.value, words.say("keep it"), words.say("nothing was found; a supervisor decides")
                ),
                ResultOption(
                    Wish.REJECT.value, words.say("reject it …"), words.say("counts no more, if a supervisor agrees")
                ),
                ResultOption(
                    Wish.CORRECT.value,
                    words.say("correct an answer …"),
                    words.say("another answer stands for it in data sets, if a supervisor agrees"),
                ),
            )
        title = words.say("What do you propose for {interview}?", interview=shown.named)
        return ChoicePanelState(PanelKind.PROPOSE_WHAT, title, options)

    def question_panel(self, shown: ReviewedInterview, answers: Sequence[GivenAnswer]) -> ChoicePanelState:
        """Which answer is to be another one."""
        words = self._words
        options = tuple(ResultOption(each.ref, each.question, given_text(words, each)) for each in answers)
        title = words.say("{interview}: which answer?", interview=shown.named)
        text = words.say("The answer as it was given stays; a supervisor decides whether another one stands for it.")
        return ChoicePanelState(PanelKind.PROPOSE_QUESTION, title, options, text)

    def answer_panel(
        self, ref: str, shown: ReviewedInterview, given: GivenAnswer, typed: Sequence[str] = ("", ""), message: str = ""
    ) -> FormPanelState:
        """What it is to be, and why."""
        words = self._words
        answer, reason = typed
        told = given_text(words, given)
        label = words.say("Answer")
        if given.options and not given.several:
            specials = tuple((f"{SPECIAL}{name}", special_text(words, name)) for name in ("dont_know", "refused"))
            field = FieldState("answer", label, FieldKind.PICK, answer or _picked(given), (*given.options, *specials))
        else:
            names = ", ".join(f"{name}: {text}" for name, text in given.options)
            several = words.say("names of choices with blanks between: {names}", names=names)
            plain = words.say("as data sets have it: dates as 2026-12-31, numbers with a point")
            field = FieldState("answer", label, value=answer, hint=several if names else plain)
        why = FieldState("reason", words.say("What did you find?"), value=reason)
        form = FormState(
            ref,
            words.say("{interview}: another answer", interview=shown.named),
            words.say("Propose it"),
            (given.question, words.say("given: {answer}", answer=told)),
            (field, why),
            message=message,
        )
        return FormPanelState(PanelKind.PROPOSE_ANSWER, form)

    def reason_panel(
        self, ref: str, shown: ReviewedInterview, wish: Wish, reason: str = "", message: str = ""
    ) -> SteeringPanelState:
        """Why it is proposed."""
        words = self._words
        told = words.say("Supervisors see what you write, and judge without knowing who held the interview.")
        notes = (
            ReasonLine(words.say("Proposed"), wish_text(words, wish)),
            ReasonLine(words.say("Review"), told),
        )
        title = words.say("{interview}: what did you find?", interview=shown.named)
        return SteeringPanelState(
            ref,
            title,
            words.say("Propose it"),
            notes=notes,
            reason=reason,
            message=message,
            kind=PanelKind.PROPOSE_REVIEW,
        )

    def find_panel(self, ref: str, typed: str = "", message: str = "") -> FormPanelState:
        """Ctrl+F: an interview by its name in data sets."""
        words = self._words
        hint = words.say("twelve characters, as they stand there")
        field = FieldState("case_id", words.say("case_id in the data set"), value=typed, hint=hint)
        form = FormState(ref, words.say("Which interview?"), words.say("Find it"), fields=(field,), message=message)
        return FormPanelState(PanelKind.REVIEW_FIND, form)


def _picked(given: GivenAnswer) -> str:
    """The key of the answer as it was given."""
    if given.special:
        return f"{SPECIAL}{given.special}"
    return next((name for name, label in given.options if label == given.text), "")
