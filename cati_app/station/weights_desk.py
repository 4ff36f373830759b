"""Weights for an analyst in a window: the interviews are read once, each recipe is computed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.weightings import ChosenWeighting
from cati_app.publish.outputs import Outputs
from cati_app.station.analyst_reading import AnalystReading
from cati_app.ui.analyst.weights.port import (
    AskedWeights,
    DraftRecipe,
    KeptWeighting,
    LookedAtWeights,
    WeightingChosen,
    WeightsRead,
)

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.domain.weighting.recipe import Recipe
    from cati_app.domain.weighting.weighting import Weighting
    from cati_app.station.data_table import CompleteInterviews

_READ, _WEIGHED = 0.8, 0.95
"""Shares of the work that are done."""


class StationWeights:
    """The analyst's `WeightsDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._interviews: CompleteInterviews | None = None
        self._read_as_of: tuple[str, int] = ("", 0)
        self._chosen: dict[str, ChosenWeighting] = {}

    def is_whole(self, file: str) -> bool:
        """Whether a file, by its name, holds a whole recipe."""
        from cati_app.station.weighing import is_recipe  # noqa: PLC0415 - slow to load

        return is_recipe(Path(file))

    def read(self, on_progress: Callable[[float], None]) -> WeightsRead:
        """The interviews, and the weightings that were chosen."""
        self._reading.check()
        self._interviews = None
        self._current(on_progress)
        return self._set()

    def look(self, asked: AskedWeights, on_progress: Callable[[float], None]) -> LookedAtWeights:
        """Weigh the interviews there are now; nothing is stored."""
        from cati_app.station.weight_figures import recipe_steps, weight_figures  # noqa: PLC0415 - slow to load

        recipe = self._recipe(asked)
        weighting = self._weigh(recipe, on_progress)
        interviews, study = self._current(on_progress), self._reading.station.loaded.study
        figures = weight_figures(weighting, interviews.table, is_quota=study.quota is not None)
        steps = recipe_steps(recipe)
        return LookedAtWeights(asked, figures, steps, recipe.digest, weighting.converged, self._set())

    def choose(self, asked: AskedWeights, reason: str, on_progress: Callable[[float], None]) -> WeightingChosen:
        """Weigh the interviews there are now, and have data sets and tables weighed so from now on."""
        recipe = self._recipe(asked)
        self._weigh(recipe, on_progress)
        on_progress(_WEIGHED)
        reading = self._reading
        choosing = reading.station.choose_weighting(reading.keys, reading.source)
        return WeightingChosen(choosing(reading.user, recipe, reason), self._set())

    def give_up(self, reason: str) -> WeightsRead:
        """From now on there are no weights."""
        reading = self._reading
        reading.check()
        reading.station.choose_weighting(reading.keys, reading.source)(reading.user, None, reason)
        return self._set()

    def study_folder(self) -> str:
        """That of the study."""
        return str(self._reading.station.loaded.folder)

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._reading.station.loaded.study.id}-weights")

    def write(self, asked: AskedWeights, folder: str, on_progress: Callable[[float], None]) -> tuple[str, ...]:
        """Write table, picture and recipe, all or none."""
        from cati_app.station.weighing import write_weighting  # noqa: PLC0415 - as above

        weighting = self._weigh(self._recipe(asked), on_progress)
        on_progress(_WEIGHED)
        outputs = Outputs(stores=self._reading.station.stores, by_hand=True)
        files = write_weighting(weighting, self._reading.station.loaded, Path(folder).expanduser(), outputs)
        return tuple(map(str, files))

    # -- the interviews, and recipes ----------------------------------------------------------------------------

    def _current(self, on_progress: Callable[[float], None]) -> CompleteInterviews:
        """The interviews there are now; those read before, where nothing has happened since."""
        from cati_app.station.data_table import complete_interviews  # noqa: PLC0415 - slow to load

        reading = self._reading
        as_of = reading.source.end_of_log(), reading.source.read_board()(reading.user).completes
        if self._interviews is None or as_of != self._read_as_of:
            self._interviews = complete_interviews(
                reading.source,
                reading.user,
                reading.keys,
                self._language,
                lambda share: on_progress(share * _READ),
            )
            self._read_as_of = as_of
        return self._interviews

    def _weigh(self, recipe: Recipe, on_progress: Callable[[float], None]) -> Weighting:
        """RuleViolation: as `weighed_table`."""
        from cati_app.publish.dataset.weighed import weighed_table  # noqa: PLC0415 - slow to load

        self._reading.check()
        table = self._current(on_progress).table
        on_progress(_READ)
        return weighed_table(table, recipe, lambda: on_progress(_READ)).weighting

    def _recipe(self, asked: AskedWeights) -> Recipe:
        from cati_app.station.weighing import recipe_from  # noqa: PLC0415 - slow to load

        self._reading.check_login()
        if isinstance(asked, DraftRecipe):
            return recipe_from([Path(file) for file in asked.files], asked.options)
        recipe = self._chosen[asked].recipe
        if recipe is None:
            raise RuleViolation("weigh_none")
        return recipe

    def _set(self) -> WeightsRead:
        reading = self._reading
        known = reading.source.read_weightings(reading.keys)(reading.user)
        self._chosen = {_key(each): each for each in known}
        ended = self._interviews.ended_at if self._interviews is not None else ()
        kept = tuple(self._kept(each, ended, is_in_force=each is known[-1]) for each in reversed(known))
        return WeightsRead(sum(self._interviews.table.counted) if self._interviews is not None else 0, kept)

    def _kept(self, chosen: ChosenWeighting, ended: tuple[datetime, ...], *, is_in_force: bool) -> KeptWeighting:
        from cati_app.station.weight_figures import recipe_steps  # noqa: PLC0415 - slow to load

        return KeptWeighting(
            key=_key(chosen),
            version=chosen.version,
            digest=chosen.digest,
            at=self._reading.station.rules.calendar.local(chosen.at),
            by=chosen.by,
            reason=chosen.reason,
            since=sum(at > chosen.at for at in ended),
            steps=recipe_steps(chosen.recipe) if chosen.recipe is not None else (),
            is_in_force=is_in_force,
        )


def _key(chosen: ChosenWeighting) -> str:
    """Two that were chosen at two stations without a line may have the same version."""
    return f"{chosen.version} {chosen.at.isoformat()} {chosen.digest}"
