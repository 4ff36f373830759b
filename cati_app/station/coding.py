"""Composition of coding: which questions have open answers, what waits for codes, sheets written and read back.

Imported only when answers are coded or exported: what it needs is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.errors import RuleViolation
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node
from cati_app.engine.kinds.facts import Choosing
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.monitor.code_answers import CodeAnswers, OpenAnswer, ReadOpenAnswers, WantedCodes
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.dataset.outgoing import closed_nodes
from cati_app.publish.dataset.wording import FormTexts
from cati_app.publish.formats.coding_sheet import CASE, CODES, TEXT, VARIABLE, CodingRow, FrameCode
from cati_app.publish.paper.source import Source, read_source
from cati_app.sample_files.rows import SampleRow
from cati_app.sample_files.sample import OpenedFile
from cati_app.sample_files.settings import ReadSettings
from cati_app.station.data_table import comparisons
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.sampling import unreadable_in_words
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.check_coding import has_choices, is_open_text
from cati_app.study.model import OpenText
from cati_app.values import dataclass

_QUOTED = r"""(?:(?P<q>['"])(?P<text>.*?)(?P=q)|(?P<number>\d+))"""
_REFERENCE = r"(?:\$\{\s*(?P<name>[^}]+?)\s*\}|[\w./-]*/(?P<step>[\w.-]+))"
_CONDITIONS = (
    re.compile(rf"(?<!not\()selected\(\s*{_REFERENCE}\s*,\s*{_QUOTED}\s*\)"),
    re.compile(rf"{_REFERENCE}\s*=\s*{_QUOTED}"),
)
_OTHER = re.compile(
    r"\b(other|else|another|sonst|ander|autre|otro|diğer|başka|друг|ин(ое|ая|ой)\b|інш|inn[aey]\b)"
    r"|أخرى|آخر|غير ذلك",
    re.I,
)
"""How a choice that asks for a text is called, at the beginning of a word, in the languages of questionnaires."""
TAKE_BACK = "-"
"""In place of codes: those that the answer has are taken back."""
_BETWEEN = re.compile(r"[;,\s]+")
_DECIMAL = re.compile(r"\d+[.,]\d+")


def open_questions(loaded: LoadedStudy) -> tuple[OpenQuestion, ...]:
    """Questions with a choice “other” that asks for a text, in order; no contact questions.

    The text is asked only where the choice was chosen, and name or a label of the choice says that it is “other”; where
    study.yaml names a text under `coding`, what it says there.
    """
    form = loaded.data_form
    source = read_source(loaded.files.questionnaire, loaded.files.name, form)
    closed, texts = closed_nodes(form), []
    for node in form.nodes[1:]:
        if is_open_text(node) and node.index not in closed:
            texts.append(node)
    named = {entry.text: entry for entry in loaded.study.coding}
    known = (
        _named_question(form, node, named[node.name]) if node.name in named else _open_question(source, node)
        for node in texts
    )
    return tuple(question for question in known if question is not None)


def _named_question(form: Form, text: Node, entry: OpenText) -> OpenQuestion:
    """As study.yaml says it, which was checked."""
    node = next(each for each in form.by_name[entry.question] if has_choices(each))
    return _question(form, node, text, tuple(entry.choices))


def _open_question(source: Source, text: Node) -> OpenQuestion | None:
    form, above = source.form, text
    while above.index > 0:
        asked = [(asked_in, choice) for asked_in, choice in _asked(source, above) if _is_other(choice)]
        if asked:
            node = asked[0][0]
            return _question(form, node, text, tuple(choice.name for asked_in, choice in asked if asked_in is node))
        above = form.nodes[above.parent]
    return None


def _question(form: Form, node: Node, text: Node, other: tuple[str, ...]) -> OpenQuestion:
    choices = form.choices_by_name[node.choices].values()
    return OpenQuestion(
        node.path,
        text.path,
        other,
        {choice.name: choice.code for choice in choices},
        node.choosing is not Choosing.ONE,
        frozenset(choice.name for choice in choices if choice.exclusive),
    )


def _asked(source: Source, node: Node) -> Iterator[tuple[Node, Choice]]:
    """Choices that the condition of a node wants chosen, with their questions."""
    for pattern in _CONDITIONS:
        for match in pattern.finditer(source.cell(node, "relevant")):
            asked = source.resolve(match["name"] or match["step"], node)
            if asked is None or asked.choosing is None or not asked.choices:
                continue
            choice = source.form.choices_by_name.get(asked.choices, {}).get(match["text"] or match["number"] or "")
            if choice is not None:
                yield asked, choice


def _is_other(choice: Choice) -> bool:
    labels = (" ".join(part for part in label if isinstance(part, str)) for label in choice.label.values())
    return any(_OTHER.search(text.replace("_", " ")) for text in (choice.name, *labels))


def read_open_answers(station: Station, keys: HeldKeys, whole: Station) -> ReadOpenAnswers:
    """Open answers of a study; `whole` is where the interviews of all stations are read.

    Raises:
        RuleViolation: `code_nothing_open`.
    """
    questions = open_questions(station.loaded)
    if not questions:
        raise RuleViolation("code_nothing_open")
    earlier = earlier_questions(whole.data_forms, questions)
    return station.read_open_answers(keys, whole, questions, partial(case_id, station.loaded.study.id), earlier)


def earlier_questions(
    forms: EarlierForms, questions: Sequence[OpenQuestion]
) -> Mapping[str, tuple[OpenQuestion | None, ...]]:
    """The questions as earlier versions had them that answers were given under, by fingerprint.

    Codes are choices of the questionnaire in force; one whose name meant another choice then is no code there.
    """
    return {
        fingerprint: tuple(_then(comparison, question) for question in questions)
        for fingerprint, comparison in comparisons(forms).items()
    }


def _then(comparison: Comparison, question: OpenQuestion) -> OpenQuestion | None:
    before = {then: first for first, then in comparison.pairs.items()}
    now = [comparison.after.by_path[path].index for path in (question.question, question.text)]
    if any(index not in before for index in now):
        return None
    asked, text = (comparison.before.nodes[before[index]] for index in now)
    if not (has_choices(asked) and is_open_text(text)):
        return None
    names = {
        name: comparison.choice(asked, comparison.after.nodes[now[0]], name)
        for name in comparison.before.choices_by_name[asked.choices]
    }
    return replace(
        question,
        question=asked.path,
        text=text.path,
        other=tuple(name for name, then in names.items() if then in question.other),
        codes={name: code for name, code in question.codes.items() if names.get(name, name) == name},
        several=asked.choosing is not Choosing.ONE,
    )


def code_answers(station: Station, keys: HeldKeys, whole: Station) -> CodeAnswers:
    """Codes for them; `whole` is where the interviews of all stations are read."""
    return station.code_answers(keys, read_open_answers(station, keys, whole), whole)


def code_frame(loaded: LoadedStudy, questions: Sequence[OpenQuestion], language: str) -> tuple[FrameCode, ...]:
    """The choices of the questions with their codes."""
    wording, form = FormTexts(loaded.data_form, language), loaded.data_form
    by_path = {node.path: node for node in form.nodes}
    return tuple(
        FrameCode(question.text_name, choice.code, choice.name, wording.choice(choice))
        for question in questions
        for choice in form.choices_by_name[by_path[question.question].choices].values()
    )


def coding_rows(answers: Sequence[OpenAnswer], frame: Sequence[FrameCode]) -> list[CodingRow]:
    """Answers as rows of a sheet, with what was chosen in words."""
    words = {(each.variable, each.name): each.text for each in frame}
    codes = {(each.variable, each.name): each.code for each in frame}
    rows = []
    for answer in answers:
        name = answer.question.text_name
        given = answer.given.split() if answer.question.several else [answer.given]
        rows.append(
            CodingRow(
                answer.named,
                answer.variable,
                answer.language,
                "; ".join(words.get((name, each), each) for each in given),
                answer.text,
                tuple(codes[name, each] for each in answer.codes if (name, each) in codes),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class CodedRow:
    """A row of a sheet that was read.

    Args:
        number: In the file, from 1.
        named: `case_id`; blank where the row names none.
        wanted: None: the codes are blank, or it is refused.
        refused: The rule in the way.
    """

    number: int
    named: str
    wanted: WantedCodes | None
    refused: RuleViolation | None = None


def read_codes(path: Path) -> list[CodedRow]:
    """Every row below the heads that is not blank.

    Raises:
        EnvironmentProblem: `sample_unreadable` with file, row, column and cure.
    """
    rows = []
    with unreadable_in_words(path), OpenedFile(path, ReadSettings()) as file:
        at = _columns(file.header)
        for row in file.rows:
            if row.problem is not None or any(cell.strip() for cell in row.cells):
                rows.append(_read(row, at))
    return rows


def _columns(header: SampleRow) -> Mapping[str, int]:
    from cati_app.sample_files.rows import SampleUnreadable  # noqa: PLC0415 - raised here alone

    names = {" ".join(name.split()).casefold(): column for column, name in enumerate(header.cells) if name.strip()}
    for name in (CASE, VARIABLE, CODES):
        if name not in names:
            raise SampleUnreadable("plan_columns", header.number, name=name, has=", ".join(names))
    return names


def _read(row: SampleRow, at: Mapping[str, int]) -> CodedRow:
    def cell(name: str) -> str:
        column = at.get(name, len(row.cells))
        return row.cells[column].strip() if column < len(row.cells) else ""

    named, typed = cell(CASE).lower(), cell(CODES)
    if not typed and row.problem is None:
        return CodedRow(row.number, named, None)
    try:
        if row.problem is not None:
            raise RuleViolation("code_no_answer")
        codes = codes_typed(typed)
    except RuleViolation as rule:
        return CodedRow(row.number, named, None, rule)
    return CodedRow(row.number, named, WantedCodes(named, cell(VARIABLE), codes, cell(TEXT) if TEXT in at else None))


def codes_typed(text: str) -> tuple[str, ...]:
    """Codes as people write them, with blanks, commas or semicolons between; `-` takes back.

    Raises:
        RuleViolation: `code_decimal`.
    """
    if text.strip() == TAKE_BACK:
        return ()
    if _DECIMAL.fullmatch(text.strip()):
        raise RuleViolation("code_decimal", typed=text.strip())
    return tuple(part for part in _BETWEEN.split(text.strip()) if part)
