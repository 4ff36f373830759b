"""From a node of the questionnaire to its variables, each with the way its values are read from a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field, replace
from zoneinfo import ZoneInfo

from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind
from cati_app.engine.kinds.facts import Exported, KindFacts, Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.calculated import Calculated
from cati_app.publish.dataset.choice_lists import keeps_names, level_of
from cati_app.publish.dataset.factored import Factored, paired
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.gathered import AnswerAt, GatheredInterviews
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.missing import CODES, FAR_CODES, FARTHEST_CODES, NOT_ASKED_YET, NOT_IN_VERSION
from cati_app.publish.dataset.names import LONGEST_LABEL, Names, cut
from cati_app.publish.dataset.places import Extent, NodeInRow
from cati_app.publish.dataset.table import Coded, Kind, ResponseSet, Value, Variable, VariableNotice
from cati_app.publish.dataset.wording import FormTexts
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A variable and its values."""

    variable: Variable
    values: Factored[Value]


@dataclass(slots=True)
class Workshop:
    """What making columns needs, and what it notes on the way."""

    form: Form
    study: StudyFacts
    names: Names
    interviews: GatheredInterviews
    extent: Extent  # of the interviews
    labels: Labels
    tally: Counter[tuple[str, str]]  # cases by kind of notice and variable
    former: Mapping[int, tuple[Choice, ...]] = field(default_factory=dict)  # by node: choices of earlier versions alone


