"""What comes with the program for whoever runs a hub: a unit of systemd, a container, and a pair of them."""

from __future__ import annotations

import argparse
import configparser
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cati_app.cli.hub import add_arguments
from cati_app.hub.administration import make_hub
from cati_app.station.machine import SystemClock
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.sync.code import HubAddress
from tests.ports import free_port

_ROOT = Path(__file__).parents[3]
_FILES = _ROOT / "packaging" / "hub"
_UNIT = _FILES / "cati-hub.service"
_EXPOSED_AT_MOST = 20
"""Of 100, as `systemd-analyze security` counts."""


class Unit(configparser.RawConfigParser):
    """A unit file; of a setting that stands twice, the last counts here."""

    def __init__(self) -> None:
        super().__init__(strict=False, interpolation=None, comment_prefixes=("#",), delimiters=("=",))

    def optionxform(self, optionstr: str) -> str:
        """As it is written."""
        return optionstr


@pytest.fixture
def service() -> dict[str, str]:
    unit = Unit()
    unit.read_string(_UNIT.read_text(encoding="utf-8"))
    return dict(unit["Service"])


@pytest.fixture
def compose() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load((_FILES / "compose.yaml").read_text(encoding="utf-8"))
    return known


@pytest.fixture
def containerfile() -> list[list[str]]:
    text = (_FILES / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def _understood(words: list[str]) -> argparse.Namespace:
    """A command of the hub as the program reads it."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_arguments(parser)
    assert "hub" == words[0]
    return parser.parse_args(words[1:])


def test_the_unit_runs_a_command_of_this_program(service: dict[str, str]) -> None:
    program, *words = shlex.split(service["ExecStart"])

    assert "/opt/cati/.venv/bin/cati" == program
    known = _understood(words)
    assert ("serve", "%S/cati-hub", "%d/key.pem") == (known.action, str(known.folder), str(known.key))


def test_the_unit_has_a_folder_and_a_key_of_its_own_and_no_rights_beside(service: dict[str, str]) -> None:
    assert {
        "User": "cati-hub",
        "StateDirectory": "cati-hub",
        "StateDirectoryMode": "0700",
        "LoadCredential": "key.pem:/etc/cati-hub/key.pem",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "CapabilityBoundingSet": "",
        "UMask": "0077",
    }.items() <= service.items()
    assert "u cati-hub " in (_FILES / "cati-hub.sysusers").read_text(encoding="utf-8")


def _analyzed(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """systemd's own word on the unit, as if the program were installed."""
    unit = tmp_path / _UNIT.name
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", _UNIT.read_text("utf-8")), encoding="utf-8")
    return subprocess.run(
        ["systemd-analyze", *words, str(unit)], capture_output=True, text=True, check=False, cwd=tmp_path
    )


@pytest.mark.slow
@pytest.mark.needs_program("systemd-analyze")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    told = _analyzed(tmp_path, "verify", "--man=no")

    assert (0, "", "") == (told.returncode, told.stdout, told.stderr)


@pytest.mark.slow
@pytest.mark.needs_program("systemd-analyze")
def test_systemd_finds_the_unit_little_exposed(tmp_path: Path) -> None:
    told = _analyzed(tmp_path, "security", "--offline=yes", f"--threshold={_EXPOSED_AT_MOST}")

    assert 0 == told.returncode, told.stdout[-200:]


@pytest.mark.slow
@pytest.mark.needs_program("systemd-analyze")
def test_a_hub_serves_and_stops_with_the_calls_that_the_unit_leaves_it(tmp_path: Path) -> None:
    folder, cati = tmp_path / "hub", [sys.executable, "-m", "cati_app"]
    make_hub(folder, FolderStorage(folder), HubAddress("127.0.0.1", free_port()), SystemClock())
    words = [*cati, "hub", "serve", str(folder), "--bind", "127.0.0.1"]

    with subprocess.Popen(
        [sys.executable, "-m", "tests.of_a_unit", str(_UNIT), *words],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as hub:
        assert hub.stdout is not None
        assert hub.stdout.readline().startswith("Serving "), hub.communicate()[1][-500:]
        bound_to = Path(f"/proc/{hub.pid}/status").read_text("utf-8")
        hub.terminate()
        assert 0 == hub.wait(30)
    assert len(re.findall(r"(?m)^Cpus_allowed_list:\t\d+$", bound_to)), "it stays on one processor"


def test_the_container_is_made_from_what_is_there_and_pinned(containerfile: list[list[str]]) -> None:
    taken = [source for first, *words in containerfile if first == "COPY" for source in words[:-1]]
    run = " ".join(" ".join(words) for words in containerfile if words[0] == "RUN")

    assert [] == [source for source in taken if not (_ROOT / source).exists()]
    assert {"requirements", "pyproject.toml", "setup.py", "MANIFEST.in", "cati_app"} <= set(taken)
    assert [] == [line for line in _grafted() if line not in taken], "what the wheel takes along"
    assert ["--require-hashes", "--require-hashes", "--no-deps"] == re.findall(r"--require-hashes|--no-deps", run)
    assert ["USER", "cati-hub"] in containerfile


def _grafted() -> list[str]:
    return [line.split()[1] for line in (_ROOT / "MANIFEST.in").read_text("utf-8").splitlines()]


def test_the_container_serves_from_its_volume_at_its_port(containerfile: list[list[str]]) -> None:
    (command,) = [" ".join(words[1:]) for words in containerfile if words[0] == "CMD"]
    (volume,) = [words[1] for words in containerfile if words[0] == "VOLUME"]

    known = _understood(yaml.safe_load(command))

    assert ("serve", volume) == (known.action, str(known.folder))
    assert ["EXPOSE", "8443"] in containerfile


def test_the_pair_runs_a_command_of_this_program(compose: dict[str, Any]) -> None:
    known = _understood(compose["services"]["hub"]["command"])

    assert ("serve", "/run/secrets/database-url") == (known.action, str(known.database_url_file))


def test_the_pair_names_nothing_that_is_not_there(compose: dict[str, Any]) -> None:
    hub, database = (compose["services"][name] for name in ("hub", "database"))
    volumes = {volume.partition(":")[0] for service in (hub, database) for volume in service["volumes"]}
    secrets = {secret for service in (hub, database) for secret in service["secrets"]}
    networks = {network for service in (hub, database) for network in service["networks"]}

    assert (set(compose["volumes"]), set(compose["secrets"]), set(compose["networks"])) == (volumes, secrets, networks)
    assert (_FILES / hub["build"]["context"]).resolve() == _ROOT
    assert (_ROOT / hub["build"]["dockerfile"]).is_file()
    assert {"database": {"condition": "service_healthy"}} == hub["depends_on"]


def test_only_the_hub_of_the_pair_can_be_reached_and_no_password_stands_in_it(compose: dict[str, Any]) -> None:
    hub, database = (compose["services"][name] for name in ("hub", "database"))

    assert "ports" not in database
    assert (["inside"], True) == (database["networks"], compose["networks"]["inside"]["internal"])
    assert (True, ["ALL"], ["no-new-privileges:true"]) == (hub["read_only"], hub["cap_drop"], hub["security_opt"])
    assert "POSTGRES_PASSWORD" not in database["environment"]
    assert database["image"].startswith("docker.io/library/postgres:")


def test_the_health_of_the_hub_is_asked_by_a_program_that_can_be_read(compose: dict[str, Any]) -> None:
    _, python, _, program = compose["services"]["hub"]["healthcheck"]["test"]

    assert "python" == python
    compile(program, "healthcheck", "exec")
    assert "/healthz" in program
