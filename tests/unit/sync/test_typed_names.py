"""What somebody typed goes to the hub as a name; what can be no name there is refused as one that it does not know."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.domain.sharing.aside import AsideKind, Settling
from cati_app.sync.case_messages import Act
from cati_app.sync.client import Client
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.hub_study import StudyOfMessages
from tests.hubs import HUB_ID, MemoryHub, MemoryLine

TOKEN = b"t" * 32
_NUMBERS = count()
NAMES = ["XX", "", "abcd12345", "ABCD1234", "x" * 3_000, "a\x00b"]
"""None of them is a station, a case or a cell; no message holds some of them."""


def new_id() -> str:
    """Of an act."""
    return f"act {next(_NUMBERS)}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SupervisorAtHub]:
    folder: Path = tmp_path_factory.mktemp("hub")
    hub = MemoryHub(folder / "hub")
    study = StudyOfMessages(hub.answer, "a1" * 16)
    hub.add_code(TOKEN)
    study.enrol_first(TOKEN)
    study.publish()
    study.open()
    client = Client(MemoryLine(hub), study.first.secret, lambda _: None, random.Random(1), hub=HUB_ID)
    yield SupervisorAtHub(client, study.person("sue"), bytes.fromhex(study.shown("sue")))
    hub.close()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_station_that_is_none_is_told(desk: SupervisorAtHub, name: str) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        desk.write_off(name, new_id())
    assert "hub_no_station" == problem.value.code
    for act in (Act.PAUSE, Act.RESUME, Act.READMIT):
        with pytest.raises(EnvironmentProblem) as problem:
            desk.act(act, name, new_id())
        assert "hub_no_station" == problem.value.code


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_case_a_cell_and_what_is_aside_are_told_likewise(desk: SupervisorAtHub, name: str) -> None:
    for act, code in (
        (Act.TAKE_BACK, "no_such_case"),
        (Act.REJECT, "no_such_case"),
        (Act.ACCEPT, "no_such_case"),
        (Act.PROMOTE, "no_cell"),
    ):
        with pytest.raises(RuleViolation) as broken:
            desk.act(act, name, new_id())
        assert code == broken.value.code, act
    with pytest.raises(RuleViolation) as broken:
        desk.settle(AsideKind.INTERVIEW, name, Settling.LEAVE, new_id())
    assert "nothing_aside" == broken.value.code
    with pytest.raises(RuleViolation) as broken:
        desk.steer_cell(CellEdit(new_id(), CellId(name), intake=Intake.CLOSED))
    assert "no_cell" == broken.value.code
