"""A hub does not start with a key that others on its machine can read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.private_files import check_private
from tests.commands import Command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of files")


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o620, 0o602, 0o610])
def test_a_file_of_which_others_have_anything_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(b"x")
    file.chmod(mode)

    with pytest.raises(EnvironmentProblem) as problem:
        check_private([tmp_path / "none", file])

    assert "hub_file_open" == problem.value.code
    assert "x" not in str(problem.value).replace(str(file), "").split()


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_the_account_alone_is_not(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(b"x")
    file.chmod(mode)

    check_private([file])


@pytest.mark.parametrize(("mode", "refused"), [(0o440, False), (0o640, False), (0o444, True), (0o660, True)])
def test_a_file_of_roots_may_be_handed_to_a_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, refused: bool
) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(b"x")
    facts = os.stat_result((0o100000 | mode, 0, 0, 1, 0, 0, 1, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda self: facts)
    monkeypatch.setattr(os, "geteuid", lambda: 10001)

    if not refused:
        check_private([file])
        return
    with pytest.raises(EnvironmentProblem):
        check_private([file])


@pytest.mark.parametrize("name", ["key.pem", "receipt.key", "root-key.pem", "elsewhere.pem", "url"])
def test_a_hub_that_is_to_serve_looks_at_all_of_them(cati: Command, tmp_path: Path, name: str) -> None:
    hub = tmp_path / "hub"
    assert 0 == cati("hub", "init", hub, "--address", "https://127.0.0.1:1").returncode
    for file in (tmp_path / "elsewhere.pem", tmp_path / "url"):
        file.write_text("postgresql://hub:canary@127.0.0.1:1/cati")
        file.chmod(0o600)
    (hub / name if (hub / name).exists() else tmp_path / name).chmod(0o644)
    words = {"elsewhere.pem": ("--key", tmp_path / name), "url": ("--database-url-file", tmp_path / name)}

    run = cati("hub", "serve", hub, *words.get(name, ()))

    assert (1, "", True) == (run.returncode, run.stdout, "chmod 600" in run.stderr)
    assert name in run.stderr
    assert "canary" not in run.stderr