class FormColumns:
    """Makes the variables of the questionnaire."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._zone = ZoneInfo(shop.study.time_zone)
        self._wording = FormTexts(shop.form, shop.study.language)
        self._calculated = Calculated(shop.form, shop.study, self._wording, shop.labels)
        self.sets: list[ResponseSet] = []

    def of(self, node_in_row: NodeInRow) -> Iterator[Column]:
        """The variables of one node in one row."""
        node = node_in_row.node
        if node.kind is NodeKind.CALCULATION:
            yield self._calculation(node_in_row)
        elif node.kind is NodeKind.HIDDEN:
            yield self._handed_in(node_in_row)
        elif node.question is not None:
            yield from self._exported(node_in_row, node.question.facts)

    def _exported(self, node_in_row: NodeInRow, facts: KindFacts) -> Iterator[Column]:
        match facts.exported:
            case Exported.TEXT:
                yield from self._text(node_in_row, self._variable(node_in_row, Kind.TEXT, facts.level), None)
            case Exported.CODES:
                yield from self._single(node_in_row)
            case Exported.CHOSEN:
                yield from self._multiple(node_in_row, facts.level)
            case Exported.RANKS:
                yield from self._rank(node_in_row, facts.level)
            case _:
                yield self._measured(node_in_row, facts)

    # -- one variable --------------------------------------------------------------------------------------------

    def _variable(
        self, node_in_row: NodeInRow, kind: Kind, level: Level = Level.NOMINAL, *, suffix: str = ""
    ) -> Variable:
        node = node_in_row.node
        return Variable(
            name=self._shop.labels.named(self._shop.names, node.name, suffix + node_in_row.suffix),
            label=self._row_label(self._wording.short(node) or node.name, node_in_row),
            kind=kind,
            level=level,
            question=self._wording.question(node),
            source=node_in_row.ref,
            origin="question",
            field=node.field,
            theme=node.theme,
        )

    @staticmethod
    def _row_label(label: str, node_in_row: NodeInRow) -> str:
        return f"{label} ({node_in_row.suffix[1:].replace('_', '.')})" if node_in_row.suffix else label

    def _asked(
        self, node_in_row: NodeInRow, variable: Variable, convert: Callable[[str], Value], far: bool = False
    ) -> Column:
        """A question with codes for its missing values."""
        codes = self._codes(node_in_row.node, far)
        variable = self._shop.labels.with_missing(variable, codes)
        if far:
            span = f"{min(codes.values())} … {max(codes.values())}"
            variable = replace(variable, notes=(*variable.notes, self._shop.labels.words("note_far", detail=span)))
        return Column(variable, self._converted(node_in_row, variable.name, convert, codes, codes[NOT_ASKED_YET]))

    def _converted(
        self,
        node_in_row: NodeInRow,
        name: str,
        convert: Callable[[str], Value],
        codes: Mapping[str, Value],
        unlisted: Value,
        *,
        is_told: bool = True,
    ) -> Factored[Value]:
        """The values of texts, and codes for the reasons of missing ones; None for a reason without a code.

        Args:
            convert: A text as value; None for one that is not in the questionnaire's list.
            unlisted: The value of such a text.
            is_told: Whether there are such texts is noted.
        """
        said = self._shop.interviews.said(node_in_row)
        converted = [None if each.reason is not None else convert(each.text) for each in said.distinct]
        distinct, missed = list[Value](), list[int]()
        for at, (each, value) in enumerate(zip(said.distinct, converted, strict=True)):
            if each.reason is not None:
                distinct.append(codes.get(each.reason))
            elif value is None:
                distinct.append(unlisted)
                missed.append(at)
            else:
                distinct.append(value)
        if is_told:
            self._note("note_unlisted", name, said, missed)
        return Factored(distinct, said.places)

    def _note(self, what: str, name: str, said: Factored[AnswerAt], places: Collection[int]) -> None:
        """Note how many interviews said one of these things."""
        if places:
            counts = said.counts()
            self._shop.tally[what, name] += sum(counts[at] for at in places)

    def _measured(self, node_in_row: NodeInRow, facts: KindFacts) -> Column:
        """A number, a date, a time: one variable with a value of its own."""
        node, words, level = node_in_row.node, self._shop.labels.words, facts.level
        match facts.exported:
            case Exported.DATE if node.date_parts == "year":
                return self._asked(node_in_row, self._variable(node_in_row, Kind.NUMBER, level), values.year)
            case Exported.DATE:
                month = node.date_parts == "month"
                variable = self._variable(node_in_row, Kind.MONTH if month else Kind.DATE, level)
                notes = (words("note_single_date"),) if month else ()
                return self._asked(node_in_row, replace(variable, notes=notes), values.day)
            case Exported.TIME:
                return self._asked(node_in_row, self._variable(node_in_row, Kind.TIME, level), values.clock)
            case Exported.MOMENT:
                variable = self._variable(node_in_row, Kind.MOMENT, level)
                return self._asked(node_in_row, variable, lambda text: values.moment(text, self._zone))
            case Exported.CONFIRMED:
                codes = (Coded(1, "OK", words("acknowledged")),)
                return self._asked(node_in_row, self._coded(node_in_row, codes, level), {"OK": 1}.get)
            case _:
                by_rule = (node.minimum or 0) < 0
                negative = node.path in self._shop.extent.negative
                variable = self._variable(node_in_row, Kind.NUMBER, level)
                if (negative and not by_rule) or node.path in self._shop.extent.far:
                    self._note_far(variable)
                return self._asked(node_in_row, variable, values.number, by_rule or negative)

    def _codes(self, node: Node, far: bool) -> Mapping[str, int]:
        """Codes of the reasons that no valid value of the data has."""
        if not far:
            return CODES
        return FARTHEST_CODES if node.path in self._shop.extent.far else FAR_CODES

    def _note_far(self, variable: Variable) -> None:
        """The codes for missing values follow the values in this file, so they may differ from those in another."""
        text = self._shop.labels.words("note_far_here")
        self._shop.labels.notices.append(VariableNotice(variable.name, text))

    def _coded(self, node_in_row: NodeInRow, codes: tuple[Coded, ...], level: Level = Level.NOMINAL) -> Variable:
        return self._shop.labels.with_codes(self._variable(node_in_row, Kind.NUMBER, level), codes)

    # -- choices -------------------------------------------------------------------------------------------------

    def _choices(self, node_in_row: NodeInRow) -> tuple[Choice, ...]:
        """Those of the questionnaire, then those that only earlier versions had."""
        node = node_in_row.node
        return (*self._shop.form.choices_by_name[node.choices].values(), *self._shop.former.get(node.index, ()))

    def _single(self, node_in_row: NodeInRow) -> Iterator[Column]:
        choices = self._choices(node_in_row)
        own = choices[: len(self._shop.form.choices_by_name[node_in_row.node.choices])]
        if keeps_names(own):
            codes = tuple(Coded(choice.name, choice.name, self._wording.choice(choice)) for choice in choices)
            variable = self._shop.labels.with_codes(self._variable(node_in_row, Kind.TEXT), codes)
            yield from self._text(node_in_row, variable, frozenset(choice.name for choice in choices))
            return
        numbered = tuple(Coded(int(choice.code), choice.name, self._wording.choice(choice)) for choice in choices)
        code_of: Mapping[str, Value] = {coded.name: coded.code for coded in numbered}
        yield self._asked(node_in_row, self._coded(node_in_row, numbered, level_of(own)), code_of.get)

    def _multiple(self, node_in_row: NodeInRow, level: Level) -> Iterator[Column]:
        words = self._shop.labels.words
        codes = (Coded(0, "0", words("not_chosen")), Coded(1, "1", words("chosen")))
        name = self._shop.labels.set_names.take(node_in_row.node.name, node_in_row.suffix)
        chosen: Callable[[list[str], str], Value] = lambda given, name: int(name in given)  # noqa: E731
        columns = list(self._by_choice(node_in_row, codes, level, chosen, name))
        label = self._row_label(self._wording.short(node_in_row.node), node_in_row)
        members = tuple(column.variable.name for column in columns)
        self.sets.append(ResponseSet(name, cut(label, LONGEST_LABEL), members))
        yield from columns

    def _rank(self, node_in_row: NodeInRow, level: Level) -> Iterator[Column]:
        rank = lambda given, name: given.index(name) + 1 if name in given else None  # noqa: E731
        yield from self._by_choice(node_in_row, (), level, rank, "")

    def _by_choice(
        self,
        node_in_row: NodeInRow,
        codes: tuple[Coded, ...],
        level: Level,
        value: Callable[[list[str], str], Value],
        set_name: str,
    ) -> Iterator[Column]:
        """One variable for each choice; a choice that was not offered for ranking counts as filtered."""
        for choice in self._choices(node_in_row):
            ending = f"_{choice.name}" if choice.name.isascii() and choice.name.isalnum() else f"_{choice.code}"
            variable = self._variable(node_in_row, Kind.NUMBER, level, suffix=ending)
            text = self._wording.choice(choice)
            variable = replace(
                self._shop.labels.with_codes(variable, codes),
                set_name=set_name,
                label=f"{'' if set_name else self._shop.labels.words('rank_of') + ': '}{text} – {variable.label}",
                item=text,
            )
            yield self._of_choice(node_in_row, variable, choice.name, value)

    def _of_choice(
        self, node_in_row: NodeInRow, variable: Variable, name: str, value: Callable[[list[str], str], Value]
    ) -> Column:
        variable = self._shop.labels.with_missing(variable, CODES)
        not_offered = node_in_row.not_offered.get(name, frozenset())

        def read(said: AnswerAt, form_hash: str = "") -> Value:
            if said.reason is not None:
                return CODES[said.reason]
            chosen = said.text.split()
            if name not in chosen and form_hash in not_offered:
                return CODES[NOT_IN_VERSION]
            code = value(chosen, name)
            return CODES["filtered"] if code is None else code

        said = self._shop.interviews.said(node_in_row)
        if not not_offered:
            return Column(variable, said.read_as(read))
        under = paired(said, self._shop.interviews.fact("form_hash"))
        return Column(variable, under.read_as(lambda each: read(*each)))

    # -- texts ---------------------------------------------------------------------------------------------------

    def _text(self, node_in_row: NodeInRow, variable: Variable, listed: frozenset[str] | None) -> Iterator[Column]:
        """A text and, as numbers, why it is missing."""
        words, name = self._shop.labels.words, variable.name
        said = self._shop.interviews.said(node_in_row)
        texts = self._plain_texts(node_in_row, name)
        if listed is not None:
            told = zip(said.distinct, texts.distinct, strict=True)
            missed = [at for at, (each, text) in enumerate(told) if each.reason is None and text not in listed]
            self._note("note_unlisted", name, said, missed)
            texts = texts.read_as(lambda text: text if text in listed else "")
        yield Column(variable, texts)
        reason = replace(
            variable,
            name=self._shop.names.take(variable.name, "_miss"),
            kind=Kind.NUMBER,
            origin="reason",
            codes=(),
            labels={},
            label=f"{words('reason')}: {variable.label}",
        )
        reason = self._shop.labels.with_codes(reason, (Coded(0, "", words("given")),))
        reason = self._shop.labels.with_missing(reason, CODES)
        given = zip(texts.distinct, said.distinct, strict=True)
        whether = [0 if text else CODES[each.reason or NOT_ASKED_YET] for text, each in given]
        yield Column(reason, Factored(whether, said.places))

    def _handed_in(self, node_in_row: NodeInRow) -> Column:
        variable = replace(self._variable(node_in_row, Kind.TEXT), origin="handed_in")
        return Column(variable, self._plain_texts(node_in_row, variable.name))

    def _plain_texts(self, node_in_row: NodeInRow, name: str) -> Factored[Value]:
        """Texts, blank where there is none; one that is cut is noted."""
        said = self._shop.interviews.said(node_in_row)
        told = [("", False) if each.reason is not None else values.plain_told(each.text) for each in said.distinct]
        self._note("note_text_cut", name, said, [at for at, (_, was_cut) in enumerate(told) if was_cut])
        return Factored([text for text, _ in told], said.places)

    def _calculation(self, node_in_row: NodeInRow) -> Column:
        variable = replace(self._variable(node_in_row, Kind.NUMBER), origin="calculation")
        far = node_in_row.node.path in self._shop.extent.negative
        codes = self._codes(node_in_row.node, far)
        variable, convert = self._calculated.typed(node_in_row.node, variable, codes, self._zone)
        if variable.kind is Kind.TEXT:
            return Column(variable, self._plain_texts(node_in_row, variable.name))
        if far:
            self._note_far(variable)
        filtered = {"filtered": variable.missing["filtered"]}
        of_codes = bool(variable.codes)
        return Column(variable, self._converted(node_in_row, variable.name, convert, filtered, None, is_told=of_codes))
