"""The words of the page of weights: recipes, buttons, and why there are no figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import WeightingMethod
from cati_app.texts.weighting_rules import weighting_rule_in_window
from cati_app.ui.analyst.page_words import PageWords
from cati_app.ui.analyst.problem_words import problem_words
from cati_app.ui.analyst.weights import typed
from cati_app.ui.analyst.weights.port import KeptWeighting, WeightsRead
from cati_app.ui.analyst.weights.states import RecipeLine, RecipeStep
from cati_app.ui.analyst.weights.typed import NotReadError, TypedOptions
from cati_app.ui.stage.states import Tone

DRAFT = "draft"
"""The key of the recipe that is being made."""


class WeightsWords(PageWords):
    """In the language of the window."""

    def why(self, error: Exception) -> str | None:
        """What keeps somebody from it, and what to do by key; None: it is a bug."""
        told = weighting_rule_in_window(error) if isinstance(error, RuleViolation) else None
        return self._words.worded(told) if told is not None else problem_words(self._words, error)

    # -- while there are no figures -----------------------------------------------------------------------------

    @property
    def stopped(self) -> str:
        """Nothing has changed."""
        return self._words.say("Stopped. Nothing was stored.")

    @property
    def again(self) -> str:
        """What to do once it is mended."""
        return self._words.say("R reads the interviews again.")

    def empty(self, read: WeightsRead, selected: KeptWeighting | None, *, has_files: bool) -> str:
        """Why there are no figures, and what fills the page."""
        words = self._words
        if not read.interviews:
            return words.say(
                "No completed interview counts yet, so there is nothing to weigh. The page fills with the first one; R"
                " reads again."
            )
        if selected is not None and not selected.digest:
            return words.say("There are no weights since then: every interview counts as one.")
        if selected is None and not has_files:
            return words.say(
                "No margins yet. M names files with published margins, CSV or XLSX, or one with a whole recipe, YAML or"
                " JSON: how many people there are of each category. docs/weights.md shows how they are written."
            )
        return words.say(
            "Enter computes the weights by this recipe from the interviews there are now. Nothing is stored."
        )

    # -- recipes ------------------------------------------------------------------------------------------------

    def lines(self, read: WeightsRead | None, files: tuple[str, ...]) -> tuple[RecipeLine, ...]:
        """The list: the one that is being made, then those that were chosen, the newest first."""
        words = self._words
        names = ", ".join(PurePath(file.replace("\\", "/")).name for file in files)
        first = words.say("New recipe: {files}", files=names) if files else words.say("New recipe")
        kept = (RecipeLine(each.key, self._line(each)) for each in (read.kept if read is not None else ()))
        return (RecipeLine(DRAFT, first), *kept)

    def _line(self, kept: KeptWeighting) -> str:
        words = self._words
        told = f"{kept.version} · {kept.reason}" if kept.digest else f"{kept.version} · {words.say('no weights')}"
        return f"✓ {told} ({words.say('in force')})" if kept.is_in_force else told

    def chosen_step(self, kept: KeptWeighting) -> RecipeStep:
        """When it was chosen, by whom and why, and what has come since."""
        words = self._words
        by = "–" if kept.by is None else str(kept.by)
        title = words.say("Weighting {version}, in force", version=kept.version)
        if not kept.is_in_force:
            title = words.say("Weighting {version}, not in force any more", version=kept.version)
        told = words.say("chosen {at:%Y-%m-%d %H:%M} by person {by}: {reason}", at=kept.at, by=by, reason=kept.reason)
        since = words.say_count("{count} interview came since.", "{count} interviews came since.", kept.since)
        if not kept.since:
            since = words.say("No interview came since.")
        recipe = words.say("Recipe {digest}.", digest=kept.digest) if kept.digest else ""
        return RecipeStep(
            title, " ".join(filter(None, (f"{told}.", recipe, since))), Tone.OK if kept.is_in_force else Tone.PLAIN
        )

    def buttons(
        self,
        options: TypedOptions,
        *,
        drafts: bool,
        has_recipe: bool,
        has_weighting: bool,
        has_files: bool,
        as_tables: bool,
    ) -> Iterator[tuple[str, str]]:
        """What each command does now."""
        words = self._words
        if drafts:
            yield "weights_base", words.say("Base weights: {base}", base=self._base(options))
            yield "weights_method", words.say("Method: {method}", method=self._method(options))
        if has_recipe:
            yield "weights_choose", words.say("Use it for data and tables …")
            yield "weights_save", words.say("Write files …")
            yield "weights_tables", words.say("Pictures") if as_tables else words.say("Pictures as tables")
        if has_weighting:
            yield "weights_none", words.say("No weights any more …")
        if has_files:
            yield "weights_open", words.say("Open the files")

    def _base(self, options: TypedOptions) -> str:
        words = self._words
        if options.frames or options.persons:
            return words.say("computed")
        return words.say("those of the sample") if options.base == typed.OF_SAMPLE else words.say("1 each")

    def _method(self, options: TypedOptions) -> str:
        words, bounds = self._words, f"{options.low}–{options.high}"
        return {
            WeightingMethod.RAKE: words.say("raking"),
            WeightingMethod.TRIM: words.say("raking, trimmed to {bounds}", bounds=bounds),
            WeightingMethod.LOGIT: words.say("logit calibration, {bounds}", bounds=bounds),
        }[WeightingMethod(options.method)]

    def not_read(self, error: NotReadError) -> str:
        """Why a field cannot be read."""
        told = self.why(error.rule) or ""
        return told if told.endswith(".") else f"{told}."

    # -- how it ended -------------------------------------------------------------------------------------------

    def was_chosen(self, version: int) -> str:
        """After a recipe came into force."""
        return self._words.say(
            "Weighting {version} is in force: data sets, tables and reports are weighed by it from now on.",
            version=version,
        )

    def is_in_force(self, kept: KeptWeighting) -> str:
        """A recipe that is in force is not stored again."""
        return self._words.say("This recipe is in force already: weighting {version}.", version=kept.version)

    @property
    def look_first(self) -> str:
        """Nothing is stored before a look."""
        return self._words.say("Enter first shows what this recipe does; then Ctrl+S uses it.")

    @property
    def given_up(self) -> str:
        """There are no weights any more."""
        return self._words.say("From now on exports have no weights.")

    @property
    def not_met(self) -> str:
        """Weights that do not meet every margin."""
        return self._words.say("Attention: not every margin is met within these bounds.")

    @property
    def draft_stays(self) -> str:
        """Files were named that do not fit."""
        return self._words.say("The recipe that is being made stays as it was.")

    def recipe_alone(self, file: str) -> str:
        """A whole recipe has its own method and base weights."""
        name = PurePath(file.replace("\\", "/")).name
        return self._words.say("“{file}” is a whole recipe: base weights and method stand in it.", file=name)

    def were_written(self, count: int) -> str:
        """After files were written."""
        return self._words.say_count("{count} file written.", "{count} files written.", count)
