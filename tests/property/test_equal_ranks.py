"""I16: among cases of one rank that are due at one moment the lowest number comes first, whatever keeps them."""

from __future__ import annotations

import hashlib
import random
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import DueCase
from cati_app.fieldwork.calling.queueing import standing_now
from cati_app.store.hub.unit import HubUnit
from tests.casework import alter
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import StudyOfMessages, bundle
from tests.hubs import MemoryHub
from tests.stations import TUESDAY

STUDY, CASES = "6" * 32, 12


def _orders(engine: str, folder: Path, arrived: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Numbers of the cases in the order of the queue, of the appointments, and of who comes next again and again."""
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(engine, folder))
        hub = kept.enter_context(closing(MemoryHub(folder, storage)))
        study = StudyOfMessages(hub.answer, STUDY)
        token = hashlib.sha256(STUDY.encode()).digest()
        hub.add_code(token)
        study.enrol_first(token)
        study.publish()
        study.bring_cases([bundle(number, STUDY) for number in arrived])
        study.open()
        numbers = {bundle(number, STUDY).case_id: number for number in arrived}
        rules, now = study.rules(), hub.clock.now()

        def queued(unit: HubUnit) -> list[DueCase]:
            user = unit.sessions.person(study.first.device, session)
            assert user is not None
            standing = standing_now(unit, rules, user, now)
            return list(unit.cases.queue.due_cases(standing.lanes, now, user.id))

        def touched(unit: HubUnit) -> None:  # an engine may keep a row elsewhere once it was changed
            for number in arrived[::2]:
                alter(unit, bundle(number, STUDY).case_id, attempts=1, due_at=TUESDAY - timedelta(hours=1))
            unit.commit()

        def one_by_one(unit: HubUnit) -> list[int]:
            user = unit.sessions.person(study.first.device, session)
            assert user is not None
            taken = []
            for _ in arrived:
                lanes = standing_now(unit, rules, user, now).lanes
                first = unit.cases.queue.first_due(lanes, now, user.id)
                assert first is not None
                taken.append(numbers[first.case_id])
                alter(unit, first.case_id, locked_by=user.id)
            return taken

        def agreed(unit: HubUnit) -> list[int]:
            for number in arrived:
                alter(unit, bundle(number, STUDY).case_id, appointment_at=TUESDAY + timedelta(hours=2))
            return [numbers[due.case_id] for due in unit.cases.queue.coming()]

        session, at = study.session("ann"), hub.hub.studies.of(STUDY)
        at.run(touched).result()
        return (
            [numbers[due.case_id] for due in at.run(queued).result()],
            at.run(agreed).result(),
            at.run(one_by_one).result(),
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_among_equals_the_lowest_number_comes_first(engine: str, tmp_path: Path) -> None:
    arrived = list(range(1, CASES + 1))
    random.Random(7).shuffle(arrived)

    queue, appointments, one_by_one = _orders(engine, tmp_path, arrived)

    again, fresh = sorted(arrived[::2]), sorted(arrived[1::2])
    assert queue in (again + fresh, fresh + again)
    assert one_by_one == queue
    assert appointments == sorted(arrived)
