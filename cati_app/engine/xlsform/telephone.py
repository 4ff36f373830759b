"""What makes a questionnaire hard to ask by telephone: long lists and texts, unequal languages, mixed-in refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cati_app.domain.findings import Finding
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.tree import Binary, Chain, Expression, FunctionCall, Path
from cati_app.engine.expressions.values import to_text
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind
from cati_app.engine.form.reading import counted_in_characters, length_of
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import SheetRow, Workbook
from cati_app.engine.xlsform.languages import Languages, read_languages
from cati_app.engine.xlsform.limits import number_of

MOST_CHOICES = 12  # read aloud; the progress of an interview uses the same number
_CHARACTERS_A_WORD = 2.2  # in scripts that are counted in characters
_SAME_TEXT_FROM = 4  # words; shorter texts may well be the same in two languages
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "cati_soft_message")
_NUMBERS = frozenset(
    {
        -99.0,
        -98.0,
        -97.0,
        -96.0,
        -88.0,
        -77.0,
        -9.0,
        -8.0,
        777.0,
        888.0,
        997.0,
        998.0,
        999.0,
        7777.0,
        8888.0,
        9997.0,
        9998.0,
        9999.0,
        -999.0,
        -998.0,
        -888.0,
        -777.0,
    }
)
_CODES = frozenset(
    {
        "dk",
        "rf",
        "dkn",
        "dontknow",
        "dont_know",
        "don_t_know",
        "do_not_know",
        "refused",
        "refuse",
        "refuse_to_answer",
        "refused_to_answer",
        "no_answer",
        "prefer_not_to_say",
        "weiss_nicht",
        "keine_angabe",
        "nsp",
        "ne_sait_pas",
        "no_sabe",
    }
)
_SAID = re.compile(
    r"\b((?:do|does)(?: not|n['’]?t) know|refuse[sd]? to (?:answer|say)|refused|prefer not to|weiß (?:ich )?nicht|"
    r"keine angabe|ne sai[st] pas|refuse de r[ée]pondre|no sabe|no responde|n[ãa]o sabe)\b|"
    r"не знаю|затрудняюсь|отказ от ответа|لا أعرف|لا يعرف|رفض الإجابة|bilmiyor",
    re.I,
)


def telephone_findings(form: Form, workbook: Workbook) -> list[Finding]:
    """Hints and warnings on wording; the form must be the one of the workbook."""
    languages = read_languages(workbook, form.named_outside)[0]
    rows = {row.number: row for row in workbook.sheet("survey").rows}
    lints = _Lints(form, workbook, languages, rows)
    return [*lints.lengths(), *lints.translations(), *lints.mixed_lists(), *lints.magic_numbers()]


class _Lints:
    def __init__(self, form: Form, workbook: Workbook, languages: Languages, rows: Mapping[int, SheetRow]) -> None:
        self.form = form
        self.survey = workbook.sheet("survey")
        self.choices = workbook.sheet("choices")
        self.languages = languages
        self.rows = rows
        self.questions = [node for node in form.nodes if node.kind is NodeKind.QUESTION and self.own_row(node)]

    def own_row(self, node: Node) -> bool:
        """Whether a node stands in the sheet itself: `or_other` adds questions of its own."""
        row = self.rows.get(node.row)
        return row is not None and row.get("name") in ("", node.name)

    def lengths(self) -> Iterator[Finding]:
        """Lists and texts too long to be kept in mind."""
        for node in self.questions:
            count = len(self.form.lists.get(node.choices, ()))
            filtered = node.rules.choice_filter >= 0
            read_aloud = node.question is not None and node.question.facts.list_read and not node.searchable
            if read_aloud and count > MOST_CHOICES and not filtered:
                header = self.survey.headers.get("type", "type")
                yield finding(
                    "list-long-to-read", "survey", node.row, header, name=node.name, count=count, most=MOST_CHOICES
                )
            yield from self.long_text(node)

    def long_text(self, node: Node) -> Iterator[Finding]:
        if node.question is None:
            return
        most = node.question.facts.most_words
        worst: tuple[float, str, int] = (1.0, "", 0)
        for code, text in node.wording.label.items():
            length = length_of(text, code)
            words = length / _CHARACTERS_A_WORD if counted_in_characters(code) else length
            if words / most > worst[0]:
                worst = (words / most, code, round(words))
        if worst[1]:
            header = self.languages.header(self.survey, "label", worst[1])
            language = self.languages.names.get(worst[1], worst[1])
            yield finding(
                "text-long-to-read",
                "survey",
                node.row,
                header,
                name=node.name,
                words=worst[2],
                language=language,
                most=most,
            )

    def translations(self) -> Iterator[Finding]:
        """Texts whose languages quote different answers, and texts that were copied instead of translated."""
        for node in self.form.nodes[1:]:
            if not self.own_row(node):
                continue
            for base in _TEXTS:
                texts = self.languages.texts(self.rows[node.row], base)
                if len(texts) > 1:
                    yield from self.unequal(node, base, texts)
                    yield from self.copied(node, base, texts)

    def unequal(self, node: Node, base: str, texts: Mapping[str, str]) -> Iterator[Finding]:
        quoted = {code: set(_REFERENCE.findall(text)) for code, text in texts.items()}
        every = set().union(*quoted.values())
        for code, names in quoted.items():
            for name in sorted(every - names):
                other = next(choice_name for choice_name in quoted if name in quoted[choice_name])
                header = self.languages.header(self.survey, base, code)
                yield finding(
                    "placeholder-missing",
                    "survey",
                    node.row,
                    header,
                    name=node.name,
                    reference=name,
                    language=self.languages.names.get(code, code),
                    other=self.languages.names.get(other, other),
                )

    def copied(self, node: Node, base: str, texts: Mapping[str, str]) -> Iterator[Finding]:
        default = texts.get(self.form.default_language, "")
        if len(_REFERENCE.sub(" ", default).split()) < _SAME_TEXT_FROM:
            return
        for code, text in texts.items():
            if code != self.form.default_language and text == default:
                header = self.languages.header(self.survey, base, code)
                yield finding(
                    "translation-same",
                    "survey",
                    node.row,
                    header,
                    name=node.name,
                    language=self.languages.names.get(code, code),
                    other=self.languages.names.get(self.form.default_language, ""),
                )

    def mixed_lists(self) -> Iterator[Finding]:
        """Choices that stand for don't know or refused, which every question takes by key."""
        used = {node.choices for node in self.questions}
        for name in sorted(used & set(self.form.lists)):
            for choice in self.form.lists[name]:
                if choice.row and _is_special(choice, self.form.lists[name]):
                    header = self.choices.headers.get("name", "name")
                    yield finding("special-in-list", "choices", choice.row, header, name=choice.name, list=name)

    def magic_numbers(self) -> Iterator[Finding]:
        """Constraints that let a number through which stands for don't know or refused."""
        header = self.survey.headers.get("constraint", "constraint")
        for node in self.questions:
            for number in _let_through(self.rows[node.row].get("constraint")):
                yield finding(
                    "special-in-constraint", "survey", node.row, header, name=node.name, number=to_text(number)
                )


