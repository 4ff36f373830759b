"""The words of the page of the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cati_app.domain.comparison.leanings import BRACKETED_BELOW
from cati_app.domain.comparison.relation_versions import RelationVersion
from cati_app.domain.comparison.relations import Relation
from cati_app.domain.comparison.theme_sides import ResidentBar, ResidentsItem, ThemeSides
from cati_app.texts import Words
from cati_app.texts.relation_words import relation_word
from cati_app.ui.analyst.dossier.port import DossierSet
from cati_app.ui.analyst.dossier.states import DossierState, ItemPicture, ThemeLine
from cati_app.ui.stage.chart_states import ShareBar, SharePart, SharesState
from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind

RELATION, SENTENCE, QUESTION = "relation", "sentence", "question"


class DossierWords:
    """In the language of the window."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @property
    def reading(self) -> str:
        """While nothing has been read yet."""
        return self._words.say("Both sides are being read …")

    @property
    def writing(self) -> str:
        """While files are made."""
        return self._words.say("The dossier is being written …")

    def was_decided(self, label: str) -> str:
        """After a decision."""
        return self._words.say("Decided: {theme}. The rule's proposal stays beside it.", theme=label)

    # -- panels -------------------------------------------------------------------------------------------------

    def decision_panel(
        self, key: str, theme: ThemeSides, last: RelationVersion | None, typed: tuple[str, ...] = (), message: str = ""
    ) -> FormPanelState:
        """How both sides relate, the sentence, and the question.

        Args:
            typed: What was typed before, where that was not taken.
        """
        words = self._words
        before = last.decided if last is not None else None
        proposed = theme.proposal or Relation.PARTLY
        values = typed or (
            (before.relation.value, before.sentence, before.question) if before else (proposed.value, "", "")
        )
        options = tuple((each.value, relation_word(words, each)) for each in Relation)
        fields = (
            FieldState(RELATION, words.say("Relation"), FieldKind.PICK, values[0], options),
            FieldState(SENTENCE, words.say("Sentence for the report"), value=values[1]),
            FieldState(QUESTION, words.say("Question for the participation"), value=values[2], may_be_blank=True),
        )
        texts = (words.say("Proposed by the rule: {relation}", relation=relation_word(words, theme.proposal)),)
        title = words.say("How do experts and residents relate: {theme}?", theme=theme.label)
        wrong = SENTENCE if message else ""
        form = FormState(key, title, words.say("Decide"), texts, fields, message=message, wrong=wrong)
        return FormPanelState(PanelKind.RELATION, form)

    def files_panel(self, key: str, folder: str, *, short: bool) -> FormPanelState:
        """Where the documents go."""
        words = self._words
        text = (
            words.say("For the steering group: what is on one page, the mood, the participation; PDF and HTML.")
            if short
            else words.say("PDF, one accessible HTML file and a workbook.")
        )
        field = FieldState("folder", words.say("Folder"), value=folder)
        form = FormState(key, words.say("Write the dossier"), words.say("Write it"), (text,), (field,))
        return FormPanelState(PanelKind.DOSSIER_FILES, form)

    # -- the page -----------------------------------------------------------------------------------------------

    def page(self, state: DossierState, read: DossierSet, theme: ThemeSides | None) -> DossierState:
        """What is shown of a theme."""
        words = self._words
        lines = tuple(ThemeLine(each.theme, each.label, self._standing(read, each)) for each in read.themes)
        state = replace(
            state,
            themes=lines,
            selected=theme.theme if theme is not None else "",
            empty="",
            progress=words.say(
                "{done} of {count} relations decided · {versions}",
                done=sum(each.theme in read.decided for each in read.themes),
                count=len(read.themes),
                versions=read.versions,
            ),
            buttons=self._buttons(state),
        )
        if theme is None:
            return state
        versions = read.decided.get(theme.theme, ())
        last = versions[-1] if versions else None
        return replace(
            state,
            label=theme.label,
            experts=tuple(self._experts(read, theme)),
            quotes=tuple(
                words.say("“{text}”", text=each.text) + (f" – {each.sector}" if each.sector else "")
                for each in (() if theme.theme in read.locked else theme.experts.quotes)
            ),
            items=tuple(self._item(theme, item) for item in theme.items),
            differences=tuple(self._differences(theme)),
            proposal=words.say("Proposed by the rule: {relation}", relation=relation_word(words, theme.proposal)),
            relation=relation_word(words, last.decided.relation) if last is not None else "",
            sentence=last.decided.sentence if last is not None else "",
            question=last.decided.question if last is not None else "",
            decided=self._decided(last, len(versions)),
        )

    def _standing(self, read: DossierSet, theme: ThemeSides) -> str:
        versions = read.decided.get(theme.theme, ())
        if versions:
            return relation_word(self._words, versions[-1].decided.relation)
        return self._words.say("open, proposed: {relation}", relation=relation_word(self._words, theme.proposal))

    def _experts(self, read: DossierSet, theme: ThemeSides) -> Iterator[str]:
        words, experts = self._words, theme.experts
        agreed = experts.agreement
        if theme.theme in read.locked and agreed is not None:
            yield words.say(
                "Coders agree too little on this theme for it to be told: alpha {alpha}.", alpha=f"{agreed.alpha:.2f}"
            )
            return
        leaning = experts.leaning
        if not leaning.asked:
            yield words.say("No expert was asked about this theme.")
            return
        if experts.asks:
            yield experts.asks
        asked = words.say("{asked} of {all} experts were asked", asked=leaning.asked, all=experts.of)
        yield f"{asked} · " + words.say_count("{count} statement", "{count} statements", leaning.statements)
        for side in theme.sides:
            yield f"{side.label}: {words.worded(leaning.count(side.id).told())}"

    def _item(self, theme: ThemeSides, item: ResidentsItem) -> ItemPicture:
        words, bars, before = self._words, list[ShareBar](), ""
        for bar in item.bars:
            if all(percent is not None for percent in bar.percents):
                parts = tuple(
                    SharePart(step, (percent or 0.0) / 100, _percent(bar, percent or 0.0))
                    for step, percent in enumerate(bar.percents)
                )
                label = bar.label or words.say("all residents")
                bars.append(ShareBar(label, str(bar.base), parts, begins_group=bar.variable != before))
                before = bar.variable
        hidden = len(item.bars) - len(bars)
        told = "; ".join(f"{bar.label}: {', '.join(part.text for part in bar.parts)}, n {bar.text}" for bar in bars)
        few = words.say_count("{count} group is hidden: too few.", "{count} groups are hidden: too few.", hidden)
        legend = tuple(side.label for side in theme.sides)
        return ItemPicture(
            item.wording, SharesState(tuple(bars), legend) if bars else None, told, few if hidden else ""
        )

    def _differences(self, theme: ThemeSides) -> Iterator[str]:
        for each in theme.differences:
            yield self._words.say(
                "{points} points between “{higher}” and “{lower}” on “{side}”",
                points=f"{each.points:.0f}",
                higher=each.higher.label,
                lower=each.lower.label,
                side=each.side.label,
            )

    def _decided(self, last: RelationVersion | None, versions: int) -> str:
        words = self._words
        if last is None:
            return words.say("Nobody has decided yet. Enter decides.")
        by = "–" if last.by is None else str(last.by)
        return words.say("Person {by}, {at:%Y-%m-%d}; version {number}", by=by, at=last.at, number=versions)

    def _buttons(self, state: DossierState) -> tuple[tuple[str, str], ...]:
        words = self._words
        shown = [
            ("dossier_write", words.say("Write the dossier …")),
            ("dossier_short", words.say("Short form …")),
        ]
        if state.files:
            shown.append(("dossier_open", words.say("Open the files")))
        return tuple(shown)


def _percent(bar: ResidentBar, percent: float) -> str:
    return f"({percent:.0f})" if bar.base is not None and bar.base < BRACKETED_BELOW else f"{percent:.0f}"
