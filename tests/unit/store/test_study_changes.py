"""What a reading copy asks a hub for, from wherever it says it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.sharing.changes import ChangeMark, PageLimits
from cati_app.store.hub.studies import HubStudies
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import STUDY, HubClock
from tests.stations import TUESDAY

LIMITS = PageLimits(things=10, characters=10_000, values=1_000)


@pytest.fixture(params=ENGINES)
def studies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HubStudies]:
    with hub_storage(request.param, tmp_path) as storage:
        made = HubStudies(storage, HubClock(TUESDAY))
        yield made
        made.close()


@pytest.mark.parametrize("mark", [ChangeMark(0, 5), ChangeMark(7, 5), ChangeMark(7), ChangeMark(0)])
def test_a_mark_that_this_hub_never_gave_gets_what_comes_behind_it(studies: HubStudies, mark: ChangeMark) -> None:
    told = studies.of(STUDY).run(lambda unit: unit.changes.after(mark, LIMITS, contacts=False)).result()

    assert ((), False) == (told.cases, told.log != ())
