"""Two versions of a questionnaire side by side: what happened to each question, and what that means for its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from cati_app.engine.changes.steps import VARIABLES, Course, matched
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Choice, Node, NodeKind, Template, Texts
from cati_app.engine.kinds.facts import Choosing
from cati_app.values import dataclass


class Change(StrEnum):
    """What happened to a variable from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"  # it stands in other groups
    KIND = "kind"
    TEXT = "text"
    OPTIONS = "options"  # choices were added, removed, renamed, or read otherwise
    RULES = "rules"


class AnswerFit(StrEnum):
    """What becomes of an answer."""

    FITS = "fits"
    ASK_AGAIN = "ask_again"  # it can stand, but what was read aloud to get it was another text
    GONE = "gone"  # there is nothing it could answer


@dataclass(frozen=True, slots=True)
class OptionChanges:
    """Choices of a question, by name."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()  # before and after
    reworded: tuple[str, ...] = ()  # by the name before


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A variable in two versions; `before` or `after` is None where a version has none."""

    before: Node | None
    after: Node | None
    changes: frozenset[Change]
    languages: tuple[str, ...] = ()  # whose texts differ
    options: OptionChanges = field(default_factory=OptionChanges)

    @property
    def name(self) -> str:
        """Its name now, or the last it had."""
        node = self.after or self.before
        assert node is not None
        return node.name


