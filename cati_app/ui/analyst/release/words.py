"""The words of the page of releases."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from cati_app.domain.release.cleared_texts import Clearing
from cati_app.texts import Words
from cati_app.texts.identifier_words import identifier_word
from cati_app.texts.release_words import open_lines
from cati_app.ui.analyst.release.port import ReleaseSet, TextToClear
from cati_app.ui.analyst.release.states import ReleaseLine, ReleaseState


class ReleaseWords:
    """In the language of the window."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def reading(self) -> str:
        """While nothing has been read yet."""
        return self._words.say("The texts are being read …")

    @property
    def sure(self) -> str:
        """The first Enter on a text with marks."""
        return self._words.say(
            "This text may tell who somebody is. Enter once more makes it public all the same; X withholds it."
        )

    @property
    def taken_back(self) -> str:
        """After Ctrl+Z."""
        return self._words.say("Taken back: the text stands as before.")

    def decided(self, clearing: Clearing) -> str:
        """After a decision."""
        return {
            Clearing.CLEARED: self._words.say("The text before may be public."),
            Clearing.WITHHELD: self._words.say("The text before is withheld: public data have a blank there."),
            Clearing.OPEN: self._words.say("The text waits again."),
        }[clearing]

    def page(
        self,
        state: ReleaseState,
        read: ReleaseSet,
        variable: str,
        text: TextToClear | None,
        counted: tuple[int, int],
        *,
        shows_all: bool,
        can_undo: bool,
    ) -> ReleaseState:
        """What is shown of a text; the page says what fills it where there is none.

        Args:
            counted: Where the text stands in the list, from 0, and how many there are.
        """
        words = self._words
        waiting = Counter(each.variable for each in read.texts if each.clearing is Clearing.OPEN)
        of_all = Counter(each.variable for each in read.texts)
        state = replace(
            state,
            variables=tuple(
                ReleaseLine(name, words.say("{waiting} of {count} wait", waiting=waiting[name], count=of_all[name]))
                for name, _ in read.labels
            ),
            selected=variable,
            question=dict(read.labels).get(variable, ""),
            progress=words.say(
                "{done} of {count} texts are decided", done=len(read.texts) - waiting.total(), count=len(read.texts)
            ),
            open=self._open(read),
            empty=self._empty(read, text),
            buttons=self._buttons(text, shows_all=shows_all, can_undo=can_undo),
        )
        if text is None:
            return replace(state, text="", counted="", marks=(), standing="")
        return replace(
            state,
            counted=words.say("Text {number} of {count}", number=counted[0] + 1, count=counted[1]),
            text=text.text,
            right_to_left=text.right_to_left,
            marks=tuple(
                f"{identifier_word(words, mark.kind)}: {text.text[mark.start : mark.end]}" for mark in text.marks
            ),
            standing=self._standing(text),
        )

    def _open(self, read: ReleaseSet) -> tuple[str, ...]:
        lines = tuple(open_lines(self._words, read.check))
        if lines:
            return self._words.say("Open before the data are public:"), *lines
        return (self._words.say("Nothing is open: `cati export STUDY --public --as LOGIN` writes the data set."),)

    def _empty(self, read: ReleaseSet, text: TextToClear | None) -> str:
        words = self._words
        if text is not None:
            return ""
        if not read.texts:
            return words.say("No complete interview has a text in own words that would be public. R reads again.")
        return words.say("Every text of this variable is decided. W shows them all, N goes to the next variable.")

    def _standing(self, text: TextToClear) -> str:
        words = self._words
        told = {
            Clearing.OPEN: words.say("Nobody has decided about this wording."),
            Clearing.CLEARED: words.say("May be public."),
            Clearing.WITHHELD: words.say("Withheld: public data have a blank there."),
        }[text.clearing]
        if text.clearing is Clearing.OPEN or text.at is None:
            return told
        by = "–" if text.by is None else str(text.by)
        return f"{told} " + words.say("Person {by}, {at:%Y-%m-%d %H:%M}", by=by, at=text.at)

    def _buttons(self, text: TextToClear | None, *, shows_all: bool, can_undo: bool) -> tuple[tuple[str, str], ...]:
        words = self._words
        shown = [
            ("release_all", words.say("Texts: all") if shows_all else words.say("Texts: those that wait")),
            ("release_variable", words.say("Next variable")),
        ]
        if text is not None:
            shown.insert(0, ("release_withhold", words.say("Withhold the text")))
        if can_undo:
            shown.append(("release_undo", words.say("Take back the last decision")))
        return tuple(shown)
