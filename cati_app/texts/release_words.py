"""What is open before data become public, and what keeps somebody from a decision, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase, source
from cati_app.domain.release.likeness import ALIKE_PUBLIC, DISTINCT_PUBLIC
from cati_app.domain.release.release_check import ReleaseCheck
from cati_app.texts.words import Words

_RULES = {
    "release_open": source("The data are not public yet. Nothing was written."),
    "release_no_text": source(
        "No complete interview has such a text any more: `cati release STUDY --texts --as LOGIN` shows those there are,"
        " in the window R reads again."
    ),
    "dossier_open": source("A dossier tells decided relations alone. Nothing was written; open: {themes}"),
    "dossier_no_theme": source("dossier.yaml has no theme “{theme}”. It has: {known}"),
    "relation_without_sentence": source("A relation needs the sentence that says it to readers. Nothing was changed."),
}


def release_rule(rule: RuleViolation) -> Phrase | None:
    """The words of a rule of releases and of the dossier; None of any other."""
    text = _RULES.get(rule.code)
    return None if text is None else Phrase(text, **rule.context)


def open_lines(words: Words, check: ReleaseCheck) -> Iterator[str]:
    """What is open, in the order in which it is settled; a line each, none where nothing is."""
    for texts in check.texts:
        if texts.open:
            told = words.say_count("{count} text waits for a person", "{count} texts wait for a person", texts.open)
            some = words.say_count(
                "{count} of them may tell who somebody is", "{count} of them may tell who somebody is", texts.telling
            )
            yield f"{texts.variable}: {told}" + (f"; {some}" if texts.telling else "")
    for cells in check.cells:
        yield f"{cells.variable}: " + words.say_count(
            "{count} category has fewer than {least} people. Put categories together, or leave the variable out.",
            "{count} categories have fewer than {least} people. Put categories together, or leave the variable out.",
            cells.categories,
            least=ALIKE_PUBLIC,
        )
    if not check.is_declared:
        yield words.say("study.yaml does not say by what people could be known: release.quasi_identifiers.")
    alike = check.alike
    if alike is None:
        return
    names = ", ".join(alike.quasi_identifiers)
    few = sum(group.people for group in alike.too_small())
    if few:
        yield words.say_count(
            "{count} person has fewer than {others} others alike in all of: {names}.",
            "{count} people have fewer than {others} others alike in all of: {names}.",
            few,
            others=ALIKE_PUBLIC - 1,
            names=names,
        )
    for name in alike.sensitive:
        column = alike.sensitive.index(name)
        uniform = sum(0 < group.distinct[column] < DISTINCT_PUBLIC for group in alike.groups)
        if uniform:
            yield words.say_count(
                "{name}: in {count} group of people who are alike, all gave the same answer.",
                "{name}: in {count} groups of people who are alike, all gave the same answer.",
                uniform,
                name=name,
            )
