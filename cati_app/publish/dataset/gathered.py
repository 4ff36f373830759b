"""Interviews by columns, gathered while they are read one by one: what was said at each reference, and their facts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cati_app.domain.outcomes.dispositions import COMPLETE, PARTIAL
from cati_app.publish.dataset.factored import Factored, Growing
from cati_app.publish.dataset.facts import Record
from cati_app.publish.dataset.missing import NOT_ASKED_YET, NOT_IN_VERSION, reason_of
from cati_app.publish.dataset.places import Extent, NodeInRow
from cati_app.publish.dataset.table import Value

_ROW = re.compile(r"\[(\d+)\]")
_REMEMBERED = 2_000
"""Different answers to a question that are looked for."""
_ABSENT = 0
"""The place of no answer at all among the different ones to a question."""


class Said(NamedTuple):
    """What interviews have at a reference."""

    text: str
    reason: str | None  # why there is no text; None: there is one


class _Answers:
    """The different answers at a reference, and which of them each interview gave."""

    __slots__ = ("distinct", "known", "places")

    def __init__(self) -> None:
        self.distinct: list[tuple[str, str | None]] = [("", None)]  # that at `_ABSENT` stands for none
        self.known: dict[tuple[str, str | None], int] = {}
        self.places = array("I")

    def new(self, said: tuple[str, str | None]) -> int:
        """The place of an answer that is not known."""
        place = len(self.distinct)
        self.distinct.append(said)
        if place < _REMEMBERED:
            self.known[said] = place
        return place

    def skip_to(self, row: int) -> None:
        """Interviews up to here have nothing at this reference."""
        self.places.extend([_ABSENT] * (row - len(self.places)))


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
        self._answers: dict[str, _Answers] = {}
        self._frozen: dict[str, Growing[str]] = {}
        self.unfinished = False
        """Whether there are others than complete and partial ones."""
        self.last_event = datetime.fromtimestamp(0, UTC)  # of an empty table, so that its bytes do not change
        known = {name: Growing[Hashable]() for name in (*facts, *_OWN)}
        wanted = [(known[name], read) for name, read in {**facts, **_OWN}.items()]
        ids: list[str] = []
        for row, record in enumerate(records):
            ids.append(record.interview.id)
            for growing, read in wanted:
                growing.append(read(record))
            self._take_answers(row, record)
            self._take_frozen(row, record.interview.frozen or {})
            interview = record.interview
            self.unfinished |= interview.disposition not in (COMPLETE, PARTIAL)
            self.last_event = max(self.last_event, interview.ended_at or interview.started_at)
        if len(set(ids)) < len(ids):
            raise ValueError("an interview is handed in twice")
        self._put_in_order(list(map(row_id, ids)), known)

    def _take_answers(self, row: int, record: Record) -> None:
        """Written for speed: it runs once for each answer that there is."""
        by_ref = self._answers
        for ref, datum in record.values.items():
            answers = by_ref.get(ref)
            if answers is None:
                answers = by_ref[ref] = _Answers()
            said = datum.text, datum.missing
            place = answers.known.get(said)
            if place is None:
                place = answers.new(said)
            if len(answers.places) != row:
                answers.skip_to(row)
            answers.places.append(place)

    def _take_frozen(self, row: int, frozen: Mapping[str, str]) -> None:
        for name in frozen.keys() - self._frozen.keys():
            growing = self._frozen[name] = Growing()
            for _ in range(row):
                growing.append("")
        for name, growing in self._frozen.items():
            growing.append(frozen.get(name, ""))

    def _put_in_order(self, row_ids: list[str], known: Mapping[str, Growing[Hashable]]) -> None:
        order = sorted(range(len(row_ids)), key=row_ids.__getitem__)
        self.row_ids: Factored[Value] = Factored([row_ids[row] for row in order], array("I", range(len(order))))
        """The random ids."""
        self._facts = {name: growing.finished().in_order(order) for name, growing in known.items()}
        self._categories = {name: growing.finished().in_order(order) for name, growing in self._frozen.items()}
        for answers in self._answers.values():
            answers.known.clear()
            answers.skip_to(len(order))
            answers.places = array("I", map(answers.places.__getitem__, order))
        self._ended: dict[tuple[str, str], Sequence[bool]] = {}
        self._latest: tuple[NodeInRow, Factored[Said]] | None = None

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
        """Largest number of rows of each repeat, and where negative numbers stand."""
        rows: dict[str, int] = {}
        negative: set[str] = set()
        for ref, answers in self._answers.items():
            for row_mark in _ROW.finditer(ref):
                path = _ROW.sub("", ref[: row_mark.start()])
                rows[path] = max(rows.get(path, 1), int(row_mark[1]))
            if any(text.startswith("-") for text, _ in answers.distinct):
                negative.add(_ROW.sub("", ref))
        return Extent(rows, frozenset(negative))

    def said(self, at: NodeInRow) -> Factored[Said]:
        """What the interviews have there.

        A row that a person does not have counts as filtered; when the interview ended before the repeat, as not
        reached. A question that the questionnaire did not have yet when the interview was held counts as removed.
        """
        if self._latest is None or self._latest[0] is not at:
            self._latest = at, self._said(at)  # a question with several columns asks for each of them
        return self._latest[1]

    def _said(self, at: NodeInRow) -> Factored[Said]:
        answers = self._answers.get(at.ref)
        if answers is None:
            places, told = self._of_all("").places, []
        else:
            places, told = answers.places, [_as_said(*said) for said in answers.distinct[1:]]
        distinct = [Said("", NOT_ASKED_YET), *told]
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
        places = array("I", [place or otherwise for place, otherwise in zip(places, of_absent, strict=True)])
        return Factored([*distinct, Said("", NOT_IN_VERSION), Said("", "filtered")], places)

    def _ended_before(self, before: str, first_row: str) -> Sequence[bool]:
        """Whether an interview ended before a repeat: the last question before was not reached, nothing in it said."""
        known = self._ended.get((before, first_row))
        if known is None:
            previous = self._answers.get(before)
            if previous is None:
                known = [False] * len(self)
            else:
                left = [bool(missing) and reason_of(missing) == NOT_ASKED_YET for _, missing in previous.distinct]
                known = [left[place] for place in previous.places]
                for row, disposition in enumerate(self.fact("disposition")):
                    known[row] &= disposition != COMPLETE
                for ref, answers in self._answers.items():
                    if ref.startswith(first_row):
                        known = [ended and not place for ended, place in zip(known, answers.places, strict=True)]
            self._ended[before, first_row] = known
        return known


def _as_said(text: str, missing: str | None) -> Said:
    if missing:
        return Said(text, reason_of(missing))
    return Said(text, None if text else NOT_ASKED_YET)


_OWN: Mapping[str, Callable[[Record], Hashable]] = {
    "form_hash": lambda record: record.interview.form_hash,
    "disposition": lambda record: record.interview.disposition,
    "counts": lambda record: record.interview.disposition == COMPLETE and not record.not_counted,
    "not_counted": lambda record: record.not_counted,
}
"""Facts that are known of every interview: whether it is complete and counted, and why it is not, among them."""
