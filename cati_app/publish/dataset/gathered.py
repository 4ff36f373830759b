"""Interviews by columns, gathered while they are read one by one: what was said at each reference, and their facts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.casework.kept_answers import KeptAnswers
from cati_app.domain.outcomes.dispositions import COMPLETE, PARTIAL
from cati_app.publish.dataset.factored import Factored, Growing
from cati_app.publish.dataset.facts import Record
from cati_app.publish.dataset.missing import NOT_ASKED_YET, NOT_IN_VERSION, is_far_code, reason_of
from cati_app.publish.dataset.places import Extent, NodeInRow
from cati_app.publish.dataset.table import Value
from cati_app.publish.dataset.values import number

_ROW = re.compile(r"\[(\d+)\]")
_REMEMBERED = 50_000
"""Different answers that are looked for."""
_BLOCK = 200_000
"""Answers that wait until each reference takes its own."""
_NOTHING = "", "\0"
_SAID = attrgetter("text", "missing")
_ABSENT = 0
"""The place of no answer at all among the different ones to a question."""


class AnswerAt(NamedTuple):
    """What interviews have at a reference."""

    text: str
    reason: str | None  # why there is no text; None: there is one


class _Vocabulary(dict[tuple[str, str | None], int]):
    """Answers of all questions as numbers: the few that most are were met before, and one mapping is quickly asked.

    An answer beyond `_REMEMBERED` gets a number of its own each time.
    """

    __slots__ = ("answers",)

    def __init__(self) -> None:
        super().__init__({_NOTHING: _ABSENT})
        self.answers: list[tuple[str, str | None]] = [("", None)]  # that at `_ABSENT` stands for none

    def __missing__(self, said: tuple[str, str | None]) -> int:
        """The number of an answer that was not met before."""
        number = len(self.answers)
        self.answers.append(said)
        if number < _REMEMBERED:
            self[said] = number
        return number


class _AnswersByReference:
    """Takes the answers of interviews; written for the many that have the same references in the same order."""

    def __init__(self) -> None:
        self._vocabulary = _Vocabulary()
        self._numbers: dict[str, array[int]] = {}
        self._references: tuple[str, ...] = ()
        self._block = array("I")  # numbers, interview by interview
        self._taken = 0

    def take(self, values: Mapping[str, StoredDatum]) -> None:
        """Those of one more interview."""
        said: Iterable[tuple[str, str | None]]
        if isinstance(values, KeptAnswers):
            references, said = values.by_column()
        else:
            references, said = tuple(values), map(_SAID, values.values())
        if references != self._references:
            self._add(references)
            known = dict(zip(references, said, strict=True))
            said = [known.get(ref, _NOTHING) for ref in self._references]
        self._block.extend(map(self._vocabulary.__getitem__, said))
        self._taken += 1
        if len(self._block) >= _BLOCK:
            self._flush()

    def _add(self, references: Iterable[str]) -> None:
        new = [ref for ref in references if ref not in self._numbers]
        if new:
            self._flush()
            self._numbers |= {ref: array("I", bytes(4 * self._taken)) for ref in new}
            self._references = tuple(self._numbers)

    def _flush(self) -> None:
        for at, ref in enumerate(self._references):
            self._numbers[ref].extend(self._block[at :: len(self._references)])
        self._block = array("I")

    def finished(self, order: Sequence[int]) -> dict[str, Factored[tuple[str, str | None]]]:
        """By reference the answers of the interviews in this order; at `_ABSENT` stands that there is none."""
        self._flush()
        self._vocabulary.clear()
        return {ref: self._factored(self._numbers.pop(ref), order) for ref in self._references}

    def _factored(self, numbers: array[int], order: Sequence[int]) -> Factored[tuple[str, str | None]]:
        """The answers that there are of one question alone."""
        import numpy as np  # noqa: PLC0415 - slow to load: only who reads interviews pays

        answers, in_order = self._vocabulary.answers, np.asarray(numbers)[np.asarray(order, dtype=np.intp)]
        is_used = np.zeros(len(answers), dtype=np.bool_)
        is_used[in_order] = is_used[_ABSENT] = True
        used = np.flatnonzero(is_used)
        place_of = np.zeros(len(answers), dtype=np.uint32)
        place_of[used] = np.arange(len(used), dtype=np.uint32)
        return Factored([answers[number] for number in used.tolist()], array("I", place_of[in_order].tobytes()))


class GatheredInterviews:
    """The interviews of a data set, each of which is let go when it was read.

    Args:
        records: The interviews.
        row_id: The random id of each by its own; rows stand in its order.
        facts: What else is to be known of each interview, by name; hashable, and blank or None where there is nothing.

    Raises:
        ValueError: two interviews share an id.
    """

    def __init__(
        self, records: Iterable[Record], row_id: Callable[[str], str], facts: Mapping[str, Callable[[Record], Hashable]]
    ) -> None:
        answers = _AnswersByReference()
        self._frozen: dict[str, Growing[str]] = {}
        self.unfinished = False
        """Whether there are others than complete and partial ones."""
        self.last_event: datetime | None = None
        """When one of them last began or was over; None where there is none."""
        known = {name: Growing[Hashable]() for name in (*facts, *_OWN)}
        wanted = [(known[name], read) for name, read in {**facts, **_OWN}.items()]
        ids: list[str] = []
        for row, record in enumerate(records):
            ids.append(record.interview.id)
            for growing, read in wanted:
                growing.append(read(record))
            answers.take(record.values)
            self._take_frozen(row, record.interview.frozen or {})
            interview = record.interview
            self.unfinished |= interview.disposition not in (COMPLETE, PARTIAL)
            over = interview.ended_at or interview.started_at
            self.last_event = over if self.last_event is None else max(self.last_event, over)
        if len(set(ids)) < len(ids):
            raise ValueError("an interview is handed in twice")
        self._put_in_order(list(map(row_id, ids)), known, answers)

    def _take_frozen(self, row: int, frozen: Mapping[str, str]) -> None:
        for name in frozen.keys() - self._frozen.keys():
            growing = self._frozen[name] = Growing()
            for _ in range(row):
                growing.append("")
        for name, growing in self._frozen.items():
            growing.append(frozen.get(name, ""))

    def _put_in_order(
        self, row_ids: list[str], known: Mapping[str, Growing[Hashable]], answers: _AnswersByReference
    ) -> None:
        order = sorted(range(len(row_ids)), key=row_ids.__getitem__)
        self.row_ids: Factored[Value] = Factored([row_ids[row] for row in order], array("I", range(len(order))))
        """The random ids."""
        self._facts = {name: growing.finished().in_order(order) for name, growing in known.items()}
        self._categories = {name: growing.finished().in_order(order) for name, growing in self._frozen.items()}
        self._answers = answers.finished(order)
        self._ended: dict[tuple[str, str], Sequence[bool]] = {}
        self._latest: tuple[NodeInRow, Factored[AnswerAt]] | None = None

    def __len__(self) -> int:
        return len(self.row_ids)

    @property
    def frozen(self) -> frozenset[str]:
        """Names of the quota dimensions that are frozen in one of the interviews."""
        return frozenset(self._categories)

    def category(self, dimension: str) -> Factored[str]:
        """Of each interview the frozen category in a quota dimension; blank where there is none."""
        return self._categories.get(dimension) or self._of_all("")

    def fact(self, name: str) -> Factored[Any]:
        """Of each interview a fact."""
        return self._facts[name]

    def _of_all(self, item: str) -> Factored[str]:
        return Factored([item], array("I", bytes(4 * len(self))))

    def extent(self) -> Extent:
        """Largest number of rows of each repeat, and where negative numbers stand, and such as are far codes."""
        rows: dict[str, int] = {}
        negative, far = set[str](), set[str]()
        for ref, answers in self._answers.items():
            for row_mark in _ROW.finditer(ref):
                path = _ROW.sub("", ref[: row_mark.start()])
                rows[path] = max(rows.get(path, 1), int(row_mark[1]))
            below = [text for text, _ in answers.distinct if text.startswith("-")]
            if below:
                negative.add(_ROW.sub("", ref))
            if any(is_far_code(number(text) or 0) for text in below):
                far.add(_ROW.sub("", ref))
        return Extent(rows, frozenset(negative), frozenset(far))

    def said(self, at: NodeInRow) -> Factored[AnswerAt]:
        """What the interviews have there.

        A row that a person does not have counts as filtered; when the interview ended before the repeat, as not
        reached. A question that the questionnaire did not have yet when the interview was held counts as removed.
        """
        if self._latest is None or self._latest[0] is not at:
            self._latest = at, self._said(at)  # a question with several columns asks for each of them
        return self._latest[1]

    def _said(self, at: NodeInRow) -> Factored[AnswerAt]:
        answers = self._answers.get(at.ref)
        if answers is None:
            places, told = self._of_all("").places, []
        else:
            places, told = answers.places, [_as_said(*said) for said in answers.distinct[1:]]
        distinct = [AnswerAt("", NOT_ASKED_YET), *told]
        if not at.lacking and not at.first_row:
            return Factored(distinct, places)
        removed, filtered = len(distinct), len(distinct) + 1
        forms = self.fact("form_hash")
        lacks = [form in at.lacking for form in forms.distinct]
        has_ended: Sequence[bool] = self._ended_before(at.before, at.first_row) if at.first_row else [True] * len(self)
        of_absent = [
            removed if lacks[form] else (_ABSENT if ended else filtered)
            for form, ended in zip(forms.places, has_ended, strict=True)
        ]
        places = array("I", [number or otherwise for number, otherwise in zip(places, of_absent, strict=True)])
        return Factored([*distinct, AnswerAt("", NOT_IN_VERSION), AnswerAt("", "filtered")], places)

    def _ended_before(self, before: str, first_row: str) -> Sequence[bool]:
        """Whether an interview ended before a repeat: the last question before was not reached, nothing in it said."""
        known = self._ended.get((before, first_row))
        if known is None:
            previous = self._answers.get(before)
            if previous is None:
                known = [False] * len(self)
            else:
                left = [bool(missing) and reason_of(missing) == NOT_ASKED_YET for _, missing in previous.distinct]
                known = [left[number] for number in previous.places]
                for row, disposition in enumerate(self.fact("disposition")):
                    known[row] &= disposition != COMPLETE
                for ref, answers in self._answers.items():
                    if ref.startswith(first_row):
                        known = [ended and not number for ended, number in zip(known, answers.places, strict=True)]
            self._ended[before, first_row] = known
        return known


def _as_said(text: str, missing: str | None) -> AnswerAt:
    if missing:
        return AnswerAt(text, reason_of(missing))
    return AnswerAt(text, None if text else NOT_ASKED_YET)


_OWN: Mapping[str, Callable[[Record], Hashable]] = {
    "form_hash": lambda record: record.interview.form_hash,
    "disposition": lambda record: record.interview.disposition,
    "counts": lambda record: record.interview.disposition == COMPLETE and not record.not_counted,
    "not_counted": lambda record: record.not_counted,
}
"""Facts that are known of every interview: whether it is complete and counted, and why it is not, among them."""
