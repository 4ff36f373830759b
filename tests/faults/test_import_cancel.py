"""Ctrl+C in the middle of an import, in a process of its own: the database is as it was, and opens again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stations import PASSPHRASE, PASSWORD, Site

_STUDY = Path(__file__).parents[2] / "tests" / "golden" / "broken" / "healthy"


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_cancelled_import_leaves_the_database_as_it_was(site: Site, tmp_path: Path, sign: signal.Signals) -> None:
    site.close()
    sample = tmp_path / "sample.csv"
    with sample.open("w", encoding="utf-8") as file:
        file.write("id,phone\n")
        file.writelines(f"C{n},030 7{n:07d}\n" for n in range(60_000))
    environment = {
        **os.environ, "CATI_PASSPHRASE": PASSPHRASE, "CATI_PASSWORD": PASSWORD,
        "CATI_BLOCKLIST": str(tmp_path / "blocklist.db"), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }  # fmt: skip
    command = ["sample", "import", str(_STUDY), str(sample), "--db", str(site.path), "--as", "sue", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "cati_app", *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=Path(__file__).parents[2],
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert process.stdout is not None
        assert "progress_rows" in process.stderr.readline()  # in the middle of the transaction
        process.send_signal(sign)
        out, errors = process.stdout.read(), process.stderr.read()

    assert ("", 1 if sign == signal.SIGINT else -sign) == (out, process.returncode)
    assert "Traceback" not in errors
    site.reopen()
    assert [(5,)] == site.sql('SELECT count(*) FROM "case"')
    assert [] == [kind for kind in site.kinds() if kind == "sample_imported"]
