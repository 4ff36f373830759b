"""`cati demo --hub` with fewer stations: real windows, real server, and sums that have to agree."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.demo.headless import DAY
from cati_app.demo.hub_shift import check_sums, play_with_hub
from cati_app.demo.station import demo_station
from cati_app.domain.errors import EnvironmentProblem
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study


@pytest.mark.slow
def test_stations_of_a_hub_work_a_shift_and_their_interviews_are_those_of_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CATI_HUB_DATABASE_URL", raising=False)
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy)

    out = tmp_path / "demo"  # as a demo leaves it that was broken off
    for folder in ("hub", "station-2"):
        (out / folder).mkdir(parents=True)
        (out / folder / "certificate.pem").touch()
    earlier = demo_station(
        loaded, out / f"{loaded.study.id}-demo.db", SimulatedClock(tuesday_at_four("UTC", DAY)), random.Random(1), 1.0
    )
    earlier.database.close()

    told = play_with_hub(loaded, interviews=2, seed=3, targets_scale=1.0, out=out, force=False, stations=2)

    assert 0 < told["completes"] == sum(told["stations"])
    assert told["attempts"] == sum(told["dispositions"].values())
    in_cells = sum(cell["achieved"] for cell in told["cells"].values())
    assert told["completes"] == in_cells + told["unclassified"], "whoever fits no cell is counted beside them"


@pytest.mark.parametrize(
    ("figures", "completes"),
    [
        ({"completes": 2, "cells": {}}, [1, 2]),
        ({"completes": 2, "cells": {}}, [1]),
        ({"completes": 2, "cells": {"m": {"target": 1, "achieved": 2}}}, [1, 1]),
    ],
)
def test_the_demo_fails_where_sums_differ_or_a_cell_is_over(
    figures: Mapping[str, Any], completes: Sequence[int]
) -> None:
    with pytest.raises(EnvironmentProblem, match=r"The stations held|program_error"):
        check_sums(figures, completes)


def test_the_demo_is_content_where_they_agree() -> None:
    check_sums({"completes": 2, "cells": {"m": {"target": 2, "achieved": 2}}}, [1, 1])
