"""The words of the page of coding: its texts and buttons, the panels, and why there is nothing to code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cati_app.domain.casework.alike_texts import reads_the_same
from cati_app.texts import Words
from cati_app.texts.language_names import language_name
from cati_app.ui.analyst.coding.port import CodesGiven, CodeWish, CodingQuestion, CodingSet, TextToCode
from cati_app.ui.analyst.coding.states import CodingLine, CodingOption, CodingState
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind, ReasonLine, SteeringPanelState, TextPanelState

_SHOWN_OF_A_TEXT = 120
"""Signs of a text in a list."""
NUMBER = "number"
"""Field of the number of a new code; the others are called by their language."""
_ROWS_SHOWN = 6
"""Texts in the look before several are coded."""


class CodingWords:
    """In the language of the window."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def reading(self) -> str:
        """While nothing has been read yet."""
        return self._words.say("The open answers are being read …")

    @property
    def pick_first(self) -> str:
        """Enter without a code."""
        return self._words.say("Nothing was stored: pick a code first, by its digits.")

    @property
    def none_alike(self) -> str:
        """No other text reads like this one, or those have the codes already."""
        return self._words.say("No other text that reads so lacks these codes.")

    @property
    def reason_needed(self) -> str:
        """A blank reason."""
        return self._words.say("A reason is needed: each code is a version with its author and its reason.")

    @property
    def taken_back(self) -> str:
        """The reason of a version that brings the codes from before back."""
        return self._words.say("taken back")

    def were_taken_back(self, count: int) -> str:
        """After Ctrl+Z."""
        return self._words.say_count(
            "Taken back: {count} answer has the codes from before.",
            "Taken back: {count} answers have the codes from before.",
            count,
        )

    def was_coded(self, question: CodingQuestion, wishes: Sequence[CodeWish]) -> str:
        """After codes were stored."""
        labels = self._labels(question, wishes[0].codes)
        if not labels:
            return self._words.say("The codes of the answer are taken back.")
        return self._words.say_count(
            "{count} answer has the code: {labels}",
            "{count} answers have the code: {labels}",
            len(wishes),
            labels=labels,
        )

    def _labels(self, question: CodingQuestion, codes: Sequence[str]) -> str:
        known = {choice.name: choice.label for choice in question.frame}
        return "; ".join(known.get(name, name) for name in codes)

    # -- panels -------------------------------------------------------------------------------------------------

    def reason_panel(self, reason: str, message: str) -> TextPanelState:
        """Why codes are given from now on."""
        return TextPanelState(
            PanelKind.CODING_REASON,
            self._words.say("Why are codes given? Kept for all that follow, for instance “first round”"),
            reason,
            message=message,
            action=self._words.say("Keep the reason"),
        )

    def alike_panel(
        self,
        ref: str,
        question: CodingQuestion,
        codes: Sequence[str],
        texts: Sequence[TextToCode],
        reason: str,
        message: str,
    ) -> SteeringPanelState:
        """What reads alike, before all of it gets the same codes."""
        words = self._words
        notes = [ReasonLine(words.say("Codes"), self._labels(question, codes))]
        if len(texts) > _ROWS_SHOWN:
            more = words.say("and {count} more", count=len(texts) - _ROWS_SHOWN)
            notes.append(ReasonLine("", more))
        rows = tuple(
            (_short(each.text), self._language(each.language), self._labels(question, each.codes) or "–")
            for each in texts[:_ROWS_SHOWN]
        )
        return SteeringPanelState(
            ref,
            words.say_count("{count} answer gets the same codes", "{count} answers get the same codes", len(texts)),
            words.say("Give the codes"),
            (words.say("Language"), words.say("Codes now")),
            rows,
            tuple(notes),
            reason=reason,
            message=message,
            kind=PanelKind.CODING_ALIKE,
        )

    def new_code_panel(
        self, key: str, question: CodingQuestion, read: CodingSet, message: str = "", wrong: str = ""
    ) -> FormPanelState:
        """Text by language and number of a code that no choice stands for."""
        words = self._words
        texts = [words.say("It stands in study.yaml, and in data sets and tables from now on. No interview offers it.")]
        if read.at_hub:
            texts.append(words.say("Other stations get it with the next `cati hub publish`."))
        labels = tuple(
            FieldState(language, words.say("Text, {language}", language=self._language(language)))
            for language in read.languages
        )
        number = FieldState(NUMBER, words.say("Number"), value=str(question.free_code))
        title = words.say("New code of “{question}”", question=question.label)
        form = FormState(
            key, title, words.say("Make the code"), tuple(texts), (*labels, number), message=message, wrong=wrong
        )
        return FormPanelState(PanelKind.NEW_CODE, form)

    def code_made(self, read: CodingSet, question: CodingQuestion, name: str) -> str:
        """It is there, and picked."""
        words = self._words
        label = next(choice.label for choice in question.frame if choice.name == name)
        told = words.say("The code is there: {label}. Enter gives it.", label=label)
        if read.at_hub:
            told += " " + words.say("Other stations get it with the next `cati hub publish`.")
        return told

    # -- the page -----------------------------------------------------------------------------------------------

    def page(
        self,
        state: CodingState,
        read: CodingSet,
        question: CodingQuestion | None,
        text: TextToCode | None,
        counted: tuple[int, int],
        reason: str,
        *,
        shows_all: bool,
        can_undo: bool,
    ) -> CodingState:
        """What is shown of a text; the page says what fills it where there is none.

        Args:
            counted: Where the text stands in the list, from 0, and how many there are.
        """
        words = self._words
        waiting = Counter(each.question for each in read.texts if not each.codes)
        of_all = Counter(each.question for each in read.texts)
        lines = tuple(
            CodingLine(
                each.name,
                words.say("{waiting} of {count} wait", waiting=waiting[each.name], count=of_all[each.name]),
            )
            for each in read.questions
        )
        state = replace(
            state,
            questions=lines,
            selected=question.name if question is not None else "",
            question=question.label if question is not None else "",
            progress=words.say(
                "{done} of {count} answers have codes", done=len(read.texts) - waiting.total(), count=len(read.texts)
            ),
            empty=self._empty(read, question, of_all, text),
            buttons=self._buttons(text, reason, shows_all=shows_all, can_undo=can_undo),
        )
        if question is None or text is None:
            return replace(state, text="", counted="", given="", alike="", options=(), versions=(), quota="")
        return replace(
            state,
            counted=words.say(
                "Text {number} of {count} · {language}",
                number=counted[0] + 1,
                count=counted[1],
                language=self._language(text.language),
            ),
            text=text.text,
            right_to_left=text.right_to_left,
            given=words.say("Chosen: {labels}", labels=text.given),
            alike=self._alike(read, text),
            options=tuple(CodingOption(each.name, each.code, each.label, each.alone) for each in question.frame),
            several=question.several,
            versions=tuple(self._version(question, number, text) for number in range(len(text.versions))),
            quota=self._quota() if question.decides_quota else "",
        )

    def _quota(self) -> str:
        return self._words.say(
            "This question decides about the quota. A place moves once a supervisor agrees (tab Cases, Ctrl+S)."
        )

    def elsewhere(self, given: CodesGiven) -> str:
        """Interviews that belong in other cells now; blank: none does."""
        words, count = self._words, given.elsewhere
        if not count:
            return ""
        return words.say_count(
            "{count} interview belongs in another cell by its codes and waits for a supervisor.",
            "{count} interviews belong in other cells by their codes and wait for a supervisor.",
            count,
        )

    def _empty(
        self, read: CodingSet, question: CodingQuestion | None, of_all: Counter[str], text: TextToCode | None
    ) -> str:
        words = self._words
        if text is not None:
            return ""
        if not read.texts:
            return words.say(
                "No interview that counts has an open answer to “other” yet. The page fills with the first one; R reads"
                " again."
            )
        if question is not None and not of_all[question.name]:
            return words.say("Nobody has answered this question openly yet. N goes to the next question.")
        return words.say("Every text of this question has its codes. W shows them all, N goes to the next question.")

    def _alike(self, read: CodingSet, text: TextToCode) -> str:
        others = [each.text for each in read.texts if each.question == text.question and each != text]
        count = len(reads_the_same(text.text, others))
        if not count:
            return ""
        return self._words.say_count(
            "{count} further text reads the same: A codes it along, after a look.",
            "{count} further texts read the same: A codes them along, after a look.",
            count,
        )

    def _version(self, question: CodingQuestion, number: int, text: TextToCode) -> str:
        version = text.versions[number]
        given = self._labels(question, version.codes) or self._words.say("taken back")
        by = "–" if version.by is None else str(version.by)
        return self._words.say(
            "{number}. {at:%Y-%m-%d %H:%M} · person {by} · {codes} · {reason}",
            number=number + 1,
            at=version.at,
            by=by,
            codes=given,
            reason=version.reason,
        )

    def _buttons(
        self, text: TextToCode | None, reason: str, *, shows_all: bool, can_undo: bool
    ) -> tuple[tuple[str, str], ...]:
        words = self._words
        shown = [
            (
                "coding_all",
                words.say("Texts: all") if shows_all else words.say("Texts: those that wait"),
            ),
            ("coding_question", words.say("Next question")),
        ]
        if text is not None:
            shown += [
                ("coding_new", words.say("New code …")),
                ("coding_reason", words.say("Reason: {reason}", reason=_short(reason) or words.say("none yet"))),
                ("coding_alike", words.say("Code equal ones along …")),
                ("coding_nearly", words.say("Similar ones, too …")),
            ]
            if text.codes:
                shown.append(("coding_clear", words.say("Take the codes off")))
        if can_undo:
            shown.append(("coding_undo", words.say("Take back the last codes")))
        return tuple(shown)

    def _language(self, code: str) -> str:
        return language_name(code, self._words.language)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN_OF_A_TEXT else f"{plain[: _SHOWN_OF_A_TEXT - 1]}…"