class Comparison:
    """One version against a later one.

    Args:
        course: The versions from the one to the other.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self.before, self.after = course.editions[0].form, course.editions[-1].form
        self.pairs = matched(self.before, self.after, course)

    def changes(self) -> Iterator[QuestionChange]:
        """What differs: variables of the later version in its order, then those that are gone."""
        origin = {then: first for first, then in self.pairs.items()}
        for node in self.after.nodes[1:]:
            if node.kind not in VARIABLES:
                continue
            if node.index not in origin:
                yield QuestionChange(None, node, frozenset({Change.ADDED}))
                continue
            change = self.of(self.before.nodes[origin[node.index]], node)
            if change.changes:
                yield change
        for node in self.before.nodes[1:]:
            if node.kind in VARIABLES and node.index not in self.pairs:
                yield QuestionChange(node, None, frozenset({Change.REMOVED}))

    def likely_renames(self) -> Iterator[tuple[Node, Node]]:
        """Questions that are gone, each with the only new one that reads the same: renames that nobody told."""
        gone = [change.before for change in self.changes() if change.before is not None and change.after is None]
        new = [change.after for change in self.changes() if change.after is not None and change.before is None]
        for before in gone:
            alike = [after for after in new if self._may_be_renamed(before, after)]
            if len(alike) == 1 and sum(self._may_be_renamed(other, alike[0]) for other in gone) == 1:
                yield before, alike[0]

    def _may_be_renamed(self, before: Node, after: Node) -> bool:
        """The same kind of question, and the same text in every language that both versions have."""
        both = {code for code, _ in self.before.languages} & {code for code, _ in self.after.languages}
        return (
            before.kind is after.kind is NodeKind.QUESTION
            and before.question is after.question
            and any(self._reads(before, code)[0] for code in both)
            and all(self.reads_same(before, after, code) for code in both)
        )

    def of(self, before: Node, after: Node) -> QuestionChange:
        """A variable that both versions have."""
        languages = self._languages(before, after)
        options = self.options(before, after)
        spoken = (
            (Change.RENAMED, before.name != after.name),
            (Change.MOVED, before.path.rpartition("/")[0] != after.path.rpartition("/")[0]),
            (Change.KIND, (before.kind, before.question) != (after.kind, after.question)),
            (Change.TEXT, bool(languages)),
            (Change.OPTIONS, options != OptionChanges()),
            (Change.RULES, _rules(self.before, before) != _rules(self.after, after)),
        )
        return QuestionChange(before, after, frozenset(change for change, holds in spoken if holds), languages, options)

    def after_of(self, before: Node) -> Node | None:
        """The variable or repeat that stands for one of the earlier version."""
        index = self.pairs.get(before.index)
        return None if index is None else self.after.nodes[index]

    def _languages(self, before: Node, after: Node) -> tuple[str, ...]:
        """Languages of both versions in which what is read aloud differs; those only one of them has, left out."""
        both = {code for code, _ in self.before.languages} & {code for code, _ in self.after.languages}
        return tuple(
            code
            for code, _ in self.after.languages
            if code in both and self._reads(before, code) != _reads(self.after, after, code)
        )

    def reads_same(self, before: Node, after: Node, language: str) -> bool:
        """Whether what an interviewer reads aloud is the same in both."""
        return self._reads(before, language) == _reads(self.after, after, language)

    def _reads(self, before: Node, code: str) -> tuple[str, ...]:
        """As `_reads`, with the names that what it mentions has now."""
        texts = _reads(self.before, before, code)
        return tuple(_MENTION.sub(lambda mention: f"{{{self.course.name(mention[1])}}}", text) for text in texts)

    # -- choices -----------------------------------------------------------------------------------------------------

    def options(self, before: Node, after: Node) -> OptionChanges:
        """What happened to the choices of a question."""
        if not before.choices or not after.choices:
            return OptionChanges()
        old, new = self.before.choices_by_name[before.choices], self.after.choices_by_name[after.choices]
        now = {name: self.choice(before, after, name) for name in old}
        kept = {name: then for name, then in now.items() if then is not None}
        return OptionChanges(
            added=tuple(name for name in new if name not in set(kept.values())),
            removed=tuple(name for name, then in now.items() if then is None),
            renamed=tuple((name, then) for name, then in kept.items() if name != then),
            reworded=tuple(name for name, then in kept.items() if self._reworded(old[name], new[then])),
        )

    def choice(self, before: Node, after: Node, name: str) -> str | None:
        """What a choice is called now; None when it is gone."""
        now = self.course.choice(before.name, name)
        return now if now is not None and now in self.after.choices_by_name.get(after.choices, {}) else None

    def _reworded(self, before: Choice, after: Choice) -> bool:
        both = {code for code, _ in self.before.languages} & {code for code, _ in self.after.languages}
        return any(_plain(before.label, code, self.before) != _plain(after.label, code, self.after) for code in both)

    # -- answers -----------------------------------------------------------------------------------------------------

    def carried(self, before: Node, text: str, language: str) -> tuple[AnswerFit, str]:
        """What becomes of an answer, and the text that it is now.

        Args:
            before: The question it was given to.
            text: As stored; blank for a special answer.
            language: The interview was held in.
        """
        after = self.after_of(before)
        if after is None or after.kind is not NodeKind.QUESTION or not after.asks:
            return AnswerFit.GONE, text
        now, reworded = text, False
        if before.choosing is not None and after.choosing is not None:
            names = [self.choice(before, after, name) for name in _names(before, text)]
            if None in names or (after.choosing is Choosing.ONE and len(names) > 1):
                return AnswerFit.GONE, text
            now = " ".join(name for name in names if name is not None)
            reworded = bool(set(self.options(before, after).reworded) & set(_names(before, text)))
        elif text and (before.choosing is not None or after.choosing is not None):
            return AnswerFit.GONE, text
        same_kind = before.question is after.question
        same_text = self.reads_same(before, after, language)
        return (AnswerFit.FITS if same_kind and same_text and not reworded else AnswerFit.ASK_AGAIN), now


_MENTION = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r"\br((?:\.p)*)\.([vw])\[(\d+)\]")


def _names(node: Node, text: str) -> list[str]:
    return text.split() if node.choosing is not Choosing.ONE else [text] if text else []


def read_aloud(form: Form, node: Node, language: str) -> str:
    """The text of a question; what is filled in stands there by its name in braces."""
    return _written(form, node, _template(form, node.wording.label, language))


def _reads(form: Form, node: Node, code: str) -> tuple[str, ...]:
    """What an interviewer reads: question, instruction and unit; values that are filled in by their names."""
    texts = (node.wording.label, node.wording.hint, node.wording.unit)
    return tuple(_written(form, node, _template(form, text, code)) for text in texts)


def _template(form: Form, texts: Texts, code: str) -> Template:
    template = texts.get(code)
    return template if template is not None else texts.get(form.default_language, ())


def _written(form: Form, node: Node, template: Template) -> str:
    parts = (part if isinstance(part, str) else "{" + _source(form, node, part) + "}" for part in template)
    return " ".join("".join(parts).split())


def _plain(texts: Texts, code: str, form: Form) -> str:
    return " ".join("".join(part for part in _template(form, texts, code) if isinstance(part, str)).split())


def _source(form: Form, node: Node, number: int) -> str:
    """An expression by the names of what it reads, so that it stays itself where only places differ."""

    def named(match: re.Match[str]) -> str:
        frame = node.frame
        for _ in range(match[1].count("p")):
            frame = form.frames[frame].parent
        held = form.frames[frame].nodes
        slot = int(match[3])
        return form.nodes[held[slot]].name if slot < len(held) else match[0]

    return _VALUE.sub(named, form.program[number])


def _rules(form: Form, node: Node) -> tuple[str, ...]:
    rules = node.rules
    numbers = (
        rules.relevant,
        rules.calculation,
        rules.constraint,
        rules.required,
        rules.read_only,
        rules.choice_filter,
    )
    return tuple(_source(form, node, number) if number >= 0 else "" for number in (*numbers, rules.soft, rules.default))
