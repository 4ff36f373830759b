"""What differs from one version of the questionnaire to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.changes.compare import Change, Comparison, QuestionChange
from cati_app.engine.form.nodes import Choice, Node
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.table import Difference
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.dataset.wording import FormTexts


def differences(versions: Versions, labels: Labels) -> Iterator[Difference]:
    """Between each version and the next, question by question."""
    for position in range(len(versions.editions) - 1):
        earlier, later = (
            versions.called(edition.fingerprint) for edition in versions.editions[position : position + 2]
        )
        told = _Told(versions.comparison(position, position + 1), labels)
        for change in told.comparison.changes():
            for what, before, after in told.of(change):
                yield Difference(earlier, later, change.name, what, before, after)


def told_changes(comparison: Comparison, language: str) -> list[tuple[str, str, str, str]]:
    """One version against another: question, what changed, before, after."""
    told = _Told(comparison, Labels(language))
    return [(change.name, *words) for change in comparison.changes() for words in told.of(change)]


class _Told:
    """One version against the next."""

    def __init__(self, comparison: Comparison, labels: Labels) -> None:
        self.comparison = comparison
        self._words = labels.words
        self._before = FormTexts(comparison.before, labels.language)
        self._after = FormTexts(comparison.after, labels.language)

    def of(self, change: QuestionChange) -> Iterator[tuple[str, str, str]]:
        """Every single change: what it is, before, after."""
        before, after = change.before, change.after
        if before is None or after is None:
            added = after is not None
            text = self._after.short(after) if after is not None else self._before.short(before) if before else ""
            yield (
                self._words("change_added" if added else "change_removed"),
                "" if added else text,
                text if added else "",
            )
            return
        if Change.RENAMED in change.changes:
            yield self._words("change_renamed"), before.name, after.name
        if Change.MOVED in change.changes:
            yield self._words("change_moved"), before.path, after.path
        if Change.KIND in change.changes:
            yield self._words("change_kind"), _kind(before), _kind(after)
        for language in change.languages:
            first, then = FormTexts(self.comparison.before, language), FormTexts(self.comparison.after, language)
            yield self._words("change_text", language=language), first.question(before), then.question(after)
        yield from self._options(change, before, after)
        if Change.RULES in change.changes:
            yield self._words("change_rules"), "", ""

    def _options(self, change: QuestionChange, before: Node, after: Node) -> Iterator[tuple[str, str, str]]:
        old = self.comparison.before.choices_by_name.get(before.choices, {})
        new = self.comparison.after.choices_by_name.get(after.choices, {})
        options = change.options
        for name in options.removed:
            yield self._words("change_option_removed"), _choice(self._before, old[name]), ""
        for name in options.added:
            yield self._words("change_option_added"), "", _choice(self._after, new[name])
        for name, then in options.renamed:
            yield (
                self._words("change_option_renamed"),
                _choice(self._before, old[name]),
                _choice(self._after, new[then]),
            )
        renamed = dict(options.renamed)
        for name in options.reworded:
            now = new[renamed.get(name, name)]
            yield self._words("change_option_text"), _choice(self._before, old[name]), _choice(self._after, now)


def _choice(texts: FormTexts, choice: Choice) -> str:
    return f"{choice.name} = {texts.choice(choice)}"


def _kind(node: Node) -> str:
    return node.question.value if node.question is not None else node.kind.value
