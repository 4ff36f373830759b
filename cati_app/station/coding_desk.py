"""Coding for an analyst in a window: open answers as the page shows them, and the codes given there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cati_app.domain.casework.answer_codes import CodingVersion, OpenQuestion
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.opening import Station
from cati_app.study.check_coding import free_code
from cati_app.ui.analyst.coding.port import (
    CodesGiven,
    CodeWish,
    CodingQuestion,
    CodingSet,
    FrameChoice,
    GivenCodes,
    TextToCode,
)

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.fieldwork.monitor.code_answers import OpenAnswer, ReadOpenAnswers
    from cati_app.publish.dataset.wording import FormTexts


class StationCoding:
    """The analyst's `CodingDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._answers: ReadOpenAnswers | None = None  # as of the last reading
        self._set = CodingSet((), ())

    def read(self) -> CodingSet:
        """All open answers of the study."""
        from cati_app.publish.dataset.wording import FormTexts  # noqa: PLC0415 - slow to load

        self._reading.check()
        self._answers = self._open_answers()
        read, questions = self._answers(self._reading.user), self._answers.questions
        wording = FormTexts(self._reading.station.loaded.data_form, self._language)
        decides = self._deciding([each.question for each in questions])
        shown = tuple(self._question(wording, each, decides=each.question in decides) for each in questions)
        at_hub = self._reading.station.opened.has_cases_elsewhere()
        languages = tuple(code for code, _ in self._reading.station.loaded.form.languages)
        self._set = CodingSet(shown, self._texts(shown, read), at_hub, languages)
        return self._set

    def new_code(self, question: str, labels: Mapping[str, str], number: int) -> tuple[CodingSet, str]:
        """Make a code; everything is read again, for the frame is another one."""
        from cati_app.station.new_code import NewCode, add_code  # noqa: PLC0415 - slow to load

        reading = self._reading
        reading.check_login()
        _, name = add_code(reading.station, reading.keys, reading.user, NewCode(question, labels, number))
        if reading.source is not reading.station:
            reading.source.renew(reading.station.loaded)
        return self.read(), name

    def code(self, wishes: Sequence[CodeWish], reason: str) -> CodesGiven:
        """Give codes in one transaction; only these texts are read again."""
        from cati_app.fieldwork.monitor.code_answers import WantedCodes  # noqa: PLC0415 - slow to load

        self._reading.check_login()
        assert self._answers is not None
        wanted = [
            WantedCodes(wish.text.named, wish.text.ref, wish.codes, wish.text.text, wish.text.interview)
            for wish in wishes
        ]
        reading = self._reading
        coding = reading.station.code_answers(reading.keys, self._answers, reading.source)
        results = coding(reading.user, wanted, reason)
        anew = self._answers.of(reading.user, {wish.text.interview for wish in wishes})
        changed = {(each.named, each.ref): each for each in self._texts(self._set.questions, anew)}
        texts = tuple(changed.get((each.named, each.ref), each) for each in self._set.texts)
        self._set = replace(self._set, texts=texts)
        refused = tuple(result.refused for result in results if result.refused is not None)
        elsewhere = {wish.text.interview for wish, result in zip(wishes, results, strict=True) if result.place}
        return CodesGiven(self._set, refused, len(elsewhere))

    def _texts(self, shown: Sequence[CodingQuestion], read: Sequence[OpenAnswer]) -> tuple[TextToCode, ...]:
        frames = {each.name: {choice.name: choice.label for choice in each.frame} for each in shown}
        return tuple(self._text(each, frames[each.question.text_name]) for each in read)

    def _open_answers(self) -> ReadOpenAnswers:
        from cati_app.station.coding import read_open_answers  # noqa: PLC0415 - slow to load

        return read_open_answers(self._reading.station, self._reading.keys, self._reading.source)

    def _deciding(self, paths: Sequence[str]) -> frozenset[str]:
        """Paths of questions from which a category of a quota follows."""
        from cati_app.publish.dataset.coded_back import calculations_reading  # noqa: PLC0415 - slow to load

        plan, form = self._reading.station.rules.quota, self._reading.station.loaded.data_form
        variables = {each.variable for quota in (plan.quotas if plan is not None else ()) for each in quota.dimensions}
        return frozenset(
            path
            for path in paths
            if variables.intersection((path.rpartition("/")[2], *calculations_reading(form, (path,))))
        )

    def _question(self, wording: FormTexts, question: OpenQuestion, *, decides: bool) -> CodingQuestion:
        form = self._reading.station.loaded.data_form
        node = next(each for each in form.nodes if each.path == question.question)
        frame = tuple(
            FrameChoice(choice.name, choice.code, wording.choice(choice), choice.name in question.alone)
            for choice in form.choices_by_name[node.choices].values()
        )
        free = free_code([choice.code for choice in frame])
        label = wording.question(node)
        return CodingQuestion(question.text_name, label, frame, question.several, decides, free)

    def _text(self, answer: OpenAnswer, labels: dict[str, str]) -> TextToCode:
        given = answer.given.split() if answer.question.several else [answer.given]
        return TextToCode(
            answer.interview,
            answer.named,
            answer.ref,
            answer.question.text_name,
            answer.text,
            "; ".join(labels.get(name, name) for name in given),
            answer.language,
            answer.language in self._reading.station.loaded.form.right_to_left,
            tuple(map(partial(_version, self._reading.station), answer.versions)),
        )


def _version(station: Station, version: CodingVersion) -> GivenCodes:
    at = station.rules.calendar.local(version.at)
    return GivenCodes(at, version.by, version.coded.codes, version.reason)
