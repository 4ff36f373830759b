"""The words of the page of the code frame: the unit, its axes, how far everything is, how far both agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cati_app.domain.coding.code_frame import Axis, CodeFrame, RemovedCode, UnitCodes, text_in
from cati_app.domain.coding.coded_units import CodedUnit, UnitCoding
from cati_app.domain.coding.coding_work import CodingStage
from cati_app.texts import Words
from cati_app.texts.frame_words import COMPARED, VERDICTS, axis_names, decimal
from cati_app.texts.language_names import language_name
from cati_app.ui.analyst.units.draft import DIGITS, CodesDraft
from cati_app.ui.analyst.units.port import UnitsToCode
from cati_app.ui.analyst.units.states import AxisColumn, FrameOption, UnitsState

if TYPE_CHECKING:  # slow to load
    from cati_app.domain.coding.work_agreement import AgreementFigure


class UnitsWords:
    """In the language of the window."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def language(self) -> str:
        """Of the labels of codes."""
        return self._words.language

    @property
    def reading(self) -> str:
        """While nothing has been read yet."""
        return self._words.say("The units are being read …")

    @property
    def pick_first(self) -> str:
        """Enter before any key."""
        return self._words.say("Nothing was stored: a digit picks a code, 0 says that nothing of the axis fits.")

    @property
    def no_such_code(self) -> str:
        """A digit or a letter without a code."""
        return self._words.say("No code of this axis is called so.")

    @property
    def taken_back(self) -> str:
        """After Ctrl+Z."""
        return self._words.say("Taken back: the unit waits again.")

    @property
    def comparing(self) -> str:
        """While agreement is computed."""
        return self._words.say("How far both agree is being computed …")

    def empty(self, shown: UnitsToCode) -> str:
        """Why no unit is in sight, and what to do."""
        words, overview = self._words, shown.overview
        if overview.stage is CodingStage.NOTHING:
            return words.say(
                "No unit is fixed yet. `cati code STUDY --as LOGIN --fix SEED` makes units of {count} texts.",
                count=len(shown.read.further),
            )
        if overview.stage is CodingStage.DONE:
            return words.say("Everything is coded. Ctrl+Shift+R reads again.")
        if not overview.has_seat and overview.has_room:
            return words.say("Two people code these units, and one is missing. Ctrl+Shift+J: code as that one.")
        if not overview.has_seat:
            return words.say("Two others code these units. Where they differ is decided here, once both are done.")
        if overview.stage is CodingStage.DOUBLE:
            return words.say(
                "Your units of the double part are coded. Once the other one is done, too, where you differ is decided"
                " here. Ctrl+Shift+R reads again."
            )
        return words.say("No unit waits for you. Ctrl+Shift+R reads again.")

    def page(
        self,
        state: UnitsState,
        shown: UnitsToCode,
        unit: CodedUnit | None,
        draft: CodesDraft,
        counted: tuple[int, int],
        *,
        given: int,
        decides: bool,
    ) -> UnitsState:
        """What is shown of a unit; without one the page says what fills it.

        Args:
            given: Units coded since the reading.
            counted: Where the unit stands in the list, from 0, and how many there are.
            decides: Two have coded it, and what holds is to be said.
        """
        state = replace(state, side=tuple(self._side(shown, given)), share=self._share(shown, given))
        state = replace(state, buttons=self._buttons(shown, has_unit=unit is not None))
        if unit is None:
            return UnitsState(
                state.side,
                state.share,
                self.empty(shown),
                agreement=state.agreement,
                form=state.form,
                buttons=state.buttons,
                message=state.message,
                tone=state.tone,
            )
        text = shown.read.texts[unit.unit.id].text
        where = self._words.say(
            "Unit {number} of {count} · {question} · {language}",
            number=counted[0] + 1,
            count=counted[1],
            question=shown.labels.get(unit.unit.question, unit.unit.question),
            language=language_name(unit.unit.language, self._words.language),
        )
        return replace(
            state,
            empty="",
            counted=where,
            text=text,
            right_to_left=unit.unit.language in shown.right_to_left,
            axes=tuple(self._axis(shown, unit, draft, axis, decides=decides) for axis in Axis),
            target=self._words.say("Stance to: {target}", target=text_in(shown.frame.target, self.language)),
            typed=self._words.say("Searched: {typed}", typed=draft.typed) if draft.typed else "",
            suggested=self._suggested(shown, draft, text),
            meaning=tuple(self._meaning(shown.frame, draft)),
        )

    # -- the unit -----------------------------------------------------------------------------------------------

    def _axis(self, shown: UnitsToCode, unit: CodedUnit, draft: CodesDraft, axis: Axis, *, decides: bool) -> AxisColumn:
        is_current = draft.axis is axis
        picked = draft.codes.on(axis)
        options = tuple(
            FrameOption(
                code.id,
                text_in(code.label, self.language),
                str(number) if is_current and number <= DIGITS else "",
                code.id in picked,
            )
            for number, code in enumerate(draft.offered(axis), 1)
        )
        hint = self._given(shown, unit, axis) if decides else self._hint(shown, unit, axis, draft)
        return AxisColumn(axis_names(self._words)[axis], hint, options, is_current)

    def _hint(self, shown: UnitsToCode, unit: CodedUnit, axis: Axis, draft: CodesDraft) -> str:
        own = unit.coding_of(shown.me)
        gone = self._removed(shown.frame, own.removed if own is not None else (), axis)
        if gone:
            return gone
        if axis.several:
            return (
                self._words.say("one more") if draft.adds and draft.axis is axis else self._words.say("several codes")
            )
        return self._words.say("one code")

    def _given(self, shown: UnitsToCode, unit: CodedUnit, axis: Axis) -> str:
        """What both coders gave, and what a newer frame has no more of what was decided."""
        told = [
            self._words.say(
                "person {number}: {codes}",
                number=shown.read.numbers.get(coding.coder, 0),
                codes=self._labels(shown.frame, axis, coding.codes),
            )
            for coding in unit.codings
        ]
        before = unit.adjudication.removed if unit.adjudication is not None else ()
        return "\n".join(filter(None, (*told, self._removed(shown.frame, before, axis))))

    def _removed(self, frame: CodeFrame, removed: Sequence[RemovedCode], axis: Axis) -> str:
        gone = [each for each in removed if each.axis is axis]
        if not gone:
            return ""
        told = ", ".join(each.code for each in gone)
        return self._words.say("not in the frame any more: {codes}", codes=told)

    def _labels(self, frame: CodeFrame, axis: Axis, codes: UnitCodes) -> str:
        labels = [text_in(code.label, self.language) for code in frame.axes[axis].codes if code.id in codes.on(axis)]
        return ", ".join(labels) or "–"

    def _suggested(self, shown: UnitsToCode, draft: CodesDraft, text: str) -> str:
        """After the first key, of the axis in hand; never in the double part."""
        if not self.suggests(shown, draft) or shown.suggestions is None or draft.axis is None:
            return ""
        labels = {code.id: text_in(code.label, self.language) for code in shown.frame.axes[draft.axis].codes}
        digits = {code.id: number for number, code in enumerate(draft.offered(draft.axis), 1)}
        told = [
            f"{digits[each.code]} {labels[each.code]} ({each.share:.0%})"
            for each in shown.suggestions.of(text, draft.axis)
            if each.code in digits
        ]
        if not told:
            return ""
        return self._words.say("Units like this one have: {codes}. Computed on this machine.", codes=" · ".join(told))

    @staticmethod
    def suggests(shown: UnitsToCode, draft: CodesDraft) -> bool:
        """Whether codes of like units are in sight."""
        return shown.suggestions is not None and draft.is_touched and draft.axis is not None

    def _meaning(self, frame: CodeFrame, draft: CodesDraft) -> Iterator[str]:
        if draft.last is None:
            return
        axis, known = draft.last
        code = next(each for each in frame.axes[axis].codes if each.id == known)
        words = self._words
        yield f"{text_in(code.label, self.language)}: {text_in(code.means, self.language)}"
        if code.excludes:
            yield words.say_in("code frame", "Not: {excluded}", excluded=text_in(code.excludes, self.language))
        if code.example:
            yield words.say_in("code frame", "Example: {example}", example=text_in(code.example, self.language))

    # -- how far it is ------------------------------------------------------------------------------------------

    def _side(self, shown: UnitsToCode, given: int) -> Iterator[str]:
        words, read, work, overview = self._words, shown.read, shown.read.work, shown.overview
        if overview.mine:
            done = len(overview.mine) - len(overview.waiting) + given
            yield words.say("{done} of {count} units coded", done=done, count=len(overview.mine))
        if work.coded_units:
            yield words.say(
                "{count} units, mixed by the seed {seed}; {double} of them by two",
                count=len(work.coded_units),
                seed=work.seed,
                double=overview.double,
            )
        if overview.stage is CodingStage.DOUBLE:
            yield words.say("Now: two code blind")
        elif overview.stage is CodingStage.DECIDING:
            yield words.say_count(
                "Now: {count} difference is decided", "Now: {count} differences are decided", len(overview.to_decide)
            )
        elif overview.stage is CodingStage.REST:
            yield words.say("Now: the rest, one person each")
        yield words.say("Code frame {version}", version=shown.frame.version)
        if read.further:
            yield words.say_count("{count} text is no unit yet", "{count} texts are no units yet", len(read.further))
        if read.gone:
            yield words.say_count(
                "{count} unit left: its text was corrected, or its interview does not count",
                "{count} units left: their texts were corrected, or their interviews do not count",
                read.gone,
            )

    @staticmethod
    def _share(shown: UnitsToCode, given: int) -> float:
        overview = shown.overview
        return 1 - (len(overview.waiting) - given) / len(overview.mine) if overview.mine else 0.0

    def agreement(self, shown: UnitsToCode, figures: Sequence[AgreementFigure]) -> tuple[str, ...]:
        """A line for each figure."""
        if not figures:
            return (self._words.say("How far both agree is told once both have coded the whole double part."),)
        return tuple(self._figure(shown.frame, each) for each in figures)

    def _figure(self, frame: CodeFrame, figure: AgreementFigure) -> str:
        name = axis_names(self._words)[figure.axis]
        if figure.code:
            code = next(each for each in frame.axes[figure.axis].codes if each.id == figure.code)
            name = f"{name} · {text_in(code.label, self.language)}"
        between = figure.interval
        language = self._words.language
        return self._words.say(
            "{name} ({compared}): α {alpha}, {low} to {high} · {units} units · {verdict}",
            name=name,
            compared=COMPARED.of(language)(figure.compared.value),
            alpha=decimal(self._words, figure.alpha),
            low=decimal(self._words, between.low if between is not None else None),
            high=decimal(self._words, between.high if between is not None else None),
            units=figure.unit_count,
            verdict=VERDICTS.of(language)(figure.verdict.value),
        )

    def _buttons(self, shown: UnitsToCode, *, has_unit: bool) -> tuple[tuple[str, str], ...]:
        words, overview = self._words, shown.overview
        told = []
        if has_unit:
            told.append(("units_nothing", words.say("Nothing fits")))
            told.append(("units_more", words.say("One theme more")))
        is_fixed = overview.stage is not CodingStage.NOTHING
        if is_fixed and not overview.has_seat and overview.has_room:
            told.append(("units_join", words.say("Code as one of two")))
        if is_fixed and overview.is_double_done:
            told.append(("units_agreement", words.say("Agreement")))
        return tuple(told)


def agreed_codes(unit: CodedUnit) -> UnitCodes:
    """What both gave alike, axis by axis; what a decision holds already, where there is one."""
    if unit.adjudication is not None:
        return unit.adjudication.codes
    first: UnitCoding = unit.codings[0]
    return UnitCodes(frozenset(pair for pair in first.codes.pairs if pair[0] not in unit.differs_on))
