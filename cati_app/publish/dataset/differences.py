"""What differs from one version of the questionnaire to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.engine.changes.compare import Change, Comparison, QuestionChange
from cati_app.engine.form.nodes import Choice, Node
from cati_app.publish.dataset.labels import Labels
from cati_app.publish.dataset.table import Difference
from cati_app.publish.dataset.versions import Versions
from cati_app.publish.dataset.wording import FormTexts
from cati_app.texts.language_names import language_name
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One thing that differs at a question."""

    question: str  # its name now, or the last it had
    change: str  # added, removed, renamed, moved, kind, text, option_added … as in the labels `change_…`
    before: str = ""
    after: str = ""
    language: str = ""  # of a text

    def words(self, labels: Labels) -> str:
        """What happened."""
        key = f"change_{self.change}"
        return (
            labels.words(key, language=language_name(self.language, labels.language))
            if self.language
            else labels.words(key)
        )


def differences(versions: Versions, labels: Labels) -> Iterator[Difference]:
    """Between each version and the next, question by question."""
    for position in range(len(versions.editions) - 1):
        earlier, later = (
            versions.called(edition.fingerprint) for edition in versions.editions[position : position + 2]
        )
        for told in told_changes(versions.comparison(position, position + 1), labels.language):
            yield Difference(earlier, later, told.question, told.words(labels), told.before, told.after)


def told_changes(comparison: Comparison, language: str) -> list[ToldChange]:
    """One version against another, question by question."""
    told = _Told(comparison, language)
    return [ToldChange(change.name, *told_of) for change in comparison.changes() for told_of in told.of(change)]


class _Told:
    """One version against the next."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison = comparison
        self._before = FormTexts(comparison.before, language)
        self._after = FormTexts(comparison.after, language)

    def of(self, change: QuestionChange) -> Iterator[tuple[str, str, str] | tuple[str, str, str, str]]:
        """Every single change: what it is, before, after, and the language of a text."""
        before, after = change.before, change.after
        if before is None or after is None:
            added = after is not None
            text = self._after.short(after) if after is not None else self._before.short(before) if before else ""
            yield (
                "added" if added else "removed",
                "" if added else text,
                text if added else "",
            )
            return
        if Change.RENAMED in change.changes:
            yield "renamed", before.name, after.name
        if Change.MOVED in change.changes:
            yield "moved", before.path, after.path
        if Change.KIND in change.changes:
            yield "kind", _kind(before), _kind(after)
        for language in change.languages:
            first, then = FormTexts(self.comparison.before, language), FormTexts(self.comparison.after, language)
            yield "text", first.question(before), then.question(after), language
        yield from self._options(change, before, after)
        if Change.RULES in change.changes:
            yield "rules", "", ""

    def _options(self, change: QuestionChange, before: Node, after: Node) -> Iterator[tuple[str, str, str]]:
        old = self.comparison.before.choices_by_name.get(before.choices, {})
        new = self.comparison.after.choices_by_name.get(after.choices, {})
        options = change.options
        for name in options.removed:
            yield "option_removed", _choice(self._before, old[name]), ""
        for name in options.added:
            yield "option_added", "", _choice(self._after, new[name])
        for name, then in options.renamed:
            yield (
                "option_renamed",
                _choice(self._before, old[name]),
                _choice(self._after, new[then]),
            )
        renamed = dict(options.renamed)
        for name in options.reworded:
            now = new[renamed.get(name, name)]
            yield "option_text", _choice(self._before, old[name]), _choice(self._after, now)


def _choice(texts: FormTexts, choice: Choice) -> str:
    return f"{choice.name} = {texts.choice(choice)}"


def _kind(node: Node) -> str:
    return node.question.value if node.question is not None else node.kind.value
