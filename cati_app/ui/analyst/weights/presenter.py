"""The page of weights: a recipe is made or taken from those kept, looked at, and then used for data and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.ui.analyst.long_run import LongRun
from cati_app.ui.analyst.weights.panels import WeightsPanels
from cati_app.ui.analyst.weights.port import (
    AskedWeights,
    DraftRecipe,
    KeptWeighting,
    LookedAtWeights,
    WeightingChosen,
    WeightsDesk,
    WeightsRead,
)
from cati_app.ui.analyst.weights.states import RecipeStep, WeightsState
from cati_app.ui.analyst.weights.typed import NotReadError, TypedOptions
from cati_app.ui.analyst.weights.views import WeightsView
from cati_app.ui.analyst.weights.words import DRAFT, WeightsWords
from cati_app.ui.stage.file_words import not_opened
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.runner import Cancelled
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass

TAB = "weights"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A page: files of the recipe that is being made, which recipe is selected, its figures."""

    files: tuple[str, ...]
    selected: str
    looked: LookedAtWeights | None


class WeightsPresenter:
    """One thing at a time; what was typed meanwhile is computed once the page is free.

    Args:
        on_chosen: Told when another weighting is in force.
    """

    def __init__(self, stage: Stage, view: WeightsView, weights: WeightsDesk, on_chosen: Callable[[], None]) -> None:
        self._stage = stage
        self._view = view
        self._weights = weights
        self._on_chosen = on_chosen
        self._words = WeightsWords(stage.words)
        self._panels = WeightsPanels(stage.words, weights.folder())
        self._read: WeightsRead | None = None
        self._problem = ""  # why nothing has been read
        self._files: tuple[str, ...] = ()
        self._typed = TypedOptions()
        self._selected = DRAFT
        self._looked: LookedAtWeights | None = None
        self._before: _Standing | None = None  # the page before files were named that nobody has looked at yet
        self._folder = weights.study_folder()  # where files of margins are looked for
        self._run = LongRun(stage, lambda share: self._show(progress=share))
        self._looks_again = False  # something else was typed while a look was under way
        self._forms = 0
        self._panel: Callable[[str, str], FormPanelState] | None = None  # the one for a reason that is open
        self._state = WeightsState()

    # -- reading ------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """The page came to the front; what is slow to load and to read comes only now."""
        self._show()
        if self._read is None:
            self._begin_reading()

    def _begin_reading(self) -> None:
        if not self._run.is_on:
            self._problem = ""
            self._show(progress=0.0, message="", files=())
            self._run.begin(self._weights.read, self._has_read, self._not_read)

    def _has_read(self, read: WeightsRead) -> None:
        is_first, self._read, self._looked = self._read is None, read, None
        in_force = self._in_force
        if (is_first and in_force is not None and not self._files) or self._recipe_gone:
            self._selected = in_force.key if in_force is not None else DRAFT
        self._show(progress=None)
        if self._can_weigh:
            self.look()

    def _not_read(self, error: Exception) -> bool:
        if isinstance(error, Cancelled):
            self._problem = self._words.reading_stopped if self._read is None else ""
            self._show(progress=None, message="")
            return True
        told = self._words.why(error)
        if told is not None:
            self._read, self._looked, self._problem = None, None, f"{told}\n\n{self._words.again}"
        self._show(progress=None)
        return told is not None

    # -- what is selected ---------------------------------------------------------------------------------------

    @property
    def _kept(self) -> KeptWeighting | None:
        """The one selected; None: it is the recipe that is being made."""
        kept = self._read.kept if self._read is not None else ()
        return next((each for each in kept if each.key == self._selected), None)

    @property
    def _recipe_gone(self) -> bool:
        return self._selected != DRAFT and self._kept is None

    @property
    def _in_force(self) -> KeptWeighting | None:
        """What weighs data sets and tables now; None: nothing does."""
        kept = self._read.kept if self._read is not None else ()
        return next((each for each in kept if each.is_in_force and each.digest), None)

    @property
    def _is_whole(self) -> bool:
        """Whether the files of the recipe that is being made hold all of it."""
        return any(map(self._weights.is_whole, self._files))

    @property
    def _asked(self) -> AskedWeights:
        if self._selected != DRAFT:
            return self._selected
        typed = TypedOptions() if self._is_whole else self._typed
        return DraftRecipe(self._files, typed.read())

    @property
    def _can_weigh(self) -> bool:
        if self._read is None or not self._read.interviews:
            return False
        kept = self._kept
        return bool(self._files) if kept is None else bool(kept.digest)

    def recipe_selected(self, key: str) -> None:
        """Another one of the list; the figures of the one before go."""
        if key and key != self._selected:
            self._selected = key
            self._show(message="", files=())

    def margins_named(self, files: tuple[str, ...]) -> None:
        """Files with margins: a new recipe, computed at once; the one before stays where they do not fit."""
        if files:
            self._before = self._before or _Standing(self._files, self._selected, self._looked)
            self._files, self._selected, self._folder = files, DRAFT, str(PurePath(files[0]).parent)
            self._show(message="", files=())
            self._look_anew()

    # -- a look -------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Enter: the weights as they would be now."""
        if self._run.is_on or not self._can_weigh:
            return
        self._show(progress=0.0, message="")
        self._run.begin(partial(self._weights.look, self._asked), self._has_looked, self._not_looked)

    def _look_anew(self) -> None:
        """What was typed or named has changed."""
        self._looks_again = self._run.is_on
        self.look()

    def _has_looked(self, looked: LookedAtWeights) -> None:
        self._read = looked.read
        if looked.asked == self._asked:
            self._before = None
            self._looked = looked
            told = "" if looked.is_met else self._words.not_met
            self._show(progress=None, message=told, tone=Tone.WARN)
        else:
            self._show(progress=None)
        self._go_on()

    def _not_looked(self, error: Exception) -> bool:
        told = self._words.stopped if isinstance(error, Cancelled) else self._words.why(error)
        self._looked = None
        tone = Tone.PLAIN if isinstance(error, Cancelled) else Tone.BAD
        if told and tone is Tone.BAD and not self._looks_again and self._goes_back(error):
            told = f"{told} {self._words.draft_stays}"
        self._show(progress=None, message="" if self._looks_again else told or "", tone=tone)
        self._go_on()
        return told is not None

    def _goes_back(self, error: Exception) -> bool:
        """Files that were named do not fit; whether there was a recipe in the making, which stays.

        Where there was none, what could be read stays named: a key may mend it.
        """
        before, self._before = self._before, None
        if before is None or not (before.files or isinstance(error, EnvironmentProblem)):
            return False
        self._files = before.files
        if self._selected == DRAFT:
            self._selected, self._looked = before.selected, before.looked
        return bool(before.files)

    def _go_on(self) -> None:
        if self._looks_again:
            self._looks_again = False
            self.look()

    # -- commands and panels ------------------------------------------------------------------------------------

    def command(self, name: str) -> bool:
        """A command of the table; whether it is one of these."""
        actions: dict[str, Callable[[], None]] = {
            "weights_base": partial(self._ask_typed, PanelKind.WEIGHTS_BASE),
            "weights_method": partial(self._ask_typed, PanelKind.WEIGHTS_METHOD),
            "weights_choose": self._ask_to_choose,
            "weights_none": self._ask_to_give_up,
            "weights_save": self._ask_where,
            "weights_open": self._open,
            "weights_tables": lambda: self._show(as_tables=not self._state.as_tables),
            "weights_read": self._begin_reading,
        }
        if name in actions:
            actions[name]()
        return name in actions

    def text_saved(self, kind: PanelKind, text: str) -> bool:
        """Enter in a panel; whether it was one of these."""
        lines = [line.strip() for line in text.split("\n")]
        if kind in (PanelKind.WEIGHTS_BASE, PanelKind.WEIGHTS_METHOD):
            self._typed_in(kind, lines)
        elif kind is PanelKind.WEIGHTS_CHOOSE:
            self._reason_given(lines[0], self._choose)
        elif kind is PanelKind.WEIGHTS_NONE:
            self._reason_given(lines[0], self._give_up)
        elif kind is PanelKind.WEIGHTS_FILES:
            self._stage.shell.hide_panel()
            self._write(lines[0])
        else:
            return False
        return True

    def _ask_typed(
        self, kind: PanelKind, options: TypedOptions | None = None, error: NotReadError | None = None
    ) -> None:
        if self._selected != DRAFT:
            return
        if self._is_whole:
            self._show(message=self._words.recipe_alone(self._files[0]), tone=Tone.PLAIN)
            return
        if options is None:
            self._forms += 1
        panel = self._panels.base_panel if kind is PanelKind.WEIGHTS_BASE else self._panels.method_panel
        told, wrong = ("", "") if error is None else (self._words.not_read(error), error.key)
        self._stage.panel(panel(self._forms, options or self._typed, told, wrong))

    def _typed_in(self, kind: PanelKind, lines: list[str]) -> None:
        if kind is PanelKind.WEIGHTS_BASE:
            base, frames, persons, assumed = lines
            options = replace(self._typed, base=base, frames=frames, persons=persons, assumed=assumed)
        else:
            method, low, high, missing = lines
            options = replace(self._typed, method=method, low=low, high=high, missing=missing)
        try:
            options.read()
        except NotReadError as error:
            self._ask_typed(kind, options, error)
            return
        self._typed = options
        self._stage.shell.hide_panel()
        self._show(message="", files=())
        self._look_anew()

    # -- using it -----------------------------------------------------------------------------------------------

    def _ask_to_choose(self) -> None:
        if self._run.is_on or not self._can_weigh:
            return
        looked, in_force = self._looked_at, self._in_force
        if looked is None:
            self._show(message=self._words.look_first, tone=Tone.PLAIN)
        elif in_force is not None and in_force.digest == looked.digest:
            self._show(message=self._words.is_in_force(in_force), tone=Tone.PLAIN)
        else:
            self._ask_why(partial(self._panels.choose_panel, self._forms + 1, looked, in_force))

    def _ask_to_give_up(self) -> None:
        in_force = self._in_force
        if in_force is not None and not self._run.is_on:
            self._ask_why(partial(self._panels.none_panel, self._forms + 1, in_force))

    def _ask_why(self, panel: Callable[[str, str], FormPanelState], reason: str = "", message: str = "") -> None:
        self._forms += 0 if message else 1
        self._panel = panel
        self._stage.panel(panel(reason, message))

    def _reason_given(self, reason: str, act: Callable[[str], None]) -> None:
        panel = self._panel
        if panel is None:
            return
        if not reason:
            self._ask_why(panel, reason, self._words.why(RuleViolation("reason_needed")) or "")
            return
        self._stage.shell.hide_panel()
        act(reason)

    def _choose(self, reason: str) -> None:
        looked = self._looked_at
        if looked is None or self._run.is_on:
            return
        self._show(progress=0.0, message="")
        work = partial(self._weights.choose, looked.asked, reason)
        self._run.begin(work, self._has_chosen, partial(self._not_chosen, reason))

    def _has_chosen(self, chosen: WeightingChosen) -> None:
        self._read, self._panel = chosen.read, None
        in_force, looked = self._in_force, self._looked
        if in_force is not None:
            self._selected = in_force.key
            self._looked = replace(looked, asked=in_force.key, read=chosen.read) if looked is not None else None
        self._show(progress=None, message=self._words.was_chosen(chosen.version), tone=Tone.OK)
        self._on_chosen()

    def _not_chosen(self, reason: str, error: Exception) -> bool:
        """Nothing that was typed is lost."""
        if isinstance(error, Cancelled):
            self._show(progress=None, message=self._words.stopped, tone=Tone.PLAIN)
            return True
        told, panel = self._words.why(error), self._panel
        self._show(progress=None)
        if told is not None and panel is not None:
            self._ask_why(panel, reason, told)
        return told is not None

    def _give_up(self, reason: str) -> None:
        self._stage.run(partial(self._weights.give_up, reason), self._has_given_up, partial(self._not_chosen, reason))

    def _has_given_up(self, read: WeightsRead) -> None:
        self._read, self._panel = read, None
        self._show(message=self._words.given_up, tone=Tone.OK)
        self._on_chosen()

    # -- files --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        if not self._run.is_on and self._can_weigh:
            self._forms += 1
            self._stage.panel(self._panels.files_panel(self._forms))

    def _write(self, folder: str) -> None:
        if folder and not self._run.is_on and self._can_weigh:
            self._show(progress=0.0, message="", files=())
            self._run.begin(partial(self._weights.write, self._asked, folder), self._written, self._not_written)

    def _written(self, files: tuple[str, ...]) -> None:
        self._show(progress=None, message=self._words.were_written(len(files)), tone=Tone.OK, files=files)

    def _not_written(self, error: Exception) -> bool:
        is_stopped = isinstance(error, Cancelled)
        told = self._words.nothing_written if is_stopped else self._words.why(error)
        self._show(progress=None, message=told or "", tone=Tone.PLAIN if is_stopped else Tone.BAD)
        return told is not None

    def _open(self) -> None:
        if self._state.files and (left := self._view.open_files(self._state.files)):
            self._show(message=not_opened(self._stage.words, left), tone=Tone.WARN)

    def stop(self) -> None:
        """Esc: what is under way ends; nothing is stored, and no file is changed."""
        if self._run.is_on:
            self._looks_again = False
            self._show(message=self._words.stopping, tone=Tone.PLAIN)
            self._run.stop()

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def _looked_at(self) -> LookedAtWeights | None:
        """The figures in sight; None: there are none of the recipe selected."""
        looked = self._looked
        return looked if looked is not None and self._can_weigh and looked.asked == self._asked else None

    def _steps(self, looked: LookedAtWeights | None) -> tuple[RecipeStep, ...]:
        kept = self._kept
        of_recipe = looked.steps if looked is not None else kept.steps if kept is not None else ()
        return of_recipe if kept is None else (*of_recipe, self._words.chosen_step(kept))

    def _show(self, **changes: object) -> None:
        words, read, kept = self._words, self._read, self._kept
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        looked, can_weigh = self._looked_at, self._can_weigh
        drafts = self._selected == DRAFT and not self._is_whole
        if looked is not None:
            empty = ""
        elif read is None:
            empty = self._problem or words.reading
        else:
            empty = words.empty(read, kept, has_files=bool(self._files))
        has_weighting, has_files = self._in_force is not None, bool(self._state.files)
        self._state = replace(
            self._state,
            recipes=words.lines(read, self._files),
            selected=self._selected,
            steps=self._steps(looked),
            empty=empty,
            can_look=can_weigh,
            figures=looked.figures if looked is not None else None,
            buttons=tuple(
                words.buttons(
                    self._typed,
                    drafts=drafts,
                    has_recipe=can_weigh,
                    has_weighting=has_weighting,
                    has_files=has_files,
                    as_tables=self._state.as_tables,
                )
            ),
            margins_from=self._folder,
        )
        self._stage.situate(
            has_recipe=can_weigh, drafts_margins=drafts, has_weighting=has_weighting, has_files=has_files
        )
        self._view.render(self._state)
