"""Weights for the window from a real store: what a recipe comes to, and the same recipe stored as by command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import MissingValues, RecipeOptions, WeightingMethod, recipe_text
from cati_app.station.analyst_reading import AnalystReading
from cati_app.station.export_study import StationExport
from cati_app.station.tables_desk import StationTables
from cati_app.station.weights_desk import StationWeights
from cati_app.station.whole_study import WholeReading
from cati_app.ui.analyst.states import ExportChoice
from cati_app.ui.analyst.weights.port import DraftRecipe
from cati_app.ui.analyst.weights.states import WeightFigures
from tests.commands import Command
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY
from tests.unit.cli.test_weigh import MARGINS, RECIPE, hold


def quiet(share: float) -> None:
    """Nobody looks."""


def file_with(folder: Path, text: str, name: str = "margins.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


@pytest.fixture
def desk(site: Site) -> StationWeights:
    return StationWeights(AnalystReading(site.station, site.eve, site.keys), "de")


def figures(desk: StationWeights, asked: DraftRecipe) -> WeightFigures:
    return desk.look(asked, quiet).figures


def test_a_look_shows_margins_before_and_after_and_stores_nothing(
    site: Site, desk: StationWeights, tmp_path: Path
) -> None:
    hold(site)
    assert (4, ()) == (desk.read(quiet).interviews, desk.read(quiet).kept)
    looked = desk.look(DraftRecipe((file_with(tmp_path, MARGINS),)), quiet)
    shown = looked.figures
    assert ["Sex? (sex)", "1 · man", "2 · woman"] == [row.text for row in shown.margins.rows]
    assert ["48.5", "75.0", "75.0", "48.5", "+26.5", "3"] == [cell.figure for cell in shown.margins.rows[1].cells]
    assert {"deff": "1.37", "effective": "3", "met": "✓ met"} == {
        tile.key: tile.value for tile in shown.tiles if tile.key != "span"
    }
    assert [0.75, 0.25] == [pair.before for pair in shown.picture.bars]
    assert [0.485, 0.515] == pytest.approx([pair.after for pair in shown.picture.bars])
    assert 4 == sum(bar.count for bar in shown.spread.bars)
    assert [("woman", "2.060", "1")] == [
        (row.text, row.cells[0].figure, row.cells[2].figure) for row in shown.large.rows[:1]
    ]
    assert ("Margin sex: census, 2022-05-15.",) == shown.notes
    assert "Quota sample" in shown.caveat
    assert (True, ()) == (looked.is_met, looked.read.kept)
    assert ["Base weights", "Margins", "Weighting method"] == [step.title for step in looked.steps]


def test_the_recipe_is_stored_byte_for_byte_as_by_command(
    sue: Command, site: Site, desk: StationWeights, tmp_path: Path
) -> None:
    hold(site)
    file = file_with(tmp_path, MARGINS)
    options = RecipeOptions(
        method=WeightingMethod.TRIM, bounds=(Decimal("0.5"), Decimal("2.5")), missing=MissingValues.SAMPLE
    )
    chosen = desk.choose(DraftRecipe((file,), options), "census", quiet)
    assert (1, [True]) == (chosen.version, [each.is_in_force for each in chosen.read.kept])
    site.clock.move(60)
    desk.give_up("to be chosen by command")
    site.close()
    words = ("--margins", file, "--method", "trim", "--bounds", "0.5", "2.5", "--missing", "sample")
    run = sue("weigh", HEALTHY, "--db", site.path, *words, "--reason", "census")
    assert 0 == run.returncode, run.stderr
    site.reopen()
    by_window, _, by_command = site.station.read_weightings(site.keys)(site.eve)
    assert by_window.recipe is not None
    assert by_command.recipe is not None
    assert recipe_text(by_window.recipe).encode() == recipe_text(by_command.recipe).encode()
    assert (1, 3, by_window.digest, by_window.reason) == (
        by_window.version,
        by_command.version,
        by_command.digest,
        by_command.reason,
    )


def test_a_whole_recipe_and_one_that_was_chosen_are_looked_at_again(
    site: Site, desk: StationWeights, tmp_path: Path
) -> None:
    hold(site)
    whole = DraftRecipe((file_with(tmp_path, RECIPE, "r.yaml"),))
    assert (True, False) == (desk.is_whole(whole.files[0]), desk.is_whole("m.csv"))
    first = desk.choose(whole, "estimates", quiet).read
    assert (0, "estimates") == (first.kept[0].since, first.kept[0].reason)
    site.clock.move(60)
    hold_another(site)
    again = desk.look(first.kept[0].key, quiet)
    assert (5, 1) == (again.read.interviews, again.read.kept[0].since)
    assert "Attention" in [step.title for step in again.steps]
    given_up = desk.give_up("wrong estimates")
    assert [(2, "", True), (1, again.digest, False)] == [
        (each.version, each.digest, each.is_in_force) for each in given_up.kept
    ]
    assert 3 == desk.choose(first.kept[0].key, "right after all", quiet).version


def hold_another(site: Site) -> None:
    """A fifth interview, of a woman."""
    from cati_app.domain.casework.interviews import StoredDatum
    from cati_app.fieldwork.interview.finish_interview import EndedSitting
    from tests.unit.fieldwork.sittings import begun

    offer, interview = begun(site, {"sex": "2", "age_group": "young"})
    data = [StoredDatum("/screener/sex", "2", None)]
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


@pytest.mark.parametrize("text", [MARGINS, MARGINS.replace("sex,1,48.5,census,2022-05-15\n", "")])
def test_without_an_interview_it_says_so(site: Site, desk: StationWeights, tmp_path: Path, text: str) -> None:
    assert 0 == desk.read(quiet).interviews
    with pytest.raises(RuleViolation, match="weigh_nobody"):
        desk.look(DraftRecipe((file_with(tmp_path, text),)), quiet)


def test_margins_that_do_not_fit_are_refused_by_category_and_nothing_is_stored(
    site: Site, desk: StationWeights, tmp_path: Path
) -> None:
    hold(site)
    asked = DraftRecipe((file_with(tmp_path, MARGINS.replace("sex,2,51.5,,\n", "")),))
    for step in (lambda: desk.look(asked, quiet), lambda: desk.choose(asked, "census", quiet)):
        with pytest.raises(RuleViolation, match="weigh_no_target") as refused:
            cast("Callable[[], object]", step)()
        assert "2" == refused.value.context["category"]
    assert () == desk.read(quiet).kept


@pytest.mark.parametrize("stopped_at", [0.0, 0.8, 0.95])
def test_a_choice_that_is_stopped_stores_nothing(
    site: Site, desk: StationWeights, tmp_path: Path, stopped_at: float
) -> None:
    def until(share: float) -> None:
        if share >= stopped_at:
            raise StoppedError

    hold(site)
    with pytest.raises(StoppedError):
        desk.choose(DraftRecipe((file_with(tmp_path, MARGINS),)), "census", until)
    assert () == desk.read(quiet).kept


def test_files_are_those_of_the_command(site: Site, desk: StationWeights, tmp_path: Path) -> None:
    hold(site)
    asked = DraftRecipe((file_with(tmp_path, MARGINS),))
    files = desk.write(asked, str(tmp_path / "out"), quiet)
    assert ["small_weights.csv", "small_weights.svg", "small_weights_recipe.json"] == [Path(f).name for f in files]
    again = DraftRecipe((files[2],))
    assert desk.look(asked, quiet).digest == desk.look(again, quiet).digest


def test_who_may_not_take_data_out_weighs_nothing(site: Site) -> None:
    with pytest.raises(RuleViolation, match="no_figures"):
        StationWeights(AnalystReading(site.station, site.ann, site.keys), "de").read(quiet)


class _Whole:
    """The study as its hub has it, of which a part has come."""

    def __init__(self, site: Site) -> None:
        self.station = site.station
        self.checks = 0

    def check_all_here(self) -> None:
        self.checks += 1


def test_at_a_hub_interviews_come_from_the_copy_and_the_recipe_is_written_here(site: Site, tmp_path: Path) -> None:
    with closing(Site(tmp_path / "whole")) as copied:
        hold(copied)
        copied.station.own = site.station
        whole = _Whole(copied)
        reading = AnalystReading(site.station, site.eve, site.keys, cast("WholeReading", whole))
        desk = StationWeights(reading, "de")
        assert 4 == desk.read(quiet).interviews
        asked = DraftRecipe((file_with(tmp_path, MARGINS),))
        kept = desk.choose(asked, "census", quiet).read.kept
        assert [("census", True)] == [(each.reason, each.is_in_force) for each in kept]
        assert whole.checks >= 2
    own = site.station.read_weightings(site.keys).in_force(site.eve)
    assert own is not None
    assert "census" == own.reason


class StoppedError(Exception):
    """Somebody has had enough."""


def stopped(share: float) -> None:
    raise StoppedError


@pytest.mark.parametrize("page", ["data", "weights", "tables"])
def test_a_reading_that_was_stopped_leaves_the_store_to_the_next_one(site: Site, tmp_path: Path, page: str) -> None:
    hold(site)
    reading = AnalystReading(site.station, site.eve, site.keys)
    export = StationExport(reading, "de")
    read: dict[str, Callable[[Callable[[float], None]], object]] = {
        "data": lambda told: export(str(tmp_path / "out"), ExportChoice(("csv",)), told),
        "weights": StationWeights(reading, "de").read,
        "tables": StationTables(reading, "de").read,
    }
    with pytest.raises(StoppedError) as kept:
        read[page](stopped)
    assert read[page](quiet), "the one before is over, whoever still holds its error"
    assert kept.value.__traceback__ is not None
