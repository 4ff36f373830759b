"""Builds what is shown of a screen from the state of the interview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cati_app.engine.form.answers import BLANK, Answer, answer_from
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind, Template, Texts
from cati_app.engine.form.offer import in_order, rows_offered
from cati_app.engine.form.rows import RepeatRow
from cati_app.engine.form.screen import CheckView, ChoiceView, QuestionView, ScreenLayout, ScreenView
from cati_app.engine.kinds.facts import Value
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.path import Stop
from cati_app.engine.session.position import behind, seconds_left
from cati_app.engine.session.refs import ref_of
from cati_app.engine.session.state import State
from cati_app.engine.session.validation import is_read_only, is_required

_ISOLATED = "\u2068{}\u2069"  # first strong isolate … pop directional isolate (Unicode UAX 9)


def text_of(state: State, texts: Texts, row: RepeatRow, language: str) -> str:
    """A text with its references filled in; a missing translation falls back to the default language."""
    if not texts:
        return ""
    template = texts.get(language) or texts.get(state.form.default_language)
    if template is None:
        template = next(iter(texts.values()))
    if len(template) == 1 and isinstance(template[0], str):
        return template[0]
    functions, runtime = state.form.functions, state.runtime
    if language not in state.form.right_to_left:
        return "".join(part if isinstance(part, str) else functions[part](row, runtime, "") for part in template)
    # The groups of a telephone number would be reordered: what is filled in keeps its own direction.
    parts = (part if isinstance(part, str) else _isolated(functions[part](row, runtime, "")) for part in template)
    return "".join(parts)


def _isolated(value: str) -> str:
    return _ISOLATED.format(value) if value else ""


def holder(row: RepeatRow, node: Node) -> RepeatRow:
    """The row that holds a node, seen from a row within it."""
    while row.frame != node.frame and row.p is not None:
        row = row.p
    return row


def _choice_view(form: Form, choice: Choice, language: str) -> ChoiceView:
    template = choice.label.get(language) or choice.label.get(form.default_language, ())
    label = _plain(template) or choice.name
    also = _others(map(_plain, choice.label.values()), label)
    return ChoiceView(choice.name, label, choice.code, choice.exclusive, also)


def _plain(template: Template) -> str:
    return "".join(part for part in template if isinstance(part, str))


def _others(labels: Iterable[str], label: str) -> tuple[str, ...]:
    """Labels other than the one that is shown, each once."""
    return tuple(other for other in dict.fromkeys(labels) if other and other != label)


def choice_views(state: State, node: Node, row: RepeatRow, language: str) -> tuple[ChoiceView, ...]:
    """The choices of a question as offered now."""
    form = state.form
    if node.from_rows:
        names = rows_offered(form, node, row, state.runtime)
        return tuple(ChoiceView(word, name, str(number)) for number, (word, name) in enumerate(names.items(), 1))
    if node.step_labels:
        return tuple(_known_view(form, node.step_labels, language, i) for i in range(len(form.lists[node.step_labels])))
    if not node.choices:
        return ()
    plain = node.rules.choice_filter < 0 and not node.randomize and not node.piped
    known = form.choice_views.get((node.choices, language))
    if known is None and plain:
        known = tuple(_choice_view(form, choice, language) for choice in form.lists[node.choices])
        form.choice_views[node.choices, language] = known
    if known is not None and plain:
        return known
    places = in_order(form, node, row, state.runtime)
    if node.piped:
        return tuple(_piped(state, node, row, language, index) for index in places)
    return tuple(_known_view(form, node.choices, language, index) for index in places)


def _known_view(form: Form, name: str, language: str, index: int) -> ChoiceView:
    """A choice as shown, made when it is first offered: a filter lets few of a long list through."""
    key = (name, language, index)
    view = form.single_views.get(key)
    if view is None:
        view = form.single_views[key] = _choice_view(form, form.lists[name][index], language)
    return view


def _piped(state: State, node: Node, row: RepeatRow, language: str, index: int) -> ChoiceView:
    """A choice with the references in its label filled in."""
    view = _known_view(state.form, node.choices, language, index)
    texts = node.piped.get(index)
    if not texts:
        return view
    label = text_of(state, texts, row, language) or view.name
    return replace(view, label=label, also=_others((text_of(state, texts, row, other) for other in texts), label))


def in_words(state: State, node: Node, row: RepeatRow, check: CheckView, language: str) -> CheckView:
    """A check in a language of the form; without words of its own it is blank, or a phrase of the kind."""
    words = node.wording
    if check.code == "type" and node.question is not None and node.question.facts.value is Value.WORDS:
        return replace(check, message=node.question.facts.expected)
    texts = {"constraint": words.constraint, "required": words.required, "soft": words.soft}.get(check.code, {})
    return replace(check, message=text_of(state, texts, row, language))


def question_view(state: State, node: Node, row: RepeatRow, language: str) -> QuestionView:
    """One question as it stands now."""
    key = (node.index, row.k)
    answer, check = state.candidates.get(key) or (answer_of(state, node, row), state.kept.get(key))
    form, runtime, bare = state.form, state.runtime, answer is BLANK and check is None and key not in state.remarks
    known = form.blank_views.get((node.index, language)) if bare else None
    if known is not None:
        required, read_only = is_required(form, node, row, runtime), is_read_only(form, node, row, runtime)
        if (known.required, known.read_only) == (required, read_only):
            return known
    made = _made_view(state, node, row, language, answer, check)
    if bare and _is_fixed(node):
        form.blank_views[node.index, language] = made
    return made


def _is_fixed(node: Node) -> bool:
    """Whether a question reads the same in every interview, with the same choices in the same order."""
    words = node.wording
    varies = node.frame or node.from_rows or node.randomize or node.piped or node.rules.choice_filter >= 0
    templates = (template for texts in (words.label, words.hint, words.help, words.unit) for template in texts.values())
    return not varies and all(isinstance(part, str) for template in templates for part in template)


def _made_view(
    state: State, node: Node, row: RepeatRow, language: str, answer: Answer, check: CheckView | None
) -> QuestionView:
    words, runtime = node.wording, state.runtime
    return QuestionView(
        ref=ref_of(state.form, node, row),
        name=node.name,
        kind=node.question or QuestionKind.NOTE,
        label=text_of(state, words.label, row, language),
        hint=text_of(state, words.hint, row, language),
        help=text_of(state, words.help, row, language),
        choices=choice_views(state, node, row, language),
        answer=answer,
        required=is_required(state.form, node, row, runtime),
        read_only=is_read_only(state.form, node, row, runtime),
        unit=text_of(state, words.unit, row, language),
        minimum=node.minimum,
        maximum=node.maximum,
        step=node.step,
        above=node.above,
        below=node.below,
        least=node.least,
        most=node.most,
        searchable=node.searchable,
        date_parts=node.date_parts,
        remark=state.remarks.get((node.index, row.k), ""),
        check=check and in_words(state, node, row, check, language),
        kept_aside=row.aside[node.slot] and not answer.is_blank,
    )


def answer_of(state: State, node: Node, row: RepeatRow) -> Answer:
    """The answer that counts now: blank when not relevant."""
    if node.kind is NodeKind.REPEAT:
        return Answer("0" if (node.index, row.k) in state.closed else "")
    return answer_from(row.v[node.slot], row.specials[node.slot]) if row.relevant[node.slot] else BLANK


def shown_at(state: State, stop: Stop) -> list[Node]:
    """The relevant questions of a stop."""
    nodes = [state.form.nodes[index] for index in stop.plan.questions]
    return [node for node in nodes if stop.row.relevant[node.slot]]


def screen_view(state: State, stop: Stop, focus: int, language: str, shown: Sequence[Node] | None = None) -> ScreenView:
    """The screen at a stop of the way; `shown`: these questions, whatever is relevant at the moment."""
    form = state.form
    nodes = [form.nodes[index] for index in stop.plan.questions]
    shown = shown_at(state, stop) if shown is None else shown
    questions = tuple(question_view(state, node, stop.row, language) for node in shown)
    places = [node.index for node in shown]
    group = form.nodes[stop.plan.group]
    several = stop.plan.layout is not ScreenLayout.SINGLE
    section = form.nodes[form.section_of[nodes[0].index]]
    before, screens = behind(state, stop)
    return ScreenView(
        layout=stop.plan.layout,
        title=text_of(state, group.wording.label, holder(stop.row, group), language) if several else "",
        hint=text_of(state, group.wording.hint, holder(stop.row, group), language) if several else "",
        section=_where(state, section, stop.row, language),
        questions=questions,
        focus=places.index(focus) if focus in places else 0,
        number=screens + 1,
        progress=state.share,
        seconds_left=round(seconds_left(state, stop, before, screens)),
        language=language,
        right_to_left=language in form.right_to_left,
    )


def _where(state: State, section: Node, row: RepeatRow, language: str) -> str:
    """The section, and which rows of repeats this is in it."""
    rows = rows_title(state, row, language)
    title = "" if section.kind is NodeKind.REPEAT else section_title(state, section, row, language)
    return f"{title} · {rows}" if title and rows else title or rows


def rows_title(state: State, row: RepeatRow, language: str) -> str:
    """Which rows of repeats a row is, outermost first, for instance `Household 1/2 · Child 2/3`; blank for the form."""
    titles: list[str] = []
    while row.p is not None:
        repeat = state.form.nodes[state.form.frames[row.frame].repeat]
        label = text_of(state, repeat.wording.label, row.p, language)
        titles.insert(0, f"{label} {row.i}/{len(row.p.c[row.frame])}".strip())
        row = row.p
    return " · ".join(titles)


def section_title(state: State, section: Node, row: RepeatRow, language: str) -> str:
    """The label of a top-level group; blank for a question outside groups."""
    if section.kind is NodeKind.QUESTION:
        return ""
    return text_of(state, section.wording.label, holder(row, section), language)
