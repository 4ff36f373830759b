"""`cati quota`: the counters, and the one of persons without a cell closed by a supervisor with a reason."""

from __future__ import annotations

import json

import pytest

from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY


def test_the_counter_is_closed_by_a_supervisor_with_a_reason(
    cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    shown = ("quota", HEALTHY, "--db", site.path)
    asked = (*shown, "--as", "sue", "--close-unclassified")

    refused = cati(*asked)
    closed = cati(*asked, "--reason", "too many", "--json")

    assert (1, "A change needs a reason: --reason TEXT. Nothing was changed.\n") == (refused.returncode, refused.stderr)
    assert ["unclassified"] == [cell["cell"] for cell in json.loads(closed.stdout) if cell["closed"]]
    assert cati(*shown, "--as", "eve").stdout.splitlines()[-1].endswith("closed: thanked and told why")
