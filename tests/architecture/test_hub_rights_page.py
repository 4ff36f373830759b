"""Every request that a hub answers stands on the page of who may ask, as the table has it."""

from __future__ import annotations

from pathlib import Path

from cati_app.sync.line import ROOT_PATH, HubCall
from tests.hub_rights import PAGE, RIGHTS, asking, page


def test_every_request_has_its_row() -> None:
    assert set(HubCall) == set(RIGHTS), "a row in tests/hub_rights.py, then: make rights"


def test_a_hub_answers_nothing_else(tmp_path: Path) -> None:
    with asking("files", tmp_path / "hub") as made:
        assert {"/healthz", "/readyz", "/metrics", ROOT_PATH, *(call.path for call in HubCall)} == made.paths()


def test_the_page_is_that_of_the_table() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run: make rights"
