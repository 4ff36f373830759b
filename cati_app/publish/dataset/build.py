"""A questionnaire and its interviews as one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node
from cati_app.publish.dataset.columns import Column, FormColumns, Workshop
from cati_app.publish.dataset.differences import differences
from cati_app.publish.dataset.facts import Record, StudyFacts
from cati_app.publish.dataset.fieldwork import FACTS, NOT_COUNTED, WEIGHT, FieldworkColumns, case_id
from cati_app.publish.dataset.gathered import GatheredInterviews
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.names import LONGEST_CODE, LONGEST_TEXT, Names
from cati_app.publish.dataset.outgoing import left_out, outgoing
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Value, Variable, VariableNotice
from cati_app.publish.dataset.versions import Versions, only
from cati_app.publish.dataset.wording import FormTexts
from cati_app.texts import Words, words_of

_MOST_DECIMALS = 9
_TEXT_WIDTHS = (1_024, 8_192, LONGEST_TEXT)  # bytes of a text variable: as a rule, and where texts are longer


def build_table(
    form: Form,
    study: StudyFacts,
    records: Iterable[Record],
    *,
    versions: Versions | None = None,
) -> DataTable:
    """The data set of a study: one row for each record, ordered by the random `case_id`.

    Args:
        form: The questionnaire as it is now.
        study: Facts that stand in no questionnaire.
        records: The interviews: completes, with partial ones or all begun if wanted. None at all gives an empty table.
        versions: The versions of the questionnaire, where there were several.

    Raises:
        ValueError: two interviews share an id.
        ZoneInfoNotFoundError: there is no such time zone.
    """
    versions = versions or only(form, study.language)
    placed = map(versions.placed, records) if versions.several else records
    interviews = GatheredInterviews(placed, partial(case_id, study.id), FACTS)
    labels, names = Labels(study.language, several=versions.several), Names()
    tally: Counter[tuple[str, str]] = Counter()
    fieldwork = FieldworkColumns(study, labels, names, interviews, versions)
    shop = Workshop(form, study, names, interviews, interviews.extent(), labels, tally)
    asked = _Asked(shop, versions)
    columns = [*fieldwork.first(), *asked.columns(), *fieldwork.last()]
    formats = [_Format(labels.finished(column.variable)) for column in columns]
    for known, column in zip(formats, columns, strict=True):
        for value in set(column.values.distinct):
            known.fit(value)
    wider = [known.note(labels) for known in formats if known.is_wider]
    uncounted = interviews.fact(NOT_COUNTED)
    notices = [
        *labels.notices,
        *_counted(labels, tally),
        *wider,
        *_kept_back(form, labels),
        *_uncounted(labels, sum(map(bool, uncounted))),
        *_of_versions(labels, versions),
    ]
    zone = ZoneInfo(study.time_zone)
    return DataTable(
        study_id=study.id,
        title=study.title,
        version=study.version,
        language=study.language,
        data_time=(interviews.last_event or study.data_time).astimezone(zone),
        variables=tuple(known.fitted() for known in formats),
        columns=tuple(column.values for column in columns),
        sets=tuple(asked.sets),
        weight=WEIGHT,
        notices=tuple(notices),
        differences=tuple(differences(versions, labels)),
        log_end=study.log_end,
        counted=tuple(interviews.fact("counts")),
    )


class _Asked:
    """The variables of the questionnaire; those that only earlier versions had stand at the end of their group."""

    def __init__(self, shop: Workshop, versions: Versions) -> None:
        self._shop = shop
        self._versions = versions
        self._makers = [self._maker(edition) for edition in range(len(versions.editions))]

    @property
    def sets(self) -> list[ResponseSet]:
        """Multiple-response sets of the columns made so far."""
        return [made for maker in reversed(self._makers) for made in maker.sets]

    def _maker(self, edition: int) -> FormColumns:
        shop, versions = self._shop, self._versions
        form, extent = versions.editions[edition].form, versions.within(edition, shop.extent)
        return FormColumns(replace(shop, form=form, extent=extent, former=versions.former(edition)))

    def columns(self) -> list[Column]:
        """In the order of the data set; names are given to what the current version has first."""
        last = len(self._versions.editions) - 1
        kept_in = {name for name, facts in self._shop.study.derived.items() if not facts.exported}
        made = [(node.index, self._of(last, node)) for node in outgoing(self._shop.form) if node.name not in kept_in]
        made += [(anchor, self._of(edition, node)) for edition, node, anchor in self._versions.removed()]
        made.sort(key=lambda anchored: anchored[0])
        return [column for _, columns in made for column in columns]

    def _of(self, edition: int, node: Node) -> list[Column]:
        places = self._versions.places(edition, node, self._shop.extent)
        columns = [column for node_in_row in places for column in self._makers[edition].of(node_in_row)]
        notes = tuple(self._notes(edition, node))
        return [Column(_noted(column.variable, notes), column.values) for column in columns]

    def _notes(self, edition: int, node: Node) -> Iterator[str]:
        words, versions = self._shop.labels.words, self._versions
        if edition != len(versions.editions) - 1:
            yield words("note_last_in", detail=versions.last_version_with(edition, node))
        texts = FormTexts(versions.editions[edition].form, self._shop.study.language)
        for choice, last in versions.gone_choices(edition, node):
            yield words("note_choice_last_in", text=texts.choice(choice), code=choice.code, detail=last)


def _noted(variable: Variable, notes: Sequence[str]) -> Variable:
    return replace(variable, notes=(*variable.notes, *notes))


def _of_versions(labels: Labels, versions: Versions) -> Iterator[VariableNotice]:
    if versions.used > 1:
        yield VariableNotice("", labels.words("note_versions", count=str(versions.used)))
    if len(versions.editions) > 1:
        yield VariableNotice("", labels.words("note_differences"))
    if versions.unknown:
        named = ", ".join(map(versions.called, versions.unknown))
        yield VariableNotice("", labels.words("note_not_kept", detail=named))
    words = words_of(labels.language)
    for name, answers in sorted(versions.unplaced.items()):
        text = words.say_count(
            "{count} answer to “{name}” was given under a version of the questionnaire that is not kept, and has no"
            " place in this one.",
            "{count} answers to “{name}” were given under versions of the questionnaire that are not kept, and have no"
            " place in this one.",
            answers,
            name=name,
        )
        yield VariableNotice("", text)


def _uncounted(labels: Labels, count: int) -> Iterator[VariableNotice]:
    if count:
        text = words_of(labels.language).say_count(
            "{count} interview is kept and not counted in the quota.",
            "{count} interviews are kept and not counted in the quota.",
            count,
        )
        yield VariableNotice(NOT_COUNTED, text)


class _Format:
    """Width and decimals of a variable, which hold every value, value label and missing code.

    The width of a text is that of its kind in every file of the study, so that files can be joined; only texts that
    would not fit make it wider.
    """

    def __init__(self, variable: Variable) -> None:
        self._variable = variable
        self._width, self._decimals = 0, variable.decimals
        self._usual = _usual_width(variable)
        for code in variable.labels:
            self.fit(str(code) if variable.kind is Kind.TEXT else code)

    def fit(self, value: Value) -> None:
        """One more value to hold."""
        kind = self._variable.kind
        if kind is Kind.TEXT and isinstance(value, str):
            self._width = max(self._width, len(value.encode()))
        elif kind is Kind.NUMBER and isinstance(value, int | float):
            self._width = max(self._width, len(str(int(value))))
            self._decimals = max(self._decimals, _decimals(value))

    def _widths(self) -> Sequence[int]:
        return sorted({self._usual, *(width for width in _TEXT_WIDTHS if width > self._usual)})

    @property
    def is_wider(self) -> bool:
        """Whether texts did not fit the width they have in other files."""
        return self._variable.kind is Kind.TEXT and self._width > self._usual

    def note(self, labels: Labels) -> VariableNotice:
        """That they did not."""
        return VariableNotice(self._variable.name, labels.words("note_texts_wider", detail=str(self._usual)))

    def fitted(self) -> Variable:
        """The variable in the width that the values took."""
        if self._variable.kind is Kind.TEXT:
            return replace(self._variable, width=next(width for width in self._widths() if width >= self._width))
        if self._variable.kind is not Kind.NUMBER:
            return self._variable
        width = (self._width or 1) + (self._decimals + 1 if self._decimals else 0)
        return replace(self._variable, decimals=self._decimals, width=min(40, width))


def _usual_width(variable: Variable) -> int:
    """Bytes of a text in every export, fixed by its kind: a longer code in the next version changes nothing."""
    if variable.origin == "fieldwork":
        return variable.width
    return LONGEST_CODE if variable.codes else _TEXT_WIDTHS[0]


def _decimals(value: float) -> int:
    if isinstance(value, int) or value.is_integer():
        return 0
    return len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2])


def _counted(labels: Labels, tally: Counter[tuple[str, str]]) -> Iterator[VariableNotice]:
    for (code, name), cases in sorted(tally.items()):
        if cases:
            yield VariableNotice(name, _count_of(words_of(labels.language), code, cases))


def _count_of(words: Words, code: str, cases: int) -> str:
    texts = {
        "note_unlisted": words.say_count(
            "Values outside the questionnaire's list: {count} case, written as missing.",
            "Values outside the questionnaire's list: {count} cases, written as missing.",
            cases,
        ),
        "note_text_cut": words.say_count(
            "Texts were longer than 32,767 bytes and are cut: {count} case.",
            "Texts were longer than 32,767 bytes and are cut: {count} cases.",
            cases,
        ),
    }
    return texts[code]


def _kept_back(form: Form, labels: Labels) -> Iterator[VariableNotice]:
    for node in left_out(form):
        yield VariableNotice("", labels.words("note_left_out", detail=node.name))