def _is_special(choice: Choice, among: Iterable[Choice]) -> bool:
    code = choice.name.casefold()
    try:
        if float(code) in _NUMBERS and float(code) < 0:
            return True
    except ValueError:
        letters = all(other.name.isalpha() and len(other.name) == len(code) for other in among)
        if code in _CODES and not letters:  # DK among the codes of countries is Denmark
            return True
    return any(_SAID.search("".join(str(part) for part in label)) for label in choice.label.values())


def _let_through(constraint: str) -> list[float]:
    """Numbers that an alternative of a constraint allows by name."""
    try:
        tree = parse(constraint) if constraint else None
    except ExpressionError:
        return []
    return sorted(
        {number for branch in _alternatives(tree) if (number := _number(branch)) in _NUMBERS and number is not None}
    )


def _alternatives(tree: Expression | None) -> Iterator[Expression]:
    if isinstance(tree, Chain):
        for part in tree.operands:
            if tree.operator == "or":
                yield part
            yield from _alternatives(part)
    elif isinstance(tree, FunctionCall):
        for part in tree.arguments:
            yield from _alternatives(part)


def _number(tree: Expression) -> float | None:
    if not isinstance(tree, Binary) or tree.operator != "=":
        return None
    sides: Iterable[tuple[Expression, Expression]] = ((tree.left, tree.right), (tree.right, tree.left))
    for side, other in sides:
        if isinstance(side, Path) and side.base == "" and [step.name for step in side.steps] == ["."]:
            return number_of(other)
    return None
