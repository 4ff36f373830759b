"""How paper refers to what the questionnaire knows by names: by numbers, labels and words, never by the name itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from cati_app.domain.quota.cells import UNKNOWN
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.publish.paper.routing import question_numbers
from cati_app.publish.paper.source import Source, names_in
from cati_app.texts import Terms
from cati_app.values import dataclass

_PLAIN_STEP = r"/\s*{}(?![\w.-])"
_LONGEST = 60  # characters of a label that stands for its part of the questionnaire
_BRACKETED = re.compile(r"\$\{[^}]*\}")

Translations = Mapping[str, str]  # text by language


@dataclass(frozen=True, slots=True)
class NamesOnPaper:
    """What the study says for people, beside the questionnaire."""

    title: Translations = field(default_factory=dict)
    variables: Mapping[str, Translations] = field(default_factory=dict)  # labels of calculations, by name
    categories: Mapping[str, Mapping[str, Translations]] = field(default_factory=dict)  # by name and value


class Naming:
    """Names of one chapter.

    Attributes:
        questions: Numbers of the questions that ask something, by node.
        values: Numbers of the values given or calculated, by node; they stand in an appendix.
    """

    def __init__(self, source: Source, language: str, words: Terms, study: NamesOnPaper) -> None:
        self._source = source
        self._language = language
        self._words = words
        self._study = study
        self.questions: Mapping[int, int] = question_numbers(source)
        self.values: Mapping[int, int] = {node.index: number for number, node in enumerate(_values(source), 1)}

    def of(self, node: Node, *, brief: bool = False) -> str:
        """How a text refers to a node; `brief`: to a value by its number alone."""
        if number := self.questions.get(node.index):
            return self._words("question_n", n=number)
        label = "" if brief and node.index in self.values else self.label(node)
        if number := self.values.get(node.index):
            return self._words("value_named", n=number, text=label) if label else self._words("value_n", n=number)
        return self._words("quoted", a=label) if label else self._part(node)

    def piped(self, node: Node) -> str:
        """What stands in a text for the value of a node."""
        number = self.questions.get(node.index)
        return self._words("answer_to", n=number) if number else self.label(node) or self.of(node)

    def label(self, node: Node) -> str:
        """What a node is for a reader: what the study says, its own label, what the program says; perhaps nothing."""
        said = self._told(self._study.variables.get(node.name, {}))
        own = self._source.text(node, "label", self._language)
        own = own or self._source.text(node, "label", self._source.form.default_language)
        own = " ".join(_BRACKETED.sub("…", own).split())
        given = self._words.known(f"given_{node.name}") if node.kind is NodeKind.HIDDEN else None
        text = said or own or given or ""
        return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"

    def answer(self, node: Node, value: str) -> str:
        """A value of a node: the text of the choice or category, the number it is, else in quotation marks."""
        lists = self._source.form.choices_by_name
        choice = lists.get(node.choices or node.name, {}).get(value)
        if choice is not None:
            texts = choice.label.get(self._language) or choice.label.get(self._source.form.default_language) or ()
            return self._words("quoted", a="".join(str(part) for part in texts).strip() or choice.code)
        told = self._told(self._study.categories.get(node.name, {}).get(value, {}))
        told = told or self._words.known(f"{node.name}_{value}") or ""
        if not told and value == UNKNOWN:
            return self._words("quoted", a=self._words("not_known"))
        if not told and _is_number(value):
            return value
        return self._words("quoted", a=told or value.replace("_", " "))

    def _told(self, texts: Translations) -> str:
        return texts.get(self._language) or texts.get(self._source.form.default_language) or ""

    def _part(self, node: Node) -> str:
        """A group, repeat or note without a label: the questions it holds."""
        inside = [number for index, number in self.questions.items() if self._is_within(index, node.index)]
        if not inside:
            return self._words("part_without_title")
        if len(inside) == 1:
            return self._words("question_n", n=inside[0])
        return self._words("questions_from_to", first=min(inside), last=max(inside))

    def _is_within(self, index: int, group: int) -> bool:
        while index > 0:
            index = self._source.form.nodes[index].parent
            if index == group:
                return True
        return False


def _values(source: Source) -> Iterator[Node]:
    """Calculations, and values handed in that a text or an expression mentions."""
    cells = [cell for row in source.rows.values() for cell in row.cells.values()]
    mentioned = {name for cell in cells for name in names_in(cell)}
    for node in source.form.nodes[1:]:
        calculated = node.kind is NodeKind.CALCULATION or bool(source.cell(node, "calculation"))
        if calculated or (node.kind is NodeKind.HIDDEN and (node.name in mentioned or _is_stepped_to(node, cells))):
            yield node


def _is_stepped_to(node: Node, cells: list[str]) -> bool:
    step = re.compile(_PLAIN_STEP.format(re.escape(node.name)))
    return any(step.search(cell) for cell in cells)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()
