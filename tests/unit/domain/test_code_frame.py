"""The code frame: which codes a unit can have, and how codes of earlier versions are carried on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.coding.code_frame import (
    Axis,
    AxisCode,
    CarriedCodes,
    CodeFrame,
    CodesRefused,
    FrameAxis,
    FrameStep,
    Removal,
    RemovedCode,
    UnitCodes,
)

_THEMES = ("verdict", "networks", "mood", "rent", "mix")


def _axis(*ids: str) -> FrameAxis:
    return FrameAxis(tuple(AxisCode(code, {"de": code}, {"de": code}, {}, {}) for code in ids))


def _frame(*steps: FrameStep, themes: tuple[str, ...] = _THEMES) -> CodeFrame:
    axes = {Axis.FIELD: _axis("housing", "work"), Axis.THEME: _axis(*themes), Axis.STANCE: _axis("support", "none")}
    return CodeFrame("3", {"de": "Ziel"}, axes, steps)


def _themes(*codes: str) -> UnitCodes:
    return UnitCodes.of({Axis.THEME: codes})


_STEPS = (
    FrameStep("1", {(Axis.THEME, "clubs"): "circles"}, {}, frozenset({(Axis.THEME, "traffic")})),
    FrameStep(
        "2",
        {(Axis.THEME, "circles"): "networks", (Axis.THEME, "offices"): "networks"},
        {(Axis.THEME, "homes"): ("rent", "mix")},
        frozenset(),
    ),
)


def test_a_unit_has_one_field_several_themes_and_one_stance() -> None:
    codes = UnitCodes.of({Axis.FIELD: ["work"], Axis.THEME: ["mood", "rent"], Axis.STANCE: ["none"]})

    assert codes == _frame().checked(codes)
    assert {"mood", "rent"} == codes.on(Axis.THEME)
    assert UnitCodes() == _frame().checked(UnitCodes())


@pytest.mark.parametrize(
    ("codes", "axis", "code"),
    [
        ({Axis.FIELD: ["work", "housing"]}, Axis.FIELD, ""),
        ({Axis.STANCE: ["support", "none"]}, Axis.STANCE, ""),
        ({Axis.THEME: ["mood", "moods"]}, Axis.THEME, "moods"),
        ({Axis.STANCE: ["mood"]}, Axis.STANCE, "mood"),
    ],
)
def test_codes_that_a_unit_cannot_have_are_refused(codes: dict[Axis, list[str]], axis: Axis, code: str) -> None:
    with pytest.raises(CodesRefused) as refused:
        _frame().checked(UnitCodes.of(codes))

    assert (axis, code) == (refused.value.axis, refused.value.code)


def test_merged_codes_follow_over_several_versions() -> None:
    carried = _frame(*_STEPS).carried(_themes("clubs", "offices", "mood"), "1")

    assert CarriedCodes(_themes("networks", "mood")) == carried
    assert not carried.to_decide


def test_a_split_code_is_told_with_those_in_its_place() -> None:
    carried = _frame(*_STEPS).carried(_themes("homes", "verdict"), "2")

    assert _themes("verdict") == carried.codes
    assert (RemovedCode(Axis.THEME, "homes", Removal.SPLIT, "3", ("rent", "mix")),) == carried.removed
    assert carried.to_decide


def test_a_retired_code_is_told_with_the_version_that_has_it_no_more() -> None:
    carried = _frame(*_STEPS).carried(_themes("traffic"), "1")

    assert UnitCodes() == carried.codes
    assert (RemovedCode(Axis.THEME, "traffic", Removal.RETIRED, "2"),) == carried.removed


def test_a_code_that_went_without_a_word_is_told_under_the_id_with_which_it_was_given() -> None:
    frame = _frame(*_STEPS, themes=("verdict",))

    assert (RemovedCode(Axis.THEME, "clubs", Removal.NOT_IN_FRAME, "3"),) == frame.carried(
        _themes("clubs"), "1"
    ).removed


def test_steps_before_the_version_are_not_taken() -> None:
    carried = _frame(*_STEPS).carried(_themes("clubs"), "2")

    assert (RemovedCode(Axis.THEME, "clubs", Removal.NOT_IN_FRAME, "3"),) == carried.removed


@pytest.mark.parametrize("version", ["3", "of another frame"])
def test_codes_of_this_version_stay_as_they_are(version: str) -> None:
    assert CarriedCodes(_themes("rent")) == _frame(*_STEPS).carried(_themes("rent"), version)


@given(
    st.frozensets(st.sampled_from([*_THEMES, "clubs", "circles", "offices", "homes", "traffic", "lost"])),
    st.sampled_from(["1", "2", "3", "other"]),
)
def test_no_code_is_ever_dropped(ids: frozenset[str], version: str) -> None:
    """Each is in force, went into one that is, or is told."""
    carried = _frame(*_STEPS).carried(_themes(*ids), version)
    told = {removed.code for removed in carried.removed}

    for code in ids:
        alone = _frame(*_STEPS).carried(_themes(code), version)
        assert code in told or (alone.codes.pairs and alone.codes.pairs <= carried.codes.pairs)
        assert bool(alone.codes.pairs) is not alone.to_decide
